"""Weights that overflow in their number type: the same once more in a wider one."""

import sys
from collections.abc import Callable

from f5tts_worker.engine.model.hardware import wider_dtype
from f5tts_worker.engine.model.loader import LoadedModel
from f5tts_worker.engine.model.vocoder import Vocoder
from f5tts_worker.engine.protocol import SynthesiseResult
from f5tts_worker.engine.speech.making import NotFiniteError


def in_wider_types(
    speak: Callable[[LoadedModel, Vocoder], SynthesiseResult],
    models: Callable[[], tuple[LoadedModel, Vocoder]],
    reload: Callable[[str, str], None],
) -> SynthesiseResult:
    """Return what `speak` does; when that overflows, have the model reloaded in a wider type and say so.

    Raises NotFiniteError when the widest type does not help: then the weights themselves are at fault.
    """
    warnings: list[str] = []
    while True:
        model, vocoder = models()
        try:
            spoken = speak(model, vocoder)
        except NotFiniteError:
            wider = wider_dtype(model.device, model.dtype)
            if wider is None:
                raise
        else:
            return {**spoken, "warnings": [*warnings, *spoken["warnings"]]}
        warnings.append(f"The model {model.name} overflowed in {model.dtype_name}; it now runs in {wider}.")
        print(warnings[-1], file=sys.stderr)
        narrow = model.dtype_name
        del model, vocoder  # a second model may not fit beside them
        reload(narrow, wider)
