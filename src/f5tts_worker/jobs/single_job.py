"""`python handler.py --test_input`: one job on this machine, with an answer that people can read.

The SDK prints the answer as a log line with the audio in it, or at level ERROR prints nothing.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from f5tts_worker.jobs.worker import Worker

Handler = Callable[[Mapping[str, Any]], Awaitable[dict[str, Any]]]


def is_asked_for(arguments: Sequence[str]) -> bool:
    """Say whether a command line holds `--test_input`, in either of argparse's forms."""
    return any(argument.partition("=")[0] == "--test_input" for argument in arguments)


def printing(worker: Worker) -> Handler:
    """Return the worker's handler, which also prints the answer and where its files are.

    An error is not printed here: the SDK does so, at every level.
    """

    async def handle(job: Mapping[str, Any]) -> dict[str, Any]:
        answer = await worker.handle(job)
        if "error" not in answer:
            print(readable(answer, worker.files_of(answer)), flush=True)
        return answer

    return handle


def readable(answer: Mapping[str, Any], files: Sequence[Path]) -> str:
    """Return the answer as JSON, one line per key and per word, then the files.

    What the files contain is left out: the audio and the subtitles' text.
    """
    left_out = {"audio_base64", "subtitles"} if files else {"audio_base64"}
    rows = [f"  {json.dumps(key)}: {_json(answer[key])}" for key in answer if key not in left_out]
    return "\n".join(["{", ",\n".join(rows), "}", *map(str, files)])


def _json(value: Any) -> str:
    if not (isinstance(value, list) and value and isinstance(value[0], dict)):
        return json.dumps(value, ensure_ascii=False)
    rows = ",\n".join("    " + json.dumps(row, ensure_ascii=False) for row in value)
    return f"[\n{rows}\n  ]"
