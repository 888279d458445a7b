"""The DiT's training step: F5-TTS's own modules, run with what training needs beside them.

`forward` computes exactly what f5_tts.model.DiT.forward does for single samples (tests hold the two
together), but runs the text encoder on the characters alone instead of on every frame, and hands out
hidden states and attention for three helps that are thrown away afterwards: the phone of every frame,
the phone and length of every letter, and one attention head per block that is shown which letter is
spoken in a frame.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812  the name everybody knows it by
from torch import nn

from .dataset import PHONES
from .sequences import LETTER_CLASSES, Batch

GUIDED = (1, 2, 3)  # blocks whose first head is shown the spoken letter
PHONE_AFTER = (2, 3)  # blocks after which the frame's phone must be known
GUIDE_REACH = 3.0  # frames
PAD = 4  # padding positions that the convolutions of the text encoder can see


class Helps(nn.Module):
    """The training-only heads."""

    def __init__(self, dim: int, text_dim: int) -> None:
        super().__init__()
        self.phone = nn.ModuleList([nn.Linear(dim, len(PHONES)) for _ in PHONE_AFTER])
        self.letter = nn.Linear(text_dim, LETTER_CLASSES)
        self.length = nn.Linear(text_dim, 1)


@dataclass(frozen=True)
class Flow:
    """What one forward pass gives: the predicted flow and the helps' material."""

    flow: torch.Tensor
    text: torch.Tensor
    states: list[torch.Tensor]
    guided: list[torch.Tensor]


