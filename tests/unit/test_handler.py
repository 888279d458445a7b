"""The door: in which order the worker and the SDK start, and that the one does not end the other."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import handler
import pytest
import requests
from tests.e2e.cloud import Cloud
from tests.e2e.processes import HANDLER, clean_environment
from tests.e2e.production import Production
from tests.unit.servers import free_port

ROOT = Path(__file__).resolve().parents[2]

# Starts handler.py on a machine that our engine and installation have just filled: nothing is left for the
# SDK's checks, which run meanwhile and end the process where something is missing.
FULL = """
import asyncio, shutil, types
import handler, psutil

def start(worker):
    runpod = handler.import_sdk()
    runpod.serverless.start = lambda config: asyncio.run(checks())

async def checks():
    from runpod.serverless.modules import rp_system_fitness as fitness
    psutil.virtual_memory = lambda: types.SimpleNamespace(total=8 * 2**30, available=2**30, percent=88.0)
    shutil.disk_usage = lambda path: types.SimpleNamespace(total=20 * 2**30, used=19 * 2**30, free=2**30)
    for check in (fitness._check_memory_availability, fitness._check_disk_space):
        try:
            check()
        except RuntimeError as error:
            print(error)
        else:
            print("checked")

handler.Worker.start = start
handler.main()
"""

# The SDK ends, as it does after SIGTERM, while an installation is under way that only the worker can stop.
INSTALLING = """
import os, signal, sys, threading
import handler
from f5tts_worker.jobs.ready import readiness

begun = threading.Event()

def install(settings, report, stop):
    print("installing", flush=True)
    begun.set()
    stop.wait()
    print("stopped", flush=True)
    raise readiness.WorkerError("CANCELLED", "The installation was stopped.")

readiness.bootstrap.ensure = install

def serve(config):
    begun.wait()
    if "--signal" in sys.argv:
        os.kill(os.getpid(), signal.SIGTERM)
        begun.clear()
        begun.wait()
    sys.exit(0)

runpod = handler.import_sdk()
runpod.serverless.start = serve
handler.main()
"""


def run(tmp_path, script=FULL, *arguments, **environ):
    variables = {name: value for name, value in os.environ.items() if not name.startswith("RUNPOD_")}
    variables |= {"F5TTS_VOLUME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(
        command,
        env=variables | environ,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@pytest.mark.parametrize(
    ("limited", "said"),
    [
        ("RUNPOD_MIN_MEMORY_GB", ["Insufficient", "checked"]),
        pytest.param("RUNPOD_MIN_DISK_PERCENT", ["checked", "Insufficient"], marks=pytest.mark.exhaustive),
        pytest.param("", ["checked", "checked"], marks=pytest.mark.exhaustive),
    ],
)
def test_the_sdk_does_not_end_a_worker_for_what_it_takes_itself(tmp_path, limited, said):
    """Memory and disk that engine and installation take are no reason to end, but by an operator's limit."""
    done = run(tmp_path, **({limited: "10"} if limited else {}))
    words = [line.split()[0] for line in done.stdout.splitlines()]
    assert [word for word in words if word in ("checked", "Insufficient")] == said, done.stderr


def test_wrong_settings_on_runpod_are_the_answer_to_every_job(tmp_path):
    """The worker stays, says once what is wrong, and names every fault to each job."""
    wrong = {"F5TTS_DEVICE": "abacus", "F5TTS_MODEL": "no-such-model", "F5TTS_VOLUME": str(tmp_path / "v")}
    production = Production(Cloud("key"), tmp_path, clean_environment(**wrong), HANDLER)
    try:
        answers = [production.run(order) for order in ({"text": "Hello"}, {"endpoint": "health"}, 7)]
        log = production.process.log()
    finally:
        production.close()
    for answer in answers:
        assert answer["output"]["error_code"] == "INVALID_SETTINGS"
        assert [fault.split()[0] for fault in answer["output"]["details"]["faults"]] == [
            "F5TTS_DEVICE",
            "F5TTS_MODEL",
        ]
        assert "abacus" in answer["error"]
        assert "no-such-model" in answer["error"]
    assert log.count("\nINVALID_SETTINGS: ") + log.startswith("INVALID_SETTINGS: ") == 1
    assert not (tmp_path / "v").exists()


