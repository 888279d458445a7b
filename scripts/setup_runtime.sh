#!/usr/bin/env bash
# Prepare a network volume beforehand, so that workers can start from it. It uses the same code as the first request.
#
#   scripts/setup_runtime.sh                      on a Pod: the volume at /workspace
#   scripts/setup_runtime.sh FOLDER --model demo  anywhere
#   scripts/setup_runtime.sh --check              only verify everything on it; exit code 1 if something is wrong
#   scripts/setup_runtime.sh --sweep              only remove what is no longer needed
#   scripts/setup_runtime.sh --help
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$here/scripts/python.sh"

python=$(image_python "$here")
F5TTS_PROGRAM_NAME=scripts/setup_runtime.sh PYTHONPATH="$here/src" exec "$python" -m f5tts_worker.bootstrap "$@"
