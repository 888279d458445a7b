"""French abbreviations that what stands around them decides: "ex." is an example, an exercise or copies."""

# ruff: noqa: E501, RUF001, SIM905 - a row of a table is one line; signs look like letters; lists of words are texts

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.fr.grammar import agree
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind, capitalised
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_STREETS = {
    "av.": "avenue", "ave": "avenue", "all.": "allée", "bld": "boulevard", "blvd": "boulevard", "boul.": "boulevard", "ch.": "chemin", "crs": "cours",
    "pass.": "passage", "pl.": "place", "r.": "rue", "rte": "route", "sq.": "square",
}  # fmt: skip
_NUMBER_OF_HOUSE = r"(?:(?<=\d )|(?<=\d, )|(?<=\bbis )|(?<=\bbis, )|(?<=\bter )|(?<=\bter, )|(?<=\d[A-D], ))"
_NAME_OF_STREET = r"(?= (?!J\.)(?:du |des |de la |de l'|de |d')?[A-ZÀ-Þ])"
_RANKS = {
    "Adj": "adjudant", "Cap.": "capitaine", "Cdt": "commandant", "Cne": "capitaine", "Col.": "colonel",
    "Dr": "docteur", "Gal": "général", "Gén.": "général", "Lt": "lieutenant", "Mal": "maréchal", "Pdt": "président", "Pr": "professeur", "Pt": "président", "Sgt": "sergent",
}  # fmt: skip

_MEASURES = {
    "diam.": "diamètre", "épais.": "épaisseur", "haut.": "hauteur", "larg.": "largeur", "long.": "longueur", "prof.": "profondeur", "circ.": "circonférence", "alt.": "altitude",
}  # fmt: skip
_DIMENSIONS = {
    "E": "épaisseur",
    "H": "hauteur",
    "h": "hauteur",
    "L": "longueur",
    "l": "largeur",
    "P": "profondeur",
    "p": "profondeur",
}
_DIMENSION = r"(?:[EHhLlPp]\.? ?:? ?\d{1,4}(?:,\d{1,2})?(?: ?(?:cm|mm|m))?)"
_DAYS = dict(
    zip(
        ("lun.", "mar.", "mer.", "ven.", "sam.", "dim."),
        "lundi mardi mercredi vendredi samedi dimanche".split(),
        strict=True,
    )
)


_DIGNITIES = {
    "S.M.": "Sa Majesté", "S. M.": "Sa Majesté", "S.A.R.": "Son Altesse Royale", "S. A. R.": "Son Altesse Royale",
    "S.E.M.": "Son Excellence monsieur", "S.E.": "Son Excellence", "S. E.": "Son Excellence", "S.Exc.": "Son Excellence",
    "S. Exc.": "Son Excellence", "LL.MM.": "Leurs Majestés", "LL. MM.": "Leurs Majestés", "LL.AA.RR.": "Leurs Altesses Royales",
    "LL.AA.": "Leurs Altesses", "R.P.": "révérend père", "R. P.": "révérend père",
}  # fmt: skip
_ON_STREET = re.compile(
    r"\b(?i:allées?|av\.|avenue|bd|bld|boulevard|caserne|collège|cours|école|esplanade|hôpital|lycée|parc|pl\.|place|pont|promenade|quai|quartier|r\.|rond-point|rue|square|stade|station) (?:du )?$"
)
_ALWAYS_RANKS = ("Gal", "Gén.", "Cdt", "Cne")


def _has_rank(match: re.Match[str]) -> bool:
    """Say whether "Mal" or "Pt" is a rank: where a street is named; "Gal" also behind an article."""
    before = match.string[max(0, match.start() - 24) : match.start()]
    articled = before.lower().endswith(("du ", "au ", "le "))
    hyphened = match.string[match.end()] == "-"
    return bool(_ON_STREET.search(before)) or (match[0] in _ALWAYS_RANKS and (articled or hyphened))


_HOME = re.compile(
    r"m²|m2|\b(?i:appart\w*|duplex|F\d|immeuble|location|loue[rz]?|louer|maison|pavillon|studio|T\d|vends?|vendre|villa)\b"
)
_ROOMS = {
    "p.": "pièces",
    "ch.": "chambres",
    "pces": "pièces",
    "sdb": "salles de bains",
    "sde": "salles d'eau",
}


