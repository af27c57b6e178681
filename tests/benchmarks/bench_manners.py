"""What the parser makes of pages put together at random: figures over all, and the manners that are read worst.

    python -m tests.benchmarks.bench_manners [--pages 1000] [--first 0] [--fails 20] [--field body]

Shown are, for each field, the share of pages read rightly, and the choices whose pages are wrong most often.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator

from crawler.parser import Page, Refusal, read_page
from tests.benchmarks.manner_pages import Made, known_articles, make_page
from tests.test_pages import body_fits, words

FIELDS = ("kind", "headline", "day", "minute", "byline", "body", "attachments")


def wrong(made: Made) -> set[str]:
    """The fields that are not read rightly; "kind" alone where the page is taken for none."""
    read = read_page(Page.parse(made.html.encode(), made.url))
    if isinstance(read, Refusal):
        return {"kind"}
    at, want = read.published_at, made.published
    good = {
        "headline": words(read.headline) == words(made.headline),
        "day": (at.date() if at else None) == (want.date() if want else None),
        "minute": want is None or not made.minute or (at and at.replace(second=0)) == want.replace(second=0),
        "byline": words(read.byline) == words(made.byline),
        "body": any(
            body_fits({"lead": None, "body": text, "captions": captions}, read)
            for text in (made.body, f"{made.lead}\n\n{made.body}")
            for captions in ([], [made.caption or ""])
        ),
    }  # fmt: skip
    good["attachments"] = len(read.attachments) == made.attachments
    return {name for name, right in good.items() if not right}


def made_pages(first: int, count: int) -> Iterator[tuple[int, Made]]:
    """The pages of these numbers."""
    known = known_articles()
    for seed in range(first, first + count):
        yield seed, make_page(seed, known)


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--pages", type=int, default=1000)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--fails", type=int, default=0, help="list so many pages that are read wrongly")
    options.add_argument("--field", choices=FIELDS, help="of these pages alone")
    chosen = options.parse_args()
    bad: Counter[str] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    missed: Counter[tuple[str, str, str]] = Counter()
    listed = 0
    for seed, made in made_pages(chosen.first, chosen.pages):
        names = wrong(made)
        bad.update(names)
        for part, choice in made.manner.items():
            seen[part, choice] += 1
            for name in names:
                missed[name, part, choice] += 1
        if names and listed < chosen.fails and (chosen.field is None or chosen.field in names):
            listed += 1
            print(seed, sorted(names), made.manner)
    for name in FIELDS:
        print(f"{name:10}{1 - bad[name] / chosen.pages:8.3f}", end="   ")
        worst = sorted(
            (
                (count / seen[part, choice], part, choice)
                for (field, part, choice), count in missed.items()
                if field == name
            ),
            reverse=True,
        )  # fmt: skip
        print("; ".join(f"{part} {choice} {share:.2f}" for share, part, choice in worst[:5]))

    known = known_articles()
    lists = [
        make_page(seed, known, listing=True) for seed in range(chosen.first, chosen.first + chosen.pages // 4)
    ]
    taken = [made for made in lists if wrong(made) != {"kind"}]
    print(f"{'listings':10}{1 - len(taken) / max(1, len(lists)):8.3f}   refused of {len(lists)}")
    for made in taken[: chosen.fails]:
        print(made.manner)


if __name__ == "__main__":
    main()
