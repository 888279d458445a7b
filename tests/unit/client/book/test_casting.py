"""Who says what: dialogue in quotes, and the names beside it."""

import pytest
from tests.growth import AT_MOST, growth

from f5tts_worker.client.asking import UsageError
from f5tts_worker.client.book import cutting
from f5tts_worker.client.book.casting import Cast, read_cast
from f5tts_worker.client.book.contents import Block, Chapter, Kind

CAST = Cast("-", "talk", {"Anna": "a", "Bob": "b", "Captain Reed": "c", "Mr. Poe": "p"})


def said(paragraph, cast=CAST, language="en"):
    """Return what each voice says, `-` for the narrator."""
    return [(line.voice, line.text) for line in cast.lines(paragraph, language)]


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        ("It was late. Anna slept.", [("-", "It was late. Anna slept.")]),
        ("“Go,” said Anna.", [("a", "“Go,”"), ("-", "said Anna.")]),
        ('Anna said, "Go."', [("-", "Anna said,"), ("a", '"Go."')]),
        (
            "“Go,” said Anna, “and stay.” Bob left.",
            [("a", "“Go,”"), ("-", "said Anna,"), ("a", "“and stay.”"), ("-", "Bob left.")],
        ),
        (
            "“Go,” said Anna. “Now,” said Bob.",
            [("a", "“Go,”"), ("-", "said Anna."), ("b", "“Now,”"), ("-", "said Bob.")],
        ),
        ("“Go,” said Anna. “Now.”", [("a", "“Go,”"), ("-", "said Anna."), ("a", "“Now.”")]),
        ("Bob nodded to Anna. “Yes.”", [("-", "Bob nodded to Anna."), ("b", "“Yes.”")]),
        ("“Yes!” she cried.", [("talk", "“Yes!”"), ("-", "she cried.")]),
        ("“Well.” He thought. “No,” said Mr. Poe.",
         [("p", "“Well.”"), ("-", "He thought."), ("p", "“No,”"), ("-", "said Mr. Poe.")]),
        ("“It is late,” said Captain Reed.", [("c", "“It is late,”"), ("-", "said Captain Reed.")]),
        ("Annabel said: “Go.”", [("-", "Annabel said:"), ("talk", "“Go.”")]),
        # A speech that the next paragraph continues, quotes inside quotes, and a dash without a letter.
        ("“He said ‘no’ to me. And then", [("talk", "“He said ‘no’ to me. And then")]),  # noqa: RUF001 - quotation marks
        ("“Go—” Anna stood—“now!”", [("a", "“Go—”"), ("-", "Anna stood—"), ("a", "“now!”")]),
        ("— “Go.” — “No.”", [("talk", "— “Go.” — “No.”")]),
        # Words that nobody says: no mark inside, no comma behind; a mark of inches; an apostrophe.
        ("The “best” man had a 6\" nail.", [("-", "The “best” man had a 6\" nail.")]),
        ("‘I don’t know,’ he said.", [("talk", "‘I don’t know,’"), ("-", "he said.")]),  # noqa: RUF001 - quotation marks
        ("‘Tis the boys’ house.", [("-", "‘Tis the boys’ house.")]),  # noqa: RUF001 - quotation marks
        ("„Geh“, sagte Anna.", [("a", "„Geh“,"), ("-", "sagte Anna.")]),
        ("»Geh!«, sagte Anna.", [("a", "»Geh!«,"), ("-", "sagte Anna.")]),
        ("« Va ! » dit Anna.", [("a", "« Va ! »"), ("-", "dit Anna.")]),
        ("「行け」とアンナ。", [("talk", "「行け」"), ("-", "とアンナ。")]),
        ("“Go”", [("talk", "“Go”")]),
        ("Anna: “”", [("-", "Anna: “”")]),
    ],
)  # fmt: skip
def test_who_says_what(paragraph, expected):
    """Speech in quotes is the named one's, or else dialogue's; all else is the narrator's."""
    assert said(paragraph) == expected


def test_without_a_voice_for_dialogue():
    """Only those who are named have another voice."""
    cast = Cast("-", None, {"Anna": "a"})
    assert said("“Go,” said Bob.", cast) == [("-", "“Go,” said Bob.")]
    assert said("“Go,” said Anna.", cast)[0] == ("a", "“Go,”")


def test_a_passage_has_the_lines_of_its_paragraph():
    """Headings are the narrator's; a long paragraph is cut between sentences, each part with its voices."""
    blocks = (
        Block(Kind.HEADING, "“Go!”", 1),
        Block(Kind.PARAGRAPH, "“" + "Come here. " * 200 + "Now,” said Anna."),
    )
    heading, *parts = cutting.passages(Chapter("x", blocks), "en", 1.0, CAST)
    assert [line.voice for line in heading.lines] == ["-"]
    assert [[line.voice for line in part.lines] for part in parts] == [["a"]] * (len(parts) - 1) + [
        ["a", "-"]
    ]
    assert len(parts) > 1
    assert "".join("".join(part.text for part in parts).split()) == "".join(blocks[1].text.split())


@pytest.mark.parametrize(
    "unit",
    ["“", "‘a ", "“a,” ", "‘a,’ Anna. ", '"', "« ", "Anna ", "“a,” said Anna. "],  # noqa: RUF001 - quotation marks
)
def test_work_grows_with_the_paragraph(unit):
    """Quotes that are never closed take time in proportion."""
    assert growth(lambda text: CAST.lines(text, "en"), lambda n: unit * n) < AT_MOST


def test_a_file_of_rules(tmp_path):
    """Voices are named as everywhere else, and every fault is said at once."""
    rules = tmp_path / "cast.toml"
    rules.write_text('dialogue = "bob.wav"\n[names]\nAnna = "anna"\n"Mr. Poe" = "voices/poe.wav"\n')
    cast = read_cast(rules, "eve")
    assert cast == Cast("eve", "bob", {"Anna": "anna", "Mr. Poe": "poe"})
    assert cast.voices == ["anna", "bob", "poe"]
    rules.write_text('dialog = "x"\ndialogue = 5\n[names]\nAnna = "../x"\n"" = "anna"\n')
    with pytest.raises(UsageError) as wrong:
        read_cast(rules, "eve")
    for fault in ("'dialog' is unknown", "dialogue is 5", "names.Anna is '../x'", "the name ''"):
        assert fault in str(wrong.value)
    for text, fault in (("[names", "is no TOML"), ("", "names no voice"), ("names = 3", "must be a table")):
        rules.write_text(text)
        with pytest.raises(UsageError, match=fault):
            read_cast(rules, "eve")
