"""Articles, captures and archives for the archive's tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import count

from archive.records import Article, Attachment, Capture, Evidence, Image, Origin

HANOI = timezone(timedelta(hours=7))
NOW = datetime(2026, 11, 24, 14, 24, 50, tzinfo=UTC)
ORIGIN = Origin(
    portal="sotttt-sao-mai",
    province="Sao Mai",
    province_now="Sao Mai",
    department="tttt",
    section="Tin hoạt động",
)
BODY = (
    "Sáng 5/3, Sở Thông tin và Truyền thông tổ chức lớp đào tạo kỹ năng số cho cán bộ các xã, phường.\n\n"
    "Lớp học kéo dài ba ngày, với hơn một trăm học viên tham gia tại hội trường của Sở."
)
_offsets = count(1000, 1000)


def article(url: str = "https://sotttt.saomai.gov.vn/tin/1", **changes: object) -> Article:
    """An article with every slot filled."""
    values: dict[str, object] = {
        "headline": "Khai giảng lớp đào tạo kỹ năng số",
        "lead": "Hơn một trăm cán bộ xã, phường tham gia.",
        "body": BODY,
        "published_at": datetime(2024, 3, 5, 8, 30, tzinfo=HANOI),
        "published_precision": "minute",
        "modified_at": datetime(2024, 3, 6, 9, 0, tzinfo=HANOI),
        "byline": "Nguyễn Hiền - Văn phòng Sở",
        "authors": ("Nguyễn Hiền",),
        "source": "Văn phòng Sở",
        "captions": ("Quang cảnh lớp học",),
        "images": (Image("https://sotttt.saomai.gov.vn/anh/1.jpg", "Quang cảnh lớp học"),),
        "attachments": (Attachment("https://sotttt.saomai.gov.vn/tep/kh.pdf", "Kế hoạch 1191/KH-STTTT"),),
        "section": "Tin hoạt động",
        "tags": ("đào tạo", "kỹ năng số"),
        "canonical_url": url,
        "flags": ("weekday_mismatch",),
        "evidence": (Evidence("headline", "layout:h1.title", "Khai giảng lớp đào tạo kỹ năng số"),),
    }
    return Article(url=url, **(values | changes))  # type: ignore[arg-type]  # the names are Article's own


def capture(url: str = "https://sotttt.saomai.gov.vn/tin/1", *, minutes: int = 0) -> Capture:
    """A capture at a place of its own, `minutes` after NOW."""
    return Capture(
        url=url,
        fetched_at=NOW + timedelta(minutes=minutes),
        status=200,
        digest="sha256:" + "0" * 64,
        warc_file="sample.warc.gz",
        warc_offset=next(_offsets),
        warc_length=900,
        content_type="text/html",
    )
