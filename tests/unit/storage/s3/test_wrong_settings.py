"""Settings of a bucket as people get them wrong: each is put right or named, none half works."""

import dataclasses
import sys

import pytest
from scripts import doctor
from tests.unit.servers import body, certificate, http_server, redirect, s3_server
from tests.unit.storage.s3.test_bucket_faults import AnyPath, s3_error
from tests.unit.tiny_worker import job, running

from f5tts_worker.config import from_environment
from f5tts_worker.errors import WorkerError
from f5tts_worker.health import page as health
from f5tts_worker.storage.s3 import client as s3_client

KEY, SECRET = "canarywrong0001", "canary-wrong-secret-0002"
RIGHT = {
    "S3_BUCKET": "speech",
    "AWS_ENDPOINT_URL": "https://s3.eu-central-1.amazonaws.com",
    "AWS_ACCESS_KEY_ID": KEY,
    "AWS_SECRET_ACCESS_KEY": SECRET,
}
R2 = "https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com"


@pytest.mark.parametrize(
    "wrong",
    [
        {"S3_BUCKET": "speech/"},
        {"S3_BUCKET": "s3://speech"},
        {"S3_BUCKET": "s3://speech/"},
        {"S3_BUCKET": "arn:aws:s3:::speech"},
        {"S3_BUCKET": "arn:aws-cn:s3:::speech/*"},
        {"S3_BUCKET": "S3://speech"},
        {"S3_BUCKET": "gs://speech/"},
        {"S3_BUCKET": "\ufeffspeech\u200b"},
        {"S3_BUCKET": "'speech'"},
        {"S3_BUCKET": '" speech "'},
        {"S3_BUCKET": ""},  # the endpoint names it
        {"AWS_ENDPOINT_URL": "https://speech.s3.eu-central-1.amazonaws.com/"},
        {"AWS_ENDPOINT_URL": "https://s3.eu-central-1.amazonaws.com/speech/"},
        {"AWS_ENDPOINT_URL": "s3.eu-central-1.amazonaws.com"},
        {"AWS_ENDPOINT_URL": "speech.s3.eu-central-1.amazonaws.com/"},
        {"AWS_ENDPOINT_URL": '"https://s3.eu-central-1.amazonaws.com"'},
        {"AWS_ENDPOINT_URL": " https://s3.eu-central-1.amazonaws.com//\n"},
        {"AWS_REGION": "'eu-central-1'"},
        {"AWS_REGION": ""},
        {"AWS_REGION": "EU-Central-1"},
        {"AWS_ACCESS_KEY_ID": f'"{KEY}"', "AWS_SECRET_ACCESS_KEY": f" '{SECRET}'\n"},
        {"S3_PREFIX": "/"},
    ],
)
def test_what_can_be_meant_in_one_way_only_works(wrong):
    """What was copied along with a value is taken off."""
    if wrong == {"S3_BUCKET": ""}:
        wrong |= {"AWS_ENDPOINT_URL": "https://speech.s3.eu-central-1.amazonaws.com"}
    bucket = from_environment(RIGHT | wrong).bucket
    right = from_environment(RIGHT).bucket
    plain = dataclasses.replace(bucket, endpoint=bucket.endpoint.rstrip("/"))
    assert plain == right
    assert (bucket.access_key, bucket.secret_key) == (KEY, SECRET)


