"""How English news pages are read, beside the reader whose own test pages they are.

    python -m tests.benchmarks.bench_english [--shared ../shared]

Its source is fetched by pip from wherever pip is set to look, at the version in tests/benchmarks/peers.txt, and thrown
away afterwards: the pages are not ours to keep. Its texts are the truth; of other fields it has none that was read by
eye. Exit code 2 where the measure or the source cannot be had.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tests.benchmarks.page_measure import ROOT, add_shared, measure_in, rows

NAME = "newspaper4k"
LETTERS = 0.98
"""What share of a text's characters is ASCII where it is English: a Spanish one has .97."""


def fetched(folder: Path) -> Path:
    """The test data of the reader's source, unpacked in `folder`; CalledProcessError where pip cannot have it."""
    pins = (ROOT / "tests" / "benchmarks" / "peers.txt").read_text("utf-8").splitlines()
    pin = next(line for line in pins if line.startswith(f"{NAME}=="))
    options = (
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--no-binary",
        ":all:",
        "--dest",
        str(folder),
    )
    subprocess.run([sys.executable, "-m", "pip", "download", *options, pin], check=True, capture_output=True)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as source:
        source.extractall(folder, filter="data")
    return next(folder.glob("*/tests/data"))


def lay_out(data: Path, out: Path) -> int:
    """Write the English pages and their texts as raw/ and gold/; how many."""
    for name in ("raw", "gold"):
        (out / name).mkdir(parents=True)
    count = 0
    for path in sorted((data / "txt").glob("*.txt")):
        page, text = data / "html" / f"{path.stem}.html", path.read_text("utf-8", "replace")
        if not page.is_file() or sum(map(str.isascii, text)) < LETTERS * len(text):
            continue
        known = data / "metadata" / f"{path.stem}.json"
        url = json.loads(known.read_text("utf-8")).get("url") if known.is_file() else None
        truth = {
            "kind": "article",
            "url": url or f"https://news.example/{path.stem}",
            "headline": "",
            "body": text,
        }
        (out / "gold" / f"{path.stem}.json").write_text(
            json.dumps({**truth, "published": None, "byline": None}), "utf-8"
        )
        (out / "raw" / f"{path.stem}.html").write_bytes(page.read_bytes())
        count += 1
    return count


def main() -> int:
    """Print the body's columns."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_shared(options)
    measure = measure_in(options.parse_args().shared)
    if measure is None:
        return 2
    with tempfile.TemporaryDirectory(prefix="tinso-english-") as folder:
        try:
            count = lay_out(fetched(Path(folder)), Path(folder) / "pages")
        except subprocess.CalledProcessError as error:
            said = error.stderr.decode(errors="replace").strip().splitlines()
            print(f"tinso: pip could not fetch {NAME}: {said[-1] if said else error}", file=sys.stderr)
            return 2
        _, line = rows(measure, Path(folder) / "pages")
    print(f"{count} English pages: body F1, precision, recall: {' '.join(line.split()[1:4])}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
