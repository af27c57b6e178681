"""Read a byline as printed: who wrote the text, and the body that it came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from crawler.parser.bylines.bodies import is_body, is_collective, is_domain, is_front_page, tells_a_deed
from crawler.parser.bylines.clean import MAX_LENGTH, clean_byline, without_date
from crawler.parser.bylines.labels import NEVER, ROLE_ALONE, SIGNATURE, Part, is_account, split_labels
from crawler.parser.bylines.names import person_weight
from crawler.parser.bylines.sorter import PARENS, Sorter
from crawler.parser.timestamps.words import fold

Position = Literal["tail", "head", "lead", "caption", "footer", "body", "meta", "block"]


@dataclass(frozen=True, slots=True)
class Byline:
    """`text` as printed, free of markup's noise; the people; the office or paper it came from."""

    text: str
    authors: tuple[str, ...] = ()
    source: str | None = None


class _Reading:
    """A byline and how sure its form makes it, 0 to 1."""

    __slots__ = ("byline", "weight")

    def __init__(self, byline: Byline, weight: float) -> None:
        self.byline = byline
        self.weight = weight


_DOCUMENT: Final = re.compile(
    r"(?:quyet dinh|nghi dinh|thong tu|ke hoach|cong van|luat|thong bao|bao cao|nghi quyet|chi thi|"
    r"quy dinh|ket luan|van ban|"
    r"quy che|huong dan|phap lenh|hien phap|du thao|to trinh|de an|chuong trinh|"
    r"thong ke)(?![a-z])"
)
_SMALL: Final = 14
"""How many small words the longest labelled byline has."""
_SPEAKER: Final = re.compile(r"(?i)(?:đó|ông|bà|đồng chí|đại diện|lãnh đạo)(?![^\W_])")
_ENDS_PROSE: Final = re.compile(r"[^\W\d_]{3,}\s*[.!?:]$")


def _refused(text: str, position: Position) -> bool:
    """Whether a cleaned line cannot be a byline where it stands, whatever its words."""
    if not text or len(text) > MAX_LENGTH or position in ("caption", "footer"):
        return True
    if not any(char.isalpha() for char in text):
        return True
    folded, _ = fold(text)
    return NEVER.search(folded) is not None or SIGNATURE.fullmatch(folded) is not None


def _prose(text: str, labelled: bool) -> bool:
    """Whether the line is a sentence: many words, most of them small, or a full stop behind a word."""
    words = PARENS.sub(" ", text).split() or text.split()
    if len(words) > 22:
        return True
    small = sum(word[0].islower() for word in words)
    if _ENDS_PROSE.search(text) and len(words) > (10 if labelled else 5):
        return True
    if small > (_SMALL if labelled else 9):
        return True
    if labelled or len(words) <= 8 or small <= 0.7 * len(words):
        return False
    # An office's full name is as long as a sentence.
    return len(words) > 12 or not is_body(text) or tells_a_deed(text)


def _weigh(parts: tuple[Part, ...], text: str, sorter: Sorter) -> float:
    """How sure the form of a line makes it a byline."""
    kinds = {part.kind for part in parts}
    if "author" in kinds or ("source" in kinds and sorter.sources):
        return 0.97
    if "source" in kinds or "poster" in kinds:
        return 0.9
    if sorter.titled:
        return 0.6  # a list of guests is written so as well
    if sorter.authors and (sorter.role or sorter.sources):
        return 0.92
    if sorter.authors:
        return min(0.9 if is_collective(name) else person_weight(name) for name in sorter.authors)
    if is_front_page(text):
        return 0.8
    return 0.6 if len(text.split()) > 2 and len(text) <= 80 else 0.45


def _parts(text: str, position: Position) -> tuple[Part, ...] | None:
    """The labelled parts of a line that may hold a byline; None where one of them shows that it is none."""
    parts = split_labels(text)
    kept = []
    for part in parts:
        source = part.kind == "source"
        if part.kind == "photo" or not part.value:
            continue
        if is_account(part.value) and not is_domain(part.value) and not (source and position != "meta"):
            continue
        if part.kind and _DOCUMENT.match(fold(part.value)[0]):
            return None
        if source and _SPEAKER.match(part.value):
            return None
        kept.append(part)
    return tuple(kept)


def _half(whole: str, text: str, parts: tuple[Part, ...], authors: bool) -> bool:
    """Whether only an office is left of a line whose date or photo credit was cut: a caption or a headline."""
    if authors or any(part.kind for part in parts):
        return False
    return len(whole) > len(text) or len(parts) < len(split_labels(text))


def _role_alone(text: str, position: Position) -> _Reading | None:
    """ "(Tổng hợp)", "Nguồn: Sưu tầm": printed as a byline, though it names nobody."""
    labelled = split_labels(text)[0].kind is not None
    if position not in ("tail", "block") or not (labelled or ROLE_ALONE.fullmatch(fold(text)[0])):
        return None
    return _Reading(Byline(text), 0.8 if labelled else 0.7 if text.startswith("(") else 0.55)


def _read(text: str, position: Position) -> _Reading | None:
    if len(text) > 60 and sum([word[0].islower() for word in text.split()]) > _SMALL:
        return None  # a sentence, as most lines are that are asked about
    text = clean_byline(text)
    if _refused(text, position):
        return None
    whole, text = text, without_date(text)
    parts = _parts(text, position)
    if not parts or (is_domain(text) and not is_front_page(text)):
        return None
    labelled = any(part.kind for part in parts)
    if _prose(text, labelled) or (not labelled and text.count(" | ") > 1):
        return None
    sorter = Sorter(0.38 if position in ("tail", "body", "lead") else 0.3)
    for part in parts:
        sorter.add(part)
    authors, source = tuple(dict.fromkeys(sorter.authors)), ", ".join(sorter.sources) or None
    if sorter.strange or _half(whole, text, parts, bool(authors)):
        return None
    if not authors and source is None:
        return _role_alone(text, position) if sorter.role else None
    if position == "meta" and not authors:
        return None  # there a body is the site itself
    weight = _weigh(parts, text, sorter)
    if position == "body" and (weight < 0.9 or not labelled):
        return None
    if position == "lead" and authors:
        return None
    return _Reading(Byline(text, authors, source), weight)


def read_byline(text: str, *, position: Position) -> Byline | None:
    """The byline that `text` is, where it stands: under an article ("tail"), in a block of its own.

    None for accounts, photo credits, captions, signatures, places, labels without a name, and prose.

    >>> read_byline("Nguyễn Hiền - Sở TTTT Thanh Hóa", position="tail")
    Byline(text='Nguyễn Hiền - Sở TTTT Thanh Hóa', authors=('Nguyễn Hiền',), source='Sở TTTT Thanh Hóa')
    """
    reading = _read(text, position)
    return reading.byline if reading else None


def byline_likelihood(text: str) -> float:
    """How likely the last short line of a body is a byline, 0 to 1: by its words alone, not by its place.

    0 for prose, signatures ("KT. GIÁM ĐỐC"), places, attachments; above .8 for a label with a name, a name
    of known syllables, "Theo" with a paper; about .5 for an office alone.
    """
    return likely_byline(text)[0]


def likely_byline(text: str) -> tuple[float, Byline | None]:
    """The same, and the byline that the line then is under an article."""
    reading = _read(text, "tail") if len(text) <= 4 * MAX_LENGTH else None
    return (reading.weight, reading.byline) if reading else (0.0, None)
