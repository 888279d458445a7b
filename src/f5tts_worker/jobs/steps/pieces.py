"""Speech that is heard while it is made: each piece is judged, timed, encoded and given away.

What has left cannot be taken back, so a misspoken piece is made again before anything behind it leaves: the
speech is asked for anew with another take of that chunk. All that was spoken before is kept by the engine and
costs next to nothing. The samples, the words and their times are those of `speaking.speak`.
"""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from f5tts_worker.engine.protocol import ENCODE, ChunkFaults, EncodeParams, Piece, SynthesiseResult
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs.job import QUEUED, Job
from f5tts_worker.jobs.listener import Listener
from f5tts_worker.jobs.ready.session import Session
from f5tts_worker.jobs.steps.engine import align_words
from f5tts_worker.jobs.steps.speaking import (
    ROUNDS,
    Misspoken,
    Settled,
    Spoken,
    Task,
    first_words,
    retries_of,
    settle,
    synthesise,
    told,
    without_takes,
)
from f5tts_worker.running_time import running_time
from f5tts_worker.storage.results.outputs import machine_made
from f5tts_worker.subtitles.words import timing_of

FARTHEST = 200  # characters between two words of the text: a link's address, a tag
MOMENT_S = 0.2  # less than that is no wait for others
MOST_HELD_S = 20.0  # however slowly speech is made: clients give up where they hear nothing


async def speak_in_pieces(task: Task, session: Session, listener: Listener) -> Spoken:
    """Say the task's text to a listener, and return what `speak` does. Raises WorkerError as that does."""
    leaving = _Leaving(task, session, listener)
    if task.request.takes and task.request.is_heard and retries_of(task.request):
        leaving.begin_with(await settle(without_takes(task), session))
    with session.job.stage("synthesise"):
        while (speech := await leaving.follow()) is None:
            pass
    session.job.warnings += leaving.warnings
    words = leaving.words if task.request.is_heard else None
    return Spoken(speech, words, told(leaving.wrong, speech["chunks"], leaving.left), leaving.audio)


class _Leaving:
    """The pieces of one job: which have left, and which takes the others are."""

    def __init__(self, task: Task, session: Session, listener: Listener) -> None:
        self.words: list[Mapping[str, Any]] = []  # of the pieces that left, as the engine gives them
        self.wrong: dict[int, Misspoken] = {}
        self.left: dict[int, ChunkFaults] = {}  # what is wrong with pieces that left
        self.warnings: list[str] = []
        self.audio: Path | None = None
        self._task, self._session = task, session
        self._giving = Giving(task, session, listener)
        self._began = running_time()
        self._retries = retries_of(task.request)
        self._is_given = not self._retries
        self._retakes: dict[int, int] = {}
        self._ends: list[int] = []  # samples, of the pieces that left

    def begin_with(self, settled: Settled) -> None:
        """Take what was settled without `takes` as it is: nothing is made again but what these name."""
        self.wrong, self._retakes, self._is_given = settled.wrong, settled.retakes, True

    async def follow(self) -> SynthesiseResult | None:
        """Have the text spoken and let its pieces leave; return None where one must be made again first."""
        if self.audio is not None:  # what it begins with comes once more
            await self._session.job.in_thread(self.audio.unlink, missing_ok=True)
        arrived: asyncio.Queue[Piece | None] = asyncio.Queue()
        tell, is_again = arrived.put_nowait, bool(self._retakes)
        making = asyncio.ensure_future(
            synthesise(self._task, self._retakes, self._session, tell, is_again=is_again)
        )
        making.add_done_callback(lambda _: arrived.put_nowait(None))
        try:
            while (piece := await arrived.get()) is not None:
                self.audio = Path(piece["audio"])
                if piece["index"] < len(self._ends):
                    self._check(piece)
                elif not await self._has_left(piece):
                    return None
            return making.result()
        finally:
            making.cancel()
            await asyncio.wait({making})

    def _check(self, piece: Piece) -> None:
        """Raise WorkerError where a piece that left is made otherwise now: another number type, say."""
        if piece["stop"] != self._ends[piece["index"]]:
            raise WorkerError(
                "INTERNAL", "The speech had to be made anew, and what was sent of it no longer fits."
            )

    async def _has_left(self, piece: Piece) -> bool:
        """Judge a piece and let it go; say whether it may."""
        words: list[Any] = []
        if self._task.request.is_heard:
            said = {"chunks": [piece["chunk"]]}
            with self._session.job.stage("align"):
                aligned = await align_words(
                    Path(piece["audio"]),
                    said,
                    self._task.language,
                    self._session,
                    is_beside=True,
                    characters=self._task.request.times_characters,
                )
            fault = aligned["faults"][0] if aligned["faults"] else None
            if not self._is_settled(piece, fault):
                return False
            if fault is not None and retries_of(self._task.request):
                self.left[piece["index"]] = fault
            words = list(aligned["words"])
            self.warnings += aligned["warnings"]
        await self._giving.give(piece, words)
        self.words += words
        self._ends.append(piece["stop"])
        return True

    def _is_settled(self, piece: Piece, fault: Any) -> bool:
        """Say whether a piece stays as it is; if not, its chunk's next take is noted."""
        number = piece["index"]
        if self._is_given:
            return True
        if fault is not None and number not in self.wrong:
            self.wrong[number] = Misspoken(first_words(piece["chunk"]))
        chunk = self.wrong.get(number)
        if chunk is None:
            return True
        take = self._retakes.get(number, 0)
        if take in chunk.takes:  # the best of them, once more
            return True
        chunk.takes[take] = fault
        has_time = self._session.job.remaining() >= ROUNDS * (running_time() - self._began)
        is_over = chunk.is_right or take >= self._retries or not has_time
        self._retakes[number] = chunk.best if is_over else take + 1
        return self._retakes[number] == take


