"""A voice's life through the real engine: stored from what people record, replaced, listed, used."""

import hashlib
import shutil
import subprocess
import wave

import pytest
import requests
from tests.e2e.answers import check_speech
from tests.e2e.recordings import VOICES, ffmpeg, require
from tests.e2e.test_bucket import settings_of
from tests.unit.servers import s3_server

pytestmark = pytest.mark.environment

TEXT = "The old man walked down the road."
SAID = "The old man walked slowly down the dusty road, and nobody came to meet him."
SENTENCES = (
    "The old man walked slowly down the dusty road.",
    "My little brother found a small black dog behind the school.",
    "In the morning my father reads the paper.",
    "She sells fresh bread and butter near the harbour every day.",
    "Nobody came to meet him when the train arrived at last.",
)
QUICK = {"text": TEXT, "nfe_steps": 1}
CODECS = {
    "wav": ["-ar", "44100", "-ac", "2"],
    "mp3": [],
    "flac": [],
    "ogg": ["-c:a", "libvorbis"],
    "opus": ["-c:a", "libopus"],
    "m4a": [],
    "webm": ["-c:a", "libopus"],
}


@pytest.fixture(scope="module")
def sent(served, made):
    """Record sentences with flite in every format, one of them a video; return where they are served."""
    require("flite")
    speech = made.path("flite.wav")
    subprocess.run(["flite", "-voice", "slt", "-t", SAID, "-o", str(speech)], check=True)
    subprocess.run(
        ["flite", "-voice", "rms", "-t", " ".join(SENTENCES), "-o", str(made.path("flite-long.wav"))],
        check=True,
    )
    for name, options in CODECS.items():
        quiet = ["-af", "volume=-20dB"] if name == "flac" else []
        ffmpeg("-i", str(speech), *quiet, *options, str(made.path(f"flite-sent.{name}")))
    picture = ["-f", "lavfi", "-i", "color=c=blue:s=64x64:r=5", "-shortest"]
    ffmpeg("-i", str(speech), *picture, str(made.path("flite-sent.mp4")))
    return served


def upload_of(name, address, **more):
    return {"endpoint": "upload", "voice_name": name, "voice_file_url": address, **more}


def stored_wav(store, name):
    with wave.open(str(store / "voices" / f"{name}.wav")) as file:
        assert (file.getnchannels(), file.getsampwidth(), file.getframerate()) == (1, 2, 24000)
        return file.getnframes() / 24000


@pytest.mark.parametrize("extension", [*CODECS, "mp4"])
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


def test_a_voice_in_a_bucket(start_production, volume, sent):
    """Stored there with a link to hear it; copied to the volume once, prepared once; listed in pages."""
    with s3_server("canary-id-0008", "canary-secret-0009") as (at, folder):
        (folder / "voices").mkdir()
        for number in range(30):
            for kind in ("wav", "txt"):
                shutil.copyfile(VOICES / f"rms.{kind}", folder / "voices" / f"page-{number:02}.{kind}")
        worker = start_production(**settings_of(at), F5TTS_ALLOW_PRIVATE_URLS="true")
        asked = upload_of("e2e-far", f"{sent}/flite-sent.webm", ref_text=SAID)
        assert worker.ok(asked)["key"] == "voices/e2e-far.wav"
        made = sorted(path.name for path in (folder / "voices").glob("e2e-far*"))
        assert made == ["e2e-far.json", "e2e-far.txt", "e2e-far.wav"]
        shown = worker.ok({"endpoint": "get_voice", "voice_name": "e2e-far"})["voice"]
        heard = requests.get(shown["url"], timeout=10).content
        assert hashlib.sha256(heard).hexdigest() == shown["audio_sha256"]
        spoken = worker.ok(QUICK | {"local_voice": "e2e-far"})
        assert requests.get(spoken["audio_url"], timeout=10).content[:4] == b"RIFF"
        copies = kept_on(volume)
        worker.ok(QUICK | {"local_voice": "e2e-far"})
        assert kept_on(volume) == copies
        check_pages(worker.ok, 30)
        worker.ok({"endpoint": "delete_voice", "voice_name": "e2e-far"})
        assert not list((folder / "voices").glob("e2e-far*"))


def kept_on(volume):
    """Return what the volume holds of voices, and when each file was written."""
    kept = [*(volume / "f5tts/voices-cache").iterdir(), *(volume / "f5tts/references").glob("*/audio.f32")]
    return {path: path.stat().st_ino for path in kept}


def check_pages(ask, count):
    names, cursor = [], None
    for _ in range(30):
        page = ask({"endpoint": "list_voices", "limit": 7} | ({"cursor": cursor} if cursor else {}))
        assert len(page["voices"]) <= 7
        names += [voice["name"] for voice in page["voices"]]
        assert all(voice["text"] for voice in page["voices"] if voice["name"].startswith("page-"))
        cursor = page.get("next_cursor")
        if cursor is None:
            break
    assert len(names) == len(set(names))
    assert sum(name.startswith("page-") for name in names) == count
    assert {"slt", "rms"} <= set(names)
