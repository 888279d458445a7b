"""One text for all spellings of a request, so that the same request sent again is seen to be the same."""

import json
import re
from typing import Any

from f5tts_worker.request.forms import as_object

DELIVERY = "pieces"  # says how the speech leaves, not what is made

# What a new signature changes in the address of the same file: S3, CloudFront, Google, Azure.
_SIGNATURE = re.compile(
    r"(?<=[?&])(?:X-Amz-[^=&]*|X-Goog-[^=&]*|Signature|Expires|AWSAccessKeyId|GoogleAccessId|Key-Pair-Id|Policy"
    r"|sig|se|st|spr|skt|ske)=[^&]*&?",
    re.IGNORECASE,
)


def canonical(job_input: object) -> str:
    """Return a job's input as JSON: options beside the rest, keys in order, 1.0 as 1, no null.

    An input that stands in another one's `input`, or in a text, is the same. Addresses stand without their
    signatures, which are new each time that a client asks for one.
    """
    data = as_object(json.loads(json.dumps(job_input), parse_float=_number))
    if isinstance(data, dict):
        data = _merged(data)
    return json.dumps(data, sort_keys=True)


def _merged(data: dict[str, Any]) -> dict[str, Any]:
    options = data.pop("options", None)
    rows = (data, options if isinstance(options, dict) else {"options": options})
    given = {
        name: _unsigned(name, value)
        for row in rows
        for name, value in row.items()
        if value is not None and name != DELIVERY
    }
    return {"endpoint": "tts", **given}


def _unsigned(name: str, value: object) -> object:
    if isinstance(value, str) and name.endswith("_url"):
        return _SIGNATURE.sub("", value).rstrip("?&")
    return value


def _number(text: str) -> int | float:
    """Read a number so that 1.0 is 1: JSON writers choose either."""
    number = float(text)
    return int(number) if number.is_integer() else number
