#!/usr/bin/env bash
# Prepare a network volume beforehand, so that workers start warm from it. The same code as the first request's.
#
#   scripts/setup_runtime.sh                      on a Pod: the volume at /workspace
#   scripts/setup_runtime.sh FOLDER --model demo  anywhere
#   scripts/setup_runtime.sh --help
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$here/scripts/python.sh"

# In the image everything is there. In a checkout any environment that has what is needed will do, and none that
# somebody else made is ever touched: what is missing goes into a folder of this script's own.
suits() { "$1" -c 'import filelock, uv; filelock.SoftFileLease' 2> /dev/null; }
python=$(find_python)
if ! suits "$python"; then
  python=$here/.venv/bin/python
  if ! suits "$python"; then
    ensure_venv "$here/.cache/setup" "$here/requirements.txt"
    python=$here/.cache/setup/bin/python
  fi
fi
F5TTS_PROGRAM_NAME=scripts/setup_runtime.sh PYTHONPATH="$here/src" exec "$python" -m f5tts_worker.bootstrap "$@"
