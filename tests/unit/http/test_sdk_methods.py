"""OpenAI's and ElevenLabs' own clients, blocking and not, in every way of reading an answer.

Against a server with the tiny engine: `tests/e2e/test_http.py` has the real one, which cannot transcribe.
"""

import asyncio
import base64
import contextlib
import functools
import re
from pathlib import Path

import openai
import pytest
from elevenlabs.client import AsyncElevenLabs, ElevenLabs
from tests import sdk_methods
from tests.pairs import each_once
from tests.unit.http.asking import application
from tests.unit.http.listening import listening
from tests.unit.http.test_sound import wav_of

SAID = "It is I."
RECORDING = sdk_methods.Recording(wav_of(bytes(48_000)), SAID)
PAGE = (Path(__file__).parents[3] / "docs" / "HTTP.md").read_text()


def test_every_method_is_called_or_named_as_missing():
    """Of the clients as they are installed here: a new method of theirs is noticed."""
    client = openai.OpenAI(api_key="none")
    found = [*sdk_methods.methods_of(client.audio, "audio"), *sdk_methods.methods_of(client.models, "models")]
    assert sorted(found) == sorted([*sdk_methods.OPENAI, *sdk_methods.OPENAI_MISSING])
    theirs, rest = ElevenLabs(api_key="none"), []
    for part in sdk_methods.ELEVENLABS_PARTS:
        methods = [*sdk_methods.methods_of(getattr(theirs, part), part)]
        assert methods
        rest += [name for name in methods if not name.startswith(sdk_methods.ELEVENLABS_MISSING)]
    assert sorted(rest) == sorted([*sdk_methods.ELEVENLABS, *sdk_methods.ELSEWHERE])


def test_what_is_missing_has_its_reason():
    """On the page, by its name."""
    named = set(re.findall(r"`([a-z_.]+)`", PAGE))
    missing = {
        name.rsplit(".", 1)[0] if name.startswith("audio.") else name for name in sdk_methods.OPENAI_MISSING
    }
    assert named >= missing | set(sdk_methods.ELEVENLABS_MISSING)


@contextlib.asynccontextmanager
async def served(folder):
    """Yield the address of a server."""
    async with application(folder) as (app, worker):
        voice = {
            "voice_name": "slt",
            "voice_file_base64": base64.b64encode(RECORDING.data).decode(),
            "ref_text": SAID,
        }
        await worker.answer({"id": "voice", "input": {"endpoint": "upload", **voice}})
        async with listening(app) as port:
            yield f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("kind", [openai.OpenAI, openai.AsyncOpenAI])
async def test_openai(tmp_path, kind):
    """Each method, and its raw response, and its response as it comes."""
    async with served(tmp_path) as base:
        make = functools.partial(sdk_methods.openai_client, kind, base_url=f"{base}/v1", api_key="any")
        for way, root in sdk_methods.ROOTS.items():
            for name, call in sdk_methods.OPENAI.items():

                def asked(client, recording, root=root, call=call):
                    return call(root(client), recording)

                found = await asyncio.to_thread(sdk_methods.called, make, asked, RECORDING)
                assert found is not None, (way, name)


@pytest.mark.parametrize(("kind", "beginning"), each_once([ElevenLabs, AsyncElevenLabs], ["/elevenlabs", ""]))
async def test_elevenlabs(tmp_path, kind, beginning):
    """Each method, below their own path and at the root."""
    async with served(tmp_path) as base:
        found, own = {}, {"base_url": base + beginning, "api_key": "any"}
        make = functools.partial(sdk_methods.elevenlabs_client, kind, **own)
        for name, call in sdk_methods.ELEVENLABS.items():
            found[name] = await asyncio.to_thread(sdk_methods.called, make, call, RECORDING)
    assert found["speech_to_text.convert"].language_code == "eng"
    assert [word.type for word in found["speech_to_text.convert"].words] == ["word", "spacing"] * 2 + ["word"]
    assert found["voices.get"].settings.speed == found["voices.settings.get"].speed == 1.0
    assert "".join(found["text_to_speech.convert_with_timestamps"].alignment.characters) == sdk_methods.TEXT
    assert found["models.list"][0].model_id == "demo"
