"""Abbreviations, acronyms, Roman numerals, codes and names in English."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; signs look like letters, and the dash of ranges is meant

import re
from collections.abc import Iterable
from functools import partial

from f5tts_worker.engine.text.languages.en import tables
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.addresses import is_spelled
from f5tts_worker.engine.text.reading.names import salt_kind, small_letter_kind, vowelless_kind
from f5tts_worker.engine.text.reading.numbers import cardinal, ordinal, year
from f5tts_worker.engine.text.reading.roman import roman_value
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole

_LANDS = "Africa|America|Asia|Carolina|Dakota|Europe|Hollywood|Ireland|Korea|London|Sudan|Vietnam|Virginia|Yemen|Yorkshire"
_POSTS = (
    "Account|Accountant|Advisor|Analyst|Architect|Associate|Consultant|Counsel|Data|Designer|Developer|Director|Editor|Engineer|"
    "Finance|Financial|Manager|Marketing|Officer|Partner|Product|Program|Project|Research|Sales|Scientist|Software|Staff|Tax|Vice|VP"
)
_CAPITAL = r"(?= (?:[A-Z\ue000]|(?:and|&) (?:Mrs?|Ms|Dr)\b))"
_BEFORE_NUMBER = r"(?! ?[2-4]d\b)(?= ?(?:[\d\ue000]|[A-Z]{1,4}-?[\d\ue000]|[#(]\d|(?!I\b)[IVXLC]+(?![\w'’])))"
_NOT_AN_ANSWER = (
    r"(?!(?<=\? )No\.)(?<!\b[Oo]h )(?<!\bsaid )(?![Nn]os?\. \d+(?:st|nd|rd|th)\b)"  # "5 people? No. 3 came."
)
# "Vol. I" names a volume, but "I" after other abbreviations, or going on, begins a sentence.
_BEFORE_FIRST = r"(?= I(?![\w'’-]))(?:(?<=[Vv]ol\.)|(?<=[Cc]h\.)|(?<=[Cc]hap\.)|(?! I (?!(?:of|and|to)\b)\w))"
# In "Ctrl+Alt+Del", or in front of a key: not in "Win + lose" or "Del + Maria".
_BESIDE_A_KEY = "|".join(
    rf"(?<={key}{plus})"
    for key in ("Ctrl", "Alt", "Shift", "Cmd", "Win", "\ue000")
    for plus in (r"\+", r" \+ ")
)
_BESIDE_A_KEY = (
    rf"(?:{_BESIDE_A_KEY}|(?=\w+ ?\+ ?(?:[A-Z]|F\d\d?|Tab|Enter|Esc|Del|Ins|Space|Shift|Alt|Ctrl)(?!\w)))"
)
_GOES_ON = re.compile(
    r" (?:(?:and|or) (?:everyone|he|it|my|others|she|they|we|you)\b|(?!(?:and|of|or|through|to)\b)(?!"
    r"(?:cancers?|carcinoma|clinical|collagen|data|devices?|diabetes|diseases?|errors?|fibers|hypertension|lymphoma|melanoma|railroads?|recalls?|"
    r"supernovae?|tumou?rs?|(?<=hase I )(?:stud(?:y|ies)|trials?))\b)[a-z])"
)  # behind the pronoun
_TITLE = re.compile(
    r"(?<![.!?:] )(?<!^)\b(?!Dr|Give|Mr|Mrs|Ms|Nurse|Start)[A-Z][a-z]+ (?!Dr|Mr|Mrs|Ms|Nurse|Hospital|Clinic|Center)[A-Z][a-z]{3,} $"
)  # "Led Zeppelin IV"
_ROMAN = r"(?P<roman>[IVXLC]+)(?![\w-]|\.\w)"


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of words in order of priority."""
    return (
        Kind("way", r"(?<=[\d\ue000] )(?P<way>[NSEW])(?:\.(?= [\w\ue000])(?! Ct\.)|(?= \d+(?:st|nd|rd|th)\b)|(?<=\ue000 \w)(?= (?:on|of|from|to|along|towards?|until|onto)\b|[,.;]|$))", _way, frozenset("NSEW")),
        Kind("way to go", r"(?i:\b(?:bear|continue|drive|go|going|head|heads|headed|heading|ran|runs|travel|turn|turned|walk)) (?P<way>[NSEW])(?= (?:along|down|for|from|into|off|on|onto|past|to|toward|towards|until|up)\b)", _way, frozenset("NSEW")),
        Kind("way from a place", r"(?<=[a-z] )(?P<way>N[EW]|S[EW])(?= of\b)", _between, frozenset("NS")),
        Kind("way of a road", r"(?<!\w)(?:I|US|SR|Hwy|Highway|Route|Rte|Interstate)[- \d\ue000]{2,6} (?P<way>[NSEW])(?![\w'])", _way, frozenset("NSEW")),
        Kind("side of a land", rf"(?<!\w)(?P<way>[NSEW])\.(?= (?:{_LANDS})\b)", _way, frozenset("NSEW")),
        Kind("state of a ZIP", r"(?<=, )[A-Z]{2}(?= \ue000{5})", lambda match: whole(match, tables.POSTAL_STATES.get(match[0], " ".join(match[0]))), frozenset("AEIOUCNKMS")),
        Kind("street or saint", r"(?<!\w)(?P<short>St\.?|Dr\.|Ct\.)(?!\w)", _street, frozenset("tr")),
        Kind("regnal", rf"(?<!\w)(?P<name>{tables.REGNAL})(?P<the> the)? {_ROMAN}", _regnal, frozenset("IVX")),
        Kind("roman", rf"(?<!\w)(?i:{tables.NUMBERED}) (?P<roman>[IVXLC]+|[ivx]{{2,6}})(?![\w\ue000-]|\.\w)", _roman, frozenset("IVXLCivx")),
        Kind("roman and a letter", r"(?<!\w)(?i:category|class|grade|group|phase|stage|type) (?P<roman>I{1,3}|I?V|VI{1,3}|I?X)(?P<letter>[ABab]|(?<!I)[Cc]|(?<=II)[Cc])(?![\w'-]|\.\w)", _roman_and_letter, frozenset("IVX")),
        Kind("eras", r"(?:(?<=B\.C\.)|(?<=B\.C\.E\.)|(?<=\bBC)|(?<=\bBCE))(?P<to> ?[-–] ?)(?=(?:A\.?D\b|C\.?E\b)|[\d\ue000])", lambda match: named(match, to="to"), frozenset("-–")),
        Kind("world war", r"(?<!\w)WW(?P<roman>II?)(?!\w)", lambda match: whole(match, f"World War {'one' if match['roman'] == 'I' else 'two'}"), frozenset("W")),
        Kind("roman year", r"(?<!\w)(?P<roman>M(?:C|D|M)[MDCLXVI]{2,10})(?!\w)", _roman_year, frozenset("M")),
        Kind("roman century", r"(?<!\w)(?P<roman>[IVX]+)(?:th|st)? (?=century|centuries)", _century, frozenset("IVX")),
        Kind("roman alone", r"(?<=[A-Za-z] )(?P<roman>[IVX]{2,8}|L[IVX]{2,7}|[MCD][IVXLCDM]{3,11})(?![\w-]|\.\w)", _roman_alone,
             frozenset("IVXLCDM")),
        Kind("mark of a model", r"(?:(?<=[A-Z]\ue000 )|(?<=[A-Z]\ue000\ue000 )|(?<=[A-Z]\ue000{3} ))(?P<roman>I{2,3}|IV|VI{0,3})(?![\w'.-])(?! (?:bolus|drip|fluids?|infusions?|line|push|therapy)\b)", _roman, frozenset("IV")),
        *_shortened(),
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
        Kind("sizes", r"(?<![\w-])(?:\d?X{1,3}S|[SML](?=[^\w]{1,3}\d?X))(?P<to> ?[-–] ?)(?=(?:\d?X{0,3}L|M)(?![\w-]))", lambda match: named(match, to="to"), frozenset("-–")),
        Kind("letters from to", r"(?<!\w)[A-Z](?P<to>–|-(?=Z)|(?<=s [A-Z])-)(?=[A-Z](?!\w))", lambda match: named(match, to="to"), frozenset("-–")),
        Kind("letters and one more", r"(?<!\w)[A-Z]{2,4}(?:e|v(?=\d))(?![A-Za-z])", lambda match: whole(match, match[0].upper()), frozenset("ev")),
        Kind("sharp", r"(?<!\w)(?P<note>[A-G])(?P<sign>#)(?!\w)", partial(_say, sign="sharp"), frozenset("#")),
        Kind("dot net", r"(?<!\w)\.NET\b", lambda match: whole(match, "dot Net"), frozenset(".")),
        Kind("dot in front", r"(?<![^\s(\"'/])\.(?P<name>[a-z]{2,5}\d?(?:\.[a-z]{2,4}\d?)*(?!\w|\.\w)|(?=[a-z]{2}))", _dot_name, frozenset(".")),
        small_letter_kind(),
        salt_kind("en"),
        Kind("folder above", r"(?<=\bcd )\.\.(?=[\s\"'/]|$)", lambda match: whole(match, "dot dot"), frozenset(".")),
        Kind("copy", r"(?<!\w)(?:(?i:b?cc)(?=:|'d\b)|(?<=, )cc(?= [A-Z]))", lambda match: whole(match, " ".join(match[0].upper())), frozenset("Cc")),
        Kind("numbers", r"(?<!\S)#s(?!\w)", lambda match: whole(match, "numbers"), frozenset("#")),
        Kind("hashtag", r"(?<![\w&])(?P<sign>#)(?P<tag>[A-Za-z]\w*|\d{1,4}[A-Za-z]{3}\w*)", _hashtag, frozenset("#")),
        Kind("handle", r"(?<![\w.])(?P<sign>@)(?P<tag>[A-Za-z]\w*(?:\.\w+)*)", _handle, frozenset("@")),
        Kind("century", r"(?<=\d[a-z][a-z] )c\.", lambda match: whole(match, "century"), frozenset("c")),
        Kind("questions", r"(?:(?<=\b[Aa]ny )|(?<=\b[Mm]y )|(?<=\b[Nn]o )|(?<=\d ))\?s(?![\w=])", lambda match: whole(match, "questions"), frozenset("?")),
        Kind("star", r"(?<=\bfrom )\*(?= to\b)", lambda match: whole(match, "star"), frozenset("*")),
        Kind("number of", r"(?<!\S)#(?= of\b)", lambda match: whole(match, "number"), frozenset("#")),
        Kind("hash", r"(?<!\S)#(?=\s)", lambda match: whole(match, "hash"), frozenset("#")),
        Kind("Greek letter", rf"(?<![\u0370-\u03ff])[{''.join(tables.GREEK)}](?![\u0370-\u03ff])",
             lambda match: whole(match, tables.GREEK[match[0]]), frozenset(tables.GREEK)),
        Kind("diameter", r"[Øø⌀](?= ?\d| ?\ue000)", lambda match: whole(match, "diameter"), frozenset("Øø⌀")),
        Kind("note value", "[♩♪](?= ?(?:=|\ue000))", lambda match: whole(match, "quarter note" if match[0] == "♩" else "eighth note"), frozenset("♩♪")),
        Kind("key", "[⌘⌥⇧⌃]", lambda match: whole(match, tables.KEYS[match[0]]), frozenset("⌘⌥⇧⌃")),
        Kind("letter of a section", r"(?:(?<=[\d)\ue000])|(?!\(x+\)))\((?P<roman>[ivx]{2,5})\)", _part, frozenset("ivx")),
        Kind("copyright", r"\(c\)(?= (?:\d|\ue000))", lambda match: whole(match, "copyright"), frozenset("(")),
        Kind("list number", r"(?:^|(?<=\n))\(?(?P<number>\d{1,3}|[A-Za-z]|[ivx]{2,4})\)(?= )", _list_number, frozenset(")")),
    )  # fmt: skip


