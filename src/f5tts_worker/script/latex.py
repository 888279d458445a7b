r"""LaTeX that was pasted, a language model's formulas above all: the signs and words that it would show.

A text is LaTeX where it holds a formula between marks of its own, or a command with an argument. The escapes
of programs ("\n") are none, nor are the folders of Windows.
"""

# ruff: noqa: RUF001 - mathematical signs are meant

import re
import unicodedata

_GREEK = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi"
    " chi psi omega varepsilon varphi vartheta Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega"
)
_SIGNS = dict(zip(_GREEK.split(), "αβγδεζηθικλμνξπρστυφχψωεφθΓΔΘΛΞΠΣΦΨΩ", strict=True)) | {
    "aa": "å", "ae": "æ", "cdots": "…", "circ": "°", "degree": "°", "dots": "…", "emptyset": "∅", "euro": "€",
    "exists": "∃ ", "forall": "∀ ", "infty": "∞", "int": "∫", "item": "\n\n", "ldots": "…", "nabla": "∇",
    "newline": "\n", "o": "ø", "oe": "œ", "par": "\n\n", "partial": "∂", "prime": "′", "prod": "∏",
    "quad": " ", "qquad": " ", "ss": "ß", "sum": "∑",
}  # fmt: skip
_BETWEEN = {
    "approx": "≈", "cap": "∩", "cdot": "×", "cup": "∪", "div": "÷", "equiv": "≡", "ge": "≥", "geq": "≥",
    "gg": ">", "gt": ">", "iff": "⇔", "implies": "⇒", "in": "∈", "le": "≤", "leq": "≤", "ll": "<", "lt": "<",
    "mp": "±", "ne": "≠", "neq": "≠", "pm": "±", "propto": "∝", "rightarrow": "→", "Rightarrow": "⇒",
    "sim": "~", "subset": "⊂", "subseteq": "⊂", "times": "×", "to": "→",
}  # fmt: skip
_NAMES = "LaTeX TeX arccos arcsin arctan cos cosh cot det exp lg lim ln log max min sin sinh tan tanh"
_SHOWN = (
    _SIGNS | {name: f" {sign} " for name, sign in _BETWEEN.items()} | {name: name for name in _NAMES.split()}
)
_FRACTIONS = frozenset(("cfrac", "dfrac", "frac", "tfrac"))
_ROOTS = {"": "√", "3": "∛", "4": "∜"}
_HEADINGS = frozenset(("caption", "chapter", "paragraph", "section", "subsection", "subsubsection", "title"))
# Their argument is not shown.
_UNSEEN = frozenset(
    (
        "autoref",
        "bibliography",
        "bibliographystyle",
        "cite",
        "citep",
        "citet",
        "cref",
        "documentclass",
        "eqref",
    )
)
_UNSEEN |= {"footnote", "hspace", "includegraphics", "label", "ref", "tag", "usepackage", "vspace"}
_ACCENTS = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "c": "\u0327", "v": "\u030c",
    "bar": "\u0304", "dot": "\u0307", "hat": "\u0302", "overline": "\u0304", "tilde": "\u0303", "vec": "",
}  # fmt: skip
_SUMS = frozenset(("∑", "∏", "∫", "lim"))  # their index and limits are shown as "∑[i=1…n]"
_SPACES = frozenset(",;:! ")
_SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

_IS_LATEX = re.compile(
    r"\\(?:begin|end|[dtc]?frac|sqrt|text(?:bf|it|tt|rm|sc)?|math(?:bb|bf|cal|it|rm)|emph|(?:sub){0,2}section"
    r"|chapter|cite[pt]?|(?:eq)?ref|label|footnote|boxed)\*?[\[{]"
    r"|\\\((?:[ ]?\w[ ]?|[^\n]{0,200}?(?:\\(?![()])|[\^_=+<>])[^\n]{0,200}?)\\\)"
    r"|\\\[[^\]\\]{0,400}(?:\\(?!\])|[\^_=+<>])[^\]]{0,400}?\\\]"
    r"|\$[^$\n\\]{0,200}(?<!:)\\[A-Za-z][^$\n]{0,200}\$"
    r"|(?<!:)\\(?:times|cdot|leq?|geq?|neq|approx|infty|alpha|beta|gamma|theta|lambda|rightarrow|circ|pm)(?![A-Za-z])"
)
_BODY = re.compile(r"\\begin\{document\}(.*?)(?:\\end\{document\}|\Z)", re.DOTALL)
_TITLE = re.compile(r"\\title\{[^{}]*\}")
# Around a formula: other dollars are money, since language models write prices as they are.
_DOLLARS = re.compile(
    r"(?<!\\)\$\$((?:[^$\\]|\\.){1,2000})\$\$"
    r"|(?<![\\\w$])\$(?=\S)((?:[^$\\\n]|\\[^\n]){1,400})(?<!\s)\$(?![\d$])",
    re.DOTALL,
)
_COMMENT = re.compile(r"(?<!\\)%[^\n]*\n?")
_TOKEN = re.compile(r"\\(?:(?P<name>[A-Za-z]+)\*?|(?P<sign>.))|(?P<mark>[{}\[\]$&~^_])|.", re.DOTALL)
_WIDE = re.compile(r"[-+±×·/ ]")
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_GAPS = re.compile(r"[ \t]+(?=[.,;:!?)](?:\s|$))|(?<=[ \t])[ \t]+")
_LONGEST_NAME = 2  # letters of what a formula calls a number; words are divided with spaces around the sign
_DEEPEST = 40  # groups inside one another; formulas have four or five


