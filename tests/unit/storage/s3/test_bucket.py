"""The bucket store against a real S3 server, and the sentence that each way to fail gets."""

import dataclasses
import re
import socket
import urllib.request
from urllib.parse import parse_qs, urlsplit

import pytest
from tests.unit.servers import Relay, body, certificate, free_port, http_server, s3_server

from f5tts_worker import log
from f5tts_worker.config import Bucket
from f5tts_worker.errors import WorkerError
from f5tts_worker.storage.downloads.fetch import Policy
from f5tts_worker.storage.s3 import client as s3_client
from f5tts_worker.storage.s3.bucket import BucketStore
from f5tts_worker.storage.s3.errors import AccessDeniedError

KEY, SECRET = "canaryaccess0001", "canary-secret-key-0001"
PREFIXED = "team/speech"


@pytest.fixture(scope="module")
def s3():
    with s3_server(KEY, SECRET) as running:
        yield running


@pytest.fixture
def open_bucket():
    stores = []

    def opened(bucket, **changes):
        store = BucketStore(dataclasses.replace(bucket, **changes), url_lifetime_s=600)
        stores.append(store)
        return store

    yield opened
    for store in stores:
        store.close()


def refused(use):
    """Run something that fails; return its error after checking that no secret is in it."""
    with pytest.raises(WorkerError) as caught:
        use()
    shown = f"{caught.value} {caught.value.details}"
    assert "canary" not in shown
    assert "Signature=" not in shown
    return caught.value


@pytest.mark.parametrize("prefix", ["", PREFIXED])
def test_what_is_stored_comes_back(s3, open_bucket, tmp_path, prefix):
    """Bytes and files come back unchanged, under the prefix and nowhere else."""
    bucket, folder = s3
    store = open_bucket(bucket, prefix=prefix)
    (tmp_path / "large").write_bytes(bytes(range(256)) * 40_000)  # 10 MB: uploaded in parts
    store.put_file("output/large.wav", tmp_path / "large", "audio/wav")
    store.put_bytes("voices/a b.txt", "Grüße".encode(), "text/plain")
    assert (folder / prefix / "output/large.wav").stat().st_size == 10_240_000
    store.get_file("output/large.wav", tmp_path / "back" / "large")
    assert (tmp_path / "back" / "large").read_bytes() == (tmp_path / "large").read_bytes()
    assert [path.name for path in (tmp_path / "back").iterdir()] == ["large"]
    assert store.read_bytes("voices/a b.txt", 100).decode() == "Grüße"
    assert store.read_bytes("voices/a b.txt", 2) == b"Gr"
    assert store.head("voices/a b.txt").size == 7
    assert [entry.key for entry in store.list("voices/")] == ["voices/a b.txt"]
    assert store.local_path("voices/a b.txt") is None
    store.delete("voices/a b.txt")
    store.delete("voices/a b.txt")
    assert store.head("voices/a b.txt") is None
    assert store.list("voices/") == []


@pytest.mark.parametrize("policy", [None, Policy(50_000_000, allow_loopback=True)], ids=["ours", "callers"])
def test_the_same_through_tls(open_bucket, tmp_path, monkeypatch, policy):
    """Encrypted, large files and small ones come back unchanged as well."""
    certificate(tmp_path, "localhost")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "trusted.pem"))
    (tmp_path / "large").write_bytes(bytes(range(256)) * 80_000)  # 20 MB: in three parts
    with s3_server(KEY, SECRET, tmp_path / "server.pem") as (bucket, folder):
        store = open_bucket(bucket)
        store.policy = policy
        store.put_file("output/large.wav", tmp_path / "large", "audio/wav")
        store.put_bytes("voices/a.txt", b"x" * 1_000_000, "text/plain")
        assert (folder / "output/large.wav").stat().st_size == 20_480_000
        store.get_file("output/large.wav", tmp_path / "back")
        assert store.read_bytes("voices/a.txt", 2_000_000) == b"x" * 1_000_000
        assert [entry.key for entry in store.list("output/")] == ["output/large.wav"]
        store.close()
    assert (tmp_path / "back").read_bytes() == (tmp_path / "large").read_bytes()


