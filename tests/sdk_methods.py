"""Every method of OpenAI's and ElevenLabs' own clients that has to do with speech and voices.

What is a call here is made against a served worker by both kinds of client of each, in all ways of reading an
answer; what is missing has its reason in docs/HTTP.md.
"""

import asyncio
import inspect
import ssl
from dataclasses import dataclass
from functools import cached_property

import httpx
import openai
from elevenlabs import DialogueInput

TEXT = "Hello, old man."
# Served over HTTP, nothing is verified; reading the authorities of this machine takes longer than most calls.
NO_AUTHORITIES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@dataclass(frozen=True)
class Recording:
    """A recording, and what is said in it."""

    data: bytes
    text: str


# Of OpenAI's client, the roots of what is called: the answer, the raw response, the response as it comes.
ROOTS = {
    "plain": lambda client: client,
    "raw": lambda client: client.with_raw_response,
    "streaming": lambda client: client.with_streaming_response,
}
_QUICK = {"f5tts": {"nfe_steps": 2, "seed": 7}}
_SPOKEN = {"model": "tts-1", "voice": "alloy", "input": TEXT, "response_format": "pcm"}
OPENAI = {
    "audio.speech.create": lambda root, _: root.audio.speech.create(**_SPOKEN, extra_body=_QUICK),
    "audio.transcriptions.create": lambda root, recording: root.audio.transcriptions.create(
        model="whisper-1", file=("a.wav", recording.data), language="en"
    ),
    "audio.voices.create": lambda root, recording: root.audio.voices.create(
        name="anna",
        consent="cons_1",
        audio_sample=("a.wav", recording.data),
        extra_body={"ref_text": recording.text},
    ),
    "audio.voices.delete": lambda root, _: root.audio.voices.delete("anna"),
    "models.list": lambda root, _: root.models.list(),
    "models.retrieve": lambda root, _: root.models.retrieve("tts-1"),
}
OPENAI_MISSING = (
    *("audio.translations.create", "models.delete"),
    *(f"audio.voice_consents.{name}" for name in ("create", "delete", "list", "retrieve", "update")),
)

_OWN = {"additional_body_parameters": _QUICK}
_ASKED = {"text": TEXT, "output_format": "mp3_44100_128", "seed": 7, "request_options": _OWN}
_TALK = {
    "inputs": [DialogueInput(text="Hello.", voice_id="slt"), DialogueInput(text="Go on!", voice_id="slt")],
    **{name: _ASKED[name] for name in ("output_format", "seed", "request_options")},
}
ELEVENLABS = {
    "text_to_speech.convert": lambda client, _: client.text_to_speech.convert("slt", **_ASKED),
    "text_to_speech.stream": lambda client, _: client.text_to_speech.stream("slt", **_ASKED),
    "text_to_speech.convert_with_timestamps": lambda client, _: client.text_to_speech.convert_with_timestamps(
        "slt", **_ASKED
    ),
    "text_to_speech.stream_with_timestamps": lambda client, _: client.text_to_speech.stream_with_timestamps(
        "slt", **_ASKED
    ),
    "text_to_dialogue.convert": lambda client, _: client.text_to_dialogue.convert(**_TALK),
    "text_to_dialogue.stream": lambda client, _: client.text_to_dialogue.stream(**_TALK),
    "text_to_dialogue.convert_with_timestamps": lambda client, _: (
        client.text_to_dialogue.convert_with_timestamps(**_TALK)
    ),
    "text_to_dialogue.stream_with_timestamps": lambda client, _: (
        client.text_to_dialogue.stream_with_timestamps(**_TALK)
    ),
    "forced_alignment.create": lambda client, recording: client.forced_alignment.create(
        file=recording.data, text=recording.text
    ),
    "speech_to_text.convert": lambda client, recording: client.speech_to_text.convert(
        model_id="scribe_v2", file=recording.data, language_code="eng", timestamps_granularity="character"
    ),
    "voices.ivc.create": lambda client, recording: client.voices.ivc.create(
        name="bert",
        files=[recording.data],
        request_options={"additional_body_parameters": {"ref_text": recording.text}},
    ),
    "voices.get": lambda client, _: client.voices.get("bert"),
    "voices.get_all": lambda client, _: client.voices.get_all(),
    "voices.search": lambda client, _: client.voices.search(search="ber"),
    "voices.settings.get": lambda client, _: client.voices.settings.get("bert"),
    "voices.settings.get_default": lambda client, _: client.voices.settings.get_default(),
    "voices.delete": lambda client, _: client.voices.delete("bert"),
    "models.list": lambda client, _: client.models.list(),
}
ELSEWHERE = ("text_to_speech.convert_realtime",)  # a test of its own: its address is `wss://`, and not async
ELEVENLABS_MISSING = (
    "history",
    "samples",
    "speech_to_speech",
    "speech_to_text.realtime",
    "speech_to_text.transcripts",
    "text_to_voice",
    "voices.accents",
    "voices.collections",
    "voices.find_similar_voices",
    "voices.get_shared",
    "voices.pvc",
    "voices.replicate_to_isolated_environment",
    "voices.samples",
    "voices.settings.update",
    "voices.share",
    "voices.update",
)
ELEVENLABS_PARTS = (
    *("forced_alignment", "history", "models", "samples", "speech_to_speech", "speech_to_text"),
    *("text_to_dialogue", "text_to_speech", "text_to_voice", "voices"),
)


def methods_of(resource, path):
    """Yield the dotted names of a client's methods below a resource of its."""
    for name, member in inspect.getmembers_static(type(resource)):
        if name.startswith(("_", "with_")):
            continue
        if isinstance(member, property | cached_property):
            yield from methods_of(getattr(resource, name), f"{path}.{name}")
        elif callable(member):
            yield f"{path}.{name}"


async def read(answer):
    """Return all of an answer, however a client gives it: at once, in pieces, or as a response to be read."""
    if inspect.isawaitable(answer):
        answer = await answer
    if hasattr(answer, "__aenter__"):
        async with answer as response:
            return await read(response)
    if hasattr(answer, "__enter__"):
        with answer as response:
            return await read(response)
    if isinstance(answer, openai.APIResponse | openai.AsyncAPIResponse):
        return await read(answer.read())
    if hasattr(answer, "__anext__"):
        return [piece async for piece in answer]
    return list(answer) if hasattr(answer, "__next__") else answer


def called(make, call, recording):
    """Make a client, call a method of it, and return what it read; in a loop of its own if it needs one.

    `make` returns the client and its connections, which are closed.
    """

    async def in_its_loop():
        client, connections = make()
        try:
            return await read(call(client, recording))
        finally:
            closed = connections.aclose() if hasattr(connections, "aclose") else connections.close()
            if inspect.isawaitable(closed):
                await closed

    return asyncio.run(in_its_loop())


def openai_client(kind, **given):
    """Return a client of OpenAI's, and its connections."""
    connections = openai.DefaultAsyncHttpxClient if "Async" in kind.__name__ else openai.DefaultHttpxClient
    client = kind(max_retries=0, http_client=connections(verify=NO_AUTHORITIES), **given)
    return client, client


def elevenlabs_client(kind, **given):
    """Return a client of ElevenLabs', and its connections."""
    connections = httpx.AsyncClient if "Async" in kind.__name__ else httpx.Client
    opened = connections(timeout=600, verify=NO_AUTHORITIES)
    return kind(httpx_client=opened, **given), opened
