"""Sort what stands in a byline into people, bodies and roles."""

from __future__ import annotations

import re
from typing import Final

from crawler.parser.bylines.bodies import (
    body_after_name,
    is_body,
    is_collective,
    is_domain,
    is_place,
    tells_a_deed,
)
from crawler.parser.bylines.labels import ROLE, SIGNATURE, TITLE, Part, split_labels
from crawler.parser.bylines.names import is_capitalised, is_initials, person_weight, strip_titles
from crawler.parser.timestamps.words import fold

PARENS: Final = re.compile(r"[(\[]([^()\[\]]{1,80})[)\]]")
# No lazy or greedy run stands before the role: the search begins at its own blank.
_ROLE_BEHIND: Final = re.compile(
    r"(?i)\s+(?:tổng hợp|sưu tầm|thực hiện|biên soạn|lược dịch|biên dịch|lược ghi|tổng thuật|dịch|ghi|st|"
    r"t/h|th)$"
)
_SPLIT: Final = re.compile(
    r"(?<=[a-zà-ỹ])-(?=[A-ZÀ-ỸĐ])|"
    r"\s+[-–—]+\s+|\s*(?:[;|]|(?<=\s)\+(?=\s))\s*|\s*,\s+|\s*/\s*(?=[A-ZÀ-ỸĐ])|\s+(?:và|&|and)\s+|"
    r"(?<=[^\W\d_])\s*[–—]\s*(?=[A-ZÀ-ỸĐ])"
)


class Sorter:
    """Sorts what stands under each label into people and bodies; `strange` counts what is neither."""

    __slots__ = ("authors", "least", "role", "sources", "strange", "titled")

    def __init__(self, least: float) -> None:
        self.authors: list[str] = []
        self.sources: list[str] = []
        self.least = least
        self.role = False
        self.strange = 0
        self.titled = False

    def add(self, part: Part) -> None:
        """Take in what stands under one label."""
        value = part.value.strip(" ()[]") if part.value.count("(") != part.value.count(")") else part.value
        value = value.removesuffix(".") if value.endswith(").") else value
        if value[:1] in "([" and value[-1:] in ")]" and value.count("(") + value.count("[") == 1:
            value = value[1:-1].strip()
            if is_collective(value):
                self.authors.append(value)
                return
            if _is_role(value, in_brackets=True):
                self.role = True
                return
        notes = PARENS.findall(value)
        bare = " ".join(PARENS.sub(" ", value).split()).strip(" -–,;")
        if part.kind == "source":
            self._from(bare, bracketed=bool(notes))
        elif bare:
            self._by(bare, part)
        for note in notes:
            self._note(note.strip(), from_source=part.kind == "source")

    def _note(self, note: str, *, from_source: bool) -> None:
        if _is_role(note, in_brackets=True):
            self.role = True
            return
        inner = split_labels(note, in_brackets=True)
        if inner[0].kind == "source":
            for piece in inner:
                small = piece.value[:1].islower() and " " in piece.value
                self.strange += small
                if piece.kind == "source" and piece.value and not small:
                    self._source(piece.value)
        elif (
            inner[0].kind is None
            and not is_place(note)
            and (is_body(note, named_as_source=True) or from_source)
        ):
            self._source(note)

    def _source(self, name: str) -> None:
        name = name.strip(' .,;-–"“”')
        if name and name not in self.sources and not _is_role(name):
            self.sources.append(name)

    def _from(self, value: str, *, bracketed: bool) -> None:
        """What a text is said to be from: a body, or a person and a paper ("Theo Hồ Hương, Đại Đoàn kết")."""
        segments = _segments(value)
        if not segments:
            return
        first = strip_titles(segments[0])
        enough = 0.5 if bracketed or len(segments) > 1 else 0.9
        if is_body(first, named_as_source=True) or is_place(first) or person_weight(first) < enough:
            kept = [segment for segment in segments if not _is_role(segment)]
            self.role = self.role or len(kept) < len(segments)
            self.strange += sum(segment[0].islower() and not is_domain(segment) for segment in kept[1:])
            self._source(value if len(kept) == len(segments) else ", ".join(kept))
            return
        self.authors.append(first)
        for segment in segments[1:]:
            if _is_role(segment):
                self.role = True
            elif person_weight(strip_titles(segment)) >= 0.75 and not is_body(segment):
                self.authors.append(strip_titles(segment))
            else:
                self._source(segment)

    def _by(self, value: str, part: Part) -> None:
        """Who wrote: people, then the body they belong to; without a label nothing else may stand there."""
        segments, start, labelled = _segments(value), 0, part.kind is not None
        for index, segment in enumerate(segments):
            person, begin = strip_titles(segment), value.find(segment, start)
            start = begin + len(segment)
            if _is_role(segment):
                self.role = True
            elif person != segment and person_weight(person) >= 0.5:
                self.authors.append(person)
            elif is_collective(segment):
                self.authors.append(segment)
            elif is_body(segment, named_as_source=part.names_a_person or bool(self.authors)) and (
                labelled or not tells_a_deed(segment)
            ):
                # The rest of a body's name may hold separators: "Phòng Báo chí – Xuất bản – Truyền thông".
                rest = segments[index + 1 :]
                if not any(_is_role(other) or person_weight(strip_titles(other)) >= 0.75 for other in rest):
                    self._source(value[begin:])
                    self.strange += tells_a_deed(value[begin:]) and not labelled
                    return
                self._source(segment)
            elif person_weight(person) >= (0.3 if part.names_a_person else self.least) and not is_place(
                segment
            ):
                self.authors.append(person)
            elif not index and _is_title(segment) and _named(segments[1:]):
                continue  # "Giáo viên Ngữ văn – Đặng Thị Mai Lan"
            elif self.authors and _is_title(segment):
                self.titled = True
                if not _named(segments[index + 1 :]):
                    return
            elif is_place(segment) and (self.authors or self.sources):
                continue
            elif self.authors and (not labelled or part.names_a_person) and _could_be_paper(segment):
                self._source(segment)
            elif (part.names_a_person and len(segment.split()) <= 6 and not index) or (
                part.kind == "author" and is_capitalised(segment)
            ):
                self.authors.append(person)
            else:
                self.strange += 1


