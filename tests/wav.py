"""WAV files built by hand, with headers that the standard library does not write."""

import struct

RATE = 24_000


def wav(
    body: bytes = b"",
    *,
    tag: int = 1,
    bits: int = 16,
    channels: int = 1,
    rate: int = RATE,
    extra: bytes = b"",
    before: bytes = b"",
) -> bytes:
    """Return a file whose header says what it is given, true or not.

    `tag`: the kind of samples (1 whole numbers, 3 floats). `extra` follows in the same chunk, `before` stands
    before it.
    """
    width = channels * bits // 8
    form = (
        struct.pack("<HHIIHH", tag, channels, rate, (rate * width) & 0xFFFFFFFF, width & 0xFFFF, bits) + extra
    )
    chunks = before + b"fmt " + struct.pack("<I", len(form)) + form
    chunks += b"data" + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks
