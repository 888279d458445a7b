"""German abbreviations that mean something only where they stand."""

# ruff: noqa: E501, SIM905 - a pattern is one line; lists of words are texts

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.de import words
from f5tts_worker.engine.text.languages.de.adjectives import ADJECTIVES
from f5tts_worker.engine.text.languages.de.inflection import takes_dative
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.names import street_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, quantity
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

# "min." are minutes behind these: "noch fünf min. 3 Leute warten".
_NO_MINUTES = r"(?<!\d )(?<!\d)" + "".join(
    rf"(?<!{word} )"
    for word in "zwei drei vier fünf sechs acht zehn zwanzig paar einige jede pro letzten ersten".split()
)
_EACH = {
    "Std": "Stunde", "Min": "Minute", "Sek": "Sekunde", "Wo": "Woche", "Mon": "Monat", "Pers": "Person", "Stk": "Stück", "Stck": "Stück", "Pkg": "Packung",
    "Pck": "Päckchen", "Fl": "Flasche", "Btl": "Beutel", "Expl": "Exemplar", "Einh": "Einheit", "Kap": "Kapsel", "Tabl": "Tablette", "Einw": "Einwohner", "Port": "Portion", "Übern": "Übernachtung",
}  # fmt: skip


def _say_dative(match: re.Match[str]) -> Iterable[Piece]:
    """Say "nach 3 Mon." with the plural's own ending: nach drei Monaten."""
    before = match.string[max(0, match.start() - 80) : match.start()]
    if match["number"] == "1" or not takes_dative(before):
        return ()
    ends = "." * (not match.string[match.end() :].strip("\n"))
    return named(
        match, number=quantity(match["number"], "de"), unit=words.DATIVES[match["unit"].rstrip(".")] + ends
    )


def _say_square(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, "Platz" + "." * (not match.string[match.end() :].strip("\"')\n")))


def _say_time_in_word(match: re.Match[str]) -> Iterable[Piece]:
    unit = {"min": "minute", "std": "stunde"}[match["unit"]] + "n" * (not match["one"])
    ends = "." * (not match.string[match.end() :].strip("\"')\n"))
    return [Piece(match.start("stem"), match.end(), f"{match['stem']}{unit}{ends}")]


def _say_each(match: re.Match[str]) -> Iterable[Piece]:
    ends = "." * (not match.string[match.end() :].strip("\"')\n"))
    return [Piece(match.start("unit"), match.end(), _EACH[match["unit"]] + ends)]


def _say_scale_in_word(match: re.Match[str]) -> Iterable[Piece]:
    number = quantity(match["number"], "de")
    scale = {"Mio": "Millionen", "Mrd": "Milliarden"}[match["scale"]]
    euros = " Euro" if match["sign"] else ""
    return whole(match, f"{'ein' if number == 'eins' else number} {scale}{euros}")


