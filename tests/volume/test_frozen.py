"""A worker is stopped in the middle of an installation, as FlashBoot does, and another one takes over."""

import signal

from tests.volume.workers import attempts, wait_for, works

from f5tts_worker.bootstrap import Recipe, ensure, find
from f5tts_worker.volume import lease

SHORT = 3.0
SHORT_LEASE = f"--lease={SHORT}"


def waiting_check(folder, name):
    """Make the check of a worker that never comes to its end before it is let go."""
    check = folder / f"{name}.py"
    go = folder / f"{name}.go"
    check.write_text(
        f"import pathlib, time\npathlib.Path({str(folder / name)!r}).touch()\n"
        f"while not pathlib.Path({str(go)!r}).exists(): time.sleep(0.05)\n"
    )
    return check, go


def test_a_thawed_holder_leaves_the_work_to_its_heir(crowd, releases, settings, envs, tmp_path):
    """It notices that it counted as dead, throws its own attempt away, and takes what the other publishes."""
    recipe = releases.next()
    (first, _), (second, go) = (waiting_check(tmp_path, name) for name in ("first", "second"))
    holder = crowd.worker(Recipe(recipe.lock, first, bytes_needed=0), SHORT_LEASE)
    wait_for((tmp_path / "first").exists)
    (held,) = attempts(envs)
    holder.send_signal(signal.SIGSTOP)
    heir = crowd.worker(Recipe(recipe.lock, second, bytes_needed=0), SHORT_LEASE)
    wait_for((tmp_path / "second").exists)
    (building,) = {*attempts(envs)} - {held}
    marker = envs / f".building-{recipe.key}"
    taken = marker.read_text()
    holder.send_signal(signal.SIGCONT)
    wait_for(lambda: attempts(envs) == [building])
    assert (marker.read_text(), holder.poll()) == (taken, None)
    go.touch()
    printed = [worker.communicate()[0].strip() for worker in (holder, heir)]
    found = find(settings, recipe)
    assert printed == [str(found.python)] * 2
    assert (found.folder, held.exists()) == (building, False)
    assert works(found)


def test_a_thawed_holder_finds_the_work_done(crowd, releases, settings, envs, tmp_path, monkeypatch):
    """What another worker has published in the meantime stays as it is, and is used."""
    recipe = releases.next()
    first, _ = waiting_check(tmp_path, "first")
    holder = crowd.worker(Recipe(recipe.lock, first, bytes_needed=0), SHORT_LEASE)
    wait_for((tmp_path / "first").exists)
    holder.send_signal(signal.SIGSTOP)
    monkeypatch.setattr(lease, "LEASE_SECONDS", SHORT)
    monkeypatch.setattr(lease, "HEARTBEAT_SECONDS", SHORT / 6)
    found = ensure(settings, recipe=recipe)  # its heir's
    pointer = envs / f"{recipe.key}.json"
    published = pointer.stat()
    holder.send_signal(signal.SIGCONT)
    assert holder.communicate()[0] == f"{found.python}\n"
    assert pointer.stat() == published
    assert attempts(envs) == [found.folder]
