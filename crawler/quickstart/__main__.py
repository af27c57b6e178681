"""`python -m crawler.quickstart`: serve what is to be crawled, run `scrapy crawl portal` on it, show what landed."""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crawler.exit_codes import ExitCode
from crawler.quickstart.landed import Before, show_landed
from crawler.quickstart.saved_site import SiteUnavailable, saved_site
from crawler.sample_portal.__main__ import port_number
from crawler.sample_portal.content import FIRST_PORT
from crawler.sample_portal.server import PortTaken, SamplePortals

LOOPBACK = {"DOWNLOAD_DELAY": "0", "AUTOTHROTTLE_ENABLED": "0", "LOG_LEVEL": "WARNING"}
"""Settings for servers of our own: they may be asked without delay."""
SAVED = LOOPBACK | {"CONCURRENT_REQUESTS_PER_DOMAIN": "8"}
"""A saved site's serve.py keeps each answer back for 40 ms, and there are thousands."""


@dataclass(frozen=True, slots=True)
class Target:
    """What to crawl: the spider's arguments and settings, and a search for what it brings ("": of its newest)."""

    arguments: tuple[str, ...]
    settings: dict[str, str]
    search: str = ""
    sample: dict[str, str] | None = None
    """Where the sample portals begin, by slug: then the archive is held beside their truth."""


def main() -> int:
    """Returns the crawl's exit code, or USAGE where there is nothing to crawl."""
    options = _options()
    folder = Path(options.archive)
    try:
        with _target(options) as target:
            before = Before.of(folder)
            code = _crawl(target, folder)
            show_landed(folder, before, target.search, target.sample)
            return code
    except (PortTaken, SiteUnavailable, ValueError) as error:
        sys.stderr.write(f"make crawl: {error}\n")
        return ExitCode.USAGE


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m crawler.quickstart", description=__doc__)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--portal", help="a portal of the registry (make crawl PORTAL=slug)")
    which.add_argument("--url", help="the address of a portal (make crawl URL=https://...)")
    which.add_argument(
        "--site", type=Path, help="the folder of a saved site with its serve.py (make crawl-site)"
    )
    parser.add_argument("--archive", default=os.environ.get("TINSO_ARCHIVE") or "./data")
    return parser.parse_args()


@contextlib.contextmanager
def _target(options: argparse.Namespace) -> Iterator[Target]:
    """What the options mean, served while the context lasts. Raises PortTaken, SiteUnavailable, ValueError."""
    if options.portal or options.url:
        name = "portal" if options.portal else "url"
        contact = os.environ.get("CONTACT") or os.environ.get("TINSO_CONTACT", "")
        yield Target((f"{name}={options.portal or options.url}",), {"CONTACT": contact} if contact else {})
    elif options.site:
        with saved_site(options.site) as url:
            yield Target((f"url={url}",), SAVED, "chuyen doi so")
    else:
        port = port_number(os.environ.get("SAMPLE_PORT") or str(FIRST_PORT))
        with SamplePortals(port) as portals, tempfile.TemporaryDirectory(prefix="tinso-") as folder:
            settings = dict(LOOPBACK)
            if port != FIRST_PORT:
                # The registry's rows name the usual ports.
                settings["REGISTRY_DIRS"] = str(portals.write_registry(Path(folder)))
            yield Target((f"portal={','.join(portals.urls)}",), settings, "do man", portals.urls)


def _crawl(target: Target, folder: Path) -> int:
    """Run the crawl as a person would, in a process of its own; what ends us ends it first."""
    given = [part for argument in target.arguments for part in ("-a", argument)]
    settings = [part for name, value in target.settings.items() for part in ("-s", f"{name}={value}")]
    command = ["scrapy", "crawl", "portal", *given, "-s", f"ARCHIVE_DIR={folder}", *settings]
    sys.stdout.write(f"$ {' '.join(command)}\n")
    sys.stdout.flush()
    with subprocess.Popen([sys.executable, "-m", *command]) as crawl:
        signal.signal(signal.SIGTERM, lambda number, frame: crawl.send_signal(signal.SIGTERM))
        while True:
            try:
                return crawl.wait()
            except KeyboardInterrupt:
                # The terminal has sent it to the crawl too, which stops within seconds.
                continue


if __name__ == "__main__":
    sys.exit(main())
