"""S3 at its worst: each way in which a bucket fails gets its own words, and only what may pass is retried."""

import base64
import contextlib
import gzip
import hashlib
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests.pairs import each_once
from tests.unit.servers import Relay, body, certificate, free_port, http_server, redirect

from f5tts_worker.config import Bucket
from f5tts_worker.errors import WorkerError
from f5tts_worker.storage.downloads import fetch
from f5tts_worker.storage.results.records import load_result
from f5tts_worker.storage.s3 import bucket as bucket_module
from f5tts_worker.storage.s3 import client as s3_client
from f5tts_worker.storage.s3.bucket import BucketStore
from f5tts_worker.storage.voices.stored import Voices

pytestmark = pytest.mark.faults("s3")

KEY, SECRET = "canaryfaults0001", "canary-faults-secret-0002"
HEADERS = ('ETag: "abc"', "Last-Modified: Wed, 01 Jan 2025 00:00:00 GMT")


class AnyPath(dict):
    """Answers for a server that answers every path alike, one after the other; the last one stays."""

    def __init__(self, *answers):
        super().__init__()
        self.answers = list(answers)

    def __missing__(self, path):
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def s3_error(code, status, *headers, says=""):
    text = f"<Error><Code>{code}</Code><Message>{says} canary</Message></Error>"
    return body(text.encode(), *headers, status=f"{status} No")


def listing(*keys, more="", lost=False):
    """Answer with a listing; `more` is the token of a next page, `lost` that there is one without a token."""
    entries = "".join(
        f"<Contents><Key>{key}</Key><LastModified>2025-01-01T00:00:00.000Z</LastModified>"
        f'<ETag>"abc"</ETag><Size>12</Size></Contents>'
        for key in keys
    )
    next_page = f"<IsTruncated>true</IsTruncated><NextContinuationToken>{more}</NextContinuationToken>"
    without_token = "<IsTruncated>true</IsTruncated>" if lost else ""
    text = f"<ListBucketResult>{next_page if more else without_token}{entries}</ListBucketResult>"
    return body(text.encode())


def reset(connection, _path):
    """End the connection without an answer."""
    connection.shutdown(socket.SHUT_RDWR)


def silence(connection, _path):
    """Answer nothing, and keep the connection."""
    connection.recv(1)


def for_ever_silent(connection, _path):
    """Take in whatever is sent, and answer nothing."""
    while connection.recv(65536):
        pass


def dribble(connection, _path):
    """Answer with an object that comes a byte at a time, for an hour."""
    connection.sendall("\r\n".join(["HTTP/1.1 200 OK", "Content-Length: 72000", *HEADERS, "", ""]).encode())
    for _ in range(72_000):
        connection.sendall(b"a")
        time.sleep(0.05)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "canary canary">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]><Error><Code>&a9;</Code></Error>"
).encode()


@pytest.fixture
def opened(monkeypatch):
    """Return a function that opens the bucket of a server, with two attempts and short patience."""
    monkeypatch.setattr(s3_client, "ATTEMPTS", 2)
    monkeypatch.setattr(s3_client, "READ_SECONDS", 0.5)
    stores = []

    def open_at(endpoint, name="voices-bucket", **more):
        at = Bucket(name, endpoint, "us-east-1", KEY, SECRET)
        store = BucketStore(at, url_lifetime_s=60, **more)
        stores.append(store)
        return store

    yield open_at
    for store in stores:
        store.close()


def uses(tmp_path):
    (tmp_path / "file").write_bytes(bytes(2000))
    return {
        "read": lambda store: store.read_bytes("voices/a.txt", 100),
        "get": lambda store: store.get_file("voices/a.wav", tmp_path / "in" / "a.wav"),
        "head": lambda store: store.head("voices/a.wav"),
        "list": lambda store: store.list("voices/"),
        "put": lambda store: store.put_bytes("output/a.txt", b"x", "text/plain"),
        "upload": lambda store: store.put_file("output/a.wav", tmp_path / "file", "audio/wav"),
        "delete": lambda store: store.delete("voices/a.wav"),
    }


def refusal(use):
    with pytest.raises(WorkerError) as caught:
        use()
    shown = f"{caught.value} {caught.value.details}"
    assert "canary" not in shown
    assert "Signature=" not in shown
    return caught.value


