"""Whether a checkpoint was trained on a text's language: known before anything is fetched or loaded."""

from collections.abc import Collection

from f5tts_worker.bootstrap.weights.models import DEMO, DEMO_LANGUAGES, MODELS
from f5tts_worker.config import Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.languages import foreign_script, language_code, language_names, scripts_of


def check_language(settings: Settings, model: str, language: str, text: str) -> None:
    """Raise WorkerError UNSUPPORTED_LANGUAGE for a text that the model was not trained to speak.

    The language's code decides, and so do the text's letters: a caller may leave the code out, or send the
    one of another text. A checkpoint that declares no languages speaks all.
    """
    languages = _languages_of(settings, model)
    code = language_code(language)
    if not languages:
        return
    if code not in languages:
        asked = language_names([code])
        fault = f"not on {asked}"
        others = [name for name, other in MODELS.items() if code in other.languages]
    elif asked := foreign_script(text, languages):
        fault = f"but most letters of the text are {asked}"
        others = [
            name for name, other in MODELS.items() if any(asked in scripts_of(one) for one in other.languages)
        ]
    else:
        return
    raise WorkerError(
        "UNSUPPORTED_LANGUAGE",
        f"The model {model} was trained on {language_names(languages)}, {fault}: use {_other(others)}, or "
        "set the option any_language to true to have the text spoken all the same.",
        {"languages": [*languages], "models": others},
    )


def _languages_of(settings: Settings, model: str) -> Collection[str]:
    """Return the codes of what a model was trained on; none where that is not known."""
    if model == settings.model and settings.model_languages:
        return settings.model_languages
    if model == DEMO:
        return DEMO_LANGUAGES
    return MODELS[model].languages if model in MODELS else ()


def _other(models: Collection[str]) -> str:
    if not models:
        return "a checkpoint of your own that was (F5TTS_MODEL), since no model of the table was"
    return f"a model that was ({', '.join(models)})"
