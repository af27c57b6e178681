"""Reading an archive again: batches out to the workers, readings back in order into the rebuilt database."""

from __future__ import annotations

import hashlib
import multiprocessing
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.address import address_key
from archive.keeping.exclusion import alone
from archive.keeping.rebuild import Rebuild, drop_marks, identity_of, swap_in
from archive.queue import queue_key
from archive.records import Article, Origin
from archive.revisits import seen_again
from archive.rows import utc_text
from archive.store import reading
from crawler.discovery.addresses import canonical
from crawler.reread.differences import Change, Differences
from crawler.reread.items import Item, Items, Selection
from crawler.reread.worker import UNREADABLE, Batch, Reader, Reading, begin, read_batch

_BATCH = 32
"""Captures a transaction: what a kill makes us read again."""
_AHEAD = 3
"""Batches waiting for each process."""


@dataclass(frozen=True, slots=True)
class Order:
    """What to read again, and how."""

    folder: Path
    selection: Selection
    registry_dirs: tuple[str, ...]
    jobs: int
    keep: bool
    """Whether to swap the new reading in; otherwise the archive stays as it is."""
    every_change: bool = False
    """Whether the outcome lists every change, not only the first few of each kind."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it."""

    captures: int
    differences: Differences
    changes: tuple[Change, ...]
    """What reads otherwise: every slot of every page, if that was asked for, else the first of each kind."""
    put_back: int
    """Articles left as they were, because not all their captures can be read."""
    seconds: float
    """Of this process; a re-reading that went on counts from there."""
    resumed: bool
    kept: bool


def reread(order: Order, progress: Callable[[int, int], None]) -> Outcome:
    """Read the archive's captures again with today's parser into a database beside it; `progress` gets done and total.

    Raises an ArchiveError: Locked while a crawl is at work, DiskFull, ... Killed at any moment, the same call goes on.
    """
    begun = time.monotonic()
    with alone(order.folder, "a re-reading"):
        with reading(order.folder) as old:
            identity = f"{identity_of(old)} {_code(order.registry_dirs)} {asdict(order.selection)}"
            rebuild = Rebuild.resume(order.folder, identity)
            resumed = rebuild is not None
            if rebuild is None:
                rebuild = Rebuild.begin(
                    order.folder, order.selection.condition, order.selection.values, identity
                )
            try:
                work = _Rereading(order, old, rebuild)
                work.fill(progress)
                work.finish(begun)
                outcome = work.outcome(time.monotonic() - begun, resumed=resumed)
            finally:
                rebuild.close()
        if order.keep:
            drop_marks(order.folder)
            swap_in(order.folder)
    return outcome


