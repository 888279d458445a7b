"""What people see: progress, and texts of a server that must not steer their terminal."""

import json
import re
import shutil
import sys
import time
from collections.abc import Mapping
from typing import Any

from f5tts_worker.client.output.wording import reworded

# Control characters, Unicode's own line ends, what turns the direction of writing, and lone surrogates.
_UNSEEN = "\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff"
_IN_TEXT, _IN_JSON = re.compile(f"[{_UNSEEN}]"), re.compile(f"[{_UNSEEN}]".replace("\\x00-\\x1f", ""))


def visible(text: object) -> str:
    r"""Return a text on one line in which control characters are seen and do nothing: ESC is `\x1b`."""
    return _IN_TEXT.sub(lambda found: found[0].encode("unicode_escape").decode(), str(text))


def visible_json(data: object) -> str:
    r"""Return JSON for people and programs; what cannot be seen is escaped as JSON does it: `\u001b`."""
    is_unicode = (sys.stdout.encoding or "").lower().startswith("utf")  # not where Windows writes to a file
    text = json.dumps(data, indent=1, ensure_ascii=not is_unicode)
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class Display:
    """Shows the progress of one job on stderr: one moving line on a terminal, else one line per message."""

    def __init__(self, command: str, *, quiet: bool = False) -> None:
        self._command, self._quiet = command, quiet
        self._moving = sys.stderr.isatty()
        self._started = time.monotonic()
        self._shown = ""

    def __call__(self, progress: Mapping[str, Any]) -> None:
        """Show one of the worker's reports."""
        message = visible(reworded(str(progress.get("message", "")), self._command))
        if self._quiet or (not self._moving and message == self._shown):
            return
        percent = progress.get("percent")
        text = f"{time.monotonic() - self._started:6.1f} s  {message}"
        text += f"  {percent} %" if isinstance(percent, int) else ""
        if self._moving:
            width = shutil.get_terminal_size().columns - 1
            text = f"\r{text[:width]:<{width}}"  # blanks: older consoles of Windows show codes that erase
        else:
            text += "\n"
        sys.stderr.write(text)
        sys.stderr.flush()
        self._shown = message

    def end(self) -> None:
        """Leave the moving line."""
        if self._moving and self._shown:
            sys.stderr.write(f"\r{'':<{shutil.get_terminal_size().columns - 1}}\r")
