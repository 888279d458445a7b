#!/usr/bin/env bash
# Every check and every test, on a machine that has Python 3.11 or 3.12 and nothing else prepared.
#
#   scripts/test.sh [PART...] [--quick] [--exhaustive] [--no-apt]
#
#   lint        ruff, mypy, import-linter
#   unit        the image's side
#   engine      the engine's process and its protocol
#   volume      publishing, downloads, kills
#   model       the engine against the stock packages (installs them: 8 GB)
#   e2e         through the RunPod SDK (installs the worker's environment: 7 GB)
#   container   the image, built and run: as root, on a Debian; otherwise only its files are checked
#   cuda13      only if named: the environment of F5TTS_CUDA=13, and the model tests with its PyTorch (12 GB)
#
# Without a part, all but cuda13 run, five at a time. --quick: lint, unit, engine and volume. --exhaustive: all cases of the
# large tables, and forty times as many generated ones, as GitHub runs them. --no-apt: installs nothing with apt, skips what
# needs it, and says so.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/python.sh

# The long ones first, and most of them at once: they wait now and then, volume mostly. So two processors stay busy, and none
# is left alone at the end.
all=(unit e2e model container volume engine lint) others=(cuda13)
at_once=5
patient=" e2e model container " # work all the time in several processes: the others go before them to the processors
chosen=" " apt=true measure=()
for argument in "$@"; do
  case $argument in
    --quick) chosen+="lint unit engine volume " ;;
    --exhaustive) measure=(--exhaustive) ;;
    --no-apt) apt=false ;;
    lint | unit | engine | volume | model | e2e | container | cuda13) chosen+="$argument " ;;
    *) sed -n '2,17p' "$0" | cut -c3-; exit 2 ;;
  esac
done
[ "$chosen" != " " ] || chosen=" ${all[*]} "
is_chosen() {
  local part
  for part in "$@"; do [[ $chosen != *" $part "* ]] || return 0; done
  return 1
}

step() { printf '\n== %s (%ds)\n' "$1" "$SECONDS"; }

# The same tests and results everywhere, independent of this account's language, umask, settings and files. Only pip's
# and uv's downloads are shared with it: they are verified by their checksums.
umask 022
export LC_ALL=C.UTF-8
export PIP_CACHE_DIR=${PIP_CACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/pip} UV_CACHE_DIR=${UV_CACHE_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/uv}
volume=${F5TTS_TEST_VOLUME:-$PWD/.volume} image=${F5TTS_IMAGE_FOLDER:-}
unset ${!F5TTS_@} ${!S3_@} ${!AWS_@} ${!BUCKET_@} ${!RUNPOD_@} ${!HF_@} ENABLE_S3_MODEL_CACHE
unset ${!PYTEST_@} MYPYPATH PYTHONOPTIMIZE PYTHONWARNINGS
export OMP_NUM_THREADS=1 # the parts share the processors: two threads that wait for each other are slower than one
unset PYTHONDONTWRITEBYTECODE # each of some hundred processes would compile all that it imports
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
tests() {
  local python=$1 home
  shift
  home=$(mktemp -d "$scratch/home.XXXXXX")
  env --unset=XDG_CACHE_HOME --unset=XDG_CONFIG_HOME HOME="$home" "$python" -m pytest -q "${measure[@]}" "$@"
}

# Programs that tests need, and the product itself never.
missing=()
if is_chosen unit model e2e container cuda13; then
  for program in flite ffmpeg curl; do
    command -v "$program" > /dev/null || missing+=("$program")
  done
fi
if is_chosen unit; then
  fonts=/usr/share/fonts
  [ -e $fonts/truetype/liberation/LiberationSans-Regular.ttf ] || missing+=(fonts-liberation)
  [ -e $fonts/truetype/dejavu/DejaVuSans.ttf ] || missing+=(fonts-dejavu-core)
  [ -e $fonts/opentype/ipafont-gothic/ipag.ttf ] || missing+=(fonts-ipafont-gothic)
  [ -e $fonts/truetype/noto/NotoColorEmoji.ttf ] || missing+=(fonts-noto-color-emoji)
