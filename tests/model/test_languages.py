"""What is said for messy German, French, Spanish, Italian, Portuguese and Dutch, kind by kind.

The languages' rules decide, not the code; scripts/judge_text.py has many more sentences.
"""

# ruff: noqa: RUF001 - dashes, signs and letters of several languages are what is tested

import pytest
from tests.growth import AT_MOST, growth

from f5tts_worker.engine.text.spoken import split_words

SUMS = {  # "∑[i=1…n] i + ∏[k ∈ K] k", as this package writes what LaTeX shows
    "en": "the sum from i equals one to n of i plus the product over k is in K of k",
    "de": "die Summe von i gleich eins bis n über i plus das Produkt für k Element von K über k",
    "fr": "la somme de i égale un à n de i plus le produit pour k appartient à K de k",
    "es": "la suma desde i igual a uno hasta n de i más el producto para k pertenece a K de k",
    "it": "la somma da i uguale uno a n di i più il prodotto per k appartiene a K di k",
    "pt": "a soma de i igual a um até n de i mais o produto para k pertence a K de k",
    "nl": "de som van i is één tot n van i plus het product voor k is element van K van k",
}

READINGS = {
    "de": [
        ("3 x 12,50 € = 37,50 €", "drei mal zwölf Euro fünfzig gleich siebenunddreißig Euro fünfzig"),
        ("3·10⁸ m/s in km/h", "drei mal zehn hoch acht Meter pro Sekunde in Kilometer pro Stunde"),
        (
            "DE89 3704 0044 0532",
            "DE acht neun, drei sieben null vier, null null vier vier, null fünf drei zwei",
        ),
        ("Nr. 2023-0815", "Nummer zweitausenddreiundzwanzig null acht eins fünf"),
        ("TPM 2.0 und 2,0", "TPM zwei Punkt null und zwei Komma null"),
        ("in 3:58 h, um 8:15 h", "in drei Stunden achtundfünfzig Minuten, um acht Uhr fünfzehn"),
        ("Papst Franziskus I. sprach", "Papst Franziskus der erste sprach"),
        ("eine 5%ige Lösung", "eine fünfprozentige Lösung"),
        ("1 TL und 2 EL", "ein Teelöffel und zwei Esslöffel"),
        ("der 23. und der 88. Tag", "der dreiundzwanzigste und der achtundachtzigste Tag"),
        ("am 6. und 7. Tag", "am sechsten und siebten Tag"),
        ("zum 15. und 30. fällig", "zum fünfzehnten und dreißigsten fällig"),
        ("in der 23. und der 88. Minute", "in der dreiundzwanzigsten und der achtundachtzigsten Minute"),
        ("1914–18", "neunzehnhundertvierzehn bis achtzehn"),
        ("4:26,36 min", "vier Minuten sechsundzwanzig Komma drei sechs Sekunden"),
        ("2x + 3 = 11", "zwei x plus drei gleich elf"),
        ("Fr. von der Au", "Frau von der Au"),
        ("Mo. von 9 bis 5", "Montag von neun bis fünf"),
        ("am 21. Juni", "am einundzwanzigsten Juni"),
        ("der 1. Mai und der 2. Juni", "der erste Mai und der zweite Juni"),
        ("in der 5. Klasse", "in der fünften Klasse"),
        ("ihr 2. Kind", "ihr zweites Kind"),
        ("vom 4. bis 6. April", "vom vierten bis sechsten April"),
        ("am 02.03.1977", "am zweiten März neunzehnhundertsiebenundsiebzig"),
        ("um 6:09 Uhr", "um sechs Uhr neun"),
        ("um 1 Uhr", "um ein Uhr"),
        ("von 8–12 Uhr", "von acht bis zwölf Uhr"),
        ("7,25 €", "sieben Euro fünfundzwanzig"),
        ("0,30 €", "dreißig Cent"),
        ("1,4 Mrd. €", "eins Komma vier Milliarden Euro"),
        ("9 €/Tag", "neun Euro pro Tag"),
        ("1 kg und 1 Stunde", "ein Kilogramm und eine Stunde"),
        ("90 km/h", "neunzig Kilometer pro Stunde"),
        ("12 m²", "zwölf Quadratmeter"),
        ("3–5 %", "drei bis fünf Prozent"),
        ("-7 °C", "minus sieben Grad Celsius"),
        ("2½ Stunden", "zwei einhalb Stunden"),
        ("3/8", "drei Achtel"),
        ("Friedrich III. starb", "Friedrich der dritte starb"),
        ("Band VI", "Band sechs"),
        ("im XX. Jahrhundert", "im zwanzigsten Jahrhundert"),
        ("d.h. usw.", "das heißt und so weiter."),
        ("Bahnhofstr. 3", "Bahnhofstraße drei"),
        ("die 1970er", "die neunzehnhundertsiebziger"),
        ("Mo.–Sa.", "Montag bis Samstag"),
        ("0221 987654", "null zwei zwei eins, neun acht sieben sechs fünf vier"),
        ("2:1", "zwei zu eins"),
        ("die NATO", "die Nato"),
        ("101.000", "einhunderteintausend"),
    ],
    "fr": [
        ("1m75 et 1'35\"", "un mètre soixante-quinze et une minute trente-cinq secondes"),
        ("au 01 42 68 53 00", "au zéro un quarante-deux soixante-huit cinquante-trois zéro zéro"),
        (
            "FR76 3000 6000 0112 3456",
            "FR sept six, trois zéro zéro zéro, six zéro zéro zéro, zéro un un deux, trois quatre cinq six",
        ),
        ("près d'1/3", "près d'un tiers"),
        ("250 k€ et 1,2 M€", "deux cent cinquante mille euros et un virgule deux million d'euros"),
        ("1/2 t et 1/2 l", "une demi tonne et un demi litre"),
        ("24h/24 et 7j/7", "vingt-quatre heures sur vingt-quatre et sept jours sur sept"),
        ("3 fois/jour", "trois fois par jour"),
        ("6 × 33 cl", "six fois trente-trois centilitres"),
        ("4,7/5", "quatre virgule sept sur cinq"),
        ("lun. et mar.", "lundi et mardi"),
        ("3 × 10⁹", "trois fois dix puissance neuf"),
        ("le 1er juin 2003", "le premier juin deux mille trois"),
        ("le 02/03/1977", "le deux mars mille neuf cent soixante-dix-sept"),
        ("à 21h05", "à vingt et une heures cinq"),
        ("8 h 15", "huit heures quinze"),
        ("9 h 00", "neuf heures"),
        ("7,25 €", "sept euros vingt-cinq"),
        ("1 €", "un euro"),
        ("4 M€", "quatre millions d'euros"),
        ("12 €/jour", "douze euros par jour"),
        ("1,5 km", "un virgule cinq kilomètre"),
        ("110 km/h", "cent dix kilomètres par heure"),
        ("12 m²", "douze mètres carrés"),
        ("3-5 %", "trois à cinq pour cent"),
        ("31 semaines", "trente et une semaines"),
        ("la 1re et le 2e", "la première et le deuxième"),
        ("au XVIIe siècle", "au dix-septième siècle"),
        ("la Ve République", "la cinquième République"),
        ("Henri III et Charles Ier", "Henri trois et Charles premier"),
        ("les 2/3", "les deux tiers"),
        ("M. Noir et Mme Roux", "monsieur Noir et madame Roux"),
        ("n° 9, p. 4", "numéro neuf, page quatre"),
        ("04 56 78 90 12", "zéro quatre cinquante-six soixante-dix-huit quatre-vingt-dix douze"),
        ("l'OTAN", "l'Otan"),
        ("L'11 mai", "L'onze mai"),
    ],
    "es": [
        ("a 100º y el 2º", "a cien grados y el segundo"),
        ("c/8 h en la C/ Mayor", "cada ocho horas en la calle Mayor"),
        ("el apdo. 3.b)", "el apartado tres b"),
        ("pH y β", "P H y beta"),
        ("a 54° N", "a cincuenta y cuatro grados norte"),
        ("el 2.º y la 3.ª", "el segundo y la tercera"),
        ("el 3.er piso, 3.º izq.", "el tercer piso, tercero izquierda."),
        ("1 h 15 min", "una hora quince minutos"),
        ('27" o «27»', "veintisiete pulgadas o veintisiete"),
        ("NaCl, NaN", "N A C L, NaN"),
        ("la N-340 hasta", "la N trescientos cuarenta hasta"),
        ("2:00:35", "dos horas treinta y cinco segundos"),
        (
            "el 3.5.2024 02:34:56",
            "el tres de mayo de dos mil veinticuatro dos treinta y cuatro cincuenta y seis",
        ),
        ("el 02/03/1977", "el dos de marzo de mil novecientos setenta y siete"),
        ("a la 1:20", "a la una veinte"),
        ("las 22 h", "las veintidós horas"),
        ("7,25 €", "siete euros con veinticinco céntimos"),
        ("1 €", "un euro"),
        ("4 millones de €", "cuatro millones de euros"),
        ("300 páginas y 21 días", "trescientas páginas y veintiún días"),
        ("la 2.ª vez y el 3.er día", "la segunda vez y el tercer día"),
        ("90 km/h", "noventa kilómetros por hora"),
        ("12 m²", "doce metros cuadrados"),
        ("el siglo XVII", "el siglo diecisiete"),
        ("Carlos III e Isabel II", "Carlos tercero e Isabel segunda"),
        ("la I Guerra Mundial", "la primera Guerra Mundial"),
        ("la Sra. Gil y el Dr. Paz", "la señora Gil y el doctor Paz"),
        ("EE.UU.", "Estados Unidos."),
        ("n.º 9, pág. 4", "número nueve, página cuatro"),
        ("1/3 de litro", "un tercio de litro"),
        ("21.000", "veintiún mil"),
        ("la OTAN", "la Otan"),
    ],
    "it": [
        ("S. Anna e S. Marco", "Sant'Anna e San Marco"),
        ("dell'art. 2043", "dell'articolo duemilaquarantatré"),
        ("il 02/03/1977", "il due marzo millenovecentosettantasette"),
        ("alle 13:40", "alle tredici e quaranta"),
        ("7,25 €", "sette euro e venticinque"),
        ("4 milioni di €", "quattro milioni di euro"),
        ("la 2ª volta e il 3° giorno", "la seconda volta e il terzo giorno"),
        ("90 km/h", "novanta chilometri all'ora"),
        ("12 m²", "dodici metri quadrati"),
        ("nel XVII secolo", "nel diciassettesimo secolo"),
        ("Umberto I ed Enrico IV", "Umberto primo ed Enrico quarto"),
        ("il sig. Neri, ecc.", "il signor Neri, eccetera."),
        ("pag. 23", "pagina ventitré"),
        ("2/3", "due terzi"),
        ("1 ora", "un'ora"),
    ],
    "pt": [
        ("venceu por 3 x 1", "venceu por três a um"),
        ("30 x 20 cm", "trinta por vinte centímetros"),
        ("em 02/03/1977", "em dois de março de mil novecentos e setenta e sete"),
        ("às 13h40", "às treze horas e quarenta"),
        ("R$ 7,25", "sete reais e vinte e cinco centavos"),
        ("R$ 4 milhões", "quatro milhões de reais"),
        ("302 páginas", "trezentas e duas páginas"),
        ("a 2ª vez e o 3º dia", "a segunda vez e o terceiro dia"),
        ("90 km/h", "noventa quilômetros por hora"),
        ("no século XVII", "no século dezessete"),
        ("D. João VI", "dom João sexto"),
        ("Sra. Reis, n.º 9", "senhora Reis, número nove"),
        ("2/3", "dois terços"),
        ("(1524-1580)", "mil quinhentos e vinte e quatro a mil quinhentos e oitenta"),
    ],
    "nl": [
        ("op 02-03-1977", "op twee maart negentienhonderdzevenenzeventig"),
        ("om 13.40 uur", "om dertien uur veertig"),
        ("€ 7,25", "zeven euro vijfentwintig"),
        ("€ 4 miljard", "vier miljard euro"),
        ("de 2e keer en de 20ste dag", "de tweede keer en de twintigste dag"),
        ("90 km/u", "negentig kilometer per uur"),
        ("12 m²", "twaalf vierkante meter"),
        ("Willem II regeerde", "Willem de tweede regeerde"),
        ("d.w.z. o.a. nr. 9", "dat wil zeggen onder andere nummer negen"),
        ("3-1", "drie één"),
        ("3/4 liter", "drie kwart liter"),
        ("ma-vr", "maandag tot vrijdag"),
    ],
}


