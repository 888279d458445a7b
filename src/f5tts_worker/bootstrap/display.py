"""Progress on a terminal, or in a log."""

import shutil
import sys
import time

from f5tts_worker.volume.progress import Progress

LINE_SECONDS = 2.0  # between lines where the output is no terminal


class Display:
    """Shows progress: one moving line on a terminal, else a line now and then."""

    def __init__(self) -> None:
        self._moving = sys.stderr.isatty()
        self._started = time.monotonic()
        self._last = 0.0
        self._stage = ""

    def __call__(self, progress: Progress) -> None:
        """Show one report."""
        now = time.monotonic()
        text = f"{now - self._started:6.1f} s  {progress.message}"
        if self._moving:
            width = shutil.get_terminal_size().columns - 1
            sys.stderr.write("\r\x1b[K" + text[:width])
            sys.stderr.flush()
        elif now - self._last >= LINE_SECONDS or progress.stage != self._stage:
            sys.stderr.write(text + "\n")
            self._last, self._stage = now, progress.stage

    def end(self) -> None:
        """Leave the moving line."""
        if self._moving:
            sys.stderr.write("\r\x1b[K")
