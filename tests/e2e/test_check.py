"""`f5tts check` against a real worker, sound and with one planted fault each, which it must find and name."""

import array
import base64
import io
import re
import time
import wave
from dataclasses import replace

import pytest
from tests.e2e.faulty_proxy import Fault, FaultyProxy, Recorded
from tests.e2e.test_client import Client

from f5tts_worker.client.check import course, lifecycle, paces, sending
from f5tts_worker.client.check.command import run
from f5tts_worker.client.check.course import Course
from f5tts_worker.client.check.orders import SENTENCE, SHORT, SHORT_RATE
from f5tts_worker.client.check.sending import Patience, Sender
from f5tts_worker.client.check.truth import recordings
from f5tts_worker.client.check.verdict import Verdict
from f5tts_worker.client.command import main
from f5tts_worker.client.connection import Connection
from f5tts_worker.running_time import running_time
from f5tts_worker.runpod_sdk import import_sdk

pytestmark = pytest.mark.environment

LIVE_POLL_SECONDS = 0.2  # while the worker speaks; each question takes it some milliseconds
# In place of the half minute that the check has spoken, and of its eight sentences.
LONG = (
    "Nobody spoke. The water was cold and clear, and a light wind came from the hills. After an hour they "
    "found the old bridge. One of them sat down in the grass. It was not a long letter."
)
MANY = ("Hi.", "Come in.", "Sit down.", "Good morning.", "Go on.", "Wait.", "It rained.", "The end.")
HURRIED = Patience(total=400, first=20, queued=2, working=60, unknown=1, cancelled=3)


@pytest.fixture(scope="module", autouse=True)
def shorter():
    """Have the shorter texts spoken, but for the job that is cancelled."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(course, "LONG", LONG)
        patch.setattr(paces, "LONG", LONG)
        patch.setattr(lifecycle, "MANY", MANY)
        yield


@pytest.fixture(scope="module")
def recorded(api):
    """Let a check of the sound worker record its answers, and find no fault in it."""
    recorded = Recorded(api.base)
    assert checked(recorded, Fault(), Patience(), poll_seconds=LIVE_POLL_SECONDS) == []
    return recorded


def checked(recorded, fault, patience=HURRIED, endpoint=None, folder=None, poll_seconds=0.02):
    """Return `job: fault` for all that a check finds through the proxy; with an id, at RunPod's paths."""
    with FaultyProxy(recorded, fault) as proxy, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sending, "POLL_SECONDS", poll_seconds)
        patch.setattr(import_sdk(), "endpoint_url_base", proxy.address)
        sender = Sender(Connection(endpoint or proxy.address, endpoint), patience, lambda _: None)
        jobs = Course(sender, Verdict(), list(recordings()), folder)
        try:
            run(jobs)
        finally:
            sender.close()
        return [f"{claim.job}: {claim.fault}" for claim in jobs.verdict.faults]


def in_answers(change, *texts, endpoint=None, status="COMPLETED"):
    """Return a fault that changes what orders of this endpoint get, about these texts (all without any)."""

    def state(order, state):
        about = order.get("endpoint") == endpoint and (not texts or order.get("text") in texts)
        if about and state["status"] == status:
            change(state["output"])
        return state

    return Fault(state=state)


def shifted(ms):
    def change(answer):
        for word in answer.get("word_timings", ()):
            word["start"], word["end"] = (max(0, round(word[end] + ms / 1000, 3)) for end in ("start", "end"))

    return change


def resounding(change):
    """Return what replaces the WAV of an answer by `change(rate, samples)`: a rate and samples."""

    def inner(answer):
        with wave.open(io.BytesIO(base64.b64decode(answer["audio_base64"]))) as file:
            rate, samples = file.getframerate(), array.array("h", file.readframes(file.getnframes()))
        rate, samples = change(rate, samples)
        made = io.BytesIO()
        with wave.open(made, "wb") as file:
            file.setparams((1, 2, rate, 0, "NONE", ""))
            file.writeframes(samples.tobytes())
        answer["audio_base64"] = base64.b64encode(made.getvalue()).decode()

    return inner


def muted(rate, samples):
    samples[3 * rate : 4 * rate] = array.array("h", bytes(2 * rate))
    return rate, samples


def with_a_silent_second(rate, samples):
    return rate, samples[: 3 * rate] + array.array("h", bytes(2 * rate)) + samples[3 * rate :]


def swap_timings(answer):
    words = answer["word_timings"]
    words[2]["word"], words[3]["word"] = words[3]["word"], words[2]["word"]


def swap_text(answer):
    answer["text"] = answer["text"].replace("old man", "man old")