def upsample_index(characters: torch.Tensor, frames: torch.Tensor, n: int) -> torch.Tensor:
    """Return (b, n): the character that F5-TTS's average upsampling puts into each frame."""
    at = torch.arange(n, device=frames.device)[None]
    base = (frames // characters)[:, None]
    short = (
        characters[:, None] - (frames % characters)[:, None]
    )  # characters with `base` frames; the rest has one more
    late = short + (at - short * base) // (base + 1)
    return torch.where(at < short * base, at // base.clamp(min=1), late).clamp(max=characters[:, None] - 1)


def encode_text(
    module: nn.Module, ids: torch.Tensor, characters: torch.Tensor, frames: torch.Tensor, drop: torch.Tensor
) -> torch.Tensor:
    """Run the text encoder on characters; the padding that F5-TTS adds is counted, not computed."""
    ids = F.pad(ids, (0, PAD))
    places = ids.shape[1]
    real = (torch.arange(places, device=ids.device)[None] < characters[:, None])[..., None]
    x = module.text_embed(ids.masked_fill(drop[:, None], 0)) + module.freqs_cis[:places]
    x = x * real
    missing = (frames - places)[:, None, None].to(x.dtype)
    for block in module.text_blocks:
        h = block.dwconv(x.transpose(1, 2)).transpose(1, 2)
        h = block.act(block.pwconv1(block.norm(h))).float()
        power = h.square().sum(1, keepdim=True) + missing * h[:, -1:].square()
        norm = power.clamp(min=1e-12).sqrt()
        h = block.grn.gamma * (h * (norm / (norm.mean(-1, keepdim=True) + 1e-6))) + block.grn.beta + h
        x = (x + block.pwconv2(h)) * real
    return x


def rotate(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    """Turn neighbouring pairs of (b, heads, n, d) by their positions' angles (n, d / 2)."""
    a, b = x.float().unflatten(-1, (-1, 2)).unbind(-1)
    return torch.stack((a * cos - b * sin, b * cos + a * sin), -1).flatten(-2).to(x.dtype)


def forward(
    dit: nn.Module,
    x: torch.Tensor,
    condition: torch.Tensor,
    time: torch.Tensor,
    batch: Batch,
    drop: torch.Tensor,
) -> Flow:
    """Return the flow for noised frames `x` (b, n, 100) at `time` (b,); `drop` (b,) hides text and audio."""
    n = x.shape[1]
    real = torch.arange(n, device=x.device)[None] < batch.frames[:, None]
    text = encode_text(dit.text_embed, batch.ids, batch.characters, batch.frames, drop)
    index = upsample_index(batch.characters, batch.frames, n)
    spread = text.gather(1, index[..., None].expand(-1, -1, text.shape[-1])) * real[..., None]
    emb = dit.time_embed(time)
    hidden = dit.input_embed(x, condition.masked_fill(drop[:, None, None], 0.0), spread, audio_mask=real)
    angles = torch.arange(n, device=x.device)[:, None] * dit.rotary_embed.inv_freq
    rope = (angles.cos(), angles.sin())
    bias = (
        None
        if bool(real.all())
        else torch.zeros_like(real, dtype=x.dtype).masked_fill(~real, -1e4)[:, None, None]
    )
    states, guided = [], []
    for i, block in enumerate(dit.transformer_blocks):
        hidden, attention = _block(block, hidden, emb, rope, bias)
        if i in PHONE_AFTER:
            states.append(hidden)
        if i in GUIDED:
            guided.append(attention[:, 0])
    return Flow(dit.proj_out(dit.norm_out(hidden, emb)), text, states, guided)


def _block(
    block: nn.Module,
    x: torch.Tensor,
    emb: torch.Tensor,
    rope: tuple[torch.Tensor, torch.Tensor],
    bias: torch.Tensor | None,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Run one block; on a CPU, in bf16, attention written out is twice as fast as PyTorch's fused one."""
    norm, gate, shift_ff, scale_ff, gate_ff = block.attn_norm(x, emb=emb)
    attn = block.attn
    weight = torch.cat([attn.to_q.weight, attn.to_k.weight, attn.to_v.weight])
    offset = torch.cat([attn.to_q.bias, attn.to_k.bias, attn.to_v.bias])
    q, k, v = F.linear(norm, weight, offset).unflatten(-1, (3, attn.heads, -1)).permute(2, 0, 3, 1, 4)
    q, k = rotate(q * q.shape[-1] ** -0.5, *rope), rotate(k, *rope)
    scores = q @ k.mT
    if bias is not None:
        scores = scores + bias.to(scores.dtype)
    attention = torch.softmax(scores, -1, dtype=scores.dtype)
    out = attention @ v
    x = x + gate[:, None] * attn.to_out[0](out.transpose(1, 2).flatten(2))
    norm = block.ff_norm(x) * (1 + scale_ff[:, None]) + shift_ff[:, None]
    return x + gate_ff[:, None] * block.ff(norm), attention


def losses(
    dit: nn.Module, helps: Helps, batch: Batch, *, power: float, drop_all: float, drop_audio: float
) -> dict[str, torch.Tensor]:
    """Return the flow-matching loss (F5-TTS's CFM) and the helps' losses; t is drawn as u ** power."""
    b = len(batch.frames)
    device = batch.mel.device
    time = torch.rand(b, device=device) ** power
    noise = torch.randn_like(batch.mel)
    t = time[:, None, None]
    drop = torch.rand(b, device=device) < drop_all
    hide = batch.hidden | (torch.rand(b, device=device) < drop_audio)[:, None]
    condition = batch.mel.masked_fill(hide[..., None], 0.0)
    out = forward(dit, (1 - t) * noise + t * batch.mel, condition, time, batch, drop)
    wanted = batch.hidden & (batch.phone >= 0)
    error = (out.flow.float() - (batch.mel - noise)).square().mean(-1)
    kept = wanted & ~drop[:, None]
    result = {
        "flow": error[wanted].mean(),
        "early": error[wanted & (time < 0.1)[:, None] & ~drop[:, None]].mean().detach(),
    }
    heads = [head(h.float()) for head, h in zip(helps.phone, out.states, strict=True)]
    result["phone"] = sum(F.cross_entropy(p[kept], batch.phone[kept]) for p in heads) / len(heads)
    early = kept & (time < 0.1)[:, None]
    result["hit"] = (heads[-1][early].argmax(-1) == batch.phone[early]).float().mean().detach()
    text = out.text[:, : batch.ids.shape[1]].float()
    chars = (batch.letter_class >= 0) & ~drop[:, None]
    result["letter"] = F.cross_entropy(helps.letter(text)[chars], batch.letter_class[chars])
    length = helps.length(text)[..., 0]
    result["length"] = F.smooth_l1_loss(length[chars], batch.letter_frames[chars].clamp(max=40).log1p())
    result["guide"] = _guide(out.guided, batch, kept)
    return result


def _guide(attention: list[torch.Tensor], batch: Batch, kept: torch.Tensor) -> torch.Tensor:
    """Return how far the guided heads are from looking at the frames that hold the spoken letter."""
    n = batch.mel.shape[1]
    index = upsample_index(batch.characters, batch.frames, n)
    base = (batch.frames // batch.characters).float()
    first = torch.searchsorted(index.contiguous(), batch.spoken.contiguous())
    middle = first.float() + (base / 2)[:, None]
    near = (torch.arange(n, device=middle.device)[None, None] - middle[..., None]).abs() <= GUIDE_REACH
    near = near.to(attention[0].dtype)
    terms = [-((a * near).sum(-1).float()[kept] + 1e-5).log().mean() for a in attention]
    return torch.stack(terms).mean()
