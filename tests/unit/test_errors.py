import pickle

import pytest

from f5tts_worker.errors import CODES, WorkerError


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
