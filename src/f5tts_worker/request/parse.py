"""Job input -> a typed request, or one error that names every fault. No I/O happens here."""

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from f5tts_worker.config import Settings
from f5tts_worker.request import consent
from f5tts_worker.request import fields as table
from f5tts_worker.request.directions import Directions
from f5tts_worker.request.origins import FileSource, InlineFile, RemoteFile, StoredVoice
from f5tts_worker.request.reader import Fault, FieldReader, raise_faults
from f5tts_worker.request.requests import (
    AlignRequest,
    DeleteResultRequest,
    DeleteVoiceRequest,
    DubRequest,
    GetVoiceRequest,
    HealthRequest,
    ListVoicesRequest,
    Request,
    ResultRequest,
    StatusRequest,
    Subtitles,
    TtsRequest,
    UploadRequest,
    WarmupRequest,
)
from f5tts_worker.request.subtitles_in import with_cues
from f5tts_worker.request.transcript_in import with_speakers
from f5tts_worker.script.turns import Turn, text_of
from f5tts_worker.subtitles.styles import Style

S = TypeVar("S")
R = TypeVar("R", bound="Request")


@dataclass(frozen=True)
class Parsed:
    """A job's input as it was read, with every fault.

    With faults, `request` has the default of each field that is wrong, and is None if its endpoint is.
    `given` maps fields to the paths that the caller used; `values` are what was read from these, and the
    endpoint.
    """

    request: Request | None
    faults: Sequence[Fault]
    given: Mapping[str, str]
    values: Mapping[str, Any]

    def checked(self) -> Request:
        """Return the request. Raises WorkerError INVALID_REQUEST with every fault in it."""
        raise_faults(self.faults)
        assert self.request is not None  # noqa: S101 - without one there was a fault: the line above raised
        return self.request


def read(job_input: object, settings: Settings) -> Parsed:
    """Read a job's input. Raises nothing."""
    reader = FieldReader(settings)
    endpoint, values = reader.read(job_input)
    request = None
    if endpoint is not None:
        request = _BUILDERS[endpoint](_Builder(reader, values, settings))
    read_from = {name: values[name] for name in reader.given if name in values}
    return Parsed(request, reader.faults, reader.given, {"endpoint": endpoint, **read_from})


def parse(job_input: object, settings: Settings) -> Request:
    """Return a job's input as a request. Raises WorkerError INVALID_REQUEST, and nothing else."""
    return read(job_input, settings).checked()


