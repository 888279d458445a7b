import ast
import pickle
from pathlib import Path

import pytest

import f5tts_worker
from f5tts_worker.errors import CODES, WorkerError, fault

SOURCES = Path(f5tts_worker.__file__).parent


@pytest.mark.parametrize("code", CODES)
def test_an_error_survives_the_pipe_and_pickling(code):
    """Code, message, details and retryability come out as they went in."""
    error = WorkerError(code, "a sentence", {"field": 1})
    for copy in (WorkerError.from_dict(error.as_dict()), pickle.loads(pickle.dumps(error))):
        assert (copy.code, copy.message, copy.details) == (code, "a sentence", {"field": 1})
        assert copy.retryable is CODES[code]


def test_unknown_codes():
    """Our own code cannot invent a code; a stranger's becomes INTERNAL."""
    with pytest.raises(ValueError, match="NO_SUCH"):
        WorkerError("NO_SUCH", "x")
    assert WorkerError.from_dict({"code": "NO_SUCH", "message": "x"}).code == "INTERNAL"
    assert WorkerError.from_dict({}).message == "no message"


def test_a_fault_is_a_sentence_and_a_row():
    """For people and for programs, with what else a program may want to know."""
    error = fault("speed", "is 9", "a number from 0.3 to 3", asked=9)
    assert str(error) == "INVALID_REQUEST: speed is 9; expected a number from 0.3 to 3."
    row = {"field": "speed", "problem": "is 9", "expected": "a number from 0.3 to 3"}
    assert error.details == {"faults": [row], "asked": 9}


@pytest.mark.parametrize("path", sorted(SOURCES.rglob("*.py")), ids=lambda path: path.stem)
def test_no_request_is_refused_without_its_faults(path):
    """Wherever INVALID_REQUEST is raised, `details.faults` is there: a program reads nothing else."""
    for call in (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)):
        codes = [number for number, given in enumerate(call.args) if _is_refusal(given)]
        if not codes or not isinstance(call.func, ast.Name) or call.func.id not in ("WorkerError", "Fault"):
            continue
        details = call.args[codes[0] + 2 :]
        keys = details[0].keys if details and isinstance(details[0], ast.Dict) else []
        named = [key.value for key in keys if isinstance(key, ast.Constant)]
        assert "faults" in named, f"{path.name}, line {call.lineno}"


def _is_refusal(given):
    return isinstance(given, ast.Constant) and given.value == "INVALID_REQUEST"
