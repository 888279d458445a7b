"""Building PyTorch modules without random values that a weights file would replace immediately."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partialmethod
from typing import Any

import torch

from f5tts_worker.engine.cancelling import undivided

_PATCHED = threading.RLock()
_FILLERS = (
    "constant_",
    "kaiming_normal_",
    "kaiming_uniform_",
    "normal_",
    "ones_",
    "trunc_normal_",
    "uniform_",
    "xavier_normal_",
    "xavier_uniform_",
    "zeros_",
)


@contextmanager
def skip_init() -> Iterator[None]:
    """Leave parameters as they are allocated, and take those of a state that is loaded as they are.

    Memory that is never written to is not used. `torch.device("meta")` would spare the addresses too, but
    arithmetic on that device is written in Python, and its first use imports PyTorch's compiler: 880 modules
    and a second of CPU time.
    """
    with undivided(), _PATCHED:  # PyTorch is everybody's
        fillers = {name: getattr(torch.nn.init, name) for name in _FILLERS}
        load = torch.nn.Module.load_state_dict
        vars(torch.nn.init).update(dict.fromkeys(_FILLERS, _leave))
        torch.nn.Module.load_state_dict = partialmethod(load, assign=True)
        try:
            yield
        finally:
            vars(torch.nn.init).update(fillers)
            torch.nn.Module.load_state_dict = load


def _leave(tensor: Any, *_arguments: Any, **_options: Any) -> Any:
    return tensor
