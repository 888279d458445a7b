"""From words to a wav file with a small random model: chunks, places, levels, seeds."""

# ruff: noqa: RUF001 - letters of many scripts are what some texts hold

import itertools
import os
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from f5tts_worker.engine.audio import decode as audio
from f5tts_worker.engine.audio.loudness import loudness
from f5tts_worker.engine.audio.silence import pauses, shorten_pauses
from f5tts_worker.engine.model.loader import load_model
from f5tts_worker.engine.model.vocoder import load_vocoder
from f5tts_worker.engine.reference.prepare import PreparedReference
from f5tts_worker.engine.speech import scheduling
from f5tts_worker.engine.speech.chunking import CLAUSE, SENTENCE, WORD
from f5tts_worker.engine.speech.join_chunks import Wave, at_tempo, blocks, guard_peak, lay_out, levelled
from f5tts_worker.engine.speech.kept_waves import make_room
from f5tts_worker.engine.speech.planning import Wishes, chunk_seed, plan_speech
from f5tts_worker.engine.speech.synthesis import SynthesisRequest, synthesise
from f5tts_worker.engine.text.spoken import split_sentences, split_words
from f5tts_worker.errors import WorkerError

RATE = 24_000
TEXT = "The first of these sentences is short. The second one, as you may hear, takes longer. " * 2


def noise(seconds, seed=1):
    return np.random.default_rng(seed).normal(0, 0.1, int(seconds * RATE)).astype(np.float32)


REFERENCE = PreparedReference(
    sha="0" * 64,
    samples=noise(12),
    gain=1.0,
    lufs=-20.0,
    ms=12_000,
    text="Twelve seconds of somebody who speaks slowly enough for this test to have chunks. ",
    language="en",
    chars_per_second=7.0,
    transcribed=False,
    warnings=(),
)
# What is spoken is spoken after this one: two thirds of every chunk would be the longer one's frames.
BRIEF = replace(REFERENCE, samples=noise(2), ms=2_000, text="Two seconds of a brisk voice. ")
BRIEF_WINDOW_S = 8.5  # leaves a chunk as many words as the longer one would in the model's own window


@pytest.fixture(scope="module")
def models(tiny_models, vocos_folder):
    model = load_model(tiny_models["newer"].files, "cpu", "float32", probe=False)
    return model, load_vocoder(vocos_folder, model.device, model.mel)


def speaking(models, folder):
    narrow = replace(models[0], window_s=BRIEF_WINDOW_S)

    def call(
        text=TEXT,
        reference=BRIEF,
        language="en",
        progress=lambda *_: None,
        *,
        model=narrow,
        kept=None,
        words=None,
        **options,
    ):
        words = words or split_words(text, language)
        request = SynthesisRequest(words, **{"nfe_steps": 2, "seed": 3, **options})
        with tempfile.TemporaryDirectory(dir=folder) as fresh:
            result = synthesise(
                model,
                models[1],
                reference,
                request,
                folder / "out.wav",
                progress,
                kept or Path(fresh) / "kept",
            )
        samples, rate = audio.read_wav(folder / "out.wav")
        assert rate == RATE
        return result, samples

    return call


@pytest.fixture
def speak(models, tmp_path):
    return speaking(models, tmp_path)


@pytest.fixture(scope="module")
def usual(models, tmp_path_factory):
    """Return what comes of a request without any wish."""
    return speaking(models, tmp_path_factory.mktemp("usual"))()


def test_words_and_places_are_whole(usual):
    """Every word is in one chunk, in order; chunks lie in order inside the file, which is as long as told."""
    result, samples = usual
    chunks = result["chunks"]
    assert len(chunks) > 1
    assert " ".join(word["display"] for chunk in chunks for word in chunk["words"]) == TEXT.strip()
    times = [time for chunk in chunks for time in (chunk["start_ms"], chunk["end_ms"])]
    assert times == sorted(times)
    assert times[0] == 0
    assert times[-1] == result["ms"] == round(len(samples) / 24)


