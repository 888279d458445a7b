"""A job that brings its own bucket: everything goes there and nowhere else, and its key is never shown."""

import dataclasses
import ipaddress
import json
import logging
import socket

import pytest
from tests.pairs import each_once
from tests.unit.servers import body, http_server, s3_server
from tests.unit.storage.downloads.test_fetch import NEVER
from tests.unit.tiny_worker import job, running

from f5tts_worker import config
from f5tts_worker.config import Bucket
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs.delivery.job_bucket import bucket_of
from f5tts_worker.storage.downloads import fetch
from f5tts_worker.storage.s3 import client as s3_client
from f5tts_worker.storage.s3.bucket import BucketStore

ID, SECRET = "canary-access-of-job-0001", "canary-secret-of-job-0002"
OPERATOR_ID, OPERATOR_SECRET = "canary-operator-0003", "canary-operator-secret-0004"
GOOD = {
    "accessId": ID,
    "accessSecret": SECRET,
    "bucketName": "their-bucket",
    "endpointUrl": "https://s3.example.org",
}
CLOSED = config.from_environment({})


def faults_of(given, settings=CLOSED):
    """Return {field: problem} after checking that no value is quoted."""
    bucket, faults = bucket_of({"s3Config": given}, settings)
    assert bucket is None
    shown = json.dumps([vars(fault) for fault in faults])
    assert "canary" not in shown
    return {fault.field: fault.problem for fault in faults}


def s3_config(bucket):
    """Return a bucket as a caller sends it."""
    return {
        "accessId": bucket.access_key,
        "accessSecret": bucket.secret_key,
        "bucketName": bucket.name,
        "endpointUrl": bucket.endpoint,
    }


@pytest.mark.parametrize("given", [None, {}, dict.fromkeys(GOOD, ""), dict.fromkeys(GOOD)])
def test_most_jobs_bring_none(given):
    """Without it, or with an empty one, the operator's store is used."""
    assert bucket_of({"s3Config": given}, CLOSED) == (None, [])
    assert bucket_of({}, CLOSED) == (None, [])


def test_a_good_one_is_read():
    """Region and host are worked out from the address; `repr` shows neither half of the key."""
    bucket, faults = bucket_of({"s3Config": GOOD}, CLOSED)
    assert faults == []
    endpoint = "https://s3.example.org"
    assert bucket == Bucket("their-bucket", endpoint, "us-east-1", ID, SECRET, from_job=True)
    assert "canary" not in repr(bucket)
    aws = GOOD | {"endpointUrl": "https://their-bucket.s3.eu-central-1.amazonaws.com/"}
    bucket, _ = bucket_of({"s3Config": aws}, CLOSED)
    assert (bucket.endpoint, bucket.region) == ("https://s3.eu-central-1.amazonaws.com/", "eu-central-1")
    behind = GOOD | {"endpointUrl": "https://abc123.r2.cloudflarestorage.com/their-bucket"}
    bucket, faults = bucket_of({"s3Config": behind}, CLOSED)
    assert (bucket.endpoint, faults) == ("https://abc123.r2.cloudflarestorage.com", [])


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"accessId": None}, "accessId", "is missing"),
        ({"accessSecret": ""}, "accessSecret", "is missing"),
        ({"accessSecret": 7}, "accessSecret", "is not a string"),
        ({"accessSecret": "canary\nX-Header: y"}, "accessSecret", "white space"),
        ({"accessId": "canary" * 100}, "accessId", "more than 256"),
        ({"bucketName": ["canary"]}, "bucketName", "is not a string"),
        ({"endpointUrl": "canary.example.org"}, "endpointUrl", "must start with https://"),
        ({"endpointUrl": "http://canary.example.org"}, "endpointUrl", "must start with https://"),
        ({"endpointUrl": "https://canary:canary@example.org"}, "endpointUrl", "user name or password"),
        ({"endpointUrl": "https://169.254.169.254"}, "endpointUrl", "not public"),
        ({"endpointUrl": "https://127.0.0.1:9000"}, "endpointUrl", "not public"),
        ({"endpointUrl": "https://[::ffff:10.0.0.1]"}, "endpointUrl", "not public"),
        ({"endpointUrl": "https://minio.internal"}, "endpointUrl", "not public"),
        ({"endpointUrl": "https://my_minio.example.org"}, "endpointUrl", "S3 clients refuse"),
        ({"endpointUrl": "https://example.org:22"}, "endpointUrl", "port 22"),
        ({"endpointUrl": "https://example.org/canary"}, "endpointUrl", "more than a host"),
        ({"endpointUrl": "https://example.org/?canary"}, "endpointUrl", "more than a host"),
        ({"regoin": "canary"}, "regoin", "is not a field"),
    ],
)
def test_each_fault_is_named(changes, field, words):
    """What is wrong is said of the field, and the value, which may be a secret, is not repeated."""
    assert words in faults_of(GOOD | changes)[f"s3Config.{field}"]


