"""Speech that is heard while it is made: the pieces are the whole, each once; what becomes of listeners."""

import asyncio
import itertools

import pytest
from tests.unit.tiny_worker import busy, job, running

from f5tts_worker.jobs.job import Job
from f5tts_worker.jobs.listener import Listener
from f5tts_worker.jobs.status.progress import ProgressPosts
from f5tts_worker.jobs.steps.pieces import Pace, wait_s
from f5tts_worker.running_time import running_time

TEXT = "All is well. It goes on, and on.  So it ends."


async def heard(worker, order):
    """Return what a listener of a job was told, and the job's answer."""
    with Listener("pcm") as listener:
        answering = asyncio.create_task(worker.answer(order, listener))
        answering.add_done_callback(lambda _: listener.end())
        told = [one async for one in listener.heard()]
        return told, await answering


def pieces_of(told):
    return [one for one in told if one["type"] == "piece"]


def words_of(pieces):
    return [word for piece in pieces for word in piece["word_timings"]]


async def test_the_pieces_are_the_whole(tmp_path):
    """Sound, text and words, in order and without gaps; the answer is that of a job without a listener."""
    async with running(tmp_path) as worker:
        told, answer = await heard(worker, job(1, text=TEXT, seed=4))
        whole = await worker.answer(job(2, text=TEXT, seed=4))
    assert told[0] == {"type": "start", "job_id": "job-1", "sample_rate": 24000, "format": "pcm", "seed": 4}
    pieces = pieces_of(told)
    assert [piece["index"] for piece in pieces] == [0, 1, 2]
    assert "".join(piece["text"] for piece in pieces) == TEXT
    assert words_of(pieces) == whole["word_timings"]
    assert len(b"".join(piece["audio"] for piece in pieces)) == round(48_000 * whole["duration"])
    ends = [0.0, *(piece["end"] for piece in pieces)]
    assert [(piece["start"], piece["end"]) for piece in pieces] == list(itertools.pairwise(ends))
    varying = ("job_id", "audio_url", "timings", "usage", "created", "audio_base64", "word_timings_url")
    same = [{key: value for key, value in one.items() if key not in varying} for one in (answer, whole)]
    assert same[0] == same[1]


@pytest.mark.parametrize(
    "text",
    [
        "All is well. It:1,0 stumbles here and there. So it ends.",
        "All is well. It:2,3,1 stumbles here and there. So it ends.",
        "All is well. It:1,3,2 stumbles here and there. So it ends.",
        "One:1,0 is bad. Two:2,1,0 is worse. Three is fine. Four:1,1,1 stays.",
    ],
)
async def test_what_is_misspoken_is_made_again_before_it_leaves(tmp_path, text):
    """Each part as in a job without a listener: as often, and with the same best take."""
    async with running(tmp_path) as worker:
        told, answer = await heard(worker, job(1, text=text, max_retries=2))
        whole = await worker.answer(job(2, text=text, max_retries=2))
    assert answer["retried"] == whole["retried"] != []
    assert words_of(pieces_of(told)) == whole["word_timings"]
    assert "".join(piece["text"] for piece in pieces_of(told)) == text


async def test_a_take_leaves_what_was_made_again_before_it_leaves(tmp_path):
    """As in a job without a listener: nothing that left has to be made again for it."""
    asked = {"text": "One:1,0 is bad. Two:2,1,1 is worse. It:worse! ends.", "max_retries": 2}
    async with running(tmp_path) as worker:
        told, answer = await heard(worker, job(1, **asked, takes={"2": 1, "3": 1}))
        whole = await worker.answer(job(2, **asked, takes={"2": 1, "3": 1}))
    assert answer["retried"] == whole["retried"]
    assert [one["left"] for one in answer["retried"]] == ["", "", "missing: It"]
    assert words_of(pieces_of(told)) == whole["word_timings"]


async def test_an_engine_that_dies_in_the_middle_costs_no_piece(tmp_path):
    """What was under way is done again; what has left does not leave again."""
    async with running(tmp_path) as worker:
        told, answer = await heard(worker, job(1, text="All is well. We perish. So it ends."))
    assert answer["status"] == "completed"
    assert [piece["index"] for piece in pieces_of(told)] == [0, 1, 2]


async def test_what_is_made_otherwise_the_second_time_is_not_joined_to_the_first(tmp_path):
    """Another number type has other lengths: the stream ends with an error that sending it again cures."""
    async with running(tmp_path) as worker:
        told, answer = await heard(worker, job(1, text="All is otherwise. We perish. So it ends."))
    assert (answer["error_code"], answer["retryable"]) == ("INTERNAL", True)
    assert [piece["index"] for piece in pieces_of(told)] == [0, 1]


async def test_a_failure_in_the_middle(tmp_path):
    """Comes as the answer, behind the pieces that were right."""
    async with running(tmp_path) as worker:
        told, answer = await heard(worker, job(1, text="All is well. We stop here. So it ends."))
    assert answer["error_code"] == "OUT_OF_MEMORY"
    assert [piece["index"] for piece in pieces_of(told)] == [0, 1]


async def test_a_failure_before_the_first_piece_is_the_answer_alone(tmp_path):
    """A listener hears nothing, so that a server can still choose its status."""
    async with running(tmp_path) as worker:
        told, answer = await heard(worker, job(1, text="refuse"))
    assert told == []
    assert answer["error_code"] == "OUT_OF_MEMORY"