def _code(registry_dirs: tuple[str, ...]) -> str:
    """A digest of what reads a page: another parser, family or registry makes another reading."""
    root = Path(__file__).resolve().parent.parent
    places = [root / "parser", root / "families", root / "portals", *(root.parent / d for d in registry_dirs)]
    digest = hashlib.sha256((root / "layout.py").read_bytes())
    for path in sorted(
        file for place in places for file in place.rglob("*") if file.suffix in (".py", ".toml")
    ):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class _Rereading:
    """One re-reading on its way into a rebuild."""

    def __init__(self, order: Order, old: Database, rebuild: Rebuild) -> None:
        self._order = order
        self._old = old
        self._rebuild = rebuild
        self._archive = rebuild.archive
        self._items = Items(old, order.selection)
        self._total = self._items.count()
        self._reader = Reader(order.folder, order.registry_dirs)
        noted = rebuild.noted("differences")
        self._differences = Differences.from_json(noted) if noted else Differences()
        self._put_back: set[int] = set(rebuild.noted("put_back") or ())
        self._done = int(rebuild.noted("done") or 0)

    def fill(self, progress: Callable[[int, int], None]) -> None:
        """Read and save everything behind the position that was reached."""
        if self._rebuild.noted("finished"):
            return
        progress(self._done, self._total)
        for items, readings in self._results():
            by_id = {one.id: one for one in readings}
            with self._archive.transaction():
                for item in items:
                    self._take(item, by_id.get(item.id))
                self._done += len(items)
                self._rebuild.note("position", items[-1].id)
                self._rebuild.note("done", self._done)
                self._rebuild.note("differences", self._differences.as_json())
                self._rebuild.note("put_back", sorted(self._put_back))
            progress(self._done, self._total)

    def _results(self) -> Iterator[tuple[list[Item], list[Reading]]]:
        """The captures in order, a batch each, with what the parser says of those that are pages."""
        if self._order.jobs == 1:
            for items, batch in self._batches():
                yield items, self._reader.read(batch)
            return
        pool = ProcessPoolExecutor(
            self._order.jobs,
            multiprocessing.get_context("spawn"),
            begin,
            (self._order.folder, self._order.registry_dirs),
        )
        batches = self._batches()
        waiting: deque[tuple[list[Item], Future[list[Reading]]]] = deque()
        try:
            while True:
                for items, batch in islice(batches, self._order.jobs * _AHEAD - len(waiting)):
                    waiting.append((items, pool.submit(read_batch, batch)))
                if not waiting:
                    return
                items, future = waiting.popleft()
                yield items, future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _batches(self) -> Iterator[tuple[list[Item], Batch]]:
        stream = self._items.after(int(self._rebuild.noted("position") or 0))
        looks: dict[tuple[int | None, str], tuple[Item, ...]] = {}
        while items := list(islice(stream, _BATCH)):
            pages = tuple(item for item in items if self._items.is_page(item))
            groups = {item.group for item in pages}
            looks |= {group: self._items.first_of(group) for group in groups - looks.keys()}
            yield items, Batch(pages, {group: looks[group] for group in groups})

    def _take(self, item: Item, reading: Reading | None) -> None:
        if reading is None:
            self._take_other(item)
            return
        if reading.reason is not None and reading.reason.startswith(UNREADABLE):
            self._differences.unreadable += 1
            if item.article_id is not None:
                self._put_back.add(item.article_id)
            return
        before, is_source = self._before(item)
        if reading.article is not None:
            self._archive.save(reading.article, item.capture, self._origin(item, before), run_id=item.run_id)
        after = reading.article if reading.article is not None else str(reading.reason)
        changes = self._differences.compare(item.capture.url, before, after, slots=is_source)
        self._archive.db.conn.executemany(
            "INSERT INTO rebuild_changes VALUES (?, ?, ?, ?, ?)",
            [(change.url, change.slot, change.state, change.before, change.after) for change in changes],
        )
        if any(change.slot == "kind" for change in changes):
            self._note_kind(item, after)

    def _take_other(self, item: Item) -> None:
        """What is no page: an answer that the article stands as it was, or that it is gone."""
        if item.capture.status == 304 and item.article_id is not None:
            seen_again(self._archive.db, item.capture, item.portal, item.run_id)
        elif item.capture.status in (404, 410):
            self._archive.mark_gone(item.capture.url, item.capture.fetched_at)

    def _note_kind(self, item: Item, after: Article | str) -> None:
        """What the next crawl must know of a page that is an article now, or is none any more."""
        kind = "article" if isinstance(after, Article) else after
        self._archive.db.conn.execute(
            "UPDATE pages SET kind = ?, etag = NULL, last_modified = NULL WHERE portal = ? AND key = ?",
            (kind, item.portal, queue_key(canonical(item.capture.url))),
        )

    def _before(self, item: Item) -> tuple[dict[str, Any] | None, bool]:
        """The version that the capture showed, and whether it was read from this very capture.

        Another capture of it (a later one, or one of another address) may well show another date or byline.
        """
        sql = (
            "SELECT v.*, a.url AS article_url FROM versions AS v JOIN articles AS a ON a.id = v.article_id"
            " WHERE v.article_id = ? AND v.number = ?"
        )
        row = next(iter(self._old.query(sql, (item.article_id, item.version))), None)
        is_source = (
            row is not None
            and row["first_seen_at"] == utc_text(item.capture.fetched_at)
            and address_key(row["article_url"]) == address_key(item.capture.url)
        )
        return row, is_source

    def _origin(self, item: Item, before: dict[str, Any] | None) -> Origin:
        """As the crawl knew it; of a page that was no article before, as the registry has it."""
        if before is None:
            return self._reader.portal(item).origin()
        sql = "SELECT portal, province, province_now, department FROM articles WHERE id = ?"
        portal, province, now, department = self._old.execute(sql, (item.article_id,)).fetchone()
        return Origin(portal, province, now, department, before["section"])

    def finish(self, begun: float) -> None:
        """Put back what cannot be read, carry over the rest, index, and note the run; once."""
        if self._rebuild.noted("finished"):
            return
        now = datetime.now(UTC)
        with self._archive.transaction():
            self._rebuild.put_back(self._put_back)
            self._rebuild.finish()
            arguments = {name: value for name, value in asdict(self._order.selection).items() if value}
            run = self._archive.start_run(now, arguments, [], command="reread")
            counts = {f"{slot}/{s}": n for slot, c in self._differences.counts.items() for s, n in c.items()}
            report = {"pages": self._differences.pages, "unreadable": self._differences.unreadable, **counts}
            self._archive.end_run(run, now, 0, report | {"seconds": round(time.monotonic() - begun, 1)})
            self._rebuild.note("finished", True)

    def outcome(self, seconds: float, *, resumed: bool) -> Outcome:
        """What came of it, out of the rebuild."""
        changes = tuple(self._differences.examples)
        if self._order.every_change:
            sql = "SELECT url, slot, state, before, after FROM rebuild_changes"
            changes = tuple(Change(*row) for row in self._archive.db.execute(sql).fetchall())
        return Outcome(
            self._total, self._differences, changes, len(self._put_back), seconds, resumed, self._order.keep
        )
