"""Reference audio and text: prepared together, cut together, kept by content."""

import errno
import json
import shutil

import numpy as np
import pytest
from tests.model.sounds import write_float_wav

from f5tts_worker.engine.audio.silence import sound_bounds
from f5tts_worker.engine.reference import prepare as preparing
from f5tts_worker.engine.reference import shelf as shelving
from f5tts_worker.engine.reference.excerpt import HeardWord
from f5tts_worker.engine.reference.prepare import Limits
from f5tts_worker.engine.reference.shelf import ReferenceShelf
from f5tts_worker.engine.request_loop import Cancelled
from f5tts_worker.errors import WorkerError

RATE = 24_000
SENTENCES = [["one", "two", "three", "four,", "five", "six", "seven", "eight."] for _ in range(5)]


def tone(seconds, level=0.2):
    """Make a sound that swells like syllables, with no pause in it."""
    times = np.arange(int(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * 220 * times) * (0.5 + 0.5 * np.sin(2 * np.pi * 4 * times))).astype(
        np.float32
    )


def quiet(seconds):
    return np.zeros(int(seconds * RATE), np.float32)


def speech():
    """Make five sentences of eight words, 0.4 s each, with 0.5 s between: 18 s; and their times."""
    parts, words, end = [], [], 0.0
    for sentence in SENTENCES:
        for word in sentence:
            words.append(HeardWord(word, round(end * 1000), round((end + 0.4) * 1000)))
            parts.append(tone(0.4))
            end += 0.4
        parts.append(quiet(0.5))
        end += 0.5
    return np.concatenate(parts), words


@pytest.fixture
def wav(tmp_path):
    def write(samples, name="voice.wav"):
        write_float_wav(tmp_path / name, samples, RATE)
        return tmp_path / name

    return write


@pytest.fixture
def prepare(tmp_path):
    shelf = ReferenceShelf()

    def call(path, text="What a fine day it is today", limits=Limits(), **listeners):  # noqa: B008  frozen
        return shelf.prepare(path, text, "en", tmp_path / "cache", limits, **listeners)

    return call


def humming(samples, hertz, level):
    """Add a hum that swells as little as the mains do, and its third multiple."""
    times = np.arange(len(samples)) / RATE
    first, third = (np.sin(2 * np.pi * (hertz + 0.02) * number * times) for number in (1, 3))
    return (samples + level * (first + 0.3 * third)).astype(np.float32)


def refusal(call, *arguments, **options):
    with pytest.raises(WorkerError) as caught:
        call(*arguments, **options)
    return caught.value


