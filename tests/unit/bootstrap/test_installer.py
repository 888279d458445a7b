"""What uv says, in our words; and how a program is run and ended."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from f5tts_worker.bootstrap import command
from f5tts_worker.bootstrap.command import Outcome, public_environment, run
from f5tts_worker.bootstrap.environment.environment import LOCKS, Recipe, chosen_recipe, find
from f5tts_worker.bootstrap.environment.installer import check_outcome, wanted
from f5tts_worker.config import from_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.running_time import running_time
from f5tts_worker.volume.progress import Watch

SAID = {
    "error: Failed to download `x==1`\n  cause: Hash mismatch for `x==1`": "ENVIRONMENT_FAILED",
    "error: In `--require-hashes` mode, all requirements must have a hash": "ENVIRONMENT_FAILED",
    "error: failed to create file: No space left on device (os error 28)": "VOLUME_FULL",
    "error: failed to open file: Read-only file system (os error 30)": "VOLUME_UNUSABLE",
    "error: Failed to fetch: http://x/\n  cause: tcp connect error": "INDEX_UNREACHABLE",
    "error: Failed to fetch\n  cause: HTTP status server error (503 Unavailable)": "INDEX_UNREACHABLE",
    "error: operation timed out": "INDEX_UNREACHABLE",
    "error: No solution found\n  cause: x was not found in the package registry": "ENVIRONMENT_FAILED",
    "something nobody has seen before": "ENVIRONMENT_FAILED",
}


@pytest.mark.parametrize(("said", "code"), SAID.items())
def test_faults(said, code):
    """Each thing that uv is known to say has a code; only a network fault is worth a retry."""
    with pytest.raises(WorkerError) as caught:
        check_outcome(Outcome(2, tuple(said.splitlines())))
    assert caught.value.code == code
    assert caught.value.retryable == (code == "INDEX_UNREACHABLE")


def test_secrets_of_an_index_are_hidden():
    """An index address with a password is not shown to callers."""
    with pytest.raises(WorkerError) as caught:
        check_outcome(Outcome(2, ("error: Failed to fetch: https://user:hunter22@x.example/simple",)))
    assert "hunter22" not in f"{caught.value} {caught.value.details}"


@pytest.mark.parametrize("cuda", LOCKS)
def test_lock_in_the_checkout(cuda):
    """The lock is found beside handler.py, and its packages are counted."""
    recipe = chosen_recipe(from_environment({"F5TTS_CUDA": cuda}))
    assert recipe.lock.name == LOCKS[cuda]
    assert recipe.lock.parent == Path(__file__).parents[3]
    text = recipe.lock.read_text()
    packages = sum(1 for line in text.splitlines() if line[:1].isalnum())
    assert wanted(recipe.lock, recipe.check).packages == packages


def test_key_depends_on_the_pins(tmp_path):
    """Comments do not change an environment's key; pins and hashes do."""

    def key(text):
        (tmp_path / "lock.txt").write_text(text)
        return Recipe(tmp_path / "lock.txt").key

    lock = "# made by hand\na==1 \\\n    --hash=sha256:00\n    # via b\n"
    assert key(lock) == key(lock.replace("by hand", "by a script")) == key(lock.replace("    # via b\n", ""))
    assert len({key(lock), key(lock.replace("==1", "==2")), key(lock.replace(":00", ":01"))}) == 3


def test_given_python(tmp_path):
    """F5TTS_RUNTIME_PYTHON is taken instead of an installation, if it is an environment's Python."""
    (tmp_path / "lib/python3.11/site-packages").mkdir(parents=True)
    (tmp_path / "bin").mkdir()
    python = tmp_path / "bin/python"
    settings = from_environment({"F5TTS_RUNTIME_PYTHON": str(python)})
    with pytest.raises(WorkerError, match="not the Python of a virtual environment"):
        find(settings)
    python.write_text("")
    assert find(settings).python == python


def test_private_settings_stay_here():
    """Programs that fetch things see proxies and index settings, but no key of the cloud's."""
    environ = {"PATH": "/bin", "HTTPS_PROXY": "x", "HF_TOKEN": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    environ |= {"BUCKET_SECRET_ACCESS_KEY": "x", "RUNPOD_AI_API_KEY": "x"}
    assert sorted(public_environment(environ)) == ["HF_TOKEN", "HTTPS_PROXY", "PATH"]


def python(code, watch=None, seconds=60.0, **hooks):
    return run(
        [sys.executable, "-c", code],
        environ=dict(os.environ),
        folder=Path("/"),
        watch=watch or Watch(),
        deadline=running_time() + seconds,
        **hooks,
    )


def test_run_hears_both_streams():
    """Lines of stdout and stderr arrive one by one, and the exit code is the program's."""
    heard = []
    code = "import sys; print('out', flush=True); print('err', file=sys.stderr); sys.exit(3)"
    outcome = python(code, on_line=heard.append)
    assert outcome == Outcome(3, ("out", "err"))
    assert heard == ["out", "err"]


def test_run_ends_in_time():
    """A program that does not end is killed at its deadline."""
    assert python("import time; time.sleep(600)", seconds=0.5).code is None


def test_run_is_cancelled():
    """A cancelled program is killed, with what it started."""
    watch = Watch(cancelled=threading.Event())
    pids = []

    def hear(line):
        pids.append(int(line))
        watch.cancelled.set()

    code = (
        "import subprocess, time; print(subprocess.Popen(['sleep', '600']).pid, flush=True); time.sleep(600)"
    )
    with pytest.raises(WorkerError, match="cancelled"):
        python(code, watch, on_line=hear)
    for _ in range(200):
        if (
            not Path(f"/proc/{pids[0]}").exists()
            or "Z" in Path(f"/proc/{pids[0]}/stat").read_text().split()[2]
        ):
            return
        time.sleep(0.05)
    pytest.fail("the grandchild lives on")


def test_run_waits_for_a_program_that_is_silent_at_last(monkeypatch):
    """A program that has closed its output and takes long to end is waited for, not killed."""
    monkeypatch.setattr(command, "_PIPE_SECONDS", 0.1)
    code = "import os, time; print('done', flush=True); os.closerange(1, 3); time.sleep(1); os._exit(4)"
    assert python(code) == Outcome(4, ("done",))


def test_run_does_not_wait_for_strays():
    """A grandchild that keeps the pipe open does not keep us."""
    code = "import subprocess; print(subprocess.Popen(['sleep', '600'], start_new_session=True).pid)"
    outcome = python(code)
    stray = int(outcome.lines[0])
    try:
        assert outcome.code == 0
        assert Path(f"/proc/{stray}").exists()
    finally:
        os.kill(stray, signal.SIGKILL)
    for thread in threading.enumerate():
        if thread.name == "bootstrap-output":  # it ends, and closes the pipe, with the last writer
            thread.join()
