"""What a hostile server cannot make the crawl do: reach a private network, or give away a secret."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from twisted.internet.error import DNSLookupError

from crawler.exit_codes import ExitCode
from crawler.wire.resolver import GuardedResolver, refused_names
from tests.crawling import ROOT, command, environment
from tests.faults.compare import rows
from tests.generated_site import GeneratedSite

ANSWERS = (
    "10.0.0.7",
    "127.0.0.1",
    "169.254.169.254",
    "192.168.1.1",
    "172.16.9.9",
    "::1",
    "fd00::1",
    "0.0.0.0",
)


def resolver(*allowed: str) -> GuardedResolver:
    made = GuardedResolver.__new__(GuardedResolver)
    made.allowed = frozenset(allowed)
    return made


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_public_name_with_a_private_answer_is_refused(answer: str) -> None:
    with pytest.raises(DNSLookupError, match="private address"):
        resolver().checked(answer, "stttt.example.vn")
    assert "stttt.example.vn" in refused_names()


def test_public_answers_local_names_and_permitted_names_pass() -> None:
    assert resolver().checked("203.162.0.11", "stttt.example.vn") == "203.162.0.11"
    assert resolver().checked("127.0.0.1", "localhost") == "127.0.0.1"
    assert resolver("intranet.example.vn").checked("10.1.1.1", "intranet.example.vn") == "10.1.1.1"


def test_a_public_name_whose_dns_answer_is_private_is_asked_for_nothing(
    tmp_path: Path, hosts: tuple[Path, list[str]]
) -> None:
    names, before = hosts
    names.write_text("127.0.0.1 localhost sct.example.vn\n")
    archive = tmp_path / "data"
    with GeneratedSite(3) as site:
        url = site.url.replace("127.0.0.1", "sct.example.vn")
        line = [
            *before,
            *command("portal", "-a", f"url={url}", "-s", "CONTACT=test@example.org", archive=archive),
        ]
        done = subprocess.run(
            line, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False, timeout=60
        )
        assert not site.asked
    assert done.returncode != ExitCode.OK
    (reasons,) = rows(archive, "SELECT DISTINCT reason FROM problems")
    assert reasons == ("private-address",), done.stderr[-2000:]