def test_edges_are_trimmed_and_the_text_closed(wav, prepare):
    """Silence around the speech goes, but for 50 ms; F5-TTS's 50 ms are added; the text ends with ". "."""
    prepared = prepare(wav(np.concatenate([quiet(1.5), tone(3), quiet(2)])))
    assert prepared.ms == pytest.approx(3000 + 50 + 50 + 50, abs=20)
    assert prepared.text == "What a fine day it is today. "
    assert not prepared.samples[-RATE // 20 :].any()
    assert prepared.warnings == ()


@pytest.mark.parametrize("level", [0.005, 0.1])
@pytest.mark.parametrize("hertz", [50, 60])
def test_the_hum_of_the_mains_is_taken_out(wav, prepare, hertz, level):
    """Then silence is cut as it is without it, and what is left of it is 14 dB below it or less."""
    samples = np.concatenate([quiet(1.0), tone(3), quiet(1.0)])
    clean = prepare(wav(samples))
    hummed = prepare(wav(humming(samples, hertz, level), "hum.wav"))
    assert hummed.ms == clean.ms
    assert hummed.changes == (f"hum of {hertz} Hz taken out", *clean.changes)
    left = hummed.samples * hummed.gain - clean.samples * clean.gain
    assert np.sqrt(np.square(left).mean()) < level / 5
    assert hummed.warnings == clean.warnings


@pytest.mark.parametrize(("level", "gain"), [(0.01, True), (0.5, False)])
def test_quiet_references_are_raised_and_remembered(wav, prepare, level, gain):
    """A quiet reference is raised to an rms of 0.1, and `gain` undoes it; a loud one stays as it is."""
    samples = tone(3, level)
    prepared = prepare(wav(samples))
    rms = float(np.sqrt(np.square(samples).mean()))
    sound = prepared.samples[: -RATE // 20]
    assert float(np.sqrt(np.square(sound).mean())) == pytest.approx(0.1 if gain else rms, rel=0.02)
    assert prepared.gain == pytest.approx(rms / 0.1 if gain else 1.0, rel=0.02)


@pytest.mark.parametrize(
    ("samples", "code"),
    [
        (quiet(3), "AUDIO_SILENT"),
        (tone(3, 0.0005), "AUDIO_SILENT"),
        (np.concatenate([quiet(2), tone(0.5), quiet(2)]), "AUDIO_TOO_SHORT"),
    ],
)
def test_unusable_audio_is_refused(wav, prepare, samples, code):
    """Silence and too little sound are refused with what would be right."""
    error = refusal(prepare, wav(samples))
    assert error.code == code
    assert "s" in error.message


def test_a_long_reference_is_cut_at_a_pause_with_its_text(wav, prepare):
    """18 s become three sentences: the last pause before 12 s, and exactly the words before it."""
    samples, words = speech()
    text = " ".join(word for sentence in SENTENCES for word in sentence)
    prepared = prepare(wav(samples), text, align=lambda *_: words)
    assert prepared.text == " ".join(word for sentence in SENTENCES[:3] for word in sentence) + " "
    assert prepared.ms == pytest.approx(3 * 3200 + 2 * 500 + 100, abs=30)
    assert "from 18" in prepared.as_result()["warnings"][0]
    assert "10.7 s" in prepared.as_result()["warnings"][0]


def test_the_cut_keeps_the_writers_spacing(wav, prepare):
    """Text is cut out of what was sent, not put together from the aligner's words."""
    samples, words = speech()
    bare = [HeardWord(word.word.strip(",."), word.start_ms, word.end_ms) for word in words]
    text = " ".join(word for sentence in SENTENCES for word in sentence)
    prepared = prepare(wav(samples), text, align=lambda *_: bare)
    assert "four, five" in prepared.text


def test_without_text_only_the_audio_is_cut_then_heard(wav, prepare):
    """A long recording without text is cut at a pause before it is transcribed, so both end together."""
    heard = []

    def transcribe(samples, rate, language):
        heard.append(len(samples) / rate)
        return "one two three four five six seven eight nine ten eleven twelve thirteen fourteen", "en"

    prepared = prepare(wav(speech()[0]), None, transcribe=transcribe)
    assert prepared.transcribed
    assert heard[0] == pytest.approx(prepared.ms / 1000, abs=0.06)
    assert 6 < heard[0] <= 12


def test_a_cut_falls_into_a_pause(wav, prepare):
    """The cut recording ends where a sentence ends: its length is whole sentences and their pauses."""
    prepared = prepare(wav(speech()[0]), None, transcribe=lambda *_: ("word " * 25, "en"))
    lengths = [3200 * count + 500 * (count - 1) + 100 for count in (1, 2, 3)]
    assert min(abs(prepared.ms - length) for length in lengths) < 30


def test_no_transcriber_is_said(wav, prepare):
    """Audio without text and without a transcriber says what to send."""
    error = refusal(prepare, wav(tone(3)), None)
    assert error.code == "TRANSCRIBER_MISSING"
    assert "ref_text" in error.message


def test_an_empty_transcript_is_an_error(wav, prepare):
    """A recording in which nobody speaks is refused as such."""
    assert refusal(prepare, wav(tone(3)), None, transcribe=lambda *_: (" ", "en")).code == "AUDIO_SILENT"


@pytest.mark.parametrize("code", ["UNSUPPORTED_LANGUAGE", "MODEL_UNAVAILABLE"])
def test_without_word_times_a_reference_stays_whole_or_is_refused(wav, prepare, code):
    """Where words cannot be placed, up to 20 s are used whole, with a warning; more is refused."""

    def align(*_):
        raise WorkerError(code, "no aligner")

    text = "some words that are said " * 8
    prepared = prepare(wav(tone(18)), text, align=align)
    assert prepared.ms > 18_000
    assert "could not be shortened" in prepared.warnings[0]
    assert refusal(prepare, wav(tone(25), "long.wav"), text, align=align).code == "AUDIO_TOO_LONG"


@pytest.mark.parametrize(
    ("text", "warned"), [("a b c", True), ("Many a man has been there before", False), ("x" * 120, True)]
)
def test_an_implausible_pace_is_said(wav, prepare, text, warned):
    """Fewer than 5 or more than 30 letters a second warn that text and audio may not match."""
    if text == "a b c":
        text = "a few letters"
    prepared = prepare(wav(tone(3)), text)
    assert any("may not match" in warning for warning in prepared.warnings) == warned
    assert prepared.chars_per_second == pytest.approx(sum(map(str.isalnum, text)) / 3.1, rel=0.05)


@pytest.mark.parametrize("text", ["!", "x" * 400])
def test_an_impossible_pace_is_refused(wav, prepare, text):
    """Text that nobody can say in that time, or no letters at all, is TEXT_MISMATCH."""
    assert refusal(prepare, wav(tone(3)), text).code == "TEXT_MISMATCH"


def test_chinese_has_its_own_pace(wav, prepare):
    """Five Chinese characters a second are normal speech."""
    assert prepare(wav(tone(2)), "今天天气很好我们走").warnings == ()


def test_the_second_time_is_a_file_read(wav, tmp_path, monkeypatch):
    """A prepared reference is found by content: in memory, and by a new process in the cache folder."""
    path = wav(tone(3))
    first = ReferenceShelf().prepare(path, "What a fine day", "en", tmp_path / "cache", Limits())
    monkeypatch.setattr(preparing.audio, "decode", lambda *_a, **_k: pytest.fail("decoded again"))
    shelf = ReferenceShelf()
    again = shelf.prepare(wav(tone(3), "copy.wav"), " What a  fine day ", "en", tmp_path / "cache", Limits())
    assert again.as_result() == first.as_result()
    assert np.array_equal(again.samples, first.samples)
    assert shelf.get(first.sha) is again


@pytest.mark.parametrize("damage", ["samples", "facts"])
def test_a_broken_cache_entry_is_made_anew(wav, tmp_path, damage):
    """An entry that is not whole counts as none."""
    path, cache = wav(tone(3)), tmp_path / "cache"
    first = ReferenceShelf().prepare(path, "What a fine day", "en", cache, Limits())
    if damage == "samples":
        (cache / first.sha / "audio.f32").write_bytes(b"1234")
    else:
        (cache / first.sha / "reference.json").write_text("{")
    again = ReferenceShelf().prepare(path, "What a fine day", "en", cache, Limits())
    assert np.array_equal(again.samples, first.samples)
    assert json.loads((cache / first.sha / "reference.json").read_text())["count"] == len(first.samples)


def test_two_workers_prepare_the_same_reference(wav, tmp_path, monkeypatch):
    """Engines of two containers have the same process id: neither takes the other's file away."""
    path, cache, turns = wav(tone(3)), tmp_path / "cache", [1]
    flush = shelving.os.fsync

    def meanwhile(handle):
        flush(handle)
        if turns and turns.pop():
            ReferenceShelf().prepare(path, "What a fine day", "en", cache, Limits())

    monkeypatch.setattr(shelving.os, "fsync", meanwhile)
    first = ReferenceShelf().prepare(path, "What a fine day", "en", cache, Limits())
    assert not turns
    assert {file.name for file in (cache / first.sha).iterdir()} == {"audio.f32", "reference.json"}


def test_a_volume_that_takes_nothing_fails_no_job(wav, tmp_path, monkeypatch, capfd):
    """On a full volume a reference is used from memory, said once, and nothing is left of the attempt."""

    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shelving.os, "fsync", full)
    shelf, cache = ReferenceShelf(), tmp_path / "cache"
    first = shelf.prepare(wav(tone(3)), "What a fine day", "en", cache, Limits())
    assert shelf.get(first.sha) is first
    assert list((cache / first.sha).iterdir()) == []
    assert capfd.readouterr().err.count("No space left on device") == 1


def test_a_volume_that_is_only_read_fails_no_job(wav, tmp_path):
    """The same holds where not even the folder can be made."""
    (tmp_path / "volume").write_text("no folder")
    shelf = ReferenceShelf()
    first = shelf.prepare(wav(tone(3)), "What a fine day", "en", tmp_path / "volume/references", Limits())
    assert shelf.get(first.sha) is first


def test_a_cancelled_write_leaves_nothing(wav, tmp_path, monkeypatch):
    """A job that is cancelled while its reference is written ends, and takes its unfinished file with it."""

    def cancel(_handle):
        raise Cancelled

    monkeypatch.setattr(shelving.os, "fsync", cancel)
    with pytest.raises(Cancelled):
        ReferenceShelf().prepare(wav(tone(3)), "What a fine day", "en", tmp_path / "cache", Limits())
    assert [path for path in (tmp_path / "cache").rglob("*") if path.is_file()] == []


def test_other_text_or_limits_are_another_reference(wav, prepare):
    """Text, language and limits are part of what a reference is."""
    path = wav(tone(3))
    shas = {prepare(path).sha, prepare(path, "What a fine night").sha, prepare(path, limits=Limits(500)).sha}
    assert len(shas) == 3


def test_only_a_few_are_kept_in_memory(wav, tmp_path):
    """The shelf forgets the oldest, and reads it from its folder when asked again."""
    shelf = ReferenceShelf(keep=1)
    first, second = (
        shelf.prepare(wav(tone(2 + index)), "What a fine day", "en", tmp_path / "c", Limits())
        for index in (0, 1)
    )
    assert shelf.get(second.sha) is second
    assert shelf.get(first.sha) is not first
    assert shelf.get(first.sha).as_result() == first.as_result()


def test_unknown_references_are_not_found():
    """A hash that nobody prepared is NOT_FOUND."""
    with pytest.raises(WorkerError, match="NOT_FOUND"):
        ReferenceShelf().get("0" * 64)


def test_what_is_prepared_says_whose_it_is(wav, tmp_path, monkeypatch):
    """From its first moment on: a worker that is killed leaves nothing that no deletion finds."""
    shelf, cache, found = ReferenceShelf(), tmp_path / "cache", []
    write = shelving._write_whole

    def look(path, data):
        found.append([one.name for one in path.parent.iterdir()])
        write(path, data)

    monkeypatch.setattr(shelving, "_write_whole", look)
    shelf.prepare(wav(tone(3)), "What a fine day", "en", cache, Limits(), mark="voice-1")
    assert found[0] == ["voice-1"]


def test_a_voice_that_comes_again_at_once_is_on_the_volume_again(wav, tmp_path):
    """What was deleted a moment ago is not taken from memory: speech that is kept is found by its folder."""
    shelf, cache = ReferenceShelf(), tmp_path / "cache"
    one = wav(tone(3))
    first = shelf.prepare(one, "What a fine day", "en", cache, Limits())
    shutil.rmtree(cache / first.sha)
    shelf.prepare(one, "What a fine day", "en", cache, Limits(), mark="voice-1")
    assert (cache / first.sha / "reference.json").exists()
    assert (cache / first.sha / "voice-1").exists()


def test_quiet_speech_keeps_its_quiet_words(wav, prepare):
    """Silence is judged against the speech's own level: a whisper is not trimmed away."""
    samples = np.concatenate([quiet(1), tone(1, 0.01), tone(1, 0.004), quiet(1)])
    start, stop = sound_bounds(samples, RATE, 0)
    assert (start / RATE, stop / RATE) == pytest.approx((1.0, 3.0), abs=0.02)


def test_what_is_deleted_from_the_volume_leaves_memory_too(wav, tmp_path, monkeypatch):
    """A voice that is forgotten there, each worker forgets with a later job; a volume that is away, none."""
    monkeypatch.setattr(shelving, "_LOOK_SECONDS", 0)
    shelf, cache = ReferenceShelf(), tmp_path / "cache"
    one, other = wav(tone(3)), wav(tone(4), "other.wav")
    first = shelf.prepare(one, "What a fine day", "en", cache, Limits())
    assert shelf.prepare(one, "What a fine day", "en", cache, Limits()) is first
    cache.rename(tmp_path / "away")
    assert shelf.prepare(one, "What a fine day", "en", cache, Limits()) is first
    (tmp_path / "away").rename(cache)
    shutil.rmtree(cache / first.sha)
    shelf.prepare(other, "What a fine day", "en", cache, Limits())
    with pytest.raises(WorkerError, match="NOT_FOUND"):
        shelf.get(first.sha)
    assert shelf.prepare(one, "What a fine day", "en", cache, Limits()) is not first
