"""How languages say what goes with numbers: decimal points, symbols, currencies, units. Data only.

A language that is missing from a table gets no word for it: the sign is left out, never read in English.
"""

# ruff: noqa: RUF001, E501 - other scripts look ambiguous next to Latin letters; a table row is one language

from collections.abc import Mapping

# Digits stand in groups of three: between groups one of the first, before the decimals the second.
GROUPING: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(
        ("de", "es", "it", "nl", "id", "tr", "da", "el", "hr", "sl", "ro", "pt", "gl", "eu", "vi"), (".", ",")
    ),
    **dict.fromkeys(
        ("fr", "ru", "uk", "pl", "cs", "sk", "hu", "fi", "sv", "no", "nn", "lv", "ka", "ca"), (" ", ",")
    ),
}
POINT_GROUPING = (",", ".")  # English, Chinese, Japanese, Korean, Hebrew, Hindi, Thai and the rest

# Languages that num2words (0.5.14) calls something else. Portuguese is Brazil's: most speakers' own.
NUM2WORDS_NAMES: Mapping[str, str] = {"nn": "no", "nb": "no", "hr": "sr", "kk": "kz", "pt": "pt_BR"}
# Decimals are read digit by digit after this word; other languages leave it to num2words.
POINT: Mapping[str, str] = {
    "en": "point", "de": "Komma", "fr": "virgule", "es": "coma", "it": "virgola", "pt": "vírgula", "nl": "komma",
    "sv": "komma", "da": "komma", "no": "komma", "fi": "pilkku", "id": "koma", "ca": "coma", "ro": "virgulă",
    "zh": "点", "ja": "点", "ko": "점", "el": "κόμμα", "hi": "दशमलव", "eu": "koma", "gl": "coma",
}  # fmt: skip
POINT_AS_WRITTEN = frozenset({"es"})  # half of America writes "6.8" and says "seis punto ocho"
DECIMALS_AS_ONE: Mapping[str, int] = {"es": 2, "fr": 3, "it": 2}  # so many at most: "virgule soixante-quinze"
# For languages without number words in num2words: digits one by one.
DIGITS: Mapping[str, tuple[str, ...]] = {
    "el": ("μηδέν", "ένα", "δύο", "τρία", "τέσσερα", "πέντε", "έξι", "επτά", "οκτώ", "εννέα"),
    "eu": ("zero", "bat", "bi", "hiru", "lau", "bost", "sei", "zazpi", "zortzi", "bederatzi"),
    "gl": ("cero", "un", "dous", "tres", "catro", "cinco", "seis", "sete", "oito", "nove"),
    "hi": ("शून्य", "एक", "दो", "तीन", "चार", "पाँच", "छह", "सात", "आठ", "नौ"),
    "ka": ("ნული", "ერთი", "ორი", "სამი", "ოთხი", "ხუთი", "ექვსი", "შვიდი", "რვა", "ცხრა"),
    "ml": ("പൂജ്യം", "ഒന്ന്", "രണ്ട്", "മൂന്ന്", "നാല്", "അഞ്ച്", "ആറ്", "ഏഴ്", "എട്ട്", "ഒമ്പത്"),
    "tl": ("sero", "isa", "dalawa", "tatlo", "apat", "lima", "anim", "pito", "walo", "siyam"),
    "ur": ("صفر", "ایک", "دو", "تین", "چار", "پانچ", "چھ", "سات", "آٹھ", "نو"),
    "zh": ("零", "一", "二", "三", "四", "五", "六", "七", "八", "九"),
}
# Languages that read 1999 as nineteen (hundred) ninety-nine, and where num2words does so too.
YEARS = frozenset({"en", "de", "nl", "da", "no", "nn"})

