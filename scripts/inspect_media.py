#!/usr/bin/env python3
# /// script
# requires-python = ">=3.11,<3.13"
# dependencies = ["av==18.1.0", "c2pa-python==0.38.1", "numpy"]
# ///
"""Say what a sound file says of itself: its tag, its signed manifest, the mark in its sound.

uv run --no-project scripts/inspect_media.py FILE... brings what tag and manifest need. The watermark needs
PyTorch and resemble-perth too, as the Python of a worker's environment has them:

    /runpod-volume/f5tts/envs/KEY-ATTEMPT/bin/python scripts/inspect_media.py FILE...

Exits with 0 if every file carries a mark, 1 if one carries none, 2 if one cannot be read.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

_RATE = 24_000
_PART_SECONDS, _LEAST_SECONDS = 10, 1  # what is listened to at once, and the shortest rest
_LONGEST_MS, _MOST_BYTES = 3 * 3_600_000, 4 << 30
_NONE = ("ManifestNotFound", "NotSupported")  # the second: Ogg, in which C2PA has no place


class UnreadableError(Exception):
    """A file that is no sound, or that cannot be opened."""


def inspect(path: Path) -> dict[str, Any]:
    """Return what a file says of itself. Raises UnreadableError."""
    return {"file": str(path), "tag": tag(path), "manifest": manifest(path), "watermark": watermark(path)}


def tag(path: Path) -> str | None:
    """Return the file's comment, where this worker puts its sentence, or None."""
    import av

    try:
        with av.open(f"file:{path}") as file:
            tracks = (track.metadata for track in file.streams)  # Ogg's tags belong to its track
            comments = [one.get("comment") or one.get("COMMENT") for one in (file.metadata, *tracks)]
    except (OSError, av.FFmpegError) as error:
        raise UnreadableError(str(error)) from error
    return next(filter(None, comments), None)


def manifest(path: Path) -> dict[str, Any] | str | None:
    """Return what a C2PA manifest says and whether it fits the file; None where there is none.

    Whether its signer is on anybody's list of trusted ones is not asked.
    """
    try:
        import c2pa
    except ImportError:
        return "not looked for: c2pa-python is not installed"
    try:
        with c2pa.Reader(str(path)) as reader:
            state, active = reader.get_validation_state(), reader.get_active_manifest() or {}
    except c2pa.C2paError as error:
        return None if str(error).startswith(_NONE) else f"unreadable: {error}"
    actions = [
        action
        for one in active.get("assertions", ())
        if one["label"].startswith("c2pa.actions")
        for action in one["data"].get("actions", ())
    ]
    signature = active.get("signature_info", {})
    return {
        "state": str(state).lower(),
        "made_by": [one.get("name") for one in active.get("claim_generator_info", ())],
        "actions": [
            {"action": one["action"], "source": one.get("digitalSourceType", "").rpartition("/")[2]}
            for one in actions
        ],
        "signed_by": signature.get("common_name"),
        "issuer": signature.get("issuer"),
    }


def watermark(path: Path) -> dict[str, Any] | str:
    """Return in how many parts of the sound the mark is found, and how surely on the whole."""
    try:
        from f5tts_worker.engine.audio.watermark import FOUND, load_watermark
    except ImportError as error:
        return f"not looked for: {error.name} is not installed"
    mark = load_watermark()
    if mark is None:
        return "not looked for: resemble-perth is not installed"
    told = [mark.confidence(part, _RATE) for part in parts(path)]
    found = sum(one >= FOUND for one in told)
    mean = round(sum(told) / len(told), 2) if told else 0.0
    return {"found": found > len(told) / 2, "parts": len(told), "parts_with_it": found, "confidence": mean}


def parts(path: Path) -> Iterator[Any]:
    """Yield the sound in parts of ten seconds, float32 [n] at 24 kHz, those with nothing in them left out."""
    from f5tts_worker.engine.audio.decode import decode
    from f5tts_worker.errors import WorkerError

    try:
        samples, _ = decode(path, sample_rate=_RATE, max_ms=_LONGEST_MS, max_bytes=_MOST_BYTES)
    except WorkerError as error:
        raise UnreadableError(error.message) from error
    step = _PART_SECONDS * _RATE
    for start in range(0, len(samples), step):
        part = samples[start : start + step]
        if abs(part).max() > 0 and (start == 0 or len(part) >= _LEAST_SECONDS * _RATE):
            yield part


def is_marked(told: dict[str, Any]) -> bool:
    """Say whether a file says in any way that a machine has made it."""
    signed, heard = told["manifest"], told["watermark"]
    return (
        "AI-generated" in (told["tag"] or "")
        or (isinstance(signed, dict) and any("Algorithmic" in one["source"] for one in signed["actions"]))
        or (isinstance(heard, dict) and heard["found"])
    )


def shown(told: dict[str, Any]) -> str:
    """Return what was found as lines for people."""
    signed, heard = told["manifest"], told["watermark"]
    if isinstance(signed, dict):
        actions = ", ".join(f"{one['action']} {one['source']}".strip() for one in signed["actions"])
        by = f"{signed['signed_by']}, {signed['issuer']}"
        signed = f"{signed['state']}: {actions}; made by {', '.join(signed['made_by'])}; signed by {by}"
    if isinstance(heard, dict):
        where = f"{heard['parts_with_it']} of {heard['parts']} parts, confidence {heard['confidence']:.2f}"
        heard = f"{'found' if heard['found'] else 'not found'} ({where})"
    rows = {"tag": told["tag"], "manifest": signed, "watermark": heard}
    return "\n".join([told["file"], *(f"  {name:10} {value or 'none'}" for name, value in rows.items())])


def main() -> int:
    """Print what the files say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args()
    code = 0
    for path in options.files:
        try:
            told = inspect(path)
        except UnreadableError as error:
            print(f"{path}: cannot be read: {error}", file=sys.stderr)
            code = 2
            continue
        print(json.dumps(told) if options.json else shown(told))
        code = code or int(not is_marked(told))
    return code


if __name__ == "__main__":
    sys.exit(main())
