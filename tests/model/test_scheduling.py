"""Whose chunk is sampled next, what a batch holds, and that one job's fate is not another's."""

import itertools
import threading
from contextlib import ExitStack

import pytest
import torch

from f5tts_worker.engine.cancelling import Cancelled
from f5tts_worker.engine.protocol import QUEUED
from f5tts_worker.engine.speech import scheduling
from f5tts_worker.engine.speech.sampler import ChunkPlan, SampleSettings
from f5tts_worker.engine.speech.scheduling import Scheduler

CPU = torch.device("cpu")
SETTINGS = SampleSettings(steps=3)


class FakeNetwork:
    """Stands in for a model: the sampler that would run it is replaced."""

    device = CPU


class Sampling:
    """Replaces the sampler: notes each batch's chunks by their seeds, and waits to be let go where asked."""

    def __init__(self):
        self.batches, self.goes_on, self.has_begun = [], threading.Event(), threading.Event()
        self.fails = {}  # seeds whose chunk cannot be sampled
        self.goes_on.set()

    def __call__(self, network, batch, settings, report):
        self.batches.append([plan.seed for _, plan in batch])
        self.has_begun.set()
        self.goes_on.wait(60)
        for step in range(settings.steps):
            report(step + 1)
        for _, plan in batch:
            if plan.seed in self.fails:
                raise self.fails[plan.seed]
        return [torch.full((plan.frames, 1), float(plan.seed)) for _, plan in batch]


@pytest.fixture
def sampling(monkeypatch):
    replaced = Sampling()
    monkeypatch.setattr(scheduling, "sample", replaced)
    return replaced


@pytest.fixture
def scheduler(sampling):
    """Yield one whose thread has nothing left to do when the test ends, or it would take part in the next."""
    made = Scheduler()
    yield made
    sampling.goes_on.set()
    with made.order(FakeNetwork(), torch.zeros(5, 1), SETTINGS, 1, 0.0, has_listener=False) as last:
        last.add([(-1, ChunkPlan(torch.zeros(1), 10, -1))])
        last.mel(-1, quiet)


@pytest.fixture
def jobs(scheduler):
    """Make orders that live until the test ends."""
    with ExitStack() as stack:
        network = FakeNetwork()

        def order(*groups, budget=1, settings=SETTINGS, of=network, frames=10, due=0.0, listener=False):
            how = settings, budget, due
            made = stack.enter_context(scheduler.order(of, torch.zeros(5, 1), *how, has_listener=listener))
            for group in groups:
                made.add([(seed, ChunkPlan(torch.zeros(1), frames, seed)) for seed in group])
            return made

        yield order


def quiet(*_):
    pass


def hear(order, *places):
    """Return the seeds of the chunks' mels."""
    return [int(order.mel(place, quiet)[0, 0]) for place in places]


def blocked(sampling, jobs):
    """Keep the scheduler busy with one chunk, so that what comes now waits."""
    sampling.goes_on.clear()
    first = jobs([0])
    sampling.has_begun.wait(60)
    return first


def test_many_alike_are_sampled_in_order_of_arrival(sampling, jobs):
    """Of twelve jobs of two chunks, the first is done first, and so on."""
    first = blocked(sampling, jobs)
    orders = [jobs([10 * n], [10 * n + 1]) for n in range(1, 13)]
    sampling.goes_on.set()
    hear(first, 0)
    for n, order in enumerate(orders, 1):
        assert hear(order, 10 * n, 10 * n + 1) == [10 * n, 10 * n + 1]
    ends = [sampling.batches.index([10 * n + 1]) for n in range(1, 13)]
    assert ends == sorted(ends)
    assert ends[0] == 2


def test_the_oldest_is_the_one_that_is_due_first(sampling, scheduler, jobs):
    """A job whose voice took longer to prepare does not lose its place."""
    first = blocked(sampling, jobs)
    late, early = jobs([1], [2], due=9.0), jobs([3], [4], due=5.0)
    sampling.goes_on.set()
    assert hear(first, 0) + hear(late, 1, 2) + hear(early, 3, 4) == [0, 1, 2, 3, 4]
    assert sampling.batches[1:] == [[3], [4], [1], [2]]


