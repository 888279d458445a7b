#!/usr/bin/env bash
# Prepare a network volume beforehand, so that workers start warm from it. The same code as the first request's.
#
#   scripts/setup_runtime.sh                      on a Pod: the volume at /workspace
#   scripts/setup_runtime.sh FOLDER --model demo  anywhere
#   scripts/setup_runtime.sh --check              only verify all that is there; exit code 1 if something is wrong
#   scripts/setup_runtime.sh --sweep              only remove what nobody needs any more
#   scripts/setup_runtime.sh --help
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$here/scripts/python.sh"

python=$(image_python "$here")
F5TTS_PROGRAM_NAME=scripts/setup_runtime.sh PYTHONPATH="$here/src" exec "$python" -m f5tts_worker.bootstrap "$@"
