"""References as people record them, in flite's voices, judged and cut with the demo's aligner."""

from pathlib import Path

import numpy as np
import pytest
from tests.model.sounds import RATE, SENTENCES, say, write_float_wav
from tests.pairs import each_once, ordinarily

import f5tts_worker
from f5tts_worker.engine.alignment.aligner import align_text
from f5tts_worker.engine.alignment.aligner_model import load as load_aligner
from f5tts_worker.engine.audio.resample import resample
from f5tts_worker.engine.reference.finding import Found
from f5tts_worker.engine.service import Service
from f5tts_worker.errors import WorkerError

ALIGNER = {
    "language": "en",
    "kind": "huggingface",
    "path": str(Path(f5tts_worker.__file__).parent / "demo" / "aligner"),
    "name": "demo",
}
TWO = " ".join(SENTENCES[:2])
MANY = SENTENCES[:7]
ALL = " ".join(MANY)


@pytest.fixture(scope="module")
def service():
    service = Service()
    service._aligners.get(ALIGNER, "cpu")
    return service


@pytest.fixture(scope="module")
def slt():
    """Return each sentence as slt says it."""
    return [say(sentence) for sentence in MANY]


@pytest.fixture
def prepare(service, tmp_path):
    """Prepare samples with their text; return what upload would say, and what tts would."""

    def call(samples, text, language="en", **more):
        order = {
            "audio": str(write_float_wav(tmp_path / "sent.wav", samples)),
            "text": text,
            "language": language,
            "transcriber": None,
            "cache": str(tmp_path / "cache"),
            "store_as": str(tmp_path / "stored.wav"),
            **more,
        }
        return service.prepare(order, lambda *_: None)

    return call


def quiet(seconds):
    return np.zeros(round(seconds * RATE), np.float32)


def noisy(samples, below_db):
    """Add white noise that lies this far below flite's speech (RMS 0.1)."""
    noise = np.random.default_rng(1).normal(0, 0.1 * 10 ** (-below_db / 20), len(samples))
    return (samples + noise).astype(np.float32)


PAUSED = {
    "one": (0, 6, 0),
    "at both ends too": (2, 6, 3),
    "short": (0, 0.8, 0),
}


@pytest.mark.parametrize(("below_db", "name"), each_once([None, 45, 35, 25], PAUSED))
def test_a_pause_does_not_count_as_speech(prepare, slt, name, below_db):
    """Silence or a room's noise before, between and after sentences leaves the pace as it was."""
    before, between, after = (quiet(seconds) for seconds in PAUSED[name])
    samples = np.concatenate([before, slt[0], between, slt[1], after])
    plain = prepare(np.concatenate(slt[:2]), TWO)
    paused = prepare(samples if below_db is None else noisy(samples, below_db), TWO)
    assert paused["ms"] == pytest.approx(plain["ms"], rel=0.05)
    assert paused["chars_per_second"] == pytest.approx(plain["chars_per_second"], rel=0.05)
    assert any("long pauses cut out" in change for change in paused["stored"]["changes"])
    assert "long pauses cut out" in paused["warnings"][0]


def test_what_is_stored_without_its_pauses_stays_as_it_is(prepare, slt, tmp_path):
    """Storing the stored file again changes nothing, though its noise is measured anew."""
    samples = noisy(np.concatenate([quiet(1), slt[0], quiet(2), slt[1], quiet(4), slt[2], quiet(2)]), 30)
    first = prepare(samples, " ".join(SENTENCES[:3]))["stored"]
    data = (tmp_path / "stored.wav").read_bytes()
    (tmp_path / "again.wav").write_bytes(data)
    again = prepare(quiet(0), first["text"], audio=str(tmp_path / "again.wav"))["stored"]
    assert again["changes"] == []
    assert (tmp_path / "stored.wav").read_bytes() == data


def test_soft_speech_is_not_a_pause(prepare, slt):
    """A sentence that is whispered 20 dB below the others stays."""
    samples = noisy(np.concatenate([slt[0], 0.1 * slt[1], slt[2]]), 50)
    found = prepare(samples, " ".join(SENTENCES[:3]))
    assert found["ms"] == pytest.approx(len(samples) * 1000 / RATE, abs=500)


@pytest.mark.parametrize(
    ("first", "last"),
    [(3, 5), (6, 6), *(pytest.param(*part, marks=pytest.mark.exhaustive) for part in ((4, 4), (0, 1)))],
)
def test_the_part_is_found_in_which_the_text_is_said(prepare, slt, first, last):
    """Seven sentences, and the text of some of them: those are cut out, whole."""
    text = " ".join(SENTENCES[first : last + 1])
    found = prepare(np.concatenate(slt), text, limits={"min_ms": 1000})
    expected = sum(map(len, slt[first : last + 1])) * 1000 / RATE
    assert found["text"].strip() == text
    assert found["ms"] == pytest.approx(expected, abs=700)
    told = [change.split()[2] for change in found["stored"]["changes"] if change.startswith("cut from ")]
    assert [float(seconds) for seconds in told] == [pytest.approx(sum(map(len, slt)) / RATE, abs=0.5)]


def test_a_short_recording_is_cut_to_its_text_too(prepare, slt):
    """Three sentences of which the text has two: the third would make all speech slower."""
    found = prepare(np.concatenate(slt[:3]), TWO)
    assert found["ms"] == pytest.approx(prepare(np.concatenate(slt[:2]), TWO)["ms"], abs=200)


