"""`scrapy portals` lists, counts and says what is wrong."""

from __future__ import annotations

import argparse
import json

import pytest
from scrapy.settings import Settings

from crawler.commands.portals import Command, columns


def _run(*arguments: str) -> int:
    command = Command()
    command.settings = Settings({"REGISTRY_DIRS": ["spiders/portals"]})
    parser = argparse.ArgumentParser()
    command.add_options(parser)
    options, rest = parser.parse_known_args(arguments)
    command.run(rest, options)
    return command.exitcode


def test_without_a_choice_the_country_is_counted_by_province(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run() == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == [
        "SINCE",
        "JULY",
        "2025",
        "BEFORE",
        "PORTALS",
        "DEPARTMENTS",
        "CMS",
        "KNOWN",
        "GONE",
    ]
    provinces = lines[1 : lines.index("")]
    assert len(provinces) == 63 + 1
    at = lines[0].index("PORTALS") + len("PORTALS")
    assert sum(int(line[:at].split()[-1]) for line in provinces) == 556
    assert "556 portals" in lines
    # Kiên Giang stands below An Giang, which is not said again.
    below = next(at for at, line in enumerate(provinces) if line.startswith("An Giang"))
    assert provinces[below + 1].startswith("   ")
    assert "Kiên Giang" in provinces[below + 1]


def test_a_choice_lists_its_portals_under_their_provinces(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--province", "an-giang", "--department", "tttt") == 0
    out = capsys.readouterr().out
    assert "Kiên Giang, now An Giang\nkiengiang-stttt  tttt" in out
    assert out.index("\nAn Giang\n") < out.index("angiang-sotttt ")
    assert "\n2 portals\nby level: 2 department\n" in out


def test_json_is_one_object_a_portal(capsys: pytest.CaptureFixture[str]) -> None:
    assert _run("--portal", "thanhhoa-stttt", "--json") == 0
    (portal,) = json.loads(capsys.readouterr().out)
    assert (portal["slug"], portal["department"], portal["department_now"]) == (
        "thanhhoa-stttt",
        "tttt",
        "khcn",
    )
    assert (portal["province"], portal["ended"]) == ("Thanh Hóa", "2025-03-01")
    assert portal["hosts"] == [
        {"name": "stttt.thanhhoa.gov.vn", "path": "/", "valid_from": None, "valid_to": None}
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--province", "Thanh Hoas"), 'did you mean "Thanh Hóa"'),
        (("--family", "nukevit"), 'did you mean "nukeviet"'),
        (("list",), "scrapy portals takes options"),
    ],
)
def test_a_mistake_gets_one_line_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    assert _run(*arguments) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert said in err


def test_columns_are_aligned_whatever_the_letters() -> None:
    assert columns([("Đắk Lắk", "1"), ("Huế", "12")], numbers_from=1) == ["Đắk Lắk   1", "Huế      12"]
