#!/usr/bin/env python3
"""Judge pauses that are cut into speech: how long they are, whether a word loses sound, what is understood.

Natural speech by flite, whose true word times are known, is aligned by the demo's aligner as the worker does
it, and gets one to three pauses at places that are drawn at random. Counted are pauses whose silence is not
exactly as long as asked for, cuts at which a word loses sound (and how much), and the words that pocketsphinx
gets wrong without the pauses, with them, and with the same pauses where words truly meet: what silence inside
running speech costs by itself. With `--lengths`, only the first is counted, to the sample, at places
that are up to 20 ms off as an aligner's are. Needs what tests/oracle_requirements.txt has, and libflite1.

    python scripts/judge_pauses.py --places 60
    python scripts/judge_pauses.py --places 500 --lengths
"""

import argparse
import itertools
import random
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from scripts.demo.flite import Flite, to_24k  # noqa: E402  found, as the others, through the line above
from scripts.demo.judging import Recogniser, Tally, word_errors  # noqa: E402
from scripts.speech_judge.speakers import HEARD_RATE, RATE, at_rate  # noqa: E402
from scripts.speech_judge.texts import DECIDING, FINAL, read_text  # noqa: E402

_LEAST_MS, _MOST_MS = 50, 2_000
_PAUSES = 3  # of a sentence, at most
_JITTER_MS = 20
_NEVER_ZERO = 0.002  # the least that a sample of speech has here, so that none counts as silence
_PLAIN = re.compile(r"[A-Za-z ,.;:?!'-]+")  # flite and we count the same words


@dataclass
class Figures:
    """What was counted."""

    places: int = 0
    wrong_length: int = 0
    lost_ms: list[float] = field(default_factory=list)  # at cuts where a word loses sound, by its true time
    plain: Tally = field(default_factory=Tally)
    paused: Tally = field(default_factory=Tally)
    truly_paused: Tally = field(default_factory=Tally)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--places", type=int, default=500)
    parser.add_argument("--lengths", action="store_true", help="judge how long they are, and nothing else")
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    figures, draw = Figures(), random.Random(chosen.seed)  # noqa: S311 - places of pauses, no secret
    if chosen.lengths:
        _judge_lengths(chosen.places, draw)
        return
    recogniser, aligner, flite = Recogniser(), _aligner(), Flite()
    for number, (sentence, voice) in enumerate(itertools.cycle(_spoken())):
        if figures.places >= chosen.places:
            break
        _judge(figures, draw, recogniser, aligner, flite.say(sentence, voice, seed=number), sentence)
    lost = sorted(figures.lost_ms, reverse=True)
    print(f"{figures.places} pauses; of another length than asked for: {figures.wrong_length}")
    print(f"cuts at which a word loses sound: {len(lost)}; the most, in ms: {[round(ms) for ms in lost[:8]]}")
    rates = figures.plain.rate, figures.paused.rate, figures.truly_paused.rate
    print(
        "word error rate without pauses {:.1f} %, with them {:.1f} %, at true borders {:.1f} %".format(*rates)
    )


