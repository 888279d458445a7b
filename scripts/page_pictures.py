"""Make the pictures of the page in docs/media: stills, wide and narrow, and a moving one.

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
FPS = 8
TYPED_AT_ONCE = 6  # letters
WITHOUT_SPEED = """
document.getElementById("told").style.visibility = "hidden";
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

        _stills(opened(1280, 860), opened(390, 844, 1.5), work)
        _moving(opened(1180, 700), work)


def _speak(tab: Page) -> None:
    tab.fill("#text", TEXT)
    tab.locator("details").evaluate("element => { element.open = true; }")
    tab.fill("#seed", "1")
    tab.locator("details").evaluate("element => { element.open = false; }")
    tab.click("#speak .main")
    tab.wait_for_selector("#files a", timeout=300_000)
    tab.evaluate(WITHOUT_SPEED)
    tab.wait_for_timeout(800)


def _go_to(tab: Page, second: float) -> None:
    tab.evaluate("second => { document.getElementById('audio').currentTime = second; }", second)
    tab.wait_for_timeout(120)  # for the picture, of which libass draws a part


def _stills(wide: Page, narrow: Page, work: Path) -> None:
    _speak(wide)
    wide.emulate_media(color_scheme="dark")
    wide.click("[data-shape='16:9']")
    wide.wait_for_timeout(3000)
    _go_to(wide, 2.25)
    wide.screenshot(path=work / "page-captions.png")
    _speak(narrow)
    _go_to(narrow, 2.2)
    narrow.locator(".frames").evaluate("top => scrollTo(0, top.getBoundingClientRect().top + scrollY - 12)")
    narrow.wait_for_timeout(300)
    narrow.screenshot(path=work / "page-narrow.png")
    for name in ("page-captions", "page-narrow"):
        _ffmpeg("-i", work / f"{name}.png", "-c:v", "libwebp", "-quality", "82", MEDIA / f"{name}.webp")


def _moving(tab: Page, work: Path) -> None:
    """Show the text typed, spoken and heard, and then its captions over a frame."""
    frames = iter(range(10_000))

    def take() -> None:
        tab.screenshot(path=work / f"frame{next(frames):04d}.png")

    for length in range(0, len(TEXT) + TYPED_AT_ONCE, TYPED_AT_ONCE):
        tab.fill("#text", TEXT[:length])
        take()
    _speak(tab)
    seconds = tab.evaluate("document.getElementById('audio').duration")
    for frame in range(int(seconds * FPS)):
        _go_to(tab, frame / FPS)
        take()
    tab.click("[data-shape='16:9']")
    tab.wait_for_timeout(3000)
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
