"""Speech that is directed: turns, pauses and respellings, through a whole job with the tiny engine.

Its words last 100 milliseconds each, and it says nothing but silence.
"""

import json
import re
import wave
from pathlib import Path

import pytest
from tests.unit.jobs.steps.test_pieces import heard, pieces_of, words_of
from tests.unit.request.test_directions import SETTINGS
from tests.unit.tiny_worker import job, running

from f5tts_worker.jobs.steps.parts import Part, Pauses
from f5tts_worker.jobs.steps.speaking import Task
from f5tts_worker.jobs.steps.turns import task_of
from f5tts_worker.request.parse import parse
from f5tts_worker.script.turns import Pause, Turn


async def spoken(tmp_path, **data):
    async with running(tmp_path) as worker:
        return await worker.answer(job(1, **data))


def starts(answer):
    return [(one["word"], one["start"]) for one in answer["word_timings"]]


async def test_a_plain_text_says_nothing_of_voices(tmp_path):
    """Without markup, the answer has the fields that it always had."""
    answer = await spoken(tmp_path, text="All is well.")
    assert answer["duration"] == 0.3
    assert all("voice" not in word for word in answer["word_timings"])


@pytest.mark.parametrize(
    ("text", "duration", "times"),
    [
        ("[pause:1s]One two.", 1.2, [1.0, 1.1]),
        ("One two.[pause:1s]", 1.2, [0.0, 0.1]),
        ("One [pause:1s] two.", 1.2, [0.0, 1.1]),
        ("[pause:1s] One[pause:2s], two [pause:500ms] three. [pause:250ms]", 4.05, [1.0, 3.1, 3.7]),
    ],
)
async def test_pauses_move_the_words_behind_them(tmp_path, text, duration, times):
    """A pause lasts exactly as long as it says, and every later word comes so much later."""
    answer = await spoken(tmp_path, text=text)
    assert answer["duration"] == duration
    assert [start for _, start in starts(answer)] == times
    assert "[" not in answer["text"]


async def test_pauses_without_words_that_are_shown(tmp_path):
    """A pause inside a text needs the words' times; the answer still has none if none were asked for."""
    answer = await spoken(tmp_path, text="One [pause:1s] two.", word_timings=False)
    assert answer["duration"] == 1.2
    assert "word_timings" not in answer


async def test_turns_of_two_voices(tmp_path):
    """Each turn is said in its voice, and its words say so; the text is that of all turns."""
    answer = await spoken(
        tmp_path,
        turns=[
            {"voice": "rms", "text": "Good evening."},
            {"text": "[pause:1s] Yes?"},
            {"voice": "Ann", "text": "No."},
            {"voice": "bob", "text": "Maybe."},
        ],
        voices={"ann": "rms", "Bob": "rms"},
        subtitle_format=["srt", "vtt"],
    )
    assert [(one["word"], one["start"], one["voice"]) for one in answer["word_timings"]] == [
        ("Good", 0.0, "rms"),
        ("evening.", 0.1, "rms"),
        ("Yes?", 1.2, "slt"),
        ("No.", 1.5, "rms"),
        ("Maybe.", 1.8, "rms"),
    ]
    assert answer["text"] == "Good evening.\n\nYes?\n\nNo.\n\nMaybe."
    assert answer["voice"] == "rms"
    assert "Yes?" in answer["subtitles"]["srt"]["content"]
    speakers = re.findall("<v (.*?)>", answer["subtitles"]["vtt"]["content"])
    assert speakers == ["rms", "slt", "ann", "Bob"]  # as the request has them, where it has


async def test_a_sentence_of_two_voices_is_said_whole_by_each(tmp_path):
    """Each has its own part of it, with its words, their times and its pauses; the rest is cut off."""
    text = "So. I [voice:rms] really, <sub alias='troo'>truly</sub> [/voice] [pause:1s] mean it. Yes."
    async with running(tmp_path) as worker:
        told, answer = await heard(worker, job(1, text=text, seed=4))
    assert [(one["word"], one["start"], one["voice"]) for one in answer["word_timings"]] == [
        ("So.", 0.0, "slt"),
        ("I", 0.1, "slt"),
        ("really,", 0.24, "rms"),
        ("truly", 0.34, "rms"),
        ("mean", 1.44, "slt"),
        ("it.", 1.54, "slt"),
        ("Yes.", 1.64, "slt"),
    ]
    assert answer["duration"] == 1.74
    assert answer["text"] == "So. I really, truly mean it. Yes."
    assert answer["warnings"] == ["truly -> troo"]  # where it stands in all that is spoken
    assert [one["text"].split() for one in pieces_of(told)] == [
        ["So.", "I"],
        ["really,", "truly"],
        ["mean", "it.", "Yes."],
    ]
    fast = "<speak>It is <prosody rate='fast'>very</prosody> late.</speak>"
    answer = await spoken(tmp_path, text=fast, word_timings=False)
    assert (answer["duration"], answer["warnings"]) == (0.4, ["slow down"])  # of one voice, without a gap


