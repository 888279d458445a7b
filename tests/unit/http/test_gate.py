"""The gate: nobody without the key, nothing too large, nothing too slow; and who may listen where."""

import asyncio
import io
import json
import logging

import pytest
from starlette.responses import PlainTextResponse
from tests.unit.http.asking import Spoken, client_of

from f5tts_worker.errors import WorkerError
from f5tts_worker.http.application import make_app, refusal
from f5tts_worker.http.gate import Gate
from f5tts_worker.http.server import check_openness
from f5tts_worker.http.serving import Serving, read_serving
from f5tts_worker.log import JsonLines

pytestmark = pytest.mark.faults("http")

KEY = "a-key"
GIVEN = {"Authorization": f"Bearer {KEY}"}


@pytest.mark.parametrize("header", [GIVEN, {"authorization": f"bearer  {KEY} "}, {"xi-api-key": KEY}])
async def test_the_key_is_taken_in_each_form(header):
    """As OpenAI's clients send it, and as ElevenLabs' do."""
    async with client_of(make_app(Spoken(), Serving(key=KEY))) as client:
        assert (await client.post("/v1/status", json={}, headers=header)).status_code == 200


@pytest.mark.parametrize(
    "header",
    [{}, {"Authorization": KEY}, {"Authorization": "Bearer"}, {"xi-api-key": KEY + "x"}, {"xi-api-key": "é"}],
)
@pytest.mark.parametrize(
    "path", ["/v1/tts", "/v1/audio/speech", "/elevenlabs/v1/voices", "/api/tts", "/nowhere"]
)
async def test_nobody_gets_in_without_the_key(header, path):
    """Whatever the path; no job is begun."""
    backend = Spoken()
    async with client_of(make_app(backend, Serving(key=KEY))) as client:
        encoded = {name: value.encode() for name, value in header.items()}
        answer = await client.post(path, json={"text": "Hello"}, headers=encoded)
    assert answer.status_code == 401
    assert "key is missing or wrong" in answer.text
    assert backend.asked == []


async def test_the_health_check_needs_no_key():
    """RunPod's load balancer has none."""
    backend = Spoken()
    async with client_of(make_app(backend, Serving(key=KEY))) as client:
        found = []
        for state in ("ready", "preparing", "broken"):
            backend.state = lambda state=state: state
            found.append((await client.get("/ping")).status_code)
    assert found == [200, 204, 503]


async def test_a_large_request_is_refused_whether_it_says_its_size_or_not():
    """Before it is read, and while it is read; in the form of the route's dialect."""

    async def pieces():
        for _ in range(3):
            yield b'{"input": "' + b"x" * 500

    async with client_of(make_app(Spoken(), Serving(max_body=1000))) as client:
        told = await client.post("/v1/audio/speech", content=b"x" * 1001)
        json_type = {"content-type": "application/json"}
        untold = await client.post("/v1/audio/speech", content=pieces(), headers=json_type)
        fits = await client.post("/v1/audio/speech", json={"input": "x" * 900})
    assert [answer.status_code for answer in (told, untold, fits)] == [413, 413, 200]
    assert told.json()["error"]["code"] == untold.json()["error"]["code"] == "too_large"


async def test_bodies_do_not_fill_the_memory_together():
    """However many clients send at once; the room is there again when a request has been answered."""
    backend, begun, ends = Spoken(), asyncio.Event(), asyncio.Event()

    async def run(job_id, job_input):
        if len(job_input["job_id"]) > 200:
            begun.set()
            await ends.wait()
        return {"status": "completed", "job_id": job_id}

    backend.run = run
    async with client_of(make_app(backend, Serving(max_body=1000, parallel=1))) as client:
        first = asyncio.create_task(client.post("/v1/status", json={"job_id": "x" * 900}))
        await begun.wait()
        refused = await client.post("/v1/status", json={"job_id": "x" * 200})
        small = await client.post("/v1/status", json={"job_id": "x"})
        ends.set()
        answers = [await first, refused, small, await client.post("/v1/status", json={"job_id": "x" * 900})]
    assert [answer.status_code for answer in answers] == [200, 429, 200, 200]
    assert refused.headers["retry-after"]
    assert refused.json()["error_code"] == "BUSY"


