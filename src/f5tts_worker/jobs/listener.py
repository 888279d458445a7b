"""Somebody who hears a job's speech while it is made: from the worker's event loop to that of a server.

What a job tells is small and waits in a queue. The sound waits in a file of the listener's own, which is read
a piece at a time, when the next one is wanted: a slow listener costs neither memory nor the job's time.
"""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any, Self

from f5tts_worker.running_time import running_time
from f5tts_worker.supervisor.own_folder import own_folder

LOOK_S = 0.05

Told = dict[str, Any]


class Listener:
    """Belongs to the event loop that it is made in, where it is heard; the other methods are the job's.

    Used as `with Listener("pcm") as listener`. What it hears, in this order: `{"type": "start", job_id,
    sample_rate, format, seed}`, and then `piece`s, with `progress` between them.
    """

    def __init__(self, audio_format: str | None = None, *, is_played: bool = False) -> None:
        """`audio_format`: in which its sound is wanted, `pcm` for bare samples; None: the job's own.

        Where it `is_played` as it comes, the first piece waits until playing need not stop for a later one.
        """
        self.format = audio_format
        self._is_played = is_played
        self._can_begin = 0.0
        self._has_left = False
        self.words = self.characters = 0  # of the text, in pieces that it took
        self.seconds = 0.0  # of speech
        self._loop = asyncio.get_running_loop()
        self._told: asyncio.Queue[Told | None] = asyncio.Queue()
        self.has_begun = False
        self._resources = contextlib.ExitStack()
        self._folder = self._resources.enter_context(own_folder())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._has_left = True
        self._resources.close()

    def has_left(self) -> bool:
        """Say whether it hears no more: its file is gone, too."""
        return self._has_left

    @property
    def sound(self) -> Path:
        """The file that the pieces' sound is appended to."""
        return self._folder / "sound"

    @property
    def place(self) -> Told:
        """How far it has come in the speech and the text."""
        return {"words": self.words, "characters": self.characters, "seconds": round(self.seconds, 3)}

    def begin(self, **facts: Any) -> None:
        """Say what is common to all pieces, once, before the first."""
        if not self.has_begun:
            self.has_begun = True
            self._tell({"type": "start", **facts})

    def give(self, piece: Mapping[str, Any], span: tuple[int, int], can_begin: float = 0.0) -> None:
        """Hand a piece over, whose sound is so many bytes of the file, from one to another.

        If playing begins at `can_begin`, of the running time, no later piece will be missing in its turn.
        """
        self._can_begin = can_begin
        self._tell({"type": "piece", **piece, "span": span})

    async def progress(self, update: Mapping[str, Any]) -> None:
        """Say how far the job is, once there is something to hear."""
        if self.has_begun and "percent" in update:
            self._tell({"type": "progress", "stage": update["stage"], "progress": update["percent"]})

    def end(self) -> None:
        """Say that there is no more."""
        self._can_begin = 0.0
        self._tell(None)

    async def heard(self) -> AsyncIterator[Told]:
        """Yield what the job tells until its end; a piece's sound is the bytes `audio`."""
        while (told := await self._told.get()) is not None:
            if told["type"] != "piece":
                yield told
                continue
            if told["index"] == 0 and self._is_played:
                await self._wait()
            start, stop = told.pop("span")
            words = told.pop("word_count")
            sound = await asyncio.to_thread(_read, self.sound, start, stop)
            yield {**told, "audio": sound}
            self.words += words
            self.characters += len(told["text"])
            self.seconds = told["end"]

    async def _wait(self) -> None:
        """Wait until playing can begin: a moment that each piece that comes meanwhile may move."""
        while (left := self._can_begin - running_time()) > 0:  # noqa: ASYNC110 - a moment, no event
            await asyncio.sleep(min(left, LOOK_S))

    def _tell(self, told: Told | None) -> None:
        with contextlib.suppress(RuntimeError):  # its loop has closed: the server is going
            self._loop.call_soon_threadsafe(self._told.put_nowait, told)


def _read(path: Path, start: int, stop: int) -> bytes:
    with path.open("rb") as file:
        return os.pread(file.fileno(), stop - start, start)