# Signs that are spoken. The minus comes before a number, "to" between two.
SIGNS: Mapping[str, Mapping[str, str]] = {
    "en": {"&": "and", "+": "plus", "=": "equals", "@": "at", "%": "percent", "°": "degrees", "‰": "per mille",
           "#": "number", "-": "minus", "–": "to", "×": "times", "÷": "divided by", ".": "dot", ":": "to",
           "/": "slash", "<": "less than", ">": "greater than", "§": "section", "²": "squared", "³": "cubed",
           "±": "plus or minus", "≈": "about", "≤": "at most", "≥": "at least"},
    "de": {"&": "und", "+": "plus", "=": "gleich", "@": "at", "%": "Prozent", "°": "Grad", "‰": "Promille",
           "#": "Nummer", "-": "minus", "–": "bis", "×": "mal", "^": "hoch", "÷": "durch", ".": "Punkt", ":": "zu",
           "±": "plus minus", "≈": "ungefähr", "≤": "höchstens", "≥": "mindestens",
           "§": "Paragraf", "²": "Quadrat", "³": "Kubik"},
    "fr": {"&": "et", "+": "plus", "=": "égale", "@": "arobase", "%": "pour cent", "°": "degrés", "‰": "pour mille",
           "±": "plus ou moins", "≈": "environ", "≤": "au plus", "≥": "au moins",
           "#": "numéro", "-": "moins", "–": "à", "×": "fois", "^": "puissance", "÷": "divisé par", ".": "point", "²": "carré"},
    "es": {"&": "y", "+": "más", "=": "igual a", "@": "arroba", "%": "por ciento", "°": "grados", "‰": "por mil",
           "±": "más menos", "≈": "aproximadamente", "≤": "como máximo", "≥": "como mínimo",
           "#": "número", "-": "menos", "–": "a", "×": "por", "^": "elevado a", "÷": "entre", ".": "punto"},
    "it": {"&": "e", "+": "più", "=": "uguale", "@": "chiocciola", "%": "per cento", "°": "gradi",
           "±": "più o meno", "≈": "circa", "≤": "al massimo", "≥": "almeno",
           "#": "numero", "-": "meno", "–": "a", "×": "per", "^": "alla", "÷": "diviso", ".": "punto"},
    "pt": {"&": "e", "+": "mais", "=": "igual a", "@": "arroba", "%": "por cento", "°": "graus",
           "±": "mais ou menos", "≈": "aproximadamente", "≤": "no máximo", "≥": "no mínimo",
           "#": "número", "-": "menos", "–": "a", "×": "vezes", "^": "elevado a", "÷": "dividido por", ".": "ponto"},
    "nl": {"&": "en", "+": "plus", "=": "is", "@": "at", "±": "plusminus", "≈": "ongeveer", "≤": "hoogstens", "≥": "minstens",
           "%": "procent", "°": "graden", "#": "nummer",
           "-": "min", "–": "tot", "×": "keer", "^": "tot de macht", "÷": "gedeeld door", ".": "punt"},
    "pl": {"&": "i", "+": "plus", "=": "równa się", "@": "małpa", "%": "procent", "°": "stopni", "#": "numer",
           "-": "minus", "–": "do", "×": "razy", ".": "kropka"},
    "ru": {"&": "и", "+": "плюс", "=": "равно", "@": "собака", "%": "процентов", "°": "градусов", "#": "номер",
           "-": "минус", "×": "умножить на", ".": "точка"},
    "uk": {"&": "і", "+": "плюс", "=": "дорівнює", "@": "равлик", "%": "відсотків", "°": "градусів", "#": "номер",
           "-": "мінус", ".": "крапка"},
    "cs": {"&": "a", "+": "plus", "=": "rovná se", "@": "zavináč", "%": "procent", "°": "stupňů", "-": "minus",
           "–": "až", "×": "krát", ".": "tečka"},
    "sk": {"&": "a", "+": "plus", "=": "rovná sa", "@": "zavináč", "%": "percent", "°": "stupňov", "-": "mínus"},
    "sv": {"&": "och", "+": "plus", "=": "lika med", "@": "snabel-a", "%": "procent", "°": "grader",
           "-": "minus", "–": "till", ".": "punkt"},
    "da": {"&": "og", "+": "plus", "=": "lig med", "@": "snabel-a", "%": "procent", "°": "grader", "-": "minus",
           "–": "til", ".": "punktum"},
    "no": {"&": "og", "+": "pluss", "=": "er lik", "@": "krøllalfa", "%": "prosent", "°": "grader",
           "-": "minus", "–": "til", ".": "punktum"},
    "fi": {"&": "ja", "+": "plus", "=": "on yhtä kuin", "@": "ät", "%": "prosenttia", "°": "astetta",
           "-": "miinus", ".": "piste"},
    "hu": {"&": "és", "+": "plusz", "=": "egyenlő", "@": "kukac", "%": "százalék", "°": "fok", "-": "mínusz",
           ".": "pont"},
    "tr": {"&": "ve", "+": "artı", "=": "eşittir", "%": "yüzde", "°": "derece", "-": "eksi", ".": "nokta"},
    "ro": {"&": "și", "+": "plus", "=": "egal", "%": "la sută", "°": "grade", "-": "minus", ".": "punct"},
    "ca": {"&": "i", "+": "més", "=": "igual a", "@": "arrova", "%": "per cent", "°": "graus", "-": "menys"},
    "id": {"&": "dan", "+": "tambah", "=": "sama dengan", "%": "persen", "°": "derajat", "-": "minus"},
    "vi": {"&": "và", "+": "cộng", "=": "bằng", "%": "phần trăm", "°": "độ", "-": "âm"},
    "el": {"&": "και", "+": "συν", "=": "ίσον", "%": "τοις εκατό", "°": "βαθμοί", "-": "μείον"},
    "zh": {"&": "和", "+": "加", "=": "等于", "%": "百分之", "°": "度", "-": "负", "–": "到", "×": "乘"},
    "ja": {"&": "アンド", "+": "プラス", "=": "イコール", "%": "パーセント", "°": "度", "-": "マイナス", "–": "から"},
    "ko": {"&": "앤드", "+": "더하기", "=": "는", "%": "퍼센트", "°": "도", "-": "마이너스"},
    "ar": {"&": "و", "+": "زائد", "=": "يساوي", "%": "بالمئة", "°": "درجة", "-": "ناقص"},
    "fa": {"&": "و", "+": "به اضافه", "=": "مساوی", "%": "درصد", "°": "درجه", "-": "منفی"},
    "he": {"&": "ו", "+": "ועוד", "=": "שווה", "%": "אחוז", "°": "מעלות", "-": "מינוס"},
    "hi": {"&": "और", "+": "जमा", "=": "बराबर", "%": "प्रतिशत", "°": "डिग्री", "-": "ऋण"},
}  # fmt: skip
# Signs that are said wherever they stand; Greek letters have nearly the same names everywhere.
GREEK: dict[str, str] = {
    "α": "alfa", "β": "beta", "γ": "gamma", "δ": "delta", "Δ": "delta", "ε": "epsilon", "θ": "theta", "λ": "lambda", "μ": "mu", "π": "pi", "ρ": "rho",
    "σ": "sigma", "Σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Ω": "omega", "∇": "nabla",
}  # fmt: skip
SYMBOLS: Mapping[str, Mapping[str, str]] = {
    "de": GREEK | {"∈": "Element von", "∀": "für alle", "∃": "es gibt", "⇒": "daraus folgt", "⇔": "genau dann, wenn", "∑": "Summe über", "∏": "Produkt über", "∫": "Integral über", "∪": "vereinigt mit", "∩": "geschnitten mit", "⊂": "Teilmenge von", "∂": "d", "α": "Alpha", "φ": "Phi", "μ": "Mü", "√": "Wurzel aus", "∞": "unendlich", "→": "Pfeil"},
    "fr": GREEK | {"∈": "appartient à", "∀": "pour tout", "∃": "il existe", "⇒": "implique", "⇔": "équivaut à", "∑": "somme de", "∏": "produit de", "∫": "intégrale de", "∪": "union", "∩": "inter", "⊂": "inclus dans", "∂": "d rond", "α": "alpha", "β": "bêta", "θ": "thêta", "√": "racine de", "∞": "infini"},
    "es": GREEK | {"∀": "para todo", "∃": "existe", "∏": "producto de", "∪": "unión", "∩": "intersección", "⊂": "incluido en", "φ": "fi", "θ": "zeta", "ρ": "ro", "⇒": "implica", "⇔": "equivale a", "∈": "pertenece a", "∑": "suma de", "∫": "integral de", "√": "raíz de", "∞": "infinito"},
    "it": GREEK | {"∈": "appartiene a", "∀": "per ogni", "∃": "esiste", "⇒": "implica", "⇔": "equivale a", "∑": "somma di", "∏": "prodotto di", "∫": "integrale di", "∪": "unione", "∩": "intersezione", "⊂": "incluso in", "φ": "fi", "θ": "teta", "ρ": "ro", "√": "radice di", "∞": "infinito"},
    "pt": GREEK | {"∈": "pertence a", "∀": "para todo", "∃": "existe", "⇒": "implica", "⇔": "equivale a", "∑": "soma de", "∏": "produto de", "∫": "integral de", "∪": "união", "∩": "interseção", "⊂": "contido em", "φ": "fi", "θ": "teta", "ρ": "rô", "♩": "semínima", "♪": "colcheia", "♭": "bemol", "♯": "sustenido", "√": "raiz de", "∞": "infinito"},
    "nl": GREEK | {"∈": "is element van", "∀": "voor alle", "∃": "er bestaat", "⇒": "daaruit volgt", "⇔": "dan en slechts dan als", "∑": "som van", "∏": "product van", "∫": "integraal van", "∪": "verenigd met", "∩": "doorsnede", "⊂": "deelverzameling van", "φ": "fi", "√": "wortel", "∞": "oneindig"},
}  # fmt: skip
COMPASS: Mapping[str, Mapping[str, str]] = {
    "de": {"N": "Nord", "S": "Süd", "O": "Ost", "E": "Ost", "W": "West"}, "fr": {"N": "nord", "S": "sud", "E": "est", "O": "ouest", "W": "ouest"},
    "es": {"N": "norte", "S": "sur", "E": "este", "O": "oeste", "W": "oeste"}, "it": {"N": "nord", "S": "sud", "E": "est", "O": "ovest", "W": "ovest"},
    "pt": {"N": "norte", "S": "sul", "E": "leste", "L": "leste", "O": "oeste", "W": "oeste"},
    "nl": {"N": "noord", "S": "zuid", "Z": "zuid", "O": "oost", "E": "oost", "W": "west"},
}  # fmt: skip
CELSIUS: Mapping[str, str] = {"zh": "摄氏度", "ja": "度", "ko": "도"}  # where "°C" is one word
PERCENT_FIRST = frozenset({"zh", "tr"})  # "yüzde elli", "百分之五十"

