"""The flow model over packed chunks: what F5-TTS's backbones compute, with all that is constant kept.

Per request: text embeddings and the condition's share of the input projection. Per schedule: everything that
depends on the time step alone, which in DiT is 140.6 of F5TTS_v1_Base's 337.1 million parameters (AdaLN). Per
step remain the noise's share of the input, the convolutional position embedding and the transformer blocks.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any, Protocol

import torch
import torch.nn.functional as F  # noqa: N812  its usual name

from f5tts_worker.engine.model.attention import HeadSettings, Layout, attend, lay_out
from f5tts_worker.engine.model.hardware import has_fused_linear

Linear = tuple[Any, Any]  # weight [out, in], or as `_packed` lays it out; bias [out]

_SCHEDULES_KEPT = 4  # the three qualities, and one more: each holds all blocks' vectors for every step


class FlowNetwork(Protocol):
    """A backbone that the sampler can drive. B is 2 with guidance (conditioned, unconditioned), else 1."""

    mel_dim: int
    device: Any

    def lay_out(self, lengths: Sequence[int]) -> Layout:
        """Place chunks of these many mel frames on the packed axis."""

    def condition(self, reference: Any, text: Any, frames: int, *, guided: bool) -> Any:
        """Return the share of the input that stays the same for a chunk, fp32 [B, frames, dim]."""

    def at_times(self, times: Any) -> Sequence[Any]:
        """Return for each time of the schedule what depends on the time alone."""

    def velocity(self, state: Any, fixed: Any, layout: Layout, moment: Any) -> Any:
        """Return the flow's velocity, fp32 [B, frames, mel], at one moment of `at_times`."""


@dataclass(frozen=True)
class Moment:
    """AdaLN's vectors at one time: six per block (scales hold the added 1), two for the last norm."""

    blocks: Sequence[Sequence[Any]]
    last: Sequence[Any]


@dataclass(frozen=True)
class Block:
    """The weights of one DiT block, queries, keys and values joined."""

    qkv: Linear
    out: Linear
    widen: Linear
    narrow: Linear
    heads: HeadSettings


def linear(x: Any, weights: Linear) -> Any:
    """Apply a linear layer. On CPUs by oneDNN: in fp32 it is up to twice as fast as the default."""
    weight, bias = weights
    if weight.is_mkldnn or (x.is_cpu and has_fused_linear(x.dtype)):
        return torch.ops.mkldnn._linear_pointwise(x, weight, bias, "none", [], "")  # noqa: SLF001  no public name
    return F.linear(x, weight, bias)


def linear_gelu(x: Any, weights: Linear) -> Any:
    """Apply a linear layer and the tanh form of GELU, in one pass where oneDNN has it."""
    weight, bias = weights
    if weight.is_mkldnn or (x.is_cpu and has_fused_linear(x.dtype)):
        return torch.ops.mkldnn._linear_pointwise(x, weight, bias, "gelu", [], "tanh")  # noqa: SLF001  no public name
    return F.gelu(F.linear(x, weight, bias), approximate="tanh")


def join_qkv(attention: Any) -> Linear:
    """Join a layer's query, key and value weights for `linear`; the module keeps views or nothing."""
    layers = (attention.to_q, attention.to_k, attention.to_v)
    weight = torch.cat([layer.weight for layer in layers])
    bias = torch.cat([layer.bias for layer in layers])
    width = layers[0].weight.shape[0]
    packed = _packed(weight)
    for index, layer in enumerate(layers):
        part = slice(index * width, (index + 1) * width)
        layer.weight.data = weight[part] if packed is weight else weight.new_empty(0)
        layer.bias.data = bias[part]
    return packed, bias


def packed_pair(layer: Any) -> Linear:
    """Return a linear module's weight and bias for `linear`; one laid out anew is gone from the module."""
    weight, bias = pair(layer)
    packed = _packed(weight)
    if packed is not weight:
        weight.data = weight.new_empty(0)
    return packed, bias


