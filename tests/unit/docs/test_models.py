"""docs/MODELS.md says what the table of models says."""

import re
from pathlib import Path

from f5tts_worker.bootstrap.weights.models import (
    ALIGNERS,
    MODELS,
    NON_COMMERCIAL,
    TRANSCRIBER,
    VOCODER,
    Source,
)
from f5tts_worker.languages import language_names

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "MODELS.md").read_text(encoding="utf-8")
COMMERCIAL = {NON_COMMERCIAL: "**no**", "see the repository": "see there"}


def row(name: str, source: Source, last: str) -> str:
    """Return a source's line in the page."""
    sizes = [file.size for file in source.files]
    size = f"{sum(sizes) / 1e6:,.0f} MB" if sizes and all(sizes) else "recorded at first use"
    summed = bool(sizes) and all(file.sha256 for file in source.files)
    pinned = "SHA-256" if summed else "revision" if source.revision else "at first use"
    usable = COMMERCIAL.get(source.licence, "yes")
    place = source.repository or "download.pytorch.org"
    return f"| `{name}` | {place} | {pinned} | {size} | {source.licence} | {usable} | {last} |"


def expected() -> list[str]:
    """Return the page's rows, as the code has them."""
    models = [
        row(name, m.source, f"`{m.config}` | {language_names(m.languages)}") for name, m in MODELS.items()
    ]
    parts = [row(VOCODER.name, VOCODER, "vocoder"), row(TRANSCRIBER.name, TRANSCRIBER, "transcription")]
    return [*models, *parts, *(row(code, a.source, "aligner") for code, a in ALIGNERS.items())]


def test_every_model_has_its_row():
    """Each source has one row: where it is from, how it is pinned, size, licence, and what it is."""
    rows = re.findall(r"^\| `[^`|]+` \|(?:[^|\n]*\|){6,7}$", PAGE, re.MULTILINE)
    assert rows == expected()
