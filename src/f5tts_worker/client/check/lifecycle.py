"""Jobs that belong together: a voice's life, a job and its cancel, many jobs at once."""

import time
import uuid

from f5tts_worker.client.check.judging import judge_speech
from f5tts_worker.client.check.orders import LONG, MANY, SHORT, speech
from f5tts_worker.client.check.sending import Sender
from f5tts_worker.client.check.truth import Recording
from f5tts_worker.client.check.verdict import Verdict
from f5tts_worker.running_time import running_time

DONE_ANYWAY_SECONDS = 2.0  # a job that ends so soon after its cancel may have been done already
NOBODYS = {"who": "nobody", "when": "2026-11-20", "how": "the voice of a speech synthesiser"}
BUSY = ("PROCESSING", "QUEUED")


def upload_a_voice(sender: Sender, voice: Recording, verdict: Verdict, *, needs_consent: bool) -> None:
    """Store a voice, speak with it, and delete it, whatever happens in between.

    Earlier workers know no consent, so it is sent only to those that insist on it.
    """
    name = f"f5tts-check-{uuid.uuid4().hex[:12]}"
    order = {
        "endpoint": "upload",
        "voice_name": name,
        "voice_file_base64": voice.base64,
        "ref_text": voice.text,
        **({"consent": NOBODYS} if needs_consent else {}),
    }
    stored = sender.run("upload", order)
    verdict.judge("upload", "the voice is stored", stored.failure)
    if stored.answer is None:
        return
    try:
        judge_speech(sender.run("speech in the uploaded voice", speech(SHORT, local_voice=name)), verdict)
    finally:
        gone = sender.run("delete the voice", {"endpoint": "delete_voice", "voice_name": name})
        left = f"{gone.failure}; `f5tts delete {name}` deletes it"
        verdict.judge(gone.name, "the voice is gone", left if gone.failure else "")


def cancel_one(sender: Sender, rate: float, verdict: Verdict) -> None:
    """Cancel a job that is at work: the queue must say so, and its worker must stop.

    `rate` is the seconds of work per second of speech.
    """
    job = sender.send("cancel", speech(f"{LONG} {LONG}", output_format="opus"))
    sender.follow([job], until=lambda one: one.state.get("status") == "IN_PROGRESS")
    time.sleep(min(1.0, 5 * rate))  # into the work, which is 60 s of speech
    asked = running_time()
    sender.cancel(job)
    end = asked + sender.patience.cancelled
    sender.follow([job], until=lambda _: running_time() > end)
    took = running_time() - asked
    if job.answer is not None and took < DONE_ANYWAY_SECONDS:
        verdict.notes.append("Cancelling was not judged: the job was done before it could be stopped.")
        return
    heeded = "CANCELLED" in (job.state.get("status"), job.failure.partition(":")[0])
    state = job.lost or f"{took:.0f} s later the job is {job.state.get('status')}"
    verdict.judge("cancel", "a cancelled job ends", "" if heeded else f"the cancel was not heeded: {state}")
    if heeded:
        verdict.figures["cancelled after, s"] = f"{took:.1f}"
        _await_stop(sender, job.job_id, verdict)


def _await_stop(sender: Sender, job_id: str, verdict: Verdict) -> None:
    """Ask the worker itself: RunPod's queue calls a job cancelled whether or not its worker has stopped."""
    end, state = running_time() + sender.patience.cancelled, BUSY[0]
    while state in BUSY and running_time() < end:
        told = sender.run("the cancelled job's status", {"endpoint": "status", "job_id": job_id})
        state = str((told.answer or {}).get("status"))
    fault = f"the cancel was not heeded by the worker: its `status` still says {state}"
    verdict.judge("cancel", "its worker stops", fault if state in BUSY else "")


def send_many(sender: Sender, verdict: Verdict) -> None:
    """Send eight jobs at once, and judge the answer of each."""
    begun = running_time()
    jobs = [
        sender.send(f"at once: {number}", speech(text, quality="fast")) for number, text in enumerate(MANY, 1)
    ]
    sender.follow(jobs)
    took = running_time() - begun
    sounds = [sound for job in jobs if (sound := judge_speech(job, verdict))]
    if len(sounds) == len(MANY):
        ends = sorted(job.seconds for job in jobs)
        verdict.figures["8 at once: first and last answer, s"] = f"{ends[0]:.1f}, {ends[-1]:.1f}"
        spoken = sum(sound.ms for sound in sounds) / 1000
        verdict.figures["8 at once: seconds of speech per second"] = f"{spoken / took:.2f}"