REFUSED = [
    ({"S3_BUCKET": "speech/team"}, "S3_BUCKET", "S3_PREFIX"),
    ({"S3_BUCKET": "s3://speech/team"}, "S3_BUCKET", "S3_PREFIX"),
    ({"S3_BUCKET": "https://speech.s3.amazonaws.com"}, "S3_BUCKET", "a bucket's name alone"),
    ({"S3_BUCKET": "My Speech"}, "S3_BUCKET", "a bucket's name alone"),
    ({"S3_BUCKET": "\u201cspeech\u201d"}, "S3_BUCKET", "a bucket's name alone"),
    ({"S3_BUCKET": ""}, "S3_BUCKET", "is missing"),
    ({"S3_PREFIX": "s3://speech/team"}, "S3_PREFIX", "a folder in the bucket"),
    ({"S3_PREFIX": "../team"}, "S3_PREFIX", "a folder in the bucket"),
    ({"S3_READ_PREFIXES": "s3://speech/in"}, "S3_READ_PREFIXES", "not addresses"),
    *(
        ({"S3_READ_PREFIXES": given}, "S3_READ_PREFIXES", "as they are in the bucket")
        for given in ("re*fs", "*/*", "refs/**", "refs/*.wav", "../x", "./refs", "a//b", "a\\b", "x" * 1025)
    ),
    *(
        ({"S3_PREFIX": given}, "S3_PREFIX", "of 500 bytes at most")
        for given in (".", "team/./speech", "team//speech", "x" * 501)
    ),
    ({"AWS_ENDPOINT_URL": "minio:9000"}, "AWS_ENDPOINT_URL", "such as https://"),
    ({"AWS_ENDPOINT_URL": "http://my_minio:9000"}, "AWS_ENDPOINT_URL", "an underscore"),
    ({"AWS_ENDPOINT_URL_S3": "http://my_minio:9000"}, "AWS_ENDPOINT_URL_S3", "an underscore"),
    (
        {"AWS_ENDPOINT_URL": "", "S3_ENDPOINT_URL": "https://x.r2.dev"},
        "S3_ENDPOINT_URL is an",
        "public files",
    ),
    *(
        ({"AWS_ENDPOINT_URL": f"https://{host}"}, "AWS_ENDPOINT_URL", "an address of public files")
        for host in (
            "pub-0123456789abcdef.r2.dev",
            "speech.nyc3.cdn.digitaloceanspaces.com",
            "f004.backblazeb2.com/file/speech",
            "speech.s3-website.eu-central-1.amazonaws.com",
            "d111111abcdef8.cloudfront.net",
        )
    ),
    ({"AWS_ENDPOINT_URL": "http://s3.eu-central-1.amazonaws.com"}, "AWS_ENDPOINT_URL", "https://"),
    ({"AWS_ENDPOINT_URL": "https://abc.supabase.co"}, "AWS_ENDPOINT_URL", "end with /storage/v1/s3"),
    ({"AWS_ENDPOINT_URL": "https://a.blob.core.windows.net"}, "AWS_ENDPOINT_URL", "does not speak S3"),
    ({"AWS_ENDPOINT_URL": f"{R2}/other"}, "AWS_ENDPOINT_URL", "neither part of it nor S3_BUCKET"),
    ({"AWS_ENDPOINT_URL": f"{R2}/speech/team"}, "AWS_ENDPOINT_URL", "neither part of it nor S3_BUCKET"),
    ({"AWS_ENDPOINT_URL": "https://other.nyc3.digitaloceanspaces.com"}, "AWS_ENDPOINT_URL", "'other'"),
    ({"AWS_ENDPOINT_URL": "https://s3.example.com/?region=eu"}, "AWS_ENDPOINT_URL", "before the ?"),
    *(
        ({"AWS_ENDPOINT_URL": f"https://{page}"}, "AWS_ENDPOINT_URL", "a web console")
        for page in (
            "console.aws.amazon.com/s3/buckets/speech",
            "eu-central-1.console.aws.amazon.com/s3/buckets/speech?region=eu-central-1",
            "dash.cloudflare.com/0123456789abcdef/r2/default/buckets/speech",
            "cloud.digitalocean.com/spaces/speech",
            "secure.backblaze.com/b2_buckets.htm",
            "console.cloud.google.com/storage/browser/speech",
            "console.runpod.io/user/storage",
        )
    ),
    ({"AWS_REGION": "eu-central-1a"}, "AWS_REGION", "such as eu-central-1"),
    ({"AWS_REGION": "EU (Frankfurt)"}, "AWS_REGION", "such as eu-central-1"),
    ({"AWS_REGION": "Frankfurt"}, "AWS_REGION", "such as eu-central-1"),
    ({"AWS_REGION": "my region", "AWS_ENDPOINT_URL": "https://minio.example"}, "AWS_REGION", "hyphens"),
    ({"AWS_ACCESS_KEY_ID": "canary key"}, "AWS_ACCESS_KEY_ID", "a blank"),
    ({"AWS_SECRET_ACCESS_KEY": "canary\u2026"}, "AWS_SECRET_ACCESS_KEY", "no key has"),
    ({"AWS_SECRET_ACCESS_KEY": ""}, "AWS_SECRET_ACCESS_KEY", "is missing"),
    ({"AWS_SECRET_ACCESS_KEY": "AKIA0123456789ABCDEF"}, "AWS_ACCESS_KEY_ID", "the id of a key"),
]


