"""Seconds for which this process has run: `time.monotonic` without the time that the process stood still.

A worker that RunPod's FlashBoot brings back continues minutes or hours later, in the middle of whatever it
did, and the machine's clock may have gone on. Nothing has become late by that: deadlines, and the event
loop's timers, count only the time in which something could be done.
"""

import asyncio
import threading
import time

LOOK_S = 1.0  # how often the clock is looked at, at least
STOOD_S = 15.0  # nothing but a process that stood still goes so long between two looks


class RunningTime:
    """A clock that leaves out the long steps of `time.monotonic`; a process that runs takes short ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looks = False
        self._last = time.monotonic()
        self._stood = 0.0

    def __call__(self) -> float:
        """Return the seconds since an arbitrary moment; never less than before."""
        with self._lock:
            now = time.monotonic()
            if self._looks and now - self._last > STOOD_S:
                self._stood += now - self._last - LOOK_S
            self._last = now
            return now - self._stood

    def look(self) -> None:
        """Begin to look at the clock all the time, in a thread; before that, it is `time.monotonic`."""
        with self._lock:
            if self._looks:
                return
            self._looks = True
            self._last = time.monotonic()
        threading.Thread(target=self._look, daemon=True, name="running-time").start()

    def _look(self) -> None:
        while True:
            time.sleep(LOOK_S)
            self()


running_time = RunningTime()


class Loop(asyncio.SelectorEventLoop):
    """An event loop whose timers stand still when the process does."""

    def time(self) -> float:
        """Return the loop's time in seconds."""
        return running_time()
