"""Trains the DiT: resumable, by the clock, on a CPU or a GPU."""

import copy
import json
import math
import os
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.distributed as dist

from .dataset import Spoken
from .dit import Helps, losses
from .optimiser import optimisers
from .pack import ARCH, VOCABULARY, load_dit, new_dit
from .precision import autocast
from .sequences import Batch, Composer

WEIGHTS = {"flow": 1.0, "phone": 0.5, "letter": 0.2, "length": 0.2, "guide": 0.3}
LR, MUON_LR = 1.5e-3, 0.02
WARM_UP = 150  # steps
HEADS_FIRST = 150  # steps in which new helps learn alone, lest they spoil weights that are trained already
EMA = 0.999
SAVE_EVERY = 240.0  # seconds
PRINT_EVERY = 50  # steps


def fork_together(processes: int, folder: Path) -> int:
    """Fork into `processes` that average their gradients, the data shared, and return this one's rank.

    On a shared CPU this beats threads: processes wait for each other once a step, threads at every operation.
    """
    folder.mkdir(parents=True, exist_ok=True)
    store = folder / f"meeting-{os.getpid()}"
    rank = next((r for r in range(1, processes) if os.fork() == 0), 0)
    torch.set_num_threads(1)
    dist.init_process_group("gloo", init_method=f"file://{store.resolve()}", rank=rank, world_size=processes)
    return rank


class Trainer:
    """One run's state: weights, their moving average, optimisers, seconds spent."""

    def __init__(
        self, folder: Path, device: torch.device, *, frames: int, power: float, rate: float = 1.0
    ) -> None:
        torch.manual_seed(0)
        self.folder, self.device = folder, device
        self.frames, self.power = frames, power
        self.model = new_dit().to(device)
        self.helps = Helps(ARCH["dim"], ARCH["text_dim"]).to(device)
        self.ema = copy.deepcopy(self.model).eval()
        self.optimisers = optimisers(self.model, self.helps, LR * rate, MUON_LR * rate)
        self.base = [[g["lr"] for g in o.param_groups] for o in self.optimisers]
        self.step, self.spent, self.heads_until = 0, 0.0, 0
        self.falls = (0.0, 1.0)  # seconds spent between which the learning rate falls
        self.leads, self.stopping = True, False
        folder.mkdir(parents=True, exist_ok=True)

    def start_from(self, pack: Path) -> None:
        """Take a pack's weights, which are averaged ones; the helps, which no pack has, begin anew."""
        weights = load_dit(pack / "model.safetensors")
        for model in (self.model, self.ema):
            model.load_state_dict(weights)
        self.heads_until = HEADS_FIRST

    def resume(self) -> bool:
        """Go on from the folder's checkpoint, if there is one."""
        path = self.folder / "last.pt"
        if not path.exists():
            return False
        state = torch.load(path, map_location=self.device, weights_only=True)
        self.model.load_state_dict(state["model"])
        self.helps.load_state_dict(state["helps"])
        self.ema.load_state_dict(state["ema"])
        for optimiser, saved in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(saved)
        self.step, self.spent = state["step"], state["spent"]
        self.heads_until = state.get("heads_until", 0)
        return True

    def save(self) -> None:
        """Write the checkpoint; a crash while writing leaves the one before."""
        state = {
            "model": self.model.state_dict(),
            "helps": self.helps.state_dict(),
            "ema": self.ema.state_dict(),
            "optimisers": [o.state_dict() for o in self.optimisers],
            "step": self.step,
            "spent": self.spent,
            "heads_until": self.heads_until,
        }
        partial = self.folder / "last.part"
        torch.save(state, partial)
        partial.replace(self.folder / "last.pt")

    def run(
        self, pool: list[Spoken], minutes: float, horizon: float | None = None, hold: float | None = None
    ) -> None:
        """Train for `minutes`; the learning rate ends when `horizon` minutes have been spent in all.

        With `hold`, it stays as it is for so many minutes of this run, and falls in the rest of them.
        """
        spent = self.spent / 60
        falls = (0.0, horizon or spent + minutes) if hold is None else (spent + hold, spent + minutes)
        self.falls = (falls[0] * 60, falls[1] * 60)
        rank = dist.get_rank() if dist.is_initialized() else 0
        self.leads = rank == 0
        torch.manual_seed(self.step + rank)
        composer = Composer(pool, VOCABULARY, seed=self.step + rank)
        started = last_saved = now = time.monotonic()
        sums: dict[str, list[float]] = {}
        before = self.spent
        for batch in composer.batches(self.frames):
            for name, value in self._update(_to(batch, self.device)).items():
                sums.setdefault(name, []).append(value)
            self.step += 1
            now = time.monotonic()
            if self.stopping:
                break
            self.spent = before + now - started
            self.stopping = now - started > minutes * 60 or (self.folder / "stop").exists()
            if self.step % PRINT_EVERY == 0 and self.leads:
                self._log({name: round(float(np.nanmean(values)), 4) for name, values in sums.items()})
                sums = {}
            if now - last_saved > SAVE_EVERY and self.leads:
                self.save()
                last_saved = now
        if self.leads:
            self.save()

    def _update(self, batch: Batch) -> dict[str, float]:
        self.model.train()
        with autocast(self.device):
            values = losses(self.model, self.helps, batch, power=self.power, drop_all=0.1, drop_audio=0.05)
        total = sum(WEIGHTS[name] * values[name] for name in WEIGHTS)
        total.backward()
        self._share()
        heads_alone = self.step < self.heads_until
        if heads_alone:
            self.model.zero_grad(set_to_none=True)
        values["norm"] = torch.nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        factor = self._factor(self.step if heads_alone else self.step - self.heads_until)
        for optimiser, base in zip(self.optimisers, self.base, strict=True):
            for group, lr in zip(optimiser.param_groups, base, strict=True):
                group["lr"] = lr * factor
        for optimiser in self.optimisers:
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        decay = min(EMA, (self.step + 1) / (self.step + 10))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.ema.parameters()), list(self.model.parameters()), 1 - decay)
        return {name: float(value.detach()) for name, value in values.items()}

    def _factor(self, steps: int) -> float:
        """Return the share of the learning rate's peak that is used, `steps` after its warm-up began."""
        start, end = self.falls
        share = min(1.0, max(0.0, self.spent - start) / max(end - start, 1.0))
        return min(1.0, (steps + 1) / WARM_UP) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * share)))

    def _share(self) -> None:
        """Average gradients, the clock and the wish to stop over the processes, if there are several."""
        if not dist.is_initialized():
            return
        gradients = [
            w.grad for w in (*self.model.parameters(), *self.helps.parameters()) if w.grad is not None
        ]
        facts = torch.tensor([self.spent, float(self.stopping)])
        flat = torch.cat([*(g.flatten() for g in gradients), facts])
        dist.all_reduce(flat)
        flat /= dist.get_world_size()
        sizes = [g.numel() for g in gradients]
        for gradient, mean in zip(gradients, flat[:-2].split(sizes), strict=True):
            gradient.copy_(mean.view_as(gradient))
        self.spent, self.stopping = float(flat[-2]), bool(flat[-1] > 0)

    def _log(self, values: dict[str, Any]) -> None:
        spent = {
            "minutes": round(self.spent / 60, 1),
            "processor_minutes": round(time.process_time() / 60, 1),
        }
        line = json.dumps({"step": self.step, **spent, **values})
        print(line, flush=True)
        with (self.folder / "log.jsonl").open("a") as log:
            log.write(line + "\n")


def _to(batch: Batch, device: torch.device) -> Batch:
    return Batch(**{name: value.to(device) for name, value in vars(batch).items()})
