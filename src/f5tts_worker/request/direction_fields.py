"""The fields that say how a text is to be spoken, and what is dubbed: rows of the table in `fields`."""

from dataclasses import replace

from f5tts_worker.request.field import Field
from f5tts_worker.script import lexicon
from f5tts_worker.script.cues import MAX_CUES

MAX_TURNS = 2_000
MAX_VOICES = 50  # of one request
# What is spoken faster than this is not understood. The engine itself makes speech at most 3 times as fast as
# its estimate, which is a little longer than what it then speaks.
MAX_FITTED_PACE = 2.5
MAX_SUBTITLE_CHARS = 2_000_000

TEXT = Field(
    "text",
    "string",
    "What to say. It may hold [markup](#markup). `turns` may stand in its place.",
    required=True,
    replaced_by=("turns",),
    expected="the text to speak",
)
TURNS = Field(
    "turns",
    "turns",
    "What several voices say, in order, in place of `text`.",
    expected='a list such as [{"voice": "anna", "text": "Hi.", "speed": 0.9}], '
    f"at most {MAX_TURNS:,}; voice and speed may be left out",
)
TURN_SPEED = Field("speed", "number", "A turn's pace.")  # as `Directions` reads it
VOICES = Field(
    "voices",
    "voices",
    "Your own names for stored voices, for `turns` and [markup](#markup). A line of the text "
    "that starts with one, as in `[anna]`, is said in that voice, and so is what follows.",
    expected='an object such as {"anna": "anna.calm"}: names and stored voices, or a list of'
    f" voices; at most {MAX_VOICES}",
)
MARKUP = Field(
    "markup",
    "boolean",
    "Read pauses, voices and respellings in the text ([markup](#markup)). `false`: brackets are text. With "
    "`literal_text`, only `true` reads them.",
    default=True,
)
LEXICON = Field(
    "lexicon",
    "lexicon",
    "How words are spoken, whatever their spelling says; the text's own words are shown. An entry with a "
    "capital is found only as it is written, others in either case.",
    expected=lexicon.EXPECTED,
)
PARAGRAPH_PAUSE = Field(
    "paragraph_pause",
    "number",
    "Seconds of silence between paragraphs, and between turns, where the text has no pause of its own. "
    "Without it, the usual short one.",
    None,
    0,
    30,
)
SPEAKERS = replace(
    VOICES,
    doc="Voices of the file's speakers (`<v Anna>` of WebVTT, names of ASS, `Anna:` at the start of a cue). "
    "Others speak in the request's own voice.",
)
SRT = Field(
    "srt",
    "string",
    "The subtitles to be spoken: SRT, WebVTT, ASS, TTML, LRC, or a recogniser's JSON.",
    required=True,
    replaced_by=("srt_url",),
    high=MAX_SUBTITLE_CHARS,
    expected=f"subtitles in SRT, WebVTT, ASS, TTML or LRC, at most {MAX_CUES:,} cues",
)
SRT_URL = Field("srt_url", "url", "The address of the subtitles, in place of `srt`.")
MAX_PACE = Field(
    "max_pace",
    "number",
    "How many times as fast a cue may be spoken to fit into its time and the gap after it. What needs more "
    "is spoken faster all the same, and named in `warnings`.",
    1.5,
    1,
    MAX_FITTED_PACE,
)
MIN_PACE = Field(
    "min_pace",
    "number",
    "How slow a cue may be spoken to fill its time: 0.8 is four fifths of the pace. Without it, a short one "
    "ends early.",
    1.0,
    0.5,
    1,
)

DEFAULTS = ("speed", "language", "seed", "lexicon")
VOICE_DEFAULTS = Field(
    "defaults",
    "defaults",
    "What `tts` and `dub` do with this voice where a request says nothing else.",
    expected='an object with some of speed, language, seed and lexicon, such as {"speed": 0.9}',
)
