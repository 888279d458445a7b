import base64
import hashlib
import html.parser
import json
import math
import re
import struct
from array import array

import pytest
from hypothesis import given, settings
from tests.unit.timed_words import SPEECH, SPEECH_MS, UNHURRIED, hostile_text, spoken, word_lists
from tests.wav import wav

from f5tts_worker.errors import WorkerError
from f5tts_worker.http.page.preview import BUCKETS_PER_SECOND, Sound, page, peaks, read_wav
from f5tts_worker.subtitles import plain
from f5tts_worker.subtitles.cues import from_words
from f5tts_worker.subtitles.words import Word, as_json

RATE = 24_000
RESULT = {
    "voice": "slt",
    "model": "demo",
    "seed": 7,
    "language": "en",
    "text": "Well, 3 < 5.",
    "timings": {"real_time_factor": 0.4167},
}


def tone(seconds=0.5, loudness=0.5, channels=1):
    """Make a 440 Hz tone that grows from nothing to its loudness."""
    count = round(seconds * RATE)
    wave_form = (
        round(32767 * loudness * (i / count) * math.sin(2 * math.pi * 440 * i / RATE)) for i in range(count)
    )
    return Sound(array("h", (value for value in wave_form for _ in range(channels))), channels, RATE)


def write_wav(sound):
    return wav(sound.samples.tobytes(), channels=sound.channels)


def document(words, audio_ms=None):
    return json.loads(plain.as_json_text(words, from_words(words, audio_ms=audio_ms), audio_ms=audio_ms))


