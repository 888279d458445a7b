"""Fixtures: a volume with the published environment, and workers that run handler.py on it."""

import ast
import os
import re
import shutil
import signal
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from tests.e2e import recordings
from tests.e2e.cloud import PATIENCE_S, Cloud
from tests.e2e.processes import HANDLER, QUICK_HANDLER, WorkerProcess, clean_environment
from tests.e2e.production import Production
from tests.e2e.served import KEY, Served
from tests.e2e.visiting import chromium
from tests.unit.servers import Relay, free_port, s3_server, serve
from xdist.scheduler import LoadFileScheduling

# What no log line, no answer and no engine may ever hold.
CANARIES = {
    "RUNPOD_AI_API_KEY": "rpa_CANARYCANARYCANARY0001",
    "AWS_ACCESS_KEY_ID": "AKIACANARYCANARY0002",
    "AWS_SECRET_ACCESS_KEY": "canary/secret+access+key/0003",
}

# Their tests share the worker `http_worker`, `bucket_worker`, or `api` and `production`: one process runs
# those of one kind, so that each worker starts once.
SERVED = ("test_http.py", "test_page.py")
STORED = ("test_bucket.py", "test_migration.py")
SHARING = (
    "test_speech.py",
    "test_directed.py",
    "test_long_speech.py",
    "test_check.py",
    "test_production.py",
    "test_client.py",
    "test_book.py",
    "test_api_examples.py",
    "test_voices.py",
    "test_refusals.py",
    "test_queue.py",
)
LONGEST_OTHERS = ("test_readme.py", "test_ends.py", "test_frozen.py")


@dataclass(frozen=True)
class Finished:
    """A `--test_input` run that has ended."""

    code: int
    log: str
    store: Path

    @property
    def answer(self) -> dict[str, Any]:
        """The answer as the SDK printed it; {} where it printed none."""
        found = re.search(r"Job result: (\{.*\})$", self.log, re.MULTILINE)
        return ast.literal_eval(found[1]) if found else {}

    @property
    def error(self) -> str:
        """The sentence with which the SDK says that the job failed."""
        found = re.search(r"failed with error: (.*)$", self.log, re.MULTILINE)
        return found[1] if found else ""


def pytest_collection_modifyitems(items):
    """Skip what needs the installed environment where there is none; scripts/test.sh always has one.

    scripts/test.sh runs two processes. The longest files come first, so that neither process waits long for
    the other at the end.
    """
    for item in items:
        if not os.environ.get("F5TTS_VOLUME") and item.get_closest_marker("environment"):
            reason = "needs the installed environment: set F5TTS_VOLUME, as scripts/test.sh does"
            item.add_marker(pytest.mark.skip(reason=reason))
    order = (*SHARING, *SERVED, *STORED, *LONGEST_OTHERS)
    items.sort(key=lambda item: (*order, item.path.name).index(item.path.name))


class SharedWorkersScheduling(LoadFileScheduling):
    """Hands whole files to the processes, and those that share workers to one process."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        name = file.rpartition("/")[2]
        kinds = {"shared workers": SHARING, "shared server": SERVED, "shared bucket": STORED}
        return next((kind for kind, names in kinds.items() if name in names), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Schedule the tests, with `--numprocesses`, as above: also where --dist names another way."""
    return SharedWorkersScheduling(config, log)


@pytest.fixture(scope="session", autouse=True)
def home(tmp_path_factory):
    """Give everything that is started a home of this process's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        yield


def new_volume(folder: Path) -> Path:
    """Make a volume of its own there: store and references are new, the environments F5TTS_VOLUME's."""
    published = Path(os.environ["F5TTS_VOLUME"]).absolute() / "f5tts" / "envs"
    assert list(published.glob("*.json")), f"no environment is published in {published}"
    (folder / "f5tts").mkdir(parents=True)
    (folder / "f5tts" / "envs").symlink_to(published)
    return folder


@pytest.fixture(scope="session")
def volume(tmp_path_factory):
    """Make the volume that all tests of this session share."""
    return new_volume(tmp_path_factory.mktemp("volume"))


@pytest.fixture(scope="session")
def store(volume):
    return volume / "f5tts" / "store"


@pytest.fixture(scope="session")
def hub(tmp_path_factory):
    """Serve a model hub that has no models, so that no test depends on what this machine can reach."""
    with serve(tmp_path_factory.mktemp("hub")) as web:
        yield web.address


