"""Dutch: abbreviations that mean one thing or another by what stands near them."""

# ruff: noqa: E501 - a pattern is one line

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.nl import words
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.names import street_kind
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

# "min." are minutes behind these: "een paar min. 20 man".
_NO_MINUTES = r"(?<![\d\ue000/] )" + "".join(
    rf"(?<!\b{word} )"
    for word in [
        "twee",
        "drie",
        "vier",
        "vijf",
        "zes",
        "zeven",
        "acht",
        "negen",
        "tien",
        "vijftien",
        "twintig",
        "dertig",
        "paar",
        "enkele",
        "laatste",
        "eerste",
        "halve",
        "extra",
    ]
)

_EACH_YEAR = (
    "(?:" + "|".join(rf"(?<=\b{word} )" for word in ("per", "elk", "dit", "vorig", "volgend", "ieder")) + ")"
)

# What has a greatest, a least and an average.
_MEASURED = "snelheid|hoogte|breedte|lengte|diepte|dikte|temperatuur|capaciteit|duur|leeftijd|belasting|prijs|inhoud|waarde|score|grootte|hartslag|afmeting(?:en)?|dosis|dosering|huur|opbrengst|levensduur|oppervlakte|afstand|kosten|looptijd|druk|temp|besteding|bestelling|afname|inleg|bijdrage"

_HOSTED = re.compile(
    r"\b(?i:nacht\w*|hotel\w*|kamer\w*|menu\w*|tafel\w*|reserv\w*|res\.|diner\w*|lunch\w*|ontbijt\w*|\w*pension|recept\w*|tent\w*|bungalow\w*|buffet\w*|\w*gerecht\w*|bereid\w*)"
)

# The same, of neuter nouns.
_NEUTER = "aantal|bedrag|bod|gewicht|inkomen|loon|vermogen|verbruik|volume"

_ADJECTIVES = {
    short: full
    for lower, said in (("max", "maximale"), ("min", "minimale"), ("gem", "gemiddelde"))
    for short, full in ((lower, said), (lower.capitalize(), said.capitalize()))
}

_SEVERAL = re.compile(r"(?<![\d.,])(?:[2-9]|\d\d) $")
_SUNG = re.compile(
    r"\b(?i:ps(?:alm)?|gez(?:ang)?|lied|hoofdstuk|hfst|kor|joh|jes|gen|ex|matt?|luc|marc|rom|openb)\b"
)
_PRICED = re.compile(r"€|\beuro\b")
_EACH = {
    "pp": "per persoon",
    "pn": "per nacht",
    "pppn": "per persoon per nacht",
    "pppd": "per persoon per dag",
}


def _say_persons(match: re.Match[str]) -> Iterable[Piece]:
    """Say "2 p." as persons where somebody eats or sleeps; elsewhere they are pages."""
    near = match.string[max(0, match.start() - 80) : match.end() + 60]
    if not _HOSTED.search(near):
        return ()
    dot = "." * (not match.string[match.end() :].strip("\"') \n"))
    return named(match, unit=("persoon" if match["number"] == "1" else "personen") + dot)


def _say_verse(match: re.Match[str]) -> Iterable[Piece]:
    """Say "vs." as verse behind a song or a chapter; two teams play against each other."""
    is_verse = _SUNG.search(match.string, max(0, match.start() - 30), match.start())
    return whole(match, "verzen" if match["short"] == "vss." else "vers") if is_verse else ()


def _beside_figures() -> tuple[Kind, ...]:
    """Return the kinds of what is shortened beside figures: of timetables, of roads, of teams, of recipes."""
    station = r"(?=:? (?:[A-Z][\w'.-]* ){0,3}(?:\d{1,2}[.:u]\d\d|\ue000))"
    road = r"(?:(?<=\bdan )|(?<=\bm )|(?<=meter )|(?<=\de )|(?<=weer )|(?<=\bnaar )|(?<=direct )|(?<=\ue000 )|(?<=, ))"
    return (
        abbreviation_kind(
            "of a timetable",
            {"aank.": "aankomst", "Aank.": "Aankomst", "vertr.": "vertrek", "Vertr.": "Vertrek"},
            after=station,
        ),
        abbreviation_kind("way to turn", {"re.": "rechts", "li.": "links"}, before=road),
        abbreviation_kind("turn", {"re.": "rechts", "li.": "links"}, before=r"(?<=[a-z] )", after="(?=,)"),
        abbreviation_kind("sender", {"afz.": "afzender", "Afz.": "Afzender"}, after=r"(?=:| [A-Z\d])"),
        abbreviation_kind("level", {"niv.": "niveau", "Niv.": "Niveau"}, after=r"(?= [A-C\d\ue000])"),
        abbreviation_kind(
            "points of a team", dict.fromkeys(("ptn.", "ptn", "pnt.", "pnt"), "punten"), after=r"(?=:? \d)"
        ),
        abbreviation_kind(
            "points behind figures",
            dict.fromkeys(("ptn.", "ptn", "pnt.", "pnt"), "punten"),
            before=r"(?:(?<=\d )|(?<=\ue000 ))",
        ),
        Kind(
            "verse",  # "Ps. 119, vs. 105"
            r"(?:(?<=[\d\ue000], )|(?<=[\d\ue000] ))(?P<short>vss?\.)(?= \d)",
            _say_verse,
        ),
        abbreviation_kind(
            "garlic",
            {"tn.": "tenen", "tn": "tenen", "tntjs.": "teentjes"},
            before=r"(?<=\d )",
            after=r"(?= (?:knoflook|look|knofl\.))",
        ),
        abbreviation_kind(
            "of a kitchen", {"nootm.": "nootmuskaat", "knofl.": "knoflook", "peters.": "peterselie"}
        ),
    )


