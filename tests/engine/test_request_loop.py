"""The engine's loop in-process, with services that fail: what a caller is told, and that the loop goes on."""

import gc
import itertools
import re
import sys
import threading
import types
import weakref

import pytest

from f5tts_worker.engine.cancelling import Gate, check, held, holding, undivided
from f5tts_worker.engine.protocol import Request
from f5tts_worker.engine.request_loop import Reporter, answer, is_out_of_memory, respond, serve
from f5tts_worker.errors import WorkerError


class OutOfMemoryError(RuntimeError):
    """Stands for torch.OutOfMemoryError, which is told by its name."""


OUT_OF_MEMORY = [
    OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"),
    RuntimeError("[enforce fail at alloc_cpu.cpp:118] err == 0. DefaultCPUAllocator: can't allocate memory"),
    RuntimeError("cuBLAS: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate"),
    MemoryError(),
]


class FakeServiceShortOfMemory:
    """Runs out of memory so many times, then works; remembers how it was called."""

    def __init__(self, error, times):
        self.error, self.times = error, times
        self.calls = []

    def call(self, method, params, progress, *, frugal):
        self.calls.append(frugal)
        if len(self.calls) <= self.times:
            raise self.error
        return {"frugal": frugal}


class FakeServiceThatRaises:
    def __init__(self, error):
        self.error = error

    def call(self, method, params, progress, *, frugal):
        if self.error is None:
            return {"fine": True}
        error, self.error = self.error, None
        raise error


def run(service, *methods):
    """Answer one request after the other, as long as the engine can."""
    sent = []
    for number, method in enumerate(methods, 1):
        if not respond(service, Request(number, method), sent.append, Gate()):
            break
    return sent


@pytest.mark.parametrize("error", OUT_OF_MEMORY, ids=lambda error: type(error).__name__ + str(error)[:12])
def test_out_of_memory_is_tried_once_more_frugally(error):
    """When memory runs out the request is run again in the way that needs least, and then it succeeds."""
    service = FakeServiceShortOfMemory(error, times=1)
    (event,) = run(service, "synthesise")
    assert service.calls == [False, True]
    assert (event.event, event.data) == ("result", {"frugal": True})


@pytest.mark.parametrize("error", OUT_OF_MEMORY, ids=lambda error: type(error).__name__ + str(error)[:12])
def test_out_of_memory_twice_is_a_clear_error_with_the_loop_alive(error):
    """When that fails too the caller gets OUT_OF_MEMORY, after two tries, and the loop goes on."""
    service = FakeServiceShortOfMemory(error, times=2)
    failed, following = run(service, "synthesise", "encode")
    assert service.calls == [False, True, False]
    assert (failed.event, failed.data["code"]) == ("error", "OUT_OF_MEMORY")
    assert "shorter text" in failed.data["message"]
    assert following.data == {"frugal": False}


def test_what_filled_the_memory_is_free_before_the_second_try():
    """The failed attempt's own objects are gone when the second one starts."""

    class Tensor:
        pass

    class FakeServiceWithATensor:
        held = None

        def call(self, method, params, progress, *, frugal):
            if frugal:
                return {"freed": self.held() is None}
            tensor = Tensor()
            self.held = weakref.ref(tensor)
            message = "out of memory"
            raise RuntimeError(message)

    gc.disable()
    try:
        (event,) = run(FakeServiceWithATensor(), "synthesise")
    finally:
        gc.enable()
    assert event.data == {"freed": True}


@pytest.mark.parametrize("error", [RuntimeError("shapes differ"), ValueError("out of memory"), KeyError("x")])
def test_other_errors_are_not_taken_for_a_full_memory(error):
    """Only what really says that memory ran out is tried again."""
    assert not is_out_of_memory(error)


def test_a_workers_error_passes_as_it_is():
    """Code, message and details of a WorkerError reach the caller unchanged."""
    error = WorkerError("AUDIO_SILENT", "the reference is silent", {"peak": 0.0})
    failed, following = run(FakeServiceThatRaises(error), "prepare", "prepare")
    assert (failed.id, failed.event, failed.data) == (1, "error", error.as_dict())
    assert (following.id, following.data) == (2, {"fine": True})


def test_any_other_error_is_internal_without_its_traceback(capfd):
    """The caller sees what failed; what a library said of it, a path for instance, goes to stderr alone."""
    error = OSError(28, "No space left", "/volume/references/another")
    failed, following = run(FakeServiceThatRaises(error), "prepare", "align")
    assert failed.data["code"] == "INTERNAL"
    assert failed.data["message"].startswith("prepare failed")
    assert failed.data["details"] == {"method": "prepare"}
    assert not re.search("OSError|space|/", failed.data["message"])
    assert following.data == {"fine": True}
    said = capfd.readouterr().err
    assert "Traceback" in said
    assert "/volume/references/another" in said


