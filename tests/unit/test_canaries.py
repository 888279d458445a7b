"""Twelve secrets through every path that fails: none is in an answer, a log line, or a file that is kept."""

import asyncio
import base64
import contextlib
import io
import json
import logging

import pytest
from tests.unit.servers import Relay, body, http_server, redirect, s3_server
from tests.unit.tiny_worker import ReadyAtOnce, job, running

from f5tts_worker import config, log
from f5tts_worker.errors import WorkerError
from f5tts_worker.storage.s3 import client as s3_client

CANARIES = {
    "operator's key id": "canaryoperatorid01",
    "operator's secret": "canary/operator+secret/02",
    "job's key id": "canaryjobid03",
    "job's secret": "canary/job+secret/04",
    "password in an address": "canary-password-05",
    "signature in an address": "canarysignature06",
    "unknown query value": "canaryquery07",
    "address in a redirect": "canaryredirect08",
    "content of a payload": "canary payload 09",
    "message of a server": "canary-server-message-10",
    "signature in an exception": "canaryexception11",
    "password in an endpoint": "canary-endpoint-12",
}
C = CANARIES


def own_bucket(endpoint, **changes):
    """Return an s3Config with the job's canaries."""
    key = {"accessId": C["job's key id"], "accessSecret": C["job's secret"]}
    return {"s3Config": key | {"bucketName": "voices-bucket", "endpointUrl": endpoint} | changes}


def failing_jobs(web, s3):
    """Return jobs that all fail, each carrying secrets in its own way."""
    signed = f"?X-Amz-Signature={C['signature in an address']}&who={C['unknown query value']}"
    inline = base64.b64encode(C["content of a payload"].encode()).decode()
    fetched = [
        f"{web}/missing.wav{signed}",
        f"{web}/redirect{signed}",
        f"{web}/cut{signed}",
        f"http://anna:{C['password in an address']}@127.0.0.1/a.wav{signed}",
        f"ftp://anna:{C['password in an address']}@127.0.0.1/a.wav{signed}",
        f"http://127.0.0.1:1025/a.wav{signed}",
        f"s3://another-bucket/voices/a.wav{signed}",
        f"https://no-such-host.invalid/a.wav{signed}",
    ]
    jobs = [job(n, text="Hi", voice_reference_url=url, ref_text="x") for n, url in enumerate(fetched)]
    jobs += [job(20, endpoint="align", audio_url=fetched[0]), job(21, endpoint="list_voices")]
    jobs += [job(22, text="Hi", local_voice="nobody"), job(23, endpoint="result", job_id="none")]
    jobs += [job(24, text="Hi", voice_reference_base64=f"{C['content of a payload']}!")]
    jobs += [job(25, endpoint="upload", voice_name="x", voice_file_base64=inline, ref_text="x")]
    jobs += [
        job(26, text="please die"),
        job(27, text="refuse"),
        job(28, text="Hi", seed=C["unknown query value"] * 0),
    ]
    jobs += [job(30, text="Hi") | own_bucket(s3), job(31, endpoint="list_voices") | own_bucket(s3)]
    jobs += [job(32, text="Hi") | own_bucket(f"http://a:{C['password in an endpoint']}@127.0.0.1")]
    jobs += [job(33, text="Hi") | own_bucket(C["job's secret"]), job(34, text="Hi") | own_bucket(web)]
    swapped = {"accessId": "x", "accessSecret": [C["job's secret"]], "bucketName": C["job's secret"] + " "}
    jobs += [job(35, text="Hi") | own_bucket(s3, **swapped)]
    jobs += [job(36, text="Hi") | own_bucket("http://127.0.0.1:1025")]
    return jobs


def pages():
    """Return what the misbehaving web server answers."""
    error = f"<Error><Code>AccessDenied</Code><Message>{C['message of a server']}</Message></Error>"
    refused = body(error.encode(), status=f"403 {C['message of a server']}")
    there = (
        f"http://10.0.0.1/?X-Amz-Signature={C['address in a redirect']}&token={C['address in a redirect']}"
    )

    class Pages(dict):
        def __missing__(self, path):
            return refused

    return Pages({"/missing.wav": refused, "/redirect": redirect(there), "/cut": body(b"RIFF", length=100)})


