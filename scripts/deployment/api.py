"""RunPod's REST API v2: one call at a time, one sentence for each fault, and nothing made twice.

Source: https://docs.runpod.io/api-reference-v2/overview and the schema that it names. Standard library only.
"""

import http.client
import json
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

ADDRESS = "https://api.runpod.io/v2"
TRIES = 4
PAUSE_S = 2.0  # before the second try, doubled for each further one
LONGEST_PAUSE_S = 90.0
TIMEOUT_S = 60.0
_THINGS = {"serverless": "endpoint", "templates": "template", "network-volumes": "volume", "catalog": "GPU"}
_VERBS = {"POST": "make", "PATCH": "change", "DELETE": "delete"}
_HINTS = (  # RunPod has no codes for these, only words
    (
        "quota|limit",
        "Choose fewer --max-workers, here or for another endpoint, or ask RunPod to raise the limit.",
    ),
    ("capacity|stock|unavailable|no .*available", "Choose other --gpu pools or another --data-center."),
    ("unique|already exists|taken", "Choose another --name."),
    ("balance|credit|fund|payment", "Add credit to the RunPod account."),
)


class DeployError(Exception):
    """A sentence for the person who deploys."""


class RefusedError(DeployError):
    """RunPod answered that it will not do it."""

    def __init__(self, sentence: str, status: int) -> None:
        super().__init__(sentence)
        self.status = status


class LostError(DeployError):
    """No usable answer came: what was asked for may have been done or not."""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow nothing: the key would go along to another host."""


@dataclass
class Api:
    """The API under `address`. Without a key, it is an empty account that can only be read."""

    address: str
    key: str | None = field(repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.address)
        if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
            raise DeployError("The API's address must begin with https://, because the key is sent there.")
        self._opener = urllib.request.build_opener(_NoRedirects)

    def all(self, path: str, of: str) -> list[dict[str, Any]]:
        """Return what the account has under a path; `of` is the answer's key."""
        if self.key is None:
            return []
        answer = self.call("GET", path)
        if not isinstance(answer, dict) or not isinstance(answer.get(of), list):
            raise DeployError(f"RunPod's answer has no list of {of}, as its published schema says it must.")
        return list(answer[of])

    def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Send one call and return its answer. A POST whose answer is lost is not sent again.

        `path` may be a whole address of RunPod's. Raises RefusedError, or LostError after the last try.
        """
        for attempt in range(TRIES):
            try:
                return self._send(method, path, body)
            except _BusyError as busy:
                pause = busy.pause_s
                fault: DeployError = busy
            except LostError as lost:
                if method == "POST":
                    raise
                pause, fault = PAUSE_S * 2**attempt, lost
            if attempt + 1 < TRIES:
                time.sleep(min(pause, LONGEST_PAUSE_S))
        raise fault

    def create(
        self, path: str, body: dict[str, Any], find: Callable[[], dict[str, Any] | None]
    ) -> dict[str, Any]:
        """Make a thing. If the answer is lost, `find` looks for the thing before it is asked for again."""
        for attempt in range(TRIES):
            try:
                return dict(self.call("POST", path, body))
            except LostError as lost:
                fault = lost
                time.sleep(PAUSE_S * 2**attempt)
                if (made := find()) is not None:
                    return made
        raise fault

    def _send(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        request = urllib.request.Request(  # noqa: S310 - https, or this machine: checked above
            path if "://" in path else self.address + path,
            None if body is None else json.dumps(body).encode(),
            {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"},
            method=method,
        )
        try:
            with self._opener.open(request, timeout=TIMEOUT_S) as answer:
                text = answer.read()
            return json.loads(text) if text.strip() else None
        except urllib.error.HTTPError as error:
            with error:
                raise _fault(error, method, path) from None
        except (OSError, http.client.HTTPException, ValueError) as error:
            reason = type(getattr(error, "reason", error)).__name__
            raise LostError(
                f"{urlsplit(request.full_url).hostname} gave no answer ({reason}). Run the same command"
                " again: it continues from what exists."
            ) from None


class _BusyError(DeployError):
    def __init__(self, pause_s: float) -> None:
        super().__init__("RunPod still says that too many calls were made (429): wait some minutes.")
        self.pause_s = pause_s


def _fault(error: urllib.error.HTTPError, method: str, path: str) -> DeployError:
    """Return the fault that an answer means."""
    status, said, doing = error.code, _said(error), _doing(method, path)
    if status == 401:
        return RefusedError(
            "RunPod does not accept the key (401): set RUNPOD_API_KEY to a valid one, from"
            " Settings, API Keys in its console.",
            status,
        )
    if status == 403:
        return RefusedError(
            f"The key has no permission to {doing} (403): give it read and write access in RunPod's console,"
            " under Settings, API Keys.",
            status,
        )
    if status == 429:
        after = error.headers.get("Retry-After", "")
        return _BusyError(float(after) if after.isdigit() else PAUSE_S)
    if status >= 500 or status == 408:
        return LostError(
            f"RunPod failed to {doing} ({status}). Run the same command again later: it"
            " continues from what exists."
        )
    hints = [hint for words, hint in _HINTS if re.search(words, said, re.IGNORECASE)]
    return RefusedError(" ".join([f"RunPod refused to {doing} ({status}): {said}", *hints[:1]]), status)


def _doing(method: str, path: str) -> str:
    """Return in words what a call was for."""
    if "://" in path:
        return "run a job on the endpoint"
    thing = _THINGS[path.strip("/").partition("/")[0]]
    return f"list the {thing}s" if method == "GET" else f"{_VERBS[method]} the {thing}"


def _said(error: urllib.error.HTTPError) -> str:
    """Return what an answer says is wrong, as one sentence."""
    try:
        problem = json.loads(error.read())
        parts = [problem.get("detail") or problem.get("title") or "", *problem.get("errors", [])]
    except (OSError, http.client.HTTPException, ValueError, AttributeError, TypeError):
        parts = []
    said = "; ".join(" ".join(str(part).split()).rstrip(".") for part in parts if part)
    return f"{said[:500] or 'it gives no reason'}."
