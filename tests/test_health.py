"""Health: quiet nights raise no alarm, every planted breakage is found in time; calendar, thresholds, the command."""

from __future__ import annotations

import json
import math
import re
import shlex
import shutil
import subprocess
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import holidays
import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from archive.cli import main
from archive.health.alarm import KINDS
from archive.health.calendar import calendar
from archive.health.chance import few_tail, gamma_tail
from archive.health.history import VIETNAM, load
from archive.health.judge import judge
from archive.health.thresholds import Mute, Rules, Thresholds, read_rules
from archive.runs import record_portals
from archive.store import Archive, reading
from tests import breakages
from tests import night_histories as nights
from tests.benchmarks.alarm_simulation import BREAKAGES, START, Breakage, quiet, run
from tests.night_histories import PROFILES, Simulated, simulate


@pytest.mark.parametrize("seed", [11, 12, 13])
def test_ninety_quiet_nights_with_weekends_and_tet_raise_no_alarm(seed: int) -> None:
    assert any(START <= first <= START + timedelta(days=80) for first in nights.TET)
    assert quiet(seed, 90, 1) == {}


@pytest.mark.parametrize("breakage", BREAKAGES, ids=lambda b: b.name)
def test_each_breakage_is_found_in_time(breakage: Breakage) -> None:
    names = {breakage.profile or "so-vua", "so-nho"}
    outcome = run(breakage, 1, {name: PROFILES[name] for name in PROFILES if name in names})
    assert outcome.is_as_promised, outcome


@pytest.mark.parametrize("seed", [1, 2])
def test_a_night_of_our_own_network_is_one_alarm(seed: int) -> None:
    planted = dict.fromkeys(PROFILES, (30, breakages.away))
    simulated = simulate(PROFILES, 33, START, seed, planted)
    kinds = [a.kind for a in judge(simulated.histories()[32], Rules(), simulated.now(32))]
    assert kinds == ["network"]


def test_many_small_portals_need_more_than_luck() -> None:
    """A byline in 40 of 100 articles may be missing on a night with three; on fifteen in a row it may not."""
    assert few_tail(0, 3, 40, 60) > 1e-2
    assert few_tail(0, 40, 40, 60) < 1e-5


@given(st.integers(1, 12), st.floats(0.01, 60))
def test_the_gamma_tail_of_a_whole_shape_is_erlangs(shape: int, x: float) -> None:
    erlang = sum(math.exp(n * math.log(x) - x - math.lgamma(n + 1)) for n in range(shape))
    assert gamma_tail(shape, x) == pytest.approx(erlang, rel=1e-6, abs=1e-12)


@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 50), st.integers(0, 50))
def test_the_few_tail_is_a_chance_and_grows_with_the_hits(hits: int, more: int, good: int, bad: int) -> None:
    of = hits + more
    tails = [few_tail(k, of, good, bad) for k in range(hits + 1)]
    assert tails == sorted(tails)
    assert few_tail(of, of, good, bad) == pytest.approx(1.0)
    assert 0 <= tails[0] <= tails[-1] <= 1


def test_the_calendar_agrees_with_the_lunar_one() -> None:
    days = calendar()
    first, last = days.valid
    theirs = holidays.country_holidays("VN", years=range(first, last + 1), observed=False)
    lunar = {day for day, name in theirs.items() if "Lunar New Year" in name or "Hung Kings" in name}
    assert len(lunar) > 4 * (last - first)
    missing = {day for day in lunar if not days.is_quiet(day) and "substituted" not in theirs[day]}
    assert not missing
    tet = {day for day, name in theirs.items() if name == "Lunar New Year"}
    assert {day for day in tet if day.year in (2025, 2026)} == set(nights.TET)
    assert not days.is_quiet(date(2026, 6, 10))


def kept(folder: Path, simulated: Simulated, shift: timedelta) -> None:
    """Write simulated nights into an archive, moved in time."""
    with Archive.open(folder) as archive, archive.transaction():
        for row, shares in zip(simulated.runs, simulated.shares, strict=True):
            if row is None:
                continue
            began = row.started_at + shift
            run_id = archive.start_run(began, {}, list(row.portals))
            record_portals(archive.db, run_id, shares)
            ended = {"reason": row.reason, "disk_free": row.disk_free}
            archive.end_run(run_id, began + timedelta(hours=2), row.exit_code or 0, ended)


