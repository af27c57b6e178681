"""Six nights of the sample portals, crawled as cron would: what breaks is told the next morning, and nothing else."""

from __future__ import annotations

import pytest

from crawler.exit_codes import ExitCode
from tests.benchmarks.week import NightResult, week


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> dict[int, NightResult]:
    return {result.night: result for result in week(tmp_path_factory.mktemp("week"), 6)}


@pytest.mark.parametrize("night", [1, 2, 3])
def test_nights_with_news_edits_and_removals_are_well(nights: dict[int, NightResult], night: int) -> None:
    assert nights[night].exit_code == ExitCode.OK, nights[night].report
    assert (nights[night].health_code, nights[night].health[:9]) == (0, "0 alarms,"), nights[night].health


def test_edits_and_removals_are_counted(nights: dict[int, NightResult]) -> None:
    assert "1 new, 1 changed" in nights[2].report
    assert "no longer on the portal, kept here: 1" in nights[3].report


def test_a_portal_that_is_down_is_told_by_the_run_and_not_yet_an_alarm(
    nights: dict[int, NightResult],
) -> None:
    assert nights[4].exit_code == ExitCode.PARTLY_FAILED
    assert "mau-yt: blocked: " in nights[4].report
    assert nights[4].health_code == 0, nights[4].health


def test_lost_listings_are_an_alarm_the_next_morning(nights: dict[int, NightResult]) -> None:
    assert nights[5].health_code == 6
    assert nights[5].health.startswith("ALARM mau-vh: shows-nothing")
    assert "1 alarm, 0 warnings" in nights[5].health


def test_lost_dates_are_an_alarm_the_next_morning(nights: dict[int, NightResult]) -> None:
    assert nights[6].health_code == 6
    assert nights[6].health.startswith("ALARM mau-nn: slot")
    assert "1 alarm, 0 warnings" in nights[6].health
