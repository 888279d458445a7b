"""A whole Spanish text shows whose money and whose numbers it has; a country's code says so too."""

import pytest

from f5tts_worker.engine.text.clean import join_words
from f5tts_worker.engine.text.spoken import split_sentences, split_words


def said(sentences: list[str], language: str = "es") -> str:
    """Return what is said for the last of a text's sentences."""
    return " ".join(join_words(split_sentences(sentences, language)).split(".")[-2].split())


@pytest.mark.parametrize(
    ("before", "sentence", "reading"),
    [
        ("Soy mexicano y vivo en Puebla.", "El taxi cuesta $120.", "El taxi cuesta ciento veinte pesos"),
        ("Pagan en pesos.", "La medialuna cuesta $900.", "La medialuna cuesta novecientos pesos"),
        ("Cobra en dólares en México.", "Son $900 al mes.", "Son novecientos dólares al mes"),
        ("El banco abrió.", "Cobra $900.", "Cobra novecientos dólares"),
        ("Cusco queda en Perú.", "Está a 3,399 m.", "Está a tres mil trescientos noventa y nueve metros"),
        (
            "Costó $12,500.",
            "Pesa 2,300 g.",
            "Pesa dos mil trescientos gramos",
        ),
        ("Pesa 1,5 kg y costó $1,200.", "Mide 1,852 m.", "Mide uno coma ocho cinco dos metros"),
    ],
)
def test_a_sentence_is_read_as_its_text_is_written(before, sentence, reading):
    """Places and amounts in one sentence tell what the signs of another mean."""
    assert said([before, sentence]) == reading


@pytest.mark.parametrize(
    ("language", "reading"),
    [
        ("es-MX", "Cuesta cincuenta pesos y está a dos mil doscientos cuarenta metros."),
        ("es_AR", "Cuesta cincuenta pesos y está a dos coma dos cuatro cero metros."),
        ("es-PE", "Cuesta cincuenta dólares y está a dos mil doscientos cuarenta metros."),
        ("es-ES", "Cuesta cincuenta dólares y está a dos coma dos cuatro cero metros."),
    ],
)
def test_a_code_may_name_the_country(language, reading):
    """What a code says needs no evidence in the text."""
    assert join_words(split_words("Cuesta $50 y está a 2,240 m.", language)) == reading
