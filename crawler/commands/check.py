"""`scrapy check`: Scrapy's own; the pages of the contracts are the sample portals', served meanwhile."""

from __future__ import annotations

import argparse
import contextlib

from scrapy.commands import check

from crawler.sample_portal.server import PortTaken, SamplePortals


class Command(check.Command):
    """Serves the sample portals on their usual ports while the contracts are checked."""

    def short_desc(self) -> str:
        """The line in `scrapy --help`."""
        return "Check spider contracts on the sample portals"

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Check; where the portals are being served already, those are asked."""
        with contextlib.ExitStack() as stack:
            with contextlib.suppress(PortTaken):
                stack.enter_context(SamplePortals())
            super().run(args, opts)
