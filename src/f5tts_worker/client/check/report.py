"""The report: what held, what did not, the figures beside ours, and the device, as Markdown."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from f5tts_worker.client.check.outcome import Outcome
from f5tts_worker.client.check.verdict import Verdict
from f5tts_worker.client.output.display import visible

# The demo model on a CPU, as docs/BENCHMARKS.md has it.
OURS: Mapping[str, str] = {
    "first answer of a worker, s": "0.3",
    "first speech, from the start, s": "7.7",
    "warm answer, 5 s of speech, s": "7.7",
    "real-time factor, warm": "1.52",
    "bytes of that answer": "314,046",
    "short answer (16 kHz), s": "4.2",
    "word times of flite-slt, ms: starts, median and 95th percentile": "6, 25",
    "word times of flite-slt, ms: ends, median and 95th percentile": "9, 45",
    "word times of flite-rms, ms: starts, median and 95th percentile": "6, 24",
    "word times of flite-rms, ms: ends, median and 95th percentile": "7, 43",
    "word times of espeak-ng, ms: starts, median and 95th percentile": "14, 220",
    "word times of espeak-ng, ms: ends, median and 95th percentile": "12, 220",
    "real-time factor, long": "1.28",
    "cancelled after, s": "0.0",
    "8 at once: first and last answer, s": "4.1, 15.6",
    "8 at once: seconds of speech per second": "1.09",
}


def report(
    place: str, date: str, health: Mapping[str, Any], outcomes: Sequence[Outcome], verdict: Verdict
) -> str:
    """Return the whole report."""
    faults = verdict.faults
    head = (
        f"{len(faults)} of {len(verdict.claims)} claims did not hold."
        if faults
        else f"All {len(verdict.claims)} claims held."
    )
    parts = [
        f"# Check of {place}",
        f"{date}. {head}",
        *_device(health),
        *_faults(verdict),
        *_figures(verdict),
    ]
    return "\n\n".join([*parts, *_jobs(outcomes), *_held(verdict)]) + "\n"


def _device(health: Mapping[str, Any]) -> Iterator[str]:
    if not health:
        return
    gpus = (health.get("gpu") or {}).get("gpus") or ()
    named = [f"{gpu.get('name')}, driver {gpu.get('driver')}" for gpu in gpus]
    device = "; ".join(named) or "no GPU: the worker speaks on the CPU"
    settings = health.get("settings") or {}
    yield (
        f"Device: {visible(device)}. Worker {visible(health.get('version'))}, model "
        f"`{visible(settings.get('model'))}`, language `{visible(settings.get('aligner_language'))}`."
    )


def _faults(verdict: Verdict) -> Iterator[str]:
    yield "## What did not hold"
    yield (
        _table("job", "should be so", "but", rows=[(c.job, c.what, c.fault) for c in verdict.faults])
        or "Nothing."
    )
    if verdict.notes:
        yield "\n".join(f"* {visible(note)}" for note in verdict.notes)


def _figures(verdict: Verdict) -> Iterator[str]:
    yield "## Figures"
    rows = [(name, value, OURS.get(name, "")) for name, value in verdict.figures.items()]
    yield _table("", "this endpoint", "the demo model on a CPU (docs/BENCHMARKS.md)", rows=rows)


def _jobs(outcomes: Sequence[Outcome]) -> Iterator[str]:
    paid = sum(job.worked for job in outcomes)
    yield "## Jobs"
    yield f"Their seconds at work add up to {paid:.0f}; those of the eight jobs sent at once overlap."
    rows = [
        (
            job.name,
            "lost" if job.lost else str(job.state.get("status")),
            f"{job.seconds:.1f}",
            f"{job.worked:.1f}",
            f"{job.size:,}",
        )
        for job in outcomes
    ]
    yield _table("job", "end", "seconds", "of them at work", "bytes", rows=rows)


def _held(verdict: Verdict) -> Iterator[str]:
    yield "## What held"
    jobs: dict[str, list[str]] = {}
    for claim in verdict.claims:
        if not claim.fault:
            jobs.setdefault(claim.what, []).append(claim.job)
    rows = [(what, ", ".join(names)) for what, names in jobs.items()]
    yield _table("is so", "of", rows=rows) or "Nothing."


def _table(*heads: str, rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(
        "| " + " | ".join(visible(cell).replace("|", "\\|") for cell in line) + " |" for line in lines
    )
