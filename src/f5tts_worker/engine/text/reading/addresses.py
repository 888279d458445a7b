"""Web and e-mail addresses, file names and IP addresses: spelled out, sign by sign."""

# ruff: noqa: RUF001 - the dash between words is meant

import re
from collections.abc import Iterable, Mapping
from functools import partial
from itertools import pairwise

from f5tts_worker.engine.text.reading.numbers import cardinal, digits, year
from f5tts_worker.engine.text.reading.spans import Kind, Piece, whole

# What ends the names of sites and files, by whether it is said as a word or letter by letter.
_SITE_WORDS = (
    "app|biz|blog|cloud|co|com|dev|gov|info|mil|museum|name|net|online|org|page|shop|site|store|tech|wiki"
)
_SITE_LETTERS = (
    "ai|at|au|be|br|ca|ch|cn|de|dk|edu|es|eu|fm|fr|gg|ie|il|in|io|it|jp|kr|ly|me|mx|nl|no|nz|pl|pt|ru"
)
_SITE_LETTERS += "|se|tv|uk|us|xyz|za"
_FILE_WORDS = "bat|bin|dat|doc|docx|jar|jpeg|log|tar|wav|zip"
_FILE_LETTERS = (
    "bz2|cfg|cpp|css|csv|epub|exe|flac|gif|gz|htm|html|ini|iso|jpg|js|json|md|mkv|mov|mp3|mp4|odt|ogg"
)
_FILE_LETTERS += (
    "|pdf|php|png|pptx?|psd|py|rar|rtf|sh|sql|srt|svg|tif|toml|ts|tsv|txt|vtt|webp|xlsx?|xml|ya?ml"
)
_SPELLED = re.compile(f"(?:{_SITE_LETTERS}|{_FILE_LETTERS})", re.IGNORECASE)
_UNSPEAKABLE = re.compile(r"(?i:api|faq|u?id|url|utm|[bcdfghjklmnpqrstvwxz]{2,4})")
_PART = re.compile(r"[^\W\d_]+|\d+|[^\w\s]|_")

_ADDRESS = r"(?<![\w@./-])(?:(?i:https?|ftp)://|(?i:(?=www\.))|(?=localhost:\d{2,5}/))[!-;=?-~à-öø-ÿ]{3,}"
_EMAIL = r"(?<![\w.+-])[\w+-][\w.+-]*@[\w-]+(?:\.[\w-]+)+"
_NAME = r"(?<![\w@./\\-])(?:[\w-]+\.)+"
_SITE = rf"(?!(?:[A-Z]|Dr|Prof)\.[a-z]{{2}}(?!\w)){_NAME}"  # "P.za" is a square, "Dr.in" a woman
_SITE += rf"(?:(?i:{_SITE_WORDS})|(?:{_SITE_LETTERS}))(?![\w@-]|\.\w)(?:/[!-;=?-~]*)?"
_FILE = r"(?<![\w@./~-])(?:[\w-]*/|~/|\.{1,2}/)?(?:[\w-]+(?:\(\d{1,2}\))?[./])+"  # "report(2).xls"
_FILE += rf"(?i:{_FILE_WORDS}|{_FILE_LETTERS})(?![\w@/-])"
_HIDDEN = r"(?<![^\s()\"'`])\.(?:env|git|gitignore|htaccess|(?:bash|zsh|npm|vim)rc|ssh"
_HIDDEN += rf"|{_FILE_WORDS}|{_FILE_LETTERS})(?![\w-]|\.\w)"
_IP = r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5}|/\d{1,2})?(?![\w]|\.\d)"
_PATH = r"(?<![\w/.€$£%])(?:[A-Za-z]:\\[!-~]+|\.{1,2}/[\w./-]{0,80}\w|~?/(?:[\w.{}-]+/)+[\w.{}-]*|~/[\w.-]+"
_PATH += r"|[\w.-]{1,40}/(?:api|bin|build|config|dist|docs?|etc|lib|src|tests?|tmp|usr|var)/[\w./-]+)"
# "src/**/*.py", "logs/*" and "*.md"; a star behind "and/or" is one of a footnote.
_GLOB = r"(?<![\w@./*~:%-])(?:[~/]?/?(?:[\w.-]{1,40}/|\*{1,2}/){1,8}"
_GLOB += r"(?:\*{1,2}(?![^\W_]|\*)|[\w-]{1,40}\*(?=[./]\w))"
_GLOB += r"(?:[\w.*/-]{0,60}[\w*])?"
_GLOB += rf"|[\w-]{{0,40}}(?<![€$%])\*(?:\.(?i:{_FILE_WORDS}|{_FILE_LETTERS})){{1,3}}(?![\w*]))"
_COLONS_OF_MAC = 5
_HEX = "[0-9A-Fa-f]"
_MAC = rf"(?<![\w:-]){_HEX}{{2}}(?:[:-]{_HEX}{{2}}){{5}}(?![\w:-])"
_UUID = rf"(?<![\w-]){_HEX}{{8}}(?:-{_HEX}{{4}}){{3}}-{_HEX}{{12}}(?![\w-])"
_IP6 = r"(?<![\w:.])(?=[0-9a-f:]{0,40}(?:::|:[0-9a-f:]{0,30}[a-f]))"
_IP6 += rf"(?:{_HEX}{{0,4}}:){{2,7}}{_HEX}{{1,4}}(?![\w:.]\w)"
# Of a version of code: digits and letters, but no number such as 123456e7.
_HASH = r"(?<![\w.-])(?=[a-f]{0,40}\d)(?=\d{0,40}[a-f])(?!\d+e\d+\b)[0-9a-f]{7,64}(?![\w-])"
_HEXADECIMAL = rf"(?<!\w)0x{_HEX}{{1,16}}(?!\w)"
_AFTER = ".,;:!?)]}'\"*"  # ends the sentence, not the address


