"""The judge's parts: each speaks, listens, and prints a table of its own."""

from argparse import Namespace
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from scripts.demo.judging import Tally

from f5tts_worker.engine.speech.stretch import stretch
from f5tts_worker.engine.speech.synthesis import BATCH_FRAMES

from . import measures
from .hearing import Ears
from .speakers import RATE, Natural, Ours, Said, Stock, one_by_one
from .stretchers import STRETCHERS, Stretcher
from .texts import SHORT, read_text, without_marks

SPEEDS = (0.7, 0.8, 1.25, 1.5)
STEPS = (7, 16, 32)
_PACE_WORDS, _SHORT_SEEDS = 150, 2
_TAKES_WINDOW_S = 25.0
_JOBS, _JOBS_AT_ONCE = 60, 12
_LOUDEST, _SOFTEST = -14.0, -40.0  # LUFS that can be asked for

Row = tuple[str, Callable[[str], Said]]  # its name, and what says the text in a voice


class Judge:
    """What all parts use: who speaks, who listens, and what was asked for."""

    def __init__(self, options: Namespace) -> None:
        folder: Path = options.material
        self.options = options
        self.ears = Ears(folder / "heard", options.whisper, options.recognisers)
        self.ours, self.natural = Ours(options.pack, folder / "ours"), Natural()
        self.stock = Stock(options.pack, folder / "stock")
        self.sentences = read_text(options.text, options.words)

    def say(self, voice: str, sentences: Sequence[str], **wishes: object) -> Said:
        """Let the worker's engine speak, as the command line wants it."""
        return self.ours.say(voice, sentences, **{"steps": self.options.steps, **wishes})

    def table(self, title: str, text: str, rows: Iterable[Row]) -> None:
        """Print the word error rates of rows: a name, and what says `text` in a voice."""
        voices: Sequence[str] = self.options.voices
        print(f"\n{title}, word error rate, %")
        heads = [f"{voice}, {name}" for voice in voices for name in self.ears.names]
        print(" " * 34 + "".join(f"{head:>18}" for head in heads))
        for row, speak in rows:
            heard = [self.ears.errors(text, speak(voice).heard).values() for voice in voices]
            cells = [f"{100 * wrong / words:18.1f}" for rates in heard for wrong, words in rates]
            print(f"{row:34}" + "".join(cells), flush=True)


def judge_long(judge: Judge) -> None:
    """Say a long text in one go, and one by one; the same in one go without any mark."""
    sentences, bare = judge.sentences, without_marks(judge.sentences)
    text = "".join(sentences)

    def alone(voice: str) -> Said:
        return one_by_one([judge.say(voice, [sentence]) for sentence in sentences])

    rows: list[Row] = [("natural", partial(judge.natural.say, sentences=sentences)), ("one by one", alone)]
    for kind, said in (("", sentences), (", no punctuation", bare)):
        if kind:
            rows.append((f"natural{kind}", partial(judge.natural.say, sentences=said)))
        rows.append((f"in one go{kind}", partial(judge.say, sentences=said)))
        if judge.options.stock:
            stock = partial(judge.stock.say, sentences=said, steps=judge.options.steps)
            rows.append((f"f5_tts.api, in one go{kind}", stock))
    judge.table(f"long text, {len(text.split())} words", text, rows)


def judge_pace(judge: Judge) -> None:
    """Say a text at other speeds and in given lengths, against natural speech stretched alike."""
    sentences = read_text(judge.options.text, _PACE_WORDS)
    text = "".join(sentences)

    def natural(voice: str, speed: float) -> Said:
        samples = judge.natural.say(voice, sentences).samples
        return Said(stretch(samples, RATE, round(len(samples) / speed)))

    rows: list[Row] = []
    for speed in (1.0, *SPEEDS):
        rows.append((f"natural, stretched, {speed:g}", partial(natural, speed=speed)))
        rows.append((f"speed {speed:g}", partial(judge.say, sentences=sentences, speed=speed)))
    judge.table(f"pace, {len(text.split())} words", text, rows)
    print("\nduration_seconds           " + "".join(f"{voice:>14}" for voice in judge.options.voices))
    for speed in SPEEDS:
        off = []
        for voice in judge.options.voices:
            wanted = round(len(judge.say(voice, sentences).samples) * 1000 / RATE / speed)
            got = len(judge.say(voice, sentences, target_ms=wanted).samples) * 1000 / RATE
            off.append(f"{got - wanted:11.2f} ms")
        print(f"{speed:g} times as fast: off by   " + "".join(off), flush=True)


