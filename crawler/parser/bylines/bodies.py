"""Bodies that a text may come from: offices, papers, sites, acronyms; and places, which are neither."""

from __future__ import annotations

import re
from typing import Final

_HEADS: Final = (
    "sở|ban(?! hành| đầu| ngày| đêm| công)|báo(?! cáo| chí| động| hiệu| giá| ứng| trước)|đài|cổng(?! chào)|"
    "trung tâm|ubnd|hđnd|"
    "trang(?! phục| thiết| trí| trọng| trại| nghiêm| sử| chủ)|văn phòng(?! phẩm)|phòng(?! chống| ngừa|"
    " bệnh| ngự| thủ| họp)|"
    "ủy ban|uỷ ban|cục(?! diện| bộ)|chi cục|tổng cục|vụ(?! việc| án| mùa| xuân| đông| tai| hè)|liên hiệp|"
    "hiệp hội|"
    "hội(?! nghị| thảo| thi| chợ| trại| diễn| viên| họp| làng| nhập| chứng| tụ| ý| trường)|trường(?! hợp|"
    " thọ| kỳ| tồn)|"
    "công an|bộ(?! phận| máy| mặt| hồ sơ| tiêu chí| chỉ số| thủ tục| sưu| trưởng)|bảo tàng|thư viện|"
    "viện(?! trợ| phí| dẫn)|"
    "học viện|đại học|bệnh viện|công ty|tổng công ty|tập đoàn|tạp chí|thời báo|nhật báo|thông tấn xã|"
    "ttxvn|thanh tra(?! viên)|"
    "kho bạc|bảo hiểm (?:xã|y)|bhxh|(?:tòa|toà) (?:án|hình sự|dân sự|hành chính|"
    "kinh tế|lao động)|kbnn|tand|vksnd|liên đoàn|lđlđ|mặt trận|ubmttq|mttq|tỉnh ủy|"
    "tỉnh uỷ|thành ủy|"
    "thành uỷ|huyện ủy(?! viên)|huyện uỷ|thị ủy|đảng ủy(?! viên)|đảng uỷ|đảng bộ|chi bộ|quân khu|bộ chqs|"
    "bch|bđbp|nhà xuất bản|nxb|"
    "khoa(?! học)|tổ(?! chức| hợp| quốc)|nhóm(?! giải pháp| đối tượng)|ngân hàng|tỉnh đoàn|thành đoàn|"
    "huyện đoàn|"
    "đội(?! tuyển| hình| ngũ)|liên đội|hạt kiểm lâm|chi nhánh|câu lạc bộ|clb|quỹ(?! đất)|"
    "cơ quan(?! thực hiện)|quốc hội|"
    "chính phủ|"
    "đảng(?! viên| phí)|tổng hội|hợp tác xã|htx|thcs|thpt|website|web|kênh|truyền hình|bưu điện|vnpt|"
    "viettel|bql|tt|vp|"
    r"p\. ?(?:kế hoạch|kỹ thuật|tổ chức|hành chính|kinh doanh|nghiệp vụ|đào tạo|công tác|quản lý|"
    r"tài chính|tuyên truyền|ql)|"
    "chi đoàn|đoàn (?:thanh niên|luật sư|đại biểu|nghệ thuật|tncs|đbqh|trường|xã|khối|phường|thị trấn|"
    "kinh tế)|công đoàn|nhà văn hóa|"
    "nhà văn hoá|"
    "cảng|hải quan|kiểm toán|khu quản lý|khu di tích|vườn quốc gia|ubkt|xí nghiệp|nhà máy|nhà hát|"
    "nhà thiếu nhi|tổng đài|"
    "sư đoàn|lữ đoàn|trung đoàn|tiểu đoàn|bộ tư lệnh|binh đoàn|mầm non|tiểu học"
)
_BODY: Final = re.compile(rf"(?i)(?:{_HEADS})(?![^\W_])")
# A body's name says nothing of what it did.
_DEEDS: Final = re.compile(
    r"(?i)(?<![^\W_])(?:tại|đã|được|nhằm|với|cho|đến|những|là|sẽ|đang|khi|năm|ngày|thăm|tặng|chào mừng|"
    r"phát biểu|tham dự|"
    r"tham gia|kết quả|hội nghị|lễ|kỷ niệm|đầu tiên|khai giảng|chức năng|nhiệm vụ|"
    r"(?<!ban )(?<!Ban )(?<!BAN )(?<!phòng )(?<!Phòng )(?<!PHÒNG )tổ chức|đón|ký|"
    r"chúc mừng|gặp mặt|ủng hộ|tập huấn|phát động|họp báo|diễn ra|lần thứ|vừa|trao|nhận|công bố|ban hành|"
    r"các phòng|thông báo|phối hợp|hướng dẫn|mời|tuyển dụng|tuyển sinh|về việc|v/v|viên|"
    r"trưởng phòng)(?![^\W_])"
)
_ALSO_NAMES: Final = frozenset(
    ("trang", "khoa", "đoàn", "hội", "vụ", "đội", "viện", "cảng", "quỹ", "ban", "đảng", "kênh", "đài")
)
_BODY_INSIDE: Final = re.compile(
    r" (?:Sở|Báo|Phòng|Trung tâm|Trung Tâm|Văn phòng|UBND|Đài|Chi cục|Cục|Hội|Trường|TTXVN|Công an|Viện|"
    r"Học viện|TT|"
    r"Bệnh viện|Huyện đoàn|Tỉnh đoàn|Đoàn|Ban|Bộ|VP|Cổng)(?= [^\W\d_])"
)
_DOMAIN: Final = re.compile(
    r"(?i)(?:https?://)?(?:www\.)?(?:[a-z0-9à-ỹđ][a-z0-9à-ỹđ-]{0,40}\.){1,4}(?:vn|com|net|org|gov|edu|"
    r"info|asia|tv|biz)"
    r"(?:/\S{0,100})?/?"
)
_PAPERS: Final = re.compile(
    r"(?i)(?:tuổi trẻ|thanh niên|người lao động|dân trí|dân việt|tiền phong|vn\s?express|viet\s?nam\s?net|"
    r"qđnd|"
    r"quân đội nhân dân|công an nhân dân|cand|hà nội mới|hànộimới|sài gòn giải phóng|sggp|infonet|ictnews|"
    r"ict news|cafef|cafebiz|zing|znews|đại đoàn kết|vn\s?economy|thời báo|vietnam\s?\+|vietnamplus|vtv|"
    r"vov|vtc|"
    r"người đưa tin|một thế giới|đất việt|kênh 14|kenh14|soha|24h|nhịp sống thị trường|bnews|bizlive|vnmedia|"
    r"việt báo|internet|google|facebook|wikipedia|youtube|toquoc|petrotimes|tạp chí|reuters|afp|bbc|cnn|"
    r"bloomberg|xinhua|tân hoa xã|techcrunch|cnet|the verge|mashable|pcworld|mekong asean)(?![^\W_])"
)
# Papers named as things are: bodies only where the line says so ("Theo", "(...)", behind a name).
_PERHAPS_PAPERS: Final = re.compile(
    r"(?i)(?:lao động|nhân dân|pháp luật|công thương|đầu tư|sức khỏe|sức khoẻ|giáo dục|nhịp sống|tin tức|"
    r"tri thức|"
    r"nông nghiệp|tài nguyên|tài chính|kinh tế|văn hóa|văn hoá|xây dựng|giao thông|gia đình|phụ nữ|nhà báo|"
    r"nhà đầu tư|vietnam|chính phủ|đảng cộng sản|tổ quốc|thế giới|bưu điện|an ninh|thủ đô|đời sống|khoa học|"
    r"tin nhanh|dân sinh|ngày nay|diễn đàn|doanh nhân|năng lượng|hải quan|môi trường|thương hiệu|công lý|"
    r"quốc hội|xã luận|biên phòng)(?![^\W_])"
)
_ACRONYM: Final = re.compile(r"[A-ZĐ]{3,9}(?:[-&][A-ZĐ]{2,9})?|[A-ZĐ]{1,4}&[A-ZĐ]{1,4}|[A-ZĐ]{2,6}[0-9]{1,2}")
_INNER_ACRONYM: Final = re.compile(
    r"(?<![^\W_])(?:[A-ZĐ]{2,7}&[A-ZĐ]{1,7}|TTTT|VHTTDL|VHTT|GDĐT|KHCN|TNMT|NNPTNT|UBND|HĐND|THCS|THPT)"
)
COLLECTIVES: Final = re.compile(
    r"(?i)(?:nhóm )?(?:pv|p\.v|phóng viên|bbt|b\.b\.t|ban biên tập|ban bạn đọc|ctv|cộng tác viên|btv|"
    r"biên tập viên|tổ phóng viên|"
    r"tòa soạn|toà soạn|nhóm phóng viên|pv-ctv|pv, ctv|tổ biên tập|phòng biên tập|ban thời sự|ban chuyên đề)"
    r"(?:[ .,](?:báo|đài|cổng|sở|\()?.{0,60})?"
)
_PLACES_TEXT: Final = """
    hà nội|hồ chí minh|tp hồ chí minh|tp.hcm|tphcm|sài gòn|đà nẵng|hải phòng|cần thơ|huế|an giang|
    bà rịa - vũng tàu|bắc giang|bắc kạn|bạc liêu|bắc ninh|bến tre|bình định|bình dương|bình phước|
    bình thuận|cà mau|cao bằng|đắk lắk|đắk nông|đắc lắc|điện biên|đồng nai|đồng tháp|gia lai|hà giang|
    hà nam|hà tĩnh|hải dương|hậu giang|hòa bình|hoà bình|hưng yên|khánh hòa|khánh hoà|kiên giang|kon tum|
    lai châu|lâm đồng|lạng sơn|lào cai|long an|nam định|nghệ an|ninh bình|ninh thuận|phú thọ|phú yên|
    quảng bình|quảng nam|quảng ngãi|quảng ninh|quảng trị|sóc trăng|sơn la|tây ninh|thái bình|trung quốc|
    hàn quốc|nhật bản|thái lan|hoa kỳ|singapore|campuchia|việt nam|thái nguyên|thanh hóa|thanh hoá|
    thừa thiên huế|tiền giang|trà vinh|tuyên quang|vĩnh long|vĩnh phúc|yên bái|vietnam|vũng tàu
"""
PLACES: Final = frozenset(place.strip() for place in _PLACES_TEXT.split("|"))
"""Lower case. A lone one under an article is a place line, not a name."""