def address_kinds(language: str, signs: Mapping[str, str]) -> tuple[Kind, ...]:
    """Return the kinds of addresses; `signs` has the words for ".", "@", "/", "-", "_", ":" and the like."""
    say = partial(_say_address, language=language, signs=signs)
    sign_by_sign = partial(_say_sign_by_sign, language=language, signs=signs)
    return (
        # Between a telephone number and an e-mail address it is no range.
        Kind(
            "dash before an address",
            r"(?<=[\d)] )[-–](?= (?:[\w+-][\w.+-]{0,63}@\w|www\.|https?:))",
            _say_pause,
            frozenset("-–"),
        ),
        *(Kind("identifier", pattern, sign_by_sign) for pattern in (_MAC, _UUID, _HASH, _HEXADECIMAL)),
        Kind("IPv6", _IP6, sign_by_sign, frozenset(":")),
        Kind("wildcard", _GLOB, say, frozenset("*")),
        Kind("URL", _ADDRESS, say, frozenset(".:")),
        Kind("path", _PATH, say, frozenset("\\/")),
        Kind("e-mail", _EMAIL, say, frozenset("@")),
        Kind("site", _SITE, say, frozenset(".")),
        Kind("file", _FILE, say, frozenset(".")),
        Kind("hidden file", _HIDDEN, say, frozenset(".")),
        Kind("IP", _IP, partial(_say_ip, language=language, signs=signs)),
    )


def _say_pause(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, ",")


def _say_address(match: re.Match[str], language: str, signs: Mapping[str, str]) -> Iterable[Piece]:
    address = match[0] if "/*" in match[0][-3:] else match[0].rstrip(_AFTER)
    shown = re.sub("^(?i:(?:https?|ftp)://)|/+$", "", address)
    parts = ["", *_PART.findall(shown)]
    said = [_say_part(part, before, language, signs) for before, part in pairwise(parts)]
    return [Piece(match.start(), match.start() + len(address), " ".join(filter(None, said)))]


def is_spelled(ending: str) -> bool:
    """Say whether what ends the name of a file or a site is spelled."""
    return bool(_SPELLED.fullmatch(ending))


def _say_part(part: str, before: str, language: str, signs: Mapping[str, str]) -> str:
    if part.isdecimal():
        return year(part, language) if len(part) == 4 and part[0] != "0" else _short(part, language)
    if part.lower() == "www" or (before == "." and (is_spelled(part) or part in ("mp", "bz"))):
        return part.upper()
    if part.isalpha():
        return part.upper() if _UNSPEAKABLE.fullmatch(part) else part
    return signs.get(part, "")


def _short(number: str, language: str) -> str:
    return cardinal(number, language) if len(number) < 4 and number[0] != "0" else digits(number, language)


def _say_sign_by_sign(match: re.Match[str], language: str, signs: Mapping[str, str]) -> Iterable[Piece]:
    """Spell what is never read as numbers; only the colons of IPv6 are said."""
    colon = f" {signs[':']} " if match[0].count(":") != _COLONS_OF_MAC or "::" in match[0] else ", "
    parts = (
        colon
        if sign == ":"
        else ", "
        if sign == "-"
        else digits(sign, language)
        if sign.isdecimal()
        else sign.upper()
        for sign in match[0]
    )
    return whole(match, re.sub(r" +(?=,)| +(?= )", "", " ".join(parts)).strip())


def _say_ip(match: re.Match[str], language: str, signs: Mapping[str, str]) -> Iterable[Piece]:
    parts = re.findall(r"\d+|\D", match[0])
    if all(len(part) == 3 for part in parts[2:7:2]) and (
        "000" in parts or any(part > "255" for part in parts[2:7:2])
    ):
        return ()  # a number in groups: "1.200.000.000"
    return whole(match, " ".join(signs.get(part, "") or cardinal(part, language) for part in parts))