class NeverReady(ReadyAtOnce):
    """Fails as a library may: with a message that quotes what it was given."""

    async def load_params(self, model, language, this):
        secret, signature = C["operator's secret"], C["signature in an exception"]
        raise RuntimeError(f"https://x.example/?X-Amz-Signature={signature} with {secret}")


async def tour(folder, lines):
    """Run every failing job on workers with different troubles; return the answers."""
    answers = []
    with (
        http_server(pages()) as web,
        s3_server("another", "another-secret") as (at, _),
        Relay(int(at.endpoint.rpartition(":")[2])) as relay,
    ):
        endpoint = f"http://127.0.0.1:{relay.port}"
        bucket = {"S3_BUCKET": "voices-bucket", "AWS_ACCESS_KEY_ID": C["operator's key id"]}
        bucket |= {"AWS_SECRET_ACCESS_KEY": C["operator's secret"], "F5TTS_ALLOW_PRIVATE_URLS": "true"}
        password = f"http://a:{C['password in an endpoint']}@127.0.0.1:1025"
        with pytest.raises(WorkerError) as refused:
            config.from_environment(bucket | {"AWS_ENDPOINT_URL": password})
        answers.append({"error": str(refused.value), "details": refused.value.details})
        for number, place in enumerate((None, endpoint, web.url(""))):
            settings = {"F5TTS_ALLOW_PRIVATE_URLS": "true"}
            settings |= {} if place is None else bucket | {"AWS_ENDPOINT_URL": place}
            async with running(folder / str(number), **settings) as worker:
                log.hide(C["operator's key id"], C["operator's secret"])
                answers += [await worker.answer(one) for one in failing_jobs(web.url(""), endpoint)]
                answers.append(await worker.answer(job(99, endpoint="health")))
                worker.readiness.__class__ = NeverReady
                answers.append(await worker.answer(job(98, text="Hi")))
    return answers


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Return everything that was answered, logged, printed or kept while all of it failed."""
    folder, lines, printed = tmp_path_factory.mktemp("tour"), io.StringIO(), io.StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(log.JsonLines())
    ours = logging.getLogger("f5tts_worker")
    level = ours.level
    ours.addHandler(handler)
    ours.setLevel(logging.DEBUG)
    with pytest.MonkeyPatch.context() as patch, contextlib.redirect_stderr(printed):
        patch.setattr(s3_client, "ATTEMPTS", 1)
        answers = asyncio.run(tour(folder, lines))
    ours.removeHandler(handler)
    ours.setLevel(level)
    codes = {answer.get("error_code") for answer in answers}
    kept = [path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file()]
    names = [str(path) for path in folder.rglob("*")]
    return codes, "\n".join([json.dumps(answers), lines.getvalue(), printed.getvalue(), *kept, *names])


def test_the_tour_fails_in_every_way(said):
    """The jobs fail in as many ways as there are: otherwise nothing would be proved."""
    expected = {"INVALID_REQUEST", "URL_REFUSED", "DOWNLOAD_FAILED", "STORE_REFUSED", "STORE_UNAVAILABLE"}
    expected |= {"ENGINE_DIED", "OUT_OF_MEMORY", "UNKNOWN_VOICE", "NOT_FOUND", "AUDIO_UNREADABLE", "INTERNAL"}
    assert expected <= said[0]
    assert "an unexpected failure" in said[1]


@pytest.mark.faults("canaries")
@pytest.mark.parametrize("name", CANARIES)
def test_no_secret_is_said(said, name):
    """Neither an answer nor a log line nor a file holds it."""
    found = said[1].find(CANARIES[name])
    assert found < 0, said[1][max(0, found - 300) : found + 40].replace(CANARIES[name], "CANARY")


def test_settings_do_not_repeat_their_values():
    """A secret in the wrong setting is not printed by the worker that refuses to start."""
    secret = "canary/operator+secret/02"
    wrong = {"AWS_ENDPOINT_URL": secret, "S3_BUCKET": "b", "AWS_ACCESS_KEY_ID": "x"}
    with pytest.raises(WorkerError) as caught:
        config.from_environment(wrong)
    assert "AWS_ENDPOINT_URL" in caught.value.message
    assert secret not in f"{caught.value} {caught.value.details}"
