"""Loading WhisperX's kinds of aligners from local files, and running them over speech of any length.

No hub is contacted, and only the model's own class is imported: `whisperx.alignment` alone costs 15 s of
CPU time.
"""

import json
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import torch

from f5tts_worker.engine.alignment import wav2vec2
from f5tts_worker.engine.alignment.ctc import Labels
from f5tts_worker.engine.cancelling import held
from f5tts_worker.engine.model.skip_init import skip_init
from f5tts_worker.errors import WorkerError, fault

SAMPLE_RATE = 16_000  # of every wav2vec2 model
# A longer piece is heard in windows: attention grows with the square of the length. F5-TTS's chunks (at most
# 30 s) stay whole. Windows overlap by what a model with 128 positional taps (2.6 s) can see.
_WINDOW_SECONDS, _CONTEXT_SECONDS = 30, 3
_HEARING = threading.Lock()  # windows of all jobs one by one: each takes its memory


@dataclass(frozen=True)
class AlignerFiles:
    """Where an aligner is: a folder in Hugging Face's layout, or a torchaudio pipeline's weights."""

    language: str
    kind: Literal["huggingface", "torchaudio"]
    path: Path
    name: str = ""

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "AlignerFiles":
        """Read the engine protocol's form. Raises WorkerError INVALID_REQUEST."""
        if data.get("kind") not in ("huggingface", "torchaudio"):
            raise fault("aligner.kind", f"is {data.get('kind')!r}", "huggingface or torchaudio")
        return cls(str(data["language"]), data["kind"], Path(data["path"]), str(data.get("name") or ""))


@dataclass(frozen=True)
class Window:
    """Frames `start` to `end` (exclusive), heard together with those around them: `first` to `last`."""

    first: int
    start: int
    end: int
    last: int


