"""What is asked on the dialects' routes, read as their clients write it."""

from typing import Any

from pydantic import BaseModel, BeforeValidator, model_validator


class AskedModel(BaseModel):
    """An object of a dialect's request. Fields that it has not are ignored, as the dialects' own servers do.

    What is null, or empty where it need not be there, counts as left out: some clients send what is unset.
    """

    @model_validator(mode="before")
    @classmethod
    def without_unset(cls, given: Any) -> Any:
        """Leave out what is unset."""
        if not isinstance(given, dict):
            return given
        needed = {name for name, field in cls.model_fields.items() if field.is_required()}
        return {
            name: value
            for name, value in given.items()
            if value is not None and (value != "" or name in needed)
        }


def lower(value: object) -> object:
    """Return a word in lower case, without blanks around it; anything else as it is."""
    return value.strip().lower() if isinstance(value, str) else value


Lower = BeforeValidator(lower)
