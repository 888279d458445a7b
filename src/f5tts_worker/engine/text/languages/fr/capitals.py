"""French words in capitals: acronyms that are said as words, surnames, what stands behind an elision."""

# ruff: noqa: E501 - a row of a table is one line

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.capitals import lower_shouted
from f5tts_worker.engine.text.reading import tables
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

# Those of five letters and more are said as words anyway.
ACRONYMS = (
    "ADIL AFPA ALUR AMAP ANAH BAC BAFA BIC CAC CADA CAF CAMSP CAN CECA CELI CERN CESU CLIS CNAF CNAM CNAV CNED CNES CNIL COP CRAM "
    "CUMA DALF DALO DEC DELF DEUG DOM DRAC DROM ENA ENAC ENAP ÉNAP ENSA EPIC ESAT FAC FAGE FARC FIAC FNAC FRAC GAEC GATT GIEC IBAN IFOP "
    "INA INED INPI INRA INSA IRA ISO LED LOSC MAIF MOOC ONEM ONU OPAC OPEP OTAN OVNI PAC PACA PACS PERP PESC RAID REER REP RIB SAAQ "
    "SAMU SCOP SCOT SDIS SEPA SIDA SMIC SMUR SNES SPIP STIB SUVA TICE TOM UDAF ULIS UNEF UNSA UQAC UQAM UQAR USAP ZAC ZAD ZEP"
)
_TITLES = {
    "M.": "monsieur", "MM.": "messieurs", "Mr": "monsieur", "Me": "maître", "Dr": "docteur", "Pr": "professeur",
}  # fmt: skip
_TITLE = r"MM?\.|Mmes?|Mlles?|Mr|Me|Dr|Pr|[Mm]onsieur|[Mm]adame|[Mm]ademoiselle|[Dd]octeur|[Mm]aître|[Pp]rofesseure?"
_FIRST_NAMES = (
    "Adam|Adèle|Agnès|Alain|Alexandre|Alexis|Alice|André|Anne|Antoine|Arnaud|Arthur|Aurélie|Axel|Benoît|Bernard|Bruno|Camille|Caroline|"
    "Catherine|Céline|Charles|Charlotte|Chloé|Christian|Christine|Christophe|Claire|Claude|Clément|Clara|Daniel|Danielle|David|Denis|"
    "Didier|Dominique|Édouard|Élise|Élodie|Émilie|Emma|Emmanuel|Éric|Estelle|Étienne|Eva|Fabien|Fabrice|Florence|Florian|Francis|Franck|"
    "François|Françoise|Frédéric|Gabriel|Georges|Gérard|Gilles|Guillaume|Guy|Hélène|Henri|Hervé|Hugo|Inès|Isabelle|Jacques|Jade|Jean|"
    "Jeanne|Jérôme|Joël|Jules|Julie|Julien|Karim|Karine|Laure|Laurence|Laurent|Léa|Léo|Louis|Louise|Luc|Lucas|Lucie|Madeleine|Manon|Marc|"
    "Margaux|Marie|Marine|Martin|Martine|Mathieu|Mathilde|Matthieu|Maurice|Maxime|Mélanie|Michel|Michèle|Mohamed|Monique|Nadia|Nathalie|"
    "Nicolas|Nicole|Noé|Olivier|Pascal|Patrice|Patricia|Patrick|Paul|Pauline|Philippe|Pierre|Quentin|Raphaël|Rémi|René|Robert|Roger|Romain|"
    "Sandrine|Sarah|Sébastien|Serge|Simon|Sophie|Stéphane|Stéphanie|Sylvain|Sylvie|Théo|Thierry|Thomas|Tom|Valérie|Véronique|Victor|"
    "Vincent|Virginie|Xavier|Yann|Yves|Yvonne|Zoé"
)
_GIVEN = "[A-ZÀ-Þ][a-zà-ÿ]{1,12}(?:-[A-ZÀ-Þ][a-zà-ÿ]{1,12})?"
_OF = "(?:(?i:d[eu]|l[ea]) )"
_SURNAME = "(?!D[EU] |L[EA] )[A-ZÀ-Þ]{2,4}(?:-[A-ZÀ-Þ]{2,})?"
_WORDS = frozenset(ACRONYMS.split())
_HAS_VOWEL = re.compile("[AEIOUYÀ-Þ]")


def _say_surname(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Mme REY" and "Paul ROUX" as names; longer ones are in small letters by now."""
    name = match["name"]
    if name in tables.SPELLED or name in _WORDS or not _HAS_VOWEL.search(name):
        return ()
    title = match["title"] or ""
    said = {"title": _TITLES[title]} if title in _TITLES else {}
    of = {"of": match["of"].lower()} if match["of"] else {}
    return named(match, **said, **of, name=name.title())


CAPITALS: tuple[Kind, ...] = (
    Kind(
        "surname in capitals",
        rf"(?<![\w.-])(?:(?P<title>{_TITLE}) (?:{_GIVEN} |[\w-]{{2,14}} et )?|(?:{_FIRST_NAMES})(?:-{_GIVEN})? )(?P<of>{_OF}{{0,2}})(?P<name>{_SURNAME})(?![\w'-]|\.\w)",
        _say_surname,
        frozenset("AEIOUYÉÈËÏÔ"),
    ),
    Kind(
        "capitals behind an elision",  # "l'URSSAF", "d'URGENCE"
        r"(?:(?<=\b[cdjlmnstCDJLMNST]')|(?<=\b[Qq]u'))[A-ZÀ-Þ]{5,}(?!\w)",
        lambda match: whole(match, lower_shouted([match[0]], "fr")[0]),
        frozenset("'"),
    ),
)
