"""`scrapy portals`: list and count the registry's portals; `scrapy portals check`: look at them."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, ClassVar, cast

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings

from crawler.exit_codes import ExitCode
from crawler.portals import Portal, Registry, RegistryError, load_registry
from crawler.portals.names import name_key
from crawler.portals.registry import Wanted
from crawler.portals_check.checking import check_many, check_one, target_portal

_CHOICES = ("province", "department", "family", "status", "level", "portal")
_ROOT = Path(__file__).resolve().parents[2]


class Command(ScrapyCommand):
    """Lists portals by what they are chosen by; without a choice counts them by province, old and new."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """The arguments, as `scrapy portals --help` shows them."""
        return "[options] | check <SLUG or URL> | check --all [--report FILE]"

    def short_desc(self) -> str:
        """The line in `scrapy --help`."""
        return "List the registry's portals by province, department, ...; check that they answer"

    def long_desc(self) -> str:
        """What `scrapy portals --help` says."""
        return (
            "Without options: how many portals each province has, before July 2025 and now. "
            "With a choice: the portals that fit all of it; several values are parted by commas. "
            "check SLUG|URL looks at one portal politely (reachable, TLS, robots.txt, CMS, sections, "
            "three articles) and prints the TOML for the registry; check with a choice or --all looks at "
            "many home pages."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the choices, --all and --json."""
        super().add_options(parser)
        group = parser.add_argument_group("Choice of portals")
        group.add_argument("--province", help='"Thanh Hóa", thanh-hoa; one of the 63 or of the 34')
        group.add_argument("--department", help='a code or name: tttt, "Sở Y tế"')
        group.add_argument("--family", help="the CMS: liferay, nukeviet, ...")
        group.add_argument("--status", help="unknown, alive, unreachable, closed, replaced")
        group.add_argument("--level", help="department, province, district, newspaper, ministry, ...")
        group.add_argument("--portal", metavar="SLUG", help="slugs")
        group.add_argument("--all", action="store_true", help="each portal of the country")
        parser.add_argument("--report", metavar="FILE", help="check: a JSON line a portal; goes on from it")
        parser.add_argument("--json", action="store_true", help="as a JSON list, one object a portal")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """List, or say in one line what is wrong; the exit code is 2 then."""
        assert self.settings is not None
        try:
            registry = _registry(self.settings.getlist("REGISTRY_DIRS"))
            if args:
                self.exitcode = int(_check(registry, args, opts, self.settings))
                return
            portals = registry.select(**_wanted(opts))
        except RegistryError as error:
            sys.stderr.write(f"{error}\n")
            self.exitcode = int(ExitCode.USAGE)
            return
        if opts.json:
            sys.stdout.write(
                json.dumps([as_json(portal) for portal in portals], ensure_ascii=False, indent=1)
            )
            sys.stdout.write("\n")
        elif _wanted(opts) or opts.all:
            sys.stdout.write(portal_table(portals))
        else:
            sys.stdout.write(province_table(portals))


def _wanted(opts: argparse.Namespace) -> Wanted:
    given = {key: getattr(opts, key) for key in _CHOICES if getattr(opts, key)}
    return cast(Wanted, given)


def _check(registry: Registry, args: list[str], opts: argparse.Namespace, settings: BaseSettings) -> ExitCode:
    if args[0] != "check" or len(args) > 2:
        raise RegistryError(f'scrapy portals takes options or "check", not "{" ".join(args)}"; see --help')
    wanted = _wanted(opts)
    if len(args) == 2:
        if wanted or opts.all:
            raise RegistryError("check looks at the portal that it is given, or at a choice: leave out one")
        return check_one(target_portal(registry, args[1]), settings)
    if not wanted and not opts.all:
        raise RegistryError("check what? a slug, an address, a choice such as --province, or --all")
    return check_many(registry.select(**wanted), settings, Path(opts.report) if opts.report else None)


