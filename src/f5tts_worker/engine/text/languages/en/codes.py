"""Numbers that are names in English: telephones, ZIP codes, models, versions; and what is left of numbers."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.languages.en import plurals, references, tables
from f5tts_worker.engine.text.languages.en.nouns import several
from f5tts_worker.engine.text.languages.en.pairs import paired
from f5tts_worker.engine.text.reading.digit_groups import say_groups
from f5tts_worker.engine.text.reading.numbers import cardinal, digits, ordinal, quantity
from f5tts_worker.engine.text.reading.spans import TAKEN, Kind, Piece, named, whole

_CALLED = (
    r"(?i:call(?:ed|ing)?|text (?:[\"'“]?\w+[\"'”]? ){1,3}to|dial(?:ed|ing)?|text(?:ed)?|phoned?|extension|ext\.?|extn|area code|zip code|zip|postcode|pin|code|"
    r"passcode|password|otp|pw|(?:account|confirmation|routing|tracking|serial|member|id) (?:number|no\.)|ending in|ends in)"
)
_PAIRED = (
    r"(?i:flight(?: (?-i:[A-Z]{2}))?|room|route|highway|interstate|bus|boeing|airbus|suite|apartment|channel|exit|hwy|rtx|gtx|porsche|xbox|"
    r"fahrenheit|office|iso|rfc|http|error|form|port|p\.?o\.? box)"
)
_NO_NAME = (
    "January|February|March|April|May|June|July|August|September|October|November|December|Some|About|Over|Nearly|Around|Almost|Only|"
    "Total|Population|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Distance|Elevation|Altitude|Since|Until|From|By|Before|After|Between|The|At|To|For|With|Of|And|Year|Psalm|Over|Under"
)
# What stands in front of a quantity or a year, or has a rule of its own, and no letters of a model.
_NO_MAKE = "AD|AM|BC|BCE|CE|EU|FM|IN|NATO|NO|OK|OR|PM|TV|UK|UN|US|USA|USD|EUR|GBP|CAD|AUD|CHF|INR|JPY|ZAR|CNY|NZD|SEK|NOK|DKK|PLN|MXN|BRL|KRW|HKD|SGD|TRY|AED|BTC|ETH|RMB|IS|AT|BY|OF|ON|TO|WW"
_STATUS = "4(?:0[1345689]|1[0-57]|2[269])|50[1-5]"  # what servers answer that are seldom quantities
_LOCAL = r"(?<![\w.,$€£+/-])(?P<one>\d{3})-(?P<two>\d{4})(?![\w/-]|[.,]\d)"
_CHAIN = r"(?<![\w.,$€£+/-])\d{1,5}(?:-\d{1,7}){2,6}(?![\w/-]|[.,]\d)"  # numbers of books and people
_MODEL = (
    r"(?<![\w.'-])(?P<letters>[A-Z]{1,5})(?P<gap>-?)(?P<number>\d{1,5})(?P<tail>[A-Za-z]{0,4})(?![\w-]|\.\d)"
)
_RACE = re.compile(
    r"[Kk] (?:(?:in|is|was|took me|at) (?:(?:about|around|just|only|under|over) ){0,2}(?:\ue000|\d{1,2}:\d\d|\d\d min)|course|fun|jog|pace|race|route|runn?(?:er|ers|ing)?|times?|training|walk|PB|PR)\b"
)
_RAN = re.compile(
    r"(?i:\b(?:ran|run|running|won|in|at|first|annual|charity|fastest|finished|fun|jog(?:ged|ging)?|quickest|slowest|swam|swim|trained for|race|walk(?:ed|ing)?|\d{1,3}-min(?:ute|\.)?)(?: a| an| the| my| her| his)? )$"
)
_SCREEN = re.compile(r"K (?:camera|display|footage|monitor|resolution|screen|sensor|TV|video)\b")
_ONE, _PLURAL_BEHIND_K = re.compile(r"(?i:\b(?:an?|my|his|her) )$"), re.compile(r"k|K(?: [a-z]+)? [a-z]+s\b")
_NAMED = re.compile(
    r"(?i:\b(?:version|release|python|android|ios|macos|node|build|java|firmware|ubuntu|pip|go|rust|ruby|php|kotlin|django|rails|kernel|linux|debian|gcc|cuda|pytorch)) ?[v\ue000<>=~^ ]*$"
)
_COUNTED_BOOKS, _FIRST_NAMES = frozenset(("Sam", "Tim")), frozenset(("Dan", "Josh", "Mal", "Col", "Mic"))
_QUARTERS = frozenset(("00", "15", "30", "45"))
_PROPORTION = re.compile(r"\b(?i:ratio|odds|dilut\w+|proportion)s?\b|\b(?i:scale)(?: is| of)? ?$")
_NO_PROPORTION = re.compile(r"\b(?i:ports?|map|listen\w*|docker)\b")
_FROM_TO = re.compile(
    r"(?:\b(?:ad|bc|between|c\.|ca\.|circa|from|in|lines?|of|pages?|pp\.?|reigned|ruled|years?) ?|\()$"
)
_SPY = re.compile(r"\b(?:[Aa]gents?|Aston|Bond|[Ff]ilms?|MI6|[Ss]p(?:y|ies)|villains?)\b")
_PLAYED = re.compile(
    r"\b(?i:bat(?:s|ted|ter|ting)?|hit(?:s|ter|ters|ting)?|slugg\w+|season|games?|teams?|league|series|pitch\w*)\b"
    r"|(?:[Aa]|[Tt]he|[Aa]t|[Aa]bove|[Bb]elow|[Uu]nder|[Oo]ver) \.[1-9]00(?= average|[.,;!?]| (?:record|mark|ball)|$)"
)
_PLACE = re.compile(rf"(?:\b[A-Z]{{2,3}}|(?!(?:{_NO_NAME})\b)\b[A-Z][a-z]+|\b(?:area|code|zip)) $")
_WITHIN = re.compile(r"\b(?:[Ii]n|[Nn]ear|[A-Z][a-z]+ [A-Z][a-z]+ is) $")
_LEAST = len("5550147")  # letters of a telephone number
_ASKED = re.compile(r"\b(?:call|phone|tel|dial|fax|text|number|reach|ring|rsvp|contact|at)\b")


def names() -> tuple[Kind, ...]:
    """Return the kinds of numbers that are names: they are no quantities, and their dashes no ranges."""
    return (
        Kind("scripture", rf"(?<!\w)(?:(?P<nth>[123]) )?(?P<book>{'|'.join(tables.SCRIPTURE)})(?P<dot>\.?) (?P<one>\d{{1,3}})(?P<to>:)"
             r"(?P<two>\d{1,3})(?:(?P<until>[-–])(?=\d)|(?![\w:]))", _scripture, frozenset(":")),
        Kind("listed", r"(?<![\w.,$€£¥])(?:\d{1,3}(?:,\d{1,2}){2,20}|\d{1,2},\d)(?![\w%]|[,.]\d| ?[€£$])", _listed, frozenset(",")),
        Kind("wireless", r"(?<![\w.,])802\.11(?=[a-z]{0,2}(?!\w))", lambda match: whole(match, "eight oh two dot eleven")),
        *references.kinds(),
        Kind("local phone", _LOCAL, _local),
        Kind("groups of a bank", r"(?:(?<=[Ss]ort code )|(?<=[Ss]ort code: )|(?<=[Ss]ort code is ))\d\d[- ]\d\d[- ]\d\d(?!\w)|(?<=\bGB )\d{3} \d{4} \d\d(?!\w)", _grouped),
        Kind("record", r"(?<![\w.,$€£+/-])\d{1,2}-\d{1,2}-\d{1,2}(?:-\d{1,2})?(?![\w/-]|[.,]\d)", _record),
        Kind("chain", _CHAIN, lambda match: say_groups(match, "en")),
        Kind("called in groups", rf"(?<!\w){_CALLED}(?: is|:)? (?P<number>\d{{3}}([ '-])\d{{3}}(?:\2\d{{3}})?|\d\d([ -])\d\d\3\d\d)(?!\w|[.,:-]\d| \d| (?!(?:is|was|has|as|this)\b)[a-z]{{2,}}s\b)", _called_groups),
        Kind("called on", r"\b(?i:call|dial|phone|ring|text)\b[^.!?\d\n]{1,40} (?:on|at) (?P<number>\d{3}([ '-])\d{3}(?:\2\d{3,4})?)(?!\w|[.,:-]\d| \d)", _called_groups),
        Kind("called", rf"(?<!\w){_CALLED}(?: is|:)? (?P<number>\d{{3,6}})(?P<more>-\d{{4}})?(?!\w|[.,:-]\d| (?!(?:is|was|has|as|this)\b)(?:[a-z]+ )?(?:[a-z]{{2,}}s|men|people|women)\b)", _digits),
        Kind("typed", r"(?i:\b(?:type|enter)) (?P<number>(?!(?:19|20)\d\d(?!\d)|\d{2,7}00(?!\d))\d{4,9})(?P<more>)(?![\w%]|[.,:-]\d| (?!as\b|is\b)[a-z]+s\b)", _digits),
        Kind("ZIP", rf"(?:(?<=[a-z] )|(?<=NYC )|(?<={tables.STATES}))(?P<number>\d{{5}})(?P<more>-\d{{4}})?(?=(?<=, [A-Z]{{2}} \d{{5}})|[.,;!?)]|$|\n)", _zip),
        Kind("ZIP and four", r"(?<![\w.,$-])\d{5}-\d{4}(?![\w-])", lambda match: say_groups(match, "en")),
        Kind("free number", r"(?<![\w-])(?P<one>1)(?P<dash>-)(?P<area>8\d\d)(?P<gap>-)(?P<word>[A-Za-z][A-Za-z-]{2,12})(?!\w)", _free_number),
        Kind("jet", r"(?<![\w.,$-])(?P<number>7[0-8]7)(?:(?P<dash>-)(?P<kind>\d{1,3}))?(?P<many>s)?(?![a-z\d]|[.,]\d|[%-])", _jet),
        Kind("model behind letters", rf"(?<![\w&])(?!{_NO_MAKE}\b)[A-Z]{{2,4}} (?!200\d)(?P<number>[1-9]\d{{2,3}})(?= [A-Z]{{1,3}}(?!\w)|[,.;:!?)]|$|\n| (?:and|or|at|for|in|is|on|to|was|with|versus|vs)\b)(?![.,:]\d)", _paired),
        Kind("model of a name", rf"(?<=[a-z,] )(?!(?:{_NO_NAME})\b)[A-Z][a-z]+[a-z] (?P<number>[2-9]\d[1-9]\d|1[1-8][1-9]\d)(?![\w%-]|[.,:]\d| (?:[a-z]+ )?(?!(?:does|has|is|its|this|was)\b)[a-z]+(?:s|men|people|women)\b| [A-Za-z]{{1,2}}\b(?<! at| as| in| is| of| on| or| to| XT| Ti)| ?[$€£])", _paired),
        Kind("answer of a server", r"(?<=\ba )(?P<number>[45][0-3]\d)(?=[,.;:)]|$| (?:and|because|code|error|for|from|if|instead|on|or|page|response|status|when|whenever)\b)(?![.,]\d)", _paired),
        Kind("answer behind a verb", rf"(?:(?i:\b(?:(?:gets?|got|getting|gives?|gave|returns?|returned|returning|throws?|threw)|respond(?:s|ed)? with)) |→ ?|-> ?)(?P<number>{_STATUS})(?=[,.;:!?)]|$|\n| \(| {_STATUS}| [A-Z]| (?:and|because|code|error|for|if|instead|on|or|page|response|status|when|whenever)\b)(?![.,]\d)", _paired),
        Kind("form", r"(?<![\w.,$-])(?P<number>\d{4}(?=-[A-Z]{1,5}(?!\w))|(?:(?<=\b[Ff]orm )|(?<=\b[Ff]orms )|(?<=\b[Aa] )|(?<=\b[Tt]he )|(?<=\b[Mm]y )|(?<=\b[Yy]our )|(?<=W-2, )|(?<=W-2 and ))10(?:99|98|40)(?![\w%-]|[.,]\d| (?!for\b|from\b|is\b|and\b|or\b|was\b|by\b|to\b)[a-z]))", _paired),
        Kind("paired", rf"(?<!\w)(?:{_PAIRED}\.?|Class|US(?= \d{{2,3}}\b)|SR|(?<!\d )[AF]M) (?P<number>\d{{3,4}})(?![a-z\d_]|[A-Z]\w|[.,:-]\d| (?:miles|people|years|months|days|times)\b)", _paired),
        Kind("freeway", r"(?:(?<=\b[Oo]n the )|(?<=\b[Oo]ff the )|(?<=\b[Tt]ake the )|(?<=\b[Tt]ook the ))(?P<number>[1-9]\d[1-9])(?=[.,;!?)](?!\d)|$|\n| (?:again|all|and|at|because|before|bridge|during|every|exit|for|freeway|from|headed|heading|highway|home|in|into|is|just|near|north|northbound|now|past|right|so|south|southbound|east|eastbound|west|westbound|through|to|today|tonight|toward|towards|until|was|when|where|while)\b)", _paired),
        Kind("emergency", r"(?<![\w.,$#-])911(?![\w%-]|[.,]\d| [a-z]+s\b)", lambda match: whole(match, digits(match[0], "en"))),
        Kind("emergency behind another", r"\b(?i:call|dial|phone|ring)\b[^.!?\d]{1,30}[\d\ue000, ]{2,20} or (?P<number>\d{3})(?=[.,;!?)]|$|\n| (?:for|from|if|in|instead|when)\b)", lambda match: named(match, number=digits(match["number"], "en"))),
        Kind("agent", r"(?<![\w.,$€£/-])007(?![\w%-]|[.,]\d)", _agent),
        Kind("build", r"\b[Bb]uild (?P<number>\d{5,10})(?!\w|[.,]\d)", lambda match: named(match, number=digits(match["number"], "en"))),
        Kind("section number", r"(?<=§ )(?P<one>\d{3,4})\.(?P<two>\d{1,4})(?![\w.]\w)", lambda match: whole(match, f"{paired(match['one'])} point {paired(match['two'])}")),
        Kind("docket", r"(?<=[\d\ue000])-(?P<kind>[bcdfghjklmnpqrstvwxz]{2})-(?P<number>\d{3,5})?", lambda match: whole(match, f"{match['kind'].upper()} {paired(match['number'] or '')}") if match["number"] else whole(match, match["kind"].upper()), frozenset("-")),
        *plurals.kinds(),
        Kind("letter", r"(?<![\w.,])(?P<number>[24568]|1[02])(?=[Kk](?!\w))", _letter),
        Kind("desk", r"(?<!\w)(?<!\bthe )(?<!\ba )(?P<x>[xX])(?P<number>\d{2,5})(?!\w|[.,]\d)", _desk),
        Kind("MP3", r"(?<!\w)(?P<letters>mp)(?P<number>[34])(?!\w)", lambda match: [*named(match, letters="MP"), *_cardinal(match)]),
        Kind("oil", r"(?<![\w.,-])(?P<cold>\d{1,2})(?P<w>W)(?P<dash>-)(?P<hot>\d\d)(?!\w)",
             lambda match: whole(match, f"{cardinal(match['cold'], 'en')} W {cardinal(match['hot'], 'en')}")),
        Kind("class of codes", r"(?<![\w.])(?P<number>[1-5])(?P<any>xx)(?!\w)", lambda match: named(match, number=cardinal(match["number"], "en"), any="XX")),
        Kind("serial", r"(?<![\w.-])(?=[A-Z\d-]*[A-Z])(?=[A-Z-]*\d)(?:[A-Z]{1,6}\d{0,6}|(?!20\d\d-)\d{1,6}[A-Z]{0,4})(?:-(?:[A-Z]{1,6}\d{0,6}|\d{1,6}[A-Z]{0,4})){2,5}(?![\w-])", _serial),
        Kind("every so often", r"(?<!\w)q(?P<one>\d{1,2})(?:[-–](?P<two>\d{1,2}))?(?P<unit>hr?s?|d(?:ays?)?|w(?:ee)?ks?|mos?|min)(?!\w)", _every),
        Kind("host", r"(?<![\w@./-])(?P<name>[a-z]{2,10}(?:-[a-z]{2,10}){0,3})-(?P<number>0\d{1,2})(?![\w-]|[./]\w)", _host),
        Kind("launch", r"(?<![\w-])T(?P<dash>-)(?=\d{1,3}[ -]?(?:days?|h|hours?|hrs?|min|mins|minutes?|s|secs?|seconds?)(?!\w))", lambda match: named(match, dash=" minus "), frozenset("T")),
        Kind("shop", r"(?i:(?<=\bthe )|(?<=\ba )|(?<=\bat ))7(?P<dash>-)(?=11(?![\w-]|[.,]\d))", lambda match: named(match, dash=" "), frozenset("7")),
        Kind("flat", r"(?:(?<=Ave #)|(?<=Blvd #)|(?<=Dr #)|(?<=Rd #)|(?<=St #)|(?<=\. #))(?P<number>\d{3})(?![\w-])", _paired),
        Kind("ports", r"(?<![\w.:])(?P<one>\d{4,5})(?P<colon>:)(?P<two>\d{2,5})(?![\w:]|\.\d)", _ports),
        Kind("dose times", r"\d ?(?:[mμn]?g|mcg|m[lL]|IU|units?|tab(?:let)?s?|cap(?:sule)?s?|puffs?|drops?)(?P<po> po| PO| IV| IM)?(?P<times> (?:qd|bid|tid|qid|po))(?!\w)(?P<also> (?:qd|bid|tid|qid)(?!\w))?", _dose),
        Kind("recommendation", r"(?<![\w.])[A-Z](?P<dot>\.)(?P<number>\d(?:\d\d)?)(?!\w|[.,]\d)", lambda match: named(match, dot=" dot ", number=paired(match["number"]))),
        Kind("processor", r"(?<![\w.,$€£#-])(?P<number>\d{4})(?=(?:X(?:T|3D)?|HX?|HS|U|GE|KF|KS)(?!\w))", _paired),
        Kind("runway", r"(?i:\b(?:rwy|runway)) (?P<number>\d{1,2})(?=[LRC](?!\w))", _cardinal),
        Kind("plate", r"(?<![\w-])\d{1,3}[A-Z]{2,4}(?P<number>\d{2,4})(?![\w-])", _paired),
        Kind("long code", r"(?<![\w.-])(?=[A-Z]{0,9}\d)(?=\d{0,20}[A-Z])(?!\d{1,20}[A-Z]{1,4}(?!\w)|\w{0,40}[A-Z]{5})[A-Z\d]{10,40}(?![\w-]|\.\d)", _hexadecimal),
        Kind("hexadecimal", r"(?<!\w)0x[\dA-Fa-f]{1,16}(?!\w)", _hexadecimal),
        Kind("model", _MODEL, _model),
        Kind("named by a number", r"(?<![\w-])[A-Z][a-z]+-(?P<number>\d{3})(?=[a-z]?(?!\w))(?!\w?-|[.,:]\d)", _paired),
        Kind("hyphened name", r"(?<=[A-Za-z])\d{1,6}(?P<dash>-)(?:(?P<number>\d{3,4}|0\d)(?!\w|[.,:-]\d)|(?=\d))",
             lambda match: named(match, dash=" ", number=paired(match["number"] or "0"))),
    )  # fmt: skip


def left_over() -> tuple[Kind, ...]:
    """Return the kinds of numbers that are no amounts and no dates."""
    return (
        Kind("candidate", r"(?<=[\d\ue000]-)rc(?=[\d.\ue000])", lambda match: whole(match, "R C")),
        Kind("version", r"(?<![\w.])(?:(?<!\ue000)(?P<v>[vV]\.? ?))?(?P<number>\d+(?:\.\d+)*)(?P<any>\.x(?!\w))?(?=(?P<tail>[\w-]?))", _version),
        Kind("version of a package", r"(?<=[a-z]{2})(?P<number>\d{1,2})(?P<dot>\.)(?P<minor>[1-9]\d)(?!\w|\.\d)", lambda match: whole(match, f"{cardinal(match['number'], 'en')} point {cardinal(match['minor'], 'en')}")),
        Kind("lines of a picture", r"(?<![\w.,])(?P<number>\d{3,4})(?=[pi](?!\w))", _paired),
        Kind("ordinal", r"(?<![\w.,])(?P<number>\d{1,3}(?:,?\d{3})*)(?i:st|nd|rd|th)(?!\w)",
             lambda match: whole(match, ordinal(match["number"], "en"))),
        Kind("thousands", r"(?<![\w.,-])(?P<number>\d+(?:\.\d+)?)(?P<letter>[kK])(?!\w)",
             _thousands),
        Kind("average", r"(?<![\w.,])\.(?P<number>[1-9]00)(?!\d)", _average),
        Kind("decimal", r"(?<![\w.,])\.\d+", lambda match: whole(match, quantity(match[0], "en"))),
        Kind("plus", r"(?<=[\d\ue000])\+(?=\W|$)", lambda match: whole(match, "plus"), frozenset("+")),
    )  # fmt: skip


def _listed(match: re.Match[str]) -> Iterable[Piece]:
    """Say 1,2,3 as three numbers."""
    return whole(match, ", ".join(cardinal(number, "en") for number in match[0].split(",")))


def _scripture(match: re.Match[str]) -> Iterable[Piece]:
    """Say "1 Sam 17:45" and "Rom. 8:28"; "Sam 7:30" and "Dan 10:30" tell when to meet whom."""
    book, verse = match["book"], match["two"]
    if not match["nth"] and (book in _COUNTED_BOOKS or (book in _FIRST_NAMES and verse in _QUARTERS)):
        return ()
    nth = ordinal(match["nth"], "en").capitalize() if match["nth"] else ""
    one, two = cardinal(match["one"], "en"), cardinal(match["two"], "en")
    return named(
        match, nth=nth, book=tables.SCRIPTURE[match["book"]], dot="", one=one, to=" ", two=two, until="to"
    )


def _local(match: re.Match[str]) -> Iterable[Piece]:
    """Take 555-0199 for a telephone number: no range ends with a zero in front."""
    before = match.string[max(0, match.start() - 14) : match.start()].lower()
    is_round = match["two"][-1] == "0" and match["one"][-1] in "05"
    is_range = is_round or (_FROM_TO.search(before) and int(match["one"]) < int(match["two"]))
    is_phone = match["one"] == "555" or match["two"][0] == "0" or _ASKED.search(before) or not is_range
    return say_groups(match, "en") if is_phone else ()


def _every(match: re.Match[str]) -> Iterable[Piece]:
    """Say "q2wks" and "q4-6h", as doctors write them."""
    unit = {"h": "hour", "d": "day", "w": "week", "mo": "month", "mi": "minute"}[
        match["unit"][: 1 + (match["unit"][0] == "m")]
    ]
    numbers = [cardinal(match[end], "en") for end in ("one", "two") if match[end]]
    return whole(match, f"every {' to '.join(numbers)} {unit}{'s' * (numbers != ['one'])}")


def _host(match: re.Match[str]) -> Iterable[Piece]:
    """Say "srv-02" and "db-prod-01": what cannot be pronounced is spelled."""
    parts = (part if re.search("[aeiouy]", part) else part.upper() for part in match["name"].split("-"))
    return whole(match, f"{' '.join(parts)} {digits(match['number'], 'en')}")


def _ports(match: re.Match[str]) -> Iterable[Piece]:
    """Say "8080:80" as two ports, unless it is called a ratio."""
    before = match.string[max(0, match.start() - 24) : match.start()]
    is_proportion = _PROPORTION.search(before) or _PROPORTION.search(
        match.string, match.end(), match.end() + 10
    )
    if is_proportion and not _NO_PROPORTION.search(before):
        return ()
    return named(match, one=paired(match["one"]), colon=" colon ", two=paired(match["two"]))


def _dose(match: re.Match[str]) -> Iterable[Piece]:
    """Say "500 mg po bid" letter by letter."""
    for group in ("po", "times", "also"):
        if match[group]:
            yield Piece(match.start(group) + 1, match.end(group), " ".join(match[group].strip().upper()))


def _agent(match: re.Match[str]) -> Iterable[Piece]:
    """Say "007" as double oh seven where a spy is spoken of."""
    near = match.string[max(0, match.start() - 60) : match.end() + 60]
    return whole(match, "double oh seven") if _SPY.search(near) else ()


def _record(match: re.Match[str]) -> Iterable[Piece]:
    """Say "10-4-2" and "4-4-2" number by number."""
    return whole(match, " ".join(cardinal(number, "en") for number in match[0].split("-")))


def _grouped(match: re.Match[str]) -> Iterable[Piece]:
    """Say the digits of a sort code and of a VAT number one by one, a pause between the groups."""
    for group in re.finditer(r"\d+", match[0]):
        end = match.start() + group.end()
        comma = "," * (end < match.end())
        yield Piece(
            match.start() + group.start(),
            end + len(comma) * match[0].count("-", group.end(), group.end() + 1),
            digits(group[0], "en") + comma,
        )


def _serial(match: re.Match[str]) -> Iterable[Piece]:
    """Say "HD-4420-BLK" by its letters and its numbers, those in pairs."""
    parts = re.findall(r"[A-Z]+|\d+", match[0])
    return whole(match, " ".join(paired(part) if part.isdecimal() else part for part in parts))


def _hexadecimal(match: re.Match[str]) -> Iterable[Piece]:
    signs = (digits(sign, "en") if sign.isdecimal() else sign.upper() for sign in match[0])
    return whole(match, " ".join(signs))


def _digits(match: re.Match[str]) -> Iterable[Piece]:
    more = digits(match["more"][1:], "en") if match["more"] else ""
    return named(match, number=digits(match["number"], "en"), more=f", {more}")


def _called_groups(match: re.Match[str]) -> Iterable[Piece]:
    """Say "code is 480 921" digit by digit, a pause between the groups."""
    return named(
        match, number=", ".join(digits(group, "en") for group in re.findall(r"\d+", match["number"]))
    )


def _zip(match: re.Match[str]) -> Iterable[Piece]:
    """Say what stands behind a place digit by digit: "Beverly Hills 90210", but not "He earned 45000"."""
    before = match.string[max(0, match.start() - 30) : match.start()]
    is_round = match["number"].endswith("00")
    named_so = _PLACE.search(before) or (not is_round and _WITHIN.search(before))
    return _digits(match) if match["more"] or named_so else ()


def _free_number(match: re.Match[str]) -> Iterable[Piece]:
    word = match["word"].replace("-", " ").title()
    return named(match, one="one", dash=" ", area=paired(match["area"]), gap=" ", word=word)


def _jet(match: re.Match[str]) -> Iterable[Piece]:
    kind = paired(match["kind"]) if match["kind"] else ""
    said = paired(match["number"])
    return named(match, number=said + ("s" if match["many"] else ""), dash=" ", kind=kind, many="")


def _paired(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, number=paired(match["number"]))


def _cardinal(match: re.Match[str]) -> Iterable[Piece]:
    return named(match, number=cardinal(match["number"], "en"))


def _letter(match: re.Match[str]) -> Iterable[Piece]:
    """Keep the letter of screens ("4K") and races ("10K"), which are no thousands."""
    before = match.string[max(0, match.start() - 24) : match.start()]
    is_one = _ONE.search(before) and not _PLURAL_BEHIND_K.match(match.string, match.end())
    is_race = _RACE.match(match.string, match.end()) or _RAN.search(before) or is_one
    is_screen = match.string[match.end()] == "K" and (
        match["number"] in "248" or _SCREEN.match(match.string, match.end())
    )
    return _cardinal(match) if is_screen or is_race else ()


def _average(match: re.Match[str]) -> Iterable[Piece]:
    """Say ".300" as three hundred where it is a player's average or a team's, and no decimal of another kind."""
    is_played = _PLAYED.search(match.string, max(0, match.start() - 80), match.end() + 40)
    return whole(match, cardinal(match["number"], "en")) if is_played else ()


def _desk(match: re.Match[str]) -> Iterable[Piece]:
    """Say "x308" as an extension behind a telephone number, or where somebody is to be called."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    is_short = len(match["number"]) < len("000")  # "x86"
    is_behind = before.rstrip(" ,(").endswith(TAKEN * (_LEAST if is_short else 1))
    is_called = is_behind or (not is_short and bool(_ASKED.search(before.lower())))
    is_desk = is_called and match[0] not in ("x264", "x265")
    return named(match, x="extension ", number=paired(match["number"])) if is_desk else ()


