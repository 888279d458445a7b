"""Sequences for the DiT: a reference that stays visible, then what has to be generated, as at inference.

F5-TTS gives generated text the reference's frames per byte, so a reference is paired with sentences of
its own rate: with one, or with as many as fill a length that is drawn up to the longest of inference.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from .dataset import FRAME_RATE, PHONES, Spoken, frame_phones

LEAD = (2, 6)  # frames of silence kept before speech, drawn anew each time
TAIL = (5, 20)  # and after it
NOTHING = float(np.log(1e-5))  # a frame of digital silence
SHOWN = 60  # frames of a reference that stay visible at least
PADDED = 5  # such frames end a reference that the worker has prepared
SHORT_SECONDS, SHORT_EXTRA = 2.0, 0.4  # the worker gives short texts more time, up to 0.4 s below 2 s
LEFT_OVER = 0.25  # of other texts end in silence of up to SHORT_EXTRA, too: a pace is never met exactly
ALONE, PAIRED = 0.25, 0.65  # sequences with a single sentence; up to this share, one and a reference
LONGEST = 1500  # frames: 16 s of reference and speech in one go
RATE_WINDOW = 0.03
SILENT_LETTER = len(PHONES)
MARK = len(PHONES) + 1  # a space or mark
LETTER_CLASSES = len(PHONES) + 2


@dataclass(frozen=True)
class Batch:
    """Padded tensors of one step; frames are F5-TTS's, 93.75 a second. `ids` 0 is the filler token."""

    ids: torch.Tensor  # (b, characters)
    characters: torch.Tensor  # (b,)
    frames: torch.Tensor  # (b,)
    mel: torch.Tensor  # (b, n, 100)
    hidden: torch.Tensor  # (b, n) bool: to be generated
    phone: torch.Tensor  # (b, n), -1 in padding
    spoken: torch.Tensor  # (b, n) index of the character that is spoken in the frame
    letter_class: torch.Tensor  # (b, characters), -1 in padding
    letter_frames: torch.Tensor  # (b, characters) frames that a character takes