async def test_a_slow_request_is_refused():
    """One whose body never ends."""

    async def app(scope, receive, send):
        while (await receive()).get("more_body"):
            pass
        await PlainTextResponse("all of it")(scope, receive, send)

    async def receive():
        if sent:
            await asyncio.Event().wait()
        sent.append(True)
        return {"type": "http.request", "body": b"x", "more_body": True}

    sent = []
    gate = Gate(app, None, 1000, refusal, body_seconds=0.01)
    scope = {"type": "http", "path": "/v1/tts", "headers": [], "method": "POST"}
    with pytest.raises(Exception, match="did not arrive in time") as caught:
        await gate(scope, receive, None)
    assert caught.value.status == 408


async def test_pages_of_others_are_refused_where_there_is_no_key():
    """Pages and names that were pointed here, but on `/ping`; a key or RunPod's gateway is enough."""
    foreign = [{"Host": "rebound.example"}, {"Origin": "https://page.example"}]
    for serving, status in (
        (Serving(), 403),
        (Serving(hosts=("rebound.example", "page.example")), 200),
        (Serving(behind_runpod=True), 200),
        (Serving(key=KEY), 200),
    ):
        async with client_of(make_app(Spoken(), serving), **GIVEN) as client:
            for headers in foreign:
                assert (await client.get("/v1/models", headers=headers)).status_code == status
                assert (await client.get("/ping", headers=headers)).status_code == 200


@pytest.mark.parametrize(
    ("path", "code_of"),
    [
        ("/v1/status", lambda answer: answer["error_code"]),
        ("/v1/audio/speech", lambda answer: answer["error"]["code"]),
        ("/v1/text-to-speech/anna", lambda answer: answer["detail"]["status"]),
    ],
)
async def test_a_foreign_name_is_refused_in_the_form_of_the_dialect(path, code_of):
    """Whoever serves a network without a key reads which setting is missing."""
    async with client_of(make_app(Spoken(), Serving(needs_no_key=True))) as client:
        answer = await client.post(path, json={}, headers={"Host": "worker.lan"})
    assert (answer.status_code, code_of(answer.json()).upper()) == (403, "FORBIDDEN")
    assert "F5TTS_LOCAL_HOSTS" in answer.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Referer": "https://page.example/"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Referer": "https://localhost@page.example/"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Referer": "https://app.example/"}, 200),
        ({"Sec-Fetch-Site": "same-site", "Referer": "http://localhost:3000/a"}, 200),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "https://app.example"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
    ],
)
async def test_an_image_of_a_foreign_page_begins_no_job(headers, status):
    """A browser sends no Origin for it, but says that it is another site's."""
    backend = Spoken(voices=[])
    async with client_of(make_app(backend, Serving(origins=("https://app.example",)))) as client:
        assert (await client.get("/v1/voices", headers=headers)).status_code == status
    assert len(backend.asked) == (status == 200)


async def test_pages_that_are_allowed_may_ask_first():
    """The browser's question needs no key; without the setting it is answered with a refusal."""
    asked = {"Origin": "https://app.example", "Access-Control-Request-Method": "POST"}
    for origins, status in ((("https://app.example",), 200), ((), 401)):
        async with client_of(make_app(Spoken(), Serving(key=KEY, origins=origins))) as client:
            answer = await client.options("/v1/audio/speech", headers=asked)
            assert answer.status_code == status
            assert answer.headers.get("access-control-allow-origin") == next(iter(origins), None)


async def test_a_failure_is_logged_without_secrets():
    """By us: the server itself would print the traceback as it is."""
    backend, lines = Spoken(), io.StringIO()

    async def run(job_id, job_input):
        raise RuntimeError("no answer from https://bucket.example/a?X-Amz-Signature=canary")

    backend.run = run
    handler = logging.StreamHandler(lines)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("f5tts_worker.http")
    logger.addHandler(handler)
    try:
        async with client_of(make_app(backend, Serving())) as client:
            answer = await client.post("/v1/status", json={"job_id": "a"})
    finally:
        logger.removeHandler(handler)
    assert (answer.status_code, answer.json()["error_code"]) == (500, "INTERNAL")
    assert "Signature=***" in json.loads(lines.getvalue())["traceback"]
    assert "canary" not in lines.getvalue() + answer.text


