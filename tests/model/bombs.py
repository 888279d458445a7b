"""Small files that ask FFmpeg for much: pictures, compressed tags, tables that claim more than there is."""

import functools
import struct
import zlib

import numpy as np

from f5tts_worker.engine.audio import decode as audio

SIDE = 12_000  # dots: 432 MB each once decoded
PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@functools.cache
def picture(side: int = SIDE, rows: int = 100) -> bytes:
    """Return a black PNG, `side` dots wide and high, of 3 bytes a dot: what `rows` are packed to, repeated.

    Packing half a gigabyte takes seconds. A block that ends with a full flush refers to nothing before it.
    """
    packer, size = zlib.compressobj(9, wbits=-15), side * (3 * side + 1)
    block = packer.compress(bytes(size * rows // side)) + packer.flush(zlib.Z_FULL_FLUSH)
    adler = (size % 65521) << 16 | 1  # of zeros: RFC 1950, 8.2
    data = b"\x78\xda" + block * (side // rows) + packer.flush() + struct.pack(">I", adler)
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return PNG_HEAD + _chunk(b"IHDR", head) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def sound(folder, form):
    """Return two seconds of a tone in one of our formats."""
    path = folder / f"sound.{form}"
    tone = 0.3 * np.sin(np.arange(48_000) * 440 * 2 * np.pi / 24_000)
    audio.encode(tone.astype(np.float32), 24_000, path, form)
    data = path.read_bytes()
    path.unlink()
    return data


def flac_with_covers(folder, count=4):
    """Return a FLAC file with pictures in its metadata (RFC 9639, 8.8)."""
    cover, plain = picture(), sound(folder, "flac")
    about = struct.pack(">II", 3, 9) + b"image/png" + struct.pack(">IIIIII", 0, SIDE, SIDE, 24, 0, len(cover))
    block = b"\x06" + (len(about) + len(cover)).to_bytes(3, "big") + about + cover
    start = 4 + 4 + 34  # the mark and the stream's own block, which must not say that it is the last
    head = bytearray(plain[:start])
    head[4] &= 0x7F
    return bytes(head) + block * count + plain[start:]


def _syncsafe(number: int) -> bytes:
    return bytes((number >> shift) & 0x7F for shift in (21, 14, 7, 0))


def _tagged(frame: bytes, count: int, sound: bytes) -> bytes:
    return b"ID3\x04\0\0" + _syncsafe(len(frame) * count) + frame * count + sound


def mp3_with_covers(folder, count=2):
    """Return an mp3 file with pictures in its tag (ID3v2.4)."""
    body = b"\0image/png\0\x03\0" + picture()
    return _tagged(b"APIC" + _syncsafe(len(body)) + b"\0\0" + body, count, sound(folder, "mp3"))


def mp3_with_compressed_tags(folder, count=24, megabytes=20):
    """Return an mp3 file whose tag's frames are compressed a thousand times (ID3v2.4, 4.1.2)."""
    body = b"\0image/png\0\x03\0" + bytes(megabytes * 1_000_000)
    packed = _syncsafe(len(body)) + zlib.compress(body, 9)
    return _tagged(b"APIC" + _syncsafe(len(packed)) + b"\0\x09" + packed, count, sound(folder, "mp3"))


def m4a_with_a_false_index(folder, samples=1 << 26):
    """Return an m4a file whose tables claim samples of one byte each (ISO 14496-12, 8.7)."""
    data = bytearray(sound(folder, "m4a"))
    sizes, chunks, times = (data.index(name) for name in (b"stsz", b"stsc", b"stts"))
    data[sizes + 8 : sizes + 16] = struct.pack(">II", 1, samples)
    for entry in range(*struct.unpack(">I", data[chunks + 8 : chunks + 12])):
        place = chunks + 12 + 12 * entry + 4
        data[place : place + 4] = struct.pack(">I", samples)
    data[times + 12 : times + 16] = struct.pack(">I", samples)
    return bytes(data)


BOMBS = {
    "covers.flac": flac_with_covers,
    "covers.mp3": mp3_with_covers,
    "tags.mp3": mp3_with_compressed_tags,
    "index.m4a": m4a_with_a_false_index,
}
