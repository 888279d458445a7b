#!/usr/bin/env bash
# From a fresh clone to speech: makes what is missing, runs one real job, leaves the files in out/.
#
#   scripts/quickstart.sh "The quick brown fox jumps over the lazy dog."
#   scripts/quickstart.sh --help
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$here/scripts/python.sh"

# Any Python can read the command line and say what the first run makes; it goes on with the one that is made then.
if python=$(ready_image_python "$here"); then
  lacks=
else
  python=$(find_python)
  lacks=image
fi
QUICKSTART_LACKS=$lacks PYTHONPATH="$here/src" exec "$python" "$here/scripts/quickstart.py" "$@"