class _Builder:
    """Turns single values into a request and checks what only several fields together can get wrong."""

    def __init__(self, reader: FieldReader, values: Mapping[str, Any], settings: Settings) -> None:
        self.reader = reader
        self.values = values
        self.settings = settings
        self.warnings: list[str] = list(reader.warnings)
        self.model = values.get("model") or settings.model

    def tts(self) -> Request:
        v = self.values
        voice, (turns, named), agreed = self.voice(), self.turns(), self.consent(_RECORDINGS)
        return self.make(
            TtsRequest,
            text=text_of(turns),
            turns=() if len(turns) == 1 and turns[0].is_plain else tuple(turns),
            named=self.named() | named,
            lexicon=v["lexicon"] or {},
            voice=voice,
            consent=agreed,
            nfe_steps=self.steps(),
            sample_rate=self.sample_rate(),
            subtitles=self.subtitles(),
            duration_ms=self.duration_ms(),
            takes=v["takes"] or {},
            timing_level=self.timing_level(),
            has_pace=self.is_any_given(("speed", "words_per_minute", "duration_seconds")),
        )

    def dub(self) -> Request:
        v, given = self.values, self.reader.given
        if "srt" in given and "srt_url" in given:
            self.fault("srt_url", "is given together with srt", "one of the two")
        if v["min_pace"] > v["max_pace"]:
            self.fault("min_pace", f"is above max_pace, {v['max_pace']:g}", "a slower one")
        request = self.make(
            DubRequest,
            text="",
            voice=self.voice(),
            consent=self.consent(_RECORDINGS),
            source=RemoteFile(v["srt_url"], "srt_url") if v["srt_url"] else None,
            speakers=v["voices"] or {},
            named=self.named(),
            lexicon=v["lexicon"] or {},
            nfe_steps=self.steps(),
            sample_rate=self.sample_rate(),
            subtitles=self.subtitles(),
            turns=(),
            cues=(),
            track_ms=0,
            **dict.fromkeys(("words_per_minute", "duration_ms")),
            takes={},
            low_latency=False,
            timing_level=self.timing_level(),
            has_pace=self.is_any_given(("speed",)),
        )
        request = dataclasses.replace(request, warnings=tuple(self.warnings))
        if v["srt"]:
            request, faults = with_cues(request, v["srt"], given["srt"], self.settings)
            self.reader.faults += faults
        return request

    def voice(self) -> StoredVoice | FileSource | None:
        voice = self.one_of(_VOICES)
        if self.values["ref_text"] is not None and not self.is_any_given(_VOICES):
            problem = "is given without a voice" + self.but_empty(_VOICES)
            self.fault("ref_text", problem, "a voice that it belongs to, or no ref_text")
        return voice

    def consent(self, recordings: Collection[str] | None = None) -> Mapping[str, str] | None:
        """Return who agreed to the cloning of a recording, after noting if that must be said and is not.

        `recordings` are the fields that may bring one; without them there is one in any case.
        """
        is_given = self.is_any_given((consent.FIELD.name,))
        if recordings is None or self.is_any_given(recordings):
            if self.settings.require_consent and not is_given:
                problem = "is missing: this worker clones no recording without it"
                self.fault(consent.FIELD.name, problem, consent.FIELD.wanted)
            found: Mapping[str, str] | None = self.values[consent.FIELD.name]
            return found
        if is_given:
            self.warnings.append("consent was ignored: no recording came with the request.")
        return None

    def align(self) -> Request:
        audio, subtitles = self.recording("audio_url", "audio_base64"), self.subtitles()
        text = None if self.values["text"] is None else self.as_read(self.values["text"])
        more = {"text": text, "subtitles": subtitles, "timing_level": self.timing_level(), "turns": ()}
        found = self.make(AlignRequest, audio=audio, **more)
        return found if self.values["literal_text"] else with_speakers(found)

    def upload(self) -> Request:
        audio = self.recording("voice_file_url", "voice_file_base64")
        defaults, agreed = self.values["defaults"] or {}, self.consent()
        text = self.one_of(_TEXTS)
        return self.make(UploadRequest, audio=audio, ref_text=text, defaults=defaults, consent=agreed)

    def make(self, kind: type[R], **found: object) -> R:
        """Return a request: what was `found`, and else the value of the same name."""
        v = self.values
        known = {
            **v,
            "name": v.get("voice_name"),
            "model": self.model,
            "warnings": tuple(self.warnings),
            **found,
        }
        return kind(**{one.name: known[one.name] for one in fields(kind)})

    def recording(self, url: str, inline: str) -> FileSource:
        """Return the recording that a request needs, or an empty one after noting what is wrong."""
        kinds: dict[str, Callable[[Any, str], FileSource]] = {url: RemoteFile, inline: InlineFile}
        if not self.is_any_given(kinds):
            self.fault(url, "is missing" + self.but_empty(kinds), "the address of the recording")
        return self.one_of(kinds) or InlineFile(b"", "")

    def named(self) -> dict[str, str]:
        """Return the voices that the request has names for, and where they stand."""
        return dict.fromkeys(
            (self.values["voices"] or {}).values(), self.reader.given.get("voices", "voices")
        )

    def turns(self) -> tuple[list[Turn], dict[str, str]]:
        """Return what is to be said: that of `turns`, or of `text`; and the voices in it, and where."""
        v, given = self.values, self.reader.given
        if "turns" in given and "text" in given:
            self.fault("turns", "is given together with text", "one of the two")
        is_marked = v["markup"] and (not v["literal_text"] or "markup" in given)
        directions = Directions(v, self.settings, is_marked=is_marked)
        if v["turns"] is not None:
            turns = directions.of_turns(v["turns"], given["turns"])
        elif v["text"]:
            turns = directions.of_text(v["text"], given["text"])
        else:
            turns = []
        self.reader.faults += directions.faults
        self.warnings += directions.warnings
        return turns, directions.named

    def as_read(self, text: str) -> str:
        """Return the text as a reader would see it, unless it is to be taken literally."""
        if self.values["literal_text"]:
            return text
        from f5tts_worker.script.markup import left_out  # late: other endpoints have no text
        from f5tts_worker.script.readable import readable

        shown, taken = readable(text)
        if taken:
            self.warnings.append(left_out(taken))
        return shown

    def steps(self) -> int:
        v = self.values
        if v["nfe_steps"] is None:
            return table.QUALITY[v["quality"]]
        if "quality" in self.reader.given:
            self.fault("quality", "is given together with nfe_steps", "one of the two")
        return int(v["nfe_steps"])

    def duration_ms(self) -> int | None:
        """Return how long the speech is to be; at most one of the fields for its pace may be given."""
        paces = ("speed", "words_per_minute", "duration_seconds")
        given = [name for name in paces if name in self.reader.given and self.values[name] is not None]
        for name in given[1:]:
            self.fault(name, f"is given together with {given[0]}", "one of " + ", ".join(paces))
        seconds = self.values["duration_seconds"]
        return None if seconds is None else round(seconds * 1000)

    def sample_rate(self) -> int:
        rate = int(self.values["sample_rate"])
        if self.values["output_format"] == "opus" and rate not in table.OPUS_SAMPLE_RATES:
            known = ", ".join(map(str, table.OPUS_SAMPLE_RATES))
            self.fault("sample_rate", f"is {rate}, which Opus does not support", f"one of {known} for opus")
        if self.values["output_format"] == "ogg" and rate not in table.OPUS_SAMPLE_RATES:
            used = min(known for known in table.OPUS_SAMPLE_RATES if known >= rate)
            self.warnings.append(f"sample_rate is {used}: ogg holds Opus, which does not support {rate}.")
        return rate

    def subtitles(self) -> Subtitles | None:
        v, given = self.values, self.reader.given
        formats = v["subtitle_format"]
        wanted = v["create_subtitles"] or ("subtitle_format" in given and "create_subtitles" not in given)
        if not wanted and "subtitle_format" in given:
            self.warnings.append("subtitle_format was ignored: create_subtitles is false.")
        style = None if v["subtitle_style"] is None else self.style(formats, is_used=wanted)
        return Subtitles(formats, style) if wanted else None

    def timing_level(self) -> str:
        if "timing_level" in self.reader.given and not self.values["word_timings"]:
            self.warnings.append("timing_level was ignored: word_timings is false.")
        return str(self.values["timing_level"])

    def style(self, formats: Collection[str], *, is_used: bool) -> Style:
        """Return the style that was asked for, after noting what is wrong with it."""
        from f5tts_worker.request.subtitle_style import (
            font_warning,
            read_style,
        )  # late: few requests have one

        order = read_style(
            self.values["subtitle_style"], self.reader.given["subtitle_style"], formats, self.settings
        )
        self.reader.faults += order.faults
        if not is_used and not order.faults:
            self.fault(
                "subtitle_style", "has no use: no subtitles are made", "subtitle_format, or no subtitle_style"
            )
        if order.font and (warning := font_warning(order.font, self.shown())):
            self.warnings.append(warning)
        return order.style

    def shown(self) -> str:
        """Return what subtitles will show, as far as it is known: a file's markup among it."""
        v = self.values
        turns = (turn.get("text") for turn in v.get("turns") or () if isinstance(turn, dict))
        said = (v.get("text"), v.get("srt"), *turns)
        return " ".join(text for text in said if isinstance(text, str))

    def is_any_given(self, names: Collection[str]) -> bool:
        """Say whether a request has one of these fields, or tried to."""
        return any(name in self.reader.given or name in self.reader.meant for name in names)

    def but_empty(self, names: Collection[str]) -> str:
        """Return which of these fields are there with nothing in them, as the end of a fault, if any are."""
        empty = [name for name in names if name in self.reader.empty]
        return f", for nothing is in {' or '.join(empty)}" if empty else ""

    def one_of(self, kinds: Mapping[str, Callable[[Any, str], S]]) -> S | None:
        """Return the one source that was given; two of them are a fault, base64 is a warning."""
        given = [name for name in kinds if name in self.reader.given]
        if len(given) > 1:
            self.fault(given[1], f"is given together with {given[0]}", "one of " + ", ".join(kinds))
        for name in given:
            if name.endswith("_base64") and name != "text_file_base64":  # texts are small
                better = name.replace("_base64", "_url")
                self.warnings.append(f"{name} is deprecated: payloads are limited; send {better} instead.")
        valid = [name for name in given if self.values[name] is not None]
        return kinds[valid[0]](self.values[valid[0]], valid[0]) if valid else None

    def fault(self, field: str, problem: str, expected: str) -> None:
        self.reader.faults.append(Fault(self.reader.given.get(field, field), problem, expected))


