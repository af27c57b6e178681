"""`scrapy schedule`: what cron and systemd understand, spread over the night, no server asked twice at once."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from croniter import croniter
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.exit_codes import ExitCode
from crawler.politeness.window import Window
from crawler.portals import Host, Portal
from crawler.schedule.commands import Place
from crawler.schedule.crontab import crontab
from crawler.schedule.plan import EVERY, Plan, clashes, cluster_of, plan
from crawler.schedule.systemd import units
from tests.crawling import ROOT, crawl, environment
from tests.faults.compare import rows
from tests.generated_site import GeneratedSite

NIGHT = Window.parse("22:00-05:00")
PLACE = Place(Path("/srv/tin so/100%"), Path("/srv/archive"), "ten@example.org")


def portals(**sizes: int) -> list[Portal]:
    """So many portals of each province's server."""
    return [
        Portal(f"so-{n}-{name}", f"Sở {n}", (url,), (Host(url.split("/")[2]),))
        for name, size in sizes.items()
        for n in range(size)
        for url in [f"https://so{n}.{name}.gov.vn/"]
    ]


def starts(text: str) -> list[tuple[str, list[str]]]:
    """Each line's five fields, and the words of its command as cron's shell sees them."""
    found = []
    for line in text.splitlines():
        if line.startswith("#") or "=" in line.split(" ")[0]:
            continue
        fields = line.split(" ", 5)
        assert len(line) < 998, "cron refuses longer lines"
        assert "%" not in fields[5].replace("\\%", "")
        found.append((" ".join(fields[:5]), shlex.split(fields[5].replace("\\%", "%"))))
    return found


@pytest.mark.parametrize("every", EVERY)
def test_cron_starts_each_portal_once_in_its_turn_within_the_window(every: str) -> None:
    chosen = portals(thanhhoa=12, langson=3, hagiang=1)
    text = crontab(plan(chosen, NIGHT, every), PLACE, "ten@example.org")
    assert "MAILTO=ten@example.org" in text
    *crawls, (_, health) = starts(text)
    assert health[-2:] == ["health", "--quiet"]
    assert len(crawls) == len(chosen)
    slugs = {w.removeprefix("portal=") for _, words in crawls for w in words if w.startswith("portal=")}
    assert slugs == {p.slug for p in chosen}
    times = {"day": 28, "workday": 20, "week": 4, "month": 1}[every]
    for fields, words in crawls:
        assert croniter.is_valid(fields), fields
        after = croniter(fields, datetime(2026, 2, 1, 12, tzinfo=UTC))
        month = [
            t
            for t in (after.get_next(datetime) for _ in range(31))
            if t < datetime(2026, 3, 1, 12, tzinfo=UTC)
        ]
        assert len(month) == times, fields
        assert all(t.time() >= time(22) or t.time() < time(5) for t in month)
        assert words[:3] == ["cd", "/srv/tin so/100%", "&&"]
        assert all(word.startswith("/") for word in words if word.endswith(("scrapy", ".lock", "/locks")))


def test_the_portals_of_a_server_stand_apart_and_share_its_lock() -> None:
    made = plan(portals(thanhhoa=12, langson=3, hagiang=1), NIGHT)
    minutes: dict[str, list[int]] = {}
    for job in made.jobs:
        minutes.setdefault(job.cluster, []).append((job.at.hour * 60 + job.at.minute - 22 * 60) % 1440)
    assert {c: len(m) for c, m in minutes.items()} == {
        "thanhhoa.gov.vn": 12,
        "langson.gov.vn": 3,
        "hagiang.gov.vn": 1,
    }
    for cluster, at in minutes.items():
        apart = [b - a for a, b in zip(sorted(at), sorted(at)[1:], strict=False)]
        assert all(gap >= 420 // len(at) - 1 for gap in apart), cluster
    locks = Counter(
        word for _, words in starts(crontab(made, PLACE)) for word in words if word.endswith(".lock")
    )
    assert locks == {
        "/srv/archive/locks/server-thanhhoa.gov.vn.lock": 12,
        "/srv/archive/locks/server-langson.gov.vn.lock": 3,
    }


@settings(max_examples=50)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=8), st.sampled_from(EVERY))
def test_no_server_is_asked_twice_in_a_minute_and_the_plan_is_the_same_again(
    sizes: list[int], every: str
) -> None:
    chosen = portals(**{f"tinh{n}": size for n, size in enumerate(sizes)})
    made = plan(chosen, NIGHT, every)
    assert not clashes(made.jobs)
    assert plan(reversed(chosen), NIGHT, every) == made


def test_a_window_too_short_for_a_server_is_told() -> None:
    assert len(clashes(plan(portals(thanhhoa=12), Window.parse("22:00-22:10")).jobs)) == 2


def test_hosts_of_a_province_share_a_server_and_addresses_are_their_own() -> None:
    names = {
        "www.thanhhoa.gov.vn": "thanhhoa.gov.vn",
        "sct.thanhhoa.gov.vn": "thanhhoa.gov.vn",
        "baothanhhoa.vn": "baothanhhoa.vn",
        "127.0.0.1:18401": "127.0.0.1",
        "localhost": "localhost",
    }
    assert {n: cluster_of(Portal("a", "A", (f"http://{n}/",), (Host(n),))) for n in names} == names


