"""Which of a file's audio tracks to take: the one that a player would play. FFmpeg's names and flags."""

import re
from dataclasses import dataclass
from typing import Any

import av
from av.stream import Disposition

from f5tts_worker.errors import WorkerError

# What a file's audio tracks may hold, or plain PCM.
_CODECS = re.compile(
    r"pcm_\w+|aac(_latm)?|e?ac3|alac|amr[nw]b|flac|mp[123](float)?|(lib)?opus|(lib)?vorbis|"
    r"adpcm_(ms|ima_wav|ima_qt)|gsm_ms"
)
# FFmpeg decodes a first frame of every track when it opens a file, pictures that come with music among them;
# what this list does not name it does not decode.
DECODERS = ",".join(sorted(name for name in av.codecs_available if _CODECS.fullmatch(name)))
# FFmpeg would read what is encrypted as if it were not, and make noise of it (ISO 14496-12, 8.12; FairPlay).
_PROTECTED = ("enca", "drms")
PROTECTED = "The audio is protected by copy control (DRM)."
RATES = range(4_000, 768_001)
MAX_CHANNELS = 32
WANTED = "Send wav, flac, mp3, ogg, opus, m4a, mp4 or webm."

# Tracks that a player takes only when asked to.
_BESIDE = (
    Disposition.comment
    | Disposition.descriptions
    | Disposition.visual_impaired
    | Disposition.hearing_impaired
    | Disposition.clean_effects
    | Disposition.karaoke
)
_BESIDE_TITLE = re.compile(r"comment|descri|karaoke|instrumental", re.IGNORECASE)


@dataclass(frozen=True)
class Track:
    """A playable audio track: its place among the file's streams, and its number (from 1) among the audio."""

    index: int
    number: int
    is_default: bool
    is_beside: bool  # a commentary, or a description of the pictures

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Return what to sort by: tracks that a player would take come first."""
        return self.is_beside, not self.is_default, self.number


def playable_tracks(container: Any) -> list[Track]:
    """Return the audio tracks that can be decoded, the one that a player would take first.

    Raises AUDIO_UNREADABLE with what is wrong with the first track when there is none.
    """
    faults, tracks = [], []
    for number, stream in enumerate(container.streams.audio, 1):
        if fault := _fault(stream):
            faults.append(fault)
            continue
        title = " ".join(stream.metadata.get(name, "") for name in ("title", "handler_name"))
        beside = bool(stream.disposition & _BESIDE) or bool(_BESIDE_TITLE.search(title))
        tracks.append(Track(stream.index, number, bool(stream.disposition & Disposition.default), beside))
    if not tracks:
        raise unreadable(faults[0] if faults else "The file has no audio track.")
    return sorted(tracks, key=lambda track: track.rank)


def why(track: Track, tracks: list[Track], count: int) -> str:
    """Return the sentence that says which of a file's `count` audio tracks was taken, and why."""
    if track is not tracks[0]:
        reason = "nothing is said in the one that a player would play"
    elif track.number == 1:
        reason = "it is the first one"
    elif any(other.is_beside and other.number < track.number for other in tracks):
        reason = "what comes before it is a commentary or a description"
    elif track.is_default and any(not other.is_default for other in tracks):
        reason = "the file marks it as the default"
    else:
        reason = "it is the first one that can be decoded"
    return f"The file has {count} audio tracks; number {track.number} was used, because {reason}."


def unreadable(reason: str) -> WorkerError:
    """Return the error for a file that is no sound, with what would be right."""
    return WorkerError("AUDIO_UNREADABLE", f"{reason} {WANTED}")


def _fault(stream: Any) -> str | None:
    """Return what keeps a track from being decoded, or None."""
    codec = stream.codec_context
    if codec is None or not _CODECS.fullmatch(codec.name):
        return f"The audio codec {getattr(codec, 'name', 'unknown')} is not supported."
    if codec.codec_tag in _PROTECTED:
        return PROTECTED
    if not codec.sample_rate:
        return "The file cannot be read as audio: nothing in it could be decoded."
    if codec.sample_rate not in RATES or not 0 < codec.channels <= MAX_CHANNELS:
        claim = f"{codec.sample_rate} Hz and {codec.channels} channels"
        return f"The file claims {claim}, which is not plausible."
    return None
