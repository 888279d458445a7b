"""What the endpoints do, step by step. Every step gets its collaborators; nothing here depends on RunPod."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from f5tts_worker import __version__
from f5tts_worker.bootstrap import check_language, check_model
from f5tts_worker.config import public_view, risks
from f5tts_worker.errors import WorkerError
from f5tts_worker.health.advice import problems
from f5tts_worker.jobs.delivery import response
from f5tts_worker.jobs.delivery.deliveries import waiting_answer
from f5tts_worker.jobs.job import Job
from f5tts_worker.jobs.status.job_states import standing_of
from f5tts_worker.jobs.steps.dubbing import say
from f5tts_worker.jobs.steps.engine import (
    ENGINE_RATE,
    align_words,
    draw_seed,
    encode,
    for_heard_language,
    prepare_voice,
    prepare_voices,
    transcribe,
    with_aligner,
)
from f5tts_worker.jobs.steps.forgetting import forget_result, forget_voice
from f5tts_worker.jobs.steps.inputs import (
    builtin_voices,
    came_from,
    fetch_cues,
    fetch_file,
    find_cast,
    reference_text,
)
from f5tts_worker.jobs.steps.parts import parts_of, sentences_of
from f5tts_worker.jobs.steps.results import keep, subtitle_files, timings, with_voices
from f5tts_worker.jobs.steps.signing import check_signing, sign
from f5tts_worker.jobs.steps.speaking import Task, check_takes
from f5tts_worker.jobs.steps.tools import Tools
from f5tts_worker.jobs.steps.turns import directed_turns, with_defaults
from f5tts_worker.request.requests import (
    AlignRequest,
    DeleteResultRequest,
    DeleteVoiceRequest,
    DubRequest,
    GetVoiceRequest,
    HealthRequest,
    ListVoicesRequest,
    ResultRequest,
    StatusRequest,
    TtsRequest,
    UploadRequest,
    WarmupRequest,
)
from f5tts_worker.script.sentences import split_sentences
from f5tts_worker.storage.results import outputs, records
from f5tts_worker.storage.voices.builtin import LocalVoice, built_in_names
from f5tts_worker.storage.voices.sent_files import audio_extension
from f5tts_worker.storage.voices.stored import PREFIX


async def speak(request: TtsRequest, job: Job, tools: Tools) -> dict[str, Any]:
    """Say the text in the voice: speech, word timings and subtitles, all stored. Returns the answer."""
    check_model(tools.settings, request.model)
    check_signing(tools.settings)
    speech_file = job.folder / "speech.wav"
    with job.stage("voice"):
        cast = await find_cast(request, job, tools)
        request = with_defaults(request, cast)
        language = request.language or tools.settings.aligner_language
        if not request.any_language:
            check_language(tools.settings, request.model, language, request.text)
        turns = await job.in_thread(directed_turns, request, cast, language, tools)
        await job.in_thread(check_takes, request, turns, language)
    session = await tools.readiness.ready(request.model, language if request.is_heard else None, job)
    if request.takes and not request.is_heard:
        session = await with_aligner(language, session)
    references = await prepare_voices(cast, request.language, language, session)
    seed = draw_seed(job) if request.seed is None else request.seed
    parts = await job.in_thread(parts_of, turns, cast, references, language)
    sentences = sentences_of(parts)
    longest = response.longest_ms(tools.store, request.output_format, request.sample_rate)
    first = parts[0]
    task = Task(
        request, sentences, first.reference, language, seed, speech_file, longest, first.turn.respellings
    )
    spoken = await say(task, parts, session)
    speech, words = spoken.speech, spoken.words
    with job.stage("subtitles"):
        files = await job.in_thread(
            subtitle_files, request.subtitles, words, sentences, speech["ms"], job.id, language, job.warnings
        )
    with job.stage("encode"):
        encoded, sample_rate = await encode(spoken.audio or speech_file, request, session)
    audio, is_signed = await sign(encoded, request, session)
    for reference in references.values():
        job.warnings += reference["warnings"]
    job.warnings += speech["warnings"]
    outcome = outputs.Outcome(
        job_id=job.id,
        endpoint="dub" if isinstance(request, DubRequest) else "tts",
        duration_ms=speech["ms"],
        sample_rate=sample_rate,
        text=request.text,
        audio=audio,
        audio_format=request.output_format,
        **timings(request, words, sentences),
        subtitles=files,
        voice=first.voice,
        model=request.model,
        seed=seed,
        language=language,
        consent=request.consent,
        expires_in=request.expires_in,
        retried=spoken.retried,
        marked={"tag": True, "watermark": speech.get("watermark", False), "manifest": is_signed},
    )
    return await keep(outcome, job, tools)


async def dub(request: DubRequest, job: Job, tools: Tools) -> dict[str, Any]:
    """Say subtitles, each cue at its time; fetch them first if need be. Returns the answer."""
    return await speak(await fetch_cues(request, job, tools), job, tools)


async def align(request: AlignRequest, job: Job, tools: Tools) -> dict[str, Any]:
    """Time the words of a recording that was not made here. Returns the answer."""
    language = request.language or tools.settings.aligner_language
    recording = job.folder / "recording"
    with job.stage("fetch"):
        await fetch_file(request.audio, recording, job, tools, tools.settings.max_align_bytes)
    text = request.text
    words: Sequence[Mapping[str, Any]] | None = None
    timed = text is not None or request.word_timings or request.subtitles is not None
    is_known = timed and (text is not None or request.language is not None)
    session = await tools.readiness.ready(tools.settings.model, language if is_known else None, job)
    if text is None:
        with job.stage("transcribe"):
            heard = await transcribe(recording, request.language, session)
            text, ms, language = heard["text"], heard["ms"], request.language or heard["language"]
            if timed and not is_known:
                session = await for_heard_language(language, session)
    if timed:
        with job.stage("align"):
            characters = request.word_timings and request.timing_level == "character"
            aligned = await align_words(recording, {"text": text}, language, session, characters=characters)
            words, ms = aligned["words"], aligned["ms"]
            job.warnings += aligned["warnings"]
    with job.stage("subtitles"):
        sentences = await job.in_thread(split_sentences, text, language)
        if words and request.turns:
            words = await job.in_thread(with_voices, words, sentences, request.turns)
        files = await job.in_thread(
            subtitle_files, request.subtitles, words, sentences, ms, job.id, language, job.warnings
        )
    outcome = outputs.Outcome(
        job_id=job.id,
        endpoint="align",
        duration_ms=ms,
        sample_rate=ENGINE_RATE,
        text=text,
        **timings(request, words, sentences),
        subtitles=files,
        language=language,
        expires_in=request.expires_in,
    )
    return await keep(outcome, job, tools)


async def upload(request: UploadRequest, job: Job, tools: Tools) -> dict[str, Any]:
    """Store a voice as a pair that is ready to use. Returns the answer, which says what was changed in it."""
    recording, prepared_file = job.folder / "recording", job.folder / "prepared.wav"
    replaces, own_id = request.overwrite, job.id if job.is_named else None
    taken = built_in_names(tools.settings.model)
    await job.in_thread(tools.voices.check_free, request.name, taken, overwrite=replaces, job_id=own_id)
    await fetch_file(request.audio, recording, job, tools)
    extension = await job.in_thread(audio_extension, recording)
    if extension is None:
        known = "wav, flac, mp3, ogg, opus, m4a, mp4 or webm"
        raise WorkerError("AUDIO_UNREADABLE", f"The recording is not in a known audio format; send {known}.")
    text, mark = await reference_text(request.ref_text, job, tools), tools.voices.mark(request.name)
    voice = LocalVoice(request.name, recording, text, mark=mark)
    language = request.language or tools.settings.aligner_language
    session = await tools.readiness.ready(tools.settings.model, None, job)
    spoken = request.language if voice.text is None else language  # the transcriber can detect it
    prepared = await prepare_voice(voice, spoken, session, store_as=prepared_file)
    stored = prepared["stored"]
    source = {
        "from": came_from(request.audio),
        "format": extension,
        "seconds": stored["source_ms"] / 1000,
    }
    facts = {
        "seconds": stored["ms"] / 1000,
        "language": prepared["language"],
        "chars_per_second": prepared["chars_per_second"],
        "source": source,
        "warnings": stored["warnings"],
        **({"defaults": request.defaults} if request.defaults else {}),
        **({"consent": dict(request.consent)} if request.consent else {}),
    }
    kept = await job.in_thread(
        tools.voices.save,
        request.name,
        prepared_file,
        stored["text"],
        facts | {"job": own_id},
        overwrite=replaces,
    )
    return response.plain(
        job.id,
        voice=request.name,
        key=f"{PREFIX}{request.name}.wav",
        text=kept["text"],
        **{name: value for name, value in facts.items() if name != "warnings"},
        transcribed=prepared["transcribed"],
        changes=stored["changes"],
        warnings=[*job.warnings, *stored["warnings"]],
        usage=job.usage.told(characters=0, seconds=0, model=tools.settings.model),
    )


async def list_voices(request: ListVoicesRequest, job: Job, tools: Tools) -> dict[str, Any]:
    """List a page of voices, stored or of the model. Waits for nothing but the store."""
    check_model(tools.settings, request.model)
    builtin = builtin_voices(request.model, tools)
    listed, more = await job.in_thread(tools.voices.page, builtin, request.limit, request.cursor)
    cursor = {"next_cursor": more} if more else {}
    common: dict[str, Any] = {}
    if request.lexicons:
        common = {
            "lexicons": await job.in_thread(tools.voices.all_lexicons),
            "model": tools.settings.model,
            "language": tools.settings.aligner_language,
        }
    return response.plain(job.id, voices=listed, count=len(listed), **cursor, **common)


async def get_voice(request: GetVoiceRequest, job: Job, tools: Tools) -> dict[str, Any]:
    """Show one voice, with an address to hear it where the store has addresses."""
    check_model(tools.settings, request.model)
    builtin = builtin_voices(request.model, tools)
    voice = await job.in_thread(tools.voices.describe, request.name, builtin)
    return response.plain(job.id, voice=voice)


async def delete_voice(request: DeleteVoiceRequest, job: Job, tools: Tools) -> dict[str, Any]:
    """Delete a stored voice; everywhere, if so asked."""
    builtin = builtin_voices(tools.settings.model, tools)
    if not request.everywhere:
        await job.in_thread(tools.voices.delete, request.name, builtin)
        return response.plain(job.id, deleted=request.name)
    return await job.in_thread(forget_voice, request.name, builtin, job, tools)


async def health(_request: HealthRequest, job: Job, tools: Tools) -> dict[str, Any]:
    """Report the worker's state, immediately."""
    page = await tools.readiness.health()
    page["warnings"] = [*risks(tools.settings), *page["warnings"]]
    page["settings"] = public_view(tools.settings)
    wrong = [vars(problem) for problem in problems(page)]
    return response.plain(job.id, version=__version__, problems=wrong, **page)


