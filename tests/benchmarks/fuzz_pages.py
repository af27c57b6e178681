"""Read test pages that were mutated at random until the time is up: no exception, no page of more than two seconds.

    python -m tests.benchmarks.fuzz_pages [--seconds 60] [--seed 1] [--keep FOLDER]

Each page is read, and its links are, as in a crawl. Printed: how many pages were read, the slowest, and each that
failed, which `--keep` writes out. Exit code 1 where one did.
"""

from __future__ import annotations

import argparse
import logging
import random
import re
import sys
import time
from pathlib import Path

from crawler.discovery.links import links
from crawler.parser import Page, read_page

PAGES = Path(__file__).resolve().parents[1] / "pages"
SLOW = 2.0
"""How many seconds of CPU a page may take."""
TAG = re.compile(rb"<[^<>]{0,200}>")
STRANGE = (
    b"<table> <select> <template> <svg> <math> </p> <a> <b> <form> <frameset> <!-- <![CDATA[ <script> <plaintext> "
    b"<textarea> \0 &#x110000; </body> <body> <html> <li> <title> </br> <noscript> <iframe> "
    b"\xff\xfe \xed\xa0\x80 \xcc\x80"
).split()


def mutated(page: bytes, chance: random.Random) -> bytes:
    """A page with 1 to 200 changes: bytes set, cut out, doubled, tags moved, strange tags put in."""
    changed = bytearray(page)
    tags = [found.span() for found in TAG.finditer(page)][:3000]
    for _ in range(chance.choice((1, 3, 10, 40, 200))):
        if not changed:
            break
        place, kind = chance.randrange(len(changed)), chance.random()
        if kind < 0.2:
            changed[place] = chance.randrange(256)
        elif kind < 0.4:
            del changed[place : place + chance.randrange(1, 300)]
        elif kind < 0.6 and tags:
            start, end = chance.choice(tags)
            changed[place:place] = changed[start:end]
        elif kind < 0.7:
            changed[place:place] = chance.choice(STRANGE) * chance.choice((1, 1, 1, 5, 100))
        elif kind < 0.85:
            start = chance.randrange(len(changed))
            changed[place:place] = changed[start : start + chance.randrange(1, 2000)]
        else:
            changed[place:place] = chance.randbytes(chance.randrange(1, 9))
    return bytes(changed)


def failure(page: bytes) -> tuple[str | None, float]:
    """What went wrong in reading a page, None if nothing did; the seconds of CPU that it took."""
    began = time.thread_time()
    try:
        parsed = Page.parse(page, "https://so.tinh.example/tin/bai-viet-123.html")
        read_page(parsed)
        list(links(parsed))
    except Exception as error:  # noqa: BLE001  # whatever it is, it is what is looked for
        return f"{type(error).__name__}: {error}", time.thread_time() - began
    took = time.thread_time() - began
    return (f"{took:.1f} s" if took > SLOW else None), took


def main() -> int:
    """Mutate and read until the time is up."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--keep", type=Path, help="a folder for the pages that fail")
    chosen = options.parse_args()
    logging.getLogger("bs4.dammit").setLevel(
        logging.ERROR
    )  # the detector's, on bytes that are in no encoding
    chance = random.Random(chosen.seed)
    pages = [path.read_bytes() for path in sorted(PAGES.glob("*/*.html"))]
    end, read, slowest, failed = time.monotonic() + chosen.seconds, 0, 0.0, 0
    while time.monotonic() < end:
        page = mutated(chance.choice(pages), chance)
        wrong, took = failure(page)
        read, slowest = read + 1, max(slowest, took)
        if wrong is not None:
            failed += 1
            print(f"page {read} of seed {chosen.seed}: {wrong}", flush=True)
            if chosen.keep is not None:
                chosen.keep.mkdir(parents=True, exist_ok=True)
                (chosen.keep / f"{chosen.seed}-{read}.html").write_bytes(page)
    print(f"{read} pages read, {failed} failed, the slowest took {slowest:.3f} s of CPU")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
