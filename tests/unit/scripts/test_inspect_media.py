"""What a file says of itself, for anybody who asks."""

import json
import sys

import pytest
from scripts import inspect_media
from scripts.bench_signing import recording
from tests.unit.certificates import certified, make_key, pem

from f5tts_worker.jobs.steps.signing import manifest, signed

SENTENCE = "AI-generated speech, f5tts-worker 0.1.0, model demo"


@pytest.fixture
def inspect(monkeypatch, capsys):
    """Call the script with files; return its exit code, what it prints, and what it complains of."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["inspect_media.py", *map(str, arguments)])
        code = inspect_media.main()
        return code, *capsys.readouterr()

    return call


def test_a_file_with_a_tag(inspect, tmp_path):
    """The sentence is shown, and counts; a file without any mark has the other exit code."""
    code, shown, _ = inspect(recording(tmp_path / "a.mp3", 1, SENTENCE))
    assert (code, SENTENCE in shown) == (0, True)
    code, shown, _ = inspect(recording(tmp_path / "b.mp3", 1, "a holiday"), recording(tmp_path / "c.wav", 1))
    assert (code, shown.count("manifest   none")) == (1, 2)


def test_a_signed_file(inspect, tmp_path):
    """The manifest counts by itself: who signed it, what it says, and whether it still fits the file."""
    key, target = make_key(), tmp_path / "signed.flac"
    order = {"certificates": certified(key), "key": pem(key), "algorithm": "es256"}
    order |= {"source": str(recording(tmp_path / "a.flac", 1)), "target": str(target)}
    assert "error" not in signed(sys.executable, order | {"manifest": manifest("a", "demo")})
    code, shown, _ = inspect("--json", target)
    told = json.loads(shown)["manifest"]
    assert (code, told["state"], told["signed_by"]) == (0, "valid", "A Speaker")
    assert told["actions"] == [{"action": "c2pa.created", "source": "trainedAlgorithmicMedia"}]
    data = bytearray(target.read_bytes())
    data[-1] ^= 1
    target.write_bytes(data)
    assert "invalid: " in inspect(target)[1]


def test_what_cannot_be_read(inspect, tmp_path):
    """A file that is none, or no sound, has a sentence and an exit code of its own; the others are told."""
    (tmp_path / "text.mp3").write_text("Hello")
    good = recording(tmp_path / "good.mp3", 1, SENTENCE)
    code, shown, complaint = inspect(tmp_path / "text.mp3", tmp_path / "none.wav", good)
    assert (code, complaint.count("cannot be read"), SENTENCE in shown) == (2, 2, True)