def _packed(weight: Any) -> Any:
    """Lay out a bf16 weight on a CPU as oneDNN multiplies it, which it would otherwise do at each call.

    With AMX the products of F5TTS_v1_Base's shapes take 28 % less time for it (1,200 rows) and have the same
    bits. In fp32 oneDNN is faster with the weight as it lies.
    """
    if weight.is_cpu and weight.dtype == torch.bfloat16 and has_fused_linear(torch.bfloat16):
        return torch.ops.mkldnn._reorder_linear_weight(weight.detach())  # noqa: SLF001  no public name
    return weight


def pair(layer: Any) -> Linear:
    """Return a linear module's weight and bias."""
    return layer.weight, layer.bias


def head_settings(attention: Any) -> HeadSettings:
    """Read how F5's attention module cuts its heads."""
    gains = None
    if attention.q_norm is not None:
        gains = torch.stack((attention.q_norm.weight, attention.k_norm.weight))[:, None, None, None]
    return HeadSettings(
        heads=attention.heads,
        dim_head=attention.inner_dim // attention.heads,
        rotated_heads=attention.processor.pe_attn_head,
        gains=gains,
    )


class InputStage:
    """F5's input embedding, cut in two: what is fixed for a chunk, and what each step adds."""

    def __init__(self, model: Any, mel_dim: int, dtype: Any) -> None:
        self._text_embed = model.text_embed
        self._convolutions = model.input_embed.conv_pos_embed.conv1d
        weight, self._bias = pair(model.input_embed.proj)
        self._noise, self._reference, self._text = weight.split(
            [mel_dim, mel_dim, weight.shape[1] - 2 * mel_dim], dim=1
        )
        self._dtype = dtype

    def condition(self, reference: Any, text: Any, frames: int, *, guided: bool) -> Any:
        """Return the input projection of reference mel [n, mel] and text ids [nt], fp32 [B, frames, dim].

        The unconditioned branch has neither: its text is F5's `drop_text`, its reference is silence (zeros).
        """
        spoken = self._project_text(text, frames, drop=False)
        spoken[: reference.shape[0]] += F.linear(reference, self._reference)
        if not guided:
            return spoken[None]
        return torch.stack((spoken, self._project_text(text, frames, drop=True)))

    def variant(self, *, mask_padding: bool) -> "InputStage":
        """Return the same stage with text padding masked or not, sharing all weights."""
        text_embed = copy(self._text_embed)
        text_embed.mask_padding = mask_padding
        text_embed.average_upsampling &= mask_padding  # F5 has one only together with the other
        other = copy(self)
        vars(other)["_text_embed"] = text_embed
        return other

    def _project_text(self, text: Any, frames: int, *, drop: bool) -> Any:
        embedded = self._text_embed(text[None], frames, drop_text=drop)[0]
        return F.linear(embedded, self._text, self._bias)

    def step(self, state: Any, fixed: Any, layout: Layout) -> Any:
        """Return the first block's input [B, frames, dim] for the noisy mel `state` [frames, mel]."""
        hidden = (fixed + F.linear(state, self._noise)).to(self._dtype)
        channels = hidden.transpose(1, 2)
        # A convolution must not reach into the next chunk.
        places = [self._convolutions(channels[:, :, span]) for span in layout.spans]
        joined = torch.cat(places, dim=2) if len(places) > 1 else places[0]
        return hidden.add_(joined.transpose(1, 2))


