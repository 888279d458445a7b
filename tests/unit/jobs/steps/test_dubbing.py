"""Subtitles that are spoken, through a whole job with the tiny engine, whose words last 100 milliseconds."""

import itertools

import pytest
from tests.unit.servers import serve
from tests.unit.tiny_worker import job, running

from f5tts_worker.jobs.delivery import response


def srt(*cues):
    """Return subtitles: (start in ms, end in ms, words) each."""

    def clock(ms):
        return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02},{ms % 1000:03}"

    return "\n\n".join(f"{clock(start)} --> {clock(end)}\n{words}" for start, end, words in cues)


async def dubbed(tmp_path, **data):
    async with running(tmp_path) as worker:
        return await worker.answer(job(1, endpoint="dub", **data))


async def test_cues_begin_at_their_times(tmp_path):
    """Silence fills the time between; the track is as long as the file says; speakers have their voices."""
    text = srt((1000, 2000, "One two."), (2500, 2700, "Anna: Three."), (4000, 9000, "Four."))
    answer = await dubbed(tmp_path, srt=text, voices={"anna": "rms"}, subtitle_format="vtt")
    assert [(one["word"], one["start"], one["voice"]) for one in answer["word_timings"]] == [
        ("One", 1.0, "slt"),
        ("two.", 1.1, "slt"),
        ("Three.", 2.5, "rms"),
        ("Four.", 4.0, "slt"),
    ]
    assert answer["duration"] == 9.0
    assert answer["warnings"] == []
    assert answer["text"] == "One two.\n\nThree.\n\nFour."
    assert "<v slt>One two." in answer["subtitles"]["vtt"]["content"]
    assert "<v Anna>Three." in answer["subtitles"]["vtt"]["content"]  # as the file has it


async def test_a_track_lasts_as_long_as_its_file(tmp_path):
    """Also where that ends with music, or with what has no words in it."""
    for last in ("♪ la la ♪", "[music]", "..."):
        answer = await dubbed(tmp_path, srt=srt((500, 1600, "Hello."), (4000, 15_000, last)))
        assert (answer["duration"], answer["text"]) == (15.0, "Hello.")


async def test_speakers_of_a_dialogue_have_lines_of_their_own(tmp_path):
    """As in the file, without the dashes; a line that is only broken there is one sentence."""
    text = srt((0, 3000, "- How are you?\n- Fine, thanks."), (4000, 6000, "- It is only\nbroken."))
    answer = await dubbed(tmp_path, srt=text, subtitle_format="srt")
    blocks = answer["subtitles"]["srt"]["content"].strip().split("\n\n")
    assert [block.split("\n")[2:] for block in blocks] == [
        ["How are you?", "Fine, thanks."],
        ["It is only broken."],
    ]
    assert answer["warnings"] == []


async def test_what_does_not_fit_is_spoken_faster_and_named(tmp_path):
    """A cue borrows the gap after it, then its pace rises, and beyond the limit a warning names it."""
    six = "one two three four five six"  # 600 ms
    text = srt(*((start, start + 100, six) for start in (0, 1000, 1500, 1800, 2000, 9000)))
    answer = await dubbed(tmp_path, srt=text)
    starts = [one["start"] for one in answer["word_timings"] if one["word"] == "one"]
    assert starts == [0.0, 1.0, 1.5, 1.8, 2.0, 9.0]
    told, cut_off = "did not fit: it is spoken", " and cut off at the next cue. Not heard: six"
    assert answer["warnings"] == [
        f"Cue 3 (0:00:01.500) {told} 2.0 times as fast as by itself.",
        f"Cue 4 (0:00:01.800) {told} 2.5 times as fast as by itself{cut_off}",
    ]
    assert answer["duration"] == 9.6
    words = answer["word_timings"][18:24]
    assert [(one["source"], one["score"] is None) for one in words] == [("aligned", False)] * 5 + [
        ("interpolated", True)
    ]
    assert (words[5]["start"], words[5]["end"]) == (2.0, 2.0)
    pairs = itertools.pairwise(answer["word_timings"])
    assert all(one["end"] <= after["start"] for one, after in pairs)
    slower = await dubbed(tmp_path, srt=text, max_pace=2.5)
    assert len(slower["warnings"]) == 1


async def test_a_short_cue_may_fill_its_time(tmp_path):
    """With `min_pace` it is spoken slower, as far as that goes."""
    answer = await dubbed(tmp_path, srt=srt((0, 220, "One two."), (1000, 9000, "Three.")), min_pace=0.8)
    assert [one["end"] for one in answer["word_timings"]] == [0.099, 0.209, 1.112]


