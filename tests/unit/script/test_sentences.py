"""Where sentences end, in many languages."""

# ruff: noqa: RUF001 - marks of many scripts are what is tested

import pytest
from hypothesis import given
from hypothesis import strategies as st

from f5tts_worker.languages import LANGUAGES
from f5tts_worker.script.sentences import WINDOW, split_sentences


@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            ["She came to the U.S. Army base in May. ", "She met Lt. Gray and Gen. Hill near Mt. Stone. "],
        ),
        ("en", ["It was No. 7 of St. James St. in the town. ", "Then they left."]),
        (
            "en-GB",
            ["Call Dr. Who or Mrs. Hill at 5 p.m. on Monday. ", "J. R. R. Tolkien and J. Smith wrote."],
        ),
        ("en", ["We lived in the U.S. ", "Then we left at 5 p.m. ", "Nobody saw it."]),
        (
            "en",
            [
                "Set it in 12-pt. Times, closed Mon. & Tues., from est. 1924. ",
                "It was 98 deg. F. ",
                "Then we left.",
            ],
        ),
        ("fr", ["Le tome paraîtra en sept. 2027 à Paris. ", "J'en ai vu sept. ", "Deux sont partis."]),
        ("de", ["Er hat am 24.12. Geburtstag, auf 412 m ü. NN. ", "Sie kam am 24.12. ", "Das Fest begann."]),
        ("zh", ["价格是３．５万元。", "很贵。"]),
        (
            "sv",
            [
                "Hon gick hem. ",
                "”Var har du varit?” frågade modern. ",
                "”Ute”, sa modern. ",
                "”Nej!” ",
                "Hon gick.",
            ],
        ),
        ("fi", ["Hän meni. ", "”Missä olit?” kysyi äiti. ", "”Ulkona.” ", "Sitten hän lähti."]),
        ("pl", ["Wrócił. ", "„Gdzie byłeś?” zapytała matka. ", "Milczał."]),
        ("de", ["Er ging. ", "»Wo warst du?« fragte sie. ", "Er kam."]),
        ("en", ["He left. ", "'Where to?' she asked. ", 'He said "no." ', "She left (at last)."]),
        ("ka", ["„გამარჯობა!“ ", "როგორ ხარ. ", "კარგად."]),
        ("es", ["El Dpto. de RR. HH. está aquí. ", "Luego salimos."]),
        (
            "en",
            ["See you Fri. 13th at Mt. Sq. 4. ", "He sat. ", "It went from approx. Lincoln to Ft. Myers."],
        ),
        ("pt", ["Mora na Av. Paulista e na R. Augusta no séc. XIX em Lisboa. ", "Fim."]),
        ("pt", ["A crise levou D. João I ao trono. ", "Tem vitamina D. ", "João sai da ag. 12 às 9h."]),
        ("fr", ["César mourut en 44 av. J.-C., et lui en 14 ap. J.-C. à Rome. ", "Fin."]),
        ("en", ["He said “Go now.” ", "She went. ", "Really?! ", "Version 3.14 is out, e.g. here."]),
        ("en", ["Take bread etc. and go. ", "See Fig. 3 and pp. 4-5. ", "Apple Inc. announced it."]),
        ("en", ["Read Vol. 2, Ch. IX and Eq. 5 in Rm. 12. ", "It took approx. 50 min. ", "We stopped."]),
        ("en", ["That went very well. 😀 ", "Shall we? 👨‍👩‍👧 ", "Yes."]),
        ("en", ["A heading\n\n", "A paragraph without a mark\n \n", "- and more"]),
        ("en", ["It goes on\nover a line. ", "Wait... what? ", "example.com is up."]),
        ("de", ["Das ist z.B. gut. ", "Am 3. Mai kam Dr. Müller. ", "Nr. 7 ist bzw. war da."]),
        ("de", ["Er wohnt im 3. Stock. ", "Es war 1998. ", "Sie ist 17. ", "Dann kam der 12./13. Mai."]),
        ("es", ["Llegó D. Pedro con la vitamina D. ", "Hay 21. ", "Fin."]),
        ("fr", ["Le lun. 3 janv. 2025, tél. 01 23. ", "Fin."]),
        ("nl", ["Bel mevr. De Wit op ma. 3 jan. 2025. ", "Einde."]),
        ("it", ["Vedi pag. 12 e il n. 5 della lista. ", "Fine."]),
        ("fr", ["M. Dupont et Mme. Curie sont là. ", "Voir p. ex. le n° 4. ", "Fin."]),
        ("es", ["El Sr. García vive en EE. UU. y trabaja. ", "¿Qué tal? ", "¡Bien!"]),
        ("ru", ["Это т.е. хорошо. ", "Пушкин А. С. родился."]),
        ("ja", ["今日は。", "明日「いい。」と言った。", "「はい。」", "「いいえ。」", "終わり？"]),
        ("zh", ["他说：“你好。”然后走了。", "世界！", "再见。"]),
        ("hi", ["यह है। ", "वह था। ", "क्या?"]),
        ("ar", ["مرحبا بالعالم. ", "كيف حالك؟ ", "جيد."]),
        ("ur", ["یہ ہے۔ ", "وہ تھا۔"]),
        ("el", ["Τι κάνεις; ", "Καλά."]),
        (
            "en",
            ["That was long ago. ", "I was young then. ", "We went out. ", "I liked it. ", "Then we left."],
        ),
        ("en", ["There is nothing I can do. ", "I am sorry. ", "Give it to me. ", "I want it."]),
        (
            "en",
            [
                "I met Max. ",
                "I like him. ",
                "I told you no. ",
                "I will not go. ",
                "No. ",
                "I don't think so.",
            ],
        ),
        ("en", ["He fell out. ", "12 men saw it. ", "5 people? ", "No. ", "3 came. ", "She is at No. 5."]),
        ("en", ["He waved at me. ", "Bring your own food. ", "Take me. ", "Nobody is in Portland, Me."]),
        ("en", ["We know that 5! = 120. ", "See 500 F. Supp. 2d 12. ", "Stop! ", "It was 3 lb."]),
        ("nl", ["Vertr. Utrecht 9.15, aank. Assen 11.02. ", "Kerkln. 12 kost 5 mln. ", "Drie kwamen."]),
        ("en", ["She loves art. ", "I do too. ", "Wait a sec. ", "I am coming. ", "See sec. 4 and Art. II."]),
        (
            "en",
            [
                "That's his fig. ",
                "I ate mine. ",
                "He was my ex. ",
                "I left. ",
                "We did the op. ",
                "I survived.",
            ],
        ),
        (
            "en",
            [
                "Read Vol. I of it and Vol. II. ",
                "Vol. I is here, vol. I too. ",
                "He has read Ch. IX on Mar. 3. ",
                "Fine.",
            ],
        ),
        (
            "en",
            ["Go 2 mi. W on Elm Rd. to 77 Mass. Ave. in May. ", "See Sched. A, and Pt. B. ", "It is late."],
        ),
        ("en", ["We walked 2 mi. ", "We rested."]),
        ("fr", ["Nous sommes allés à la mer. ", "C'était beau. ", "Regarde la mer. ", "L'eau est bleue."]),
        ("fr", ["Regarde la mer. ", "L’eau est bleue. ", "Le mer. 3 janv. 2025 et le mer. 4 mars. ", "Fin."]),
        ("es", ["Te dije que no. ", "3 personas vinieron. ", "Vamos el 3 mar. 2025 con el núm. 5. ", "Fin."]),
        ("pt", ["Não vou ao mar. ", "3 pessoas foram. ", "Fim."]),
        ("nl", ["Dat is van ma. ", "3 mensen kwamen. ", "Einde."]),
        ("it", ["Leggi il cap. IV e il vol. II. ", "Fine."]),
        ("sv", ["Den 3 okt. 2025 kom han. ", "Slut."]),
        ("xx", ["An unknown language. ", "It works."]),
    ],
)
def test_sentences(language, sentences):
    """Abbreviations, initials, numbers and quotations end none; marks, emoji and blank lines do."""
    assert split_sentences("".join(sentences), language) == sentences


def test_long_texts_are_cut_alike():
    """The windows that a long text is read in cannot be seen in the result."""
    sentence = "She came to the U.S. Army base with Lt. Gray in May of that year. "
    assert split_sentences(sentence * 200, "en") == [sentence] * 200
    assert len(split_sentences("word " * WINDOW + "end. Next.", "en")) == 2


@given(st.text(max_size=200), st.sampled_from([*LANGUAGES]))
def test_nothing_is_lost(text, language):
    """Whatever the text, half characters included, its sentences joined are the text, and none is empty."""
    sentences = split_sentences(text + "\ud800", language)
    assert "".join(sentences) == text + "\ud800"
    assert all(sentences)
    assert split_sentences("", language) == []
