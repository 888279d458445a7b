"""The page at `/`, and the quickstart's preview, in Chromium, against a worker that serves HTTP.

Printed, not asserted (`pytest -s`): the first paint, how long after its beginning a word lights up, and, with
`--exhaustive`, the longest task with a text of 3,000 words, in seconds of the processor, which other work on
the machine does not lengthen as much.

Most tests share one tab, since opening the page takes longer than what they do in it: each leaves whatever it
likes there, and sets what it needs.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import wave
from pathlib import Path

import playwright
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.e2e.recordings import VOICES
from tests.e2e.served import KEY
from tests.e2e.visiting import (
    NARROW,
    PATIENCE_MS,
    SEED,
    TEXT,
    WIDE,
    Visit,
    downloaded,
    needs_chromium,
    visiting,
)
from tests.unit.servers import Relay
from tests.wav import wav

from f5tts_worker.http.page.preview import page as preview_page
from f5tts_worker.subtitles.styles import STYLES

pytestmark = [pytest.mark.environment, needs_chromium]

ANEW = "Good evening. I hear your words."  # spoken by one test alone, so that it is made then
LIT_S = 0.06
FRAME_S = 1 / 60
NODE = Path(playwright.__file__).parent / "driver/node"
# How a terminal runs what the page says that programs send.
RUN = {
    "curl": ["sh", "-c"],
    "Python": [sys.executable, "-c"],
    "JavaScript": [NODE, "--input-type=module", "-e"],
}

# What has the focus, and how it shows that.
FOCUS = """(() => {
  const element = document.activeElement, shown = element.closest(".pill") ?? element;
  return [element.id || element.value || element.textContent, getComputedStyle(shown).outlineStyle];
})()"""
# Whether libass has drawn the place where the sound is, in a frame of this shape.
IS_DRAWN = """(shape) => {
  const [captions, audio] = ["captions", "audio"].map((id) => document.getElementById(id));
  const [across, down] = shape.split(":"), ratio = captions.width / captions.height;
  return Number(captions.dataset.time) === audio.currentTime && Math.abs(ratio - across / down) < 0.05;
}"""
# What libass has drawn: how many points, how many of them yellow, and where the first is, by height.
PICTURE = """() => {
  const canvas = document.getElementById("captions"), copy = new OffscreenCanvas(canvas.width, canvas.height);
  const pen = copy.getContext("2d");
  pen.drawImage(canvas, 0, 0);
  const { data } = pen.getImageData(0, 0, copy.width, copy.height);
  let shown = 0, yellow = 0, first = null, mark = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (!data[at + 3]) continue;
    first ??= at / 4;
    shown++;
    mark = (31 * mark + at + data[at]) % 1000003;
    if (data[at] > 200 && data[at + 1] > 160 && data[at + 2] < 80) yellow++;
  }
  return { shown, yellow, mark, top: Math.floor(first / copy.width) / copy.height };
}"""
# Three kinds of styles: the words are filled one by one, the caption stands still, it is of few words.
SHAPES = {"karaoke": ["16:9"], "boxed": ["16:9", "9:16"], "word_pop": ["9:16"]}


@pytest.fixture(scope="module")
def shared(browser, http_worker):
    """One tab for most tests."""
    opened = Visit(browser, http_worker.base)
    expect(opened.get_by_role("radio", name="slt")).to_be_attached()
    yield opened
    opened.context.close()


@pytest.fixture
def tab(shared):
    """Lend the shared tab; nothing may go wrong in it."""
    shared.set_viewport_size(WIDE)
    shared.press("Speak a text")
    yield shared
    shared.check()
    if shared.locator("#frame").is_visible():
        shared.press("Words")


def test_a_text_is_spoken_and_each_word_lights_up(tab):
    """A word that is clicked is heard; every file can be taken."""
    tab.evaluate("window.lit = []; window.frames = []; window.cameEarly = undefined;")
    tab.write(ANEW)  # it opens what holds the next ones, too
    tab.get_by_label("Quality").select_option("best")  # in more steps, so that its parts do not come at once
    tab.get_by_label("Begin sooner").check(force=True)  # however slowly it is made here
    tab.press("Speak")
    tab.done()
    tab.get_by_label("Begin sooner").uncheck(force=True)
    timed = json.loads(downloaded(tab, "json").read_text(encoding="utf-8"))
    assert [word["word"] for word in timed["words"]] == ANEW.split()
    assert b"AI-generated speech" in downloaded(tab, "wav").read_bytes()
    for name, beginning in {"ass": b"; F5-TTS", "srt": b"1\n", "vtt": b"WEBVTT"}.items():
        assert beginning in downloaded(tab, name).read_bytes()[:60], name
    assert downloaded(tab, "mp3").read_bytes()[:1] in (b"I", b"\xff")

    tab.until("!document.documentElement.matches('.playing')")  # it was heard while it was made
    assert tab.evaluate("window.cameEarly")
    assert lit(tab, timed["words"])
    tab.evaluate("window.lit = []; window.frames = [];")
    tab.locator("#speed").select_option("0.5")  # more frames for each word
    tab.locator("#wave").focus()
    tab.keyboard.press("Home")
    tab.keyboard.press("Space")
    tab.until("document.getElementById('audio').ended")
    assert len(lit(tab, timed["words"])) >= len(timed["words"]) / 2
    tab.locator("#speed").select_option("1")

    tab.locator("#rows [data-w='3']").click()
    tab.until(f"document.getElementById('audio').currentTime >= {timed['words'][3]['start']}")


def lit(tab, words):
    """Return the words that were lit, in their order, each while it was said, none later than it could be.

    A busy machine leaves out frames, and with them short words: a word has to be lit by the first frame that
    is 60 ms after its beginning, unless the first one is at its end. What was asked in the same sixtieth of
    a second is the same frame: the page may be told later than this test.
    """
    changes, frames = tab.evaluate("[window.lit, window.frames]")
    first = {}
    for number, second in changes:
        word = words[number]
        assert word["start"] - LIT_S <= second <= word["end"] + LIT_S, (word, second)
        first.setdefault(number, second)
    assert list(first) == sorted(first)
    for number, word in enumerate(words):
        until = first.get(number, word["end"] - LIT_S)
        missed = [at for at in frames if word["start"] + LIT_S < at < until]
        assert not missed or missed[-1] - missed[0] < FRAME_S, (word, first, missed)
    late = max((1000 * (second - words[number]["start"]) for number, second in first.items()), default=0)
    print(f"words light up {late:.0f} ms after their beginnings at most, of {len(first)}")
    return list(first)


def test_one_sentence_again(tab, tmp_path):
    """The better take is kept; what programs send for it runs as it is shown, and has the same words."""
    tab.speak()
    before = tab.locator("#length").text_content()
    tab.press("Say sentence 1 again")
    tab.press("Hear the one before")
    assert tab.locator("#length").text_content() == before
    tab.press("Keep the new one")
    for language in ("Python", "JavaScript"):
        printed = run_example(tab, language, tmp_path)
        assert [line.split(" ", 2)[2] for line in printed.splitlines()] == TEXT.split()
        with wave.open(str(tmp_path / "speech.wav")) as file:
            assert file.getnframes() / file.getframerate() > 1
        (tmp_path / "speech.wav").unlink()
    answer = json.loads(run_example(tab, "curl", tmp_path))
    assert [word["word"] for word in answer["word_timings"]] == TEXT.split()
    assert f"{answer['duration']:.2f}" in tab.locator("#length").text_content()  # it is that take
    assert '"takes": {\n    "1": 1\n  }' in tab.locator("#example").text_content()


def run_example(tab, language, folder):
    """Run what the page says that a program sends; return what it prints."""
    tab.press(language)
    command = [*RUN[language], tab.locator("#example").text_content()]
    environ = {**os.environ, "F5TTS_API_KEY": KEY}
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_captions_over_each_frame(tab):
    """libass, which is loaded only now, draws another picture for each caption, as its style says."""
    pictures = captioned(tab, SHAPES)
    assert [address for address in tab.asked if address.endswith("jassub-worker.wasm")]
    karaoke, boxed = ([one["yellow"] for one in pictures[style, "16:9"]] for style in ("karaoke", "boxed"))
    assert 0 < karaoke[0] < karaoke[1]
    assert boxed == [0, 0]
    assert pictures["boxed", "9:16"][0]["top"] < pictures["boxed", "16:9"][0]["top"]  # in more lines
    begun, ended = pictures["word_pop", "9:16"]
    assert begun["mark"] != ended["mark"]
    # What is shown last is what is downloaded, and what a program would ask for.
    expect(tab.locator("#frame")).to_have_attribute("data-style", "karaoke", timeout=PATIENCE_MS)
    shown = downloaded(tab, "ass").read_text(encoding="utf-8-sig")
    assert "PlayResX: 1080\nPlayResY: 1920" in shown.replace("\r", "")
    assert r"{\k" in shown
    assert '"resolution": "9:16"' in tab.locator("#example").text_content()


@pytest.mark.exhaustive
def test_captions_in_every_style(tab):
    """Each has a picture of its own."""
    others = [style for style in STYLES if style not in SHAPES]
    captioned(tab, {style: ["1:1", "9:16", "16:9"][at % 3 :][:1] for at, style in enumerate(others)})


def captioned(tab, shapes):
    """Return what libass draws of styles in frames, at the text's beginning and at its end."""
    tab.speak()
    tab.until("!document.documentElement.matches('.playing')")  # else it would go on, out of the captions
    pictures, last = {}, len(TEXT.split()) - 1
    for style, frames in shapes.items():
        tab.locator("#style").select_option(style)
        for shape in frames:
            tab.press(shape)
            pictures[style, shape] = [drawn(tab, style, shape, word) for word in (0, last)]
    tab.locator("#style").select_option("karaoke")
    assert len({begun["mark"] for begun, _ in pictures.values()}) == len(pictures)
    return pictures


