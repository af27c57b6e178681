"""Order: a spider's arguments, checked before anything is opened or written."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from crawler.discovery.addresses import is_private
from crawler.documents.reading import missing
from crawler.politeness.window import VIETNAM
from crawler.portals import NoPortal, Portal, Registry, RegistryError, load_registry, portal_for_url
from crawler.portals.portal import host_key

ARGUMENTS = (
    "portal",
    "province",
    "department",
    "url",
    "since",
    "until",
    "limit",
    "revisit",
    "attachments",
    "render",
)


class BadOrder(Exception):
    """An argument or setting that makes no sense; the message is one line: what, what exists, the remedy."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a crawl was asked for."""

    portals: tuple[Portal, ...]
    since: datetime | None = None
    """Articles published before it are not kept: aware, +07:00, the day's beginning."""
    until: datetime | None = None
    """Articles published at or after it are not kept: the beginning of the day after the one that was given."""
    limit: int | None = None
    revisit_all: bool = False
    attachments: bool = False
    """Whether the files that articles offer are fetched and read."""
    render: bool = False
    """Whether listings are loaded in a browser, whatever the registry says."""
    url: str | None = None
    """Where to begin, if it is not the portals' own start."""

    def renders(self, portal: Portal) -> bool:
        """Whether a portal's listings are loaded in a browser."""
        return self.render or portal.render

    def wants(self, published: datetime | None) -> bool:
        """Whether an article of that moment is asked for; one without a date always is."""
        if published is None:
            return True
        return (self.since is None or published >= self.since) and (
            self.until is None or published < self.until
        )


def read_order(arguments: Mapping[str, str], registry_dirs: Iterable[str], contact: str) -> Order:
    """The order that `-a` arguments mean. Raises BadOrder."""
    for name in arguments:
        if name not in ARGUMENTS:
            near = difflib.get_close_matches(name, ARGUMENTS, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise BadOrder(f"unknown argument {name}: {hint}the arguments are {', '.join(ARGUMENTS)}")
    given = {name: value.strip() for name, value in arguments.items()}
    empty = [name for name, value in given.items() if not value]
    if empty:
        raise BadOrder(f"{empty[0]} is empty: write -a {empty[0]}=VALUE")
    if not any(name in given for name in ("portal", "province", "department", "url")):
        raise BadOrder(
            "nothing to crawl: say -a portal=SLUG, -a province=NAME, -a department=CODE or -a url=ADDRESS; "
            "`scrapy portals` lists what there is"
        )
    since, until = _day(given, "since"), _day(given, "until")
    if since and until and since > until:
        raise BadOrder(f"since={given['since']} is later than until={given['until']}: turn them round")
    if given.get("revisit", "all") != "all":
        raise BadOrder(f"revisit={given['revisit']} is unknown: the only value is all")
    portals = _portals(given, registry_dirs)
    _check_contact(portals, contact)
    return Order(
        portals=portals,
        since=since,
        until=until + timedelta(days=1) if until else None,
        limit=_limit(given),
        revisit_all="revisit" in given,
        attachments=_attachments(given),
        render=_switch(given, "render"),
        url=given.get("url"),
    )


def registry(folders: Iterable[str]) -> Registry:
    """The registry of the project's folders (relative to the project, or absolute). Raises BadOrder."""
    root = Path(__file__).resolve().parent.parent
    try:
        return load_registry(*(root / folder for folder in folders if (root / folder).is_dir()))
    except RegistryError as error:
        raise BadOrder(str(error)) from error


def _portals(given: Mapping[str, str], registry_dirs: Iterable[str]) -> tuple[Portal, ...]:
    known = registry(registry_dirs)
    try:
        if "url" in given:
            if any(name in given for name in ("portal", "province", "department")):
                raise BadOrder("url stands alone: leave out portal, province and department")
            if "@" in (given["url"].partition("://")[2] or given["url"]).partition("/")[0]:
                raise BadOrder("url carries a name or password: leave it out, the archive would keep it")
            return (portal_for_url(known, given["url"]),)
        wanted = {name: given[name] for name in ("portal", "province", "department") if name in given}
        portals = known.select(**wanted)
    except NoPortal as error:
        raise BadOrder(str(error)) from error
    if "portal" not in given:
        portals = [p for p in portals if p.expected_to_answer]
        if not portals:
            raise BadOrder(
                "no portal of that choice is expected to answer; name one with -a portal=SLUG to try"
            )
    return tuple(portals)


def _day(given: Mapping[str, str], name: str) -> datetime | None:
    text = given.get(name)
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise BadOrder(f"{name}={text} is no day: write it as {name}=2022-01-31") from None
    if day > (datetime.now(UTC) + timedelta(days=1)).date() and name == "since":
        raise BadOrder(f"{name}={text} lies in the future")
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM)


def _limit(given: Mapping[str, str]) -> int | None:
    text = given.get("limit")
    if text is None:
        return None
    if not text.isdecimal() or int(text) < 1:
        raise BadOrder(f"limit={text} is no number of articles: write it as limit=100")
    return int(text)


def _attachments(given: Mapping[str, str]) -> bool:
    if not _switch(given, "attachments"):
        return False
    if (line := missing()) is not None:
        raise BadOrder(line)
    return True


def _switch(given: Mapping[str, str], name: str) -> bool:
    text = given.get(name, "false")
    if text not in ("true", "false"):
        raise BadOrder(f"{name}={text} is neither true nor false: write it as {name}=true")
    return text == "true"


def _check_contact(portals: Iterable[Portal], contact: str) -> None:
    if contact.strip():
        if "@" not in contact and "://" not in contact:
            raise BadOrder(f"CONTACT={contact} is neither a mail address nor a URL")
        return
    for portal in portals:
        for host in portal.hosts:
            if not is_private(host_key(host.name).rpartition(":")[0] or host_key(host.name)):
                raise BadOrder(
                    f"{portal.slug} is a real portal and CONTACT is not set: its administrator must be able to "
                    "reach you; add -s CONTACT=you@example.org (or set TINSO_CONTACT)"
                )
