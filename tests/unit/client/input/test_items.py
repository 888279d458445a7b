"""Batch files: lines, JSON lines and CSV become requests, and every fault is named with its line."""

import json
import unicodedata

import pytest

from f5tts_worker.client.batch import wanted
from f5tts_worker.client.input.items import BatchFileError, read_items


def test_every_line_of_a_text_file_is_an_item():
    """Blank lines are passed over; names are numbers that sort; defaults go into every item."""
    items = read_items("One.\n\n  Two. \n", ".txt", {"speed": 0.9})
    assert [item.name for item in items] == ["0001", "0002"]
    assert [item.data for item in items] == [{"speed": 0.9, "text": "One."}, {"speed": 0.9, "text": "Two."}]


def test_csv_and_json_lines_may_name_any_field():
    """The short names of the command line are understood, numbers are numbers, and a row beats a default."""
    rows = read_items('name,voice,speed,text\nx,anna,1.5,"Yes, 3."\n', ".csv", {"speed": 0.9})
    assert rows[0].data == {"local_voice": "anna", "speed": 1.5, "text": "Yes, 3."}
    lines = '{"text": "Hi", "format": "mp3", "subtitles": ["srt"]}\n'
    (item,) = read_items(lines, ".jsonl", {})
    assert item.data == {"text": "Hi", "output_format": "mp3", "subtitle_format": ["srt"]}


def test_all_faults_come_at_once():
    """No JSON, no object, no text, unknown fields, bad and double names: each with its line."""
    lines = [
        "{",
        "[]",
        '{"name": "a", "text": " "}',
        '{"name": "A", "text": "x", "colour": 1}',
        '{"name": "../b", "text": "x"}',
    ]
    with pytest.raises(BatchFileError) as caught:
        read_items("\n".join(lines), ".jsonl", {})
    for sentence in (
        "line 1: it is not JSON",
        "line 2: it is not a JSON object",
        "line 3: it has no text",
        "line 4: the name 'A' occurs twice",
        "line 4: there is no field 'colour'",
        "line 5: the name '../b' is not a file name",
    ):
        assert sentence in str(caught.value)


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_empty_file_is_a_fault(text):
    """A batch without a text is a mistake."""
    with pytest.raises(BatchFileError, match="no text"):
        read_items(text, ".txt", {})


def test_a_changed_item_has_another_digest():
    """What a state file says of an item holds only while its request is the same."""
    one, other = (read_items(text, ".txt", {})[0] for text in ("One.", "Two."))
    assert one.name == other.name
    assert one.digest != other.digest
    csv = ("text,speed\nOne.,1", "text,speed\nOne.,1.0", "text,speed\nOne.,1.5")
    whole, decimal, faster = (read_items(text, ".csv", {})[0].digest for text in csv)
    assert whole == decimal != faster


def test_cells_of_text_stay_text():
    """A name with leading zeros, a text of digits, a voice called 7: no number, and no traceback."""
    rows = read_items("name,text,voice,seed\n0007,1984,7,007\n", ".csv", {})
    assert rows[0].name == "0007"
    assert rows[0].data == {"text": "1984", "local_voice": "7", "seed": "007"}


def test_only_line_ends_end_a_line():
    """A quoted cell keeps its line break; a line separator inside a text divides nothing."""
    (cell,) = read_items('text\n"Hello\nworld"\n', ".csv", {})
    assert cell.data["text"] == "Hello\nworld"
    (item,) = read_items('{"text": "a\u2028b"}\n', ".jsonl", {})
    assert item.data["text"] == "a\u2028b"


@pytest.mark.parametrize(("head", "line"), [("text", 2), ("", 1)])
def test_a_cell_that_csv_cannot_hold_is_a_fault_with_its_line(head, line):
    """The reader's own limit ends in a sentence, not in a traceback."""
    text = f'{head}\n"' + "x" * 140_000 + '"\n'
    with pytest.raises(BatchFileError, match=f"line {line}: it is not CSV"):
        read_items(text.lstrip("\n"), ".csv", {})


@pytest.mark.parametrize("cell", ['"Hello', '"Hello" she said', '"Hello\n\nb,"Bye"'])
def test_a_quotation_mark_that_csv_has_no_place_for_swallows_no_row(cell):
    """It is a fault with the line at which its row begins, and not a text that holds the rows behind it."""
    with pytest.raises(BatchFileError, match=r"^line 3: it is not CSV \(.*they are doubled\)$"):
        read_items(f"name,text\nz,Good\na,{cell}\nc,Done\n", ".csv", {})


