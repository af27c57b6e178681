"""What was removed is not crawled again: by its address, by its text elsewhere, out of a WARC."""

from __future__ import annotations

import shutil
from pathlib import Path

from archive.checking.verify import verify
from archive.keeping.removal import remove
from archive.store import WARC_FOLDER, reading
from tests.crawling import crawl
from tests.faults.compare import rows
from tests.generated_site import GeneratedSite
from tests.test_keep_remove import members


def removed(folder: Path) -> int:
    """How many removed pages the last run met, as its report says."""
    sql = "SELECT sum(times) FROM run_counts WHERE what = 'kind/removed' AND run_id = (SELECT max(id) FROM runs)"
    return int(rows(folder, sql)[0][0] or 0)


def test_crawls_do_not_fetch_it_again(tmp_path: Path) -> None:
    """Neither the page, nor the same article under another address, nor out of a WARC of before."""
    data, gone = tmp_path / "data", "tin/bai-viet-7.html"
    with GeneratedSite(30) as site:
        assert crawl("portal", "-a", f"url={site.url}", archive=data).returncode == 0
        shutil.copytree(data / WARC_FOLDER, tmp_path / "before")
        remove(data, site.url + gone, "yêu cầu của công dân")
        site.asked.clear()
        again = crawl("portal", "-a", f"url={site.url}", "-a", "revisit=all", archive=data)
        assert again.returncode == 0, again.stderr[-2000:]
        assert site.asked["/" + gone] == 0
        assert removed(data) == 1
        # The parser reads the same article at another address: only its text tells.
        moved = crawl("portal", "-a", f"url={site.url}tin/khac-7.html", archive=data)
        assert removed(data) == 1, moved.stdout + moved.stderr[-2000:]
    files = ",".join(str(path) for path in (tmp_path / "before").glob("*.gz"))
    copied = crawl("warc", "-a", f"file={files}", archive=data)
    assert removed(data) == 1, copied.stdout + copied.stderr[-2000:]
    assert rows(data, "SELECT count(*) FROM articles") == [(29,)]
    assert [finding for finding in verify(data) if finding.is_damage] == []
    own = "báo cáo kết quả trước ngày 08 hằng tháng"  # stands in the article's own text, in no listing
    texts = [text for path in data.rglob("*.gz") for text in members(path.read_bytes())]
    assert not [text for text in texts if own.encode() in text and b"/tin/bai-viet-7.html\r\n" in text]
    assert not [text for text in texts if b"/tin/khac-7.html\r\n" in text and b"<html" in text]
    with reading(data) as db:
        kinds = dict(db.execute("SELECT url, kind FROM pages WHERE url LIKE '%-7.html'").fetchall())
    assert kinds[site.url + gone] == "removed"
