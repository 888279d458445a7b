"""Figures of errors and of scores."""

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def percentiles(errors: Sequence[float] | Floats) -> str:
    """Return the median and the 95th percentile of how large errors are, in milliseconds."""
    if not len(errors):
        return "-"
    median, high = np.percentile(np.abs(errors), [50, 95])
    return f"{median:.1f}, {high:.1f}"


def worse(errors: Floats, others: Floats) -> str:
    """Return the percentiles at which errors are larger than others, and by how many milliseconds at most."""
    places = np.arange(1, 101)
    apart = np.percentile(np.abs(errors), places) - np.percentile(np.abs(others), places)
    found = [str(place) for place, more in zip(places, apart, strict=True) if more > 0]
    return f"{', '.join(found)} (by {apart.max():.1f} ms at most)" if found else "none"


def roc_area(right: Sequence[float] | Floats, wrong: Sequence[float] | Floats) -> float:
    """Return the share of pairs in which the right one has the higher score; equal ones count half.

    That is the area under the receiver operating characteristic (Hanley and McNeil, 1982).
    """
    values, places, counts = np.unique([*right, *wrong], return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[places][: len(right)]
    area = (ranks.sum() - len(right) * (len(right) + 1) / 2) / (len(right) * len(wrong))
    return float(area) if len(values) else float("nan")


def reliability(right: Floats, wrong: Floats, edges: Sequence[float]) -> list[tuple[int, float]]:
    """Return, between edges, how many scores there are, and which share is right if half of all words are."""
    rows = []
    for low, high in itertools.pairwise(edges):
        good, bad = (np.mean((own >= low) & (own < high)) for own in (right, wrong))
        count = int(np.sum((right >= low) & (right < high)) + np.sum((wrong >= low) & (wrong < high)))
        rows.append((count, float(good / (good + bad)) if count else float("nan")))
    return rows
