"""Formulas that several languages write alike, as patterns; each says them in its own words."""

# ruff: noqa: RUF001 - signs of sets are meant

# Probabilities and expectations: "P(A) = 0.3", "P(A|B) <".
PROBABILITY = r"(?<![\w().&-])[PE](?P<open>\()(?=[A-Z](?: ?[|∩∪] ?[A-Z])?\) ?[=≈<>≤≥])"
# The absolute value of a number, a letter or a term, that is compared: "|x - 2| < 3".
ABSOLUTE_VALUE = (
    r"(?<![\w|])(?P<open>\|)(?:[a-z]|-?\d{1,4}|[a-z] ?(?:\+|(?P<minus>-)) ?(?:\d{1,3}|[a-z]))(?P<close>\|)"
    r"(?: ?(?P<sign>[<>≤≥])|(?= ?=))"
)
