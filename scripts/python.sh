# Sourced by the other scripts: finds a Python that can run both sides and makes virtual environments for the image's.

# Packages in these folders would be imported instead of the installed ones, or pip would count them as installed.
unset PYTHONPATH PYTHONHOME

# Print a Python of a supported version, or explain what to install.
find_python() {
  local candidate found
  for candidate in "${PYTHON:-}" python3.11 python3.12 python3 python; do
    [ -n "$candidate" ] || continue
    # The program itself: a name on PATH may be pyenv's, which stands for another Python in another folder.
    if found=$("$candidate" -c 'import sys; print(sys.executable); sys.exit(sys.version_info[:2] not in {(3, 11), (3, 12)})' 2> /dev/null); then
      echo "$found"
      return
    fi
  done
  echo "Python 3.11 or 3.12 is needed and was not found. Install one (Debian: apt-get install python3 python3-venv), or set PYTHON=/path/to/python3.11." >&2
  return 1
}

# Print a checksum of a lock's contents.
lock_stamp() { sha256sum < "$1" | cut -d' ' -f1; }

# is_made FOLDER LOCK: whether the virtual environment holds what the lock names.
is_made() { [ "$(cat "$1/.lock-sha256" 2> /dev/null)" = "$(lock_stamp "$2")" ]; }

# ensure_venv FOLDER LOCK: a virtual environment with exactly what the lock names, made again when the lock changes.
# A folder that these scripts did not make is never touched.
ensure_venv() {
  local folder=$1 lock=$2 python said
  if is_made "$folder" "$lock"; then
    grep -qs f5tts_worker.__main__ "$folder/bin/f5tts" || add_client "$folder" # made by an earlier version
    return
  fi
  if [ -e "$folder" ] && [ ! -e "$folder/.made-by-scripts" ] && ! rmdir "$folder" 2> /dev/null; then
    echo "$folder exists and was not made by these scripts; move it away and run this again." >&2
    return 1
  fi
  python=$(find_python) || return 1
  echo "Making $folder from $lock" >&2
  rm -rf "$folder" && mkdir -p "$folder" && touch "$folder/.made-by-scripts" || return 1
  if ! said=$("$python" -m venv "$folder" 2>&1); then # held back, because on Ctrl-C Python prints a traceback
    echo "$said" >&2
    echo "This Python cannot make virtual environments (Debian: apt-get install python3-venv)." >&2
    return 1
  fi
  install_lock "$folder" "$lock" || return 1
  add_client "$folder"
  lock_stamp "$lock" > "$folder/.lock-sha256"
}

# uv_venv VENV FOLDER LOCK: a new virtual environment of what the lock names, made by the uv in another one.
uv_venv() {
  local uv python folder=$2 lock
  uv=$(cd "$1/bin" && pwd)/uv python=$(cd "$1/bin" && pwd)/python lock=$(realpath "$3") || return 1
  # In another folder: here, uv would leave out what pyproject.toml excludes from the environment.
  rm -rf "$folder" \
    && "$uv" venv --quiet --python "$python" "$folder" \
    && folder=$(realpath "$folder") \
    && (cd / && "$uv" pip install --quiet --python "$folder/bin/python" --require-hashes --no-deps -r "$lock") \
    && lock_stamp "$lock" > "$folder/.lock-sha256"
}

# install_lock VENV LOCK: with uv, where the lock names it: pip takes five times as long, and here fetches uv alone.
install_lock() {
  local folder=$1 lock
  lock=$(cd "$(dirname "$2")" && pwd)/$(basename "$2") || return 1
  folder=$(cd "$folder" && pwd) || return 1
  if grep -q '^uv==' "$lock"; then
    pip_install "$folder" -r <(awk '/^[a-z0-9]/ { wanted = /^uv==/ } wanted' "$lock") > /dev/null || return 1
    # In another folder: here, uv would leave out what pyproject.toml excludes from the environment.
    echo "  fetching and unpacking $(grep -c '^[a-z0-9].*==' "$lock") packages" >&2
    (cd / && "$folder/bin/uv" pip install --quiet --python "$folder/bin/python" --require-hashes --no-deps -r "$lock") && return
    echo "  uv could not; pip, which has settings of its own, tries again" >&2
  fi
  pip_install "$folder" -r "$lock" | show_pip "$(grep -c '^[a-z0-9].*==' "$lock")"
}

# PIP_USER=0: a pip.conf that says "user = true" would have pip refuse.
pip_install() {
  local folder=$1
  shift
  PIP_USER=0 "$folder/bin/python" -m pip install --disable-pip-version-check --require-hashes --no-deps "$@"
}

# add_client VENV: the command f5tts in a virtual environment: that of this clone, as it is now.
add_client() {
  local source
  source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../src" && pwd)
  # -P: nothing in the user's current folder is imported.
  printf '#!/usr/bin/env bash\n# Made by scripts/python.sh.\nPYTHONPATH=%q exec "%s" -P -c %q "$@"\n' "$source" \
    '$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/python' \
    'import sys; from f5tts_worker.__main__ import main; sys.exit(main())' > "$1/bin/f5tts"
  chmod +x "$1/bin/f5tts"
}

# show_pip TOTAL: turn what pip prints into one moving line, or into a few lines where there is no terminal.
show_pip() {
  local total=$1 count=0 line text moving=false
  [ ! -t 2 ] || moving=true
  while read -r line; do
    case $line in
      Collecting*)
        count=$((count + 1)) line=${line#Collecting }
        text="  package $count of $total: ${line%% *}"
        $moving || [ $((count % 25)) = 0 ] || continue
        ;;
      "Installing collected packages"*) text="  all packages fetched; unpacking them" ;;
      *) continue ;;
    esac
    if $moving; then printf '\r\033[K%s' "$text" >&2; else printf '%s\n' "$text" >&2; fi
  done
  ! $moving || printf '\r\033[K' >&2
}

# Print a Python that has the image's packages, if there is one: inside the image, its own; else that of the tests,
# which has more packages; else the one in .cache/image.
ready_image_python() {
  local here=$1
  if [ ! -e "$here/requirements.txt" ]; then # the image has the packages and not their lock
    find_python
  elif is_made "$here/.cache/image" "$here/requirements.txt"; then
    echo "$here/.cache/image/bin/python"
  elif is_made "$here/.venv" "$here/tests/requirements.txt"; then
    # Where README tells readers to look for it.
    [ -e "$here/.cache/image" ] || { mkdir -p "$here/.cache" && ln -sfn ../.venv "$here/.cache/image"; }
    echo "$here/.venv/bin/python"
  else
    return 1
  fi
}

# Print a Python that has the image's packages; make it if necessary.
image_python() {
  local here=$1
  ready_image_python "$here" && return
  ensure_venv "$here/.cache/image" "$here/requirements.txt" || return 1
  echo "$here/.cache/image/bin/python"
}
