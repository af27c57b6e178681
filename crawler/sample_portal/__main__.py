"""`python -m crawler.sample_portal`: serve the sample portals until Ctrl-C, or print their truth."""

from __future__ import annotations

import argparse
import os
import sys
import threading

from crawler.exit_codes import ExitCode
from crawler.sample_portal.content import FIRST_PORT, NIGHTS
from crawler.sample_portal.server import NIGHT_SWITCH, PortTaken, SamplePortals
from crawler.sample_portal.truth import truth_lines


def main() -> int:
    """Returns an exit code."""
    parser = argparse.ArgumentParser(prog="python -m crawler.sample_portal", description=__doc__)
    parser.add_argument(
        "--port",
        default=os.environ.get("SAMPLE_PORT") or str(FIRST_PORT),
        help="of the first portal (SAMPLE_PORT)",
    )
    parser.add_argument("--night", type=int, default=1, choices=range(1, NIGHTS + 1))
    parser.add_argument("--truth", action="store_true", help="print the ground truth as JSON lines and end")
    options = parser.parse_args()
    if options.truth:
        sys.stdout.writelines(truth_lines())
        return ExitCode.OK
    try:
        portals = SamplePortals(port_number(options.port), options.night)
    except (PortTaken, ValueError) as error:
        sys.stderr.write(f"sample portal: {error}\n")
        return ExitCode.USAGE
    with portals:
        for slug, url in portals.urls.items():
            print(f"{slug:<12} {url}", flush=True)
        first = next(iter(portals.urls.values())).rstrip("/")
        print(f"night {portals.night}; another one: curl -d 3 {first}{NIGHT_SWITCH}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return ExitCode.OK
    return ExitCode.OK


def port_number(text: str) -> int:
    """A port as typed. Raises ValueError, one line."""
    if not text.isdecimal() or not 0 <= int(text) <= 65_000:
        raise ValueError(f"SAMPLE_PORT={text} is no port: write a number such as {FIRST_PORT}")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