def said(text: str, language: str) -> str:
    """Return what is said for a text, its words joined by spaces."""
    return " ".join(word.spoken for word in split_words(text, language) if word.spoken)


@pytest.mark.parametrize(
    ("language", "text", "reading"),
    [(language, *row) for language, rows in READINGS.items() for row in rows],
)
def test_each_kind_is_read_by_the_languages_own_rules(language, text, reading):
    """Numbers agree with what they count, and dates, amounts and abbreviations are said in full."""
    assert said(text, language) == reading


@pytest.mark.parametrize("language", SUMS)
def test_sums_have_limits(language):
    """Between two, or over a set."""
    assert said("∑[i=1…n] i + ∏[k ∈ K] k", language) == SUMS[language]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Plan B, Vitamin C und CD"),
        ("fr", "Il vit à Paris, près de la mer"),
        ("es", "La ciudad ha crecido y yo también"),
        ("it", "Il vino di casa"),
        ("pt", "O rio e a ponte"),
        ("nl", "Ik zie u daar om de hoek"),
    ],
)
def test_plain_words_stay_as_they_are_written(language, text):
    """Nothing is taken for a numeral, a unit or an abbreviation that is none."""
    assert said(text, language) == text


def test_each_display_word_has_its_own_part():
    """An amount over several words is said word by word, as subtitles show it."""
    words = split_words("Es kostet 2,5 Mio. € um 15:45 Uhr.", "de")
    assert [(word.display, word.spoken) for word in words[2:]] == [
        ("2,5", "zwei Komma fünf"),
        ("Mio.", "Millionen"),
        ("€", "Euro"),
        ("um", "um"),
        ("15:45", "fünfzehn"),
        ("Uhr.", "Uhr fünfundvierzig."),
    ]


