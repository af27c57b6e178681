"""Sitemaps, feeds and JSON listings, whole and broken, and what they must never do."""

from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discovery.sources import read_source

SITEMAP = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
 <url><loc>http://so.example.vn/tin/a-1.html</loc><lastmod>2024-03-05T08:30:00+07:00</lastmod></url>
 <url><loc> http://so.example.vn/tin/b-2.html?x=1&amp;y=2 </loc></url>
</urlset>"""
INDEX = b"""<sitemapindex><sitemap><loc>http://so.example.vn/s1.xml.gz</loc></sitemap></sitemapindex>"""
RSS = b"""<rss version="2.0"><channel><link>http://so.example.vn/</link>
<item><title>A</title><link>http://so.example.vn/a</link></item>
<item><title>B</title><link><![CDATA[http://so.example.vn/b]]></link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link href="http://so.example.vn/"/>
<entry><link rel="self" href="http://so.example.vn/x"/><link href="http://so.example.vn/c"/></entry></feed>"""
JSON = b"""[{"id": 7, "link": "http://so.example.vn/d"}, {"id": 8}]"""


@pytest.mark.parametrize(
    ("body", "kind", "urls"),
    [
        (SITEMAP, "sitemap", ["http://so.example.vn/tin/a-1.html", "http://so.example.vn/tin/b-2.html?x=1&y=2"]),
        (gzip.compress(SITEMAP), "sitemap", ["http://so.example.vn/tin/a-1.html", "http://so.example.vn/tin/b-2.html?x=1&y=2"]),
        (INDEX, "sitemap-index", ["http://so.example.vn/s1.xml.gz"]),
        (RSS, "feed", ["http://so.example.vn/a", "http://so.example.vn/b"]),
        (ATOM, "feed", ["http://so.example.vn/c"]),
        (JSON, "json", ["http://so.example.vn/d"]),
        (b"<html><body>404</body></html>", "none", []),
        (b"", "none", []),
    ],
)  # fmt: skip
def test_each_kind_is_read(body: bytes, kind: str, urls: list[str]) -> None:
    source = read_source(body)
    assert source.kind == kind
    assert [entry.url for entry in source.entries] == urls


def test_the_day_of_change_is_kept() -> None:
    first = read_source(SITEMAP).entries[0]
    assert first.modified is not None
    assert first.modified.isoformat() == "2024-03-05T08:30:00+07:00"


def test_a_broken_sitemap_still_gives_its_addresses() -> None:
    cut = SITEMAP.replace(b"</url>", b"", 1)[:-20]
    assert next(e.url for e in read_source(cut).entries) == "http://so.example.vn/tin/a-1.html"
    assert len(read_source(b"\n\n" + SITEMAP).entries) == 2


def test_an_entity_is_neither_resolved_nor_blown_up() -> None:
    secret = (
        b'<!DOCTYPE u [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&x;</loc></url></urlset>'
    )
    assert all("root:" not in entry.url for entry in read_source(secret).entries)
    lol = b"".join(b'<!ENTITY a%d "%s">' % (i + 1, b"&a%d;" % i * 10) for i in range(9))
    bomb = b'<!DOCTYPE u [<!ENTITY a0 "lol">' + lol + b"]><urlset><url><loc>&a9;</loc></url></urlset>"
    assert sum(len(entry.url) for entry in read_source(bomb).entries) < 10_000


def test_a_cut_gzip_gives_nothing_and_does_not_raise() -> None:
    assert read_source(gzip.compress(SITEMAP)[:40]).kind == "none"


@given(st.binary(max_size=400))
def test_any_bytes_are_taken(body: bytes) -> None:
    assert read_source(body).kind in ("sitemap", "sitemap-index", "feed", "json", "none")
    assert read_source(b"<urlset>" + body).entries is not None
