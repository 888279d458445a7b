"""What fails has a status for its code, and the form of its dialect."""

import json

import pytest
from tests.unit.http.asking import Spoken, asking, client_of

from f5tts_worker.errors import CODES
from f5tts_worker.http.application import make_app, refusal
from f5tts_worker.http.faults import STATUS, Fault, of_answer, of_validation
from f5tts_worker.http.serving import Serving

pytestmark = pytest.mark.faults("http")


def test_every_code_has_its_status():
    """The table knows all codes of the worker and no others; what may be sent again is no caller's fault."""
    assert set(STATUS) == set(CODES)
    for code, retryable in CODES.items():
        assert (STATUS[code] >= 500) or not retryable, code


def test_a_text_that_is_too_long_is_413():
    """Other wrong fields are 422."""
    row = {"field": "text", "problem": "has 9,000 characters", "expected": "at most 5,000"}
    for problem, status in (("has 9,000 characters", 413), ("is empty", 422)):
        details = {"faults": [row | {"problem": problem}]}
        fault = of_answer(
            {"error": "INVALID_REQUEST: no.", "error_code": "INVALID_REQUEST", "details": details}
        )
        assert (fault.status, fault.message, fault.field) == (status, "no.", "text")


def test_a_number_of_any_length_can_be_shown():
    """JSON's whole numbers may be larger than any float."""
    row = {
        "loc": ("body", "speed"),
        "type": "less_than_equal",
        "msg": "Input should be less",
        "input": 10**400,
    }
    assert of_validation([row]).message == "speed is a number (expected less)."


@pytest.mark.parametrize("path", ["*", "/", "/v1/tts", "/api/tts", "/elevenlabs"])
def test_paths_of_no_dialect_have_our_own_form(path):
    """Also one that is no path at all, as in `OPTIONS *`."""
    answer = refusal(path, Fault(401, "UNAUTHORIZED", "No."))
    assert json.loads(answer.body)["error_code"] == "UNAUTHORIZED"


@pytest.mark.parametrize(
    ("status", "headers"),
    [(429, {"Retry-After": "5"}), (503, {"Retry-After": "5"}), (404, None), (500, None)],
)
def test_what_may_pass_says_when(status, headers):
    """Clients wait as long as they are told."""
    assert Fault(status, "BUSY", "Later.").headers == headers


@pytest.mark.parametrize(
    ("method", "path", "more", "status"),
    [
        ("POST", "/v1/audio/speech", {"content": "{"}, 422),
        ("POST", "/v1/audio/speech", {"json": {}}, 422),
        ("POST", "/v1/audio/speech", {"json": {"input": "Hello", "voice": "bob"}}, 404),
        ("POST", "/v1/audio/speech", {"json": {"input": "Hello", "model": "my-model"}}, 404),
        ("POST", "/v1/audio/speech", {"json": {"input": "Hello", "f5tts": {"nfe": 7}}}, 422),
        ("GET", "/v1/audio/speech", {}, 405),
        ("POST", "/v1/audio/transcriptions", {"json": {}}, 422),
        ("POST", "/v1/audio/transcriptions", {"data": {"model": "whisper-1"}}, 422),
        ("POST", "/v1/audio/transcriptions", {"data": {"file": "AAAA", "response_format": "mid"}}, 422),
        ("GET", "/v1/audio/nothing", {}, 404),
    ],
)
async def test_openai_s_form(tmp_path, method, path, more, status):
    """An `error` with message, type, param and code."""
    async with asking(tmp_path) as client:
        answer = await client.request(method, path, **more)
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["message"].endswith(".")
    assert error["type"] == "invalid_request_error"