def _shortened() -> tuple[Kind, ...]:
    """Return the kinds of what is shortened, in order of priority."""
    return (
        abbreviation_kind("title", tables.TITLES, after=_CAPITAL),
        abbreviation_kind("title of somebody", {f"{short}.": tables.TITLES[f"{short}."].lower() for short in ("Adm", "Capt", "Col", "Cpl", "Gen", "Gov", "Insp", "Lt", "Maj", "Prof", "Pvt", "Sen", "Sgt", "Supt")}, before=r"(?:(?<=\b[Tt]he )|(?<=\b[Aa] )|(?<=\b[Oo]ur )|(?<=, )(?=\w+\.[,;!?]))", after=r"(?= [a-z]|[,;:!?])"),
        abbreviation_kind("rank", {"Sr.": "Senior", "Jr.": "Junior", "Sr": "Senior", "Jr": "Junior"}, after=rf"(?= (?:{_POSTS})\b)"),
        abbreviation_kind("round", {"Rd.": "Round", "rd.": "round"}, before=r"(?:(?<=\bin )|(?<=\bof )|(?<=\bthe )|(?<=\bafter )|(?<=\bthrough )|(?<![\s\S]))", after=r"(?= [1-9\ue000])"),
        abbreviation_kind("officer", {"Lt.": "Lieutenant", "Sgt.": "Sergeant"}, before=r"(?:(?<=\dst )|(?<=\dnd )|(?<=\ue000 ))", after=r"(?= [a-z])"),
        abbreviation_kind("title abroad", {"Hr.": "Herr"}, before=r"(?<![\d\ue000] )", after=_CAPITAL),
        abbreviation_kind("generation", tables.GENERATIONS, before=r"(?<=[\w,.] )", after=r"(?! [A-Z][a-z])"),
        abbreviation_kind("after a name", tables.AFTER_NAMES, before=r"(?<=[\w,.)&] )"),
        Kind("Roman page", r"(?:(?<=\bpp\. )|(?<=\bpages ))(?P<one>[ivxlc]+)(?P<to> ?[-–] ?)(?P<two>[ivxlc]+)(?!\w)|(?:(?<=\bp\. )|(?<=\bpage ))(?P<only>[ivxlc]+)(?![\w'])(?<!e i(?= (?!of\b)[a-z]))", _roman_page, frozenset("ivxlc")),
        Kind("Roman pages in front", r"(?<![\w'])(?P<only>[ivxlc]+)(?= ?\+ ?[\d\ue000]+ (?:pages?|pp?)\b)", _roman_page, frozenset("ivxlc")),
        abbreviation_kind("estimated", {"Est.": "Estimated"}, after=r"(?= (?!in\b|by\b|since\b)[a-z])"),
        abbreviation_kind("key of a piece", {"maj.": "major", "min.": "minor"}, before=r"(?:(?<=\b[Ii]n [A-G] )|(?<=\b[Ii]n [A-G][♯♭#b] )|(?<=\b[Ii]n [A-G]\ue000 )|(?<=\b[Ii]n \ue000{2} )|(?<= flat )|(?<= sharp ))"),
        abbreviation_kind("founded", {"est.": "established", "Est.": "Established"}, before=r"(?<!\b[Aa]n )", after=r"(?= (?:in |by )?(?:1[5-9]\d\d|20\d\d|\ue000{4})(?!\d))"),
        abbreviation_kind("exhibit", {"Ex.": "Exhibit", "Exs.": "Exhibits"}, after=r"(?= [\d\ue000]+ at [\d\ue000])"),
        abbreviation_kind("circuit", {"Cir.": "Circuit"}, before=r"(?:(?<=\d[a-z][a-z] )|(?<=\bFed\. ))"),
        abbreviation_kind("of this month", {"inst.": "instant", "ult.": "ultimo", "prox.": "proximo"}, before=r"(?<=\d[a-z][a-z] )"),
        abbreviation_kind("history", {"h/o": "history of", "H/o": "History of"}, after=r"(?= [a-z])"),
        abbreviation_kind("rule of a court", {"Fed. R. Civ. P.": "Federal Rule of Civil Procedure", "Fed. R. Crim. P.": "Federal Rule of Criminal Procedure", "Fed. R. Evid.": "Federal Rule of Evidence"}),
        abbreviation_kind("before a number", tables.BEFORE_NUMBERS, before=_NOT_AN_ANSWER, after=_BEFORE_NUMBER),
        abbreviation_kind("apartment", {"apt.": "apartment", "apts.": "apartments"}, before=r"(?:(?<=\b[Mm]y )|(?<=\b[Oo]ur )|(?<=\b[Tt]he )|(?<=\ban )|(?<=\bnew )|(?<=\bher )|(?<=\bhis )|(?<=\btheir ))", after=r"(?= [a-z]|[,;:!?])"),
        abbreviation_kind("before a letter", tables.BEFORE_LETTERS, after=r"(?= (?!I)[A-Z](?![\w'’]))"),
        abbreviation_kind("before the first", tables.BEFORE_FIRST, after=_BEFORE_FIRST),
        abbreviation_kind("number", {"no.": "number", "nos.": "numbers"}, after=r"(?= (?:is|was|are|were|of)\b|:)"),
        abbreviation_kind("number of them", {"No.": "Number"}, after=r"(?= of\b(?! course)|:)"),
        abbreviation_kind("floor", {"fl.": "floor", "Fl.": "Floor", "flr.": "floor"}, before=r"(?<=\d[a-z][a-z] )"),
        abbreviation_kind("patient", {"Pt.": "Patient", "pt.": "patient", "Pts.": "Patients", "pts.": "patients", "Pt": "Patient"}, after=r"(?= (?:c/o|w/|is|was|has|had|presents|presented|denies|denied|reports|states|are|were)\b)"),
        Kind("minute", r"(?<=\d[a-z][a-z][ -])min\.", lambda match: whole(match, "minute"), frozenset("m")),
        abbreviation_kind("tablets", {"tabs": "tablets", "tab": "tablet", "caps": "capsules", "cap": "capsule"}, before=r"(?<=[\d\ue000] )", after=r"(?= (?:PO|po|BID|TID|QID|bid|tid|qid|qd|q\d|by mouth))"),
        abbreviation_kind("dose", {"tabs.": "tablets", "tab.": "tablet", "caps.": "capsules", "cap.": "capsule"}, before=r"(?<=[\d\ue000] )", after=r"(?= [a-z\d(\ue000]|[,;)])"),
        abbreviation_kind("state", tables.STATES_SHORT, before=r"(?:(?<=[a-z], )|(?<=\bin )|(?<=\bof )|(?<=\bfrom ))"),
        abbreviation_kind("state of a county", tables.STATES_SHORT, before=r"(?<=\()", after=r"(?=\))"),
        abbreviation_kind("state for sure", {short: full for short, full in tables.STATES_SHORT.items() if re.fullmatch("(?:Ariz|Calif|Colo|Fla|Mich|Minn|Neb|Nev|Okla|Tenn|Wis|Wyo)[.]", short)}),
        abbreviation_kind("state of an avenue", tables.STATES_SHORT, before=r"(?<=\d )", after=r"(?= (?:Ave|Blvd|Pike|St\b))"),
        abbreviation_kind("state of a court", tables.STATES_SHORT, before=r"(?<=\()", after=r"(?= (?:\d{4}|\ue000{4}|App\.))"),
        Kind("reporter", r"(?<=[A-Z]\.)(?P<gap> ?)(?P<number>[2-4])d(?= [\d\ue000])", lambda match: whole(match, {"2": "second", "3": "third", "4": "fourth"}[match["number"]])),
        Kind("each one", r"(?<=[\d\ue000])ea(?!\w)\.?", lambda match: whole(match, "each"), frozenset("e")),
        Kind("number sign", r"#(?=\ue000)", lambda match: whole(match, "number"), frozenset("#")),
        Kind("party", rf"(?<!\w)[DRI](?P<dash>-)(?P<state>{'|'.join(map(re.escape, tables.STATES_SHORT))})", lambda match: named(match, dash=", ", state=tables.STATES_SHORT[match["state"]]), frozenset("-")),
        abbreviation_kind("scene", {"INT.": "Interior", "EXT.": "Exterior"}, before=r"(?:(?<=\n)|(?<![\s\S]))"),
        abbreviation_kind("included", {"incl.": "included", "excl.": "excluded"}, after=r"(?= ?[),;\]]|$|\n)"),
        abbreviation_kind("edition", {"ed.": "edition", "edn.": "edition"}, before=r"(?:(?<=\d[a-z][a-z] )|(?<=rev\. )|(?<=\ue000 ))"),
        abbreviation_kind("revenue", {"rev.": "revenue", "Rev.": "Revenue"}, before=r"(?<!\b[Tt]he )", after=r"(?= (?:of|was|came|rose|fell|grew|up|down) [\d$€£\ue000])"),
        abbreviation_kind("repeat", {"rep.": "repeat", "Rep.": "Repeat"}, before=r"(?:(?<=[,;.] )|(?<=\n)|(?<![\s\S]))", after=r"(?= (?:from(?! [A-Z])|to|until|twice|\d|\ue000))"),
        abbreviation_kind("your", {"yr": "your"}, before=r"(?:(?<=\bfor )|(?<=\bwith )|(?<=\blove )|(?<=\bgot )|(?<=\bsend )|(?<=\bcheck ))", after=r"(?= (?!(?:and|end\w*|in|of|one|or|to)\b)[a-z])"),
        abbreviation_kind("advance", {"adv.": "advance"}, before=r"(?<=\bin )", after=r"(?=[,;:!?)]|$|\n| (?:and|at|by|for|from|if|of|on|or|please|to|today|with)\b| [A-Z])"),
        abbreviation_kind("shortened", tables.SHORTENED, after=r"(?=,? [a-z\d(\ue000&$]|[,;:)/])"),
        abbreviation_kind("clinical", {short: full for short, full in tables.CLINICAL.items() if short != "tx"}, before=r"(?:(?<=[a-z]{2} )|(?<=[,;] ))"),
        abbreviation_kind("clinical heading", {short.capitalize(): full.capitalize() for short, full in tables.CLINICAL.items()}, after="(?=:)"),
        abbreviation_kind("treatment", {"tx": "treatment"}, before=r"(?<=[a-z]{2} )", after=r"(?= (?:for|of|options?|plans?|team|was|with)\b)"),
        abbreviation_kind("complaint of a patient", {"c/o": "complaining of"}, before=r"(?<=\ue000 )", after=r"(?= [A-Z]{2,4}(?! [A-Z])(?!\w))"),
        abbreviation_kind("complaint", {"c/o": "complaining of"}, after=r"(?= (?!(?:an?|general|her|his|my|our|poste|that|the|their|this|your)\b)[a-z])"),
        *_typed(),
    )  # fmt: skip


