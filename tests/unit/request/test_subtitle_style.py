"""What a caller may say of the look of subtitles, and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from f5tts_worker import config
from f5tts_worker.errors import WorkerError
from f5tts_worker.request import parse as request
from f5tts_worker.request.style_properties import PROPERTIES
from f5tts_worker.subtitles.pictures import Picture
from f5tts_worker.subtitles.styles import STYLES, Style

SETTINGS = config.from_environment({})


def parse(style, formats="ass", **more):
    return request.parse({"text": "Hi", "subtitle_format": formats, "subtitle_style": style} | more, SETTINGS)


def styled(style, formats="ass"):
    return parse(style, formats).subtitles.style


def faults(style, formats="ass", **more):
    """Return {property: "problem; expected"} of a style that is refused."""
    with pytest.raises(WorkerError) as caught:
        parse(style, formats, **more)
    assert caught.value.code == "INVALID_REQUEST"
    return {
        fault["field"].removeprefix("subtitle_style."): f"{fault['problem']}; {fault['expected']}"
        for fault in caught.value.details["faults"]
    }


def test_a_name_is_a_style_and_so_is_an_object_with_nothing_else():
    """They mean the same."""
    assert styled("karaoke") is not None
    assert styled("karaoke") == styled({"preset": "Karaoke"}) == STYLES["karaoke"]
    assert styled({"max_words": 3}).rules.words == 3


@pytest.mark.parametrize(
    "wider",
    [
        *({"size": 120}, {"preset": "word_pop", "scale": 200}, {"max_chars": 100, "max_lines": 1}),
        *({"outline": 40}, {"all_caps": True}, {"bold": True}),
    ],
)
def test_larger_letters_and_longer_lines_are_fitted_to_a_picture(wider):
    """A player would break a line that is too wide, and more lines than are allowed would stand there."""
    assert styled(wider).rules.line_ems == styled({**wider, "resolution": "16:9"}).rules.line_ems


def test_smaller_letters_need_no_picture():
    """Lines are those of the preset, and words as narrow as the narrowest picture needs them."""
    assert styled({"size": 40, "max_chars": 20, "position": "top"}).picture is None


def test_everything_that_can_be_changed():
    """Each property lands where it is drawn, and the rest stays as in the preset."""
    style = styled(
        {
            "preset": "word_pop",
            "resolution": "1080x1920",
            "font": "Bebas Neue",
            "size": 120,
            "bold": False,
            "color": "#0af",
            "highlight": "#FFD60A80",
            "scale": 130,
            "outline": 5,
            "outline_color": "#112233",
            "shadow": 1,
            "shadow_color": "#000000",
            "position": "bottom",
            "margin": 30,
            "max_words": 2,
            "max_chars": 21,
            "max_lines": 2,
            "all_caps": False,
            "fade_ms": 60,
        }
    )
    assert (style.font, style.size, style.bold, style.scale) == ("Bebas Neue", 120, False, 130)
    assert (style.fill, style.spoken, style.edge) == ((0, 170, 255, 0), (255, 214, 10, 127), (17, 34, 51, 0))
    assert (style.outline, style.shadow, style.shade) == (5, 1, (0, 0, 0, 0))
    assert (style.position, style.margin_edge) == ("bottom", 30)
    assert (style.rules.words, style.rules.chars_per_line, style.rules.lines) == (2, 21, 2)
    assert (style.all_caps, style.fade_ms, style.picture) == (False, 60, Picture(1080, 1920))
    assert styled({"preset": "karaoke", "color": "#fff", "highlight": "#f00"}).fill == (255, 0, 0, 0)
    assert styled({"preset": "box_word", "box_color": "#f00"}).word_box == (255, 0, 0, 0)
    assert styled({"preset": "boxed", "box_color": "#f00"}).edge == (255, 0, 0, 0)
    shaded = styled({"preset": "boxed", "shadow": 30, "shadow_color": "#f00"})
    assert (shaded.shadow, shaded.shade) == (30, (255, 0, 0, 0))
    assert styled({"preset": "speaker", "speaker_colors": ["#f00"]}).voices == ((255, 0, 0, 0),)


@pytest.mark.parametrize(
    ("style", "where", "words"),
    [
        ("karoke", "subtitle_style", "did you mean karaoke?"),
        (7, "subtitle_style", "an object such as"),
        ([], "subtitle_style", "is a list"),
        ({}, "subtitle_style", "is an empty object"),
        ({"preset": "nope"}, "preset", "one of default, broadcast"),
        ({"colour": "#fff"}, "colour", "did you mean color?"),
        ({"stroke": 3}, "stroke", "did you mean outline?"),
        ({"x" * 99: 1}, repr("x" * 40 + "…"), "is not a property"),
        ({"color": "red"}, "color", "#FFD60A"),
        ({"color": "#12345"}, "color", "#FFD60A"),
        ({"color": 0xFFFFFF}, "color", "is a number"),
        ({"preset": "speaker", "speaker_colors": []}, "speaker_colors", "has 0 entries"),
        ({"preset": "speaker", "speaker_colors": "#fff"}, "speaker_colors", "is a string"),
        ({"font": "Arial,20,&H00"}, "font", "a font's name"),
        ({"font": "A\nDialogue: 0"}, "font", "a font's name"),
        ({"font": "{\\b1}"}, "font", "a font's name"),
        ({"font": "x" * 65}, "font", "at most 64"),
        ({"size": 5}, "size", "from 12 to 400"),
        ({"size": "72 px"}, "size", "is a string"),
        ({"outline": "#000"}, "outline", "outline_color"),
        ({"position": "left"}, "position", "bottom, middle, top"),
        ({"resolution": "16:10"}, "resolution", "pixels such as 1080x1920"),
        ({"resolution": "50x50"}, "resolution", "9:16"),
        ({"max_words": 0}, "max_words", "from 1 to 40"),
        ({"max_chars": 1}, "max_chars", "from 4 to 100"),
        ({"max_lines": 0}, "max_lines", "from 1 to 4"),
        ({"fade_ms": 5000}, "fade_ms", "from 0 to 1,000"),
        ({"all_caps": "maybe"}, "all_caps", "true or false"),
        ({"highlight": "#f00"}, "highlight", "a style that highlights words"),
        ({"preset": "karaoke", "scale": 120}, "scale", "in which words pop"),
        ({"box_color": "#f00"}, "box_color", "a style with a box"),
        ({"preset": "boxed", "outline_color": "#f00"}, "outline_color", "instead of a box"),
        ({"preset": "minimal", "outline_color": "#f00"}, "outline_color", "an outline above 0"),
        ({"outline": 0, "outline_color": "#f00"}, "outline_color", "an outline above 0"),
        ({"shadow": 0, "shadow_color": "#f00"}, "shadow_color", "a shadow above 0"),
        ({"preset": "boxed", "shadow_color": "#f00"}, "shadow_color", "a shadow above 0"),
        ({"preset": "box_word", "shadow_color": "#f00"}, "shadow_color", "a shadow above 0"),
        ({"speaker_colors": ["#f00"]}, "speaker_colors", "the style speaker"),
        ({"preset": "headline", "margin": 9}, "margin", "at the bottom or the top"),
        ({"preset": "speaker", "color": "#f00"}, "color", "without colours for voices"),
        ({"preset": "karaoke", "highlight": "#fff"}, "highlight", "two different colours"),
        ({"preset": "highlight", "color": "#FFD60A"}, "color", "two different colours"),
        ({"size": 400, "resolution": "9:16"}, "size", "room for 3 letters"),
        ({"size": 300, "max_lines": 3}, "max_lines", "room for 2"),
        ({"margin": 1000}, "margin", "room for 0"),
    ],
)
def test_what_makes_no_sense_is_refused(style, where, words):
    """Each fault says where it is and what would be right."""
    found = faults(style)
    assert list(found) == [where]
    assert words in found[where]


def test_all_faults_at_once():
    """With the rest of the request's, in one answer, under the path that the caller used."""
    wrong = {"preset": "nope", "size": 1, "font": ",", "colr": 1}
    found = faults(wrong, speed=9)
    assert set(found) == {"speed", "preset", "size", "font", "colr"}
    assert set(faults({"size": 1, "highlight": "#f00"})) == {"size", "highlight"}
    with pytest.raises(WorkerError, match=r"options\.subtitle_style\.size is 1"):
        request.parse(
            {"text": "Hi", "options": {"subtitle_format": "ass", "subtitle_style": {"size": 1}}}, SETTINGS
        )


