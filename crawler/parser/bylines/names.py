"""Names of people: the shape of a Vietnamese name, its common syllables, initials, titles before it."""

from __future__ import annotations

import re
from typing import Final

from crawler.parser.timestamps.words import FOLDING

_FAMILIES_TEXT: Final = """
    nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý lí đoàn trịnh đinh lâm mai đào
    cao tô trương hà phùng lương thái châu tạ tăng la lưu nghiêm quách giang từ doãn kiều thạch viên văn
    chu triệu khổng lại khuất thân tống vương đồng lục bạch nông vi hứa ma mạc lò cầm quàng lường tòng cà
    lù vừ sùng giàng thào lầu mùa hờ vàng hạng tráng cư chảo tẩn phàn bàn đàm trưng âu ấu bế bồ cấn chử
    cung diệp đan đậu đới đường hàn hầu hình kha khúc lai liêu lỗ lộc luyện mã mẫn mẫu mộc ninh nhan nhâm
    nhữ ngụy nguỵ ôn ổn phí phó quản quan sái sầm sử tào thành thiều thịnh tiêu tiết tôn trà trác tri ứng
    uông ung vòng vưu xa hồng kim huyện niê ksor siu rmah kpă kpuih nay rơ êban mlô byă ayun hmok điểu thị
    danh sơn bá báo đạo quảng triều bàng chế cù đèo kông lữ mông pờ phù tề thàng trang vạn thượng lã lều
    ngọ ngũ nhiêu phương y a
"""
FAMILIES: Final = frozenset(_FAMILIES_TEXT.split())
"""Lower case; the majority's, and those of the Tày, Thái, Mường, Mông, Dao, Ê Đê, Gia Rai, Chăm and Khmer."""

_GIVEN_TEXT: Final = """
    an anh ánh ân ấn bách bạch bảo bắc băng bằng bích biên bình bính bổn bửu ca cang canh cảnh cao cát cẩm
    cầm cầu chánh chăm châm chân chấn châu chi chí chiến chiêu chiểu chinh chính chung chuyên chương công
    cúc cung cương cường dân danh dao di dĩ diễm diên diện diệp diệu dinh doanh du dũng duy duyên duyệt dư
    dương đại đàm đan đán đạo đào đạt đăng đắc đặng đệ điềm điền điển điệp đình đính định đoan đoàn đô đồng
    độ đông đức đường gái gấm gia giang giao giáp hà hạ hải hàm hán hạnh hào hảo hằng hân hậu hiên hiến
    hiền hiển hiếu hiệp hiệu hoa hòa hoà hóa hoá hoài hoan hoàn hoàng hoạt hồ hồng hợp huân huấn huê huế
    huệ hùng huy huyên huyền huỳnh hưng hương hường hưởng hướng hữu kha khai khải khang khanh khánh khắc
    khiêm khiết khoa khoan khôi khởi khuê khương kiên kiệm kiệt kiều kim kính kỳ kỷ lam lan lành lâm lân
    lập lê lệ lễ liêm liên liễu linh long lộc lợi lời luân luận lục lụa lượng lương lưu lữ ly lý mai mạnh
    mão mận mẫn mậu mến mi miên minh mơ mùi mừng mười my mỹ mị na nam nga ngà ngạn ngân nghi nghị nghĩa
    nghiêm ngoan ngọc ngoạn ngôn nguyên nguyện nguyệt nhã nhài nhàn nhạn nhân nhất nhật nhẫn nhi nhiên nhơn
    nhu nhung như nhuận nhường niệm ninh nương oanh phác phan pháp phát phi phong phố phú phúc phụng phước
    phương phượng phường quả quang quảng quân quế quốc quý quyên quyền quyết quỳnh sa san sang sáng sanh
    sâm sen sinh sĩ sỹ song sơn sửu sương tài tâm tân tấn tập tây thạch thái tham thanh thành thảo thắm
    thắng thăng thân thế thêm thi thị thiêm thiên thiện thiết thiệu thịnh thọ thoa thoan thoại thông thơ
    thơm thu thuần thuận thục thúy thuý thùy thuỳ thủy thuỷ thuyên thư thường thước thương thưởng thức ti
    tích tiên tiền tiến tiệp tín tính tình tĩnh toại toan toán toàn tôn trà trai trác trang tráng trâm trân
    trấn tri trí triết triều triển trinh trình trọng trúc trung truyền trường trực trứ tuân tuấn tuất tuệ
    tùng túc tuyên tuyền tuyến tuyết tú tư từ tứ tường tưởng tựu tý uyên uyển ước vân vạn văn vận viên viễn
    việt vinh vịnh vĩ vĩnh vọng vũ vui vượng vương vy vỹ xoan xuân xuyên xuyến yên yến ý thụy thuỵ huynh
    nghiệp bền bê bé út dậu dần thìn tỵ tị ngọ hợi nở nụ đua đài lài lĩnh mạo mỵ thuyết thạo trạng trưởng
    tiếp quỳ chiên chúc chuẩn dịu diễn đỉnh điệu hiệt hoằng khá khuyến khuyên lưỡng miền nhị nhủ phin
    quát sao soạn sức tám thép thỏa thoả tuyển tuynh ưng vang vệ vượt xuất đỏ nết páo vừ pó chứ sính dế
    dính mí sín chá dia tủa pằng sùng giống khua nủ sái seo
"""
GIVEN: Final = frozenset(_GIVEN_TEXT.split())
"""Lower-case syllables that given and middle names are made of."""

