"""Sends jobs through the RunPod SDK's own client: to an endpoint's queue, or to a server with its routes."""

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future, wait
from contextlib import suppress
from typing import Any, TypeVar

from f5tts_worker.client.input.places import is_this_machine
from f5tts_worker.client.served_files import with_files
from f5tts_worker.running_time import running_time
from f5tts_worker.runpod_sdk import import_sdk

FINAL = ("COMPLETED", "FAILED", "CANCELLED", "TIMED_OUT")
POLL_SECONDS = 1.0
SUBMIT_SECONDS = 120  # ten megabytes may go up a slow line
# Codes of our own: a job that is not done yet, an endpoint that does not exist, a key that RunPod rejects, a
# job that no worker takes, an endpoint that is another product, and a request that is refused.
UNDER_WAY, NO_ENDPOINT, NO_KEY = "UNDER_WAY", "NO_ENDPOINT", "UNAUTHORIZED"
NO_WORKER, OTHER_PRODUCT, REFUSED = "NO_WORKER", "OTHER_PRODUCT", "REFUSED"
_ADDRESSES = (
    "Expected is the address of `f5tts serve`, or of a worker's local API (`handler.py --rp_serve_api`)"
)
_NEVER = (400, 403, 413, 415, 422)  # statuses that another try does not change
_NO_KEY = "none"  # the SDK takes no client without one
_WAITING = ("IN_QUEUE", "QUEUED", "IN_PROGRESS", "PROCESSING", "RUNNING")  # RunPod's words and the worker's

T = TypeVar("T")
OnProgress = Callable[[Mapping[str, Any]], None]


class JobError(Exception):
    """A job without an answer. `code` is the worker's own, RunPod's word for the job's end, or UNDER_WAY."""

    def __init__(self, message: str, code: str, *, retryable: bool) -> None:
        super().__init__(message)
        self.code = code
        self.retryable = retryable


class LeftUnderWay(KeyboardInterrupt):
    """Ctrl-C while a job is under way. The job continues, and its files can be fetched later by its id."""

    def __init__(self, job_id: str) -> None:
        super().__init__()
        self.job_id = job_id


class UnreachableError(Exception):
    """The endpoint does not answer, or not as RunPod would; trying again may help."""


class UnknownJobError(Exception):
    """The queue knows no such job: it forgets results after half an hour."""