def _model(match: re.Match[str]) -> Iterable[Piece]:
    said = paired(match["number"])
    if match["tail"] == "s":  # F-16s
        return named(match, gap=" ", number=several(said), tail="")
    return named(match, gap=" ", number=said)


def _thousands(match: re.Match[str]) -> Iterable[Piece]:
    before = match.string[max(0, match.start() - 2) : match.start()]
    is_about = before.lstrip(" (\n") == TAKEN  # "~5K"
    is_model = match["letter"] == "K" and before.endswith(TAKEN) and not is_about
    is_model = is_model or len(match["number"].partition(".")[0]) > len("000")  # 5000K: kelvins
    return () if is_model else named(match, number=quantity(match["number"], "en"), letter="thousand")


def _version(match: re.Match[str]) -> Iterable[Piece]:
    parts = match["number"].split(".")
    before = match.string[max(0, match.start() - 12) : match.start()]
    is_version = match["v"] or match["any"] or len(parts) > 2 or (len(parts) == 2 and _NAMED.search(before))
    is_grouped = not match["v"] and len(parts) > 1 and all(len(part) == 3 for part in parts[1:])  # 1.000.000
    if not is_version or is_grouped or match["tail"].isdecimal():
        return ()
    said = " point ".join(
        f"{'oh ' if '0' == part[0] < part[1:] else ''}{cardinal(part, 'en')}" for part in parts
    )
    return named(match, v="version", number=said, any=" point X")