FULL = ("STORE_REFUSED", "has no room left", 1)
OF_AWS = "Credential access key has length 20, should be 32"
NO_KMS = "User: canary is not authorized to perform: kms:GenerateDataKey"
# use, answer, code, words in the message, how often it is asked
REFUSED = {
    "503-for-ever": ("read", s3_error("SlowDown", 503), "STORE_UNAVAILABLE", "SlowDown", 2),
    "500-for-ever": ("put", s3_error("InternalError", 500), "STORE_UNAVAILABLE", "InternalError", 2),
    "429": ("list", s3_error("TooManyRequests", 429), "STORE_UNAVAILABLE", "try again later", 2),
    "403-write": ("upload", s3_error("AccessDenied", 403), "STORE_REFUSED", "list, read, write and del", 1),
    "403-head": ("head", body(b"", status="403 No"), "STORE_REFUSED", "list, read, write and delete", 1),
    "unknown-key": ("list", s3_error("InvalidAccessKeyId", 403), "STORE_REFUSED", "AWS_ACCESS_KEY_ID", 1),
    "wrong-secret": ("put", s3_error("SignatureDoesNotMatch", 403), "STORE_REFUSED", "AWS_SECRET_AC", 1),
    "expired": ("get", s3_error("ExpiredToken", 400), "STORE_REFUSED", "credentials have expired", 1),
    "no-bucket": ("list", s3_error("NoSuchBucket", 404), "STORE_REFUSED", "no bucket 'voices-bucket'", 1),
    "clock": ("put", s3_error("RequestTimeTooSkewed", 403), "STORE_REFUSED", "clock is wrong", 1),
    "region": ("read", s3_error("AuthorizationHeaderMalformed", 400), "STORE_REFUSED", "AWS_REGION", 1),
    "moved-head": ("head", body(b"", status="301 No"), "STORE_REFUSED", "another region", 1),
    "redirect": ("read", redirect("http://169.254.169.254/canary"), "STORE_REFUSED", "AWS_ENDPOINT_URL", 1),
    "no-s3-put": ("put", s3_error("MethodNotAllowed", 405), "STORE_REFUSED", "does not answer as S3", 1),
    "web-page": ("list", body(b"<!doctype html><HTML>canary"), "STORE_REFUSED", "AWS_ENDPOINT_URL", 1),
    "cut-xml": ("list", body(b"<ListBucketResult><Contents>"), "STORE_UNAVAILABLE", "having trouble", 2),
    "xml-bomb": ("list", body(BOMB), "STORE_UNAVAILABLE", "having trouble", 2),
    "error-bomb": ("put", body(BOMB, status="400 No"), "STORE_REFUSED", "refused the request", 1),
    "odd-code": ("put", s3_error("{secret}%s{0}", 409), "STORE_REFUSED", "({secret}%s{0})", 1),
    "reset": ("read", reset, "STORE_UNAVAILABLE", "cannot be reached", 2),
    "reset-upload": ("upload", reset, "STORE_UNAVAILABLE", "cannot be reached", 2),
    "cut-body": ("read", body(b"half", *HEADERS, length=50), "STORE_UNAVAILABLE", "cannot be reached", 1),
    "cut-file": ("get", body(b"half", *HEADERS, length=50), "STORE_UNAVAILABLE", "cannot be reached", None),
    "silence": ("read", silence, "STORE_UNAVAILABLE", "ReadTimeoutError", 2),
    "delete-refused": ("delete", s3_error("AccessDenied", 403), "STORE_REFUSED", "write and delete", 1),
    "quota": ("put", s3_error("QuotaExceeded", 403), "STORE_REFUSED", "has no room left", 1),
    "disk-full": ("upload", s3_error("XMinioStorageFull", 507), "STORE_REFUSED", "has no room left", None),
    "cap": ("put", s3_error("AccessDenied", 403, says="storage cap exceeded"), *FULL),
    "other-key": ("list", s3_error("InvalidArgument", 400, says=OF_AWS), "STORE_REFUSED", "AWS_ACCESS", 1),
    "401-head": ("head", body(b"", status="401 No"), "STORE_REFUSED", "does not accept the key", 1),
    "kms": ("put", s3_error("AccessDenied", 403, says=NO_KMS), "STORE_REFUSED", "kms:GenerateDataKey", 1),
    "kms-down": ("put", s3_error("X", 503, says="KMS is away"), "STORE_UNAVAILABLE", "try again later", 2),
    "kms-busy": ("put", s3_error("KMS.ThrottlingException", 400), "STORE_UNAVAILABLE", "again later", 1),
    "archive": ("get", s3_error("InvalidObjectState", 403), "STORE_REFUSED", "in an archive", None),
    "too-large": ("put", body(b"<html>413", status="413 No"), "STORE_REFUSED", "of this size", 1),
    "arrears": ("put", s3_error("UserDisable", 403), "STORE_REFUSED", "may not be used at present", 1),
    "lacks-it": ("put", s3_error("NotImplemented", 501), "STORE_REFUSED", "another service", 1),
    "conflict": ("put", s3_error("OperationAborted", 409), "STORE_UNAVAILABLE", "try again later", 1),
    "neat-page": ("list", body(b"<html><body>canary</body></html>"), "STORE_REFUSED", "as S3 does", 1),
    "page-for-put": ("put", body(b"<html><body>canary</body></html>"), "STORE_REFUSED", "as S3 does", 1),
    "json": ("list", body(b'{"objects": []}'), "STORE_REFUSED", "does not answer as S3 does", 1),
    "no-such-name": ("put", s3_error("InvalidKey", 400), "STORE_REFUSED", "Latin letters", 1),
    "gone": ("read", s3_error("NoSuchKey", 404), "NOT_FOUND", "nothing stored", 1),
}


