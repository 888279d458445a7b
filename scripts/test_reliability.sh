#!/usr/bin/env bash
# The volume under faults: races, kills, full disks, broken pointers, failing hubs and indexes, each as often as
# docs/RELIABILITY.md says. Takes about 20 minutes and 10 GB. Prints the table of results and writes nothing else.
#
#   scripts/test_reliability.sh [PYTEST OPTIONS]
#
# As root, it also tests faults that need mounts and other host names; otherwise the table says "not run" for them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/python.sh

ensure_venv .venv tests/requirements.txt
date -u '+%Y-%m-%d %H:%M UTC'
echo "$(nproc) cores, $(uname -sr), temporary files on $(df --output=fstype "${TMPDIR:-/tmp}" | tail -1)," \
  "$(.venv/bin/python --version), $(.venv/bin/uv --version)"
exec .venv/bin/python -m pytest tests/volume --full-counts -q "$@"
