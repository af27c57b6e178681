"""The little mark-up in which the articles are kept: from its blocks come both the HTML and the truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Literal

Kind = Literal["paragraph", "subhead", "list", "table", "picture"]


@dataclass(frozen=True, slots=True)
class Block:
    """A run of the text. `lines`: of a list its items, of a table its rows, of a picture its file and caption."""

    kind: Kind
    lines: tuple[str, ...]


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a text; an empty line parts them.

    >>> [b.kind for b in blocks("## Đầu mục\\n\\nMột câu.\\n\\n- một\\n- hai\\n\\n| a | b |\\n\\n![x.png] Chú thích")]
    ['subhead', 'paragraph', 'list', 'table', 'picture']
    """
    for part in filter(None, text.strip().split("\n\n")):
        lines = tuple(line.strip() for line in part.strip().splitlines())
        if lines[0].startswith("## "):
            yield Block("subhead", (lines[0][3:],))
        elif lines[0].startswith("!["):
            file, _, caption = lines[0][2:].partition("]")
            yield Block("picture", (file, caption.strip()))
        elif lines[0].startswith("- "):
            yield Block("list", tuple(line[2:] for line in lines))
        elif lines[0].startswith("|"):
            yield Block("table", tuple(" | ".join(cells(line)) for line in lines))
        else:
            yield Block("paragraph", (" ".join(lines),))


def cells(line: str) -> list[str]:
    """The cells of a row.

    >>> cells("| Xã | Số hộ |")
    ['Xã', 'Số hộ']
    """
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def plain(text: str) -> str:
    """What a reader should get as the body: paragraphs, sub-heads, items and rows, parted by empty lines."""
    return "\n\n".join(line for block in blocks(text) if block.kind != "picture" for line in block.lines)


def captions(text: str) -> list[str]:
    """The captions of a text's pictures."""
    return [b.lines[1] for b in blocks(text) if b.kind == "picture" and b.lines[1]]


@dataclass(frozen=True, slots=True)
class Style:
    """How a CMS's editor writes the blocks: templates with "{}" for the text, of a picture also "{file}"."""

    paragraph: str = "<p>{}</p>"
    subhead: str = "<h3>{}</h3>"
    picture: str = (
        '<p style="text-align:center"><img src="{file}" alt=""></p>'
        '<p style="text-align:center"><em>{}</em></p>'
    )
    table: str = '<table border="1" cellspacing="0" cellpadding="4">{}</table>'
    files: str = "/hinh-anh/"
    """The folder of the pictures."""


def to_html(text: str, style: Style) -> str:
    """The text as HTML."""
    return "\n".join(_block(block, style) for block in blocks(text))


def _block(block: Block, style: Style) -> str:
    if block.kind == "list":
        return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in block.lines) + "</ul>"
    if block.kind == "table":
        rows = [[escape(cell) for cell in row.split(" | ")] for row in block.lines]
        head = "".join(f"<th>{cell}</th>" for cell in rows[0])
        rest = "".join("<tr>" + "".join(f"<td>{c}</td>" for c in row) + "</tr>" for row in rows[1:])
        return style.table.format(f"<tbody><tr>{head}</tr>{rest}</tbody>")
    if block.kind == "picture":
        return style.picture.format(escape(block.lines[1]), file=style.files + block.lines[0])
    return (style.subhead if block.kind == "subhead" else style.paragraph).format(escape(block.lines[0]))
