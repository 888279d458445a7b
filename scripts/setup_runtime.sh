#!/usr/bin/env bash
# Prepare a network volume beforehand, so that workers start warm from it. The same code as the first request's.
#
#   scripts/setup_runtime.sh                      on a Pod: the volume at /workspace
#   scripts/setup_runtime.sh FOLDER --model demo  anywhere
#   scripts/setup_runtime.sh --help
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$here/scripts/python.sh"

# In the image everything is there; in a checkout it goes into the environment that the other scripts use too.
python=$(find_python)
if ! "$python" -c 'import filelock, uv; filelock.SoftFileLease' 2> /dev/null; then
  (
    cd "$here"
    if [ "$(cat .venv/.lock-sha256 2> /dev/null)" != "$(sha256sum tests/requirements.txt | cut -d' ' -f1)" ]; then
      ensure_venv .venv requirements.txt
    fi
  )
  python=$here/.venv/bin/python
fi
F5TTS_PROGRAM_NAME=scripts/setup_runtime.sh PYTHONPATH="$here/src" exec "$python" -m f5tts_worker.bootstrap "$@"
