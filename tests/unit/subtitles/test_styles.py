import pytest

from f5tts_worker.errors import WorkerError
from f5tts_worker.subtitles.styles import DEFAULT, PLAY_HEIGHT, PLAY_WIDTH, STYLES, find


def test_the_styles_that_are_promised():
    """There is a plain default, a karaoke style that highlights, and each says what it looks like."""
    assert find(None) is STYLES[DEFAULT]
    assert not find("default").karaoke
    assert find("karaoke").karaoke == "k"
    assert all(style.description.endswith(".") for style in STYLES.values())


@pytest.mark.parametrize("name", STYLES)
def test_a_style_can_be_drawn(name):
    """Colours are bytes, a highlight can be seen, and a full line of average letters fits the picture."""
    style = STYLES[name]
    for colour in (style.fill, style.waiting, style.edge, style.shade):
        assert all(0 <= part <= 255 for part in colour)
    assert not style.karaoke or style.fill != style.waiting
    # Arial: a line of size s has letters of about 0.45 s (0.5 em, and an em is 1/1.15 of the line's height)
    assert 0.45 * style.size * style.chars_per_line <= PLAY_WIDTH - 2 * style.margin_side
    assert 2 * 1.2 * style.size + style.margin_bottom < PLAY_HEIGHT / 2


def test_an_unknown_style_is_answered_with_those_that_exist():
    """The caller learns what can be asked for."""
    with pytest.raises(WorkerError, match="'neon'; the styles are boxed, default") as caught:
        find("neon")
    assert caught.value.code == "INVALID_REQUEST"
    assert caught.value.details["styles"] == sorted(STYLES)
