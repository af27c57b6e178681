"""Crontab: a plan as lines for cron."""

from __future__ import annotations

from collections import Counter

from crawler.schedule.commands import Place, quoted
from crawler.schedule.plan import NOON, Job, Plan

_WAIT = 12 * 3600
"""Seconds that a portal waits for another of its server; then its turn comes the next night."""
_ESCAPES = {"'": "'\\''", "%": "\\%"}
"""Cron takes a bare % for the end of the command."""


def crontab(plan: Plan, place: Place, mail_to: str = "") -> str:
    """The whole text: `scrapy schedule ... | crontab -`."""
    lines = [
        f"# tinso: {len(plan.jobs)} portals, every {plan.every}, as `scrapy schedule` wrote it; this machine's clock.",
        "# What is printed is mailed: a crawl prints only what needs a look, `tinso health` what needs a person.",
        "SHELL=/bin/sh",
    ]
    if mail_to:
        lines.append(f"MAILTO={mail_to}")
    on_server = Counter(job.cluster for job in plan.jobs)
    for job in sorted(plan.jobs, key=lambda job: (job.at < NOON, job.at, job.slug)):
        if job.note:
            lines.append(f"# {job.slug}: {job.note}")
        lines.append(
            f"{_times(job, plan.every)} {_command(job, place, is_shared=on_server[job.cluster] > 1)}"
        )
    lines.append(f"30 6 * * * {_line(place.health())}")
    return "\n".join(lines) + "\n"


def _times(job: Job, every: str) -> str:
    month, week = "*", "*"
    if every == "month":
        month = ",".join(str(day) for day in job.days)
    elif job.days:
        # Cron's Sunday is 0, ours is 6.
        week = ",".join(str((day + 1) % 7) for day in job.days)
    return f"{job.at.minute} {job.at.hour} {month} * {week}"


def _command(job: Job, place: Place, *, is_shared: bool) -> str:
    log = place.archive / "runs" / f"{job.slug}.log"
    crawl = place.crawl(job, f"LOG_FILE={log}", "LOG_FILE_APPEND=0")
    if is_shared:
        crawl = ["flock", "-w", str(_WAIT), "-E", "8", str(place.lock(job)), *crawl]
    folders = [str(log.parent), str(place.lock(job).parent)]
    return f"cd {_line([str(place.project)])} && mkdir -p {_line(folders)} && {_line(crawl)}"


def _line(words: list[str]) -> str:
    return quoted(words, "'", _ESCAPES)
