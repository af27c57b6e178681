"""Sources beside the pages: sitemaps, feeds, the Sitemap lines of robots.txt, WordPress's JSON."""

from __future__ import annotations

import gzip
import io
import json
import re
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Literal

from lxml import etree

SourceKind = Literal["sitemap", "sitemap-index", "feed", "json", "none"]

_VIETNAM = timezone(timedelta(hours=7))
_MAX_UNPACKED = 60_000_000
_LOC = re.compile(rb"<loc>\s*(?:<!\[CDATA\[)?\s*([^<\]]+?)\s*(?:\]\]>)?\s*</loc>", re.I)


@dataclass(frozen=True, slots=True)
class Entry:
    """An address that a source names, with the day it says that the page changed, if it says one."""

    url: str
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """What a sitemap, a feed or a listing in JSON holds; kind "none" where the bytes are nothing of the sort."""

    kind: SourceKind
    entries: tuple[Entry, ...] = ()
    next_url: str | None = None
    """Where it says that it goes on."""


def read_source(body: bytes) -> Source:
    """Read a sitemap (also gzipped, also broken), an RSS or Atom feed, or a JSON listing. Never raises.

    No entity is resolved and nothing is fetched: a document that declares entities yields their names as text.
    """
    if body[:2] == b"\x1f\x8b":
        body = _unpack(body)
    head = body[:400].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head[:1] in (b"[", b"{"):
        return _read_json(body)
    if head[:1] != b"<" or b"<html" in head.lower():
        return Source("none")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        recover=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        return _read_broken(body)
    name = etree.QName(root).localname.lower() if isinstance(root.tag, str) else ""
    if name in ("urlset", "sitemapindex"):
        entries = tuple(_sitemap_entries(root))
        if len(entries) < body.count(b"<loc>"):
            return _read_broken(body)
        return Source("sitemap-index" if name == "sitemapindex" else "sitemap", entries)
    if name in ("rss", "feed", "rdf"):
        return Source("feed", tuple(_feed_entries(root)), _feed_next(root))
    return Source("none")


def _unpack(body: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as packed:
            return packed.read(_MAX_UNPACKED)
    except (OSError, EOFError, zlib.error):
        return b""


def _sitemap_entries(root: etree._Element) -> list[Entry]:
    """Every `<loc>` with the `<lastmod>` beside it, wherever a broken file has put them; pictures' are left out."""
    entries = []
    for node in root.iter("{*}loc"):
        where = etree.QName(node).namespace or ""
        loc = (node.text or "").strip()
        if not loc or "image" in where or "video" in where:
            continue
        beside = next((s for s in node.itersiblings("{*}lastmod")), None)
        entries.append(Entry(loc, _moment(beside.text or "") if beside is not None else None))
    return entries


def _feed_entries(root: etree._Element) -> list[Entry]:
    entries = []
    for node in root.iter():
        if not isinstance(node.tag, str) or etree.QName(node).localname not in ("item", "entry"):
            continue
        url, modified = "", None
        for child in node:
            name = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if name == "link" and not url and child.get("rel") in (None, "alternate"):
                url = (child.get("href") or child.text or "").strip()
            elif name in ("pubDate", "updated", "published", "date") and modified is None:
                modified = _moment(child.text or "")
        if not url:
            url = _permalink(node)
        if url:
            entries.append(Entry(url, modified))
    return entries


def _permalink(node: etree._Element) -> str:
    """An RSS item may carry its address in `guid` alone."""
    for child in node:
        if isinstance(child.tag, str) and etree.QName(child).localname == "guid":
            text = (child.text or "").strip()
            return text if text.startswith("http") else ""
    return ""


def _feed_next(root: etree._Element) -> str | None:
    for node in root.iter("{*}link"):
        if node.get("rel") == "next" and node.get("href"):
            return node.get("href")
    return None


def _read_json(body: bytes) -> Source:
    """WordPress's `wp-json` posts, a JSON feed, and any list of objects that carry a `link` or `url`."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return Source("none")
    rows = data if isinstance(data, list) else next((v for v in data.values() if isinstance(v, list)), [])
    entries = []
    for row in rows:
        if isinstance(row, dict):
            url = next((row[k] for k in ("link", "url", "href") if isinstance(row.get(k), str)), None)
            # "modified" alone is naive local time in WordPress.
            at = next((row[k] for k in ("modified_gmt", "date_modified") if isinstance(row.get(k), str)), "")
            if url:
                entries.append(Entry(url, _moment(at + "Z" if at and at == row.get("modified_gmt") else at)))
    following = data.get("next_url") or data.get("next") if isinstance(data, dict) else None
    return (
        Source("json", tuple(entries), following if isinstance(following, str) else None)
        if entries
        else Source("none")
    )


def _read_broken(body: bytes) -> Source:
    """A sitemap that no XML parser takes still has its <loc> lines."""
    found = tuple(Entry(m.decode("utf-8", "replace").replace("&amp;", "&")) for m in _LOC.findall(body))
    return Source("sitemap", found) if found else Source("none")


def _moment(text: str) -> datetime | None:
    """A moment as sitemaps (ISO) and RSS (RFC 822) write it; without a zone it is Vietnam's."""
    text = text.strip()
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        try:
            at = parsedate_to_datetime(text)
        except ValueError:
            return None
    return at if at.tzinfo else at.replace(tzinfo=_VIETNAM)
