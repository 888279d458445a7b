"""Muon for the hidden matrices, AdamW for the rest.

Muon (Keller Jordan, 2024) makes the momentum orthogonal by a Newton-Schulz iteration.
"""

from collections.abc import Iterable

import torch

from .precision import multiplies_bf16

_NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)  # the quintic's coefficients, as published


def orthogonal(gradient: torch.Tensor, steps: int = 5) -> torch.Tensor:
    """Return the nearest semi-orthogonal matrix, roughly; batched over leading dimensions."""
    a, b, c = _NEWTON_SCHULZ
    x = gradient.bfloat16() if multiplies_bf16(gradient.device) else gradient.float()
    tall = x.shape[-2] > x.shape[-1]
    x = x.mT if tall else x
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        square = x @ x.mT
        x = a * x + (b * square + c * square @ square) @ x
    return (x.mT if tall else x).to(gradient.dtype)


class Muon(torch.optim.Optimizer):
    """Momentum, orthogonal updates; for two-dimensional weights only."""

    def __init__(self, weights: Iterable[torch.nn.Parameter], lr: float, momentum: float = 0.95) -> None:
        super().__init__(weights, {"lr": lr, "momentum": momentum})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # noqa: ARG002  # type: ignore[override]  torch's signature
        """Update every weight once."""
        for group in self.param_groups:
            by_shape: dict[torch.Size, list[torch.nn.Parameter]] = {}
            for w in group["params"]:
                if w.grad is not None:
                    by_shape.setdefault(w.shape, []).append(w)
            for shape, weights in by_shape.items():
                updates = []
                for w in weights:
                    buffer = self.state[w].setdefault("momentum", torch.zeros_like(w))
                    buffer.lerp_(w.grad, 1 - group["momentum"])
                    updates.append(w.grad.lerp(buffer, group["momentum"]))  # Nesterov
                scale = max(1.0, shape[0] / shape[1]) ** 0.5 * group["lr"]
                for w, update in zip(weights, orthogonal(torch.stack(updates)), strict=True):
                    w.sub_(update, alpha=scale)


def optimisers(
    model: torch.nn.Module, helps: torch.nn.Module, lr: float, muon_lr: float
) -> list[torch.optim.Optimizer]:
    """Return Muon for the matrices inside blocks (not the modulation's) and AdamW for everything else."""
    matrices, rest = [], list(helps.parameters())
    for name, w in model.named_parameters():
        inner = ("transformer_blocks" in name and "attn_norm" not in name) or "pwconv" in name
        (matrices if inner and w.ndim == 2 else rest).append(w)
    adam = torch.optim.AdamW(rest, lr=lr, betas=(0.9, 0.98), weight_decay=0.01)
    return [Muon(matrices, muon_lr), adam]
