"""robots.txt: what an answer to it says, and what cannot be taken for one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from protego import Protego

State = Literal["rules", "none", "server-error", "unreadable", "unreachable"]

MOST_BYTES = 512 * 1024
"""What is read of a robots.txt; RFC 9309 asks for at least 500 KiB."""
_CAPTCHA = re.compile(
    rb"captcha|verify (?:that )?you are (?:a )?human|are you a robot|checking your browser|just a moment"
    rb"|challenge-platform|cf-chl|ddos protection|document\.cookie",
    re.I,
)
_LINE = re.compile(
    rb"^[ \t]*(?:user-?agent|disallow|allow|sitemap|crawl-delay|host|clean-param)[ \t]*:", re.I | re.M
)


@dataclass(frozen=True, slots=True)
class RobotsTxt:
    """What a host's robots.txt says to one user agent."""

    state: State
    why: str
    """In a few words: "200", "404", "an HTML page", "status 503", "timeout"."""
    agent: str = ""
    rules: Protego | None = None
    """Only where the state is "rules"."""
    detail: str = ""
    """Where it is unreachable: one line on why."""

    def allows(self, url: str) -> bool:
        """Whether the rules let the agent ask for a URL; without rules everything, whatever the state."""
        return self.rules is None or bool(self.rules.can_fetch(url, self.agent))

    @property
    def delay(self) -> float:
        """The seconds that Crawl-delay or Request-rate want between two requests; 0 where neither is set."""
        if self.rules is None:
            return 0.0
        rate = self.rules.request_rate(self.agent)
        by_rate = rate.seconds / rate.requests if rate and rate.requests else 0.0
        return max(float(self.rules.crawl_delay(self.agent) or 0), by_rate, 0.0)

    def permits(self, url: str) -> bool:
        """Whether a careful client asks for a URL: what could not be read permits nothing."""
        return self.allows(url) and self.state in ("rules", "none")

    @property
    def said(self) -> str:
        """The line for a report."""
        if self.state == "none":
            return f"none ({self.why}): nothing is forbidden"
        if self.state != "rules":
            return f"unreadable ({self.why}): nothing more is asked"
        delay = f"; Crawl-delay {self.delay:g} s" if self.delay else ""
        listed = ", ".join(self.sitemaps[:3])
        maps = f"; {len(self.sitemaps)} sitemap{'s' * (len(self.sitemaps) > 1)}: {listed}" if listed else ""
        return f"{self.why}{delay}{maps}"

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """The addresses on its Sitemap lines."""
        return tuple(self.rules.sitemaps) if self.rules is not None else ()


def read_robots(status: int, content_type: str, body: bytes, agent: str) -> RobotsTxt:
    """Take an answer for what it is. A page of HTML is none, whatever its status and its name.

    >>> read_robots(404, "text/html", b"<h1>404</h1>", "tinso").state
    'none'
    >>> read_robots(200, "text/plain", b"<html>Trang khong ton tai</html>", "tinso").why
    'an HTML page'
    """
    if status == 429 or status >= 500:
        return RobotsTxt("server-error", f"status {status}", agent)
    if 400 <= status < 500:
        return RobotsTxt("none", str(status), agent)
    if status != 200:
        return RobotsTxt("unreadable", f"status {status}", agent)
    body = body[:MOST_BYTES].removeprefix(b"\xef\xbb\xbf")
    if _is_html(content_type, body):
        return RobotsTxt("unreadable", "a CAPTCHA" if _CAPTCHA.search(body) else "an HTML page", agent)
    if b"\0" in body:
        return RobotsTxt("unreadable", "not a text", agent)
    return RobotsTxt("rules", "200", agent, Protego.parse(body.decode("utf-8", "replace")))


def _is_html(content_type: str, body: bytes) -> bool:
    if body.lstrip()[:1] == b"<":
        return True
    # Some servers call every text HTML: what has a robots.txt's lines is one all the same.
    return "html" in content_type.lower() and bool(body.strip()) and not _LINE.search(body)