class Giving:
    """Gives a job's pieces to its listener, in order."""

    def __init__(self, task: Task, session: Session, listener: Listener) -> None:
        self._task, self._session, self._listener = task, session, listener
        self._format = listener.format or task.request.output_format
        self._pace = Pace(session.job)
        self._bytes = 0  # of the listener's file
        self._text_at = 0  # characters of the text that left
        self._longest = 0.0  # seconds, of a piece
        self._held_until = 0.0  # at the latest

    async def give(self, piece: Piece, words: Sequence[Mapping[str, Any]]) -> None:
        """Encode a piece as it follows the ones before it, and hand it over with its words."""
        if self._listener.has_left():  # others may wait for the same job
            return
        request, rate = self._task.request, piece["sample_rate"]
        order: EncodeParams = {
            "audio": piece["audio"],
            "out": str(self._listener.sound),
            "format": self._format,
            "sample_rate": request.sample_rate,
            "comment": machine_made(request.model),
            "until": piece["stop"],
            "is_last": piece["is_last"],
        }
        try:
            with self._session.job.stage("encode"):
                encoded = await self._session.call(ENCODE, order, is_beside=True)
        except WorkerError:
            if self._listener.has_left():  # and the file with it
                return
            raise
        facts = {"job_id": self._session.job.id, "sample_rate": encoded["sample_rate"]}
        self._listener.begin(**facts, seed=self._task.seed, format=self._format)
        shown: dict[str, Any] = {
            "index": piece["index"],
            "is_last": piece["is_last"],
            "start": piece["start"] / rate,
            "end": piece["stop"] / rate,
            "text": self._text_of(piece),
            "word_count": len(piece["chunk"]["words"]),
        }
        if request.word_timings and request.timing_level != "sentence":
            shown["word_timings"] = [timing_of(word) for word in words]
        self._listener.give(shown, (self._bytes, encoded["bytes"]), self._can_begin(piece))
        self._bytes = encoded["bytes"]

    def _can_begin(self, piece: Piece) -> float:
        """Return when playing can begin, by what is known with this piece."""
        now, made, took = running_time(), piece["stop"] / piece["sample_rate"], self._pace.took()
        self._longest = max(self._longest, made - piece["start"] / piece["sample_rate"])
        self._held_until = self._held_until or now + MOST_HELD_S
        if self._task.request.low_latency or not self._text_at:
            return 0.0
        rest = made * (len(self._task.request.text) / self._text_at - 1)
        return min(now + wait_s(made, took, rest, self._longest), self._held_until)

    def _text_of(self, piece: Piece) -> str:
        """Return the part of the text that a piece says: together, they are the text."""
        text, at = self._task.request.text, self._text_at
        for word in piece["chunk"]["words"]:
            shown = word["display"].strip()
            found = text.find(shown, at, at + FARTHEST + len(shown))
            at = found + len(shown) if found >= 0 else at
        at = len(text) if piece["is_last"] else at
        part, self._text_at = text[self._text_at : at], at
        return part


class Pace:
    """How long a job's pieces take."""

    def __init__(self, job: Job) -> None:
        self._job, self._began, self._waited_before = job, running_time(), job.seconds[QUEUED]
        self._waited_first: float | None = None  # before the first piece

    def took(self) -> float:
        """Return in how many seconds the pieces were made that are there; called once for each.

        Time that the job waited for others is a part of it, for it may have to wait again. That before the
        first piece is none once a second one came without such a wait: then it is over.
        """
        took, waited = running_time() - self._began, self._job.seconds[QUEUED] - self._waited_before
        if self._waited_first is None:
            self._waited_first = waited
            return took
        is_over = not self._job.is_queued and waited - self._waited_first < MOMENT_S
        return took - self._waited_first if is_over else took


def wait_s(made: float, took: float, rest: float, longest: float) -> float:
    """Return for how long speech must not be played yet, so that playing it does not stop later.

    `made` seconds of it took `took` seconds; the `rest` will take as long for each of its seconds, and the
    last piece, at most as long as the `longest`, must be there when all before it has been played.
    """
    return max(0.0, rest * took / made - (made + rest - longest)) if made and rest else 0.0
