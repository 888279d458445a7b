"""The page as it is served: what it may load, what it is made of, and the sentences that `takes` counts.

tests/e2e/test_page.py uses it in a browser.
"""

import json
import re
from importlib import resources

import pytest
from tests.unit.http.asking import Spoken, client_of

from f5tts_worker.http.application import make_app
from f5tts_worker.http.page.templates import asset, phrases
from f5tts_worker.http.serving import Serving
from f5tts_worker.subtitles.styles import STYLES

KEY = "a-key"
FOLDER = resources.files("f5tts_worker.http.page")
ASSETS = [path.name for path in FOLDER.joinpath("assets").iterdir()]
MOST_BYTES = 1_500_000  # without libass and its fonts, which are loaded when captions are shown


def served(path, method="GET", **more):
    async def ask():
        async with client_of(make_app(Spoken(), Serving(key=KEY))) as client:
            return await client.request(method, path, **more)

    return ask()


async def test_anybody_gets_the_page_and_it_may_load_its_own_files_alone():
    """It needs no key, since a browser has none to send with an address; its scripts' requests do."""
    answer = await served("/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    nonce = re.search(r"nonce-([^']+)", policy["style-src"])[1]
    assert f'nonce="{nonce}"' in answer.text
    assert nonce not in (await served("/")).text
    allowed = {source for sources in policy.values() for source in sources.split()}
    own = {"'none'", "'self'", "'wasm-unsafe-eval'", "blob:", "data:", f"'nonce-{nonce}'"}
    assert allowed == own
    assert (
        json.loads(re.search(r'id="choices">(.*?)</script>', answer.text)[1])["styles"].keys()
        == STYLES.keys()
    )


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("assets/page.js", "text/javascript"),
        ("assets/page.css", "text/css"),
        ("vendor/wavesurfer/wavesurfer.esm.js", "text/javascript"),
        ("vendor/jassub/wasm/jassub-worker.wasm", "application/wasm"),
    ],
)
async def test_its_files(path, kind):
    """Each has its type, the page's policy, and is sent once as long as it does not change."""
    answer = await served(f"/page/{path}")
    assert answer.headers["content-type"].split(";")[0] == kind
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert (
        await served(f"/page/{path}", headers={"if-none-match": answer.headers["etag"]})
    ).status_code == 304


@pytest.mark.parametrize(
    "path", ["/page/assets/../routes.py", "/page/assets/%2e%2e/routes.py", "/page/assets/", "/page/vendor/.."]
)
async def test_no_other_files_are_served(path):
    """Nothing above the folders, and no lists of them."""
    assert (await served(path)).status_code in (401, 404)


async def test_sentences_as_takes_counts_them():
    """Joined, they are the text. Who has no key gets none."""
    text = "Dr. Who came. He left!\n\nLater"
    async with client_of(make_app(Spoken(), Serving(key=KEY))) as client:
        asked = {"json": {"text": text, "language": "en"}}
        answer = await client.post("/v1/sentences", headers={"xi-api-key": KEY}, **asked)
        assert answer.json() == {"sentences": ["Dr. Who came. ", "He left!\n\n", "Later"]}
        assert (await client.post("/v1/sentences", **asked)).status_code == 401
        wrong = await client.post("/v1/sentences", headers={"xi-api-key": KEY}, json={"language": "en"})
        assert wrong.status_code == 422
        assert "text" in wrong.json()["error"]
        half = {"text": "\ud83d", "language": "\ud83d"}
        wrong = await client.post(
            "/v1/sentences",
            headers={"xi-api-key": KEY, "content-type": "application/json"},
            content=json.dumps(half),
        )
        assert wrong.status_code == 422
        assert [fault["field"] for fault in wrong.json()["details"]["faults"]] == ["text", "language"]


async def test_cues_as_dub_reads_them():
    """How many, until when, who speaks, what is left out, and every fault. Who has no key gets none."""
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Hi.\n\n00:03.000 --> 00:04.500\nBob: Bye.\n"
    nameless = "\n00:05.000 --> 00:06.000\n<v Ann [off]>So.\n"  # no name that `voices` takes
    music = "\n00:05.000 --> 00:06.000\n[music]\n"
    wrong = "1\n00:00:02,000 --> 00:00:01,000\nBack.\n"
    async with client_of(make_app(Spoken(), Serving(key=KEY)), **{"xi-api-key": KEY}) as client:
        read = (await client.post("/v1/cues", json={"srt": vtt + music})).json()
        assert (read["cues"], read["until"], read["faults"]) == (2, 4.5, [])
        assert read["speakers"] == [
            {"name": "Ann", "cues": 1, "is_marked": True},
            {"name": "Bob", "cues": 1, "is_marked": False},
        ]
        assert "[music]" in read["warnings"][0]
        more = (await client.post("/v1/cues", json={"srt": vtt + nameless})).json()
        assert (more["cues"], more["speakers"]) == (3, read["speakers"])
        (fault,) = (await client.post("/v1/cues", json={"srt": wrong})).json()["faults"]
        assert fault["line"] == 2
        assert "does not end after it starts" in fault["problem"]
        assert (await client.post("/v1/cues", json={"srt": "x" * 2_000_001})).status_code == 422
    assert (await served("/v1/cues", method="POST", json={"srt": vtt})).status_code == 401


def test_every_phrase_is_in_the_table_and_none_is_left_over():
    """So a table in another language has the same names."""
    texts = {name: asset(name) for name in ASSETS if not name.endswith(".json")}
    whole = "\n".join(texts.values())
    said = set(re.findall(r"\{\{say\.(\w+)\}\}", whole)) | set(re.findall(r'\bsay\("(\w+)"', whole))
    said |= {name for pair in re.findall(r'say\([^()]*\? "(\w+)" : "(\w+)"', whole) for name in pair}
    said |= {name for name in phrases() if re.match(r"(state|fact)_", name)}  # by what is shown
    assert said == phrases().keys()


def test_it_names_no_other_host_and_is_small():
    """Neither its own files nor those of others that come with it at once."""
    texts = {name: asset(name) for name in ASSETS}
    for name, text in texts.items():
        assert not re.search(r"https?://", text), name
    size = sum(len(text.encode()) for text in texts.values())
    size += sum(file.stat().st_size for file in FOLDER.joinpath("vendor/wavesurfer").iterdir())
    print(f"all of the page but libass: {size:,} bytes")
    assert size < MOST_BYTES


def test_others_files_have_their_licences():
    """Each folder has its own, and the list names each folder."""
    vendor = FOLDER.joinpath("vendor")
    folders = [path for path in vendor.iterdir() if path.is_dir()]
    assert len(folders) == 3
    for folder in folders:
        assert folder.joinpath("LICENSE").read_text(encoding="utf-8")
        assert f"`{folder.name}/`" in vendor.joinpath("README.md").read_text(encoding="utf-8")
