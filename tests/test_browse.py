"""`tinso browse`: Datasette really serves the archive, finds without diacritics, and writes nothing."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive import browse
from archive.cli import main
from archive.store import Archive
from tests.archive_samples import ORIGIN, article, capture
from tests.crawling import environment

pytestmark = pytest.mark.skipif(browse.missing() is not None, reason=str(browse.missing()))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("data")
    with Archive.open(folder) as archive, archive.transaction():
        archive.save(article(), capture(), ORIGIN)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    words = [sys.executable, "-m", "archive.cli", "--archive", str(folder), "browse", "--port", str(port)]
    process = subprocess.Popen(words, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    url = f"http://127.0.0.1:{port}/"
    try:
        end = time.monotonic() + 40
        while time.monotonic() < end and process.poll() is None:
            try:
                urllib.request.urlopen(url, timeout=2).close()
                break
            except OSError:
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.communicate(timeout=20)


def rows(served: str, query: str, /, **values: str) -> list[dict[str, object]]:
    target = f"{served}archive/{query}.json?{urllib.parse.urlencode({'_shape': 'array', **values})}"
    with urllib.request.urlopen(target, timeout=20) as answer:
        found: list[dict[str, object]] = json.load(answer)
    return found


def _sql(served: str, sql: str) -> list[dict[str, object]]:
    target = f"{served}archive.json?{urllib.parse.urlencode({'_shape': 'array', 'sql': sql})}"
    with urllib.request.urlopen(target, timeout=20) as answer:
        found: list[dict[str, object]] = json.load(answer)
    return found


@pytest.mark.parametrize("typed", ["dao tao", "đào tạo", "ĐÀO TẠO", '"ky nang so"', "dao*"])
def test_a_search_finds_it_however_it_is_typed(served: str, typed: str) -> None:
    (found,) = rows(served, "tim", q=typed)
    assert found["headline"] == article().headline
    assert "[" in str(found["snippet"])


@pytest.mark.parametrize("typed", ["", "1191/QĐ-TTg AND", '"', "headline_d : *", "'; DROP TABLE articles"])
def test_no_text_is_an_error(served: str, typed: str) -> None:
    assert rows(served, "tim", q=typed) == []
    assert rows(served, "tim_tep", q=typed) == []


def test_every_query_runs(served: str) -> None:
    queries = json.loads((browse.HERE / "metadata.json").read_text("utf-8"))["databases"]["archive"][
        "queries"
    ]
    assert len(queries) > 4
    for name in queries:
        found = rows(served, name, q="dao tao", url=article().url)
        assert found or name in ("tim_tep", "sua_doi", "mat")


def test_nothing_can_be_written(served: str) -> None:
    (shown,) = _sql(served, "SELECT snippet FROM search WHERE q MATCH 'dao tao'")
    assert "[" in str(shown["snippet"])
    for sql in ("DELETE FROM articles", "UPDATE articles SET headline = 'x'"):
        with pytest.raises(urllib.error.HTTPError):
            _sql(served, sql)
    (count,) = rows(served, "moi")
    assert count["url"] == article().url


def test_no_archive_is_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--archive", str(tmp_path), "browse"])
    assert result.exit_code == 3
    assert len(result.stderr.strip().splitlines()) == 1
