"""Send damaged recordings, and pictures in place of them, to a real engine, and count what comes back.

python -m scripts.hostile_media --python ENV/bin/python [--files 500] [--seed 1]

Recordings of every container that the worker takes, with and without pictures, and pictures alone are changed
at random (bytes, blocks, lengths, joins) and prepared as references, one after the other, by one engine.
Needs the ffmpeg program.
"""

import argparse
import asyncio
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from f5tts_worker.errors import WorkerError
from f5tts_worker.supervisor.process import Engine

COVER = ("-f", "lavfi", "-i", "testsrc=size=64x64:duration=1", "-map", "0:a", "-map", "1:v", "-frames:v", "1")
FILM = ("-f", "lavfi", "-i", "testsrc=size=64x64:rate=10:duration=2", "-map", "0:a", "-map", "1:v")
ATTACHED = ("-disposition:v", "attached_pic")
PICTURE = ("-f", "lavfi", "-i", "testsrc=size=64x64:duration=1", "-map", "1:v", "-frames:v", "1")
CONTAINERS = {
    "a.wav": (),
    "a.mp3": (),
    "a.flac": (),
    "a.ogg": ("-c:a", "libvorbis"),
    "a.opus": (),
    "a.m4a": (),
    "a.webm": ("-c:a", "libopus"),
    "a.aac": (),
    "cover.mp3": (*COVER, "-c:v", "png", *ATTACHED),
    "cover.flac": (*COVER, "-c:v", "png", *ATTACHED),
    "cover.m4a": (*COVER, "-c:v", "png", *ATTACHED),
    "film.mp4": (*FILM, "-c:v", "mpeg4"),
    "film.webm": (*FILM, "-c:v", "libvpx", "-c:a", "libopus"),
    "picture.png": PICTURE,
    "picture.jpg": PICTURE,
    "picture.gif": PICTURE,
    "picture.bmp": PICTURE,
    "picture.webp": PICTURE,
}
EDGES = (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\x01", b"\x10\0\0\0")


def sources(folder: Path) -> list[tuple[str, bytes]]:
    """Return (name, content) of one whole recording of each container."""
    whole = []
    for name, options in CONTAINERS.items():
        made = folder / name
        tone = ("-f", "lavfi", "-i", "sine=duration=2:sample_rate=48000")
        command = ["ffmpeg", "-v", "error", "-nostdin", "-y", *tone, *options, str(made)]
        subprocess.run(command, check=True)
        whole.append((name, made.read_bytes()))
    return whole


def mutations(whole: list[tuple[str, bytes]], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield `count` damaged recordings, the same ones for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - it chooses damage, no secret
    for number in range(count):
        name, content = whole[number % len(whole)]
        data = bytearray(content)
        for _ in range(chance.randint(1, 6)):
            damage(data, chance, whole)
        yield name, bytes(data)


def damage(data: bytearray, chance: random.Random, whole: list[tuple[str, bytes]]) -> None:
    """Change some bytes, cut some out, repeat some, or put in the beginning of one of the whole files."""
    # Half of the damage goes where formats keep what they claim.
    place = chance.randrange(min(len(data), chance.choice((512, 1 << 30)))) if data else 0
    length = chance.randint(1, 400)
    kind = chance.randrange(6)
    if kind == 0:
        data[place : place + 1] = bytes([chance.randrange(256)])
    elif kind == 1:
        data[place : place + 4] = chance.choice(EDGES)
    elif kind == 2:
        data[place : place + length] = chance.randbytes(length)
    elif kind == 3:
        data[place:place] = data[place : place + length] * chance.randint(1, 50)
    elif kind == 4:
        del data[place : place + length]
    else:
        other = chance.choice(whole)[1]
        data[place:place] = other[: chance.randint(1, 4000)]


async def prepare_all(
    python: Path, files: Iterator[tuple[str, bytes]], folder: Path
) -> list[tuple[str, str, float, int | None]]:
    """Return (name, code or "prepared", seconds, the engine's process number) of every file."""
    engine = Engine(python)
    answers = []
    try:
        await engine.start()
        for number, (name, content) in enumerate(files):
            path = folder / f"{number}-{name}"
            path.write_bytes(content)
            order = {"audio": str(path), "text": "A tone is heard.", "cache": str(folder / "cache")}
            begun = time.monotonic()
            try:
                await engine.call("prepare", order)
                code = "prepared"
            except WorkerError as error:
                code = error.code
            answers.append((name, code, time.monotonic() - begun, engine.pid))
            path.unlink()
    finally:
        await engine.close()
    return answers


def main() -> int:
    """Print how many files got which answer, the longest wait, and how many engines it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--python", type=Path, default=Path(sys.executable), help="the environment's Python")
    parser.add_argument("--files", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = mutations(sources(folder), arguments.files, arguments.seed)
        answers = asyncio.run(prepare_all(arguments.python, files, folder))
    for code, count in Counter(code for _, code, _, _ in answers).most_common():
        print(f"{code:20} {count:5}")
    slowest = max(answers, key=lambda answer: answer[2])
    engines = len({pid for *_, pid in answers})
    print(f"slowest: {slowest[0]}, {slowest[2]:.2f} s; engines: {engines}")
    return int(engines != 1)


if __name__ == "__main__":
    sys.exit(main())
