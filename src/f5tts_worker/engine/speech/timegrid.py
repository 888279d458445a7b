"""The times at which the flow is evaluated, always in fp32.

In fp16 the first of 32 steps comes out 19 % off; in bf16 neighbouring times fall together and the official
sampler stops with an assertion at 16 and 32 steps.
"""

from typing import Any

import torch

# Empirically Pruned Step Sampling: which 32nds are kept (F5-TTS, model/utils.py, get_epss_timesteps).
EPSS = {
    5: (0, 2, 4, 8, 16, 32),
    6: (0, 2, 4, 6, 8, 16, 32),
    7: (0, 2, 4, 6, 8, 16, 24, 32),
    10: (0, 2, 4, 6, 8, 12, 16, 20, 24, 28, 32),
    12: (0, 2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 28, 32),
    16: (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32),
}
SWAY = -1.0  # F5-TTS's default: more steps early


def time_grid(steps: int, sway: float | None = SWAY) -> Any:
    """Return `steps` + 1 rising times from 0 to 1, fp32: EPSS where it has a table, else even, then swayed.

    Sway sampling is t + s (cos(pi t / 2) - 1 + t), equation 7 of the F5-TTS paper.
    """
    if steps in EPSS:
        times = torch.tensor(EPSS[steps], dtype=torch.float32) / 32
    else:
        times = torch.linspace(0, 1, steps + 1, dtype=torch.float32)
    if sway is not None:
        times = times + sway * (torch.cos(torch.pi / 2 * times) - 1 + times)
    return times