def test_all_faults_at_once():
    """Four mistakes are four faults, together with those of the request itself."""
    wrong = {"accessId": 1, "accessSecret": None, "endpointUrl": "ftp://x"}
    names = {"s3Config.accessId", "s3Config.accessSecret", "s3Config.bucketName", "s3Config.endpointUrl"}
    assert set(faults_of(wrong)) == names
    assert set(faults_of("canary")) == {"s3Config"}


async def test_its_faults_and_the_requests_are_one_answer(tmp_path):
    """A caller learns of a wrong speed and a missing key in one round trip."""
    async with running(tmp_path) as worker:
        answer = await worker.answer(job(text="Hello", speed=9) | {"s3Config": {"accessId": ID}})
    fields = {fault["field"] for fault in answer["details"]["faults"]}
    assert {"speed", "s3Config.accessSecret", "s3Config.endpointUrl"} <= fields
    assert "canary" not in json.dumps(answer)


def test_a_closed_network_may_use_http():
    """The setting that opens private addresses opens them here, too; metadata addresses stay shut."""
    opened = config.from_environment({"F5TTS_ALLOW_PRIVATE_URLS": "true"})
    bucket, faults = bucket_of({"s3Config": GOOD | {"endpointUrl": "http://minio.internal:9000"}}, opened)
    assert (bucket.endpoint, faults) == ("http://minio.internal:9000", [])
    assert faults_of(GOOD | {"endpointUrl": "http://169.254.169.254"}, opened)


@pytest.mark.parametrize("inside", ["127.0.0.1", "169.254.169.254", "10.1.2.3", "::1", "fd00::1"])
def test_a_name_that_leads_inside_is_refused_unconnected(monkeypatch, inside):
    """A public name may resolve to a private address: it is refused once, without a connection or a retry."""
    looked, tried = [], []

    def resolve(host, *_more, **_options):
        looked.append(host)
        family = socket.AF_INET6 if ":" in inside else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (inside, 443))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: tried.append(address))
    bucket, _ = bucket_of({"s3Config": GOOD}, CLOSED)
    store = BucketStore(bucket, url_lifetime_s=60, policy=fetch.policy_of(CLOSED))
    with pytest.raises(WorkerError) as caught:
        store.put_bytes("output/a.wav", b"x", "audio/wav")
    assert caught.value.code == "URL_REFUSED"
    assert (looked, tried) == (["s3.example.org"], [])


@pytest.mark.faults("urls")
@pytest.mark.parametrize(("inside", "opened"), each_once(NEVER, [False, True]))
def test_no_bucket_lies_where_clouds_keep_credentials(monkeypatch, inside, opened):
    """The rules for downloads hold for a caller's S3 server; resolver and connections are stand-ins."""
    tried = []
    family = socket.AF_INET6 if ":" in inside else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (inside, 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: tried.append(address))
    settings = config.from_environment({"F5TTS_ALLOW_PRIVATE_URLS": str(opened).lower()})
    bucket, _ = bucket_of({"s3Config": GOOD}, settings)
    with pytest.raises(WorkerError) as caught:
        BucketStore(bucket, url_lifetime_s=60, policy=fetch.policy_of(settings)).list("voices/")
    assert (caught.value.code, tried) == ("URL_REFUSED", [])


def test_the_address_that_was_checked_is_connected_to(monkeypatch):
    """A name that changes its address in between gains nothing, and no proxy of the environment is asked."""
    checked = []
    monkeypatch.setattr(s3_client, "check_address", lambda address, *_: checked.append(address))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9/")
    with http_server({"/their-bucket/output/a.wav": body(b"")}) as server:
        bucket = Bucket("their-bucket", f"http://localhost:{server.port}", "us-east-1", ID, SECRET)
        client = s3_client.new_client(bucket, policy=fetch.policy_of(CLOSED))
        client.put_object(Bucket="their-bucket", Key="output/a.wav", Body=b"x")
        client.close()
    assert ipaddress.ip_address("127.0.0.1") in checked
    assert server.asked == ["/their-bucket/output/a.wav"]


def test_a_strange_server_cannot_fill_the_disk(tmp_path):
    """Of a bucket that a caller chose, no object larger than a download may be is kept."""
    with http_server({"/their-bucket/voices/a.wav": body(bytes(3_000_000))}) as server:
        bucket = Bucket("their-bucket", server.url(""), "us-east-1", ID, SECRET, from_job=True)
        policy = fetch.Policy(1_000_000, allow_loopback=True, allow_http=True)
        store = BucketStore(bucket, url_lifetime_s=60, policy=policy)
        with pytest.raises(WorkerError) as caught:
            store.get_file("voices/a.wav", tmp_path / "in" / "a.wav")
        store.close()
    assert caught.value.code == "DOWNLOAD_TOO_LARGE"
    assert list((tmp_path / "in").iterdir()) == []


