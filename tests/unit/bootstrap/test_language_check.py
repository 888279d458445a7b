"""A text in a language that a checkpoint was not trained on is refused before anything is fetched."""

import pytest

from f5tts_worker.bootstrap import check_language
from f5tts_worker.config import from_environment
from f5tts_worker.errors import WorkerError


def refused(model="F5TTS_v1_Base", language="en", text="Hello", **variables):
    """Return what a text is refused with."""
    with pytest.raises(WorkerError) as caught:
        check_language(from_environment(variables), model, language, text)
    assert caught.value.code == "UNSUPPORTED_LANGUAGE"
    return caught.value


def test_a_language_that_no_model_speaks():
    """The sentence names the languages, what can be done, and the option that overrides."""
    error = refused(language="ru", text="Привет")
    assert error.message == (
        "The model F5TTS_v1_Base was trained on English and Chinese, not on Russian: use a checkpoint of "
        "your own that was (F5TTS_MODEL), since no model of the table was, or set the option any_language "
        "to true to have the text spoken all the same."
    )
    assert error.details == {"languages": ["en", "zh"], "models": []}


def test_a_language_that_another_model_speaks():
    """The models that speak it are named."""
    error = refused(language="ar-EG", text="مرحبا")
    assert "not on Arabic: use a model that was (silma-tts), or set" in error.message
    assert error.details["models"] == ["silma-tts"]
    assert refused("OpenF5-TTS-Base", "zh", "你好").details["models"] == [
        "F5TTS_v1_Base",
        "F5TTS_Base",
        "E2TTS_Base",
    ]


@pytest.mark.parametrize(
    ("text", "script"),
    [("Привет, мир", "Cyrillic"), ("안녕하세요", "Korean"), ("こんにちは、世界", "Japanese")],
)
@pytest.mark.parametrize("model", ["F5TTS_v1_Base", "E2TTS_Base", "OpenF5-TTS-Base", "silma-tts", "demo"])
def test_letters_that_are_of_no_language_of_the_model(model, text, script):
    """A caller who names no language, or a wrong one, is answered by the text's letters."""
    assert f"but most letters of the text are {script}: use" in refused(model, text=text).message


@pytest.mark.parametrize(
    ("model", "language", "text"),
    [
        ("F5TTS_v1_Base", "en", "Hello, or Привет as they say in Minsk."),
        ("F5TTS_v1_Base", "en", "你好"),  # no language was named, and the model speaks this one
        ("F5TTS_v1_Base", "zh-CN", "你好 hello"),
        ("silma-tts", "ar", "مرحبا"),
        ("demo", "en-GB", "Hello"),
    ],
)
def test_what_the_model_speaks(model, language, text):
    """Nothing is refused that the checkpoint was trained on."""
    check_language(from_environment({}), model, language, text)


def test_an_own_checkpoint_speaks_what_it_declares(tmp_path):
    """Without a declaration nothing is refused; with one, what it does not name."""
    own = str(tmp_path)
    check_language(from_environment({"F5TTS_MODEL": own}), own, "ru", "Привет")
    declared = {"F5TTS_MODEL": own, "F5TTS_MODEL_LANGUAGES": "ru, uk-UA"}
    check_language(from_environment(declared), own, "uk", "Привіт")
    assert "trained on Russian and Ukrainian, not on Korean" in refused(own, "ko", "안녕", **declared).message
    assert "most letters of the text are Latin" in refused(own, "ru", "Hello", **declared).message
    refused("F5TTS_v1_Base", "ru", "Привет", **declared)  # the declaration is not for other models


def test_a_declaration_that_holds_no_codes():
    """A setting that names languages otherwise is refused at the start."""
    with pytest.raises(WorkerError, match="F5TTS_MODEL_LANGUAGES must be language codes"):
        from_environment({"F5TTS_MODEL_LANGUAGES": "klingon"})