def test_a_portals_own_hours_go_before_the_window() -> None:
    (one,) = portals(langson=1)
    night = Portal(one.slug, one.name, one.start_urls, one.hosts, window=Window.parse("02:00-03:00"))
    noon = Portal(one.slug, one.name, one.start_urls, one.hosts, window=Window.parse("11:30-13:00"))
    assert plan([night], NIGHT).jobs[0].at.hour == 2
    (job,) = plan([noon], NIGHT).jobs
    assert time(11, 30) <= job.at < time(13)
    assert "11:30-13:00" in crontab(Plan((job,), "day"), PLACE)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
@pytest.mark.parametrize("every", EVERY)
def test_systemd_verifies_the_units_and_reads_their_calendar(tmp_path: Path, every: str) -> None:
    project = tmp_path / "dự án 100%"
    project.mkdir()
    place = Place(
        project, tmp_path / "kho 50%i $HOME", "ten@example.org", ("REGISTRY_DIRS=/srv/của tôi,/srv/b",)
    )
    files = units(plan(portals(thanhhoa=3, langson=1), NIGHT, every), place)
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    paths = [str(tmp_path / name) for name in files]
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *paths],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    about_ours = [line for line in checked.stderr.splitlines() if "tinso" in line]
    assert (checked.returncode, about_ours) == (0, []), checked.stderr
    for text in files.values():
        assert "%" not in text.replace("%%", ""), "systemd would put something of its own there"
        for line in text.splitlines():
            if line.startswith("OnCalendar="):
                when = line.removeprefix("OnCalendar=")
                subprocess.run(
                    ["systemd-analyze", "calendar", when], capture_output=True, timeout=20, check=True
                )
    services = {name for name in files if name.endswith(".service")}
    assert {name.replace(".service", ".timer") for name in services} == files.keys() - services


def schedule(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrapy", "schedule", *words],
        cwd=ROOT, env=environment(**env), capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "nothing to schedule"),
        (("--portal", "khong-co-that"), "khong-co-that"),
        (("--province", "Thanh Hóa"), "CONTACT is not set"),
        (("--portal", "mau-ct", "--window", "22-05"), "--window"),
        (("--portal", "mau-ct", "--every", "hour"), "invalid choice"),
        (("mau-ct",), "takes options only"),
    ],
)
def test_a_mistake_is_one_line(words: tuple[str, ...], said: str) -> None:
    done = schedule(*words)
    assert done.returncode == ExitCode.USAGE
    assert said in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


def test_the_units_are_written(tmp_path: Path) -> None:
    done = schedule("--portal", "mau-ct", "--format", "systemd", "--output", str(tmp_path / "units"))
    assert done.returncode == ExitCode.OK, done.stderr
    assert {path.name for path in (tmp_path / "units").iterdir()} == {
        "tinso-127.0.0.1.service", "tinso-127.0.0.1.timer", "tinso-health.service", "tinso-health.timer",
    }  # fmt: skip
    assert "systemctl enable --now tinso-127.0.0.1.timer tinso-health.timer" in done.stdout


def test_cron_can_run_what_the_crontab_says(tmp_path: Path) -> None:
    """The lines themselves, by the shell and with the environment that cron gives them."""
    with GeneratedSite(6) as one, GeneratedSite(5) as two:
        folder = tmp_path / "của tôi"
        folder.mkdir()
        table = '[{slug}]\nname = "Cổng"\nurl = "{url}"\nlevel = "organization"\ndelay = 0.01\n'
        text = table.format(slug="cong-a", url=one.url) + table.format(slug="cong-b", url=two.url)
        (folder / "thanh-hoa.toml").write_text(text, "utf-8")
        where = ("-s", f"REGISTRY_DIRS={folder}", "-s", f"ARCHIVE_DIR={tmp_path / 'a'}")
        made = schedule("--level", "organization", *where)
        assert made.returncode == ExitCode.OK, made.stderr
        lines = [line for line in made.stdout.splitlines() if not line.startswith(("#", "SHELL="))]
        assert len(lines) == 3
        cron = {"PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "LOGNAME": "tinso"}
        for line in lines:
            done = subprocess.run(
                ["/bin/sh", "-c", line.split(" ", 5)[5].replace("\\%", "%")],
                env=cron, cwd="/", capture_output=True, text=True, timeout=120, check=False,
            )  # fmt: skip
            assert (done.returncode, done.stdout, done.stderr) == (0, "", ""), line
    assert rows(tmp_path / "a", "SELECT portal, new FROM run_portals ORDER BY portal") == [
        ("cong-a", 6),
        ("cong-b", 5),
    ]
    assert "INFO" in (tmp_path / "a" / "runs" / "cong-a.log").read_text("utf-8")
    assert (
        crawl("portal", "-a", "portal=cong-a", *where[:2], archive=tmp_path / "a").returncode
        == ExitCode.NETWORK
    )
