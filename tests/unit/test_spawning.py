import os
import signal
import sys
import threading
import time

import pytest

from f5tts_worker.spawning import start

STARTS = 150


# Python 3.12 warns of just what the SDK does and this test is about.
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_fork_in_another_thread_does_not_hold_a_start():
    """However a forking thread and a starting one meet, every start returns while the forks live."""
    children = []
    started = []

    def start_many():
        for _ in range(STARTS):
            process = start([sys.executable, "-S", "-c", ""])
            process.wait()
            started.append(process.returncode)

    thread = threading.Thread(target=start_many, daemon=True)
    thread.start()
    try:
        while thread.is_alive() and len(children) < 4 * STARTS:
            child = os.fork()
            if child == 0:
                time.sleep(120)  # as the SDK's heartbeat: lives on, and starts no program
                os._exit(0)
            children.append(child)
            time.sleep(0.005)
        thread.join(60)
        assert started == [0] * STARTS
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
