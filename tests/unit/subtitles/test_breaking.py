"""Where cues and lines break, and what stays together."""

from dataclasses import replace

import pytest
from tests.unit.timed_words import spoken, steady

from f5tts_worker.subtitles.cues import from_words
from f5tts_worker.subtitles.labels import labels
from f5tts_worker.subtitles.phrases import phrased
from f5tts_worker.subtitles.render import render
from f5tts_worker.subtitles.rules import RULES
from f5tts_worker.subtitles.styles import STYLES
from f5tts_worker.subtitles.together import ARTICLE, HELD, NAME, NUMBER, PART_OF_NAME, UNIT, parting
from f5tts_worker.subtitles.words import from_engine


def texts(words, **options):
    return [cue.text for cue in from_words(words, **options)]


def ends_of_lines(text, **changes):
    """Return the last word of every line but the last of a sentence."""
    rules = replace(RULES, **changes)
    lines = [line for cue in from_words(steady(text), rules=rules) for line in cue.text.split("\n")]
    return [line.split()[-1] for line in lines if not line.endswith(".")]


@pytest.mark.parametrize("chars", [18, 24, 32, 42])
@pytest.mark.parametrize("lines", [1, 2, 3])
def test_what_belongs_together_is_not_parted(chars, lines):
    """No line ends with an article, a title before its name, or a number before its unit."""
    text = (
        "The old captain told Mr. Brown that an island lay 40 miles to the west of the harbour on page 12 of "
        "the log, and that Dr. Gray had paid a man 5 million dollars for a map of the place in March 1921."
    )
    kept = {"The", "the", "a", "an", "Mr.", "Dr.", "40", "5", "page"}
    found = ends_of_lines(text, chars_per_line=chars, wide_chars_per_line=round(chars / 2.6), lines=lines)
    assert not kept & set(found)


@pytest.mark.parametrize("chars", [18, 24, 32])
def test_marks_before_a_word_hide_nothing(chars):
    """A quotation mark or a bracket before an article, and the initials of a name."""
    text = (
        'She met J. K. Rowling (the author) and saw "the end of an age" with C. S. Lewis at “a small inn” '
        "of old."
    )
    found = ends_of_lines(text, chars_per_line=chars, wide_chars_per_line=round(chars / 2.6))
    assert not {"J.", "K.", "C.", "S.", "(the", '"the', "“a", "an"} & set(found)


@pytest.mark.parametrize(
    "pair", ["Hauptstr. 5", "Lindengasse 12a", "S. 45", "Abs. 2", "n.º 5", "№ 7", "pág. 12"]
)
def test_a_number_stays_with_what_it_numbers(pair):
    """In other languages, too; and the number of a house with its street."""
    assert parting(*pair.split()) >= HELD


@pytest.mark.parametrize(
    "pair", ["4-6 hours;", "4/6 Stunden", "2021 年に", "24 h.", "1/2 cup", "Mme de", "Mrs. Hill"]
)
def test_a_number_stays_with_its_unit(pair):
    """Ranges, too, and the counters of scripts without spaces; a title with a name that begins with "de"."""
    least = HELD if pair != "1/2 cup" else NUMBER
    assert parting(*pair.split(), "take") >= least


def test_parts_of_names_and_amounts():
    """A name is torn as late as can be: rather is a spelled-out title cut off."""
    usual = parting("walked", "away", "he")
    for word, after in (
        ("John", "F."),
        ("Downey", "Jr."),
        ("Henry", "VIII"),
        ("Paul", "II"),
        ("Jean-Luc", "B."),
    ):
        assert parting(word, after, "met") == PART_OF_NAME
    assert usual < parting("h.", "5", "2") < UNIT
    assert parting("Jean-Luc", "Picard,", "is") == parting("Hillary", "Clinton", "met") == NAME
    assert usual < parting("President", "John", "met") < PART_OF_NAME
    assert parting("Then", "I", "") == parting("the", "U.S.", "x") - ARTICLE == usual
    assert parting("°C", "(212", "100") == usual