@pytest.mark.parametrize("path", ["/v1/tts", "/v1/audio/speech", "/v1/audio/transcriptions"])
async def test_a_client_that_leaves_while_it_sends_is_no_failure(caplog, path):
    """Nothing is raised, for the server to print, and no error is logged."""

    async def receive():
        return {"type": "http.disconnect"}

    async def send(message):
        """Reach nobody."""

    form = b"multipart/form-data; boundary=x" if path.endswith("transcriptions") else b"application/json"
    headers = [(b"host", b"localhost"), (b"content-type", form)]
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": headers}
    await make_app(Spoken(), Serving())(scope, receive, send)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.7", "::"])  # noqa: S104 - nothing listens there
def test_an_open_server_has_to_be_wanted(host):
    """Beyond this machine only with a key, behind RunPod's gateway, or where it is said."""
    with pytest.raises(WorkerError, match="F5TTS_API_KEY is missing"):
        check_openness(Serving(), host)
    for serving in (Serving(key=KEY), Serving(behind_runpod=True), Serving(needs_no_key=True)):
        check_openness(serving, host)
    check_openness(Serving(), "127.0.0.1")


def test_the_settings_are_read():
    """Each from its variable; none is needed."""
    assert read_serving({}) == Serving()
    environ = {
        "PORT": "81",
        "PORT_HEALTH": "82",
        "F5TTS_API_KEY": KEY,
        "F5TTS_ALLOW_NO_KEY": "true",
        "RUNPOD_ENDPOINT_ID": "abc",
        "RUNPOD_POD_ID": "def",
        "F5TTS_VOICE_NAMES": "alloy = anna, 21m00=bert",
        "F5TTS_MAX_PARALLEL": "3",
        "F5TTS_MAX_BODY_MB": "1",
        "F5TTS_ANSWER_SECONDS": "9",
        "F5TTS_CORS_ORIGINS": "https://a.example http://localhost:3000",
        "F5TTS_LOCAL_HOSTS": "worker.example:80",
    }
    voices = {"alloy": "anna", "21m00": "bert"}
    origins, hosts = ("https://a.example", "http://localhost:3000"), ("worker.example",)
    wanted = Serving(81, 82, KEY, True, True, voices, 3, 1024 * 1024, 9, origins, hosts)
    assert read_serving(environ) == wanted
    assert KEY not in repr(wanted)


def test_origins_and_names_as_people_list_them():
    """An origin is what browsers send, which has no slash, no usual port and no capitals."""
    given = read_serving(
        {
            "F5TTS_VOICE_NAMES": "alloy=anna; nova=bert;",
            "F5TTS_CORS_ORIGINS": "HTTPS://App.example/;http://a.example:80 https://b.example:443, moz-extension://x1",
        }
    )
    assert given.voices == {"alloy": "anna", "nova": "bert"}
    assert given.origins == (
        "https://app.example",
        "http://a.example",
        "https://b.example",
        "moz-extension://x1",
    )
    for pattern in ("*", "https://*.example.org", "http://localhost:*"):
        with pytest.raises(WorkerError, match=r"without \*"):
            read_serving({"F5TTS_CORS_ORIGINS": pattern})


@pytest.mark.parametrize("name", ["RUNPOD_ENDPOINT_ID", "RUNPOD_POD_ID"])
def test_half_of_runpods_variables_is_no_gateway(name):
    """A client's variable, or a pod's whose ports are open, does not open a server to everybody."""
    assert not read_serving({name: "abc"}).is_guarded


def test_every_wrong_setting_is_named():
    """In one error; the key itself is in none."""
    wrong = {
        "PORT": "0",
        "F5TTS_API_KEY": "a secret",
        "F5TTS_VOICE_NAMES": "alloy",
        "F5TTS_MAX_PARALLEL": "many",
        "F5TTS_CORS_ORIGINS": "https://a.example/path",
    }
    with pytest.raises(WorkerError) as caught:
        read_serving(wrong)
    assert [fault.split()[0] for fault in caught.value.details["faults"]] == [
        "PORT",
        "F5TTS_API_KEY",
        "F5TTS_VOICE_NAMES",
        "F5TTS_MAX_PARALLEL",
        "F5TTS_CORS_ORIGINS",
    ]
    assert "a secret" not in str(caught.value)