def test_tables_with_tabs_may_hold_quotation_marks_as_they_are():
    """Some programs quote cells with tabs as CSV does, others none: both are read as they were meant."""
    plain = read_items('name\ttext\na\t"Hello," she said.\nb\t"Bye\n', ".tsv", {})
    assert [item.data["text"] for item in plain] == ['"Hello," she said.', '"Bye']
    (quoted,) = read_items('name\ttext\na\t"""Hello,""\nshe said."\n', ".tsv", {})
    assert quoted.data["text"] == '"Hello,"\nshe said.'


@pytest.mark.parametrize("separator", [";", "\t"])
def test_what_separates_the_cells_is_seen_in_the_heading(separator):
    """Spreadsheets write semicolons where the comma is for decimals, and tabs when asked to."""
    lines = ["name; text;voice;speed", "one;It is late, I know; anna;0,9", 'two;"a;b";;1.5', "three;1,5;;"]
    rows = read_items("\n".join(lines).replace(";", separator).replace('"a\t', '"a;'), ".CSV", {})
    assert [row.name for row in rows] == ["one", "two", "three"]
    speed = 0.9 if separator == ";" else "0,9"
    assert rows[0].data == {"text": "It is late, I know", "local_voice": "anna", "speed": speed}
    assert rows[1].data == {"text": "a;b", "speed": 1.5}
    assert rows[2].data == {"text": "1,5"}


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        ("sep=;\nName;Text;Remove_Silence\na;Hello;TRUE\n;;\n", ".csv"),
        ("name\ttext\tremove_silence\na\tHello\tTrue\n", ".tsv"),
        ('{"name": "a", "text": "Hello", "remove_silence": true}\n', ".ndjson"),
        ('[{"name": "a", "text": "Hello",\n"remove_silence": true}]', ".json"),
    ],
)
def test_files_as_programs_write_them(text, ending):
    """Excel's line before the heading, its capitals and its empty rows; tabs, lists and lines of JSON."""
    (item,) = read_items(text, ending, {})
    assert (item.name, item.data) == ("a", {"text": "Hello", "remove_silence": True})


def test_a_csv_without_texts_is_told_once():
    """The heading is named, and not every line."""
    with pytest.raises(BatchFileError, match=r"^its first line has no column `text`, only: name;words$"):
        read_items("name;words\na;Hello\nb;Hello\n", ".csv", {})


@pytest.mark.parametrize(
    "fields", [{"output_format": "../a"}, {"subtitle_format": 5}, {"subtitle_format": ["srt", {}]}]
)
def test_formats_that_name_no_file_are_faults(fields):
    """What the files are called depends on them, so they are looked at before anything is sent."""
    with pytest.raises(BatchFileError, match=r"^line 1: (format|subtitles) is .*; expected"):
        read_items(json.dumps({"text": "Hello.", **fields}), ".jsonl", {})


def test_formats_are_read_as_the_worker_reads_them():
    """Capital letters do not lose a file: the answer's names are in small ones."""
    assert wanted({"output_format": "MP3", "subtitle_format": ["SRT", " vtt"]}) == ("mp3", ("srt", "vtt"))
    assert wanted({"subtitle_format": None, "create_subtitles": True}) == ("wav", ("ass",))


@pytest.mark.parametrize("name", ["kapitel_über", "глава 1", "章一", "अध्याय"])
def test_names_in_any_script(name):
    """An item is named as people write, however the accents of its letters are encoded."""
    text = json.dumps({"name": unicodedata.normalize("NFD", name), "text": "Hello."})
    (item,) = read_items(text, ".jsonl", {})
    assert item.name == unicodedata.normalize("NFC", name)


def test_turns_may_stand_in_place_of_a_text():
    """As the worker takes them."""
    (item,) = read_items('{"turns": [{"voice": "slt", "text": "Hi."}]}', ".jsonl", {})
    assert item.data == {"turns": [{"voice": "slt", "text": "Hi."}]}


def test_faults_in_a_list_are_named_by_entry():
    """It has no lines to count."""
    with pytest.raises(BatchFileError, match=r"^entry 2: it is not a JSON object$"):
        read_items('[{"text": "Hello."}, 5]', ".json", {})
