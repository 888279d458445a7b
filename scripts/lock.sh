#!/usr/bin/env bash
# Compile the five lock files from pyproject.toml. Run it after every change of a dependency, and commit the result.
set -euo pipefail

usage() {
    cat <<'TEXT'
Usage: scripts/lock.sh [--upgrade]

Compiles, with hashes, for Python 3.11 on x86-64 Linux:
  requirements.txt                 the image's packages           (project.dependencies)
  tests/requirements.txt           the image's plus the tools     (group "dev")
  runtime_requirements.txt         the environment's packages     (group "runtime", less tool.uv.exclude-dependencies)
  runtime_requirements_cuda13.txt  the same with another PyTorch  (group "runtime", overridden by group "cuda13")
  tests/oracle_requirements.txt    the stock packages             (group "oracle")

Then installs both environments' packages once, in a temporary folder, to record their size in the locks.

Versions stay the same if they still fit; --upgrade takes the newest.
TEXT
}

upgrade=()
case "${1:-}" in
    "") ;;
    --upgrade) upgrade=(--upgrade) ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
esac

cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$PWD
python=$(command -v python3.11 || command -v python3)
[ -x .venv/bin/python ] && python=$root/.venv/bin/python
uv=$("$python" -c 'import uv; print(uv.find_uv_bin())' 2>/dev/null || command -v uv)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# One lock: NAME FILE REASON, then uv's arguments. The old lock is the starting point, so versions stay.
compile() {
    local name=$1 file=$2 reason=$3
    shift 3
    echo "compiling $file" >&2
    if [ -f "$file" ]; then cp "$file" "$scratch/$name"; fi
    "$uv" pip compile "$@" "${upgrade[@]}" --quiet --no-header --generate-hashes --python-version 3.11 \
        --python-platform x86_64-manylinux_2_28 --output-file "$scratch/$name" > /dev/null
    {
        echo "# $reason"
        echo "# Compiled by scripts/lock.sh from pyproject.toml: change that file and run the script, never edit this one."
        echo "# sources: $("$python" scripts/lock_digest.py "$name")"
        sed "s#$scratch/##" "$scratch/$name" # or every run would change every line that names a file there
    } > "$scratch/$name.done"
    mv "$scratch/$name.done" "$file"
}

compile image requirements.txt \
    "The image's side: the RunPod SDK, S3, subtitles, and uv, which installs the rest onto the volume." \
    pyproject.toml
compile dev tests/requirements.txt \
    "The image's side and the tools that test and check it." \
    pyproject.toml --group dev --constraints requirements.txt
# --no-config: the oracle is the stock install, so tool.uv.exclude-dependencies must not reach it.
compile oracle tests/oracle_requirements.txt \
    "The stock packages, as pip installs them: what model tests and benchmarks compare with." \
    --no-config --group oracle
# The oracle is harder to resolve; with it as the constraint, packages that both have get the same version.
compile runtime runtime_requirements.txt \
    "The environment on the volume: what inference imports, and no training, UI, diarisation or tracking packages." \
    --group runtime --constraints tests/oracle_requirements.txt

# The same versions of everything but PyTorch and what that brings.
grep -vE '^(torch|torchaudio|nvidia-[a-z0-9-]*)==' runtime_requirements.txt \
    | grep -oE '^[a-z0-9][a-z0-9._-]*==[^ ]+' > "$scratch/same.txt"
"$python" -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["cuda13"], sep="\n")' \
    > "$scratch/cuda13-overrides.txt"
compile cuda13 runtime_requirements_cuda13.txt \
    "The environment on the volume where F5TTS_CUDA is 13: that of runtime_requirements.txt with another PyTorch." \
    --group runtime --constraints "$scratch/same.txt" --overrides "$scratch/cuda13-overrides.txt"

# How large the packages are, for the progress of an installation; a comment, so that it changes no environment's key.
measure() {
    local lock=$1 measured
    echo "measuring what $(grep -c '^[a-z].*==' "$lock") packages unpack to" >&2
    rm -rf "$scratch/environment"
    "$uv" venv --quiet --no-project --python "$python" "$scratch/environment"
    "$uv" pip install --quiet --python "$scratch/environment/bin/python" --no-deps --require-hashes -r "$lock"
    measured=$("$scratch/environment/bin/python" -c '
import sys, pathlib
sys.dont_write_bytecode = True
sys.path.insert(0, "src/f5tts_worker/bootstrap/environment")
import trim
files, size = trim.contents(next(pathlib.Path(sys.argv[1]).glob("lib/python*/site-packages")))
print(f"# unpacked: {size} bytes in {files} files")' "$scratch/environment")
    sed -i "3a $measured" "$lock"
}
measure runtime_requirements.txt
measure runtime_requirements_cuda13.txt
