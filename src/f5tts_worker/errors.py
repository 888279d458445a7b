"""Every error a caller can meet: a code, whether trying again can help, and a sentence for people.

Standard library only: both Pythons, the image's and the environment's, import this module.
"""

from collections.abc import Mapping
from typing import Any

# Code -> may the same request succeed if it is sent again?
CODES: Mapping[str, bool] = {
    "INVALID_REQUEST": False,
    "NOT_FOUND": False,
    "UNKNOWN_VOICE": False,
    "UNKNOWN_MODEL": False,
    "UNSUPPORTED_LANGUAGE": False,
    "URL_REFUSED": False,
    "DOWNLOAD_FAILED": True,
    "DOWNLOAD_TOO_LARGE": False,
    "AUDIO_UNREADABLE": False,
    "AUDIO_TOO_SHORT": False,
    "AUDIO_TOO_LONG": False,
    "AUDIO_SILENT": False,
    "TEXT_MISMATCH": False,
    "TRANSCRIBER_MISSING": False,
    "ALIGNER_MISSING": False,
    "MODEL_MISMATCH": False,
    "MODEL_UNAVAILABLE": True,
    "ENVIRONMENT_INSTALLING": True,
    "ENVIRONMENT_FAILED": False,
    "INDEX_UNREACHABLE": True,
    "VOLUME_FULL": False,
    "VOLUME_UNUSABLE": False,
    "INVALID_SETTINGS": False,
    "ENGINE_DIED": True,
    "ENGINE_START_FAILED": True,
    "ENGINE_UNHEALTHY": True,
    "OUT_OF_MEMORY": False,
    "JOB_TIMEOUT": True,
    "CANCELLED": False,
    "STORE_UNAVAILABLE": True,
    "STORE_REFUSED": False,
    "RESULT_TOO_LARGE": False,
    "INTERNAL": True,
}


class WorkerError(Exception):
    """A failure with a code from `CODES`, one public sentence, and details for programs.

    The message is shown to callers as it stands: it never holds a key, a presigned URL or a traceback.
    `refresh_worker` asks RunPod for a fresh worker; it is no part of the details, which come from outside
    where an error is read back.
    """

    def __init__(
        self,
        code: str,
        message: str,
        details: Mapping[str, Any] | None = None,
        *,
        refresh_worker: bool = False,
    ) -> None:
        if code not in CODES:
            raise ValueError(f"unknown error code {code!r}")
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.details: dict[str, Any] = dict(details or {})
        self.refresh_worker = refresh_worker

    @property
    def retryable(self) -> bool:
        """Say whether the same request may succeed later."""
        return CODES[self.code]

    def __str__(self) -> str:
        return f"{self.code}: {self.message}"

    def __reduce__(self) -> tuple[type["WorkerError"], tuple[str, str, dict[str, Any]], dict[str, Any]]:
        state = {"refresh_worker": self.refresh_worker}
        return (WorkerError, (self.code, self.message, self.details), state)

    def as_dict(self) -> dict[str, Any]:
        """Return the form that crosses the engine's pipe: code, message, details."""
        return {"code": self.code, "message": self.message, "details": self.details}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "WorkerError":
        """Rebuild an error from `as_dict`'s form; an unknown code becomes INTERNAL."""
        code = data.get("code")
        known = code if isinstance(code, str) and code in CODES else "INTERNAL"
        return cls(known, str(data.get("message", "no message")), data.get("details") or {})


def fault(field: str, problem: str, expected: str, **more: Any) -> WorkerError:
    """Return INVALID_REQUEST for one field that is wrong; `more` goes into the details beside the fault."""
    found = {"field": field, "problem": problem, "expected": expected}
    sentence = f"{field} {problem}; expected {expected}."
    return WorkerError("INVALID_REQUEST", sentence, {"faults": [found], **more})
