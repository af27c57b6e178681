"""A portal whose listings and pages a script makes: crawled with the real browser, which goes nowhere it should not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from scrapy.settings import Settings

from archive.sqlite import connected_for_reading
from crawler.exit_codes import ExitCode
from crawler.sample_portal.compare import compare
from crawler.sample_portal.server import SamplePortals
from crawler.sample_portal.truth import all_truth
from crawler.wire import rendering
from tests.crawling import crawl
from tests.faults.compare import damage, rows
from tests.faults.test_hostile_site import Site
from tests.generated_site import article as page_of
from tests.generated_site import headline

LACKING = rendering.missing(Settings())
needs_a_browser = pytest.mark.skipif(LACKING is not None, reason=str(LACKING))
PLAIN, SHELLS = range(6), range(6, 9)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as served:
        _serve(served)
        yield served


def _serve(site: Site) -> None:
    """A home page whose list is a script's; six plain articles, three that are empty without the script."""
    numbers = json.dumps([*PLAIN, *SHELLS])
    titles = json.dumps([headline(n) for n in (*PLAIN, *SHELLS)])
    script = (
        f"const titles = {titles}; const numbers = {numbers};"
        "fetch('/du-lieu').then(r => r.json()).then(d => { for (const n of numbers) {"
        "const a = document.createElement('a'); a.href = ['', d.folder, d.name + '-' + n + '.html'].join('/');"
        "a.textContent = titles[n]; const li = document.createElement('li'); li.append(a);"
        "document.getElementById('ds').append(li); } });"
    )
    site.html("/", f'<html><body><h1>Trang chủ</h1><ul id="ds"></ul><script>{script}</script></body></html>')
    site.answers["/du-lieu"] = (
        200,
        {"Content-Type": "application/json"},
        b'{"folder": "tin", "name": "bai-viet"}',
    )
    for n in PLAIN:
        site.html(f"/tin/bai-viet-{n}.html", page_of(n))
    for n in SHELLS:
        inner = json.dumps(page_of(n).partition("<body>")[2].partition("</body>")[0])
        shell = (
            f"<html><body><div id=app></div><script>document.body.innerHTML = {inner}</script></body></html>"
        )
        site.html(f"/tin/bai-viet-{n}.html", shell)


@needs_a_browser
def test_what_a_script_lists_is_archived(site: Site, tmp_path: Path) -> None:
    done = crawl("portal", "-a", f"url={site.url}", "-a", "render=true", archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stderr[-3000:]
    kept = dict(rows(tmp_path, "SELECT url, headline FROM articles"))
    assert kept == {f"{site.url}tin/bai-viet-{n}.html": headline(n) for n in (*PLAIN, *SHELLS)}
    assert site.asked.count("/tin/bai-viet-0.html") == 1, (
        "a plain article is asked for once, and not by the browser"
    )
    assert site.asked.count("/tin/bai-viet-7.html") == 2, "one without text once more, by the browser"
    assert damage(tmp_path) == []
    assert "Traceback" not in done.stderr


@needs_a_browser
def test_without_the_browser_the_same_portal_is_silent(site: Site, tmp_path: Path) -> None:
    done = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    assert done.returncode == ExitCode.SILENT
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(0,)]


@needs_a_browser
def test_what_a_browser_made_says_so_in_the_warc(site: Site, tmp_path: Path) -> None:
    from archive.warc.reader import iter_responses

    crawl("portal", "-a", f"url={site.url}", "-a", "render=true", archive=tmp_path)
    saved = [item for file in (tmp_path / "warc").glob("*.gz") for item in iter_responses(file)]
    made = {item.url for item in saved if any(name == rendering.RENDERED_HEADER for name, _ in item.headers)}
    assert site.url in made
    assert f"{site.url}tin/bai-viet-0.html" not in made
    home = next(item for item in saved if item.url == site.url)
    assert b"bai-viet-5.html" in home.body


@needs_a_browser
def test_the_browser_goes_nowhere_else(site: Site, tmp_path: Path) -> None:
    with Site() as secret:
        inside = secret.url
        home = site.answers["/"][2].decode().replace(
            "<h1>",
            f'<img src="{inside}anh.png"><iframe src="{inside}khung"></iframe><script src="{inside}ma.js"></script>'
            f"<script>fetch('{inside}lay', {{mode: 'no-cors'}}); navigator.sendBeacon('{inside}bao', 'x');"
            "</script><h1>",
        )  # fmt: skip
        site.html("/", home)
        site.html("/tin/di.html", f"<html><body></body><script>location = '{inside}chuyen'</script></html>")
        site.html(
            "/",
            home.replace("</h1>", '</h1><a href="/tin/di.html">Xã Tân Phú chuyển trụ sở làm việc mới</a>'),
        )
        done = crawl("portal", "-a", f"url={site.url}", "-a", "render=true", archive=tmp_path, timeout=120)
        assert secret.asked == []
    assert "/tin/di.html" in site.asked
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(len(PLAIN) + len(SHELLS),)]
    assert done.returncode in (ExitCode.OK, ExitCode.PARTLY_FAILED)


def test_a_missing_browser_is_one_line(tmp_path: Path) -> None:
    options = ("-a", "render=true", "-s", "CHROMIUM=/khong/co/chromium")
    done = crawl("portal", "-a", "url=http://127.0.0.1:9/", *options, archive=tmp_path / "none")
    assert done.returncode == ExitCode.USAGE
    (line,) = done.stderr.strip().splitlines()
    assert "apt-get install chromium" in line or "pip install 'tinso[render]'" in line
    assert not (tmp_path / "none").exists()


@needs_a_browser
def test_the_sample_section_that_a_script_fills_is_reached(tmp_path: Path) -> None:
    with SamplePortals(0) as portals:
        registry = portals.write_registry(tmp_path / "portals")
        options = ("-a", "portal=mau-kc", "-a", "render=true", "-s", f"REGISTRY_DIRS={registry}")
        done = crawl("portal", *options, archive=tmp_path / "data")
        assert done.returncode == ExitCode.OK, done.stderr[-3000:]
        wanted = [t for t in all_truth() if t.on(1) and t.portal == "mau-kc"]
        with connected_for_reading(tmp_path / "data" / "archive.db") as db:
            found = compare(db, {"mau-kc": portals.urls["mau-kc"]}, wanted)
    assert (found.missing, found.extra, found.wrong) == ((), (), ())
