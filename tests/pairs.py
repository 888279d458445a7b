"""Which cases of a table, and which pairs of two, the ordinary run tries."""

from collections.abc import Iterable
from typing import Any

import pytest


def ordinarily(cases: Iterable[Any], *chosen: Any) -> list[Any]:
    """Return all cases of a table; but for those that are chosen, they are exhaustive."""
    cases = list(cases)
    assert set(chosen) <= set(cases), "a case was renamed"
    return [pytest.param(case, marks=[] if case in chosen else pytest.mark.exhaustive) for case in cases]


def each_once(many: Iterable[Any], few: Iterable[Any]) -> list[Any]:
    """Return all pairs; but for one of each of the many, with the few in turn, they are exhaustive."""
    few = list(few)
    return [
        pytest.param(one, other, marks=[] if number % len(few) == at else pytest.mark.exhaustive)
        for number, one in enumerate(many)
        for at, other in enumerate(few)
    ]