fi
if is_chosen e2e; then
  command -v chromium chromium-browser google-chrome > /dev/null || missing+=(chromium)
  [[ $(PATH=$PATH:/usr/sbin:/sbin ldconfig -p) == *libatomic.so.1* ]] || missing+=(libatomic1)
fi
if [ ${#missing[@]} -gt 0 ]; then
  step "Not on this machine: ${missing[*]}"
  echo "The product does not need them, but tests do: flite gives the exact time of each sound; ffmpeg writes and reads" \
    "recordings and draws subtitles; with curl, the examples in the documents are run; in Chromium, the page is used (its driver needs libatomic); the fonts draw Latin (as wide as Arial), Hebrew, Japanese and emoji."
fi
if [ ${#missing[@]} -gt 0 ] && $apt; then
  install=(apt-get install --no-install-recommends "${missing[@]}")
  without="or skip those tests: scripts/test.sh --no-apt"
  sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo)
  if ! command -v apt-get > /dev/null; then
    echo "Install ${missing[*]} (there is no apt-get here), $without" >&2
    exit 1
  elif [ ${#sudo[@]} -gt 0 ] && ! { command -v sudo > /dev/null && { [ -t 0 ] || sudo -n true 2> /dev/null; }; }; then
    echo "As root, run: ${install[*]}; $without" >&2
    exit 1
  fi
  echo "Installing them: ${sudo[*]:+sudo }${install[*]} ($without)"
  "${sudo[@]}" apt-get update -qq
  # "Need to get 120 MB of archives." and the disk space; --assume-no then refuses, so nothing is installed yet.
  "${sudo[@]}" env LC_ALL=C "${install[@]}" --assume-no 2> /dev/null | grep -E '^(Need to get|After this)' || true
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive "${install[@]}" -y -qq > /dev/null
fi

step "Virtual environment"
ensure_venv .venv tests/requirements.txt
bin=$PWD/.venv/bin

# What two parts need is installed beside those that do without it, and told at once, whoever waits for it.
exec 3>&1
environment() {
  {
    flock 9 # the second part finds it installed
    step "The environment, installed by the product's own bootstrap (4.0 GB to fetch, 7 GB on disk, if missing)"
    F5TTS_VOLUME=$volume PYTHONPATH=src "$bin/python" -m f5tts_worker.bootstrap --volume "$volume" --model demo
  } >&3 2>&3 9> "$scratch/environment.lock"
}
oracle=$PWD/.cache/oracle
stock() {
  step "The stock packages, for comparison (4.5 GB to fetch if not in uv's cache, 8 GB on disk, if missing)" >&3
  is_made "$oracle" tests/oracle_requirements.txt || uv_venv .venv "$oracle" tests/oracle_requirements.txt
}

stock_cuda13=$PWD/.cache/oracle-cuda13 lock_cuda13=$PWD/.cache/oracle_cuda13.txt
if is_chosen cuda13; then
  step "The environment for CUDA 13, and the stock packages with its PyTorch (2.7 GB to fetch, 12 GB on disk, if missing)"
  F5TTS_CUDA=13 F5TTS_VOLUME=$volume PYTHONPATH=src "$bin/python" -m f5tts_worker.bootstrap --volume "$volume" --no-models
  mkdir -p .cache
  "$bin/python" scripts/oracle_cuda13.py > "$lock_cuda13"
  is_made "$stock_cuda13" "$lock_cuda13" || uv_venv .venv "$stock_cuda13" "$lock_cuda13"
fi

lint() {
  "$bin/ruff" check . && "$bin/ruff" format --check . && "$bin/mypy" && PYTHONPATH=src "$bin/lint-imports"
}
# Beside other parts one process is enough: each imports every test file, and the processors are busy anyhow.
side_by_side=()
unit() {
  local waiting=(tests/unit/test_deadline.py tests/unit/scripts) code=0 # mostly for time to pass: so beside the others
  tests "$bin/python" "${waiting[@]}" > "$scratch/waiting.log" 2>&1 &
  tests "$bin/python" "${side_by_side[@]}" "${waiting[@]/#/--ignore=}" tests/unit || code=$?
  wait $! || code=$?
  cat "$scratch/waiting.log"
  return "$code"
}
engine() { tests "$bin/python" "${side_by_side[@]}" tests/engine; }
volume() { tests "$bin/python" "${side_by_side[@]}" tests/volume; }
model() { stock && tests "$oracle/bin/python" tests/model; }
cuda13() {
  F5TTS_CUDA=13 F5TTS_VOLUME=$volume tests "$bin/python" tests/unit/test_locks.py && tests "$stock_cuda13/bin/python" tests/model
}
# Two processes; tests/e2e/conftest.py says which files share one, because they share workers, and which come first.
e2e() {
  environment && F5TTS_VOLUME=$volume tests "$bin/python" --numprocesses 2 --dist loadfile --no-loadscope-reorder \
    tests/e2e tests/unit/test_locks.py
}
# Making root file systems and network namespaces needs root; without it, only the files are checked.
container() {
  if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null && $apt; then
    environment || return
    [ -z "$image" ] || export F5TTS_IMAGE_FOLDER=$image
    F5TTS_VOLUME=$volume scripts/test_container.sh --tests
  else
    scripts/test_container.sh --lint || return
    echo "The image was not built and run: that needs root and apt, without --no-apt (scripts/test_container.sh)."
  fi
}

# Run one part; leave its exit code in a file, so that a part that fails does not end the others.
run() {
  local began=$SECONDS code=0
  [[ $patient != *" $1 "* ]] || renice -n 5 -p $BASHPID > /dev/null
  "$1" || code=$?
  echo "$code $((SECONDS - began))" > "$scratch/$1.ended"
}
# Print what parts that ran in the background have said, once each has ended.
show_ended() {
  local part
  for part in "${all[@]}" "${others[@]}"; do
    [ -e "$scratch/$part.ended" ] && [ -e "$scratch/$part.log" ] || continue
    step "$part"
    cat "$scratch/$part.log"
    rm "$scratch/$part.log"
  done
}

parts=()
for part in "${all[@]}" "${others[@]}"; do
  ! is_chosen "$part" || parts+=("$part")
done
if [ ${#parts[@]} = 1 ] || [ ${#measure[@]} -gt 0 ]; then
  side_by_side=(--numprocesses 2 --dist loadfile)
fi
if [ ${#parts[@]} = 1 ]; then
  step "${parts[0]}"
  run "${parts[0]}"
else
  step "Five at a time, each shown when it ends: ${parts[*]}"
  set -m # each part has its own process group, so that Ctrl-C comes here and each part can be ended with all it started
  trap 'for group in $(jobs -pr); do kill -INT -- "-$group"; done; wait; exit 130' INT TERM
  for part in "${parts[@]}"; do
    while [ "$(jobs -pr | wc -l)" -ge "$at_once" ]; do
      wait -n || true
      show_ended
    done
    run "$part" > "$scratch/$part.log" 2>&1 < /dev/null &
  done
  while [ -n "$(jobs -pr)" ]; do
    wait -n || true
    show_ended
  done
  wait
  show_ended
fi

step "Done"
failed=0
for part in "${parts[@]}"; do
  read -r code seconds < "$scratch/$part.ended"
  result=passed
  [ "$code" = 0 ] || { result="FAILED ($code)" failed=1; }
  printf '%6d s  %-12s %s\n' "$seconds" "$part" "$result"
done
if [ ${#missing[@]} -gt 0 ] && ! $apt; then
  echo "Skipped, and listed above: the tests that need ${missing[*]} (--no-apt)."
fi
exit "$failed"