async def test_every_unknown_voice_is_named(tmp_path):
    """One error names them all, with the places in the text."""
    answer = await spoken(tmp_path, text="[voice:anna] One. [voice:rms] Two.\n[voice:carl] Three.")
    assert answer["error_code"] == "UNKNOWN_VOICE"
    assert "'anna' (line 1, column 1), 'carl' (line 2, column 1)" in answer["error"]
    assert answer["details"]["voices"] == ["anna", "carl"]
    turns = [{"voice": "ana", "text": "One."}, {"text": "Two, [voice:bea] three."}]
    answer = await spoken(tmp_path, turns=turns, local_voice="dee")
    assert "'ana' (turns[0].voice), 'dee', 'bea' (turns[1].text, line 1, column 6)" in answer["error"]
    answer = await spoken(tmp_path, turns=turns)
    assert "'ana' (turns[0].voice), 'bea' (turns[1].text, line 1, column 6)" in answer["error"]


CUE = "1\n00:00:00,000 --> 00:00:02,000\nHi.\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"text": "Hello there. [voice:nobody]"}, "'nobody' (text, line 1, column 14)"),
        ({"text": "[voice:nobody]\n[voice:rms] Hello."}, "'nobody' (text, line 1, column 1)"),
        ({"text": "<speak>Hi. <voice name='nobody'/> Ho.</speak>"}, "'nobody' (text, line 1, column 12)"),
        ({"text": "Hi.", "voices": {"anna": "nobody"}}, "'nobody' (voices)"),
        ({"text": "[voice:rms] Hi.", "local_voice": "nobody"}, "There is no voice named 'nobody'."),
        (
            {"turns": [{"text": "Hi."}, {"voice": "nobody", "text": "[pause]"}]},
            "'nobody' (turns[1].voice)",
        ),
        ({"endpoint": "dub", "srt": CUE, "voices": {"anna": "nobody"}}, "'nobody' (voices)"),
    ],
)
async def test_an_unknown_voice_that_says_nothing_is_named_too(tmp_path, data, said):
    """Otherwise a cast with a wrong name in it is noticed on the day that the person speaks."""
    answer = await spoken(tmp_path, **data)
    assert (answer.get("error_code"), said in answer.get("error", "")) == ("UNKNOWN_VOICE", True), answer


async def test_voices_that_say_nothing_may_be_there(tmp_path):
    """They are not fetched for that; those that come with the model count."""
    text = "Hi. [voice:rms]"
    answer = await spoken(tmp_path, text=text, voices={"ann": "slt", "bea": "rms"}, local_voice="slt")
    assert (answer["status"], answer["voice"]) == ("completed", "slt")


async def test_takes_count_the_sentences_of_all_turns(tmp_path):
    """Sentence 3 is the first of the second turn here."""
    turns = [{"text": "One. Two."}, {"voice": "rms", "text": "Three."}]
    assert (await spoken(tmp_path, turns=turns, takes={"3": 1}))["status"] == "completed"
    assert "the text has 3" in (await spoken(tmp_path, turns=turns, takes={"4": 1}))["error"]


async def test_misspoken_parts_are_made_again_in_their_turn(tmp_path):
    """What was made again is told by its number in the whole."""
    turns = [{"text": "All is well."}, {"text": "It:1,0 stumbles."}]
    answer = await spoken(tmp_path, turns=turns, max_retries=2)
    assert [(one["chunk"], one["times"], one["left"]) for one in answer["retried"]] == [(2, 1, "")]


async def test_a_turn_has_its_own_speed(tmp_path):
    """The engine says of a fast one that it is."""
    assert (await spoken(tmp_path, turns=[{"text": "One."}, {"text": "Two.", "speed": 1.5}]))["warnings"] == [
        "slow down"
    ]


