"""What is a cover: a JPEG or PNG picture, known by its first bytes and never decoded here."""

import struct

MOST_SIDE = 10_000  # pixels; more is no cover, and players would need gigabytes for it
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
# The markers of a JPEG's frame, which has its size: SOF0 to SOF15 without DHT, JPG and DAC (ISO 10918-1).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def is_png(picture: bytes) -> bool:
    """Say whether the picture is a PNG."""
    return picture.startswith(_PNG)


def size_of(picture: bytes) -> tuple[int, int] | None:
    """Return a JPEG's or PNG's width and height in pixels; None for anything else, and for absurd sizes."""
    if is_png(picture) and picture[12:16] == b"IHDR" and len(picture) >= 24:
        width, height = struct.unpack_from(">II", picture, 16)
    elif picture.startswith(_JPEG):
        width, height = _of_jpeg(picture)
    else:
        return None
    return (width, height) if 0 < width <= MOST_SIDE and 0 < height <= MOST_SIDE else None


def _of_jpeg(picture: bytes) -> tuple[int, int]:
    """Go from one segment to the next up to the frame's; a picture without one has no size."""
    place = 2
    while place + 9 <= len(picture) and picture[place] == 0xFF:
        marker = picture[place + 1]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", picture, place + 5)
            return width, height
        if marker == 0xFF:  # a byte that fills
            place += 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD7:  # markers without a length
            place += 2
        else:
            place += 2 + struct.unpack_from(">H", picture, place + 2)[0]
    return 0, 0
