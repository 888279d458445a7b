"""What holds the keys cannot be read by the process that works with what strangers send."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import f5tts_worker
from f5tts_worker.jobs.steps.signing import PROGRAM

ENVIRON = os.environ | {"PYTHONPATH": str(Path(f5tts_worker.__file__).parents[1]), "SECRET": "hunter2"}
# Starts a program as Docker would, whoever the user is: without CAP_SYS_PTRACE, SYS_ADMIN and PERFMON.
LIKE_DOCKER = """
import ctypes, os, sys
PR_CAPBSET_DROP = 24
for capability in (19, 21, 38):
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
os.execvp(sys.argv[1], sys.argv[1:])
"""
WORKER = """
import dataclasses, os, sys, time
from f5tts_worker.config import from_environment
from f5tts_worker.jobs.worker import Worker
worker = Worker(dataclasses.replace(from_environment({}), preload=False))
print("made", flush=True)
sys.stdin.readline()
worker.start()
forked = os.fork()
if forked == 0:
    time.sleep(60)
    os._exit(0)
print(forked, len(os.listdir("/proc/self/fd")) > 0, flush=True)
sys.stdin.readline()
os.kill(forked, 9)
os.waitpid(forked, 0)
worker.close()
"""
ENGINE = """
import subprocess, sys
from pathlib import Path
from f5tts_worker.engine.__main__ import _give_up_rights
environ = Path(sys.argv[1])
print(b"hunter2" in environ.read_bytes())
_give_up_rights()
try:
    print(b"hunter2" in environ.read_bytes())
except PermissionError:
    print("refused")
print(subprocess.run(["cat", environ], capture_output=True).returncode)
"""


def python(script, *arguments):
    """Return the command for a script that is run as Docker would run it."""
    return [sys.executable, "-c", LIKE_DOCKER, sys.executable, "-W", "ignore", "-c", script, *arguments]


def read_environment(pid):
    """Return what another program sees of a process's environment."""
    command = [sys.executable, "-c", LIKE_DOCKER, "cat", f"/proc/{pid}/environ"]
    return subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout


def test_a_started_worker_cannot_be_read():
    """Before the start another process of the same user sees the key; after it neither that nor a fork's."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(python(WORKER), env=ENVIRON, **pipes) as worker:
        try:
            assert worker.stdout.readline() == "made\n"
            assert b"SECRET=hunter2" in read_environment(worker.pid)
            worker.stdin.write("\n")
            worker.stdin.flush()
            forked, own_files = worker.stdout.readline().split()
            assert own_files == "True"
            assert read_environment(worker.pid) == b""
            assert read_environment(int(forked)) == b""
            worker.stdin.write("\n")
            worker.stdin.flush()
            assert worker.wait(300) == 0
        finally:
            worker.kill()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has capabilities to give up")
def test_an_engine_cannot_read_the_containers_first_process():
    """A process that never closes itself, as an init does not, is kept from an engine with fewer rights."""
    sleeps = [sys.executable, "-c", LIKE_DOCKER, "sleep", "60"]
    with subprocess.Popen(sleeps, env=ENVIRON) as init:
        try:
            command = python(ENGINE, f"/proc/{init.pid}/environ")
            done = subprocess.run(command, env=ENVIRON, check=True, stdout=subprocess.PIPE)
        finally:
            init.kill()
    assert done.stdout.split() == [b"True", b"refused", b"1"]


def test_what_signs_cannot_be_read():
    """The program that gets the key of signatures has closed itself before it takes anything."""
    with subprocess.Popen(
        [sys.executable, "-c", LIKE_DOCKER, sys.executable, "-I", PROGRAM],
        env=ENVIRON,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as signs:
        try:
            assert signs.stdout.readline() == b"ready\n"
            assert not read_environment(signs.pid)
            assert signs.poll() is None
        finally:
            signs.kill()