def _say_room(match: re.Match[str]) -> Iterable[Piece]:
    """Say "4 p." as rooms where a home is described, and as pages elsewhere."""
    is_home = _HOME.search(match.string, max(0, match.start() - 80), match.end() + 80)
    many = (
        _ROOMS[match["short"]]
        if is_home or match["short"] not in ("p.", "ch.")
        else {"p.": "pages"}.get(match["short"])
    )
    if not many:
        return ()
    one = re.sub(r"s\b", "", many, count=1)
    ends = "." if match["short"][-1] == "." and not match.string[match.end() :].strip("\"')\n ") else ""
    number = match["number"]
    said = agree(cardinal(number, "fr"), "f")
    return named(match, number=said, short=(one if number == "1" else many) + ends)


_BEDS = re.compile(
    r"\b(?i:bât\.|CHU|clinique|étage|ét\.|h[oô]pital|hospitalisé\w*|h[oô]tel|lit|nuit|rdc|réception|service)(?!\w)"
)


def _say_chapter(match: re.Match[str]) -> Iterable[Piece]:
    """Say "ch. 214" as a room where people sleep, and as a chapter elsewhere."""
    near = _BEDS.search(match.string, max(0, match.start() - 60), match.end() + 40)
    said = "chambre" if near else "chapitre"
    return whole(match, said.capitalize() if match[0][0] == "C" else said)


def _say_dimensions(match: re.Match[str]) -> Iterable[Piece]:
    """Say "L. 120 x l. 80 x H. 75 cm" by what is long, wide and high."""
    base = match.start()
    for sign in re.finditer(r"(?P<letter>[EHhLlPp])\.? ?:?(?= ?\d)|(?<=[\dm ])[x×/]", match[0]):
        said = _DIMENSIONS[sign["letter"]] if sign["letter"] else "," if sign[0] == "/" else "par"
        yield Piece(base + sign.start(), base + sign.end(), said)