async def result(request: ResultRequest, job: Job, tools: Tools) -> dict[str, Any]:
    """Return the answer of an earlier job again, also of one that failed, or the state of the job.

    Raises WorkerError NOT_FOUND if the store knows nothing of it.
    """
    job_id = records.safe_job_id(request.job_id)
    answer = await job.in_thread(waiting_answer, tools.settings, tools.store, job_id, None)
    if answer is None:
        record = await job.in_thread(records.load_result, tools.store, job_id)
        answer = record and await job.in_thread(response.success, record, tools.store)
    if answer is not None:
        return {**answer, "warnings": [*answer.get("warnings", ()), *request.warnings]}
    found = await job.in_thread(standing_of, job_id, tools.running, tools.settings, tools.store)
    if found.status == "COMPLETED":  # it has ended between the two looks
        return await result(request, job, tools)
    if found.status == "FAILED" and found.note is not None:
        return response.failure(found.note.error(), request.job_id)  # raised, it would be this job's own
    if found.status in ("QUEUED", "PROCESSING"):
        return response.plain(request.job_id, **found.shown())
    raise WorkerError(
        "NOT_FOUND", f"There is no result for the job {request.job_id!r}; results are kept under output/."
    )


async def delete_result(request: DeleteResultRequest, job: Job, tools: Tools) -> dict[str, Any]:
    """Delete what an earlier job has made."""
    return await job.in_thread(forget_result, records.safe_job_id(request.job_id), job, tools)


async def status(request: StatusRequest, job: Job, tools: Tools) -> dict[str, Any]:
    """Say how another job stands."""
    job_id = records.safe_job_id(request.job_id)
    found = await job.in_thread(standing_of, job_id, tools.running, tools.settings, tools.store)
    return response.plain(request.job_id, **found.shown())


async def warm_up(request: WarmupRequest, job: Job, tools: Tools) -> dict[str, Any]:
    """Load all that a first job would wait for."""
    check_model(tools.settings, request.model)
    language = request.language or tools.settings.aligner_language
    session = await tools.readiness.ready(request.model, language, job)
    return response.plain(job.id, **session.loaded)


Endpoint = Callable[[Any, Job, Tools], Any]

ENDPOINTS: Mapping[type, Endpoint] = {
    TtsRequest: speak,
    DubRequest: dub,
    AlignRequest: align,
    UploadRequest: upload,
    ListVoicesRequest: list_voices,
    GetVoiceRequest: get_voice,
    DeleteVoiceRequest: delete_voice,
    HealthRequest: health,
    ResultRequest: result,
    DeleteResultRequest: delete_result,
    StatusRequest: status,
    WarmupRequest: warm_up,
}
