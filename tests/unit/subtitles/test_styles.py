import pytest

from f5tts_worker.errors import WorkerError
from f5tts_worker.subtitles.pictures import UNKNOWN
from f5tts_worker.subtitles.styles import DEFAULT, STYLES, find


def test_the_styles_that_are_promised():
    """There is a plain default, a karaoke style that highlights, and each says what it looks like."""
    assert find(None) is STYLES[DEFAULT]
    assert not find("default").effect
    assert find("karaoke").effect == "fill"
    assert all(style.description.endswith(".") for style in STYLES.values())


@pytest.mark.parametrize("name", STYLES)
def test_a_style_can_be_drawn(name):
    """Colours are bytes, a highlight can be seen, and a full line of average letters fits the picture."""
    style = STYLES[name]
    for colour in (style.fill, style.waiting, style.edge, style.shade):
        assert all(0 <= part <= 255 for part in colour)
    other = style.waiting if style.is_karaoke else style.spoken
    assert style.effect in ("", "box") or style.fill != other
    # Arial: a line of size s has letters of about 0.45 s (0.5 em, and an em is 1/1.15 of the line's height)
    assert 0.45 * style.size * style.rules.chars_per_line <= UNKNOWN.width - 2 * style.margin_side
    assert 2 * 1.2 * style.size + style.margin_edge < UNKNOWN.height / 2


def test_an_unknown_style_is_answered_with_those_that_exist():
    """The caller learns what can be asked for."""
    with pytest.raises(WorkerError, match="'neon'; expected one of box_word, boxed, broadcast") as caught:
        find("neon")
    assert caught.value.code == "INVALID_REQUEST"
    assert caught.value.details["styles"] == sorted(STYLES)
