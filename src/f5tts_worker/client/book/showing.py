"""What people see of a book: its chapters before anything is sent, and how far it is."""

import itertools
import sys
import threading
from collections.abc import Iterable, Mapping, Sequence, Sized

from f5tts_worker.client.book.contents import Book, Chapter, Kind
from f5tts_worker.client.book.cutting import Passage, seconds_of, words_in
from f5tts_worker.client.book.layout import ChapterSound
from f5tts_worker.client.output.display import Display, visible
from f5tts_worker.client.output.wording import notes
from f5tts_worker.running_time import running_time

MOST_WARNINGS = 20  # that are printed; a book may have one for each paragraph


def show_chapters(found: Book, chosen: Sequence[Chapter], speed: float) -> None:
    """Print the chapters, and what each would be in words and seconds of speech."""
    about = found.about
    print(visible(f"{about.title}{' by ' + ', '.join(about.authors) if about.authors else ''}"))
    print(f"{'':>3}  {'words':>7}  {'speech':>8}  chapter")
    words = seconds = 0.0
    spoken = set(map(id, chosen))
    for number, chapter in enumerate(found.chapters, 1):
        texts = [block.text for block in chapter.blocks if block.kind is not Kind.SCENE]
        count, length = sum(map(words_in, texts)), sum(map(seconds_of, texts)) / speed
        is_chosen = id(chapter) in spoken
        reason = "" if is_chosen else f"  (left out{': ' if chapter.left_out else ''}{chapter.left_out})"
        print(visible(f"{number:>3}  {count:>7,}  {clock(length):>8}  {chapter.title}{reason}"))
        words += count * is_chosen
        seconds += length * is_chosen
    total = f"in {chapters_in(chosen)} ({seconds:,.0f} seconds of speech at an ordinary pace)"
    print(f"{'':>3}  {words:>7,.0f}  {clock(seconds):>8}  {total}")


def chapters_in(chapters: Sized) -> str:
    """Return how many chapters there are, in words."""
    return "1 chapter" if len(chapters) == 1 else f"{len(chapters):,} chapters"


def show_voices(cut: Iterable[Passage], speed: float) -> None:
    """Print how long each voice speaks, the longest first."""
    seconds: dict[str, float] = {}
    for line in (line for passage in cut for line in passage.lines):
        name = line.voice or "the model's own voice"
        seconds[name] = seconds.get(name, 0.0) + seconds_of(line.text) / speed
    for name, length in sorted(seconds.items(), key=lambda one: -one[1]):
        print(visible(f"{'':>12}  {clock(length):>8}  said by {name}"))


def clock(seconds: float) -> str:
    """Return a time as people write it: 1:02:03."""
    whole = round(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02d}:{whole % 60:02d}"


def show_warnings(chapters: Iterable[ChapterSound], command: str) -> None:
    """Print what the worker warned of on stderr: each sentence once, with its first place."""
    places: dict[str, list[str]] = {}
    for chapter in chapters:
        for one in chapter.placed:
            for note in notes({"warnings": [*one.warnings]}, command):
                places.setdefault(note, []).append(f"{chapter.title}, at {clock(one.start_ms / 1000)}")
    for note, (first, *others) in itertools.islice(places.items(), MOST_WARNINGS):
        more = f" and {len(others):,} more" if others else ""
        print(visible(f"note: {first}{more}: {note}"), file=sys.stderr)
    if len(places) > MOST_WARNINGS:
        print(f"note: {len(places) - MOST_WARNINGS:,} more warnings are in the report", file=sys.stderr)


class Progress:
    """Shows how much is done of all that is to be spoken, and how long the rest will take."""

    def __init__(self, display: Display, seconds: Mapping[str, float], missing: Iterable[str]) -> None:
        self._display, self._seconds = display, seconds
        self._total = sum(seconds.values())
        left = [seconds[key] for key in missing]
        self._before = self._total - sum(left)
        self._made, self._count, self._all = 0.0, len(seconds) - len(left), len(seconds)
        self._started, self._lock = running_time(), threading.Lock()
        self._percent = -1

    def __call__(self, key: str) -> None:
        """Count a passage; may be called from any thread."""
        with self._lock:
            self._made += self._seconds[key]
            self._count += 1
            done = self._before + self._made
            percent = int(100 * done / self._total) if self._total else 100
            if percent == self._percent and self._count < self._all:
                return
            self._percent = percent
            left = (self._total - done) * (running_time() - self._started) / max(self._made, 0.1)
            bar = "#" * (percent // 5)
            message = f"[{bar:<20}] {self._count} of {self._all} passages, about {clock(left)} left"
            self._display({"message": message, "percent": percent})
