"""Vietnamese text for searching: folding, words, and queries that FTS5 always understands."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_D = str.maketrans("đĐðÐ", "dDdD")
_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')


def fold(text: str) -> str:
    """Without diacritics, đ as d, in lower case: what two spellings of a word share.

    >>> fold("Đào tạo NGHỀ")
    'dao tao nghe'
    """
    plain = unicodedata.normalize("NFD", text.translate(_D))
    return "".join(ch for ch in plain if not unicodedata.combining(ch)).lower()


def words(text: str) -> list[str]:
    """The words as the index sees them, NFC and in lower case.

    >>> words("Quyết định số 1191/QĐ-TTg")
    ['quyết', 'định', 'số', '1191', 'qđ', 'ttg']
    """
    return _WORD.findall(unicodedata.normalize("NFC", text).lower())


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must follow one another; the last may be only a beginning."""

    words: tuple[str, ...]
    is_prefix: bool = False

    @property
    def has_marks(self) -> bool:
        """Whether it was typed with Vietnamese letters, which a plain d or a does not give away."""
        return any(fold(word) != word for word in self.words)


def phrases(text: str) -> list[Phrase]:
    """Read what a person typed: words, "phrases", beginn*; whatever else stands there parts words.

    >>> phrases('1191/QĐ-TTg "chuyển đổi số" đào*')
    ... # doctest: +NORMALIZE_WHITESPACE
    [Phrase(words=('1191', 'qđ', 'ttg'), is_prefix=False),
     Phrase(words=('chuyển', 'đổi', 'số'), is_prefix=False),
     Phrase(words=('đào',), is_prefix=True)]
    """
    found = []
    for match in _PART.finditer(text):
        quoted, star, bare = match.groups()
        typed = quoted if quoted is not None else bare
        parts = tuple(words(typed))
        if parts:
            found.append(Phrase(parts, bool(star) or (bare is not None and bare.endswith("*"))))
    return found


def match_expression(found: list[Phrase], columns: tuple[str, ...]) -> str:
    """An FTS5 expression for all of the phrases in the folded `columns`; any text gives one that parses.

    Where the words were typed one by one, those that follow one another in the text count once more:
    syllables make a Vietnamese word together.

    >>> match_expression(phrases("đào tạo"), ("headline_d", "body_d"))
    '{headline_d body_d} : (("dao" AND "tao") OR "dao tao")'
    """
    each = [_quoted(phrase) for phrase in found]
    together = " AND ".join(each)
    if len(found) > 1 and not any(phrase.is_prefix for phrase in found[:-1]):
        joined = Phrase(tuple(word for phrase in found for word in phrase.words), found[-1].is_prefix)
        together = f"({together}) OR {_quoted(joined)}"
    return f"{{{' '.join(columns)}}} : ({together})"


def _quoted(phrase: Phrase) -> str:
    return '"' + " ".join(fold(word) for word in phrase.words) + '"' + ("*" if phrase.is_prefix else "")


def holds_as_typed(text: str, found: list[Phrase]) -> bool:
    """Whether every phrase stands in the text with its diacritics as typed.

    >>> holds_as_typed("Bán đất", phrases("ban")), holds_as_typed("Bán đất", phrases("bán"))
    (False, True)
    """
    padded = f" {' '.join(words(text))} "
    return all(f" {' '.join(phrase.words)}{'' if phrase.is_prefix else ' '}" in padded for phrase in found)