RUNS = {
    "groups by spaces": lambda n: "100 000 " * n,
    "groups by points": lambda n: "1" + ".000" * n + "x",
    "amounts": lambda n: "€1" * n + "5 %-" * n,
    "ordinals": lambda n: "3. " * n + "3.-" * n,
    "Roman numerals": lambda n: "Karl XIV. " * n + "X" * n,
    "fractions and units": lambda n: "1/2 l " * n + "5 km/" * n,
    "times": lambda n: "9:00-" * n + "8 h 15 " * n,
    "days": lambda n: "Mo.-" * n + "z. " * n,
}


@pytest.mark.parametrize(
    ("language", "text", "reading"),
    [
        ("fr", "Mercredi 3/4 des élèves dorment.", "mercredi trois quarts des élèves dorment"),
        ("es", "El martes, 3/4 de los alumnos faltaron.", "el martes, tres cuartos de los alumnos faltaron"),
        ("it", "Domenica 2/3 della gente vota.", "domenica due terzi della gente vota"),
        ("pt", "No domingo 2/3 do povo votou.", "no domingo dois terços do povo votou"),
        ("nl", "Op zondag 2/3 van de mensen.", "op zondag twee derde van de mensen"),
        ("de", "Nach 2.30 Minuten war Schluss.", "nach zwei komma drei null minuten war schluss"),
        (
            "de",
            "Der Preis stieg von 3.50 auf 4.20.",
            "der preis stieg von drei komma fünf null auf vier komma zwei null",
        ),
        ("de", "Ab 8.30 ist offen.", "ab acht uhr dreißig ist offen"),
    ],
)
def test_a_part_is_no_date_and_a_length_no_time(language, text, reading):
    """Behind a day of the week or "nach" may stand another number."""
    assert said(text, language).rstrip(".").lower() == reading


@pytest.mark.parametrize(
    ("run", "language"),  # each run in two of the six languages, each language with two or three of the runs
    [
        pytest.param(run, language, marks=[] if number % 3 == place % 3 else pytest.mark.exhaustive)
        for number, run in enumerate(RUNS)
        for place, language in enumerate(READINGS)
    ],
)
def test_the_work_of_a_text_grows_with_its_length(run, language):
    """Eight times the text is not sixty-four times the work: no pattern starts anew all along a run."""
    assert growth(lambda text: split_words(text, language), RUNS[run], start=50) < AT_MOST