@pytest.mark.parametrize("style", ["default", "word_pop"])
def test_capitals_hide_no_names(style):
    """What belongs together does in a style of capitals, too."""
    file = render(
        steady("We met Harry Truman and Jean-Luc Picard 2 h. 5 min. after them. He saw Al Pacino."),
        ["srt"],
        style,
    )
    lines = [line.casefold() for line in file["srt"].split("\n")]
    assert not any(line.endswith((" harry", " jean-luc", " al", " 2", " 5")) for line in lines)


def test_a_bracket_begins_a_line():
    """A break is better before it than two words later; and after a unit that may end a sentence."""
    assert ends_of_lines("The plant needs most of the cell's ATP (adenosine triphosphate) for it.") == ["ATP"]
    words = steady(
        "You must not exceed 3,000 mg of it in 24 h. If symptoms persist, you should see somebody."
    )
    assert texts(words)[0].endswith("24 h.")


@pytest.mark.parametrize("chars", [32, 42])
def test_lines_end_before_conjunctions(chars):
    """And not after them, nor after prepositions and the like, where another place is as good."""
    text = (
        "The children waited patiently until their mother called them inside because they knew that dinner "
        "was ready, but nobody wanted to miss the pudding which their aunt had made from pears after lunch."
    )
    found = ends_of_lines(text, chars_per_line=chars, wide_chars_per_line=round(chars / 2.6))
    assert not {"until", "their", "because", "that", "but", "which", "from", "after", "to"} & set(found)


@pytest.mark.parametrize(
    ("text", "language", "ends"),
    [
        ('He walked slowly back home. "Where were you?" asked his mother.', "en", ["home.", "mother."]),
        ("He walked slowly back home. 'Where were you?' asked his mother.", "en", ["home.", "mother."]),
        ("Er ging langsam nach Hause. »Wo bist du gewesen?« fragte sie ihn.", "de", ["Hause.", "ihn."]),
        ("He walked slowly back home. — Where were you? — At the old inn.", "en", ["home.", "you?", "inn."]),
        ("Hon gick sakta hem igen. ”Var har du varit?” frågade modern.", "sv", ["igen.", "modern."]),
        ("Il est rentré. « Bonjour à vous tous ! » dit la mère.", "fr", ["rentré.", "mère."]),
    ],
)
def test_what_opens_speech_goes_with_it(text, language, ends):
    """Marks that close elsewhere, and dashes: the cue ends before them, and no line ends with one."""
    cues = from_words(steady(text, language=language))
    assert [cue.text.split()[-1] for cue in cues] == ends
    assert not any(line.split()[-1] in {"—", "«"} for cue in cues for line in cue.text.split("\n"))


@pytest.mark.parametrize(
    "text", ["Oh yes ! We will. He went — she stayed.", "Elle a dit « bonjour » hier soir."]
)
@pytest.mark.parametrize("chars", [11, 13, 16])
def test_a_mark_that_stands_apart_begins_no_line(text, chars):
    """It belongs to the word before, as French has it; an opening one to the word after."""
    rules = replace(RULES, chars_per_line=chars, wide_chars_per_line=round(chars / 2.6))
    lines = [line for cue in from_words(steady(text), rules=rules) for line in cue.text.split("\n")]
    assert not {line.split()[0] for line in lines} & {"!", "—", "»"}
    assert not {line.split()[-1] for line in lines} & {"«"}


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("The price was 25 % or 3 dollars.", ["The price", "was", "25 %", "or", "3 dollars."]),
        ("He ran with Mrs. White to town.", ["He ran", "with", "Mrs. White", "to town."]),
        ("She lived near the old barn.", ["She lived", "near", "the old", "barn."]),
        ("We met in May, 1999.", ["We met", "in", "May, 1999."]),
    ],
)
def test_what_belongs_together_is_worth_a_cue(text, cues):
    """With two words at most, a word for itself is better than a number without its unit."""
    assert texts(steady(text), rules=replace(RULES, words=2)) == cues


