"""What becomes of pieces on their way into the bucket when their job ends."""

import asyncio
import threading

from f5tts_worker.jobs.delivery.piece_files import PieceFiles
from f5tts_worker.jobs.status.progress import ProgressPosts


class Slow:
    """A stand-in for a bucket that does not answer before it may."""

    def __init__(self):
        self.is_asked, self.may_answer = threading.Event(), threading.Event()

    def url(self, key, longest_s=None):
        return f"https://bucket.example/{key}"

    def put_bytes(self, key, data, content_type):
        self.is_asked.set()
        assert self.may_answer.wait(60)


async def test_a_job_cancelled_while_its_last_pieces_are_stored_leaves_nothing():
    """The file of what was heard goes at once, whatever the bucket does."""
    store = Slow()
    files = PieceFiles(store, "job-1", "digest", ProgressPosts(None))

    async def work():
        async with files as pieces:
            pieces.listener.sound.write_bytes(b"sound")
            pieces.listener.give(
                {"index": 0, "is_last": True, "text": "", "end": 0.1, "word_count": 0}, (0, 5)
            )

    working = asyncio.create_task(work())
    await asyncio.to_thread(store.is_asked.wait, 60)
    working.cancel()
    await asyncio.wait({working})
    store.may_answer.set()
    assert working.cancelled()
    assert not files.listener.sound.parent.exists()