@pytest.fixture(scope="session")
def demo_environment(volume, hub):
    """Return the process environment of a worker for the demo model, with canaries in it.

    Two processes run tests beside each other: an engine that keeps one processor busy leaves the other.
    """
    own = {"F5TTS_VOLUME": str(volume), "F5TTS_MODEL": "demo", "OMP_NUM_THREADS": "1", "HF_ENDPOINT": hub}
    return clean_environment(**CANARIES, **own)


@pytest.fixture
def tripwire(tmp_path):
    """Return settings of a worker without an environment, and a file that appears if an engine is started."""
    fake = tmp_path / "tripwire"
    (fake / "lib" / "python3.11" / "site-packages").mkdir(parents=True)
    (fake / "bin").mkdir()
    python, mark = fake / "bin" / "python", tmp_path / "an-engine-was-started"
    python.write_text(f"#!/bin/sh\ntouch {mark}\nexit 1\n")
    python.chmod(0o755)
    environ = clean_environment(
        **CANARIES,
        F5TTS_VOLUME=str(tmp_path / "volume"),
        F5TTS_MODEL="demo",
        F5TTS_RUNTIME_PYTHON=str(python),
        F5TTS_PRELOAD="false",
    )
    return environ, mark


@pytest.fixture
def test_input(tmp_path):
    """Run `python handler.py --test_input TEXT` to its end."""

    def run(text: str, environ: dict[str, str], seconds: float = PATIENCE_S) -> Finished:
        process = WorkerProcess(tmp_path / "run", environ, ["--test_input", text], HANDLER)
        try:
            code = process.wait(seconds)
        finally:
            process.close()
        return Finished(code, process.log(), Path(environ["F5TTS_VOLUME"]) / "f5tts" / "store")

    run.__test__ = False
    return run


@pytest.fixture
def start_production(demo_environment, tmp_path):
    """Start workers of a test's own in the production loop, for tests that end or break them."""
    started = []

    def start(script: Path = QUICK_HANDLER, **settings: str) -> Production:
        worker = Production(
            Cloud(CANARIES["RUNPOD_AI_API_KEY"]),
            tmp_path / f"worker{len(started)}",
            demo_environment | settings,
            script,
        )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        worker.close()


@pytest.fixture(scope="session")
def production(demo_environment, tmp_path_factory):
    """One worker in the production loop for all tests that leave it as they found it.

    Its jobs have an hour: on a machine with much other work, none is refused as too long for its time.
    """
    folder, environ = tmp_path_factory.mktemp("production"), demo_environment | {"F5TTS_JOB_SECONDS": "3600"}
    worker = Production(Cloud(CANARIES["RUNPOD_AI_API_KEY"]), folder, environ)
    yield worker
    worker.close()
    leaked = [name for name, value in CANARIES.items() if value in worker.process.log()]
    assert not leaked, f"the worker printed {leaked}"


@pytest.fixture(scope="session")
def bucket():
    """Run an S3 server whose bucket holds a recording at its top and one in input/."""
    with s3_server(CANARIES["AWS_ACCESS_KEY_ID"], CANARIES["AWS_SECRET_ACCESS_KEY"]) as (at, folder):
        (folder / "input").mkdir(parents=True)
        for place in ("reference.wav", "private.wav", "input/reference.wav"):
            shutil.copyfile(recordings.VOICES / "slt.wav", folder / place)
        yield at, folder


@pytest.fixture(scope="session")
def relay(bucket):
    """Stand between the worker and its bucket; a test that breaks the connection mends it."""
    at, _folder = bucket
    with Relay(int(at.endpoint.rpartition(":")[2])) as running:
        yield running


@pytest.fixture(scope="session")
def bucket_settings(bucket, relay, demo_environment):
    """Return the process environment of a worker with the bucket: RunPod's three variables, no S3_BUCKET."""
    at, _folder = bucket
    kept = {name: value for name, value in demo_environment.items() if not name.startswith("AWS_")}
    return kept | {
        "BUCKET_ENDPOINT_URL": f"http://127.0.0.1:{relay.port}/{at.name}",
        "BUCKET_ACCESS_KEY_ID": at.access_key,
        "BUCKET_SECRET_ACCESS_KEY": at.secret_key,
        "S3_READ_PREFIXES": "reference.wav",
        "F5TTS_ALLOW_PRIVATE_URLS": "true",
    }


@pytest.fixture(scope="session")
def bucket_worker(bucket_settings, tmp_path_factory):
    """One worker in the production loop, with the bucket, for all tests that leave it as they found it."""
    cloud, folder = Cloud(CANARIES["RUNPOD_AI_API_KEY"]), tmp_path_factory.mktemp("bucket")
    worker = Production(cloud, folder, bucket_settings)
    yield worker
    worker.close()