@pytest.mark.parametrize(
    ("style", "formats", "where"),
    [
        ("boxed", ["srt", "vtt"], ["subtitle_style"]),
        ("karaoke", ["srt"], ["subtitle_style"]),
        ({"preset": "boxed"}, ["srt"], ["preset"]),
        ({"color": "#f00", "max_words": 3}, ["srt"], ["color"]),
        ({"size": 90}, ["srt"], ["size"]),
        ({"position": "top"}, ["srt"], ["position"]),
        ("karaoke", ["srt", "vtt"], []),  # its words have times
        ("headline", ["srt"], []),  # its lines are shorter
        ("default", ["srt"], []),  # nothing is left undone
        ({"size": 90, "resolution": "9:16"}, ["srt"], []),  # letters decide what a line holds
        ({"position": "top"}, ["ttml"], []),
        ({"color": "#f00"}, ["srt", "ass"], []),
    ],
)
def test_a_style_without_use_is_a_fault(style, formats, where):
    """Where no file shows it, it is refused and not ignored."""
    if where:
        assert list(faults(style, formats)) == where
    else:
        assert parse(style, formats).warnings == ()


@pytest.mark.parametrize("more", [{}, {"subtitle_format": "ass", "create_subtitles": False}])
@pytest.mark.parametrize("endpoint", [{"text": "Hi"}, {"endpoint": "align", "audio_url": "https://e.org/a"}])
def test_a_style_without_subtitles_is_a_fault(more, endpoint):
    """Somebody who asks for a style wants to see it."""
    with pytest.raises(WorkerError, match="subtitle_style has no use: no subtitles are made") as caught:
        request.parse(endpoint | more | {"subtitle_style": "karaoke"}, SETTINGS)
    assert len(caught.value.details["faults"]) == 1