def _segments(value: str) -> list[str]:
    pieces: list[str] = []
    for piece in _SPLIT.split(value):
        kept = piece.strip() if is_initials(piece.strip()) else piece.strip(' ."“”')
        behind = _ROLE_BEHIND.search(kept)
        body = behind.start() + 1 if behind else body_after_name(kept)
        if body and person_weight(strip_titles(kept[:body].strip())) >= 0.75:
            pieces += [kept[:body].strip(), kept[body:].strip()]
        elif kept:
            pieces.append(kept)
    return pieces


def _named(segments: list[str]) -> bool:
    """Whether one of these is surely a person."""
    return any(person_weight(strip_titles(segment)) >= 0.75 for segment in segments)


def _is_title(segment: str) -> bool:
    folded, _ = fold(segment)
    return SIGNATURE.fullmatch(folded) is not None or TITLE.fullmatch(folded) is not None


def _is_role(text: str, *, in_brackets: bool = False) -> bool:
    folded, _ = fold(text.strip(" ()."))
    return ROLE.fullmatch(folded) is not None and (in_brackets or not text.isupper())


def _could_be_paper(text: str) -> bool:
    folded, _ = fold(text)
    return (
        text[:1].isupper()
        and 2 <= len(text.split()) <= 8
        and not SIGNATURE.fullmatch(folded)
        and not TITLE.fullmatch(folded)
        and not is_place(text)
        and not tells_a_deed(text)
        and person_weight(text) < 0.3
    )