class Connection:
    """One endpoint: an id of RunPod's queue, or the URL of `f5tts serve` or of a worker's local API.

    Those servers stop a job whose client has left: jobs are sent to them with /runsync. The local API
    (`handler.py --rp_serve_api`) reports no progress; `f5tts serve` may answer with a job's id before it is
    done, and its answers link to files of its own.
    """

    def __init__(self, endpoint: str, key: str | None, key_name: str = "RUNPOD_API_KEY") -> None:
        """`key_name` is the variable that holds the key, for a sentence about it."""
        from requests.utils import get_auth_from_url

        runpod = import_sdk()  # late: time that --help and a wrong option need not wait for
        logging.getLogger("urllib3").setLevel(logging.ERROR)  # it reports each try of an address that is down

        scheme, is_url, rest = endpoint.partition("://")
        self.queued = not is_url
        self._server = endpoint
        self._key_name = key_name
        running_time.look()  # a client that was suspended, with its machine or by Ctrl-Z, goes on waiting
        # The SDK puts `BASE/ID/run` together: a URL is cut so that this comes out.
        self._endpoint = runpod.Endpoint(rest if is_url else endpoint, api_key=key or _NO_KEY)
        client = self._endpoint.rp_client
        own = get_auth_from_url(endpoint)  # what an address itself names, `anna:secret@host`, is sent
        # Without either, a ~/.netrc would take the key's place.
        client.rp_session.auth = own if any(own) else lambda request: request
        if is_url:
            client.endpoint_url_base = f"{scheme}:/"
            if is_this_machine(endpoint):
                client.rp_session.trust_env = False  # no proxy leads back to it
                client.rp_session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or True

    def ask(self, order: Mapping[str, Any], on_progress: OnProgress, seconds: float) -> dict[str, Any]:
        """Send one job and return its answer. Raises JobError or UnreachableError."""
        if self.queued:
            job_id = self.submit(order)
        else:
            state = self._sent(order, on_progress, seconds)
            if state.get("status") not in _WAITING or not isinstance(state.get("id"), str):
                return answer_of(state)
            job_id = str(state["id"])
        try:
            return self.wait(job_id, on_progress, seconds)
        except KeyboardInterrupt:
            raise LeftUnderWay(job_id) from None

    def _sent(self, order: Mapping[str, Any], on_progress: OnProgress, seconds: float) -> dict[str, Any]:
        """Send one job to a server and return what it says of it once it answers."""
        answering: Future[dict[str, Any]] = Future()

        def post() -> None:
            try:
                answering.set_result(self._post("runsync", order, seconds))
            except BaseException as error:  # noqa: BLE001 (raised again where it is awaited)
                answering.set_exception(error)

        threading.Thread(target=post, daemon=True).start()  # Ctrl-C leaves it behind
        state = awaited(answering, lambda: on_progress({"message": "waiting for the worker"}))
        return with_files(state, self._server, self._file)

    def submit(self, order: Mapping[str, Any]) -> str:
        """Put one job into the queue and return its id. Raises UnreachableError."""
        state = self._post("run", order, SUBMIT_SECONDS)
        if not isinstance(state.get("id"), str):
            raise UnreachableError("the endpoint returned no job id")
        return str(state["id"])

    def wait(self, job_id: str, on_progress: OnProgress, seconds: float) -> dict[str, Any]:
        """Follow a job to its end and return its answer.

        Raises JobError, UnreachableError once the queue has not answered for a minute, UnknownJobError.
        """
        end = running_time() + seconds
        silent_since: float | None = None
        while True:
            try:
                state = self.state(job_id)
            except UnreachableError:
                silent_since = silent_since or running_time()
                if running_time() - silent_since > 60:
                    raise
                state = {}
            else:
                silent_since = None
            if state.get("status") in FINAL:
                return answer_of(state)
            if running_time() > end:
                sentence = f"the job {job_id} is still under way after {seconds:.0f} s"
                raise JobError(sentence, UNDER_WAY, retryable=True)
            on_progress(_progress_of(state))
            time.sleep(POLL_SECONDS)

    def earlier(self, job_id: str, on_progress: OnProgress, seconds: float) -> dict[str, Any]:
        """Return the answer of an earlier job. Raises JobError, with UNDER_WAY while it is not done."""
        if self.queued:
            with suppress(UnknownJobError, UnreachableError):  # then a worker knows more
                _check_done(job_id, self._get(f"status/{job_id}").get("status"))
        order = {"endpoint": "result", "job_id": job_id}
        try:
            answer = self.ask({"input": order}, on_progress, seconds)
        except JobError as error:
            if error.code != "NOT_FOUND":
                raise
            # So says an older worker of a job that is under way or has failed, too.
            told = self.ask({"input": {**order, "endpoint": "status"}}, on_progress, seconds)
            facts = told["job"] if isinstance(told.get("job"), dict) else told
            _check_done(job_id, facts.get("status"))
            if isinstance(facts.get("error"), str):
                answer_of({"status": "FAILED", "output": facts})
            raise
        _check_done(job_id, answer.get("status"))
        return answer

    def state(self, job_id: str) -> dict[str, Any]:
        """Return what the queue says of a job. Raises JobError, UnknownJobError, UnreachableError."""
        state = self._get(f"status/{job_id}")
        return state if self.queued else with_files(state, self._server, self._file)

    def cancel(self, job_id: str) -> None:
        """Ask for a job's end. Raises JobError, UnknownJobError, UnreachableError."""
        self._post(f"cancel/{job_id}", {}, SUBMIT_SECONDS)

    def workers(self) -> dict[str, Any]:
        """Return RunPod's counts of the endpoint's workers by state; a local worker has none.

        Raises JobError, UnreachableError.
        """
        counts = self._get("health").get("workers") if self.queued else None
        return counts if isinstance(counts, dict) else {}

    def _post(self, path: str, order: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        client = self._endpoint.rp_client
        place = f"{self._endpoint.endpoint_id}/{path}"
        return self._checked(lambda: client.post(place, dict(order), timeout=int(seconds)))

    def _get(self, path: str) -> dict[str, Any]:
        place = f"{self._endpoint.endpoint_id}/{path}"
        return self._checked(lambda: self._endpoint.rp_client.get(place))

    def _file(self, path: str) -> bytes:
        """Return a file of the server's. Raises UnreachableError."""
        import requests

        client = self._endpoint.rp_client
        try:
            response = client.rp_session.get(self._server + path, headers=client.headers, timeout=(10, 60))
            response.raise_for_status()
        except requests.RequestException as error:
            reason = type(error).__name__
            raise UnreachableError(f"the server did not deliver what it made ({reason})") from None
        return bytes(response.content)

    def _checked(self, call: Callable[[], Any]) -> dict[str, Any]:
        """Turn whatever the SDK's client raises into one sentence without the key."""
        import requests

        try:
            state = call()
        except requests.HTTPError as error:
            raise self._refusal(error.response) from None
        except requests.JSONDecodeError:
            raise UnreachableError("the endpoint's answer is not JSON") from None
        except requests.Timeout:
            raise UnreachableError("the endpoint did not answer in time") from None
        except requests.RequestException as error:
            reason = type(error).__name__
            raise UnreachableError(f"the endpoint cannot be reached ({reason})") from None
        except RuntimeError:  # what the SDK makes of 401
            who = "RunPod" if self._key_name == "RUNPOD_API_KEY" else "the server"
            is_given = self._endpoint.rp_client.api_key != _NO_KEY
            answer = "rejects the key in" if is_given else "asks for a key; set"
            raise JobError(f"{who} {answer} {self._key_name}", NO_KEY, retryable=False) from None
        if not isinstance(state, dict):
            raise UnreachableError("the endpoint's answer is not a job")
        return state

    def _refusal(self, response: Any) -> Exception:
        """Return the error for an answer that is none."""
        code = response.status_code
        if code == 404 and _names_job(response.url):
            return UnknownJobError("the queue does not know this job")
        sentence = f"the endpoint answered with HTTP {code}"
        if code == 404:
            sentence += ", so this endpoint does not exist"
            if not self.queued:
                sentence += f": nothing takes jobs at this address. {_ADDRESSES}"
            return JobError(sentence, NO_ENDPOINT, retryable=False)
        key, said = self._endpoint.rp_client.api_key, _reason(response)
        sentence += said if key == _NO_KEY else said.replace(key, "(the key)")  # some repeat it
        if code == 413 and self.queued:
            sentence += "; RunPod takes at most 10 MB"
        # A job that was taken goes on, whatever is said once to a question about it.
        if code in _NEVER and not _names_job(response.url):
            return JobError(sentence, REFUSED, retryable=False)
        return UnreachableError(sentence)


def awaited(future: "Future[T]", tick: Callable[[], object] = lambda: None) -> T:
    """Return what a thread makes, or raise what it raises; call `tick` now and every second until then.

    Ctrl-C is heard within a second. A signal ends one of Python's own waits only if it comes in the middle of
    it: one that comes just before is heard once the wait is over, and that moment is long where other threads
    want to run.
    """
    tick()
    while not wait([future], POLL_SECONDS).done:
        tick()
    return future.result()


def _check_done(job_id: str, status: object) -> None:
    if str(status).upper() in _WAITING:
        raise JobError(f"the job {job_id} is still under way ({status})", UNDER_WAY, retryable=True)


def answer_of(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answer in a finished job's state. Raises JobError for every other end."""
    output = state.get("output")
    facts = output if isinstance(output, dict) else {}
    if state.get("status") == "COMPLETED" and facts and "error" not in facts:
        return dict(facts)
    status = str(state.get("status", "FAILED"))
    said = "the job is done, but there is no answer with it" if status == "COMPLETED" else ""
    message = str(state.get("error") or facts.get("error") or said or f"RunPod says {status}")
    code = str(facts.get("error_code") or _code_in(message) or status)
    retryable = facts.get("retryable")
    if retryable is None:  # the local API leaves it out, and a dead worker reports nothing
        from f5tts_worker.errors import CODES

        retryable = CODES.get(code, status == "FAILED" and code == status)
    raise JobError(message, code, retryable=bool(retryable))


def _reason(response: Any) -> str:
    """Return what the body of a refusal says, to be put behind its status; a page for people says nothing."""
    try:
        said = response.json()
    except ValueError:
        return ""
    for name in ("error", "detail", "message"):
        said = said.get(name, said) if isinstance(said, dict) else said
    return f": {said[:300].rstrip('.')}" if isinstance(said, str) and said.strip() else ""


def _names_job(url: str | None) -> bool:
    return any(part in (url or "") for part in ("/status/", "/cancel/"))


def _code_in(message: str) -> str | None:
    word = message.partition(":")[0]
    return word if word.replace("_", "").isalpha() and word.isupper() else None


def _progress_of(state: Mapping[str, Any]) -> dict[str, Any]:
    output = state.get("output")
    if isinstance(output, dict) and isinstance(output.get("message"), str):
        return output
    waiting = {"IN_QUEUE": "waiting for a worker", "IN_PROGRESS": "working"}
    return {"message": waiting.get(str(state.get("status")), "waiting for an answer")}
