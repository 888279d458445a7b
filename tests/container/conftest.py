"""Fixtures: the built image, and containers from it. scripts/test_container.sh prepares what they need."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.container.containers import Container, Image, Volume

FIGURES: list[str] = []


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the times that the tests took down."""
    for line in FIGURES:
        terminalreporter.write_line(line)


@pytest.fixture
def figure() -> Callable[[str, float], None]:
    """Take a time down that docs/BENCHMARKS.md shows. Nothing is asserted of it."""
    return lambda name, seconds: FIGURES.append(f"{name}: {seconds:.2f} s")


@pytest.fixture(scope="session")
def image() -> Image:
    """Return the image that tests/container/build.sh has built into F5TTS_IMAGE_FOLDER."""
    return Image(Path(os.environ["F5TTS_IMAGE_FOLDER"]))


@pytest.fixture
def run(image: Image, tmp_path: Path) -> Iterator[Callable[..., Container]]:
    """Start containers; end them after the test."""
    started: list[Container] = []

    def start(*arguments: str, **options: object) -> Container:
        started.append(Container(image, tmp_path / f"container-{len(started)}", arguments, **options))
        return started[-1]

    yield start
    for container in started:
        container.close()


@pytest.fixture(scope="session")
def installed() -> Volume:
    """Return a volume with the installed environment; what a test writes to it is gone afterwards."""
    folder = os.environ.get("F5TTS_VOLUME")
    if not folder:
        pytest.skip("needs the installed environment: set F5TTS_VOLUME, as scripts/test.sh does")
    return Volume("copied", Path(folder).absolute())


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """Return a new folder, to be mounted as a volume."""
    folder = tmp_path / "volume"
    folder.mkdir()
    return folder
