"""Run by the environment's Python before the environment is published: imports what the engine needs.

Some packages import, at their top, others that only training needs and that are left out of the lock. The
engine stands in for those while it imports; so does this check.
"""

import importlib
import sys
import types

ABSENT = (
    "encodec",
    "f5_tts.model.trainer",
    "librosa",
    "librosa.filters",
    "x_transformers",
    "x_transformers.x_transformers",
)
WITH_STAND_INS = (
    "f5_tts.model.backbones.dit",
    "f5_tts.model.backbones.unett",
    "f5_tts.model.utils",
    "vocos.heads",
    "vocos.models",
)
PLAIN = (
    "av",
    "faster_whisper",
    "huggingface_hub",
    "num2words",
    "pypinyin",
    "rjieba",
    "safetensors.torch",
    "torch",
    "torchaudio",
    "transformers.models.wav2vec2.modeling_wav2vec2",
    "whisperx.alignment",
    "yaml",
)


class StandIn(types.ModuleType):
    """A module in which every name can be found, so that `from it import anything` works."""

    def __getattr__(self, name: str) -> type:
        if name.startswith("__"):  # Python's own questions, such as for __file__
            raise AttributeError(name)
        return object


def main() -> None:
    """Import everything; an ImportError ends the program with its traceback."""
    for name in PLAIN:  # first: some of them look for packages that the stand-ins would pretend to be
        importlib.import_module(name)
    sys.modules.update({name: StandIn(name) for name in ABSENT})
    for name in WITH_STAND_INS:
        importlib.import_module(name)


if __name__ == "__main__":
    main()
