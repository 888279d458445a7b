"""Attention over packed chunks: rotary positions in fp32, one span of the packed axis per chunk, no masks.

The chunks of a batch lie one after the other on one axis. Linear layers see them all at once; attention is
computed span by span. So nothing is padded or masked, and a chunk in a batch gets the same result as on its
own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812  its usual name

from f5tts_worker.engine.model.hardware import has_amx

_ROTARY_BASE = 10000.0
# Scores of one block of heads: small enough for the last cache level of one core.
_SCORE_BLOCK_BYTES = 4 << 20


@dataclass(frozen=True)
class Layout:
    """Where each chunk lies on the packed axis; `rotary`: complex64 [frames, 1, 1, dim_head / 2] along it."""

    lengths: tuple[int, ...]
    spans: tuple[slice, ...]
    rotary: Any

    @property
    def frames(self) -> int:
        """Return the packed axis's length."""
        return sum(self.lengths)


@dataclass(frozen=True)
class HeadSettings:
    """How a layer's heads are cut and which of them see positions (`pe_attn_head`: None means all)."""

    heads: int
    dim_head: int
    rotated_heads: int | None
    gains: Any = None  # RMS norm of queries and keys [2, 1, 1, 1, dim_head], where the configuration has one


def lay_out(lengths: Sequence[int], dim_head: int, device: Any) -> Layout:
    """Place chunks of `lengths` frames one after the other; positions start at 0 in each."""
    return _lay_out(tuple(lengths), dim_head, device)


@lru_cache(maxsize=4)
def _lay_out(lengths: tuple[int, ...], dim_head: int, device: Any) -> Layout:
    spans, start = [], 0
    for length in lengths:
        spans.append(slice(start, start + length))
        start += length
    table = rotary_table(max(lengths), dim_head, device)
    rotary = torch.cat([table[:length] for length in lengths])
    return Layout(lengths, tuple(spans), rotary)


def rotary_table(length: int, dim_head: int, device: Any) -> Any:
    """Return e^(i * position * frequency), complex64 [length, dim_head / 2], always computed in fp32.

    Frequencies are those of x_transformers' RotaryEmbedding. In fp16 or bf16 positions past 2048 or 256 would
    collide.
    """
    inverse = 1.0 / _ROTARY_BASE ** (torch.arange(0, dim_head, 2, device=device).float() / dim_head)
    angles = torch.outer(torch.arange(length, device=device).float(), inverse)
    return torch.polar(torch.ones_like(angles), angles)


def attend(qkv: Any, layout: Layout, settings: HeadSettings) -> Any:
    """Return the heads' outputs side by side, [..., heads * dim_head].

    `qkv` is [..., 3 * heads * dim_head]: queries, keys and values of all packed chunks, branch after branch.
    On a GPU it is changed: a short sentence waits there for the launch of kernels, and copies are kernels.
    """
    parts = qkv.view(-1, layout.frames, 3, settings.heads, settings.dim_head).permute(2, 0, 3, 1, 4)
    if qkv.is_cpu:
        parts = parts.contiguous()  # saves PyTorch's CPU kernel more than the copy takes
    compared = parts[:2]  # queries and keys
    if settings.gains is not None:
        _normalise(compared, settings.gains)
    if settings.rotated_heads is not None:
        compared = compared[:, :, : settings.rotated_heads]
    _rotate(compared.unflatten(-1, (-1, 2)), layout.rotary)
    kernel = _in_blocks if _blocks_are_faster(qkv) else F.scaled_dot_product_attention
    chunks = parts.split(layout.lengths, dim=3) if len(layout.lengths) > 1 else (parts,)
    heard = [kernel(*chunk.unbind()).transpose(1, 2) for chunk in chunks]
    joined = torch.cat(heard, dim=1) if len(heard) > 1 else heard[0]
    return joined.reshape(*qkv.shape[:-1], -1)


def _normalise(heads: Any, gains: Any) -> None:
    """Scale queries and keys in place to unit root mean square, then by their gains."""
    heads.copy_(F.rms_norm(heads.to(gains.dtype), heads.shape[-1:], eps=1e-6).mul_(gains))


def _rotate(pairs: Any, rotary: Any) -> None:
    """Turn neighbours in a head, [..., 2], in place by the position's angle: a complex product, in fp32."""
    exact = pairs.float()  # fp32 itself is not copied
    torch.view_as_complex(exact).mul_(rotary)
    if exact.dtype != pairs.dtype:
        pairs.copy_(exact)


def _blocks_are_faster(qkv: Any) -> bool:
    """Say whether the block kernel below beats PyTorch's.

    PyTorch's CPU kernel gains from bf16 with AMX only. Without: 40 ms against 16 ms for 2 x 16 heads x 938
    frames.
    """
    return bool(qkv.is_cpu and qkv.dtype == torch.bfloat16 and not has_amx())


def _in_blocks(queries: Any, keys: Any, values: Any) -> Any:
    """Compute softmax attention by a few heads at a time, so that the scores stay in the cache."""
    branches, heads, frames, dim_head = queries.shape
    flat = (branches * heads, frames, dim_head)
    queries = (queries * dim_head**-0.5).reshape(flat)
    keys, values = keys.reshape(flat).transpose(1, 2), values.reshape(flat)
    out = torch.empty(flat, dtype=queries.dtype)
    size = max(1, _SCORE_BLOCK_BYTES // (frames * frames * queries.element_size()))
    for start in range(0, flat[0], size):
        block = slice(start, start + size)
        weights = torch.bmm(queries[block], keys[block]).softmax(-1)
        torch.bmm(weights, values[block], out=out[block])
    return out.view(branches, heads, frames, dim_head)