async def test_lexicons_beside_the_voices(tmp_path):
    """The stored ones count where the request's says nothing else; a broken one does no harm."""
    voices = Path(tmp_path) / "f5tts" / "store" / "voices"
    voices.mkdir(parents=True)
    (voices / "lexicon.json").write_text(json.dumps({"GIF": "jif", "SQL": "sequel"}))
    (voices / "lexicon.en.json").write_text("{")
    answer = await spoken(tmp_path, text="The GIF in SQL.", lexicon={"SQL": "ess cue ell"})
    assert answer["warnings"] == ["GIF -> jif", "SQL -> ess cue ell"]
    assert [word for word, _ in starts(answer)] == ["The", "GIF", "in", "SQL."]
    (voices / "lexicon.de.json").write_text(json.dumps({"GIF": "gif"}))
    (voices / "lexicon.wav").write_text("no lexicon")
    async with running(tmp_path) as worker:
        told = await worker.answer(job(1, endpoint="list_voices", lexicons=True, limit=1))
        plain = await worker.answer(job(2, endpoint="list_voices"))
    assert told["lexicons"] == {"": {"GIF": "jif", "SQL": "sequel"}, "de": {"GIF": "gif"}}
    assert (told["model"], told["language"]) == (answer["model"], "en")
    assert "lexicons" not in plain


async def test_a_voice_keeps_its_defaults(tmp_path):
    """What was uploaded with a voice counts where a request says nothing else, and `get_voice` shows it."""
    defaults = {"speed": 1.5, "language": "de-DE", "seed": 7, "lexicon": {"GIF": "jif"}}
    recording = {
        "voice_file_base64": "UklGRnh4eHhXQVZFIGFuZCBtb3Jl",
        "ref_text": "my words",
        "voice_name": "carla",
    }
    async with running(tmp_path) as worker:
        stored = await worker.answer(job(1, endpoint="upload", defaults=defaults, **recording))
        again = await worker.answer(job(8, endpoint="result", job_id=stored["job_id"]))
        shown = await worker.answer(job(2, endpoint="get_voice", voice_name="carla"))
        spoken = await worker.answer(job(3, text="A GIF.", local_voice="carla", any_language=True))
        other = await worker.answer(
            job(4, text="A GIF.", local_voice="carla", speed=1, seed=1, language="en", lexicon={"GIF": "gif"})
        )
        turns = [{"voice": "slt", "text": "A GIF."}, {"voice": "carla", "text": "A GIF."}]
        both = await worker.answer(job(5, turns=turns))
        refused = await worker.answer(
            job(6, endpoint="upload", defaults={"speed": 9, "pace": 1}, **recording)
        )
        reserved = await worker.answer(job(7, endpoint="upload", **recording | {"voice_name": "lexicon"}))
    assert "error" not in spoken, spoken["error"]
    kept = {"speed": 1.5, "language": "de", "seed": 7, "lexicon": {"GIF": "jif"}}
    assert stored["defaults"] == again["defaults"] == shown["voice"]["defaults"] == kept
    assert (spoken["seed"], spoken["language"]) == (7, "de")
    assert spoken["warnings"] == ["slow down", "GIF -> jif"]
    assert (other["seed"], other["language"], other["warnings"]) == (1, "en", ["GIF -> gif"])
    assert both["warnings"] == ["slow down", "GIF -> jif"]
    assert "has a speed that is 9 (expected a number from 0.3 to 3); has 'pace'" in refused["error"]
    assert "which is kept for lexicons" in reserved["error"]


async def test_the_file_is_one_whole_wav(tmp_path):
    """Its header tells its length."""
    await spoken(tmp_path, turns=[{"text": "One."}, {"text": "Two."}], seed=1)
    (file,) = Path(tmp_path).rglob("output/*.wav")
    with wave.open(str(file)) as sound:
        assert sound.getnframes() == 24 * 400


async def test_a_listener_hears_turn_by_turn(tmp_path):
    """The pieces are the whole: its sound, its text, its words; the record has the same words."""
    text = "[voice:rms] One two. [pause:1s] [voice:slt] Three [pause:1s] four."
    async with running(tmp_path) as worker:
        told, answer = await heard(worker, job(1, text=text, seed=4))
        again = await worker.answer(job(2, endpoint="result", job_id="job-1"))
    assert again["word_timings"] == answer["word_timings"]
    pieces = pieces_of(told)
    assert [(one["start"], one["end"]) for one in pieces] == [(0.0, 1.2), (1.2, 2.4)]
    assert "".join(one["text"] for one in pieces) == answer["text"]
    assert words_of(pieces) == answer["word_timings"]
    assert len(b"".join(one["audio"] for one in pieces)) == round(48_000 * answer["duration"])