def test_a_presigned_address_downloads_without_keys(s3, open_bucket):
    """Anyone can download from the address for as long as the settings say, and only what it names."""
    store = open_bucket(s3[0])
    store.put_bytes("output/job 1.wav", b"RIFF", "audio/wav")
    url = store.url("output/job 1.wav")
    with urllib.request.urlopen(url) as answer:  # noqa: S310 - our own loopback server
        assert answer.read() == b"RIFF"
    query = parse_qs(urlsplit(url).query)
    assert query["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]
    assert query["X-Amz-Expires"] == ["600"]
    assert SECRET not in url
    assert "X-Amz-Signature=***" in log.redact(url)


def test_missing_keys(s3, open_bucket, tmp_path):
    """What is not there is NOT_FOUND, and no half file is left."""
    store = open_bucket(s3[0])
    assert store.head("voices/none.wav") is None
    assert refused(lambda: store.read_bytes("voices/none.wav", 1)).code == "NOT_FOUND"
    assert refused(lambda: store.get_file("voices/none.wav", tmp_path / "x")).code == "NOT_FOUND"
    assert list(tmp_path.iterdir()) == []


def test_keys_cannot_leave_the_prefix(s3, open_bucket, tmp_path):
    """Traversal in a key is refused before anything is signed."""
    store = open_bucket(s3[0], prefix=PREFIXED)
    for key in ("../x", "voices/../../x", "/x", "voices//x", ""):
        for use in (store.head, store.delete, store.url):
            assert refused(lambda use=use, key=key: use(key)).code == "NOT_FOUND"


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"secret_key": "canary-wrong-secret"}, "STORE_REFUSED", "AWS_SECRET_ACCESS_KEY"),
        ({"access_key": "canarywrong"}, "STORE_REFUSED", "AWS_ACCESS_KEY_ID"),
        ({"name": "another-bucket"}, "STORE_REFUSED", "no bucket 'another-bucket'"),
        ({"name": "Not A Bucket!"}, "STORE_REFUSED", "S3_BUCKET"),
    ],
)
def test_wrong_settings_name_the_setting(s3, open_bucket, tmp_path, changes, code, words):
    """A real server's refusals become one sentence with the setting to look at, for every kind of access."""
    store = open_bucket(s3[0], **changes)
    (tmp_path / "file").write_bytes(b"x")
    for use in (
        lambda: store.list("voices/"),
        lambda: store.put_bytes("voices/a.txt", b"x", "text/plain"),
        lambda: store.put_file("voices/a.txt", tmp_path / "file", "text/plain"),
    ):
        error = refused(use)
        assert error.code == code
        assert words in error.message


def s3_error(code, status):
    return body(
        f"<Error><Code>{code}</Code><Message>canary</Message></Error>".encode(), status=f"{status} No"
    )


@pytest.mark.parametrize(
    ("code", "status", "expected", "words"),
    [
        ("AccessDenied", 403, "STORE_REFUSED", "refused access; the key needs to list, read, write"),
        ("AllAccessDisabled", 403, "STORE_REFUSED", "refused access; the key needs to list, read, write"),
        ("RequestTimeTooSkewed", 403, "STORE_REFUSED", "clock is wrong"),
        (
            "AuthorizationHeaderMalformed",
            400,
            "STORE_REFUSED",
            "another region than 'us-east-1'; check AWS_REGION",
        ),
        ("ExpiredToken", 400, "STORE_REFUSED", "credentials have expired"),
        ("SomethingNew", 409, "STORE_REFUSED", "refused the request (SomethingNew)"),
        ("SlowDown", 503, "STORE_UNAVAILABLE", "having trouble (SlowDown)"),
        ("InternalError", 500, "STORE_UNAVAILABLE", "try again later"),
    ],
)
def test_each_refusal_has_its_sentence(s3, open_bucket, monkeypatch, code, status, expected, words):
    """Every answer that S3 gives is told apart: what to change, or to try again."""
    monkeypatch.setattr(s3_client, "ATTEMPTS", 1)
    with http_server({"/voices-bucket/voices/a.txt": s3_error(code, status)}) as server:
        store = open_bucket(s3[0], endpoint=server.url(""))
        error = refused(lambda: store.read_bytes("voices/a.txt", 10))
        store.close()
    assert error.code == expected
    assert words in error.message
    assert error.details["s3_code"] == code
    assert isinstance(error, AccessDeniedError) == (words.startswith("refused access"))