@pytest.mark.parametrize(("wrong", "name", "words"), REFUSED)
def test_what_cannot_work_is_named_at_the_start(wrong, name, words):
    """The setting is named, and what would be right; no value of a key is in the sentence."""
    with pytest.raises(WorkerError) as caught:
        from_environment(RIGHT | wrong)
    assert caught.value.code == "INVALID_SETTINGS"
    (fault,) = caught.value.details["faults"]
    assert name in fault
    assert words in fault
    assert "canary" not in fault


async def test_a_key_without_a_bucket(tmp_path):
    """A bucket whose name was left empty is not missed in silence: the page says where results go."""
    keys = {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}
    async with running(tmp_path, S3_BUCKET="", **keys) as worker:
        page = await worker.answer(job(1, endpoint="health"))
    assert any("S3_BUCKET is not: voices and results are kept" in said for said in page["warnings"])


@pytest.fixture
def impatient(monkeypatch):
    """Try each request once, and wait for what there is to see."""
    monkeypatch.setattr(s3_client, "ATTEMPTS", 1)
    monkeypatch.setattr(health, "PATIENCE_S", 20.0)


async def named_by_all(tmp_path, monkeypatch, capsys, *words, **variables):
    """Check that `health`, `doctor` and the first job each say these words."""
    monkeypatch.setattr(sys, "argv", ["doctor", "--page"])
    environ = {"S3_BUCKET": "speech", "AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET} | variables
    async with running(tmp_path, **environ) as worker:
        page = await worker.answer(job(1, endpoint="health"))
        first = await worker.answer(job(2, text="Hello"))
        assert doctor.tell(page, 0.0, as_json=False) == 1
    # A server that answers everything alike is noticed when the result is stored: it is in the answer then.
    told = first.get("error") or " ".join(first["warnings"])
    said = (page["bucket"]["error"], told, capsys.readouterr().out)
    for sentence in said:
        assert all(word in sentence for word in words), sentence
        assert SECRET not in sentence


MALFORMED = b"<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>"
MOVED = b"<Error><Code>PermanentRedirect</Code></Error>"
PLAIN = b"Client sent an HTTP request to an HTTPS server."
SEEN = {
    "another-region": (body(MALFORMED, status="400 No"), ("AWS_REGION", "which is eu-west-1")),
    "bucket-elsewhere": (
        body(MOVED, "x-amz-bucket-region: eu-west-1", status="301 No"),
        ("AWS_REGION", "which is eu-west-1"),
    ),
    "web-console": (body(b"<!doctype html><html>canary"), ("AWS_ENDPOINT_URL", "a web console")),
    "http-for-https": (body(PLAIN, status="400 Bad Request"), ("AWS_ENDPOINT_URL", "https://")),
    "sent-to-https": (redirect("https://s3.example.com/", "301 No"), ("AWS_ENDPOINT_URL", "https://")),
    "only-in-front": (s3_error("SecondLevelDomainForbidden", 403), ("AWS_ENDPOINT_URL", "in front of")),
    "a-key-is-no-bucket": (s3_error("NoSuchKey", 404), ("AWS_ENDPOINT_URL", "does not answer as S3")),
    "temporary": (s3_error("InvalidAccessKeyId", 403), ("AWS_ACCESS_KEY_ID", "AWS_SESSION_TOKEN")),
}


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(("answer", "words"), SEEN.values(), ids=SEEN)
async def test_what_only_the_server_knows(tmp_path, monkeypatch, capsys, answer, words):
    """What a server answers to a wrong setting becomes the same sentence wherever people look."""
    with http_server(AnyPath(answer)) as server:
        await named_by_all(tmp_path, monkeypatch, capsys, *words, AWS_ENDPOINT_URL=server.url(""))


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"AWS_SECRET_ACCESS_KEY": "wrong"}, ("AWS_SECRET_ACCESS_KEY",)),
        ({"AWS_ACCESS_KEY_ID": "wrong"}, ("AWS_ACCESS_KEY_ID",)),
        ({"S3_BUCKET": "another"}, ("S3_BUCKET", "'another'")),
        ({"AWS_ENDPOINT_URL": "https"}, ("AWS_ENDPOINT_URL", "http://")),
        ({"AWS_ENDPOINT_URL": "/voices-bucket"}, ("AWS_ENDPOINT_URL",)),
    ],
)
async def test_what_a_real_server_refuses(tmp_path, monkeypatch, capsys, wrong, words):
    """The same with a real S3 server, which speaks plain HTTP."""
    with s3_server(KEY, SECRET) as (at, _folder):
        environ = {"S3_BUCKET": at.name, "AWS_ENDPOINT_URL": at.endpoint} | wrong
        if wrong.get("AWS_ENDPOINT_URL") == "https":
            environ["AWS_ENDPOINT_URL"] = at.endpoint.replace("http://", "https://")
        elif "AWS_ENDPOINT_URL" in wrong:
            environ |= {"S3_BUCKET": "another", "AWS_ENDPOINT_URL": at.endpoint + wrong["AWS_ENDPOINT_URL"]}
        await named_by_all(tmp_path, monkeypatch, capsys, *words, **environ)


