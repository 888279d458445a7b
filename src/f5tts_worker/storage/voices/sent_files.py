"""Recordings and texts as people send them: what they are, by what is in them."""

from dataclasses import replace
from pathlib import Path

from f5tts_worker.errors import fault
from f5tts_worker.files.text_files import KNOWN, Decoded, decode
from f5tts_worker.request.fields import MAX_REF_TEXT_CHARS

MAX_TEXT_BYTES = 64 * 1024


def audio_extension(path: Path) -> str | None:
    """Return the extension that fits a recording's first bytes, or None; the decoder decides in the end."""
    with path.open("rb") as file:
        head = file.read(64)
    if head[:4] in (b"RIFF", b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"OggS":
        return "opus" if b"OpusHead" in head else "ogg"
    if head[:3] == b"ID3":
        return "mp3"
    if head[4:8] == b"ftyp":
        return "m4a" if head[8:11] == b"M4A" else "mp4"
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):  # QuickTime's, before there was ftyp
        return "mp4"
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "aiff"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:  # MPEG frame sync, ISO 11172-3
        return "aac" if head[1] & 0x06 == 0 else "mp3"  # layer 0 is ADTS
    kinds = {b"fLaC": "flac", b"\x1aE\xdf\xa3": "webm", b"caff": "caf", b"riff": "w64", b"#!AM": "amr"}
    return kinds.get(head[:4])


def read_text_file(path: Path, field: str) -> Decoded:
    """Return the text in a file that a caller sent as `field`. Raises WorkerError INVALID_REQUEST."""
    with path.open("rb") as file:
        data = file.read(MAX_TEXT_BYTES + 1)
    decoded = decode(data)
    text = "" if decoded is None else decoded.text.strip()
    expected = f"a text file of at most {MAX_REF_TEXT_CHARS:,} characters"
    if len(data) > MAX_TEXT_BYTES or len(text) > MAX_REF_TEXT_CHARS:
        raise fault(field, "is too long", expected)
    if decoded is None:
        raise fault(field, "is not a text file", f"{expected} in {KNOWN}")
    if not text:
        raise fault(field, "holds no text", expected)
    return replace(decoded, text=text)


def decode_text(data: bytes) -> str | None:
    """Return what is in a text file of the store, or None if there is no text in it."""
    decoded = decode(data)
    return None if decoded is None else decoded.text.strip() or None
