"""What runs in the engine's process here: the worker's own engine, with faults that a file's name asks for.

The stem of `out` may be device-assert (a kernel that fails an assertion loses the GPU context), at-most-N
(PyTorch may have N bytes of the GPU, as if others had the rest) or fresh (cached memory is given back
before). Every answer to `synthesise` also says how much memory it took.
"""

import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gpu_day import stand_ins


def main(arguments: list[str]) -> None:
    """Serve the two pipes, as `python -m f5tts_worker.engine` does."""
    stand_ins.for_engine()
    from f5tts_worker.engine import __main__ as engine
    from f5tts_worker.engine.service import Service
    from f5tts_worker.engine.startup import bundle

    class Watched(Service):
        def call(
            self, method: str, params: Mapping[str, Any], progress: Any, *, frugal: bool
        ) -> Mapping[str, Any]:
            if method == "load":
                return super().call(method, params, progress, frugal=frugal)
            stand_ins.engine_reads_wavs()
            if method != "synthesise":
                return super().call(method, params, progress, frugal=frugal)
            _provoke(Path(params["out"]).stem)
            return {**super().call(method, params, progress, frugal=frugal), "frugal": frugal, **_memory()}

    bundle.use()
    engine.main(arguments, Watched())


def _provoke(fault: str) -> None:
    import torch

    if fault == "device-assert":
        place = torch.tensor([9], device="cuda")
        print(torch.zeros(3, device="cuda")[place].cpu(), file=sys.stderr)
    if torch.cuda.is_initialized():
        if fault.startswith(("at-most-", "fresh")):
            torch.cuda.empty_cache()
        total = torch.cuda.get_device_properties(0).total_memory
        most = int(fault.removeprefix("at-most-")) if fault.startswith("at-most-") else total
        torch.cuda.set_per_process_memory_fraction(min(1.0, most / total))
        torch.cuda.reset_peak_memory_stats()


def _memory() -> dict[str, float]:
    """Return megabytes: of this process now, and of the GPU, at the peak of this job and reserved now."""
    import torch

    pages = int(Path("/proc/self/statm").read_text().split()[1])
    found = {"rss_mb": pages * resource.getpagesize() / 1e6}
    if torch.cuda.is_initialized():
        found["gpu_peak_mb"] = torch.cuda.max_memory_reserved() / 1e6
        found["gpu_mb"] = torch.cuda.memory_reserved() / 1e6
    return found
