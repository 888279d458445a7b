"""From words to a wav file with a small random model: chunks, places, levels, seeds."""

# ruff: noqa: RUF001 - letters of many scripts are what some texts hold

from dataclasses import replace

import numpy as np
import pytest
import torch

from f5tts_worker.engine.audio import decode as audio
from f5tts_worker.engine.audio.silence import pauses, shorten_pauses
from f5tts_worker.engine.model.loader import load_model
from f5tts_worker.engine.model.vocoder import load_vocoder
from f5tts_worker.engine.reference.prepare import PreparedReference
from f5tts_worker.engine.speech import synthesis
from f5tts_worker.engine.speech.chunking import CLAUSE, SENTENCE, WORD
from f5tts_worker.engine.speech.join_chunks import guard_peak, join_chunks
from f5tts_worker.engine.speech.synthesis import SynthesisRequest, synthesise
from f5tts_worker.engine.text.spoken import split_words
from f5tts_worker.errors import WorkerError

RATE = 24_000
TEXT = "The first of these sentences is short. The second one, as you may hear, takes longer. " * 2


def noise(seconds, seed=1):
    return np.random.default_rng(seed).normal(0, 0.1, int(seconds * RATE)).astype(np.float32)


REFERENCE = PreparedReference(
    sha="0" * 64,
    samples=noise(12),
    gain=1.0,
    ms=12_000,
    text="Twelve seconds of somebody who speaks slowly enough for this test to have chunks. ",
    language="en",
    chars_per_second=7.0,
    transcribed=False,
    warnings=(),
)


@pytest.fixture(scope="module")
def models(tiny_models, vocos_folder):
    model = load_model(tiny_models["newer"].files, "cpu", "float32", probe=False)
    return model, load_vocoder(vocos_folder, model.device, model.mel)


@pytest.fixture
def speak(models, tmp_path):
    def call(text=TEXT, reference=REFERENCE, language="en", progress=lambda *_: None, **options):
        request = SynthesisRequest(split_words(text, language), **{"nfe_steps": 2, "seed": 3, **options})
        result = synthesise(*models, reference, request, tmp_path / "out.wav", progress)
        samples, rate = audio.read_wav(tmp_path / "out.wav")
        assert rate == RATE
        return result, samples

    return call


def test_words_and_places_are_whole(speak):
    """Every word is in one chunk, in order; chunks lie in order inside the file, which is as long as told."""
    result, samples = speak()
    chunks = result["chunks"]
    assert len(chunks) > 1
    assert " ".join(word["display"] for chunk in chunks for word in chunk["words"]) == TEXT.strip()
    times = [time for chunk in chunks for time in (chunk["start_ms"], chunk["end_ms"])]
    assert times == sorted(times)
    assert times[0] == 0
    assert times[-1] == result["ms"] == round(len(samples) / 24)