@pytest.mark.parametrize(("use", "answer", "code", "words", "asked"), REFUSED.values(), ids=REFUSED)
def test_each_failure_has_its_words(opened, tmp_path, use, answer, code, words, asked):
    """The operator learns what to change, or that waiting helps; what cannot change is asked once."""
    with http_server(AnyPath(answer)) as server:
        error = refusal(lambda: uses(tmp_path)[use](opened(server.url(""))))
    assert error.code == code
    assert words in error.message
    assert asked in (None, len(server.asked))
    assert not (tmp_path / "in").exists() or not list((tmp_path / "in").iterdir())


@pytest.mark.parametrize("trouble", [s3_error("SlowDown", 503), s3_error("InternalError", 500), reset])
@pytest.mark.parametrize("use", ["read", "put"])
def test_what_passes_is_not_noticed(opened, tmp_path, monkeypatch, trouble, use):
    """Trouble twice and then none is a success."""
    monkeypatch.setattr(s3_client, "ATTEMPTS", 3)
    with http_server(AnyPath(trouble, trouble, body(b"", *HEADERS))) as server:
        uses(tmp_path)[use](opened(server.url("")))
    assert len(server.asked) == 3


@pytest.mark.parametrize("use", ["read", "head", "list", "put", "upload", "delete"])
def test_a_silent_bucket_is_asked_twice(opened, tmp_path, monkeypatch, use):
    """Each try waits for as long as a server may be silent, so there are two of them, not five."""
    monkeypatch.setattr(s3_client, "ATTEMPTS", 5)
    with http_server(AnyPath(for_ever_silent)) as server:
        error = refusal(lambda: uses(tmp_path)[use](opened(server.url(""))))
    assert (error.code, len(server.asked)) == ("STORE_UNAVAILABLE", 2)


@pytest.mark.parametrize(
    ("use", "answers"), [("read", False), ("delete", False), ("put", True), ("upload", True)]
)
def test_what_is_sent_has_more_time(opened, tmp_path, monkeypatch, use, answers):
    """A server works on what it is sent; what only asks has its answer soon, or has none."""
    monkeypatch.setattr(s3_client, "READ_SECONDS", 30)
    monkeypatch.setattr(s3_client, "ANSWER_SECONDS", 0.3)

    def late(connection, path):
        time.sleep(1)
        body(b"", *HEADERS)(connection, path)

    with http_server(AnyPath(late)) as server:
        if answers:
            uses(tmp_path)[use](opened(server.url("")))
        else:
            error = refusal(lambda: uses(tmp_path)[use](opened(server.url(""))))
            assert "ReadTimeoutError" in error.message
    assert len(server.asked) == (1 if answers else 2)