_DEGREES: Final = (
    r"PGS|GS|TSKH|TS|ThS|Th\.S|NCS|CN|KS|KTS|KTV|BSNT|BSCK|BS|ĐDCK|CNĐD|ĐD|YS|DSCK|DS|CK|LS|LG|HS|NS|NB|NT|"
    r"NSƯT|NSND|NGƯT|NGND|TTƯT|TTND|AHLĐ|CVP|CVC|GV|HLV|Dr|Mr|Mrs|Ms|Prof"
)
_TITLES: Final = re.compile(
    rf"(?:(?i:{_DEGREES})(?: ?(?:[I1]{{1,2}}|2))?(?:[.,/–-]+\s*|\s+))+(?=[^\W\d_]{{2}})"
)
"""Degrees and ranks before a name, one behind the other: "PGS.TS. ", "BSCKII ", "CNĐD. "."""

_TITLE_WORDS: Final = re.compile(
    r"(?i)(?:thạc\s?sĩ|thạc\s?sỹ|tiến sĩ|tiến sỹ|giáo sư|phó giáo sư|bác sĩ|bác sỹ|kỹ sư|luật sư|nhà báo|"
    r"nhà văn|"
    r"nsưt|nsnd|(?:thiếu|trung|thượng|đại) (?:úy|uý|tá|tướng)|kiểm sát viên|thẩm phán|"
    r"điều tra viên|chấp hành viên|"
    r"giảng viên|giáo viên|điều dưỡng|dược sĩ|dược sỹ|chuyên viên|luật gia|"
    r"cô giáo|thầy giáo|cô|thầy|bác|phóng viên|pv|ctv|cộng tác viên|tác giả|biên tập viên|btv)"
    r"[\s.:]+(?=[A-ZÀ-ỸĐ])"
)
_INITIALS: Final = re.compile(
    r"(?:[A-ZĐÂÊÔƠƯ][a-zhg]?\.\s?){1,4}(?:[A-ZĐÂÊÔƠƯ]{1,2}[a-zhg]?\.?)?|[A-ZĐ](?:\.[A-ZĐ]{1,3}){1,3}\.?"
)
_INITIAL_AND_NAME: Final = re.compile(
    r"(?:[A-ZĐ][hg]?\.\s?){1,3}\w{2,7}|\w{2,7}(?:\s\w{2,7})?\s[A-ZĐ]\.(?:[A-ZĐ]\.?)?"
)
_SYLLABLE: Final = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|n|ngh?|nh|ph?|qu|r|s|th?|tr|v|x)?[aeiouy]{1,3}(?:ch?|m|ng?|nh|p|t)?"
)
_VOWEL: Final = re.compile("[aeiouyà-ãè-êìíò-õùúýăĩũơưạ-ỹ]", re.I)
_APOSTROPHES: Final = str.maketrans("’‘`´ʼ", "'''''")

_NOT_NAMES_TEXT: Final = """
    xem tin trang tại của các những và mục số điều chương phần bài ảnh theo nguồn là được không có này khi
    từ đến cho với trên dưới về ra vào lại bị đã sẽ đang để mọi nhiều ít rất hơn cũng như nơi ngày tháng
    năm giờ phút tuần quý việc người chúng tôi ta nó họ gì sao tải file phụ kính gửi nhận lưu hình hội nghị
    sự kiện video clip quyết thông báo kế hoạch danh sách biểu mẫu hỏi đáp liên hệ tìm kiếm đăng nhập chủ
    thoát chia sẻ bình luận ý kiến thêm tiếp trước sau cuối đầu mới cũ khác cùng chuyên tổng hợp giám đốc
    trưởng phó kt tl tm tuq
"""
NOT_NAMES: Final = frozenset(_NOT_NAMES_TEXT.split())
"""Lower-case words of menus, prose and signatures; a line with two of them and no family name is no name."""

