#!/usr/bin/env python3
"""Judge directed speech from outside, asked of a worker over HTTP: pauses, turns of two voices, dubbing.

`pauses` at random places: is each silence in the sound as many samples as asked for? `turns` of two voices:
has each the samples that it has alone, and each word the right voice? `cues` whose times fit badly: does each
begin at its time, do they keep apart, are those that did not fit named, and how many more words does
pocketsphinx get wrong than of the same cues at their own pace? Needs what tests/oracle_requirements.txt has.

    PYTHONPATH=src F5TTS_MODEL=demo F5TTS_VOLUME=$PWD/.volume .venv/bin/python -m f5tts_worker serve &
    .cache/oracle/bin/python scripts/judge_directed.py http://localhost:8000 pauses --count 500
"""

import argparse
import io
import itertools
import json
import random
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import wave
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from scripts.speech_judge.texts import DECIDING, FINAL, read_text  # noqa: E402  found through the line above

RATE = 24_000
VOICES = ("slt", "rms")
_LEAST_MS, _MOST_MS = 50, 2_000  # of a pause
_PAUSES, _SENTENCES = 10, 4  # of a text
_BADLY = (0.55, 1.3)  # times of cues, as shares of what a voice takes for them
_GAPS_MS = (0, 0, 80, 200, 500)  # between cues: subtitles often follow each other at once
_MAX_PACE = 1.5  # the default
_SECONDS = 1_800  # for one job
_SOUND = 0.003  # of full scale: what is heard at all

Samples = NDArray[np.int16]


class Worker:
    """A worker's HTTP server, asked for speech with one seed."""

    def __init__(self, base: str, steps: int) -> None:
        self._base, self._options = base.rstrip("/"), {"nfe_steps": steps, "seed": 5, "max_retries": 0}

    def ask(self, **data: Any) -> tuple[dict[str, Any], Samples]:
        """Return a job's answer, and its samples."""
        path = f"{self._base}/v1/{data.pop('endpoint', 'tts')}"
        body = json.dumps({**self._options, **data}).encode()
        request = urllib.request.Request(path, body, {"Content-Type": "application/json"})  # noqa: S310 - a worker of the user's own
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - as above
                output: dict[str, Any] = json.load(answer)
        except urllib.error.HTTPError as error:
            raise SystemExit(error.read().decode()) from None
        while "audio_url" not in output:  # it takes long, and goes on
            time.sleep(1)
            with urllib.request.urlopen(f"{self._base}/v1/jobs/{output['job_id']}") as answer:  # noqa: S310 - as above
                output = json.load(answer)
        sound = urllib.parse.urljoin(self._base, output["audio_url"])
        with urllib.request.urlopen(sound) as answer, wave.open(io.BytesIO(answer.read())) as file:  # noqa: S310 - as above
            return output, np.frombuffer(file.readframes(file.getnframes()), np.int16)


