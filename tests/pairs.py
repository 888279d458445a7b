"""Which pairs of two tables the ordinary run tries."""

from collections.abc import Iterable
from typing import Any

import pytest


def each_once(many: Iterable[Any], few: Iterable[Any]) -> list[Any]:
    """Return all pairs; but for one of each of the many, with the few in turn, they are exhaustive."""
    few = list(few)
    return [
        pytest.param(one, other, marks=[] if number % len(few) == at else pytest.mark.exhaustive)
        for number, one in enumerate(many)
        for at, other in enumerate(few)
    ]
