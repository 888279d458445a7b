#!/usr/bin/env bash
# From a fresh clone to speech: makes what is missing, runs one real job, leaves the files in out/.
#
#   scripts/quickstart.sh "The quick brown fox jumps over the lazy dog."
#   scripts/quickstart.sh --help
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$here/scripts/python.sh"

python=$(image_python "$here")
PYTHONPATH="$here/src" exec "$python" "$here/scripts/quickstart.py" "$@"
