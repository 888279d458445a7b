import json
import logging

import pytest

from f5tts_worker import log


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("GET https://b.example.com/k?X-Amz-Credential=AKIAX%2F20&X-Amz-Signature=0badc0de&x=1", "0badc0de"),
        ("https://user:hunter2@example.com/voice.wav", "hunter2"),
        ("key AKIAIOSFODNN7EXAMPLE was refused", "AKIAIOSFODNN7EXAMPLE"),
        ("https://x.example.com/?token=tok_canary", "tok_canary"),
    ],
)
def test_what_looks_like_a_secret_is_taken_out(text, secret):
    """Signatures, user info and access keys never reach a log line."""
    assert secret not in log.redact(text)
    assert "***" in log.redact(text)


def test_known_secrets_are_taken_out():
    """A secret that was registered is hidden wherever it turns up."""
    log.hide("a-very-secret-canary", None, "")
    assert log.redact("say a-very-secret-canary twice") == "say *** twice"


def test_a_line_is_json_with_the_jobs_id():
    """One object a line, with level, message, job and traceback."""
    token = log.job_id.set("job-1")
    try:
        raise ValueError("https://u:p@h/")
    except ValueError:
        record = logging.getLogger("f5tts_worker.x").makeRecord(
            "f5tts_worker.x", logging.ERROR, "f", 1, "it %s\nbroke", ("really",), __import__("sys").exc_info()
        )
        line = log.JsonLines().format(record)
    finally:
        log.job_id.reset(token)
    data = json.loads(line)
    assert "\n" not in line
    assert (data["level"], data["message"], data["job"]) == ("ERROR", "it really\nbroke", "job-1")
    assert "u:p" not in data["traceback"]
