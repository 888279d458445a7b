"""The page with one result in it. tests/e2e/test_page.py opens it in a browser, from the disk."""

import base64
import hashlib
import html.parser
import json
import re

from hypothesis import given, settings
from tests.unit.timed_words import EXAMPLES, SPEECH, SPEECH_MS, hostile_text, spoken, word_lists
from tests.wav import wav

from f5tts_worker.http.page.preview import MODULES, joined_modules, page
from f5tts_worker.http.page.templates import asset
from f5tts_worker.subtitles import plain
from f5tts_worker.subtitles.cues import from_words
from f5tts_worker.subtitles.words import Word, as_json

AUDIO = wav(bytes(4800))
RESULT = {
    "voice": "slt",
    "model": "demo",
    "seed": 7,
    "language": "en",
    "text": "Well, 3 < 5.",
    "timings": {"real_time_factor": 0.4167},
}


def document(words, audio_ms=None):
    return json.loads(plain.as_json_text(words, from_words(words, audio_ms=audio_ms), audio_ms=audio_ms))


class Reader(html.parser.HTMLParser):
    """Collects elements, attributes, and the text of scripts and styles."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.inside, self.raw = [], None, {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.inside = dict(attrs).get("id", tag) if tag in ("script", "style") else None

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside:
            self.raw[self.inside] = data

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]

    @property
    def data(self):
        return json.loads(self.raw["data"])


def test_the_page_holds_the_speech_and_every_word():
    """Audio, words, cues and what is known of the job are those that it was made from."""
    read = Reader(page(AUDIO, document(SPEECH, SPEECH_MS), RESULT))
    (audio,) = read.all("audio")
    assert base64.b64decode(audio["src"].removeprefix("data:audio/wav;base64,")) == AUDIO
    assert read.data["words"] == as_json(SPEECH)
    assert read.data["cues"] == document(SPEECH, SPEECH_MS)["cues"]
    assert read.data["result"] == {name: value for name, value in RESULT.items() if name != "text"}


def test_nothing_is_loaded_from_anywhere():
    """The policy allows the page's own style and script by their hashes, and no element names an address."""
    text = page(AUDIO, document(SPEECH), RESULT)
    read = Reader(text)
    (policy,) = [meta["content"] for meta in read.all("meta") if "http-equiv" in meta]
    assert "default-src 'none'" in policy
    for kind in ("script", "style"):
        digest = base64.b64encode(hashlib.sha256(read.raw[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert not re.search(r"https?://|@import|url\(", text)
    assert not read.all("a")
    for _, attrs in read.elements:
        assert not any(name.startswith("on") or name == "style" for name in attrs)  # would be refused
        for name in ("src", "href"):
            assert attrs.get(name, "data:").startswith("data:")


def test_its_script_is_the_page_s_own_modules():
    """Each imports only what stands before it, and nothing that is left in it would need a module."""
    before = set()
    for name in MODULES:
        assert set(re.findall(r'^import .* from "\./(.*)";$', asset(name), re.MULTILINE)) <= before, name
        before.add(name)
    assert not re.search(r"^\s*(import|export) ", joined_modules(), re.MULTILINE)
    names = re.findall(r"^(?:const|let|class|function) (\w+)", joined_modules(), re.MULTILINE)
    assert len(names) == len(set(names)), sorted(names)


def test_files_to_download_and_the_way_home():
    """The texts of the other files are in the page's data, and its title leads to the address given."""
    files = {"speech.srt": "1\n</script>", "words.json": "{}"}
    home = 'https://example.org/a"b'
    read = Reader(page(AUDIO, document(SPEECH), RESULT, files, home))
    assert read.data["files"] == files
    assert [link["href"] for link in read.all("a")] == [home]
    assert len(read.all("script")) == 3


@given(word_lists(hostile_text, max_size=10))
@settings(max_examples=min(60, EXAMPLES // 2))  # a page is much to read
def test_text_stays_text(words):
    """Whatever the words hold, the page has the same elements and scripts, and the words as they are seen."""
    hostile = [Word("</script><script>alert(1)</script>", 0, 0, None, "aligned"), *words]
    title = "<img src=x onerror=alert(1)>{{script}}{{say.play}}"
    read = Reader(
        page(AUDIO, document(hostile), {"text": title, "voice": '"><b onload=x>', "language": '"><script>'})
    )
    calm = Reader(page(AUDIO, document(spoken(("a", 0, 1))), {"text": "a", "voice": "b"}))
    assert [tag for tag, _ in read.elements] == [tag for tag, _ in calm.elements]
    assert read.raw["script"] == calm.raw["script"]
    assert [word["word"] for word in read.data["words"]] == [word.visible for word in hostile]
