"""Lay the test pages out as raw/ and gold/, the folder that ../shared/bench/extract.py measures.

    python tests/pages_as_bench.py OUT [--misses]
    python ../shared/bench/extract.py OUT --ours crawler.parser:read --fails

`--misses` writes tests/pages/known_misses.json anew from what the parser reads now: look at the difference.
"""

import argparse
import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "tests" / "pages"


def lay_out(out: Path) -> int:
    """Copy every page to OUT/raw/<family>-<name>.html and its JSON to OUT/gold/; returns how many."""
    for folder in ("raw", "gold"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    pages = sorted(PAGES.glob("*/*.html"))
    for page in pages:
        name = f"{page.parent.name}-{page.stem}"
        (out / "raw" / f"{name}.html").write_bytes(page.read_bytes())
        (out / "gold" / f"{name}.json").write_bytes(page.with_suffix(".json").read_bytes())
    return len(pages)


def write_misses() -> int:
    """Write known_misses.json from the parser as it is; returns how many pages have one."""
    sys.path.insert(0, str(ROOT))
    from crawler.parser import read
    from tests.test_pages import MISSES, NAMES, misread

    misses: dict[str, list[str]] = {}
    for name in NAMES:
        expected = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
        if found := misread(expected, read((PAGES / f"{name}.html").read_bytes(), expected["url"])):
            misses[name] = sorted(found)
    MISSES.write_text(json.dumps(misses, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return len(misses)


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("out", type=Path)
    options.add_argument("--misses", action="store_true")
    chosen = options.parse_args()
    print(f"{lay_out(chosen.out)} pages in {chosen.out}")
    if chosen.misses:
        print(f"{write_misses()} pages with a known miss")


if __name__ == "__main__":
    main()
