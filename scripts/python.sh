# Sourced by the other scripts: finds a Python that can run both sides and makes virtual environments for the image's.

# Print a Python of a supported version, or explain what to install.
find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.11 python3.12 python3 python; do
    [ -n "$candidate" ] || continue
    if "$candidate" -c 'import sys; sys.exit(sys.version_info[:2] not in {(3, 11), (3, 12)})' 2> /dev/null; then
      command -v "$candidate"
      return
    fi
  done
  echo "Python 3.11 or 3.12 is needed and was not found. Install one (Debian: apt-get install python3 python3-venv), or set PYTHON=/path/to/python3.11." >&2
  return 1
}

# ensure_venv FOLDER LOCK: a virtual environment that holds exactly what the lock names, made anew when the lock
# changes. A folder that somebody else made is never touched.
ensure_venv() {
  local folder=$1 lock=$2 python stamp
  stamp=$(sha256sum "$lock" | cut -d' ' -f1)
  if [ "$(cat "$folder/.lock-sha256" 2> /dev/null)" = "$stamp" ]; then
    return
  fi
  if [ -e "$folder" ] && [ ! -e "$folder/.made-by-scripts" ]; then
    echo "$folder exists and was not made by these scripts; move it away and call this again." >&2
    return 1
  fi
  python=$(find_python)
  echo "Making $folder from $lock" >&2
  rm -rf "$folder"
  mkdir -p "$folder"
  touch "$folder/.made-by-scripts"
  if ! "$python" -m venv "$folder" >&2; then
    echo "That Python cannot make virtual environments (Debian: apt-get install python3-venv)." >&2
    return 1
  fi
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r "$lock" >&2
  add_client "$folder"
  echo "$stamp" > "$folder/.lock-sha256"
}

# add_client VENV: the command f5tts in a virtual environment: the client of this clone, as it is now.
add_client() {
  local source
  source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../src" && pwd)
  # -P: what lies in the user's folder is not imported.
  printf '#!/usr/bin/env bash\n# Made by scripts/python.sh.\nPYTHONPATH=%q exec "%s" -P -c %q "$@"\n' "$source" \
    '$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/python' \
    'import sys; from f5tts_worker.client.command import main; sys.exit(main())' > "$1/bin/f5tts"
  chmod +x "$1/bin/f5tts"
}

# Print a Python that has the image's packages: this one, where we run inside the image; that of the tests, which has
# more; or one made for the purpose.
image_python() {
  local here=$1 python
  python=$(find_python)
  if "$python" -c 'import boto3, filelock, pysubs2, runpod, uv' 2> /dev/null; then
    echo "$python"
  elif [ "$(cat "$here/.venv/.lock-sha256" 2> /dev/null)" = "$(sha256sum "$here/tests/requirements.txt" | cut -d' ' -f1)" ]; then
    echo "$here/.venv/bin/python"
  else
    ensure_venv "$here/.cache/image" "$here/requirements.txt"
    echo "$here/.cache/image/bin/python"
  fi
}
