"""Where sentences end: found once, for the chunks that are spoken and for the cues that are shown.

sentencex knows the marks and abbreviations of some 300 languages. What it leaves open is decided here.
"""

import itertools
import re
import unicodedata
from functools import cache

from f5tts_worker.languages import CLOSING, SENTENCE_STARTERS, language_code

# A long text goes to the library in windows: its work on quotation marks grows with the square of the length.
WINDOW = 2_000
_FIRST_UNSPACED = "\u2e80"  # from here on are scripts that have marks of their own and no space after them
# A name follows: the library ends a sentence after these in French, or in front of some words ("Dr. Who").
_TITLE = re.compile(r"(?<!\S)(?:[Dd]hr|Dr|[Mm]evr|M|Mlle|Mme|Mrs?|Ms|[Mm]w|Prof)\.$")
# "Don Pedro" and "San Juan"; after another word "D." may be a vitamin.
_DON = re.compile(
    r"(?:^|(?:[^\w\s]|ª)\s+|\b(?:a|al|de|do|del|con|com|na|da|para|y|e|por|que|o|el|rey|rei) )"
    r"(?:D|R|S|Sta|Sto)\.$"
)
# Those of history stand behind any word but "vitamina": "levou D. João I ao trono".
_DONS = re.compile(
    r"(?:Afonso|Amélia|Carlos|Catarina|Dinis|Duarte|Fernando|Filipa|Filipe|Henrique|Inês|Isabel|João|José|Leonor|"
    r"Lu[ií][sz]|Luísa|Manuel|Maria|Miguel|Nuno|Pedro|Quixote|Sancho|Sebastião|Teresa)\b"
)
# What they shorten goes on: no sentence ends with them, whatever follows. Either case of the first letter.
_LEADING = {
    "en": "(?-i:[Aa]rr|[Dd]ep|(?<=-)(?:Col|Gen)|Ald|Amb|Cdr|Flt|Chas|Cllr|Civ|Crim|Ft|Geo|Jas|Robt|Thos|Ven)|"
    "(?-i:Wm)|approx|avg|excl|govt|incl|intl",
    "de": "abf|allg|ank|lt|rd|ü|einschl|engl|evtl|exkl|fam|gem|ggf|ggü|hrn|inkl|mind|tsd|zzgl|"
    "(?-i:max|Fa|kath|Sp|(?<!d\\. )Gr)|bes|dt|jew|msp|erm|bhf|hbf|diff|"
    "(?-i:(?<=\\d )(?:Bio|Pr|Bd|gestr|geh|kl|gr|mittelgr|getr|ger|gem|geschr)|Kl|kl|rel|ev)|"
    "weibl|männl|kirchl|histor|gewerbl|evang|chron|jüd|polit|"
    "insg|ehem|urspr|versch|durchschn|zw|od|vollst|entspr|schriftl|mündl|gesetzl|voraussichtl|mögl|"
    "erforderl|wg|vllt|ugs|österr|schweiz|frz|lat|röm|geb|inh|verf|hrsg|dipl|hl|"
    "ärztl|möbl|unverb|lfd|abg|abt|bgm|btl|fl|frl|gebr|gegr|grds|insb|insbes|kaps|lkr|pkg|stck|teilw|tlw|trpf|verst|vorauss|"
    "techn|staatl|öffentl|persönl|zusätzl|wiss|amtl|ital|span|russ|europ|griech|eff|abzgl|anschl|ausschl|bayer|bspw|eigtl|einf|ges|mehrf|"
    "nördl|östl|stellv|städt|südl|überw|unges|vorl|westl|zugl|ehrenamtl|kfm|"
    "allgem|inl|durchg|durchgeh|ehm|freiw|hist|internat|klass|kompl|kpl|kgl|langj|landw|luth|mech|mehrj|notw|öff|offiz|ökol|"
    "ökon|orig|pers|priv|prot|regelm|selbstst|spez|steir|theor|überarb|unbefr|befr|unbek|wirtsch|zeitgen|zentr|elektr|"
    "amerik|asiat|niederl|norw|schwed|poln|tschech|türk|arab|portug|chin|jap|gepfl|ungek|mathem|chem|biol|geogr|"
    "betr|dazw|desgl|ebf|gleichz|innerh|außerh|insges|inzw|resp|tats|werkt|wöch|(?-i:a\\. d)|forts|fußn|"
    "krs|wwe|künstl|ö|(?-i:[a-zäöü]{2,}(?:[bdfgkmnpstzß]|[cst]h|[eüöä]r)l|(?<=\\d )(?:Einw|Ew)|"
    "Bez|Kr|[Ii]nt|rom|got|nat|neg|pos|med|jur|eig|pol|qual)|"
    "kffr|hptm|kard|kpt|pfr|präs|vizebgm|stv|hll|ztr|dtzd|"
    "(?-i:(?<=\\d )(?:Ds|Ex|Expl|Gl|Sch|Tas)|(?<=Dipl\\.-)[A-Z][a-zä]+)|"
    "(?-i:(?<=-)Nr|[TPC]h|Sd|erw|durchges|(?<=rer\\. )(?:nat|oec|pol)|(?<=Dr\\. )(?:habil|iur|jur|phil))",
    "fr": "apr?|av|bd|rte|arr|dép|pr|réf|appt|bât|esc|resp|coll|trad|préf|réal|illustr|réd|rens|scol|vac|"
    "env|succ|orig|rééd|remb",
    "es": "(?-i:[ad]|Bs|Pol|Ind|AA|CC|FF|JJ|NN|RR|VV)|apdo|aprox|av|lleg|sal|avda|ctra|dña|excma|máx|mons|"
    "pza|ref|rev|cf|cód|cta|depto|edif|(?-i:esc)|fco|(?-i:Ma|ed)|párrs|profa|pta|temp|urb|"
    "tte|cnel|pdt[ae]|mtr[ao]|lcd[ao]|lda|sgto|hn[ao]|[fgh]dez|glez|trad|vid|(?-i:Col)|blvd|pje|"
    "mpio|edo|pbro|almte|cmdte|ayto|ilm[ao]|rvd[ao]|dras|dres|sras|srtas|magfco|notif|reps|vel|"
    "(?-i:Abst|Asoc|Bo|Fac|Fracc|Fund|Gdor|Gta|Inst|Ntr[ao]|Pcia|Pl|Univ|Vda)",
    "it": "(?-i:[ad]|(?<!taglia )S|Em|Ten|(?<!\\.)[Nn])|nn|rif|tot|cauz|chiar|cosid|disl|disp|energ|fraz|"
    "gent|ill|incl|introd|ist|magg|mov|preg|proff|resp|segr|sped|uff|univ|"
    "(?-i:(?<=, )tg)|cav|comm|cons|coord|diff|dip|dir|osp|reg|rep|serv|sez|trib",
    "pt": "(?-i:[ad]|cel|sent|Alm|Arq|Cel|Coord|Dep|Dir|Ed|Enf|Eng|Fac|Gen|Inst|Ir|Jd|Lgo|Maj|Min|Mons|Pça|"
    "Pq|Rev|Rod|Sen|Sgt|Ten|Trav|Tv|Univ|Urb|Ver)|ag|alt|ap|bl|apto?|aprox|av|cód|des|dras?|drs|exas?|exm[ao]s?|"
    "exc|ilm[ao]s?|incl|larg|máx|mín|obs|pe|prof(?:as?|s)|ref|sras?|srs|srta|sta|séc|tam|tels?",
    "nl": r"aank|afb|afz|br|burg|niv|rijbew|vertr|"
    r"c\.q|cfr|d\.i|d\.w\.z|dd|dir|ds|event|excl|fam|i\.[ah]\.a|i\.z|incl|jhr|jkvr|kard|"
    r"kol|lt|m\.i|mej|mt|nr|o\.a|o\.i|ong|plm|ref|ri|sgt|stg|tel|v\.[ah]|vlgs|volw|wed|z\.i|zog|[a-z]+nr|"
    r"(?-i:Adm|Gen|Geref|Herv|Kan|Kap|Kon|Ned|Nw|Past|Pres|(?<=[Dd]e )HH?|(?<=[Hh]et )H)",
}
# Words after which none of them led anywhere; no street or family is called so.
_BEGIN = {
    "es": "Ella Ellos Es Está Gracias Hoy Luego Me Nos Pero Se Son Te Una Yo",
    "nl": "Daarna Dat Deze Dit Dus Er Het Hij Hoe Ik Maar Nu Ook Toen Waar Wat We Wij Ze Zij",
    "fr": "Ce Cela Elle Elles Ensuite Il Ils Je Mais Merci Nous On Puis Tu Vous",
}
# Where French has an initial, the numeral of an item, parties: "selon P. Martin", "II. Méthode", "X c. Y".
_FRENCH_INITIAL = re.compile(
    r"(?:^|[\n«“\"(:;,] ?|(?<!\b[A-Z] )\b(?:avec|chez|d[eu]|et|M\.|Mme|Mlle|Me|Dr|Pr|ou|par|pour|que|selon) "
    r"|\bà |\bd['’])(?:[A-ZÀ-Þ]|[IVX]{1,5})\.$|[\w.)] c\.$"  # noqa: RUF001 - both apostrophes
)
_NO_NAME = re.compile(
    "À|Alors|Après|Aux?|Aujourd|Aussi|Avec|C(?:e|ela|es|et|ette)|D(?:ans|e|epuis|es|onc|u)|Elles?|Ensuite|En|"
    "Et|Ici|Ils?|Je|L[aàe]s?|Leur|Lors|M(?:a|ais|erci|es|on)|N(?:i|os|otre|ous)|O[nrù]|Ou|Par|Pas|Pour|Puis|"
    "Qu(?:and|e|elle?|i)|S(?:a|ans|es|i|on|ur)|Tu|Une?|V(?:os|otre|ous)"
)
_VITAMIN = re.compile(r"(?:[BDEK]\d{0,2}|C)(?![\w'’])")  # noqa: RUF001 - both apostrophes; "il vit. C'est"
_ORDINAL = re.compile(r"(?<![\w.,:-])(?:\d{1,2}\.)?\d{1,3}\.$")
_WORD = re.compile(r"[^\W\d_]+")
# A number follows: "Rm. 12", "Vol. 2", "Kap. 3", "núm. 5".
_REFERENCES = (
    "abb|apt|approx|art|bd|bldg|blz|ca?|ch|chap|eq|ext|figs?|hf?st|kap|max|min|nrs?|n|nos|núm|p|pagg?|págs?|pgs?|"
    "pp|rm|t|t[ée]l|vols?"
)
# Those that are ordinary words elsewhere: Spanish "no", Dutch "op", French "sec", Portuguese "para".
_MORE_REFERENCES = {
    "en": "(?-i:E[Xx]|[Ff]n|F\\. Supp|L\\. Ed|Hob|[Ll]at|Long|Pt|[Ss]ect|[Ss]q|App|Cat|Reg|Gr|Ph)|"
          "(?-i:Cor|Matt|Rom|Gal|Eph|Phil|Heb|Rev|Ps|Prov|Isa|Jer|Deut)|appx|arr|blk|eqs|ln|mfd|(?-i:pl)|repr|tbl|chs|cl|deg|dep|est|iss|secs|ss|div|elev|ep|lvl?|mk|no|"
          "flt|inv|mi|mvt|nn|op|para|plat|pop|qty|rte?|sc|sched|sec|ste|sz|tab|temp|trk|ver|vit|vv|[wh]t",
    "de": "az|gl|no|op|tab|abschn|abt|anl|aufg|gr|jg|kat|kl|lekt|pos|ziff",
    "fr": "(?-i:[LRDAv]|(?<!\\d )l)|al|no|op|sem|tabl|th|cat|circ|coeff?|diam|épais|fol|haut|larg|long|moy|"
    "ms|niv|prof|aff|alt|app|cass|bur|déb|doc|éd|(?<=['’])ex|obs|tab|trim|janv|févr|avr|juill?|sept|oct|nov|déc|"  # noqa: RUF001 - both apostrophes
    "abs|éch|emb|exc|exp|fab|prés|rép|term|(?-i:(?<=, )(?:port|val))",
    "es": "(?-i:Bs|Gs|Mz|Lt|[BS]/|[FL])|act|alt|apto|cra?|cll?|dcto|dg|ep|kra?|nac|of|tv|"
          "arts?|exp|nro|num|caps?|núms|ss|op|párrs?|t|hab|"
          "apdos|desc|ejs|incs?|líns|mod|probs?|rec|tít|vers|vv|(?-i:(?<=[Pp]\\. )[Kk]|Nte|Ote|Pte|Rva)",
    "it": "a\\.[as]|alt|arr|artt?|bin|cap|carr|cell|civ|cpv|diam|dim|ep|fasc|fer|fest|h|imm|inv|largh?|lgs|"
          "lungh?|matr|mis|mod|op|prot|rich|rit|sez|spess|sub|sup|tab",
    "pt": "arts?|caps?|cp|lat|long|eps?|esc|fls?|(?-i:incs?)|inv|lj|mod|op|plat|qd|sécs|sem|tab|val|venc",
    "nl": "aant|afm|afst|artt|bj|bouwj|bwj|cap|diam|fl|form|gem|gew|hand|inh|joh|jes|kor|kw|lc|lft|lok|luc|"
    "afr|e[.]a|jo|kol|ptn|tbl|(?-i:(?<=[.])(?:dat|jr))|mc|mob|mt|no|omtr|opg|opl|opp?|overl|par|perc|ps|pt|r|rom|r[.]o|rov|seiz|sp|stb|stcrt|tab|temp|tim|"
    "eindst|rustst|ruststd|toest|tot|tst|verd|verm|wk|zitpl|[a-z]+(?:nr|str|[a-z]wg)|[a-z]{2,}(?<!m)ln",
}  # fmt: skip
_DAYS_AND_MONTHS = {
    "en": "mon|tues?|weds?|thu(?:rs?)?|fri|(?-i:Sat|Sun)|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec",
    "de": "mo|di|mi|do|fr|sa|jan|febr?|mrz|apr|jun|jul|aug|sept?|okt|nov|dez",
    "fr": "lun|mar|jeu|ven|sam|dim|janv|févr?|avr|juil|août|oct|nov|d[ée]c",
    "es": "lun|mié|jue|vie|sáb|dom|ene|febr?|abr|may|jun|jul|ago|sept?|oct|nov|dic",
    "it": "lun|mart|merc?|giov?|ven|sab|dom|genn?|febb?r?|apr|magg?|giu|lug|sett|ott|nov|dic",
    "pt": "seg|qua|qui|sex|sáb|jan|fev|abr|mai|jun|jul|ago|out|nov|dez",
    "nl": "di|wo|do|vr|za|jan|febr?|mrt|apr|jun|jul|aug|sept?|okt|nov|dec",
}
_OTHER_MONTHS = "jan|febr?|apr|jun|jul|aug|sept?|o[kc]t|nov|de[csz]"
# Those that are ordinary words too, such as French "mer", count in a date: "mer. 3 janv.", "3 mar. 2025".
_ONLY_IN_DATES = {
    "de": "so", "fr": "mer|sept", "es": "mar", "it": "mar|ago|set", "pt": "ter|dom|mar|set", "nl": "ma|zo",
}  # fmt: skip
_IN_MONTH = re.compile(r"\b(?:de|depuis|desde|dès|em|en|in) \w+\.$")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)")
_MONTHS = {
    "de": "Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember",
    "fr": "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "es": "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
    "it": "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
    "pt": "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
    "nl": "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
}
_NEVER = "(?!)"
_NUMERAL = re.compile(r"[IVXLC]+(?![\w'’])")  # noqa: RUF001 - "C'était" begins with no numeral
_LETTER = re.compile(r"[B-H](?![\w'’])|A(?=[.,;:)]|$)")  # noqa: RUF001 - both apostrophes; "Sched. A"
_WAY, _DISTANCE = (
    re.compile(r"(?:[NSEW]|[NS]{1,2}[EW])\b"),
    re.compile(r"\d ?(?:mi|km|ft|yd)\.$"),
)  # "go 2 mi. W on"
# "at 9 p.m. BST"
_HALF_OF_DAY = re.compile(r"\d ?[apAP]\.[mM]\.$")
_ZONE = re.compile(
    r"(?:AE[SD]T|AWST|[CEMP][SD]T|BST|C[AE]T|CEST|EEST|GMT|HKT|HST|I[SD]T|JST|KST|NZ[SD]T|SAST|SGT|UTC|WAT)(?!\w)"
)
_STREET = re.compile(r"(?:Ave|Blvd|Hwy|Pkwy|Rd)\b")  # "77 Mass. Ave."
_DIGITS = re.compile(r"\(?\d")
# "Vol. I" names a volume, "Art. I, 2" an article; after other abbreviations "I" begins a sentence.
_FIRST = re.compile(r"(?<![^\W\d_])(?:Art|Cap|Fig|Sec)\.$")
_ALWAYS_FIRST = re.compile(r"(?<![^\W\d_])(?i:abb|bd|ch|chap|ep|kap|vols?)\.$")
_PRONOUN = re.compile(r"I(?= (?!(?:of|and|to)\b)[^\W\d_])")
# Ordinary words that the library takes for abbreviations, where what follows shows that they are none.
_WORDS = {
    "en": re.compile(
        r"(?<![\w.-])(?:art|do|ex|fig|max|me|min|[Nn]o|op|out|sec)\.\s+(?=I(?:['’](?:d|ll|m|ve)| [a-z]+)\b)"  # noqa: RUF001 - both apostrophes
        r"|[?][\"'”’)]* No\.\s+(?=\d)"  # noqa: RUF001 - quotation marks
        r"|(?<![\w.-])me\.\s+(?=[A-Z])"
    ),
    "nl": re.compile(
        r"\d (?:[ckm]?m|dgn|[dm]l|gr|kg|min|mnd|pers|sec|st|u|wk)\.\s+(?=[A-Z][a-z]*[ ,] ?[a-z])"
    ),
    "es": re.compile(r"(?<![\w.-])no\.\s+(?=\d+ (?!(?:de|del|en|y|o|a)\b)[^\W\d_])"),
}
_SHILLINGS, _PENCE = re.compile(r"(?<![\w'])1?\ds\.$"), re.compile(r"(?:\d|1[01])d\b")
_COMPOUND = re.compile(r"\d-[a-z]{2,3}\.$")  # "a 12-pt. Times"
_ANSWER = re.compile(r"[?？][\"'”’»)]* No\.$")  # noqa: RUF001 - marks of many scripts
_SURROGATES = re.compile("[\ud800-\udfff]")  # half a character: cannot be handed to the library
_VISIBLE = re.compile(r"\S")
_RELATIONS = frozenset("=≈≠≤≥×")  # noqa: RUF001 - a sign
_OPENING = re.compile(r"(?<!\S)”(?=\w)")  # Swedish and Finnish, ”så”: the library takes it for a closing one
_BLANK_LINE = re.compile(r"\n[^\S\n]+(?=\n)")
# An emoji after a sentence's end belongs to it: the library gets it as a space.
_EMOJI = re.compile("[\u2600-\u27bf\u2b00-\u2bff\u200d\ufe0f\U0001f000-\U0001fbff]")


