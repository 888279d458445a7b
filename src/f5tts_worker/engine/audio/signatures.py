"""What a file is by its first bytes, where it is well known and no recording that we read."""

import re
from pathlib import Path

from f5tts_worker.engine.audio.tracks import unreadable
from f5tts_worker.engine.audio.wav import is_open_ended

_NOT_SOUND = (
    ((b"<!doctype html", b"<html", b"<head"), "a web page (HTML)"),
    ((b"<svg", b"<?xml"), "an XML or SVG document"),
    ((b"#extm3u", b"[playlist]", b"ffconcat"), "a playlist"),
    ((b"{", b"["), "text (JSON)"),
    ((b"%pdf",), "a PDF"),
    ((b"pk\x03\x04",), "a zip archive"),
    ((b"\x89png", b"\xff\xd8\xff", b"gif8"), "a picture"),
    ((b"\x1f\x8b", b"rar!", b"7z\xbc\xaf"), "a compressed archive"),
    ((b"mthd",), "MIDI (notes without their sound)"),
    ((b"version https://git-lfs",), "a pointer of Git LFS (the recording itself was not fetched)"),
    # The last four are base64 of what wav, mp3, flac and ogg files begin with.
    ((b"data:audio/", b"uklgr", b"suqz", b"zkxhq", b"t2dnu"), "text in base64 (it was encoded twice)"),
)
_NOT_READ = (
    ((b"avi ",), "AVI"),
    ((b"0&\xb2u\x8ef\xcf\x11",), "Windows Media (WMA, WMV)"),
    ((b"flv\x01",), "Flash video"),
    ((b"wvpk",), "WavPack"),
    ((b".snd",), "Sun audio (au)"),
    ((b"\x0bw",), "Dolby Digital (AC-3)"),
    ((b"\x7f\xfe\x80\x01",), "DTS"),
)


# As programs send a file, to an address that keeps what it gets.
_FORM = re.compile(rb"--[^\r\n]{1,70}\r\n(?i:content-)[^\r\n]*\r\n")


def check_head(path: Path) -> bool:
    """Say plainly what a file is when it is a well-known kind of something else.

    Returns whether it is a recording whose header does not know how long it is.
    """
    try:
        with path.open("rb") as file:
            head = file.read(256)
            file.seek(0)
            open_ended = is_open_ended(file)
    except OSError as error:
        raise unreadable(f"The file cannot be opened ({error.strerror}).") from error
    if not head:
        raise unreadable("The file is empty.")
    if _FORM.match(head):
        raise unreadable("The file is a whole web form (multipart/form-data), not the file in it.")
    if head[:1] == head[188:189] == b"G":  # of packets of 188 bytes
        raise unreadable("The file is an MPEG transport stream (ts), which is not read.")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for signatures, name in _NOT_SOUND:
        if start.startswith(signatures):
            raise unreadable(f"The file is {name}, not audio.")
    begins = head[8:12].lower() if head[:4] == b"RIFF" else start
    for signatures, name in _NOT_READ:
        if begins.startswith(signatures) or head.startswith(signatures):
            raise unreadable(f"The file is {name}, which is not read.")
    return open_ended
