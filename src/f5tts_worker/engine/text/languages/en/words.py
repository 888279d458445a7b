"""Words in English that are not said as they are written: streets, acronyms, options, hashtags."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; signs look like letters, and the dash of ranges is meant

import re
from collections.abc import Iterable
from functools import partial

from f5tts_worker.engine.text.languages.en import compass, romans, shortened, tables
from f5tts_worker.engine.text.reading.addresses import is_spelled
from f5tts_worker.engine.text.reading.names import salt_kind, small_letter_kind, vowelless_kind
from f5tts_worker.engine.text.reading.numbers import year
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of words in order of priority."""
    return (
        *compass.kinds(),
        Kind("state of a ZIP", r"(?<=, )[A-Z]{2}(?= \ue000{5})", lambda match: whole(match, tables.POSTAL_STATES.get(match[0], " ".join(match[0]))), frozenset("AEIOUCNKMS")),
        Kind("street or saint", r"(?<!\w)(?P<short>St\.?|Dr\.|Ct\.)(?!\w)", _street, frozenset("tr")),
        Kind("eras", r"(?:(?<=B\.C\.)|(?<=B\.C\.E\.)|(?<=\bBC)|(?<=\bBCE))(?P<to> ?[-–] ?)(?=(?:A\.?D\b|C\.?E\b)|[\d\ue000])", lambda match: named(match, to="to"), frozenset("-–")),
        *romans.kinds(),
        *shortened.kinds(),
        Kind("option", r"(?<=[\w\ue000] )(?P<dashes>--)(?=[a-z]+[-=]|[a-z]{2,}(?: \ue000|$)|(?:(?<=\b[Aa]dd --)|(?<=\b[Pp]ass --)|(?<=\b[Tt]he --)|(?<=\b[Uu]se --)|(?<=\b[Ww]ith --)|(?<=\b[Ww]ithout --))[a-z]{2,}(?!\w|,)(?![^.!?\n]{0,100}\w--))", lambda match: named(match, dashes="dash dash"), frozenset("-")),
        Kind("branch", r"(?<![\w/.])(?:bugfix|chore|feat|feature|fix|hotfix|origin|release|upstream)(?P<slash>/)(?=(?:main|master|dev|develop)\b|[\w.]+-[\w.-]+|[\w.-]+ branch\b)", lambda match: named(match, slash="slash"), frozenset("/")),
        Kind("underscore", r"(?<=[A-Za-z\d])_(?=[A-Za-z\d])", lambda match: whole(match, "underscore"), frozenset("_")),
        Kind("short option", r"(?<=[a-z\d] )(?P<dash>-)(?=[a-zA-Z](?: |$|[,;:)]))",
             lambda match: named(match, dash="dash"), frozenset("-")),
        vowelless_kind({symbol: tables.UNITS[symbol][1] for symbol in tables.ALONE}, least=2),
        Kind("unit in a text", rf"(?<![\w/.-])(?:{'|'.join(unit for unit in tables.UNITS if re.fullmatch('[a-z][A-Z][a-z]?|[MG](?:Hz|bps)', unit))})(?![\w/]|-\w)",
             lambda match: whole(match, tables.UNITS[match[0]][1]), frozenset("ABHJLNPVWbz")),
        Kind("acronym", rf"(?<![\w.&-])(?:{tables.WORDS})s?(?!\w|[.-][^\W\d])", lambda match: whole(match, match[0].capitalize()),
             frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")),
        Kind("memory", r"(?<![\w.&-])(?:(?P<letters>EP|F|MR|NV|PS|[DSV])(?=R[AO]M)|(?P<nets>[VW])(?=LAN))(?P<word>RAM|ROM|LAN)s?(?!\w)", _lettered, frozenset("AO")),
        Kind("result", r"(?:(?<![a-z])|(?<=\bRh))(?<!ending )(?<!uffix )(?P<sign>[+-])ve(?!\w)", lambda match: whole(match, "positive" if match["sign"] == "+" else "negative"), frozenset("+-")),
        Kind("sizes", r"(?<![\w-])(?:\d?X{1,3}S|[SML](?=[^\w]{1,3}\d?X))(?P<to> ?[-–] ?)(?=(?:\d?X{0,3}L|M)(?![\w-]))", lambda match: named(match, to="to"), frozenset("-–")),
        Kind("letters from to", r"(?<!\w)[A-Z](?P<to>–|-(?=Z)|(?<=s [A-Z])-)(?=[A-Z](?!\w))", lambda match: named(match, to="to"), frozenset("-–")),
        Kind("letters and one more", r"(?<!\w)[A-Z]{2,4}(?:e|v(?=\d))(?![A-Za-z])", lambda match: whole(match, match[0].upper()), frozenset("ev")),
        Kind("sharp", r"(?<!\w)(?P<note>[A-G])(?P<sign>#)(?!\w)", partial(_say, sign="sharp"), frozenset("#")),
        Kind("dot net", r"(?<!\w)\.NET\b", lambda match: whole(match, "dot Net"), frozenset(".")),
        Kind("dot in front", r"(?<![^\s(\"'/])\.(?P<name>[a-z]{2,5}\d?(?:\.[a-z]{2,4}\d?)*(?!\w|\.\w)|(?=[a-z]{2}))", _dot_name, frozenset(".")),
        small_letter_kind(),
        salt_kind("en"),
        Kind("element", r"(?<![\w.'-])(?:(?:Cl|Br)(?=[2\ue000](?!\w))|(?:Al|Ba|Ca|Cu|Fe|Mg|Pb|Zn)(?=[\d\ue000]?\((?:OH|[A-Z]{1,3}[\d\ue000])))", lambda match: whole(match, " ".join(match[0].upper())), frozenset("ABCFMPZ")),
        Kind("folder above", r"(?<=\bcd )\.\.(?=[\s\"'/]|$)", lambda match: whole(match, "dot dot"), frozenset(".")),
        Kind("copy", r"(?<!\w)(?:(?i:b?cc)(?=:|'d\b)|(?<![\d\ue000] )b?cc(?= (?:all|both|every\w+|her|him|in|me|my|our|the|them|us|you|your|[A-Z])\b))", lambda match: whole(match, " ".join(match[0].upper())), frozenset("Cc")),
        Kind("numbers", r"(?<!\S)#s(?!\w)", lambda match: whole(match, "numbers"), frozenset("#")),
        Kind("hashtag", r"(?<![\w&])(?P<sign>#)(?P<tag>[A-Za-z]\w*|\d{1,4}[A-Za-z]{3}\w*)", _hashtag, frozenset("#")),
        Kind("handle", r"(?<![\w.])(?P<sign>@)(?P<tag>[A-Za-z]\w*(?:\.\w+)*)", _handle, frozenset("@")),
        Kind("century", r"(?<=\d[a-z][a-z] )c\.|(?:(?<=\b[Tt]he \d[a-z][a-z] )|(?<=\b[Tt]he \d\d[a-z][a-z] )|(?<=\bmid-\d\d[a-z][a-z] ))C(?=[.,;)]|$| (?:AD|BC)\b)", lambda match: whole(match, "century"), frozenset("cC")),
        Kind("questions", r"(?:(?<=\b[Aa]ny )|(?<=\b[Mm]y )|(?<=\b[Nn]o )|(?<=\d ))\?s(?![\w=])", lambda match: whole(match, "questions"), frozenset("?")),
        Kind("star", r"(?<=\bfrom )\*(?= to\b)", lambda match: whole(match, "star"), frozenset("*")),
        Kind("number of", r"(?<!\S)#(?= of\b)", lambda match: whole(match, "number"), frozenset("#")),
        Kind("hash", r"(?<!\S)#(?=\s)", lambda match: whole(match, "hash"), frozenset("#")),
        Kind("Greek letter", rf"(?<![\u0370-\u03ff])[{''.join(tables.GREEK)}](?![\u0370-\u03ff])",
             lambda match: whole(match, tables.GREEK[match[0]]), frozenset(tables.GREEK)),
        Kind("diameter", r"[Øø⌀](?= ?\d| ?\ue000)", lambda match: whole(match, "diameter"), frozenset("Øø⌀")),
        Kind("note value", r"[♩♪]\.?(?= ?(?:=|\ue000))", lambda match: whole(match, f"{'dotted ' * match[0].endswith('.')}{'quarter' if match[0][0] == '♩' else 'eighth'} note"), frozenset("♩♪")),
        Kind("key", "[⌘⌥⇧⌃]", lambda match: whole(match, tables.KEYS[match[0]]), frozenset("⌘⌥⇧⌃")),
        Kind("copyright", r"\(c\)(?= (?:\d|\ue000))", lambda match: whole(match, "copyright"), frozenset("(")),
        *romans.parts(),
    )  # fmt: skip


def _say(match: re.Match[str], sign: str) -> Iterable[Piece]:
    return named(match, sign=sign)


def _lettered(match: re.Match[str]) -> Iterable[Piece]:
    """Say "VRAM" and "WLAN" as a letter and a word."""
    return named(
        match, letters=match["letters"] or "", nets=match["nets"] or "", word=match["word"].capitalize()
    )


def _dot_name(match: re.Match[str]) -> Iterable[Piece]:
    """Say ".env" as dot env, ".csv" as dot C S V, ".tar.gz" as dot tar dot G Z."""
    names = (name.upper() if is_spelled(name) else name for name in match["name"].split("."))
    return whole(match, " ".join(f"dot {name}".strip() for name in names))


def _street(match: re.Match[str]) -> Iterable[Piece]:
    """Tell Saint from Street and Doctor from Drive by the words around."""
    line, short = match.string, match["short"].rstrip(".")
    if short == "St" and re.match("-[A-Z]", line[match.end() : match.end() + 2]):  # "Rue St-Denis"
        return whole(match, "Saint")
    before = line[max(0, match.start() - 30) : match.start()]
    goes_on = re.match(
        r" [A-Z]| and Mr?s" if short == "Dr" else r" [A-Z][a-z']", line[match.end() : match.end() + 8]
    )
    last = before.split(" ")[-2:-1] if before.endswith(" ") else []
    after_name = bool(last) and bool(re.fullmatch(r"[A-Z][a-z']*|\d+(?:st|nd|rd|th)", last[0]))
    addressed = re.search(r"\d+ (?:[NSEW]\.? )?(?:[A-Z][a-z]+ ){1,2}$", before)
    is_road = (
        bool(addressed or (last and re.fullmatch(r"\d+(?:st|nd|rd|th)", last[0]))) if goes_on else after_name
    )
    if short == "Ct" and not is_road:
        return ()
    full = (
        {"St": "Street", "Dr": "Drive", "Ct": "Court"}[short]
        if is_road
        else {"St": "Saint", "Dr": "Doctor"}[short]
    )
    if not is_road and not goes_on:
        return ()
    ends = is_road and re.match("[\"')]*(?:\n|$)", line[match.end() : match.end() + 3])
    return whole(match, full + ("." if ends and match[0].endswith(".") else ""))


def _hashtag(match: re.Match[str]) -> Iterable[Piece]:
    before = match.string[max(0, match.start() - 12) : match.start()]
    sign = (
        "number"
        if re.search(r"(?i:\b(?:model|part|item|order|invoice|lot|case|ticket|serial|sku)) $", before)
        else "hashtag"
    )
    return named(match, sign=sign, tag=_apart(match["tag"]))


def _handle(match: re.Match[str]) -> Iterable[Piece]:
    return named(
        match, sign="at", tag=_apart(match["tag"].replace("_", " underscore ").replace(".", " dot "))
    )


def _apart(tag: str) -> str:
    """Write "ThrowbackThursday2024" as words."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]", tag)
    return " ".join(
        year(part, "en")
        if part.isdecimal()
        else part.upper()
        if 1 < len(part) <= len("https") and not re.search("[aeiouy]", part.lower())
        else part
        for part in parts
    )
