"""Our own routes: the queue's jobs over HTTP, and those of earlier versions."""

import asyncio
import json
import time

import httpx
import pytest
from tests.unit.http.asking import BASE, Spoken, asking, client_of
from tests.unit.servers import s3_server

from f5tts_worker.http.application import make_app
from f5tts_worker.http.faults import Fault
from f5tts_worker.http.serving import Serving
from f5tts_worker.request.fields import ENDPOINTS
from f5tts_worker.storage.results.expiry import text_of


async def done(client, path):
    """Ask for a job until it has ended; return its answer, and the states before."""
    states = []
    async with asyncio.timeout(60):
        while (found := await client.get(path)).status_code == 202:
            states.append(found.json()["status"])
            await asyncio.sleep(0.01)
    return found, states


async def test_a_link_ends_with_its_result(tmp_path):
    """From its time on, whether or not a worker has deleted the file by then. Others stay."""
    output = tmp_path / "f5tts/store/output"
    async with asking(tmp_path) as client:
        asked = {"text": "Hello you", "expires_in": 60, "subtitle_format": "srt"}
        answer = (await client.post("/v1/tts", json=asked)).json()
        lasts = (await client.post("/v1/tts", json={"text": "Hello you"})).json()
        links = [answer["audio_url"], answer["subtitles"]["srt"]["url"]]
        before = [(await client.get(link)).status_code for link in links]
        record = output / f"{answer['job_id']}.result.json"
        told = json.loads(record.read_bytes()) | {"expires": text_of(time.time() - 1)}
        record.write_text(json.dumps(told))
        after = [(await client.get(link)).status_code for link in links]
        other = (await client.get(lasts["audio_url"])).status_code
    assert (before, after, other) == ([200, 200], [404, 404], 200)
    assert (output / f"{answer['job_id']}.wav").exists()


async def test_an_answer_links_to_its_files(tmp_path):
    """With this server's address; without a limit on their length."""
    async with asking(tmp_path) as client:
        asked = {"text": "Hello you", "options": {"output_format": "mp3", "subtitle_format": "srt"}}
        answer = (await client.post("/v1/tts", json=asked)).json()
        assert answer["audio_url"].startswith(f"{BASE}/v1/files/output/http-")
        assert "audio_base64" not in answer
        audio = await client.get(answer["audio_url"])
        assert (audio.content, audio.headers["content-type"]) == (b"encoded as mp3", "audio/mpeg")
        subtitles = answer["subtitles"]["srt"]
        assert (await client.get(subtitles["url"])).text == subtitles["content"]
        long = await client.post("/v1/tts", json={"text": "word " * 2000, "word_timings": False})
        assert long.json()["duration"] == 200  # more than fits into an answer of the queue


async def test_an_input_that_stands_in_another_one():
    """It is read where it arrives: a stream's format is in it, too."""
    backend = Spoken(b"sound")
    async with client_of(make_app(backend, Serving())) as client:
        await client.post("/v1/tts", json={"input": {"text": "Hello", "output_format": "mp3"}})
    assert (backend.asked[0]["text"], backend.asked[0]["output_format"]) == ("Hello", "mp3")


@pytest.mark.parametrize(("prefer", "seconds"), [("respond-async", 300), ("wait=0", 300), ("", 0)])
async def test_a_long_job_is_answered_with_its_id(tmp_path, prefer, seconds):
    """Where its client prefers so, or the server's time is over; then it can be asked for, and be ended."""
    async with asking(tmp_path, Serving(answer_seconds=seconds)) as client:
        begun = await client.post("/v1/tts", json={"text": "Hello"}, headers={"Prefer": prefer})
        assert begun.status_code == 202
        found, states = await done(client, begun.headers["location"])
        assert found.json()["job_id"] == begun.json()["job_id"]
        assert found.json()["status"] == "completed"
        assert set(states) <= {"QUEUED", "PROCESSING"}
        hanging = await client.post("/v1/tts", json={"text": "hang"}, headers={"Prefer": "respond-async"})
        assert (await client.delete(hanging.headers["location"])).json()["status"] == "CANCELLED"
        assert (await client.delete(hanging.headers["location"])).status_code == 404
        for _ in range(2):
            gone = await client.get(hanging.headers["location"])
            assert (gone.status_code, gone.json()["job_id"]) == (409, hanging.json()["job_id"])


LINKED = {"srt": {"url": "https://bucket.example.org/x?signed"}, "ass": {"content": "[Script Info]"}}


@pytest.mark.parametrize("prefer", ["inline", "wait=20, inline", "inline;wait=20"])
async def test_the_end_of_a_stream_has_files_inside_where_a_client_prefers_so(prefer):
    """As a page does, which may not read the bucket."""
    answer = {"subtitles": LINKED, "duration": 1.0, "sample_rate": 24000, "seed": 7}
    async with client_of(make_app(Spoken("1\nHé".encode(), **answer), Serving())) as client:

        async def asked(**headers):
            lines = {"Accept": "application/x-ndjson", **headers}
            found = await client.post("/v1/dub", json={"output_format": "wav"}, headers=lines)
            return json.loads(found.text.strip().split("\n")[-1])["subtitles"]

        assert await asked() == LINKED
        assert await asked(Prefer=prefer) == {**LINKED, "srt": {**LINKED["srt"], "content": "1\nHé"}}