def test_wrong_settings_elsewhere_end_the_worker(tmp_path):
    """With every fault in one sentence, for the person who has started it."""
    done = run(tmp_path, "import handler; handler.main()", F5TTS_DEVICE="abacus", F5TTS_LANGUAGE="tlh")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("INVALID_SETTINGS: F5TTS_DEVICE must be")
    assert "; F5TTS_LANGUAGE is 'tlh'" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.exhaustive  # SIGTERM ends it by the same way, in the next test
def test_a_worker_that_stops_stops_its_installation(tmp_path):
    """The end of the SDK ends the worker's threads, though Python waits for them before `atexit`."""
    done = run(tmp_path, INSTALLING, F5TTS_PRELOAD="true")
    assert (done.returncode, done.stdout.split()) == (0, ["installing", "stopped"]), done.stderr


def test_sigterm_is_heeded_before_the_sdk_listens(tmp_path):
    """As while it is imported, or while the local API's server ends: the worker ends what it has begun."""
    done = run(tmp_path, INSTALLING, "--signal", F5TTS_PRELOAD="true")
    assert (done.returncode, done.stdout.split()) == (143, ["installing", "stopped"]), done.stderr


@pytest.mark.parametrize("wrong", [{"F5TTS_JOBS": "x"}, {"F5TTS_MAX_PARALLEL": "0"}])
def test_wrong_settings_of_a_load_balancing_endpoint_are_the_answer_to_every_request(wrong):
    """It stays, as one of a queue does, and is found by `/ping`."""
    port = free_port()
    runpods = {"RUNPOD_ENDPOINT_ID": "e", "RUNPOD_POD_ID": "p", "PORT": str(port), "F5TTS_SERVE": "http"}
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "handler.py")], env=clean_environment(**runpods, **wrong)
    )
    try:
        until = time.monotonic() + 60
        while True:
            with contextlib.suppress(requests.ConnectionError):
                assert requests.get(f"http://127.0.0.1:{port}/ping", timeout=5).status_code == 200
                break
            assert time.monotonic() < until
            assert process.poll() is None
            time.sleep(0.1)
        answer = requests.post(f"http://127.0.0.1:{port}/v1/audio/speech", json={"input": "Hi"}, timeout=5)
        assert (answer.status_code, answer.json()["error_code"]) == (500, "INVALID_SETTINGS")
        assert next(iter(wrong)) in answer.json()["error"]
    finally:
        process.terminate()
        assert process.wait(20) == 128 + signal.SIGTERM


WRONG_SERVING = {"PORT": "0", "F5TTS_MAX_PARALLEL": "0", "F5TTS_JOBS": "x"}


@pytest.mark.parametrize("program", ["handler.py", "handler.py serve", "scripts/doctor.py"])
def test_all_wrong_settings_of_a_worker_with_http_are_named_at_once(tmp_path, program):
    """By the start, by the command, and by the doctor, whose word is that jobs would fail."""
    environ = {**clean_environment(), "F5TTS_SERVE": "http", "F5TTS_VOLUME": str(tmp_path), **WRONG_SERVING}
    name, *arguments = program.split()
    command = [sys.executable, str(ROOT / name), *arguments]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode in (1, 2)
    for variable in (*WRONG_SERVING, "F5TTS_API_KEY"):
        assert done.stderr.count(f"{variable} ") == 1, done.stderr


def test_serve_is_a_command(tmp_path, monkeypatch, capsys):
    """`docker run IMAGE serve` is `f5tts serve` at every address: without a key it says what is missing."""
    for name in os.environ.keys() - clean_environment().keys():
        monkeypatch.delenv(name)
    monkeypatch.setenv("F5TTS_VOLUME", str(tmp_path))
    monkeypatch.setattr(sys, "argv", ["handler.py", "serve", "--port", "1"])
    with pytest.raises(SystemExit) as ended:
        handler.main()
    out, err = capsys.readouterr()
    assert (ended.value.code, out) == (2, "")
    assert "serve: INVALID_SETTINGS: F5TTS_API_KEY is missing: the server would listen at 0.0.0.0" in err
