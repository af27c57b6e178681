"""What the parser makes of every page at hand: kept, missed, taken for articles, and how often each rule won.

    python -m tests.benchmarks.bench_reading [--site FOLDER] [--rules] [--fails]

Reads the saved portal of `--site` (`*.warc.gz` and `truth.jsonl`), the test pages and, where they lie beside it, the
real pages (FOLDER/../pages). Of the portal: each page of truth.jsonl by kind, and every other page as one that is none.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from warcio.archiveiterator import ArchiveIterator

from archive.records import Article
from crawler.parser import Page, Refusal, read_page
from crawler.parser.wording import words

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT.parent / "shared" / "site"


def responses(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Address and bytes of every HTML page of the folder's WARC files."""
    for warc in sorted(folder.glob("*.warc.gz")):
        with warc.open("rb") as stream:
            for record in ArchiveIterator(stream):
                status = record.http_headers.get_statuscode() if record.http_headers else ""
                if record.rec_type == "response" and status == "200":
                    kind = record.http_headers.get_header("Content-Type") or ""
                    body = record.content_stream().read()
                    if "html" in kind:
                        yield record.rec_headers.get_header("WARC-Target-URI"), body


def truth_of(folder: Path) -> dict[str, dict[str, str | None]]:
    """What truth.jsonl says, by address."""
    lines = (folder / "truth.jsonl").read_text("utf-8").splitlines()
    return {row["url"]: row for row in map(json.loads, lines)}


def same_time(expected: str | None, article: Article) -> bool:
    """Whether the article's time is the expected one, to the minute; none where none is expected."""
    if expected is None or article.published_at is None:
        return expected is None and article.published_at is None
    return datetime.fromisoformat(expected).replace(second=0) == article.published_at.replace(second=0)


def measure_site(folder: Path, rules: Counter[str], *, fails: bool) -> None:
    """Print a table of the saved portal: per kind the pages kept, and their headline and date right."""
    truth = truth_of(folder)
    seen: Counter[str] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for url, html in responses(folder):
        expected = truth.get(url)
        kind = str(expected["kind"]) if expected else "none"
        seen[kind] += 1
        read = read_page(Page.parse(html, url))
        if isinstance(read, Refusal):
            rules[f"refused {read.reason}"] += 1
            right[kind, "refused"] += 1
            if fails and expected:
                print(f"missed {kind} ({read.reason}: {read.detail[:60]}) {url}")
            continue
        rules.update(f"{item.slot} {item.rule}" for item in read.evidence)
        if fails and not expected:
            print(f"false ({read.headline[:60]}) {url}")
        if expected:
            right[kind, "headline"] += words(str(expected["headline"])) == words(read.headline)
            right[kind, "time"] += same_time(expected["published"], read)
            for slot, good in (
                ("headline", words(str(expected["headline"])) == words(read.headline)),
                ("time", same_time(expected["published"], read)),
            ):
                if fails and not good:
                    print(f"{slot}: {read.headline[:60]} {read.published_at} for {expected} {url}")
    print(f"{'portal':10}{'pages':>8}{'refused':>9}{'headline':>10}{'time':>8}")
    for kind, count in seen.items():
        print(
            f"{kind:10}{count:>8}{right[kind, 'refused']:>9}{right[kind, 'headline']:>10}{right[kind, 'time']:>8}"
        )


def saved(folder: Path) -> Iterator[tuple[str, bytes, str]]:
    """Address, bytes and kind of the saved pages: the test pages' layout, or raw/ and gold/."""
    for gold in sorted([*folder.glob("*/*.json")]):
        expected = json.loads(gold.read_text("utf-8"))
        html = gold.parent.parent / "raw" / f"{gold.stem}.html"
        html = html if gold.parent.name == "gold" else gold.with_suffix(".html")
        if html.is_file():
            yield expected.get("url") or "", html.read_bytes(), expected.get("kind", "article")


def measure_pages(folder: Path, rules: Counter[str]) -> None:
    """Count the rules that won on saved pages, and the pages whose kind is right."""
    right = count = 0
    for url, html, kind in saved(folder):
        read = read_page(Page.parse(html, url))
        count += 1
        right += isinstance(read, Article) == (kind == "article")
        if isinstance(read, Article):
            rules.update(f"{item.slot} {item.rule}" for item in read.evidence)
        else:
            rules[f"refused {read.reason}"] += 1
    print(f"{folder.name:10}{count:>8} pages, kind right on {right}")


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--site", type=Path, default=SITE)
    options.add_argument("--rules", action="store_true", help="print how often each rule won")
    options.add_argument("--fails", action="store_true", help="print each page that is not right")
    chosen = options.parse_args()
    rules: Counter[str] = Counter()
    if chosen.site.is_dir():
        measure_site(chosen.site, rules, fails=chosen.fails)
    for folder in (chosen.site.parent / "pages", ROOT / "tests" / "pages"):
        if folder.is_dir():
            measure_pages(folder, rules)
    if chosen.rules:
        for rule, count in sorted(rules.items()):
            print(f"{count:>8}  {rule}")


if __name__ == "__main__":
    main()