def test_idle_connections_that_died_cost_one_try(opened):
    """A gateway forgets idle connections without a word; the second try has a new one."""
    both = threading.Barrier(2)

    def serve_once(connection):
        with connection, contextlib.suppress(OSError, threading.BrokenBarrierError):
            connection.recv(65536)
            if len(taken) <= 2:
                both.wait(10)  # so that two connections are open
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx")
            over.wait(30)

    def accept():
        with contextlib.suppress(OSError):
            while True:
                taken.append(listener.accept()[0])
                threading.Thread(target=serve_once, args=(taken[-1],), daemon=True).start()

    taken, over, listener = [], threading.Event(), socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=accept, daemon=True).start()
    store = opened(f"http://127.0.0.1:{listener.getsockname()[1]}")
    store.url("voices/a.wav")  # connected
    with ThreadPoolExecutor(2) as pool:
        read = [pool.submit(store.read_bytes, "voices/a.txt", 9) for _ in range(2)]
        assert [one.result() for one in read] == [b"x", b"x"]
    assert store.read_bytes("voices/a.txt", 9) == b"x"
    over.set()
    listener.close()
    assert len(taken) == 3


@pytest.mark.parametrize("use", ["put", "upload"])
def test_a_bucket_that_insists_on_md5(opened, tmp_path, use):
    """One with Object Lock refuses a body without it, in words of its own; then it gets one."""
    words = "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests"
    refused = body(
        f"<Error><Code>InvalidRequest</Code><Message>{words}</Message></Error>".encode(), status="400 No"
    )
    with http_server(AnyPath(refused, body(b"", *HEADERS))) as server, Relay(server.port) as relay:
        uses(tmp_path)[use](opened(f"http://127.0.0.1:{relay.port}"))
        sent = bytes(relay.sent)
    assert len(server.asked) == 2
    data = b"x" if use == "put" else bytes(2000)
    assert base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()) in sent


def test_a_listing_without_etags(opened):
    """Some gateways send none; the content's time and size tell whether it has changed."""
    answer = b"<ListBucketResult><Contents><Key>voices/a.wav</Key><Size>12</Size>"
    answer += b"<LastModified>2025-01-01T00:00:00.000Z</LastModified></Contents></ListBucketResult>"
    with http_server(AnyPath(body(answer))) as server:
        (entry,) = opened(server.url("")).list("voices/")
    assert entry.tag


def test_an_etag_that_a_proxy_has_weakened(opened):
    """One that compresses puts W/ before it; the store behind it knows the rest."""
    headers = ('ETag: W/"abc"', "Last-Modified: Wed, 01 Jan 2025 00:00:00 GMT")
    with http_server(AnyPath(body(b"", *headers))) as server:
        assert opened(server.url("")).head("voices/a.wav").tag == "abc"


def test_a_voice_that_vanishes_between_list_and_get(opened, tmp_path):
    """It was listed and is gone when it is read: the voice is unknown, and no half file is kept."""
    answers = AnyPath(listing("voices/anna.wav"), s3_error("NoSuchKey", 404), listing())
    with http_server(answers) as server:
        voices = Voices(opened(server.url("")), tmp_path / "cache")
        error = refusal(lambda: voices.find("anna", {}))
    assert error.code == "UNKNOWN_VOICE"
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    "key",
    [
        "voices/../../../etc/cron.d/x.wav",
        "voices/..%2f..%2fx.wav",
        "/etc/passwd.wav",
        "voices/a/../../b.wav",
        "output/secret.wav",
        "voices/a\\..\\b.wav",
    ],
)
def test_a_listing_cannot_name_what_is_elsewhere(opened, tmp_path, key):
    """Keys that a server makes up are no voices: nothing outside the folder of voices is shown or written."""
    with http_server(AnyPath(listing(key, "voices/good.wav"))) as server:
        voices = Voices(opened(server.url("")), tmp_path / "cache")
        assert [voice["name"] for voice in voices.page({}, 100)[0]] == ["good"]
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_a_listing_that_breaks_off(opened):
    """A page that says others follow, and not where, is no whole listing."""
    answer = AnyPath(listing("voices/anna.wav", lost=True))
    with http_server(answer) as server, pytest.raises(WorkerError) as caught:
        opened(server.url("")).list("voices/")
    assert (caught.value.code, "S3" in str(caught.value)) == ("STORE_REFUSED", True)


