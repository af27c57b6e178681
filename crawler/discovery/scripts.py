"""Scripts: reading, not running, the little JavaScript that asks for a listing's next piece.

Understood are texts joined with `+` or in back quotes, objects of such, variables set once to a text or number,
and values taken from an element's data attributes. Whatever else a script does is not understood, and not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from crawler.discovery.more import HOLE

_SET = re.compile(
    r"(?:\b(?:var|let|const)\s+|[,;{\n]\s*(?:this\.|self\.|window\.)?)([A-Za-z_$][\w$]*)\s*[:=]\s*"
    r"(\"[^\"\n]*\"|'[^'\n]*'|\d+)(?=\s*[,;}\n])"
)
PAGE_NAME = re.compile(
    r"_?(?:cur(?:rent)?_?|next_?|this_?)?(?:page|trang|paged|p|pg|offset|start|skip|cur|paging)"
    r"(?:_?(?:index|number|no|num|current|id))?",
    re.I,
)
_OFFSET_NAME = re.compile(r"\w*(?:offset|start|skip)\w*", re.I)
_IDENTIFIER = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")
_DATA = re.compile(
    r"(?:\.data\(\s*|\.attr\(\s*['\"]data-|\.getAttribute\(\s*['\"]data-|\.dataset\.)['\"]?([\w-]+)"
)
_FIELD_VALUE = re.compile(
    r"(?:getElementById\(\s*['\"]|\$\(\s*['\"]#)([\w$:-]+)['\"]\s*\)(?:\.val\(\)|\.value)"
)
_CLOSING = {"(": ")", "{": "}", "[": "]"}


@dataclass(slots=True)
class Scope:
    """What names mean at one place of a script."""

    names: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    """Data attributes of the elements concerned, without "data-"."""
    fields: Mapping[str, str] = field(default_factory=dict)
    """Values of form fields by id."""
    page_names: frozenset[str] = frozenset()
    """Parameters that stand for the page's number whatever they are called."""
    page_from: list[str] = field(default_factory=list)
    """The names that HOLE was written for, in their order."""

    def value(self, expression: str) -> str | None:
        """The text that an expression makes, HOLE where the page's number goes; None: not understood."""
        parts = list(split(expression.strip(), "+"))
        texts = [self._one(part.strip()) for part in parts]
        if any(text is None for text in texts):
            return None
        made = "".join(text or "" for text in texts)
        if HOLE in made and not any(part.strip()[:1] in "\"'`" for part in parts):
            return HOLE  # page + 1
        return made

    def _one(self, part: str) -> str | None:
        part = part.removeprefix("++").removesuffix("++").strip()
        if not part:
            return ""
        if part[0] in "\"'" and part[-1] == part[0] and len(part) > 1:
            return part[1:-1].replace("\\/", "/").replace("\\'", "'").replace('\\"', '"')
        if part[0] == "`" and part[-1] == "`":
            return self._template(part[1:-1])
        if part.isdecimal() or part in ("true", "false", "null"):
            return part
        if part[0] == "(" and part[-1] == ")":
            return self.value(part[1:-1])
        wrapped = re.fullmatch(r"(?:encodeURIComponent|encodeURI|parseInt|Number|String)\((.*)\)", part, re.S)
        if wrapped:
            return self.value(next(split(wrapped[1], ","), ""))
        return self._looked_up(part)

    def _looked_up(self, part: str) -> str | None:
        data = _DATA.search(part)
        if data:
            name = re.sub(r"(?<=[a-z])([A-Z])", lambda m: "-" + m[1].lower(), data[1])
            return self._page_or(name.replace("-", "_"), self.data.get(name))
        value = _FIELD_VALUE.search(part)
        if value:
            return self._page_or(value[1], self.fields.get(value[1]))
        if not _IDENTIFIER.fullmatch(part):
            return None
        last = part.rpartition(".")[2]
        return self._page_or(last, self.names.get(last))

    def _page_or(self, name: str, otherwise: str | None) -> str | None:
        if name in self.page_names or (not self.page_names and PAGE_NAME.fullmatch(name)):
            self.page_from.append(name)
            return HOLE
        return otherwise

    def _template(self, text: str) -> str | None:
        pieces = re.split(r"\$\{([^{}]*)\}", text)
        for place in range(1, len(pieces), 2):
            value = self.value(pieces[place])
            if value is None:
                return None
            pieces[place] = value
        return "".join(pieces)


def constants(scripts: list[str]) -> dict[str, str]:
    """Names that are set to a plain text or number, as they were set first."""
    found: dict[str, str] = {}
    for text in scripts:
        for match in _SET.finditer(text):
            value = match[2]
            found.setdefault(match[1], value[1:-1] if value[0] in "\"'" else value)
    return found


def counts_items(name: str) -> bool:
    """Whether a name counts articles rather than pages: offset, start."""
    return _OFFSET_NAME.fullmatch(name) is not None


def enclosed(text: str, at: int) -> str:
    """What stands between the bracket at `at` and its partner; to the end where there is none.

    >>> enclosed("f(a, {b: ')'})x", 1)
    "a, {b: ')'}"
    """
    for end, depth in _walk(text, at):
        if depth == 0:
            return text[at + 1 : end]
    return text[at + 1 :]


def split(text: str, mark: str) -> Iterator[str]:
    """The parts between the marks that stand in no bracket and no quotes."""
    begin = 0
    for at, depth in _walk(text, 0):
        if depth == 0 and text[at] == mark:
            # "++" adds one, it joins nothing.
            if mark == "+" and "+" in (text[at + 1 : at + 2], text[at - 1 : at]):
                continue
            yield text[begin:at]
            begin = at + 1
    yield text[begin:]


def members(text: str) -> Iterator[tuple[str, str]]:
    """Names and value expressions of an object literal, given with its braces."""
    text = text.strip()
    if not text.startswith("{"):
        return
    for part in split(enclosed(text, 0), ","):
        name, colon, value = part.partition(":")
        name = name.strip().strip("\"'")
        if re.fullmatch(r"[\w$-]+", name):
            yield name, value.strip() if colon else name


def _walk(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Each place outside of quotes, with the depth of brackets behind it."""
    depth, quote, at = 0, "", start
    while at < len(text):
        char = text[at]
        if quote:
            if char == "\\":
                at += 1
            elif char == quote:
                quote = ""
        elif char in "\"'`":
            quote = char
        else:
            depth += (char in _CLOSING) - (char in ")}]")
            yield at, depth
        at += 1
