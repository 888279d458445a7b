"""Our own WebSocket: a text comes as it is written, and its speech goes back sentence by sentence."""

import base64
import contextlib
import functools
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, WebSocket

from f5tts_worker.bootstrap import check_language, check_model
from f5tts_worker.config import Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.http.conversation import Mark, Piece, Speaker, Work, converse, language_of, message_of
from f5tts_worker.http.dialects import native
from f5tts_worker.http.faults import Fault, of_answer
from f5tts_worker.http.streams import PCM
from f5tts_worker.jobs.delivery.response import failure
from f5tts_worker.request.other_names import OTHER_NAMES
from f5tts_worker.request.parse import parse

router = APIRouter()

FORMATS = ("pcm", "wav", "mp3", "opus")
WRITTEN = {"text": str, "flush": bool, "end": bool}  # the fields of every message
KINDS = {str: "a string", bool: "true or false, without quotes"}
# Of a job alone, or of a whole text that is there from the beginning; `text` by its other names.
UNFIT = (
    *("create_subtitles", "duration_seconds", "endpoint", "paragraph_pause", "request_id"),
    *("subtitle_format", "subtitle_style", "takes", "text", "turns"),
)


@router.websocket("/v1/speak")
async def speak(socket: WebSocket) -> None:
    """Speak whole sentences of a text while it is written."""
    socket.app.state.runs.check_room()
    await converse(socket, functools.partial(_begin, socket), _error)


async def _begin(socket: WebSocket) -> tuple[Work, Work]:
    """Take the first message."""
    message = await message_of(socket)
    written = {name: message.pop(name) for name in WRITTEN if name in message}
    is_binary = message.pop("binary", False)
    state = socket.app.state
    options = _options(message, is_binary, written, state.backend.settings)
    language = await language_of(state, options)
    if not state.backend.is_metered:
        _check_model(options, language, state.backend.settings)
    speaker = Speaker(state.runs, options, language, state.serving.text_chars)
    _take(written, speaker)
    return _read(socket, speaker), _send(socket, speaker, is_binary=is_binary)


async def _read(socket: WebSocket, speaker: Speaker) -> None:
    """Take what the client writes until it leaves."""
    while True:
        _take(await message_of(socket, speaker.is_idle), speaker)


async def _send(socket: WebSocket, speaker: Speaker, *, is_binary: bool) -> None:
    """Send what is spoken until the end of the text."""
    async with contextlib.aclosing(speaker.spoken()) as spoken:  # or its job would go on for a while
        async for step in spoken:
            await _tell(step, socket, speaker, is_binary=is_binary)


async def _tell(step: Piece | Mark, socket: WebSocket, speaker: Speaker, *, is_binary: bool) -> None:
    if step is Mark.FLUSHED:
        await socket.send_json({"type": "flushed", "end": speaker.seconds})
    elif step is Mark.END:
        await socket.send_json({"type": "end", "duration": speaker.seconds, "pieces": speaker.count})
    else:
        if not step.index:
            about = {"sample_rate": step.sample_rate, "format": speaker.form, "seed": step.seed}
            await socket.send_json({"type": "start", **about})
        await socket.send_json(_piece(step, is_binary=is_binary))
        if is_binary:
            await socket.send_bytes(step.audio)


def _piece(piece: Piece, *, is_binary: bool) -> dict[str, Any]:
    audio: dict[str, Any] = {"audio": base64.b64encode(piece.audio).decode("ascii")}
    return {
        "type": "piece",
        "index": piece.index,
        "job_id": piece.job_id,
        "start": piece.start,
        "end": piece.end,
        "text": piece.text,
        **({"audio_bytes": len(piece.audio)} if is_binary else audio),
        "word_timings": piece.words,
    }


def _options(
    message: Mapping[str, Any], is_binary: object, written: Mapping[str, Any], settings: Settings
) -> dict[str, Any]:
    """Return the first message's fields of `tts`, those in `options` beside the others.

    Raises Fault 422 that names everything in the message that is wrong, what was `written` in it, too.
    """
    inner = message.get("options", {})
    rows = _wrong(written)
    if not isinstance(is_binary, bool):
        rows.append({"field": "binary", "problem": f"is {str(is_binary)[:40]!r}", "expected": KINDS[bool]})
    if not isinstance(inner, dict):
        rows.append({"field": "options", "problem": "is no object", "expected": "an object"})
        inner = {}
    given = {name: value for name, value in message.items() if name != "options"} | inner
    options = {
        own if (own := OTHER_NAMES.get(name, name)) not in given else name: given[name] for name in given
    }
    for name in sorted(UNFIT & options.keys()):
        expected = "a field of tts that holds for every sentence"
        rows.append({"field": name, "problem": "means nothing in a conversation", "expected": expected})
    form = str(options.get("output_format") or PCM).lower()
    if form not in FORMATS:
        expected = f"one of {', '.join(FORMATS)}"
        rows.append({"field": "output_format", "problem": f"is {form[:40]!r}", "expected": expected})
    fit = {name: value for name, value in options.items() if name not in (*UNFIT, "output_format")}
    if form in FORMATS and form != PCM:
        fit["output_format"] = form
    rows += _wrong_in_a_job(fit, settings)
    _refuse(rows)
    return {**options, "output_format": form}


def _check_model(options: Mapping[str, Any], language: str, settings: Settings) -> None:
    """Raise Fault for a model that there is not, or that was not trained on the language."""
    model = str(options.get("model") or settings.model)
    try:
        check_model(settings, model)
        if not options.get("any_language"):
            check_language(settings, model, language, "")
    except WorkerError as error:
        raise of_answer(failure(error, "")) from None


def _wrong_in_a_job(options: Mapping[str, Any], settings: Settings) -> list[dict[str, str]]:
    """Return what is wrong with fields of `tts`, as a job would be told."""
    try:
        parse({**options, "text": "Hello."}, settings)
    except WorkerError as error:
        return list(error.details["faults"])
    return []


def _take(message: Mapping[str, Any], speaker: Speaker) -> None:
    """Do what a message says. Raises Fault 422 that names everything in it that is wrong, and 413."""
    expected = "text, flush or end; other fields only in the first message"
    rows = [
        {"field": name[:40], "problem": "is unknown here", "expected": expected}
        for name in message
        if name not in WRITTEN
    ]
    _refuse(rows + _wrong(message))
    speaker.add(message.get("text", ""))
    if message.get("end"):
        speaker.end()
    elif message.get("flush"):
        speaker.flush()


def _wrong(written: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return what is wrong with the fields of every message."""
    return [
        {"field": name, "problem": f"is {str(written[name])[:40]!r}", "expected": KINDS[kind]}
        for name, kind in WRITTEN.items()
        if not isinstance(written.get(name, kind()), kind)
    ]


def _refuse(rows: list[dict[str, str]]) -> None:
    if rows:
        sentences = "; ".join(
            f"{row['field']} {row['problem']}" + (f" (expected {row['expected']})" if row["expected"] else "")
            for row in rows
        )
        raise Fault(422, "INVALID_REQUEST", f"{sentences}.", {"faults": rows})


def _error(fault: Fault) -> dict[str, Any]:
    return {"type": "error", **native.error(fault)}
