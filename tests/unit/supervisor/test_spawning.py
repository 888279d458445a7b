import os
import signal
import threading
import time

import pytest

from f5tts_worker.supervisor.spawning import pipe, start

STARTS, ALL_STARTS = 50, 150


# Python 3.12 warns of just what the SDK does and this test is about.
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_fork_in_another_thread_does_not_hold_a_start(request):
    """However a forking thread and a starting one meet, every start returns while the forks live."""
    starts = ALL_STARTS if request.config.getoption("--exhaustive") else STARTS
    children = []
    started = []

    def start_many():
        for _ in range(starts):
            process = start(["true"])
            process.wait()
            started.append(process.returncode)

    thread = threading.Thread(target=start_many, daemon=True)
    thread.start()
    try:
        while thread.is_alive() and len(children) < 4 * starts:
            child = os.fork()
            if child == 0:
                time.sleep(120)  # as the SDK's heartbeat: lives on, and starts no program
                os._exit(0)
            children.append(child)
            time.sleep(0.005)
        thread.join(60)
        assert started == [0] * starts
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_process_keeps_no_end_of_our_pipes():
    """The writing end is ours alone: when we close it, the reader sees the end although the fork lives."""
    out, into = pipe()
    child = fork_that_stays()
    try:
        os.close(into)
        os.set_blocking(out, False)
        assert os.read(out, 1) == b""  # BlockingIOError if the child still held the other end
    finally:
        end(child)
        os.close(out)


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_forked_process_keeps_what_took_a_pipes_number():
    """A descriptor that has the number of a closed pipe of ours is none of our pipes."""
    out, into = pipe()
    theirs, other = os.pipe()
    os.dup2(other, into)
    os.close(other)
    child = fork_that_stays()
    try:
        os.close(into)
        os.set_blocking(theirs, False)
        with pytest.raises(BlockingIOError):  # the child holds it open
            os.read(theirs, 1)
    finally:
        end(child)
        os.close(theirs)
        os.close(out)


def fork_that_stays():
    """Fork, as the SDK does for its heartbeat; return once the child is past its handlers."""
    ready, go = os.pipe()
    child = os.fork()
    if child == 0:
        os.write(go, b"!")
        time.sleep(120)
        os._exit(0)
    os.read(ready, 1)
    os.close(ready)
    os.close(go)
    return child


def end(child):
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