_COMMON_NOUNS: Final = frozenset(
    {
        *("tuyên truyền", "gia đình", "quốc gia", "công an", "quang cảnh", "tâm linh", "an toàn", "an ninh"),
        *(
            "thanh niên",
            "chính trị",
            "thông tin",
            "thành công",
            "hạnh phúc",
            "thương mại",
            "kim loại",
            "văn hóa",
        ),
        *("công nghệ", "nhân dân", "công dân", "công bằng", "công lý", "tư pháp", "tài chính", "thanh tra"),
        *("tiến trình", "hành trình", "công trình", "chương trình", "hùng vương", "trung ương", "tình yêu"),
        *("thiên nhiên", "tâm sự", "trung tâm", "hành chính", "trí tuệ", "tri thức", "minh họa", "quảng cáo"),
        *(
            "kinh tế",
            "xã hội",
            "thể thao",
            "du lịch",
            "an sinh",
            "an toàn giao thông",
            "thủy sản",
            "lâm nghiệp",
        ),
        *(
            "công thương",
            "nông thôn",
            "nông thôn mới",
            "tân hoa xã",
            "quân sự",
            "hải quan",
            "hải sản",
            "tư liệu",
        ),
        *(
            "văn nghệ",
            "văn thư",
            "văn hiến",
            "thi đua",
            "khuyến công",
            "khuyến nông",
            "hướng nghiệp",
            "thư viện",
        ),
        *(
            "phong trào",
            "hoa kỳ",
            "tâm tình",
            "tình nguyện",
            "thiện nguyện",
            "hiến kế",
            "đại đoàn kết",
            "công lập",
        ),
    }
)
"""Pairs of name syllables that are words; they stand capitalised in menus and sub-heads."""


_NOT_INITIALS: Final = frozenset(
    ("TT", "TP", "VN", "HN", "TW", "ĐT", "QR", "PR", "IT", "EU", "LH", "ST", "TH", "TL", "TM", "KT")
)


def is_syllable(word: str) -> bool:
    """Whether `word` could be one syllable of Vietnamese, whatever its marks and case."""
    return _SYLLABLE.fullmatch(word.translate(FOLDING)) is not None


def strip_titles(text: str) -> str:
    """A name without what stands before it: "TS. Phạm Văn Đức" -> "Phạm Văn Đức".

    >>> strip_titles("PGS.TS. Phạm Văn Đức")
    'Phạm Văn Đức'
    """
    text = _TITLES.sub("", text, count=1) if _TITLES.match(text) else text
    match = _TITLE_WORDS.match(text)
    return text[match.end() :] if match else text


def is_initials(text: str) -> bool:
    """Whether `text` is a name cut to its letters: "T.H", "H.N.", "B.NG", "H. Khôi"."""
    if _INITIALS.fullmatch(text):
        return True
    return _INITIAL_AND_NAME.fullmatch(text) is not None and text[0].isupper()


def _is_capital(word: str) -> bool:
    letters = word.replace("'", "").replace("-", "")
    return letters.isalpha() and (
        letters.istitle() or letters.isupper() or (letters[0].isupper() and "'" in word)
    )


def is_capitalised(text: str) -> bool:
    """Whether `text` is two to four capitalised words, as names of any language are."""
    words = text.split()
    plain = all(_is_capital(word.strip(".")) for word in words if word.strip("."))
    return 2 <= len(words) <= 4 and plain and not any(word.lower() in NOT_NAMES for word in words)


def person_weight(text: str) -> float:
    """How much `text` (titles stripped) looks like one person's name, 0 to 1; of places and papers too."""
    if is_initials(text):
        return 0.85
    if len(text) == 2 and text.isupper() and text.isalpha() and text not in _NOT_INITIALS:
        return 0.45
    words = text.translate(_APOSTROPHES).split()
    if not 1 <= len(words) <= 6 or len(text) > 40 or not all(_is_capital(word) for word in words):
        return 0.0
    if any(len(word) > 2 and _VOWEL.search(word) is None and "." not in word for word in words):
        return 0.0  # "KBNN Sơn Dương"
    lowered = [word.lower() for word in words]
    known = sum(word in GIVEN or word in FAMILIES or "'" in word for word in lowered)
    family = lowered[0] in FAMILIES or "'" in lowered[0]
    strange = sum(word in NOT_NAMES and word not in FAMILIES and word not in GIVEN for word in lowered)
    if text.isupper() and len(words) > 1 and not family and known < len(words):
        return 0.0
    if (
        lowered[0] in ("ông", "bà")
        or strange
        or (not family and sum(word in NOT_NAMES for word in lowered) == len(words))
    ):
        return 0.0
    if len(words) == 1:
        return 0.4 if known and len(text) > 1 else 0.15 if is_syllable(text) and len(text) > 1 else 0.0
    if not family and " ".join(lowered) in _COMMON_NOUNS:
        return 0.0
    shaped = sum(is_syllable(word) or "'" in word for word in words)
    weight = 0.1 + 0.55 * known / len(words) + 0.15 * shaped / len(words)
    if family or lowered[-1] in FAMILIES:
        weight += 0.2
    if len(words) > 4 and not family:
        weight -= 0.35
    if text.isupper() and not family:
        weight = min(weight, 0.55)  # "MINH ANH" is written as headings are
    return max(0.0, min(weight, 0.95))
