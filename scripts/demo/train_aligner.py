"""Trains the aligner: a small wav2vec2 CTC model, from speech's true times rather than from CTC alone.

The targets suit both users of a CTC model. torchaudio's forced_align repeats a letter for as long as it
sounds; whisperx.align lets a letter sound once and pays the blank for the rest. So the first frame of a
letter is that letter for certain, which puts starts on the frame, and the rest of its frames are shared
by letter and blank.
"""

import itertools
import json
import math
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  the name everybody knows it by
import torchaudio
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import nn

from .dataset import Spoken
from .flite import FLITE_RATE
from .optimiser import Muon
from .precision import autocast

LETTERS = "ETAONIHSRDLUMWCFGYPBVK'XJQZ"
LABELS = {"<pad>": 0, "<s>": 1, "</s>": 2, "<unk>": 3, "|": 4, **{c: 5 + i for i, c in enumerate(LETTERS)}}
BLANK, BREAK = LABELS["<pad>"], LABELS["|"]
HOP, FIELD = 320, 400  # samples at 16 kHz: wav2vec2's step and field
SECONDS = 6.0
RATES = (13_600, 14_400, *[16_000] * 4, 17_600, 19_200)  # other throats and paces than the voices have
WORDLESS = 0.12  # of what is joined: passages without words, in which else letters would be heard
SPLICED, CUT, DOUBLED = 0.4, 0.1, 0.12  # of sentences; of their words, so that what is heard is what was said
SEAM = FLITE_RATE // 100  # samples: 10 ms of both sides sound together
HOLD = 0.65  # a letter's share of its later frames, the rest is the blank's
LR, MUON_LR = 1.5e-3, 0.02


def new_aligner() -> nn.Module:
    """Build the wav2vec2 CTC model in the pack's size."""
    from transformers import Wav2Vec2Config, Wav2Vec2ForCTC

    off = ("mask_time_prob", "layerdrop", "hidden_dropout", "activation_dropout", "attention_dropout")
    config = Wav2Vec2Config(
        vocab_size=len(LABELS),
        hidden_size=192,
        num_hidden_layers=4,
        num_attention_heads=4,
        intermediate_size=576,
        conv_dim=(96,) * 7,
        num_conv_pos_embeddings=64,
        num_conv_pos_embedding_groups=16,
        feat_extract_norm="group",
        pad_token_id=BLANK,
        **dict.fromkeys((*off, "feat_proj_dropout", "final_dropout"), 0.0),
    )
    model: nn.Module = Wav2Vec2ForCTC(config)
    return model


