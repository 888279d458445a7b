"""The bundle of modules: imports from one file are what imports from many files would be."""

import importlib
import inspect
import sys
import traceback
from importlib.machinery import ExtensionFileLoader

import pytest

from f5tts_worker.engine.startup import bundle

SOURCE = '''
"""A module of the test."""
def where():
    """Say where."""
    raise LookupError("here")
'''


@pytest.fixture
def packages(tmp_path, monkeypatch):
    """Make a package of three modules on the path; forget afterwards what was imported from it."""
    folder = tmp_path / "packages"
    (folder / "bundled" / "inner").mkdir(parents=True)
    for path in ("bundled/__init__.py", "bundled/inner/__init__.py", "bundled/inner/leaf.py"):
        (folder / path).write_text(SOURCE)
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setattr(sys, "meta_path", sys.meta_path[:])
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    yield folder
    forget()


def forget():
    """Take the test's modules out of the interpreter."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "bundled"]:
        del sys.modules[name]
    importlib.invalidate_caches()


def packed(packages):
    """Import the package, write its bundle, and forget it."""
    for _ in range(2):  # Python writes the bytecode at the first import
        with bundle.recorded() as found:
            importlib.import_module("bundled.inner.leaf")
        forget()
    bundle.write(packages, found.values())


def facts(name):
    """Return what a module knows of itself and its place."""
    module = importlib.import_module(name)
    spec = module.__spec__
    places = list(getattr(module, "__path__", []))
    return (
        module.__name__,
        module.__package__,
        module.__file__,
        module.__cached__,
        places,
        spec.origin,
        spec.parent,
    )


def test_modules_are_the_same_with_a_bundle(packages):
    """Name, package, file, bytecode file and search path are those of Python's own finder."""
    names = ["bundled", "bundled.inner", "bundled.inner.leaf"]
    without = [facts(name) for name in names]
    forget()
    packed(packages)
    sys.meta_path.insert(0, bundle.read(packages))
    assert [facts(name) for name in names] == without
    assert all("_BundleLoader" in type(sys.modules[name].__loader__).__name__ for name in names)


def test_no_file_of_a_module_is_looked_at(packages):
    """The modules' own files can be gone."""
    packed(packages)
    finder = bundle.read(packages)
    for path in packages.rglob("*.py*"):
        path.unlink()
    sys.meta_path.insert(0, finder)
    with pytest.raises(LookupError, match="here"):
        importlib.import_module("bundled.inner.leaf").where()


def test_a_volume_that_moved_is_named_in_tracebacks_and_sources(packages, tmp_path):
    """Written under one path and read under another, functions name the files that are there now."""
    packed(packages)
    moved = packages.rename(tmp_path / "moved")
    sys.meta_path.insert(0, bundle.read(moved))
    leaf = importlib.import_module("bundled.inner.leaf")
    with pytest.raises(LookupError) as caught:
        leaf.where()
    assert traceback.extract_tb(caught.value.__traceback__)[-1].filename == str(
        moved / "bundled/inner/leaf.py"
    )
    assert '"""Say where."""' in inspect.getsource(leaf.where)


def test_what_the_bundle_lacks_is_found_as_ever(packages):
    """A module that was added later, or belongs to another package, comes from its file."""
    packed(packages)
    (packages / "bundled" / "late.py").write_text("HERE = True")
    sys.meta_path.insert(0, bundle.read(packages))
    assert importlib.import_module("bundled.late").HERE


def test_extension_modules_are_named_without_a_search(packages):
    """An extension has no bytecode: its entry says where the library is."""
    finder = bundle.Bundle(packages, {"fast": ("fast.abi3.so", False, 0, 0)}, memoryview(b""))
    spec = finder.find_spec("fast")
    assert isinstance(spec.loader, ExtensionFileLoader)
    assert spec.origin == spec.loader.path == str(packages / "fast.abi3.so")


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: data[:-1],
        lambda data: b"",
        lambda data: data.replace(importlib.util.MAGIC_NUMBER.hex().encode(), b"00000000", 1),
        lambda data: b"[1]\n" + data,
        lambda data: b"\xff" * 100,
    ],
    ids=["cut", "empty", "another Python", "another form", "noise"],
)
def test_a_bundle_that_cannot_be_used_is_as_none(packages, damage):
    """Then imports come from files: nothing is lost but time."""
    packed(packages)
    path = packages / bundle.NAME
    path.write_bytes(damage(path.read_bytes()))
    assert bundle.read(packages) is None


def test_without_a_bundle_nothing_changes(packages):
    """An environment that was published before bundles were is used as it is."""
    before = sys.meta_path[:]
    assert bundle.read(packages) is None
    assert sys.meta_path == before
