"""Dutch: saints, majesties, ministers and rulers, by what stands with their names."""

# ruff: noqa: E501 - lists of names

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.nl.grammar import ordinal
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_NAMES = (
    "Abdoellah|Adrianus|Albert|Alexander|Alfons|Amenhotep|Beatrix|Benedictus|Bonifatius|Boudewijn|Carl Gustaf|Catharina|Charles|Christiaan|Clemens|"
    "Constantijn|Darius|Diederik|Dirk|Edward|Elisabeth|Elizabeth|Erik|Felipe|Ferdinand|Filips|Floris|Frans|Frederik|Friedrich|George|"
    "Gregorius|Gustaaf|Gustav|Haakon|Hadrianus|Harald|Hassan|Hendrik|Henry|Innocentius|Isabella|Ivan|Jacobus|Johannes|Johannes Paulus|Jozef|Juan Carlos|"
    "Julius|Justinianus|Karel|Karel Gustaaf|Leo|Leopold|Lodewijk|Lotharius|Ludwig|Margaretha|Margrethe|Maria|Martinus|Maximiliaan|Mehmed|Mohammed|Napoleon|"
    "Nicolaas|Nikolaas|Otto|Paulus|Pedro|Peter|Philippe|Philips|Pius|Ptolemaeus|Ramses|Reinoud|Richard|Rudolf|Sixtus|Theodosius|Toetmosis|Umberto|"
    "Urbanus|Victor Emanuel|Wilhelm|Willem|Xerxes"
)
REGNAL = "|".join(
    (
        *(
            rf"(?<=\b{title} )[A-ZÀ-Þ][^\W\d_]+"
            for title in (
                "paus",
                "koning",
                "koningin",
                "keizer",
                "tsaar",
                "graaf",
                "hertog",
                "sultan",
                "farao",
            )
        ),
        _NAMES,
    )
)
# Furniture and styles have the French numbers of the kings whom Dutch calls Lodewijk.
_LOUIS = {"XIII": "treize", "XIV": "quatorze", "XV": "quinze", "XVI": "seize"}
# What is holy, and saints whom no surname is like: "H. Jansen" has an initial.
_HOLY = (
    "Mis|Missen|Geest|Hart|Harte?\\w+|Communie|Sacrament\\w*|Familie|Drie-eenheid|Drievuldigheid|Schrift|Stoel|Vader|Kruis\\w*|Land|Graf|Avondmaal|Doopsel|Vormsel|Maagd|"
    "Moeder|Maria|Jozef|Johannes|Petrus|Paulus|Antonius|Augustinus|Barbara|Bavo|Benedictus|Bernadette|Bonifatius|Catharina|Cecilia|Christoffel|Cornelius|Dominicus|"
    "Elisabeth|Franciscus|Gerardus|Gummarus|Hubertus|Ignatius|Jacobus|Lambertus|Laurentius|Lucia|Ludgerus|Marcus|Martinus|Mattheus|Nicolaas|Nicolaus|Odulphus|Oda|Plechelmus|"
    "Remigius|Rita|Rochus|Rumoldus|Sebastiaan|Servatius|Stefanus|Teresa|Theresia|Thomas|Ursula|Valentinus|Vincentius|Walburga|Willibrordus"
)
_MAJESTY = r"(?= (?:de |het )?(?:[Kk]oning|[Kk]eizer|[Pp]rins|[A-Z]))"


def _say_ruler(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Lodewijk XIV-stijl" with the king's ordinal."""
    value = roman_value(match["roman"])
    return named(match, roman=f"de {ordinal(value)}", dash=" ") if value else ()


KINDS: tuple[Kind, ...] = (
    abbreviation_kind("saint", {"H.": "heilige"}, after=rf"(?= (?:{_HOLY})\b)"),
    abbreviation_kind("saints", {"HH.": "heilige", "Hh.": "heilige"}, after=r"(?= [A-Z][a-z])"),
    Kind(
        "saint of a place",
        r"(?<!\w)St(?P<dash>-)(?=[A-Z][a-z])",
        lambda match: whole(match, "Sint"),
        frozenset("S"),
    ),
    Kind(
        "Our Lady",  # "O.-L.-Vrouwekerk"
        r"(?<![\w.])O\.[ -]?L\.[ -]?(?P<lady>Vrouwe?\w*)",
        lambda match: whole(match, f"Onze-Lieve-{match['lady']}"),
        frozenset("O"),
    ),
    abbreviation_kind(
        "church",  # "Ned. Herv. kerk"
        {"Ned. Herv.": "Nederlands Hervormde", "N.H.": "Nederlands Hervormde", "Herv.": "Hervormde"}
        | {"Chr. Geref.": "Christelijk Gereformeerde", "Geref.": "Gereformeerde", "geref.": "gereformeerde"}
        | {"herv.": "hervormde", "Prot.": "Protestantse", "prot.": "protestantse"},
        after=r"(?=-?[ -](?:[Kk]erk\w*|[Gg]emeente\w*|[Pp]redikant\w*|[Dd]ominee|[Bb]asisschool|[Ss]chool|[Zz]ang\w*|[Jj]eugd\w*)\b)",
    ),
    abbreviation_kind(
        "majesty",
        {
            "H.M.": "Hare Majesteit",
            "Z.M.": "Zijne Majesteit",
            "Z.K.H.": "Zijne Koninklijke Hoogheid",
            "H.K.H.": "Hare Koninklijke Hoogheid",
            "Z.E.": "Zijne Excellentie",
            "H.E.": "Hare Excellentie",
            "E.H.": "eerwaarde heer",
        },
        after=_MAJESTY,
    ),
    abbreviation_kind(
        "ship of the navy",
        {
            **dict.fromkeys(("Hr. Ms.", "Hr.Ms."), "Harer Majesteits"),
            **dict.fromkeys(("Zr. Ms.", "Zr.Ms."), "Zijner Majesteits"),
        },
        after=r"(?= [A-Z])",
    ),
    abbreviation_kind(
        "queen",
        {"Kon.": "Koningin"},
        after=r"(?= (?:Astrid|Beatrix|Elisabeth|Emma|Fabiola|Juliana|Louise|Maria|Mathilde|Máxima|Paola|Sophie|Wilhelmina))",
    ),
    # Behind a number they are minutes, whatever sentence follows.
    abbreviation_kind(
        "minister",
        {"min.": "minister", "Min.": "Minister"},
        before=r"(?<![\d\ue000] )",
        after=r"(?= (?:(?:van|de[rn]?) ){0,2}[A-Z][a-z])",
    ),
    Kind(
        "style of a king",  # "Louis XV-stoelen"
        rf"(?<!\w)Louis (?P<roman>{'|'.join(sorted(_LOUIS, key=len, reverse=True))})(?P<dash>-(?=\w))?(?!\w)",
        lambda match: named(match, roman=_LOUIS[match["roman"]], dash=" "),
        frozenset("L"),
    ),
    Kind(
        "ruler of a compound",  # "Lodewijk XIV-stijl", "Leopold II-laan"
        rf"(?<![\w-])(?:{_NAMES}) (?P<roman>[IVX]{{1,5}})(?P<dash>-)(?=[a-z])",
        _say_ruler,
        frozenset("IVX"),
    ),
)