class DiTNetwork:
    """F5-TTS's DiT, with weights taken from F5's own module."""

    def __init__(self, model: Any, dtype: Any) -> None:
        self.mel_dim = int(model.proj_out.weight.shape[0])
        self.device = model.proj_out.weight.device
        self._dim = int(model.dim)
        self._dtype = dtype
        self._input = InputStage(model, self.mel_dim, dtype)
        self._time_embed = model.time_embed
        self._modulations = [pair(block.attn_norm.linear) for block in model.transformer_blocks]
        self._last_modulation = pair(model.norm_out.linear)
        self._proj_out = pair(model.proj_out)
        self._skip = model.long_skip_connection
        self._blocks = [_dit_block(block) for block in model.transformer_blocks]
        self._moments: dict[tuple[float, ...], Sequence[Moment]] = {}

    def variant(self, *, rotated_heads: int | None, mask_padding: bool) -> "DiTNetwork":
        """Return the same network read as the other architecture, sharing all weights."""
        other = copy(self)
        blocks = [
            replace(block, heads=replace(block.heads, rotated_heads=rotated_heads)) for block in self._blocks
        ]
        vars(other).update(_input=self._input.variant(mask_padding=mask_padding), _blocks=blocks)
        return other

    def lay_out(self, lengths: Sequence[int]) -> Layout:
        """Place chunks of these many mel frames on the packed axis."""
        return lay_out(lengths, self._blocks[0].heads.dim_head, self.device)

    def condition(self, reference: Any, text: Any, frames: int, *, guided: bool) -> Any:
        """Return the share of the input that stays the same for a chunk, fp32 [B, frames, dim]."""
        return self._input.condition(reference, text, frames, guided=guided)

    def at_times(self, times: Any) -> Sequence[Moment]:
        """Return AdaLN's vectors for each time, computed in fp32 once per schedule."""
        key = tuple(times.tolist())
        if key not in self._moments:
            while len(self._moments) >= _SCHEDULES_KEPT:
                del self._moments[next(iter(self._moments))]
            activated = F.silu(self._time_embed(times.to(self.device)))
            blocks = [self._modulate(activated, layer, 6) for layer in self._modulations]
            last = self._modulate(activated, self._last_modulation, 2)
            self._moments[key] = [
                Moment([_vectors(block[step]) for block in blocks], _vectors(last[step]))
                for step in range(len(key))
            ]
        return self._moments[key]

    def _modulate(self, activated: Any, layer: Linear, parts: int) -> Any:
        table = F.linear(activated, layer[0].float(), layer[1].float()).unflatten(1, (parts, -1))
        for scale in (
            (1, 4) if parts == 6 else (0,)
        ):  # F5's order: shift, scale, gate twice; scale, shift at the end
            table[:, scale] += 1
        return table.to(self._dtype)

    def velocity(self, state: Any, fixed: Any, layout: Layout, moment: Moment) -> Any:
        """Return the flow's velocity, fp32 [B, frames, mel], for the noisy mel `state` [frames, mel]."""
        x = self._input.step(state, fixed, layout).flatten(0, 1)  # linear layers take rows without views
        residual = x.clone() if self._skip is not None else None
        for block, vectors in zip(self._blocks, moment.blocks, strict=True):
            x = self._apply(block, vectors, x, layout)
        if residual is not None:
            x = self._skip(torch.cat((x, residual), dim=-1))
        scale, shift = moment.last
        x = F.layer_norm(x, (self._dim,), scale, shift, eps=1e-6)
        return F.linear(x.float(), *self._proj_out).view(-1, layout.frames, self.mel_dim)

    def _apply(self, block: Block, vectors: Sequence[Any], x: Any, layout: Layout) -> Any:
        shift, scale, gate, wide_shift, wide_scale, wide_gate = vectors
        normed = F.layer_norm(x, (self._dim,), scale, shift, eps=1e-6)
        heard = attend(linear(normed, block.qkv), layout, block.heads)
        x = x.addcmul_(linear(heard, block.out), gate)
        normed = F.layer_norm(x, (self._dim,), wide_scale, wide_shift, eps=1e-6)
        return x.addcmul_(linear(linear_gelu(normed, block.widen), block.narrow), wide_gate)


def _dit_block(block: Any) -> Block:
    return Block(
        qkv=join_qkv(block.attn),
        out=packed_pair(block.attn.to_out[0]),
        widen=packed_pair(block.ff.ff[0][0]),
        narrow=packed_pair(block.ff.ff[2]),
        heads=head_settings(block.attn),
    )


def _vectors(row: Any) -> Sequence[Any]:
    return tuple(vector.contiguous() for vector in row)
