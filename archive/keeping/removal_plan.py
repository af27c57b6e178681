"""What a removal takes out: all addresses of an article, its captures, its attachments, everything identical."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from sqlite_utils import Database

from archive.address import address_key
from archive.captures import capture_of
from archive.keeping.tombstones import NOTHING, text_key
from archive.lookup import with_scheme
from archive.records import Capture
from archive.rows import article_of
from archive.text_digest import twin_digest


@dataclass(slots=True)
class Plan:
    """What goes, and by what it will be known again."""

    url: str
    portal: str | None = None
    addresses: set[str] = field(default_factory=set)
    """As `addresses.address`."""
    articles: dict[int, str] = field(default_factory=dict)
    """Headline by row."""
    versions: int = 0
    captures: dict[int, Capture] = field(default_factory=dict)
    """By row."""
    payloads: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    attachments: set[str] = field(default_factory=set)
    """Addresses of files that no other article offers."""
    shared_attachments: set[str] = field(default_factory=set)
    """Addresses of files that other articles offer too: they stay."""
    copies: list[tuple[str, str]] = field(default_factory=list)
    """Portal and address of articles elsewhere that say the same; they stay, unless they are asked for."""

    @property
    def is_empty(self) -> bool:
        """Whether the archive holds nothing of it."""
        return not self.articles and not self.captures


def plan_removal(db: Database, url: str, *, copies: bool = False) -> Plan:
    """Gather what a removal of this address takes out; with `copies`, the same text on other portals too."""
    plan = Plan(with_scheme(url))
    plan.addresses.add(address_key(plan.url))
    while True:
        before = (len(plan.addresses), len(plan.articles), len(plan.captures))
        _add_articles(db, plan)
        if copies:
            plan.addresses |= {address_key(address) for _, address in _copies(db, plan)}
        _add_captures(db, plan)
        if before == (len(plan.addresses), len(plan.articles), len(plan.captures)):
            break
    _add_attachments(db, plan)
    plan.payloads -= {NOTHING}
    plan.copies = _copies(db, plan)
    return plan


def _add_articles(db: Database, plan: Plan) -> None:
    for key in sorted(plan.addresses):
        for row in db.query(
            "SELECT a.id, a.headline, a.portal FROM addresses AS d JOIN articles AS a ON a.id = d.article_id"
            " WHERE d.address = ?",
            (key,),
        ):
            plan.articles[row["id"]] = row["headline"]
            plan.portal = plan.portal or row["portal"]
    for article_id in plan.articles:
        sql = "SELECT address FROM addresses WHERE article_id = ?"
        plan.addresses |= {row[0] for row in db.execute(sql, (article_id,))}
    plan.versions = 0
    for article_id in plan.articles:
        portal = db.execute("SELECT portal FROM articles WHERE id = ?", (article_id,)).fetchone()[0]
        for row in db.query("SELECT * FROM versions WHERE article_id = ?", (article_id,)):
            plan.versions += 1
            twin = twin_digest(article_of(row, ""))
            if twin is not None:
                plan.texts.add(text_key(portal, twin))


def _add_captures(db: Database, plan: Plan) -> None:
    """Those of the articles; those at their addresses, whatever they show; those of the articles' very bytes."""
    for article_id in plan.articles:
        rows = list(db.query("SELECT * FROM captures WHERE article_id = ?", (article_id,)))
        _take(plan, rows)
        plan.addresses |= {address_key(row["url"]) for row in rows}
        plan.payloads |= {row["digest"] for row in rows if row["status"] == 200}
    _take(plan, captures_at(db, plan.addresses))
    for digest in sorted(plan.payloads - {NOTHING}):
        rows = list(db.query("SELECT * FROM captures WHERE digest = ?", (digest,)))
        _take(plan, rows)
        plan.addresses |= {address_key(row["url"]) for row in rows}


def captures_at(db: Database, keys: Iterable[str]) -> list[dict[str, Any]]:
    """The rows of captures at these addresses (`address_key`), however their URLs are spelled."""
    wanted = set(keys)
    found = []
    for host in sorted({key.partition("/")[0] for key in wanted}):
        for scheme in ("http", "https"):
            # "0" is the character after "/": all URLs of this host, out of the index.
            rows = db.query(
                "SELECT * FROM captures WHERE url >= ? AND url < ?",
                (f"{scheme}://{host}/", f"{scheme}://{host}0"),
            )
            found += [row for row in rows if address_key(row["url"]) in wanted]
    return found


def _take(plan: Plan, rows: Sequence[dict[str, Any]]) -> None:
    for row in rows:
        plan.captures[row["id"]] = capture_of(row)
        plan.portal = plan.portal or row["portal"]


def _add_attachments(db: Database, plan: Plan) -> None:
    """The files that only these articles offer, and their captures."""
    offered: set[str] = set()
    for article_id in plan.articles:
        sql = (
            "SELECT DISTINCT json_extract(f.value, '$.url') FROM versions AS v, json_each(v.attachments) AS f"
        )
        offered |= {row[0] for row in db.execute(f"{sql} WHERE v.article_id = ?", (article_id,)) if row[0]}
    offering = "SELECT v.article_id FROM versions AS v, json_each(v.attachments) AS f"
    for url in sorted(offered):
        # By the file's name first: the address may be spelled otherwise there.
        name = urlsplit(url).path.rpartition("/")[2] or url
        others = db.execute(
            f"{offering} WHERE instr(v.attachments, ?) AND json_extract(f.value, '$.url') = ?", (name, url)
        )
        kept = any(row[0] not in plan.articles for row in others)
        (plan.shared_attachments if kept else plan.attachments).add(address_key(url))
    rows = captures_at(db, plan.attachments)
    _take(plan, rows)
    plan.addresses |= plan.attachments
    plan.payloads |= {row["digest"] for row in rows if row["status"] == 200}


def _copies(db: Database, plan: Plan) -> list[tuple[str, str]]:
    twins = {key.rpartition(" ")[2] for key in plan.texts}
    found: list[tuple[str, str]] = []
    for twin in sorted(twins):
        rows = db.execute("SELECT id, portal, url FROM articles WHERE twin_digest = ?", (twin,))
        found += [(row[1], row[2]) for row in rows if row[0] not in plan.articles]
    return found