def _registry(folders: Iterable[str]) -> Registry:
    found = [_ROOT / folder for folder in folders if (_ROOT / folder).is_dir()]
    return load_registry(*found or [_ROOT / "spiders" / "portals"])


def as_json(portal: Portal) -> dict[str, object]:
    """A portal as one flat object; dates as ISO texts, what is not known as null."""
    return {
        "slug": portal.slug,
        "name": portal.name,
        "province": portal.province,
        "province_now": portal.province_now,
        "department": portal.department,
        "department_now": portal.department_now,
        "level": portal.level,
        "url": portal.start_urls[0],
        "hosts": [
            {
                "name": host.name,
                "path": host.path,
                "valid_from": host.valid_from and host.valid_from.isoformat(),
                "valid_to": host.valid_to and host.valid_to.isoformat(),
            }
            for host in portal.hosts
        ],
        "family": portal.family,
        "status": portal.status,
        "status_seen": portal.status_seen and portal.status_seen.isoformat(),
        "ended": portal.ended and portal.ended.isoformat(),
        "successor": portal.successor,
        "source": portal.provenance.source,
        "confidence": portal.provenance.confidence,
        "note": portal.provenance.note or None,
    }


def portal_table(portals: Iterable[Portal]) -> str:
    """The portals in columns, under the province of their own time and of now; counts at the end."""
    listed = sorted(portals, key=lambda p: (name_key(p.province_now or ""), name_key(p.province or "")))
    rows = [
        (p.slug, p.department or "-", p.level, p.status, p.family or "-", p.hosts[0].name, p.name)
        for p in listed
    ]
    heads = [("SLUG", "DEPT", "LEVEL", "STATUS", "FAMILY", "HOST", "NAME")]
    lines = columns(heads + rows)
    out, province = [lines[0]], ""
    for portal, line in zip(listed, lines[1:], strict=True):
        if (here := _place(portal)) != province:
            out += ["", here]
            province = here
        out.append(line)
    return "\n".join([*out, "", _counts(listed)]) + "\n"


def province_table(portals: Iterable[Portal]) -> str:
    """How many portals each province has, under the province of now; counts at the end."""
    listed = list(portals)
    counted: dict[tuple[str, str], list[Portal]] = {}
    for portal in listed:
        key = (portal.province_now or "(central)", portal.province or "(central)")
        counted.setdefault(key, []).append(portal)
    rows: list[tuple[str, ...]] = [
        ("SINCE JULY 2025", "BEFORE", "PORTALS", "DEPARTMENTS", "CMS KNOWN", "GONE")
    ]
    above = ""
    for (now, before), here in sorted(counted.items(), key=lambda item: tuple(map(name_key, item[0]))):
        counts: tuple[Callable[[Portal], bool], ...] = (
            lambda p: True,
            lambda p: p.level == "department",
            lambda p: p.family is not None,
            lambda p: not p.expected_to_answer,
        )
        rows.append(("" if now == above else now, before, *(str(sum(map(test, here))) for test in counts)))
        above = now
    return "\n".join([*columns(rows, numbers_from=2), "", _counts(listed)]) + "\n"


def columns(rows: Sequence[tuple[str, ...]], numbers_from: int = 99) -> list[str]:
    """Rows as lines of aligned columns; those from `numbers_from` on stand to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            text.rjust(width) if at >= numbers_from else text.ljust(width)
            for at, (text, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def _place(portal: Portal) -> str:
    if portal.province is None:
        return "(central bodies)"
    moved = "" if portal.province == portal.province_now else f", now {portal.province_now}"
    return portal.province + moved


def _counts(portals: list[Portal]) -> str:
    said = [f"{len(portals)} portal{'' if len(portals) == 1 else 's'}"]
    for name, key in (("by level", "level"), ("by status", "status")):
        counted = Counter(getattr(portal, key) for portal in portals).most_common()
        said.append(f"{name}: " + ", ".join(f"{count} {value}" for value, count in counted))
    return "\n".join(said)