@pytest.mark.parametrize(
    "message",
    [
        "CUDA error: an illegal memory access was encountered",
        "CUDA failed with error an illegal memory access was encountered",
        "CUDA error: unspecified launch failure",
        "CUDA error: uncorrectable ECC error encountered",
        "CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling `cublasGemmEx`",
        "CUDA error: unknown error",
        "CUDA error: no CUDA-capable device is detected",
        "CUDA-capable device(s) is/are busy or unavailable",
        "CUDA error: CUBLAS_STATUS_NOT_INITIALIZED when calling `cublasCreate(handle)`",
        "cuDNN error: CUDNN_STATUS_INTERNAL_ERROR",
        "cuFFT error: CUFFT_INTERNAL_ERROR",
        "CUDA error: Invalid access of peer GPU memory over nvlink or a hardware error",
    ],
)
def test_an_engine_with_a_lost_gpu_context_stops(message):
    """After a CUDA error that poisons the context the job is answered and nothing more is tried."""
    (failed,) = run(FakeServiceThatRaises(RuntimeError(message)), "synthesise", "synthesise")
    assert failed.data["code"] == "INTERNAL"


def test_a_lost_gpu_behind_a_sentence_for_callers():
    """A CUDA fault that became another error, as the transcriber's do, ends the engine, too."""
    error = WorkerError("MODEL_MISMATCH", "The transcriber's files cannot be loaded.")
    error.__cause__ = RuntimeError("CUDA failed with error unspecified launch failure")
    (failed,) = run(FakeServiceThatRaises(error), "transcribe", "transcribe")
    assert failed.data["code"] == "MODEL_MISMATCH"


def fake_torch(ones, *, initialized=True):
    """Stand in for PyTorch on a GPU: `ones` makes the tensor that shows whether the GPU works."""
    cuda = types.SimpleNamespace(is_initialized=lambda: initialized)
    return types.SimpleNamespace(cuda=cuda, ones=ones)


def no_kernel(_count, device):
    raise RuntimeError(f"{device} error: unspecified launch failure")


@pytest.mark.parametrize(
    ("torch", "alive"),
    [
        (fake_torch(lambda _count, device: types.SimpleNamespace(sum=lambda: 2.0)), True),
        (fake_torch(no_kernel), False),
        (fake_torch(no_kernel, initialized=False), True),
    ],
    ids=["works", "lost", "never used"],
)
def test_a_tiny_kernel_decides(torch, alive, monkeypatch):
    """After a CUDA error the engine goes on if the GPU still works, or if it has none."""
    monkeypatch.setitem(sys.modules, "torch", torch)
    service = FakeServiceThatRaises(RuntimeError("CUDA error: invalid argument"))
    event, goes_on = answer(service, Request(1, "align"), lambda _: None, Gate())
    assert (event.data["code"], goes_on) == ("INTERNAL", alive)


@pytest.mark.parametrize("name", ["CUBLAS_STATUS", "CUDNN_STATUS", "CUFFT"])
def test_a_library_s_failed_allocation_is_memory(name):
    """Each of CUDA's libraries has its own words for it."""
    assert is_out_of_memory(RuntimeError(f"error: {name}_ALLOC_FAILED"))


@pytest.mark.parametrize("result", [{"x": object()}, {"x": "y" * (17 * 1024 * 1024)}])
def test_an_answer_that_cannot_be_sent_is_an_error(result):
    """A result that is no JSON, or too long for a line, becomes INTERNAL and not the end of the engine."""
    from f5tts_worker.engine.protocol import encode

    class FakeServiceWithAResult:
        def call(self, *_, **__):
            return result

    sent = []

    def send(event):
        encode(event)
        sent.append(event)

    respond(FakeServiceWithAResult(), Request(1, "align"), send, Gate())
    assert [(event.event, event.data["code"]) for event in sent] == [("error", "INTERNAL")]


def test_progress_is_thinned_out_and_keeps_its_ends():
    """A thousand reports within a second become about ten; first and last of each stage always pass."""
    ticks = itertools.count()
    sent = []
    report = Reporter(1, sent.append, Gate(), clock=lambda: next(ticks) / 1000)
    for stage in ("sampling", "vocoding"):
        for done in range(1001):
            report(stage, done, 1000)
    for stage in ("sampling", "vocoding"):
        seen = [event.data["done"] for event in sent if event.data["stage"] == stage]
        assert seen == sorted(seen)
        assert (seen[0], seen[-1]) == (0, 1000)
        assert 8 <= len(seen) <= 13


@pytest.mark.parametrize("error", [SystemExit(3), type("PanicException", (BaseException,), {})("native")])
def test_whatever_is_raised_is_answered(error):
    """A library that panics, or would exit, costs its own job alone."""
    failed, following = run(FakeServiceThatRaises(error), "prepare", "prepare")
    assert failed.data["code"] == "INTERNAL"
    assert following.data == {"fine": True}


