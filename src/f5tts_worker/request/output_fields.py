"""The fields that say what comes beside the sound, subtitles and times: rows of the table in `fields`."""

from f5tts_worker.request.field import Field

SUBTITLE_FORMATS = ("ass", "srt", "vtt", "ttml", "textgrid", "json", "whisper_json")
TIMING_LEVELS = ("word", "sentence", "character")

FIELDS = (
    Field(
        "create_subtitles",
        "boolean",
        "Make subtitles. Setting `subtitle_format` is enough to turn them on; `false` keeps them off.",
        default=False,
    ),
    Field("subtitle_format", "choices", "The files to make.", default="ass", choices=SUBTITLE_FORMATS),
    Field(
        "subtitle_style",
        "style",
        "How [subtitles look](#subtitles), and how many words they show at once: the name of a style, or an "
        "object. A style that changes nothing in the files that are made is refused. Without it, `default`.",
        expected='the name of a subtitle style, or an object such as {"preset": "word_pop"}',
    ),
    Field("word_timings", "boolean", "Put the time of every word into the answer.", default=True),
    Field(
        "timing_level",
        "choice",
        "What is timed. `word`: every word. `sentence`: `sentence_timings` in place of `word_timings`. "
        "`character`: in `word_timings`, every word has `characters`, with the times of the aligner's "
        "letters.",
        default="word",
        choices=TIMING_LEVELS,
    ),
)