def tinso(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--archive", str(folder), "health", *words])


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose large portal lost its dates last night, and whose small one's certificate ends soon."""
    folder = tmp_path_factory.mktemp("broken")
    soon = datetime.now(UTC) + timedelta(days=6)
    planted = {
        "so-lon": (39, breakages.without_slot("published_at")),
        "so-nho": (39, breakages.with_site(certificate_until=soon)),
    }
    names = ("so-lon", "so-nho", "so-thuong")
    simulated = simulate({name: PROFILES[name] for name in names}, 40, date(2026, 3, 1), 3, planted)
    last = simulated.runs[-1]
    assert last is not None
    kept(folder, simulated, datetime.now(UTC) - timedelta(hours=8) - last.started_at)
    return folder


def test_the_command_tells_the_worst_first(broken: Path) -> None:
    result = tinso(broken)
    assert result.exit_code == 6, result.output
    lines = result.output.splitlines()
    assert lines[0] == "ALARM so-lon: slot"
    assert lines[1].startswith("  date: read in 0 of ")
    assert lines[2].startswith("  -> ")
    assert "WARNING so-nho: certificate" in lines
    assert lines[-1].startswith("1 alarm, 1 warning, 0 notes; 3 portals in 40 runs")
    told = json.loads(tinso(broken, "--json").output)
    assert [(a["severity"], a["kind"], a["portal"]) for a in told["alarms"]] == [
        ("alarm", "slot", "so-lon"),
        ("warning", "certificate", "so-nho"),
    ]


def test_exit_codes_mutes_and_mistakes(broken: Path, tmp_path: Path) -> None:
    assert tinso(broken, "--portal", "so-nho").exit_code == 5
    assert tinso(broken, "--portal", "so-thuong").exit_code == 0
    assert tinso(broken, "--portal", "so-thuong", "--quiet").output == ""
    assert tinso(tmp_path / "none").exit_code == 3
    rules = tmp_path / "health.toml"
    rules.write_text(
        '[[mute]]\nportal = "so-lon"\nkind = "slot"\nuntil = 2100-01-01\nreason = "đã báo"\n', "utf-8"
    )
    assert tinso(broken, "--thresholds", str(rules)).exit_code == 5
    rules.write_text('[[mute]]\nportal = "so-lon"\nuntil = 2020-01-01\n', "utf-8")
    assert tinso(broken, "--thresholds", str(rules)).exit_code == 6
    rules.write_text("[thresholds]\ncertificate_days = 3\nslot_chance = 1e-300\n", "utf-8")
    assert tinso(broken, "--thresholds", str(rules)).exit_code == 0
    for wrong in ("[thresholds]\nslot_fal = 1\n", "[thresholds]\nslot_fall = -1\n", "[[mute]]\n", "= 3",
                  '[[mute]]\nkind = "slto"\n'):  # fmt: skip
        rules.write_text(wrong, "utf-8")
        result = tinso(broken, "--thresholds", str(rules))
        assert result.exit_code == 2, wrong
        assert len(result.output.splitlines()) == 1
        assert "health.toml" in result.output


def test_what_was_written_is_what_is_judged(tmp_path: Path) -> None:
    simulated = simulate(PROFILES, 30, START, 5)
    kept(tmp_path, simulated, timedelta())
    with reading(tmp_path) as db:
        loaded = load(db, simulated.now(29))
    known = simulated.histories()[29]
    assert loaded.portals == known.portals
    assert [run.started_at for run in loaded.runs] == [run.started_at for run in known.runs]
    assert {night.day for night in loaded.portals["so-lon"]} == {START + timedelta(days=n) for n in range(30)}
    assert loaded.runs[0].started_at.astimezone(VIETNAM).date() == START


def test_an_empty_archive_is_well(tmp_path: Path) -> None:
    with Archive.open(tmp_path):
        pass
    result = tinso(tmp_path)
    assert (result.exit_code, result.output) == (
        0,
        "0 alarms, 0 warnings, 0 notes; 0 portals in 0 runs, none so far\n",
    )


OPERATIONS = (Path(__file__).resolve().parent.parent / "docs" / "operations.md").read_text("utf-8")


def test_the_rules_in_the_docs_are_read(tmp_path: Path) -> None:
    (text,) = re.findall(r"```toml\n(.*?)```", OPERATIONS, re.S)
    (tmp_path / "health.toml").write_text(text, "utf-8")
    rules = read_rules(tmp_path / "health.toml")
    assert rules.thresholds == Thresholds()
    assert rules.mutes == (
        Mute("hatinh-skhcn", "certificate", None, date(2027, 1, 31), "đã báo quản trị viên ngày 24/11"),
    )
    named = set(re.findall(r"`([a-z-]+)`", OPERATIONS[OPERATIONS.index("| kind |") :]))
    assert set(KINDS) - {"calendar"} <= named


@pytest.mark.skipif(shutil.which("sqlite3") is None, reason="the stock shell is not installed here")
def test_the_questions_in_the_docs_have_answers_in_the_stock_shell(broken: Path) -> None:
    asked = [
        shlex.split(line, comments=True) for line in OPERATIONS.splitlines() if line.startswith("sqlite3 ")
    ]
    assert len(asked) == 4
    for words in asked:
        words[-1] = words[-1].replace("hatinh-skhcn", "so-lon")
        done = subprocess.run(words, cwd=broken, capture_output=True, text=True, timeout=20, check=False)
        assert (done.returncode, done.stderr) == (0, ""), words
        assert done.stdout.strip(), words
