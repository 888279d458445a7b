#!/usr/bin/env bash
# Every check and every test, on a machine that has Python 3.11 or 3.12 and nothing else prepared.
#
#   scripts/test.sh            lint, types, unit, engine, volume, model and end-to-end tests; as root, the image too
#   scripts/test.sh --quick    all except those that need the heavy environment (installs neither 7 nor 8 GB)
#   scripts/test.sh --no-apt   (with or without --quick) installs nothing with apt; skips what needs it, and says so
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/python.sh

quick=false apt=true
for option in "$@"; do
  case $option in
    --quick) quick=true ;;
    --no-apt) apt=false ;;
    *) sed -n '2,6p' "$0" | cut -c3-; exit 2 ;;
  esac
done

step() { printf '\n== %s (%ds)\n' "$1" "$SECONDS"; }

# The same tests and results everywhere, independent of this account's language, umask, settings and files.
umask 022
export LC_ALL=C.UTF-8
volume=${F5TTS_TEST_VOLUME:-$PWD/.volume} image=${F5TTS_IMAGE_FOLDER:-}
unset ${!F5TTS_@} ${!S3_@} ${!AWS_@} ${!BUCKET_@} ${!RUNPOD_@} ${!HF_@} ENABLE_S3_MODEL_CACHE
unset ${!PYTEST_@} MYPYPATH PYTHONOPTIMIZE PYTHONWARNINGS
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
tests() {
  local python=$1
  shift
  env --unset=XDG_CACHE_HOME --unset=XDG_CONFIG_HOME HOME="$home" "$python" -m pytest -q "$@"
}

# Tests compare with programs that the product itself never needs.
missing=()
for program in flite ffmpeg; do
  command -v "$program" > /dev/null || missing+=("$program")
done
if [ ${#missing[@]} -gt 0 ]; then
  step "Not on this machine: ${missing[*]}"
  echo "The product does not need them, but tests compare with them: flite gives the exact time of each sound; ffmpeg writes" \
    "and reads recordings and draws subtitles."
fi
if [ ${#missing[@]} -gt 0 ] && $apt; then
  install=(apt-get install --no-install-recommends "${missing[@]}")
  without="or skip those tests: scripts/test.sh --no-apt"
  sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  if ! command -v apt-get > /dev/null; then
    echo "Install ${missing[*]} (there is no apt-get here), $without" >&2
    exit 1
  elif [ ${#sudo[@]} -gt 0 ] && ! { command -v sudo > /dev/null && { [ -t 0 ] || sudo -n true 2> /dev/null; }; }; then
    echo "As root, run: ${install[*]}; $without" >&2
    exit 1
  fi
  echo "Installing them: ${sudo[*]:+sudo }${install[*]} ($without)"
  "${sudo[@]}" apt-get update -qq
  # "Need to get 120 MB of archives." and the disk space; --assume-no then refuses, so nothing is installed yet.
  "${sudo[@]}" env LC_ALL=C "${install[@]}" --assume-no 2> /dev/null | grep -E '^(Need to get|After this)' || true
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive "${install[@]}" -y -qq > /dev/null
fi

step "Virtual environment"
ensure_venv .venv tests/requirements.txt
bin=$PWD/.venv/bin

step "Lint, types, imports"
"$bin/ruff" check .
"$bin/ruff" format --check .
"$bin/mypy"
PYTHONPATH=src "$bin/lint-imports"

step "Unit tests"
tests "$bin/python" --numprocesses 2 --dist loadfile tests/unit # they wait more than they work
step "Engine-process and volume tests"
tests "$bin/python" tests/engine tests/volume
if $quick; then
  step "Done, without the environment, the models and the image (--quick)"
  exit 0
fi

export F5TTS_VOLUME=$volume
step "The environment, installed by the product's own bootstrap (4.0 GB to fetch, 7 GB on disk, if missing)"
PYTHONPATH=src "$bin/python" -m f5tts_worker.bootstrap --volume "$F5TTS_VOLUME" --model demo

oracle=$PWD/.cache/oracle
step "The stock packages, for comparison (4.5 GB to fetch if not in uv's cache, 8 GB on disk, if missing)"
if ! is_made "$oracle" tests/oracle_requirements.txt; then
  rm -rf "$oracle"
  "$bin/uv" venv --quiet --python "$bin/python" "$oracle"
  # Run in another folder: here, uv would leave out what pyproject.toml excludes from the environment.
  lock=$PWD/tests/oracle_requirements.txt
  (cd / && "$bin/uv" pip install --quiet --python "$oracle/bin/python" --require-hashes --no-deps -r "$lock")
  lock_stamp "$lock" > "$oracle/.lock-sha256"
fi

step "Model tests against the stock packages"
tests "$oracle/bin/python" tests/model

step "End to end, through the RunPod SDK"
tests "$bin/python" tests/e2e tests/unit/test_locks.py

# Making root file systems and network namespaces needs root; without it, only the files are checked.
if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null && $apt; then
  step "The image, built and run"
  [ -z "$image" ] || export F5TTS_IMAGE_FOLDER=$image
  scripts/test_container.sh
else
  scripts/test_container.sh --lint
  echo "The image was not built and run: that needs root and apt, without --no-apt (scripts/test_container.sh)."
fi
step "Done"
if [ ${#missing[@]} -gt 0 ] && ! $apt; then
  echo "Skipped, and listed above: the tests that need ${missing[*]} (--no-apt)."
fi
