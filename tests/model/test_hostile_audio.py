"""Recordings made to do harm: each is refused at once, nothing is written, nobody is called."""

import socket
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from tests.model.bombs import BOMBS
from tests.model.sounds import ffmpeg
from tests.wav import wav

from f5tts_worker.engine.audio import decode as audio
from f5tts_worker.errors import WorkerError

pytestmark = pytest.mark.faults("audio")

LIMITS = {"sample_rate": 24_000, "max_ms": 20_000, "max_bytes": 50_000_000}
PROBE = "http://127.0.0.1:{port}/canary.wav"


def silence(seconds, *options, rate=8000, layout="mono"):
    """Return silence as FFmpeg packs it."""
    source = f"anullsrc=r={rate}:cl={layout}"
    return ffmpeg("-f", "lavfi", "-i", source, "-t", seconds, *options, "pipe:1")


ENCRYPTED = (
    *("-encryption_scheme", "cenc-aes-ctr", "-encryption_key", "00112233445566778899aabbccddeeff"),
    *("-encryption_kid", "a7e61c373e219033c21091fa607bf3b8"),
)


def m4a(tmp_path, *options):
    """Return an AAC file with its index in front."""
    path = tmp_path / "made.m4a"
    source = "sine=duration=1"
    ffmpeg("-f", "lavfi", "-i", source, "-c:a", "aac", "-movflags", "+faststart", *options, path)
    data = path.read_bytes()
    path.unlink()
    return data


def video(*options):
    """Return a film without sound."""
    return ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x64:rate=10:duration=1", *options, "pipe:1")


def chained_opus():
    """Return an hour of silence as a chain of one-minute streams, in well under a megabyte."""
    return silence(60, "-c:a", "libopus", "-b:a", "6k", "-f", "ogg") * 60