_LAST_AND_NEXT = {
    f"{short}{gap}{unit}": f"{full} {noun}"
    for short, full in (("v.", "vorigen"), ("n.", "nächsten"), ("l.", "laufenden"))
    for unit, noun in (("J.", "Jahres"), ("M.", "Monats"))
    for gap in (" ", "")
}
BEFORE_ORDINALS: tuple[Kind, ...] = (
    abbreviation_kind("editor", {"Hg.": "Herausgeber"}, after=r"(?=\))"),  # not of mercury
    abbreviation_kind("semester", {"WS": "Wintersemester"}, after=r"(?= (?:20)?\d\d[/\ue000])"),
    abbreviation_kind(
        "to the end of",
        {"z.": "zum"},
        after=r"(?= (?:Jahres|Monats|Quartals|Wochen)(?:anfang|beginn|ende)\b)",
    ),
    abbreviation_kind("following", {"f.": "folgende"}, before=r"(?<=\d )", after=r"(?=[,;)]|$| [a-z])"),
    abbreviation_kind("size", {"Gr.": "Größe"}, after=r"(?= (?:X{0,3}[SL]|M|one size)(?![\w'-]))"),
    street_kind("str", "straße"),
    street_kind("nr", "nummer"),
    abbreviation_kind(
        "sentence of a law",
        {"S.": "Satz"},
        before=r"(?:(?<=Abs\. \d )|(?<=Abs\. \d\d )|(?<=§ \d )|(?<=§ \d\d )|(?<=§ \d\d\d )|(?<=Art\. \d )|(?<=Art\. \d\d ))",
    ),
    abbreviation_kind("letter of a section", {"Buchst.": "Buchstabe"}, after=r"(?= [a-zA-Z](?!\w))"),
    abbreviation_kind(  # not "Es ist spät."
        "at the latest",
        {"spät.": "spätestens"},
        before=r"(?:(?<=[Bb]is )|(?<=, )|(?<=\())",
        after=r"(?= (?:\d|\ue000|(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Ende|Anfang|Mitte|am\b|bis\b))",
    ),
    abbreviation_kind("per month", {"p. M.": "pro Monat", "p. T.": "pro Tag", "p. W.": "pro Woche"}),
    abbreviation_kind(
        "of a hundred",
        {"v. H.": "vom Hundert", "v.H.": "vom Hundert", "v. T.": "vom Tausend", "v.T.": "vom Tausend"},
        before=r"(?<=\d )",
    ),
    abbreviation_kind(
        "dated",
        {"v.": "vom"},
        before=r"(?<!i\. H\. )(?<!i\.H\. )",
        after=r"(?= (?:\d{1,2}\.(?!\d{3})|\ue000))",
    ),
    abbreviation_kind(
        "extra time", {"n. V.": "nach Verlängerung", "n.V.": "nach Verlängerung"}, before=r"(?<=[\d\ue000] )"
    ),
    Kind(
        "rooms",
        r"(?<![\w.,])(?P<number>\d)-Zi\.-Whg\.",
        lambda match: whole(match, f"{cardinal(match['number'], 'de')} Zimmer-Wohnung"),
    ),
)

