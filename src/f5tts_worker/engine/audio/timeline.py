"""Where a track's sound stands on its file's own time, which players and editors lay subtitles on.

The sound of a film can begin later than its picture, and a recording of a call or a screen can have gaps. A
decoder gives the samples without them; the frames' times tell.
"""

from typing import Any

from av.stream import Disposition

# A jump of the times by less is jitter of the program that recorded (FFmpeg's aresample: min_hard_comp).
_LEAST_GAP_S = 0.1


class Timeline:
    """Tells the silence that belongs before each frame of a stream; no sound lies past `longest_s`."""

    def __init__(self, container: Any, stream: Any, longest_s: float) -> None:
        self._origin = _origin(container, stream)
        self._longest_s = longest_s
        self._begun = False

    def gap(self, frame: Any, seconds: float) -> float:
        """Return the seconds of silence before a frame, `seconds` of sound and silence lying before it.

        Times that contradict themselves, as in files joined end to end, count for nothing.
        """
        least, self._begun = _LEAST_GAP_S if self._begun else 0.0, True
        if frame.time is None or not least < (gap := frame.time - self._origin - seconds):
            return 0.0
        return gap if seconds + gap < self._longest_s else 0.0


def _origin(container: Any, stream: Any) -> float:
    """Return the time in seconds at which a player starts: that of the first sound or picture."""
    timed = [
        one.start_time * one.time_base
        for one in (*container.streams.audio, *container.streams.video)
        if one.start_time is not None and Disposition.attached_pic not in one.disposition
    ]
    return float(min(timed, default=(stream.start_time or 0) * stream.time_base))
