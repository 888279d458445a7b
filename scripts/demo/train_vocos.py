"""Trains the small Vocos: mel frames back to sound, by spectra at several resolutions and by how phases move.

A wave's absolute phase cannot be known from its mel frames. How phase moves from frame to frame, and
how it bends over frequency, can: both are the same wherever the pulses of the voice fall. With them no
adversary is needed for speech without buzz; `adversary` adds a small one for the last part of a longer
training.
"""

import copy
import json
import math
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812  the name everybody knows it by
import torchaudio
from torch import nn

from .dataset import Spoken
from .flite import SAMPLE_RATE
from .optimiser import Muon
from .precision import autocast
from .vocos_config import vocos_config

CROP = 64  # frames
HOP = 256
RESOLUTIONS = (256, 512, 1024, 2048)
LR, MUON_LR = 1e-3, 0.01
EMA = 0.002
CONFIG = vocos_config(256, 768, 5)


def new_vocos() -> nn.Module:
    """Build the vocos package's Vocos in the pack's size."""
    from vocos.feature_extractors import MelSpectrogramFeatures
    from vocos.heads import ISTFTHead
    from vocos.models import VocosBackbone
    from vocos.pretrained import Vocos

    parts = (MelSpectrogramFeatures, VocosBackbone, ISTFTHead)
    model: nn.Module = Vocos(*(p(**c["init_args"]) for p, c in zip(parts, CONFIG.values(), strict=True)))
    return model


class Crops:
    """Pieces of speech at 24 kHz, of equal length."""

    def __init__(self, pool: list[Spoken], seed: int) -> None:
        self._pool = pool
        self._rng = np.random.default_rng(seed)

    def batch(self, size: int) -> torch.Tensor:
        """Return (size, CROP * HOP) samples."""
        rows: list[torch.Tensor] = []
        while len(rows) < size:
            item = self._pool[int(self._rng.integers(len(self._pool)))]
            length = CROP * HOP * item.rate // SAMPLE_RATE + 400
            if len(item.samples) > length:
                begin = int(self._rng.integers(len(item.samples) - length))
                piece = torch.from_numpy(item.samples[begin : begin + length]).float() / 32768
                wave = torchaudio.functional.resample(piece, item.rate, SAMPLE_RATE)
                rows.append(wave[150 : 150 + CROP * HOP])
        gain = 10 ** torch.from_numpy(self._rng.uniform(-12, 2, (size, 1)).astype(np.float32) / 20)
        return torch.stack(rows) * gain


