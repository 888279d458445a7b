"""English words for signs, units, abbreviations and names. Data only: an abbreviation with a full stop may be capitalised."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; signs look like letters

from collections.abc import Mapping

from f5tts_worker.engine.text.reading.abbreviations import capitalised

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

# Signs in addresses, where nearly all of them are said.
ADDRESS_SIGNS: Mapping[str, str] = {
    ".": "dot", "/": "slash", "-": "dash", "_": "underscore", "@": "at", ":": "colon", "?": "question mark",
    "=": "equals", "&": "and", "*": "star", "#": "hash", "+": "plus", "~": "tilde", "\\": "backslash", "%": "percent",
}  # fmt: skip
OPERATORS: Mapping[str, str] = {
    "=": "equals", "==": "equals", "!=": "is not equal to", "≠": "is not equal to", "<": "is less than",
    ">": "is greater than", "<=": "is less than or equal to", "≤": "is less than or equal to",
    ">=": "is greater than or equal to", "≥": "is greater than or equal to", "*": "times", "×": "times",
    "/": "divided by", "÷": "divided by", "+": "plus", "-": "minus", "±": "plus or minus", "≈": "is about",
    "=>": "implies", "⇒": "implies", "⇔": "if and only if", "<->": "to and from", "&&": "and", "||": "or", "∈": "is in", "∝": "is proportional to",
    "≡": "is equivalent to", "∪": "union", "∩": "intersection", "⊂": "is a subset of",
    "~": "is about", "^": "to the power of", "->": "to", "→": "to", "%": "percent",
}  # fmt: skip

# Signs that are said wherever they stand.
SIGNS: Mapping[str, str] = {
    "∞": "infinity", "∑": "the sum of", "∫": "the integral of", "∂": "partial", "∛": "the cube root of", "∀": "for all", "∃": "there exists",
    "∴": "therefore", "∅": "the empty set", "↑": "up", "↓": "down",
}  # fmt: skip

CURRENCY_CODES: Mapping[str, tuple[str, str]] = {
    "USD": ("US dollar", "US dollars"), "EUR": ("euro", "euros"), "GBP": ("British pound", "British pounds"),
    "JPY": ("Japanese yen", "Japanese yen"), "CHF": ("Swiss franc", "Swiss francs"),
    "CAD": ("Canadian dollar", "Canadian dollars"), "AUD": ("Australian dollar", "Australian dollars"),
    "NZD": ("New Zealand dollar", "New Zealand dollars"), "CNY": ("Chinese yuan", "Chinese yuan"),
    "INR": ("Indian rupee", "Indian rupees"), "MXN": ("Mexican peso", "Mexican pesos"),
    "SEK": ("Swedish krona", "Swedish kronor"), "BTC": ("bitcoin", "bitcoin"), "ETH": ("ether", "ether"),
    "Rs.": ("rupee", "rupees"), "Rs": ("rupee", "rupees"), "BRL": ("Brazilian real", "Brazilian reais"), "KRW": ("Korean won", "Korean won"),
    "ZAR": ("South African rand", "South African rand"), "PLN": ("Polish zloty", "Polish zlotys"), "DKK": ("Danish krone", "Danish kroner"),
    "NOK": ("Norwegian krone", "Norwegian kroner"), "HKD": ("Hong Kong dollar", "Hong Kong dollars"), "SGD": ("Singapore dollar", "Singapore dollars"),
    "TRY": ("Turkish lira", "Turkish lira"), "AED": ("dirham", "dirhams"), "R$": ("real", "reais"), "NT$": ("Taiwan dollar", "Taiwan dollars"),
}  # fmt: skip
DOLLARS: Mapping[str, str] = {
    "US": "US", "A": "Australian", "AU": "Australian", "C": "Canadian", "CA": "Canadian", "NZ": "New Zealand",
    "HK": "Hong Kong", "S": "Singapore",
}  # fmt: skip
SCALE_LETTERS: Mapping[str, str] = {
    "k": "thousand", "K": "thousand", "m": "million", "M": "million", "mn": "million", "mm": "million",
    "MM": "million", "mln": "million", "mil.": "million", "bln": "billion", "bil.": "billion", "bn": "billion", "B": "billion", "b": "billion", "tn": "trillion", "T": "trillion",
}  # fmt: skip

_PREFIXES = {
    "k": "kilo", "K": "kilo", "M": "mega", "G": "giga", "T": "tera", "P": "peta", "h": "hecto", "d": "deci",
    "c": "centi", "m": "milli", "μ": "micro", "n": "nano",
}  # fmt: skip
_BASES = {  # symbol: its prefixes, one, many
    "m": ("kdcmμn", "metre", "metres"), "g": ("kmμn", "gram", "grams"), "L": ("hdcmμ", "litre", "litres"),
    "l": ("hdcmμ", "litre", "litres"), "W": ("kMGTm", "watt", "watts"), "V": ("kMmμ", "volt", "volts"),
    "A": ("kmμ", "amp", "amps"), "Hz": ("kMGT", "hertz", "hertz"), "B": ("kKMGTP", "byte", "bytes"),
    "b": ("kMGT", "bit", "bits"), "bps": ("kMGT", "bit per second", "bits per second"),
    "bit": ("kMGT", "bit", "bits"), "J": ("kMG", "joule", "joules"), "Pa": ("hkMG", "pascal", "pascals"),
    "Wh": ("kMGT", "watt hour", "watt hours"), "Ah": ("mk", "amp hour", "amp hours"), "Ω": ("kMm", "ohm", "ohms"),
    "eV": ("kMGT", "electronvolt", "electronvolts"), "N": ("kM", "newton", "newtons"),
    "mol": ("mμ", "mole", "moles"), "cal": ("k", "calorie", "calories"), "s": ("mμn", "second", "seconds"),
    "t": ("kM", "tonne", "tonnes"), "sec": ("m", "second", "seconds"), "bar": ("m", "bar", "bar"), "Da": ("kM", "dalton", "daltons"), "IU": ("mkμ", "international unit", "international units"),
}  # fmt: skip
UNITS: Mapping[str, tuple[str, str]] = {
    **{
        prefix + symbol: (_PREFIXES[prefix] + one, _PREFIXES[prefix] + many)
        for symbol, (prefixes, one, many) in _BASES.items()
        for prefix in prefixes
    },
    **{symbol: (one, many) for symbol, (_, one, many) in _BASES.items() if symbol not in "Bb"},
    "°": ("degree", "degrees"), "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"), "ha": ("hectare", "hectares"), "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"), "ft": ("foot", "feet"), "yd": ("yard", "yards"),
    "yds": ("yard", "yards"), "mi": ("mile", "miles"), "mph": ("mile per hour", "miles per hour"),
    "kph": ("kilometre per hour", "kilometres per hour"), "kmh": ("kilometre per hour", "kilometres per hour"),
    "gal": ("gallon", "gallons"), "qt": ("quart", "quarts"), "qts": ("quart", "quarts"), "gals": ("gallon", "gallons"), "bbl": ("barrel", "barrels"), "tsp": ("teaspoon", "teaspoons"),
    "tbsp": ("tablespoon", "tablespoons"), "px": ("pixel", "pixels"), "pt": ("point", "points"), "pts": ("point", "points"),
    "dB": ("decibel", "decibels"), "fps": ("frame per second", "frames per second"),
    "ppm": ("part per million", "parts per million"), "ppb": ("part per billion", "parts per billion"),
    "KiB": ("kibibyte", "kibibytes"), "MiB": ("mebibyte", "mebibytes"), "GiB": ("gibibyte", "gibibytes"),
    "atm": ("atmosphere", "atmospheres"), "kt": ("knot", "knots"), "kts": ("knot", "knots"), "rpm": ("RPM", "RPM"), "dpi": ("DPI", "DPI"), "Tbsp": ("tablespoon", "tablespoons"), "Tsp": ("teaspoon", "teaspoons"), "Nm": ("newton metre", "newton metres"),
    "psi": ("PSI", "PSI"), "min": ("minute", "minutes"), "mins": ("minute", "minutes"), "h": ("hour", "hours"),
    "hr": ("hour", "hours"), "hrs": ("hour", "hours"), "secs": ("second", "seconds"), "yr": ("year", "years"),
    "yrs": ("year", "years"), "wk": ("week", "weeks"), "wks": ("week", "weeks"), "mo": ("month", "months"), "mos": ("month", "months"),
    "blk": ("block", "blocks"), "wkt": ("wicket", "wickets"), "reb": ("rebound", "rebounds"), "ast": ("assist", "assists"), "sts": ("stitches", "stitches"), "lm": ("lumen", "lumens"), "mmHg": ("millimetre of mercury", "millimetres of mercury"), "kn": ("knot", "knots"), "hp": ("horsepower", "horsepower"),
    "mpg": ("mile per gallon", "miles per gallon"), "nts": ("night", "nights"), "ac": ("acre", "acres"), "sf": ("square foot", "square feet"), "cyl": ("cylinder", "cylinders"), "bp": ("basis point", "basis points"), "pct": ("percent", "percent"), "bpm": ("beat per minute", "beats per minute"),
    "MP": ("megapixel", "megapixels"), "ly": ("light year", "light years"), "Mly": ("million light years", "million light years"),
    "F": ("degree Fahrenheit", "degrees Fahrenheit"), "μF": ("microfarad", "microfarads"), "nF": ("nanofarad", "nanofarads"),
    "mF": ("millifarad", "millifarads"), "pF": ("picofarad", "picofarads"), "inn": ("inning", "innings"), "ov": ("over", "overs"), "bdrm": ("bedroom", "bedrooms"), "d": ("day", "days"),
    "ka": ("thousand years", "thousand years"), "Ma": ("million years", "million years"), "Ga": ("billion years", "billion years"),
    "Myr": ("million years", "million years"), "Gyr": ("billion years", "billion years"),
    "mM": ("millimolar", "millimolar"), "μM": ("micromolar", "micromolar"), "nM": ("nanomolar", "nanomolar"),
    "kgs": ("kilogram", "kilograms"), "kms": ("kilometre", "kilometres"), "cms": ("centimetre", "centimetres"), "mls": ("millilitre", "millilitres"),
    "gms": ("gram", "grams"), "mths": ("month", "months"), "Kbps": ("kilobit per second", "kilobits per second"), "msec": ("millisecond", "milliseconds"),
    "mEq": ("milliequivalent", "milliequivalents"), "Gy": ("gray", "grays"),
    "Bq": ("becquerel", "becquerels"), "pg": ("picogram", "picograms"), "pmol": ("picomole", "picomoles"), "nmol": ("nanomole", "nanomoles"),
    "kWp": ("kilowatt peak", "kilowatts peak"), "Gt": ("gigatonne", "gigatonnes"), "sqm": ("square metre", "square metres"), "sqft": ("square foot", "square feet"),
    "tbs": ("tablespoon", "tablespoons"), "Tbs": ("tablespoon", "tablespoons"), "rad": ("radian", "radians"), "rev": ("revolution", "revolutions"),
    "req": ("request", "requests"), "reqs": ("request", "requests"), "pcs": ("piece", "pieces"), "pgs": ("page", "pages"), "doz": ("dozen", "dozen"),
    "J s": ("joule second", "joule seconds"), "N m": ("newton metre", "newton metres"), "Pa s": ("pascal second", "pascal seconds"),
    "pc": ("piece", "pieces"), "kpc": ("kiloparsec", "kiloparsecs"), "Mpc": ("megaparsec", "megaparsecs"), "mcg": ("microgram", "micrograms"),
    "nmi": ("nautical mile", "nautical miles"), "mSv": ("millisievert", "millisieverts"), "Sv": ("sievert", "sieverts"), "lx": ("lux", "lux"),
    "kVA": ("kilovolt amp", "kilovolt amps"), "bhp": ("brake horsepower", "brake horsepower"), "cc": ("CC", "CC"), "ct": ("carat", "carats"),
}  # fmt: skip
# Said in full where no number stands in front of them either.
ALONE = (
    "km",
    "kg",
    "cm",
    "bpm",
    "fps",
    "kmh",
    "kph",
    "kts",
    "lbs",
    "mph",
    "mpg",
    "ppb",
    "ppm",
    "psi",
    "rpm",
    "dpi",
    "tbsp",
    "tsp",
    "hrs",
    "yrs",
    "wks",
    "yds",
)
# Behind a slash: "per".
EACH_WORDS = (
    "day", "week", "month", "year", "hour", "minute", "second", "night", "person", "mile", "kilometre", "kilometer",
    "litre", "liter", "gallon", "pound", "kilogram", "unit", "piece", "user", "seat", "share", "barrel", "ton",
    "tonne", "ounce", "head", "page", "item", "acre", "session", "serving", "cup",
)  # fmt: skip
EACH: Mapping[str, str] = {
    **{symbol: one for symbol, (one, _) in UNITS.items() if symbol != "F"},
    "qtr": "quarter", "pp": "person", "nt": "night", "sf": "square foot", "mo": "month", "d": "day", "y": "year", "in": "inch", **{word: word for word in EACH_WORDS},
}  # fmt: skip
# Behind "1.5m", which is then million and no metre.
MANY = (
    "people|users|customers|views|viewers|jobs|homes|households|followers|subscribers|tonnes|tons|barrels|copies|workers|"
    "units|deaths|cases|doses|visits|shares|parcels|residents|pupils|vehicles|cars|trees|families|patients|migrants|"
    "items|tickets|accounts|players|voters|children|adults|dollars|pounds|euros|fans|members|visitors|passengers|tourists|downloads|records|years|acres"
)
# Behind "3 L", which is then said of one: "a three litre bottle".
HOLDERS = (
    "adapters?|bags?|barrels?|batter(?:y|ies)|bottles?|box(?:es)?|bulbs?|cables?|cans?|capsules?|cards?|cartons?|chargers?|"
    "containers?|cups?|discs?|disks?|displays?|doses?|drives?|engines?|files?|fuses?|hikes?|jars?|jugs?|kegs?|lens(?:es)?|limits?|"
    "monitors?|motors?|packs?|packets?|panels?|pills?|pipes?|plates?|poles?|pools?|pots?|races?|radius|ropes?|rolls?|screens?|"
    "screws?|sheets?|shifts?|sprints?|sticks?|suppl(?:y|ies)|tablets?|tanks?|tubes?|tubs?|walks?|zones?"
)
# States as newspapers shorten them, behind a comma or a party: "Tucson, Ariz.", "D-Ariz.".
STATES_SHORT: Mapping[str, str] = {
    "Ala.": "Alabama", "Ariz.": "Arizona", "Ark.": "Arkansas", "Calif.": "California", "Colo.": "Colorado",
    "Conn.": "Connecticut", "Del.": "Delaware", "Fla.": "Florida", "Ga.": "Georgia", "Ill.": "Illinois", "Ind.": "Indiana",
    "Kan.": "Kansas", "Ky.": "Kentucky", "La.": "Louisiana", "Md.": "Maryland", "Mass.": "Massachusetts",
    "Mich.": "Michigan", "Minn.": "Minnesota", "Miss.": "Mississippi", "Mo.": "Missouri", "Mont.": "Montana",
    "Neb.": "Nebraska", "Nev.": "Nevada", "N.H.": "New Hampshire", "N.J.": "New Jersey", "N.M.": "New Mexico",
    "N.Y.": "New York", "N.C.": "North Carolina", "N.D.": "North Dakota", "Okla.": "Oklahoma", "Ore.": "Oregon",
    "Pa.": "Pennsylvania", "R.I.": "Rhode Island", "S.C.": "South Carolina", "S.D.": "South Dakota", "Tenn.": "Tennessee",
    "Tex.": "Texas", "Vt.": "Vermont", "Va.": "Virginia", "Wash.": "Washington", "W.Va.": "West Virginia",
    "Wis.": "Wisconsin", "Wyo.": "Wyoming", "Ont.": "Ontario", "Que.": "Quebec", "B.C.": "British Columbia",
}  # fmt: skip
# As people write to each other.
CHAT: Mapping[str, str] = {
    "gr8": "great", "b4": "before", "l8r": "later", "l8": "late", "m8": "mate", "w8": "wait", "h8": "hate", "2nite": "tonight",
    "2day": "today", "2moro": "tomorrow", "str8": "straight", "pls": "please", "plz": "please", "thx": "thanks",
    "tmrw": "tomorrow", "msg": "message", "lvl": "level", "ppl": "people", "btwn": "between", "abt": "about", "mtg": "meeting", "txt": "text", "wknd": "weekend", "bday": "birthday", "hbd": "H B D", "govt": "government", "dept": "department",
    "mgmt": "management", "mkt": "market", "mgr": "manager", "imo": "I M O", "fyi": "F Y I", "gg": "G G", "imho": "I M H O", "idk": "I D K", "ikr": "I K R", "afaik": "A F A I K",
    "iirc": "I I R C", "omg": "O M G", "omw": "O M W", "rn": "R N", "pw": "password", "wkly": "weekly", "mthly": "monthly", "qtrly": "quarterly", "wk": "week", "hr": "hour", "yr": "year", "thru": "through", "im": "I'm", "lg": "large", "ttyl": "T T Y L", "eod": "E O D", "wfh": "W F H", "ofc": "of course", "bs": "B S", "jk": "J K", "np": "N P", "ty": "T Y", "tv": "T V", "aka": "A K A",
}  # fmt: skip
# What ends a sentence or can be a word on its own is an abbreviation only where its look-arounds say so.
TITLES: Mapping[str, str] = {
    "Mr.": "Mister", "Mrs.": "Missus", "Ms.": "Miz", "Prof.": "Professor", "Gen.": "General", "Sen.": "Senator",
    "Rep.": "Representative", "Gov.": "Governor", "Gens.": "Generals", "Capt.": "Captain", "Lt.": "Lieutenant", "Sgt.": "Sergeant",
    "Col.": "Colonel", "Maj.": "Major", "Cmdr.": "Commander", "Adm.": "Admiral", "Rev.": "Reverend",
    "Hon.": "Honorable", "Pres.": "President", "Mt.": "Mount", "Ft.": "Fort", "Fr.": "Father",
    "Atty.": "Attorney", "Ofc.": "Officer", "Wm.": "William", "Chas.": "Charles", "Geo.": "George", "Thos.": "Thomas", "Jas.": "James", "Robt.": "Robert", "Asst.": "Assistant", "Det.": "Detective", "Insp.": "Inspector", "Const.": "Constable", "Brig.": "Brigadier",
    "Sec.": "Secretary", "Dir.": "Director", "Ald.": "Alderman", "Cllr.": "Councillor", "Cllr": "Councillor", "Sens.": "Senators",
    "Reps.": "Representatives", "Drs.": "Doctors", "Profs.": "Professors", "Messrs.": "Messers", "Mme.": "Madame", "Mlle.": "Mademoiselle",
    "Sgt": "Sergeant", "Lt": "Lieutenant", "Capt": "Captain", "Cpl": "Corporal", "Rev": "Reverend", "Mt": "Mount", "Ft": "Fort",
    "Msgr.": "Monsignor", "Pvt.": "Private", "Cpl.": "Corporal", "Supt.": "Superintendent", "Amb.": "Ambassador",
    "Mr": "Mister", "Mrs": "Missus", "Ms": "Miz", "Dr": "Doctor", "Prof": "Professor",
}  # fmt: skip
GENERATIONS: Mapping[str, str] = {"Jr.": "Junior", "Sr.": "Senior", "Jr": "Junior"}
AFTER_NAMES: Mapping[str, str] = {
    "Inc.": "Incorporated", "Ltd.": "Limited", "Co.": "Company",
    "Corp.": "Corporation", "Bros.": "Brothers", "Ave.": "Avenue", "Blvd.": "Boulevard", "Rd.": "Road",
    "Ln.": "Lane", "Hwy.": "Highway", "Pkwy.": "Parkway", "Sq.": "Square", "Pl.": "Place",
    "Univ.": "University", "Dept.": "Department", "Ave": "Avenue", "Blvd": "Boulevard", "Rd": "Road",
}  # fmt: skip
BEFORE_NUMBERS: Mapping[str, str] = capitalised({
    "no.": "number", "nos.": "numbers", "No.": "number", "Nos.": "numbers", "№": "number",
    "pp.": "pages", "pg.": "page", "ch.": "chapter",
    "chap.": "chapter", "vol.": "volume", "vols.": "volumes",
    "fig.": "figure", "figs.": "figures",
    "sec.": "section", "Sect.": "Section", "art.": "article", "eq.": "equation",
    "tab.": "table", "ext.": "extension",
    "apt.": "apartment", "ste.": "suite", "ca.": "circa",
    "para.": "paragraph", "op.": "opus", "ver.": "version", "Rm.": "Room",
    "bldg.": "building", "ll.": "lines", "§": "section", "§§": "sections",
    "¶": "paragraph", "fn.": "footnote", "sc.": "scene",
    "approx.": "approximately",
    "Apt": "Apartment", "apt": "apartment", "Ste": "Suite", "Bldg": "Building", "Rm": "Room", "Fig": "Figure",
    "Dist.": "District", "lv.": "level", "Lv": "Level", "Lvl": "Level", "plat.": "platform",
    "mi.": "mile", "sz.": "size", "Sz": "Size", "fl.": "flourished",
    "Mk.": "Mark", "Mk": "Mark", "Trk.": "Track", "trk.": "track", "Hwy": "Highway", "Rte": "Route",
    "cat.": "category", "ep.": "episode", "lvl.": "level",
    "Bk.": "Book", "App.": "Appendix", "Div.": "Division", "Rte.": "Route", "Rt.": "Route", "Blk.": "Block", "Fl.": "Floor",
    "cl.": "clause", "Reg.": "Regulation", "Sched.": "Schedule", "qty.": "quantity",
    "wt.": "weight", "ht.": "height", "Ph.": "Phone", "Gr.": "Grade",
    "ref.": "reference", "appx.": "appendix", "rev.": "revision", "iss.": "issue", "chs.": "chapters", "secs.": "sections", "ps.": "psalm", "pt.": "part", "ex.": "example",
}) | {  # an initial ends many a sentence: "vitamin D. 10 minutes"
    "p.": "page", "P.": "Page", "c.": "circa", "col.": "column", "cols.": "columns", "¶¶": "paragraphs", "l.": "line", "b.": "born", "d.": "died", "r.": "reigned", "v.": "version", "ed.": "edition",
}  # fmt: skip
BEFORE_LETTERS: Mapping[str, str] = {
    short: BEFORE_NUMBERS[short]
    for short in ("Apt.", "Apt", "App.", "Appx.", "Bldg.", "Bldg", "Blk.", "Cat.", "Div.", "Fig.", "Figs.", "Gr.", "Pt.", "Rm.", "Sched.", "Sec.", "Sect.", "Ste.", "Vol.")
} | {"Ex.": "Exhibit", "Exh.": "Exhibit", "Terr.": "Terrace"}  # fmt: skip
CLINICAL: Mapping[str, str] = {"hx": "history", "dx": "diagnosis", "tx": "treatment", "sx": "symptoms"}
KEYS: Mapping[str, str] = {"⌘": "command", "⌥": "option", "⇧": "shift", "⌃": "control"}
BEFORE_FIRST: Mapping[str, str] = {
    short: BEFORE_NUMBERS[short]
    for short in ("Art.", "Ch.", "ch.", "Ep.", "ep.", "Chap.", "chap.", "Fig.", "Pt.", "Sc.", "Sec.", "Sect.", "Vol.", "vol.")
}  # fmt: skip
# What is an abbreviation only where the sentence goes on behind it: many are words too.
SHORTENED: Mapping[str, str] = {
    "tech.": "technical", "temp.": "temperature", "Temp.": "Temperature", "med.": "medium", "max.": "maximum", "min.": "minimum",
    "Dep.": "Departs", "Wt.": "Weight", "Ht.": "Height", "Arr.": "Arrives", "Dist.": "Distance", "Freq.": "Frequency", "Exp.": "Expires", "Std.": "Standard",
    "Pop.": "Population", "Prev.": "Previous", "Diam.": "Diameter", "Equiv.": "Equivalent", "Max.": "Maximum", "Min.": "Minimum", "Avg.": "Average",
    "abbr.": "abbreviation", "addl.": "additional", "addn.": "addition", "alt.": "alternative", "anon.": "anonymous", "arr.": "arrives",
    "bal.": "balance", "cert.": "certificate", "conf.": "conference", "ctr.": "center", "ctrs.": "centers", "deg.": "degrees",
    "dep.": "departs", "diam.": "diameter", "dia.": "diameter", "diff.": "difference", "disc.": "discount", "dist.": "distance", "edn.": "edition",
    "eds.": "editors", "equiv.": "equivalent", "esp.": "especially", "exc.": "except", "exp.": "expires", "freq.": "frequency",
    "fwd.": "forward", "grad.": "graduate", "hosp.": "hospital", "ins.": "insurance", "inst.": "institute", "intro.": "introduction",
    "jct.": "junction", "maint.": "maintenance", "mkt.": "market", "mkts.": "markets", "mtn.": "mountain", "mtns.": "mountains", "mts.": "mountains",
    "neg.": "negative", "obs.": "observations", "opp.": "opposite", "opt.": "optional", "org.": "organization", "pat.": "patent", "pct.": "percent",
    "pd.": "paid", "perm.": "permanent", "pop.": "population", "pos.": "position", "poss.": "possibly", "pref.": "preferably", "prelim.": "preliminary",
    "prev.": "previous", "proj.": "project", "pub.": "published", "qtr.": "quarter", "qtrs.": "quarters", "rec.": "recommended", "reg.": "regular",
    "resp.": "respectively", "ret.": "retired", "rev.": "revised", "sched.": "scheduled", "specs.": "specifications", "std.": "standard",
    "suppl.": "supplement", "trans.": "translated", "transl.": "translated", "univ.": "university", "usu.": "usually", "yr.": "year",
    "wk.": "week", "mo.": "month", "hr.": "hour", "hwys.": "highways", "lbs.": "pounds", "auth.": "authorized", "comm.": "committee", "cond.": "condition",
    "corp.": "corporation", "del.": "delivery", "dir.": "director", "ed.": "edited", "eng.": "engineering", "gen.": "general", "ind.": "industrial",
    "jr.": "junior", "sr.": "senior", "lib.": "library", "mng.": "managing", "nec.": "necessary", "occ.": "occasionally", "oz.": "ounces",
    "para.": "paragraph", "rep.": "representative", "sci.": "science", "soc.": "society", "stat.": "statistics", "subj.": "subject", "svc.": "service",
    "svcs.": "services", "terr.": "territory", "var.": "variety", "vert.": "vertical", "horiz.": "horizontal",
}  # fmt: skip
PHRASES: Mapping[str, str] = capitalised({
    "Pub. L.": "Public Law",  "m.p.h.": "miles per hour", "m.p.g.": "miles per gallon", "k.p.h.": "kilometres per hour", "r.p.m.": "RPM", "lg.": "large", "sm.": "small", "hwy": "highway", "hwy.": "highway", "stn.": "station",
    "Y/Y": "year over year", "Q/Q": "quarter over quarter", "M/M": "month over month", "HbA1c": "H B A one C",
    "subsec.": "subsection", "subsecs.": "subsections", "acct": "account", "SpO2": "S P O two",
    "b/w": "between", "f/u": "follow-up", "c/o": "care of", "h/o": "history of", "s/p": "status post", "Esq.": "Esquire", "mvt.": "movement",
    "hr.": "hour", "yr.": "year", "wk.": "week",
    "Qty": "quantity", "qty": "quantity", "Amt": "amount", "amt": "amount",
    "vs.": "versus", "vs": "versus", "e.g.": "for example", "eg.": "for example",
    "i.e.": "that is", "ie.": "that is", "etc.": "et cetera",
    "cf.": "compare", "viz.": "namely", "approx.": "approximately",
    "dept.": "department", "govt.": "government", "est.": "estimated", "Est.": "Established",
    "incl.": "including", "excl.": "excluding", "avg.": "average", "avg": "average", "avail.": "available",
    "misc.": "miscellaneous", "tel.": "telephone",
    "Ph.D.": "P H D", "PhD": "P H D", "PhDs": "P H Ds", "pH": "P H", "a.k.a.": "AKA", "w/": "with ", "w/o": "without", "w/in": "within", "anniv.": "anniversary", "W/": "With ", "ltd.": "limited", "elev.": "elevation", "b/c": "because", "Assn.": "Association",
    "intl.": "international", "Sept.": "September", "Tues.": "Tuesday",
    "Weds.": "Wednesday", "Thurs.": "Thursday", "mgr.": "manager", "asst.": "assistant", "orig.": "originally",
    "Jan.": "January", "Feb.": "February", "Apr.": "April", "Aug.": "August", "Sep.": "September",
    "Oct.": "October", "Nov.": "November", "Dec.": "December", "hrs.": "hours", "yrs.": "years", "lbs.": "pounds",
    "a.m.": "a m", "p.m.": "p m", "ASAP": "ASAP", "YoY": "year over year", "QoQ": "quarter over quarter", "MoM": "month over month", "y/y": "year over year",
    "q/q": "quarter over quarter", "m/m": "month over month", "YTD": "year to date", "ea.": "each", "doz.": "dozen",
    "pkg.": "package", "pkgs.": "packages", "acct.": "account", "appt.": "appointment", "attn.": "attention", "attn": "attention", "Attn": "Attention",
    "amt.": "amount", "assoc.": "associate", "cont.": "continued", "cont'd": "continued", "encl.": "enclosed",
    "mfg.": "manufacturing", "mtg.": "meeting", "nat'l": "national", "int'l": "international", "natl.": "national",
    "prob.": "probably", "atty.": "attorney", "attys.": "attorneys", "recd.": "received", "rec'd": "received", "%ile": "percentile", "%iles": "percentiles", "req.": "required", "conc.": "concessions", "bldg.": "building",
    "blvd.": "boulevard", "ave.": "avenue", "Ter.": "Terrace", "Cir.": "Circle", "Twp.": "Township", "Cty.": "County",
    "Rx": "RX", "&c.": "et cetera", "ibid.": "ibid",
}) | {"al.": "al"}  # fmt: skip
# Acronyms that are said as words; the others keep their capitals, which the models spell.
WORDS = (
    "ACER|ACME|AIDS|ASUS|AWOL|BOSE|DELL|APAC|EMEA|IKEA|LEGO|NIKE|OPPO|SONY|TESLA|VISA|ASCII|ASEAN|BAFTA|BIOS|BRICS|CAPTCHA|CERN|COVID|DARPA|EBITDA|FAFSA|FEMA|FIFA|FOMO|GIF|HIPAA|JPEG|JSON|LAN|LIBOR|MERS|NORAD|RAID|WAN|YAML|LASER|MIDI|NAFTA|NASA|"
    "NASCAR|NASDAQ|NATO|NAVY|NIMBY|OPEC|OSHA|PIN|POTUS|RADAR|RAM|ROM|SARS|SCOTUS|SCUBA|SIM|SONAR|SWAT|TASER|TED|UEFA|"
    "UNESCO|UNICEF|WASP|YOLO|ZIP"
)
# Kings, queens and popes, whose numerals are ordinals.
REGNAL = (
    "Albert|Alexander|Alfonso|Alphonse|Anne|Benedict|Boniface|Carlos|Catherine|Charles|Christian|Clement|Constantine|"
    "Edward|Elizabeth|Felipe|Ferdinand|Francis|Franz|Frederick|Friedrich|George|Gregory|Gustav|Haakon|Harald|Henry|"
    "Innocent|Isabella|Ivan|James|Joan|John|Joseph|Juan|Julius|Leo|Leopold|Louis|Ludwig|Malcolm|Margaret|Maria|Mary|"
    "Maximilian|Mehmed|Michael|Murad|Napoleon|Nicholas|Olaf|Otto|Paul|Pedro|Peter|Philip|Pius|Ptolemy|Ramesses|Ramses|"
    "Richard|Robert|Rudolf|Sixtus|Stephen|Thutmose|Umberto|Urban|Victor|Victoria|Wilhelm|William|Emmanuel|Xerxes|Darius"
)
NUMBERED = (
    "Act|Annex|Appendix|Article|Book|Bowl|Canto|Category|Chapter|Class|Division|Episode|Exhibit|Figure|Final Fantasy|"
    "Grade|Group|Level|Mark|Olympiad|Part|Phase|Rocky|Scene|Section|Season|Series|Stage|Step|Symphony|Table|Tier|Title|"
    "Type|Unit|Vatican|Version|Volume|War|World War|Apollo|Saturn|Ep\\.|Vol\\.|Ch\\.|Pt\\.|Bk\\.|Sec\\.|Art\\.|No\\.|Fig\\.|Mk\\.|Mk|Movement|Mvt\\."
)
SCRIPTURE: Mapping[str, str] = {
    **{
        name: name
        for name in (
            "Genesis", "Exodus", "Leviticus", "Numbers", "Deuteronomy", "Joshua", "Judges", "Ruth", "Samuel", "Kings",
            "Chronicles", "Ezra", "Job", "Psalm", "Psalms", "Proverbs", "Isaiah", "Jeremiah", "Ezekiel", "Daniel",
            "Hosea", "Joel", "Amos", "Micah", "Matthew", "Mark", "Luke", "John", "Acts", "Romans", "Corinthians",
            "Galatians", "Ephesians", "Philippians", "Colossians", "Timothy", "Titus", "Hebrews", "James", "Peter",
            "Jude", "Revelation", "Surah", "Sura", "Quran", "Qur'an", "Koran",
        )
    },
    "Gen": "Genesis", "Ex": "Exodus", "Deut": "Deuteronomy", "Ps": "Psalm", "Prov": "Proverbs", "Isa": "Isaiah",
    "Jer": "Jeremiah", "Matt": "Matthew", "Mt": "Matthew", "Rom": "Romans", "Cor": "Corinthians", "Gal": "Galatians",
    "Eph": "Ephesians", "Phil": "Philippians", "Heb": "Hebrews", "Lk": "Luke", "Mk": "Mark", "Jn": "John", "Tim": "Timothy", "Thess": "Thessalonians", "Pet": "Peter", "Sam": "Samuel", "Lev": "Leviticus",
    "Num": "Numbers", "Josh": "Joshua", "Eccl": "Ecclesiastes", "Ezek": "Ezekiel", "Dan": "Daniel", "Mic": "Micah", "Zech": "Zechariah", "Mal": "Malachi", "Col": "Colossians", "Rev": "Revelation",
}  # fmt: skip
GREEK: Mapping[str, str] = {
    letter: name
    for letters, name in (
        ("αΑ", "alpha"), ("βΒ", "beta"), ("γΓ", "gamma"), ("δΔ", "delta"), ("εΕ", "epsilon"), ("ζΖ", "zeta"), ("ηΗ", "eta"), ("ι", "iota"), ("κΚ", "kappa"), ("νΝ", "nu"), ("ξΞ", "xi"), ("υ", "upsilon"), ("θΘ", "theta"),
        ("λΛ", "lambda"), ("μ", "mu"), ("πΠ", "pi"), ("ρ", "rho"), ("σΣς", "sigma"), ("τ", "tau"), ("φΦ", "phi"),
        ("χ", "chi"), ("ψΨ", "psi"), ("ωΩ", "omega"),
    )
    for letter in letters
}  # fmt: skip
POSTAL_STATES: Mapping[str, str] = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado", "CT": "Connecticut", "DC": "D C", "DE": "Delaware",
    "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana",
    "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska",
    "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio",
    "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas",
    "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin", "WY": "Wyoming",
}  # fmt: skip
STATES = "[ACDFGHIKLMNOPRSTUVW][ACDEHIJKLMNORSTVXYZ] "  # as postal services write them
