#!/usr/bin/env bash
# Build the real Dockerfile without a Docker daemon, on a Debian of our own, and lay its root file system out in a folder.
#
#   tests/container/build.sh FOLDER         leaves FOLDER/root, FOLDER/base, FOLDER/config.json; needs root
#   tests/container/build.sh FOLDER --hub   RunPod's Hub's image, with the environment inside, in FOLDER/hub; needs 30 GB
#
# The base is Debian 12 with its own Python 3.11, made by debootstrap: what a machine without a registry can have. As in
# Debian's slim images, documentation and translations are left out of it.
set -euo pipefail
# In a mount space of its own, so that no mount of buildah's outlives it.
[ -n "${IN_OWN_MOUNTS:-}" ] || IN_OWN_MOUNTS=1 exec unshare --mount bash "$0" "$@"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
mkdir -p "$1"
folder=$(cd "$1" && pwd)
place=$folder file=$here/Dockerfile name=f5tts-worker
[ "${2:-}" != --hub ] || place=$folder/hub file=$here/.runpod/Dockerfile name=f5tts-worker-hub
mkdir -p "$place"
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
image() { buildah --root "$place/storage-$driver" --runroot "$place/run" --storage-driver "$driver" "$@"; }

if [ ! -e "$folder/base/.ready" ]; then
  say "a Debian with Python 3.11"
  rm -rf "$folder/base"
  mkdir "$folder/base"
  # By way of a link, because debootstrap fails in a path with a blank.
  link=$(mktemp -d)
  ln -s "$folder/base" "$link/base"
  debootstrap --variant=minbase --include=ca-certificates,python3,python3-venv bookworm "$link/base" > "$folder/base.log" 2>&1 \
    || { tail -20 "$folder/base.log" >&2; exit 1; }
  rm -r "$link"
  rm -rf "$folder"/base/var/cache/apt/*.bin "$folder"/base/var/cache/apt/archives/*.deb "$folder"/base/var/lib/apt/lists/* \
    "$folder"/base/usr/share/{doc,info,locale,man}/* "$folder"/base/var/log/*.log
  touch "$folder/base/.ready"
fi

# What is built stays, as layers for the next build, until the base changes or it has grown out of proportion.
mkdir -p "$place/storage-$driver"
built=$(du -sm "$place/storage-$driver" | cut -f1)
if [ "$folder/base/.ready" -nt "$place/storage-$driver/base.made" ] || [ "$built" -gt 6000 ]; then
  say "the base as an image"
  image rm --all > /dev/null 2>&1 || true
  image rmi --all --force > /dev/null 2>&1 || true
  empty=$(image from scratch)
  image add --quiet "$empty" "$folder/base" / > /dev/null
  image commit --quiet --rm "$empty" base > /dev/null
  touch "$place/storage-$driver/base.made"
fi

# pip does not read this machine's settings inside the build; where there is a certificate of its own, it needs that one.
mounts=()
certificates=${PIP_CERT:-${SSL_CERT_FILE:-}}
if [ -n "$certificates" ]; then
  printf '[global]\ncert = /etc/ssl/certs/ca-certificates.crt\n' > "$folder/pip.conf"
  mounts=(--volume "$certificates:/etc/ssl/certs/ca-certificates.crt:ro" --volume "$folder/pip.conf:/etc/pip.conf:ro")
fi

say "the Dockerfile"
image bud --quiet --layers --isolation chroot --network host --pull-never --format docker "${mounts[@]}" \
  --build-arg BASE=localhost/base --tag "$name" --file "$file" "$here" > "$place/build.log" 2>&1 \
  || { tail -40 "$place/build.log" >&2; exit 1; }

say "its root file system"
image inspect --type image "$name" > "$place/inspect.json"
python3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin)["Docker"], indent=1))' \
  < "$place/inspect.json" > "$place/config.json"
id=$(image images --quiet --no-trunc "$name")
if [ "$id" != "$(cat "$place/root.id" 2> /dev/null)" ]; then
  rm -rf "$place/root" "$place/root.id"
  container=$(image from --pull-never "localhost/$name")
  cp -a "$(image mount "$container")" "$place/root"
  image umount "$container" > /dev/null
  image rm "$container" > /dev/null
  echo "$id" > "$place/root.id"
fi
say "built"