def judge_stretchers(judge: Judge) -> None:
    """Let natural speech be stretched in several ways."""
    sentences = read_text(judge.options.text, 1)

    def stretched(voice: str, stretcher: Stretcher, speed: float) -> Said:
        return Said(stretcher(judge.natural.say(voice, sentences).samples, RATE, speed))

    rows: list[Row] = [("as it is", partial(judge.natural.say, sentences=sentences))]
    for speed in SPEEDS:
        for name, stretcher in STRETCHERS.items():
            rows.append((f"{name}, {speed:g}", partial(stretched, stretcher=stretcher, speed=speed)))
    judge.table("natural speech, stretched", "".join(sentences), rows)


def judge_joins(judge: Judge) -> None:
    """Measure how steady the pace is from chunk to chunk, how samples jump at joins, and the loudness."""
    print("\njoins: made, natural        " + "".join(f"{voice:>16}" for voice in judge.options.voices))
    cells: Mapping[str, list[str]] = defaultdict(list)
    for voice in judge.options.voices:
        said = judge.say(voice, judge.sentences)
        made = [(text, said.samples[start:stop]) for text, start, stop in said.chunks]
        natural = [(text, judge.natural.say(voice, [text]).samples) for text, _, _ in said.chunks]
        cells["pace varies by, %"].append(
            f"{measures.pace_variation(made):.1f}, {measures.pace_variation(natural):.1f}"
        )
        at_joins, inside = measures.jumps(said)
        cells["jump at joins, inside speech"].append(f"{at_joins:.3f}, {inside:.3f}")
        cells["loudness, LUFS"].append(f"{measures.measured_loudness(said):.1f}")
        loud, soft = (judge.say(voice, judge.sentences, loudness=wanted) for wanted in (_LOUDEST, _SOFTEST))
        cells[f"loudness for {_LOUDEST:g} LUFS"].append(f"{measures.measured_loudness(loud):.1f}")
        lowered = measures.most_lowered(loud, soft, _LOUDEST - _SOFTEST)
        cells["the most lowered chunk, dB"].append(f"{lowered:.1f}")
    for name, values in cells.items():
        print(f"{name:28}" + "".join(f"{value:>16}" for value in values))


def judge_short(judge: Judge) -> None:
    """Say texts of a word or two, each by itself, with several noises."""
    print("\nshort texts, word error rate, %, and their mean seconds")
    for voice in judge.options.voices:
        tallies: Mapping[tuple[str, str], Tally] = defaultdict(Tally)
        seconds: Mapping[str, list[float]] = defaultdict(list)
        for text in SHORT:
            spoken = {f"seed {seed}": judge.say(voice, [text], seed=seed) for seed in range(_SHORT_SEEDS)}
            for source, said in {"natural": judge.natural.say(voice, [text]), **spoken}.items():
                who = "natural" if source == "natural" else "made"
                seconds[who].append(len(said.samples) / RATE)
                for name, (wrong, words) in judge.ears.errors(text, said.heard).items():
                    tallies[who, name].add(wrong, words)
        for who, lengths in seconds.items():
            rates = "".join(f"{name} {tallies[who, name].rate:5.1f}   " for name in judge.ears.names)
            print(f"{voice:6}{who:10}{rates}{sum(lengths) / len(lengths):6.2f} s", flush=True)