@pytest.mark.parametrize(
    ("method", "path", "more", "status"),
    [
        ("POST", "/v1/text-to-speech/slt", {"content": "{"}, 422),
        ("POST", "/v1/text-to-speech/slt", {"json": {}}, 422),
        ("POST", "/elevenlabs/v1/text-to-speech/slt?output_format=ogg_1", {"json": {"text": "Hello"}}, 422),
        (
            "POST",
            "/elevenlabs/v1/text-to-speech/slt",
            {"json": {"text": "Hello", "language_code": "xx"}},
            422,
        ),
        ("POST", "/elevenlabs/v1/voices/add", {"data": {"name": "anna"}}, 422),
        ("POST", "/v1/forced-alignment", {"data": {"text": "Hello"}}, 422),
        ("POST", "/v1/text-to-speech/bob", {"json": {"text": "Hello"}}, 404),
        ("GET", "/elevenlabs/v1/voices/bob", {}, 404),
        ("GET", "/elevenlabs/v1/nothing", {}, 404),
    ],
)
async def test_elevenlabs_form(tmp_path, method, path, more, status):
    """A list of fields where fields are wrong, else a status and a sentence."""
    async with asking(tmp_path) as client:
        answer = await client.request(method, path, **more)
    assert answer.status_code == status, answer.text
    detail = answer.json()["detail"]
    if status == 422:
        assert all(set(row) == {"loc", "msg", "type"} and row["loc"][0] == "body" for row in detail)
    else:
        assert set(detail) == {"status", "message"}


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/v1/tts", '{"txt": "Hello"}', 422, "INVALID_REQUEST"),
        ("/v1/tts", '{"text": "refuse this"}', 413, "OUT_OF_MEMORY"),
        ("/v1/tts", "[]", 422, "INVALID_REQUEST"),
        ("/v1/tts", "not JSON", 422, "INVALID_REQUEST"),
        ("/v1/tts", '{"endpoint": "align"}', 422, "INVALID_REQUEST"),
        ("/v1/result", '{"job_id": "no-such-job"}', 404, "NOT_FOUND"),
        ("/api/result", '{"job_id": "no-such-job"}', 404, "NOT_FOUND"),
        ("/api/upload", '{"voice_name": "anna"}', 422, "INVALID_REQUEST"),
        ("/v1/nothing", "{}", 404, "NOT_FOUND"),
    ],
)
async def test_our_own_form(tmp_path, path, body, status, code):
    """That of the queue's failed jobs."""
    async with asking(tmp_path) as client:
        answer = await client.post(path, content=body)
    found = answer.json()
    assert (answer.status_code, found["error_code"]) == (status, code)
    assert found["error"].startswith(f"{code}: ")
    assert {"retryable", "details"} <= set(found)
    if code == "INVALID_REQUEST":
        faults = found["details"]["faults"]
        assert faults
        assert all({"field", "problem", "expected"} <= set(fault) for fault in faults)


PART = b'--x\r\nContent-Disposition: form-data; name="%b"\r\n\r\nvalue\r\n'
MULTIPART = "multipart/form-data; boundary=x"


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        ("/v1/audio/transcriptions", b"no form at all", MULTIPART),
        ("/v1/audio/transcriptions", b"--x\r\n", "multipart/form-data"),
        ("/v1/audio/transcriptions", (PART % b"file").removesuffix(b"\r\n"), MULTIPART),
        ("/v1/audio/transcriptions", b"--x\r\nContent-Type: a/b\r\n\r\nvalue\r\n--x--\r\n", MULTIPART),
        (
            "/v1/audio/transcriptions",
            b"".join(PART % b"%d" % n for n in range(101)) + b"--x--\r\n",
            MULTIPART,
        ),
        ("/v1/audio/transcriptions", b"x" * 2_000_000, "audio/wav"),
        ("/v1/audio/speech", b'"Hello"', "text/plain"),
        ("/v1/audio/speech", b"input=Hello", "application/x-www-form-urlencoded"),
        *(
            (path, body, "application/json")
            for path in ("/v1/audio/speech", "/v1/tts", "/api/tts")
            for body in (b"[" * 100_000, b"null", b'{"input": "\xff"}', b'{"input": ')
        ),
    ],
)
async def test_what_is_broken_is_refused(path, body, kind):
    """Cut, mislabelled, nested without end: one sentence, and no job."""
    backend = Spoken()
    async with client_of(make_app(backend, Serving())) as client:
        answer = await client.post(path, content=body, headers={"content-type": kind})
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert (error["message"] if isinstance(error, dict) else error).endswith(".")
    assert backend.asked == []


async def test_what_is_no_json_has_no_field():
    """Where the text breaks is no name of a field."""
    async with client_of(make_app(Spoken(), Serving())) as client:
        answer = await client.post(
            "/v1/audio/speech", content=b"{", headers={"content-type": "application/json"}
        )
    error = answer.json()["error"]
    assert (error["message"], error["param"]) == (
        "The request is not JSON: expecting property name enclosed in double quotes at character 1.",
        None,
    )


@pytest.mark.parametrize("path", ["/v1/audio/speech", "/v1/tts"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"input": "Grüße"}'.encode("latin-1"), "The request is not text in UTF-8."),
        (b'{"input": "one\ntwo"}', "The request is not JSON: invalid control character at character 14."),
    ],
)
async def test_a_text_that_a_shell_sent(path, content, said):
    """Windows' own clients send other letters, and a text of two lines is no JSON: each is told so."""
    async with client_of(make_app(Spoken(), Serving())) as client:
        answer = await client.post(path, content=content, headers={"content-type": "application/json"})
    assert answer.status_code == 422
    assert said in answer.text


