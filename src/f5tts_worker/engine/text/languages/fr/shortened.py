"""French abbreviations that what stands around them decides: "ex." is an example, an exercise or copies."""

# ruff: noqa: E501 - a row of a table is one line

from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.spans import Kind, whole

_STREETS = {
    "av.": "avenue", "ave": "avenue", "all.": "allée", "bld": "boulevard", "blvd": "boulevard", "boul.": "boulevard", "ch.": "chemin", "crs": "cours",
    "pass.": "passage", "pl.": "place", "r.": "rue", "rte": "route", "sq.": "square",
}  # fmt: skip
_NUMBER_OF_HOUSE = r"(?:(?<=\d )|(?<=\d, )|(?<=\bbis )|(?<=\bbis, )|(?<=\bter )|(?<=\bter, )|(?<=\d[A-D], ))"
_NAME_OF_STREET = r"(?= (?!J\.)(?:du |des |de la |de l'|de |d')?[A-ZÀ-Þ])"
_RANKS = {
    "Adj": "adjudant", "Al": "amiral", "Cal": "caporal", "Cap.": "capitaine", "Cdt": "commandant", "Cne": "capitaine", "Col": "colonel", "Col.": "colonel",
    "Dr": "docteur", "Gal": "général", "Gén.": "général", "Lt": "lieutenant", "Mal": "maréchal", "Pdt": "président", "Pr": "professeur", "Pt": "président", "Sgt": "sergent",
}  # fmt: skip

SHORTENED: tuple[Kind, ...] = (
    abbreviation_kind("following", {"sq.": "et suivantes"}, before=r"(?<=\d )"),
    # "il vit." is a verb
    abbreviation_kind("vitamin", {"vit.": "vitamine"}, after=r"(?= (?:[BDEK]\d{0,2}|C)(?![\w']))"),
    abbreviation_kind(
        "except",
        {"sf": "sauf"},
        after=r"(?= (?:le |les? )?(?:lun|mar|mer|jeu|ven|sam|dim|jours|vac|j\. ?f|fér))",
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
    abbreviation_kind("old francs", {"F": "francs"}, before=r"(?<=\d[' .]\d\d\d )", after=r"(?![.'-]\w)"),
    abbreviation_kind("at least", {"min.": "minimum"}, before=r"(?<!\d )(?<!\d)", after=r"(?= \d)"),
    abbreviation_kind("avenue", {"av.": "avenue"}, before=r"(?<=\de )"),
    # "12 ch. des Lilas", "3 bis, all. du Parc"
    abbreviation_kind("street", _STREETS, before=_NUMBER_OF_HOUSE, after=_NAME_OF_STREET),
    abbreviation_kind(
        "avenue of",
        {"av.": "avenue", "Av.": "Avenue"},
        after=r"(?= (?:du|des|de la|de l'|d'[A-ZÀ-Þ]|de [A-ZÀ-Þ]))",
    ),
    # "rue du Gal-Leclerc"
    abbreviation_kind(
        "rank",
        _RANKS,
        before=r"(?:(?<=\b[Dd]u )|(?<=\b[Aa]u )|(?<=\b[Ll]e ))",
        after=r"(?=[ -](?:de |d')?[A-ZÀ-Þ])",
    ),
    abbreviation_kind(
        "publisher",
        {"éd.": "éditions", "Éd.": "Éditions"},
        before=r"(?<!\de )(?<!\dde )(?<!\dre )",
        after=r"(?= (?:d[ue]s? |de la |[A-ZÀ-Þ]))",
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
    abbreviation_kind("copies", {"ex.": "exemplaires"}, before=r"(?<=\d )"),
    abbreviation_kind(
        "article of a code", {"art.": "article", "Art.": "Article"}, after=r"(?= [LRDA]\.? ?\d)"
    ),
    abbreviation_kind("articles", {"art.": "articles"}, before=r"(?:(?<=[ld]es )|(?<=aux ))"),
    abbreviation_kind("district", {"arr.": "arrondissement"}, before=r"(?:(?<=\de )|(?<=\der ))"),
    abbreviation_kind("century", {"s.": "siècle"}, before=r"(?<=[IVX]e )"),
    Kind("litre", r"(?<=/\d de )l(?= d['e])", lambda match: whole(match, "litre"), frozenset("l")),
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
