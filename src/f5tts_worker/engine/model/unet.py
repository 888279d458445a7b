"""E2-TTS's flat U-Net transformer (F5's `UNetT`) over packed chunks. Each chunk begins with a time token."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F  # noqa: N812  its usual name

from f5tts_worker.engine.model.attention import Layout, attend, lay_out
from f5tts_worker.engine.model.network import (
    Block,
    InputStage,
    head_settings,
    join_qkv,
    linear,
    linear_gelu,
    packed_pair,
    pair,
)


@dataclass(frozen=True)
class _Layer:
    block: Block
    attention_gain: Any
    wide_gain: Any
    skip: Any


class UNetTNetwork:
    """F5-TTS's UNetT, with weights taken from F5's own module."""

    def __init__(self, model: Any, dtype: Any) -> None:
        self.mel_dim = int(model.proj_out.weight.shape[0])
        self.device = model.proj_out.weight.device
        self._dtype = dtype
        self._input = InputStage(model, self.mel_dim, dtype)
        self._time_embed = model.time_embed
        self._skip_type = model.skip_connect_type
        self._layers = [_unet_layer(layer) for layer in model.layers]
        self._last_gain = model.norm_out.g
        self._proj_out = pair(model.proj_out)

    def lay_out(self, lengths: Sequence[int]) -> Layout:
        """Place chunks of these many mel frames on the packed axis."""
        return lay_out(lengths, self._layers[0].block.heads.dim_head, self.device)

    def condition(self, reference: Any, text: Any, frames: int, *, guided: bool) -> Any:
        """Return the share of the input that stays the same for a chunk, fp32 [B, frames, dim]."""
        return self._input.condition(reference, text, frames, guided=guided)

    def at_times(self, times: Any) -> Sequence[Any]:
        """Return the time token for each time of the schedule."""
        return list(self._time_embed(times.to(self.device)).to(self._dtype))

    def velocity(self, state: Any, fixed: Any, layout: Layout, moment: Any) -> Any:
        """Return the flow's velocity, fp32 [B, frames, mel], for the noisy mel `state` [frames, mel]."""
        frames = self._input.step(state, fixed, layout)
        token = moment.expand(frames.shape[0], 1, -1)
        x = torch.cat([part for span in layout.spans for part in (token, frames[:, span])], dim=1)
        longer = self.lay_out([length + 1 for length in layout.lengths])
        x = self._through_layers(x, longer)
        x = torch.cat([x[:, span.start + 1 : span.stop] for span in longer.spans], dim=1)
        return F.linear(_rms_norm(x, self._last_gain).float(), *self._proj_out)

    def _through_layers(self, x: Any, layout: Layout) -> Any:
        skips: list[Any] = []
        half = len(self._layers) // 2
        for index, layer in enumerate(self._layers):
            if index < half:
                skips.append(x)
            elif self._skip_type == "concat":
                x = layer.skip(torch.cat((x, skips.pop()), dim=-1))
            elif self._skip_type == "add":
                x = x + skips.pop()
            block = layer.block
            heard = attend(linear(_rms_norm(x, layer.attention_gain), block.qkv), layout, block.heads)
            x = x + linear(heard, block.out)
            x = x + linear(linear_gelu(_rms_norm(x, layer.wide_gain), block.widen), block.narrow)
        return x


def _rms_norm(x: Any, gain: Any) -> Any:
    """Scale to unit root mean square, as x_transformers' RMSNorm (F.normalize times sqrt(dim))."""
    return F.normalize(x, dim=-1) * x.shape[-1] ** 0.5 * gain


def _unet_layer(parts: Any) -> _Layer:
    skip, attention_norm, attention, wide_norm, feed_forward = parts
    block = Block(
        qkv=join_qkv(attention),
        out=packed_pair(attention.to_out[0]),
        widen=packed_pair(feed_forward.ff[0][0]),
        narrow=packed_pair(feed_forward.ff[2]),
        heads=head_settings(attention),
    )
    return _Layer(block, attention_norm.g, wide_norm.g, skip)
