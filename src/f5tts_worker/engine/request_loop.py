"""The engine's loop: requests side by side, each with its progress and one result or error.

And what cancels and a full memory do to them. Standard library only. The models come in as a `Service`, so
that the loop can be tested without one.
"""

import gc
import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from f5tts_worker.engine.cancelling import Cancelled, Gate
from f5tts_worker.engine.protocol import CANCEL, Event, ProtocolError, Request
from f5tts_worker.errors import WorkerError

Send = Callable[[Event], None]
Tell = Callable[[Mapping[str, Any]], None]
Progress = Callable[[str, int, int], None]

THREADS = 64  # requests at once; the worker sends fewer
_PROGRESS_SECONDS = 0.1


class Service(Protocol):
    """Whatever answers requests: `frugal` asks for the way that needs the least memory."""

    def call(
        self, method: str, params: Mapping[str, Any], progress: "Reporter", *, frugal: bool
    ) -> Mapping[str, Any]:
        """Return the method's result. Raises WorkerError for what a caller can be told."""
        ...


class Reporter:
    """Sends progress of one request, in order, at most about ten times a second.

    The first and the last report of a stage always pass. Called by the request's own thread, it also stops a
    request that was cancelled.
    """

    def __init__(
        self, request: int, send: Send, gate: Gate, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._request = request
        self._send = send
        self._gate = gate
        self._clock = clock
        self._stage, self._done = "", -1
        self._sent_at = 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Report that `done` of `total` parts of the stage are done. Raises Cancelled."""
        self._gate.check()
        now = self._clock()
        is_last = done >= total and done != self._done
        if stage == self._stage and not is_last and now - self._sent_at < _PROGRESS_SECONDS:
            return
        if (stage, done) == (self._stage, self._done):
            return
        self._stage, self._done, self._sent_at = stage, done, now
        self._send(Event(self._request, "progress", {"stage": stage, "done": done, "total": total}))

    def piece(self, data: Mapping[str, Any]) -> None:
        """Report a piece of the result. Raises Cancelled."""
        self._gate.check()
        self._send(Event(self._request, "piece", data))


def serve(service: Service, requests: Iterable[Request], send: Send, end: Callable[[], None]) -> None:
    """Answer requests side by side until there are no more; `end` is called if the GPU context is lost."""
    gates: dict[int, Gate] = {}
    unbegun: dict[int, Gate] = {}  # whoever takes a request out of it answers it

    def run(request: Request, gate: Gate) -> None:
        if unbegun.pop(request.id, None) is None:
            return  # it was refused
        try:
            is_alive = respond(service, request, send, gate)
        finally:
            del gates[request.id]
        if not is_alive:
            end()

    with ThreadPoolExecutor(THREADS, "request") as threads:
        for request in requests:
            if request.method != CANCEL:
                gates[request.id] = unbegun[request.id] = gate = Gate()
                try:
                    threads.submit(run, request, gate)
                except RuntimeError as error:  # no memory for a thread; the pool's queue has it all the same
                    if unbegun.pop(request.id, None) is not None:
                        del gates[request.id]
                        print(error, file=sys.stderr)
                        send(_failure(request, _out_of_memory(request)))
            elif (stopped := gates.get(request.id)) is not None:  # else it has been answered meanwhile
                stopped.cancel()


def respond(service: Service, request: Request, send: Send, gate: Gate) -> bool:
    """Run one request and send the event that ends it; say whether the engine can go on."""
    event, is_alive = answer(service, request, send, gate)
    try:
        send(event)
    except (ProtocolError, TypeError, ValueError) as error:  # too long a result, or no JSON
        traceback.print_exception(error)
        why = f": {error}" if isinstance(error, ProtocolError) else ""  # that one's words are ours
        unsent = WorkerError("INTERNAL", f"The answer to {request.method} cannot be sent{why}.")
        send(_failure(request, unsent))
    return is_alive


def answer(service: Service, request: Request, send: Send, gate: Gate) -> tuple[Event, bool]:
    """Run one request; return the event that ends it, and whether the engine can go on.

    When memory runs out, the request is run once more, frugally.
    """
    error = None
    for frugal in (False, True):
        result, error = _attempt(service, request, Reporter(request.id, send, gate), gate, frugal=frugal)
        if error is None:
            return Event(request.id, "result", result or {}), True
        if not is_out_of_memory(error):
            break
        print(f"out of memory in {request.method}, frugal={frugal}: {error}", file=sys.stderr)
        error.__traceback__ = error.__context__ = None  # its frames hold the tensors
        free_memory()
    assert error is not None  # noqa: S101 - the loop returns where there is none
    failure, is_alive = _failure(request, _public(request, error)), not is_poisoned(error)
    error.__traceback__ = error.__context__ = error.__cause__ = None  # a cycle with this frame, and tensors
    return failure, is_alive


def _attempt(
    service: Service, request: Request, progress: Reporter, gate: Gate, *, frugal: bool
) -> tuple[Mapping[str, Any] | None, BaseException | None]:
    try:
        try:
            gate.begin()
            return service.call(request.method, request.params, progress, frugal=frugal), None
        finally:
            gate.end()
    except Cancelled as error:
        gate.end()  # it may have been raised inside the other one
        return None, error
    except BaseException as error:  # noqa: BLE001 - whatever it is, the job gets an answer, the engine goes on
        return None, error


def _public(request: Request, error: BaseException) -> WorkerError:
    if isinstance(error, WorkerError):
        return error
    if isinstance(error, Cancelled):
        return WorkerError("CANCELLED", f"{request.method} was cancelled.")
    if is_out_of_memory(error):
        return _out_of_memory(request)
    # What a library says may hold paths, other jobs' texts, anything: it is for the log alone.
    traceback.print_exception(error)
    message = f"{request.method} failed for a reason inside the engine; the worker's log says which."
    return WorkerError("INTERNAL", message, {"method": request.method})


def _out_of_memory(request: Request) -> WorkerError:
    message = "Memory ran out even with one chunk at a time; a shorter text or a larger machine helps."
    return WorkerError("OUT_OF_MEMORY", message, {"method": request.method})


def _failure(request: Request, error: WorkerError) -> Event:
    return Event(request.id, "error", error.as_dict())


def is_out_of_memory(error: BaseException) -> bool:
    """Say whether memory ran out, on the GPU or the CPU; PyTorch's CPU allocator has no type for it."""
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"OutOfMemoryError", "MemoryError"}:
        return True
    # cuBLAS, cuDNN and cuFFT each have an ALLOC_FAILED of their own.
    signs = ("out of memory", "can't allocate memory", "_ALLOC_FAILED")
    return isinstance(error, RuntimeError) and any(sign in str(error) for sign in signs)


