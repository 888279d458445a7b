"""Italian: ordinals with gender, centuries and kings, the clock, names of units, abbreviations."""

# ruff: noqa: E501, RUF001, SIM905 - a row of a table is one line; signs look like letters; lists of words are texts

import re
from collections.abc import Iterable

from f5tts_worker.engine.text.reading.abbreviations import abbreviation_kind
from f5tts_worker.engine.text.reading.continental import Lexicon, continental_kinds
from f5tts_worker.engine.text.reading.digit_groups import say_groups
from f5tts_worker.engine.text.reading.grammar import Currency, Grammar, Noun
from f5tts_worker.engine.text.reading.names import comparisons
from f5tts_worker.engine.text.reading.numbers import cardinal, in_words
from f5tts_worker.engine.text.reading.romance import Ordinals, half_kind, saint_kind
from f5tts_worker.engine.text.reading.spans import Kind, Piece, named, whole
from f5tts_worker.engine.text.reading.units import metric

_ADDRESS_SIGNS = {
    ".": "punto", "@": "chiocciola", "/": "barra", "-": "trattino", "_": "trattino basso", ":": "due punti",
    "?": "punto interrogativo", "=": "uguale", "&": "e", "+": "più", "~": "tilde", "%": "per cento", "#": "cancelletto", "*": "asterisco",
}  # fmt: skip
_FEMININE = re.compile(r"(?:mano|volta|ora|notte|parte|città|\w+(?:a|ione|tà|tù|ice))$")
_MASCULINE_IN_A = frozenset(
    "problema programma sistema tema clima poeta turista giornalista dentista".split()
)


def _agree(said: str, gender: str) -> str:
    if said == "uno":
        return "una" if gender == "f" else "un"
    return said


# What may follow a number without being counted by it.
_NO_NOUN = frozenset(
    "con contro dal dalla dai dalle del della dei delle nel nella nei nelle sul sulla sui sulle per che non alla alle agli tra fra una come anche ancora quando dove mentre era erano sono hanno".split()
)


def _gender_of(noun: str) -> str:
    if noun[:1].isupper() or noun in _NO_NOUN or len(noun) < 3:
        return ""
    return "f" if _FEMININE.fullmatch(noun) and noun not in _MASCULINE_IN_A else "m"


def _ordinal(number: int) -> str:
    return in_words(number, "it", to="ordinal")


def _hour(hour: int) -> tuple[str, str]:
    return ("una", "ora") if hour == 1 else (cardinal(str(hour), "it"), "ore")


def _fraction(whole_part: int, over: int, under: int, gender: str) -> str:
    lead = (
        f"{_agree(cardinal(str(whole_part), 'it'), gender) if gender == 'f' else cardinal(str(whole_part), 'it')} e "
        if whole_part
        else ""
    )
    if under == 2:
        return f"{lead}{'mezza' if gender == 'f' else 'mezzo'}"
    name = _ordinal(under)
    return lead + (f"un {name}" if over == 1 else f"{cardinal(str(over), 'it')} {name[:-1]}i")