def test_what_is_sure_to_be_too_long_is_refused_before_it_is_made(speak):
    """By the frames that it would get, so long as no silence at its edges can make it fit."""
    seen, made = [], speak()[0]["ms"]
    with pytest.raises(WorkerError, match="would be about") as caught:
        speak(max_ms=made // 2, progress=lambda *step: seen.append(step))
    assert caught.value.code == "RESULT_TOO_LARGE"
    assert seen == []
    assert speak(max_ms=made)[0]["ms"] == made


def test_no_chunk_is_over_the_models_length(models):
    """Reference and generated speech are at most 25 s in every chunk."""
    model = models[0]
    request = SynthesisRequest(split_words("word " * 700, "en"))
    pace = synthesis._pace(model, REFERENCE)
    chunks = synthesis._chunks(model, REFERENCE, request, pace)
    plans, _ = synthesis._plans(model, REFERENCE, request, chunks, pace)
    assert len(plans) > 10
    assert max(plan.frames for plan in plans) <= 25 * 93.75 + 1


def test_the_same_request_gives_the_same_file(speak):
    """Twice the same request: the same samples; another seed: others."""
    (_, one), (_, two), (_, other) = speak(), speak(), speak(seed=4)
    assert np.array_equal(one, two)
    assert not np.array_equal(one, other)


def test_batches_do_not_change_the_speech(speak):
    """One chunk a batch or all together: the same samples but for fp32's rounding."""
    (_, together), (_, single) = speak(max_batch_frames=100_000), speak(max_batch_frames=1)
    assert np.abs(together - single).max() < 1e-3 * np.abs(together).max()


def test_chunks_have_their_own_noise():
    """Seeds of a request's chunks differ, the first is the request's own, and all fit a generator."""
    seeds = [synthesis.chunk_seed(2**63 - 1, index) for index in range(100)]
    assert seeds[0] == 2**63 - 1
    assert len(set(seeds)) == 100
    assert all(0 <= seed < 2**63 for seed in seeds)


def test_speed_shortens_the_speech(speak):
    """At speed 2 the speech takes half the time."""
    (slow, _), (fast, _) = speak(speed=1.0), speak(speed=2.0)
    assert fast["ms"] / slow["ms"] == pytest.approx(0.5, abs=0.1)


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
    (warning,) = speak("Yes.", replace(REFERENCE, text="The sign ЖЖЖ was seen. "))[0]["warnings"]
    assert warning.endswith(": Ж")


def test_shouting_is_spoken_as_any_text(speak):
    """Capitals give the samples of small letters, in the text and in the reference's."""
    small = replace(REFERENCE, text="the words of a reference. ")
    _, plain = speak("leave me alone!", small)
    result, shouted = speak("LEAVE ME ALONE!", replace(small, text="THE WORDS OF A REFERENCE. "))
    assert np.array_equal(plain, shouted)
    assert [word["display"] for word in result["chunks"][0]["words"]] == ["LEAVE", "ME", "ALONE!"]


def test_a_quiet_voice_stays_quiet(speak):
    """The gain that preparing took out is put back in."""
    (_, full), (_, half) = speak("Hello there."), speak("Hello there.", replace(REFERENCE, gain=0.5))
    loudest = np.abs(full).max()
    expected = 0.5 * loudest if loudest < 0.98 else np.abs(half).max()
    assert np.abs(half).max() == pytest.approx(expected, rel=1e-3)


def test_progress_runs_from_sampling_to_vocoding(speak):
    """Steps are counted up over all chunks, then the vocoder; the last event is its end."""
    events = []
    speak(progress=lambda *event: events.append(event))
    sampling = [done for stage, done, _ in events if stage == "sampling"]
    assert sampling == list(range(1, len(sampling) + 1))
    assert events[-1] == ("vocoding", 1, 1)


def test_joined_chunks_lie_where_they_are_said_to():
    """Each place holds its wave (faded at the ends); between are the pauses of the kind of break."""
    waves = [noise(1.0, 2), noise(0.5, 3), noise(0.7, 4), noise(0.3, 5)]
    joined = join_chunks(waves, [SENTENCE, CLAUSE, WORD], RATE, remove_silence=False)
    for wave, (start, stop) in zip(waves, joined.places, strict=True):
        assert np.array_equal(joined.samples[start + 200 : stop - 200], wave[200:-200])
    gaps = [after[0] - before[1] for before, after in zip(joined.places, joined.places[1:], strict=False)]
    assert gaps == [RATE * 300 // 1000, RATE * 150 // 1000, RATE * 40 // 1000]
    assert joined.places[-1][1] == len(joined.samples)


def test_pauses_count_the_silence_that_is_there():
    """Silence at the chunks' edges is cut to 60 ms and counts towards the pause."""
    silence = np.zeros(RATE // 2, np.float32)
    waves = [np.concatenate([silence, noise(0.5), silence]) for _ in range(2)]
    joined = join_chunks(waves, [SENTENCE], RATE, remove_silence=False)
    assert len(joined.samples) == pytest.approx(RATE * (0.06 + 0.5 + 0.3 + 0.5 + 0.06), abs=RATE * 0.03)


def test_remove_silence_shortens_long_pauses():
    """With the option a pause of 2 s becomes 0.3 s; without, it stays."""
    wave = np.concatenate([noise(0.5), np.zeros(2 * RATE, np.float32), noise(0.5)])
    kept, shortened = (join_chunks([wave], [], RATE, remove_silence=option) for option in (False, True))
    assert len(kept.samples) == len(wave)
    assert len(shortened.samples) == pytest.approx(1.3 * RATE, abs=RATE * 0.03)


def test_short_pauses_are_left_alone():
    """Pauses up to the limit keep every sample."""
    wave = np.concatenate([noise(0.5), np.zeros(RATE // 5, np.float32), noise(0.5)])
    assert len(pauses(wave, RATE, 100)) == 1
    assert np.array_equal(shorten_pauses(wave, RATE, 300), wave)


@pytest.mark.parametrize(("loudest", "gain", "peak"), [(0.5, 1.0, 0.5), (3.0, 1.0, 0.98), (3.0, 0.1, 0.3)])
def test_nothing_clips(loudest, gain, peak):
    """The voice's gain is applied; what would still clip is lowered as a whole."""
    samples = np.array([0.1, -loudest, 0.2], np.float32)
    guarded = guard_peak(samples, gain)
    assert np.abs(guarded).max() == pytest.approx(peak, rel=1e-5)
    assert guarded[0] / guarded[1] == pytest.approx(-0.1 / loudest, rel=1e-4)


def test_unusable_numbers_are_an_error(models, speak, monkeypatch):
    """A model that gives NaN (fp16 overflow) is an error, not a silent file."""
    monkeypatch.setattr(synthesis, "sample", lambda *_: [np.nan])
    monkeypatch.setattr(type(models[1]), "decode", lambda *_: [torch.tensor([float("nan")])])
    with pytest.raises(WorkerError, match=r"INTERNAL: .* no usable numbers in float32"):
        speak("Hello.")
