"""Every example of docs/API.md runs as it stands: commands, programs and requests, against a real worker.

Addresses at example.org are served from the loopback: recordings in which flite says the example's own words.
"""

import json
import re
import shutil
import subprocess
import sys

import pytest
from tests.e2e.answers import check_words
from tests.e2e.cloud import ENDPOINT, PATIENCE_S
from tests.e2e.conftest import CANARIES
from tests.e2e.processes import REPOSITORY, clean_environment
from tests.e2e.recordings import require
from tests.pairs import ordinarily
from tests.unit.servers import serve

pytestmark = pytest.mark.environment

API = (REPOSITORY / "docs/API.md").read_text(encoding="utf-8")
JOB_ID = "6f0c5a2e-u1"  # the job that the page's examples speak of


def blocks(language):
    """Return the page's fenced blocks of one language."""
    found = re.findall(rf"^```{language}\n(.*?)^```", API, re.MULTILINE | re.DOTALL)
    assert found, f"docs/API.md has no {language} example"
    return found


@pytest.fixture
def environ(production):
    """Return the process environment that the page tells its reader to have."""
    base = f"http://127.0.0.1:{production.cloud.port}/v2"
    return clean_environment(
        RUNPOD_ENDPOINT_BASE_URL=base,
        API=f"{base}/{ENDPOINT}",
        ENDPOINT_ID=ENDPOINT,
        RUNPOD_API_KEY=CANARIES["RUNPOD_AI_API_KEY"],
    )


def ran(command, environ, folder):
    """Run a program to its end and return what it printed."""
    done = subprocess.run(
        command, env=environ, cwd=folder, capture_output=True, text=True, timeout=PATIENCE_S, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("script", blocks("sh"), ids=lambda script: re.search(r"\$API/(\w+)", script)[1])
def test_curl_examples(script, environ, tmp_path):
    """Each prints a finished job with speech in it."""
    require("curl")
    answer = json.loads(ran(["bash", "-euc", script], environ, tmp_path))
    assert answer["status"] == "COMPLETED"
    assert answer["output"]["text"] == "Hello world"
    assert answer["output"]["audio_base64"]


# test_speech.py has /run of a local worker, too.
@pytest.mark.parametrize(
    "script",
    ordinarily(blocks("sh"), blocks("sh")[0]),
    ids=lambda script: re.search(r"\$API/(\w+)", script)[1],
)
def test_curl_examples_on_a_local_worker(script, api, tmp_path):
    """The same commands, sent to a worker's local API as the page says, without a key."""
    require("curl")
    environ = clean_environment(API=api.base, RUNPOD_API_KEY="")
    answer = json.loads(ran(["bash", "-euc", script], environ, tmp_path))
    assert answer["status"] == "COMPLETED"
    assert answer["output"]["text"] == "Hello world"
    assert answer["output"]["audio_base64"]


@pytest.mark.parametrize("program", blocks("python"))
def test_python_examples(program, environ, tmp_path):
    """The program with RunPod's client prints what it promises."""
    assert re.fullmatch(r"[\d.]+ seconds, 2 words\n", ran([sys.executable, "-c", program], environ, tmp_path))


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node.js on this machine")
@pytest.mark.parametrize("program", blocks("js"))
def test_javascript_examples(program, environ, tmp_path):
    """The program prints the words with their times, then the subtitles."""
    (tmp_path / "example.mjs").write_text(program)
    out = ran(["node", "example.mjs"], environ, tmp_path)
    assert re.search(r"^[\d.]+ [\d.]+ Hello$", out, re.MULTILINE)
    assert "00:00:00,000 --> " in out or "1\n00:00" in out


def test_every_request_of_the_page(api, tmp_path):
    """One after the other, on one worker: each is answered with success."""
    says(tmp_path / "anna.m4a", "Exactly what Anna says in that recording.", slowness=1.5)
    says(tmp_path / "talk.mp3", "What is said in it.")
    first = None
    with serve(tmp_path) as web:
        for text in blocks("json"):
            if not text.startswith('{"input"'):
                continue  # an answer
            here = text.replace("https://example.org", web.address).replace(JOB_ID, first or JOB_ID)
            order = json.loads(here)["input"]
            answer = api.runsync(order)
            assert answer["status"] == "COMPLETED", (order, answer)
            output, first = answer["output"], first or answer["id"]
            assert output["status"] == ("COMPLETED" if order.get("endpoint") == "status" else "completed")
            if order.get("text") and "word_timings" in output:
                said = output if "[" in order["text"] else order  # markup is no part of what is said
                check_words(output["word_timings"], said["text"], output["duration"])


def says(path, text, slowness=1.0):
    """Make a recording in which flite says the text, more slowly where it would be too short for a voice."""
    wav = path.with_suffix(".wav")
    require("flite")
    pace = ["--setf", f"duration_stretch={slowness}"]
    subprocess.run(["flite", "-voice", "slt", *pace, "-t", text, "-o", str(wav)], check=True)
    quiet = ["ffmpeg", "-loglevel", "error", "-y", "-i"]
    subprocess.run([*quiet, str(wav), str(path)], check=True)
