"""`f5tts serve --endpoint`: the HTTP server and its page on this machine, with RunPod's queue behind them."""

import json
import time

import openai
import pytest
import requests
from tests.e2e.cloud import ENDPOINT, PATIENCE_S
from tests.e2e.conftest import CANARIES
from tests.e2e.processes import REPOSITORY, WorkerProcess, clean_environment
from tests.e2e.served import answers
from tests.e2e.visiting import downloaded, needs_chromium, visiting
from tests.unit.servers import free_port

pytestmark = pytest.mark.environment

TEXT = "The old man walked down the road."
SECRET = CANARIES["RUNPOD_AI_API_KEY"]


@pytest.fixture(scope="module")
def server(production, tmp_path_factory):
    """Serve before the stand-in for RunPod's queue, with its key, which is never shown."""
    folder, port = tmp_path_factory.mktemp("serve"), free_port()
    environ = clean_environment(
        PYTHONPATH=str(REPOSITORY / "src"),
        RUNPOD_ENDPOINT_BASE_URL=f"http://127.0.0.1:{production.cloud.port}/v2",
        RUNPOD_API_KEY=SECRET,
    )
    command = folder / "f5tts"  # as an installation makes it
    command.write_text("import sys\nfrom f5tts_worker.__main__ import main\nsys.exit(main())\n")
    arguments = ["serve", "--endpoint", ENDPOINT, "--port", str(port)]
    process = WorkerProcess(folder / "run", environ, arguments, command)
    base = f"http://127.0.0.1:{port}"
    try:
        process.wait_until(lambda: answers(base), PATIENCE_S, "the server to answer")
        yield base
    finally:
        process.close()
    assert "Traceback" not in process.log()
    assert SECRET not in process.log()


def test_jobs_go_to_the_queue(server):
    """A client's speech and errors are the worker's, and a job that is done later is found by its id."""
    asked = {"model": "tts-1", "input": "Hello.", "response_format": "wav"}
    with openai.OpenAI(base_url=f"{server}/v1", api_key="none", max_retries=0) as client:
        assert client.audio.speech.create(voice="slt", **asked).content.startswith(b"RIFF")
        with pytest.raises(openai.NotFoundError, match="'nobody'"):
            client.audio.speech.create(voice="nobody", **asked)
    prefer = {"Prefer": "respond-async"}
    later = requests.post(f"{server}/v1/tts", json={"text": TEXT}, headers=prefer, timeout=60)
    found = later
    while found.status_code == 202:
        time.sleep(0.2)
        found = requests.get(server + later.headers["location"], timeout=PATIENCE_S)
    assert (found.json()["status"], found.json()["job_id"]) == ("completed", later.json()["job_id"])
    assert SECRET not in found.text


def test_what_the_page_asks_for(server):
    """The page itself, its voices, and speech as it is made, with its words and its subtitles."""
    assert "<html" in requests.get(server, timeout=PATIENCE_S).text
    listed = requests.post(f"{server}/v1/list_voices", json={}, timeout=PATIENCE_S).json()
    assert {"slt", "rms"} <= {voice["name"] for voice in listed["voices"]}
    asked = {"text": "Hi all.", "local_voice": "slt", "nfe_steps": 1, "subtitle_format": ["srt", "json"]}
    events = {"Accept": "application/x-ndjson"}
    with requests.post(f"{server}/v1/tts", json=asked, headers=events, timeout=PATIENCE_S) as answer:
        told = [json.loads(line) for line in answer.iter_lines()]
    assert [word["word"] for word in told[-1]["word_timings"]] == ["Hi", "all."]
    assert set(told[-1]["subtitles"]) == {"srt", "json"}


# test_page.py has it before a worker; above is what it asks of this server, and the progress that it shows is
# in tests/unit/http/test_runpod_queue.py.
@pytest.mark.exhaustive
@needs_chromium
def test_the_page(browser, server):
    """It works as before a worker: voices, speech, its stages, and its files."""
    with visiting(browser, server, key=None) as tab:
        tab.speak("Hi all.")
        assert tab.locator("#rows .w").all_text_contents() == ["Hi", "all."]
        assert "synthesise" in tab.locator("#stages span").all_text_contents()
        assert b"AI-generated speech" in downloaded(tab, "wav").read_bytes()
        assert downloaded(tab, "mp3").read_bytes()[:1] in (b"I", b"\xff")
