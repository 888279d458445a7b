"""The fields that say what comes beside the sound, subtitles and times: rows of the table in `fields`."""

from f5tts_worker.request.field import Field

SUBTITLE_FORMATS = ("ass", "srt", "vtt", "ttml", "textgrid", "json", "whisper_json")
TIMING_LEVELS = ("word", "sentence", "character")
SHORTEST_LIFETIME_S = 60  # in which an answer can be fetched
LONGEST_LIFETIME_S = 365 * 86_400

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
    Field(
        "expires_in",
        "integer",
        "Seconds after which the results are deleted, the record included. Without it, and at the longest, "
        "they are kept as long as the operator keeps all results.",
        None,
        SHORTEST_LIFETIME_S,
        LONGEST_LIFETIME_S,
    ),
)
