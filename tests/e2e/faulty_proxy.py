"""A proxy between client and worker that plants one fault.

What the sound worker answered to a request is recorded once and replayed for each fault, so that a check
through the proxy takes seconds; it speaks in fewer steps than were asked for. A cancel goes to the worker
again where it is the fault; in the end it always does, so that the worker is free for other tests.
"""

import copy
import itertools
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any, Self

import requests
from tests.unit.servers import Answering, Web

State = dict[str, Any]
Order = dict[str, Any]
CANCELLED_FORMAT = "opus"  # of the one job that the check cancels
STEPS = 1  # the check finds no fault in what the demo says even so


def quick(order: Order) -> Order:
    """Return the same request, to be done in fewer steps."""
    if "output_format" not in order:
        return order
    return {**{name: value for name, value in order.items() if name != "quality"}, "nfe_steps": STEPS}


@dataclass
class Fault:
    """One fault: how orders, answers, the queue and cancelling differ from what they should be."""

    order: Callable[[Order], Order] = lambda order: order
    state: Callable[[Order, State], State] = lambda order, state: state
    queue: Callable[[Order, float], State | None] = lambda order, seconds: None  # None: it tells the truth
    heeds_cancel: bool = True
    replays_cancel: bool = True


@dataclass
class Recorded:
    """The sound worker's answers by what was asked."""

    base: str
    states: dict[str, State] = field(default_factory=dict)

    def key(self, order: Order) -> str:
        nameless = {**order, "voice_name": "", "local_voice": "local_voice" in order}  # it is new in each run
        nameless.pop("job_id", None)
        if "text" not in order:
            nameless.pop("audio_base64", None)  # this worker cannot transcribe, whatever the sound
        return json.dumps(nameless, sort_keys=True)


class FaultyProxy:
    """Serves run, status and cancel as a worker's local API does, or RunPod's. A context manager."""

    def __init__(self, recorded: Recorded, fault: Fault) -> None:
        self.fault, self.recorded = fault, recorded
        self._numbers = itertools.count(1)
        self._jobs: dict[str, tuple[Order, str | None, float]] = {}
        self._cancelled: set[str] = set()
        self._lock = threading.Lock()
        proxy = self

        class Serving(Answering, BaseHTTPRequestHandler):
            def do_POST(self):
                order = self.order()
                if self.path.endswith("/run"):
                    self.say({"id": proxy.begin(order["input"]), "status": "IN_PROGRESS"})
                else:
                    proxy.cancel(self.path.rpartition("/")[2])
                    self.say({})

            def do_GET(self):
                if self.path.endswith("/health"):
                    return self.say({"workers": {"idle": 1, "running": 0, "initializing": 0}})
                state = proxy.status(self.path.rpartition("/")[2])
                return self.say(state, 404 if state == {} else 200)

        self._web = Web(Serving)

    def __enter__(self) -> Self:
        self.address = self._web.__enter__().address
        return self

    def __exit__(self, *exception: object) -> None:
        self._web.__exit__(*exception)
        for order, real, _ in self._jobs.values():
            if real is not None and order.get("output_format") == CANCELLED_FORMAT:
                requests.post(f"{self.recorded.base}/cancel/{real}", timeout=60)

    def begin(self, order: Order) -> str:
        order = self.fault.order(order)
        name, real = f"proxied-{next(self._numbers)}", None
        is_live = self._is_live(order)
        if order.get("endpoint") == "status":
            cancelled = self._jobs[order["job_id"]][1]
            order = {**order, "job_id": cancelled}
            is_live = cancelled is not None
        if is_live or self.recorded.key(order) not in self.recorded.states:
            answer = requests.post(f"{self.recorded.base}/run", json={"input": quick(order)}, timeout=60)
            real = answer.json()["id"]
        self._jobs[name] = order, real, time.monotonic()
        return name

    def status(self, name: str) -> State:
        order, real, begun = self._jobs[name]
        told = self.fault.queue(order, time.monotonic() - begun)
        if told is not None:
            return told and {"id": name, **told}
        if real is None:
            if order.get("output_format") == CANCELLED_FORMAT and name not in self._cancelled:
                return {"id": name, "status": "IN_PROGRESS"}
            state = self.recorded.states[self.recorded.key(order)]
        else:
            state = requests.get(f"{self.recorded.base}/status/{real}", timeout=60).json()
            if state["status"] == "IN_PROGRESS":
                return state
            if not self._is_live(order):
                with self._lock:
                    self.recorded.states[self.recorded.key(order)] = state
        return self.fault.state(order, copy.deepcopy(state))

    def cancel(self, name: str) -> None:
        real = self._jobs[name][1]
        self._cancelled.add(name)
        if self.fault.heeds_cancel and real is not None:
            requests.post(f"{self.recorded.base}/cancel/{real}", timeout=60)

    def _is_live(self, order: Order) -> bool:
        return order.get("output_format") == CANCELLED_FORMAT and not self.fault.replays_cancel
