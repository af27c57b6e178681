"""What a hostile server cannot make the crawl do: reach a private network, or give away a secret."""

from __future__ import annotations

import pytest
from twisted.internet.error import DNSLookupError

from crawler.resolver import GuardedResolver, refused_names

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