class LocalApi:
    """A worker under the SDK's local API server."""

    def __init__(self, process: WorkerProcess, port: int) -> None:
        self.process = process
        self.base = f"http://127.0.0.1:{port}"

    def post(self, path: str, body: object = None, seconds: float = PATIENCE_S) -> dict[str, Any]:
        answer = requests.post(self.base + path, json=body if body is not None else {}, timeout=seconds)
        answer.raise_for_status()
        return answer.json()

    def done(self, job_id: str, seconds: float = PATIENCE_S) -> dict[str, Any]:
        """Ask for a job's status until it has ended, as RunPod's clients do."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            answer = requests.get(f"{self.base}/status/{job_id}", timeout=seconds)
            answer.raise_for_status()
            if answer.json()["status"] != "IN_PROGRESS":
                return answer.json()
            time.sleep(0.1)
        pytest.fail(f"{job_id} is still under way after {seconds} s")

    def runsync(self, job_input: object) -> dict[str, Any]:
        """Run a job at once; return the SDK's envelope: id, status, and output or error."""
        return self.post("/runsync", {"input": job_input})

    def ok(self, job_input: object) -> dict[str, Any]:
        """Run a job that should succeed; return its output."""
        answer = self.runsync(job_input)
        assert answer["status"] == "COMPLETED", answer
        return answer["output"]

    def refusal(self, job_input: object) -> str:
        """Run a job that should fail; return its error."""
        answer = self.runsync(job_input)
        assert answer["status"] == "FAILED", {**answer, "output": sorted(answer.get("output", {}))}
        return answer["error"]


@pytest.fixture(scope="session")
def api(demo_environment, tmp_path_factory):
    """One worker under the SDK's local API for all tests."""
    port = free_port()
    environ = demo_environment | {"F5TTS_ALLOW_PRIVATE_URLS": "true"}
    arguments = ["--rp_serve_api", "--rp_api_host", "127.0.0.1", "--rp_api_port", str(port)]
    process = WorkerProcess(tmp_path_factory.mktemp("api"), environ, arguments)
    served = LocalApi(process, port)
    try:
        process.wait_until(lambda: is_up(served.base), PATIENCE_S, "the local API to answer")
        yield served
    finally:
        process.close()
    assert "Traceback" not in process.log(), process.log()[-3000:]


@pytest.fixture(scope="session")
def http_worker(demo_environment, tmp_path_factory):
    """One worker that serves HTTP for all tests.

    At its end, SIGTERM lets the job that is under way be done.
    """
    folder = tmp_path_factory.mktemp("http")
    worker = Served(folder, demo_environment, F5TTS_VOICE_NAMES="nova=rms,21m00Tcm4TlvDq8ikWAM=slt")
    try:
        worker.process.wait_until(worker.is_ready, PATIENCE_S, "the worker to be ready")
        yield worker
        worker.ask("POST", "/api/tts", json={"text": "This is the end.", "request_id": "the-last"})
        os.kill(worker.process.pid, signal.SIGTERM)
        assert worker.process.wait(PATIENCE_S) in (0, -signal.SIGTERM, 128 + signal.SIGTERM)
        assert (Path(demo_environment["F5TTS_VOLUME"]) / "f5tts/store/output/the-last.wav").exists()
    finally:
        worker.process.close()
    assert "Traceback" not in worker.process.log(), worker.process.log()[-3000:]
    assert KEY not in worker.process.log()


@pytest.fixture(scope="module")
def browser():
    """One browser for a file: while it is there, this thread has Playwright's event loop, and no other."""
    with chromium() as started:
        yield started


def is_up(base: str) -> bool:
    try:
        return requests.get(f"{base}/openapi.json", timeout=PATIENCE_S).ok
    except requests.ConnectionError:
        return False


@pytest.fixture(scope="session")
def served(made):
    """Serve the recordings on the loopback; return the address of their folder."""
    with serve(made.folder) as web:
        yield web.address


@pytest.fixture(scope="session")
def made(tmp_path_factory, pytestconfig):
    """Make recordings of every kind that a caller may send."""
    hours = 10 if pytestconfig.getoption("--exhaustive") else 1
    return recordings.make(tmp_path_factory.mktemp("recordings"), hours)


@pytest.fixture(scope="session")
def sent(served, made, pytestconfig):
    """Serve what flite says, in several formats; return the address of the folder."""
    is_all = pytestconfig.getoption("--exhaustive")
    recordings.record(made.folder, recordings.CODECS if is_all else recordings.FEW)
    return served