SHORTENED: tuple[Kind, ...] = (
    Kind(
        "dimensions",
        rf"(?<![\w.'])(?:{_DIMENSION} ?[x×/] ?){{1,2}}{_DIMENSION}(?![\w²³]|[.,]\d)",
        _say_dimensions,
    ),
    abbreviation_kind("measure", _MEASURES | capitalised(_MEASURES), after=r"(?=(?: :)? \d)"),
    abbreviation_kind(
        "day in brackets",
        _DAYS,
        before=r"(?:(?<=\b[Ll]e )|(?<=\b[Ll]es )|(?<=\bdu )|(?<=\bau ))",
        after=r"(?=[);:]|\n|$)",
    ),
    abbreviation_kind(
        "public holidays", {"j. fériés": "jours fériés", "j. fér.": "jours fériés", "j. f.": "jours fériés"}
    ),
    abbreviation_kind(
        "school holidays", {"vac. scol.": "vacances scolaires", "Vac. scol.": "Vacances scolaires"}
    ),
    Kind(
        "leaf",  # "f° 3 v°"
        r"(?<![\w.])(?P<leaf>f°)(?= \d)|(?<=\d )(?P<side>[rv]°)(?!\w)",
        lambda match: named(
            match, leaf="folio", side={"r": "recto", "v": "verso"}.get((match["side"] or " ")[0], "")
        ),
        frozenset("°"),
    ),
    abbreviation_kind("following", {"sq.": "et suivantes", "sqq.": "et suivantes"}, before=r"(?<=\d )"),
    # "il vit." is a verb
    abbreviation_kind("vitamin", {"vit.": "vitamine"}, after=r"(?= (?:[BDEK]\d{0,2}|C)(?![\w']))"),
    abbreviation_kind(
        "except",
        {"sf": "sauf"},
        after=r"(?= (?:le |les? )?(?:lun|mar|mer|jeu|ven|sam|dim|jours|vac|j\. ?f|fér|\ue000))",
    ),
    abbreviation_kind(
        "exercises", {"ex.": "exercices"}, before=r"(?:(?<=[ld]es )|(?<=aux ))", after=r"(?= \d)"
    ),
    abbreviation_kind(
        "exercise",
        {"ex.": "exercice"},
        before=r"(?:(?<=l')|(?<=[Ff]aire )|(?<=[Ff]ais )|(?<=[Ff]aites ))",
        after=r"(?= \d)",
    ),
    abbreviation_kind("at least", {"min.": "minimum"}, before=r"(?<!\d )(?<!\d)", after=r"(?= \d)"),
    abbreviation_kind("avenue", {"av.": "avenue"}, before=r"(?<=\de )"),
    # "12 ch. des Lilas", "3 bis, all. du Parc"
    abbreviation_kind("street", _STREETS, before=_NUMBER_OF_HOUSE, after=_NAME_OF_STREET),
    abbreviation_kind(
        "avenue of",
        {"av.": "avenue", "Av.": "Avenue"},
        after=r"(?= (?:du|des|de la|de l'|d'[A-ZÀ-Þ]|de [A-ZÀ-Þ]))",
    ),
    Kind(
        "rank",  # "rue du Gal-Leclerc"
        rf"(?<![\w.-])(?P<rank>{'|'.join(map(re.escape, _RANKS))})(?=[ -](?:de[ -]|d')?[A-ZÀ-Þ])",
        lambda match: whole(match, _RANKS[match[0]]) if _has_rank(match) else (),
        frozenset("ACDGLMPS"),
    ),
    abbreviation_kind(
        "publisher",
        {"éd.": "éditions", "Éd.": "Éditions"},
        before=r"(?<!\de )(?<!\dde )(?<!\dre )(?<!\w')(?<!une )(?<!tre )(?<!ette )",
        after=r"(?= (?:d[ue]s? |de la )?[A-ZÀ-Þ])",
    ),
    abbreviation_kind("under the direction", {"dir.": "direction"}, before=r"(?<=\bla )"),
    abbreviation_kind("day of a league", {"j.": "journée"}, before=r"(?:(?<=\de )|(?<=\dre ))"),
    abbreviation_kind(
        "head of a table", {"Sup.": "superficie", "sup.": "superficie"}, after=r"(?= (?:[|:]|\d))"
    ),
    abbreviation_kind(
        "translated by",
        {
            "trad.": "traduit",
            "Trad.": "Traduit",
            "ill.": "illustré",
            "préf.": "préfacé",
            "adapt.": "adapté",
            "réal.": "réalisé",
        },
        after=r"(?= par )",
    ),
    abbreviation_kind("problem", {"pb": "problème", "pbs": "problèmes"}, before=r"(?<!\d )(?<!\d)"),
    Kind(
        "number of a code",
        r"(?<!\w)[nN]°(?=[A-Z]+[\d\ue000-])",
        lambda match: whole(match, "numéro "),
        frozenset("°"),
    ),
    Kind("chapter or room", r"(?<![\w.-])[Cc]h\.(?= ?\d{1,4}(?![\w/]|[.,]\d))", _say_chapter, frozenset("h")),
    abbreviation_kind(
        "charges of a rent",
        {"ch.": "charges"},
        before=r"(?:(?<=\+ )|(?<=\bhors )|(?<=[Ll]es )|(?<=[Dd]e )|(?<=€ ))",
        after=r"(?=[,;)\n]|$| (?:compr|incl|non))",
    ),
    abbreviation_kind(
        "line",  # of a page, of a railway
        {"l.": "ligne", "ll.": "lignes"},
        before=r"(?:(?<=\bla )|(?<=, )|(?<=\())",
        after=r"(?= \d{1,4}(?![\w/]|[.,]\d| ?[cm]?m\b))",
    ),
    abbreviation_kind("charges", {"ch.": "charges", "Ch.": "Charges"}, after=r"(?= (?:compr|incl))"),
    Kind(
        "rooms or pages",
        r"(?<![\w.,:/'–-])(?P<number>\d{1,4}) (?P<short>p\.(?! ?\d)|ch\.|pces|sd[be])(?!\w)",
        _say_room,
    ),
    abbreviation_kind(
        "side",
        {"g.": "gauche", "dr.": "droite", "dte": "droite", "gche": "gauche"},
        before=r"(?:(?<=\bà )|(?<=\bde )|(?<=étage )|(?<=\bporte ))",
    ),
    abbreviation_kind(
        "volumes",
        {"vol.": "volumes", "ill.": "illustrations", "chap.": "chapitres", "exempl.": "exemplaires"},
        before=r"(?<=\d )",
        after=r"(?! ?\d)",
    ),
    abbreviation_kind(
        "telephone",
        {"tel": "téléphone", "Tel": "Téléphone", "tél": "téléphone", "Tél": "Téléphone"},
        after=r"(?= ?:? ?[\d\ue000+])",
    ),
    abbreviation_kind("copies", {"ex.": "exemplaires"}, before=r"(?<=\d )"),
    abbreviation_kind(
        "article of a code", {"art.": "article", "Art.": "Article"}, after=r"(?= [LRDA]\.? ?\d)"
    ),
    abbreviation_kind("articles", {"art.": "articles"}, before=r"(?:(?<=[ld]es )|(?<=aux ))"),
    abbreviation_kind(
        "class of a train", {"cl.": "classe"}, before=r"(?:(?<=\b[12]e )|(?<=\d[dr]e )|(?<=\dère ))"
    ),
    abbreviation_kind("movement", {"mvt": "mouvement", "mvts": "mouvements"}),
    abbreviation_kind("change of trains", {"corresp.": "correspondance", "Corresp.": "Correspondance"}),
    abbreviation_kind("first edition", {"orig.": "originale"}, before=r"(?<=\béd\. )"),
    abbreviation_kind("new edition", {"rééd.": "réédition", "Rééd.": "Réédition"}),
    abbreviation_kind("district", {"arr.": "arrondissement"}, before=r"(?:(?<=\de )|(?<=\der ))"),
    abbreviation_kind("century", {"s.": "siècle"}, before=r"(?:(?<=[IVX]e )|(?<=\bIer ))"),
    abbreviation_kind("half a year", {"sem.": "semestre"}, before=r"(?<=\b1er )"),
    abbreviation_kind(
        "half of this year",
        {"sem.": "semestre"},
        before=r"(?:(?<=\b2e )|(?<=\b2d )|(?<=\b2nd ))",
        after=r"(?= (?:19|20)\d\d)",
    ),
    abbreviation_kind(
        "quarter of a year",
        {"T": "trimestre"},
        before=r"(?:(?<=\b1er )|(?<=\b[2-4]e ))",
        after=r"(?= (?:19|20)\d\d)",
    ),
    abbreviation_kind(
        "heating",
        {"ch.": "chauffage", "Ch.": "Chauffage"},
        after=r"(?= (?:élec|gaz|au gaz|indiv|coll|central|sol|au sol|fioul))",
    ),
    abbreviation_kind("kitchen", {"éq.": "équipée"}, before=r"(?:(?<=\b[Cc]uisine )|(?<=\bcuis\. ))"),
    abbreviation_kind("illustrated", {"ill.": "illustré"}, after=r"(?= en )"),
    abbreviation_kind(
        "meeting",
        {"RV": "rendez-vous"},
        after=r"(?= (?:le|à|au|avec|chez|dans|demain|ce|lun|mar|mer|jeu|ven|sam|dim|\d))",
    ),
    Kind("lavatory", r"(?<!\w)wc(?![\w.])", lambda match: whole(match, "W C"), frozenset("w")),
    Kind("litre", r"(?<=/\d de )l(?= d['e])", lambda match: whole(match, "litre"), frozenset("l")),
    abbreviation_kind("dignity", _DIGNITIES, after=r"(?= (?:l[ae]s? |l'|[A-ZÀ-Þ]))"),
    abbreviation_kind(
        "serene", {"S.A.S.": "Son Altesse Sérénissime"}, after="(?= (?:l[ae] princ|Albert|Mgr))"
    ),
    abbreviation_kind(
        "holiness",
        {"S.S.": "Sa Sainteté", "S. S.": "Sa Sainteté"},
        after="(?= (?:le pape|Jean|Pie|Benoît|Léon|Paul|François))",
    ),
    Kind(
        "monsieur",
        r"(?<![\w.-])M\.(?= (?:[A-ZÀ-Þ]|l[ea] |l'|et Mme))",
        lambda match: whole(match, "monsieur"),
        frozenset("M"),
    ),
    Kind(
        "saint",
        r"(?<!\w)St(?P<e>e?)-(?=[A-ZÀ-Þ])",
        lambda match: whole(match, f"Saint{match['e']}-"),
        frozenset("S"),
    ),
)