def is_domain(text: str) -> bool:
    """Whether the whole of `text` is a site's address: "Chinhphu.vn", "http://ictnews.vn"."""
    return _DOMAIN.fullmatch(text.strip()) is not None


def is_front_page(text: str) -> bool:
    """Whether `text` is a site's bare address, without a path: "http://ictnews.vn/"."""
    return is_domain(text) and "/" not in text.removeprefix("http://").removeprefix("https://").rstrip("/")


def is_place(text: str) -> bool:
    """Whether `text` is a province, a city or the country, bare."""
    return text.strip(" .").lower() in PLACES


def is_collective(text: str) -> bool:
    """Whether `text` names those who wrote without a name, who count as authors: "PV", "Ban Biên tập"."""
    return COLLECTIVES.fullmatch(text.strip(" .")) is not None


def is_paper(text: str, *, named_as_source: bool = False) -> bool:
    """Whether `text` begins as a paper, an agency or a well-known site does.

    `named_as_source`: the line says that it is one ("Theo", "(...)"), so that "Kinh tế ..." counts too.
    """
    return _PAPERS.match(text) is not None or (named_as_source and _PERHAPS_PAPERS.match(text) is not None)


def body_after_name(text: str) -> int:
    """Where a body begins behind a name: 12 in "Nguyễn Hiền Sở TTTT Thanh Hóa"; 0: nowhere."""
    match = _BODY_INSIDE.search(text)
    return match.start() + 1 if match and len(text[: match.start()].split()) > 1 else 0


def is_body(text: str, *, named_as_source: bool = False) -> bool:
    """Whether `text` names an office, a paper, a site or an acronym of one."""
    if is_domain(text) or is_paper(text, named_as_source=named_as_source) or _ACRONYM.fullmatch(text):
        return True
    if _INNER_ACRONYM.match(text):
        return True
    if _BODY.match(text) is None or not text[0].isupper():
        return False
    # "Trang Anh" and "Đoàn Minh" are people, "Trang tin" and "Đoàn thanh niên" are not.
    words = text.split()
    return words[0].lower() not in _ALSO_NAMES or len(words) > 4 or not all(word.istitle() for word in words)


def tells_a_deed(text: str) -> bool:
    """Whether `text` tells what a body did, as a headline does: "Trường THCS A tổ chức khai giảng"."""
    return _DEEDS.search(text) is not None or ": " in text or (text[-1].isdigit() and " " in text)
