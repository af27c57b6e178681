"""The long tail of timestamps, by dateparser: slow (milliseconds), so only where a date must be hidden."""

from __future__ import annotations

import re
from datetime import datetime, time
from functools import lru_cache
from typing import Final

from crawler.parser.timestamps.forms import VIETNAM, YEARS
from crawler.parser.timestamps.words import fold

MAX_LENGTH: Final = 60
"""Longer texts are prose."""

_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_MONTH: Final = re.compile(
    r"(?<![a-z])(?:thang|thg|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})(?![a-z])"
)
_DAY: Final = re.compile(r"(?<![0-9])[0-9]{1,2}(?![0-9])")
_LUNAR: Final = re.compile(r"(?<![a-z])(?:am lich|al|gieng|chap|mung)(?![a-z])")
_PREFIX: Final = re.compile(r"^[^0-9:]{0,40}: *")


@lru_cache(maxsize=256)
def _dateparser(text: str) -> datetime | None:
    # Imported late: dateparser costs a tenth of a second, and most crawls never need it.
    from dateparser import parse

    return parse(
        text,
        languages=["vi", "en"],
        settings={
            "DATE_ORDER": "DMY",
            "REQUIRE_PARTS": ["day", "month", "year"],
            "STRICT_PARSING": True,
            "RETURN_AS_TIMEZONE_AWARE": False,
            "PARSERS": ["absolute-time"],
        },
    )


def read_rest(text: str) -> tuple[datetime, bool] | None:
    """The moment, and whether it has a time of day, of a short text that must be a date of a form unknown.

    >>> read_rest("2020 March 12")
    (datetime.datetime(2020, 3, 12, 0, 0, tzinfo=datetime.timezone(datetime.timedelta(seconds=25200))), False)
    """
    if len(text) > MAX_LENGTH:
        return None
    folded, _ = fold(text)
    if not (_YEAR.search(folded) and _MONTH.search(folded) and _DAY.search(folded)) or _LUNAR.search(folded):
        return None
    moment = _dateparser(_PREFIX.sub("", text).strip())
    if moment is None or moment.year not in YEARS:
        return None
    return moment.replace(tzinfo=VIETNAM), moment.time() != time()