def split_sentences(text: str, language: str) -> list[str]:
    """Cut a text into its sentences, white space and all: joined, they are the text.

    `language` is a code such as "en" or "en-GB". A blank line ends a sentence, with or without a mark.
    """
    code = language_code(language)
    seen = _EMOJI.sub(" ", _SURROGATES.sub("\ufffd", text))
    seen = _OPENING.sub("“", seen)
    seen = _BLANK_LINE.sub(lambda line: "\n" * len(line[0]), seen)
    ends = [0]
    reached = _first_visible(seen, 0)
    for place in _beginnings(seen, code):
        if place > reached:
            reached = _first_visible(seen, place)
            if reached < len(seen) and _is_end(seen, reached, code) and not _goes_on(seen, reached, code):
                ends.append(reached)
    return [text[start:stop] for start, stop in itertools.pairwise([*ends, len(text)])] if text else []


def _first_visible(text: str, place: int) -> int:
    found = _VISIBLE.search(text, place)
    return found.start() if found else len(text)


def _beginnings(text: str, language: str) -> list[int]:
    """Return where the library begins a sentence."""
    from sentencex import get_sentence_boundaries  # late: health and storage never need it

    places: list[int] = []
    start = 0
    while start < len(text):
        window = text[start : start + WINDOW]
        found = [start + boundary["start_index"] for boundary in get_sentence_boundaries(language, window)][
            1:
        ]
        places += found
        if start + WINDOW >= len(text):
            break
        start = found[-1] if found else start + WINDOW  # the last sentence may go on beyond the window
    words = _WORDS.get(language)
    return sorted({*places, *(found.end() for found in words.finditer(text))}) if words else places


