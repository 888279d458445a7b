"""Containers that start, that cannot, and that are asked how they are. No network, no environment."""

import ast
import json
import os
import re
import signal
import time
from typing import Any

import pytest
import requests
import websockets.sync.client
from tests.container.containers import Volume, ended
from tests.e2e.cloud import Cloud
from tests.pairs import ordinarily

from f5tts_worker.volume.volume import CONTAINER_FOLDER

HEALTH = '{"id": "asked", "input": {"endpoint": "health"}}'
SPEAK = '{"id": "speak", "input": {"text": "Hello world."}}'
PYTHON = "/opt/venv/bin/python"
# Without a network the SDK's own check of the network would end the worker.
ALONE = {"RUNPOD_SKIP_AUTO_SYSTEM_CHECKS": "true", "RUNPOD_SKIP_GPU_CHECK": "true"}


def quiet(**more):
    """Return the settings of a worker that prepares nothing by itself."""
    return ALONE | {"F5TTS_PRELOAD": "false", "F5TTS_MODEL": "demo"} | more


def result(container):
    """Return the answer that the SDK printed for a test input."""
    found = re.search(r"Job result: (\{.*\})$", container.log, re.MULTILINE)
    assert found, container.log[-3000:]
    answer: dict[str, Any] = ast.literal_eval(found[1])
    return answer["output"]


def test_a_health_job_is_answered(run):
    """`--test_input` runs one job through the real SDK and ends with exit code 0."""
    container = run("--test_input", HEALTH, environ=quiet())
    assert container.wait() == 0, container.log
    assert result(container)["status"] == "completed"
    assert "Traceback" not in container.log


def test_the_local_api_serves(run):
    """`--rp_serve_api` answers over HTTP with none of the packages that were left out."""
    container = run("--rp_serve_api", "--rp_api_host", "127.0.0.1", "--rp_api_port", "18000", environ=quiet())
    answer = eventually(
        lambda: requests.post("http://127.0.0.1:18000/runsync", json=json.loads(HEALTH), timeout=120).json(),
        container,
    )
    assert answer["status"] == "COMPLETED"
    assert answer["output"]["status"] == "completed"
    container.stop()
    container.wait()


def test_the_http_server_serves(run):
    """`F5TTS_SERVE=http` answers with none of the packages that were left out: JSON, forms, the key."""
    serving = {"F5TTS_SERVE": "http", "PORT": "18001", "F5TTS_API_KEY": "a-key"}
    container = run(environ={**quiet(), **serving})
    base, key = "http://127.0.0.1:18001", {"xi-api-key": "a-key"}
    assert eventually(lambda: requests.get(f"{base}/ping", timeout=120).status_code, container) == 200
    assert requests.post(f"{base}/v1/health", timeout=120).status_code == 401
    health = requests.post(f"{base}/v1/health", headers=key, timeout=120).json()
    assert health["status"] == "completed"
    form = requests.post(f"{base}/v1/forced-alignment", headers=key, files={"file": b""}, timeout=120)
    assert (form.status_code, form.json()["detail"][0]["loc"]) == (422, ["body", "text"])
    container.stop()
    container.wait()


@pytest.mark.exhaustive  # tests/unit/test_handler.py asks the same of handler.py
def test_serve_without_a_key_is_refused(run):
    """`docker run IMAGE serve` would listen at every address."""
    refused = run("serve", environ=quiet())
    assert refused.wait() == 2
    assert "F5TTS_API_KEY is missing" in refused.log


def test_serve_is_a_command_of_the_image(run):
    """`docker run IMAGE serve`: with a key; WebSockets and figures need nothing that was left out."""
    container = run("serve", "--port", "18002", environ=quiet(F5TTS_API_KEY="a-key"))
    base, key = "http://127.0.0.1:18002", {"Authorization": "Bearer a-key"}
    assert eventually(lambda: requests.get(f"{base}/ping", timeout=120).status_code, container) == 200
    assert "f5tts_jobs_limit 16.0" in requests.get(f"{base}/metrics", headers=key, timeout=120).text
    with websockets.sync.client.connect(
        "ws://127.0.0.1:18002/v1/speak", additional_headers=key
    ) as conversation:
        conversation.send('{"end": true}')
        assert json.loads(conversation.recv())["type"] == "end"
    container.stop()
    container.wait()


def test_the_doctor_finds_a_worker_well(run, empty):
    """The image's HEALTHCHECK says in one line what it looked at."""
    container = run(
        environ=quiet(), volume=Volume("mounted", empty), entrypoint=[PYTHON, "/app/scripts/doctor.py"]
    )
    assert container.wait() == 0, container.log
    assert "/runpod-volume" in json.loads(container.log.splitlines()[-1])["message"]