_BASES = {
    "x": Noun("volta", "volte", "f"), "m": Noun("metro", "metri"), "g": Noun("grammo", "grammi"), "l": Noun("litro", "litri"), "L": Noun("litro", "litri"),
    "t": Noun("tonnellata", "tonnellate", "f"), "W": Noun("watt", "watt"), "Wh": Noun("wattora", "wattora"), "V": Noun("volt", "volt"),
    "A": Noun("ampere", "ampere"), "Ah": Noun("amperora", "amperora"), "Hz": Noun("hertz", "hertz"), "Pa": Noun("pascal", "pascal"),
    "J": Noun("joule", "joule"), "Ω": Noun("ohm", "ohm"), "B": Noun("byte", "byte"), "bit": Noun("bit", "bit"),
    "bit/s": Noun("bit al secondo", "bit al secondo"), "s": Noun("secondo", "secondi"), "sec": Noun("secondo", "secondi"),
    "cal": Noun("caloria", "calorie", "f"), "min": Noun("minuto", "minuti"), "cp": Noun("compressa", "compresse", "f"), "h": Noun("ora", "ore", "f"),
    "%": Noun("per cento", "per cento", ""), "‰": Noun("per mille", "per mille", ""), "°C": Noun("grado Celsius", "gradi Celsius"),
    "°F": Noun("grado Fahrenheit", "gradi Fahrenheit"), "°": Noun("grado", "gradi"), "dB": Noun("decibel", "decibel"),
    "CV": Noun("cavallo", "cavalli"), "mmHg": Noun("millimetro di mercurio", "millimetri di mercurio"), '"': Noun("pollice", "pollici"), "cucch.": Noun("cucchiaio", "cucchiai"), "c. di": Noun("cucchiaio di", "cucchiai di"), "pers.": Noun("persona", "persone", "f"), "Nm": Noun("newton metro", "newton metro"), "pt": Noun("punto", "punti"), "pt.": Noun("punto", "punti"), "cpr": Noun("compressa", "compresse", "f"), "ab.": Noun("abitante", "abitanti"), "gg": Noun("giorno", "giorni"), "gg.": Noun("giorno", "giorni"),
}  # fmt: skip
_CENTESIMO = Noun("centesimo", "centesimi")
_MILLION, _MILLIARD = Noun("milione", "milioni"), Noun("miliardo", "miliardi")
_GRAMMAR = Grammar(
    code="it",
    agree=_agree,
    gender_of=_gender_of,
    months="gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    short_months="gen feb mar apr mag giu lug ago sett|set ott nov dic",
    weekdays="lunedì martedì mercoledì giovedì venerdì sabato domenica",
    short_weekdays="lun mar mer gio ven sab dom",
    day=lambda day, before, _: "primo" if day == 1 and before[-1:] != "'" else cardinal(str(day), "it"),
    date=(" ", " "),
    year=lambda number: cardinal(number, "it"),
    hour=_hour,
    minute=lambda minute: f"e {cardinal(str(minute), 'it')}",
    hour_words="h",
    says_hours=False,
    before_hour="ore|alle|dalle|le|delle|fino alle|all'",
    units=metric(
        "nano micro milli centi deci etto chilo mega giga tera", _BASES, hm=Noun("ettometro", "ettometri"), mq=Noun("metro quadro", "metri quadri"), kmq=Noun("chilometro quadrato", "chilometri quadrati"), hg=Noun("etto", "etti")
    ),
    powers=(
        lambda noun: Noun(f"{noun.one} quadrato", f"{noun.many} quadrati"),
        lambda noun: Noun(f"{noun.one} cubo", f"{noun.many} cubi"),
    ),
    per={"100 km": "per cento chilometri", "h": "all'ora", "s": "al secondo", "min": "al minuto", "m²": "al metro quadrato", "m³": "al metro cubo", "m3": "al metro cubo",
         "kg": "al chilo", "l": "al litro", "km": "al chilometro", "ora": "all'ora", "giorno": "al giorno", "mese": "al mese",
         "anno": "all'anno", "notte": "a notte", "barile": "al barile", "litro": "al litro", "metro": "al metro", "chilo": "al chilo", "bott": "a bottiglia", "conf": "a confezione", "pz": "al pezzo", "persona": "a persona", "pers": "a persona"},
    each="a",
    currencies={
        **dict.fromkeys(("€", "EUR"), Currency(Noun("euro", "euro"), _CENTESIMO)),
        **dict.fromkeys(("$", "USD", "US$"), Currency(Noun("dollaro", "dollari"), Noun("centesimo", "centesimi"))),
        **dict.fromkeys(("£", "GBP"), Currency(Noun("sterlina", "sterline", "f"), Noun("penny", "pence"))),
        **dict.fromkeys(("¥", "JPY"), Currency(Noun("yen", "yen"))),
        **dict.fromkeys(("CHF",), Currency(Noun("franco svizzero", "franchi svizzeri"), _CENTESIMO)),
    },
    cents_after="e",
    says_cents=False,
    scales={"k": Noun("mila", "mila"), "mln": _MILLION, "mln.": _MILLION, "M": _MILLION, "milione": _MILLION, "milioni": _MILLION, "mld": _MILLIARD,
            "mld.": _MILLIARD, "miliardo": _MILLIARD, "miliardi": _MILLIARD},
    of="di",
    fraction=_fraction,
    signs={"/": "su", "marks": "su", "-": "meno", "–": "a", "x": "per", ":": "a", "score": "a", "²": "al quadrato", "³": "al cubo", "§": "paragrafo"}
    | comparisons("maggiore di|minore di|maggiore o uguale a|minore o uguale a|diverso da|circa"),
)  # fmt: skip