def is_poisoned(error: BaseException) -> bool:
    """Say whether the GPU can no longer be used by this process, which only a new process can mend.

    Most CUDA errors lose the context, some do not, and no list of their texts is complete. So a tiny kernel
    is tried after any; where PyTorch cannot try it, the error counts as the worst. An error may have become a
    sentence for callers: what it was is in its causes.
    """
    seen: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in seen:
        seen.append(cause)
        cause = cause.__cause__ or cause.__context__
    return any(_is_gpu_fault(one) for one in seen) and not _gpu_works()


def _is_gpu_fault(error: BaseException) -> bool:
    """Say whether a library speaks of the GPU: PyTorch and CTranslate2 write CUDA, the others their names."""
    if not isinstance(error, RuntimeError) or is_out_of_memory(error):
        return False
    return any(sign in str(error).upper() for sign in ("CUDA", "CUBLAS", "CUDNN", "CUFFT", "NVLINK"))


def _gpu_works() -> bool:
    torch = sys.modules.get("torch")
    if torch is not None and not torch.cuda.is_initialized():
        return True  # this engine uses none: an error that merely mentions it
    try:
        return torch is not None and float(torch.ones(2, device="cuda").sum()) == 2.0  # waits for the kernel
    except RuntimeError as error:
        print(f"the GPU cannot be used any more: {error}", file=sys.stderr)
        return False


def free_memory() -> None:
    """Drop what is no longer referred to, and give the GPU's cached blocks back."""
    gc.collect()
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_initialized():
        torch.cuda.empty_cache()
