"""The bucket that a job brings with it: RunPod's `s3Config`, next to `input`, for this job only."""

from collections.abc import Mapping
from typing import Any

from f5tts_worker.config import Bucket, Settings
from f5tts_worker.errors import WorkerError
from f5tts_worker.request.reader import Fault
from f5tts_worker.settings.s3_address import is_endpoint, region_of, without_bucket
from f5tts_worker.storage.downloads.fetch import check_url, policy_of

FIELD = "s3Config"
_FIELDS: Mapping[str, tuple[str, int]] = {  # name -> what it takes, most characters
    "accessId": ("the key's id", 256),
    "accessSecret": ("the key's secret", 1024),
    "bucketName": ("the bucket's name", 255),
    "endpointUrl": ("the https:// address of the S3 service", 2048),
}


def bucket_of(job: Mapping[str, Any], settings: Settings) -> tuple[Bucket | None, list[Fault]]:
    """Return the bucket that a job brings, if any, and everything that is wrong with it.

    No value is quoted in a fault: a secret may stand in the wrong field.
    """
    given = job.get(FIELD)
    if given is None or (isinstance(given, dict) and not any(given.values())):  # a form that was left empty
        return None, []
    if not isinstance(given, dict):
        return None, [Fault(FIELD, "is not an object", "an object with " + ", ".join(_FIELDS))]
    known = "only " + ", ".join(_FIELDS)
    faults = [
        Fault(f"{FIELD}.{_shown(name)}", "is not a field", known) for name in given if name not in _FIELDS
    ]
    values = {name: _text(given.get(name), name, faults) for name in _FIELDS}
    endpoint = without_bucket(values["endpointUrl"], values["bucketName"])
    if endpoint:
        faults += _endpoint_faults(endpoint, settings)
    if faults:
        return None, faults
    region = region_of(endpoint) or "us-east-1"
    key = values["accessId"], values["accessSecret"]
    return Bucket(values["bucketName"], endpoint, region, *key, from_job=True), []


def _shown(name: object) -> str:
    """Return a field's name, or what stands for it: a secret may have been put there by mistake."""
    is_word = isinstance(name, str) and name.isascii() and name.isalpha() and len(name) <= 20
    return str(name) if is_word else "?"


def _text(value: object, name: str, faults: list[Fault]) -> str:
    """Return the value, or an empty text after noting what is wrong with it."""
    expected, longest = _FIELDS[name]
    if value is None or value == "":
        problem = "is missing"
    elif not isinstance(value, str):
        problem = "is not a string"
    elif len(value) > longest:
        problem = f"has more than {longest:,} characters"
    elif not value.isascii() or not value.isprintable() or " " in value:
        problem = "contains white space or characters that are not allowed"
    else:
        return value
    faults.append(Fault(f"{FIELD}.{name}", problem, expected))
    return ""


def _endpoint_faults(endpoint: str, settings: Settings) -> list[Fault]:
    """Return what is wrong with the address; where its name leads is checked when it is connected to."""
    field, expected = f"{FIELD}.endpointUrl", _FIELDS["endpointUrl"][0]
    try:
        parts = check_url(endpoint, policy_of(settings), field)
    except WorkerError as error:
        return [Fault(field, error.message.removeprefix(f"{field} ").rstrip("."), expected)]
    if parts.path.strip("/") or parts.query or parts.fragment:
        return [Fault(field, "holds more than a host", expected + ", without the bucket")]
    return [] if is_endpoint(endpoint) else [Fault(field, "names a host that S3 clients refuse", expected)]
