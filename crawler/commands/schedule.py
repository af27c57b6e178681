"""`scrapy schedule`: a crontab or systemd units that crawl a selection of portals, spread over the night."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, cast

from scrapy.commands import ScrapyCommand
from scrapy.settings import BaseSettings
from scrapy.utils.conf import closest_scrapy_cfg

from crawler.exit_codes import ExitCode
from crawler.order import BadOrder, read_order, registry
from crawler.politeness.window import VIETNAM, Window
from crawler.portals import NoPortal, Portal
from crawler.portals.registry import Wanted
from crawler.schedule.commands import Place
from crawler.schedule.crontab import crontab
from crawler.schedule.plan import EVERY, Plan, clashes, plan
from crawler.schedule.systemd import units

_CHOICES = ("portal", "province", "department", "family", "level")
_CMDLINE = 40
"""Scrapy's priority of what was given with -s."""


class Command(ScrapyCommand):
    """Prints the schedule; with systemd and --output writes the units."""

    requires_project = True
    requires_crawler_process = False
    default_settings: ClassVar[dict[str, Any]] = {"LOG_ENABLED": False}

    def syntax(self) -> str:
        """The arguments, as `scrapy schedule --help` shows them."""
        return "[--province NAME] [--department CODE] [--portal SLUGS] [--format crontab|systemd] ..."

    def short_desc(self) -> str:
        """The line in `scrapy --help`."""
        return "Print a crontab or systemd timers for a selection of portals, spread over the night"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add the choices, the format, the window and the rest."""
        super().add_options(parser)
        group = parser.add_argument_group("Choice of portals")
        for name in _CHOICES:
            group.add_argument(f"--{name}", help=f"as `scrapy portals --{name}`")
        group.add_argument("--all", action="store_true", help="each portal that is expected to answer")
        parser.add_argument("--format", choices=("crontab", "systemd"), default="crontab")
        parser.add_argument("--window", default="22:00-05:00", help="when crawls begin (22:00-05:00)")
        parser.add_argument("--every", choices=EVERY, default="day", help="each portal's turn")
        parser.add_argument("--mail-to", default="", metavar="ADDRESS", help="crontab: who gets the mails")
        parser.add_argument("--user", default=getpass.getuser(), help="systemd: whose processes they are")
        parser.add_argument("--output", metavar="DIR", help="systemd: write the units there")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Print, or say in one line what is wrong; the exit code is 2 then."""
        assert self.settings is not None
        try:
            if args:
                raise BadOrder(f"scrapy schedule takes options only, not {args[0]}")
            portals = _portals(opts, self.settings)
            made = plan(portals, _window(opts.window), opts.every)
            place = _place(self.settings)
            self._write(made, place, opts)
        except (BadOrder, NoPortal) as error:
            sys.stderr.write(f"scrapy schedule: {error}\n")
            self.exitcode = int(ExitCode.USAGE)

    def _write(self, made: Plan, place: Place, opts: argparse.Namespace) -> None:
        if opts.format == "crontab":
            sys.stdout.write(crontab(made, place, opts.mail_to))
            _warn_of_the_clock()
        else:
            files = units(made, place, opts.user)
            if opts.output:
                _save(files, Path(opts.output))
            else:
                sys.stdout.writelines(f"# --- {name}\n{text}\n" for name, text in sorted(files.items()))
        crowded = len(clashes(made.jobs))
        if crowded:
            sys.stderr.write(
                f"scrapy schedule: {crowded} portals begin with another of their server, and wait for it: "
                "widen --window, or take --every week\n"
            )


def _portals(opts: argparse.Namespace, settings: BaseSettings) -> list[Portal]:
    wanted = cast(Wanted, {name: getattr(opts, name) for name in _CHOICES if getattr(opts, name)})
    if not wanted and not opts.all:
        raise BadOrder("nothing to schedule: say --portal, --province, --department, ... or --all")
    folders = settings.getlist("REGISTRY_DIRS")
    chosen = registry(folders).select(**wanted)
    if not opts.portal:
        chosen = [p for p in chosen if p.expected_to_answer and (opts.level or p.level != "sample")]
    if not chosen:
        raise BadOrder("no portal of that choice is expected to answer; name one with --portal SLUG to try")
    # The same checks as each night's: better now than by mail.
    read_order({"portal": ",".join(p.slug for p in chosen)}, folders, settings.get("CONTACT"))
    return chosen


def _window(text: str) -> Window:
    try:
        return Window.parse(text)
    except ValueError as error:
        raise BadOrder(f"--window: {error}") from error


def _place(settings: BaseSettings) -> Place:
    project = Path(closest_scrapy_cfg()).resolve().parent
    more: tuple[str, ...] = ()
    if (settings.getpriority("REGISTRY_DIRS") or 0) >= _CMDLINE:
        folders = [str((project / folder).resolve()) for folder in settings.getlist("REGISTRY_DIRS")]
        more = (f"REGISTRY_DIRS={','.join(folders)}",)
    archive = Path(settings["ARCHIVE_DIR"]).expanduser().resolve()
    return Place(project, archive, settings.get("CONTACT"), more)


def _save(files: dict[str, str], folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        raise BadOrder(f"--output {folder}: {(error.strerror or str(error)).lower()}") from error
    timers = " ".join(name for name in sorted(files) if name.endswith(".timer"))
    sys.stdout.write(
        f"{len(files)} units in {folder}\nsystemctl daemon-reload && systemctl enable --now {timers}\n"
    )


def _warn_of_the_clock() -> None:
    here = datetime.now().astimezone().utcoffset()
    if here != VIETNAM.utcoffset(None):
        sys.stderr.write(
            f"scrapy schedule: this machine's clock is UTC{datetime.now().astimezone():%z}, not Vietnam's, and cron "
            "goes by it: timedatectl set-timezone Asia/Ho_Chi_Minh\n"
        )
