"""The engine's eight methods: the protocol's parameters in, the model modules' functions, plain results out.

Keeps what is loaded, and is called by several threads: `load` of another model alone, all else side by side.
Everything heavy is imported when the first `load` asks for it: the process answers before that, and weights
are read ahead while PyTorch imports.
"""

import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from f5tts_worker.engine.alignment.loaded import LoadedAligners
from f5tts_worker.engine.cancelling import held, holding
from f5tts_worker.engine.protocol import (
    AlignParams,
    AlignResult,
    AppendParams,
    AppendResult,
    EncodeParams,
    EncodeResult,
    LoadParams,
    LoadResult,
    ModelPaths,
    PlanResult,
    PrepareParams,
    PrepareResult,
    StoredReference,
    SynthesiseParams,
    SynthesiseResult,
    TranscribeParams,
    TranscribeResult,
)
from f5tts_worker.engine.request_loop import Progress, Reporter, Tell
from f5tts_worker.engine.speech.orders import Work, plan_of, request_of
from f5tts_worker.engine.startup.read_ahead import read_ahead, weights_in
from f5tts_worker.errors import WorkerError

if TYPE_CHECKING:
    from f5tts_worker.engine.audio.encode import EncodeInfo
    from f5tts_worker.engine.audio.growing import GrowingFiles
    from f5tts_worker.engine.model.loader import LoadedModel
    from f5tts_worker.engine.model.vocoder import Vocoder
    from f5tts_worker.engine.reference.prepare import PreparedReference
    from f5tts_worker.engine.reference.shelf import ReferenceShelf
    from f5tts_worker.engine.speech.synthesis import SynthesisRequest

_ONE_BY_ONE = 1  # frames: no two chunks fit into such a batch


