"""The quickstart's one line of progress, with and without a terminal."""

import os
import select
import sys
import time

from scripts import moving_line


def wait_for(shown, count):
    """Wait until so many lines are there."""
    end = time.monotonic() + 60
    while len(lines := shown().splitlines()) < count:
        assert time.monotonic() < end, lines
        time.sleep(0.01)
    return lines


def test_a_text_is_shown_again_while_it_lasts(monkeypatch, tmp_path):
    """Without a terminal, a long step says again and again that it goes on; a bar alone adds no line."""
    monkeypatch.setattr(moving_line, "LOG_SECONDS", 0.05)
    log = tmp_path / "log"
    with log.open("w") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        with moving_line.MovingLine() as line:
            line.say("fetching", "##")
            wait_for(log.read_text, 3)
            line.above("warning: the disk is nearly full")
    lines = log.read_text().splitlines()
    assert all(text.endswith("s  fetching  ##") for text in lines[:3])
    assert "warning: the disk is nearly full" in lines
    assert "\x1b" not in log.read_text()


def test_a_terminal_has_one_line_that_is_cleared_at_the_end(monkeypatch):
    """Every showing overwrites the one before it, and nothing is left on the line."""
    master, slave = os.openpty()
    with os.fdopen(slave, "w") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        with moving_line.MovingLine() as line:
            line.say("fetching", "#")
            line.say("fetching", "##")
        shown = b""
        while shown.count(b"fetching") < 2 or not shown.endswith(moving_line.CLEAR.encode()):
            ready, _, _ = select.select([master], [], [], 60)
            assert ready, shown
            shown += os.read(master, 4096)
    os.close(master)
    assert b"\n" not in shown
    assert b"fetching  #\r" in shown
