"""French abbreviations that what stands around them decides: "ex." is an example, an exercise or copies."""

from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.spans import Kind, whole

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
