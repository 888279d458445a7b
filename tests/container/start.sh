#!/usr/bin/env bash
# One container, from a root file system in a folder. Called by containers.py as
#   unshare --pid --fork --kill-child --mount --ipc --uts start.sh SCRATCH ROOT VOLUME_MODE VOLUME USER ENVIRONMENT COMMAND...
# so that the command becomes process 1 of a process space of its own, as in a container. What it writes goes to SCRATCH.
set -euo pipefail
scratch=$1 root=$2 mode=$3 volume=$4 user=$5 environment=$6
shift 6

mount --make-rprivate /
mount -t tmpfs tmpfs "$scratch"
mkdir "$scratch"/{new,upper,work,volume-upper,volume-work}
mount -t overlay overlay -o "lowerdir=$root,upperdir=$scratch/upper,workdir=$scratch/work" "$scratch/new"
cd "$scratch/new"
mkdir -p proc dev tmp
chmod 1777 tmp
mount -t proc proc proc
mount --rbind /dev dev

case $mode in
  none) ;;
  plain) mkdir runpod-volume ;; # a folder that is no mount, as RunPod's model cache makes it
  mounted) mkdir runpod-volume && mount --bind "$volume" runpod-volume ;;
  read-only) mkdir runpod-volume && mount --bind "$volume" runpod-volume && mount -o remount,bind,ro runpod-volume ;;
  copied) # everything that is on the volume, and nothing written to it
    mkdir runpod-volume
    mount -t overlay overlay -o "lowerdir=$volume,upperdir=$scratch/volume-upper,workdir=$scratch/volume-work" runpod-volume
    ;;
  *) echo "unknown volume mode $mode" >&2; exit 2 ;;
esac

mapfile -d '' -t variables < "$environment"
# The working directory is the image's; chroot itself has no option for it in this version.
exec env -i "${variables[@]}" chroot --userspec="$user" . /bin/sh -c 'cd "$WORKDIR" && unset WORKDIR && exec "$@"' sh "$@"