BEHIND_ORDINALS: tuple[Kind, ...] = (
    abbreviation_kind("minute of a game", {"Min.": "Minute"}, before=r"(?<=\ue000 )"),
    abbreviation_kind("scale", {"Mio.": "Millionen", "Mrd.": "Milliarden"}, before=r"(?<!\d )"),
    Kind(
        "dative",
        r"(?<![\w.,:/])(?P<number>\d{1,3}(?:\.\d{3})*(?:,\d+)?) (?P<unit>(?:J|Mon|Tg|Pkt|Zi|Einw|Bd)\.|[TE]L)(?!\w)",
        _say_dative,
    ),
    abbreviation_kind(
        "see",
        {"s.": "siehe"},
        after=r"(?= (?:Abb|Abs|Anh|Anl|Anm|Bild|Kap|Nr|Tab|Seite|Anhang|Anlage|Abschnitt|unten|oben|auch)(?![a-zäöü]))",
    ),
    abbreviation_kind("pages", {"S.": "Seiten"}, before=r"(?<=\d )", after=r"(?=[),;]|$| [a-zäöü])"),
    *ADJECTIVES,
    abbreviation_kind(
        "with",
        {"m.": "mit", "o.": "ohne"},
        before=r"(?:(?<=[a-zäöüß,] )|(?<=Zi\. )|(?<=Whg\. ))",
        after=r"(?= (?!Prof)[A-ZÄÖÜ][a-zäöüß]{2})",
    ),
    abbreviation_kind("at least", {"min.": "mindestens"}, before=_NO_MINUTES, after=r"(?= \d)"),
    abbreviation_kind("pieces", {"St.": "Stück"}, before=r"(?<=\d )", after=r"(?= ?[,;)/]|$| [a-zäöü])"),
    abbreviation_kind("matches", {"Sp.": "Spiele"}, after=r"(?= (?:\| )?(?:S|g|Tore|Siege|TD|Diff\.)(?!\w))"),
    abbreviation_kind("points", {"Pkt.": "Punkte", "Pkte.": "Punkte"}, before=r"(?<!\d )", after=r"(?! ?\d)"),
    abbreviation_kind(
        "room",
        {"R.": "Raum"},
        before=r"(?:(?<=[(,;] )|(?<=[(,;])|(?<=in )|(?<=im )|(?<=[Aa]us )|(?<=[Vv]or ))",
        after=r"(?= [A-Z]?\d)",
    ),
    abbreviation_kind("building", {"Geb.": "Gebäude"}, after=r"(?= \d{1,2}[a-zA-Z]?(?![\w.]))"),
    Kind(
        "square",
        r"(?<!\w)(?P<stem>[A-ZÄÖÜ][a-zäöüß]{3,20})pl\.(?= \d)",
        lambda match: whole(match, f"{match['stem']}platz"),
    ),
    abbreviation_kind("last year", _LAST_AND_NEXT, after=r"(?=[,;:!?)]|$|\n| [a-zäöü])"),  # "v. J. Lang"
    abbreviation_kind(  # "Anna Kern, geb. Lang"
        "maiden name",
        {"geb.": "geborene"},
        after=r"(?= (?!Januar|Februar|März|April|Mai(?!er)|Juni|Juli|August|September|Oktober|November|Dezember|Anfang|Mitte|Ende|Wiener|Münchner|Berliner|Hamburger)(?:von |Freiin |Gräfin )?[A-ZÄÖÜ][a-zäöüß]{2})",
    ),
    abbreviation_kind("letter of the alphabet", {"Buchst.": "Buchstabe"}, before=r"(?<=\ue000 )"),
    abbreviation_kind("district", {"Bez.": "Bezirk"}, before=r"(?<=\ue000 )"),
    Kind(
        "temperature",
        r"(?<!\w)(?P<stem>[A-ZÄÖÜ][a-zäöüß]{3,20})temp\.",
        lambda match: whole(match, f"{match['stem']}temperatur"),
        frozenset("."),
    ),
    Kind(  # "5 Gehmin.", not "Jasmin."
        "minutes in a word",
        r"(?:(?<=\ue000 )|(?P<one>(?<![\d.,])1 )|(?<=\d ))(?P<stem>(?!Jas|Vita|Ter)[A-ZÄÖÜ][a-zäöüß]{2,20})(?P<unit>min|std)\.",
        _say_time_in_word,
    ),
    Kind(
        "each",  # "pro Stk.", "jede Std."
        rf"\b(?i:pro|je|per|jede[ns]?|eine|halbe|dritte|pauschal) (?P<unit>{'|'.join(_EACH)})\.",
        _say_each,
        frozenset("."),
    ),
    Kind(
        "saint joined",  # "St.Pölten"
        r"(?<![\w.-])St\.(?=[A-ZÄÖÜ][a-zäöüß]{2})",
        lambda match: whole(match, "Sankt"),
        frozenset("S"),
    ),
    Kind("number", r"(?<=[a-zß]-)Nr\.", lambda match: whole(match, "Nummer"), frozenset("N")),
    Kind("street", r"(?<=[a-zß]-)Str\.", lambda match: whole(match, "Straße"), frozenset("S")),
    Kind(
        "square alone",  # "Südtiroler Pl."
        r"(?<=[a-zäöüß] )Pl\.(?=[,;)]|$|\n| [a-zäöü(])",
        _say_square,
        frozenset("P"),
    ),
    Kind("square", r"(?<=[a-zß]-)Pl\.(?= \d)", lambda match: whole(match, "Platz"), frozenset("P")),
    Kind(  # "1-Mio.-Marke", "5-Mrd.-€-Paket"
        "scale in a word",
        r"(?<![\w.,])(?P<number>\d{1,3}(?:,\d)?)-(?P<scale>Mio|Mrd)\.-(?P<sign>€-)?(?=[A-ZÄÖÜ])",
        _say_scale_in_word,
    ),
)
