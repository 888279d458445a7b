"""The client as a user calls it: real processes, a real worker behind a queue or the SDK's local API."""

import io
import json
import os
import re
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout

import pytest
from tests.e2e.cloud import ENDPOINT, PATIENCE_S
from tests.e2e.conftest import CANARIES
from tests.e2e.processes import REPOSITORY, clean_environment

from f5tts_worker.client.command import main
from f5tts_worker.runpod_sdk import import_sdk

pytestmark = pytest.mark.environment

TEXT = "Hello again. This is a test."
KEY = CANARIES["RUNPOD_AI_API_KEY"]


class Client:
    """Runs `python -m f5tts_worker` in a folder of its own."""

    def __init__(self, folder, **settings):
        self.folder = folder
        self.environ = clean_environment(PYTHONPATH=str(REPOSITORY / "src"), **settings)

    def start(self, *arguments):
        return subprocess.Popen(
            [sys.executable, "-m", "f5tts_worker", *map(str, arguments)],
            cwd=self.folder,
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments):
        """Return the exit code, what was printed, and what was said on stderr."""
        process = self.start(*arguments)
        out, err = process.communicate(timeout=PATIENCE_S)
        assert "Traceback" not in err, err
        assert KEY not in out + err
        return process.returncode, out, err

    def run_here(self, *arguments):
        """Do the same in this process: each of its own takes most of a second to start."""
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.chdir(self.folder)
            for name in os.environ.keys() - self.environ.keys():
                patch.delenv(name)
            for name, value in self.environ.items():
                patch.setenv(name, value)
            base = self.environ.get("RUNPOD_ENDPOINT_BASE_URL", "")
            patch.setattr(import_sdk(), "endpoint_url_base", base)
            code = main([*map(str, arguments)])
        assert KEY not in out.getvalue() + err.getvalue()
        return code, out.getvalue(), err.getvalue()

    def ok_here(self, *arguments):
        code, out, err = self.run_here(*arguments)
        assert code == 0, err
        return out

    def ok(self, *arguments):
        code, out, err = self.run(*arguments)
        assert code == 0, err
        return out


@pytest.fixture
def queue(production, tmp_path):
    """Return a client of the endpoint that the production worker works for."""
    base = f"http://127.0.0.1:{production.cloud.port}/v2"
    return Client(tmp_path, RUNPOD_ENDPOINT_BASE_URL=base, RUNPOD_API_KEY=KEY, F5TTS_ENDPOINT=ENDPOINT)


@pytest.fixture
def local(api, tmp_path):
    """Return a client of a worker on this machine; it needs no key."""
    return Client(tmp_path, F5TTS_ENDPOINT=api.base)


def test_say_leaves_speech_subtitles_and_word_times(queue, tmp_path):
    """Progress comes on stderr, the names of the files on stdout, and nothing is overwritten unasked."""
    command = (
        "say",
        TEXT,
        "--subtitles",
        "ass,srt",
        "--quality",
        "fast",
        "--seed",
        "7",
        "--out",
        "out/first",
    )
    code, out, err = queue.run(*command)
    assert code == 0, err
    names = ["first.wav", "first.ass", "first.srt", "first.words.json"]
    assert out.split() == [f"out/{name}" for name in names]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == sorted(names)
    assert (tmp_path / "out/first.wav").read_bytes().startswith(b"RIFF")
    assert (tmp_path / "out/first.ass").read_text().startswith("[Script Info]")
    words = json.loads((tmp_path / "out/first.words.json").read_text())
    assert " ".join(word["word"] for word in words) == TEXT
    assert re.search(r"^ +\d+\.\d s  \w", err, re.MULTILINE)
    code, _, err = queue.run_here(*command)
    assert code == 2
    assert "out/first.wav" in err
    assert "--overwrite" in err


def test_failures_are_one_sentence(queue, production):
    """One line each: an unknown voice, a key that RunPod rejects and none at all are wrong use (2)."""
    code, _, err = queue.run_here("say", TEXT, "--voice", "nobody", "--quiet")
    assert (code, err.count("\n")) == (2, 1)
    assert "UNKNOWN_VOICE" in err
    queue.environ["RUNPOD_API_KEY"] = "wrong"
    code, _, err = queue.run_here("say", TEXT, "--quiet")
    assert (code, err.count("\n")) == (2, 1)
    assert "RUNPOD_API_KEY" in err
    assert production.cloud.refused == [f"POST /v2/{ENDPOINT}/run"]
    production.cloud.refused.clear()
    del queue.environ["RUNPOD_API_KEY"]
    assert queue.run_here("voices")[0] == 2


