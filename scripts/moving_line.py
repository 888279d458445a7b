"""One line that says what is being done and for how long: moving on a terminal, repeated elsewhere."""

import shutil
import sys
import threading
import time
from types import TracebackType
from typing import Self

TERMINAL_SECONDS, LOG_SECONDS = (
    1,
    30,
)  # between two prints of the same text, so that the user sees that work continues
CLEAR = "\r\x1b[K"


class MovingLine:
    """Shows the newest text with the seconds since the start, again and again until it is left."""

    def __init__(self) -> None:
        self._started = time.monotonic()
        self._moving = sys.stderr.isatty()
        self._text, self._bar = "", ""
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._repeater = threading.Thread(target=self._repeat, daemon=True)

    def __enter__(self) -> Self:
        self._repeater.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._repeater.join()
        if self._moving:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()

    def say(self, text: str, bar: str = "") -> None:
        """Show another text or, on a terminal, the progress of the bar next to the same text."""
        with self._lock:
            new = text != self._text
            self._text, self._bar = text, bar
            if new or self._moving:
                self._show()

    def above(self, text: str) -> None:
        """Print a line of its own above the moving one."""
        with self._lock:
            sys.stderr.write((CLEAR if self._moving else "") + text + "\n")

    def _repeat(self) -> None:
        while not self._ended.wait(TERMINAL_SECONDS if self._moving else LOG_SECONDS):
            with self._lock:
                if self._text:
                    self._show()

    def _show(self) -> None:
        line = f"{time.monotonic() - self._started:6.1f} s  {self._text}  {self._bar}".rstrip()
        if self._moving:
            sys.stderr.write(CLEAR + line[: shutil.get_terminal_size().columns - 1])
        else:
            sys.stderr.write(line + "\n")
        sys.stderr.flush()