def _spectrum(wave: torch.Tensor, n: int) -> torch.Tensor:
    window = torch.hann_window(n, device=wave.device)
    return torch.stft(wave, n, n // 4, window=window, return_complex=True)


def spectral_loss(made: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    """Return log-magnitude distance and spectral convergence, averaged over the resolutions."""
    total = made.new_zeros(())
    for n in RESOLUTIONS:
        a, b = _spectrum(made, n).abs(), _spectrum(real, n).abs()
        logs = ((a + 1e-4).log() - (b + 1e-4).log()).abs().mean()
        total = total + logs + (a - b).norm() / b.norm()
    return total / len(RESOLUTIONS)


def phase_loss(made: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
    """Return how differently phase moves over time and bends over frequency, loud places counting more."""
    total = made.new_zeros(())
    for n in (512, 1024):
        a, b = _spectrum(made, n), _spectrum(real, n)
        for move in (_over_time, _bend):
            x, y = move(a), move(b)
            size = y.abs()
            weight = size.pow(0.25)
            likeness = (x * y.conj()).real / (x.abs() * size + 1e-9)
            total = total + (weight * (1 - likeness)).sum() / weight.sum()
    return total / 4


def _over_time(s: torch.Tensor) -> torch.Tensor:
    return s[..., 1:] * s[..., :-1].conj()


def _bend(s: torch.Tensor) -> torch.Tensor:
    slope = s[:, 1:] * s[:, :-1].conj()
    return slope[:, 1:] * slope[:, :-1].conj()


class Adversary(nn.Module):
    """A small judge of spectrograms at one resolution (after UnivNet's): real or made, patch by patch."""

    def __init__(self, n: int, width: int = 24) -> None:
        super().__init__()
        self.n = n
        norm = nn.utils.parametrizations.weight_norm
        shapes = [(2, 1), (width, 2), (width, 2), (width, 2), (width, 1)]
        self.layers = nn.ModuleList(
            norm(nn.Conv2d(c, width, (7, 3), stride=(s, 1), padding=(3, 1))) for c, s in shapes
        )
        self.out = norm(nn.Conv2d(width, 1, 3, padding=1))

    def forward(self, wave: torch.Tensor) -> tuple[torch.Tensor, list[torch.Tensor]]:
        """Return the scores and what the layers saw."""
        spectrum = _spectrum(wave, self.n)
        scale = (spectrum.abs() + 1e-5).pow(-0.7)
        x = torch.view_as_real(spectrum * scale).permute(0, 3, 1, 2)
        seen = []
        for layer in self.layers:
            x = F.leaky_relu(layer(x), 0.1)
            seen.append(x)
        return self.out(x), seen


class VocosTrainer:
    """One run's state."""

    def __init__(self, folder: Path, device: torch.device, *, resume: bool = False) -> None:
        torch.manual_seed(2)
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.device = folder, device
        self.model = new_vocos().to(device)
        self.ema = copy.deepcopy(self.model)
        self.decay = EMA
        self.judges = nn.ModuleList(Adversary(n) for n in (512, 1024)).to(device)
        matrices = [w for n, w in self.model.named_parameters() if "pwconv" in n and w.ndim == 2]
        chosen = {id(w) for w in matrices}
        rest = [w for w in self.model.parameters() if id(w) not in chosen]
        self.optimisers = [Muon(matrices, MUON_LR), torch.optim.AdamW(rest, LR, betas=(0.8, 0.95))]
        self.judge_optimiser = torch.optim.AdamW(self.judges.parameters(), 4e-4, betas=(0.8, 0.95))
        if resume and (folder / "last.pt").exists():
            state = torch.load(folder / "last.pt", map_location=device, weights_only=True)
            for name in ("model", "ema", "judges"):
                getattr(self, name).load_state_dict(state[name])

    def start_from(self, pack: Path) -> None:
        """Take the weights of a pack's Vocos, which are its averaged ones."""
        from safetensors.torch import load_file

        weights = load_file(pack / "vocos" / "model.safetensors")
        for model in (self.model, self.ema):
            model.load_state_dict({name: tensor.float() for name, tensor in weights.items()})

    def save(self) -> None:
        """Write the checkpoint."""
        state = {name: getattr(self, name).state_dict() for name in ("model", "ema", "judges")}
        torch.save(state, self.folder / "last.part")
        (self.folder / "last.part").replace(self.folder / "last.pt")

    def run(self, pool: list[Spoken], minutes: float, *, batch: int = 12, adversary: bool = False) -> None:
        """Train for `minutes`."""
        crops, started, step, sums = Crops(pool, int(time.time())), time.monotonic(), 0, {}
        while (share := (time.monotonic() - started) / (minutes * 60)) < 1 and not (
            self.folder / "stop"
        ).exists():
            factor = min(1.0, (step + 1) / 100) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))
            factor *= 0.3 if adversary else 1.0
            for optimiser, lr in zip(self.optimisers, (MUON_LR, LR), strict=True):
                optimiser.param_groups[0]["lr"] = lr * factor
            self.decay = max(EMA, 1 / (step + 2))
            for name, value in self._update(crops.batch(batch).to(self.device), adversary=adversary).items():
                sums[name] = sums.get(name, 0.0) + value
            step += 1
            if step % 50 == 0:
                line = {"step": step, "minutes": round(share * minutes, 1)}
                print(json.dumps(line | {k: round(v / 50, 4) for k, v in sums.items()}), flush=True)
                sums = {}
            if step % 200 == 0:
                self.save()
        self.save()

    def _update(self, real: torch.Tensor, *, adversary: bool) -> dict[str, float]:
        with torch.no_grad():
            features = self.model.feature_extractor(real)
        noisy = features + 0.15 * torch.rand(len(real), 1, 1, device=real.device) * torch.randn_like(features)
        with autocast(self.device):
            hidden = self.model.backbone(noisy)
        made = self.model.head(hidden.float())
        mel = (self.model.feature_extractor(made) - features).abs().mean()
        values = {"mel": mel, "spectral": spectral_loss(made, real), "phase": phase_loss(made, real)}
        loss = 2.0 * mel + values["spectral"] + 0.5 * values["phase"]
        if adversary:
            values["judge"] = self._judge(made.detach(), real)
            values["fooled"] = made.new_zeros(())
            for judge in self.judges:
                score, seen = judge(made)
                with torch.no_grad():
                    _, wanted = judge(real)
                likeness = sum(F.l1_loss(a, b) for a, b in zip(seen, wanted, strict=True))
                values["fooled"] = values["fooled"] + F.relu(1 - score).mean() + likeness
            loss = loss + 0.25 * values["fooled"]
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        for optimiser in self.optimisers:
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        with torch.no_grad():
            torch._foreach_lerp_(list(self.ema.parameters()), list(self.model.parameters()), self.decay)
        return {name: float(value) for name, value in values.items()}

    def _judge(self, made: torch.Tensor, real: torch.Tensor) -> torch.Tensor:
        loss = made.new_zeros(())
        for judge in self.judges:
            loss = loss + F.relu(1 - judge(real)[0]).mean() + F.relu(1 + judge(made)[0]).mean()
        self.judge_optimiser.zero_grad(set_to_none=True)
        loss.backward()
        self.judge_optimiser.step()
        return loss.detach()