def test_a_voice_s_life(local, made):
    """Upload from a file, list, speak, refuse to replace, delete: all with a worker's own API."""
    text = made.said
    out = local.ok_here("upload", "berta", made.path("speech.mp3"), "--text", text, "--quiet")
    assert "--voice berta" in out
    assert re.search(r"^berta\b", local.ok_here("voices", "--quiet"), re.MULTILINE)
    local.ok_here("say", TEXT, "--voice", "berta", "--quality", "fast", "--out", "berta.mp3", "--quiet")
    assert (local.folder / "berta.mp3").stat().st_size > 5000
    code, _, err = local.run_here("upload", "berta", made.path("speech.wav"), "--text", text, "--quiet")
    assert code == 2
    assert "--overwrite" in err
    assert "seconds: " in local.ok_here("voices", "show", "berta", "--quiet")
    local.ok_here("voices", "delete", "berta", "--quiet")
    assert not re.search(r"^berta\b", local.ok_here("voices", "--quiet"), re.MULTILINE)


def test_a_recording_for_one_job_and_a_recording_to_align(local, made):
    """`--voice-file` clones a file without storing it; `align` times one that exists."""
    speech = made.path("speech.wav")
    local.ok_here(
        "say", TEXT, "--voice-file", speech, "--ref-text", made.said, "--quality", "fast", "--quiet"
    )
    assert (local.folder / "speech.wav").exists()
    (local.folder / "said.txt").write_text(made.said)
    code, out, err = local.run_here(
        "align", speech, "--text-file", "said.txt", "--subtitles", "vtt", "--out", "timed"
    )
    assert code == 0, err
    assert "deprecated" not in err
    assert out.split() == ["timed.vtt", "timed.words.json"]
    assert (local.folder / "timed.vtt").read_text().startswith("WEBVTT")


def test_a_killed_batch_goes_on_where_it_stopped(queue, production):
    """After SIGKILL the next run finishes the batch, and no job was paid for twice."""
    lines = [{"name": f"part {n}", "text": f"Number {n} is a good one.", "nfe_steps": 1} for n in range(5)]
    (queue.folder / "book.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    before = len(production.cloud.submitted)
    production.cloud.left = 2  # then the client has nothing to do but to wait
    try:
        process = queue.start("batch", "book.jsonl", "--parallel", "3", "--subtitles", "srt")
        state = queue.folder / "book/.batch.json"
        production.process.wait_until(lambda: counted(state) == (2, 3), PATIENCE_S, "two items to be done")
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=PATIENCE_S)
    finally:
        production.cloud.left = None
    out = queue.ok_here("batch", "book.jsonl", "--parallel", "3", "--subtitles", "srt")
    assert "5 done, 0 failed" in out
    assert "done before" in out
    assert len(production.cloud.submitted) - before == 5
    found = {path.name for path in (queue.folder / "book").iterdir()}
    assert found == {".batch.json"} | {
        f"part {n}.{e}" for n in range(5) for e in ("wav", "srt", "words.json")
    }
    assert queue.ok_here("batch", "book.jsonl", "--subtitles", "srt").count("done before") == 5
    assert len(production.cloud.submitted) - before == 5


def test_a_batch_names_what_failed_and_does_the_rest(queue):
    """One bad voice costs one item and the exit code."""
    (queue.folder / "two.csv").write_text('name,voice,text\ngood,,"Hello, you."\nbad,nobody,Hello.\n')
    code, out, err = queue.run_here("batch", "two.csv", "--quality", "fast")
    assert code == 1
    assert "1 done, 1 failed" in out
    assert re.search(r"bad: FAILED: UNKNOWN_VOICE", err)
    assert (queue.folder / "two/good.wav").exists()


def counted(state):
    """Return how many items are done, and of how many others the state on disk knows the job.

    A kill between RunPod's answer to a submission and the state on disk costs that job again, as promised.
    """
    entries = json.loads(state.read_text()).values() if state.exists() else ()
    return sum("done" in entry for entry in entries), sum("job" in entry for entry in entries)
