#!/usr/bin/env bash
# From a fresh clone to speech: makes what is missing, runs one real job, leaves the files in out/.
#
#   scripts/quickstart.sh "The quick brown fox jumps over the lazy dog."
#   scripts/quickstart.sh --help
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$here/scripts/python.sh"

# The test command's environment holds all that the image's lock names, and more.
(
  cd "$here"
  if [ "$(cat .venv/.lock-sha256 2> /dev/null)" != "$(sha256sum tests/requirements.txt | cut -d' ' -f1)" ]; then
    ensure_venv .venv requirements.txt
  fi
)
PYTHONPATH="$here/src" exec "$here/.venv/bin/python" "$here/scripts/quickstart.py" "$@"
