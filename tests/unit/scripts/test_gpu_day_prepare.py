"""What a bare GPU machine is given: at locked versions, checked before unpacking, nothing it has already."""

import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
sys.path.append(str(ROOT / "scripts"))  # as scripts/gpu_day.sh has it

from gpu_day import prepare  # noqa: E402  found through the line above


@pytest.fixture
def prepared(tmp_path):
    """Make a folder as --prepare does, with one package that no Python has and one that every Python has."""
    folder = tmp_path / "prepared"
    (folder / "wheels").mkdir(parents=True)
    for name in ("day_of_rest", "json"):
        with zipfile.ZipFile(folder / "wheels" / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
            wheel.writestr(f"{name}/__init__.py", "ONE = 1\n")
    sums = [f"{prepare._sum(path)}  {path.relative_to(folder)}\n" for path in prepare._files(folder)]
    (folder / "SHA256SUMS").write_text("".join(sums))
    return folder


def test_every_package_is_in_the_lock_with_its_checksums():
    """Each package is fetched at one version, by checksum; PyAV and a recogniser are not fetched."""
    lock = (ROOT / "tests" / "oracle_requirements.txt").read_text()
    entries = {entry.split("==")[0]: entry for entry in prepare._locked(lock)}
    assert set(entries) == set(prepare.PACKAGES)
    assert all("--hash=sha256:" in entry for entry in entries.values())
    assert not {"av", "ctranslate2", "torch"} & set(entries)


def test_a_package_that_the_lock_has_not_is_named():
    """A lock without one of the packages is refused by that package's name."""
    lock = (ROOT / "tests" / "oracle_requirements.txt").read_text()
    with pytest.raises(SystemExit, match="no vocos"):
        list(prepare._locked(lock.replace("\nvocos==", "\nother==")))


def test_only_what_is_missing_is_unpacked(prepared, tmp_path):
    """A package that this Python has stays as it is there."""
    packages, libraries = prepare.unpack(prepared, tmp_path / "work")
    assert [path.name for path in Path(packages[0]).iterdir()] == ["day_of_rest"]
    assert libraries == [str(prepared / "flite")]


def test_a_file_that_changed_on_the_way_is_refused(prepared, tmp_path):
    """A wheel whose sum is not the one that was written down is never unpacked."""
    with (prepared / "wheels" / "day_of_rest-1.0-py3-none-any.whl").open("ab") as wheel:
        wheel.write(b".")
    with pytest.raises(SystemExit, match=r"day_of_rest-1\.0.* is not the file that was fetched"):
        prepare.unpack(prepared, tmp_path / "work")
    assert not (tmp_path / "work").exists()


def test_without_preparation_the_machine_is_taken_as_it_is(tmp_path):
    """Where nothing was prepared, nothing is unpacked."""
    assert prepare.unpack(tmp_path / "none", tmp_path / "work") == ([], [])


def test_the_repository_and_what_is_carried_stay_under_the_limit():
    """The repository leaves at least 20 MB of the 60 for packages, flite and word lists."""
    assert prepare._repository_bytes(prepare.PREPARED) < prepare.MOST_BYTES - 20_000_000
