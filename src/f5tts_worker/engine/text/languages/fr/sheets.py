"""French abbreviations of forms, tickets and lists: "exp. 11/26", "Apt 12", "3 m. end.", "port. 06"."""

# ruff: noqa: E501, RUF001 - a pattern is one line; a row of a table is many short words; signs are meant

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind, capitalised
from f5tts_worker.engine.text.reading.numbers import cardinal
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_DATE = r"(?=(?: (?:le|fin|en))?:? ?\ue000)"
_UPDATES = {"MàJ": "mise à jour", "Màj": "Mise à jour", "màj": "mise à jour", "m-à-j": "mise à jour"}
_LASTS = {"exp.": "expire", "fab.": "fabrication", "val.": "valable", "pér.": "périme"}
_BILLED = {"fact.": "facture", "cde": "commande", "cmde": "commande", "éch.": "échéance", "liv.": "livraison"}
_TELEPHONES = {"port.": "portable", "dom.": "domicile", "prof.": "professionnel"}
_PRESENT = {"prés.": "présents", "abs.": "absents", "exc.": "excusés", "repr.": "représentés"}
_STITCHES = "(?:end|endroit|envers|lis|coul|serr)\\b|env\\.(?:[,;)*]|$)"
_KNITTED = {"end.": "endroit", "env.": "envers", "lis.": "lisière", "coul.": "coulées", "serr.": "serrées"}


def _say_month(match: re.Match[str]) -> Iterable[Piece]:
    """Say "exp. 11/26" as a month and its year, no part of 26."""
    return named(match, month=cardinal(str(int(match["month"])), "fr"), slash=" ")


def _say_colour(match: re.Match[str]) -> Iterable[Piece]:
    """Say "#FF8800" sign by sign."""
    said = (cardinal(sign, "fr") if sign.isdigit() else sign.upper() for sign in match["code"])
    return whole(match, f"dièse {' '.join(said)}")


SHEETS: tuple[Kind, ...] = (
    Kind(
        "month of expiry",
        r"\b(?i:exp\.|fab\.|val\.|pér\.|expire|expiration|valable|valide|validité|péremption|fabrication|DLC|DDM|DLUO)(?: (?:le|fin|en|jusqu'au|jusqu'à))? ?:? ?(?P<month>0?[1-9]|1[0-2])(?P<slash>/)(?=(?:20)?[2-9]\d(?![\w/]|[.,]\d))",
        _say_month,
    ),
    Kind(
        "slash of a reference",  # "Réf. TX-480/2"
        r"\b(?i:réf(?:érence|\.)?|modèle|type|art\.|n°) ?:? ?[A-Z]{1,4}[- ]?\d{2,5}(?P<slash>/)(?=\d{1,5}(?![\d/]|[.,]\d))",
        lambda match: named(match, slash=" slash "),
        frozenset("/"),
    ),
    Kind(
        "colour",
        r"(?<![\w&/#])#(?=\d{0,5}[A-Fa-f])(?P<code>[\dA-F]{6}|(?=[a-f]{0,5}\d)[\da-f]{6})(?!\w)",
        _say_colour,
        frozenset("#"),
    ),
    Kind(
        "per piece",
        r"(?<=€)(?P<slash> ?/ ?)(?P<each>u)\.?(?=[,;)]|$|\n| [a-zà-ÿ(])",
        lambda match: whole(match, " par unité"),
        frozenset("/"),
    ),
    abbreviation_kind("pieces", {"u.": "unités"}, before=r"(?<=\d )"),
    abbreviation_kind("update", _UPDATES),
    abbreviation_kind("month of an end", _LASTS | capitalised(_LASTS), after=_DATE),
    abbreviation_kind("flat", {"Apt": "Appartement", "Appt": "Appartement", "App": "Appartement"}, after=r"(?= \d{1,4}[A-Z]?(?:,|$|\n| [-–]))"),
    abbreviation_kind("bill", _BILLED | capitalised(_BILLED), after=r"(?= (?:n°|du |le |à |sous |\d|\ue000|fin ))"),
    abbreviation_kind("sort of telephone", _TELEPHONES | capitalised(_TELEPHONES), after=r"(?= ?:? ?(?:\ue000|\+|0\d[ .]\d))"),
    abbreviation_kind("who is present", _PRESENT | capitalised(_PRESENT), before=r"(?:(?<=[,;:] )|(?<![^\n]))", after=r"(?= ?:? \d{1,3}(?!\d))"),
    abbreviation_kind("pages that follow", {"et s.": "et suivantes", "et ss.": "et suivantes"}, before=r"(?<=\d )"),
    abbreviation_kind("refund", {"remb.": "remboursement", "Remb.": "Remboursement"}, after=r"(?= (?:sous|par|de |du |à |intégral|en |\d))"),
    abbreviation_kind("boarding", {"emb.": "embarquement", "Emb.": "Embarquement"}, after=r"(?= (?:à )?[\d\ue000])"),
    abbreviation_kind("terminal", {"term.": "terminal", "Term.": "Terminal"}, after=r"(?= \d[A-Z]?(?:,|$|\n| [-–]))"),
    abbreviation_kind("room for two", {"Ch. dble": "Chambre double", "ch. dble": "chambre double", "Ch. sgle": "Chambre simple", "ch. sgle": "chambre simple", "Ch. db.": "Chambre double"}),
    abbreviation_kind("breakfast", {"pdj": "petit déjeuner", "pdéj": "petit déjeuner", "petit-déj.": "petit déjeuner"}),
    abbreviation_kind("tax of a stay", {"séj.": "séjour"}, before=r"(?<=\bde )"),
    abbreviation_kind("stitches", {"m.": "mailles"}, before=r"(?<=\d )", after=rf"(?= (?:{_STITCHES}))"),
    abbreviation_kind("kind of stitches", _KNITTED, before=r"(?:(?<=\bmailles )|(?<=\ue000 ))", after=r"(?=[,;)*]|$|\n| (?:\d|\ue000|et ))"),
    abbreviation_kind("again", {"rép.": "répéter", "Rép.": "Répéter"}, after=r"(?= (?:\d{1,3} (?:fois|rgs|rangs)|\ue000|de \*|les ))"),
)  # fmt: skip