_ANYWHERE = {
    "D.Lgs.": "decreto legislativo", "D. Lgs.": "decreto legislativo", "d.lgs.": "decreto legislativo", "giov.": "giovedì",
    "ecc.": "eccetera", "q.b.": "quanto basta", "tot.": "totale", "Cass.": "Cassazione", "Cass. civ.": "Cassazione civile", "Cass. pen.": "Cassazione penale", "xké": "perché", "xke": "perché", "sped.": "spedizione", "c/o": "presso", "cl. energ.": "classe energetica", "es.": "esempio", "p. es.": "per esempio", "a. C.": "avanti Cristo", "d. C.": "dopo Cristo", "sig.": "signor",
    "sig.ra": "signora", "sig.na": "signorina", "Sig.": "signor", "Sig.ra": "signora", "Sig.na": "signorina", "sigg.": "signori",
    "dott.": "dottor", "Dott.": "dottor", "dott.ssa": "dottoressa", "Dott.ssa": "dottoressa", "prof.": "professor", "Prof.": "professor",
    "prof.ssa": "professoressa", "Prof.ssa": "professoressa", "ing.": "ingegner", "Ing.": "ingegner", "avv.": "avvocato",
    "Avv.": "avvocato", "tel.": "telefono", "Tel.": "telefono", "ca.": "circa", "c.a.": "circa", "cfr.": "confronta", "vs.": "contro",
    "max.": "massimo", "S.p.A.": "S P A", "SpA": "S P A", "Srl": "S R L", "S.r.l.": "S R L", "P.zza": "piazza", "V.le": "viale", "P.za": "piazza", "C.so": "corso", "L.go": "largo", "c.c.": "codice civile", "c.p.": "codice penale", "c.p.c.": "codice di procedura civile", "rif.": "riferimento", "incl.": "incluso", "escl.": "escluso", "cad.": "cadauno", "int.": "interno", "tel": "telefono", "dx": "destra", "sx": "sinistra", "cmq": "comunque", "nn": "non", "xché": "perché",
    "pers.": "persone", "fam.": "famiglia", "arch.": "architetto", "Arch.": "architetto", "Egr.": "egregio", "Gent.": "gentile", "Gent.mo": "gentilissimo", "Gent.ma": "gentilissima", "Gent.mi": "gentilissimi", "Gent.me": "gentilissime", "Preg.mo": "pregiatissimo", "Preg.ma": "pregiatissima",
    "Ill.mo": "illustrissimo", "Ill.ma": "illustrissima", "Chiar.mo": "chiarissimo", "Spett.le": "spettabile", "Sig.ri": "signori", "C.le": "centrale", "F.lli": "fratelli", "c.m.": "corrente mese", "Spett.": "spettabile", "c.so": "corso", "p.zza": "piazza", "v.le": "viale", "temp.": "temperatura",
    "c. m.": "corrente mese", "u. s.": "ultimo scorso", "N. B.": "nota bene", "P. S.": "post scriptum", "op. cit.": "opera citata", "segg.": "seguenti", "ss.": "seguenti",
    "geom.": "geometra", "Cost.": "Costituzione", "ab.": "abitanti", "sec.": "secolo", "on.": "onorevole", "On.": "onorevole", "ed.": "edizione",
}  # fmt: skip
_BEFORE_NUMBERS = {
    "t.": "tomo", "bin.": "binario", "Ø": "diametro", "cell.": "cellulare", "sez.": "sezione", "tab.": "tabella", "rit.": "ritardo", "arr.": "arrivo", "mq": "metri quadri", "Mq": "metri quadri", "c.": "comma", "co.": "comma", "p.to": "punto",
    "n.": "numero", "N.": "numero", "n°": "numero", "N°": "numero", "nn.": "numeri", "pag.": "pagina", "pagg.": "pagine", "p.": "pagina", "sec.": "secolo",
    "pp.": "pagine", "cap.": "capitolo", "fig.": "figura", "art.": "articolo", "artt.": "articoli", "vol.": "volume", "#": "numero",
}  # fmt: skip
_BEFORE_NAMES = {
    "Dr.": "dottor",
    "Don": "don",
    "Mons.": "monsignor",
    "Gen.": "generale",
    "Cap.": "capitano",
}
_NUMBERED = "secolo|secoli|sec\\.|vol\\.|cap\\.|capitolo|tomo|atto|scena|libro|parte|volume|titolo|sezione|articolo|tipo|fase|guerra mondiale|classe|allegato|(?:gruppo|livello|canto|zona|categoria|fascia|municipio)(?! I [^\\W\\d_]+[ie]\\b)"
_REGNAL = (
    "(?<=\\bpapa )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bre )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bregina )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bimperatore )[A-ZÀ-Þ][^\\W\\d_]+|(?<=\\bzar )[A-ZÀ-Þ][^\\W\\d_]+|"
    "Alessandro|Alfonso|Amedeo|Benedetto|Carlo|Caterina|Clemente|Cosimo|Elisabetta|Enrico|Edoardo|Federico|Ferdinando|Filippo|"
    "Concilio Vaticano|Vaticano|Francesco|Giacomo|Giorgio|Giovanni|Giovanni Paolo|Giuseppe|Giulio|Gregorio|Guglielmo|Innocenzo|Leone|Leopoldo|Luigi|"
    "Margherita|Maria|Martino|Napoleone|Nicola|Ottone|Paolo|Pietro|Pio|Ramses|Riccardo|Ruggero|Sisto|Umberto|Urbano|Vittorio Emanuele"
)
_SAINTS = "Agostino|Ambrogio|Andrea|Antonio|Benedetto|Bernardo|Carlo|Francesco|Gennaro|Giacomo|Giorgio|Giovanni|Giuseppe|Lorenzo|Luca|Marco|Martino|Matteo|Michele|Nicola|Paolo|Pietro|Siro|Vito"
_ORDINALS = Ordinals(
    code="it",
    say=_ordinal,
    is_feminine=_FEMININE,
    ends=r"(?= [^\W\d_]|\W*$)|a(?= [^\W\d_])",
    nouns=r"secol[oi]|sec\.|guerra|repubblica|edizione|congresso|concilio",
    queens=frozenset({"Caterina", "Elisabetta", "Margherita", "Maria"}),
)
_CALLED = re.compile(
    r"(?i:\b(?:chiam\w+|telefon\w+|verde|tel|call center|assistenza|centralino|numero al)\b)"
)
_OPEN = re.compile(
    r"(?i:\b(?:lun|mart|mercol|giov|ven)(?:edì|erdì)|\b(?:sabato|domenica|lun|mar|merc?|giov?|ven|sab|dom)\b|\borar|\bapert|\bchius|\bore\b|festivi|feriali|giorni|mattin|pomerigg|\bdal?le\b)|\ue000[;,]? $"
)
_ARTICLE = re.compile(r"\b(?i:il|la|le|i|gli|(?:a|da|de|ne|su)(?:ll[ae]|i|l)|col) $")
# "x" for "per" in messages, not the unknown of a formula: "il valore x non è noto".
_FOR = r"(?<=[a-zà-ù] )x(?= (?:il?|l[aeo]|gli|te|me|noi|voi|lui|lei|loro|tutt[ie]|favore|chi|ora|un[ao]?|caso|quest\w+|[tms]u[oae]i?|tuoi|mi[aeo]i?|miei)\b)"
_UNKNOWN = re.compile(
    r"(?i:\b(?:l[ae]|un[ao]?|se|quando|e|o|di|con|calcola|trova|ass[ei]|coordinat[ae]|fattor[ei]|funzion[ei]|incognit[ae]|letter[ae]|numer[oi]|punt[oi]|ragg[io]+|retta|signora?|termin[ei]|valor[ei]|variabil[ei]|vettor[ei])|'incognita) $"
)