async def test_a_listener_who_leaves_ends_the_work(tmp_path):
    """At once, in the engine too; `status` says how far he had come in the text."""
    async with running(tmp_path) as worker:
        text = "slowly. " + "And so on. " * 200
        with Listener("pcm") as listener:
            answering = asyncio.create_task(worker.answer(job(1, text=text), listener))
            async for told in listener.heard():
                if told.get("index") == 2:
                    break
            answering.cancel()
            await asyncio.wait({answering})
        assert worker.readiness.state()["engine"] != "BUSY"
        again = {}
        async with asyncio.timeout(120):
            while "error_code" not in again:  # its note is written a moment later
                again = await worker.answer(job(2, endpoint="result", job_id="job-1"))
    assert again["error_code"] == "CANCELLED"
    assert again["details"]["heard"] == {"words": 4, "characters": 18, "seconds": 0.4}


async def test_a_listener_who_takes_nothing_does_not_hold_the_job(tmp_path):
    """What he does not take waits in a file, which goes with him."""
    async with running(tmp_path) as worker:
        with Listener("pcm") as listener:
            answer = await worker.answer(job(1, text=TEXT), listener)
            assert answer["status"] == "completed"
            assert listener.sound.stat().st_size == round(48_000 * answer["duration"])
        assert not listener.sound.parent.exists()


async def test_a_second_listener_of_the_same_job_gets_its_answer(tmp_path):
    """But no pieces: they are the first one's; and if that one leaves, the job goes on for the second."""
    async with running(tmp_path) as worker:
        order = job(1, text="slowly. " + "And so on. " * 5)
        first = asyncio.create_task(heard(worker, order))
        await busy(worker)
        second = asyncio.create_task(heard(worker, order))
        await asyncio.sleep(0.01)
        first.cancel()
        told, answer = await second
    assert told == []
    assert answer["status"] == "completed"


async def test_progress_comes_between_pieces(tmp_path):
    """In per cent, and not before the start."""
    async with running(tmp_path) as worker:
        told, _ = await heard(worker, job(1, text="slowly. " + "And so on. " * 20))
    assert told[0]["type"] == "start"
    for one in told:
        if one["type"] == "progress":
            assert 0 <= one["progress"] <= 100
            assert one["stage"]


@pytest.mark.parametrize("took", [0.5, 2, 2.9, 3.5, 6, 12])
@pytest.mark.parametrize("ready", [1, 2, 5])
def test_speech_that_began_to_be_played_does_not_stop(took, ready):
    """Of 6 pieces of 3 s, which all take as long, none comes after its turn, by what `ready` ones tell."""
    wait = wait_s(3 * ready, took * ready, 3 * (6 - ready), 3)
    begins = took * ready + wait
    slack = [begins + 3 * number - took * (number + 1) for number in range(6)]
    assert min(slack) >= -1e-9
    assert wait == 0 or min(slack) < 1e-9  # and it begins no later than it must
    assert (wait > 0) == (took > 3) or ready > 1


@pytest.mark.parametrize(
    ("waits", "took"),
    [
        ([(0, 100)], [110, 20, 30]),  # others before it, who have gone
        ([(0, 100), (115, 125)], [110, 130, 140]),  # they come again, and may once more
        ([], [10, 20, 30]),
    ],
)
def test_a_wait_for_others_that_is_over_is_no_pace(monkeypatch, tmp_path, waits, took):
    """A busy worker that is fast holds a stream until its second piece at most; each takes 10 s here."""
    clock = [0.0]
    for place in ("f5tts_worker.jobs.job", "f5tts_worker.jobs.steps.pieces"):
        monkeypatch.setattr(f"{place}.running_time", lambda: clock[0])
    work = Job("job-1", ProgressPosts(None), tmp_path, 1e9)
    pace, found, made = Pace(work), [], 0.0
    with work.stage("synthesise"):
        while len(found) < 3:
            work.waits(is_waiting=any(begins <= clock[0] < ends for begins, ends in waits))
            made += not work.is_queued
            clock[0] += 1
            if made and made % 10 == 0 and not work.is_queued:
                work.waits(is_waiting=False)
                found.append(pace.took())
    assert found == took


def test_nothing_waits_for_the_last_piece():
    assert wait_s(3, 60, 0, 3) == 0


async def test_the_first_piece_is_held_back_until_playing_can_begin(tmp_path):
    """Later pieces move that moment; the end of the job, whatever comes, ends the wait."""
    span = (0, 0)
    piece = {"is_last": False, "end": 0.0, "text": "", "word_count": 0}
    with Listener("pcm", is_played=True) as listener:
        listener.sound.touch()
        listener.begin()
        listener.give({**piece, "index": 0}, span, running_time() + 600)
        heard = aiter(listener.heard())
        assert (await anext(heard))["type"] == "start"
        first = asyncio.ensure_future(anext(heard))
        await asyncio.sleep(0.2)
        assert not first.done()
        listener.give({**piece, "index": 1}, span, running_time() + 0.1)
        assert (await first)["index"] == 0
        listener.give({**piece, "index": 2}, span, running_time() + 600)
        assert [(await anext(heard))["index"] for _ in range(2)] == [1, 2]  # what plays already does not wait
    with Listener("pcm", is_played=True) as listener:
        listener.sound.touch()
        listener.give({**piece, "index": 0}, span, running_time() + 600)
        listener.end()
        assert [told["index"] async for told in listener.heard()] == [0]
