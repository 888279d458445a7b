"""README and the pages beside it: every link leads somewhere, and the pictures are light."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "src/f5tts_worker/demo/README.md"])
LARGEST = 1_500_000  # bytes: a page that loads slowly is not read


def anchors(page):
    """Return the anchors that GitHub gives the headings of a page."""
    headings = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    """Files that a page links to are there, with the heading that the link names."""
    for link in re.findall(r"\]\((?!https?://)([^)\s]+)\)", page.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        target = (page.parent / path) if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


def test_nothing_in_a_command_is_left_to_the_reader():
    """No block of README holds a placeholder, and no picture or sound is large."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for block in re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        assert not re.search(r"<[a-z][a-z -]*>|YOUR_|example\.(com|org)", block), block
    for link in re.findall(r"\]\((docs/[^)\s]+\.(?:png|webp|mp3|ogg|mp4))\)", text):
        assert (ROOT / link).stat().st_size < LARGEST