def _judge_lengths(count: int, draw: random.Random) -> None:
    flite, places, wrong = Flite(), 0, 0
    for number, (sentence, voice) in enumerate(itertools.cycle(_spoken())):
        if places >= count:
            break
        said = flite.say(sentence, voice, seed=number)
        times = list(_true_times(said))
        if len(times) < 2:
            continue
        drawn = sorted(draw.sample(range(1, len(times)), min(_PAUSES, len(times) - 1)))
        pauses = [
            {
                "after_ms": max(0, round(times[place - 1][1] + draw.uniform(-_JITTER_MS, _JITTER_MS))),
                "before_ms": max(0, round(times[place][0] + draw.uniform(-_JITTER_MS, _JITTER_MS))),
                "ms": draw.randint(_LEAST_MS, _MOST_MS),
            }
            for place in drawn
        ]
        with tempfile.TemporaryDirectory() as folder:
            samples = to_24k(said.samples).numpy().astype(np.float32)
            samples = np.copysign(np.maximum(np.abs(samples), _NEVER_ZERO), samples)
            whole, _ = _append(Path(folder), samples, pauses)
        edges = np.flatnonzero(np.diff(np.concatenate([[False], whole == 0, [False]]))).reshape(-1, 2)
        silent = [int(stop - start) for start, stop in edges if (stop - start) * 1000 >= _LEAST_MS * RATE]
        asked = [RATE * pause["ms"] // 1000 for pause in pauses]
        places += len(asked)
        wrong += sum(a != b for a, b in itertools.zip_longest(asked, silent))
    print(f"{places} pauses; of another length than asked for, to the sample: {wrong}")


def _judge(
    figures: Figures, draw: random.Random, recogniser: Any, aligner: Any, said: Any, sentence: str
) -> None:
    times = list(_true_times(said))
    samples = to_24k(said.samples).numpy().astype(np.float32)
    words = _align(aligner, at_rate(samples, RATE, HEARD_RATE), sentence)
    if len(words) != len(times) or len(words) < 4:
        return
    places = sorted(draw.sample(range(1, len(words)), draw.randint(1, _PAUSES)))
    heard = [(words[place - 1]["end_ms"], words[place]["start_ms"]) for place in places]
    true = [(round(times[place - 1][1]), round(times[place][0])) for place in places]
    lengths = [draw.randint(_LEAST_MS, _MOST_MS) for _ in places]
    pauses, best = (
        [{"after_ms": a, "before_ms": b, "ms": ms} for (a, b), ms in zip(borders, lengths, strict=True)]
        for borders in (heard, true)
    )
    with tempfile.TemporaryDirectory() as folder:
        truly, _ = _append(Path(folder), samples, best)
        whole, parts = _append(Path(folder), samples, pauses)
    for place, pause, before, after in zip(places, pauses, parts, parts[1:], strict=False):
        figures.places += 1
        figures.wrong_length += not _is_exact(whole, before, after, pause["ms"])
        ends, begins = times[place - 1][1], times[place][0]  # of the words around it, in truth
        lost = max(ends - before["end_ms"], after["start_ms"] - begins, 0)
        figures.lost_ms += [lost] if lost > 0 else []
    sounds = (figures.plain, samples), (figures.paused, whole), (figures.truly_paused, truly)
    for tally, sound in sounds:
        tally.add(*word_errors(sentence, recogniser.hear(at_rate(sound, RATE, HEARD_RATE))))


def _is_exact(whole: NDArray[np.float32], before: Any, after: Any, ms: int) -> bool:
    """Say whether the silence between two parts is as long as asked for, and nothing but zeros."""
    length = after["at_ms"] - (before["at_ms"] + before["end_ms"] - before["start_ms"])
    silent = whole[
        RATE * (after["at_ms"] - ms) // 1000 + RATE // 1000 : RATE * after["at_ms"] // 1000 - RATE // 1000
    ]
    return abs(length - ms) <= 1 and not silent.any()  # parts are told in whole milliseconds


def _append(
    folder: Path, samples: NDArray[np.float32], pauses: Sequence[Mapping[str, int]]
) -> tuple[NDArray[np.float32], list[Any]]:
    from f5tts_worker.engine.audio.appending import append
    from f5tts_worker.engine.audio.wav import read_wav, write_wav

    write_wav(folder / "turn.wav", samples, RATE)
    order: Any = {"audio": str(folder / "turn.wav"), "out": str(folder / "out.wav"), "at": 0, "silence": 0}
    placed = append({**order, "pauses": pauses})
    return read_wav(folder / "out.wav")[0], placed["parts"]


def _aligner() -> Any:
    from f5tts_worker.engine.alignment.aligner import load

    folder = ROOT / "src" / "f5tts_worker" / "demo" / "aligner"
    return load({"language": "en", "kind": "huggingface", "path": str(folder), "name": ""}, "cpu")


def _align(aligner: Any, heard: NDArray[np.float32], sentence: str) -> Sequence[Any]:
    from f5tts_worker.engine.alignment.aligner import align_chunks
    from f5tts_worker.engine.text.spoken import split_words

    words = [{"display": word.display, "spoken": word.spoken} for word in split_words(sentence, "en")]
    chunk = {"words": words, "start_ms": 0, "end_ms": len(heard) * 1000 // HEARD_RATE}
    return align_chunks(aligner, heard, [chunk]).words


def _true_times(said: Any) -> Iterator[tuple[float, float]]:
    """Yield each word's true start and end in milliseconds; flite cuts "dog's" in two."""
    times: list[tuple[float, float]] = []
    for name, start, end in said.word_times():
        if name.startswith("'") and times:
            times[-1] = times[-1][0], 1000 * end
        else:
            times.append((1000 * start, 1000 * end))
    yield from times


def _spoken() -> Iterator[tuple[str, str]]:
    """Yield each sentence by one voice, then all of them by the other one."""
    sentences = list(_sentences())
    for first in range(2):
        yield from ((one, ("slt", "rms")[(first + n) % 2]) for n, one in enumerate(sentences))


def _sentences() -> Iterator[str]:
    for name in (FINAL, DECIDING):
        yield from (one.strip() for one in read_text(name, 100_000) if _PLAIN.fullmatch(one.strip()))


if __name__ == "__main__":
    main()