def test_trouble_that_passes_is_not_noticed(s3, open_bucket):
    """A server that is busy twice and then well again answers in the end."""
    answers = [s3_error("SlowDown", 503), s3_error("SlowDown", 503), body(b"content")]

    def answer(sock: socket.socket, path: str) -> None:
        answers.pop(0)(sock, path)

    with http_server({"/voices-bucket/voices/a.txt": answer}) as server:
        store = open_bucket(s3[0], endpoint=server.url(""))
        assert store.read_bytes("voices/a.txt", 10) == b"content"
        store.close()
    assert len(server.asked) == 3


def test_what_goes_over_the_wire(s3, open_bucket, tmp_path):
    """Every request is signed with SigV4; none has the checksums that newer boto3 adds and B2 refuses."""
    (tmp_path / "large").write_bytes(bytes(9 * 1024 * 1024))
    (tmp_path / "small").write_bytes(b"x")
    with Relay(int(s3[0].endpoint.rpartition(":")[2])) as relay:
        store = open_bucket(s3[0], endpoint=f"http://127.0.0.1:{relay.port}")
        store.put_bytes("voices/wire.txt", b"x", "text/plain")
        for name in ("small", "large"):
            store.put_file(f"output/{name}.wav", tmp_path / name, "audio/wav")
            store.get_file(f"output/{name}.wav", tmp_path / "back")
            store.head(f"output/{name}.wav")
        store.list("voices/")
        store.delete("voices/wire.txt")
        store.close()
        sent = bytes(relay.sent)
    heads = re.findall(rb"((?:PUT|POST|GET|HEAD|DELETE) /[^\r]* HTTP/1\.1\r\n.*?)\r\n\r\n", sent, re.DOTALL)
    assert {head.split()[0] for head in heads} == {b"PUT", b"POST", b"GET", b"HEAD", b"DELETE"}
    for head in heads:
        assert b"\r\nAuthorization: AWS4-HMAC-SHA256 " in head
        for refused in (b"checksum", b"trailer", b"aws-chunked", b"content-md5"):
            assert refused not in head.lower()


def test_an_endpoint_that_is_not_there(s3, open_bucket, monkeypatch):
    """Nobody listening is STORE_UNAVAILABLE, which may be tried again, and names the endpoint only."""
    monkeypatch.setattr(s3_client, "ATTEMPTS", 1)
    endpoint = f"http://canaryuser:canarypass@127.0.0.1:{free_port()}"
    error = refused(lambda: open_bucket(s3[0], endpoint=endpoint).list("voices/"))
    assert error.code == "STORE_UNAVAILABLE"
    assert error.retryable
    assert "AWS_ENDPOINT_URL" in error.message


def test_a_body_that_breaks_off(s3, open_bucket, tmp_path, monkeypatch):
    """A download that ends early is an error, and the target file does not appear."""
    monkeypatch.setattr(s3_client, "ATTEMPTS", 1)
    headers = ('ETag: "abc"', "Last-Modified: Wed, 01 Jan 2025 00:00:00 GMT")
    cut = body(b"only this", *headers, length=1000)
    with http_server({"/voices-bucket/voices/a.wav": cut}) as server:
        store = open_bucket(s3[0], endpoint=server.url(""))
        error = refused(lambda: store.get_file("voices/a.wav", tmp_path / "a.wav"))
        assert refused(lambda: store.read_bytes("voices/a.wav", 5000)).code == "STORE_UNAVAILABLE"
        store.close()
    assert error.code == "STORE_UNAVAILABLE"
    assert list(tmp_path.iterdir()) == []


def test_only_the_given_address_is_used(monkeypatch):
    """Addresses in the process environment never take its place, for AWS's own host either."""
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_S3"):
        monkeypatch.setenv(name, "https://operator.example")
    for endpoint in (None, "https://s3.amazonaws.com", "https://s3.eu-central-1.amazonaws.com"):
        client = s3_client.new_client(Bucket("b", endpoint, "eu-central-1", "id", "secret", from_job=True))
        assert client.meta.endpoint_url == "https://s3.eu-central-1.amazonaws.com"
        client.close()