def png():
    """Return a picture of one dot."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0\0\0\0")) + chunk(b"IEND", b"")


HLS = "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{probe}\n#EXT-X-ENDLIST\n"
SDP = "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio {port} RTP/AVP 0\n"
DASH = (
    '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period><AdaptationSet>'
    '<Representation id="1"><BaseURL>{probe}</BaseURL></Representation></AdaptationSet></Period></MPD>'
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><image href="{probe}"/></svg>'
MIDI = b"MThd\0\0\0\6\0\0\0\1\0`MTrk\0\0\0\4\0\xff/\0"

# Name -> what is in the file: bytes, a text that names the probe, or a function of the test's folder.
RECORDINGS = {
    "bomb.opus": lambda _: chained_opus(),
    "bomb.flac": lambda _: silence(600, "-f", "flac"),
    "bomb.mp3": lambda _: silence(60, "-b:a", "8k", "-write_xing", 0, "-f", "mp3") * 60,
    "wide.wav": lambda _: wav(bytes(9 * 192_000 * 16), channels=8, rate=192_000),
    "wide.flac": lambda _: silence(9, "-f", "flac", rate=192_000, layout="7.1"),
    "no-frames.wav": wav(),
    "header-only.wav": wav()[:20],
    "empty.wav": b"",
    "too-many-channels.wav": wav(bytes(6000), channels=300),
    "one-hertz.wav": wav(bytes(2000), rate=1),
    "cut.m4a": lambda folder: m4a(folder)[:600],
    "fairplay.m4p": lambda folder: m4a(folder).replace(b"mp4a", b"drms"),
    "encrypted.m4a": lambda folder: m4a(folder, *ENCRYPTED),
    "film.wav": lambda _: video("-c:v", "mpeg4", "-f", "matroska"),
    "film.webm": lambda _: video("-c:v", "libvpx", "-f", "webm"),
    "hls.wav": HLS,
    "hls-behind-a-name.wav": "RIFF\0\0\0\0WAVE\n" + HLS,
    "concat.wav": "ffconcat version 1.0\nfile {probe}\n",
    "pls.wav": "[playlist]\nFile1={probe}\nNumberOfEntries=1\n",
    "asx.wav": '<asx version="3.0"><entry><ref href="{probe}"/></entry></asx>',
    "rtp.wav": SDP,
    "dash.wav": DASH,
    "picture.wav": SVG,
    "page.wav": '<!DOCTYPE html><html><audio src="{probe}"></html>',
    "real-picture.wav": png(),
    "archive.wav": b"PK\x03\x04" + bytes(2000),
    "notes.wav": MIDI,
    "random.wav": np.random.default_rng(1).bytes(20_000),
    "text.wav": "Exactly what is said in it. " * 100,
}


def written():
    """Return the bytes that this process has handed to the kernel so far."""
    fields = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(fields["wchar"])


def open_files():
    """Count what this process has open: files, pipes, sockets."""
    return len(list(Path("/proc/self/fd").iterdir()))


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_hostile_recording_is_refused(tmp_path, name, record_property):
    """It is no exception and no wait: one sentence, no file beside it, no connection to where it points."""
    content = RECORDINGS[name]
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
        if callable(content):
            content = content(tmp_path)
        elif isinstance(content, str):
            content = content.replace("{probe}", PROBE).replace("{port}", str(port)).encode()
        path = tmp_path / name
        path.write_bytes(content)
        open_before, bytes_before, begun = open_files(), written(), time.monotonic()
        with pytest.raises(WorkerError) as caught:
            audio.decode(path, **LIMITS)
        record_property("late_s", time.monotonic() - begun)
        record_property("written", written() - bytes_before)
        assert written() - bytes_before < 3_000_000
        assert open_files() == open_before
        probe.settimeout(0.01)
        with pytest.raises(TimeoutError):
            probe.accept()
    assert caught.value.code in ("AUDIO_UNREADABLE", "AUDIO_TOO_LONG")
    assert str(tmp_path) not in caught.value.message
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["encrypted.m4a", "fairplay.m4p"])
def test_a_protected_recording_is_named_as_one(tmp_path, name):
    """However the noise may decode that its encrypted frames are: some of them can be decoded by chance."""
    path = tmp_path / name
    path.write_bytes(RECORDINGS[name](tmp_path))
    with pytest.raises(WorkerError, match="protected by copy control"):
        audio.decode(path, **LIMITS)


# Prints by how many MB the process has ever grown, and the code or the length that came out.
DECODES = """
import resource, sys
from f5tts_worker.engine.audio import decode as audio
from f5tts_worker.errors import WorkerError
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    found = audio.decode(sys.argv[1], sample_rate=24_000, max_ms=20_000, max_bytes=50_000_000)[1].ms
except WorkerError as error:
    found = error.code
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, found)
"""


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_little_memory(tmp_path, name):
    """Pictures are never decoded, and what a tag or a table claims is not believed beyond the limit."""
    path = tmp_path / name
    path.write_bytes(BOMBS[name](tmp_path))
    assert path.stat().st_size < 2_000_000
    environ = {"PYTHONPATH": str(Path(audio.__file__).parents[3])}
    command = [sys.executable, "-c", DECODES, path]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environ)
    grown, found = done.stdout.split()
    assert int(grown) < 400
    assert found in (b"2000", b"AUDIO_UNREADABLE") or 2000 <= int(found) <= 2100


# In a process of its own: what other tests leave running, or freed in the heap, is room, too.
OPENS_WITHOUT_MEMORY = """
import numpy, sys
from f5tts_worker.engine.audio import decode as audio
from f5tts_worker.engine.audio.memory import growth_limited
from f5tts_worker.errors import WorkerError
for room in (audio._OPENING_BYTES, 0):  # PyAV imports parts of itself at the first opening
    audio._OPENING_BYTES = room
    try:
        audio.decode(sys.argv[1], sample_rate=24_000, max_ms=20_000, max_bytes=50_000_000)
    except WorkerError as error:
        print(error.code, end=";")
try:
    with growth_limited(10_000_000):
        numpy.empty(100_000_000)
except MemoryError:
    print("limited", end=";")
print(len(numpy.empty(100_000_000)))
"""


def test_what_opens_beyond_the_limit_is_refused(tmp_path):
    """Memory that ends while a file is opened is that file's fault; afterwards there is as much as before."""
    path = tmp_path / "index.m4a"
    path.write_bytes(BOMBS["index.m4a"](tmp_path))
    environ = {"PYTHONPATH": str(Path(audio.__file__).parents[3])}
    command = [sys.executable, "-c", OPENS_WITHOUT_MEMORY, path]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environ)
    assert done.stdout == b"AUDIO_UNREADABLE;AUDIO_UNREADABLE;limited;100000000\n"


def test_standing_still_is_not_slowness(tmp_path, monkeypatch):
    """FFmpeg's patience runs out while the process stands still: the recording is read once more.

    A stand-in for the freeze: no patience at the first opening.
    """
    path = tmp_path / "voice.wav"
    path.write_bytes(wav(bytes(16_000), rate=8000))
    opened, patience = audio._opened, [1e-9, audio._PATIENCE_S]

    def opened_late(*given, **options):
        monkeypatch.setattr(audio, "_PATIENCE_S", patience.pop(0))
        try:
            return opened(*given, **options)
        finally:
            monkeypatch.setattr(audio, "_PATIENCE_S", 5.0)

    monkeypatch.setattr(audio, "_opened", opened_late)
    samples, _ = audio.decode(path, **LIMITS)
    assert len(samples) == 24_000
    assert patience == []
