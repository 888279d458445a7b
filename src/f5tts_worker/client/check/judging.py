"""Judges one answer: speech, subtitles and word times against the request and against the sound itself."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from f5tts_worker.client.check.outcome import Outcome
from f5tts_worker.client.check.sound import Sound, SoundError, read
from f5tts_worker.client.check.verdict import Verdict
from f5tts_worker.client.check.words import difference, order_faults, spans, subtitle_faults
from f5tts_worker.client.output.saving import SavingError, save
from f5tts_worker.errors import CODES

SLOW_SECONDS = 15.0  # that neither the queue nor the worker accounts for: a line is slow, but not that slow
LATE_MS = 100  # by which all words' times may be off; an aligner that never heard the voice was 41 ms off
CLIPPED_SHARE = 0.001
LENGTH_MS = 20
PAUSED_WORDS = 10  # texts of so many words have pauses, without which the sound says little of the times


def judge_time(job: Outcome, verdict: Verdict) -> None:
    """Judge whether an answer came when its job was done."""
    seconds = job.seconds - job.delay - job.stages
    told = (
        f"the answer took {job.seconds:.1f} s: {seconds:.1f} s more than the queue ({job.delay:.1f} s) and "
        f"the worker ({job.stages:.1f} s) account for"
    )
    verdict.judge(job.name, "the answer comes when the job is done", told if seconds > SLOW_SECONDS else "")


def judge_refusal(job: Outcome, code: str, verdict: Verdict) -> None:
    """Judge whether a wrong request was refused with its code."""
    verdict.judge(job.name, f"is refused with {code}", _refusal_faults(job, code))
    if not job.lost:
        judge_time(job, verdict)


def _refusal_faults(job: Outcome, code: str) -> Iterator[str]:
    if job.lost:
        yield job.lost
        return
    if job.answer is not None:
        yield "it was accepted"
        return
    output = job.state.get("output")
    output = output if isinstance(output, dict) else {}
    sentence = str(job.state.get("error") or output.get("error") or "")
    head = sentence.partition(":")[0]
    if head not in CODES:
        yield f"the error's sentence begins with no code: {sentence[:80]!r}"
    elif head != code:
        yield f"the error is {head}"
    if output and output.get("error_code") not in CODES:
        yield "the error comes without its error_code"
    elif output and output["error_code"] != code:
        yield f"the error_code is {output['error_code']}"


def judge_speech(job: Outcome, verdict: Verdict) -> Sound | None:
    """Judge an answer to `tts`, and return its sound."""
    verdict.judge(job.name, "is answered", job.failure)
    if (answer := job.answer) is None or job.lost:
        return None
    judge_time(job, verdict)
    words = answer.get("word_timings") or []
    texts = str(job.order["text"]).split()
    verdict.judge(job.name, "the words are those of the text, in order", _word_faults(answer, words, texts))
    if names := job.order.get("subtitle_format"):
        judge_subtitles(job.name, names, answer, verdict)
    try:
        sound = read(audio(answer))
    except (SoundError, SavingError) as error:
        verdict.judge(job.name, "the audio can be read", str(error))
        return None
    verdict.judge(
        job.name, "sample rate and length are those of the answer", _sound_faults(job, answer, sound)
    )
    judge_sound(job.name, sound, words, verdict)
    return sound


def _word_faults(answer: Mapping[str, Any], words: list[Any], texts: list[str]) -> Iterator[str]:
    if wrong := difference(str(answer.get("text")).split(), texts):
        yield f"the answer's text: {wrong}"
    if wrong := difference([word["word"] for word in words], texts):
        yield f"word_timings: {wrong}"


def judge_subtitles(job: str, names: list[str], answer: Mapping[str, Any], verdict: Verdict) -> None:
    """Judge whether each subtitle file says what the word timings say."""
    made, words = answer.get("subtitles") or {}, answer.get("word_timings") or []
    faults = [f"{name} is missing" for name in names if not (made.get(name) or {}).get("content")]
    if not faults:
        faults = [one for name in names for one in subtitle_faults(name, made[name]["content"], words)]
    verdict.judge(job, f"subtitles agree with the word times ({', '.join(names)})", faults)


def _sound_faults(job: Outcome, answer: Mapping[str, Any], sound: Sound) -> Iterator[str]:
    asked, said = job.order["sample_rate"], answer.get("sample_rate")
    if not asked == said == sound.rate:
        yield f"the sample rate is wrong: asked for {asked}, in the answer {said}, in the file {sound.rate}"
    if abs(sound.ms - 1000 * float(answer.get("duration") or 0)) > LENGTH_MS:
        yield f"the file lasts {sound.ms / 1000:.3f} s, but the answer says {answer.get('duration')} s"


def judge_sound(job: str, sound: Sound, words: list[Any], verdict: Verdict) -> None:
    """Judge the sound itself, and the words' times by it."""
    share = sound.clipped / max(1, len(sound.samples))
    verdict.judge(job, "is not clipped", f"{share:.1%} of it is clipped" if share > CLIPPED_SHARE else "")
    silent = [f"nothing can be heard from {start} to {end} ms" for start, end in sound.silences()]
    verdict.judge(job, "is not silent for 0.9 s or more", silent)
    times = spans(words)
    heard = [span for word, span in zip(words, times, strict=True) if word.get("source") == "aligned"]
    faults = list(order_faults(times, sound.ms))
    faults += [
        f"silence where a word is said to be ({a} to {b} ms)"
        for a, b in heard
        if not sound.is_audible((a, b))
    ]
    verdict.judge(job, "words are in order, inside the sound, and where something can be heard", faults)
    if len(times) < PAUSED_WORDS:
        return
    late = sound.lateness_ms(times)
    wrong = f"the words' times are about {abs(late)} ms too {'late' if late > 0 else 'early'} for the sound"
    verdict.judge(job, "the words' times fit the sound", wrong if abs(late) > LATE_MS else "")


def audio(answer: Mapping[str, Any]) -> bytes:
    """Return the bytes of an answer's audio, from its link where it has one. Raises SavingError."""
    with tempfile.TemporaryDirectory() as folder:
        written = save(answer, {"audio": Path(folder) / "audio"})
        if not written:
            raise SavingError("the answer has neither audio_base64 nor audio_url")
        return written[0].read_bytes()