def test_a_short_job_waits_for_two_batches_at_most(sampling, jobs):
    """However much a long one has before it; and however many short ones come, the long one gets on."""
    sampling.goes_on.clear()
    long = jobs(*([seed] for seed in range(100)))
    sampling.has_begun.wait(60)
    short = [jobs([seed]) for seed in (500, 501, 502)]
    sampling.goes_on.set()
    for order, seed in zip(short, (500, 501, 502), strict=True):
        hear(order, seed)
    assert hear(long, *range(100)) == list(range(100))
    assert sampling.batches.index([500]) <= 2
    is_short = [seed >= 500 for (seed,) in sampling.batches]
    assert not any(one and other for one, other in itertools.pairwise(is_short))


LONG = 1_000_000  # frames: hours of speech


def test_a_listener_does_not_wait_for_those_who_have_enough_to_hear(sampling, jobs):
    """Nor for jobs without a listener, which get every fourth batch."""
    first = blocked(sampling, jobs)
    plain = jobs([1], [2], [3])
    satisfied = jobs([10], [11], listener=True, frames=LONG)
    hungry = jobs([20], [21], listener=True)
    sampling.goes_on.set()
    hear(first, 0)
    hear(hungry, 20, 21)
    hear(satisfied, 10, 11)
    assert hear(plain, 1, 2, 3) == [1, 2, 3]
    order = [seed for (seed,) in sampling.batches[1:]]
    assert order[:2] == [10, 20]  # first pieces, in order of arrival
    assert order.index(21) <= 3 < order.index(11)


def test_listeners_alone_are_served_by_who_waits_first(sampling, jobs):
    """Each gets its first chunk before any gets its second."""
    first = blocked(sampling, jobs)
    orders = [jobs([10 * n], [10 * n + 1], [10 * n + 2], listener=True) for n in range(1, 7)]
    sampling.goes_on.set()
    hear(first, 0)
    for n, order in enumerate(orders, 1):
        hear(order, 10 * n, 10 * n + 1, 10 * n + 2)
    for turn in range(3):
        batches = sampling.batches[1 + 6 * turn : 7 + 6 * turn]
        assert batches == [[10 * n + turn] for n in range(1, 7)]


def test_a_batch_takes_a_chunk_of_each_and_fills_up_from_the_oldest(sampling, jobs):
    """Within its frames, and never beyond what would be one batch of a job alone."""
    first = blocked(sampling, jobs)
    old, young, third = (jobs([n, n + 1, n + 2], [n + 3], budget=50) for n in (10, 20, 30))
    sampling.goes_on.set()
    hear(first, 0)
    assert hear(old, 10, 11, 12, 13) == [10, 11, 12, 13]
    hear(young, 20, 21, 22, 23)
    hear(third, 30, 31, 32, 33)
    assert sorted(sampling.batches[1]) == [10, 11, 12, 20, 30]


def test_a_job_alone_has_its_own_batches(sampling, jobs):
    """They are its groups, whatever it takes when: so its bits are the same every time."""
    order = jobs([1, 2, 3], [4], [5, 6], budget=100)
    assert hear(order, 1, 2, 3, 4, 5, 6) == [1, 2, 3, 4, 5, 6]
    assert sampling.batches == [[1, 2, 3], [4], [5, 6]]


@pytest.mark.parametrize("how", [{"settings": SampleSettings(steps=4)}, {"of": FakeNetwork()}, {"budget": 1}])
def test_only_what_is_alike_shares_a_batch(sampling, jobs, how):
    """Another number of steps, another model, or a job that is short of memory: by themselves."""
    first = blocked(sampling, jobs)
    one, other = jobs([1], budget=100), jobs([2], **{"budget": 100, **how})
    sampling.goes_on.set()
    hear(first, 0)
    assert hear(one, 1) + hear(other, 2) == [1, 2]
    assert [1, 2] not in sampling.batches


def test_a_chunk_that_fails_costs_its_own_job_alone(sampling, jobs):
    """Its neighbours in the batch are sampled again, each by itself."""
    first = blocked(sampling, jobs)
    bad, good = jobs([1], budget=100), jobs([2], budget=100)
    sampling.fails = {1: torch.OutOfMemoryError("CUDA out of memory")}
    sampling.goes_on.set()
    hear(first, 0)
    with pytest.raises(torch.OutOfMemoryError):
        hear(bad, 1)
    assert hear(good, 2) == [2]
    assert sampling.batches[1:] == [[1, 2], [1], [2]]


