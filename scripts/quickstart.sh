#!/usr/bin/env bash
# From a fresh clone to speech: installs what is missing, runs one real job, and leaves the files in out/.
#
#   scripts/quickstart.sh "The quick brown fox jumps over the lazy dog."
#   scripts/quickstart.sh --help
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
source "$here/scripts/python.sh"

# Any Python can read the command line and announce the first run; the script then continues with the one it makes.
if python=$(ready_image_python "$here"); then
  lacks=
else
  python=$(find_python)
  lacks=image
fi
QUICKSTART_LACKS=$lacks PYTHONPATH="$here/src" exec "$python" "$here/scripts/quickstart.py" "$@"
