"""A voice's life through the real engine: stored from what people record, replaced, listed, used."""

import shutil
import wave

import pytest
from tests.e2e.answers import check_pages, check_speech
from tests.e2e.recordings import CODECS, FEW, SAID, SENTENCES, VOICES
from tests.pairs import ordinarily

pytestmark = pytest.mark.environment

TEXT = "The old man walked down the road."
QUICK = {"text": TEXT, "nfe_steps": 1}


def upload_of(name, address, **more):
    return {"endpoint": "upload", "voice_name": name, "voice_file_url": address, **more}


def stored_wav(store, name):
    with wave.open(str(store / "voices" / f"{name}.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 24000)
        return file.getnframes() / 24000


# tests/model/test_audio.py decodes them all.
@pytest.mark.parametrize("extension", ordinarily(CODECS, *FEW))
def test_what_phones_and_browsers_record_becomes_a_voice(api, sent, store, tmp_path, extension):
    """Each format is stored as a pair that is ready to use, and speaks."""
    name = f"e2e-{extension}"
    address = f"{sent}/flite-sent.{extension}?X-Amz-Signature=secret"
    answer = api.ok(upload_of(name, address, ref_text=SAID))
    assert 3 <= stored_wav(store, name) == pytest.approx(answer["seconds"], abs=0.001)
    assert answer["text"] == SAID
    assert (answer["source"]["from"], answer["source"]["format"]) == ("127.0.0.1", extension)
    assert answer["warnings"] == []
    assert any("loudness raised" in change for change in answer["changes"]) == (extension == "flac")
    assert "secret" not in (store / "voices" / f"{name}.json").read_text()
    shown = api.ok({"endpoint": "get_voice", "voice_name": f"voices/{name}.wav"})["voice"]
    assert (shown["text"], shown["seconds"]) == (SAID, answer["seconds"])
    check_speech(api.ok(QUICK | {"local_voice": f"{name}.wav"}), TEXT, tmp_path)
    api.ok({"endpoint": "delete_voice", "voice_name": f"{name}.wav"})
    assert not list((store / "voices").glob(f"{name}.*"))


def test_a_long_recording_is_cut_with_its_text_once(api, sent, store, served, made):
    """What is left is whole sentences; stored again, it comes out byte for byte; a wrong text is noticed."""
    said = " ".join(SENTENCES)
    answer = api.ok(upload_of("e2e-long", f"{sent}/flite-long.wav", ref_text=said))
    assert 3 <= stored_wav(store, "e2e-long") <= 12
    assert answer["text"] in said
    assert answer["text"].endswith(".")
    assert any(change.startswith("cut from ") for change in answer["changes"])
    first = (store / "voices/e2e-long.wav").read_bytes()
    shutil.copyfile(store / "voices/e2e-long.wav", made.path("again.wav"))
    again = upload_of("e2e-long", f"{served}/again.wav", ref_text=answer["text"])
    assert "overwrite: true" in api.refusal(again)
    repeated = api.ok(again | {"overwrite": True})
    assert (store / "voices/e2e-long.wav").read_bytes() == first
    assert (repeated["changes"], repeated["text"]) == ([], answer["text"])
    wrong = api.ok(
        again
        | {
            "overwrite": True,
            "ref_text": "Ten green bottles hang upon a garden wall, "
            "and if one of them should fall there would be nine of them, or so they sing.",
        }
    )
    assert any("does not seem to be what is said" in warning for warning in wrong["warnings"])


def test_voices_are_listed_in_pages(api, store):
    """A few dozen voices put there by hand are listed page by page, with the built-in ones, each once."""
    for number in range(40):
        for kind in ("wav", "txt"):
            (store / "voices").mkdir(parents=True, exist_ok=True)
            shutil.copyfile(VOICES / f"rms.{kind}", store / "voices" / f"page-{number:02}.{kind}")
    check_pages(api.ok, 40)
    for path in (store / "voices").glob("page-*"):
        path.unlink()