def _typed() -> tuple[Kind, ...]:
    """Return the kinds of keys, of phrases and of chat."""
    return (
        abbreviation_kind("key of a keyboard", {"Ctrl": "Control", "PgUp": "Page Up", "PgDn": "Page Down"}),
        abbreviation_kind("command key", {"Cmd": "Command"}, after=r"(?!\.? [A-Z][a-z])"),
        abbreviation_kind("key beside another", {"Esc": "Escape", "Del": "Delete", "Ins": "Insert", "Opt": "Option", "Win": "Windows"}, before=_BESIDE_A_KEY),
        abbreviation_kind("phrase", tables.PHRASES),
        abbreviation_kind("chat", {**tables.CHAT, **{short.capitalize(): full.capitalize() for short, full in tables.CHAT.items()}}, before="(?<!/)", after=r"(?![/.-]\w)"),
    )  # fmt: skip


def _say(match: re.Match[str], sign: str) -> Iterable[Piece]:
    return named(match, sign=sign)


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


def _regnal(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"])
    rest = match.string[match.end() : match.end() + 12]
    if not value or match["roman"] in ("C", "L", "D", "M"):
        return ()
    if len(match["roman"]) == 1 and re.match(r"\. [A-Z]", rest):  # an initial: "John V. Smith"
        return ()
    if match["roman"] == "I" and re.match(
        r" (?!(?:was|of|and|had|is|are|were|has|or|by|became|ruled|reigned|died|to|in|as|who|on|at|with)\b)[a-z]",
        rest,
    ):
        return ()
    if match["name"] == "Malcolm" and match["roman"] == "X":
        return ()
    return named(match, roman=f"{'' if match['the'] else 'the '}{ordinal(str(value), 'en')}")


def _roman(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"].upper())
    rest = match.string[match.end() : match.end() + 3]
    if (
        not value
        or match["roman"] in ("C", "D", "L", "M")
        or (match["roman"] == "X" and match.string.endswith("Xbox ", 0, match.start()))
        or (match["roman"] == "I" and _GOES_ON.match(match.string, match.end()) and " War " not in match[0])
    ):
        return ()
    if match[0].endswith(". I") and (match[0].lower().startswith("no.") or rest[:1] in ("'", "’")):
        return ()  # "No. I, too, …" and "Fig. I'd …"
    return named(match, roman=cardinal(str(value), "en"))


def _roman_and_letter(match: re.Match[str]) -> Iterable[Piece]:
    """Say "stage IIIb" with a number."""
    value = roman_value(match["roman"])
    return named(match, roman=cardinal(str(value), "en"), letter=match["letter"].upper())


def _roman_year(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"])
    return whole(match, year(str(value), "en")) if value else ()


def _century(match: re.Match[str]) -> Iterable[Piece]:
    value = roman_value(match["roman"])
    return named(match, roman=ordinal(str(value), "en")) if value else ()


def _roman_alone(match: re.Match[str]) -> Iterable[Piece]:
    """Say "Rocky III" and "Super Bowl LVIII"; "MIX", "CD" and "XX" are no numbers."""
    value = roman_value(match["roman"])
    before = match.string[max(0, match.start() - 30) : match.start()].split()[-1:]
    if match["roman"] == "IV" and _TITLE.search(match.string, max(0, match.start() - 40), match.start()):
        return named(match, roman="four")
    if not value or match["roman"] in (
        "MIX",
        "LIV",
        "XL",
        "XX",
        "XXL",
        "CD",
        "DIV",
        "CIV",
        "VI",
        "IV",
        "MIDI",
        "DIX",
        "CC",
        "MI",
    ):
        return ()
    if not before or not before[0][:1].isupper():
        return ()
    return named(match, roman=cardinal(str(value), "en"))


def _way(match: re.Match[str]) -> Iterable[Piece]:
    said = {"N": "North", "S": "South", "E": "East", "W": "West"}[match["way"]]
    return [Piece(match.start("way"), match.end(), said)]


def _between(match: re.Match[str]) -> Iterable[Piece]:
    ways = {"N": "north", "S": "south", "E": "east", "W": "west"}
    return whole(match, "".join(ways[letter] for letter in match["way"]))


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


def _roman_page(match: re.Match[str]) -> Iterable[Piece]:
    values = {
        end: roman_value(part.upper()) for end, part in match.groupdict().items() if part and end != "to"
    }
    said = {end: cardinal(str(value), "en") for end, value in values.items()}
    to = {"to": "to"} if "to" in match.groupdict() else {}
    return named(match, **to, **said) if all(values.values()) else ()


def _part(match: re.Match[str]) -> Iterable[Piece]:
    """Say "3(a)(ii)" with a number."""
    value = roman_value(match["roman"].upper())
    return whole(match, cardinal(str(value), "en")) if value else ()


def _list_number(match: re.Match[str]) -> Iterable[Piece]:
    number = match["number"]
    value = roman_value(number.upper()) if len(number) > 1 and not number.isdecimal() else 0
    said = cardinal(str(value or number), "en") if value or number.isdecimal() else number
    return whole(match, f"{said},")