def test_a_font_that_is_known_to_lack_letters_causes_a_warning():
    """As far as the text is known; the presets' own font is the players' business."""
    (warning,) = parse({"font": "Anton"}, text="Привет and שלום").warnings
    assert "Anton has no Cyrillic or Hebrew letters" in warning
    assert len(parse({"font": "Arial"}, text="今日は").warnings) == 1
    assert parse({"font": "Anton"}, text="Only Latin, é, ñ.").warnings == ()
    assert parse({"font": "My Own Font"}, text="Привет").warnings == ()
    turns = [{"text": "Hi."}, {"text": "今日は"}]
    assert len(parse({"font": "Anton"}, text=None, turns=turns).warnings) == 1
    dub = {"endpoint": "dub", "srt": "00:01.000 --> 00:02.000\n今日は", "subtitle_format": "ass"}
    assert len(request.parse(dub | {"subtitle_style": {"font": "Anton"}}, SETTINGS).warnings) == 1
    assert parse("default", text="今日は").warnings == ()


def test_a_property_that_is_there_twice():
    """None of the two is silently the one that counts."""
    with pytest.raises(WorkerError, match="max_words is max_words once more"):
        parse({"maxWords": 3, "max_words": 5})


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.just("#fff"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=4,
)
objects = st.dictionaries(
    st.sampled_from([field.name for field in PROPERTIES]) | st.text(max_size=12), anything, max_size=6
)


@given(objects | anything)
def test_anything_is_a_style_or_one_error(value):
    """Nothing else ever comes of it, whatever a caller sends."""
    try:
        found = parse(value).subtitles.style
    except WorkerError as error:
        found = error
    if isinstance(found, WorkerError):
        assert found.code == "INVALID_REQUEST"
        assert found.details["faults"]
    else:
        assert found is None or isinstance(found, Style)
