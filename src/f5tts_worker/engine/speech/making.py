"""The chunks' waves: sampled and decoded, or taken from where they are kept."""

import itertools
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from f5tts_worker.engine.model.loader import LoadedModel
from f5tts_worker.engine.model.mel import reference_mel
from f5tts_worker.engine.model.vocoder import Vocoder
from f5tts_worker.engine.reference.prepare import PreparedReference
from f5tts_worker.engine.speech.join_chunks import Wave
from f5tts_worker.engine.speech.kept_waves import KeptWaves
from f5tts_worker.engine.speech.planning import PlannedChunk, SpeechPlan
from f5tts_worker.engine.speech.sampler import SampleSettings, form_batches
from f5tts_worker.engine.speech.scheduling import Progress, Scheduler
from f5tts_worker.engine.speech.splicing import Anew, Hear, said_anew, spliced
from f5tts_worker.engine.text.clean import SpokenWord
from f5tts_worker.errors import WorkerError


class NotFiniteError(WorkerError):
    """Speech that holds infinities, or what is no number: the weights do not fit their number type."""


@dataclass(frozen=True)
class How:
    """How chunks are made. `hear` finds words in them, for sentences that are said anew."""

    settings: SampleSettings
    batch_frames: int
    due: float = 0.0  # jobs are spoken in this order
    hear: Hear | None = None
    source: Path | None = None  # the prepared reference's folder: chunks are kept while it is there


class Maker:
    """Makes the chunks' waves in order, or takes those that are kept."""

    def __init__(
        self,
        model: LoadedModel,
        vocoder: Vocoder,
        reference: PreparedReference,
        plan: SpeechPlan,
        how: How,
        folders: tuple[Path, Path],
        progress: Progress,
    ) -> None:
        self._model, self._vocoder, self._progress = model, vocoder, progress
        self._mel = reference_mel(reference.samples, model.mel)
        self._how, self._anew = how, plan.anew
        voice = {"reference": reference.sha, "said": reference.text}
        sampled = {"model": model.identity, "steps": how.settings.steps, "cfg": how.settings.cfg_strength}
        self._kept = KeptWaves(*folders, {**voice, **sampled}, how.source)
        self.seconds = {"sample": 0.0, "vocode": 0.0}
        self.beside: list[Sequence[SpokenWord]] = []  # sentences said anew that nobody asked for
        # Those of the plan; behind them, sentences that are said anew, once it is known which.
        self._chunks, self._planned = list(plan.chunks), len(plan.chunks)
        self._keys = [self._key(one) for one in self._chunks]
        self._said_anew: dict[int, tuple[Sequence[Anew], range]] = {}
        self._missing = {place for place, key in enumerate(self._keys) if not self._kept.has(key)}
        self.kept = self._planned - len(self._missing)  # chunks that need not be made
        # Of the others, reference included.
        self.frames = sum(self._chunks[place].plan.frames for place in self._missing)

    @contextmanager
    def at(self, scheduler: Scheduler, *, has_listener: bool) -> Iterator[None]:
        """Have what must be made sampled while the block lasts."""
        how = self._how.settings, self._how.batch_frames, self._how.due
        with scheduler.order(self._model.network, self._mel, *how, has_listener=has_listener) as self._order:
            # Groups are those of the whole speech: a job that goes on after a kill makes the same bits.
            whole = self._groups(has_listener=has_listener)
            groups = ([place for place in group if place in self._missing] for group in whole)
            self._to_make = {group[0]: group for group in groups if group}
            for group in self._to_make.values():
                self._order.add([(place, self._chunks[place].plan) for place in group])
            yield
        self.seconds["sample"] = self._order.seconds

    def waves(self) -> Iterator[Wave]:
        """Yield the chunks' waves in order; of what must be made, a group at a time."""
        made: dict[int, Any] = {}
        for place in range(self._planned):
            if place in self._to_make:
                made |= self._make(self._to_make.pop(place))
            wave = made.pop(place) if place in made else self._made(place)
            yield self._with_takes(place, wave) if self._chunks[place].takes else Wave(wave)

    def _made(self, place: int) -> Any:
        """Return a chunk's samples, float32 [n]: kept, or made now."""
        wave = self._kept.get(self._keys[place])
        if wave is None:  # it could not be kept, was swept meanwhile, or is damaged
            self._order.add([(place, self._chunks[place].plan)], first=True)
            wave = self._make([place])[place]
        return wave

    def _with_takes(self, place: int, wave: Any) -> Wave:
        """Return a chunk's wave with some of its sentences said anew."""
        chunk, rate = self._chunks[place], self._model.mel.target_sample_rate
        if place not in self._said_anew:
            found = said_anew(wave, rate, chunk.words, chunk.takes, self._how.hear)
            first = len(self._chunks)
            self._said_anew[place] = found, range(first, first + len(found))
            self._chunks += [self._anew(chunk, one.words, one.take) for one in found]
            self._keys += map(self._key, self._chunks[first:])
            self.beside += [chunk.words[words] for one in found for words in one.beside]
        anew, places = self._said_anew[place]
        waves = [self._made(one) for one in places]
        return Wave(waves[0]) if anew[0].is_all else Wave(spliced(wave, rate, anew, waves), was=wave)

    def _groups(self, *, has_listener: bool) -> Iterator[list[int]]:
        """Yield the places of neighbouring chunks, as many as fit into a batch.

        A listener waits for the first one alone, and hears it while twice as many are made.
        """
        most = 1 if has_listener else self._planned
        places = iter(range(self._planned))
        for batch in form_batches([chunk.plan for chunk in self._chunks], self._how.batch_frames):
            group = list(itertools.islice(places, len(batch)))
            while group:
                yield group[:most]
                group, most = group[most:], 2 * most

    def _make(self, places: Sequence[int]) -> dict[int, Any]:
        """Return the waves of a group of chunks once they are sampled, and keep them."""
        mels = [self._order.mel(place, self._progress) for place in places]
        sampled = time.perf_counter()
        waves = [wave.numpy() for wave in self._vocoder.decode(mels)]
        if not all(np.isfinite(wave).all() for wave in waves):
            name, dtype = self._model.name, self._model.dtype_name
            raise NotFiniteError("INTERNAL", f"The model {name} gave no usable numbers in {dtype}.")
        self.seconds["vocode"] += time.perf_counter() - sampled
        rate = self._model.mel.target_sample_rate
        kept = self._kept.put({self._keys[at]: wave for at, wave in zip(places, waves, strict=True)}, rate)
        return {at: kept[self._keys[at]] for at in places}

    def _key(self, chunk: PlannedChunk) -> str:
        return self._kept.key(chunk.text, chunk.plan.frames, chunk.plan.seed)
