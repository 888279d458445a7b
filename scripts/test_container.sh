#!/usr/bin/env bash
# Check the image's sources, build it without a Docker daemon, measure it, and run it with real signals.
#
#   scripts/test_container.sh            all of it; as root, on a Debian with apt
#   scripts/test_container.sh --lint     only the Dockerfile, the workflows and the Hub's files; as any user, anywhere
#   scripts/test_container.sh --tests    as the first, without the figures of docs/BENCHMARKS.md (sizes, imports)
#   scripts/test_container.sh --hub      builds and runs the Hub's image, with the environment inside; 4 GB to fetch, 30 on disk
#   scripts/test_container.sh --built    as the first, with an existing image in F5TTS_IMAGE_FOLDER
#
# --tests leaves out what is marked exhaustive, as scripts/test.sh does by itself.
# If F5TTS_VOLUME names a volume with an installed environment, whole jobs are run as well. The volume is only read.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/python.sh

mode=${1:-all}
case $mode in
  all | --lint | --tests | --hub | --built) ;;
  *) sed -n '2,11p' "$0" | cut -c3-; exit 2 ;;
esac
step() { printf '\n== %s (%ds)\n' "$1" "$SECONDS"; }
folder=${F5TTS_IMAGE_FOLDER:-$PWD/.cache/container}

step "Virtual environments"
ensure_venv .venv tests/requirements.txt
is_made .cache/lint tests/container/requirements.txt || uv_venv .venv .cache/lint tests/container/requirements.txt

step "The Dockerfile, the workflows, the Hub's files"
.cache/lint/bin/hadolint --failure-threshold info Dockerfile .runpod/Dockerfile
.cache/lint/bin/zizmor --offline --quiet --persona=pedantic .github
.cache/lint/bin/actionlint -shellcheck .cache/lint/bin/shellcheck
.venv/bin/python -m pytest -q tests/container/test_files.py
[ "$mode" != --lint ] || exit 0

if [ "$mode" != --built ]; then
  missing=()
  for program in buildah mmdebstrap ip; do
    command -v "$program" > /dev/null || missing+=("${program/#ip/iproute2}")
  done
  if [ ${#missing[@]} -gt 0 ]; then
    step "Installing ${missing[*]} with apt, to build and run the image (to do without: --lint)"
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
  fi
  step "Building the image"
  hub=()
  [ "$mode" != --hub ] || hub=(--hub)
  tests/container/build.sh "$folder" "${hub[@]}"
fi

chosen=(--exhaustive tests/container --ignore tests/container/test_files.py)
if [ "$mode" = --hub ]; then
  chosen=(tests/container/test_hub.py)
  step "Sizes"
  du -s --apparent-size --block-size=MB "$folder/hub/root" "$folder/hub/root/var/tmp/f5tts-volume" "$folder/base"
elif [ "$mode" = --tests ]; then
  chosen=("${chosen[@]:1}")
else
  step "Sizes and starts"
  .venv/bin/python tests/container/measure.py "$folder"
fi

# A network namespace with only its own loopback interface, so every download fails.
step "Containers"
F5TTS_IMAGE_FOLDER=$folder unshare --net bash -c 'ip link set lo up && exec "$@"' sh \
  "$PWD/.venv/bin/python" -m pytest -q -rs --durations=5 --basetemp "$folder/tests" "${chosen[@]}"
step "Done"