def test_a_listing_without_an_end(opened, monkeypatch):
    """A server that always has a next page is left after a number of them."""
    monkeypatch.setattr(bucket_module, "MAX_PAGES", 3)
    answers = AnyPath(*(listing(f"voices/{n}.wav", more=f"token{n}") for n in range(50)))
    with http_server(answers) as server:
        assert len(opened(server.url("")).list("voices/")) == 3
    assert len(server.asked) == 3


def test_an_object_that_dribbles(opened, tmp_path, record_property):
    """From a server that a caller chose, an object takes as long as a download may."""
    policy = fetch.Policy(100_000, seconds=0.5, allow_http=True, allow_loopback=True)
    with http_server(AnyPath(dribble)) as server:
        store = opened(server.url(""), policy=policy)
        begun = time.monotonic()
        error = refusal(lambda: store.get_file("voices/a.wav", tmp_path / "in" / "a.wav"))
        record_property("late_s", max(0.0, time.monotonic() - begun - 0.5))
        store.close()
    assert error.code == "DOWNLOAD_FAILED"
    assert list((tmp_path / "in").iterdir()) == []


def test_an_answer_without_an_end(opened, record_property):
    """A listing of a caller's server is neither kept in memory nor waited for without a limit."""

    def endless(connection, _path):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n<ListBucketResult>")
        while True:
            connection.sendall(b"<!-- canary -->" * 5000)

    policy = fetch.Policy(1_000_000, seconds=120, allow_http=True, allow_loopback=True)
    with http_server(AnyPath(endless)) as server:
        store = opened(server.url(""), policy=policy)
        begun = time.monotonic()
        error = refusal(lambda: store.list("voices/"))
        record_property("late_s", time.monotonic() - begun)
        store.close()
    assert error.code == "DOWNLOAD_TOO_LARGE"


MANY = b"<ListBucketResult>" + b"<a/>" * 1_300_000 + b"</ListBucketResult>"  # 5 MB, and 138 MB as a tree
CHUNKED = ("Transfer-Encoding: chunked", "")


def chunks(connection, _path):
    """Answer with 5 MB in chunks."""
    connection.sendall("\r\n".join(["HTTP/1.1 200 OK", *CHUNKED, ""]).encode())
    for first in range(0, len(MANY), 50_000):
        piece = MANY[first : first + 50_000]
        connection.sendall(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    connection.sendall(b"0\r\n\r\n")


def heads(connection, _path):
    """Answer with headers, 65 KB each, as many as a client takes."""
    connection.sendall(b"HTTP/1.1 200 OK\r\n")
    for number in range(99):
        connection.sendall(f"X-{number}: ".encode() + b"a" * 65_000 + b"\r\n")
    connection.sendall(b"\r\n")


def continues(connection, _path):
    """Answer "go on" for ever."""
    while True:
        connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)


def goes_away_in_between(connection, _path):
    """Say to go on, and close the connection before the blank line that ends it."""
    connection.sendall(b"HTTP/1.1 100 Continue\r\n")
    connection.shutdown(socket.SHUT_RDWR)


POLICIES = {
    "callers": fetch.Policy(700_000_000, seconds=60, allow_http=True, allow_loopback=True),
    "ours": None,
}


NO_OBJECTS = {
    "listing": ("list", body(MANY)),
    "chunks": ("list", chunks),
    "gzip": ("list", body(MANY, "Content-Encoding: gzip")),
    "error-for-object": ("get", body(MANY, status="404 No")),
    "error-for-text": ("read", body(MANY, status="403 No")),
    "continue-object": ("read", continues),
    "error-for-put": ("put", body(MANY, status="400 No")),
    "deleted": ("delete", body(MANY)),
    "error-for-upload": ("upload", body(MANY, status="409 No")),
    "head": ("head", heads),
    "headers": ("list", heads),
    "continue-head": ("head", continues),
}