CURRENCY_CODES: Mapping[str, str] = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₽": "RUB", "₩": "KRW",
}  # fmt: skip
# In addition to what num2words declines itself. English names are whole: one, many, one hundredth, many hundredths.
CURRENCY_NAMES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "en": {"$": ("dollar", "dollars", "cent", "cents"), "€": ("euro", "euros", "cent", "cents"),
           "£": ("pound", "pounds", "penny", "pence"), "¥": ("yen", "yen"), "₹": ("rupee", "rupees", "paisa", "paise"),
           "₽": ("rouble", "roubles", "kopek", "kopeks"), "₩": ("won", "won")},
    "de": {"$": ("Dollar", "Dollar", "Cent", "Cent"), "€": ("Euro", "Euro", "Cent", "Cent"),
           "£": ("Pfund", "Pfund", "Pence", "Pence"), "¥": ("Yen", "Yen")},
    "sv": {"$": ("dollar", "dollar"), "€": ("euro", "euro"), "£": ("pund", "pund")},
    "da": {"$": ("dollar", "dollar"), "€": ("euro", "euro"), "£": ("pund", "pund")},
    "no": {"$": ("dollar", "dollar"), "€": ("euro", "euro"), "£": ("pund", "pund")},
    "tr": {"$": ("dolar", "dolar"), "€": ("avro", "avro"), "£": ("sterlin", "sterlin")},
    "id": {"$": ("dolar", "dolar"), "€": ("euro", "euro")},
    "vi": {"$": ("đô la", "đô la"), "€": ("euro", "euro")},
    "zh": {"$": ("美元", "美元"), "€": ("欧元", "欧元"), "£": ("英镑", "英镑"), "¥": ("元", "元")},
    "ja": {"$": ("ドル", "ドル"), "€": ("ユーロ", "ユーロ"), "£": ("ポンド", "ポンド"), "¥": ("円", "円")},
    "ko": {"$": ("달러", "달러"), "€": ("유로", "유로"), "₩": ("원", "원")},
    "ar": {"$": ("دولار", "دولار"), "€": ("يورو", "يورو")},
    "fa": {"$": ("دلار", "دلار"), "€": ("یورو", "یورو")},
    "hi": {"$": ("डॉलर", "डॉलर"), "€": ("यूरो", "यूरो"), "₹": ("रुपया", "रुपये")},
    "el": {"$": ("δολάριο", "δολάρια"), "€": ("ευρώ", "ευρώ")},
}  # fmt: skip
# Said between the amount and its unit: "$5 million" is five million dollars.
SCALES: Mapping[str, frozenset[str]] = {
    "en": frozenset({"hundred", "thousand", "million", "billion", "trillion"}),
    "de": frozenset({"tausend", "million", "millionen", "milliarde", "milliarden", "billionen"}),
    "fr": frozenset({"million", "millions", "milliard", "milliards"}),
    "es": frozenset({"mil", "millón", "millones", "billones"}),
    "it": frozenset({"mila", "milione", "milioni", "miliardo", "miliardi"}),
    "pt": frozenset({"mil", "milhão", "milhões", "bilhão", "bilhões"}),
}
SCALE_LETTERS: Mapping[str, str] = {
    "k": "thousand",
    "K": "thousand",
    "m": "million",
    "M": "million",
    "bn": "billion",
    "B": "billion",
    "b": "billion",
    "tn": "trillion",
    "T": "trillion",
}  # fmt: skip - English only
# After a number, English: one, many.
UNITS: Mapping[str, tuple[str, str]] = {
    "kg": ("kilogram", "kilograms"), "g": ("gram", "grams"), "mg": ("milligram", "milligrams"),
    "km": ("kilometre", "kilometres"), "m": ("metre", "metres"), "cm": ("centimetre", "centimetres"),
    "mm": ("millimetre", "millimetres"), "l": ("litre", "litres"), "ml": ("millilitre", "millilitres"),
    "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"), "ft": ("foot", "feet"),
    "mph": ("mile per hour", "miles per hour"), "km/h": ("kilometre per hour", "kilometres per hour"),
    "m/s": ("metre per second", "metres per second"), "s": ("second", "seconds"), "ms": ("millisecond", "milliseconds"),
    "min": ("minute", "minutes"), "h": ("hour", "hours"), "Hz": ("hertz", "hertz"), "kHz": ("kilohertz", "kilohertz"),
    "MHz": ("megahertz", "megahertz"), "GHz": ("gigahertz", "gigahertz"), "KB": ("kilobyte", "kilobytes"),
    "kB": ("kilobyte", "kilobytes"), "MB": ("megabyte", "megabytes"), "GB": ("gigabyte", "gigabytes"),
    "TB": ("terabyte", "terabytes"), "W": ("watt", "watts"), "kW": ("kilowatt", "kilowatts"), "V": ("volt", "volts"),
    "°C": ("degree Celsius", "degrees Celsius"), "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "°": ("degree", "degrees"),
}  # fmt: skip
HOUR_WORD: Mapping[str, str] = {
    "de": "Uhr", "fr": "heures", "nl": "uur", "da": "", "zh": "点", "ja": "時", "ko": "시",
}  # fmt: skip
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