def main() -> None:
    """Print the figures of one kind."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("endpoint", metavar="URL")
    parser.add_argument("kind", choices=("pauses", "turns", "cues"))
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument(
        "--steps", type=int, default=1, help="NFE steps; 16 for speech that is understood (1)"
    )
    parser.add_argument("--seed", type=int, default=1, help="of what is drawn (1)")
    parser.add_argument(
        "--alone",
        metavar="URL",
        help="speaks turns alone: a worker on a volume of its own has none of them kept",
    )
    given = parser.parse_args()
    draw = random.Random(given.seed)  # noqa: S311 - places of pauses, no secret
    if given.kind == "turns":
        alone = Worker(given.alone or given.endpoint, given.steps)
        judge_turns(Worker(given.endpoint, given.steps), alone, given.count, draw)
    else:
        judge = judge_pauses if given.kind == "pauses" else judge_cues
        judge(Worker(given.endpoint, given.steps), given.count, draw)


def judge_pauses(worker: Worker, count: int, draw: random.Random) -> None:
    """Speak texts with pauses at random places, the first and the last of a text among them."""
    sentences = itertools.cycle(_sentences())
    right, wrong = 0, []
    while right + len(wrong) < count:
        words = " ".join(itertools.islice(sentences, _SENTENCES)).split()
        most = min(_PAUSES, count - right - len(wrong))
        places = sorted(draw.sample(range(len(words) + 1), most))
        pauses = {place: draw.randint(_LEAST_MS, _MOST_MS) for place in places}
        tags = {at: f"[pause:{ms}ms]" for at, ms in pauses.items()}
        marked = [part for at, word in enumerate([*words, ""]) for part in (tags.get(at, ""), word)]
        answer, samples = worker.ask(text=" ".join(marked))
        timed = answer["word_timings"]
        if [one["word"] for one in timed] != words:
            raise SystemExit("other words were said than asked for")
        for place, ms in pauses.items():
            first = round(timed[place - 1]["start"] * RATE) if place else 0
            last = round(timed[place]["end"] * RATE) if place < len(words) else len(samples)
            silent = _longest_zeros(samples[first:last])
            if silent == ms * RATE // 1000:
                right += 1
            else:
                wrong.append(f"{silent - ms * RATE // 1000:+d}")
        print(f"{right + len(wrong)} pauses", file=sys.stderr)
    print(
        f"{right + len(wrong)} pauses; other lengths than asked for: {len(wrong)} (in samples: {wrong[:20]})"
    )


def judge_turns(worker: Worker, other: Worker, count: int, draw: random.Random) -> None:
    """Speak a dialogue, and each of its turns alone."""
    texts = draw.sample(sorted(_sentences(), key=len)[: 2 * count], count)
    turns = [{"voice": VOICES[number % 2], "text": text} for number, text in enumerate(texts)]
    answer, samples = worker.ask(turns=turns)
    whole, reached, found = samples.tobytes(), 0, 0
    for turn in turns:
        alone = other.ask(text=turn["text"], local_voice=turn["voice"])[1].tobytes()
        at = whole.find(alone, reached)
        found += at >= 0
        reached = max(reached, at + len(alone))
    said = [(word, turn["voice"]) for turn in turns for word in turn["text"].split()]
    timed = [(one["word"], one["voice"]) for one in answer["word_timings"]]
    print(f"{count} turns; with the samples that they have alone, in order: {found}")
    pairs = zip(said, timed, strict=False)
    right = sum(one == other for one, other in pairs)
    print(f"{len(said)} words; with the right voice: {right} of {len(timed)}")


def judge_cues(worker: Worker, count: int, draw: random.Random) -> None:
    """Dub cues whose times fit badly, and speak each of them at its own pace."""
    from scripts.demo.judging import Recogniser, Tally, word_errors
    from scripts.speech_judge.speakers import HEARD_RATE, at_rate

    texts = list(itertools.islice(itertools.cycle(_sentences()), count))
    alone = [worker.ask(text=text)[1] for text in texts]
    cues: list[tuple[int, int]] = []
    reached = 500
    for samples in alone:
        length = round(len(samples) * 1000 / RATE * draw.uniform(*_BADLY))
        cues.append((reached, reached + length))
        reached += length + draw.choice(_GAPS_MS)
    pairs = enumerate(zip(cues, texts, strict=True), 1)
    srt = "\n\n".join(f"{n}\n{_clock(start)} --> {_clock(end)}\n{text}" for n, ((start, end), text) in pairs)
    answer, track = worker.ask(endpoint="dub", srt=srt)
    recogniser, own, fitted = Recogniser(), Tally(), Tally()
    starts: list[float] = []
    late = []
    bounds = [start * RATE // 1000 for start, _ in cues] + [len(track)]
    words, first_word = answer["word_timings"], 0
    overlaps = sum(one["end"] > after["start"] for one, after in itertools.pairwise(words))
    for number, (text, samples) in enumerate(zip(texts, alone, strict=True)):
        piece = track[bounds[number] : bounds[number + 1]]
        before = track[max(0, bounds[number] - RATE // 20) : bounds[number]]
        if not _is_heard(before).any():  # otherwise nothing tells the two cues' sounds apart
            starts.append(np.flatnonzero(_is_heard(piece))[0] * 1000 / RATE)
        late.append(abs(words[first_word]["start"] * 1000 - cues[number][0]))
        first_word += len(text.split())
        for tally, sound in ((own, samples), (fitted, piece)):
            heard = at_rate(sound.astype(np.float32) / 32768, RATE, HEARD_RATE)
            tally.add(*word_errors(text, recogniser.hear(heard)))
    rooms = [after - start for (start, _), (after, _) in itertools.pairwise(cues)]
    paces = [len(one) * 1000 / RATE / room for one, room in zip(alone, rooms, strict=False)]
    named = {int(n) for note in answer["warnings"] for n in re.findall(r"^Cue (\d+) ", note)}
    wanted = {number for number, pace in enumerate(paces, 1) if pace > _MAX_PACE}
    print(f"{count} cues, the last to {cues[-1][1] / 1000} s; the track lasts {len(track) / RATE:.1f} s")
    print(f"sound begins at most {max(starts):.1f} ms late where silence is before it ({len(starts)} cues);")
    print(f"first words at most {max(late):.0f} ms from their cues; words that overlap: {overlaps}")
    print(f"cues that need more than {_MAX_PACE} times their pace: {sorted(wanted)}; named: {sorted(named)}")
    print(f"faster than by themselves: {sum(pace > 1 for pace in paces)}, by {max(paces):.2f} at most")
    print(
        f"word error rate at their own pace {own.rate:.1f} %, fitted {fitted.rate:.1f} %, {own.words} words"
    )


def _longest_zeros(samples: Samples) -> int:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], samples == 0, [False]]))).reshape(-1, 2)
    return int((edges[:, 1] - edges[:, 0]).max()) if len(edges) else 0


def _is_heard(samples: Samples) -> Any:
    return np.abs(samples.astype(np.int32)) > _SOUND * 32768


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"


def _sentences() -> Sequence[str]:
    return [one.strip() for name in (FINAL, DECIDING) for one in read_text(name, 100_000)]


if __name__ == "__main__":
    main()
