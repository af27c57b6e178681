"""Systemd: a plan as timer and service units, one pair for each server, its portals one after the other."""

from __future__ import annotations

import re

from crawler.schedule.commands import Place, quoted
from crawler.schedule.plan import Job, Plan

_ESCAPES = {'"': '\\"', "\\": "\\\\", "%": "%%", "$": "$$"}
_WEEK = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_ZONE = "Asia/Ho_Chi_Minh"


def units(plan: Plan, place: Place, user: str = "") -> dict[str, str]:
    """File name -> text of each unit, and of the morning's `tinso health`."""
    found: dict[str, str] = {}
    for (cluster, night), jobs in plan.by_cluster().items():
        name = _name(cluster, night, plan.every)
        # A leading "-": one portal's failure does not keep the next from its turn; the reports tell.
        starts = [f"ExecStart=-{_line(place.crawl(job))}" for job in jobs]
        found[f"{name}.service"] = _service(f"tinso: crawl {cluster}", place, user, starts)
        found[f"{name}.timer"] = _timer(f"tinso: when to crawl {cluster}", _calendar(jobs[0], plan.every))
    health = [f"ExecStart={_line(place.health())}"]
    found["tinso-health.service"] = _service("tinso: what needs a person", place, user, health)
    found["tinso-health.timer"] = _timer("tinso: each morning's health", f"*-*-* 06:30:00 {_ZONE}")
    return found


def _service(what: str, place: Place, user: str, starts: list[str]) -> str:
    owner = [f"User={user}"] if user else []
    lines = [
        "[Unit]",
        f"Description={what}",
        "Wants=network-online.target",
        "After=network-online.target",
        "",
        "[Service]",
        "Type=oneshot",
        *owner,
        f"WorkingDirectory={str(place.project).replace('%', '%%')}",
        "Nice=10",
        "TimeoutStartSec=infinity",
        *starts,
    ]
    return "\n".join(lines) + "\n"


def _timer(what: str, calendar: str) -> str:
    lines = [
        "[Unit]",
        f"Description={what}",
        "",
        "[Timer]",
        f"OnCalendar={calendar}",
        "Persistent=true",
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    return "\n".join(lines) + "\n"


def _calendar(job: Job, every: str) -> str:
    clock = f"{job.at.hour:02}:{job.at.minute:02}:00 {_ZONE}"
    if every == "month":
        return f"*-*-{','.join(f'{day:02}' for day in job.days)} {clock}"
    week = ",".join(_WEEK[day % 7] for day in job.days)
    return f"{week} *-*-* {clock}" if week else f"*-*-* {clock}"


def _name(cluster: str, night: int, every: str) -> str:
    plain = re.sub(r"[^a-z0-9.-]+", "-", cluster.lower())
    turn = {"week": f"-{_WEEK[night % 7].lower()}", "month": f"-{night + 1:02}"}.get(every, "")
    return f"tinso-{plain}{turn}"


def _line(words: list[str]) -> str:
    return quoted(words, '"', _ESCAPES)
