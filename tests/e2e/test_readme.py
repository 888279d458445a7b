"""README from top to bottom: what can be pasted is, in order, in one shell, into a fresh copy of this tree.

Two of the blocks only with --exhaustive.

The copy has what a clone has and nothing else. All that differs from what a reader does: the environment on
the volume and the virtual environment are there already (scripts/test_fresh.sh has them made), Python need
not compile the sources, the worker listens on another port than 8000, and every quality takes one step.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from tests.e2e.answers import check_words
from tests.e2e.processes import REPOSITORY, clean_environment, link_environment
from tests.e2e.recordings import decode, require
from tests.unit.servers import free_port

pytestmark = pytest.mark.environment

README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
SAID = (REPOSITORY / "docs/examples/voice.txt").read_text(encoding="utf-8")


def blocks(language):
    """Return README's fenced blocks of one language."""
    found = re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    assert found, f"README has no {language} block"
    return found


@pytest.fixture
def clone(tmp_path, volume):
    """Make a copy of what git would clone, changes included, with both environments."""
    root = tmp_path / "clone"
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=REPOSITORY, capture_output=True, text=True, check=True).stdout
    compiled = [str(path.relative_to(REPOSITORY)) for path in (REPOSITORY / "src").rglob("*.pyc")]
    for name in [*filter(None, names.split("\0")), *compiled]:
        if (REPOSITORY / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, root / name)
    fields = root / "src/f5tts_worker/request/fields.py"
    code = fields.read_text(encoding="utf-8")
    usual = '{"fast": 7, "balanced": 16, "best": 32}'
    assert usual in code
    fields.write_text(code.replace(usual, '{"fast": 1, "balanced": 1, "best": 1}'), encoding="utf-8")
    published = root / ".volume" / "f5tts" / "envs"
    published.parent.mkdir(parents=True)
    published.symlink_to((volume / "f5tts" / "envs").resolve())
    link_environment(root)
    return root


@pytest.fixture
def printed(clone, left_out):
    """Paste all shell blocks into one shell, but for those that hold these; return what each printed."""
    require("curl")
    kept = [block for block in blocks("sh") if not any(part in block for part in left_out)]
    pasted = "".join(f"printf '\\0'\n{block}" for block in kept).replace("8000", str(free_port()))
    environ = clean_environment()
    del environ["RUNPOD_LOG_LEVEL"]  # the tests' own wish
    own = Path(sys.prefix)
    places = environ["PATH"].split(os.pathsep)
    environ["PATH"] = os.pathsep.join(place for place in places if not Path(place).is_relative_to(own))
    shell = subprocess.Popen(
        ["bash", "-euo", "pipefail", "-c", pasted],
        cwd=clone,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        out, err = shell.communicate(timeout=1200)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(shell.pid, signal.SIGKILL)  # the worker, where a block failed before it is stopped
    log = clone / "out" / "worker.log"
    assert shell.returncode == 0, (out, err, log.read_text(encoding="utf-8") if log.exists() else "")
    return dict(zip(kept, out.split("\0")[1:], strict=True))


# Two blocks start engines of their own for what others show, too. test_quickstart.py has what --voice adds to
# the first one, which gives the SDK its job as --test_input does; tests/unit/jobs/test_single_job.py has what
# is printed of it.
@pytest.mark.parametrize(
    "left_out",
    [("--ref-text", "--test_input"), pytest.param((), marks=pytest.mark.exhaustive)],
    ids=["most", "all"],
)
def test_every_block_can_be_pasted(clone, printed, tmp_path):
    """All of them end well, in order; they leave the files that they name, and print answers with words.

    The first command tells stages, factor and files, and its page needs nothing else.
    """
    single = [printed.pop(block) for block in list(printed) if "--test_input" in block]
    quick, *others, _, curl, client, _ = printed.values()
    out = clone / "out"
    made = ("speech.wav", "speech.ass", "speech.srt", "words.json", "preview.html")
    for part in ("synthesise", "align", "real-time factor", "seed ", *(f"out/{name}" for name in made)):
        assert part in quick, quick
    speech = decode((out / "speech.wav").read_bytes(), tmp_path, "wav")
    assert speech.seconds > 0.5
    timed = json.loads((out / "words.json").read_text(encoding="utf-8"))
    check_words(timed["words"], "The quick brown fox jumps over the lazy dog.", speech.seconds)
    page = (out / "preview.html").read_text(encoding="utf-8")
    assert "http://" not in page.replace("http://www.w3.org/", "")
    assert "https://" not in page
    for cloned in others:
        assert "out/cloned/speech.wav" in cloned
        assert {path.name for path in (out / "cloned").iterdir()} == set(made)
    answer = json.loads(curl)
    check_words(answer["word_timings"], answer["text"], answer["duration"])
    assert set(answer["subtitles"]) == {"ass", "srt"}
    assert (out / "answer.mp3").stat().st_size > 5000
    for one in single:
        *_, path = one.splitlines()
        assert Path(path).is_file()
        short = json.loads(one[one.index("{") : one.rindex("}") + 1])
        check_words(short["word_timings"], short["text"], short["duration"])
    for name in ("hello.mp3", "hello.ass", "hello.srt", "aligned.vtt", "track.wav"):
        assert f"out/{name}" in client
        assert (out / name).stat().st_size > 0
    check_words(json.loads((out / "aligned.words.json").read_text(encoding="utf-8")), SAID, 60)
    assert "3 done, 0 failed" in client
    assert len(list((out / "batch").glob("*.mp3"))) == 3
    # What README shows as an answer has the form of what came.
    (shown,) = map(json.loads, blocks("json"))
    assert set(shown) <= set(answer)
    assert set(shown["word_timings"][0]) == set(answer["word_timings"][0])
