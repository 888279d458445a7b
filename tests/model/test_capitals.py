"""Shouted words reach the model in small letters; acronyms stay as they are."""

# ruff: noqa: RUF001 - Cyrillic and Greek letters are meant

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from f5tts_worker.engine.text.capitals import lower_shouting
from f5tts_worker.engine.text.spoken import split_words


@pytest.mark.parametrize(
    ("text", "read"),
    [
        # single words that are stressed
        ("I do NOT want this.", "I do not want this."),
        ("It is VERY cold, so STOP!", "It is very cold, so stop!"),
        ("We NEVER said that, DON'T ask.", "We never said that, don't ask."),
        ("IMPORTANT: read this first.", "important: read this first."),
        ("This is ABSOLUTELY unbelievable", "This is absolutely unbelievable"),
        # acronyms and the like
        ("NASA and the BBC met in the U.S. today.", "NASA and the BBC met in the U.S. today."),
        ("Our TTS reads HTML, XML and HTTPS.", "Our TTS reads HTML, XML and HTTPS."),
        ("The FBI, the CIA and the UN", "The FBI, the CIA and the UN"),
        ("K.F.C. is U.S.A. made", "K.F.C. is U.S.A. made"),
        ("A WHO report for the IT team", "A WHO report for the IT team"),
        ("CPUs, URLs and NASA's GPUs", "CPUs, URLs and NASA's GPUs"),
        ("MP3, H2O, B2B, 4K and GPT-4", "MP3, H2O, B2B, 4K and GPT-4"),
        ("COVID-19 and UNESCO", "COVID-19 and unesco"),  # a name; what is read as a word
        ("Louis XIV, Rocky III, chapter XXVII", "Louis XIV, Rocky III, chapter XXVII"),
        ("J. R. R. Tolkien met McDONALD", "J. R. R. Tolkien met McDONALD"),
        ("Plan B, vitamin C, an X-ray", "Plan B, vitamin C, an X-ray"),
        # runs and whole texts
        ("WARNING: HIGH VOLTAGE", "warning: high voltage"),
        ("THE QUICK BROWN FOX", "the quick brown fox"),
        ("GO TO BED", "go to bed"),
        ("STOP SHOUTING AT ME. I'M TIRED, AND I LEFT.", "stop shouting at me. I'm tired, and I left."),
        ("THE FBI AND THE USA MADE A DEAL", "the FBI and the USA made a deal"),
        ("BUY MY HTML BOOK TODAY!", "buy my HTML book today!"),
        ("MEET US AT 10 AM OR 5 PM", "meet us at 10 AM or 5 PM"),
        ("WIN 100 NEW CARS NOW", "win 100 new cars now"),
        ("CHAPTER XIV: THE T-SHIRT", "chapter XIV: the T-shirt"),
        ("He said: “LEAVE ME ALONE!” and left.", "He said: “leave me alone!” and left."),
        ("THE U.S. ARMY", "the U.S. army"),
        # a line of acronyms is none that is shouted; among words that are, they stay too
        ("USB HDMI VGA DVI", "USB HDMI VGA DVI"),
        ("US UK EU UN NATO", "US UK EU UN NATO"),
        ("BBC ITV CNN", "BBC ITV CNN"),
        ("BIG OLD CAT NAPS", "big old cat naps"),
        ("GET IT ON BBC ONE AND ITV", "get it on BBC one and ITV"),
        ("PAN: ABCPK1234L", "PAN: ABCPK1234L"),
        ("NASA", "NASA"),
        ("UNHCR, UCLA and the USPTO in MMXXIV", "UNHCR, UCLA and the USPTO in MMXXIV"),
        ("", ""),
    ],
)
def test_english(text, read):
    """Real cases: what is stressed is read as a word, what is spelled stays spelled."""
    assert lower_shouting(text, "en") == read


@pytest.mark.parametrize(
    ("language", "text", "read"),
    [
        ("de", "Das ist NICHT wahr, ACHTUNG!", "Das ist nicht wahr, achtung!"),
        ("de", "ICH BIN DA", "ich bin da"),
        ("de", "Die CDU, die SPD und die USA", "Die CDU, die SPD und die USA"),
        ("fr", "LA SNCF EST EN GRÈVE", "la SNCF est en grève"),
        ("es", "¡LA CASA ES UN DESASTRE!", "¡la casa es un desastre!"),
        ("it", "I RAGAZZI NON VANNO", "i ragazzi non vanno"),
        ("tr", "DİKKAT, IŞIK YANIYOR", "dikkat, ışık yanıyor"),
        ("ru", "Я НЕ ХОЧУ ЭТОГО", "я не хочу этого"),
        ("ru", "МВД и ФСБ, США и СССР", "МВД и ФСБ, США и СССР"),
        ("el", "ΜΕΓΑΛΟΣ ΔΡΟΜΟΣ", "μεγαλος δρομος"),
        ("cs", "VLK A TRH JSOU VELKÝ PROBLÉM", "vlk a trh jsou velký problém"),
        ("zh", "我爱 NASA 和 TTS", "我爱 NASA 和 TTS"),
        ("zh", "我喜欢AI技术和NBA", "我喜欢AI技术和NBA"),
        ("ko", "CEO입니다. NBA선수가", "CEO입니다. NBA선수가"),
        ("it", "modelli di AI generativa", "modelli di AI generativa"),
    ],
)
def test_other_languages(language, text, read):
    """The rule is the same; short words are known for some languages."""
    assert lower_shouting(text, language) == read


def test_captions_stay_as_they_were_written():
    """Only what is spoken changes: a display word keeps its capitals."""
    words = split_words("HELP ME, I have 5 OLD cats from NASA.", "en")
    assert " ".join(word.display for word in words) == "HELP ME, I have 5 OLD cats from NASA."
    assert " ".join(word.spoken for word in words) == "help me, I have five old cats from Nasa."


@settings(deadline=None)
@given(st.text(string.printable + "ÄÉßİıСẞΣ’", max_size=60), st.sampled_from(["en", "de", "tr", "ru", "cs"]))
def test_only_the_case_changes(text, language):
    """Nothing but capitals is touched, and a text without any stays as it is."""
    read = lower_shouting(text, language)
    assert read.casefold().replace("ı", "i").replace("\u0307", "") == text.casefold().replace(
        "ı", "i"
    ).replace("\u0307", "")
    assert lower_shouting(text.lower(), language) == text.lower()
