#!/usr/bin/env bash
# Lay an image that Docker has built out in a folder, as tests/container/build.sh does with one that it builds itself.
#
#   tests/container/from_docker.sh IMAGE FOLDER     leaves FOLDER/root, FOLDER/base, FOLDER/config.json; needs root
set -euo pipefail
image=$1 folder=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
base=$(sed -n 's/^FROM \(.*\) AS python$/\1/p' "$here/Dockerfile")

lay_out() {
  local container
  mkdir -p "$folder/$2"
  container=$(docker create "$1" nothing)
  docker export "$container" | tar --extract --directory "$folder/$2" --same-owner --preserve-permissions
  docker rm "$container" > /dev/null
}

docker pull --quiet "$base" > /dev/null
lay_out "$image" root
lay_out "$base" base
docker history --no-trunc --format '{{json .CreatedBy}}' "$image" > "$folder/history"
docker image inspect "$image" | python3 -c '
import json, sys
history = [json.loads(line) for line in open(sys.argv[1])]
print(json.dumps({"config": json.load(sys.stdin)[0]["Config"], "history": history}))' "$folder/history" > "$folder/config.json"