@pytest.mark.parametrize(("name", "whose"), each_once(NO_OBJECTS, POLICIES))
def test_what_is_no_object_is_small(opened, tmp_path, name, whose):
    """What would be parsed as a tree is read up to 2 MB, whoever chose the server."""
    (use, answer), policy = NO_OBJECTS[name], POLICIES[whose]
    with http_server(AnyPath(answer)) as server:
        error = refusal(lambda: uses(tmp_path)[use](opened(server.url(""), policy=policy)))
    assert error.code == "DOWNLOAD_TOO_LARGE"
    assert error.message.startswith("AWS_ENDPOINT_URL" if policy is None else "s3Config.endpointUrl")
    assert len(server.asked) == 1


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_small_bombs_in_gzip_stay_packed(opened, policy):
    """A packed answer is never unpacked: nobody asked for one."""
    packed = body(gzip.compress(MANY), "Content-Encoding: gzip")
    with http_server(AnyPath(packed)) as server:
        error = refusal(lambda: opened(server.url(""), policy=policy).list("voices/"))
    assert error.code == "STORE_UNAVAILABLE"


@pytest.mark.parametrize("policy", POLICIES.values(), ids=POLICIES)
def test_an_object_may_be_large(opened, tmp_path, policy):
    """The limit for other answers is none for objects."""
    with http_server(AnyPath(body(MANY, *HEADERS))) as server:
        opened(server.url(""), policy=policy).get_file("voices/a.wav", tmp_path / "a.wav")
    assert (tmp_path / "a.wav").read_bytes() == MANY


@pytest.mark.parametrize("use", ["put", "upload"])
def test_a_server_that_leaves_after_go_on(opened, tmp_path, use):
    """A connection that ends within "100 Continue" is a broken one; botocore alone would read on for ever."""
    with http_server(AnyPath(goes_away_in_between)) as server:
        error = refusal(lambda: uses(tmp_path)[use](opened(server.url(""))))
    assert error.code == "STORE_UNAVAILABLE"


def test_a_page_of_a_caller_has_no_more_than_s3_sends(opened, monkeypatch):
    """All that a listing holds is kept: a caller's server gets a thousand entries a page, and some pages."""
    monkeypatch.setattr(bucket_module, "MAX_PAGES_OF_CALLERS", 3)
    keys = [f"voices/{number:05}.wav" for number in range(1_500)]
    answers = AnyPath(*(listing(*keys, "voices/" + "a" * 1_100, more=f"token{n}") for n in range(50)))
    with http_server(answers) as server:
        entries = opened(server.url(""), policy=POLICIES["callers"]).list("voices/")
    assert len(server.asked) == 3
    assert {entry.key for entry in entries} == set(keys[:1_000])


def test_a_record_that_is_a_bomb(opened):
    """A result in a caller's bucket is JSON of any depth and size: what is no record of ours is none."""
    for bomb in (b"[" * 100_000, b"[" + b"[]," * 300_000 + b"[]]", b'"' + b"a" * 9_000_000 + b'"'):
        with http_server(AnyPath(body(bomb, *HEADERS))) as server:
            assert load_result(opened(server.url(""), policy=POLICIES["callers"]), "job-1") is None


def test_a_certificate_that_nobody_signed(opened, tmp_path):
    """TLS is checked, and the sentence says that it is the certificate."""
    context, _trusted = certificate(tmp_path, "localhost")
    with http_server(AnyPath(body(b"x")), context) as server:
        error = refusal(lambda: opened(f"https://localhost:{server.port}").read_bytes("voices/a.txt", 10))
    assert error.code == "STORE_REFUSED"
    assert "certificate" in error.message
    assert server.asked == []


@pytest.mark.parametrize("host", ["127.0.0.1", "no-such-host.invalid"])
def test_nobody_is_there(opened, host):
    """A port where nobody listens and an unknown name may come back: retryable, and the setting is named."""
    error = refusal(lambda: opened(f"http://{host}:{free_port()}").list("voices/"))
    assert (error.code, error.retryable) == ("STORE_UNAVAILABLE", True)
    assert "AWS_ENDPOINT_URL" in error.message