@pytest.mark.parametrize(("first", "last"), [(2, 13), (1, 15), (4, 16)])
def test_words_beside_the_text_are_cut_off(prepare, slt, first, last):
    """A text that begins and ends inside sentences: a word that it lacks would be said with every text."""
    said, whole = np.concatenate(slt[:2]), TWO.split()
    aligner = load_aligner(ALIGNER, "cpu")
    times = [
        (one["start_ms"], one["end_ms"]) for one in align_text(aligner, resample(said, RATE, 16_000), TWO)
    ]
    found = prepare(said, " ".join(whole[first:last]), limits={"min_ms": 1000})
    (change,) = (change for change in found["stored"]["changes"] if change.startswith("cut from "))
    start_ms = 1000 * float(change.split()[9])
    assert start_ms == pytest.approx(times[first][0], abs=110)
    assert start_ms + found["ms"] == pytest.approx(
        times[last - 1][1] + 100, abs=160
    )  # with silence behind it


@pytest.mark.parametrize("more", [f"{TWO} {SENTENCES[4]}", f"{SENTENCES[5]} {TWO}", f"{TWO} {TWO}"])
def test_a_text_that_says_more_is_cut_to_what_is_said(prepare, slt, more):
    """A script of which the recording has two sentences, or a text pasted twice: speech would be rushed."""
    found = prepare(np.concatenate(slt[:2]), more)
    assert found["text"].strip() == TWO
    assert "text cut to the part of it that is said" in found["stored"]["changes"]
    assert not found["stored"]["warnings"]


def test_a_text_that_says_more_is_told_where_it_cannot_be_cut():
    """Of a voice that the aligner hears badly it is not sure which words are said."""
    (warning,) = Found(agreement=0.4, share=1.9, inner_agreement=0.5, start_ms=0, end_ms=9000).faults("en")
    assert "has 1.9 times as many letters as are heard in its audio. Send exactly the words" in warning
    assert Found(agreement=0.4, share=1.1, inner_agreement=0.5, start_ms=0, end_ms=9000).faults("en") == []


DAMAGED = {
    "clipped": (lambda x: np.clip(8 * x, -1, 1), "no clipping"),
    "noisy": (lambda x: noisy(x, 15), "less noise"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_the_cleanest_part_is_taken(prepare, slt, name):
    """Where the first half is bad, whole sentences of the second are used, and the answer says why."""
    damage, reason = DAMAGED[name]
    samples = np.concatenate([damage(np.concatenate(slt[:4])), *slt[4:]])
    found = prepare(samples, ALL)
    assert 6000 <= found["ms"] <= 12_000
    assert found["text"].strip() in " ".join(MANY[4:])
    assert found["text"].strip().endswith(".")
    assert reason in found["stored"]["changes"][-1]
    assert reason in found["warnings"][0]
    assert found["stored"]["warnings"] == []


def test_one_speaker_is_taken(prepare, slt):
    """Where two people take turns at first, the part with one of them is used."""
    rms = [say(sentence, "rms") for sentence in MANY[:4]]
    found = prepare(np.concatenate([slt[0], rms[1], slt[2], rms[3], *slt[4:]]), ALL)
    assert found["text"].strip() in " ".join(MANY[4:])
    assert "a single speaker" in found["stored"]["changes"][-1]


@pytest.mark.parametrize("voice", ordinarily(["slt", "rms", "awb", "kal16"], "awb", "kal16"))
def test_a_right_text_gets_no_warning(prepare, voice):
    """Also in voices that the aligner heard little of."""
    samples = np.concatenate([say(sentence, voice) for sentence in SENTENCES[:2]])
    assert prepare(samples, TWO)["warnings"] == ()


WRONG = {
    "another text": " ".join(SENTENCES[3:5]),
    "German": "Der Bäcker öffnete früh seinen Laden, und niemand im Dorf wusste, woher der Brief kam.",
    "French": "Le boulanger ouvrit sa boutique avant le lever du soleil, et personne ne savait d'où venait.",
    "Russian": "Пекарь открыл свою лавку до восхода солнца, и никто не знал, откуда пришло письмо.",
}


@pytest.mark.parametrize("name", WRONG)
def test_a_text_that_is_not_said_is_noticed_by_upload_and_tts(prepare, slt, name):
    """Another text, or one in another language: both answers warn."""
    found = prepare(np.concatenate(slt[:2]), WRONG[name])
    for warnings in (found["stored"]["warnings"], found["warnings"]):
        assert any("does not seem to be what is said" in warning for warning in warnings)


NO_SPEECH = {
    "a tone": lambda n: 0.3 * np.sin(2 * np.pi * 440 * np.arange(n) / RATE),
    "noise": lambda n: np.random.default_rng(2).normal(0, 0.1, n),
}


@pytest.mark.parametrize("name", NO_SPEECH)
def test_what_is_no_speech_is_noticed_by_upload_and_tts(prepare, name):
    """A tone or noise with a plausible text: both answers say that it is not speech."""
    found = prepare(NO_SPEECH[name](5 * RATE).astype(np.float32), TWO)
    for warnings in (found["stored"]["warnings"], found["warnings"]):
        assert any("not speech" in warning for warning in warnings)


def test_a_known_text_is_not_compared(prepare, slt):
    """A stored voice was judged when it was stored, and the text to speak may be in another language."""
    assert prepare(np.concatenate(slt[:2]), WRONG["Russian"], judge=False)["warnings"] == ()


def test_a_text_that_is_not_found_in_a_long_recording_is_noticed(prepare, slt):
    """It is refused: never a cut of one thing with the text of another."""
    other = "She sells fresh bread and butter near the harbour every Saturday before the market opens."
    with pytest.raises(WorkerError, match="TEXT_MISMATCH: The reference text was not found in the"):
        prepare(np.concatenate(slt), other)
