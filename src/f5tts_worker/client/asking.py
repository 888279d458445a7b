"""Sends one job for a command, and shows how it goes."""

import argparse
import os
import re
import sys
from collections.abc import Mapping
from typing import Any

from f5tts_worker.client.connection import Connection
from f5tts_worker.client.input import places
from f5tts_worker.client.output.display import Display, visible
from f5tts_worker.client.output.wording import notes

Given = argparse.Namespace


class UsageError(Exception):
    """A command line that makes no sense, in one sentence."""


def connect(given: Given) -> Connection:
    """Return the connection to the endpoint that was named. Raises UsageError."""
    if not given.endpoint:
        raise UsageError("no endpoint is given; use --endpoint ID or URL, or set F5TTS_ENDPOINT")
    place = places.endpoint(given.endpoint)
    if place is None:
        raise UsageError(
            f"the endpoint is {given.endpoint!r}; expected RunPod's endpoint id, "
            "or a URL such as http://localhost:8000"
        )
    if "://" in place and not places.is_runpods(place):
        return Connection(place, _key("F5TTS_API_KEY"), "F5TTS_API_KEY")
    key = _key("RUNPOD_API_KEY")  # for RunPod only: no other server gets it
    if key is None:
        raise UsageError("RUNPOD_API_KEY is not set; set it to your RunPod key")
    return Connection(place, key)


def _key(variable: str) -> str | None:
    """Return the key in a variable without what is copied with it. Raises UsageError."""
    key = os.environ.get(variable, "").strip(" \t\r\n\"'\u200b\ufeff").removeprefix("Bearer ").strip()
    if not re.fullmatch("[!-~]*", key):
        raise UsageError(f"{variable} holds a blank or another character that no key has")
    return key or None


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
