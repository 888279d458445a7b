#!/usr/bin/env bash
# Run a command in the root file system in a folder, with process, mount, IPC and host-name spaces of its own and the
# network that is there. Called by scripts/test_fresh.sh as
#   unshare --pid --fork --kill-child --mount --ipc --uts enter.sh ROOT COMMAND...
# All mounts are in that mount space, so they are gone when its processes are. A pivoted root and no chroot: with that,
# a container can be built and run inside.
set -euo pipefail
root=$1
shift

mount --make-rprivate /
mount --bind "$root" "$root"
cd "$root"
mount -t proc proc proc
mount --rbind -o ro /sys sys # control groups say how much memory and how many cores there are
mount -t tmpfs -o mode=755 tmpfs dev
for node in null zero full random urandom tty; do
  touch "dev/$node"
  mount --bind "/dev/$node" "dev/$node"
done
mkdir dev/pts dev/shm
mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
mount -t tmpfs -o mode=1777 tmpfs dev/shm
ln -s pts/ptmx dev/ptmx
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr

mkdir -p .host
pivot_root . .host
cd /
umount -l /.host
rmdir /.host
exec "$@"
