"""Portal: one website of one body, and whose it was when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from archive.records import Origin
from crawler.layout import Layout
from crawler.politeness.window import Window
from crawler.portals.departments import departments
from crawler.portals.provinces import provinces

LEVELS = ("province", "department", "organization", "district", "commune", "newspaper", "ministry", "sample")
"""Whose site it is. An organization is a party board, union, association or centre of a province; a sample is an
invented body's, which no choice of province or department finds."""
STATUSES = ("unknown", "alive", "unreachable", "closed", "replaced")
"""unknown: nobody looked; alive: seen answering; unreachable: seen not answering; closed: answers that it is
no more; replaced: another portal (or CMS) took its place, named by `successor`."""

DISTRICTS_ENDED = date(2025, 7, 1)
"""Districts were dropped on this day (Luật Tổ chức chính quyền địa phương 72/2025/QH15)."""


@dataclass(frozen=True, slots=True)
class Host:
    """A host, with its port where that is not the scheme's, and the days on which it was the portal's own.

    `valid_to` is the first day on which it was so no more; None at either end: not known, or still so.
    """

    name: str
    path: str = "/"
    """The portal is only what stands below this path."""
    valid_from: date | None = None
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the host was the portal's own on that day."""
        return (self.valid_from or date.min) <= day < (self.valid_to or date.max)


@dataclass(frozen=True, slots=True)
class Section:
    """A listing of a portal: its address and what it is called."""

    url: str
    name: str


@dataclass(frozen=True, slots=True)
class Tls:
    """What a portal's old server needs and a safe client refuses: all off unless the registry says so."""

    old_protocols: bool = False
    """TLS 1.0 and 1.1."""
    weak_ciphers: bool = False
    any_certificate: bool = False
    """A certificate that is expired, self-signed or another's."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a row comes from, and how sure it is that the host is or was real (not that it answers)."""

    source: str = ""
    confidence: str = ""
    """"high", "medium" or "low"."""
    family_evidence: str = ""
    family_confidence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Portal:
    """One website of one body. Its identity is (host, interval), never a place name."""

    slug: str
    """Unique in the country; what `-a portal=` takes."""
    name: str
    start_urls: tuple[str, ...]
    hosts: tuple[Host, ...]
    department: str | None = None
    """The code of the body at the portal's own time, "tttt"."""
    province: str | None = None
    """The province's name at the portal's own time (one of 63)."""
    level: str = "department"
    """One of LEVELS."""
    status: str = "unknown"
    """One of STATUSES."""
    status_seen: date | None = None
    """When the status was seen, where that is known."""
    successor: str | None = None
    """The slug of the portal that took over."""
    family: str | None = None
    """The CMS, a name in families/; None: found by its marks."""
    sections: tuple[Section, ...] = ()
    layout: Layout | None = None
    """Goes before the family's layout."""
    article_url: tuple[str, ...] = ()
    listing_url: tuple[str, ...] = ()
    ignore_url: tuple[str, ...] = ()
    """Regular expressions on path and query, before the family's."""
    render: bool = False
    """Whether its pages need a browser."""
    tls: Tls = field(default_factory=Tls)
    window: Window | None = None
    """The hours in which it may be asked; None: as CRAWL_WINDOW says."""
    delay: float = 0.0
    """The fewest seconds between two requests, where it needs more than the rest."""
    provenance: Provenance = field(default_factory=Provenance)
    registered: bool = True
    """False for a portal that was made up for a bare URL."""

    @property
    def province_now(self) -> str | None:
        """The province's name since 1 July 2025 (one of 34)."""
        return provinces().now_of(self.province) if self.province else None

    @property
    def department_now(self) -> str | None:
        """The code of the body that has its work today."""
        return departments().now(self.department) if self.department else None

    @property
    def ended(self) -> date | None:
        """The first day on which the body was no more: merged, or dropped with the districts."""
        if self.level == "district":
            return DISTRICTS_ENDED
        department = departments().by_code.get(self.department or "")
        return department.merged_on if department else None

    @property
    def expected_to_answer(self) -> bool:
        """Whether a crawl has reason to try it: it is not known to be gone."""
        return self.status in ("unknown", "alive")

    def origin(self, section: str | None = None) -> Origin:
        """What the archive keeps of the portal with each article."""
        return Origin(self.slug, self.province, self.province_now, self.department, section)

    def claim(self, url: str, day: date | None = None) -> int:
        """How closely a URL is the portal's own: the length of the path that it stands below; -1: it is not.

        With a day, only hosts that were the portal's own then count.
        """
        parts = urlsplit(url)
        name = host_key(parts.netloc, parts.scheme)
        lengths = [
            len(host.path)
            for host in self.hosts
            if host_key(host.name) == name
            and below(parts.path or "/", host.path)
            and (day is None or host.covers(day))
        ]
        return max(lengths, default=-1)


def host_key(netloc: str, scheme: str = "") -> str:
    """A host as it is compared: lower case, no account, no "www.", no port where it is the scheme's own.

    >>> host_key("WWW.thanhhoa.gov.vn:443", "https"), host_key("127.0.0.1:8080", "http")
    ('thanhhoa.gov.vn', '127.0.0.1:8080')
    """
    name, _, port = netloc.rpartition("@")[2].lower().rpartition(":")
    if not name or not port.isdigit():
        name, port = netloc.rpartition("@")[2].lower(), ""
    if port in {"http": ("80", ""), "https": ("443", "")}.get(scheme, ("80", "443", "")):
        port = ""
    name = name.rstrip(".").removeprefix("www.")
    return f"{name}:{port}" if port else name


def below(path: str, top: str) -> bool:
    """Whether a path is `top` or stands below it.

    >>> below("/web/so-noi-vu/tin", "/web/so-noi-vu"), below("/web/so-noi-vu-2", "/web/so-noi-vu")
    (True, False)
    """
    return path.rstrip("/") == top.rstrip("/") or path.startswith(top.rstrip("/") + "/")
