#!/usr/bin/env bash
# Build the real Dockerfile without a Docker daemon, on a Debian of our own, and lay its root file system out in a folder.
#
#   tests/container/build.sh FOLDER         leaves FOLDER/root, FOLDER/base, FOLDER/config.json; needs root
#   tests/container/build.sh FOLDER --hub   RunPod's Hub's image, with the environment inside, in FOLDER/hub; needs 30 GB
#
# The base is Debian 12 with its own Python 3.11, made by mmdebstrap: what a machine without a registry can have. As in
# Debian's slim images, documentation and translations are left out of it.
set -euo pipefail
# In a mount space of its own, so that no mount of buildah's outlives it.
[ -n "${IN_OWN_MOUNTS:-}" ] || IN_OWN_MOUNTS=1 exec unshare --mount bash "$0" "$@"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd)
made=$folder file=$here/Dockerfile name=f5tts-worker
[ "${2:-}" != --hub ] || made=$folder/hub file=$here/.runpod/Dockerfile name=f5tts-worker-hub
mkdir -p "$made"
say() { printf -- '-- %s (%ds)\n' "$1" "$SECONDS" >&2; }
# Layers that lie over each other, where the kernel can stack them here; otherwise each layer is a copy of all below it.
stacked() {
  local tried code=0
  tried=$(mktemp -d "$folder/stack.XXXXXX")
  mkdir "$tried"/{lower,upper,work,top}
  unshare --mount mount -t overlay overlay "$tried/top" \
    -o "lowerdir=$tried/lower,upperdir=$tried/upper,workdir=$tried/work" 2> /dev/null || code=1
  rm -rf "$tried"
  return "$code"
}
driver=vfs
! stacked || driver=overlay
storage=$made/storage-$driver
image() { buildah --root "$storage" --runroot "$made/run" --storage-driver "$driver" "$@"; }

# The base stays until what makes it changes. (debootstrap takes three times the processor time.)
make_base=(mmdebstrap --quiet --variant=minbase --include=ca-certificates,python3,python3-venv,usr-is-merged)
make_base+=(--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr) # otherwise a program in Perl merges /usr afterwards
# Said to dpkg inside, and what mmdebstrap itself has unpacked is deleted: its own filter is a Python for each package.
make_base+=(--setup-hook='mkdir -p "$1/etc/dpkg/dpkg.cfg.d"
  printf "path-exclude=/usr/share/%s/*\n" doc info locale man > "$1/etc/dpkg/dpkg.cfg.d/slim"')
make_base+=(--customize-hook='cd "$1/usr/share" && rm -rf doc/* info/* locale/* man/*')
make_base+=(--dpkgopt=force-unsafe-io bookworm) # nothing is lost with a base that is not whole: it is made again
recipe=$(echo "${make_base[@]}" | sha256sum | cut -d' ' -f1)
if [ "$recipe" != "$(cat "$folder/base/.ready" 2> /dev/null)" ]; then
  say "a Debian with Python 3.11"
  rm -rf "$folder/base"
  "${make_base[@]}" "$folder/base" > "$folder/base.log" 2>&1 || { tail -20 "$folder/base.log" >&2; exit 1; }
  echo "$recipe" > "$folder/base/.ready"
fi

# What is built stays, as layers for the next build, until the base changes or it has grown out of proportion.
is_kept=false
if [ "$folder/base/.ready" -ot "$storage/base.made" ] && [ "$(du -sm "$storage" | cut -f1)" -le 6000 ]; then
  is_kept=true
fi
layer_base() {
  local empty
  say "the base as an image"
  umount --recursive "$storage/$driver" 2> /dev/null || true # a build that failed leaves it mounted
  rm -rf "$storage" "$made/run" \
    && empty=$(image from scratch) \
    && cp -a "$folder/base/." "$(image mount "$empty")" \
    && image commit --quiet --rm "$empty" base > /dev/null \
    && touch "$storage/base.made"
}
$is_kept || layer_base
layers=$is_kept # the first build can take none from an earlier one, and writing each down costs a fifth of it

# pip does not read this machine's settings inside the build; where there is a certificate of its own, it needs that one.
mounts=()
certificates=${PIP_CERT:-${SSL_CERT_FILE:-}}
if [ -n "$certificates" ]; then
  printf '[global]\ncert = /etc/ssl/certs/ca-certificates.crt\n' > "$folder/pip.conf"
  mounts=(--volume "$certificates:/etc/ssl/certs/ca-certificates.crt:ro" --volume "$folder/pip.conf:/etc/pip.conf:ro")
fi

build() {
  say "the Dockerfile"
  image bud --quiet --layers="$layers" --isolation chroot --network host --pull-never --format docker "${mounts[@]}" \
    --build-arg BASE=localhost/base --tag "$name" --file "$file" "$here" > "$made/build.log" 2>&1 && lay_out
}
lay_out() {
  local id container
  say "its root file system"
  id=$(image images --quiet --no-trunc "$name") || return
  [ "$id" != "$(cat "$made/root.id" 2> /dev/null)" ] || return 0
  rm -rf "$made/root" "$made/root.id" \
    && container=$(image from --pull-never "localhost/$name") \
    && cp -a "$(image mount "$container")" "$made/root" \
    && image umount "$container" > /dev/null \
    && image rm "$container" > /dev/null \
    && echo "$id" > "$made/root.id"
}
# Layers of an earlier build that was killed may not be whole: once more from nothing.
build || { $is_kept && layers=false && layer_base && build; } || { tail -40 "$made/build.log" >&2; exit 1; }

image inspect --type image "$name" > "$made/inspect.json"
python3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin)["Docker"], indent=1))' \
  < "$made/inspect.json" > "$made/config.json"
say "built"
