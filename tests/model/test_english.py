"""Messy English is read as a person would: each kind of span, and what only looks like one."""

# ruff: noqa: RUF001 - the characters that look like others are what is tested

import pytest

from f5tts_worker.engine.text.clean import join_words
from f5tts_worker.engine.text.spoken import split_words

READINGS = {
    "fractions": {
        "1½ cups": "one and a half cups",
        "2¾ hours": "two and three quarters hours",
        "2 1/2 cups": "two and a half cups",
        "1/3 of it": "one third of it",
        "1/2 tsp": "one half teaspoon",
        "66 2/3%": "sixty-six and two thirds percent",
    },
    "leading dots": {
        ".5": "point five",
        "-.25": "minus point two five",
        "$.50": "fifty cents",
        "$0.99": "ninety-nine cents",
    },
    "ranges": {
        "5%-10%": "five percent to ten percent",
        "5-10%": "five to ten percent",
        "5-10kg": "five to ten kilograms",
        "$5-$10": "five dollars to ten dollars",
        "$1-2 million": "one to two million dollars",
        "€10–15": "ten to fifteen euros",
        "-10 to -5": "minus ten to minus five",
        "a 50-50 chance": "a fifty fifty chance",
    },
    "ranges of time": {
        "9 a.m.-5 p.m. daily": "nine a m to five p m daily",
        "9:00-17:00": "nine o'clock to seventeen hundred",
        "9:00 - 17:00": "nine o'clock to seventeen hundred",
        "7-9pm": "seven to nine p m",
        "10 AM - 2 PM": "ten AM to two PM",
        "Mon-Fri": "Monday to Friday",
    },
    "times": {
        "7.30pm": "seven thirty p m",
        "at 23:59": "at twenty-three fifty-nine",
        "9am": "nine a m",
        "in 2:05:30": "in two hours five minutes and thirty seconds",
        "2h 30m": "two hours thirty minutes",
        "wait 30s": "wait thirty seconds",
    },
    "telephone numbers": {
        "(555) 123-4567": "five five five, one two three, four five six seven",
        "call 555-0199": "call five five five, zero one nine nine",
        "+44 20 7946 0958": "plus four four, two zero, seven nine four six, zero nine five eight",
        "1-800-555-0199": "one, eight hundred, five five five, zero one nine nine",
        "rooms 450-1000": "rooms four hundred and fifty to one thousand",
    },
    "other digits one by one": {
        "4111 1111 1111 1111": "four one one one, one one one one, one one one one, one one one one",
        "123-45-6789": "one two three, four five, six seven eight nine",
        "call 911": "call nine one one",
        "Beverly Hills 90210": "Beverly Hills nine zero two one zero",
        "ZIP 20500-0003": "Zip two zero five zero zero, zero zero zero three",
    },
    "formulas": {
        "x >= 5": "x is greater than or equal to five",
        "a <= b": "a is less than or equal to b",
        "x != 3": "x is not equal to three",
        "is 3 < 4": "is three less than four",
        "5 * 3": "five times three",
        "2^10": "two to the power of ten",
        "6/2=3": "six divided by two equals three",
        "5-3=2": "five minus three equals two",
        "x^2 + y^2": "x squared plus y squared",
        "E=mc²": "E equals M C squared",
        "~50": "about fifty",
        "10^-3": "ten to the power of minus three",
        "πr²": "pi r squared",
        "3 x 4 = 12": "three times four equals twelve",
        "see <a or b>": "see a or b",
    },
    "powers of ten": {
        "10⁻³": "ten to the power of minus three",
        "1e-5": "one times ten to the power of minus five",
        "3 x 10^8 m/s": "three times ten to the power of eight metres per second",
        "6.02×10²³": "six point zero two times ten to the power of twenty-three",
    },
    "money": {
        "$-5": "minus five dollars",
        "-$5": "minus five dollars",
        "5¢": "five cents",
        "$ 5": "five dollars",
        "5 USD": "five US dollars",
        "USD 1.2 million": "one point two million US dollars",
        "$1.10/day": "one dollar and ten cents per day",
        "a $5 million deal": "a five million dollar deal",
        "the $5 was lost": "the five dollars was lost",
        "£3.4bn": "three point four billion pounds",
    },
    "groups of three": {
        "1 234 people": "one thousand two hundred and thirty-four people",
        "1'234'567": "one million two hundred and thirty-four thousand five hundred and sixty-seven",
    },
    "units": {
        "10 miles/h": "ten miles per hour",
        "998 kg/m3": "nine hundred and ninety-eight kilograms per cubic metre",
        "5 µg": "five micrograms",
        "100 Ω": "one hundred ohms",
        "50 Mbps": "fifty megabits per second",
        "3000 mAh": "three thousand milliamp hours",
        "50 m²": "fifty square metres",
        "900 sq ft": "nine hundred square feet",
        "a 10 km run": "a ten kilometre run",
        "12V battery": "twelve volt battery",
        "5kg of rice": "five kilograms of rice",
        "1 in 5": "one in five",
        "5'10\"": "five foot ten",
        "a 12\" pizza": "a twelve inch pizza",
        "he said \"I have 10\" then": "he said I have ten then",
        "1.5m people": "one point five million people",
        "a 6m wall": "a six metre wall",
        "a 2A charger": "a two amp charger",
        "seats 14A": "seats fourteen A",
        "221B Baker": "two hundred and twenty-one B Baker",
    },
    "addresses": {
        "https://www.example.com/a-b": "WWW dot example dot com slash a dash b",
        "see example.org.": "see example dot org.",
        "john.doe@mail.co.uk": "john dot doe at mail dot co dot UK",
        "report_v2.pdf": "report underscore v two dot PDF",
        "@john_doe": "at john underscore doe",
        "#ThrowbackThursday": "hashtag Throwback Thursday",
    },
    "dates": {
        "2026/12/31": "December thirty-first twenty twenty-six",
        "3 May 1998": "the third of May nineteen ninety-eight",
        "the 3rd of May": "the third of May",
        "Nov. 20, 2026": "November twentieth, twenty twenty-six",
        "Nov. 20-22": "November twentieth to twenty-second",
        "9/11": "nine eleven",
        "03/04/2021": "March fourth twenty twenty-one",
        "on 10/31": "on October thirty-first",
        "Mon., Aug. 5": "Monday, August fifth",
        "in 1066,": "in ten sixty-six,",
        "44 BC": "forty-four BC",
        "10–12 Oct. 2023": "the tenth to the twelfth of October twenty twenty-three",
        "20s and 30s": "twenties and thirties",
        "May 5 people came": "May five people came",
        "on May 5 people came": "on May fifth people came",
    },
    "marks and ratios": {
        "4.5/5": "four point five out of five",
        "rated 7/10": "rated seven out of ten",
        "16:9": "sixteen by nine",
        "3:1": "three to one",
        "Genesis 1:5": "Genesis one five",
        "120/80 mmHg": "one hundred and twenty over eighty mmHg",
        "4/4 time": "four four time",
    },
    "sizes": {
        "10 x 15 cm": "ten by fifteen centimetres",
        "a 4×4": "a four by four",
        "1920x1080": "nineteen twenty by ten eighty",
        "12' x 15'": "twelve feet by fifteen feet",
        "24\" x 36\"": "twenty-four inches by thirty-six inches",
    },
    "names with digits": {
        "C# and F#": "C sharp and F sharp",
        "1080p": "ten eighty p",
        "BA2490": "BA twenty-four ninety",
        "a 747": "a seven forty-seven",
        "A320neo": "A three twenty neo",
        "747s": "seven forty-sevens",
        "room 204": "room two oh four",
        "4K": "four K",
        "x86-64": "x eighty-six sixty-four",
        "v9.8": "version nine point eight",
        "10.4.11": "ten point four point eleven",
        "F-16s": "F sixteens",
        "1,2,3": "one, two, three",
    },
    "abbreviations": {
        "Dr. Smith": "Doctor Smith",
        "Mr. and Mrs. Fox": "Mister and Missus Fox",
        "45 N. Maple Ave.": "forty-five North Maple Avenue.",
        "12 Oak Dr.": "twelve Oak Drive.",
        "Mr. Jones": "Mister Jones",
        "St. James": "Saint James",
        "Main St. is": "Main Street is",
        "No. 5": "number five",
        "No. Never": "No. Never",
        "pp. 12-15": "pages twelve to fifteen",
        "Fig. 3": "Figure three",
        "cats vs. dogs": "cats versus dogs",
        "e.g. this": "for example this",
        "in Jan. we": "in January we",
        "apples, etc.": "apples, et cetera.",
        "Smith & Co.": "Smith and Company.",
    },
    "Roman numerals": {
        "Chapter IV": "Chapter four",
        "Henry VIII": "Henry the eighth",
        "Charles III's": "Charles the third's",
        "World War II": "World War two",
        "Super Bowl LVIII": "Super Bowl fifty-eight",
        "the XXI century": "the twenty-first century",
        "Scene ii": "Scene two",
        "MCMXCIX": "nineteen ninety-nine",
    },
    "no Roman numerals": {
        "I think": "I think",
        "a CD": "a CD",
        "MIX it": "mix it",
        "Malcolm X": "Malcolm X",
        "Vitamin C": "Vitamin C",
        "John V. Lindsay": "John V. Lindsay",
    },
    "lists": {"1) Wash": "one, Wash", "(a) Dry": "a, Dry", "2) Go": "two, Go"},
    "acronyms": {
        "NASA and the FBI": "Nasa and the FBI",
        "a PhD": "a P H D",
        "NaCl and H2O": "N A C L and H two O",
    },
    "lost spaces": {
        "house.Then": "house. Then",
        "at 3pm.Then": "at three p m. Then",
        "$5.Nobody": "five dollars. Nobody",
        "One...two": "One... two",
        "System.Text.Json": "System dot Text dot JSON",
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        pytest.param(text, spoken, id=f"{kind}: {text}")
        for kind, rows in READINGS.items()
        for text, spoken in rows.items()
    ],
)
def test_english_is_read_as_a_person_would(text, spoken):
    """Each row: a text, and what is said for it."""
    assert join_words(split_words(text, "en")) == spoken


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("for $5 million.", ["for", "five", "million dollars."]),
        ("9:00 - 17:00", ["nine o'clock", "to", "seventeen hundred"]),
        ("3 May 1998", ["the third of", "May", "nineteen ninety-eight"]),
        ("(555) 123-4567", ["five five five,", "one two three, four five six seven"]),
        ("5 km", ["five", "kilometres"]),
        ("2 1/2 cups", ["two", "and a half", "cups"]),
        ("Henry VIII", ["Henry", "the eighth"]),
        ("1 234 people", ["one thousand two hundred and thirty-four", "people"]),
    ],
)
def test_each_display_word_has_its_own_part(text, spoken):
    """What is said is divided over the words that are shown, so that each can be timed."""
    assert [word.spoken for word in split_words(text, "en")] == spoken
