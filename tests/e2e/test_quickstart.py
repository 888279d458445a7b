"""What the one command of the README does besides: test_readme.py runs it as it stands there."""

import importlib.util
import subprocess

import pytest
from tests.e2e.cloud import PATIENCE_S
from tests.e2e.processes import REPOSITORY, clean_environment, link_environment
from tests.e2e.recordings import decode

pytestmark = pytest.mark.environment


@pytest.fixture
def checkout(tmp_path):
    """Make a checkout whose virtual environment is up to date."""
    root = tmp_path / "checkout"
    root.mkdir()
    for name in ("scripts", "src", "tests", "handler.py", "requirements.txt", "runtime_requirements.txt"):
        (root / name).symlink_to(REPOSITORY / name)
    link_environment(root)
    return root


def quickstart(checkout, volume, *arguments, **settings):
    """Run the command; return what it printed."""
    return subprocess.run(
        [checkout / "scripts" / "quickstart.sh", *arguments, "--volume", volume],
        cwd=checkout,
        env=clean_environment(**settings),
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )


@pytest.mark.exhaustive  # README's own command clones a voice, and every format is tried by test_speech.py
def test_a_voice_of_ones_own_and_another_format(checkout, volume, made, tmp_path):
    """--voice with --ref-text clones a file, --format gives that format, and the page is only for WAV."""
    out = tmp_path / "out"
    voice = ("--voice", made.path("speech.mp3"), "--ref-text", made.said)
    options = ("--format", "mp3", "--quality", "fast", "--seed", "1")
    done = quickstart(checkout, volume, "Hello.", "--out", out, *voice, *options)
    assert done.returncode == 0, done.stderr
    assert "seed 1" in done.stdout
    assert {path.name for path in out.iterdir()} == {"speech.mp3", "speech.ass", "speech.srt", "words.json"}
    assert decode((out / "speech.mp3").read_bytes(), tmp_path, "mp3").seconds > 0.1


def test_a_recording_is_the_job_s_voice(tmp_path, monkeypatch):
    """With exactly what is said in it; the one of an earlier run is gone."""
    script = REPOSITORY / "scripts" / "quickstart.py"
    monkeypatch.syspath_prepend(script.parent)
    spec = importlib.util.spec_from_file_location("quickstart", script)
    spec.loader.exec_module(module := importlib.util.module_from_spec(spec))
    recording, said = (REPOSITORY / "docs" / "examples" / f"voice.{kind}" for kind in ("mp3", "txt"))
    (voices := tmp_path / "voices").mkdir()
    (voices / "quickstart.wav").write_bytes(b"RIFF")
    given = ("--voice", str(recording), "--ref-text", said.read_text(encoding="utf-8"), "--seed", "1")
    monkeypatch.setattr("sys.argv", ["quickstart", "Hello.", *given])
    asked = module.job_input(module.arguments(), tmp_path)
    assert (asked["text"], asked["local_voice"], asked["options"]["seed"]) == ("Hello.", "quickstart", 1)
    assert {path.name for path in voices.iterdir()} == {"quickstart.mp3", "quickstart.txt"}
    assert (voices / "quickstart.mp3").read_bytes() == recording.read_bytes()
    assert (voices / "quickstart.txt").read_text(encoding="utf-8") == said.read_text(encoding="utf-8")


def test_a_fault_is_told_and_ends_with_a_code(checkout, volume, tmp_path):
    """What the worker refuses is shown as it says it, and the exit code is not 0."""
    done = quickstart(
        checkout, volume, "Hello.", "--out", tmp_path / "out", "--speed", "99", F5TTS_PRELOAD="false"
    )
    assert done.returncode != 0
    assert "INVALID_REQUEST" in done.stderr
    assert "Traceback" not in done.stderr
