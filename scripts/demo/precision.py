"""Half precision where it is faster: on a GPU, and on a processor that multiplies bf16 itself."""

import torch

from f5tts_worker.engine.model.hardware import has_fast_bf16


def autocast(device: torch.device) -> torch.autocast:
    """Return the context of a training step: bf16, or float32 where a processor would have to imitate bf16.

    Imitated, a product of matrices takes 8 to 20 times as long as in float32 (docs/DEMO.md).
    """
    return torch.autocast(device.type, torch.bfloat16, enabled=multiplies_bf16(device))


def multiplies_bf16(device: torch.device) -> bool:
    """Say whether a device multiplies bf16 itself."""
    return device.type != "cpu" or has_fast_bf16()
