"""Speech whose words are heard: what is misspoken is made again, and the best take is kept."""

import itertools
import logging

import pytest
from tests.unit.tiny_worker import job, running


async def spoken(tmp_path, text, **options):
    async with running(tmp_path) as worker:
        return await worker.answer(job(1, text=text, **{"max_retries": 2, **options}))


@pytest.mark.parametrize(
    ("takes", "times", "left"),
    [
        ("1,0", 1, ""),
        ("3,1,0", 2, ""),
        ("2,3,1", 2, "missing: It"),
        ("1,3,2", 2, "missing: It"),  # the first was the best
        ("2,1,1,0", 2, "missing: It"),
    ],
)
async def test_what_is_misspoken_is_made_again(tmp_path, takes, times, left):
    """At most twice; the answer says which part, why, how often, and what is left of it."""
    answer = await spoken(tmp_path, f"All is well. It:{takes} stumbles here and there. So it ends.")
    (retried,) = answer["retried"]
    assert retried["chunk"] == 2
    assert retried["words"] == f"It:{takes} stumbles here and …"
    assert retried["why"].startswith("missing: It")
    assert (retried["times"], retried["left"]) == (times, left)
    assert len(answer["word_timings"]) == 11


async def test_chunks_are_made_again_apart_from_one_another(tmp_path):
    """Each keeps its own best take."""
    answer = await spoken(tmp_path, "One:1,0 is bad. Two:2,1,0 is worse. Three is fine. Four:1,1,1 stays.")
    told = {one["chunk"]: (one["times"], one["left"]) for one in answer["retried"]}
    assert told == {1: (1, ""), 2: (2, ""), 4: (2, "missing: Four")}


@pytest.mark.parametrize("options", [{"max_retries": 0}, {"model": "demo", "max_retries": None}])
async def test_nothing_is_made_again_where_that_is_switched_off(tmp_path, options):
    """Nor with the demo, whose aligner is too small to judge, unless that is asked for."""
    assert "retried" not in await spoken(tmp_path, "It:1,0 stumbles.", **options)


async def test_speech_without_a_fault_says_nothing_of_it(tmp_path):
    """No field, no warning."""
    answer = await spoken(tmp_path, "All is well.")
    assert "retried" not in answer


async def test_a_result_that_is_asked_for_again_tells_it_too(tmp_path):
    """What was made again is in the record."""
    async with running(tmp_path) as worker:
        first = await worker.answer(job(1, text="It:1,0 stumbles.", max_retries=2))
        again = await worker.answer(job(2, endpoint="result", job_id=first["job_id"]))
    assert again["retried"] == first["retried"] != []


async def test_a_take_leaves_what_was_made_again_as_it_was(tmp_path):
    """Its own sentence apart: the others are as they were without it, after as many tries."""
    text = "One:1,0 is bad. Two:2,1,1 is worse. Three is fine."
    plain = (await spoken(tmp_path / "plain", text))["retried"]
    taken = (await spoken(tmp_path / "taken", text, takes={"2": 1}))["retried"]
    assert [one["left"] for one in plain] == ["", "missing: Two"]
    assert taken == [plain[0], plain[1] | {"left": ""}]


async def test_a_take_that_is_misspoken_is_told(tmp_path):
    """It is what was asked for, and is not made again."""
    retried = (await spoken(tmp_path, "One is fine. It:worse! stumbles.", takes={"2": 1}))["retried"]
    assert [(one["chunk"], one["times"], one["left"]) for one in retried] == [(2, 0, "missing: It")]


async def test_takes_of_sentences_that_are_not_there(tmp_path):
    """The error names them, and how many there are."""
    answer = await spoken(tmp_path, "One. Two.", takes={"2": 1, "7": 1})
    assert answer["error_code"] == "INVALID_REQUEST"
    assert "takes names sentence 7; the text has 2" in answer["error"]
    (fault,) = answer["details"]["faults"]
    assert (fault["field"], fault["expected"]) == ("takes", "numbers from 1 to 2")
    assert answer["details"]["sentences"] == 2


async def test_takes_are_judged_before_a_model_is_loaded(tmp_path):
    """A turn has its sentences too; the engine is not started for what cannot be done."""
    async with running(tmp_path) as worker:
        turns = [{"text": "One. Two."}, {"text": "Three."}]
        answer = await worker.answer(job(1, turns=turns, takes={"3": 1, "4": 1}))
        health = await worker.answer(job(2, endpoint="health"))
    assert "takes names sentence 4; the text has 3" in answer["error"]
    assert health["engine"] == "NEW"


async def test_progress_never_runs_back(tmp_path, caplog):
    """What is made again has a stage of its own; no other comes twice, and no share becomes smaller."""
    with caplog.at_level(logging.DEBUG, "f5tts_worker.jobs.status.progress"):
        await spoken(tmp_path, "One:2,1,0 is bad. Two:1,0 is better. Three is fine.")
    told = [record.progress for record in caplog.records if hasattr(record, "progress")]
    stages = [stage for stage, _ in itertools.groupby(update["stage"] for update in told)]
    assert len(set(stages)) == len(stages)
    assert stages[stages.index("align") + 1] == "retry"
    for one, after in itertools.pairwise(told):
        assert one["stage"] != after["stage"] or one.get("percent", 0) <= after.get("percent", 0)
    rounds = {update["message"]: update["percent"] for update in told if update["stage"] == "retry"}
    assert rounds == {"speaking 2 misspoken parts again": 25, "speaking 1 misspoken part again": 75}


@pytest.mark.parametrize(("way", "told"), [("model", []), ("stretching", ["stretched"])])
async def test_another_pace_is_made_as_was_asked_for(tmp_path, way, told):
    """By the model, or by stretching alone."""
    assert (await spoken(tmp_path, "All is well.", pace_by=way, speed=0.8))["warnings"] == told
