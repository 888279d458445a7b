"""Italian acronyms that newspapers write in small letters ("Fbi", "il ct"), and those at the end of a name ("NordVPN")."""

# ruff: noqa: E501 - a row of a table is one line

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.it.words import ANYWHERE
from f5tts_worker.engine.text.reading.spans import Kind, Piece, whole

# Those with a vowel or of two letters; longer ones without a vowel are known by that.
_SPELLED = (
    "Adsl|Ats|Bce|Cd|Cda|Cei|Cgil|Cia|Ct|Dc|Dj|Dna|Dpi|Ecm|Etf|Fbi|Fdi|Fmi|Gp|Hd|Hiv|Ict|Ipo|Lgbtqia|Msi|Nba|Ogm|Oms|Ong|Ovs|Pc|Pci|(?<!\\d )Pm|Pd|Pmi|"
    "Psi|Qr|Rfi|Rna|Rsa|Rsi|Rsu|Tg|Tso|Tv|Udc|Ue|Ugl|Uhf|Unhcr|Usb"
)
# "Cmq" and the like are words of messages.
_NO_ACRONYM = "|".join(
    [
        "Brr+",
        "Grr+",
        "Hmm+",
        "Krk",
        "Ltd",
        "Mrs",
        "Pff+t?",
        "Pss?t",
        "Shh+",
        "Tsk",
        "Zzz+",
        *map(str.capitalize, filter(str.isalpha, ANYWHERE)),
    ]
)
_CONSONANTS = "bcdfghjklmnpqrstvwxz"
# "il pm" is a prosecutor, "5 pm" a time of day.
_SMALL = "cd|ct|dg|dj|ds|gp|pc|pm|tg|tv"
_VOWEL = re.compile("[AEIOU]")
_LONGEST = 3  # capitals that are spelled though they have a vowel: "OpenAI", not "FastFOOD"


def _spelled(match: re.Match[str]) -> Iterable[Piece]:
    return whole(match, match[0].upper())


def _behind_a_name(match: re.Match[str]) -> Iterable[Piece]:
    """Say "NordVPN" as Nord and VPN."""
    if len(match[0]) > _LONGEST and _VOWEL.search(match[0]):
        return ()
    return whole(match, match[0])


ACRONYMS: tuple[Kind, ...] = (
    Kind(
        "acronym in small letters",
        rf"(?<![\w.-])(?:(?:{_SPELLED})(?=\d{{0,2}}(?:(?![\w.]|'\w)|\.(?:$|\n| [A-ZÀ-Þ])))|(?!(?:{_NO_ACRONYM})(?!\w))[{_CONSONANTS.upper()}][{_CONSONANTS}]{{2,4}}(?=\d{{0,2}}(?:(?![\w.]|'\w)|\.(?:$|\n))))",
        _spelled,
        frozenset(),
    ),
    Kind("artificial intelligence", r"(?<=[Ll]')Ai(?!\w)", _spelled, frozenset("A")),
    Kind(
        "acronym without capitals",
        rf"(?<![\w.@/-])(?<!\d )(?:{_SMALL})(?=\d?(?:(?![\w./@-]|'\w)|\.(?:$|\n| [A-ZÀ-Þ])))",
        _spelled,
        frozenset(),
    ),
    Kind("release candidate", r"(?<=\d)-rc(?=\.?\d)", lambda match: whole(match, "RC"), frozenset("r")),
    Kind(
        "acronym behind a name",
        r"(?<=[a-z]{2})[A-Z]{2,5}(?!\w)",
        _behind_a_name,
        frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    ),
)