def test_the_doctor_misses_a_worker_that_is_not_there(run):
    """Under tini, a health check without the worker beside it fails."""
    container = run(environ=quiet(), entrypoint=["/usr/bin/tini", "--", PYTHON, "/app/scripts/doctor.py"])
    assert container.wait() == 1
    assert container.log.splitlines()[-1] == "INTERNAL: the worker's process is not running"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        (
            "F5TTS_DEVICE",
            "abacus",
            "INVALID_SETTINGS: F5TTS_DEVICE must be auto or cpu or cuda, not 'abacus'",
        ),
        pytest.param(
            "F5TTS_MAX_TEXT_CHARS",
            "many",
            "INVALID_SETTINGS: F5TTS_MAX_TEXT_CHARS must be a whole number",
            marks=pytest.mark.exhaustive,
        ),
        pytest.param(
            "F5TTS_MODEL",
            "no-such-model",
            "INVALID_SETTINGS: F5TTS_MODEL is 'no-such-model'",
            marks=pytest.mark.exhaustive,
        ),
    ],
)
def test_a_wrong_setting_ends_the_container_with_one_sentence(run, name, value, said):
    """No traceback, no second line, exit code 1."""
    container = run(environ=quiet(**{name: value}))
    assert container.wait() == 1
    assert container.log.startswith(said)
    assert len(container.log.splitlines()) == 1


def test_a_wrong_setting_on_runpod_causes_no_storm_of_restarts(run):
    """RunPod starts a worker that ends anew at once: there it stays, and answers with the sentence."""
    with Cloud("rpa_CANARYCANARYCANARY0001") as cloud:
        container = run(environ=quiet(F5TTS_DEVICE="abacus", **cloud.environment()))
        answer = cloud.run({"text": "Hello"})
    assert answer["output"]["error_code"] == "INVALID_SETTINGS"
    assert "INVALID_SETTINGS: " in container.log
    assert container.process.poll() is None
    members = container.members()
    os.kill(container.python, signal.SIGKILL)
    assert container.wait() == 128 + signal.SIGKILL  # the container ends with its Python
    assert ended(members, 60) == []
    assert "Traceback" not in container.log


@pytest.mark.parametrize(
    ("volume", "user", "said"),
    [
        pytest.param(
            "read-only",
            "0:0",
            "VOLUME_UNUSABLE: The volume at /runpod-volume/f5tts cannot be used: it is mounted read-only",
            id="read-only",
        ),
        pytest.param(
            "mounted",
            "1000:1000",
            (
                "VOLUME_UNUSABLE: The volume at /runpod-volume/f5tts cannot be used: "
                "this worker may not write there"
            ),
            id="another user's",
            marks=pytest.mark.exhaustive,
        ),
    ],
)
def test_a_volume_that_cannot_be_written_to_is_named(run, empty, volume, user, said):
    """A job gets the sentence of the volume's own check, a health job an answer, and neither a traceback."""
    container = run("--test_input", SPEAK, environ=quiet(), volume=Volume(volume, empty), user=user)
    container.wait()
    assert said in container.log
    assert "Traceback" not in container.log
    health = run("--test_input", HEALTH, environ=quiet(), volume=Volume(volume, empty), user=user)
    assert health.wait() == 0
    assert result(health)["status"] == "completed"


def test_a_volume_of_another_user_is_no_obstacle_to_root(run, empty):
    """RunPod mounts volumes owned by root; one owned by somebody else works too."""
    empty.chmod(0o755)
    os.chown(empty, 12345, 12345)
    container = run("--test_input", HEALTH, environ=quiet(), volume=Volume("mounted", empty))
    assert container.wait() == 0
    assert "VOLUME" not in container.log
    assert (empty / "f5tts").is_dir()


@pytest.mark.parametrize("mode", ordinarily(["none", "plain"], "plain"))
def test_without_a_volume_the_container_s_disk_serves_and_says_so(run, mode):
    """No volume, or a folder that only looks like one: the doctor names the container's own disk."""
    container = run(environ=quiet(), volume=Volume(mode), entrypoint=[PYTHON, "/app/scripts/doctor.py"])
    assert container.wait() == 0, container.log
    assert str(CONTAINER_FOLDER) in container.log


def eventually(ask, container, seconds=60):
    """Return the first answer that does not fail to connect."""
    end = time.monotonic() + seconds
    while True:
        try:
            return ask()
        except requests.ConnectionError:
            assert container.process.poll() is None, container.log[-3000:]
            if time.monotonic() > end:
                raise
            time.sleep(0.2)
