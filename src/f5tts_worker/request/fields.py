"""The request's fields as a table: what each is called, takes, defaults to and means.

The parser reads this table and docs/API.md is tested against it, so the three cannot drift apart.
"""

from collections.abc import Mapping
from dataclasses import replace

from f5tts_worker.languages import LANGUAGES
from f5tts_worker.request import consent, direction_fields, output_fields
from f5tts_worker.request.field import Endpoint, Field

QUALITY: Mapping[str, int] = {"fast": 7, "balanced": 16, "best": 32}  # NFE steps
OUTPUT_FORMATS = ("wav", "flac", "mp3", "ogg", "opus", "m4a")
PACES = ("model", "stretching")  # who makes another pace: the model, as far as it does that well, or no model
SAMPLE_RATES = (8000, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
OPUS_SAMPLE_RATES = (8000, 12000, 16000, 24000, 48000)  # RFC 6716, section 2: no other rate exists in Opus

MAX_REF_TEXT_CHARS = 10_000  # five minutes of fast speech, the longest reference, are about half of it
MAX_TRANSCRIPT_CHARS = 200_000  # three hours of fast speech
MAX_TAKES = 1_000  # sentences that are said once more in one request
LAST_TAKE = 100
MAX_RETRIES = 2
MAX_SEED = 2**53 - 1  # the largest whole number that survives every JSON reader
MAX_URL_CHARS = 8192
VOICES_LISTED = 100  # on a page, unless the caller says otherwise

_INLINE = "The recording itself. Deprecated, because payloads are limited."
_MODEL = Field("model", "identifier", "The model's name. Without it, the one this worker was deployed with.")
_LANGUAGE = Field(
    "language",
    "choice",
    "The language of the text, for numbers and word timings. A region is ignored: `en-GB` is `en`. "
    "Without it, the worker's `F5TTS_LANGUAGE`.",
    choices=tuple(LANGUAGES),
    expected="a language code with an aligner: " + ", ".join(LANGUAGES),
)
_SPOKEN_LANGUAGE = replace(
    _LANGUAGE,
    doc=f"{_LANGUAGE.doc} For speech in a language that is not listed, leave it out and set `any_language`.",
    expected=f"{_LANGUAGE.wanted}; for speech in another, leave it out and set any_language to true",
)
_LITERAL_TEXT = Field(
    "literal_text",
    "boolean",
    "Take the text exactly as it is written. Otherwise HTML, Markdown, marks of footnotes and the numbers "
    "and times of subtitles are left out.",
    default=False,
)
_ANY_LANGUAGE = Field(
    "any_language",
    "boolean",
    "Speak the text even if the model was not trained on its language. Otherwise it is refused.",
    default=False,
)
_TEXT_NORMALIZATION = Field(
    "text_normalization",
    "boolean",
    "Read numbers, signs, abbreviations and shouted words as a person would. `false`: words are spoken as "
    "they are written.",
    default=True,
)
_REF_TEXT = Field(
    "ref_text",
    "string",
    "Exactly what is said in the reference audio. Without it, a stored voice's own text is used, and other "
    "audio is transcribed.",
    high=MAX_REF_TEXT_CHARS,
    expected=f"the words of the reference audio, at most {MAX_REF_TEXT_CHARS:,} characters",
    blank_is_absent=True,
    is_shown=True,
)
_JOB_ID = Field("job_id", "identifier", "The earlier job's id.", required=True)
_VOICE_NAME_FIELD = Field("voice_name", "voice", "The voice's name.", required=True)

_REQUEST_ID = Field(
    "request_id",
    "identifier",
    "An id of your own for this job, in place of RunPod's. The same request sent again with it is the same "
    "job.",
)

_SPEECH = (
    Field("speed", "number", "Speaking rate; 1 is the pace of the reference.", 1.0, 0.3, 3.0),
    Field(
        "words_per_minute",
        "number",
        "The pace of the whole speech, pauses included, instead of `speed`.",
        None,
        40,
        600,
    ),
    Field(
        "duration_seconds",
        "number",
        "How long the speech is to be, to the millisecond, instead of `speed`: a third to three times as long"
        " as it is by itself.",
        None,
        0.1,
        36_000,
    ),
    Field(
        "pace_by",
        "choice",
        "How another pace is made. `model`: it speaks faster or slower itself, as far as it does that well, "
        "and what goes beyond is stretched without changing the pitch. `stretching`: all of it is stretched.",
        default="model",
        choices=PACES,
    ),
    Field(
        "target_loudness",
        "number",
        "How loud the speech is, in LUFS, however loud the reference is.",
        -20.0,
        -40,
        -14,
    ),
    Field(
        "quality",
        "choice",
        "Quality against time: "
        + ", ".join(f"`{name}` is {steps} NFE steps" for name, steps in QUALITY.items())
        + ". Not together with `nfe_steps`.",
        default="balanced",
        choices=tuple(QUALITY),
    ),
    Field("nfe_steps", "integer", "The number of flow model evaluations per chunk.", None, 1, 64),
    Field("cfg_strength", "number", "How strongly the text and the voice guide the model.", 2.0, 0, 10),
    Field(
        "seed",
        "integer",
        "The same request with the same seed gives the same audio. Without it, or with -1, a random one is "
        "used and reported.",
        None,
        0,
        MAX_SEED,
    ),
    Field(
        "takes",
        "takes",
        "Sentences to be said once more with other noise, all else (with the same `seed`) as it was: "
        '`{"7": 1}` is the seventh sentence\'s next take, `{"7": 2}` the one after it.',
        expected=f'an object such as {{"7": 1}}: numbers of sentences, from 1, and takes, 0 to {LAST_TAKE};'
        f" at most {MAX_TAKES:,}",
    ),
    Field(
        "max_retries",
        "integer",
        "How often a part of the speech is made again if words seem to be missing, repeated or added in it. "
        "Without it, 2 if words are timed (for `word_timings` or subtitles), else 0; with the demo model 0, "
        "for its aligner is too small to judge.",
        None,
        0,
        MAX_RETRIES,
    ),
    _MODEL,
    _SPOKEN_LANGUAGE,
    Field("output_format", "choice", "The audio file's format.", default="wav", choices=OUTPUT_FORMATS),
    Field(
        "sample_rate",
        "choice",
        "Samples per second; the model speaks at 24000. `opus` supports only "
        + ", ".join(map(str, OPUS_SAMPLE_RATES))
        + "; `ogg` holds Opus, too, and gets the next of these, with a warning.",
        default=24000,
        choices=SAMPLE_RATES,
    ),
    Field("remove_silence", "boolean", "Shorten long pauses in the speech.", default=False),
    Field(
        "low_latency",
        "boolean",
        "Make the first parts of the speech short, so that a listener to a stream hears it sooner: the first "
        "sentence may be cut at a clause, which changes its melody. On a machine that makes speech more "
        "slowly than it is heard, playing then stops between parts.",
        default=False,
    ),
    Field(
        "pieces",
        "boolean",
        "Put the speech into the bucket piece by piece while it is made; the job's progress has the address "
        "of the first one. Without a bucket it is ignored, with a warning.",
        default=False,
    ),
)

_VOICE = (
    Field("local_voice", "voice", "A stored voice, by name."),
    Field("voice_reference_url", "url", "A recording of the voice to clone, for this job only."),
    Field("voice_reference_base64", "base64", _INLINE),
    Field(
        "audio_url",
        "url",
        "Another name for `voice_reference_url`. Ignored, with a warning, if another voice is given.",
        yields_to=("voice_reference_url", "local_voice", "voice_reference_base64"),
    ),
    _REF_TEXT,
    replace(
        consent.FIELD,
        doc="Who agreed that a recording which comes with this job may be cloned, when, and how that is "
        "known. It is kept in the job's record. Only a worker with `F5TTS_REQUIRE_CONSENT` insists on it.",
    ),
)
# What cues decide themselves.
_NOT_DUBBED = ("words_per_minute", "duration_seconds", "takes", "low_latency")

ENDPOINTS: Mapping[str, Endpoint] = {
    "tts": Endpoint(
        "Speak a text in a voice.",
        (
            direction_fields.TEXT,
            direction_fields.TURNS,
            direction_fields.VOICES,
            *_VOICE,
            _REQUEST_ID,
        ),
        (
            *_SPEECH,
            *output_fields.FIELDS,
            direction_fields.MARKUP,
            direction_fields.LEXICON,
            direction_fields.PARAGRAPH_PAUSE,
            _LITERAL_TEXT,
            _TEXT_NORMALIZATION,
            _ANY_LANGUAGE,
        ),
    ),
    "dub": Endpoint(
        "Speak subtitles, each cue at its time.",
        (
            direction_fields.SRT,
            direction_fields.SRT_URL,
            direction_fields.SPEAKERS,
            *_VOICE,
            _REQUEST_ID,
        ),
        (
            direction_fields.MAX_PACE,
            direction_fields.MIN_PACE,
            *(field for field in _SPEECH if field.name not in _NOT_DUBBED),
            *output_fields.FIELDS,
            direction_fields.LEXICON,
            _TEXT_NORMALIZATION,
            _ANY_LANGUAGE,
        ),
    ),
    "align": Endpoint(
        "Time the words of existing speech.",
        (
            Field("audio_url", "url", "The recording."),
            Field("audio_base64", "base64", _INLINE),
            Field(
                "text",
                "string",
                "What is said in the recording. Without it, the recording is transcribed first.",
                high=MAX_TRANSCRIPT_CHARS,
                expected=f"the words of the recording, at most {MAX_TRANSCRIPT_CHARS:,} characters",
            ),
            _REQUEST_ID,
        ),
        (
            replace(
                _LANGUAGE,
                doc="The language that is spoken, for numbers and word timings. A region is ignored. "
                "Without it, the language is detected if there is no `text`; otherwise it is "
                "`F5TTS_LANGUAGE`.",
            ),
            *output_fields.FIELDS,
            _LITERAL_TEXT,
        ),
    ),
    "upload": Endpoint(
        "Store a voice under a name.",
        (
            _VOICE_NAME_FIELD,
            Field("voice_file_url", "url", "The recording."),
            Field("voice_file_base64", "base64", _INLINE),
            replace(
                _REF_TEXT,
                doc="Exactly what is said in the recording. Without it, the recording is transcribed.",
            ),
            Field(
                "text_file_url", "url", "A text file with the words of the recording, instead of `ref_text`."
            ),
            Field(
                "text_file_base64",
                "base64",
                "The text file itself, instead of `ref_text`.",
                expected="a text file in base64",
            ),
            consent.FIELD,
            direction_fields.VOICE_DEFAULTS,
            Field("overwrite", "boolean", "Replace an existing voice with this name.", default=False),
            _REQUEST_ID,
        ),
        (
            replace(
                _LANGUAGE,
                doc="The language that is spoken in it. Without it, `F5TTS_LANGUAGE`, or the detected "
                "language if there is no text either.",
            ),
        ),
    ),
    "list_voices": Endpoint(
        "List the voices that can be used.",
        (
            Field("limit", "integer", "The most voices to list at once.", VOICES_LISTED, 1, 1000),
            Field("cursor", "cursor", "Where to continue: the `next_cursor` of the previous answer."),
            Field(
                "lexicons",
                "boolean",
                "Also return the lexicons that are kept beside the voices, and the model and the language of "
                "jobs that name none.",
                default=False,
            ),
        ),
        (_MODEL,),
    ),
    "get_voice": Endpoint("Show one voice: its text and a link to hear it.", (_VOICE_NAME_FIELD,), (_MODEL,)),
    "delete_voice": Endpoint(
        "Delete a stored voice.",
        (
            _VOICE_NAME_FIELD,
            Field(
                "everywhere",
                "boolean",
                "Also delete at once what is kept of it on the volume: copies, prepared forms, and speech "
                "that is kept for later jobs. The answer says what is left where.",
                default=False,
            ),
        ),
    ),
    "health": Endpoint("Report the state of the worker, without waiting for any model."),
    "result": Endpoint("Return the stored answer of an earlier job.", (_JOB_ID,)),
    "delete_result": Endpoint("Delete what an earlier job has made: its files and its record.", (_JOB_ID,)),
    "status": Endpoint("Report the state of another job.", (_JOB_ID,)),
    "warmup": Endpoint(
        "Install and load everything that a first job would wait for.", (), (_MODEL, _LANGUAGE)
    ),
}
