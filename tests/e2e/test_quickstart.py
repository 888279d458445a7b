"""The one command of the README, on a machine where the environment is already there."""

import hashlib
import json
import subprocess

import pytest
from tests.e2e.answers import check_words
from tests.e2e.processes import REPOSITORY, clean_environment
from tests.e2e.recordings import decode

pytestmark = pytest.mark.environment


@pytest.fixture
def checkout(tmp_path):
    """Make a checkout whose virtual environment is up to date: links to this one, and a stamp of its own.

    So that the command, which makes the virtual environment anew when a lock has changed, cannot take away
    the one that these tests run in.
    """
    root = tmp_path / "checkout"
    (root / ".venv").mkdir(parents=True)
    for name in ("scripts", "src", "tests", "handler.py", "requirements.txt", "runtime_requirements.txt"):
        (root / name).symlink_to(REPOSITORY / name)
    for entry in (REPOSITORY / ".venv").iterdir():
        if entry.name != ".lock-sha256":
            (root / ".venv" / entry.name).symlink_to(entry)
    lock = (root / "tests" / "requirements.txt").read_bytes()
    (root / ".venv" / ".lock-sha256").write_text(hashlib.sha256(lock).hexdigest() + "\n")
    return root


def quickstart(checkout, volume, *arguments):
    """Run the command; return what it printed."""
    return subprocess.run(
        [checkout / "scripts" / "quickstart.sh", *arguments, "--volume", volume],
        cwd=checkout,
        env=clean_environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_the_command_leaves_five_files_and_a_table(checkout, volume, tmp_path):
    """Speech, subtitles, words, and a page that needs nothing else; stages, factor and files are told."""
    text = "The quick brown fox jumps over the lazy dog."
    out = tmp_path / "out"
    done = quickstart(checkout, volume, text, "--out", out, "--quality", "fast", "--seed", "1")
    assert done.returncode == 0, done.stderr
    names = {"speech.wav", "speech.ass", "speech.srt", "words.json", "preview.html"}
    assert {path.name for path in out.iterdir()} == names
    speech = decode((out / "speech.wav").read_bytes(), tmp_path, "wav")
    assert speech.seconds > 0.5
    timed = json.loads((out / "words.json").read_text(encoding="utf-8"))
    check_words(timed["words"], text, speech.seconds)
    page = (out / "preview.html").read_text(encoding="utf-8")
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert "https://" not in page
    for part in ("synthesise", "align", "real-time factor", "seed 1", *(str(out / name) for name in names)):
        assert part in done.stdout, done.stdout


def test_a_voice_of_ones_own_and_another_format(checkout, volume, made, tmp_path):
    """--voice with --ref-text clones a file, --format gives that format, and the page is only for WAV."""
    out = tmp_path / "out"
    voice = ("--voice", made.path("speech.mp3"), "--ref-text", made.said)
    done = quickstart(
        checkout, volume, "Hello.", "--out", out, *voice, "--format", "mp3", "--quality", "fast"
    )
    assert done.returncode == 0, done.stderr
    assert {path.name for path in out.iterdir()} == {"speech.mp3", "speech.ass", "speech.srt", "words.json"}
    assert decode((out / "speech.mp3").read_bytes(), tmp_path, "mp3").seconds > 0.1


def test_a_fault_is_told_and_ends_with_a_code(checkout, volume, tmp_path):
    """What the worker refuses is shown as it says it, and the exit code is not 0."""
    done = quickstart(checkout, volume, "Hello.", "--out", tmp_path / "out", "--speed", "99")
    assert done.returncode != 0
    assert "INVALID_REQUEST" in done.stderr
    assert "Traceback" not in done.stderr
