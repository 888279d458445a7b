"""The part of the protocol that is about `plan`: how long a text takes, before it is spoken."""

from typing import TypedDict


class PlanResult(TypedDict):
    """How long the voice takes for a text at its own pace, and how long it can be made to take."""

    ms: int
    shortest_ms: int
    longest_ms: int
    words: int  # that are spoken
