#!/usr/bin/env bash
# Measure what only a GPU can show: scripts/gpu_day.sh --help
#
#   scripts/gpu_day.sh --prepare [FOLDER]         where there is a network
#   scripts/gpu_day.sh [--minutes N] [--out DIR]  on the GPU machine, without one; PYTHON names its Python
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
export PYTHONPATH="$here:$here/../src" PYTHONUNBUFFERED=1
if [ "${1:-}" = --prepare ]; then
  shift
  exec "${PYTHON:-python3}" -m gpu_day.prepare "$@"
fi
exec "${PYTHON:-python3}" -m gpu_day.runner "$@"