def _goes_on(text: str, place: int, language: str) -> bool:
    """Say whether the full stop before `place` ends no sentence: German "im 3. Stock", Spanish "D. Pedro"."""
    before = text[max(0, place - 40) : place]
    bare = before.rstrip()
    word = _WORD.match(text, place)
    if not word or "\n" in before[len(bare) :]:
        return False
    if language == "fr":
        is_name = len(word[0]) > 1 and word[0][0].isupper() and not _NO_NAME.fullmatch(word[0])
        return is_name and bool(_FRENCH_INITIAL.search(bare))
    if language in ("es", "it", "pt"):
        is_don = _DONS.match(word[0]) and bare.endswith(" D.") and not bare.endswith("vitamina D.")
        return bool(is_don) or (bool(_DON.search(bare)) and word[0][0].isupper())
    starters = SENTENCE_STARTERS.get(language)
    return bool(starters) and bool(_ORDINAL.search(bare)) and word[0] not in (starters or ())


def _is_end(text: str, place: int, language: str) -> bool:
    """Say whether a sentence ends before `place`, where the library ends one."""
    after = text[place : place + 1]
    before = text[max(0, place - 40) : place]
    bare = before.rstrip()
    if "\n\n" in before[len(bare) :]:
        return True
    if not bare or (before == bare and bare[-1] < _FIRST_UNSPACED):
        return False
    if bare[-1] in "」』":
        return not "\u3040" <= after <= "\u309f"  # a quotation goes on in hiragana: 「はい。」と言った。
    if bare[-1] == "\uff0e" and before[-2:-1].isdigit() and after.isdigit():
        return False  # a decimal point of full width
    mark = bare.rstrip(CLOSING)[-1:]
    if after in _RELATIONS or (bare[-1] in CLOSING and _is_small(after)):
        return False  # "5! = 120"; ”Var är du?” frågade hon
    if not mark or unicodedata.category(mark)[0] not in "PS":
        return False
    if mark != ".":
        return True
    if bare.endswith("Pub.") and text.startswith("L.", place):  # "Pub. L. 104-193"
        return False
    if after == "&" or _COMPOUND.search(bare) or (_SHILLINGS.search(bare) and _PENCE.match(text, place)):
        return False
    return not (
        _is_small(after)
        or _leads(bare, text, place, language)
        or _TITLE.search(bare)
        or _is_counted(bare, text, place, language)
    )


