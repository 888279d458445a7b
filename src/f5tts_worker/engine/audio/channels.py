"""Which of a recording's channels hold the voice, and mixing them to one.

The mean of all channels is right where they are alike. It is not where one is empty, holds a hum or a time
code, or is inverted: then the voice is faint, covered, or gone.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

_SURROUND = {"FC": 1.0, "FL": 0.7, "FR": 0.7, "LFE": 0.0}  # ITU-R BS.775's weights, near enough for speech
_BESIDE = 0.5
_NAMES = {"FL": "the left one", "FR": "the right one", "FC": "the centre one"}
_WINDOWS_A_SECOND = 50

_TINY = 1e-10
_SILENT_DB = -50.0  # as `silence` judges a whole recording
_EMPTY_DB = 20.0  # below the loudest channel: crosstalk
# Between the loud and the quiet tenths of a second. Speech has 29 to 50 dB (four flite voices), with white
# noise 15 dB below it 18; noise, hum and time codes have under 3.
_LIVELY_DB = 8.0
# A channel is judged by its loudest tenth, but by no more than this. A click is shorter.
_BRIEF_S = 0.5
_ALIKE = 0.8  # of the power that channels have together when they hold the same
_CANCELLED = 0.5  # of the power that unrelated channels have together


def mono(data: Any, names: Sequence[str], used: Sequence[int] | None) -> Any:
    """Return samples (channels, n) as their weighted mean (n,); `used` names the channels to take."""
    if used is not None and max(used) < len(data):
        data, names = data[list(used)], [names[place] for place in used]
    if len(names) < 3 and "LFE" not in names:  # mono, and the mean of stereo
        return data.mean(axis=0)
    weights = _weights(names)
    return weights / max(weights.sum(), _BESIDE) @ data


class ChannelMeter:
    """The power of every channel, and of what they are mixed to, over time; `used` are those mixed."""

    def __init__(self, used: Sequence[int] | None) -> None:
        self._mixed = used
        self._names: list[str] = []
        self._powers: list[Any] = []
        self._has_changed = False

    def add(self, data: Any, mixed: Any, names: Sequence[str], rate: int) -> None:
        """Take the next samples (channels, n) and their mix (n,); `names` are FFmpeg's for the channels."""
        self._names = self._names or list(names)
        self._has_changed |= len(data) != len(self._names)
        if self._has_changed or not data.shape[1]:
            return
        parts = max(round(data.shape[1] * _WINDOWS_A_SECOND / rate), 1)
        edges = np.linspace(0, data.shape[1], parts + 1).astype(int)
        squares = np.square(np.vstack([data, mixed]))
        self._powers.append((np.add.reduceat(squares, edges[:-1], axis=1) / np.diff(edges)).T)

    def speaks(self) -> bool:
        """Say whether any channel holds more than silence or a steady sound."""
        return bool(self._powers) and bool(_speaking(self._levels()).any())

    def better(self) -> tuple[list[int], str] | None:
        """Return the channels to take instead, and the sentence that says why; None where all is well."""
        used = list(range(len(self._names)) if self._mixed is None else self._mixed)
        if len(used) < 2 or self._has_changed or not self._powers:
            return None
        found = _better([self._names[place] for place in used], self._levels()[:, used], self._share(used))
        if found is None:
            return None
        chosen, reason = [used[place] for place in found[0]], found[1]
        labels = ", ".join(self._label(place) for place in chosen)
        said = "was" if len(chosen) == 1 else "were"
        return chosen, f"Of the recording's {len(self._names)} channels, {labels} {said} used: {reason}."

    def _label(self, place: int) -> str:
        if len(self._names) == 2:
            return ("the left one", "the right one")[place]
        return _NAMES.get(self._names[place], f"number {place + 1}")

    def _levels(self) -> Any:
        return 10 * np.log10(np.concatenate(self._powers)[:, :-1] + _TINY)

    def _share(self, used: Sequence[int]) -> tuple[float, float]:
        """Return the mix's power in parts of what these channels have if they are alike, and unrelated."""
        power = np.concatenate(self._powers).mean(axis=0)
        weights = _weights([self._names[place] for place in used])
        amplitudes = weights / max(float(weights.sum()), _BESIDE) * np.sqrt(power[:-1][used])
        alike, unrelated = amplitudes.sum() ** 2, np.square(amplitudes).sum()
        return float(power[-1] / (alike + _TINY)), float(power[-1] / (unrelated + _TINY))


def _better(
    names: Sequence[str], levels: Any, share: tuple[float, float]
) -> tuple[Sequence[int], str] | None:
    """Choose among channels by their levels (windows, channels) in dBFS: the places to take, and why."""
    effects = np.array(names) == "LFE"  # no voice: it is neither mixed in nor a measure of the others
    loud = np.where(effects, -np.inf, _loud(levels))
    speaking = _speaking(levels) & ~effects
    if loud.max() < _SILENT_DB:
        return None
    voice = loud[speaking].max() if speaking.any() else loud.max()
    empty = loud < voice - _EMPTY_DB
    good = ~empty & (speaking if speaking.any() else True)
    if len(names) > 2 and "FC" in names and good[names.index("FC")] and share[0] < _ALIKE:
        return [names.index("FC")], "dialogue is mixed to it"
    if not (good | effects).all():
        steady = bool((~good & ~empty).any())
        rest = "a steady sound, such as noise or hum," if steady else "next to nothing"
        return np.flatnonzero(good).tolist(), f"there is {rest} in the rest"
    if share[1] < _CANCELLED:
        return [int(loud.argmax())], "mixed, they cancel each other out (one is inverted)"
    return None


def _loud(levels: Any) -> Any:
    """Return the level that each channel has in its loudest moments: one may answer another in a word."""
    windows = min(len(levels) // 10 + 1, round(_BRIEF_S * _WINDOWS_A_SECOND))
    return np.partition(levels, -windows, axis=0)[-windows]


def _speaking(levels: Any) -> Any:
    """Say of each channel whether it holds more than silence or a steady sound."""
    lively = _loud(levels) - np.quantile(levels, 0.05, axis=0) >= _LIVELY_DB
    return lively & (levels.max(axis=0) >= _SILENT_DB)


def _weights(names: Sequence[str]) -> Any:
    if len(names) < 3:
        return np.array([name != "LFE" for name in names], np.float32)
    return np.array([_SURROUND.get(name, _BESIDE) for name in names], np.float32)