class Composer:
    """Draws sequences from a pool of sentences for ever."""

    def __init__(self, pool: list[Spoken], vocabulary: dict[str, int], seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self._vocabulary = vocabulary
        self._phones = [frame_phones(item).astype(np.int8) for item in pool]
        self._pool = pool
        self._rate = np.array([(i.end - i.start + 0.15) * FRAME_RATE / (len(i.text) + 1) for i in pool])
        self._of_voice: dict[str, NDArray[np.int64]] = {}
        for voice in {i.voice for i in pool}:
            own = np.array([k for k, i in enumerate(pool) if i.voice == voice])
            self._of_voice[voice] = own[np.argsort(self._rate[own])]

    def batches(self, frames: int, longest: int = LONGEST) -> Iterator[Batch]:
        """Yield batches of about `frames` frames, of sequences of like length."""
        while True:
            drawn = [s for s in (self._draw(longest) for _ in range(96)) if len(s["mel"]) <= longest]
            drawn.sort(key=lambda s: len(s["mel"]))
            groups: list[list[dict[str, NDArray[np.float32]]]] = [[]]
            for s in drawn:
                if groups[-1] and len(s["mel"]) * (len(groups[-1]) + 1) > frames:
                    groups.append([])
                groups[-1].append(s)
            for k in self._rng.permutation(len(groups) - 1):  # the last group is seldom full
                yield _collate(groups[k])

    def _draw(self, longest: int) -> dict[str, NDArray[np.float32]]:
        r = self._rng.random()
        first = int(self._rng.integers(len(self._pool)))
        parts = [first]
        if r >= ALONE:
            parts = [min([self._like(first), self._like(first)], key=self._length), first]
        if r >= PAIRED:
            parts += self._more(parts, longest)
        sequence = self._join(parts)
        n = len(sequence["mel"])
        mask = np.zeros(n, bool)
        if len(parts) == 1:
            length = int(n * self._rng.uniform(0.6, 1.0))
            start = int(self._rng.integers(n - length + 1))
            mask[start : start + length] = True
        else:
            shown = int(sequence["cuts"][0])
            if self._rng.random() < 0.5:  # a part of the reference must do, so that more of the frames teach
                shown = int(self._rng.integers(min(SHOWN, shown), shown + 1))
            mask[shown:] = True
        sequence["hidden"] = mask
        return sequence

    def _more(self, parts: list[int], longest: int) -> list[int]:
        """Return sentences of the same voice and pace that fill a length drawn up to `longest` frames."""
        wanted = self._rng.uniform(0.4, 1.0) * longest / FRAME_RATE - SHORT_EXTRA
        pause = (LEAD[1] + TAIL[1]) / FRAME_RATE
        filled = sum(self._length(k) + pause for k in parts)
        more: list[int] = []
        while filled + self._length(k := self._like(parts[1])) + pause < wanted:
            more.append(k)
            filled += self._length(k) + pause
        return more

    def _length(self, k: int) -> float:
        return self._pool[k].end - self._pool[k].start

    def _like(self, k: int) -> int:
        own = self._of_voice[self._pool[k].voice]
        rates = self._rate[own]
        low, high = np.searchsorted(rates, self._rate[k] * np.array([1 - RATE_WINDOW, 1 + RATE_WINDOW]))
        return int(own[self._rng.integers(low, max(high, low + 1))])

    def _cut(self, item: Spoken, *, reference: bool, ends: bool) -> tuple[int, int, NDArray[np.float16]]:
        """Return first and last frame to take of a sentence, and frames to add; `ends`: it is the last."""
        rng = self._rng
        first = max(0, round(item.start * FRAME_RATE) - int(rng.integers(*LEAD)))
        last = min(len(item.mel), round(item.end * FRAME_RATE) + int(rng.integers(*TAIL)))
        extra = item.mel[:0]
        if reference and rng.random() < 0.6:
            extra = np.full((PADDED, item.mel.shape[1]), NOTHING, np.float16)
        elif ends and item.end - item.start < SHORT_SECONDS:
            share = 1 - (item.end - item.start) / SHORT_SECONDS
            extra = item.mel[-1:].repeat(int(rng.uniform(0, SHORT_EXTRA * share) * FRAME_RATE), axis=0)
        elif ends and rng.random() < LEFT_OVER:
            extra = item.mel[-1:].repeat(int(rng.uniform(0, SHORT_EXTRA) * FRAME_RATE), axis=0)
        return first, last, extra

    def _join(self, parts: list[int]) -> dict[str, NDArray[np.float32]]:
        columns: dict[str, list[NDArray[np.float32]]] = {}
        total = characters = 0
        cuts = []
        for place, k in enumerate(parts):
            item = self._pool[k]
            last_one = place == len(parts) - 1
            text = item.text + " " * (not last_one)
            first, last, extra = self._cut(item, reference=place == 0 and not last_one, ends=last_one)
            letters = item.letters
            if letters is None:
                raise ValueError("sentences need their letters' times")
            spoken = np.searchsorted(letters[:, 1] * FRAME_RATE, np.arange(first, last) + 0.5, side="right")
            classes = np.where(letters[:, 2] >= 0, letters[:, 2], SILENT_LETTER)
            classes[[not (c.isalpha() or c == "'") for c in item.text]] = MARK
            taken = np.bincount(spoken.clip(max=len(item.text) - 1), minlength=len(item.text))
            taken[-1] += len(extra)
            pad = len(text) - len(item.text)
            spoken = spoken.clip(max=len(item.text) - 1) + characters
            rows = {
                "mel": np.concatenate([item.mel[first:last], extra]),
                "phone": np.append(self._phones[k][first:last], [0] * len(extra)),
                "spoken": np.append(spoken, [len(item.text) - 1 + characters] * len(extra)),
                "ids": np.array([self._vocabulary[c] + 1 for c in text]),
                "classes": np.append(classes, [MARK] * pad),
                "taken": np.append(taken, [0] * pad),
            }
            for name, row in rows.items():
                columns.setdefault(name, []).append(row)
            characters += len(text)
            total += last - first + len(extra)
            cuts.append(total)
        return {name: np.concatenate(rows) for name, rows in columns.items()} | {"cuts": np.array(cuts)}


def _collate(sequences: list[dict[str, NDArray[np.float32]]]) -> Batch:
    def padded(name: str, dtype: torch.dtype, fill: float) -> torch.Tensor:
        rows = [torch.from_numpy(s[name]).to(dtype) for s in sequences]
        return torch.nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=fill)

    return Batch(
        ids=padded("ids", torch.long, 0),
        characters=torch.tensor([len(s["ids"]) for s in sequences]),
        frames=torch.tensor([len(s["mel"]) for s in sequences]),
        mel=padded("mel", torch.float32, 0.0),
        hidden=padded("hidden", torch.bool, 0),
        phone=padded("phone", torch.long, -1),
        spoken=padded("spoken", torch.long, 0),
        letter_class=padded("classes", torch.long, -1),
        letter_frames=padded("taken", torch.float32, 0.0),
    )
