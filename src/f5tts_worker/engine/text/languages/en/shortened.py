"""What is shortened in English: titles, states, streets, words of forms, of doctors, of chat."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; both apostrophes and both dashes are meant

import re

from f5tts_worker.engine.text.languages.en import abbreviations, romans, scores
from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.spans import Kind, named, whole

_POSTS = (
    "Account|Accountant|Advisor|Analyst|Architect|Associate|Consultant|Counsel|Data|Designer|Developer|Director|Editor|Engineer|"
    "Finance|Financial|Manager|Marketing|Officer|Partner|Product|Program|Project|Research|Sales|Scientist|Software|Staff|Tax|Vice|VP"
)
_SISTERS = (
    "Agatha|Agnes|Alice|Ann|Anna|Anne|Assumpta|Benedicta|Bernadette|Bernard|Brigid|Catherine|Cecilia|Clare|Elizabeth|Frances|Gertrude|Helen|Imelda|Jean|Joan|"
    "Josephine|Joyce|Lucia|Lucy|Magdalen|Margaret|Maria|Marie|Martha|Mary|Miriam|Monica|Patricia|Philomena|Rita|Rosa|Rose|Ruth|Simone|Teresa|Theresa|Ursula|Veronica|Winifred"
)
_VERY = (
    "bad|big|busy|cheap|clean|close|cold|comfortable|comfy|disappointed|disappointing|early|easy|expensive|few|friendly|funny|good|happy|hard|helpful|hot|impressed|important|interesting|keen|kind|"
    "large|late|little|long|loud|many|much|nice|odd|pleased|pricey|quick|quickly|quiet|rare|sad|short|slow|small|soon|sorry|sweet|tasty|tired|useful|well"
)
# "Omg" is spelled as "omg" is; "Bs" are several of B.
_CHAT_IN_CAPITALS = {
    short.capitalize(): full if full.isupper() else full.capitalize()
    for short, full in abbreviations.CHAT.items()
    if short != "bs"
}
_NO = {"No": "number", "Nos": "numbers"}
_COUNTIES = (
    "Antrim|Armagh|Carlow|Cavan|Clare|Cork|Derry|Donegal|Down|Dublin|Durham|Fermanagh|Galway|Kerry|Kildare|Kilkenny|Laois|Leitrim|Limerick|"
    "Londonderry|Longford|Louth|Mayo|Meath|Monaghan|Offaly|Roscommon|Sligo|Tipperary|Tyrone|Waterford|Westmeath|Wexford|Wicklow"
)
_CAPITAL = r"(?= (?:[A-Z\ue000]|(?:and|&) (?:Mrs?|Ms|Dr)\b))"
_BEFORE_NUMBER = r"(?! ?[2-4]d\b)(?= ?(?:[\d\ue000]|AD [\d\ue000]|[A-Z]{1,4}-?[\d\ue000]|[#(]\d|(?!I\b)[IVXLC]+(?![\w'’])|[ivx]{2,5}(?![\w'’])))"
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


def kinds() -> tuple[Kind, ...]:
    """Return the kinds of what is shortened, in order of priority."""
    return (
        *_people(),
        abbreviation_kind("round", {"Rd.": "Round", "rd.": "round"}, before=r"(?:(?<=\bin )|(?<=\bof )|(?<=\bthe )|(?<=\bafter )|(?<=\bthrough )|(?<![\s\S]))", after=r"(?= [1-9\ue000])"),
        abbreviation_kind("county", {"Co.": "County"}, after=rf"(?= (?:{_COUNTIES})\b)"),
        abbreviation_kind("plate", {"Pl.": "Plate", "Pls.": "Plates", "pl.": "plate", "pls.": "plates"}, before=r"(?:(?<![\s\S])|(?<=\()|(?<=[;,] )|(?<=\b[Ss]ee )|(?<=\bin )|(?<=cf\. )|(?<=compare )|(?<=\band ))", after=r"(?= (?:[\d\ue000]|[IVX]+\b))"),
        *scores.words(),
        abbreviation_kind("after a name", abbreviations.AFTER_NAMES, before=r"(?<=[\w,.)&] )"),
        *romans.pages(),
        abbreviation_kind("estimated", {"Est.": "Estimated"}, after=r"(?= (?!in\b|by\b|since\b)[a-z])"),
        abbreviation_kind("key of a piece in short", {"maj.": "major", "min.": "minor"}, before=r"(?:(?<=(?<![\w.])[A-G] )|(?<= flat )|(?<= sharp )|(?<=(?<![\w.])[A-G]\ue000 )|(?<= \ue000{2} ))", after=r"(?=[,;:)]|$|\n| (?:scale|chord|triad|key|arpeggio)\b)"),
        abbreviation_kind("key of a piece", {"maj.": "major", "min.": "minor"}, before=r"(?:(?<=\b[Ii]n [A-G] )|(?<=\b[Ii]n [A-G][♯♭#b] )|(?<=\b[Ii]n [A-G]\ue000 )|(?<=\b[Ii]n \ue000{2} )|(?<= flat )|(?<= sharp ))"),
        abbreviation_kind("estimate", {"est.": "estimate", "Est.": "Estimate"}, after=r"(?= of\b)"),
        *_of_diaries(),
        abbreviation_kind("founded", {"est.": "established", "Est.": "Established"}, before=r"(?<!\b[Aa]n )", after=r"(?= (?:in |by )?(?:1[5-9]\d\d|20\d\d|\ue000{4})(?!\d))"),
        abbreviation_kind("exhibit", {"Ex.": "Exhibit", "Exs.": "Exhibits"}, after=r"(?= [\d\ue000]+ at [\d\ue000])"),
        abbreviation_kind("circuit", {"Cir.": "Circuit"}, before=r"(?:(?<=\d[a-z][a-z] )|(?<=\bFed\. ))"),
        abbreviation_kind("history", {"h/o": "history of", "H/o": "History of"}, after=r"(?= [a-z])"),
        *_numbers(),
        abbreviation_kind("sister", {"Sr.": "Sister", "Sr": "Sister"}, before=r"(?:(?<![\s\S])|(?<=[,;:(\"] )|(?<=[!?.,] )|(?<=\b(?:and|for|met|the) )|(?<=\b(?:by|of|to) )|(?<=\b(?:with|from) ))", after=rf"(?= (?:{_SISTERS})\b)"),
        abbreviation_kind("behind a number", abbreviations.BEHIND_NUMBERS, before=r"(?:(?<=\d )|(?<=\ue000 ))", after=r"(?= [a-z]|[,;:)/]|\.(?! [a-z])| \+|$|\n)"),
        abbreviation_kind("telephone", {"Tel": "Telephone", "tel": "telephone", "Mob": "Mobile", "mob": "mobile", "Ext": "Extension", "Extn": "Extension", "extn": "extension"}, after=r"(?=:? ?[\d\ue000(+])"),
        abbreviation_kind("floor", {"fl.": "floor", "Fl.": "Floor", "flr.": "floor"}, before=r"(?<=\d[a-z][a-z] )"),
        abbreviation_kind("patient", {"Pt.": "Patient", "pt.": "patient", "Pts.": "Patients", "pts.": "patients", "Pt": "Patient"}, after=r"(?= (?:DOB|ID|MRN|name|c/o|w/|is|was|has|had|presents|presented|denies|denied|reports|states|are|were)\b)"),
        Kind("minute", r"(?<=\d[a-z][a-z][ -])min\.", lambda match: whole(match, "minute"), frozenset("m")),
        abbreviation_kind("tablets", {"tabs": "tablets", "tab": "tablet", "caps": "capsules", "cap": "capsule"}, before=r"(?<=[\d\ue000] )", after=r"(?= (?:PO|po|BID|TID|QID|bid|tid|qid|qd|q\d|by mouth))"),
        abbreviation_kind("dose", {"tabs.": "tablets", "tab.": "tablet", "caps.": "capsules", "cap.": "capsule"}, before=r"(?<=[\d\ue000] )", after=r"(?= [a-z\d(\ue000]|[,;)])"),
        abbreviation_kind("state", abbreviations.STATES_SHORT, before=r"(?:(?<=[a-z], )|(?<=\bin )|(?<=\bof )|(?<=\bfrom ))"),
        abbreviation_kind("state of a county", abbreviations.STATES_SHORT, before=r"(?<=\()", after=r"(?=\))"),
        abbreviation_kind("state for sure", {short: full for short, full in abbreviations.STATES_SHORT.items() if re.fullmatch("(?:Ariz|Calif|Colo|Fla|Mich|Minn|Neb|Nev|Okla|Tenn|Wis|Wyo)[.]", short)}),
        abbreviation_kind("state of an avenue", abbreviations.STATES_SHORT, before=r"(?<=\d )", after=r"(?= (?:Ave|Blvd|Pike|St\b))"),
        abbreviation_kind("state of a court", abbreviations.STATES_SHORT, before=r"(?<=\()", after=r"(?= (?:\d{4}|\ue000{4}|App\.))"),
        Kind("reporter", r"(?:(?<=[A-Z]\.)|(?<=\ue000))(?P<gap> ?)(?P<number>[2-4])d(?= [\d\ue000])", lambda match: whole(match, {"2": "second", "3": "third", "4": "fourth"}[match["number"]])),
        Kind("each one", r"(?<=[\d\ue000])ea(?!\w)\.?", lambda match: whole(match, "each"), frozenset("e")),
        Kind("number sign", r"#(?=\ue000)", lambda match: whole(match, "number"), frozenset("#")),
        Kind("party", rf"(?<!\w)[DRI](?P<dash>-)(?P<state>{'|'.join(map(re.escape, abbreviations.STATES_SHORT))})", lambda match: named(match, dash=", ", state=abbreviations.STATES_SHORT[match["state"]]), frozenset("-")),
        abbreviation_kind("scene", {"INT.": "Interior", "EXT.": "Exterior"}, before=r"(?:(?<=\n)|(?<![\s\S]))"),
        abbreviation_kind("included", {"incl.": "included", "excl.": "excluded"}, after=r"(?= ?[),;\]]|$|\n)"),
        abbreviation_kind("experience", {"exp.": "experience", "exp": "experience"}, before=r"(?:(?<=years )|(?<=yrs )|(?<=yrs\. )|(?<=[\ue000]\+ )|(?<=work )|(?<=no )|(?<=prior )|(?<=\ue000 )(?=exp\.?(?:$|[,;] [a-z])))", after=r"(?= ?[,;)/]| (?:in|with|as|or|and|at|of|preferred|required|reqd?)\b|\.?$|\n)"),
        abbreviation_kind("socket", {"pt.": "point", "pts.": "points", "pt": "point", "pts": "points"}, before=r"(?:(?<=\bTV )|(?<=\bgas )|(?<=\bpower )|(?<=\bphone )|(?<=\btel\. ))"),
        Kind("generation", r"(?<=\d[a-z][a-z]-)[Gg]en\.?(?=[ ,;)]|$)", lambda match: whole(match, "generation"), frozenset("Gg")),
        abbreviation_kind("or nearest offer", {"ono": "O N O", "ovno": "O V N O", "obo": "O B O", "fav.": "favourite", "fav": "favourite"}, before=r"(?<=\ue000 )"),
        abbreviation_kind("edition", {"ed.": "edition", "edn.": "edition"}, before=r"(?:(?<=\d[a-z][a-z] )|(?<=rev\. )|(?<=\ue000 ))"),
        abbreviation_kind("revenue", {"rev.": "revenue", "Rev.": "Revenue"}, before=r"(?<!\b[Tt]he )", after=r"(?= (?:of|was|came|rose|fell|grew|up|down) [\d$€£\ue000])"),
        *_by_what_follows(),
        abbreviation_kind("your", {"yr": "your"}, before=r"(?:(?<=\bfor )|(?<=\bwith )|(?<=\blove )|(?<=\bgot )|(?<=\bsend )|(?<=\bcheck ))", after=r"(?= (?!(?:and|end\w*|in|of|one|or|to)\b)[a-z])"),
        abbreviation_kind("very", {"v.": "very", "V.": "Very"}, after=rf"(?= (?:{_VERY})\b)"),
        abbreviation_kind("advance", {"adv.": "advance"}, before=r"(?<=\bin )", after=r"(?=[,;:!?)]|$|\n| (?:and|at|by|for|from|if|of|on|or|please|to|today|with)\b| [A-Z])"),
        abbreviation_kind("shortened", abbreviations.SHORTENED, after=r"(?=,? [a-z\d(\ue000&$]|[,;:)/])"),
        abbreviation_kind("clinical", {short: full for short, full in abbreviations.CLINICAL.items() if short != "tx"}, before=r"(?:(?<=[a-z]{2} )|(?<=[,;] ))"),
        abbreviation_kind("clinical heading", {short.capitalize(): full.capitalize() for short, full in abbreviations.CLINICAL.items()}, after="(?=:)"),
        abbreviation_kind("treatment", {"tx": "treatment"}, before=r"(?<=[a-z]{2} )", after=r"(?= (?:for|of|options?|plans?|team|was|with)\b)"),
        abbreviation_kind("complaint of a patient", {"c/o": "complaining of"}, before=r"(?<=\ue000 )", after=r"(?= [A-Z]{2,4}(?! [A-Z])(?!\w))"),
        abbreviation_kind("complaint", {"c/o": "complaining of"}, after=r"(?= (?!(?:an?|general|her|his|my|our|poste|that|the|their|this|your)\b)[a-z])"),
        *_typed(),
    )  # fmt: skip


def _people() -> tuple[Kind, ...]:
    """Return the kinds of what stands before and behind the names of people."""
    return (
        abbreviation_kind("office of honour", {"Hon. Sec.": "Honorary Secretary", "Hon. Treas.": "Honorary Treasurer"}),
        abbreviation_kind("title", abbreviations.TITLES, after=_CAPITAL),
        abbreviation_kind("title of somebody", {f"{short}.": abbreviations.TITLES[f"{short}."].lower() for short in ("Adm", "Capt", "Col", "Cpl", "Gen", "Gov", "Insp", "Lt", "Maj", "Prof", "Pvt", "Sen", "Sgt", "Supt")}, before=r"(?:(?<=\b[Tt]he )|(?<=\b[Aa] )|(?<=\b[Oo]ur )|(?<=, )(?=\w+\.[,;!?]))", after=r"(?= [a-z]|[,;:!?])"),
        abbreviation_kind("rank", {"Sr.": "Senior", "Jr.": "Junior", "Sr": "Senior", "Jr": "Junior"}, after=rf"(?= (?:{_POSTS})\b)"),
        abbreviation_kind("officer", {"Lt.": "Lieutenant", "Sgt.": "Sergeant"}, before=r"(?:(?<=\dst )|(?<=\dnd )|(?<=\ue000 ))", after=r"(?= [a-z])"),
        abbreviation_kind("title abroad", {"Hr.": "Herr"}, before=r"(?<![\d\ue000] )", after=_CAPITAL),
        abbreviation_kind("generation", abbreviations.GENERATIONS, before=r"(?<=[\w,.] )", after=r"(?! [A-Z][a-z])"),
    )  # fmt: skip


def _of_diaries() -> tuple[Kind, ...]:
    """Return the kinds of weeks, years and months: "w/c 3 March", "your letter of the 4th inst."."""
    return (
        abbreviation_kind("week of a diary", {"w/c": "week commencing", "W/c": "Week commencing", "W/C": "week commencing", "w/e": "week ending", "W/e": "Week ending", "W/E": "week ending", "y/e": "year ending", "Y/E": "year ending"}, after=r"(?=:? (?:[\d\ue000]|(?:Mon|Fri|Sat|Sun)(?:day)?\b))"),
        abbreviation_kind("end of a week", {"w/e": "weekend"}, before=r"(?:(?<=\b[Tt]his )|(?<=\b(?:[Nn]ext|[Ll]ast|good|nice|long|your) )|(?<=\bthe ))"),
        abbreviation_kind("of this month", {"inst.": "instant", "ult.": "ultimo", "prox.": "proximo"}, before=r"(?<=\d[a-z][a-z] )"),
    )  # fmt: skip


def _numbers() -> tuple[Kind, ...]:
    """Return the kinds of what numbers and parties of a case are called by: "No. 3", "Fig. 2", "A/C no."."""
    return (
        abbreviation_kind("by what is measured", {"vol.": "volume", "wt.": "weight", "vol": "volume", "wt": "weight"}, before=r"(?:(?<=\b[Bb]y )|(?<=\b[Bb]y \ue000{3} )|(?<=\ue000 )(?=vol\.))", after=r"(?! ?[\dIVX\ue000])"),
        abbreviation_kind("party of a case", {"Def.": "Defendant", "Defs.": "Defendants", "Pl.": "Plaintiff", "Pls.": "Plaintiffs", "Resp.": "Respondent", "Pet.": "Petitioner"}, after=r"(?='s? (?:\w+ )?(?:answers?|briefs?|claims?|complaint|counsel|counterclaims?|exhibits?|expert|mem\.|motions?|objections?|opp\.|opposition|petition|reply|requests?|responses?)\b)"),
        abbreviation_kind("account", {"A/C": "Account", "A/c": "Account", "a/c": "account"}, after=r"(?=:? (?:#|[Nn]os?\b|[Nn]umber|[Hh]older|[Nn]ame|[Tt]ype|\d{4}|[X*]{2}))"),
        abbreviation_kind("number without a stop", _NO, before=r"(?:(?<![\s\S])|(?<=[;,] ))", after=r"(?= [\d\ue000]{1,3}(?:'s| (?:Downing|Squadron|aides|confirmed|declined|denied|has|insists?|insisted|is|pick|refused|said|says|seed|sources?|spokes\w+|staff|was))\b)"),
        abbreviation_kind("number behind a word", _NO, before=r"(?:(?<=\b(?:at|in|to|of) )|(?<=\bthe )|(?<=\bfrom )|(?<=\b[Ww]orld ))", after=r"(?= [\d\ue000]{1,3}(?!\w| (?!was\b|has\b|is\b|this\b)[a-z]+s\b))"),
        abbreviation_kind("number of an account", {"No": "number", "no": "number", "NO": "number"}, before=r"(?:(?<=\b[Aa]ccount )|(?<=\b[Ii]nvoice )|(?<=\b[Mm]obile )|(?<=\b[Oo]rder )|(?<=\b[Pp]hone )|(?<=\b[Pp]olicy )|(?<=\b[Rr]ef )|(?<=\b[Rr]oll )|(?<=\b[Ss]erial )|(?<=\bVAT )|(?<=\ue000 ))", after=r"(?=:? ?[\d#\ue000])"),
        abbreviation_kind("rule of a court", {"Fed. R. Civ. P.": "Federal Rule of Civil Procedure", "Fed. R. Crim. P.": "Federal Rule of Criminal Procedure", "Fed. R. Evid.": "Federal Rule of Evidence"}),
        abbreviation_kind("before a number", abbreviations.BEFORE_NUMBERS, before=_NOT_AN_ANSWER, after=_BEFORE_NUMBER),
        abbreviation_kind("apartment", {"apt.": "apartment", "apts.": "apartments"}, before=r"(?:(?<=\b[Mm]y )|(?<=\b[Oo]ur )|(?<=\b[Tt]he )|(?<=\ban )|(?<=\bnew )|(?<=\bher )|(?<=\bhis )|(?<=\btheir ))", after=r"(?= [a-z]|[,;:!?])"),
        abbreviation_kind("before a letter", abbreviations.BEFORE_LETTERS, after=r"(?= (?!I)[A-Z](?![\w'’]))"),
        abbreviation_kind("before the first", abbreviations.BEFORE_FIRST, after=_BEFORE_FIRST),
        abbreviation_kind("note of a page", {"n.": "note"}, before=r"(?:(?<=[\d\ue000] )|(?<=[\d\ue000], ))", after=r"(?= [\d\ue000])"),
        abbreviation_kind("place in a file", {"Ln": "Line", "ln": "line"}, after=r"(?= [\d\ue000]+, ?[Cc]ol)"),
        abbreviation_kind("column of a file", {"Col": "Column", "col": "column"}, before=r"(?<=[\d\ue000], )", after=r"(?= [\d\ue000])"),
        abbreviation_kind("number", {"no.": "number", "nos.": "numbers"}, after=r"(?= (?:is|was|are|were|of)\b|:)"),
        abbreviation_kind("number of them", {"No.": "Number"}, after=r"(?= of\b(?! course)|:)"),
        abbreviation_kind("registered", {"Reg.": "Registered", "Regd.": "Registered", "Regd": "Registered"}, after=r"(?= (?:[Cc]harity|[Cc]ompany|[Nn]os?\b|[Oo]ffice|[Tt]rade ?[Mm]ark|in [A-Z]))"),
    )  # fmt: skip


def _by_what_follows() -> tuple[Kind, ...]:
    """Return the kinds of what is one word in front of some words, another in front of others."""
    return (
        abbreviation_kind("repeat from a star", {"rep": "repeat", "Rep": "Repeat"}, after=r"(?= (?:(?:from|to) \*|\*|rows?\b|rnds?\b|rounds?\b|last \d))"),
        Kind("stitches together", r"(?<!\w)(?:k|K|p|P)[23](?P<together>tog)(?!\w)", lambda match: named(match, together="together"), frozenset("g")),
        abbreviation_kind("from a place", {"Dep.": "Departs", "dep.": "departs", "Arr.": "Arrives", "arr.": "arrives"}, after=r"(?= (?:[A-Z][\w'’]*\.? ){1,3}(?:\d{1,2}[:.]\d\d|\ue000{2}))"),
        abbreviation_kind("made", {"Mfd.": "Manufactured", "Mfd": "Manufactured", "mfd.": "manufactured", "Mfr.": "Manufacturer", "Mfr": "Manufacturer"}, after=r"(?=:| [\d\ue000]| in \ue000)"),
        abbreviation_kind("side of the compass", {"N.": "North", "S.": "South", "E.": "East", "W.": "West"}, before=r"(?:(?<![\s\S])|(?<=\b[Tt]he )|(?<=, ))", after=r"(?= (?:bank|coast|end|entrance|face|shore|side(?! (?:by|effects?)\b)|slope|wall|wing)\b)"),
        abbreviation_kind("streets of a city", {"Aves.": "Avenues", "Sts.": "Streets"}, before=r"(?:(?<=\dst )|(?<=\dnd )|(?<=\drd )|(?<=\dth ))"),
        abbreviation_kind("date of expiry", {"Exp.": "Expiry", "exp.": "expiry"}, after=r"(?= dates?\b)"),
        abbreviation_kind("fare", {"Sgl": "Single", "sgl": "single", "Rtn": "Return", "rtn": "return"}, after=r"(?=:? (?:[£$€\d\ue000]|fares?\b|tickets?\b))"),
        abbreviation_kind("fare behind a price", {"sgl": "single", "rtn": "return"}, before=r"(?<=\ue000 )", after=r"(?=[,;.)/]|$|\n)"),
        abbreviation_kind("room for so many", {"Sgl": "Single", "sgl": "single", "Dbl": "Double", "dbl": "double", "Twn": "Twin", "twn": "twin"}, after=r"(?= (?:beds?|rooms?|rms?|occupancy)\b)"),
        abbreviation_kind("deputy", {"dep.": "deputy", "Dep.": "Deputy"}, after=r"(?= (?:chair\w*|chiefs?|directors?|editors?|governors?|heads?|managers?|mayors?|ministers?|sheriffs?|Chair\w*|Chief|Director|Editor|Head|Manager|Mayor|Minister|PM|Sheriff)\b)"),
        abbreviation_kind("deposit", {"dep.": "deposit", "Dep.": "Deposit"}, after=r"(?= (?:=|of|required|refundable|paid)|:)"),
        abbreviation_kind("deposit of so much", {"dep.": "deposit", "dep": "deposit"}, before=r"(?<=\ue000 )", after=r"(?=[,;)]|$|\n)"),
        abbreviation_kind("arranged", {"arr.": "arranged"}, after=r"(?= (?:by|for)\b)"),
        abbreviation_kind("repeat", {"rep.": "repeat", "Rep.": "Repeat"}, before=r"(?:(?<=[,;.] )|(?<=\n)|(?<![\s\S]))", after=r"(?= (?:from(?! [A-Z])|to|until|twice|\d|\ue000))"),
    )  # fmt: skip


def _typed() -> tuple[Kind, ...]:
    """Return the kinds of keys, of phrases and of chat."""
    return (
        abbreviation_kind("key of a keyboard", {"Ctrl": "Control", "PgUp": "Page Up", "PgDn": "Page Down"}),
        abbreviation_kind("command key", {"Cmd": "Command"}, after=r"(?!\.? [A-Z][a-z])"),
        abbreviation_kind("key beside another", {"Esc": "Escape", "Del": "Delete", "Ins": "Insert", "Opt": "Option", "Win": "Windows"}, before=_BESIDE_A_KEY),
        abbreviation_kind("phrase", abbreviations.PHRASES),
        abbreviation_kind("chat", {**abbreviations.CHAT, **_CHAT_IN_CAPITALS}, before="(?<!/)", after=r"(?![/.-]\w)"),
    )  # fmt: skip