def test_lines_break_after_a_unit():
    """It looks like a short word that leans on the next, but its number came before."""
    (cue,) = from_words(steady("Dr. Smith walked 5 km to the old mill on Baker Street."))
    assert cue.text.split("\n") == ["Dr. Smith walked 5 km", "to the old mill on Baker Street."]


def test_the_rest_of_a_sentence_does_not_join_the_next():
    """A cue rather holds fewer words than the end of one sentence and the beginning of another."""
    rules = replace(RULES, words=6, lines=1)
    words = steady("The old barn opened at 7 p.m. today. Mr. Brown, who is 42 years old, ran.")
    assert "at 7 p.m. today." in texts(words, rules=rules)


def test_few_words_at_a_time_end_with_their_sentence():
    """A cue of three words rather has one or two than the end of one item and the beginning of the next."""
    words = in_paragraphs(["1) Wash your hands.\n\n", "2) Chop the onions.\n\n", "3) Add salt to taste."])
    slow = [replace(word, start_ms=17 * word.start_ms // 10, end_ms=17 * word.end_ms // 10) for word in words]
    found = from_words(slow, rules=replace(RULES, words=3))
    assert all(len({word.paragraph for word in cue.words}) == 1 for cue in found)


def test_a_paragraph_ends_a_line():
    """So does an item of a list; three of one word are no cue of two lines."""
    sentences = ["Chapter One\n\n", "No.\n\n", "He left. ", "So did I.\n \n", "eggs\n\n", "milk\n\n", "bread"]
    words = in_paragraphs(sentences)
    lines = [line for cue in from_words(words) for line in cue.text.split("\n")]
    assert lines == ["Chapter One", "No.", "He left. So did I.", "eggs", "milk", "bread"]
    for count in (3, 4):
        cues = from_words(words, rules=replace(RULES, lines=count))
        assert [line for cue in cues for line in cue.text.split("\n")] == lines
        assert max(len(cue.lines) for cue in cues) <= count
    alone = from_words(
        in_paragraphs(["Ham, eggs and milk.\n\n", "Bread and some cheese."]), rules=replace(RULES, lines=1)
    )
    assert [cue.text for cue in alone] == ["Ham, eggs and milk.", "Bread and some cheese."]


@pytest.mark.parametrize("options", [{}, {"lines": 1}, {"words": 3}, {"words": 2}, {"chars_per_line": 12}])
@pytest.mark.parametrize(
    ("first", "second"),
    [("1.", "2."), ("1)", "2)"), ("(1)", "(2)"), ("a.", "b."), ("A)", "B)"), ("1.1.", "1.2.")],
)
def test_a_label_stays_with_its_item(first, second, options):
    """With a pause behind it or without, a label begins a line and never ends one, whatever that costs."""
    for pause in (0, 450, 800):
        words = in_paragraphs(
            [f"{first} ", "Open the app.\n\n", f"{second} ", "Tap Settings and Privacy."], after_label=pause
        )
        lines = [line for cue in from_words(words, rules=replace(RULES, **options)) for line in cue.lines]
        found = [line[0].text for line in lines if {first, second} & {word.text for word in line}]
        assert found == [first, second]
        assert not {first, second} & {line[-1].text for line in lines}


def test_a_list_within_a_paragraph():
    """Its numbers look like sentences: "do this: 1. Sit. 2. Eat.". Numbers that are sentences stay so."""
    text = "We have three rules here: 1. Be nice to all of us. 2. Be kind to all of us. 3. Have a lot of fun."
    lines = [line for cue in texts(steady(text)) for line in cue.split("\n")]
    assert [line[:2] for line in lines[1:]] == ["1.", "2.", "3."]
    assert labels(steady("What are two and two? 4. And three and three? 6. Right.")) == frozenset()
    assert labels(steady("I count to three. 1. 2. 3. Go!")) == frozenset()


@pytest.mark.parametrize("name", STYLES)
def test_a_pause_that_was_asked_for_ends_a_cue(name):
    """Of half a second or more, and whatever a break costs there; what comes after it would be told early."""
    words = spoken(
        ("I", 0, 200),
        ("saw", 200, 500),
        ("a", 500, 600),
        ("cat.", 1200, 1500),
        ("Or", 1700, 1900),
        ("two.", 1900, 2400),
    )
    paused = [replace(word, pause_ms=500 * (word.text == "a")) for word in words]
    first, *_ = from_words(paused, rules=STYLES[name].rules, audio_ms=2400)
    assert first.text.split()[-1] == "a"
    briefly = [replace(word, pause_ms=499 * (word.text == "a")) for word in words]
    assert texts(briefly, rules=STYLES[name].rules) == texts(words, rules=STYLES[name].rules)


def test_a_pause_inside_a_phrase_divides_it():
    """Characters that BudouX would join, and that the author has divided."""
    words = [
        replace(word, space=False) for word in spoken(("今", 0, 200), ("日", 200, 400), ("は", 1400, 1600))
    ]
    paused = [words[0], replace(words[1], pause_ms=1000), words[2]]
    assert [word.text for word in phrased(words)] == ["今日は"]
    assert [(word.text, word.pause_ms) for word in phrased(paused)] == [("今日", 1000), ("は", 0)]


def test_a_paragraph_ends_a_cue_of_one_line():
    """One that can hardly be read in its time, too; but none that only flashes."""
    for length, joined in ((450, False), (300, True)):
        words = in_paragraphs(["It goes on.\n\n", "Third."])
        words[-1] = replace(words[-1], end_ms=words[-1].start_ms + length)
        cues = texts(words, rules=replace(RULES, lines=1), audio_ms=words[-1].end_ms)
        assert cues == (["It goes on. Third."] if joined else ["It goes on.", "Third."])


def in_paragraphs(sentences, after_label=0):
    """Speak sentences at a steady pace, as the engine would, with a pause behind what labels an item."""
    items, now = [], 0
    for word in "".join(sentences).split():
        end = now + 60 * (len(word) + 1)
        items.append({"word": word, "start_ms": now, "end_ms": end, "score": 0.9, "source": "aligned"})
        now = end + after_label * (f"{word} " in sentences)
    return from_engine(items, sentences=sentences)


def test_no_sentence_flashes_for_itself():
    """Where a style has a cue for each sentence, one that could hardly be seen joins its neighbour."""
    words = spoken(
        ("Go!", 0, 193), ("A", 193, 300), ("dog", 300, 600), ("is", 600, 800), ("here.", 800, 1400)
    )
    words = [words[0], *(replace(word, sentence=1) for word in words[1:])]
    first, *_ = from_words(words, rules=STYLES["word_pop"].rules)
    assert first.text.startswith("Go! A")


def test_no_short_word_is_left_alone():
    """The last word of a sentence joins the others where a cue can hold them otherwise."""
    for chars in range(20, 43):
        rules = replace(RULES, lines=1, chars_per_line=chars, wide_chars_per_line=round(chars / 2.6))
        cues = from_words(
            steady("We walked along the river and then we all went back to our old house."), rules=rules
        )
        assert all(len(cue.words) > 1 for cue in cues)


def test_three_lines_are_even():
    """More lines than two are shared out as evenly as their words allow."""
    rules = replace(RULES, chars_per_line=16, wide_chars_per_line=6, lines=3, longest_ms=9000)
    (cue,) = from_words(steady("We had seen nothing of the sea all day."), rules=rules)
    assert cue.text.split("\n") == ["We had seen", "nothing of", "the sea all day."]