def test_requests_are_answered_side_by_side_and_one_lost_gpu_ends_all():
    """A request that waits for another is answered, too; `end` is called once the GPU context is lost."""
    came = threading.Event()

    class FakeServiceThatWaits:
        def call(self, method, params, progress, *, frugal):
            if method == "align":
                assert came.wait(60)
                return {"fine": True}
            came.set()
            message = "CUDA error: unspecified launch failure"
            raise RuntimeError(message)

    sent, ended = [], []
    requests = [Request(1, "align"), Request(2, "encode")]
    serve(FakeServiceThatWaits(), requests, sent.append, lambda: ended.append(True))
    assert {event.id: event.event for event in sent} == {1: "result", 2: "error"}
    assert ended == [True]


class FakeServiceThatWorks:
    """Works, and swallows what a library would, until it is stopped or let go."""

    def __init__(self):
        self.started, self.go = threading.Event(), threading.Event()

    def call(self, *_, **__):
        while not self.go.is_set():
            try:
                self.started.set()
            except Exception:  # noqa: BLE001 - a library's habit, which must not swallow a cancel
                return {"swallowed": True}
        return {"let go": True}


def cancelled(service, *, after=None):
    """Run a request of the service, cancel it, and return the event that ends it."""
    gate, events = Gate(), []
    request = Request(4, "align")
    thread = threading.Thread(target=lambda: events.append(answer(service, request, lambda _: None, gate)))
    thread.start()
    service.started.wait()
    gate.cancel()
    if after:
        after()
    thread.join()
    ((event, alive),) = events
    assert (event.id, alive) == (4, True)
    return event


def test_a_cancel_stops_the_request_under_way():
    """It passes through every `except Exception` and is answered with CANCELLED."""
    event = cancelled(FakeServiceThatWorks())
    assert (event.event, event.data["code"]) == ("error", "CANCELLED")


def test_a_cancel_before_the_request_begins_is_heard():
    """A request whose thread has not come to it yet does not begin."""
    gate = Gate()
    gate.cancel()
    event, alive = answer(FakeServiceThatWorks(), Request(1, "align"), lambda _: None, gate)
    assert (event.data["code"], alive) == ("CANCELLED", True)


def test_a_cancel_after_the_request_hits_nobody():
    """The thread goes on with the next request."""
    gate = Gate()
    event, alive = answer(FakeServiceThatRaises(None), Request(1, "load"), lambda _: None, gate)
    gate.cancel()
    assert (event.event, alive) == ("result", True)
    assert (
        answer(FakeServiceThatRaises(None), Request(2, "load"), lambda _: None, Gate())[0].event == "result"
    )


def test_what_others_rely_on_is_not_cut_in_half():
    """A cancel during an undivided block comes after it; one while waiting for a lock, at once."""
    whole, lock = [], threading.Lock()

    class FakeServiceThatChangesThings(FakeServiceThatWorks):
        def call(self, *_, **__):
            with undivided(), undivided():
                self.started.set()
                self.go.wait()
                whole.append(sum(range(100_000)))
            return {"went on": True}

    class FakeServiceThatWaits(FakeServiceThatWorks):
        def call(self, *_, **__):
            self.started.set()
            with held(lock):
                return {"has it": True}

    service = FakeServiceThatChangesThings()
    assert cancelled(service, after=service.go.set).data["code"] == "CANCELLED"
    assert len(whole) == 1
    with lock:
        assert cancelled(FakeServiceThatWaits()).data["code"] == "CANCELLED"
    assert not lock.locked()


@pytest.mark.parametrize("hold", ["for a moment", "long"])
def test_many_cancels_leave_no_trace(request, hold):
    """Wherever it hits, a cancelled request is answered once, and locks are free."""
    lock, codes = threading.Lock(), []

    class FakeServiceWithALock(FakeServiceThatWorks):
        def call(self, *_, **__):
            self.started.set()
            for _ in range(200):
                if hold == "long":
                    holding(lock, lambda: sum(range(10)))
                    continue
                with held(lock):
                    sum(range(10))
            return {}

    for _ in range(300 if request.config.getoption("--exhaustive") else 100):
        event = cancelled(FakeServiceWithALock())
        codes.append(event.data.get("code", "done"))
        assert not lock.locked()
    assert set(codes) <= {"CANCELLED", "done"}


def test_a_limit_on_memory_goes_with_the_reading_that_was_cancelled(monkeypatch):
    """Wherever the cancel hits; and a request that begins beside a reading gets room of its own."""
    import resource

    from f5tts_worker.engine.audio import memory

    limits = []
    monkeypatch.setattr(resource, "setrlimit", lambda _kind, limit: limits.append(limit[0]))

    class FakeServiceThatReads(FakeServiceThatWorks):
        def call(self, *_, **__):
            self.started.set()
            for _ in range(50):
                with memory.growth_limited(1000):
                    check()
            return {}

    for _ in range(100):
        cancelled(FakeServiceThatReads())
        assert limits[-1] == memory._USUAL[0]
    gates = [Gate(), Gate()]
    gates[0].begin()
    with memory.growth_limited(1000):
        alone = limits[-1]
        other = threading.Thread(target=gates[1].begin)
        other.start()
        other.join()
        assert limits[-1] == alone + memory._BESIDE_BYTES
        other = threading.Thread(target=gates[1].end)
        other.start()
        other.join()
    gates[0].end()
