"""The image of RunPod's Hub, a worker with everything inside: scripts/test_container.sh --hub builds it."""

import os
import time
from pathlib import Path

import pytest
from tests.container.containers import Container, Image
from tests.e2e.answers import check_speech
from tests.e2e.cloud import Cloud

SHORT = {"text": "The old man walked down the road.", "quality": "fast"}


@pytest.fixture(scope="module")
def hub() -> Image:
    """Return the Hub's image, where it was built."""
    folder = Path(os.environ["F5TTS_IMAGE_FOLDER"]) / "hub"
    if not (folder / "config.json").is_file():
        pytest.skip("the Hub's image was not built (scripts/test_container.sh --hub)")
    return Image(folder)


def test_a_worker_with_nothing_to_install(hub, tmp_path, figure):
    """With no volume, no network and an empty cache it speaks, and says what a volume would save."""
    with Cloud("rpa_CANARYCANARYCANARY0001") as cloud:
        worker = Container(hub, tmp_path / "container", environ=cloud.environment() | {"F5TTS_MODEL": "demo"})
        try:
            job = cloud.submit(SHORT)
            body = cloud.result(job, 240)
            assert "error" not in body, f"{body}\n{worker.log[-3000:]}"
            figure("the Hub's image, from its start to its first speech", time.monotonic() - worker.started)
            check_speech(body["output"], SHORT["text"], tmp_path)
            page = cloud.result(cloud.submit({"endpoint": "health"}), 60)["output"]
        finally:
            worker.close()
    assert (page["environment"]["key"], page["environment"]["state"]) == ("given", "published")
    assert any("every new worker downloads weights again" in said for said in page["warnings"])
    assert not any("installing" in line for line in worker.log.splitlines())


def test_nothing_is_left_of_the_build(hub):
    """Neither downloads nor caches are in it, and one environment, at the place that its variable names."""
    assert list((hub.root / "tmp").iterdir()) == []
    assert not (hub.root / "root/.cache").exists()
    envs = hub.root / "var/tmp/f5tts-volume/f5tts/envs"
    (folder,) = (path for path in envs.iterdir() if path.is_dir())
    python = Path(hub.environment["F5TTS_RUNTIME_PYTHON"])
    assert (hub.root / python.parent.parent.relative_to("/")).readlink().name == folder.name