KINDS: tuple[Kind, ...] = (
    abbreviation_kind(
        "patient", {"Pt.": "Patiënt", "pt.": "patiënt"}, after=r"(?= \(?\d{1,3} ?(?:j|jr|jaar)\b)"
    ),
    abbreviation_kind(
        "doctorate",  # beside other degrees; alone it may be a physician's
        {"dr.": "doctor", "Dr.": "Doctor"},
        before=r"(?:(?<=[Pp]rof\. )|(?<=[Mmi]r\. )|(?<=[Ii]ng\. )|(?<=[Dd]rs\. )|(?<=[Dd]s\. ))",
    ),
    abbreviation_kind(
        "doctorate", {"dr.": "doctor", "Dr.": "Doctor"}, after=r"(?= (?:ir|ing|mr|drs|h\.c)\.)"
    ),
    abbreviation_kind(
        "edition",
        {"dr.": "druk"},
        before=r"(?:(?<=herz\. )|(?<=herziene )|(?<=verm\. )|(?<=ongew\. )|(?<=gewijzigde ))",
    ),
    abbreviation_kind("year", {"jr.": "jaar", "jr": "jaar"}, before=_EACH_YEAR),
    abbreviation_kind(
        "generation",
        {"sr.": "senior", "jr.": "junior", "sr": "senior", "Sr.": "senior", "Jr.": "junior"},
        before=r"(?<=[a-zà-ÿ] )",
    ),
    abbreviation_kind(
        "question", {"Vr.": "Vraag", "vr.": "vraag"}, after=r"(?= \d{1,2}[a-d]?(?: \(\d{1,2} ?p|[:)]))"
    ),
    abbreviation_kind(
        "key of music",
        {"kl. t.": "kleine terts", "kl.t.": "kleine terts", "gr. t.": "grote terts", "gr.t.": "grote terts"},
        before=r"(?:(?<=\b[A-Ga-g] )|(?<=is )|(?<=es )|(?<=as ))",
    ),
    abbreviation_kind("municipality", {"Gem.": "Gemeente", "gem.": "gemeente"}, after=r"(?= [A-Z][a-z])"),
    Kind(
        "greeting in short",  # "Gr. Anna"
        r"(?:(?<![^\n])|(?<=[.!?] ))[Gg]r\.?(?=[ \n][A-Z][a-zà-ÿ]*(?:\n|$))",
        lambda match: whole(match, "Groet"),
        frozenset("r"),
    ),
    abbreviation_kind("of the", {"v.h.": "van het"}, after=r"(?= [a-z])"),
    abbreviation_kind("formerly", {"v.h.": "voorheen"}, after=r"(?= [A-Z])"),
    abbreviation_kind(
        "half of the day",
        {"v.m.": "voormiddag", "n.m.": "namiddag"},
        before=r"(?:(?<=uur )|(?<=u\. )|(?<=\du )|(?<= u )|(?<=\d ))",
    ),
    abbreviation_kind(
        "Roman Catholic", {"r.k.": "rooms-katholieke", "r.-k.": "rooms-katholieke"}, after=r"(?= [a-z])"
    ),
    Kind(
        "adjective",  # "de max. snelheid"
        rf"(?<![\w.-])(?<![\d\ue000] )(?P<short>(?i:max|min|gem))\.(?= (?:{_MEASURED})\b)",
        lambda match: whole(match, _ADJECTIVES[match["short"]]),
        frozenset("mM"),
    ),
    abbreviation_kind("at least", {"min.": "minimaal", "Min.": "Minimaal"}, after=rf"(?= (?:{_NEUTER})\b)"),
    Kind(
        "initial of two letters",  # "G.Th. Rietveld"
        r"(?<=[A-Z])(?P<dot>\.)(?=(?:Th|Ch|Ph|Chr|Joh|Jac|Alb|IJ)\.)|(?<=[A-Z]\.)(?P<name>Th|Ch|Ph|Chr|Joh|Jac|Alb)(?P<end>\.)(?= ?[A-Z])",
        lambda match: named(match, dot=" ") if match["dot"] else named(match, end=" "),
        frozenset("."),
    ),
    Kind(
        "province behind a place",  # "Gent (O.-Vl.)"
        rf"(?<=[a-zà-ÿ] \()(?P<name>{'|'.join(map(re.escape, sorted(words.PROVINCES, key=len, reverse=True)))})(?=\))",
        lambda match: whole(match, words.PROVINCES[match["name"]]),
        frozenset("."),
    ),
    abbreviation_kind(
        "who came",
        {"Aanw.": "Aanwezig", "aanw.": "aanwezig", "Afw.": "Afwezig", "afw.": "afwezig"},
        after=r"(?=:| m\.k\.)",
    ),
    abbreviation_kind(
        "behind an ordinal",  # "1e kl.", "2e dr."
        {
            "kl.": "klas",
            "al.": "alinea",
            "et.": "etage",
            "ed.": "editie",
            "dr.": "druk",
            "jg.": "jaargang",
            "kw.": "kwartaal",
            "trim.": "trimester",
            "sem.": "semester",
            "E.": "eeuw",
            "e.": "eeuw",
        },
        before=r"(?<=\de )",
    ),
    Kind(
        "room",  # "woonk."
        r"(?<!\w)(?P<stem>(?i:woon|eet|slaap|bad|zit|werk|bij))k\.",
        lambda match: whole(
            match,
            f"{match['stem']}kamer"
            + "s" * bool(_SEVERAL.search(match.string[max(0, match.start() - 4) : match.start()])),
        ),
        frozenset("k"),
    ),
    abbreviation_kind(
        "side of a thing",
        {
            "L.": "Lengte",
            "l.": "lengte",
            "B.": "Breedte",
            "b.": "breedte",
            "H.": "Hoogte",
            "h.": "hoogte",
            "D.": "Diepte",
            "d.": "diepte",
        },
        after=r"(?= ?\d{1,4}(?:,\d{1,2})? ?[cm]?m\b)",
    ),
    abbreviation_kind("of a crossword", {"hor.": "horizontaal", "vert.": "verticaal"}, before=r"(?<=\d )"),
    abbreviation_kind("living at", {"wnd.": "wonende", "won.": "wonende"}, after=r"(?= te )"),
    abbreviation_kind("size", {"mt.": "maat", "Mt.": "Maat"}, after=r"(?= X{0,3}[SML](?!\w))"),
    abbreviation_kind("floor", {"verd.": "verdieping"}, before=r"(?<=\de )"),
    abbreviation_kind("together with", {"jo.": "juncto"}, after=r"(?= (?:art|lid|[\d\ue000]))"),
    *_beside_figures(),
    abbreviation_kind("court", {"rb.": "rechtbank", "Rb.": "Rechtbank"}, after=r"(?= [a-zA-Z])"),
    abbreviation_kind("greeting", {"vr. gr.": "vriendelijke groet", "vr.gr.": "vriendelijke groet"}),
    abbreviation_kind(
        "for the attention of",
        dict.fromkeys(("t.a.v.", "t. a. v."), "ter attentie van") | {"T.a.v.": "Ter attentie van"},
        after=r"(?= (?:dhr|mevr|mw|mr|dr|de heer|mevrouw|afd|[A-Z][a-z]+ [A-Z]\w*)(?!\w))",
    ),
    abbreviation_kind(
        "at least", {"min.": "minimaal", "Min.": "Minimaal"}, before=_NO_MINUTES, after=r"(?= ?[\d€])"
    ),
    abbreviation_kind("van", {"v.": "van"}, before=r"(?<=[\w.] )", after=r"(?= (?!Chr)[A-Z])"),
    abbreviation_kind(
        "side of old Amsterdam",
        {"N.Z.": "Nieuwezijds", "O.Z.": "Oudezijds"},
        after=r"(?= (?:Voorburgwal|Achterburgwal|Kolk|Kapel|Armsteeg|Houtmarkt)\b)",
    ),
    street_kind("str", "straat"),
    street_kind("temp", "temperatuur"),
    street_kind("opp", "oppervlakte"),
    street_kind("nr", "nummer"),
    Kind(
        "number in a word",  # "btw-nr."
        r"(?<=[^\W\d_]-)(?P<short>nrs?\.?)(?!\w)",
        lambda match: whole(match, "nummers" if "s" in match[0] else "nummer"),
        frozenset("n"),
    ),
    Kind("persons", r"(?<![\w.,])(?P<number>\d{1,3}) (?P<unit>p\.)(?!\w)", _say_persons, frozenset("p")),
    abbreviation_kind("most", {"Max.": "Maximaal", "Min.": "Minimaal"}, after=r"(?= [a-z]{3})"),
    Kind(
        "each person",  # "€ 45 pppn", "10 euro pp"
        r"(?:(?<=euro )|(?<=\d )|(?<=- )|(?<=\d))(?P<short>pppn|pppd|pp|pn)(?!\w)",
        lambda match: (
            whole(match, _EACH[match["short"]])
            if _PRICED.search(match.string, max(0, match.start() - 20), match.start())
            else ()
        ),
        frozenset("p"),
    ),
    abbreviation_kind("pages", {"p.": "pagina's"}, before=r"(?<=[2-9] )", after=r"(?=[,;)]|$)"),
)
