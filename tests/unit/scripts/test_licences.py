"""What is shipped and under which licences: the page, the bills of materials, what is not let in."""

import sys
from email.message import Message
from importlib.metadata import Distribution
from pathlib import Path

import pytest
from scripts.licences import LOCKS, PAGE, faults, found, is_allowed, licence, locked, page_rows, vendored
from scripts.sbom import bill
from tests.placed import placed

from f5tts_worker.bootstrap import find

OWN_PACKAGES = next(Path(path) for path in sys.path if path.endswith("site-packages"))


class Package(Distribution):
    """A package that says these things of itself."""

    def __init__(self, **said):
        self.said = {"Name": "some-package"} | said

    @property
    def metadata(self):
        message = Message()
        for name, value in self.said.items():
            message[name.replace("_", "-")] = value
        return message

    def read_text(self, filename):
        return None

    def locate_file(self, path):
        return path


def test_the_page_has_every_package_and_no_other():
    """docs/LICENCES.md lists what the locks name, each under a licence that is let in."""
    rows = page_rows()
    assert list(rows) == list(locked())
    assert faults(rows) == []


def test_it_has_what_browsers_get_too():
    """The rows of the list beside the page's files, one for each of its folders."""
    assert vendored().count("\n") == 3
    assert vendored() in PAGE.read_text(encoding="utf-8")


def test_the_image_s_licences_are_those_of_the_page():
    """What the installed packages say of themselves is what the page says."""
    packages, rows = found([OWN_PACKAGES]), page_rows()
    own = [name for name, places in locked().items() if "image" in places]
    assert len(own) > 40
    assert {name: licence(packages[name]) for name in own} == {name: rows[name] for name in own}


@pytest.mark.environment
def test_the_environment_s_licences_are_those_of_the_page():
    """So it is with what is installed on the volume."""
    environment = find(placed())
    if environment is None:
        pytest.skip("F5TTS_VOLUME holds no environment of this lock")
    packages, rows = found([environment.site_packages]), page_rows()
    own = [name for name, places in locked().items() if "environment" in places]
    assert {name: licence(packages[name]) for name in own} == {name: rows[name] for name in own}


@pytest.mark.parametrize(
    ("said", "is_known"),
    [
        ({"License_Expression": "MIT OR GPL-3.0-only"}, True),
        ({"License_Expression": "MIT AND GPL-3.0-only"}, False),
        ({"License_Expression": "GPL-3.0-only", "License": "MIT"}, False),
        ({"License": "Do what you like"}, False),
        ({"License": "Do what you like", "Classifier": "License :: OSI Approved :: MIT License"}, True),
        ({}, False),
    ],
)
def test_an_unknown_licence_is_a_fault(said, is_known):
    """A package that may not be shipped, or says nothing, has a sentence that names it."""
    wrong = faults({"some-package": licence(Package(**said))})
    assert (wrong == []) == is_known
    assert all(sentence.startswith("some-package ") for sentence in wrong)


def test_bills_name_what_is_shipped():
    """Each bill has the packages of its place with their versions, and is the same when it is made again."""
    for place in LOCKS:
        made = bill(place, "1.2.3")
        assert made == bill(place, "1.2.3")
        names = [one["name"] for one in made["components"]]
        assert sorted(names) == [name for name, places in locked().items() if place in places]
        assert all(is_allowed(one["licenses"][0]["expression"]) for one in made["components"])
