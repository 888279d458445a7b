"""Jobs of the local API, with jobs of our own that end as the test says."""

import asyncio

import pytest

from f5tts_worker.http import local_jobs
from f5tts_worker.http.local_jobs import LocalJobs


def until_done(orders, look, answer=None):
    """Start a job per order; look at them when each has ended. A job gives its order back, or `answer`."""

    async def run(job):
        await asyncio.sleep(0)
        given = job["input"]
        if isinstance(given, Exception):
            raise given
        return {"output": given} if answer is None else answer

    async def main():
        jobs = LocalJobs(run)
        ids = []
        for order in orders:
            job_id = jobs.begin(order)
            assert jobs.state(job_id) == {"id": job_id, "status": "IN_PROGRESS"}
            await jobs.wait(job_id, asyncio.get_running_loop().create_future())
            ids.append(job_id)
        return look(jobs, ids)

    return asyncio.run(main())


def test_a_result_can_be_asked_for_again():
    """As from RunPod's queue, unlike the SDK's server, which forgets a job with its first answer."""
    first, again = until_done([{"text": "a"}], lambda jobs, ids: [jobs.state(ids[0]), jobs.state(ids[0])])
    assert first == again
    assert (first["status"], first["output"]) == ("COMPLETED", {"text": "a"})


def test_a_failure_keeps_its_code_and_details():
    """`output` holds them, beside the sentence in `error`, as on RunPod."""
    answer = {"error": "NOT_FOUND: no such voice", "output": {"error_code": "NOT_FOUND"}}
    state = until_done([{}], lambda jobs, ids: jobs.state(ids[0]), answer)
    assert (state["status"], state["output"], state["error"]) == (
        "FAILED",
        answer["output"],
        answer["error"],
    )


def test_a_crash_fails_the_job():
    """An exception's own words stay in the log."""
    state = until_done([ValueError("/secret/path")], lambda jobs, ids: jobs.state(ids[0]))
    assert state["status"] == "FAILED"
    assert "/secret/path" not in state["error"]


def test_unknown_jobs():
    """One that never was is None, not a job that failed."""
    assert until_done([], lambda jobs, _ids: jobs.state("local-1")) is None


@pytest.mark.parametrize(("limit", "value"), [("KEPT_S", 0.0), ("KEPT_BYTES", 150)])
def test_old_results_are_forgotten(monkeypatch, limit, value):
    """After half an hour, or when there is too much of them; never the latest one."""
    monkeypatch.setattr(local_jobs, limit, value)
    orders = [{"audio_base64": "a" * 100} for _ in range(3)]
    states = until_done(orders, lambda jobs, ids: [jobs.state(job_id) for job_id in ids])
    assert [state is not None for state in states] == [False, False, True]


def test_a_cancelled_job_has_stopped():
    """`cancel` returns when the job's own work has ended; a job that has ended stays as it is."""
    stopped = []

    async def run(job):
        try:
            await asyncio.sleep(job["input"]["seconds"])
        finally:
            stopped.append(job["id"])
        return {"output": {}}

    async def main():
        jobs = LocalJobs(run)
        slow, quick = jobs.begin({"seconds": 3600}), jobs.begin({"seconds": 0})
        await jobs.wait(quick, asyncio.get_running_loop().create_future())
        await jobs.cancel(slow)
        await jobs.cancel(quick)
        await jobs.cancel("local-unknown")
        assert stopped == [quick, slow]
        return jobs.state(slow)["status"], jobs.state(quick)["status"]

    assert asyncio.run(main()) == ("CANCELLED", "COMPLETED")