def text_only(text: str) -> str:
    """Return what LaTeX would show; a text that is none as it is."""
    if "\\" not in text or not _IS_LATEX.search(text):
        return text
    if body := _BODY.search(text):
        title = _TITLE.search(text, 0, body.start())
        text = f"{title[0] if title else ''}{body[1]}"
    shown = _Reader(_DOLLARS.sub(lambda found: found[1] or found[2], _COMMENT.sub("", text))).shown()
    return _GAPS.sub("", unicodedata.normalize("NFC", shown))


class _Reader:
    """Reads tokens from left to right; what a command needs, it takes from those behind it."""

    def __init__(self, text: str) -> None:
        self._tokens = list(_TOKEN.finditer(text))
        self._at = self._depth = 0
        self._last = ""  # what was shown last: an index belongs to a letter

    def shown(self, end: str | None = None) -> str:
        """Return what is shown up to the mark that ends a group, which is passed, or to the text's end."""
        parts: list[str] = []
        while (token := self._next()) is not None and (end is None or token["mark"] != end):
            part = self._token(token)
            self._last = part or self._last
            parts.append(part)
        return "".join(parts)

    def _next(self) -> re.Match[str] | None:
        self._at += 1
        return self._tokens[self._at - 1] if self._at <= len(self._tokens) else None

    def _sees(self, mark: str) -> bool:
        """Say whether a mark is next; spaces before it are passed then."""
        at = self._at
        while at < len(self._tokens) and self._tokens[at][0] in " \t":
            at += 1
        found = at < len(self._tokens) and self._tokens[at]["mark"] == mark
        self._at = at if found else self._at
        return found

    def _is_relation_next(self) -> bool:
        following = [token for token in self._tokens[self._at : self._at + 3] if not token[0].isspace()]
        return bool(following) and (following[0][0] in "=<>+-" or following[0]["name"] in _BETWEEN)

    def _token(self, token: re.Match[str]) -> str:
        if token["name"]:
            return self._command(token["name"])
        if token["sign"]:
            return self._sign(token["sign"])
        mark = token["mark"]
        if mark in ("^", "_"):
            return self._script(mark)
        if mark == "{":
            return self._group()
        if mark == "&":  # between two cells, or where the lines of a formula stand one under the other
            is_apart = not self._last.endswith("\n") and not self._is_relation_next()
            return ", " if is_apart else " "
        return {"}": "", "~": " "}.get(mark or "", token[0])

    def _group(self) -> str:
        """Return what is shown of a group whose first mark is passed."""
        if self._depth == _DEEPEST:
            return ""  # its marks are left out, and what it holds comes next
        self._depth += 1
        shown = self.shown("}")
        self._depth -= 1
        return shown

    def _argument(self) -> str:
        """Return what is shown of the next token, or of the next group."""
        if self._depth == _DEEPEST:
            return ""  # what would be the argument comes next
        while (token := self._next()) is not None and token[0] in " \t":
            pass
        self._depth += 1
        shown = "" if token is None else self._token(token)
        self._depth -= 1
        return shown

    def _option(self) -> str:
        """Return what stands between square brackets, if they come next."""
        if not self._sees("["):
            return ""
        self._at += 1
        return self.shown("]")

    def _command(self, name: str) -> str:
        if name in _SHOWN:
            return _SHOWN[name]
        if name in ("left", "right"):
            return self._argument().replace(".", "")
        option = self._option()
        if name in ("begin", "end"):
            kind = self._argument()
            if name == "begin" and kind in ("array", "tabular"):
                self._argument()  # how its columns stand
            return "\n\n" if "math" not in kind else " "
        if not self._sees("{") and name not in _FRACTIONS:  # "\frac12"
            return ""
        return self._with_argument(name, option)

    def _with_argument(self, name: str, option: str) -> str:
        first = self._argument()
        if name in _FRACTIONS:
            gap = " " if self._last[-1:].isdigit() else ""
            above, below = _in_brackets(first), _in_brackets(self._argument())
            sign = " / " if above.isalpha() and len(above) > _LONGEST_NAME else "/"
            return f"{gap}{above}{sign}{below}"
        if name == "binom":
            return f"({first}, {self._argument()})"
        if name == "sqrt":
            return f"{_ROOTS.get(option, '√')}{_in_brackets(first)}"
        if name in _ACCENTS:
            return _accented(first, name)
        if name in _HEADINGS:
            return f"\n\n{first}\n\n"
        return "" if name in _UNSEEN else first

    def _sign(self, sign: str) -> str:
        if sign in _ACCENTS:
            return _accented(self._argument(), sign)
        if sign in "()":
            return ""
        return {"\\": "\n", "[": " ", "]": " ", "{": "(", "}": ")"}.get(
            sign, " " if sign in _SPACES else sign
        )

    def _script(self, mark: str) -> str:
        if mark == "_" and not self._sees("{") and self._last[-1:].isspace():
            return mark
        before = self._last
        shown = self._argument().strip()
        if mark == "_" and before.strip() in _SUMS and self._sees("^"):
            self._at += 1
            shown = f"{shown}…{self._argument().strip()}"
        if before.strip() in _SUMS:
            return f"[{shown}] "
        if mark == "_":
            return shown.translate(_SUBSCRIPTS) if shown.isdecimal() else f" {shown}"
        return shown if shown in ("°", "′") else f"^{_in_brackets(shown)}"


def _accented(shown: str, accent: str) -> str:
    return shown[:1] + _ACCENTS[accent] + shown[1:] if shown else ""


def _in_brackets(shown: str) -> str:
    """Return a term in brackets where what stands beside it would be taken for a part of it."""
    return f"({shown})" if _WIDE.search(_IN_BRACKETS.sub("", shown.strip())) else shown.strip()