def judge_load(judge: Judge) -> None:
    """Say sentences as jobs of their own: one after the other, and many at once.

    On a CPU, chunks of jobs that come together are still sampled one by one; in the last row they share
    batches, as on a GPU.
    """
    texts = judge.sentences[:_JOBS]
    ways = {
        "one by one": (1, BATCH_FRAMES["cpu"]),
        f"{_JOBS_AT_ONCE} at once": (_JOBS_AT_ONCE, BATCH_FRAMES["cpu"]),
        f"{_JOBS_AT_ONCE} at once, in batches": (_JOBS_AT_ONCE, BATCH_FRAMES["cuda"]),
    }
    print(f"\n{len(texts)} jobs, word error rate, %, and the samples' largest difference from one by one")
    for voice in judge.options.voices:
        alone: list[Said] = []
        for name, (at_once, frames) in ways.items():
            # In a folder of their own: what was said once is not taken again.
            speaker = Ours(judge.options.pack, judge.options.material / f"load-{at_once}-{frames}")
            say = partial(speaker.say, voice, steps=judge.options.steps, max_batch_frames=frames)
            say([texts[0]])  # loads what all of them use
            with ThreadPoolExecutor(at_once) as threads:
                spoken = list(threads.map(say, ([text] for text in texts)))
            alone = alone or spoken
            tallies: Mapping[str, Tally] = defaultdict(Tally)
            for text, said in zip(texts, spoken, strict=True):
                for ear, (wrong, words) in judge.ears.errors(text, said.heard).items():
                    tallies[ear].add(wrong, words)
            rates = "".join(f"{ear} {tallies[ear].rate:5.2f}   " for ear in judge.ears.names)
            print(f"{voice:6}{name:26}{rates}{_furthest(alone, spoken):.1e}", flush=True)


def _furthest(alone: Sequence[Said], spoken: Sequence[Said]) -> float:
    """Return the largest difference of a sample, or infinity where a length differs."""
    pairs = [(was.samples, now.samples) for was, now in zip(alone, spoken, strict=True)]
    if any(len(was) != len(now) for was, now in pairs):
        return float("inf")
    return max(float(np.abs(was - now).max()) for was, now in pairs)


def judge_takes(judge: Judge) -> None:
    """Say sentences anew in the place of what was there: every one by itself, every second, and all.

    In a window where several are said in one go, as with F5-TTS's own checkpoints.
    """
    every = range(len(judge.sentences))
    say = partial(judge.say, sentences=judge.sentences, window_s=_TAKES_WINDOW_S)
    rows: list[Row] = [
        (name, partial(say, takes=takes))
        for name, takes in (
            ("as it was", {}),
            ("every second sentence anew", dict.fromkeys(every[1::2], 1)),
            ("every sentence anew", dict.fromkeys(every, 1)),
        )
    ]
    judge.table("takes", "".join(judge.sentences), rows)
    print("\neach by itself that shares a chunk:   sentences   with another   changed, of seconds")
    for voice in judge.options.voices:
        was = say(voice)
        shared = judge.ours.sharing(voice, judge.sentences, _TAKES_WINDOW_S)
        made = [say(voice, takes={number: 1}) for number in shared]
        seconds = sum(stop - start for _, start, stop in was.chunks) / RATE
        changed = sum(measures.changed(was.samples, one.samples) for one in made) / RATE
        beside = sum(bool(one.warnings) for one in made)
        print(f"{voice:36}{len(shared):12}{beside:15}{changed:12.1f} of {seconds:.1f}", flush=True)


def judge_steps(judge: Judge) -> None:
    """Say the text at the steps of fast, balanced and best."""
    rows = [(f"{steps} steps", partial(judge.say, sentences=judge.sentences, steps=steps)) for steps in STEPS]
    judge.table("steps", "".join(judge.sentences), rows)


def judge_window(judge: Judge) -> None:
    """Say the text in windows of several lengths, with and without punctuation."""
    bare = without_marks(judge.sentences)
    for title, sentences in (("window", judge.sentences), ("window, no punctuation", bare)):
        rows: list[Row] = [("natural", partial(judge.natural.say, sentences=sentences))]
        rows += [
            (f"{window:g} s", partial(judge.say, sentences=sentences, window_s=window))
            for window in judge.options.window
        ]
        judge.table(title, "".join(judge.sentences), rows)
