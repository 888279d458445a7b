"""The check's course: which jobs are sent, in which order, and what is looked at in each."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from f5tts_worker.bootstrap.weights.models import DEMO, MODELS
from f5tts_worker.client.check import hearing
from f5tts_worker.client.check.judging import judge_refusal, judge_speech, judge_time
from f5tts_worker.client.check.lifecycle import cancel_one, send_many, upload_a_voice
from f5tts_worker.client.check.orders import (
    CHARS_PER_SECOND,
    FOREIGN,
    LONG,
    REFUSALS,
    SENTENCE,
    SHORT,
    SHORT_RATE,
    SUBTITLES,
    speech,
)
from f5tts_worker.client.check.outcome import Outcome
from f5tts_worker.client.check.paces import compare_paces
from f5tts_worker.client.check.sending import Sender
from f5tts_worker.client.check.sound import Sound
from f5tts_worker.client.check.truth import Recording
from f5tts_worker.client.check.verdict import Verdict
from f5tts_worker.client.connection import OTHER_PRODUCT, JobError
from f5tts_worker.errors import CODES

OURS = ("version", "engine", "environment", "volume", "settings")  # fields of our health page
LONGEST_JOB_SECONDS = 150.0


class Course:
    """Runs the check's jobs, one after the other; with a folder for recordings, also those of other paces."""

    def __init__(
        self, sender: Sender, verdict: Verdict, recordings: list[Recording], paces: Path | None = None
    ) -> None:
        self.sender, self.verdict, self.recordings, self._folder = sender, verdict, recordings, paces
        self.health: Mapping[str, Any] = {}
        self._rate = 0.0  # seconds of work per second of speech

    def run(self) -> None:
        """Send all jobs, as long as there is time. Raises JobError, UnreachableError."""
        self._start()
        steps: dict[str, Callable[[], None]] = {
            "cold and warm": self._cold_and_warm,
            "short": self._short,
            "bad input": self._refusals,
            "a language that it does not speak": self._foreign,
            "recordings with known word times": self._recordings,
            "long": self._long,
            "upload": self._upload,
            "cancel": lambda: cancel_one(self.sender, self._rate, self.verdict),
            "8 at once": lambda: send_many(self.sender, self.verdict),
            "memory": self._memory,
        }
        if self._folder is not None:
            steps["paces"] = self._paces
        left_out = [name for name, step in steps.items() if not self._in_time(step)]
        if left_out:
            fault = f"{self.sender.patience.total:.0f} s were not enough for: {', '.join(left_out)}"
            self.verdict.judge("all", "everything is done in time", fault)

    def _upload(self) -> None:
        settings = self.health.get("settings") or {}
        needs = bool(settings.get("require_consent"))
        upload_a_voice(self.sender, self.recordings[0], self.verdict, needs_consent=needs)

    def _in_time(self, step: Callable[[], None]) -> bool:
        if self.sender.left <= 0:
            return False
        step()
        return True

    def _start(self) -> None:
        job = self.sender.run("start", {"endpoint": "health"})
        facts = job.state.get("output")
        facts = facts if isinstance(facts, dict) else {}
        code = str(facts.get("error_code") or job.failure.partition(":")[0])
        if job.lost or code in CODES:
            raise JobError(job.failure, code, retryable=False)
        if missing := [name for name in OURS if name not in facts]:
            sentence = f"this endpoint is another product: its answer to `health` has no {', '.join(missing)}"
            raise JobError(sentence, OTHER_PRODUCT, retryable=False)
        self.health = answer = facts
        self.verdict.figures["first answer of a worker, s"] = f"{job.seconds:.1f}"
        problems = [str(one.get("what")) for one in answer.get("problems") or () if one.get("serious")]
        self.verdict.judge("start", "the worker reports no serious problem", problems)

    def _speak(self, name: str, order: Mapping[str, Any]) -> tuple[Outcome, Sound | None]:
        job = self.sender.run(name, order)
        return job, judge_speech(job, self.verdict)

    def _cold_and_warm(self) -> None:
        order = speech(SENTENCE, seed=7, subtitle_format=list(SUBTITLES))
        cold, _ = self._speak("cold", order)
        warm, _ = self._speak("warm", order)
        figures = self.verdict.figures
        figures["first speech, from the start, s"] = (
            f"{cold.seconds + cold.sent - self.sender.outcomes[0].sent:.1f}"
        )
        if (answer := warm.answer) and not warm.lost:
            self._rate = float((answer.get("timings") or {}).get("real_time_factor") or 0)
            figures["warm answer, 5 s of speech, s"] = f"{warm.seconds:.1f}"
            figures["real-time factor, warm"] = f"{self._rate:.2f}"
            figures["bytes of that answer"] = f"{warm.size:,}"

    def _short(self) -> None:
        job, _ = self._speak("short", speech(SHORT, SHORT_RATE))
        if job.answer:
            self.verdict.figures["short answer (16 kHz), s"] = f"{job.seconds:.1f}"

    def _refusals(self) -> None:
        for name, (order, code) in REFUSALS.items():
            judge_refusal(self.sender.run(name, order), code, self.verdict)

    def _foreign(self) -> None:
        name = "a language that it does not speak"
        job = self.sender.run(name, speech(FOREIGN, language="ka"))
        model = (self.health.get("settings") or {}).get("model")
        if job.answer is not None and model not in (*MODELS, DEMO):
            self.verdict.notes.append(
                "Georgian was spoken: F5TTS_MODEL_LANGUAGES does not say what the checkpoint speaks."
            )
        else:
            judge_refusal(job, "UNSUPPORTED_LANGUAGE", self.verdict)

    def _recordings(self) -> None:
        """Have words timed whose times are known, and one recording transcribed."""
        pairs = []
        for one in self.recordings:
            order = {"endpoint": "align", "audio_base64": one.base64, "text": one.text, "language": "en"}
            job = self.sender.run(f"align: {one.name}", order)
            judge_time(job, self.verdict)
            pairs.append((one, hearing.times_of(job, one.text, self.verdict)))
        hearing.judge_aligner(pairs, self.verdict)

    def _long(self) -> None:
        if not self._can_be_long():
            return
        order = speech(LONG, seed=7, subtitle_format=list(SUBTITLES))
        job, sound = self._speak("long", order)
        if sound is None or (answer := job.answer) is None:
            return
        timings = answer.get("timings") or {}
        self.verdict.figures["real-time factor, long"] = f"{float(timings.get('real_time_factor') or 0):.2f}"
        spoken = sound.base64
        again = {"endpoint": "align", "audio_base64": spoken, "text": LONG, "language": "en"}
        aligned = self.sender.run("align: the long speech", again)
        hearing.judge_agreement(job, aligned, LONG, self.verdict)
        natural = self.recordings[0]
        sounds = (("the long speech", spoken, LONG), (natural.name, natural.base64, natural.text))
        for name, data, text in sounds:
            order = {"endpoint": "align", "audio_base64": data, "word_timings": False, "language": "en"}
            if not hearing.judge_heard(self.sender.run(f"hear: {name}", order), name, text, self.verdict):
                return

    def _can_be_long(self) -> bool:
        """Say whether the endpoint speaks the long text in good time, and note it where it does not."""
        expected = self._rate * len(LONG) / CHARS_PER_SECOND
        if expected <= LONGEST_JOB_SECONDS:
            return True
        self.verdict.notes.append(f"The long text was left out: it would take about {expected:.0f} s.")
        return False

    def _paces(self) -> None:
        if self._folder is not None and self._can_be_long():
            compare_paces(self.sender, self._folder, self.verdict)

    def _memory(self) -> None:
        page = self.sender.run("memory", {"endpoint": "health"}).answer
        self.health = page or self.health
        for gpu in (self.health.get("gpu") or {}).get("gpus") or ():
            used = gpu.get("memory_mib", 0) - gpu.get("free_mib", 0)
            self.verdict.figures[f"GPU memory in use, MiB ({gpu.get('name')})"] = f"{used:,}"
