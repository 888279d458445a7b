"""A worker dies on another machine, where nobody here can look whether it lives: its lease runs out."""

import random
import threading
import time

import pytest
from tests.volume.workers import attempts, kill, wait_for, works

from f5tts_worker.bootstrap import Recipe, find
from f5tts_worker.volume import lease

SHORT_LEASE = 3.0  # where the suite has to be quick


@pytest.fixture
def holds(tmp_path):
    """Make the check of a worker that never comes to its end: it holds the lease until it is killed."""
    check = tmp_path / "holds.py"
    check.write_text("import time\ntime.sleep(3600)\n")
    return check


def outlive(crowd, recipe, holds, envs, options):
    """Let a worker elsewhere take the lease and die; return how long another one waited from then on."""
    holder = crowd.worker(Recipe(recipe.lock, holds, bytes_needed=0), "--host=elsewhere", *options)
    wait_for(lambda: list(envs.glob(f"{recipe.key}-*")))
    heir = crowd.worker(recipe, "--host=here", *options)
    time.sleep(random.SystemRandom().uniform(1, 6))  # at any time since its last heartbeat
    assert kill(holder)
    died = time.monotonic()
    wait_for(lambda: len([path for path in attempts(envs) if path.name.startswith(recipe.key)]) > 1)
    waited = time.monotonic() - died
    assert heir.communicate()[0] != ""
    return waited


def test_holder_on_another_host_dies(crowd, releases, settings, envs, holds, tally, full, other_hosts):
    """A dead holder's lease is taken over when it has run out, within a second, and not before."""
    if not other_hosts:
        pytest.skip("another host name takes root")
    seconds, options = (lease.LEASE_SECONDS, []) if full else (SHORT_LEASE, [f"--lease={SHORT_LEASE}"])
    recipes = [releases.next() for _ in range(20 if full else 1)]
    waits = []
    threads = [
        threading.Thread(target=lambda one=one: waits.append(outlive(crowd, one, holds, envs, options)))
        for one in recipes
    ]
    for thread in threads:
        thread.start()
        time.sleep(1.5)  # so that they do not take each other's processor when it counts
    for thread in threads:
        thread.join()
    assert len(waits) == len(recipes)
    assert all(works(find(settings, recipe)) for recipe in recipes)
    if full:
        assert max(waits) <= seconds + 1
        tally.notes["host"] = f"after {min(waits):.1f} to {max(waits):.1f} s of a lease of {seconds:.0f} s"
    tally("host", holders=len(waits))