def _free_number(match: re.Match[str]) -> Iterable[Piece]:
    """Say "800 123 456" in groups where one is to call it: it may count people too."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    return say_groups(match, "it") if _CALLED.search(before) else ()


def _aged(match: re.Match[str]) -> Iterable[Piece]:
    """Say "40enne" as quarantenne."""
    said = cardinal(match["number"], "it")
    stem = said.replace("é", "e") if said.endswith(("sei", "tre", "tré")) else said[:-1]
    return whole(match, stem + match["end"])


def _hours(match: re.Match[str]) -> Iterable[Piece]:
    """Say "9-12.30" as hours: a decimal has a comma."""
    times = [(*map(int, match[end].split(".")), 0)[:2] for end in ("one", "two")]
    are_quarters = re.fullmatch(r"\d+\.(?:00|15|30|45)\D+\d+\.(?:00|15|30|45)", match[0])
    if not are_quarters and not _OPEN.search(match.string, max(0, match.start() - 60), match.start()):
        return ()
    if "." not in match[0] or not times[0] < times[1] or times[1][0] > 24:
        return ()
    one, two = (
        " e ".join(cardinal(str(part), "it") for part in (hour, minute) if part or part is hour)
        for hour, minute in times
    )
    return named(match, one=one, to=" a ", two=two)


def _of_a_year(match: re.Match[str]) -> Iterable[Piece]:
    """Say "n. 241/1990" with its year, "n. 5/24" as it is written."""
    is_year = re.match(r"\d{4}", match.string[match.end() :])
    return named(match, slash=" del " if is_year else " barra ")


def _yours(match: re.Match[str]) -> Iterable[Piece]:
    """Say "ns. fattura" and "al Vs. ordine" as their nouns want it; "noi vs. loro" is no letter's."""
    before = match.string[max(0, match.start() - 8) : match.start()]
    if match["short"] == "v" and not _ARTICLE.search(before):
        return ()
    noun = match["noun"]
    ends = "i" if noun.endswith("i") else "e" if re.search("(?:ur|er|[rst]t|ch|i)e$", noun) else "a"
    ends = "e" if noun.endswith("ioni") else ends if ends != "a" or _FEMININE.fullmatch(noun) else "o"
    return [Piece(match.start(), match.start() + 3, ("nostr" if match["short"] in "Nn" else "vostr") + ends)]


