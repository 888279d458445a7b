"""RunPod's SDK, without the second and a half that its import spends on the processor's name."""

import platform
import sys
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any


def import_sdk() -> Any:
    """Import the SDK, unless it is imported already, and return it.

    It asks py-cpuinfo for the name, which starts another Python and measures the processor's speed: 1.3 s of
    CPU time. Here a stand-in takes that package's place for as long as the SDK is imported. The name is
    shown only by the SDK's own debugger (runpod/serverless/utils/rp_debugger.py).
    """
    stand_in = ModuleType("cpuinfo")
    vars(stand_in)["get_cpu_info"] = lambda: {"brand_raw": _processor()}
    sys.modules.setdefault(stand_in.__name__, stand_in)
    try:
        import runpod
    finally:
        if sys.modules.get(stand_in.__name__) is stand_in:
            del sys.modules[stand_in.__name__]
    return runpod


def _processor() -> str:
    """Return the processor's name as Linux tells it."""
    with suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
