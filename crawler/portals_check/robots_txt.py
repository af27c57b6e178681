"""robots.txt as one look at a portal takes it."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego


@dataclass(frozen=True, slots=True)
class RobotsTxt:
    """The rules of a host for one user agent; `said` is the line for the report."""

    said: str
    rules: Protego | None
    """None: there are no rules."""
    agent: str
    readable: bool = True
    """False for an answer that is no robots.txt: an HTML page, a CAPTCHA, a server error."""

    def allows(self, url: str) -> bool:
        """Whether the agent may ask for the URL. What cannot be read does not permit anything."""
        if self.rules is None:
            return self.readable
        return bool(self.rules.can_fetch(url, self.agent))

    @property
    def delay(self) -> float:
        """Crawl-delay, in seconds; 0 where none is set."""
        return float(self.rules.crawl_delay(self.agent) or 0) if self.rules else 0.0


def read_robots(status: int, content_type: str, body: bytes, agent: str) -> RobotsTxt:
    """Take an answer for what it is: 4xx is no robots.txt, 5xx and HTML are unreadable."""
    if 400 <= status < 500:
        return RobotsTxt(f"none ({status}): nothing is forbidden", None, agent)
    html = "html" in content_type.lower() or body.lstrip()[:1] == b"<"
    if status != 200 or html:
        what = "an HTML page" if html and status == 200 else f"status {status}"
        return RobotsTxt(f"unreadable ({what}): nothing more is asked", None, agent, readable=False)
    rules = Protego.parse(body.decode("utf-8", "replace"))
    found = RobotsTxt("", rules, agent)
    parts = ["200"]
    if found.delay:
        parts.append(f"Crawl-delay {found.delay:g} s")
    sitemaps = list(rules.sitemaps)
    if sitemaps:
        parts.append(f"{len(sitemaps)} sitemap{'s' if len(sitemaps) > 1 else ''}: {', '.join(sitemaps[:3])}")
    return RobotsTxt("; ".join(parts), rules, agent)
