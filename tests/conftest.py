"""What is tried: the same cases every time, well chosen; with `--exhaustive`, all that there are."""

import gc

from hypothesis import HealthCheck, settings

gc.disable()  # imports leave no garbage: until the tests are collected, a fifth of the time went into looking
# That the machine is busy is no failure.
UNHURRIED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("ordinary", derandomize=True, database=None, max_examples=50, **UNHURRIED)
settings.register_profile("exhaustive", max_examples=2000, **UNHURRIED)


def pytest_addoption(parser):
    text = "also run the tests marked so, and forty times as many generated examples, other ones each time"
    parser.addoption("--exhaustive", action="store_true", help=text)


def pytest_configure(config):
    settings.load_profile("exhaustive" if config.getoption("--exhaustive") else "ordinary")


def pytest_collection_finish():
    """Leave what was imported out of each later search for garbage, and search a tenth as often."""
    gc.enable()
    gc.collect()
    gc.freeze()
    gc.set_threshold(7_000, 10, 10)


def pytest_collection_modifyitems(config, items):
    if not config.getoption("--exhaustive"):
        config.hook.pytest_deselected(items=[item for item in items if is_exhaustive(item)])
        items[:] = [item for item in items if not is_exhaustive(item)]


def is_exhaustive(item):
    return item.get_closest_marker("exhaustive") is not None