# Short words that people write in capitals to stress them, and that are no acronyms.
OFTEN_SHOUTED: Mapping[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "ALL ALSO AND ANY ARE AWAY BACK BAD BE BEST BIG BOTH BUT BUY BY BYE CALL CAN CAN'T CAN’T COLD COME COOL DARK "
              "DEAD DEAR DID DO DOES DON'T DON’T DONE DOWN EACH EASY ELSE END EVEN EVER FAR FAST FEW FINE FIRE FIVE FOR "
              "FOUR FREE FROM FULL FUN GET GIVE GO GOD GONE GOOD GOT HAD HAHA HALF HALT HAS HATE HAVE HE HEAR HELL HELP "
              "HER HERE HEY HI HIGH HIM HIS HMM HOLD HOME HOT HOW HUGE IF INTO IS JUST KEEP KILL KIND KNOW LAST LATE "
              "LEFT LESS LET LIFE LIKE LIVE LONG LOOK LOST LOUD LOVE LOW MAD MADE MAKE MAN MANY ME MEAN MIX MORE MOST MUCH "
              "MUST MY NAME NEED NEW NEWS NEXT NICE NINE NO NONE NOPE NOT NOW OF OFF OH OLD ON ONCE ONE ONLY OPEN OUR "
              "OUT OVER OWN PAY PLAY PLUS PUT REAL RED RUN SAD SAFE SAID SALE SAME SAVE SAY SEE SHE SHH SHUT SIX SLOW SO "
              "SOME SOON STAY STOP SUCH SURE TAKE TALK TELL TEN THAN THAT THE THEM THEN THEY THIS TIME TO TOO TRUE TRY "
              "TURN TWO UP USE VERY WAIT WAKE WALK WANT WAR WAS WAY WE WEEK WELL WENT WERE WHAT WHEN WHY WILL WIN WITH "
              "WON'T WON’T WOW YEAH YEAR YES YET YOU YOUR ZERO "
              "AREA ARMY AUTO BABY BALL BANK BASE BEAR BEAT BELL BILL BIRD BLUE BOAT BODY BOLD BOOK BORN BOSS BOX BOY BUSY CAKE CARD CARE CASE CASH "
              "CAST CAT CHEF CITY CLUB CODE COPY COST CREW CUT DATA DATE DAY DEAL DELETE DESK DOG DOOR DOSE DRAW DROP DRY DUE DUTY ECHO EDIT EMPTY ERROR "
              "EXIT FACE FACT FAIL FALL FARM FEEL FEET FILE FILL FILM FIND FISH FIT FLAT FLOW FOOD FOOT FORM FUND GAME GATE GIFT GIRL GOAL GOLD GRAY "
              "GREY HAIR HALL HAND HARD HEAD HEAT HEIR HERO HIDE HILL HINT HOLE HOLY HOPE HOST HOUR HURT IDEA IDLE INCH INFO ITEM JOIN JUMP JUNE JULY KEY "
              "KING LADY LAKE LAND LEAD LEAVE LINE LINK LIST LOAD LOCK LOG LORD MAIL MAIN MARCH MASS MAY MEAL MEN MENU MILE MILK MIND MISS MODE MOON MOVE "
              "NEAR NODE NOTE NULL OKAY OPEN ORAL PAGE PAID PAIN PARK PART PASS PAST PATH PICK PLAN PLOT POEM POOL POOR PORT POST PRAY PULL PUSH RACE RAIN "
              "RARE RATE READ REST RICH RIDE RING RISE RISK ROAD ROCK ROLE ROOM ROOT ROW RULE RUSH SEAT SELL SEND SENT SET SHIP SHOP SHOT SHOW SICK SIDE "
              "SIGN SING SIT SIZE SKIN SKIP SKY SNOW SOFT SOLD SOLO SONG SORT SOUL SPOT STAR STEP SUM SUN SWIM TASK TAX TEA TEAM TEAR TEST TEXT TIP TODAY "
              "TECH TODO TOLD TOOL TOP TOWN TREE TRIP TYPE UNIT USED USER VIEW VOTE WALL WARM WASH WATER WAVE WEAR WEST WIDE WIFE WIND WINE WIRE WISE WISH WOMAN "
              "WOOD WORD WORK YARD ZONE "
              "SAN LOS LAS FORT ADEN BAKU BALI BATH BERN BONN CHAD CORK CUBA DOHA GAZA HONG IOWA IRAN IRAQ JOSE KIEV KONG KYIV LAOS LIMA LYON MALI OHIO OMAN OSLO PERU RIGA ROME UTAH YORK "
              "ADAM ALEX AMY ANN ANNA ANNE BEN BILL BOB CARL DAN DAVE EMMA ERIC EVA EVE FRED IVAN JACK JAKE JANE JEFF JILL JIM "
              "JOE JOHN JOSH JUAN KATE KEN LEO LISA LIZ LUCY LUKE MARK MARY MATT MAX MIA MIKE NICK NINA NOAH OWEN PAUL PETE "
              "RAY ROB RON ROSE RUTH RYAN SAM SARA SEAN TINA TOM TONY ZOE",
        "de": "ABER ACH ALLE ALSO ALT AUCH AUF AUS AUTO BALD BEI BEIM BILD BIN BIS BIST BÖSE BUCH BUND COOL DA DANN DARF DAS DASS DEIN "
              "DENN DER DICH DIE DIR DOCH DORT DREI DU DUMM ECHT EIN EINE EINS ENDE ER ERST ES ETWA EUCH EUER EURE EWIG FAKE FAST FILM FRAU "
              "FREI FREU FRÜH FÜNF FÜR GANZ GAR GEH GEHT GEIL GELD GERN GIB GIBT GOTT GUT GUTE HAB HABE HABT HALT HASS HAST HAT HAUS HER "
              "HERR HERZ HEY HIER HILF HIN HOCH HOT ICH IHM IHN IHR IHRE IN INFO IST JA JAHR JE JEDE JENE JULI JUNI KALT KAM KANN KAUF KAUM "
              "KEIN KIND KLAR KOMM LANG LASS LAUT LEER LEID LIEB LIES LIVE LOS LOVE LUST MACH MAI MAL MANN MÄRZ MEHR MEIN MICH MIR MIST "
              "MUSS MUT NACH NEIN NETT NEU NEUE NEUN NEWS NIE NIMM NIX NOCH NULL NUN NUR OBEN ODER OFF OFT OH OHNE OKAY OPEN ORT PLUS "
              "RAUS REIN ROT RUF RUHE RUND SAG SALE SEHR SEI SEID SEIN SEIT SEX SHOP SICH SIE SIEG SIND SO SOLL SPAR SPÄT STAR STOP SÜSS "
              "TAG TEAM TEIL TEST TIPP TOD TOLL TOR TOT TREU TUN TUT TÜR ÜBER UM UND UNS VIEL VIER VOLL VOM VON VOR VORN WAHR WANN WAR WARM "
              "WARS WART WAS WEG WEIL WEIT WELT WEM WEN WENN WER WERT WIE WILL WIR WIRD WO WOHL WORT WOW ZAHL ZEHN ZEIT ZIEL ZU ZUG ZUM ZUR "
              "ZWEI OMA OPA MAMA PAPA BERN BONN GRAZ HALLE KIEL KÖLN LINZ ROM ULM WIEN",
        "fr": "AIDE AIME ALLÔ AMI AMIE AMIS ANS AOÛT AVEC BEAU BIEN BLEU BON BREF BUT C'EST C’EST ÇA CAR CE CECI CELA CENT CES "
              "CEUX CETTE CHEZ CHUT CIEL CINQ CLEF CLÉ COUP DANS DEUX DÈS DIEU DIT DIX DOIS DOIT DONC DONT DOUX DUR EAU ELLE "
              "EST ET ÊTRE EUX FAIM FAIS FAIT FAUT FAUX FEU FINI FOIS FOND FORT FOU GENS GROS HAUT HEIN HIER HORS HUIT ICI IL "
              "ILS J'AI J’AI JE JEU JOIE JOUR JUIN JUGE LA LÀ LE LENT LES LEUR LIEU LIRE LOIN LONG LUI MAI MAIN MAIS MÊME MIEN "
              "MOI MOIS MON MORT MOT NE NEUF NOËL NOIR NOM NON NOS NOTE NOUS NUIT NUL OÙ ONT ONZE OSER OUF OUI PAIN PAIX PAS "
              "PEU PEUR PEUT PEUX PIED PIRE PLUS PRÈS PRIX QUAI QUE QUEL QUELLE QUI QUOI RARE RATÉ RIEN ROSE RUE SANS SAUF "
              "SEPT SERA SEUL SIEN SOIR SOIS SOIT SOLO SON SONT STOP SÛR SUIS SUR TARD TIEN TOI TÔT TOUS TOUT TRÈS TROP TU UN "
              "UNE VAIS VERS VERT VEUT VEUX VIDE VITE VOIR VONT VOS VOUS VRAI YEUX ZÉRO ZUT",
        "es": "ALGO ALLÁ ALLÍ AQUÍ ASÍ BIEN CADA CASI COMO CÓMO CON CUÁL CUYO DEL DÍA DÍAS DOS EL EN ERA ES ESO ESTA ESTÁ ESTE ESTO "
              "FIN FUE GRAN HABÍA HAN HAY HOY JAMÁS LA LAS LOS MAL MÁS MIL MÍO MISMA MISMO MUY NADA NADIE NI NO NOS NUNCA OCHO OJO OTRA OTRO "
              "PARA PERO POR PUES QUE QUÉ SE SEIS SER SÍ SIN SOLA SOLO SÓLO SON SOY SU SUS TAL TAN TODA TODAS TODO TODOS TRES TÚ "
              "UN UNA UNAS UNO UNOS VEZ YA YO",
        "it": "CHE CHI CON DI GIÀ IL IO LA MA MAI NO NOI NON PER PIÙ SE SÌ SI SOLO TU UN UNA VIA",
        "pt": "COM DE ELE EM EU JÁ MAIS MAS NÃO NEM QUE SE SEM SIM SÓ TUDO UM UMA VOCÊ",
        "nl": "ALLE ALTIJD BEL BIJ BLIJF DAN DAT DE DEZE DIT DOE DUS ECHT EEN EN ERG FOUT GEEN GOED HAD HALF HEB HEEL HEM HET HIER HOE HOI IETS IK JA JE "
              "JIJ JOU KAN KOM KOOP LAAT LANG LET LIEF MAAR MAG MEE MEER MET MIJ MIJN MOET MOOI NAAR NEE NIET NOG NOU NU OF ONS ONZE OOK OP OPEN OVER PAS "
              "SALE SNEL STOP TE TOCH TOT TWEE UIT UUR VAAK VAN VEEL VIER VOL VOOR VRIJ WAAR WAS WAT WE WEER WEG WEL WIE WIJ ZAL ZE ZEER ZELF ZES ZIE ZIJ ZIJN ZO",
        "ru": "ВСЁ ВСЕ ВЫ ДА ЕЩЁ ИЛИ КАК МЫ НЕ НЕТ НИ НО ОН ОНА ОНИ ТАК ТЫ УЖЕ ЧТО ЭТО",
    }.items()
}  # fmt: skip
# Acronyms that have a vowel and are spelled all the same.
SPELLED = frozenset(
    "ABC ADHD AI AKA AOL API APK ATM AWS CEO CFO CIA CIO COO CPU CTO DIY DNA EHESS EPA ESA ETA EU EUR EV FAQ FBI FDA GPA GPU HIV IBM "  # noqa: SIM905 - a table of words
    "ICU ID IMF IOS IP IPO IQ IRS ISP IVF KI LA LGBTQ LGBTQIA NAACP NBA NSA NYC OCD OEM OK RIP RNA SEO SKU SUV UAE UCLA UFC UFO UI UK UN UNHCR URL USA USB "
    "LGBTIQ LGTBIQ STJUE USC USD USPTO USSR UX VAT VIP ÖAMTC NÖGKK ИНН МВД ООН ООО США".split()
)  # fmt: skip
# The same in one language, where others have words of these letters.
SPELLED_IN: Mapping[str, frozenset[str]] = {
    "en": frozenset(
        "ABN ADA AED AMD AOC APR BMI BYO BYOB CET DIY DOB DOJ DUI DVI ECG EEG EFL EIN EKG EMS EMT EOD ESG EST ETF ETFS FYI GED GOP HBO "  # noqa: SIM905 - a table of words
        "HDMI HOA IDK IEEE IOU IPX ISBN ITV IUD MIT MRI NGO NGOS NYPD NYU ONS POB PSA RSVP SEC SOS TSA UCL UPS USAF USMC USPS UTC UTI VGA".split()
    ),
    "fr": frozenset(
        "ADN AFP AG AIEA AMM ANPE ANSM AOC AOP APL ARN ARS ASN AVC BCE BEP CDI CEA CEDH CHU CIO CPAM CPE CSA CSE DEA DRH "  # noqa: SIM905 - a table of words
        "DUT EARL EDF EELV ENS EPS ETP FAO FMI GES GIE HEC IEP IFI IGN INC IRM ISBN ISF IUT IVG LFI LOA MJC MSA OCDE "
        "OFB OGM OIT OM OMC OMS ONF ONG OPA OQTF ORL PEA PEL PIB PLU PMA PME PMI PMU RATP RER RSA RSE SARL SAS SAV SCI SRU "
        "TAEG TEG TER TVA UDI UE UFC UFR UHT UMP URSS USB UV VAE VIH VOD ZFE".split()
    ),
    "de": frozenset(
        "ABS ADAC AG AGB ALG AOK APO ARD ASB BAG BASF BIP BKA BMI BSI CDU CSU DAB DAV DFB DGB DHL DIHK EAN EBK EDV EEG EG EKD EKG EM ETF EWR EZB "  # noqa: SIM905 - a table of words
        "FPÖ GEW GKV IC ICE IG IHK ILO KBA KZV LKA MAD OB OGH OLG OP ORF ÖBB ÖGB ÖPNV ÖVP RAF RE SPÖ SUV TU UG UKW UVP UWG VDA VDI WHO ZOB".split()
    ),
}
VOWELS = "AEIOUYÆØŒАЕИОУЫЭЮЯІЄΑΕΗΙΟΥΩ"  # in capitals, without accents
SYLLABIC_LR = frozenset({"cs", "sk", "sl", "hr"})  # languages with words such as "vlk" and "trh"
