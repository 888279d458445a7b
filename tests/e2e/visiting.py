"""A visit to the page in Chromium, as a person makes it."""

import contextlib
import shutil
import time

import pytest
from playwright.sync_api import expect, sync_playwright
from tests.e2e.served import KEY

# Debian's, Ubuntu's, and that of GitHub's machines.
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")

TEXT = "Good morning. I read your words."
SEED = "7"  # of every speech here: what was spoken once is not spoken again
PATIENCE_MS = 300_000  # with a speech
STEP_MS = 60_000  # with anything else
expect.set_options(timeout=STEP_MS)
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# Notes where the sound is at each frame and at the moment at which a word is lit, and whether the first words
# came while the speech was still being made.
WATCH = """
addEventListener("DOMContentLoaded", () => {
  const [audio, now, bar] = ["audio", "now", "bar"].map((id) => document.getElementById(id));
  window.lit = [], window.frames = [];
  const place = () => {
    // What is heard while it is made is not played by the element, which may have an earlier speech.
    const [minutes, seconds] = now.value.split(":").map(Number);
    return audio.paused ? 60 * minutes + seconds : audio.currentTime;
  };
  // The page asked for the place when the frame began, or after that: a busy machine comes here later.
  const since = () => (performance.now() - document.timeline.currentTime) / 1000;
  const asked = () => place() - audio.playbackRate * since();
  new MutationObserver(() => window.frames.push(asked())).observe(now, { childList: true });
  new MutationObserver((changes) => {
    // What was spoken before may still be heard, and its words lit: new words count.
    if (changes.some((change) => change.addedNodes.length)) window.cameEarly ??= !bar.hidden;
    const at = place();
    for (const { target } of changes) {
      if (target.matches("#rows .w.now")) window.lit.push([Number(target.dataset.w), at]);
    }
  }).observe(document.getElementById("rows"), { subtree: true, childList: true, attributeFilter: ["class"] });
});
"""

DROPPED = """([name, text]) => {
  const dropped = new DataTransfer();
  dropped.items.add(new File([text], name));
  return dropped;
}"""


@contextlib.contextmanager
def chromium():
    """Run a browser, with a microphone that beeps and a loudspeaker that nobody hears."""
    arguments = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", "--no-sandbox"]
    arguments += [
        "--disable-gpu"
    ]  # there is none, and its stand-in takes more of the processor than drawing without it
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield started
        started.close()


class Visit:
    """A tab, and whatever goes wrong in it."""

    def __init__(self, browser, base, key=KEY):
        self.base = base
        self.context = browser.new_context(viewport=WIDE, accept_downloads=True)
        self.tab = self.context.new_page()
        self.tab.set_default_timeout(STEP_MS)
        self.faults, self.asked = [], []
        self.tab.on("console", lambda line: self.faults.append(line.text) if line.type == "error" else None)
        self.tab.on("pageerror", lambda error: self.faults.append(str(error)))
        self.tab.on("request", lambda request: self.asked.append(request.url))
        self.tab.add_init_script(WATCH)
        if key:
            self.tab.add_init_script(f'sessionStorage.setItem("f5tts-key", "{key}")')
        self.tab.goto(base)

    def __getattr__(self, name):
        return getattr(self.tab, name)

    def check(self):
        """Assert that nothing went wrong in it, and that no other host was asked."""
        assert self.faults == []
        own = (f"{self.base}/", "blob:", "data:")
        assert [address for address in self.asked if not address.startswith(own)] == []

    def write(self, text=TEXT, voice="slt"):
        """Fill the form."""
        self.press("Speak a text")
        self.tab.get_by_label("What to say").fill(text)
        self.choose(voice)

    def choose(self, voice):
        """Choose a voice, and what makes its speech short work."""
        self.tab.get_by_role("radio", name=voice, exact=True).check(force=True)
        self.tab.locator("details").evaluate("element => { element.open = true; }")
        self.tab.get_by_label("Quality").select_option("fast")
        self.tab.get_by_label("Seed").fill(SEED)
        self.tab.get_by_label("Pace", exact=True).fill("1")

    def press(self, name):
        """Press a button."""
        self.tab.get_by_role("button", name=name, exact=True).click()

    def speak(self, text=TEXT, voice="slt"):
        """Have the text spoken, and wait for the result."""
        self.write(text, voice)
        self.press("Speak")
        self.done()

    def until(self, expression):
        """Wait for an expression to be true; the page's policy keeps Playwright from doing so inside it."""
        end = time.monotonic() + PATIENCE_MS / 1000
        while not self.tab.evaluate(expression):
            assert time.monotonic() < end, expression
            self.tab.wait_for_timeout(200)

    def forgive(self, *notes):
        """Forget what the browser notes of answers that fail, by a part of it."""
        self.faults[:] = [fault for fault in self.faults if not any(note in fault for note in notes)]

    def refused(self, saying, status):
        """Press Speak, and wait for the worker's own sentence; the browser notes the status."""
        self.press("Speak")
        expect(self.tab.get_by_role("alert")).to_contain_text(saying, timeout=PATIENCE_MS)
        self.forgive(f"status of {status}")

    def done(self):
        """Wait for a result."""
        expect(self.tab.locator("#doing")).to_contain_text("Done in", timeout=PATIENCE_MS)
        expect(self.tab.locator("#files a").first).to_be_visible()

    def drop(self, place, name, content):
        """Drop a file there."""
        files = self.tab.evaluate_handle(DROPPED, [name, content])
        self.tab.dispatch_event(place, "drop", {"dataTransfer": files})


@contextlib.contextmanager
def visiting(*arguments, **more):
    """Open the page in a tab of its own; nothing may go wrong in it."""
    opened = Visit(*arguments, **more)
    try:
        yield opened
        opened.check()
    finally:
        opened.context.close()


def downloaded(tab, name):
    """Take one of the files of the result; return where it is."""
    with tab.expect_download() as waiting:
        tab.locator("#files").get_by_text(name, exact=True).click()
    return waiting.value.path()
