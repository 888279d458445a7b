"""English words for signs, units, currencies and names. Data only."""

# ruff: noqa: E501, RUF001 - a row of the table is one kind; signs look like letters

from collections.abc import Mapping

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
    "∞": "infinity", "∑": "the sum of", "∏": "the product of", "∫": "the integral of", "∂": "partial", "∇": "nabla", "∛": "the cube root of", "∀": "for all", "∃": "there exists",
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
# Currencies by letters and signs that stand for nothing else in front of a number: what many of it are called.
LOCAL_CURRENCIES: Mapping[str, str] = {
    "RM": "ringgit", "KSh": "shillings", "Ksh": "shillings", "Ksh.": "shillings", "KES": "Kenyan shillings", "UGX": "Ugandan shillings", "NGN": "naira", "GHS": "cedis",
    "Rp": "rupiah", "Tk": "taka", "J$": "Jamaican dollars", "TT$": "Trinidad dollars", "Mex$": "Mexican pesos", "MX$": "Mexican pesos", "S/": "soles", "GH₵": "cedis", "Php": "pesos", "PHP": "Philippine pesos", "THB": "baht", "IDR": "rupiah", "MYR": "ringgit",
    "₦": "naira", "₱": "pesos", "₺": "lira", "฿": "baht", "₫": "dong", "₴": "hryvnias", "₪": "shekels", "₵": "cedis", "₸": "tenge", "₾": "lari",
}  # fmt: skip
# The same behind a number.
LOCAL_BEHIND: Mapping[str, str] = {
    "kr": "kroner", "kr.": "kroner", "Kč": "koruna", "zł": "zloty", "Ft": "forints", "lei": "lei", "baht": "baht", "₽": "roubles", "₴": "hryvnias", "₫": "dong", "₪": "shekels", "₺": "lira",
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
    "atm": ("atmosphere", "atmospheres"), "kt": ("knot", "knots"), "kts": ("knot", "knots"), "rpm": ("RPM", "RPM"), "gsm": ("GSM", "GSM"), "pp": ("page", "pages"), "dpi": ("DPI", "DPI"), "Tbsp": ("tablespoon", "tablespoons"), "Tsp": ("teaspoon", "teaspoons"), "Nm": ("newton metre", "newton metres"),
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
# What "can" stands in front of where it is no tin: "20 g can kill".
_BEFORE_A_VERB = (
    "actually|add|affect|also|always|be|become|bring|burn|cause|change|come|contain|cost|cover|cut|damage|destroy|do|easily|even|feed|feel|fill|fit|get|give|go|handle|harm|have|help|hold|hurt|"
    "improve|increase|just|keep|kill|last|lead|lower|make|matter|mean|move|never|not|now|often|only|power|prevent|produce|provide|quickly|raise|reach|really|reduce|replace|result|ruin|run|save|seem|serve|"
    "slow|sometimes|still|store|support|take|then|travel|treat|trigger|turn|weigh|withstand|work"
)
HOLDERS = (
    rf"adapters?|bags?|balls?|barrels?|blocks?|batter(?:y|ies)|bottles?|box(?:es)?|bulbs?|cables?|cans|can(?! (?:{_BEFORE_A_VERB})\b)|capsules?|cards?|cartons?|chargers?|"
    "containers?|cups?|discs?|disks?|displays?|doses?|drives?|engines?|files?|fuses?|hikes?|jars?|jugs?|kegs?|lens(?:es)?|limits?|"
    "monitors?|motors?|packs?|packets?|pouch(?:es)?|punnets?|panels?|pills?|pipes?|plates?|poles?|pools?|pots?|races?|radius|ropes?|rolls?|screens?|"
    "sachets?|screws?|sheets?|shifts?|sprints?|sticks?|suppl(?:y|ies)|tablets?|tanks?|tins?|tubes?|tubs?|walks?|zones?"
)
KEYS: Mapping[str, str] = {"⌘": "command", "⌥": "option", "⇧": "shift", "⌃": "control"}
# Acronyms that are said as words; the others keep their capitals, which the models spell.
WORDS = (
    "GORE-TEX|OEKO-TEX|ALDI|ASDA|AUDI|EBAY|ETSY|FIAT|FILA|HULU|LIDL|LYFT|MUJI|PUMA|ROKU|TATA|UBER|ZARA|JAXA|ACER|ACME|AIDS|ASUS|AWOL|BOSE|DELL|APAC|EMEA|IKEA|LEGO|NIKE|OPPO|SONY|TESLA|VISA|ASCII|ASEAN|BAFTA|BIOS|BRICS|CAPTCHA|CERN|COVID|DARPA|EBITDA|FAFSA|FEMA|FIFA|FOMO|GIF|HIPAA|JPEG|JSON|LAN|LIBOR|MERS|NORAD|RAID|WAN|YAML|LASER|MIDI|NAFTA|NASA|"
    "NASCAR|NASDAQ|NATO|NAVY|NIMBY|OPEC|OSHA|PIN|POTUS|RADAR|RAM|PAN(?= [Cc]ard)|ROM|SARS|SCOTUS|SCUBA|SIM|SONAR|SWAT|TASER|TED|UEFA|"
    "ACAS|ASBO|BUPA|DOS|FICA|GAAP|GUI|LEED|MRSA|NICU|NOAA|PETA|RICO|SAAS|STEM|SWOT|TEFL|UCAS|UNESCO|UNICEF|WASP|YOLO|ZIP"
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
    "Act|Sc\\.|Annex|Appendix|Article|Book|Bowl|Canto|Category|Chapter|Class|Division|Episode|Exhibit|Figure|Final Fantasy|"
    "Grade|Group|Level|Mark|Olympiad|Part|Phase|Rocky|Scene|Section|Season|Series|Stage|Step|Symphony|Table|Tier|Title|"
    "Type|Unit|Vatican|Version|Volume|War|World War|Apollo|Saturn|Hob\\.|Ep\\.|Vol\\.|Ch\\.|Pt\\.|Bk\\.|Sec\\.|Art\\.|No\\.|Fig\\.|Mk\\.|Mk|Movement|Mvt\\."
)
# In front of these an X is a letter: "room X".
NUMBERED_TOO = (
    "Amendment|Army|Axiom|Clause|Concerto|Corps|Crusade|Disc|Dynasty|Elegy|Exam|Factor|Fragment|Fugue|Gallery|Game|Hall|Heat|Hymn|Lap|Law|Lecture|Leg|"
    "Lemma|Lesson|Meditation|Module|Nerve|Nocturne|Ode|Paper|Plate|Prelude|Proposition|Psalm|Quartet|Question|Race|Region|Rhapsody|Room|Round|Rule|"
    "Schedule|Scherzo|Sector|Side|Sonata|Sonnet|Stanza|Suite|Tablet|Theorem|Track|Trial|Variation|Verse|Ward|Wave|Zone"
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
    "Num": "Numbers", "Josh": "Joshua", "Eccl": "Ecclesiastes", "Ezek": "Ezekiel", "Dan": "Daniel", "Mic": "Micah", "Zech": "Zechariah", "Kgs": "Kings", "Chr": "Chronicles", "Neh": "Nehemiah", "Lam": "Lamentations", "Zeph": "Zephaniah", "Hag": "Haggai", "Jas": "James", "Mal": "Malachi", "Col": "Colossians", "Rev": "Revelation",
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
