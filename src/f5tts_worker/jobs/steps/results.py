"""What a job made: subtitles, and everything stored."""

import bisect
import dataclasses
import itertools
from collections.abc import Mapping, Sequence
from typing import Any

from f5tts_worker.deadline import in_thread
from f5tts_worker.errors import WorkerError
from f5tts_worker.jobs.delivery import response
from f5tts_worker.jobs.delivery.deliveries import keep_on_volume
from f5tts_worker.jobs.job import Job
from f5tts_worker.jobs.steps.tools import Tools
from f5tts_worker.request.requests import AlignRequest, Subtitles, TtsRequest
from f5tts_worker.script.transcript import PARAGRAPH
from f5tts_worker.storage.results import outputs

KEEPING_S = 10.0  # past the deadline, for the volume to take what the bucket did not


def subtitle_files(
    wanted: Subtitles | None,
    words: Sequence[Mapping[str, Any]] | None,
    sentences: Sequence[str],
    audio_ms: int,
    title: str,
    language: str | None,
    warnings: list[str],
) -> dict[str, str]:
    """Return {format: the file's text}, empty if none were asked for; what they leave out is a warning."""
    if wanted is None or words is None:
        return {}
    from f5tts_worker.subtitles.render import render  # late: pysubs2 is needed only here
    from f5tts_worker.subtitles.unsaid import without_unsaid
    from f5tts_worker.subtitles.words import from_engine

    checked = from_engine(words, audio_ms=audio_ms, sentences=sentences)
    cued, lost = without_unsaid(checked)
    if lost:
        begun = " ".join(word.visible for word in lost[:6])
        warnings.append(
            f"{len(lost)} words of the text, from {begun!r} on, are not in the recording;"
            " no subtitle has them."
        )
    return render(
        checked,
        wanted.formats,
        wanted.style,
        title=title,
        audio_ms=audio_ms,
        language=language,
        cued=cued,
    )


def with_voices(
    words: Sequence[Mapping[str, Any]], sentences: Sequence[str], turns: Sequence[tuple[str | None, str]]
) -> list[Mapping[str, Any]]:
    """Return a transcript's words with who says each; `turns` are its paragraphs, of whole sentences."""
    from f5tts_worker.subtitles.words import from_engine

    ends = list(itertools.accumulate(len(said) + len(PARAGRAPH) for _, said in turns))
    starts = itertools.accumulate(map(len, sentences), initial=0)
    voices = [turns[bisect.bisect_right(ends, start)][0] for start in list(starts)[:-1]]
    numbers = (word.sentence for word in from_engine(words, sentences=sentences))
    return [
        {**word, "voice": voices[number]} if voices[number] else word
        for word, number in zip(words, numbers, strict=True)
    ]


def timings(
    request: TtsRequest | AlignRequest, words: Sequence[Mapping[str, Any]] | None, sentences: Sequence[str]
) -> dict[str, Any]:
    """Return the fields of an Outcome with the times that are wanted: of words, or of sentences."""
    if not request.word_timings or words is None:
        return {}
    if request.timing_level != "sentence":
        return {"words": words}
    from f5tts_worker.subtitles.words import from_engine

    spans: dict[int, tuple[int, int]] = {}
    for word in from_engine(words, sentences=sentences):
        start, _ = spans.setdefault(word.sentence, (word.start_ms, word.end_ms))
        spans[word.sentence] = start, word.end_ms
    told = (
        {"text": sentences[number].strip(), "start": start / 1000, "end": end / 1000}
        for number, (start, end) in spans.items()
    )
    return {"sentences": tuple(told)}


async def keep(outcome: outputs.Outcome, job: Job, tools: Tools) -> dict[str, Any]:
    """Store what was made, the record last, and return the answer."""
    job.progress.report("store", "storing the results")
    timings = dict(job.seconds)
    made = timings.get("synthesise")
    if made is not None and outcome.duration_ms:
        timings["real_time_factor"] = 1000 * made / outcome.duration_ms
    finished = dataclasses.replace(
        outcome,
        warnings=tuple(dict.fromkeys(job.warnings)),
        timings=timings,
        request=job.digest,
        usage=job.usage.told(
            characters=len(outcome.text),
            seconds=outcome.duration_ms / 1000,
            model=outcome.model or tools.settings.model,
        ),
    )
    # What the bucket has not taken by the job's deadline goes to the volume, so that the work is not lost.
    return await in_thread(job.deadline, KEEPING_S, _publish, finished, job, tools)


def _publish(finished: outputs.Outcome, job: Job, tools: Tools) -> dict[str, Any]:
    try:
        record = outputs.publish(tools.store, finished)
    except WorkerError as error:
        return keep_on_volume(tools.settings, finished, job.folder, error)
    return response.success(record, tools.store)
