"""Judges what the endpoint hears: its aligner by known times and by itself, its transcription by texts."""

from collections.abc import Sequence

from f5tts_worker.client.check.judging import LATE_MS
from f5tts_worker.client.check.outcome import Outcome
from f5tts_worker.client.check.sound import Span
from f5tts_worker.client.check.truth import Recording
from f5tts_worker.client.check.verdict import Verdict
from f5tts_worker.client.check.words import Errors, difference, letters, spans, spoken_swap, word_errors

AGREE_MS = 75  # the same aligner on the same sound, cut otherwise
UNLIKE_SHARE = 0.4  # of the words: the demo, heard by Whisper tiny.en, has 0.17
NO_TRANSCRIBER = ("TRANSCRIBER_MISSING", "MODEL_UNAVAILABLE")


def times_of(job: Outcome, text: str, verdict: Verdict) -> list[Span]:
    """Return the times of the words in an answer to `align`; none if it has other words."""
    words = (job.answer or {}).get("word_timings") or []
    wrong = difference([word["word"] for word in words], text.split())
    verdict.judge(job.name, "is answered with the words of the text, in order", job.failure or wrong)
    return [] if job.failure or wrong else spans(words)


def judge_aligner(pairs: Sequence[tuple[Recording, list[Span]]], verdict: Verdict) -> None:
    """Judge the aligner by recordings whose words' times are known, and note its errors."""
    for recording, found in pairs:
        if not found:
            continue
        starts = Errors.of([start for start, _ in found], [start for start, _ in recording.times])
        ends = Errors.of([end for _, end in found], [end for _, end in recording.times])
        name = f"word times of {recording.name}, ms"
        verdict.figures[f"{name}: starts, median and 95th percentile"] = (
            f"{starts.median:.0f}, {starts.p95:.0f}"
        )
        verdict.figures[f"{name}: ends, median and 95th percentile"] = f"{ends.median:.0f}, {ends.p95:.0f}"
        verdict.judge(f"align: {recording.name}", "words are timed where they are said", _off(starts))


def _off(errors: Errors) -> str:
    if abs(errors.late) > LATE_MS:
        direction = "late" if errors.late > 0 else "early"
        return f"the words' times are about {abs(errors.late):.0f} ms too {direction}"
    return f"half of the starts are more than {errors.median:.0f} ms off" if errors.median > LATE_MS else ""


def judge_agreement(spoken: Outcome, aligned: Outcome, text: str, verdict: Verdict) -> None:
    """Judge whether speech has the same word times in its own answer and when it is aligned again."""
    own, again = spans((spoken.answer or {}).get("word_timings") or []), times_of(aligned, text, verdict)
    if not again or len(own) != len(again):
        return
    errors = Errors.of([start for start, _ in own], [start for start, _ in again])
    wrong = f"the answer's word times are {errors.late:+.0f} ms off what `align` finds in the same speech"
    what = "has the word times that `align` finds in its speech"
    verdict.judge(spoken.name, what, wrong if abs(errors.late) > AGREE_MS else "")


def judge_heard(job: Outcome, name: str, text: str, verdict: Verdict) -> bool:
    """Judge whether the text is heard in a sound. Returns whether the worker transcribes."""
    if job.failure.partition(":")[0] in NO_TRANSCRIBER:
        verdict.notes.append(
            f"The word error rate was not measured, because the worker cannot transcribe: {job.failure}"
        )
        return False
    verdict.judge(job.name, "is answered", job.failure)
    if job.answer is None:
        return True
    heard, said = letters(str(job.answer.get("text"))), letters(text)
    share = word_errors(heard, said) / len(said)
    verdict.figures[f"word error rate of {name}, %"] = f"{100 * share:.1f}"
    wrong = spoken_swap(heard, said) or (
        f"{share:.0%} of the words are wrong" if share > UNLIKE_SHARE else ""
    )
    verdict.judge(job.name, "its text is heard in it", wrong)
    return True