async def test_turns_wait_together_for_the_engine(tmp_path):
    """As many at once as the worker takes jobs, which the engine batches; what comes of them is in order."""
    turns = [
        {"text": f"We meet {number}.", "voice": voice} for number, voice in enumerate(("slt", "rms") * 3)
    ]
    async with running(tmp_path, F5TTS_JOBS="3") as worker:
        answer = await worker.answer(job(1, turns=turns))
        cues = "\n\n".join(f"00:0{n},0 --> 00:0{n},9\nmeet {n}" for n in range(3)).replace("00:", "00:00:")
        dub = await worker.answer(job(2, endpoint="dub", srt=cues))
    assert answer["text"] == "\n\n".join(turn["text"] for turn in turns)
    words = [(one["word"], one["voice"], one["start"]) for one in answer["word_timings"]]
    expected = [
        (word, turn["voice"], pytest.approx(0.5 * number + 0.1 * place))
        for number, turn in enumerate(turns)
        for place, word in enumerate(turn["text"].split())
    ]
    assert words == expected
    assert [one["start"] for one in dub["word_timings"]] == [0.0, 0.1, 1.0, 1.1, 2.0, 2.1]


async def test_what_others_are_doing_ends_with_a_turn_that_fails(tmp_path):
    """The job has that one's error, and the engine is free for the next."""
    turns = [{"text": "One."}, {"text": "We refuse this."}, {"text": "We hang on."}]
    async with running(tmp_path, F5TTS_JOBS="3") as worker:
        failed = await worker.answer(job(1, turns=turns))
        after = await worker.answer(job(2, text="All is well."))
    assert failed["error_code"] == "OUT_OF_MEMORY"
    assert after["status"] == "completed"


def test_a_turn_is_not_cut_to_be_heard_sooner():
    """With `low_latency`, too: it leaves when it is whole, and short chunks would change its melody."""
    turns = [{"text": "One."}, {"text": "Two."}]
    request = parse({"endpoint": "tts", "turns": turns, "low_latency": True}, SETTINGS)
    parts = [Part(turn, [turn.text], {}, "slt") for turn in request.turns]
    whole = Task(request, ["One.", "Two."], {}, "en", 1, Path("speech.wav"), None)
    assert request.low_latency
    assert not any(task_of(whole, parts, number, 0).request.low_latency for number in range(2))


async def test_a_pause_that_was_asked_for_ends_a_cue(tmp_path):
    """Inside a turn, between two, and before a turn's first word; nothing of it is in the word timings."""
    data = {
        "text": "One [pause:500ms] two three. [pause:1s] Four. [pause:200ms] Five.",
        "subtitle_format": "srt",
    }
    answer = await spoken(tmp_path, **data)
    blocks = answer["subtitles"]["srt"]["content"].strip().split("\n\n")
    assert [block.split("\n", 2)[2] for block in blocks] == ["One", "two three.", "Four. Five."]
    turns = [{"text": "One [pause:1s]"}, {"text": "two."}, {"text": "[pause:1s] Three."}]
    answer = await spoken(tmp_path, turns=turns, subtitle_format="srt")
    blocks = answer["subtitles"]["srt"]["content"].strip().split("\n\n")
    assert [block.split("\n", 2)[2] for block in blocks] == ["One", "two.", "Three."]
    assert not any("pause_ms" in word for word in answer["word_timings"])


def test_very_many_pauses_in_a_long_turn():
    """They are found in one pass: each once counted all characters before it, and no other job went on."""
    text = "Ab cd, ef " * 10_000
    shown = [{"word": word, "start_ms": 9, "end_ms": 9} for word in text.split()]
    turn = Turn(text, pauses=[Pause(at, 5) for at in range(3, 60_000, 10)])
    found = Pauses.of(turn, shown)
    assert (found.before, found.after, len(found.cuts), found.counts[:3]) == (0, 0, 6_000, [1, 4, 7])


