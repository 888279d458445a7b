"""Make the pictures of the page in docs/media: stills, wide and narrow, light and dark, and a moving one.

    F5TTS_MODEL=demo f5tts serve &
    .venv/bin/python scripts/page_pictures.py

It needs Chromium and ffmpeg. The speed of this machine is removed from what is shown: benchmarks are
elsewhere.
"""

import argparse
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

MEDIA = Path(__file__).resolve().parent.parent / "docs" / "media"
TEXT = "Good morning. I read your words in a voice, and each word has its own time."
REPLY = "I answer in another."
SUBTITLES = """WEBVTT

00:00.500 --> 00:02.000
<v Ann>Good morning to you.

00:02.500 --> 00:04.500
<v Bob>Thank you. How is the weather?

00:05.000 --> 00:06.500
<v Ann>It is a fine day.
"""
FPS = 8
TYPED_AT_ONCE = 6  # letters
WITHOUT_SPEED = """
document.getElementById("told").hidden = true;
for (const fact of document.querySelectorAll("#facts li")) if (/factor/.test(fact.textContent)) fact.remove();
if (document.documentElement.matches(".playing")) document.getElementById("play").click();
"""


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("address", nargs="?", default="http://127.0.0.1:8000/")
    address = parser.parse_args().address
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--hide-scrollbars"]
        )
        work = Path(folder)

        def opened(width: int, height: int, scale: float = 1) -> Page:
            size = {"width": width, "height": height}
            tab = browser.new_context(viewport=size, device_scale_factor=scale).new_page()
            tab.goto(address)
            tab.wait_for_selector("#voices label")
            return tab

        _wide(opened(1280, 900), work)
        _narrow(opened(390, 844, 1.5), work)
        _moving(opened(1180, 760), work)


def _press(tab: Page, name: str) -> None:
    tab.get_by_role("button", name=name, exact=True).click()


def _speak(tab: Page) -> None:
    """Have what is in the form spoken."""
    tab.locator("details").evaluate("element => { element.open = true; }")
    tab.fill("#seed", "1")
    tab.locator("details").evaluate("element => { element.open = false; }")
    _press(tab, "Speak")
    tab.locator("#doing", has_text="Done in").wait_for(state="attached", timeout=300_000)
    tab.evaluate(WITHOUT_SPEED)
    tab.wait_for_timeout(800)


# The words follow in the next frame, the captions when libass has drawn them.
IS_SHOWN = """second => new Promise((done) => requestAnimationFrame(() => {
  const [audio, now, captions] = ["audio", "now", "captions"].map((id) => document.getElementById(id));
  const [minutes, seconds] = now.value.split(":").map(Number);
  const isDrawn = Number(captions.dataset.time) === audio.currentTime;
  done(Math.abs(60 * minutes + seconds - second) < 0.02 && (!captions.clientWidth || isDrawn));
}))"""


def _go_to(tab: Page, second: float) -> None:
    tab.evaluate("second => { document.getElementById('audio').currentTime = second; }", second)
    while not tab.evaluate(IS_SHOWN, second):
        tab.wait_for_timeout(30)


def _wide(tab: Page, work: Path) -> None:
    """Take captions over a frame in the dark, and dubbed subtitles in the light."""
    tab.fill("#text", TEXT)
    _speak(tab)
    tab.emulate_media(color_scheme="dark")
    _press(tab, "16:9")
    _go_to(tab, 2.25)
    _still(tab, work, "page-captions")
    tab.emulate_media(color_scheme="light")
    _press(tab, "Words")
    _press(tab, "Speak subtitles")
    tab.fill("#subtitles", SUBTITLES)
    for speaker, voice in (("Ann", "slt"), ("Bob", "rms")):
        tab.locator(f"#speakers select[name={speaker}]").select_option(voice)
    _speak(tab)
    _go_to(tab, 2.9)
    tab.evaluate("scrollTo(0, 0); document.getElementById('orders').scrollTop = 0;")
    _still(tab, work, "page-dub")


def _narrow(tab: Page, work: Path) -> None:
    tab.fill("#text", TEXT)
    _speak(tab)
    _go_to(tab, 2.2)
    tab.locator(".frames").evaluate("top => scrollTo(0, top.getBoundingClientRect().top + scrollY - 12)")
    tab.wait_for_timeout(300)
    _still(tab, work, "page-narrow")


def _still(tab: Page, work: Path, name: str) -> None:
    tab.screenshot(path=work / f"{name}.png")
    _ffmpeg("-i", work / f"{name}.png", "-c:v", "libwebp", "-quality", "82", MEDIA / f"{name}.webp")


def _moving(tab: Page, work: Path) -> None:
    """Show the text typed, a second voice put into it, both heard, and then captions over a frame."""
    frames = iter(range(10_000))

    def take(times: int = 1) -> None:
        for _ in range(times):
            tab.screenshot(path=work / f"frame{next(frames):04d}.png")

    for length in range(0, len(TEXT) + TYPED_AT_ONCE, TYPED_AT_ONCE):
        tab.fill("#text", TEXT[:length])
        take()
    _press(tab, "Other voice")
    take(4)
    tab.locator("#voice-tags").get_by_text("slt", exact=True).click()
    take(4)
    for at in range(0, len(REPLY), TYPED_AT_ONCE):
        tab.keyboard.type(REPLY[at : at + TYPED_AT_ONCE])
        take()
    _press(tab, "Other voice")
    _speak(tab)
    seconds = tab.evaluate("document.getElementById('audio').duration")
    for frame in range(int(seconds * FPS)):
        _go_to(tab, frame / FPS)
        take()
    _press(tab, "16:9")
    for frame in range(FPS, int(seconds * FPS)):
        _go_to(tab, frame / FPS)
        take()
    encoder = ("-c:v", "libwebp_anim", "-quality", "55", "-compression_level", "6", "-loop", "0")
    scaled = ("-vf", "scale=760:-2:flags=lanczos")
    _ffmpeg("-framerate", str(FPS), "-i", work / "frame%04d.png", *scaled, *encoder, MEDIA / "page.webp")


def _ffmpeg(*arguments: str | Path) -> None:
    subprocess.run(["ffmpeg", "-v", "error", "-y", *map(str, arguments)], check=True)


if __name__ == "__main__":
    main()
