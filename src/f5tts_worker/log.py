"""JSON log lines on stderr, with the job's id, and with whatever looks like a secret taken out."""

import contextvars
import json
import logging
import os
import re
import sys
import time

job_id: contextvars.ContextVar[str | None] = contextvars.ContextVar("job_id", default=None)
_of_job: contextvars.ContextVar[tuple[str, ...]] = contextvars.ContextVar("secrets of the job", default=())

# Signatures and credentials in presigned URLs, user info in URLs, tokens in headers, and access keys of AWS.
_SECRETS = re.compile(
    r"(?P<query>(?:X-Amz-(?:Signature|Credential|Security-Token)|Signature|AWSAccessKeyId|token|key|secret)=)[^&\s\"']+"
    r"|(?P<user>://)[^/\s\"'@]+@"
    r"|(?P<bearer>\bBearer\s+)[^\s\"']+"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{12,}",
    re.IGNORECASE,
)
_known: set[str] = set()


def hide(*secrets: str | None) -> None:
    """Remember secrets that must never appear in a log line or an answer."""
    _known.update(secret for secret in secrets if secret and len(secret) >= 4)


def hide_in_job(*secrets: str | None) -> None:
    """Remember secrets that came with the job that this task works on; they are forgotten with it.

    Short ones are not hidden: a caller could declare any word of ours a secret.
    """
    _of_job.set(tuple(secret for secret in secrets if secret and len(secret) >= 8))


def redact(text: str) -> str:
    """Return the text with known secrets and whatever looks like one replaced by ***."""
    for secret in (*_known, *_of_job.get()):
        text = text.replace(secret, "***")
    return _SECRETS.sub(
        lambda found: (found["query"] or found["user"] or found["bearer"] or "") + "***", text
    )


class JsonLines(logging.Formatter):
    """One JSON object a line; job, progress, usage and traceback where there are any."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as one line."""
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
            + f".{int(record.msecs):03d}Z",
            "level": record.levelname,
            "logger": record.name,
            "message": redact(record.getMessage()),
        }
        if job := job_id.get():
            line["job"] = job
        if progress := getattr(record, "progress", None):
            line["progress"] = progress
        if usage := getattr(record, "usage", None):
            line["usage"] = usage
        if record.exc_info:
            line["traceback"] = redact(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False)


def configure(level: str) -> None:
    """Send our package's log lines to stderr at the given level."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    ours = logging.getLogger("f5tts_worker")
    ours.handlers[:] = [handler]
    ours.setLevel(level)
    ours.propagate = False
    # A process that is forked while a line is written would wait forever to write its own. In the child,
    # logging makes new locks itself.
    if hasattr(os, "register_at_fork"):  # Windows has none
        os.register_at_fork(before=handler.acquire, after_in_parent=handler.release)
