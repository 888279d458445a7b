"""docs/API.md says what the code does: its tables are the code's own."""

import json
import re
from pathlib import Path

import pytest

from f5tts_worker import config
from f5tts_worker.errors import CODES, WorkerError
from f5tts_worker.jobs.delivery import response
from f5tts_worker.languages import LANGUAGES
from f5tts_worker.request import fields
from f5tts_worker.request import parse as request
from f5tts_worker.request.output_fields import SUBTITLE_FORMATS
from f5tts_worker.request.style_properties import PROPERTIES
from f5tts_worker.subtitles.styles import STYLES

API = (Path(__file__).resolve().parents[3] / "docs" / "API.md").read_text(encoding="utf-8")
SETTINGS = config.from_environment({})


def section(title):
    """Return the text under a heading of the second level."""
    found = re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", API, re.MULTILINE | re.DOTALL)
    assert found, f"docs/API.md has no section {title!r}"
    return found[1]


def row(field):
    """Return a field's line in the tables."""
    takes = "a language code" if field.name == "language" else field.wanted
    default = (
        "required" if field.required else "" if field.default is None else f"`{json.dumps(field.default)}`"
    )
    return f"| `{field.name}` | {takes} | {default} | {field.doc} |"


@pytest.mark.parametrize("endpoint", fields.ENDPOINTS)
def test_every_field_has_its_row(endpoint):
    """Each endpoint's section holds a row for each of its fields, as the parser reads it."""
    text = section(f"`{endpoint}`")
    spec = fields.ENDPOINTS[endpoint]
    assert spec.doc in text
    expected = [row(field) for field in (*spec.fields, *spec.options)]
    assert re.findall(r"^\| `.*$", text, re.MULTILINE) == expected


def test_every_property_of_a_style_has_its_row():
    """The table of what a subtitle style takes is the parser's, and that of formats and styles is whole."""
    rows = re.findall(r"^\| `.*$", section("Subtitles"), re.MULTILINE)
    assert rows[-len(PROPERTIES) :] == [row(field) for field in PROPERTIES]
    named = [line.split("`")[1] for line in rows[: -len(PROPERTIES)]]
    assert named == [*SUBTITLE_FORMATS, *STYLES]


def test_every_error_has_its_row():
    """The table of errors lists each code once, with whether trying again can help."""
    rows = re.findall(r"^\| `([A-Z_]+)` \| (yes|no) \|", section("Errors"), re.MULTILINE)
    assert dict(rows) == {code: "yes" if retryable else "no" for code, retryable in CODES.items()}
    assert len(rows) == len(CODES)


def test_languages_and_limits():
    """Whatever is a list or a limit in the code is the same in the page."""
    for language in LANGUAGES:
        assert f"`{language}`" in section("Languages")
    assert f"{response.MAX_ANSWER_BYTES:,}" in API
    assert f"{SETTINGS.max_text_chars:,}" in section("`tts`")


def test_the_examples_are_valid_requests():
    """Every example input in the page is accepted by the parser as it stands."""
    examples = re.findall(r"```json\n(\{\"input\".*?)```", API, re.DOTALL)
    assert len(examples) >= len(fields.ENDPOINTS)
    seen = {type(request.parse(json.loads(text)["input"], SETTINGS)) for text in examples}
    assert len(seen) == len(fields.ENDPOINTS)  # each has a kind of request of its own


def test_the_example_of_an_error_is_real():
    """The page's error is what the worker answers to such a request, to the letter."""
    shown = next(
        json.loads(text)
        for text in re.findall(r"```json\n(.*?)```", API, re.DOTALL)
        if '"error_code"' in text
    )
    with pytest.raises(WorkerError) as caught:
        request.parse({"options": {"speed": 9}}, SETTINGS)
    assert response.failure(caught.value, shown["job_id"]) == shown


def test_the_other_examples_are_json():
    """Answers in the page are JSON that can be copied."""
    blocks = re.findall(r"```json\n(.*?)```", API, re.DOTALL)
    for text in blocks:
        json.loads(text)