@dataclass(frozen=True)
class Aligner:
    """A loaded CTC model with its letters and its frames: `stride` samples apart, `field` samples wide."""

    files: AlignerFiles
    network: Callable[[Any], Any]  # samples (1, n) -> logits (1, frames, columns)
    labels: Labels
    stride: int
    field: int
    normalise: bool
    device: Any

    @property
    def language(self) -> str:
        """The language that it was trained on."""
        return self.files.language

    def emissions(self, samples: Any) -> Any:
        """Return log probabilities of shape (ceil(n / stride), columns) on the CPU for samples of shape (n,).

        Frame i begins at sample i * stride. Models with group norm hear padding, so pieces of different
        lengths are never batched.
        """
        return torch.cat(list(self.listen(samples)))

    def listen(self, samples: Any) -> Iterator[Any]:
        """Yield what `emissions` returns in blocks, in order: an hour of speech is never copied."""
        wave = torch.as_tensor(samples, dtype=torch.float32)
        frames = self.frames(len(wave))
        shift, scale = 0.0, 1.0
        if self.normalise and len(wave):  # as transformers' Wav2Vec2FeatureExtractor does
            shift, scale = float(wave.mean()), float(torch.sqrt(wave.var(correction=0) + 1e-7))
        for window in self.windows(frames):
            begin, end = window.first * self.stride, (window.last - 1) * self.stride + self.field
            piece = (wave[begin:end] - shift) / scale
            # The last frame's field reaches past the end.
            logs = self._logs(torch.nn.functional.pad(piece, (0, end - begin - len(piece))))
            yield logs[window.start - window.first : window.end - window.first]

    def windows(self, frames: int) -> Iterator[Window]:
        """Yield the windows in which so many frames are heard, in order."""
        length, context = (s * SAMPLE_RATE // self.stride for s in (_WINDOW_SECONDS, _CONTEXT_SECONDS))
        core = frames if frames <= length else length - 2 * context
        for start in range(0, frames, core):
            end = min(start + core, frames)
            yield Window(max(start - context, 0), start, end, min(start + core + context, frames))

    def frames(self, samples: int) -> int:
        """Return the number of frames for so many samples; the model makes at least one."""
        return max(-(-samples // self.stride), 1)

    def _logs(self, piece: Any) -> Any:
        frames = (len(piece) - self.field) // self.stride + 1
        with held(_HEARING), torch.inference_mode():
            logits = self.network(piece[None].to(self.device))[0, :frames]
            return logits.float().log_softmax(-1).cpu()


def load(files: AlignerFiles | Mapping[str, Any], device: Any) -> Aligner:
    """Load an aligner onto a torch device. Raises WorkerError MODEL_UNAVAILABLE or MODEL_MISMATCH."""
    files = files if isinstance(files, AlignerFiles) else AlignerFiles.of(files)
    if not files.path.exists():
        raise WorkerError(
            "MODEL_UNAVAILABLE",
            f"The aligner for {files.language} is missing: {files.path.name} does not exist.",
        )
    return (_load_huggingface if files.kind == "huggingface" else _load_torchaudio)(
        files, torch.device(device)
    )


def _load_huggingface(files: AlignerFiles, device: Any) -> Aligner:
    settings = _json(files.path / "config.json")
    tokens = _json(files.path / "tokenizer_config.json", optional=True)
    vocabulary = _vocabulary(files, tokens)
    try:
        module, layers = wav2vec2.build(settings, files.path)
    except ValueError:
        network, layers = _by_transformers(files, device)
    except Exception as error:  # unpickling may raise anything
        print(f"the aligner's weights do not load: {error}", file=sys.stderr)
        raise _mismatch(files, "its weights do not load") from error
    else:
        network = _first(module.to(device))  # a full device is not the files' fault
    blank = next(
        (column for label, column in vocabulary.items() if label.lower() in ("<pad>", "[pad]")), None
    )
    blank = settings.get("pad_token_id", 0) or 0 if blank is None else blank
    separator = tokens.get("word_delimiter_token") or "|"
    return Aligner(
        files,
        network,
        Labels.of(vocabulary, blank=blank, separator=str(separator).lower(), language=files.language),
        *_geometry(layers),
        # transformers' own default; WhisperX leaves this step out.
        bool(_json(files.path / "preprocessor_config.json", optional=True).get("do_normalize", True)),
        device,
    )


def _first(module: Any) -> Callable[[Any], Any]:
    """Return the first of what a torchaudio network gives: its logits."""
    return lambda wave: module(wave)[0]


def _by_transformers(files: AlignerFiles, device: Any) -> tuple[Callable[[Any], Any], list[tuple[int, int]]]:
    """Load a model that torchaudio's network is not (with adapters, say) by transformers: slow to import."""
    from transformers.models.wav2vec2.modeling_wav2vec2 import Wav2Vec2ForCTC

    try:
        model, report = Wav2Vec2ForCTC.from_pretrained(
            str(files.path), local_files_only=True, output_loading_info=True, dtype=torch.float32
        )
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        print(f"the aligner's weights do not load: {error}", file=sys.stderr)
        raise _mismatch(files, "its weights do not load") from error
    # Weights missing from the file would be random, and only a log line would say so.
    missing = [name for name in report["missing_keys"] if "masked_spec_embed" not in name]
    if missing or report["mismatched_keys"]:
        raise _mismatch(files, f"its weights lack {(missing or report['mismatched_keys'])[0]}")
    module = model.to(device).eval()
    layers = list(zip(module.config.conv_kernel, module.config.conv_stride, strict=True))
    return lambda wave: module(wave).logits, layers


def _vocabulary(files: AlignerFiles, tokens: Mapping[str, Any]) -> dict[str, int]:
    vocabulary = _json(files.path / "vocab.json")
    if vocabulary and all(isinstance(value, dict) for value in vocabulary.values()):  # one per language (MMS)
        target = tokens.get("target_lang") or files.language
        vocabulary = vocabulary.get(target) or next(iter(vocabulary.values()))
    return {**vocabulary, **_json(files.path / "added_tokens.json", optional=True)}


def _load_torchaudio(files: AlignerFiles, device: Any) -> Aligner:
    from torchaudio import pipelines

    bundle = getattr(pipelines, files.name, None)
    if bundle is None or not hasattr(bundle, "get_labels"):
        raise _mismatch(files, f"torchaudio has no pipeline {files.name!r} with letters")
    # The file is where torchaudio would download it to, so it does not.
    local = {
        "model_dir": str(files.path.parent),
        "file_name": files.path.name,
        "map_location": "cpu",
        "weights_only": True,
    }
    try:
        # MMS_FA adds a star of its own; ours is made for every model alike.
        options = {"with_star": False} if hasattr(bundle, "get_dict") else {}
        with skip_init():
            model = bundle.get_model(dl_kwargs=local, **options)
    except Exception as error:  # unpickling may raise anything
        print(f"the aligner's weights do not load: {error}", file=sys.stderr)
        raise _mismatch(files, "its weights do not load") from error
    module = model.to(device).eval()
    labels = {label: column for column, label in enumerate(bundle.get_labels()) if label != "*"}
    layers = bundle._params["extractor_conv_layer_config"] or _WAV2VEC2_LAYERS  # noqa: SLF001 - torchaudio has it nowhere else
    return Aligner(
        files,
        _first(module),
        Labels.of(labels, blank=0, language=files.language),
        *_geometry([(kernel, stride) for _, kernel, stride in layers]),
        False,  # if a pipeline wants that, its own model normalises
        device,
    )


_WAV2VEC2_LAYERS = [(512, 10, 5), *[(512, 3, 2)] * 4, *[(512, 2, 2)] * 2]  # torchaudio's default


def _geometry(layers: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the stride and the field in samples of a stack of (kernel, stride) convolutions."""
    stride, field = 1, 1
    for kernel, step in layers:
        field += (kernel - 1) * stride
        stride *= step
    return stride, field


def _json(path: Path, *, optional: bool = False) -> dict[str, Any]:
    if optional and not path.exists():
        return {}
    try:
        data = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise WorkerError("MODEL_MISMATCH", f"The aligner's {path.name} is missing or damaged.") from error
    if not isinstance(data, dict):
        raise WorkerError("MODEL_MISMATCH", f"The aligner's {path.name} is not an object.")
    return data


def _mismatch(files: AlignerFiles, reason: str) -> WorkerError:
    return WorkerError("MODEL_MISMATCH", f"The aligner for {files.language} cannot be used: {reason}."[:500])
