"""The table of fields as JSON schemas, for the page at /docs."""

from collections.abc import Mapping
from typing import Any

from f5tts_worker.request.field import Field
from f5tts_worker.request.fields import ENDPOINTS

# Kind -> JSON's types; what is not listed is a string.
_TYPES: Mapping[str, str | list[str]] = {
    **{name: name for name in ("number", "integer", "boolean")},
    **dict.fromkeys(("takes", "lexicon", "defaults", "consent"), "object"),
    "turns": "array",
    "voices": ["object", "array"],
    "style": ["string", "object"],
}


def body_of(endpoint: str) -> dict[str, Any]:
    """Return OpenAPI's description of a request's body: the queue's `input`, options beside the rest."""
    spec = ENDPOINTS[endpoint]
    listed = (*spec.fields, *spec.options)
    options = {field.name: _schema(field) for field in spec.options}
    properties = {field.name: _schema(field) for field in listed}
    if options:
        properties["options"] = {"type": "object", "properties": options, "additionalProperties": False}
    schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    needed = [field for field in listed if field.required]
    if required := [field.name for field in needed if not field.replaced_by]:
        schema["required"] = required
    for field in needed:
        if field.replaced_by:  # no endpoint has two of them
            schema["anyOf"] = [{"required": [name]} for name in (field.name, *field.replaced_by)]
    content = {"application/json": {"schema": schema}}
    return {"requestBody": {"required": bool(needed), "content": content}}


def _schema(field: Field) -> dict[str, Any]:
    schema: dict[str, Any] = {"description": f"{field.doc} Takes {field.wanted}."}
    if field.default is not None:
        schema["default"] = field.default
    if field.kind in ("choice", "choices"):
        one = {"enum": list(field.choices)}
        # A language may have a region ("en-GB"), so the list is no closed one.
        if field.name == "language":
            one = {"type": "string"}  # type: ignore[dict-item] # another kind of schema
        return schema | (one if field.kind == "choice" else {"anyOf": [one, {"type": "array", "items": one}]})
    schema["type"] = _TYPES.get(field.kind, "string")
    if field.kind in ("number", "integer") and field.low is not None:
        schema |= {"minimum": field.low, "maximum": field.high}
    return schema