async def test_a_cue_that_is_fitted_was_not_kept_from_before(tmp_path):
    """Its chunks are this job's own, though they are read twice; another job does find them."""
    data = {
        "endpoint": "dub",
        "srt": srt((0, 100, "One two."), (180, 900, "Three.")),
        "pace_by": "stretching",
    }
    async with running(tmp_path) as worker:
        usages = [(await worker.answer(job(number, **data)))["usage"] for number in range(2)]
    assert [(one["chunks_made"], one["chunks_kept"], one["cached"]) for one in usages] == [
        (2, 0, "none"),
        (0, 2, "all"),
    ]


async def test_subtitles_from_an_address(tmp_path):
    """They are fetched first; what is wrong with them is an error with the line."""
    folder = tmp_path / "web"
    folder.mkdir()
    (folder / "good.srt").write_text(srt((500, 900, "One.")))
    (folder / "bad.srt").write_text(srt((500, 900, "One."), (100, 200, "Two.")))
    (folder / "bad.bin").write_bytes(b"\0\1\2")
    with serve(folder) as web:
        async with running(tmp_path, F5TTS_ALLOW_PRIVATE_URLS="true") as worker:
            good, bad, binary = [
                await worker.answer(job(number, endpoint="dub", srt_url=f"{web.address}/{name}"))
                for number, name in enumerate(("good.srt", "bad.srt", "bad.bin"))
            ]
    assert good["word_timings"][0]["start"] == 0.5
    assert "srt_url has a cue in line 4 (0:00:00.100 to 0:00:00.200) that runs backwards" in bad["error"]
    assert bad["details"]["faults"][0]["line"] == 4
    assert "is no text file" in binary["error"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({}, "srt is missing"),
        ({"srt": "x", "srt_url": "https://example.org/a"}, "srt_url is given together with srt"),
        ({"srt": "nothing"}, "srt has no cue with words in it"),
        ({"srt": srt((0, 100, "One.")), "min_pace": 0.9, "max_pace": 0.5}, "max_pace is 0.5"),
        ({"srt": srt((0, 100, "One.")), "voices": {"a": "nobody"}, "local_voice": "x"}, "no voice named 'x'"),
        ({"srt": srt((0, 100, "One.")), "text": "x"}, "text does not belong to endpoint dub"),
    ],
)
async def test_bad_requests(tmp_path, data, told):
    """One error says what is wrong."""
    assert told in (await dubbed(tmp_path, **data))["error"]


async def test_a_track_that_no_answer_holds_is_refused_before_it_is_made(tmp_path, monkeypatch):
    """Its silence counts: the last cue's end says how long it will be at least."""
    monkeypatch.setattr(response, "MAX_ANSWER_BYTES", 10_000)
    answer = await dubbed(tmp_path, srt=srt((0, 100, "One."), (50_000, 50_100, "Two.")))
    assert answer["error_code"] == "RESULT_TOO_LARGE"
    assert "The track lasts 0:00:50.100" in answer["error"]
    assert "S3_BUCKET" in answer["error"]


async def test_a_track_that_begins_at_an_hour_of_time_code(tmp_path, monkeypatch):
    """If it is too long for an answer, the error says what helps."""
    monkeypatch.setattr(response, "MAX_ANSWER_BYTES", 10_000)
    answer = await dubbed(tmp_path, srt=srt((3_600_500, 3_602_000, "One.")))
    assert answer["error_code"] == "RESULT_TOO_LARGE"
    assert "if the picture's time code begins at 1:00:00, take 1:00:00 off all times" in answer["error"]


async def test_a_last_cue_without_a_length(tmp_path):
    """The track ends when it has been said."""
    answer = await dubbed(tmp_path, srt="[00:01.00]One two.")
    assert answer["duration"] == pytest.approx(1.2, abs=0.05)


async def test_letters_are_composed_wherever_they_come_from(tmp_path):
    """A file's decomposed letters are as those of a text, and names of voices are the same in both forms."""
    (folder := tmp_path / "web").mkdir()
    (folder / "a.srt").write_text(srt((0, 900, "Rene\u0301: Cafe\u0301.")))
    with serve(folder) as web:
        async with running(tmp_path, F5TTS_ALLOW_PRIVATE_URLS="true") as worker:
            order = {"srt_url": f"{web.address}/a.srt", "voices": {"Rene\u0301": "rms"}}
            answer = await worker.answer(job(1, endpoint="dub", **order))
    (word,) = answer["word_timings"]
    assert (word["word"], word["voice"]) == ("Caf\u00e9.", "rms")