def test_a_sound_endpoint_behind_runpods_queue(recorded):
    """The whole course with RunPod's paths and states (jobs wait, and say how long): no fault is found."""

    def told(_order, state):
        return {**state, "delayTime": 320, "executionTime": 900, "workerId": "a1b2"}

    def waits(_order, seconds):
        return {"status": "IN_QUEUE", "delayTime": 10} if seconds < 0.1 else None

    assert checked(recorded, Fault(state=told, queue=waits), endpoint="abc123") == []


def test_paces_side_by_side(recorded, tmp_path):
    """The same text at 0.8 and 1.25 in both ways: five recordings, as long as their pace makes them."""
    assert checked(recorded, Fault(), Patience(), folder=tmp_path, poll_seconds=LIVE_POLL_SECONDS) == []
    seconds = {}
    for path in tmp_path.iterdir():
        with wave.open(str(path)) as file:
            seconds[path.name] = file.getnframes() / file.getframerate()
    usual = seconds.pop("pace-1.wav")
    assert set(seconds) == {
        f"pace-{speed}-by-{way}.wav" for speed in ("0.8", "1.25") for way in ("model", "stretching")
    }
    for name, length in seconds.items():
        assert length == pytest.approx(usual / float(name.split("-")[1]), abs=0.01)


def test_word_times_that_are_late_or_early(recorded):
    """150 ms off: in speech by the sound and by `align`, in the aligner by recordings with known times."""
    for ms, word in ((150, "late"), (-150, "early")):
        found = checked(recorded, in_answers(shifted(ms), LONG))
        # Told in steps of 10 ms, and the speech itself may be one of them off.
        told = re.compile(f"long: the words' times are about 1[456]0 ms too {word} for the sound")
        assert any(map(told.search, found)), found
        assert any("off what `align` finds in the same speech" in one for one in found)
        assert {one.partition(":")[0] for one in found} == {"long"}
        found = checked(recorded, in_answers(shifted(ms), endpoint="align"))
        known = [one for one in found if one.startswith("align: ") and f"ms too {word}" in one]
        assert len(known) == 3, found


def test_a_silent_second(recorded):
    """Whether it replaces a second of speech or is put in between."""
    for change in (muted, with_a_silent_second):
        found = checked(recorded, in_answers(resounding(change), LONG))
        assert any(one.startswith("long: nothing can be heard from ") for one in found), found
        assert {one.partition(":")[0] for one in found} == {"long"}


def test_two_words_that_are_swapped(recorded):
    """In the word timings and in the answer's text, both words are named."""
    found = checked(recorded, in_answers(swap_timings, SENTENCE))
    named = "word_timings: two words are swapped: 'man' (word 3) and 'walked'"
    assert sum(named in one for one in found) == 2, found
    found = checked(recorded, in_answers(swap_text, SENTENCE))
    assert (
        sum("the answer's text: two words are swapped: 'old' (word 2) and 'man'" in one for one in found) == 2
    )


def test_two_words_that_are_spoken_in_the_other_order(recorded):
    """What is heard betrays them. The transcription is a stand-in: this worker has none."""

    def hears(order, state):
        if order.get("endpoint") == "align" and "text" not in order:
            natural = next(iter(recordings()))
            swapped = LONG.replace("old bridge", "bridge old")
            said = natural.text if order["audio_base64"] == natural.base64 else swapped
            return {"id": state["id"], "status": "COMPLETED", "output": {"text": said}}
        return state

    assert checked(recorded, Fault(state=hears)) == [
        "hear: the long speech: two words are spoken in the other order: 'old' and 'bridge'"
    ]


def test_an_answer_that_takes_30_seconds_too_long(recorded, monkeypatch):
    """The seconds are named that neither the queue nor the worker accounts for, by a clock that is moved."""
    passed = []
    monkeypatch.setattr(sending, "running_time", lambda: running_time() + sum(passed))

    def late(order, _seconds):
        if order.get("sample_rate") != SHORT_RATE or passed:
            return None
        passed.append(30)
        return {"status": "IN_PROGRESS"}

    found = checked(recorded, Fault(queue=late))
    assert len(found) == 1
    assert found[0].startswith("short: the answer took 3")
    assert found[0].endswith("account for")


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ({}, "the queue knew no such job (404)"),
        ({"status": "IN_QUEUE"}, "never left the queue: it was IN_QUEUE for"),
    ],
)
def test_a_lost_job(recorded, state, sentence):
    """A job that is gone, and one that never begins, are named long before the check's time is over."""
    begun = time.monotonic()
    found = checked(recorded, Fault(queue=lambda order, _: state if order.get("text") == MANY[4] else None))
    assert len(found) == 1
    assert found[0].startswith("at once: 5: the job is lost: ")
    assert sentence in found[0]
    assert time.monotonic() - begun < HURRIED.total / 2