class Reader(html.parser.HTMLParser):
    """Collects elements, attributes and the text of scripts, styles and everything else."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.inside, self.raw, self.words = [], [], {}, {}
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in ("meta", "link", "path", "canvas"):
            self.inside.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if self.inside and self.inside[-1][0] == tag:
            self.inside.pop()

    def handle_data(self, data):
        tag, attrs = self.inside[-1] if self.inside else ("", {})
        if tag in ("script", "style"):
            self.raw[attrs.get("type", tag)] = data
        elif "data-w" in attrs:
            index = int(attrs["data-w"])  # a word that no line can hold has several elements
            self.words[index] = self.words.get(index, "") + data

    def all(self, tag):
        return [attrs for name, attrs in self.elements if name == tag]


def test_the_page_holds_the_speech_and_every_word():
    """Audio, times, cues and peaks in it are those that it was made from."""
    sound = tone(SPEECH_MS / 1000)
    read = Reader(page(write_wav(sound), document(SPEECH, SPEECH_MS), RESULT))
    (audio,) = read.all("audio")
    assert base64.b64decode(audio["src"].removeprefix("data:audio/wav;base64,")) == write_wav(sound)
    data = json.loads(read.raw["application/json"])
    assert data["duration"] == SPEECH_MS / 1000
    assert data["words"] == [
        [w["word"], w["start"], w["end"], w["score"], w["source"] == "interpolated"] for w in as_json(SPEECH)
    ]
    assert data["cues"] == [[c["start"], c["end"]] for c in document(SPEECH, SPEECH_MS)["cues"]]
    assert base64.b64decode(data["peaks"]) == peaks(sound)[0]
    assert read.words == {index: word.visible for index, word in enumerate(SPEECH)}
    guessed = [
        attrs["data-w"]
        for attrs in read.all("span")
        if "guess" in attrs.get("class", "") and "data-w" in attrs
    ]
    assert guessed == [str(index) for index, word in enumerate(SPEECH) if word.source == "interpolated"]


def test_the_page_says_what_was_run():
    """Voice, model, seed and speed are shown, and nothing where they are not known."""
    text = page(write_wav(tone()), document(SPEECH), RESULT)
    for fact in ("slt", "demo", "7", "0.42", "0.50 s", "16, 1 interpolated"):
        assert f"<b>{fact}</b>" in text
    bare = page(write_wav(tone()), document([]), {})
    assert "Voice" not in bare
    assert "There are no words." in bare


def test_nothing_is_loaded_from_anywhere():
    """The policy allows the page's own style and script by their hashes, and no element names an address."""
    text = page(write_wav(tone()), document(SPEECH), RESULT)
    read = Reader(text)
    (policy,) = [meta["content"] for meta in read.all("meta") if "http-equiv" in meta]
    assert "default-src 'none'" in policy
    for kind in ("script", "style"):
        digest = base64.b64encode(hashlib.sha256(read.raw[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert not re.search(r"https?://|@import|url\(", text)
    assert not read.all("a")
    for _, attrs in read.elements:
        assert not any(
            name.startswith("on") or name == "style" for name in attrs
        )  # the policy would refuse them
        for name in ("src", "href"):
            assert attrs.get(name, "data:").startswith("data:")


def test_files_to_download_and_the_way_home():
    """The texts of the other files are in the page's data, and its title leads to the address given."""
    files = {"speech.srt": "1\n</script>", "words.json": "{}"}
    home = 'https://example.org/a"b'
    read = Reader(page(write_wav(tone()), document(SPEECH), RESULT, files, home))
    assert json.loads(read.raw["application/json"])["files"] == files
    assert [link["href"] for link in read.all("a")] == [home]
    assert len(read.all("script")) == 2


@given(word_lists(hostile_text, max_size=10))
@settings(max_examples=60, **UNHURRIED)
def test_text_stays_text(words):
    """Whatever the words hold, the page has the same elements and scripts, and the words as they are seen."""
    hostile = [Word("</script><script>alert(1)</script>", 0, 0, None, "aligned"), *words]
    title = "<img src=x onerror=alert(1)>{{script}}"
    sound = write_wav(Sound(array("h", [0, 1]), 1, RATE))
    read = Reader(
        page(sound, document(hostile), {"text": title, "voice": '"><b onload=x>', "language": '"><script>'})
    )
    calm = Reader(page(sound, document(spoken(("a", 0, 1))), {"text": "a", "voice": "b"}))
    count = {
        tag: len(read.all(tag)) - len(calm.all(tag))
        for tag in ("script", "style", "img", "b", "audio", "meta")
    }
    assert set(count.values()) == {0}
    assert read.raw["script"] == calm.raw["script"]
    shown = {index: "".join(text.split()) for index, text in read.words.items()}
    assert shown == {
        index: "".join(word.visible.split()) for index, word in enumerate(hostile) if word.visible
    }
    assert json.loads(read.raw["application/json"])["words"][0][0] == hostile[0].text


def test_a_word_that_no_line_can_hold():
    """Each of its parts is an element of the word, and so is the word after it."""
    address = "https://example.org/" + "a-long-way-down/" * 6
    words = spoken((address, 0, 2000), ("There.", 2000, 2500))
    read = Reader(page(write_wav(tone()), document(words), RESULT))
    assert read.words == {0: address, 1: "There."}
    assert sum(attrs.get("data-w") == "0" for attrs in read.all("span")) > 1


def test_wav_files():
    """Other chunks are passed over, and a file whose header does not know its length is read to its end."""
    sound = tone()
    body = sound.samples.tobytes()
    for data in (
        wav(body),
        wav(body, before=b"LIST" + struct.pack("<I", 3) + b"abc\0"),
        wav(body).replace(b"data" + struct.pack("<I", len(body)), b"data\xff\xff\xff\xff"),  # streamed
    ):
        assert read_wav(data) == sound
    assert read_wav(write_wav(tone(channels=2))) == tone(channels=2)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"ID3\x04" + bytes(60),
        b"RIFF\x04\0\0\0WAVE",
        wav(b"").replace(b"fmt ", b"fmt_"),
        wav(bytes(6), bits=24),
        wav(bytes(8), tag=3, bits=32),
        wav(bytes(6), channels=0),
        wav(bytes(6), tag=0x55),
    ],
)
def test_what_is_no_such_file(data):
    """The error says what can be read."""
    with pytest.raises(WorkerError, match="16-bit PCM") as caught:
        read_wav(data)
    assert caught.value.code == "AUDIO_UNREADABLE"


@pytest.mark.parametrize("channels", [1, 2])
def test_peaks_are_the_loudest_samples_of_their_time(channels):
    """Each bucket holds the lowest and highest sample of its 5 ms, scaled so that the loudest is 127."""
    sound = tone(0.5, 0.1, channels)
    packed, loudest = peaks(sound)
    pairs = array("b", packed)
    per_bucket = RATE // BUCKETS_PER_SECOND * channels
    assert len(pairs) == 2 * 0.5 * BUCKETS_PER_SECOND
    assert loudest == max(map(abs, sound.samples))
    for index in range(len(pairs) // 2):
        bucket = sound.samples[index * per_bucket : (index + 1) * per_bucket]
        assert pairs[2 * index] == round(127 * min(bucket) / loudest)
        assert pairs[2 * index + 1] == round(127 * max(bucket) / loudest)


def test_silence_and_nothing():
    """A silent file has flat peaks, and an empty one still makes a page."""
    assert peaks(Sound(array("h", [0] * 480), 1, RATE)) == (bytes(8), 0)
    read = Reader(page(wav(b""), document([]), RESULT))
    assert json.loads(read.raw["application/json"])["duration"] == 0.001
