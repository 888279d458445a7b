"""Sends one job for a command, and shows how it goes."""

import argparse
import os
import re
import sys
from collections.abc import Mapping
from typing import Any

from f5tts_worker.client.connection import API_HOST, Connection
from f5tts_worker.client.output.display import Display, visible
from f5tts_worker.client.output.wording import notes

Given = argparse.Namespace
_PLACE = re.compile(r"[A-Za-z0-9_-]+|https?://[^/\s]\S*")


class UsageError(Exception):
    """A command line that makes no sense, in one sentence."""


def connect(given: Given) -> Connection:
    """Return the connection to the endpoint that was named. Raises UsageError."""
    if not given.endpoint:
        raise UsageError("no endpoint is given; use --endpoint ID or URL, or set F5TTS_ENDPOINT")
    place = given.endpoint.strip().rstrip("/").removeprefix(API_HOST)
    if not _PLACE.fullmatch(place):
        raise UsageError(
            f"the endpoint is {given.endpoint!r}; expected RunPod's endpoint id, "
            "or a URL such as http://localhost:8000"
        )
    if "://" in place:
        return Connection(place, None)  # RunPod's key is for RunPod only: no other server gets it
    key = os.environ.get("RUNPOD_API_KEY", "").strip() or None
    if key is None:
        raise UsageError("RUNPOD_API_KEY is not set; set it to your RunPod key")
    return Connection(place, key)


def ask(given: Given, data: Mapping[str, Any]) -> dict[str, Any]:
    """Send one job and return its answer. Raises UsageError, JobError and UnreachableError."""
    connection, display = connect(given), Display(given.command, quiet=given.quiet)
    try:
        return connection.ask({"input": dict(data)}, display, given.timeout)
    finally:
        display.end()


def warn(given: Given, answer: Mapping[str, Any]) -> None:
    """Print an answer's warnings on stderr."""
    for note in notes(answer, given.command):
        print(f"note: {visible(note)}", file=sys.stderr)
