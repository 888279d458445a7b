"""The engine's loop in-process, with services that fail: what a caller is told, and that the loop goes on."""

import gc
import itertools
import re
import signal
import sys
import types
import weakref

import pytest

from f5tts_worker.engine.protocol import Request
from f5tts_worker.engine.request_loop import Gate, Reporter, answer, is_out_of_memory, serve
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
    sent = []
    serve(service, [Request(n, method) for n, method in enumerate(methods, 1)], sent.append, Gate())
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

    serve(FakeServiceWithAResult(), [Request(1, "align")], send, Gate())
    assert [(event.event, event.data["code"]) for event in sent] == [("error", "INTERNAL")]


def test_progress_is_thinned_out_and_keeps_its_ends():
    """A thousand reports within a second become about ten; first and last of each stage always pass."""
    ticks = itertools.count()
    sent = []
    report = Reporter(1, sent.append, clock=lambda: next(ticks) / 1000)
    for stage in ("sampling", "vocoding"):
        for done in range(1001):
            report(stage, done, 1000)
    for stage in ("sampling", "vocoding"):
        seen = [event.data["done"] for event in sent if event.data["stage"] == stage]
        assert seen == sorted(seen)
        assert (seen[0], seen[-1]) == (0, 1000)
        assert 8 <= len(seen) <= 13


def test_a_signal_between_requests_does_nothing():
    """The gate is deaf while no request is under way, so a late cancel cannot hit the next request."""
    gate = Gate()
    gate(signal.SIGUSR1, None)
    event, alive = answer(FakeServiceThatRaises(None), Request(1, "load"), lambda _: None, gate)
    gate(signal.SIGUSR1, None)
    assert (event.event, alive) == ("result", True)


def test_a_signal_cancels_the_request_under_way():
    """Within a request the signal raises through every `except Exception` and is answered with CANCELLED."""
    gate = Gate()

    class FakeServiceThatSwallows:
        def call(self, *_, **__):
            try:
                gate(signal.SIGUSR1, None)
            except Exception:  # noqa: BLE001 - a library's habit, which must not swallow a cancel
                return {"swallowed": True}

    event, alive = answer(FakeServiceThatSwallows(), Request(4, "align"), lambda _: None, gate)
    assert (event.id, event.event, event.data["code"], alive) == (4, "error", "CANCELLED", True)
