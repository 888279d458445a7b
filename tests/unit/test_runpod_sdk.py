"""The SDK's import, which starts no other program."""

import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
CODE = """
import subprocess, sys
started = []
sys.addaudithook(lambda event, given: event in ("subprocess.Popen", "os.fork") and started.append(given))
from f5tts_worker.runpod_sdk import import_sdk
runpod = import_sdk()
assert import_sdk() is runpod is sys.modules["runpod"]
from runpod.serverless.utils import rp_debugger
print(len(started), "cpuinfo" in sys.modules, bool(rp_debugger.PROCESSOR))
import cpuinfo
print(callable(cpuinfo.get_cpu_info_json))
"""


def test_the_sdk_is_imported_alone():
    """No program is started, the processor has its name, and py-cpuinfo is itself for all others."""
    command = [sys.executable, "-c", CODE]
    done = subprocess.run(
        command, env={"PYTHONPATH": str(SOURCE)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["0", "False", "True", "True"]