def test_what_is_sure_to_be_too_long_is_refused_before_it_is_made(speak, usual):
    """By the frames that it would get, so long as no silence at its edges can make it fit."""
    seen, made = [], usual[0]["ms"]
    with pytest.raises(WorkerError, match="would be about") as caught:
        speak(max_ms=made // 2, progress=lambda *step: seen.append(step))
    assert caught.value.code == "RESULT_TOO_LARGE"
    assert seen == []
    assert speak(max_ms=made)[0]["ms"] == made
    sentence = f"about 1[0-9][0-9] s long, pauses included; at most {(100_000 + made - 9) // 1000} s of"
    with pytest.raises(WorkerError, match=sentence) as caught:
        speak(max_ms=100_000 + made - 9, besides_ms=100_000 + made)
    assert caught.value.details["seconds"] > 100


def test_speech_that_takes_far_longer_than_its_time_is_refused_at_once(speak):
    """Only by a speed that was measured, and only if it would take more than three times what is left."""
    made, seen = speak("Hello there.")[0], []
    needs = made["frames"] * made["nfe_steps"] / 100  # s, at 100 frames a second
    for left, speed in ((needs / 2.9, 100.0), (needs / 100, None), (None, 1.0)):
        said, _ = speak("Hello there.", seconds_left=left, frames_per_second=speed)
        assert said["ms"] == made["ms"]
    slow = {"seconds_left": needs / 3.1, "frames_per_second": 100.0}
    with pytest.raises(WorkerError, match=f"about {needs:.0f} s to make") as caught:
        speak("Hello there.", **slow, progress=lambda *step: seen.append(step))
    assert caught.value.code == "JOB_TIMEOUT"
    assert seen == []


def test_no_chunk_is_over_the_models_window(models):
    """Reference and speech are at most 25 s in every chunk, or as long as a checkpoint's entry says."""
    words = split_words("word " * 700, "en")
    plan = plan_speech(models[0], REFERENCE, words, Wishes())
    narrow = plan_speech(replace(models[0], window_s=16.0), REFERENCE, words, Wishes())
    assert len(narrow.chunks) > len(plan.chunks) > 10
    assert max(one.plan.frames for one in plan.chunks) <= 25 * 93.75 + 1
    assert max(one.plan.frames for one in narrow.chunks) <= 16 * 93.75 + 1


def planned_frames(model, reference):
    return [one.frames for one in plan_speech(model, reference, split_words(TEXT, "en"), Wishes()).chunks]


def test_hesitations_of_the_reference_do_not_slow_the_speech(models):
    """Pauses where its text has no mark are not passed on; those at marks are, as far as they are usual."""
    spoken, pause = noise(3), np.zeros(RATE * 3 // 10, np.float32)
    fluent = replace(REFERENCE, samples=np.concatenate([spoken, spoken, spoken]))
    halting = replace(REFERENCE, samples=np.concatenate([spoken, pause, spoken, pause, spoken]))
    assert planned_frames(models[0], halting) == pytest.approx(planned_frames(models[0], fluent), rel=0.015)
    marked = replace(halting, text=REFERENCE.text.replace("somebody", "somebody,"))
    assert min(planned_frames(models[0], marked)) > 1.01 * max(planned_frames(models[0], halting))


def test_a_reference_is_as_long_as_what_is_said_in_it(models):
    """Digits in its text count as the words that they are read as."""
    digits = replace(REFERENCE, text="The 36 of us speak slowly enough for 12 tests to have chunks. ")
    words = replace(
        REFERENCE, text="The thirty-six of us speak slowly enough for twelve tests to have chunks. "
    )
    assert planned_frames(models[0], digits) == planned_frames(models[0], words)


def test_the_same_request_gives_the_same_file(speak, usual):
    """Twice the same request: the same samples; another seed: others."""
    (_, one), (_, two), (_, other) = usual, speak(), speak(seed=4)
    assert np.array_equal(one, two)
    assert not np.array_equal(one, other)


def test_batches_do_not_change_the_speech(speak):
    """One chunk a batch or all together: the same samples but for fp32's rounding."""
    (_, together), (_, single) = speak(max_batch_frames=100_000), speak(max_batch_frames=1)
    assert np.abs(together - single).max() < 1e-3 * np.abs(together).max()


def test_chunks_have_their_own_noise():
    """Noise comes from the seed, the chunk's text, how often it stood before, and the take."""
    seeds = {
        chunk_seed(seed, text, occurrence, take, retake)
        for seed in (0, 2**53)
        for text in ("a", "b")
        for occurrence in range(3)
        for take in range(3)
        for retake in range(2)
    }
    assert len(seeds) == 72
    assert all(0 <= seed < 2**63 for seed in seeds)
    assert chunk_seed(1, "a") == chunk_seed(1, "a", 0, 0)


PARAGRAPHS = [
    "The first of these paragraphs says little. It has two sentences.\n\n",
    "The second one is longer than it. There are four lines in it. Here is the third. And the last.\n \n",
    "Then comes the third. It ends the text.",
]


def test_an_edit_changes_its_own_paragraph(speak, tmp_path):
    """Whatever another paragraph becomes, the chunks of the rest are those that were made before."""
    other = "Something else stands here now, and it goes on for a while. Yes!\n\n"
    for paragraph in PARAGRAPHS:
        speak(words=split_sentences([paragraph], "en"), kept=tmp_path / "alone")
    alone = {path.name for path in (tmp_path / "alone").glob("*.wav")}
    speak(words=split_sentences(PARAGRAPHS, "en"), kept=tmp_path / "whole")
    assert {path.name for path in (tmp_path / "whole").glob("*.wav")} == alone
    words = split_sentences([PARAGRAPHS[0], other, PARAGRAPHS[2]], "en")
    edited, _ = speak(words=words, kept=tmp_path / "whole")
    outer = [one for one in edited["chunks"] if one["words"][0]["display"] in ("The", "Then")]
    assert edited["kept"] == len(outer) == 2
    assert len(edited["chunks"]) > 2


def test_a_chunk_never_crosses_a_paragraph(models):
    """However short paragraphs are; an ornament by itself goes with what follows it."""
    words = split_sentences(["One.\n\n", "\U0001f642\n\n", "Two.\n\n", "Three. Four."], "en")
    plan = plan_speech(models[0], REFERENCE, words, Wishes())
    assert [[word.display for word in one.words] for one in plan.chunks] == [
        ["One."],
        ["\U0001f642", "Two."],
        ["Three.", "Four."],
    ]


def test_the_same_words_twice_have_other_noise(models):
    """Else two alike sentences would sound the same to the sample."""
    words = split_sentences(["Yes.\n\n", "Yes.\n\n", "Yes."], "en")
    seeds = [one.plan.seed for one in plan_speech(models[0], REFERENCE, words, Wishes()).chunks]
    assert len(set(seeds)) == 3


def test_a_take_changes_its_own_sentence(models):
    """Other noise for the sentence that is named, or the chunk; all else as it was."""
    words = split_sentences([f"{name}.\n\n" for name in ("One", "Two", "Three")], "en")

    def seeds(**wishes):
        return [one.plan.seed for one in plan_speech(models[0], REFERENCE, words, Wishes(**wishes)).chunks]

    first, take, retake = seeds(), seeds(takes={1: 1}), seeds(retakes={1: 1})
    assert [a == b for a, b in zip(first, take, strict=True)] == [True, False, True]
    assert [a == b for a, b in zip(first, retake, strict=True)] == [True, False, True]
    assert take[1] != retake[1]  # a caller's next take is never what was rejected already
    assert seeds(takes={1: 2}) not in (first, take)


def test_a_sentence_among_others_is_planned_anew_by_itself(models):
    """The chunk stays as it is; the sentence has noise from the chunk's own, its place and its take."""
    words = split_sentences(["We ran. ", "We ran. ", "Birds sang.\n\n", "The sun was low."], "en")

    def plan(**wishes):
        return plan_speech(models[0], REFERENCE, words, Wishes(**wishes))

    plain, asked = plan(), plan(takes={0: 1, 1: 0, 2: 3})
    assert [one.plan.seed for one in asked.chunks] == [one.plan.seed for one in plain.chunks]
    assert [dict(one.takes) for one in asked.chunks] == [{0: 1, 2: 3}, {}]
    chunk = asked.chunks[0]
    anew = [asked.anew(chunk, slice(at, at + 2), take) for at, take in ((0, 1), (2, 1), (0, 2))]
    assert [one.text for one in anew] == ["We ran."] * 3
    assert len({one.plan.seed for one in (chunk, *anew)}) == 4
    assert plan(retakes={0: 1}).chunks[0].plan.seed != chunk.plan.seed


def test_without_ears_a_chunk_is_said_anew_as_a_whole(speak):
    """A language may have no aligner: then a warning names the others."""
    sentences = ["We ran. ", "They all sat on the wall. ", "Birds sang.\n\n", "The sun was low."]
    words = split_sentences(sentences, "en")
    (first, was), (again, now) = speak(words=words), speak(words=words, takes={1: 1})
    named = "These run into sentences that takes names, and are said anew with them: "
    assert first["warnings"] == []
    assert again["warnings"] == [named + "We ran.; Birds sang."]
    end = first["chunks"][0]["end_ms"] * RATE // 1000
    assert not np.array_equal(was[:end], now[:end])
    assert speak(words=words, takes={0: 1, 1: 1, 2: 1})[0]["warnings"] == []


def test_chunks_that_are_kept_are_not_made_again(models, speak, tmp_path, monkeypatch):
    """The same samples without the model, and at another pace too; a damaged one is made again."""
    kept, model = tmp_path / "kept", replace(models[0], window_s=BRIEF_WINDOW_S, speeds=(1.0, 1.0))
    first, samples = speak(kept=kept, model=model)
    assert first["kept"] == 0
    sampled = scheduling.sample
    monkeypatch.setattr(scheduling, "sample", lambda *_: pytest.fail("made again"))
    again, same = speak(kept=kept, model=model)
    assert again["kept"] == len(first["chunks"])
    assert np.array_equal(samples, same)
    assert speak(kept=kept, model=model, target_ms=first["ms"] // 2)[0]["ms"] == first["ms"] // 2
    next(kept.glob("*.wav")).write_bytes(b"RIFF")
    monkeypatch.setattr(scheduling, "sample", sampled)
    _, mended = speak(kept=kept, model=model)
    assert np.abs(mended - samples).max() < 1e-4


def test_only_the_same_chunk_is_taken_for_it(speak, tmp_path):
    """What determines the samples is in the name under which they are kept."""
    speak("Hello there.", kept=tmp_path / "kept")
    assert speak("Hello there.", kept=tmp_path / "kept")[0]["kept"] == 1
    other = replace(BRIEF, sha="1" * 64)
    for change in ({"seed": 4}, {"nfe_steps": 3}, {"cfg_strength": 1.0}, {"reference": other}):
        assert speak("Hello there.", kept=tmp_path / "kept", **change)[0]["kept"] == 0, change


def test_kept_chunks_have_a_limit(tmp_path):
    """Those go that were not used for a day, and beyond the limit those that were not used for longest."""
    for name, unused in (("a", 0), ("b", 300), ("c", 200), ("old", 90_000), (".draft", 90_000)):
        (tmp_path / name).write_bytes(bytes(1000))
        os.utime(tmp_path / name, (10**9 - unused, 10**9 - unused))
    make_room(tmp_path, 9000)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c"]
    make_room(tmp_path, 2500)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "c"]
    make_room(tmp_path / "not there", 0)


def test_a_volume_that_takes_nothing(speak, usual, tmp_path):
    """The speech is the same, and is made once though its length is only known when it is there."""
    (tmp_path / "file").write_text("in the way")
    _, samples = usual
    result, same = speak(kept=tmp_path / "file" / "kept")
    assert np.array_equal(samples, same)
    steps = []
    speak(
        kept=tmp_path / "file" / "kept",
        seed=9,
        target_ms=result["ms"],
        progress=lambda *one: steps.append(one),
    )
    sampled = [step for step in steps if step[0] == "sampling"]
    assert sampled[-1] == ("sampling", 2 * len(result["chunks"]), 2 * len(result["chunks"]))


def test_a_kept_chunk_that_is_cut_short_is_made_again(speak, tmp_path):
    """Whatever a power cut has left of the file."""
    _, samples = speak(kept=tmp_path / "kept")
    for sizes in ((0, 20), (44, 5000)):
        for path, size in zip((tmp_path / "kept").glob("*.wav"), itertools.cycle(sizes), strict=False):
            whole = path.read_bytes()
            assert len(whole) > size
            path.write_bytes(whole[:size])
        result, mended = speak(kept=tmp_path / "kept")
        assert len(result["chunks"]) > 1
        assert len(mended) == len(samples), sizes
        assert np.abs(mended - samples).max() < 1e-4, sizes


def test_every_word_is_in_a_chunk(models):
    """Ornaments at the end too, and ten thousand of them in a row take no time to speak of."""
    words = split_sentences(["Hello there.\n\n", "\U0001f389 \U0001f389"], "en")
    plan = plan_speech(models[0], REFERENCE, words, Wishes())
    assert [word.display for one in plan.chunks for word in one.words] == [word.display for word in words]
    many = split_words("Yes" + " \U0001f600" * 10_000 + " no.", "en")
    plan = plan_speech(models[0], REFERENCE, many, Wishes())
    assert sum(len(one.words) for one in plan.chunks) == 10_002


def test_speed_shortens_the_speech(speak, usual):
    """At speed 2 the speech takes half the time, whatever share of it the model does itself."""
    plain, _ = usual
    for speed in (0.3, 0.8, 3.0):
        other, _ = speak(speed=speed)
        assert other["ms"] * speed / plain["ms"] == pytest.approx(1, abs=0.07), speed


@pytest.mark.parametrize("target_ms", [4_501, 6_173, 15_000])
def test_a_length_is_met_to_the_millisecond(speak, target_ms):
    """Whatever the model makes of the text, the file is as long as it was to be, and chunks lie inside it."""
    result, samples = speak(target_ms=target_ms)
    assert result["ms"] == target_ms
    assert abs(len(samples) - 24 * target_ms) < 24
    assert result["chunks"][-1]["end_ms"] <= target_ms


def test_a_draft_is_as_the_model_speaks(speak):
    """It says how many times as fast it is still to be played, and bears no mark yet."""
    draft, samples = speak(speed=4.0, is_draft=True)
    spoken, shorter = speak(speed=4.0)
    assert draft["tempo"] == spoken["tempo"] > 1
    assert len(samples) / draft["tempo"] == pytest.approx(len(shorter), abs=len(draft["chunks"]))


@pytest.mark.parametrize("target_ms", [500, 500_000])
def test_a_length_out_of_reach_is_refused(speak, target_ms):
    """The error says how long the text takes, and what it can become, and is one fault of the request."""
    with pytest.raises(WorkerError, match=rf"is {target_ms / 1000:g}, .* takes about [\d.]+ s") as caught:
        speak(target_ms=target_ms, progress=lambda *_: pytest.fail("sampled"))
    assert caught.value.code == "INVALID_REQUEST"
    (fault,) = caught.value.details["faults"]
    low, high = map(float, fault["expected"].split(" to "))
    assert fault["field"] == "duration_seconds"
    assert low < caught.value.details["natural_seconds"] < high


def test_one_word_is_spoken(speak):
    """A single short word gives one chunk of a natural length."""
    result, _ = speak("Yes!")
    assert len(result["chunks"]) == 1
    assert 300 < result["ms"] < 1500


@pytest.mark.parametrize("text", ["🙂", "🙂 🎉"])
def test_text_without_sound_is_refused(speak, text):
    """Nothing that can be spoken: INVALID_REQUEST, and no model is run."""
    with pytest.raises(WorkerError, match="INVALID_REQUEST"):
        speak(text, progress=lambda *_: pytest.fail("sampled"))


def test_unknown_characters_are_named_once(speak):
    """Characters without a token are listed in one warning."""
    result, _ = speak("A Ж and a Ж and a Щ.")
    assert len(result["warnings"]) == 1
    assert result["warnings"][0].endswith("Ж Щ")


@pytest.mark.parametrize(
    ("language", "text", "named"),
    [
        ("en", "The word 你好 means hello.", "你 好"),  # not their pinyin
        ("ru", "Yes, 5 of them.", "5"),  # not the letters of пять
        ("ru", "No, ЭТОГО нет.", "Э Т О Г н е т"),  # in the case in which it stands
        ("en", "An e\u0301 and a ж\u0301.", "ж"),
        ("en", "A ｄ and a Щ.", "Щ"),
        ("ja", "It is ひらがな.", "ひ ら が な"),
    ],
)
def test_unknown_characters_are_named_as_they_were_written(speak, language, text, named):
    """The caller finds every character in the text that was sent."""
    (warning,) = speak(text, language=language)[0]["warnings"]
    assert warning.endswith(f" leaves them out: {named}")


def test_unknown_characters_of_the_reference_are_named(speak):
    """The reference's text is the caller's too."""
    (warning,) = speak("Yes.", replace(BRIEF, text="The sign ЖЖЖ was seen. "))[0]["warnings"]
    assert warning.endswith(": Ж")


def test_shouting_is_spoken_as_any_text(speak):
    """Capitals give the samples of small letters, in the text and in the reference's."""
    small = replace(BRIEF, text="the words of a reference. ")
    _, plain = speak("leave me alone!", small)
    result, shouted = speak("LEAVE ME ALONE!", replace(small, text="THE WORDS OF A REFERENCE. "))
    assert np.array_equal(plain, shouted)
    assert [word["display"] for word in result["chunks"][0]["words"]] == ["LEAVE", "ME", "ALONE!"]


def test_loudness_is_that_which_is_wanted(speak):
    """Speech is as loud as was asked for, whatever the model and the reference's level make of it."""
    (_, plain), (_, quiet) = speak("Hello there.", loudness=-26.0), speak("Hello there.", loudness=-32.0)
    ratio = np.sqrt(np.mean(quiet**2) / np.mean(plain**2))
    assert ratio == pytest.approx(10 ** (-6 / 20), rel=0.02)
    for lufs in (-40.0, -35.0, -30.0):  # near to which the tiny model speaks: more softly, or louder
        _, samples = speak("Hello there.", replace(BRIEF, lufs=lufs), loudness=-23.0)
        assert loudness(samples, RATE) == pytest.approx(-23.0, abs=0.5)


def test_every_piece_is_as_loud_as_its_reference():
    """A soft one is raised and a loud one lowered, a word alone too; noise of nothing is not blown up."""
    waves = [noise(2) * np.float32(level) for level in (0.5, 1, 2)] + [noise(0.3), noise(2) * 1e-3]
    pieces = list(levelled(laid_out(waves, [SENTENCE] * 4), RATE, -20.0))
    found = [loudness(piece.samples, RATE) for piece in pieces]
    assert found[:4] == pytest.approx([-20.0] * 4, abs=0.6)
    assert found[4] < -60


def test_progress_runs_from_sampling_to_vocoding(speak):
    """Steps are counted up over all chunks, then the vocoder; the last event is its end."""
    events = []
    result, _ = speak(progress=lambda *event: events.append(event))
    sampling = [done for stage, done, _ in events if stage == "sampling"]
    assert sampling == sorted(sampling)
    assert sampling[-1] == 2 * len(result["chunks"])
    assert events[-1] == ("vocoding", 1, 1)


def laid_out(waves, breaks, *, remove_silence=False):
    return list(lay_out(map(Wave, waves), breaks, RATE, remove_silence=remove_silence))


def test_joined_chunks_lie_where_they_are_said_to():
    """Each piece holds its wave (faded at the ends); between are the pauses of the kind of break."""
    waves = [noise(1.0, 2), noise(0.5, 3), noise(0.7, 4), noise(0.3, 5)]
    pieces = laid_out(waves, [SENTENCE, CLAUSE, WORD])
    joined = np.concatenate([samples for samples, _ in blocks(pieces, 1.0)])
    for wave, piece in zip(waves, pieces, strict=True):
        assert np.array_equal(joined[piece.start + 200 : piece.stop - 200], wave[200:-200])
    gaps = [after.start - before.stop for before, after in itertools.pairwise(pieces)]
    assert gaps == [RATE * 300 // 1000, RATE * 150 // 1000, RATE * 40 // 1000]
    assert len(joined) == pieces[-1].stop


def test_one_wave_at_a_time():
    """The second is not made before the first is used: so an hour needs no more memory than a chunk."""
    taken = []

    def waves():
        for number in range(3):
            taken.append(number)
            yield Wave(noise(0.2))

    pieces = lay_out(waves(), [SENTENCE, SENTENCE], RATE, remove_silence=False)
    next(pieces)
    assert taken == [0]


@pytest.mark.parametrize("tempo", [0.4, 0.77, 1.3, 2.5])
def test_a_tempo_holds_for_pieces_and_pauses(tempo):
    """Every piece begins and ends where the tempo puts it, to the sample; the pitch stays."""
    tone = np.sin(2 * np.pi * 220 * np.arange(RATE) / RATE).astype(np.float32) * 0.3
    pieces = laid_out([tone, tone], [SENTENCE])
    played = list(at_tempo(pieces, RATE, tempo))
    for piece, after in zip(pieces, played, strict=True):
        assert (after.start, after.stop) == (round(piece.start / tempo), round(piece.stop / tempo))
        middle = after.samples[len(after.samples) // 4 : 3 * len(after.samples) // 4]
        strongest = np.abs(np.fft.rfft(middle * np.hanning(len(middle)))).argmax() * RATE / len(middle)
        assert strongest == pytest.approx(220, abs=5)


def test_pauses_count_the_silence_that_is_there():
    """Silence at the chunks' edges is cut to 60 ms and counts towards the pause."""
    silence = np.zeros(RATE // 2, np.float32)
    pieces = laid_out([np.concatenate([silence, noise(0.5), silence]) for _ in range(2)], [SENTENCE])
    assert pieces[-1].stop == pytest.approx(RATE * (0.06 + 0.5 + 0.3 + 0.5 + 0.06), abs=RATE * 0.03)


def test_remove_silence_shortens_long_pauses():
    """With the option a pause of 2 s becomes 0.3 s; without, it stays."""
    wave = np.concatenate([noise(0.5), np.zeros(2 * RATE, np.float32), noise(0.5)])
    (kept,), (shortened,) = (laid_out([wave], [], remove_silence=option) for option in (False, True))
    assert kept.stop == len(wave)
    assert shortened.stop == pytest.approx(1.3 * RATE, abs=RATE * 0.03)


def test_short_pauses_are_left_alone():
    """Pauses up to the limit keep every sample."""
    wave = np.concatenate([noise(0.5), np.zeros(RATE // 5, np.float32), noise(0.5)])
    assert len(pauses(wave, RATE, 100)) == 1
    assert np.array_equal(shorten_pauses(wave, RATE, 300), wave)


@pytest.mark.parametrize("place", [0, 1, 12_345, RATE - 1])
@pytest.mark.parametrize(("loudest", "gain", "peak"), [(0.5, 1.0, 0.5), (3.0, 1.0, 0.98), (3.0, 0.1, 0.3)])
def test_nothing_clips(loudest, gain, peak, place):
    """The voice's gain is applied to all; only what is near a peak that would still clip is lowered, too."""
    samples = noise(1.0)
    samples[place] = -loudest
    guarded = guard_peak(samples, gain)
    assert len(guarded) == RATE
    assert np.abs(guarded).max() == pytest.approx(peak, rel=1e-5)
    far = np.abs(np.arange(RATE) - place) >= 0.041 * RATE
    assert np.array_equal(guarded[far], samples[far] * np.float32(gain))
    assert (np.sign(guarded) == np.sign(samples)).all()


def test_no_sample_of_very_loud_speech_clips():
    """Peaks anywhere, far above full scale: none is left, and what lowers them has no steps."""
    draw = np.random.default_rng(3)
    for _ in range(20):
        samples = noise(0.3) * np.exp(draw.normal(0, 2, round(0.3 * RATE))).astype(np.float32)
        guarded = guard_peak(samples, 8.0)
        assert np.abs(guarded).max() <= 0.98 + 1e-6
        lowered = guarded / (samples * 8.0)
        assert np.abs(np.diff(lowered)).max() < 0.01


def test_a_peak_costs_its_piece_no_loudness():
    """Two pieces of the same loudness, one with a loud click: they are still as loud as each other."""
    pieces = laid_out([noise(2.0), noise(2.0)], [SENTENCE])
    pieces[1].samples[RATE] = 3.0
    parts = [samples for samples, place in blocks(pieces, 2.0) if place]
    assert loudness(parts[1], RATE) == pytest.approx(loudness(parts[0], RATE), abs=0.2)


def test_unusable_numbers_are_an_error(models, speak, monkeypatch):
    """A model that gives NaN (fp16 overflow) is an error, not a silent file."""
    monkeypatch.setattr(scheduling, "sample", lambda _network, batch, *_: [torch.zeros(1, 100)] * len(batch))
    monkeypatch.setattr(type(models[1]), "decode", lambda *_: [torch.tensor([float("nan")])])
    with pytest.raises(WorkerError, match=r"INTERNAL: .* no usable numbers in float32"):
        speak("Hello.")


def test_a_mark_changes_neither_places_nor_what_is_kept(speak, tmp_path):
    """Marked speech is as long, its chunks lie where they did, and those that are kept have no mark."""
    plain, sound = speak(kept=tmp_path / "kept")
    marked, other = speak(kept=tmp_path / "kept", watermark=True)
    again, same = speak(kept=tmp_path / "kept")
    assert (plain["watermark"], marked["watermark"], again["watermark"]) == (False, True, False)
    assert marked["kept"] == again["kept"] == len(plain["chunks"])
    assert marked["chunks"] == plain["chunks"]
    assert np.array_equal(same, sound)
    assert len(other) == len(sound)
    assert 0.001 < np.abs(other - sound).max() < 0.5


def test_a_mark_that_the_environment_cannot_make(speak, monkeypatch):
    """Speech is made without it, and both the result and a warning say so."""
    monkeypatch.setattr("f5tts_worker.engine.speech.synthesis.load_watermark", lambda: None)
    result, _ = speak("One sentence.", watermark=True)
    assert result["watermark"] is False
    assert any("no watermark" in warning for warning in result["warnings"])
