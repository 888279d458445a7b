"""The quickstart's first run: what it says before it fetches anything, and how it ends early."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]
COPIED = ("handler.py", "requirements.txt", "runtime_requirements.txt", "scripts", "tests")
# As Debian's Python without python3-venv: it cannot make a virtual environment, and says so.
NO_VENV = """#!/bin/sh
[ "$1$2" = -mvenv ] && { echo "ensurepip is not available" >&2; exit 1; }
[ "$1" = -c ] && [ "${2#*sys.executable}" != "$2" ] && { echo "$0"; exit 0; }
exec PYTHON "$@"
"""


@pytest.fixture
def clone(tmp_path):
    """Make a checkout with nothing prepared, in a folder whose name has a blank."""
    root = tmp_path / "my projects" / "clone"
    root.mkdir(parents=True)
    shutil.copytree(REPOSITORY / "scripts", root / "scripts")
    (root / "tests").mkdir()
    for name in ("handler.py", "requirements.txt", "runtime_requirements.txt", "tests/requirements.txt"):
        shutil.copyfile(REPOSITORY / name, root / name)
    python = tmp_path / "python-without-venv"
    python.write_text(NO_VENV.replace("PYTHON", shlex.quote(sys.executable)))
    python.chmod(0o755)
    return root


def environment(clone, **extra):
    """Return what a user without settings has: another language, and a Python without packages."""
    return {
        "PATH": os.environ["PATH"],
        "LANG": "C",
        "PYTHON": str(clone.parents[1] / "python-without-venv"),
    } | extra


def quickstart(clone, *arguments):
    """Run the command to its end."""
    return subprocess.run(
        [clone / "scripts/quickstart.sh", *arguments],
        cwd=clone.parent,
        env=environment(clone),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def test_sizes_and_places_are_said_before_anything_is_made(clone):
    """The first line comes before the virtual environment; both parts are there with their sizes."""
    done = quickstart(clone, "Hello.")
    said, _, rest = done.stderr.partition("Making ")
    assert done.returncode == 1
    assert said.startswith("First run:")
    for part in (f"{clone}/.cache/image", "66 MB to fetch", f"{clone}/.volume", "4.0 GB to fetch"):
        assert part in said
    assert "apt-get install python3-venv" in rest
    assert "Traceback" not in done.stderr


def test_help_and_wrong_use_make_nothing(clone):
    """Any Python reads the command line: neither needs a virtual environment, and neither makes one."""
    helped, wrong = quickstart(clone, "--help"), quickstart(clone, "--ref-text", "x", "y")
    assert (helped.returncode, wrong.returncode) == (0, 2)
    assert "--local-voice" in helped.stdout
    assert "--ref-text is what is said in --voice" in wrong.stderr
    for arguments in ([], ["--serve", "Hello."]):
        unclear = quickstart(clone, *arguments)
        assert (unclear.returncode, "give a text to speak, or --serve" in unclear.stderr) == (2, True)
    assert sorted(path.name for path in clone.iterdir()) == list(COPIED)


def test_a_failed_or_stopped_run_does_not_stop_the_next(clone):
    """What the first left behind is made anew, also where Ctrl-C came before the folder was marked."""
    assert quickstart(clone, "Hello.").returncode == 1
    assert "Making" in quickstart(clone, "Hello.").stderr
    shutil.rmtree(clone / ".cache/image")
    (clone / ".cache/image").mkdir()
    done = quickstart(clone, "Hello.")
    assert "Making" in done.stderr
    assert "was not made by these scripts" not in done.stderr


def test_ctrl_c_ends_the_making_with_its_code(clone, tmp_path):
    """Everything in the foreground gets Ctrl-C; nothing is left running, and no traceback is shown."""
    log = tmp_path / "log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [clone / "scripts/quickstart.sh", "Hello."],
            env=environment(clone, PYTHON=sys.executable),
            stdout=output,
            stderr=output,
            start_new_session=True,
            # Tests that run in the background were started with Ctrl-C ignored; a terminal's command is not.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # noqa: PLW1509 (one thread)
        )
    while "Making" not in log.read_text():
        assert process.poll() is None, log.read_text()
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(60) == 130
    assert "Traceback" not in log.read_text()


def test_a_folder_of_somebody_else_s_is_left_alone(clone):
    """A .cache/image that these scripts did not make stops the command with one sentence, and stays."""
    (clone / ".cache/image").mkdir(parents=True)
    (clone / ".cache/image/mine").touch()
    done = quickstart(clone, "Hello.")
    assert done.returncode == 1
    assert "was not made by these scripts" in done.stderr
    assert (clone / ".cache/image/mine").exists()


def test_a_published_environment_is_not_announced(clone, tmp_path):
    """Only what is missing is listed."""
    envs = tmp_path / "volume" / "f5tts" / "envs"
    envs.mkdir(parents=True)
    (envs / "0123456789abcdef.json").write_text("{}")
    said, _, _ = quickstart(clone, "Hello.", "--volume", tmp_path / "volume").stderr.partition("Making ")
    assert "66 MB to fetch" in said
    assert "4.0 GB" not in said


def test_a_full_disk_is_one_sentence_before_anything_is_made(clone):
    """The sentence names the disk, what is free and what is needed. The free space is a stand-in's."""
    program = (
        "import runpy, shutil, sys, types; shutil.disk_usage = lambda path: types.SimpleNamespace(free=1e9);"
        " sys.argv = sys.argv[1:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    script = clone / "scripts/quickstart.py"
    done = subprocess.run(
        [sys.executable, "-c", program, script, "Hello.", "--volume", clone / "volume"],
        env=environment(clone, QUICKSTART_LACKS="image", PYTHONPATH=str(clone / "scripts")),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("The disk of ")
    assert "has 1.0 GB free; " in done.stderr
    assert "Traceback" not in done.stderr
    assert not (clone / ".cache").exists()