@pytest.fixture(scope="module")
def two_servers():
    """Run two S3 servers: the operator's and a caller's."""
    with s3_server(OPERATOR_ID, OPERATOR_SECRET) as operator, s3_server(ID, SECRET) as caller:
        yield operator, caller


def bucket_settings(bucket):
    return {
        "S3_BUCKET": bucket.name,
        "AWS_ENDPOINT_URL": bucket.endpoint,
        "AWS_ACCESS_KEY_ID": bucket.access_key,
        "AWS_SECRET_ACCESS_KEY": bucket.secret_key,
        "F5TTS_ALLOW_PRIVATE_URLS": "true",
    }


async def test_everything_of_the_job_is_in_its_bucket(tmp_path, two_servers, caplog):
    """Outputs, record, voices and `s3://` are the caller's; the operator's bucket gets nothing of it."""
    (operator, operator_folder), (caller, folder) = two_servers
    (folder / "voices").mkdir(exist_ok=True)
    (folder / "voices" / "clara.wav").write_bytes(b"RIFFxxxxWAVE of the caller")
    (folder / "voices" / "clara.txt").write_text("what she says")
    own = {"s3Config": s3_config(caller)}
    caplog.set_level(logging.DEBUG, "f5tts_worker")
    async with running(tmp_path, **bucket_settings(operator)) as worker:
        spoken = await worker.answer(job(text="Hello", local_voice="clara", subtitle_format="srt") | own)
        copied = await worker.answer(
            job(2, text="Hi", voice_reference_url="s3://voices-bucket/voices/clara.wav", ref_text="x") | own
        )
        again = await worker.answer(job(3, endpoint="result", job_id="job-1") | own)
        elsewhere = await worker.answer(job(4, endpoint="result", job_id="job-1"))
        nobody = await worker.answer(job(5, text="Hello", local_voice="clara"))
        plain = await worker.answer(job(6, text="Hello"))
    answers = [spoken, copied, again, elsewhere, nobody, plain]
    assert [answer.get("error_code") for answer in answers] == [
        *(None, None, None, "NOT_FOUND", "UNKNOWN_VOICE", None)
    ]
    assert spoken["audio_url"].startswith(f"{caller.endpoint}/voices-bucket/output/job-1.wav?")
    made = {path.name for path in (folder / "output").iterdir()}
    results = {*("job-1.wav", "job-1.srt", "job-1.result.json", "job-2.wav", "job-2.result.json")}
    assert made == results | {"job-1.state.json", "job-2.state.json"}
    kept = [path.name for path in operator_folder.rglob("*") if path.is_file()]
    assert sorted(kept) == ["job-5.state.json", "job-6.result.json", "job-6.state.json", "job-6.wav"]
    assert not list((tmp_path / "f5tts").glob("voices-cache/*"))
    text = json.dumps(answers) + caplog.text + "".join(p.read_text() for p in folder.glob("output/*.json"))
    assert SECRET not in text
    assert OPERATOR_SECRET not in text
    assert ID not in text.replace(f"X-Amz-Credential={ID}", "")  # a presigned link names its key


async def test_a_wrong_key_is_told_in_the_callers_words(tmp_path, two_servers):
    """The sentence names the field of `s3Config`, not a setting that the caller has never seen."""
    caller = two_servers[1][0]
    wrong = dataclasses.replace(caller, secret_key="canary-wrong-secret-0009")
    async with running(tmp_path, F5TTS_ALLOW_PRIVATE_URLS="true") as worker:
        answer = await worker.answer(job(endpoint="list_voices") | {"s3Config": s3_config(wrong)})
    assert answer["error_code"] == "STORE_REFUSED"
    assert "s3Config.accessSecret" in answer["error"]
    assert "AWS_" not in answer["error"]
    assert "canary" not in json.dumps(answer)


async def test_the_same_job_with_another_bucket_is_another_job(tmp_path, two_servers):
    """A result in one bucket does not answer a job for another; the key may change."""
    (operator, _), (caller, _) = two_servers
    from f5tts_worker.jobs.delivery.deliveries import request_digest

    one, other = job(text="Hello"), dataclasses.replace(caller, from_job=True)
    assert request_digest(one, other) not in (None, request_digest(one), request_digest(one, operator))
    assert request_digest(one, other) == request_digest(one, dataclasses.replace(other, secret_key="new"))
