"""Texts as people copy them, and what a reader would see of each."""

# ruff: noqa: RUF001 - signs that look like others are what is tested

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.growth import AT_MOST, growth

from f5tts_worker.script.readable import readable

HTML = [
    ("Salt &amp; pepper. It&#39;s late.", "Salt & pepper. It's late."),
    ("Salt &amp;amp; pepper, &amp;quot;salt&amp;quot;", 'Salt & pepper, "salt"'),
    ("&lt;b&gt;bold&lt;/b&gt; &#x201C;x&#8221; &#150; &hellip;", "bold “x” – …"),
    ("AT&T; R&D; &foo; a & b && c", "AT&T; R&D; &foo; a & b && c"),
    ("We saw the house.<br>Then we <i>all</i> went.", "We saw the house.\nThen we all went."),
    ("<p>One</p><p class='x'>Two</p>", "One\n\nTwo"),
    (
        '<h1>Title</h1>\n<ul><li>a</li><li>b</li></ul><hr/><a href="https://x.org/?a=b&c">link</a>',
        "Title\n\na\n\nb\n\nlink",
    ),
    ("<html><head><title>no</title></head><body>yes<script>no()</script><!-- no --></body></html>", "yes"),
    ("H<sub>2</sub>O and 10<sup>2</sup>", "H2O and 10²"),
    ("<speak>One <break time='1s'/> two</speak>", "One \n two"),
    ("see <https://example.org/a> or <mailto:me@example.org>", "see https://example.org/a or me@example.org"),
    ("<B>UPPER</B> <em >space</em >", "UPPER space"),
    ("<think>hidden\n\nwords</think>\n\nFour.", "Four."),
    ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字 <ruby>東<rt>とう</ruby>京", "漢字 東京"),
    ("Write <rt> in a <ruby> block.", "Write  in a  block."),
    ("<p><![CDATA[Tom &amp Jerry,&nbsp too]]></p>", "Tom & Jerry,\u00a0 too"),
]
MARKDOWN = [
    ("> [!NOTE]\n> It is late.\n\n> [!tip]- Go", "Note:\nIt is late.\n\nTip: Go"),
    ("### First Morning\n\n**Wake up** and wash.", "First Morning\n\nWake up and wash."),
    ("# Closed ##\ntext", "Closed\n\ntext"),
    ("---\ntitle: x\ntags:\n  - a\n---\n\n==Seen== text", "Seen text"),
    ("== History ==\nThe ==old== town.", "History\n\nThe old town."),
    (
        "- Open the door\n- Close it\n\n* star\n+ plus\n• dot",
        "Open the door\n\nClose it\n\nstar\n\nplus\n\ndot",
    ),
    ("- [ ] to do\n- [x] done", "to do\n\ndone"),
    ("+-----+----+\n| One | 2 |\n+=====+====+\n1 + 1", "One, 2\n\n1 + 1"),
    ("[the letter](https://example.org/l/42)", "the letter"),
    ('![a cat](cat.png) and [it](http://a.b/c_(d) "title")', "a cat and it"),
    ("See [here][1] and [there][].\n\n[1]: https://example.org", "See here and there."),
    (
        "[docs]: http://z.y\n[All  docs]: /z\n[1]: /x\nSee [docs], [all docs], this [1], it[1], [a][b].",
        "See docs, all docs, this, it, [a][b].",
    ),
    ("***both*** **bold *in* it** *a* _it_ __b__ ~~old~~ `code`", "both bold in it a it b old code"),
    ("un**believ**able", "unbelievable"),
    ("> quoted\n> on\n\n---\n\nTitle\n=====\ntext", "quoted\non\n\nTitle\n\ntext"),
    ("```python\nprint\n```", "print"),
    ("| a | b |\n|---|:-:|\n| 1 | 2 |", "a, b\n\n1, 2"),
]
SUBTITLES = [
    (
        "1\n00:00:01,000 --> 00:00:02,500\n<i>Hello</i> you,\n2\n0:03,000 --> 0:04,000\n{\\an8}my friend.\n",
        "Hello you,\nmy friend.",
    ),
    ("1\r\n00:00:01,000 --> 00:00:02,500\r\nIn 1999\r\n1999\r\n\r\n", "In 1999\n1999"),
    (
        "WEBVTT - a\nb: c\n\nNOTE d\ne\n\nf\n00:01.000 --> 00:02.000 align:end\n<v Al>Hi<0:01.5><c> you</c>",
        "Hi you",
    ),
    ("[00:00:03] Anna: Hi.\n[01:00:23] - Ben: At 9:15?", "Anna: Hi.\nBen: At 9:15?"),
    # A word that our own file wraps inside, and the columns of an older version.
    (
        (
            "[Events]\nFormat: Marked, Start, End, Style, Text\n"
            "Dialogue: Marked=0,0:00:00.00,0:00:01.00,Default,TO MY CHA{\\fscx0} {\\fscx100}NNEL, now\n"
        ),
        "TO MY CHANNEL, now",
    ),
    ("0:00:00.000,0:00:02.000\nHello.\n\n0:00:02.000,0:00:04.500\nBye.\n", "Hello.\nBye."),
    (
        (
            "[Script Info]\nTitle: No\n\n[V4+ Styles]\nStyle: Default,Arial,60\n\n[Events]\n"
            "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
            "Comment: 0,0:00:00.00,0:00:02.00,Default,,0,0,0,,no\n"
            "Dialogue: 0,0:00:00.00,0:00:01.00,Default,,0,0,0,,{\\k20}Yes,\\Nand \\nso, on.\n"
            "Dialogue: 1,0:00:01.00,0:00:02.00,Default,,0,0,0,,Yes,\\Nand {\\c&HFF&}\\nso, on.\n"
            "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\p1}m 0 0 l 9 9\n"
        ),
        "Yes, and so, on.",
    ),
    ("1 00:00:01,000 --> 00:00:04,000 Hello. 2 00:00:05,000 --> 00:00:07,000 Bye.", "Hello. Bye."),
    ("0:00 Intro\n1:23 - The end\nMore", "Intro\nThe end\nMore"),
    ("0:00\nhello all\n0:05\nso today", "hello all\nso today"),
]
PAGES = [
    (
        "He ran to the\n- 12 -\nhouse.\n\nPage 13 of 300\n\nShe stayed.",
        "He ran to the\nhouse.\n\nShe stayed.",
    ),
    ("Er ging.\n\nSeite 3 von 9\n\nEr kam.\n— 4 —", "Er ging.\n\nEr kam."),
]
FORUMS = [
    ("[b]bold[/b] [url=http://x.org]site[/url] [color=red]red[/color]", "bold site red"),
    ('[quote="Bob"]Hi.[/quote]So [img]http://x/y.png[/img]it is.', "Hi.\n\nSo it is."),
    ("[[Paris|the city]], [[London]] and [[File:x.jpg|thumb|a map]]", "the city, London and a map"),
    ("'''bold''' and ''italic'' words", "bold and italic words"),
    ("<|im_start|>assistant\nYes.<|im_end|>\n[INST] <<SYS>>So<</SYS>> it [/INST] is.", "Yes.\n So it  is."),
    ("It is big.<ref>A source, 2010</ref> It is {{citation needed}} old.", "It is big. It is old."),
    (
        "'''Rome''' is <ref name=b />old{{efn|so {{lang|it|si}} says}}. [https://a.org A site] says.",
        "Rome is old. A site says.",
    ),
    ("Do it\u30104\u2020source\u3011 now. ||Yes,|| he said, >!no.!<", "Do it now. Yes, he said, no."),
    ("[list][*]one [*]two[/list]", "one\ntwo"),
    ("Hey <@123456>, see <:smile:12345> <https://example.org/a|the page>.", "Hey , see  the page."),
]
FOOTNOTES = [
    ("The city[2] is old.[3][14] So it[citation needed] is.", "The city is old. So it is."),
    ("A word¹ and an end.² A note[^1].\n\n[^1]: The note.", "A word and an end. A note.\n\nThe note."),
    ("king† and queen‡", "king and queen"),
]
SLIPS = [
    ("First line\\\nsecond line, \\\nthird.", "First line\nsecond line, \nthird."),
    ("In C:\\new\\\nand x \\\\\ny \\", "In C:\\new\\\nand x \\\\\ny \\"),
    ("We saw the house.Then we went home.It was late.", "We saw the house. Then we went home. It was late."),
    ("Is it?Yes!No…Well.I am", "Is it? Yes! No… Well. I am"),
    ("Mr.Smith met Prof.Dr. Hill in St.James", "Mr. Smith met Prof. Dr. Hill in St. James"),
    ("It cost $5.Nobody paid at 3pm.Then", "It cost $5. Nobody paid at 3pm. Then"),
    ("(the end.)Then “he left.”She too", "(the end.) Then “he left.” She too"),
    ("We went.then we came.The end", "We went. then we came. The end"),
    ("Stop!Go?Yes.No", "Stop! Go? Yes. No"),
    ("He said.“Yes.”said she, “No”he (see.(Here", "He said. “Yes.” said she, “No” he (see. (Here"),
    ('"Stop"she said', '"Stop" she said'),
    ("It left(very quickly)and went (see below)and on", "It left (very quickly) and went (see below) and on"),
    ("Hello.\\nWorld\\nNext one\\n\\nEnd\\r\\n", "Hello.\nWorld\nNext one\n\nEnd\n"),
    ('He said \\"hi\\" and don\\\'t, can‛t', "He said \"hi\" and don't, can't"),
    ("\x1b[1;31mred\x1b[0m â€œitâ€™s GrÃ¼ÃŸeâ€\x9d", "red “it’s Grüße”"),
    ("red,green;blue", "red, green; blue"),
    ("Дом.Потом день", "Дом. Потом день"),
    ("یہ ہے۔وہ تھا", "یہ ہے۔ وہ تھا"),
    (
        "I´m sure they don´t and can`t, it′s the boys´ book, ´tis",
        "I'm sure they don't and can't, it's the boys' book, 'tis",
    ),
    (
        "inter-\nnational, Wort-\n  teil, soft\u00adhyphen, soft\u00ad\nline, Po\n\u00ad\nlitik",
        "international, Wortteil, softhyphen, softline, Politik",
    ),
    (
        "self-\nmade, T-\nshirt, Anglo-\nSaxon, INTER-\nNATIONAL",
        "self-made, T-shirt, Anglo-Saxon, INTERNATIONAL",
    ),
    ("1. One\n2. Two\n3) Three", "1. One\n\n2. Two\n\n3) Three"),
    ("Vor-\nund Nachteile", "Vor-\nund Nachteile"),
    ("a\x00b\x1bc \ue000d\ufffce\U000f0001f", "abc def"),
    ("\ufeffHello\u200b th\u2063ere.\ufeff", "Hello there."),
    ("end.\u200bNext", "end. Next"),
    ("\u0645\u06cc\u200c\u0634\u0648\u062f 10\u2060kg", "\u0645\u06cc\u200c\u0634\u0648\u062f 10\u2060kg"),
    ("one\r\ntwo\rthree\x0bfour\u2028five\u2029six", "one\ntwo\nthree\nfour\nfive\n\nsix"),
]
ROWS = [
    ("Qty\tPrice\n24\t$0.15", "Qty, Price\n\n24, $0.15"),
    ("Our bolts\nQty | Price\n24 | $0.15\nand nuts.", "Our bolts\n\nQty | Price\n\n24 | $0.15\n\nand nuts."),
    ("1.\tFirst\n2.\tSecond", "1. First\n\n2. Second"),
    ("a. One\nb. Two\n(c) Three", "a. One\n\nb. Two\n\n(c) Three"),
    ("1. Fruit\na) Figs\nb) Pears\n2. Meat\na) Ham", "1. Fruit\n\na) Figs\n\nb) Pears\n\n2. Meat\n\na) Ham"),
    ("\tNow\nit begins.", "\tNow\nit begins."),
    ("\uf0b7\tFirst\n\uf0b7 Second\no\tThird\n§\tFourth", "First\n\nSecond\n\nThird\n\nFourth"),
    ("1)\tOne\n2)\tTwo", "1) One\n\n2) Two"),
]
KEPT = [
    "a < b and c > d, x <b and c> d, <3, <name>, 1 << 2",
    "5 * 3 * 2, 2**3**4, *args and **kwargs, word*, * alone",
    "C:\\path\\new, C:\\_temp, \\N{b}, {\\an8}",
    "C:\\new, ..\\new, \\nabla and \\nu, a\\news",
    "<!IMPORTANT> and <#HASHTAGGED>, [[|...]]",
    "f''(x) + g''(x), 5'' and 6'', a == b == c, [i] and [b], child(ren)s, (re)write, print(value)",
    "snake_case_name, __a, _b, a__b",
    "example.com, www.Example.Com, Amazon.Com, me@Example.Com, https://a.b/C.D",
    "1.2.3, 3.14, 1,000, 10:30, #5, -5, ~5, 50%",
    "e.g. this, i.e. that, z.B. so, J.R.R. Tolkien, J.Smith, U.S.A., Ph.D., a.m., p.m.",
    "Node.js, ASP.NET, System.Text.Json, file.txt, README.Md, will.I.am, foo.bar()",
    "[sic], [sic](see below), list[0], x[1] = 2, m[12](3), (see [1])",
    "m², km², 10², 3³, † 1950, 70/(1.75)² = 22.9",
    "(a + b)² = c, (2x - 3)³, (3 + 4)² and (7)² = 49",
    "Page 12 of 300",
    "Count down:\n\u2014 3 \u2014\n\u2014 2 \u2014\n\u2014 1 \u2014\nGo!",
    "\u2014 1984 \u2014\nIt was a cold day.",
    "The end.\n\n12\n\nIt began on page 3 of 4.",
    "don't, 'tis, rock'n'roll, 5′10″, 90´",
    "half-time, a - b, -- c, well-known\nword, end -\nand",
    "你好,世界。再见。",
    "  two  spaces \n\n\n and blank lines \n",
    "it goes --> there, -> here",
    "At 12:30\n1\nHe said: 00:01:02,000 was the time.",
    "00:00 Uhr Start\n01:00 Uhr Ende",
    "0:00 to 2:00 free\n2:00 to 4:00 paid",
    "I woke at\n0:00 and then slept.\nMore prose.\n7:30 came and I rose.",
    "(0:47) Bolt\n(0:48) Johnson",
    "Use list |> map <|f|> g. The token <|endoftext|> ends it.",
    "[09:00] Opening\n[10:00] Talk",
    "9:00 Breakfast\n10:00 Walk",
    "[0:30] once\nIt is late.",
    "He came on the\n3. of May\nand left.",
    "It was written by\nA. Smith and\nC. Jones.",
    "That is vitamin\nb. It is not\na. Right?",
    "A | B, |x|, a_b*c",
    "It costs $5. See C:\\Users\\new and D:\\alpha\\test, or src\\test\\main, for $6.",
    "12.05.2024, 10:05 - Concert: Bach\n13.05.2024, 11:00 - Talk: Rome",
    "Opening  9:00\nWith the mayor\nLunch  12:00\nIn the hall",
    "Dr. Smith — Monday at 10:00\nRoom 4\nDr. Jones — Tuesday at 11:00\nRoom 5",
    "[2024-01-15 10:23:45] ERROR: Refused\n[2024-01-15 10:23:46] INFO: Retrying",
    "1/3/24, 14:05 - Rome\n1/3/24, 16:20 - Milan\n1/3/24, 18:00 - Dinner: a\n1/3/24, 19:00 - Dinner: b",
    "14:05 <- here\n14:06 <- there",
    "a || b and c || d, if (a||b||c), {{name}} owes {{sum|0}}, §\u00a05, ** both ** sides",
]


