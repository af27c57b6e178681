"""Small files of our own for the tests: PDFs with text, scanned, encrypted, broken; DOCX."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

import docx
from pypdf import PdfReader, PdfWriter


def pdf(pages: Sequence[str]) -> bytes:
    """A PDF whose pages hold these texts, one line a line; its font says which code is which letter."""
    letters = sorted({letter for page in pages for letter in page if letter != "\n"})
    codes = {letter: n for n, letter in enumerate(letters, 1)}
    return _document([_text_page(page, codes) for page in pages], _to_unicode(codes))


def scan(pages: int) -> bytes:
    """A PDF whose pages are pictures."""
    return _document(["q 500 0 0 700 0 0 cm /Im0 Do Q"] * pages, _to_unicode({"a": 1}))


def encrypted(pages: Sequence[str]) -> bytes:
    """The same text behind a password."""
    writer = PdfWriter()
    writer.append(PdfReader(io.BytesIO(pdf(pages))))
    writer.encrypt("mat-khau", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def word(paragraphs: Sequence[str], table: Sequence[Sequence[str]] = ()) -> bytes:
    """A DOCX with paragraphs and, behind them, a table."""
    made = docx.Document()
    for text in paragraphs:
        made.add_paragraph(text)
    if table:
        grid = made.add_table(rows=len(table), cols=len(table[0]))
        for row, cells in zip(grid.rows, table, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _text_page(text: str, codes: dict[str, int]) -> str:
    lines = ["".join(f"{codes[letter]:04X}" for letter in line) for line in text.split("\n")]
    return "BT /F1 12 Tf 14 TL 50 780 Td " + " ".join(f"<{line}> Tj T*" for line in lines) + " ET"


def _to_unicode(codes: dict[str, int]) -> str:
    pairs = "\n".join(f"<{code:04X}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{len(codes)} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap end end"
    )


def _document(contents: Sequence[str], to_unicode: str) -> bytes:
    first_page = 8
    kids = " ".join(f"{first_page + 2 * n} 0 R" for n in range(len(contents)))
    picture = zlib.compress(bytes(64 * 64))
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /DescendantFonts [4 0 R]"
        b" /ToUnicode 6 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity)"
        b" /Supplement 0 >> /FontDescriptor 5 0 R /DW 500 >>",
        b"<< /Type /FontDescriptor /FontName /A /Flags 4 /FontBBox [0 0 1000 1000] /ItalicAngle 0 /Ascent 800"
        b" /Descent -200 /CapHeight 700 /StemV 80 >>",
        _stream(b"", to_unicode.encode()),
        _stream(
            b"/Type /XObject /Subtype /Image /Width 64 /Height 64 /ColorSpace /DeviceGray /BitsPerComponent 8"
            b" /Filter /FlateDecode ",
            picture,
        ),
    ]
    for n, content in enumerate(contents):
        resources = "/Font << /F1 3 0 R >>" + (" /XObject << /Im0 7 0 R >>" if "/Im0" in content else "")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << {resources} >>"
            f" /Contents {first_page + 2 * n + 1} 0 R >>".encode()
        )
        objects.append(_stream(b"", content.encode()))
    return _written(objects)


def _stream(entries: bytes, data: bytes) -> bytes:
    return b"<< %s/Length %d >>\nstream\n%s\nendstream" % (entries, len(data), data)


def _written(objects: Sequence[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, item in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)
