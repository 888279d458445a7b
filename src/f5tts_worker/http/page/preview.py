"""The quickstart's page: plays the speech, lights each word in its time, shows the waveform; in one file.

It is the player of the page at `/`, with one result in it. Its style sheet and its script are allowed by
their hashes in the page's content security policy; nothing else in the page can run or load.
"""

import base64
import hashlib
import html
import re
from collections.abc import Mapping
from typing import Any

from f5tts_worker.http.page.templates import asset, data, filled
from f5tts_worker.subtitles.words import visible

BRAND = "F5-TTS worker"
# In this order each uses only what stands before it; no name of one is used by another for something else.
MODULES = (
    "phrases.js", "pcm.js", "sound.js", "outline.js", "waveform.js", "words.js", "facts.js", "player.js",
    "preview.js",
)  # fmt: skip
_IMPORT_OR_EXPORT = re.compile(r"^import .*\n|^export ", re.MULTILINE)
SHOWN = ("voice", "model", "seed", "language", "timings")  # of the answer


def page(
    audio: bytes,
    document: Mapping[str, Any],
    result: Mapping[str, Any],
    files: Mapping[str, str] | None = None,
    home: str | None = None,
) -> str:
    """Return the page as HTML, to be written as UTF-8.

    `audio` is a WAV file (16-bit PCM); `document` is what the subtitle format `json` holds
    (`subtitles.plain.as_json_text`: words and cues in seconds); `result` is the job's answer, of which voice,
    model, seed, language, text and timings are shown if present. `files` are texts to download
    beside the audio, by their names; `home` is an https address for the page's title to lead to.
    """
    style, script = asset("player.css"), joined_modules()
    content = {
        "words": [{**word, "word": visible(word["word"])} for word in document["words"]],
        "cues": list(document["cues"]),
        "files": dict(files or {}),
        "result": {name: result[name] for name in SHOWN if result.get(name) is not None},
    }
    title = str(result.get("text") or document.get("title") or "Speech")
    values = {
        "language": html.escape(visible(str(result.get("language") or "en"))),
        "title": html.escape(_short(title)),
        "style": style,
        "style_hash": _hash(style),
        "script": script,
        "script_hash": _hash(script),
        "brand": f'<a href="{html.escape(home)}">{BRAND}</a>' if home else BRAND,
        "text": html.escape(visible(title)),
        "audio": f' src="data:audio/wav;base64,{base64.b64encode(audio).decode()}"',
        "data": data(content),
    }
    return filled("preview.html", values)


def joined_modules() -> str:
    """Return the player's modules as one script: a file from the disk may not import others."""
    parts = [_IMPORT_OR_EXPORT.sub("", asset(name)) for name in MODULES]
    return '"use strict";\n{\n' + "\n".join(parts) + "}\n"


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _short(text: str, most: int = 80) -> str:
    line = visible(text)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
