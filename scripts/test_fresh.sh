#!/usr/bin/env bash
# The README's two commands on a machine that has only Python 3.11 and git: a Debian that debootstrap makes in a
# folder, with the network of this machine. The test uses a clone of the last commit, in a path with a space.
#
#   scripts/test_fresh.sh            the quickstart, the quickstart again, scripts/test.sh, and the model tests once more
#                                    with the processor's wider instructions turned off
#   scripts/test_fresh.sh --quick    the quickstart twice, scripts/test.sh --quick
#
# As root, on a machine with apt. Needs 30 GB in TMPDIR (default: /var/tmp), 10 GB with --quick, and leaves nothing behind.
# At the end, it says how long each step took. The exit code is 1 if a step failed; the other steps still run.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
clone="/root/my projects/f5tts-worker"
text="The quick brown fox jumps over the lazy dog."
# The variables needed to reach the package indexes from this machine; the new machine gets them, too.
kept='^((https?|no|all)_proxy|(HTTPS?|NO|ALL)_PROXY|PIP_(EXTRA_)?INDEX_URL|PIP_TRUSTED_HOST|UV_((DEFAULT_)?INDEX|(EXTRA_)?INDEX_URL|INSECURE_HOST)|TERM)$'

fail() { echo "$1" >&2; exit 2; }

quick=false needed=30
case "${1:-}" in
  "") ;;
  --quick) quick=true needed=10 ;;
  *) sed -n '2,10p' "$0" | cut -c3-; exit 2 ;;
esac
[ "$(id -u)" = 0 ] || fail "Making a root file system needs root: sudo scripts/test_fresh.sh"
missing=()
for program in debootstrap git; do
  command -v "$program" > /dev/null || missing+=("$program")
done
[ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || missing+=(debian-archive-keyring)
if [ ${#missing[@]} -gt 0 ]; then
  command -v apt-get > /dev/null || fail "${missing[*]} must be installed first; there is no apt here to install them."
  echo "Installing ${missing[*]} with apt"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
fi
place=${TMPDIR:-/var/tmp}
free=$(($(df --output=avail -B 1 "$place" | tail -1) / 1000000000))
[ "$free" -ge "$needed" ] || fail "$place has $free GB free; $needed GB are needed. Set TMPDIR to use another folder."

commit=$(git -c safe.directory='*' -C "$here" rev-parse --short HEAD)
folder=$(mktemp -d "$place/f5tts-fresh.XXXXXX")
root=$folder/root
child=
# Nothing is mounted outside the namespaces of the processes: when those have ended, only files are left.
clean_up() {
  [ -z "$child" ] || { kill -KILL -- "-$child" && wait "$child"; } 2> /dev/null || true
  rm -rf --one-file-system "$folder"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
set -m # each command has its own process group, so that Ctrl-C comes here and the whole group can be ended

# Wait for a command or a function. When this script ends, in any way, it ends too, with everything that it has started.
run() {
  "$@" < /dev/null &
  child=$!
  local code=0
  wait "$child" || code=$?
  child=
  return "$code"
}
in_spaces() { exec env --default-signal setpriv --pdeathsig KILL unshare --mount --pid --ipc --uts --fork --kill-child "$@"; }

# Run a command in a folder of the new machine.
inside() {
  local name
  for name in $(compgen -e); do
    [[ $name =~ $kept ]] || unset "$name"
  done
  export HOME=/root LANG=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
  if [ -e "$root/etc/ssl/host.crt" ]; then
    export PIP_CERT=/etc/ssl/host.crt SSL_CERT_FILE=/etc/ssl/host.crt REQUESTS_CA_BUNDLE=/etc/ssl/host.crt
  fi
  in_spaces "$here/tests/container/enter.sh" "$root" bash -c 'cd "$0" && exec "$@"' "$@"
}

make_machine() {
  run in_spaces --mount-proc \
    debootstrap --variant=minbase --include=git,python3,python3-venv bookworm "$root" > "$folder/debootstrap.log" 2>&1 \
    || { tail -20 "$folder/debootstrap.log" >&2; return 1; }
  printf '127.0.0.1 localhost\n::1 localhost\n' > "$root/etc/hosts"
  cp --dereference /etc/resolv.conf "$root/etc/resolv.conf"
  local certificates=${PIP_CERT:-${SSL_CERT_FILE:-}}
  [ -z "$certificates" ] || cp "$certificates" "$root/etc/ssl/host.crt"
}

# A bundle is a repository in one file, which git clones no matter which user owns it.
make_clone() {
  git -c safe.directory='*' -C "$here" bundle create --quiet "$root/last-commit" HEAD || return 1
  mkdir -p "$root/${clone%/*}"
  run inside / git -c advice.detachedHead=false clone --quiet /last-commit "$clone"
}

# As on a processor without AVX: PyTorch's own kernels, and oneDNN's.
narrow_models() {
  run inside "$clone" env ATEN_CPU_CAPABILITY=default ONEDNN_MAX_CPU_ISA=SSE41 \
    .cache/oracle/bin/python -m pytest tests/model -q
}

report=() failed=0
step() {
  local name=$1 began=$SECONDS result=passed
  shift
  printf '\n==== %s\n' "$name"
  "$@" || result="FAILED ($?)"
  [ "$result" = passed ] || failed=1
  report+=("$(printf '%7d s  %-12s %s' $((SECONDS - began)) "$result" "$name")")
}

step "A Debian with Python 3.11 and git" make_machine
[ "$failed" = 1 ] || step "git clone" make_clone
if [ "$failed" = 0 ]; then # without a clone there is nothing to try
  step 'scripts/quickstart.sh "..."' run inside "$clone" scripts/quickstart.sh "$text"
  step 'scripts/quickstart.sh "..." again' run inside "$clone" scripts/quickstart.sh "$text"
  if $quick; then
    step "scripts/test.sh --quick" run inside "$clone" scripts/test.sh --quick
  else
    step "scripts/test.sh" run inside "$clone" scripts/test.sh
    step "Model tests without wider instructions" narrow_models
  fi
fi

printf '\n==== %s, %s, %s cores\n' "$commit" "$(date -u '+%Y-%m-%d %H:%M UTC')" "$(nproc)"
printf '%s\n' "${report[@]}"
exit "$failed"