@pytest.mark.parametrize(
    ("text", "shown"), [*HTML, *MARKDOWN, *SUBTITLES, *PAGES, *FORUMS, *FOOTNOTES, *SLIPS, *ROWS]
)
def test_what_a_reader_would_see(text, shown):
    """Markup, codes and marks are gone, slips are mended, and reading the result again changes nothing."""
    assert readable(text)[0] == shown
    assert readable(shown)[0] == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (r"One\tcaf\u00e9.\nIt\u2019s \ud83d\ude00", "One, caf\u00e9.\n\nIt\u2019s \U0001f600"),
        (r"caf\xc3\xa9 and caf\xe9", "caf\u00e9 and caf\u00e9"),
        (r"a null \u0000, half \ud83d, src\test", r"a null \u0000, half \ud83d, src\test"),
    ],
)
def test_escapes_of_programs(text, shown):
    """They are the characters that they stand for, where there is such a character."""
    assert readable(text)[0] == shown


def test_an_escaped_mark_is_that_mark():
    """A backslash before a mark of Markdown goes, and the mark stays."""
    assert readable("\\*no\\* snake\\_case") == ("*no* snake_case", ("Markdown",))


@pytest.mark.parametrize("text", KEPT)
def test_signs_that_are_text_stay(text):
    """What only looks like markup, a lost space or a footnote stays as it is, and is not named."""
    assert readable(text) == (text, ())


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (MARKDOWN, "Markdown"),
        (SUBTITLES, "the numbers and times of subtitles"),
        (FOOTNOTES, "marks of footnotes"),
        (PAGES, "page numbers"),
        (FORUMS, "marks of a forum, wiki or chat"),
        (HTML[4:], "HTML tags"),
    ],
)
def test_what_was_taken_out_is_named(texts, name):
    """The caller hears of it."""
    for text, _ in texts:
        assert name in readable(text)[1]


