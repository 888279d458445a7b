"""What `f5tts check` says of its cost, before it sends anything."""

import re

from f5tts_worker.client.check.orders import cost
from f5tts_worker.client.check.paces import orders


def test_paces_are_in_the_cost():
    """Each is one more job that speaks, and one that listens."""
    numbers = [list(map(int, re.findall(r"\d+", cost(10.0, 600, paces)))) for paces in (0, 5)]
    assert len(list(orders())) == 5
    assert numbers[1][0] == numbers[0][0] + 10
    assert numbers[1][1] > 2 * numbers[0][1]


def test_paces_differ_in_nothing_else():
    """The same text and seed at each speed, both ways."""
    asked = [order for _, order in orders()]
    assert len({(order["text"], order["seed"], order["sample_rate"]) for order in asked}) == 1
    ways = {(order.get("speed"), order.get("pace_by")) for order in asked}
    assert ways == {(None, None)} | {(speed, way) for speed in (0.8, 1.25) for way in ("model", "stretching")}