TWICE = (
    ("/v1/tts", '{"text": "First.", "text": "Second."}', "text"),
    ("/v1/tts", '{"text": "Hi.", "options": {"speed": 0.5, "speed": 3}}', "speed"),
    ("/v1/tts", '{"text": "Hi.", "lexicon": {"Rees": "Reece", "Rees": "Riss"}}', "Rees"),
    ("/api/tts", '{"input": {"text": "First.", "text": "Second."}}', "text"),
    ("/v1/audio/speech", '{"input": "First.", "input": "Second."}', "input"),
    ("/v1/audio/transcriptions", '{"input_audio": {"data": "a", "data": "b"}}', "data"),
    ("/v1/text-to-speech/slt", '{"text": "First.", "text": "Second."}', "text"),
    ("/elevenlabs/v1/text-to-dialogue", '{"inputs": [{"text": "a", "text": "b"}]}', "text"),
    ("/v1/sentences", '{"text": "First.", "text": "Second."}', "text"),
)


@pytest.mark.parametrize(("path", "body", "name"), TWICE)
async def test_a_name_that_occurs_twice_is_a_fault(path, body, name):
    """Nobody can know which of the two was meant; it is named, in each dialect's form."""
    backend = Spoken(b"sound")
    async with client_of(make_app(backend, Serving())) as client:
        answer = await client.post(path, content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, backend.asked) == (422, []), answer.text
    assert "occurs twice in one object" in answer.text
    assert name in answer.text


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", None])
@pytest.mark.parametrize("path", ["/v1/audio/speech", "/v1/text-to-speech/anna/stream"])
async def test_json_by_another_name(kind, path):
    """`curl -d` calls every body a form, and some clients call it nothing at all."""
    backend = Spoken(b"sound")
    async with client_of(make_app(backend, Serving())) as client:
        headers = {"content-type": kind} if kind else {}
        content = b'{"input": "Hello", "text": "Hello"}'
        answer = await client.post(path, content=content, headers=headers)
    assert (answer.status_code, backend.asked[0]["text"]) == (200, "Hello")


async def test_a_compressed_request_is_told_so():
    """Its bytes are not called broken JSON."""
    async with client_of(make_app(Spoken(), Serving())) as client:
        answer = await client.post("/v1/tts", content=b"\x1f\x8b", headers={"content-encoding": "gzip"})
    assert (answer.status_code, "without Content-Encoding" in answer.text) == (415, True)


@pytest.mark.parametrize("content", [b"text=Hello", b"[]", b""])
async def test_another_type_of_content_is_one_sentence(content):
    """In the form of each dialect."""
    said = "The request is no JSON object, sent as application/json."
    kind = {"content-type": "application/x-www-form-urlencoded" if content else "application/json"}
    async with client_of(make_app(Spoken(), Serving())) as client:
        openai = await client.post("/v1/audio/speech", content=content, headers=kind)
        eleven = await client.post("/v1/text-to-dialogue", content=content, headers=kind)
    assert (openai.status_code, openai.json()["error"]["message"]) == (422, said)
    assert eleven.json()["detail"] == [{"loc": ["body"], "msg": said, "type": "value_error"}]


async def test_a_text_in_a_recording_s_place(tmp_path):
    """The field has its name of the dialect."""
    places = {
        "/v1/audio/transcriptions": "file",
        "/v1/audio/voices": "audio_sample",
        "/elevenlabs/v1/voices/add": "files",
        "/v1/forced-alignment": "file",
    }
    found = {}
    async with asking(tmp_path) as client:
        for path, field in places.items():
            answer = await client.post(path, data={field: "no base64!", "name": "anna", "text": "Hi."})
            assert answer.status_code == 422
            said = answer.json()
            found[path] = said["error"]["param"] if "error" in said else said["detail"][0]["loc"][-1]
    assert found == places


async def test_what_nobody_expected_is_one_sentence(monkeypatch, tmp_path):
    """No traceback reaches a caller."""
    from f5tts_worker.http.desk import Desk

    async def broken(self):
        raise ZeroDivisionError("a secret of the code's")

    monkeypatch.setattr(Desk, "voices", broken)
    async with asking(tmp_path) as client:
        client._transport.raise_app_exceptions = False
        answer = await client.get("/v1/audio/voices")
    assert answer.status_code == 500
    assert "ZeroDivisionError" in answer.json()["error"]["message"]
    assert "secret" not in answer.text