async def test_large_files_in_a_bucket(tmp_path):
    """They are links; a client that prefers them inside gets the same texts there, now and later."""
    with s3_server("canary-key", "canary-secret") as (bucket, _):
        place = {"S3_BUCKET": bucket.name, "AWS_ENDPOINT_URL": bucket.endpoint}
        keys = {"AWS_ACCESS_KEY_ID": bucket.access_key, "AWS_SECRET_ACCESS_KEY": bucket.secret_key}
        async with asking(tmp_path, **place, **keys) as client:
            body = {"text": "word " * 2000, "subtitle_format": "json", "request_id": "long"}
            inline = {"Prefer": "inline"}
            linked = (await client.post("/v1/tts", json=body)).json()["subtitles"]
            assert linked["json"].keys() == {"url"}
            whole = (await client.post("/v1/tts", json=body, headers=inline)).json()["subtitles"]
            later = (await client.get("/v1/jobs/long", headers=inline)).json()["subtitles"]
        async with httpx.AsyncClient(timeout=60) as anybody:
            text = (await anybody.get(linked["json"]["url"])).text
            assert len(text) > 64 * 1024
            assert text == whole["json"]["content"] == later["json"]["content"]


async def test_a_file_that_cannot_be_had_stays_a_link():
    """The answer is not lost with it."""

    class Away(Spoken):
        async def read(self, address):
            raise Fault(502, "STORE_UNAVAILABLE", "The bucket did not deliver the result.")

    async with client_of(make_app(Away(subtitles=LINKED), Serving())) as client:
        answer = await client.post("/v1/tts", json={}, headers={"Prefer": "inline"})
        assert answer.json()["subtitles"] == LINKED


async def test_a_server_waits_no_longer_than_its_setting():
    """Whatever its client prefers."""

    class Hanging(Spoken):
        async def run(self, job_id, job_input):
            await asyncio.Event().wait()

    async with client_of(make_app(Hanging(), Serving(answer_seconds=0.01))) as client:
        answer = await client.post("/v1/warmup", headers={"Prefer": "wait=999"})
        assert answer.status_code == 202
        await client.delete(answer.headers["location"])


async def test_the_description_is_that_of_the_fields(tmp_path):
    """Each endpoint's body has the table's fields and no others."""
    async with asking(tmp_path) as client:
        described = (await client.get("/openapi.json")).json()
    for name, spec in ENDPOINTS.items():
        operation = described["paths"][f"/v1/{name}"]["post"]
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        fields = {field.name for field in (*spec.fields, *spec.options)}
        assert set(schema["properties"]) == fields | ({"options"} if spec.options else set())
        needed = [field for field in spec.fields if field.required]
        assert schema.get("required", []) == [field.name for field in needed if not field.replaced_by]
        assert [part["required"] for part in schema.get("anyOf", [])] == [
            [name] for field in needed if field.replaced_by for name in (field.name, *field.replaced_by)
        ]
        assert operation["requestBody"]["required"] is bool(needed)
    tts = described["paths"]["/v1/tts"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert tts["properties"]["speed"]["minimum"] == 0.3
    assert tts["properties"]["output_format"]["enum"][0] == "wav"
    # What is no string is said to be none, and one of two fields is enough.
    assert tts["anyOf"] == [{"required": ["text"]}, {"required": ["turns"]}]
    types = {
        name: tts["properties"][name]["type"] for name in ("turns", "lexicon", "voices", "subtitle_style")
    }
    assert types == {
        "turns": "array",
        "lexicon": "object",
        "voices": ["object", "array"],
        "subtitle_style": ["string", "object"],
    }


@pytest.mark.parametrize("wrapped", [True, False])
async def test_earlier_versions_routes(tmp_path, wrapped):
    """A job's id at once, its status and its result; a body may stand under `input`."""

    def body(**fields):
        return {"input": fields} if wrapped else fields

    async with asking(tmp_path) as client:
        begun = (await client.post("/api/tts", json=body(text="Hello", return_word_timings=True))).json()
        assert begun["status"] == "QUEUED"
        states = []
        async with asyncio.timeout(60):
            while "COMPLETED" not in states:
                told = (await client.post("/api/status", json=body(job_id=begun["job_id"]))).json()
                states.append(told["status"])
                await asyncio.sleep(0.01)
        assert set(states) <= {"QUEUED", "PROCESSING", "COMPLETED"}
        result = (await client.get("/api/result", params={"job_id": begun["job_id"]})).json()
        assert result["audio_url"].startswith(f"{BASE}/v1/files/output/")
        assert [word["word"] for word in result["word_timings"]] == ["Hello"]
        sent = body(voice_name="anna", voice_file="UklGRgAAAABXQVZF" + "A" * 400, reference_text="It is I.")
        assert (await client.post("/api/upload", json=sent)).json()["status"] == "completed"
        listed = (await client.get("/api/list_voices")).json()
        assert "anna" in {voice["name"] for voice in listed["voices"]}
        failed = (await client.post("/api/tts", json=body(text="refuse this"))).json()
        async with asyncio.timeout(60):
            while (found := await client.get(f"/api/result?job_id={failed['job_id']}")).status_code == 200:
                await asyncio.sleep(0.01)
        assert found.json()["error_code"] == "OUT_OF_MEMORY"


async def test_pieces_without_a_bucket_are_ignored_with_a_warning(tmp_path):
    """The server's folder is none; its clients hear speech while it is made in another way."""
    async with asking(tmp_path) as client:
        answer = (await client.post("/v1/tts", json={"text": "Hello", "pieces": True})).json()
    assert answer["warnings"] == ["pieces was ignored: without a bucket there is nowhere to put them."]
    assert not list(tmp_path.rglob("*piece-*"))