def word_frames(first: int, last: int, ends: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the last frame + 1 of every letter, at least one frame each where the word has that many."""
    count = len(ends)
    edges = np.round(ends).astype(int)
    edges[-1] = last
    if last - first >= count:
        for k in range(count):
            edges[k] = max(edges[k], (edges[k - 1] if k else first) + 1)
        edges[-1] = last
        for k in range(count - 2, -1, -1):
            edges[k] = min(edges[k], edges[k + 1] - 1)
    return np.maximum.accumulate(edges.clip(first, last))


def spans(item: Spoken, frames: int, per_second: float) -> list[tuple[int, int]]:
    """Return each word's first frame and last + 1, where so many frames last a second."""
    edges = ((item.phones[own[0]].start, item.phones[own[-1]].end) for _, own in item.words)
    return [
        (math.ceil(start * per_second - 0.5), min(frames, math.ceil(end * per_second - 0.5)))
        for start, end in edges
    ]


def targets(item: Spoken, samples: int, stretch: float = 1.0) -> NDArray[np.float32]:
    """Return (frames, labels): what the model should say of every 20 ms of a sentence; rows add up to 1.

    `samples` is how many it has at 16 kHz, where it is spoken so many times as slowly.
    """
    frames = samples // HOP
    per_second = 50 * stretch
    table = np.zeros((frames, len(LABELS)), np.float32)
    table[:, BLANK] = 1.0
    done = -1
    letters = item.letters
    if letters is None:
        raise ValueError("sentences need their letters' times")
    text = item.text.lower()
    for (at, _), (first, last) in zip(item.words, spans(item, frames, per_second), strict=True):
        stop = next(
            (k for k in range(at, len(text)) if text[k] not in "abcdefghijklmnopqrstuvwxyz'"), len(text)
        )
        if 0 <= done < first:  # a pause
            table[done:first] = 0.0
            table[done:first, BLANK], table[done:first, BREAK] = 0.7, 0.3
            table[done, BLANK], table[done, BREAK] = 0.1, 0.9
        elif done == first:
            table[done - 1] *= 0.5
            table[done - 1, BREAK] += 0.5
        begin, before = first, -1
        for letter, end in zip(
            text[at:stop], word_frames(first, last, letters[at:stop, 1] * per_second), strict=True
        ):
            label = LABELS[letter.upper()]
            table[begin:end] = 0.0
            table[begin:end, label], table[begin:end, BLANK] = HOLD, 1 - HOLD
            if end > begin:
                onset = begin + (label == before and end > begin + 1)  # CTC needs a blank between twins
                table[begin : onset + 1] = 0.0
                table[begin:onset, BLANK], table[onset, label] = 1.0, 1.0
            begin, before = end, label
        done = last
    return table


def splice(sound: NDArray[np.float32], pieces: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """Return pieces of a sound, given in frames, one after the other; at a seam both sides sound together."""
    joined = np.concatenate([sound[first * HOP : last * HOP] for first, last in pieces])
    rise, half, at = np.linspace(0.0, 1.0, SEAM, dtype=np.float32), SEAM // 2, 0
    for (first, last), (following, _) in itertools.pairwise(pieces):
        at += (last - first) * HOP
        before = sound[last * HOP - half : last * HOP + half]
        after = sound[following * HOP - half : following * HOP + half]
        if len(before) == len(after) == SEAM and half <= at <= len(joined) - half:
            joined[at - half : at + half] = before * (1 - rise) + after * rise
    return joined


def splice_targets(table: NDArray[np.float32], pieces: Sequence[tuple[int, int]]) -> NDArray[np.float32]:
    """Return the rows of pieces one after the other, with a word's end before each that follows."""
    rows = [table[first:last].copy() for first, last in pieces]
    for one in rows[:-1]:
        if one[-1].argmax() > BREAK:  # a letter: neither a pause nor marked as a word's end
            one[-1] *= 0.5
            one[-1, BREAK] += 0.5
    return np.concatenate(rows)


class Reader:
    """Cuts batches of equal length out of sentences said one after another, and roughens the sound."""

    def __init__(self, pool: list[Spoken], seed: int) -> None:
        self._pool = pool
        self._rng = np.random.default_rng(seed)
        self._mel = torchaudio.transforms.MelScale(100, 24_000, n_stft=513)
        self._inverse = torch.linalg.pinv(self._mel.fb)

    def batch(self, size: int) -> tuple[torch.Tensor, torch.Tensor]:
        """Return audio (size, samples) at 16 kHz and targets (size, frames, labels)."""
        audio, wanted = zip(*(self._stretch() for _ in range(size)), strict=True)
        return torch.stack(audio), torch.from_numpy(np.stack(wanted))

    def _stretch(self) -> tuple[torch.Tensor, NDArray[np.float32]]:
        length = int(SECONDS * FLITE_RATE)
        frames = (length - FIELD) // HOP + 1
        sounds: list[NDArray[np.float32]] = []
        tables: list[NDArray[np.float32]] = []
        while sum(map(len, sounds)) < length:
            if self._rng.random() < WORDLESS:
                sounds.append(self._without_words())
                tables.append(np.zeros((len(sounds[-1]) // HOP, len(LABELS)), np.float32))
                tables[-1][:, BLANK] = 1.0
                continue
            item = self._pool[int(self._rng.integers(len(self._pool)))]
            rate = int(self._rng.choice(RATES))
            stretch = rate / FLITE_RATE
            sound = item.sound(rate)  # as if it had FLITE_RATE: slower and deeper, or faster and higher
            table = targets(item, len(sound), stretch)
            begin = int(self._rng.integers(int(item.start * 50 * stretch) + 1))
            end = min(len(table), math.ceil(item.end * 50 * stretch) + int(self._rng.integers(1, 30)))
            pieces = [(begin, end)]
            if self._rng.random() < SPLICED:
                pieces = self._with_other_words(spans(item, len(table), 50 * stretch), begin, end)
            sounds.append(splice(sound, pieces))
            tables.append(splice_targets(table, pieces))
        sound = np.concatenate(sounds)[:length]
        return self._roughen(torch.from_numpy(sound)), np.concatenate(tables)[:frames]

    def _with_other_words(self, words: list[tuple[int, int]], begin: int, end: int) -> list[tuple[int, int]]:
        """Return the pieces of a sentence, in frames, that leave some words out and say some twice."""
        pieces, at = [], begin
        for first, last in words:
            drawn = self._rng.random()
            if first < at or last - first < 2 or drawn > CUT + DOUBLED:
                continue
            pieces.append((at, first if drawn < CUT else last))
            at = last if drawn < CUT else first
        return [(first, last) for first, last in [*pieces, (at, end)] if last > first]

    def _without_words(self) -> NDArray[np.float32]:
        """Return a passage of noise, of chords or of silence, as loud as speech may be or louder."""
        rng = self._rng
        samples = int(rng.integers(10, 200)) * HOP
        kind = int(rng.integers(5))
        if kind == 0:
            return np.zeros(samples, np.float32)
        at = np.arange(samples) / FLITE_RATE
        if kind < 3:
            found = rng.standard_normal(samples)
            if kind == 2:  # less and less of it the higher it is
                found = np.cumsum(found - found.mean())
        else:
            notes = 110 * 2 ** (rng.integers(0, 36, int(rng.integers(1, 5))) / 12)
            parts = range(1, int(rng.integers(2, 6)))
            found = sum(np.sin(2 * np.pi * note * part * at) / part for note in notes for part in parts)
            found = found * (1 + 0.5 * np.sin(2 * np.pi * rng.uniform(0.5, 6) * at))
        level = 10 ** float(rng.uniform(-40, -3) / 20)
        return (level * found / np.sqrt(np.mean(np.square(found)))).astype(np.float32)

    def _roughen(self, x: torch.Tensor) -> torch.Tensor:
        rng = self._rng
        if rng.random() < 0.35:
            x = self._vocoded(x)
        if rng.random() < 0.25:
            x = self._in_a_room(x)
        if rng.random() < 0.25:
            x = torchaudio.functional.lowpass_biquad(x, FLITE_RATE, float(rng.uniform(2500, 7500)))
        if rng.random() < 0.15:
            x = torchaudio.functional.highpass_biquad(x, FLITE_RATE, float(rng.uniform(60, 400)))
        if rng.random() < 0.6:
            level = x.square().mean().sqrt() * 10 ** float(-rng.uniform(10, 50) / 20)
            x = x + level * torch.randn_like(x)
        return x * 10 ** float(rng.uniform(-25, 3) / 20)

    def _in_a_room(self, x: torch.Tensor) -> torch.Tensor:
        """Return `x` with an echo that fades by 60 dB in 0.1 to 0.5 s; the sound itself stays where it is."""
        length = int(float(self._rng.uniform(0.1, 0.5)) * FLITE_RATE)
        echo = torch.randn(length) * torch.logspace(0, -3, length)
        echo *= float(self._rng.uniform(0.1, 0.6)) / echo.norm()
        echo[0] = 1.0
        return torchaudio.functional.fftconvolve(x, echo)[: len(x)]

    def _vocoded(self, x: torch.Tensor) -> torch.Tensor:
        """Return `x` with the blurred magnitudes and unsure phases of a vocoder."""
        x24 = torchaudio.functional.resample(x, FLITE_RATE, 24_000)
        window = torch.hann_window(1024)
        spectrum = torch.stft(x24, 1024, 256, window=window, return_complex=True)
        rough = (self._inverse.T @ (self._mel.fb.T @ spectrum.abs())).clamp(min=0)
        phase = spectrum.angle() + float(self._rng.uniform(0, 1.2)) * torch.randn_like(rough)
        back = torch.istft(torch.polar(rough, phase), 1024, 256, window=window, length=len(x24))
        return torchaudio.functional.resample(back, 24_000, FLITE_RATE)[: len(x)]


def train(
    pool: list[Spoken],
    folder: Path,
    minutes: float,
    device: torch.device,
    *,
    batch: int = 8,
    rate: float = 1.0,
    resume: bool = False,
    pack: Path | None = None,
) -> nn.Module:
    """Train for `minutes`, beginning with a pack's weights if one is given; the folder gets last.pt."""
    torch.manual_seed(1)
    folder.mkdir(parents=True, exist_ok=True)
    model = new_aligner().to(device)
    if resume and (folder / "last.pt").exists():
        model.load_state_dict(torch.load(folder / "last.pt", map_location=device, weights_only=True))
    elif pack:
        model.load_state_dict(load_file(pack / "aligner" / "model.safetensors"))
    _in_float32(model.wav2vec2.encoder.pos_conv_embed.conv, device)
    matrices = [w for n, w in model.named_parameters() if "encoder.layers" in n and w.ndim == 2]
    chosen = {id(w) for w in matrices}
    rest = [w for n, w in model.named_parameters() if id(w) not in chosen and "masked_spec" not in n]
    rates = MUON_LR * rate, LR * rate
    adam = torch.optim.AdamW(rest, rates[1], betas=(0.9, 0.98), weight_decay=0.01)
    optimisers = [Muon(matrices, rates[0]), adam]
    reader = Reader(pool, seed=int(time.time()) if resume else 0)
    started, step, sums = time.monotonic(), 0, np.zeros(2)
    while (share := (time.monotonic() - started) / (minutes * 60)) < 1 and not (folder / "stop").exists():
        audio, wanted = reader.batch(batch)
        audio, wanted = audio.to(device), wanted.to(device)
        factor = min(1.0, (step + 1) / 100) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))
        for optimiser, lr in zip(optimisers, rates, strict=True):
            optimiser.param_groups[0]["lr"] = lr * factor
        model.train()
        with autocast(device):
            logits = model(audio).logits.float()
        loss = F.cross_entropy(logits.flatten(0, 1), wanted.flatten(0, 1))
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
        for optimiser in optimisers:
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        hit = (logits.argmax(-1) == wanted.argmax(-1)).float().mean()
        sums, step = sums + np.array([loss.item(), hit.item()]), step + 1
        if step % 25 == 0:
            line = {
                "step": step,
                "minutes": round(share * minutes, 1),
                "loss": sums[0] / 25,
                "hit": sums[1] / 25,
            }
            print(json.dumps(line), flush=True)
            sums = np.zeros(2)
        if step % 200 == 0:
            _save(model, folder)
    _save(model, folder)
    return model


def _in_float32(layer: nn.Module, device: torch.device) -> None:
    """Keep a layer out of half precision.

    oneDNN, as PyTorch 2.8 has it, gets this model's positional convolution (12 channels a group, 64 wide)
    wrong in bf16 on processors with AMX: by 117 % of the outputs' norm, where 0.3 % is usual. F5-TTS's
    (31 wide) is right.
    """
    forward = layer.forward

    def exact(x: torch.Tensor) -> torch.Tensor:
        with torch.autocast(device.type, enabled=False):
            found: torch.Tensor = forward(x.float())
            return found

    layer.forward = exact  # type: ignore[method-assign]  # a wrapper would rename the weights


def _save(model: nn.Module, folder: Path) -> None:
    torch.save(model.state_dict(), folder / "last.part")
    (folder / "last.part").replace(folder / "last.pt")