def drawn(tab, style, shape, word):
    """Return what libass has drawn of a style in a frame, while that word is said."""
    expect(tab.locator("#frame")).to_have_attribute("data-style", style, timeout=PATIENCE_MS)
    tab.locator("#wave").focus()
    tab.keyboard.press("Home")
    for _ in range(word + 1):
        tab.keyboard.press("ArrowRight")  # to another time than before: what is drawn of it is of this style
    tab.until(f"({IS_DRAWN})('{shape}')")
    return settled(tab)


def settled(tab):
    """Return the picture once it stays: the browser shows what a worker draws some frames later."""
    before = None
    for _ in range(PATIENCE_MS // 200):
        picture = tab.evaluate(PICTURE)
        if picture["shown"] and picture == before:
            return picture
        before = picture
        tab.wait_for_timeout(200)
    raise AssertionError(f"no picture that stays: {before}")


def test_a_voice_that_was_recorded_or_uploaded(tab, http_worker):
    """A recording is trimmed and used once; a file with a name is kept, and it is said what was changed."""
    tab.press("New voice …")
    tab.press("Record")
    expect(tab.locator("#record-note")).to_contain_text("2 s", timeout=PATIENCE_MS)
    tab.press("Stop recording")
    expect(tab.locator("#trim-to")).not_to_have_value("")
    end = tab.locator("#trim [part~='region-handle-right']").bounding_box()
    place = end["x"] + end["width"] / 2, end["y"] + end["height"] / 2
    tab.mouse.move(*place)
    tab.mouse.down()
    tab.mouse.move(place[0] - 60, place[1], steps=3)
    tab.mouse.up()
    assert float(tab.locator("#trim-to").input_value()) < float(tab.locator("#trim-to").get_attribute("max"))
    tab.locator("#trim-to").fill("1.5")
    tab.locator("#voice-said").fill("Beep.")
    tab.press("Use this voice")
    expect(tab.get_by_role("radio", name="your recording")).to_be_checked()

    choose_voice(tab)
    expect(tab.locator("#voice-dialog")).to_be_hidden()
    tab.speak("Good morning.", "your recording")
    assert tab.locator("#facts b").first.text_content() == "reference"
    try:
        choose_voice(tab, "from the page")
        expect(tab.get_by_role("radio", name="from the page")).to_be_checked(timeout=PATIENCE_MS)
        expect(tab.locator("#voice-notes")).to_contain_text("from the page: ")
    finally:
        http_worker.ask("POST", "/v1/delete_voice", json={"voice_name": "from the page"})


def choose_voice(tab, name=""):
    """Give a file to the dialog of new voices."""
    tab.press("New voice …")
    tab.locator("#voice-file").set_input_files(VOICES / "slt.wav")
    tab.locator("#voice-said").fill((VOICES / "slt.txt").read_text())
    tab.locator("#voice-name").fill(name)
    tab.press("Use this voice")


def test_the_worker_s_own_sentence_is_shown(tab, http_worker):
    """Of each request that it refuses, while the last result stays."""
    tab.speak()
    tab.get_by_label("Pace", exact=True).evaluate("field => { field.max = ''; field.value = 9; }")
    tab.refused("speed is 9; expected a number from 0.3 to 3.", 422)
    expect(tab.locator("#rows li").first).to_contain_text("Good morning.")
    tab.write("a" * 100_001)
    tab.refused("has 100,001 characters", 413)
    tab.write()
    tab.locator("#voices :checked").evaluate("radio => { radio.value = 'gone'; }")
    tab.refused("gone", 404)
    tab.locator("#voices :checked").evaluate("radio => { radio.value = 'slt'; }")
    order = {"text": "A long day. " * 50, "quality": "best"}
    begin = {"headers": {"Prefer": "respond-async"}, "json": order}
    jobs = [http_worker.ask("POST", "/v1/tts", **begin).json()["job_id"] for _ in range(16)]
    tab.refused("16 jobs are under way already.", 429)
    for job in jobs:
        http_worker.ask("DELETE", f"/v1/jobs/{job}")
    expect(tab.locator("#rows li").first).to_contain_text("Good morning.")


def test_a_second_click_and_a_stop(tab):
    """Speak, clicked twice, speaks once; a job can be stopped, and the last result stays."""
    tab.write()
    tab.get_by_role("button", name="Speak", exact=True).dblclick()
    tab.done()
    assert tab.locator("#rows .w").all_text_contents() == TEXT.split()
    tab.write("Another morning. " * 30)
    tab.press("Speak")
    tab.press("Stop")
    expect(tab.locator("#doing")).to_have_text("Stopped.")
    expect(tab.locator("#files a").first).to_be_visible()
    assert tab.locator("#rows .w").all_text_contents() == TEXT.split()


def test_a_line_that_is_cut(browser, http_worker):
    """What was heard stays, and it is said what happened; when the server is there again, all goes on."""
    with Relay(http_worker.port) as line, visiting(browser, f"http://127.0.0.1:{line.port}") as tab:
        expect(tab.get_by_role("radio", name="slt")).to_be_attached()
        tab.write("I hear the first words. " + "Then the line is cut. " * 12)
        tab.get_by_label("Begin sooner").check(force=True)
        tab.press("Speak")
        tab.locator("#rows .w").first.wait_for(timeout=PATIENCE_MS)
        line.break_all()
        expect(tab.get_by_role("alert")).to_have_text("The connection was lost before the answer was whole.")
        expect(tab.locator("#rows .w").first).to_be_visible()
        expect(tab.locator("#state")).to_have_text("The server does not answer.")
        tab.press("Speak")
        expect(tab.get_by_role("alert")).to_have_text("The server cannot be reached.")
        line.refuse = False
        expect(tab.locator("#state")).to_have_text("ready")
        tab.speak()
        tab.forgive("net::ERR_")


def test_a_recording_of_one_s_own_is_timed(tab, tmp_path):
    """Its words can be seen and heard, without any speech being made."""
    said = (VOICES / "rms.txt").read_text().strip()
    tab.press("Time a recording")
    tab.locator("#recording").set_input_files(VOICES / "rms.wav")
    tab.locator("#spoken").fill(said)
    tab.press("Time its words")
    tab.done()
    assert tab.locator("#rows .w").all_text_contents() == said.split()
    shutil.copy(VOICES / "rms.wav", tmp_path / "recording.wav")
    answer = json.loads(run_example(tab, "curl", tmp_path))
    assert [word["word"] for word in answer["word_timings"]] == said.split()
    with wave.open(str(VOICES / "rms.wav")) as file:
        assert tab.locator("#length").text_content() == f"0:0{file.getnframes() / file.getframerate():.2f}"


def test_captions_in_another_frame_keep_the_warnings(tab):
    """They are of the same result, whatever is made of it."""
    tab.press("Time a recording")
    tab.locator("#recording").set_input_files(VOICES / "rms.wav")
    tab.locator("#spoken").fill("Quite other words were written here, and none of them is said.")
    tab.press("Time its words")
    tab.done()
    warnings = tab.locator("#warnings").text_content()
    assert "do not match" in warnings
    tab.press("9:16")
    expect(tab.locator("#frame")).to_have_attribute("data-style", "karaoke", timeout=PATIENCE_MS)
    assert tab.locator("#warnings").text_content() == warnings


# A speech's WAV file as it is streamed: how many samples came, and how many the browser reads.
STREAMED_WAV = """async ([key, body]) => {
  const headers = { Authorization: `Bearer ${key}`, "Content-Type": "application/json" };
  const answer = await fetch("/v1/audio/speech", { method: "POST", headers, body });
  const data = await answer.arrayBuffer(), sent = (data.byteLength - 44) / 2;
  const context = new OfflineAudioContext(1, 24000, 24000);
  return [sent, (await context.decodeAudioData(data)).length];
}"""


def test_a_wav_without_a_length_is_read_to_its_end(tab):
    """Its header says the largest number; the browser takes what is there."""
    body = {"input": "Hi all.", "voice": "slt", "response_format": "wav", "f5tts": {"nfe_steps": 2}}
    sent, read = tab.evaluate(STREAMED_WAV, [KEY, json.dumps(body)])
    assert sent == read > 5_000


def test_speech_is_directed_by_clicks(tab):
    """A pause, another voice and how a word is said come into the text at the cursor, and are spoken."""
    tab.write("Hi all.")
    tab.press("Add pause")
    tab.locator("#pause-seconds").fill("0.3")
    tab.press("Insert")
    tab.press("Other voice")
    tab.locator("#voice-tags").get_by_text("rms", exact=True).click()
    tab.keyboard.type("Bye TTS.")
    tab.keyboard.press("ArrowLeft")
    tab.press("Pronounce")
    assert tab.locator("#word").input_value() == "TTS"
    tab.locator("#alias").fill('you "all"')
    tab.locator("#alias").press("Enter")
    directed = 'Hi all. [pause:0.3s] \n[voice:rms] Bye <sub alias="you &quot;all&quot;">TTS</sub>.'
    assert tab.get_by_label("What to say").input_value() == directed
    assert tab.locator("#doing").text_content() != "Sent"
    tab.press("Speak")
    tab.done()
    assert tab.locator("#rows .w").all_text_contents() == ["Hi", "all.", "Bye", "TTS."]
    assert tab.locator("#rows .who").all_text_contents() == ["slt", "rms"]
    assert tab.locator("#facts b").first.text_content() == "slt, rms"
    tab.get_by_label("What to say").focus()
    for _ in range(3):
        tab.keyboard.press("Control+z")  # as if it had been typed
    assert "sub" not in tab.get_by_label("What to say").input_value()


SUBTITLES = """WEBVTT

00:00.400 --> 00:01.400
<v Ann>Hi all.

00:02.000 --> 00:03.000
Bob: Bye.
"""


def test_subtitles_are_dubbed(tab):
    """A file that is dropped is read at once; its speakers get voices, and its track can be taken."""
    tab.press("Speak subtitles")
    tab.drop("#of-subtitles .drop", "bad.srt", "1\n00:00:02,000 --> 00:00:01,000\nBack.\n")
    expect(tab.locator("#cue-notes")).to_contain_text("does not end after it starts")
    tab.drop("#of-subtitles .drop", "good.vtt", SUBTITLES)
    expect(tab.locator("#cues")).to_have_text("Cues: 2. The last one ends at 0:03.00.")
    assert tab.locator("#speakers label").count() == 2
    tab.get_by_label("Bob (cues: 1)").select_option("rms")
    tab.choose("slt")
    tab.press("Speak")
    tab.done()
    assert tab.locator("#rows .w").all_text_contents() == ["Hi", "all.", "Bye."]
    assert tab.locator("#rows .who").all_text_contents() == ["Ann", "Bob"]
    timed = json.loads(downloaded(tab, "json").read_text(encoding="utf-8"))
    assert [word["start"] for word in timed["words"] if word["word"] in ("Hi", "Bye.")] == pytest.approx(
        [0.4, 2.0], abs=0.15
    )
    with wave.open(str(downloaded(tab, "wav"))) as file:
        assert file.getnframes() >= 3 * file.getframerate()
    tab.press("curl")
    assert '"Bob": "rms"' in tab.locator("#example").text_content()


def test_the_keyboard_is_enough(browser, http_worker):
    """To give the key, write, choose, speak, and go from word to word; what has the focus shows it."""
    with visiting(browser, http_worker.base, key=None) as tab:
        tab.get_by_label("Key (").wait_for()
        with tab.expect_response("**/v1/sentences"):  # another request without a key: what is typed stays
            tab.keyboard.type("wrong")
            tab.keyboard.press("Enter")
            expect(tab.locator("#key-fault")).to_be_visible()  # asked for again: what is typed before is lost
            expect(tab.locator("#key-fault")).to_have_text("The server does not take this key.")
            tab.keyboard.type(KEY)
            tab.evaluate("void import('./page/assets/server.js').then((it) => it.sentences('Hi.', 'en'))")
            tab.keyboard.press("Enter")
        expect(tab.get_by_role("radio", name="slt")).to_be_attached()
        tab.forgive("status of 401")
        tab.evaluate("document.activeElement.blur()")
        paint = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
        print(f"first paint: {tab.evaluate(paint):.0f} ms")
        reached = []

        def go_to(name, *keys):
            for _ in range(40):
                tab.keyboard.press("Tab")
                reached.append(tab.evaluate(FOCUS))
                if reached[-1][0] == name:
                    break
            for key in keys:
                tab.keyboard.press(key)

        go_to("text", "Control+a")
        tab.keyboard.type("Hi all.")
        go_to("Add pause", "Enter")
        go_to("Long", "Enter")  # which goes back to the text
        tab.keyboard.type("Bye.")
        # Other tests may have left voices of their own on the server.
        names = tab.evaluate("[...document.querySelectorAll('#voices input')].map((one) => one.value)")
        first = tab.evaluate("document.querySelector('#voices input:checked').value")
        go_to(first, *["ArrowRight"] * ((names.index("slt") - names.index(first)) % len(names)))
        go_to("Pace, quality, language, seed", "Enter")
        go_to("quality", "f")
        go_to("seed", SEED)
        go_to("Speak", "Enter")
        tab.done()
        tab.until("!document.documentElement.matches('.playing')")
        go_to("wave", "Home", "ArrowRight", "ArrowRight")
        expect(tab.locator("#wave")).to_have_attribute("aria-valuetext", re.compile(r"all\.$"))
        assert tab.locator("#facts b").first.text_content() == "slt"
        assert [name for name, outline in reached if outline == "none"] == []
        assert not [address for address in tab.asked if re.search("jassub|fonts|wavesurfer", address)]


def test_nothing_keeps_people_out(tab, pytestconfig):
    """axe-core finds nothing serious, light and wide or dark and narrow, whatever is shown."""
    tab.press("Speak subtitles")
    tab.get_by_label("What is in it").fill(SUBTITLES)
    expect(tab.locator("#speakers label")).to_have_count(2)
    tab.speak()
    # Axe takes long: what is otherwise shown one by one is shown at once.
    hidden = "#of-text, #of-subtitles, #align, .panel, #compare, #pace-limit, #frame, #fault"
    all_of_it = "(places) => [...document.querySelectorAll(places)]"
    before = tab.evaluate(f"(places) => ({all_of_it})(places).map((it) => it.hidden)", hidden)
    show = f"([places, hidden]) => ({all_of_it})(places).forEach((it, at) => {{ it.hidden = hidden[at]; }})"
    tab.evaluate(show, [hidden, [False] * len(before)])
    found = serious(tab, "html", SCREENS)
    dialogs = [SCREENS] * 2 if pytestconfig.getoption("--exhaustive") else [SCREENS[:1], SCREENS[1:]]
    tab.press("New voice …")
    found += serious(tab, "#voice-dialog", dialogs[0])
    tab.press("Cancel")
    tab.locator("#key-dialog").evaluate("dialog => dialog.showModal()")
    found += serious(tab, "#key-dialog", dialogs[1])
    tab.keyboard.press("Escape")
    tab.evaluate(show, [hidden, before])
    assert found == []


SCREENS = ((WIDE, "light"), (NARROW, "dark"))


def serious(tab, place, screens):
    """Return what axe-core finds there that is serious or critical, and what is wider than the screen."""
    found = []
    for viewport, colours in screens:
        tab.set_viewport_size(viewport)
        tab.emulate_media(color_scheme=colours)
        rules = Axe().run(tab.tab, context=place, options={"resultTypes": ["violations"]}).response
        found += [
            (viewport, colours, rule["id"], [node["target"] for node in rule["nodes"]])
            for rule in rules["violations"]
            if rule["impact"] in ("serious", "critical")
        ]
        if tab.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            found.append((viewport, "too wide"))
    tab.set_viewport_size(WIDE)
    tab.emulate_media(color_scheme="light")
    return found


@pytest.mark.parametrize("count", [500, pytest.param(3000, marks=pytest.mark.exhaustive)])
def test_three_thousand_words(browser, tab, pytestconfig, count):
    """The page takes them and shows them. Their speech would take an hour: the server's answer stands in.

    Ordinarily fewer: each costs the same.
    """
    seconds = 0.4 * count
    words = [
        {
            "word": f"word{number}",
            "start": 0.4 * number,
            "end": 0.4 * number + 0.3,
            "score": 0.5,
            "source": "aligned",
        }
        for number in range(count)
    ]
    text = " ".join(word["word"] + ("." if number % 10 == 9 else "") for number, word in enumerate(words))
    cues = [
        {"start": words[n]["start"], "end": words[n + 9]["end"], "words": [n, n + 10],
         "lines": [" ".join(word["word"] for word in words[n : n + 10])]}
        for n in range(0, count, 10)
    ]  # fmt: skip
    files = {name: {"content": "x"} for name in ("ass", "srt", "vtt")}
    files["json"] = {"content": json.dumps({"words": words, "cues": cues})}
    answer = {"audio_url": "/v1/files/x", "text": text, "language": "en", "seed": 7, "subtitles": files}
    tab.route("**/v1/tts", lambda route: route.fulfill(json={**answer, "duration": seconds, "timings": {}}))
    silence = wav(bytes(2 * 3000 * round(seconds)), rate=3000)
    tab.route("**/v1/files/x", lambda route: route.fulfill(body=silence, content_type="audio/wav"))
    is_traced = pytestconfig.getoption("--exhaustive")
    if is_traced:
        browser.start_tracing(page=tab.tab, categories=["toplevel", "disabled-by-default-devtools.timeline"])
    tab.speak(text)
    expect(tab.locator("#rows .w")).to_have_count(count)
    tab.locator("#wave").focus()
    tab.keyboard.press("Space")
    tab.until("document.getElementById('audio').currentTime > 1")
    for _ in range(8):
        tab.press("Zoom out")
    tab.locator(f"#rows [data-w='{count - 1}']").click()
    tab.until(f"document.getElementById('audio').currentTime > {seconds - 1}")
    tab.unroute_all()
    if is_traced:
        trace = json.loads(browser.stop_tracing())["traceEvents"]
        print(f"longest task with {count:,} words: {longest_task_ms(trace):.0f} ms")


def longest_task_ms(trace):
    """Return how much of a processor's time the longest task of the page's own thread took."""
    main = {
        (event["pid"], event["tid"])
        for event in trace
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    return max(
        event.get("tdur", 0) / 1000
        for event in trace
        if event["name"] in ("RunTask", "ThreadControllerImpl::RunTask")
        and (event["pid"], event["tid"]) in main
    )


def test_the_preview_works_from_the_disk(browser, tmp_path):
    """With the same player, and without a server."""
    words = [
        {"word": word, "start": 0.4 * at, "end": 0.4 * at + 0.3, "score": None, "source": "interpolated"}
        for at, word in enumerate(["Good", "morning", "https://example.org/a-long-way-down"])
    ]
    cues = [
        {
            "start": 0,
            "end": 1.2,
            "words": [0, 3],
            "lines": ["Good morning https://example.org/", "a-long-way-down"],
        }
    ]
    result = {"voice": "slt", "model": "demo", "seed": 7, "timings": {"real_time_factor": 0.4167}}
    document = {"words": words, "cues": cues}
    path = tmp_path / "preview.html"
    path.write_text(
        preview_page(wav(bytes(48_000)), document, result, {"speech.srt": "1\n"}), encoding="utf-8"
    )
    tab = browser.new_page()
    faults = []
    tab.on("console", lambda line: faults.append(line.text))
    tab.on("pageerror", lambda error: faults.append(str(error)))
    tab.goto(f"{path.as_uri()}#t=0.5")
    expect(tab.locator("#stage .now")).to_have_text("morning")
    assert tab.locator("#facts b").all_text_contents() == [
        "slt", "demo", "1.00 s", "3, 3 interpolated", "0.42", "7",
    ]  # fmt: skip
    assert tab.locator("#rows [data-w='2']").all_text_contents() == [
        "https://example.org/",
        "a-long-way-down",
    ]
    assert tab.locator("#files a").all_text_contents() == ["speech.wav", "speech.srt"]
    tab.keyboard.press("ArrowLeft")
    expect(tab.locator("#stage .now")).to_have_text("Good")
    assert faults == []
    tab.close()