class Service:
    """The models, and what can be asked of them."""

    def __init__(self) -> None:
        self._files: tuple[ModelPaths, str] | None = None  # that are, or were to be
        self._dtypes: dict[str, str] = {}  # of files that overflowed in the usual number type
        self._is_warm = False
        self._work = Work()
        self._model: LoadedModel | None = None
        self._vocoder: Vocoder | None = None
        self._device = "auto"
        self._aligners = LoadedAligners()
        self._own_shelf: ReferenceShelf | None = None
        self._growing: GrowingFiles | None = None
        self._loading = threading.RLock()  # held while one loads: no request sees the moment without a model

    def call(
        self, method: str, params: Mapping[str, Any], progress: Reporter, *, frugal: bool
    ) -> Mapping[str, Any]:
        """Return the result of one of the protocol's methods. Raises WorkerError.

        `frugal`: memory ran out a moment ago; keep little, and take chunks one at a time.
        """
        if frugal:
            self._aligners.clear()
            if method == "synthesise":
                params = {**params, "max_batch_frames": _ONE_BY_ONE}
        answer: Callable[[Any, Reporter], Mapping[str, Any]] = getattr(self, method)
        return answer(params, progress)

    def load(self, params: LoadParams, progress: Progress) -> LoadResult:
        """Load model, vocoder and aligner, and run them once; what is loaded from the same files stays."""
        seconds: dict[str, float] = {}
        files = params["model"]
        self._device = params.get("device") or "auto"
        key = json.dumps([files, self._device], sort_keys=True)
        progress("load", 0, 3)
        fresh = self._files is None or key != self._files[1]
        aligner = params.get("aligner")
        if fresh:
            folders = [files["vocoder"], *([aligner["path"]] if aligner else [])]
            weights = [path for folder in folders for path in weights_in(Path(folder))]
            read_ahead([files.get("half") or files["checkpoint"], *weights])
        with _timed(seconds, "imports"):
            from f5tts_worker.engine.startup.imports import import_models

            import_models()
            from f5tts_worker.engine.model.hardware import jobs_at_once
        progress("load", 1, 3)
        with _timed(seconds, "weights"):
            if fresh:
                holding(self._loading, lambda: self._load_model(files, key))
            if aligner:
                self._aligners.get(aligner, self._device)
        progress("load", 2, 3)
        with _timed(seconds, "warm_up"):
            if params.get("warm_up") and not self._is_warm:
                self._warm_up(marks=params.get("watermark", False))
        progress("load", 3, 3)
        model, _ = self._models()
        return {
            "device": model.device.type,
            "dtype": model.dtype_name,
            "model": model.name,
            "sample_rate": model.mel.target_sample_rate,
            "jobs": jobs_at_once(model.device),
            "seconds": seconds,
        }

    def prepare(self, params: PrepareParams, progress: Progress) -> PrepareResult:
        """Make a recording and its text a reference for cloning, or find it made; keep it if so asked."""
        from f5tts_worker.engine.reference.listening import at_16k, find_text, place_words
        from f5tts_worker.engine.reference.prepare import Limits

        folder, asks = params.get("transcriber"), params.get("asks_for_aligner", False)
        files, aligner_of = params.get("aligner"), self._aligners.of_language
        aligner_for = partial(aligner_of, files=files, device=self._device, asks=asks)
        progress("prepare", 0, 1)

        def hear(samples: Any, rate: int, language: str | None) -> tuple[str, str]:
            progress("transcribe", 0, 1)
            return _transcribe(at_16k(samples, rate), folder, language, self._device, progress)

        found = self._shelf.prepare(
            Path(params["audio"]),
            params.get("text"),
            params.get("language"),
            Path(params["cache"]),
            Limits(**(params.get("limits") or {})),
            align=partial(place_words, aligner_for),
            find=partial(find_text, aligner_for) if params.get("judge", True) else None,
            transcribe=hear if folder else None,
            mark=params.get("mark"),
        )
        result = cast("PrepareResult", found.as_result())
        if target := params.get("store_as"):
            from f5tts_worker.engine.reference.stored import write_stored

            result["stored"] = cast("StoredReference", write_stored(found, Path(target)))
        progress("prepare", 1, 1)
        return result

    def plan(self, params: SynthesiseParams, _progress: Progress) -> PlanResult:
        """Say how long a text takes in a prepared voice. Raises NOT_FOUND as `synthesise` does."""
        model, _ = self._models()
        reference = self._reference(params)
        return plan_of(model, reference, request_of(params, reference.language, self._work))

    def synthesise(self, params: SynthesiseParams, progress: Reporter) -> SynthesiseResult:
        """Say a text in a prepared voice. Raises NOT_FOUND for one neither in memory nor in `cache`."""
        self._models()
        kept = Path(folder) if (folder := params.get("kept")) else None
        reference = self._reference(params)
        hear = self._aligners.hearing(params.get("aligner"), self._device) if params.get("takes") else None
        source = Path(cache) / reference.sha if (cache := params.get("cache")) else None
        request = replace(request_of(params, reference.language, self._work), hear=hear, source=source)
        stretched = params.get("stretched", False)
        tell = progress.piece if params.get("pieces") else None
        out = Path(params["out"])
        spoken = self._speak(reference, request, out, progress, kept, tell, stretched=stretched)
        self._work.count(spoken, kept)
        return spoken

    def align(self, params: AlignParams, progress: Progress) -> AlignResult:
        """Time every display word of speech whose text is known. Raises UNSUPPORTED_LANGUAGE."""
        from f5tts_worker.engine.alignment import aligner as by_ear
        from f5tts_worker.engine.audio.recording import heard
        from f5tts_worker.engine.audio.wav_at_rate import WavAtRate

        language = str(params.get("language") or "en")
        files = params.get("aligner")
        if not files:
            raise WorkerError("UNSUPPORTED_LANGUAGE", f"There is no aligner for the language {language!r}.")
        chunks, rate = params.get("chunks"), by_ear.SAMPLE_RATE
        characters = params.get("characters", False)
        if chunks is not None:
            aligner = self._aligners.get(files, self._device)
            progress("align", 0, 1)
            warnings: list[str] = []
            with WavAtRate(params["audio"], rate) as speech:
                found = by_ear.align_chunks(
                    aligner, speech, chunks, warnings=warnings, progress=progress, characters=characters
                )
                ms = len(speech) * 1000 // rate
            return {"words": found.words, "faults": found.faults, "warnings": warnings, "ms": ms}
        samples, warnings = heard(params["audio"], params.get("limits"), rate, on_timeline=True)
        aligner = self._aligners.get(files, self._device)
        progress("align", 0, 1)
        text = str(params.get("text") or "")
        words = by_ear.align_text(
            aligner, samples, text, language, warnings=warnings, progress=progress, characters=characters
        )
        return {"words": words, "faults": [], "warnings": warnings, "ms": len(samples) * 1000 // rate}

    def transcribe(self, params: TranscribeParams, progress: Progress) -> TranscribeResult:
        """Return what is said in a recording, and in which language."""
        from f5tts_worker.engine.audio.recording import heard

        samples, _ = heard(params["audio"], params.get("limits"), 16_000)
        progress("transcribe", 0, 1)
        wanted = params.get("language")
        text, language = _transcribe(samples, params.get("transcriber"), wanted, self._device, progress)
        progress("transcribe", 1, 1)
        return {"text": text, "language": language, "ms": len(samples) * 1000 // 16_000}

    def append(self, params: AppendParams, _progress: Progress) -> AppendResult:
        """Put speech behind what a file holds, with silence around and inside it."""
        from f5tts_worker.engine.audio.appending import append

        return append(params)

    def encode(self, params: EncodeParams, progress: Progress) -> EncodeResult:
        """Write speech in another format: the whole, or as far as it has grown."""
        from f5tts_worker.engine.audio import decode as audio

        progress("encode", 0, 1)
        if (until := params.get("until")) is not None:
            grown = self._grow(params, until)
            return {"bytes": grown.bytes, "sample_rate": grown.sample_rate, "ms": grown.ms}
        with audio.WavReader(params["audio"]) as file:
            how = params["out"], params["format"], params.get("sample_rate"), params.get("comment")
            info = audio.encode_blocks(file.blocks, file.rate, *how)
        progress("encode", 1, 1)
        return {"bytes": info.bytes, "sample_rate": info.sample_rate, "ms": info.ms}

    def _reference(self, params: SynthesiseParams) -> "PreparedReference":
        cache = params.get("cache")
        return self._shelf.get(params["reference"], Path(cache) if cache else None)

    def _grow(self, params: EncodeParams, until: int) -> "EncodeInfo":
        from f5tts_worker.engine.audio.growing import GrowingFiles

        self._growing = self._growing or GrowingFiles()
        return self._growing.go_on(
            Path(params["audio"]),
            Path(params["out"]),
            params["format"],
            params.get("sample_rate"),
            params.get("comment"),
            until=until,
            is_last=params.get("is_last", False),
        )

    def _models(self) -> "tuple[LoadedModel, Vocoder]":
        def loaded() -> "tuple[LoadedModel, Vocoder]":
            if self._model is None and self._files is not None:  # loading it anew, in a wider type, failed
                self._load_model(*self._files)
            if self._model is None or self._vocoder is None:
                raise WorkerError("MODEL_UNAVAILABLE", "No model is loaded.")
            return self._model, self._vocoder

        return holding(self._loading, loaded)

    def _speak(
        self,
        reference: "PreparedReference",
        request: "SynthesisRequest",
        out: Path,
        progress: Progress,
        kept: Path | None = None,
        tell: Tell | None = None,
        *,
        stretched: bool = False,
    ) -> SynthesiseResult:
        from f5tts_worker.engine.speech.overflow import in_wider_types
        from f5tts_worker.engine.speech.synthesis import synthesise

        def speak(model: "LoadedModel", vocoder: "Vocoder") -> SynthesiseResult:
            asked = replace(model, speeds=(1.0, 1.0)) if stretched else model
            return synthesise(asked, vocoder, reference, request, out, progress, kept, tell)

        def reload(narrow: str, wider: str) -> None:
            def load() -> None:
                if self._files is None or (self._model is not None and self._model.dtype_name != narrow):
                    return  # another job has been quicker
                files, key = self._files
                self._dtypes[key] = wider
                self._load_model(files, key)

            holding(self._loading, load)

        return in_wider_types(speak, self._models, reload)

    def _load_model(self, files: ModelPaths, key: str) -> None:
        from f5tts_worker.engine.model.loader import load_model
        from f5tts_worker.engine.model.vocoder import load_vocoder

        # The one before goes first: two models may not fit. What fails to load leaves none.
        self._model = self._vocoder = None
        self._files = (files, key)
        self._is_warm, self._work.frames_per_second = False, None
        known, dtype = files.get("known", False), self._dtypes.get(key)
        model = load_model(files, self._device, dtype or "auto", probe=not (known or dtype))
        self._vocoder = load_vocoder(Path(files["vocoder"]), model.device, model.mel)
        self._model = model

    def _warm_up(self, *, marks: bool) -> None:
        """Speak two words in a voice of noise and time them, through all that a job goes through."""
        from f5tts_worker.engine.speech.warm_up import rehearsal

        reference, request = rehearsal(self._models()[0].device.type, marks=marks)
        with tempfile.TemporaryDirectory() as folder:
            self._speak(reference, request, Path(folder) / "warm.wav", lambda *_: None)
        for aligner in self._aligners.all():
            aligner.emissions(reference.samples)
        self._is_warm = True

    @property
    def _shelf(self) -> "ReferenceShelf":
        from f5tts_worker.engine.reference.shelf import ReferenceShelf

        with held(self._loading):
            self._own_shelf = self._own_shelf or ReferenceShelf()
            return self._own_shelf


def _transcribe(
    samples: Any, folder: str | None, language: str | None, device: str, progress: Progress | None = None
) -> tuple[str, str]:
    if not folder:
        raise WorkerError("TRANSCRIBER_MISSING", "No transcriber is installed; send the recording's text.")
    from f5tts_worker.engine.reference.transcriber import transcribe

    return transcribe(samples, Path(folder), language, device, progress=progress)


@contextmanager
def _timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    seconds[name] = round(time.perf_counter() - started, 3)
