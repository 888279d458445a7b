"""Seconds for which this process has run: `time.monotonic` without the time that the process stood still.

A worker that RunPod's FlashBoot brings back continues minutes or hours later, in the middle of whatever it
did, and the machine's clocks may have gone on. Nothing has become late by that: every wait that ends, and
the event loop's timers, count only the time in which something could be done. What asks how old something
is takes `time.time`, which counts all time: the other clocks may have stood still as well.
"""

import asyncio
import threading
import time

LOOK_S = 1.0  # how often the clock is looked at, at least
STOOD_S = 5.0  # between two looks: the process stood still, or had no turn on its processor


class RunningTime:
    """A clock that leaves out the long steps of `time.monotonic`; a process that runs takes short ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._looks = False
        self._last, self._last_wall = time.monotonic(), time.time()
        self._stood = 0.0
        self._freezes = 0

    def __call__(self) -> float:
        """Return the seconds since an arbitrary moment; never less than before."""
        with self._lock:
            self._notice()
            return self._last - self._stood

    @property
    def freezes(self) -> int:
        """How often the process has stood still: what was connected before may be connected no more."""
        with self._lock:
            self._notice()
            return self._freezes

    def look(self) -> None:
        """Begin to look at the clock all the time, in a thread; before that, it is `time.monotonic`."""
        with self._lock:
            if self._looks:
                return
            self._looks = True
            self._last, self._last_wall = time.monotonic(), time.time()
        threading.Thread(target=self._look, daemon=True, name="running-time").start()

    def _look(self) -> None:
        while True:
            time.sleep(LOOK_S)
            self()

    def _notice(self) -> None:
        now, wall = time.monotonic(), time.time()
        step, wall_step = now - self._last, wall - self._last_wall
        self._last, self._last_wall = now, wall
        if not self._looks:
            return
        if step > STOOD_S:
            self._stood += step - LOOK_S
        if max(step, wall_step) > STOOD_S:  # a snapshot's own clock may continue where it stopped
            self._freezes += 1


running_time = RunningTime()


class Loop(asyncio.SelectorEventLoop):
    """An event loop whose timers stand still when the process does."""

    def time(self) -> float:
        """Return the loop's time in seconds."""
        return running_time()
