#!/usr/bin/env bash
# The worker in a storm: 2,000 jobs while all around it fails, 20,000 generated requests and 3,000 damaged files,
# and two versions on one volume. Prints the tables of docs/RELIABILITY.md, and writes nothing but what went wrong.
#
#   scripts/test_storm.sh [--jobs N] [--seconds N] [--seed N]
#
# As root, with FUSE (apt: fuse3 libfuse3-dev gcc pkg-config), it also plants errors of a disk; otherwise it says
# that these were not run. Needs the environment in .volume, which scripts/test.sh makes, and ffmpeg.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/python.sh

ensure_venv .venv tests/requirements.txt
export F5TTS_VOLUME="$PWD/.volume"
environment=$(find "$F5TTS_VOLUME"/f5tts/envs -path '*/bin/python' | head -1)
if [ -z "$environment" ]; then
  echo "There is no environment in .volume; scripts/test.sh e2e makes it." >&2
  exit 2
fi
date -u '+%Y-%m-%d %H:%M UTC'
echo "$(nproc) cores, $(uname -sr), $(.venv/bin/python --version)"
status=0
.venv/bin/python scripts/judge_storm.py "$@" || status=1
.venv/bin/python scripts/fuzz.py --requests 20000 --files 3000 --python "$environment" || status=1
if git rev-parse --quiet --verify '178d580^{commit}' >/dev/null; then
  .venv/bin/python scripts/judge_versions.py --jobs 200 || status=1
else
  echo "not run: two versions on one volume (the commit 178d580 is not in this clone)"
fi
exit $status
