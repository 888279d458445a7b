"""Speech that leaves a queue's worker while it is made: each piece is a file in the bucket.

Before a job's end, RunPod's queue shows its newest progress and nothing else. So progress has the address of
the first piece, and each piece that of the next one, where there is nothing until it is made.
"""

import asyncio
import base64
import json
import logging
import time
from typing import Any, Self

from f5tts_worker.jobs.listener import Listener
from f5tts_worker.jobs.status.progress import ProgressPosts
from f5tts_worker.storage.results.expiry import put_mark, text_of
from f5tts_worker.storage.results.records import output_key
from f5tts_worker.storage.store import Store

log = logging.getLogger(__name__)

PATIENCE_S = 20.0  # how long the answer waits for the last pieces
NOWHERE = "pieces was ignored: without a bucket there is nowhere to put them."


class PieceFiles:
    """Puts a job's pieces into its bucket. Used as `async with PieceFiles(...) as pieces`.

    A file is an object of JSON: `job_id`, `sample_rate`, `format` and `seed`, what a stream tells of the
    piece, its sound in base64, and `next`, unless it is the last.
    """

    def __init__(
        self,
        store: Store,
        job_id: str,
        digest: str,
        progress: ProgressPosts,
        *,
        expires_in: int | None = None,
        seconds_left: float = 0.0,
    ) -> None:
        """`digest` tells the request from others under the same id, which have pieces of their own.

        `expires_in` is the request's, from the job's end on, for which there are at most `seconds_left`.
        """
        self._store, self._job_id, self._digest, self._progress = store, job_id, digest, progress
        self._lifetime = expires_in
        self._until = None if expires_in is None else time.time() + seconds_left + expires_in
        self.listener = Listener()

    async def __aenter__(self) -> Self:
        self._putting = asyncio.create_task(self._put_all())
        return self

    async def __aexit__(self, *exception: object) -> None:
        self.listener.end()
        is_wanted = exception[0] is not asyncio.CancelledError
        try:
            await asyncio.wait({self._putting}, timeout=PATIENCE_S if is_wanted else 0)
        finally:  # also where the job is cancelled meanwhile
            self._putting.cancel()
            await asyncio.wait({self._putting})
            self.listener.__exit__()

    async def _put_all(self) -> None:
        """Put each piece into the bucket as it comes."""
        about: dict[str, Any] = {}
        try:
            async for told in self.listener.heard():
                kind = told.pop("type")
                if kind == "start":
                    about = told
                    await asyncio.to_thread(self._put_mark)
                elif kind == "piece":
                    await asyncio.to_thread(self._put, {**about, **told})
                    if told["index"] == 0:
                        self._progress.add(pieces_url=self._url(0))
        except Exception as error:  # noqa: BLE001 (whatever it is, it costs the pieces, never the job)
            log.warning("pieces cannot be stored: %s", error)

    def _put_mark(self) -> None:
        """Note when the pieces go at the latest: a job that fails, or is killed, has no record to say so."""
        if self._until is not None:
            put_mark(self._store, {"job_id": self._job_id, "expires": text_of(self._until)})

    def _put(self, piece: dict[str, Any]) -> None:
        index = piece["index"]
        piece["audio"] = base64.b64encode(piece["audio"]).decode("ascii")
        if not piece["is_last"]:
            piece["next"] = self._url(index + 1)
        data = json.dumps(piece, ensure_ascii=False).encode()
        self._store.put_bytes(self._key(index), data, "application/json")

    def _url(self, index: int) -> str | None:
        return self._store.url(self._key(index), self._lifetime)

    def _key(self, index: int) -> str:
        return output_key(self._job_id, f"{self._digest[:12]}.piece-{index}.json")
