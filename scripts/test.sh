#!/usr/bin/env bash
# Every check and every test, on a machine that has Python 3.11 or 3.12 and nothing else prepared.
#
#   scripts/test.sh            lint, types, unit, engine, volume, model and end-to-end tests; as root, the image too
#   scripts/test.sh --quick    all but those that need the heavy environment (no 8 GB install)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/python.sh

quick=false
case "${1:-}" in
  "") ;;
  --quick) quick=true ;;
  *) sed -n '2,5p' "$0" | cut -c3-; exit 2 ;;
esac

step() { printf '\n== %s (%ds)\n' "$1" "$SECONDS"; }

# Tests compare with programs that the product itself never needs: flite knows when it says each sound, ffmpeg reads
# what we write and renders our subtitles.
missing=()
for program in flite ffmpeg; do
  command -v "$program" > /dev/null || missing+=("$program")
done
if [ ${#missing[@]} -gt 0 ]; then
  step "Installing ${missing[*]}"
  sudo=""
  [ "$(id -u)" = 0 ] || sudo=sudo
  $sudo apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null
fi

step "Virtual environment"
ensure_venv .venv tests/requirements.txt
bin=$PWD/.venv/bin

step "Lint, types, imports"
"$bin/ruff" check .
"$bin/ruff" format --check .
"$bin/mypy"
PYTHONPATH=src "$bin/lint-imports"

step "Unit, engine-process and volume tests"
"$bin/python" -m pytest tests/unit tests/engine tests/volume -q
if $quick; then
  exit 0
fi

export F5TTS_VOLUME=${F5TTS_TEST_VOLUME:-$PWD/.volume}
step "The environment, by the product's own bootstrap"
PYTHONPATH=src "$bin/python" -m f5tts_worker.bootstrap --volume "$F5TTS_VOLUME" --model demo

oracle=$PWD/.cache/oracle
step "The stock packages, to compare with"
stamp=$(sha256sum tests/oracle_requirements.txt | cut -d' ' -f1)
if [ "$(cat "$oracle/.lock-sha256" 2> /dev/null)" != "$stamp" ]; then
  rm -rf "$oracle"
  "$bin/uv" venv --quiet --python "$bin/python" "$oracle"
  # From another folder: here uv would leave out what pyproject.toml excludes from the environment.
  lock=$PWD/tests/oracle_requirements.txt
  (cd / && "$bin/uv" pip install --quiet --python "$oracle/bin/python" --require-hashes --no-deps -r "$lock")
  echo "$stamp" > "$oracle/.lock-sha256"
fi

step "Model tests against the stock packages"
"$oracle/bin/python" -m pytest tests/model -q

step "End to end, through the RunPod SDK"
"$bin/python" -m pytest tests/e2e tests/unit/test_locks.py -q

# Laying out root file systems and network spaces takes root; elsewhere only the files are checked.
if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
  step "The image, built and run"
  scripts/test_container.sh
else
  scripts/test_container.sh --lint
fi
step "Done"