def test_a_job_that_leaves_costs_the_others_nothing(sampling, scheduler):
    """Its chunks are dropped; a batch that is nobody's any more ends at its next step."""
    network, plan = FakeNetwork(), ChunkPlan(torch.zeros(1), 10, 7)
    sampling.goes_on.clear()
    with scheduler.order(network, torch.zeros(5, 1), SETTINGS, 1) as leaving:
        leaving.add([(0, plan)])
        leaving.add([(1, plan)])
        sampling.has_begun.wait(60)
        stays = scheduler.order(network, torch.zeros(5, 1), SETTINGS, 1)
        order = stays.__enter__()
        order.add([(0, ChunkPlan(torch.zeros(1), 10, 8))])
    sampling.goes_on.set()
    assert hear(order, 0) == [8]
    stays.__exit__(None, None, None)
    assert sampling.batches == [[7], [8]]


def test_progress_tells_waiting_from_sampling_and_can_stop_the_wait(sampling, jobs):
    """A job hears of its own steps, and that it waits while others have their turn."""
    first = blocked(sampling, jobs)
    second, told = jobs([1]), []

    def note(*progress):
        told.append(progress)
        if progress[0] == QUEUED:
            sampling.goes_on.set()

    second.mel(1, note)
    assert told[0] == (QUEUED, 0, 1)
    assert told[-1] == ("sampling", 3, 3)
    hear(first, 0)

    def stop(*_):
        raise Cancelled

    sampling.goes_on.clear()
    third = jobs([2])
    with pytest.raises(Cancelled):
        third.mel(2, stop)
    sampling.goes_on.set()


def test_a_job_does_not_run_far_ahead_of_what_is_made_of_it(sampling, jobs, monkeypatch):
    """Mels that nobody has taken have a limit; another job's chunks are sampled meanwhile."""
    monkeypatch.setattr(scheduling, "_FRAMES_AHEAD", 20)
    slow = jobs(*([seed] for seed in range(10)))
    other = jobs([50], [51])
    assert hear(other, 50, 51) == [50, 51]
    assert len(sampling.batches) <= 5
    assert hear(slow, *range(10)) == list(range(10))


def test_a_middle_job_is_not_passed_by_for_ever(sampling, jobs):
    """Neither the oldest nor the shortest, and unlike both: it gets on while short ones keep coming."""
    sampling.goes_on.clear()
    jobs(*([seed] for seed in range(1000)))
    sampling.has_begun.wait(60)
    jobs([2000], [2001], [2002], [2003], [2004], settings=SampleSettings(steps=4))
    sampling.goes_on.set()
    for seed in range(5000, 5040):
        hear(jobs([seed]), seed)
    assert [2004] in sampling.batches


def test_a_chunk_that_is_wanted_first_is_sampled_first(sampling, jobs, monkeypatch):
    """Added late, with more mels ahead than there may be: the job that waits for it gets it."""
    monkeypatch.setattr(scheduling, "_FRAMES_AHEAD", 20)
    order = jobs(*([seed] for seed in range(1, 10)))
    while len(sampling.batches) < 2:
        sampling.has_begun.wait(60)
    order.add([(0, ChunkPlan(torch.zeros(1), 10, 77))], first=True)
    assert hear(order, 0) == [77]
    assert hear(order, *range(1, 10)) == list(range(1, 10))


def test_a_fault_of_sampling_is_in_the_log_with_its_place(sampling, jobs, capfd):
    """The job's own thread only hears of it."""
    sampling.fails = {1: ValueError("shapes differ")}
    with pytest.raises(ValueError, match="shapes differ"):
        hear(jobs([1]), 1)
    said = capfd.readouterr().err
    assert "in __call__" in said
    assert "shapes differ" in said


def test_an_error_beside_sampling_leaves_nobody_waiting(sampling, jobs, monkeypatch):
    """A GPU that is lost fails whatever is done with it; the next job finds the thread alive."""
    first = blocked(sampling, jobs)
    pair = jobs([1], budget=100), jobs([2], budget=100)
    sampling.fails = {1: RuntimeError("CUDA error"), 2: RuntimeError("CUDA error")}
    monkeypatch.setattr(torch.cuda, "is_initialized", lambda: True)
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: (_ for _ in ()).throw(KeyError("lost")))
    sampling.goes_on.set()
    hear(first, 0)
    for order, seed in zip(pair, (1, 2), strict=True):
        with pytest.raises((RuntimeError, KeyError)):
            hear(order, seed)
    sampling.fails = {}
    assert hear(jobs([3]), 3) == [3]
