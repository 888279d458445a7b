"""Temporary folders: each is its worker's own, and nothing stays of workers that are gone."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

from f5tts_worker.supervisor.own_folder import own_folder, remove_left

ROOT = Path(__file__).resolve().parents[3]
KILLED = """
from f5tts_worker.supervisor.own_folder import own_folder
with own_folder() as folder:
    (folder / "voice.wav").touch()
    print(folder, flush=True)
    input()
"""


def test_what_a_killed_worker_left_is_removed(tmp_path, monkeypatch):
    """Recordings of people among it. As long as it lived, its folders stayed."""
    environ = {"PYTHONPATH": str(ROOT / "src"), "PATH": os.environ["PATH"], "TMPDIR": str(tmp_path)}
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [sys.executable, "-c", KILLED], env=environ, stdin=pipe, stdout=pipe, text=True
    ) as worker:
        folder = Path(worker.stdout.readline().strip())
        remove_left()
        assert (folder / "voice.wav").exists()
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    remove_left()
    assert not list(tmp_path.iterdir())


def test_a_living_workers_folder_stays(tmp_path, monkeypatch):
    """Workers of one machine leave each other's folders alone, also those that start in the same moment."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "f5tts-engine-of-an-earlier-release").mkdir()
    together, faults = threading.Barrier(8, timeout=60), []

    def live():
        for _ in range(20):
            together.wait()
            remove_left()
            with own_folder() as home:
                (home / "file").touch()
                together.wait()
                if not (home / "file").exists():
                    faults.append(home)
                together.wait()

    threads = [threading.Thread(target=live) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert [path.name for path in tmp_path.iterdir()] == ["f5tts-engine-of-an-earlier-release"]
