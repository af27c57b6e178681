"""Addresses that lead elsewhere: within the portal, round in circles, to a successor, to somebody else's site."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.discovery.addresses import is_private
from crawler.exit_codes import ExitCode
from tests.awkward_site import Answer, AwkwardSite, home, redirect
from tests.certificates import Authority, server_context
from tests.crawling import crawl
from tests.faults.compare import rows
from tests.generated_site import article as page_of
from tests.generated_site import headline

REAL = ("-s", "CONTACT=test@example.org", "-s", "RETRY_TIMES=0")
GAMBLING = Answer(
    "<html><head><title>Nhà cái uy tín số 1</title></head><body><p>Nổ hũ, xóc đĩa online, nạp rút nhanh</p>"
    '<a href="/tin/bai-viet-1.html">Kèo nhà cái hôm nay</a><a href="/tin/bai-viet-2.html">Soi cầu</a></body></html>'
)


def test_from_http_without_www_to_www(tmp_path: Path) -> None:
    pages = {"sct.example.vn/": redirect("http://www.sct.example.vn/vi/"), "www.sct.example.vn/vi/": home()}
    with AwkwardSite(pages) as site:
        done = crawl("portal", "-a", "url=http://sct.example.vn/", *REAL,
                     archive=tmp_path, env={"http_proxy": site.url})  # fmt: skip
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    assert rows(tmp_path, "SELECT count(*) FROM articles WHERE url LIKE 'http://www.sct.example.vn/%'") == [
        (3,)
    ]


def test_a_link_in_https_of_a_portal_without_tls_is_asked_without(tmp_path: Path) -> None:
    pages = {f"/tin/bai-viet-{n}.html": Answer(page_of(n)) for n in range(5)}
    with AwkwardSite(pages) as site:
        links = "".join(
            f'<li><a href="https://{site.host}/tin/bai-viet-{n}.html">{headline(n)}</a></li>'
            for n in range(5)
        )
        pages["/"] = Answer(f"<html><body><h1>Trang chủ</h1><ul>{links}</ul></body></html>")
        done = crawl("portal", "-a", f"url={site.url}", *REAL, archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    assert rows(tmp_path, "SELECT count(*) FROM articles WHERE url LIKE 'http:%'") == [(5,)]


def test_a_portal_that_sends_to_tls_and_has_none_is_not_asked_for_ever(tmp_path: Path) -> None:
    with AwkwardSite(lambda target: redirect(f"https://{site.host}{target}")) as site:
        done = crawl("portal", "-a", f"url={site.url}", *REAL, archive=tmp_path)
    assert done.returncode == ExitCode.NETWORK, done.stderr[-2000:]


def test_from_http_to_https(tmp_path: Path) -> None:
    authority = Authority.make(tmp_path)
    folder = tmp_path / "portals"
    folder.mkdir()
    with (
        AwkwardSite({"/": home()}, context=server_context(authority.issue(tmp_path))) as safe,
        AwkwardSite(lambda target: redirect(safe.url.rstrip("/") + target)) as plain,
    ):
        hosts = ", ".join(f'{{ name = "{host}" }}' for host in (plain.host, safe.host))
        (folder / "thanh-hoa.toml").write_text(
            f'[ct]\nname = "Sở"\nurl = "{plain.url}"\nhosts = [{hosts}]\n', "utf-8"
        )
        done = crawl("portal", "-a", "portal=ct", "-s", f"REGISTRY_DIRS={folder}",
                     archive=tmp_path, env={"SSL_CERT_FILE": str(authority.file)})  # fmt: skip
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    assert rows(tmp_path, "SELECT count(*) FROM articles WHERE url LIKE 'https://%'") == [(3,)]


def refreshed(target: str, seconds: int, *links: str) -> Answer:
    return home(*links, head=f'<meta http-equiv="refresh" content="{seconds}; url={target}">')


def test_a_home_page_that_reloads_itself_is_read(tmp_path: Path) -> None:
    with AwkwardSite({"/": refreshed("/", 30)}) as site:
        done = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(3,)]
    assert site.targets.count("/") == 1


def test_a_delayed_refresh_is_followed_and_two_pages_that_send_to_each_other_are_read(tmp_path: Path) -> None:
    pages = {
        "/": Answer('<html><meta http-equiv="refresh" content="10;url=/trang-chu/">Đang chuyển trang</html>'),
        "/trang-chu/": refreshed("/tin-moi/", 0),
        "/tin-moi/": refreshed("/trang-chu/", 0),
    }
    with AwkwardSite(pages) as site:
        done = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    assert done.returncode == ExitCode.OK, done.stderr[-2000:]
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(3,)]
    assert max(map(site.targets.count, site.targets)) == 1


def test_a_page_that_is_a_script_which_leads_on(tmp_path: Path) -> None:
    page = Answer("<html><script>window.location.href='/web/guest/home';</script></html>")
    with AwkwardSite({"/": page, "/web/guest/home": home()}) as site:
        crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(3,)]


@pytest.mark.parametrize("manner", ["301", "meta"])
def test_a_closed_portal_names_its_successor_and_is_not_crawled_there(manner: str, tmp_path: Path) -> None:
    folder = tmp_path / "portals"
    folder.mkdir()
    table = '[{0}]\nname = "Sở"\nurl = "http://{0}.example.gov.vn/"\n'
    (folder / "thanh-hoa.toml").write_text(table.format("stttt") + table.format("skhcn"), "utf-8")
    target = "http://skhcn.example.gov.vn/"
    leads = redirect(target) if manner == "301" else refreshed(target, 3)
    with AwkwardSite({"stttt.example.gov.vn/": leads, "skhcn.example.gov.vn/": home()}) as site:
        done = crawl("portal", "-a", "portal=stttt", "-s", f"REGISTRY_DIRS={folder}", *REAL,
                     archive=tmp_path, env={"http_proxy": site.url})  # fmt: skip
    assert done.returncode == ExitCode.SILENT, done.stdout
    assert not [t for t in site.targets if t.startswith("skhcn") and not t.endswith("robots.txt")]
    assert "stttt: moved: it leads to http://skhcn.example.gov.vn/: skhcn in the registry" in done.stdout
    assert rows(tmp_path, "SELECT successor FROM run_portals") == [("skhcn",)]
    assert rows(tmp_path, "SELECT count(*) FROM captures WHERE url = 'http://stttt.example.gov.vn/'") == [
        (1,)
    ]
    assert ("outside-portal", target) in rows(tmp_path, "SELECT reason, detail FROM problems")


def test_a_host_that_was_taken_over_is_refused_whatever_it_offers(tmp_path: Path) -> None:
    sitemap = "<urlset>{}</urlset>"
    pages = {
        "/robots.txt": Answer("User-agent: *\nSitemap: /map.xml\n", kind="text/plain"),
        "/": GAMBLING,
    }
    with AwkwardSite(pages) as site:
        urls = "".join(f"<url><loc>{site.url}tin/bai-viet-{n}.html</loc></url>" for n in range(20))
        pages["/map.xml"] = pages["/sitemap.xml"] = Answer(sitemap.format(urls), kind="text/xml")
        done = crawl("portal", "-a", f"url={site.url}", archive=tmp_path)
    assert done.returncode == ExitCode.SILENT, done.stdout
    assert f"{site.host}: hijacked: its home page says: nhà cái" in done.stdout
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(0,)]
    assert ("hijacked",) in rows(tmp_path, "SELECT reason FROM problems")
    assert not [target for target in site.targets if target.startswith("/tin/")]
    assert rows(tmp_path, "SELECT count(*) FROM frontier_queue") == [(0,)]


@pytest.mark.parametrize(
    "host",
    ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "[::1]", "[::ffff:10.0.0.1]", "[fe80::1%25eth0]",
     "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "localhost.", "LOCALHOST", "printer.local", "0", "10.255.255.1."],
)  # fmt: skip
def test_a_private_address_is_known_in_each_spelling(host: str) -> None:
    assert is_private(host)


@pytest.mark.parametrize(
    "host", ["8.8.8.8", "sct.hatinh.gov.vn", "1.com", "0xcafe.vn", "[2001:4860:4860::8888]"]
)
def test_a_public_address_is_not_taken_for_a_private_one(host: str) -> None:
    assert not is_private(host)


def test_nothing_leads_into_a_private_network(tmp_path: Path) -> None:
    with AwkwardSite({"/": Answer("secret")}) as inner:
        port = inner.host.rpartition(":")[2]
        aims = [
            f"http://{name}:{port}/" for name in ("2130706433", "127.1", "localhost", "[::1]", "127.0.0.1")
        ]
        pages = {f"sct.example.vn/go-{n}-1.html": redirect(aim) for n, aim in enumerate(aims)}
        pages["sct.example.vn/"] = home(*aims, *(f"/go-{n}-1.html" for n in range(len(aims))))
        pages["sct.example.vn/robots.txt"] = Answer(
            f"Sitemap: {aims[0]}\nSitemap: {aims[1]}\n", kind="text/plain"
        )
        urls = "".join(f"<url><loc>{aim}</loc></url>" for aim in aims)
        pages["sct.example.vn/sitemap.xml"] = Answer(f"<urlset>{urls}</urlset>", kind="text/xml")
        pages["www.sct.example.vn/robots.txt"] = redirect(aims[0])
        with AwkwardSite(pages) as site:
            done = crawl("portal", "-a", "url=http://sct.example.vn/", *REAL, archive=tmp_path,
                         env={"http_proxy": site.url, "no_proxy": "127.0.0.1,localhost"})  # fmt: skip
    assert inner.asked == []
    assert rows(tmp_path, "SELECT count(*) FROM problems WHERE reason = 'private-address'") == [(len(aims),)]
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(3,)], done.stderr[-2000:]