def _is_small(letter: str) -> bool:
    """Say whether no sentence begins with the letter; Georgian's have no others beside them."""
    return letter.islower() and not "\u10d0" <= letter <= "\u10ff"


def _leads(bare: str, text: str, place: int, language: str) -> bool:
    """Say whether `bare` ends in a shortened word that leads on, "die max. Höhe": not "2 h max. Danach"."""
    if language == "fr" and bare.endswith("vit."):  # a verb too
        return bool(_VITAMIN.match(text, place))
    word = _WORD.match(text, place)
    begins = SENTENCE_STARTERS.get(language) or _BEGIN.get(language, "").split()
    if word and word[0] in begins:
        return False
    return bool(_ends_in(_LEADING.get(language, _NEVER)).search(bare))


def _is_counted(bare: str, text: str, place: int, language: str) -> bool:
    """Say whether `bare` ends in an abbreviation of what the number at `place` counts: "No. 5"."""
    if _NUMERAL.match(text, place):
        return _is_numeral(bare, text, place, language)
    if _LETTER.match(text, place) and _references(language).search(bare):
        return True
    if (_HALF_OF_DAY.search(bare) and _ZONE.match(text, place)) or (
        _WAY.match(text, place) and _DISTANCE.search(bare)
    ):
        return True
    if _STREET.match(text, place):
        return True
    if not _DIGITS.match(text, place) or _ANSWER.search(bare):
        return False
    if _references(language).search(bare) or _ends_in(_DAYS_AND_MONTHS.get(language, _OTHER_MONTHS)).search(
        bare
    ):
        return True
    return bool(_ends_in(_ONLY_IN_DATES.get(language, _NEVER)).search(bare)) and bool(
        re.search(r"(?<!\d)\d{1,2}\.? \w+\.$", bare)
        or (_IN_MONTH.search(bare) and _YEAR.match(text, place))
        or _day_of_month(language).match(text, place)
    )


def _is_numeral(bare: str, text: str, place: int, language: str) -> bool:
    """Say whether a Roman numeral at `place` is one: "I" is an English and an Italian word."""
    if not _references(language).search(bare):
        return False
    is_first = text[place] == "I" and not text[place + 1 : place + 2].isalpha()
    if not is_first or language not in ("en", "it"):
        return True
    named = language == "it" or bool(_FIRST.search(bare))
    return bool(_ALWAYS_FIRST.search(bare)) or (named and not _PRONOUN.match(text, place))


def _references(language: str) -> re.Pattern[str]:
    return _ends_in(f"{_REFERENCES}|{_MORE_REFERENCES.get(language, _NEVER)}")


@cache
def _ends_in(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W\d_])(?i:{words})\.$")


@cache
def _day_of_month(language: str) -> re.Pattern[str]:
    months = "|".join(table[language] for table in (_DAYS_AND_MONTHS, _ONLY_IN_DATES, _MONTHS))
    return re.compile(rf"\d{{1,2}}(?:[./-]\d|(?:\.|er|º)? (?:de )?(?i:{months})(?!\w))")
