"""What makes the engine's start quick, and that it changes nothing."""

import gc
import inspect
import json
import linecache
import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from tests.model.test_sampler import digest

from f5tts_worker.engine.model.skip_init import skip_init
from f5tts_worker.engine.startup import imports

SOURCES = Path(__file__).parents[2] / "src"
ALIGNER = SOURCES / "f5tts_worker" / "demo" / "aligner"
LOAD = """
import json, sys
import numpy as np
from f5tts_worker.engine.model import upstream
upstream.f5(), upstream.vocos()
print(*sys.modules)
from f5tts_worker.engine.startup import imports
imports.import_everything()
from f5tts_worker.engine.model.loader import load_model
load_model(json.loads(sys.argv[1]), "cpu", probe=False)
from f5tts_worker.engine.alignment import aligner
ears = aligner.load({"language": "en", "kind": "huggingface", "path": sys.argv[2]}, "cpu")
aligner.align_text(ears, np.zeros(16000, np.float32), "Hello there")
print(*sys.modules)
from tests.model.test_sampler import digest
files = json.loads(sys.argv[1])
print(digest(*(files[name] for name in ("name", "config", "checkpoint", "vocab"))))
"""


KERNELS = ("ATEN_CPU_CAPABILITY", "ONEDNN_MAX_CPU_ISA")  # which ones are used: others round otherwise


@pytest.fixture(scope="module")
def printed(tiny_models):
    """Return what another process prints that loads a model, aligns, and samples."""
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", LOAD, json.dumps(tiny_models["newer"].files), ALIGNER],
        env={
            "PYTHONPATH": f"{SOURCES}:{SOURCES.parent}",
            "PATH": "/usr/bin:/bin",
            "OMP_NUM_THREADS": "1",
            "PYTHONHASHSEED": "1",
            **{name: os.environ[name] for name in KERNELS if name in os.environ},
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.splitlines()


def test_same_seed_same_samples_in_two_processes(tiny_models, printed):
    """Another process gives the same bits: nothing depends on what ran before or on hash seeds."""
    assert printed[2] == digest(*tiny_models["newer"].files.values())


def test_loading_and_aligning_import_only_what_they_need(printed):
    """The modules that cost seconds of CPU time, or thousands of questions to a volume, stay out.

    Once F5's and Vocos's classes are imported, no name of theirs is left, nor of what stood in for others.
    """
    first, last = ({name.partition(".")[0] for name in line.split()} for line in printed[:2])
    stood_in = {"librosa", "x_transformers", "rjieba", "pypinyin", "encodec", "wandb"}
    assert not first & {"f5_tts", "vocos", *stood_in}
    assert "torch" in last
    assert not last & {"sympy", "transformers", "librosa", "sklearn", "numba", "whisperx", "wandb", "nltk"}
    assert "torch._dynamo" not in " ".join(printed[:2]).split()


def test_what_imports_make_is_never_searched_for_garbage():
    """Neither while they run nor after them, for as long as the engine lives; what jobs make still is."""
    gc.unfreeze()
    with imports._kept_for_ever():
        assert not gc.isenabled()
    assert gc.isenabled()
    frozen = gc.get_freeze_count()
    assert frozen > 10_000
    with imports._kept_for_ever():
        later = [[] for _ in range(1000)]
    assert gc.get_freeze_count() <= frozen
    del later


def test_parameters_are_the_loaded_ones_and_fillers_come_back():
    """Inside, nothing is filled and a loaded state is taken, not copied; outside, all is as it was."""
    state = {"weight": torch.arange(6.0).reshape(2, 3), "bias": torch.tensor([1.0, 2.0])}
    with skip_init():
        layer = torch.nn.Linear(3, 2)
        layer.load_state_dict(state)
    assert layer.weight.data_ptr() == state["weight"].data_ptr()
    assert torch.equal(layer(torch.ones(1, 3)), torch.tensor([[4.0, 14.0]]))
    other = torch.nn.Linear(3, 2)
    other.load_state_dict(state)
    assert other.weight.data_ptr() != state["weight"].data_ptr()
    assert torch.nn.init.ones_(torch.empty(2)).tolist() == [1.0, 1.0]


def test_inspect_answers_frames_without_files_only_while_the_models_are_imported(monkeypatch):
    """During the import a frame's module and line come from the frame; afterwards inspect is its own."""
    own = inspect.getmodule, inspect.getframeinfo, linecache.checkcache
    frame = sys._getframe()
    expected = inspect.getmodule(frame), inspect.getframeinfo(frame, context=0)
    with imports._frames_without_files():
        monkeypatch.setattr("os.path.exists", None)  # whoever asks for a file fails
        assert inspect.getmodule(frame) is expected[0]
        info = inspect.getframeinfo(frame)
        assert (info.filename, info.function) == (expected[1].filename, expected[1].function)
        monkeypatch.undo()
    assert (inspect.getmodule, inspect.getframeinfo, linecache.checkcache) == own