_VOICES: Mapping[str, Callable[[Any, str], StoredVoice | FileSource]] = {
    "local_voice": lambda name, _field: StoredVoice(name),
    "voice_reference_url": RemoteFile,
    "voice_reference_base64": InlineFile,
    "audio_url": RemoteFile,
}
_RECORDINGS = ("voice_reference_url", "voice_reference_base64", "audio_url")
_TEXTS: Mapping[str, Callable[[Any, str], str | FileSource]] = {
    "ref_text": lambda text, _field: str(text),
    "text_file_url": RemoteFile,
    "text_file_base64": InlineFile,
}
_BUILDERS: Mapping[str, Callable[[_Builder], Request]] = {
    "tts": _Builder.tts,
    "dub": _Builder.dub,
    "align": _Builder.align,
    "upload": _Builder.upload,
    "list_voices": lambda b: b.make(ListVoicesRequest),
    "get_voice": lambda b: b.make(GetVoiceRequest),
    "delete_voice": lambda b: b.make(DeleteVoiceRequest),
    "health": lambda b: b.make(HealthRequest),
    "result": lambda b: b.make(ResultRequest),
    "delete_result": lambda b: b.make(DeleteResultRequest),
    "status": lambda b: b.make(StatusRequest),
    "warmup": lambda b: b.make(WarmupRequest),
}
