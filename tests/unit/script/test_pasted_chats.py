"""Chats as programs export them, and what is read of them."""

import pytest

from f5tts_worker.script.readable import readable

TWO = "Anna: Hello!\n\nBob: Hi"
CHATS = {
    "WhatsApp on an iPhone": ("[12/03/24, 14:05:33] Anna: Hello!\n[12/03/24, 14:06:01] Bob: Hi", TWO),
    "WhatsApp on Android": (
        "1/3/24, 2:05\u202fPM - Safe.\n1/3/24, 2:05 PM - A: Hi!\nYou\n1/3/24, 14:07 - A: <Media omitted>",
        "Safe.\n\nA: Hi!\nYou",
    ),
    "edited": (
        "1/3/24, 14:05 - A: Hi <This message was edited>\n1/3/24, 14:06 - A: You?",
        "A: Hi\n\nA: You?",
    ),
    "WhatsApp in a browser": (
        "more\n[14:05, 3/12/2024] A: Hi!\n[14:06, 3/12/2024] B: You",
        "more\n\nA: Hi!\n\nB: You",
    ),
    "German, with marks of direction": (
        "\u200e[10.05.24, 09:05:33] J\u00f6rg: \u200eBild weggelassen\n[10.05.24, 09:07:33] Anna: Um 18:30.",
        "Anna: Um 18:30.",
    ),
    "Zoom": (
        "10:05:12 From  Anna B  to  Everyone:\n\tHello\n10:06:01 From  C  to  Everyone:\n\tHi",
        "Anna B: Hello\n\nC: Hi",
    ),
    "files": (
        "1/3/24, 14:05 - A: Hi\n1/3/24, 14:06 - A: a.jpg (file attached)\n1/3/24, 14:06 - A: null",
        "A: Hi",
    ),
    "IRC": ("[14:05] <Anna> Hello!\n[14:06] <@Bob> Hi\n[14:06] * Carl waves", f"{TWO}\n\nCarl waves"),
    "IRC without times": ("<Anna> Hello!\n<Bob> Hi", TWO),
    "Telegram": ("Anna, [12.03.24 14:05]\nHello!\n\nBob, [12.03.24 14:06]\nHi", TWO),
    "Discord": ("Anna \u2014 Today at 2:05 PM\nHello!\nBob \u2014 03/12/2024 2:07 PM\nHi", TWO),
    "Slack": (
        "Anna Smith\n  2:05 PM\nHello!\nBob\n  2:06 PM\nHi\nAnna Smith\n  2:09 PM\nFine",
        "Anna Smith: Hello!\n\nBob: Hi\n\nAnna Smith: Fine",
    ),
}


@pytest.mark.parametrize(("text", "shown"), CHATS.values(), ids=CHATS)
def test_messages_stand_behind_their_writers_names(text, shown):
    """Without times, and without what stands for a picture."""
    assert readable(text) == (shown, ("the times of a chat",))
