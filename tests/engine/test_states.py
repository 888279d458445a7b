"""The table of states and the words for an end."""

import pytest

from f5tts_worker.supervisor.states import NEXT, State, end_of, guarded


@pytest.mark.parametrize("now", State)
@pytest.mark.parametrize("to", State)
def test_the_guard_lets_only_the_table_pass(now, to):
    """A step is made if the table has it, and refused loudly otherwise."""
    if to in NEXT[now]:
        assert guarded(now, to) is to
    else:
        with pytest.raises(RuntimeError, match=f"from {now.value} to {to.value}"):
            guarded(now, to)


def test_every_started_engine_can_die_and_none_comes_back():
    """An engine can die in any state from STARTING on; nothing follows on DEAD but a new engine."""
    assert {now for now in State if State.DEAD in NEXT[now]} == set(State) - {State.NEW, State.DEAD}
    assert not NEXT[State.DEAD]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (0, "it exited with code 0"),
        (70, "it exited with code 70"),
        (-11, "it was killed by SIGSEGV"),
        (-9, "it was killed by SIGKILL, as happens when memory runs out"),
        (None, "it does not end even when killed"),
    ],
)
def test_an_end_is_told_in_words(code, words):
    """Exit codes and signals are named; SIGKILL carries its likeliest cause."""
    assert end_of(code) == words
