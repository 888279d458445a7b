"""The routes of RunPod's queue: its own client's, and the `f5tts` command's."""

import asyncio
import json
from pathlib import Path

import pytest
from tests.unit.http.asking import Spoken, application, asking, client_of
from tests.unit.http.listening import listening

from f5tts_worker.client.command import main
from f5tts_worker.http.application import make_app
from f5tts_worker.http.serving import Serving

KEY = "a-key"


async def ended(client, job_id):
    """Ask how a job stands until it has ended, and return that."""
    async with asyncio.timeout(60):
        while (state := (await client.get(f"/status/{job_id}")).json())["status"].startswith("IN_"):
            await asyncio.sleep(0.01)
    return state


@pytest.mark.parametrize("seconds", [300, 0])
async def test_a_job_s_answer_is_in_its_state(tmp_path, seconds):
    """At once, or once it is done, where the server does not wait for it; what makes no files, too."""
    async with asking(tmp_path, Serving(answer_seconds=seconds)) as client:
        for order in ({"text": "Hello"}, {"endpoint": "list_voices"}):
            begun = [
                (await client.post(f"/{route}", json={"input": order})).json() for route in ("runsync", "run")
            ]
            assert begun[0]["status"] == ("COMPLETED" if seconds else "IN_QUEUE")
            assert begun[1]["status"] == "IN_QUEUE"
            for job in begun:
                state = job if job["status"] == "COMPLETED" else await ended(client, job["id"])
                assert (state["status"], state["output"]["status"]) == ("COMPLETED", "completed")
                assert state["output"]["job_id"] == state["id"] == job["id"]


async def test_a_job_that_fails_has_its_error_and_its_id(tmp_path):
    """Whenever it is asked for; and one that was cancelled is cancelled."""
    async with asking(tmp_path) as client:
        told = (await client.post("/runsync", json={"input": {"text": "Hello", "speed": 99}})).json()
        assert (told["status"], told["output"]["error_code"]) == ("FAILED", "INVALID_REQUEST")
        assert told["error"].startswith("INVALID_REQUEST: speed is 99")
        job_id = (await client.post("/run", json={"input": {"text": "refuse"}})).json()["id"]
        for _ in range(2):
            state = await ended(client, job_id)
            assert state["status"] == "FAILED"
            assert state["id"] == state["output"]["job_id"] == job_id
        hanging = (await client.post("/run", json={"input": {"text": "hang"}})).json()["id"]
        gone = await client.post(f"/cancel/{hanging}")
        assert gone.json() == {"id": hanging, "status": "CANCELLED"}
        assert (await ended(client, hanging))["status"] == "CANCELLED"
        for method, path in (("POST", f"/cancel/{hanging}"), ("GET", "/status/nobody-s")):
            assert (await client.request(method, path)).status_code == 404


@pytest.mark.parametrize(
    "body", [b"[]", b"{}", b'{"input": 5}', b'{"input": {"text": "Hi."}, "webhook": "https://a.example"}']
)
async def test_what_is_no_job_is_refused(body):
    """Also what RunPod alone could do."""
    backend = Spoken()
    async with client_of(make_app(backend, Serving())) as client:
        for route in ("run", "runsync"):
            assert (await client.post(f"/{route}", content=body)).status_code == 422
    assert backend.asked == []


async def test_there_is_no_room_for_every_job(tmp_path):
    """That is no failure of the job: its client may send it again."""
    async with asking(tmp_path, Serving(parallel=1)) as client:
        first = (await client.post("/run", json={"input": {"text": "hang"}})).json()["id"]
        for route in ("run", "runsync"):
            assert (await client.post(f"/{route}", json={"input": {"text": "Hi."}})).status_code == 429
        await client.post(f"/cancel/{first}")


@pytest.mark.parametrize(("key", "seconds"), [(None, 300), (KEY, 300), (KEY, 0)])
async def test_the_command_works_with_it(tmp_path, monkeypatch, capsys, key, seconds):
    """With a key and without, and where the server does not wait for the job: the files are all there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("f5tts_worker.client.connection.POLL_SECONDS", 0.02)
    if key:
        monkeypatch.setenv("F5TTS_API_KEY", key)
    serving = Serving(key=key, answer_seconds=seconds)
    async with application(tmp_path / "volume", serving) as (app, _), listening(app, serving) as port:
        monkeypatch.setenv("F5TTS_ENDPOINT", f"http://127.0.0.1:{port}")

        async def run(*arguments):
            code = await asyncio.to_thread(main, [*arguments])
            return code, capsys.readouterr()

        assert (await run("say", "Hello you", "--out", "a.mp3", "--subtitles", "srt"))[0] == 0
        assert Path("a.mp3").read_bytes() == b"encoded as mp3"
        assert "Hello you" in Path("a.srt").read_text()
        assert [word["word"] for word in json.loads(Path("a.words.json").read_text())] == ["Hello", "you"]
        Path("b.txt").write_text("Hello.\nAgain.\n")
        assert (await run("batch", "b.txt"))[0] == 0
        assert Path("b/0002.wav").exists()
        for command in ("health", "voices"):
            assert (await run(command))[0] == 0
        code, said = await run("say", "Hi.", "--speed", "2", "--voice", "nobody")
        assert (code, "nobody" in said.err) == (2, True)
        if key:
            monkeypatch.setenv("F5TTS_API_KEY", "another")
            code, said = await run("health")
            assert (code, "rejects the key in F5TTS_API_KEY" in said.err) == (2, True)


async def test_an_earlier_job_s_files_are_saved_again(tmp_path, monkeypatch):
    """`result` knows it by its id."""
    monkeypatch.chdir(tmp_path)
    async with application(tmp_path / "volume", Serving()) as (app, _), listening(app) as port:
        monkeypatch.setenv("F5TTS_ENDPOINT", f"http://127.0.0.1:{port}")
        asked = ["say", "Hello", "--request-id", "mine", "--out", "a.mp3"]
        assert await asyncio.to_thread(main, asked) == 0
        assert await asyncio.to_thread(main, ["result", "mine"]) == 0
        assert Path("mine.mp3").read_bytes() == Path("a.mp3").read_bytes()
