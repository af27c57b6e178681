"""TLS in a crawl, with real handshakes: verified by default, laxer only where a portal's switches say so."""

from __future__ import annotations

import ssl
import subprocess
from pathlib import Path

import pytest

from archive.warc.writer import iter_responses
from crawler.exit_codes import ExitCode
from crawler.portals import Host, Portal, Tls
from crawler.wire.tls import switches_by_host
from tests.awkward_site import AwkwardSite, home
from tests.certificates import Authority, self_signed, server_context
from tests.crawling import crawl
from tests.faults.compare import rows

# Offering what is old is the point.
pytestmark = pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority.make(tmp_path_factory.mktemp("authority"))


def crawled(
    context: ssl.SSLContext, archive: Path, authority: Authority, tls: str = ""
) -> tuple[subprocess.CompletedProcess[str], AwkwardSite]:
    """The outcome of a crawl of a registered portal behind such a server, with these switches."""
    folder = archive / "portals"
    folder.mkdir(parents=True, exist_ok=True)
    with AwkwardSite({"/": home(articles=2)}, context=context) as site:
        table = f'[lock]\nname = "Sở Công Thương"\nurl = "{site.url}"\n'
        (folder / "thanh-hoa.toml").write_text(table + (f"tls = {{ {tls} }}\n" if tls else ""), "utf-8")
        done = crawl("portal", "-a", "portal=lock", "-s", f"REGISTRY_DIRS={folder}", "-s", "RETRY_TIMES=0",
                     archive=archive, env={"SSL_CERT_FILE": str(authority.file)}, timeout=60)  # fmt: skip
    return done, site


def test_a_sound_certificate_passes_and_leaves_no_mark(authority: Authority, tmp_path: Path) -> None:
    done, _ = crawled(server_context(authority.issue(tmp_path)), tmp_path, authority)
    assert done.returncode == ExitCode.OK, done.stderr[-3000:]
    assert rows(tmp_path, "SELECT count(*), count(tls) FROM captures WHERE status = 200") == [(3, 0)]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [("self-signed", "it is self-signed"), ("expired", "it has expired"), ("other", "it is another host's")],
)
def test_a_wrong_certificate_ends_by_name_and_its_switch_lets_it_pass(
    wrong: str, said: str, authority: Authority, tmp_path: Path
) -> None:
    file = {
        "self-signed": lambda: self_signed(tmp_path),
        "expired": lambda: authority.issue(tmp_path, days=-1),
        "other": lambda: authority.issue(tmp_path, "sct.example.vn"),
    }[wrong]()
    refused, site = crawled(server_context(file), tmp_path, authority)
    assert refused.returncode == ExitCode.NETWORK, refused.stderr[-3000:]
    assert site.targets == [], "nothing was sent"
    problems = rows(tmp_path, "SELECT DISTINCT reason, detail FROM problems")
    assert [reason for reason, _ in problems] == ["tls-certificate"]
    assert said in problems[0][1]
    assert "any_certificate = true" in problems[0][1]

    passed, _ = crawled(server_context(file), tmp_path, authority, "any_certificate = true")
    assert passed.returncode == ExitCode.OK, passed.stderr[-3000:]
    assert "lock: tls: any_certificate" in passed.stdout
    ((mark,),) = rows(tmp_path, "SELECT DISTINCT tls FROM captures WHERE status = 200")
    assert mark.startswith("any_certificate certificate sha256:")
    assert len(mark.rpartition(":")[2]) == 64
    kept = [saved for path in (tmp_path / "warc").iterdir() for saved in iter_responses(path)]
    assert {dict(saved.headers).get("X-Archive-Tls") for saved in kept} == {mark}


def test_old_protocols_need_their_switch(authority: Authority, tmp_path: Path) -> None:
    old = server_context(authority.issue(tmp_path), newest=ssl.TLSVersion.TLSv1)
    refused, _ = crawled(old, tmp_path, authority)
    assert refused.returncode == ExitCode.NETWORK
    assert rows(tmp_path, "SELECT DISTINCT reason FROM problems") == [("tls-protocol",)]
    passed, _ = crawled(old, tmp_path, authority, "old_protocols = true, weak_ciphers = true")
    assert passed.returncode == ExitCode.OK, passed.stderr[-3000:]
    assert rows(tmp_path, "SELECT count(*) FROM articles") == [(2,)]


def test_a_weak_key_needs_its_switch_and_the_certificate_is_verified_all_the_same(
    authority: Authority, tmp_path: Path
) -> None:
    weak = server_context(authority.issue(tmp_path, bits=1024))
    refused, site = crawled(weak, tmp_path, authority)
    assert refused.returncode == ExitCode.NETWORK
    assert site.targets == []
    ((reason, detail),) = rows(tmp_path, "SELECT DISTINCT reason, detail FROM problems")
    assert (reason, "weak_ciphers = true" in detail) == ("tls-cipher", True)
    passed, _ = crawled(weak, tmp_path, authority, "weak_ciphers = true")
    assert passed.returncode == ExitCode.OK, passed.stderr[-3000:]
    refused, site = crawled(
        server_context(self_signed(tmp_path)), tmp_path / "b", authority, "weak_ciphers = true"
    )
    assert refused.returncode == ExitCode.NETWORK
    assert site.targets == []


def test_a_switch_concerns_the_hosts_of_its_portal_alone(tmp_path: Path) -> None:
    lax = Portal("a", "A", ("https://a.vn/",), (Host("www.a.vn"),), tls=Tls(any_certificate=True))
    strict = Portal("b", "B", ("https://b.vn/",), (Host("b.vn"),))
    assert switches_by_host([lax, strict]) == {"a.vn": Tls(any_certificate=True)}
