"""The page at `/`, where a worker can be tried, and what the page alone asks for.

Its own files are in `assets/`, those of others, with their licences, in `vendor/`. No file comes from another
host, and the policy allows none.
"""

import asyncio
import dataclasses
import secrets
import unicodedata
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Body, FastAPI
from fastapi.responses import HTMLResponse
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from f5tts_worker.http.json_route import JsonRoute
from f5tts_worker.http.page.templates import asset, data, filled
from f5tts_worker.languages import LANGUAGES
from f5tts_worker.request.direction_fields import MAX_SUBTITLE_CHARS, MAX_VOICES
from f5tts_worker.request.fields import ENDPOINTS, OUTPUT_FORMATS, QUALITY
from f5tts_worker.request.names import is_label
from f5tts_worker.subtitles.styles import STYLES

router = APIRouter(route_class=JsonRoute)
FOLDERS = ("assets", "vendor")
MAX_SENTENCES_CHARS = 200_000  # as long as the longest text that any request takes
MAX_LANGUAGE_CHARS = 35  # RFC 5646, section 4.4.1; what is counted must be valid Unicode, too
FIRST = ("player.css", "page.css")  # in the document itself: nothing is waited for before it is painted
LATER = ("captions-worker.js", "preview.js")  # modules that the page does not begin with
# libass is WebAssembly, the document and the recording's waveform have style sheets of their own (hence the
# nonce), and what was recorded or made here is a `blob:`.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'{nonce};"
    " connect-src 'self' blob:; media-src 'self' blob:; img-src 'self' data:; font-src 'self';"
    " worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def add_to(app: FastAPI) -> None:
    """Add the page and its files to an application."""
    app.include_router(router)
    for folder in FOLDERS:
        files = _Files(directory=Path(__file__).parent / folder)
        app.mount(f"/page/{folder}", files, name=f"page-{folder}")


@router.get("/", include_in_schema=False)
async def page() -> HTMLResponse:
    """Return the page."""
    nonce = secrets.token_urlsafe(16)
    style = "".join(asset(name) for name in FIRST)
    values = {"choices": data(_choices()), "nonce": nonce, "audio": "", "style": style, "modules": _modules()}
    headers = {**_headers(f" 'nonce-{nonce}'"), "Cache-Control": "no-store"}
    return HTMLResponse(filled("page.html", values), headers=headers)


@router.post("/v1/sentences", tags=["This worker"], operation_id="sentences")
async def sentences(
    text: Annotated[str, Body(max_length=MAX_SENTENCES_CHARS)],
    language: Annotated[str, Body(max_length=MAX_LANGUAGE_CHARS)] = "en",
) -> dict[str, Any]:
    """Cut a text into sentences, as `takes` counts them. Joined, they are the text."""
    from f5tts_worker.script.sentences import split_sentences  # late: the first use loads the library

    return {"sentences": await asyncio.to_thread(split_sentences, text, language)}


@router.post("/v1/cues", tags=["This worker"], operation_id="cues")
async def cues(srt: Annotated[str, Body(max_length=MAX_SUBTITLE_CHARS, embed=True)]) -> dict[str, Any]:
    """Read subtitles as `dub` would: how many cues, until when, who speaks them, and what is wrong."""
    from f5tts_worker.script.cues import read_cues, speakers_of  # late, as above

    read = await asyncio.to_thread(read_cues, unicodedata.normalize("NFC", srt), {})
    named = [one for one in speakers_of(read.cues) if is_label(one.name)]  # others can have no voice
    speakers = [dataclasses.asdict(one) for one in named[:MAX_VOICES]]
    faults = [
        {"line": one.place.line, "problem": one.problem, "expected": one.expected} for one in read.faults
    ]
    until = max((cue.end_ms for cue in read.cues), default=0) / 1000
    return {
        "cues": len(read.cues), "until": until, "speakers": speakers, "faults": faults,
        "warnings": read.warnings,
    }  # fmt: skip


@cache
def _modules() -> str:
    """Return links that have the browser fetch all modules at once, not each when another asks for it."""
    names = sorted(path.name for path in (Path(__file__).parent / "assets").glob("*.js"))
    link = '<link rel="modulepreload" href="page/assets/{}">'
    return "\n".join(link.format(name) for name in names if name not in LATER)


def _choices() -> dict[str, Any]:
    """Return what can be chosen in the page's forms."""
    options = {field.name: field for field in ENDPOINTS["tts"].options}
    return {
        # A style that is more than a name can be made for a picture's shape.
        "shapes": options["subtitle_style"].kind != "string",
        "styles": {name: style.description for name, style in STYLES.items()},
        "languages": list(LANGUAGES),
        "qualities": list(QUALITY),
        "formats": list(OUTPUT_FORMATS),
    }


def _headers(nonce: str = "") -> dict[str, str]:
    return {
        "Content-Security-Policy": POLICY.format(nonce=nonce),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }


class _Files(StaticFiles):
    """Files with the page's policy, which a worker of the browser takes from its own file."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers.update({**_headers(), "Cache-Control": "no-cache"})  # asked for again, by ETag
        return response