@pytest.mark.usefixtures("impatient")
async def test_a_certificate_of_ones_own(tmp_path, monkeypatch, capsys):
    """A certificate that is not trusted is named as such."""
    context, _trusted = certificate(tmp_path, "localhost")
    with http_server(AnyPath(body(b"x")), context) as server:
        where = f"https://localhost:{server.port}"
        await named_by_all(
            tmp_path / "volume",
            monkeypatch,
            capsys,
            "certificate",
            "AWS_ENDPOINT_URL",
            AWS_ENDPOINT_URL=where,
        )


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        ({}, "in front of the host"),
        ({"S3_BUCKET": "my.speech"}, "behind the host"),
        ({"AWS_ENDPOINT_URL": ""}, "in front of the host"),
        ({"AWS_ENDPOINT_URL": R2}, "behind the host"),
        ({"AWS_ENDPOINT_URL": "https://minio.example.com:9000"}, "behind the host"),
        ({"AWS_ENDPOINT_URL": "https://oss-cn-hangzhou.aliyuncs.com"}, "in front of the host"),
        ({"AWS_ENDPOINT_URL": "https://cos.ap-guangzhou.myqcloud.com"}, "in front of the host"),
    ],
)
def test_health_says_where_links_have_the_bucket(variables, address):
    """What is on the page is what links look like."""
    bucket = from_environment(RIGHT | variables).bucket
    assert health._named(bucket)["address"] == address
    client = s3_client.new_client(bucket)
    link = client.generate_presigned_url("get_object", Params={"Bucket": bucket.name, "Key": "x"})
    client.close()
    assert link.startswith(f"https://{bucket.name}.") is (address == "in front of the host")
