"""A small, fixed part of the fuzzing; `scripts/fuzz.py` does more, and other parts each time."""

import json
from collections import Counter
from pathlib import Path

from tests.unit.fuzz.checks import Parsing, body_of, check_answer, check_request
from tests.unit.fuzz.generated import Generator
from tests.unit.http.asking import client_of

from f5tts_worker.http.application import make_app
from f5tts_worker.http.serving import Serving

CORPUS = Path(__file__).with_name("corpus.json")  # what once went wrong, by `scripts/fuzz.py`


def test_requests():
    """Whatever a job asks for, it is taken or refused with a code; both happen often."""
    generator = Generator(1)
    found = Counter(check_request(generator.request()) for _ in range(400))
    assert found["INVALID_REQUEST"] > 100
    assert len(found) > 6, found


def test_what_once_went_wrong():
    """Each request of the corpus is taken or refused, as any other."""
    for job_input in json.loads(CORPUS.read_text()):
        check_request(job_input)


async def test_bodies():
    """Whatever is posted to a route, the server does not fail, and says what is wrong."""
    generator = Generator(2)
    app = make_app(Parsing(), Serving())
    async with client_of(app) as client:
        for _ in range(120):
            path, body = generator.post()
            headers = {"Content-Type": "application/json"}
            answer = await client.post(path, content=body_of(body), headers=headers)
            check_answer(answer.status_code, answer.content)
