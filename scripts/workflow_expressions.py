"""GitHub's expressions, as far as our workflows use them: names, strings, numbers, operators, functions."""

import re
from collections.abc import Callable, Mapping
from typing import Any

_TOKEN = re.compile(
    r"\s*(?:'(?P<string>(?:[^']|'')*)'|(?P<number>\d+)|(?P<operator>==|!=|&&|\|\||[!(),])"
    r"|(?P<name>[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*))"
)
_EMBEDDED = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
_WORDS = {"true": True, "false": False, "null": None}


class UnknownValueError(Exception):
    """The value is made where these scripts do not run: by an action, or on GitHub."""


class _Reader:
    """Reads one expression from left to right; each method one level of precedence."""

    def __init__(self, text: str, look_up: Callable[[str], Any], call: Callable[..., Any]) -> None:
        self._tokens, at = [], 0
        while text[at:].strip():
            found = _TOKEN.match(text, at)
            if found is None:
                raise ValueError(f"not understood: {text[at:].strip()!r}")
            self._tokens.append((str(found.lastgroup), str(found[str(found.lastgroup)])))
            at = found.end()
        self._look_up, self._call = look_up, call

    def whole(self) -> Any:
        value = self._either()
        if self._tokens:
            raise ValueError(f"not understood: {self._tokens[0][1]!r}")
        return value

    def _take(self, *operators: str) -> str | None:
        if self._tokens and self._tokens[0][0] == "operator" and self._tokens[0][1] in operators:
            return self._tokens.pop(0)[1]
        return None

    def _either(self) -> Any:
        value = self._both()
        while self._take("||"):
            other = self._both()
            value = value or other
        return value

    def _both(self) -> Any:
        value = self._equal()
        while self._take("&&"):
            other = self._equal()
            value = value and other
        return value

    def _equal(self) -> Any:
        value = self._single()
        while operator := self._take("==", "!="):
            value = (value == self._single()) == (operator == "==")
        return value

    def _single(self) -> Any:
        if self._take("!"):
            return not self._single()
        if self._take("("):
            value = self._either()
            self._expect(")")
            return value
        if not self._tokens:
            raise ValueError("an expression ends too early")
        kind, text = self._tokens.pop(0)
        if kind == "string":
            return text.replace("''", "'")
        if kind == "number":
            return int(text)
        if kind == "operator":
            raise ValueError(f"not understood: {text!r}")
        return self._called(text) if self._take("(") else _WORDS.get(text, self._look_up(text))

    def _called(self, name: str) -> Any:
        arguments = []
        if not self._take(")"):
            arguments.append(self._either())
            while self._take(","):
                arguments.append(self._either())
            self._expect(")")
        return self._call(name, *arguments)

    def _expect(self, operator: str) -> None:
        if not self._take(operator):
            raise ValueError(f"{operator!r} is missing")


def evaluate(text: str, contexts: Mapping[str, Any], status: Mapping[str, bool]) -> Any:
    """Return an expression's value; `contexts` are github, env and the like, `status` what success() returns.

    Raises UnknownValueError where an action makes the value, ValueError for what is not understood.
    """

    def look_up(name: str) -> Any:
        value: Any = contexts
        for part in name.split("."):
            value = value.get(part, "") if isinstance(value, Mapping) else ""
            if isinstance(value, UnknownValueError):
                raise value
        return value

    def call(name: str, *arguments: Any) -> Any:
        if name in status:
            return status[name]
        if name == "contains":
            return str(arguments[1]).lower() in str(arguments[0]).lower()
        raise ValueError(f"unknown function {name}")

    return _Reader(text, look_up, call).whole()


def fill_in(text: str, contexts: Mapping[str, Any], status: Mapping[str, bool]) -> str:
    """Return a text with the value of every ${{ expression }} in its place. Raises as `evaluate` does."""

    def value_of(found: re.Match[str]) -> str:
        value = evaluate(found[1], contexts, status)
        return str(value).lower() if isinstance(value, bool) else "" if value is None else str(value)

    return _EMBEDDED.sub(value_of, text)
