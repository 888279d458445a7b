"""What must hold for any request: it is taken, or refused with one code, and never more than that."""

import json

from tests.unit.http.asking import Spoken
from tests.unit.http.test_sound import wav_of

from f5tts_worker import config
from f5tts_worker.errors import CODES, WorkerError
from f5tts_worker.http.streams import last, sound_asked
from f5tts_worker.jobs.delivery import response
from f5tts_worker.request import parse as request

SETTINGS = (config.from_environment({}), config.from_environment({"F5TTS_REQUIRE_CONSENT": "true"}))
REFUSALS = {"INVALID_REQUEST", "UNKNOWN_MODEL", "UNSUPPORTED_LANGUAGE"}


def check_request(job_input):
    """Parse a job's input and return what came of it: a kind of request, or the code of an error.

    Raises AssertionError for an error that cannot be sent, or is none of those that a request can be.
    """
    outcome = ""
    for settings in SETTINGS:
        refused = None
        try:
            parsed = request.parse(job_input, settings)
        except WorkerError as error:
            refused = error
        if refused is None:
            outcome = type(parsed).__name__
            continue
        assert refused.code in REFUSALS, refused.code
        answer = json.loads(json.dumps(response.failure(refused, "job")))
        assert answer["error"].startswith(f"{refused.code}: ")
        assert len(json.dumps(answer)) < 100_000
        outcome = outcome or refused.code
    return outcome


class Parsing(Spoken):
    """A stand-in for a worker that reads each request as a worker does, and speaks what it would take."""

    def __init__(self):
        super().__init__(wav_of(bytes(48_000)), duration=1.0, word_timings=[], text="")

    async def run(self, job_id, job_input):
        return _refusal(job_id, job_input) or await super().run(job_id, job_input)

    async def stream(self, job_id, job_input):
        if refusal := _refusal(job_id, sound_asked(job_input)[1]):
            yield last(refusal)
            return
        async for told in super().stream(job_id, job_input):
            yield told


def _refusal(job_id, job_input):
    try:
        request.parse(job_input, SETTINGS[0])
    except WorkerError as error:
        return response.failure(error, job_id)
    return None


def body_of(body):
    """Return a body as bytes; JSON as Python writes it, with what strict readers refuse."""
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def check_answer(status, content):
    """Check an HTTP answer: no failure of ours, and a refusal says why, in the form of its dialect."""
    assert status < 500, (status, content[:300])
    if status >= 400:
        said = json.loads(content)
        assert said.get("error") or said.get("detail"), said
        own = said.get("error_code")
        assert own is None or own in CODES or status in (404, 405, 413, 422, 429), said
