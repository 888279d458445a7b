#!/usr/bin/env bash
# The volume under faults: races, kills, full disks, broken pointers, hubs and indexes that fail, each as often as
# docs/RELIABILITY.md says. Takes about 20 minutes and 10 GB, prints the table of what was done, writes nothing else.
#
#   scripts/test_reliability.sh [PYTEST OPTIONS]
#
# As root, faults that take mounts and other host names are tried too; otherwise the table says "not run" for them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/python.sh

ensure_venv .venv tests/requirements.txt
date -u '+%Y-%m-%d %H:%M UTC'
echo "$(nproc) cores, $(uname -sr), temporary files on $(df --output=fstype "${TMPDIR:-/tmp}" | tail -1)," \
  "$(.venv/bin/python --version), $(.venv/bin/uv --version)"
exec .venv/bin/python -m pytest tests/volume --full-counts -q "$@"
