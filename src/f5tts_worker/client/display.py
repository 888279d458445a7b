"""Progress for people: one moving line on a terminal, else a line for each new message."""

import shutil
import sys
import time
from collections.abc import Mapping
from typing import Any


class Display:
    """Shows the progress of one job on stderr."""

    def __init__(self, *, quiet: bool = False) -> None:
        self._quiet = quiet
        self._moving = sys.stderr.isatty()
        self._started = time.monotonic()
        self._shown = ""

    def __call__(self, progress: Mapping[str, Any]) -> None:
        """Show one report of the worker."""
        message = str(progress.get("message", "")).replace("\n", " ")
        if self._quiet or (not self._moving and message == self._shown):
            return
        percent = progress.get("percent")
        text = f"{time.monotonic() - self._started:6.1f} s  {message}"
        text += f"  {percent} %" if isinstance(percent, int) else ""
        sys.stderr.write(
            f"\r\x1b[K{text[: shutil.get_terminal_size().columns - 1]}" if self._moving else f"{text}\n"
        )
        sys.stderr.flush()
        self._shown = message

    def end(self) -> None:
        """Leave the moving line."""
        if self._moving and self._shown:
            sys.stderr.write("\r\x1b[K")