def _at_hours(match: re.Match[str]) -> Iterable[Piece]:
    """Say "h 15.30" as ore quindici e trenta."""
    minute = int(match["minute"])
    return whole(
        match,
        f"ore {cardinal(str(int(match['hour'])), 'it')}"
        + (f" e {cardinal(str(minute), 'it')}" if minute else ""),
    )


def _for(match: re.Match[str]) -> Iterable[Piece]:
    before = match.string[max(0, match.start() - 16) : match.start()]
    return () if _UNKNOWN.search(before) else whole(match, "per")


KINDS: tuple[Kind, ...] = continental_kinds(
    _GRAMMAR,
    Lexicon(
        address_signs=_ADDRESS_SIGNS,
        anywhere=_ANYWHERE,
        before_numbers=_BEFORE_NUMBERS,
        before_names=_BEFORE_NAMES,
        numbered=_NUMBERED,
        regnal=_REGNAL,
        regnal_ordinal=_ORDINALS.ruler,
        version="versione|sala|aula|capitolo|sezione|figura|tabella|punto|esercizio",
        acronyms="AIDS FIAT INPS ISTAT NATO ONU OPEC RAI UFO",
    ),
    telephones=(
        Kind(
            "mobile",
            r"(?<![\w.,+-])3\d{2}[ ./-]?\d{6,7}(?![\w-]|[.,]\d)",
            lambda match: say_groups(match, "it"),
        ),
        Kind(
            "free number",
            r"(?<![\w.,+-])80[0-3][ .'-]?\d{3}[ .'-]?\d{3}(?![\w-]|[.,]\d)",
            _free_number,
        ),
    ),
    own=(
        saint_kind(
            _SAINTS, "Agata|Anna|Caterina|Cecilia|Chiara|Lucia|Maria|Monica|Rita|Rosa|Teresa", man="San"
        ),
        Kind(
            "angle",
            r"(?:(?<=\bmisura )|(?<=\bmisurano )|(?<=\bangolo di )|(?<=\bangoli di )|(?<=\b[Rr]uota di )|(?<=\bruotare di )|(?<=\brotazione di ))(?P<number>\d{1,3})(?P<sign>°)(?!\w)",
            lambda match: named(match, number=cardinal(match["number"], "it"), sign=" gradi"),
        ),
        *_ORDINALS.kinds(),
        half_kind("e", _gender_of, "mezzo", "mezza"),
        Kind(
            "thousands",
            r"(?<![\w.,])(?P<number>\d{1,3})mila(?!\w)",
            lambda match: whole(match, cardinal(f"{match['number']}000", "it")),
        ),
        Kind("years of age", r"(?<![\w.,])(?P<number>\d{2})(?P<end>enn[ei])(?!\w)", _aged),
        Kind(
            "one o'clock",
            r"(?:(?<=\b[Ll]')|(?<=\b[Aa]ll')|(?<=\b[Dd]all')|(?<=\b[Dd]ell'))1(?= (?:e le \d|e mezz|alle \d{1,2}(?!\w)(?! [a-z]*(?:aio|braio|zo|ile|gio|gno|lio|sto|bre)\b)|di notte|del (?:mattino|pomeriggio)|in punto))",
            lambda match: whole(match, "una"),
        ),
        Kind(
            "year of a number",
            r"\bn\. ?[\d.]{1,7}(?P<slash>/)(?=(?:(?:19|20)\d\d|\d\d)(?![\w/-]|[.,]\d))",
            _of_a_year,
        ),
        Kind(
            "hours with a dot",
            r"(?<![\w.,/-])(?P<one>\d{1,2}(?:\.[0-5]\d)?)(?P<to> ?[-–] ?)(?P<two>\d{1,2}(?:\.[0-5]\d)?)(?![\w/-]|[.,]\d| ?[%€$]| (?:dollari|euro|gradi|kg|km|metri|miliardi|milioni|punti|secondi)\b)",
            _hours,
        ),
        Kind("yours", r"(?<![\w.])(?P<short>[VvNn])s\.(?= (?P<noun>[a-zà-ù]{3,}))", _yours, frozenset("s")),
        Kind(
            "at so many hours",
            r"(?<![\w./])(?<![\d\ue000] )h\.? (?P<hour>\d{1,2})[.:](?P<minute>[0-5]\d)(?![\w:]|[.,]\d| ?c?mt?\b)",
            _at_hours,
        ),
        Kind(
            "mark at school",
            r"(?:(?<=\bun )|(?<=\bdato )|(?<=\bpreso )|(?<=\bvoto ))(?P<number>\d|10)(?P<sign>[-+])(?=[ .,;!?]|$)(?! \d)",
            lambda match: named(
                match,
                number=cardinal(match["number"], "it"),
                sign=" meno" if match["sign"] == "-" else " più",
            ),
        ),
        Kind(
            "each person",
            r"(?<=[€$£])(?P<each>/pers\.?)(?=[/ ,;:)]|$)",
            lambda match: named(match, each=" a persona"),
            frozenset("/"),
        ),
        Kind("an hour", r"(?<![\w.,:/'])1 ?h(?![\w'/])(?! ?\d)", lambda match: whole(match, "un'ora")),
        Kind("see", r"(?<=\()v\.(?= [a-z])", lambda match: whole(match, "vedi"), frozenset("v")),
        Kind("by in capitals", r"(?<=\d )x(?= [A-Z] ?\d)", lambda match: whole(match, "per"), frozenset("x")),
        abbreviation_kind("direction", {"dir.": "direzione"}, before=r"(?<=, )", after=r"(?= [A-ZÀ-Þ])"),
        abbreviation_kind("by volume", {"vol.": "in volume"}, before=r"(?:(?<=% )|(?<=\ue000 ))"),
        Kind(
            "for so many",
            r"(?<![\w)])(?<![\d\ue000] )x(?= ?\d{1,3} (?:pers|porzion|ospit))",
            lambda match: whole(match, "per"),
            frozenset("x"),
        ),
        Kind(
            "minutes",
            r"(?:(?<=\brit\. )|(?<=\britardo )|(?<=\bdi )|(?<=\bda )|(?<=\bper )|(?<=\bin )|(?<=\bdopo )|(?<=\bcirca )|(?<=\bogni ))\d{1,3}(?P<mark>')(?![\w'])",
            lambda match: named(match, mark=" minuti"),
            frozenset("'"),
        ),
        abbreviation_kind(
            "cardinal",
            {"card.": "cardinal", "Card.": "cardinal"},
            before=r"(?:(?<=\b[Ii]l )|(?<=\b[Dd]al )|(?<=\b[Aa]l )|(?<=\b[Dd]el )|(?<=\b[Cc]ol )|(?<=\b[Ee]m\. )|(?<=\b[Pp]rof\. ))",
            after=r"(?= [A-ZÀ-Þ])",
        ),
        Kind(
            "flour",
            r"(?:(?<=\b[Ff]arina )|(?<=\btipo ))00(?![\w.,/:-]\d|\w)",
            lambda match: whole(match, "doppio zero"),
            frozenset("0"),
        ),
        Kind("for", _FOR, _for, frozenset("x")),
        abbreviation_kind("century", {"sec.": "secolo"}, before=r"(?<=\ue000 )"),
    ),
)