@pytest.mark.parametrize("key", ["Narrator", "narrator", "Title"])
@pytest.mark.parametrize("before", ["", "Scene one.\n"])
def test_a_dialogue_between_two_rules_is_said(before, key):
    """It looks as front matter does, but has no key of one."""
    assert "It was late." in readable(f"{before}---\n{key}: It was late.\nJohn: Yes.\n---\nThe end.")[0]


@pytest.mark.parametrize("text", ["---\n" + "- :\n" * 40, "[[" + "a" * 30_000], ids=("rows", "brackets"))
def test_marks_that_are_never_closed(text):
    """They are read in a time that grows with the text's length alone: others took minutes, or for ever."""
    assert text.count("a") == readable(text)[0].count("a")


@pytest.mark.parametrize(
    "mark",
    [
        "<ref>",
        "<ref a ",
        "{{a|",
        "{{a}",
        "||a",
        ">!a",
        "[//a b ",
        "o\t",
        "\uf0b7 ",
        "\u30104\u2020",
        "** a ",
        "[*]",
        "\\frac{",
        "\\alpha_{",
        "$\\a",
        "\\u00e9",
        "12/03/24, 14:05 - ",
        "<a>",
    ],
)
def test_the_work_of_marks_grows_with_the_text(mark):
    """However many begin and never end."""
    assert growth(readable, lambda n: mark * 4 * n) < AT_MOST


@given(
    st.lists(st.from_regex(r"[A-Za-zäéЖ]{1,9}('s|-x)?[,.!?:;]?", fullmatch=True), max_size=30).map(" ".join)
)
def test_plain_prose_is_left_alone(text):
    """Words and marks with their spaces come back as they were."""
    assert readable(text) == (text, ())


@given(st.text(st.sampled_from("ab A.,!<>/&;#*_`[]()|-\\\n1²:'\u00ad"), max_size=60))
def test_any_text_can_be_read(text):
    """No mixture of marks is refused, or leaves a control character behind."""
    shown, _ = readable(text)
    assert "\u00ad" not in shown