def test_a_job_that_never_ends(recorded):
    """It is begun, and then nothing is heard of it."""

    def stuck(order, _seconds):
        return {"status": "IN_PROGRESS"} if order.get("text") == LONG else None

    found = checked(recorded, Fault(queue=stuck), Patience(queued=2, working=3, unknown=1, cancelled=3))
    assert len(found) == 1
    assert found[0].startswith("long: the job is lost: ")
    assert "has not ended 3 s after it was begun" in found[0]


def test_a_cancel_that_is_not_heeded(recorded):
    """By the queue; and by a worker that goes on while the queue says CANCELLED."""
    unheeded, patience = Fault(heeds_cancel=False, replays_cancel=False), replace(HURRIED, cancelled=1)
    found = checked(recorded, unheeded, patience, poll_seconds=LIVE_POLL_SECONDS)
    assert len(found) == 1
    assert found[0].startswith("cancel: the cancel was not heeded: ")
    goes_on = in_answers(lambda answer: answer.update(status="PROCESSING"), endpoint="status")
    found = checked(recorded, goes_on, patience)
    assert len(found) == 1
    assert found[0].startswith("cancel: the cancel was not heeded by the worker")


def test_an_error_without_its_code(recorded):
    """Missing in the sentence, in the field, and wrong in both: each is named."""

    def without_head(order, state):
        if state["status"] == "FAILED":
            state["error"] = state["error"].partition(": ")[2]
        return state

    found = checked(recorded, Fault(state=without_head))
    assert sum("the error's sentence begins with no code" in one for one in found) == 4, found
    drop = in_answers(lambda answer: answer.pop("error_code"), "", status="FAILED")
    assert checked(recorded, drop) == ["bad input: no text, speed 9: the error comes without its error_code"]


def test_a_wrong_sample_rate(recorded):
    """In the answer, in the file's head, or in all of the sound."""
    for change in (
        lambda answer: answer.update(sample_rate=22050),
        resounding(lambda rate, samples: (22050, samples)),
        resounding(lambda rate, samples: (rate // 2, samples[::2])),
    ):
        found = checked(recorded, in_answers(change, SHORT))
        assert any(one.startswith("short: the sample rate is wrong: asked for 16000") for one in found), found
        assert {one.partition(": ")[0] for one in found} == {"short", "speech in the uploaded voice"}


def test_subtitles_that_say_something_else(recorded):
    """A cue at another time, and a file that is missing."""

    def late_cue(answer):
        srt = answer["subtitles"]["srt"]
        srt["content"] = srt["content"].replace(",", ";").replace("00:00:00;", "00:00:01,").replace(";", ",")

    found = checked(recorded, in_answers(late_cue, SENTENCE))
    assert sum("srt: 'The old man' is shown from" in one for one in found) == 2, found
    found = checked(recorded, in_answers(lambda answer: answer["subtitles"].pop("vtt"), SENTENCE))
    assert found == ["cold: vtt is missing", "warm: vtt is missing"]


def test_the_command_writes_a_report(api, recorded, tmp_path, monkeypatch, capsys):
    """A sound worker: exit code 0, a report with figures and the device, and no voice is left."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sending, "POLL_SECONDS", 0.02)
    with FaultyProxy(recorded, Fault()) as proxy:
        assert main(["check", proxy.address, "--yes", "--quiet"]) == 0
        assert "0 did not" in capsys.readouterr().out
        report = (tmp_path / "f5tts-check.md").read_text(encoding="utf-8")
        assert "no GPU: the worker speaks on the CPU" in report
        assert "| word times of flite-slt, ms: starts, median and 95th percentile | " in report
        assert proxy.address not in report
    assert "f5tts-check-" not in str(api.ok({"endpoint": "list_voices"}))


# Above without its half minute; a report that exists already: tests/unit/client/check/test_bad_endpoints.py.
@pytest.mark.exhaustive
def test_the_command_as_a_user_runs_it(api, tmp_path, recorded):
    """With its own long text, and nothing left in the store; the same path is not overwritten."""
    with FaultyProxy(recorded, Fault()) as proxy:
        client = Client(tmp_path)
        out = client.ok("check", proxy.address, "--yes", "--quiet")
        assert "0 did not" in out
        report = (tmp_path / "f5tts-check.md").read_text(encoding="utf-8")
        assert "no GPU: the worker speaks on the CPU" in report
        assert "| word times of flite-slt, ms: starts, median and 95th percentile | " in report
        assert proxy.address not in report
        assert client.run("check", proxy.address, "--yes")[0] == 2
        listed = client.ok("voices", "--endpoint", api.base, "--quiet")
        assert "f5tts-check-" not in listed