@pytest.mark.parametrize(
    ("data", "seconds", "times"),
    [
        # A pause keeps its length, and what is left of the whole is for the words.
        ({"text": "One two. [pause:2s] Three four."}, 3.0, [0.0, 0.25, 2.5, 2.75]),
        ({"text": "[pause:500ms] One two. [pause:500ms]"}, 1.4, [0.5, 0.7]),
        ({"text": "One two.\n\nThree.", "paragraph_pause": 1}, 1.6, [0.0, 0.2, 1.4]),
        # So does the silence between two voices.
        ({"turns": [{"text": "One two."}, {"voice": "rms", "text": "Three."}]}, 0.8, [0.0, 0.2, 0.6]),
        # A speed of a turn's own counts beside the others', and not at all where it is alone.
        ({"turns": [{"text": "One two.", "speed": 0.5}]}, 0.4, [0.0, 0.2]),
        ({"turns": [{"text": "One.", "speed": 0.5}, {"text": "Two."}]}, 0.8, [0.0, 0.6]),
        ({"text": "<speak>One. <prosody rate='50%'>Two.</prosody></speak>"}, 0.8, [0.0, 0.4]),
    ],
)
async def test_a_length_is_that_of_the_whole(tmp_path, data, seconds, times):
    """Pauses, turns and speeds of their own are in it, and words lie where they are heard."""
    answer = await spoken(tmp_path, **data, duration_seconds=seconds)
    assert answer["duration"] == seconds
    assert [start for _, start in starts(answer)] == pytest.approx(times, abs=0.002)
    ends = [one["end"] for one in answer["word_timings"]]
    assert all(end <= start for end, start in zip(ends, [*times[1:], seconds], strict=True))
    rate = len(times) * 60 / seconds
    assert (await spoken(tmp_path, **data, words_per_minute=rate))["duration"] == pytest.approx(
        seconds, abs=0.001
    )


@pytest.mark.parametrize("seconds", [1.9, 2.0, 2.05, 9])
async def test_a_length_that_pauses_leave_no_room_for(tmp_path, seconds):
    """It is refused before anything is spoken, with the pauses in each number."""
    answer = await spoken(tmp_path, text="One [pause:2s] two.", duration_seconds=seconds)
    assert answer["error_code"] == "INVALID_REQUEST"
    fault = {
        "field": "duration_seconds",
        "problem": f"means {seconds:g} s, but the text takes about 2.2 s by itself, 2 s of them pauses",
        "expected": "what means 2.1 to 2.6 s",
    }
    assert answer["details"] == {"faults": [fault], "natural_seconds": 2.2, "pause_seconds": 2.0}


@pytest.mark.parametrize("pace", [41, 600])
async def test_a_pace_that_pauses_leave_no_room_for(tmp_path, pace):
    """It is told in words a minute, as it was asked for; what is named as right, is."""
    text = "One [pause:2s] two." if pace == 600 else "One two three. [pause:100ms]"
    answer = await spoken(tmp_path, text=text, words_per_minute=pace)
    (fault,) = answer["details"]["faults"]
    assert fault["field"] == "words_per_minute"
    assert fault["problem"].startswith(f"is {pace}, but the text has about ")
    assert "s of them pauses" in fault["problem"]
    least, most = map(int, fault["expected"].split(" to "))
    right = [max(40, least), min(600, most)]
    assert right == sorted(right)
    for one in right:
        assert (await spoken(tmp_path, text=text, words_per_minute=one))["status"] == "completed"


async def test_a_listener_hears_a_length_turn_by_turn(tmp_path):
    """All turns are made before the first of them leaves; then each lies where the answer says."""
    data = {"turns": [{"text": "One."}, {"text": "Two."}], "duration_seconds": 0.8}
    async with running(tmp_path) as worker:
        told, answer = await heard(worker, job(1, seed=4, **data))
    assert [(one["start"], one["end"]) for one in pieces_of(told)] == [(0.0, 0.3), (0.3, 0.8)]
    assert words_of(pieces_of(told)) == answer["word_timings"]


async def test_pauses_count_in_what_an_answer_holds(tmp_path):
    """The sentence says how long the whole would be, pauses and all."""
    answer = await spoken(tmp_path, text="Hi." + " [pause:30s]" * 5 + " Ho.", duration_seconds=150.5)
    assert answer["error_code"] == "RESULT_TOO_LARGE"
    assert "The speech would be 150 s long; at most 140 s of this format fit" in answer["error"]
