"""Document numbers: which are found, how they are written, what is read of them, what is none."""

import datetime as dt
import time
import unicodedata

import pytest

from crawler import institutions
from crawler.document_numbers import Citation, find, normal


def only(text: str) -> Citation:
    (citation,) = find(text)
    return citation


def numbers(text: str) -> list[str]:
    return [citation.number for citation in find(text)]


# From https://daihoi13.dangcongsan.vn, 29 May 2021
CONGRESS_PORTAL = """Xây dựng đội ngũ cán bộ tinh thông, chuyên nghiệp và hiệu quả In trang
29/05/2021 11:11 SA

Theo Thông báo số 125/TB-VPCP ngày 26/5/2021 của Văn phòng Chính phủ về kết luận của Thủ tướng Phạm Minh \
Chính tại buổi làm việc với ban lãnh đạo Cổng Thông tin điện tử (TTĐT) Chính phủ ngày 12/5 nêu rõ: Sau \
08 năm thực hiện Quyết định số 06/2013/QĐ-TTg ngày 24/01/2013 của Thủ tướng Chính phủ, trong điều kiện \
còn có nhiều khó khăn.

Thủ tướng Chính phủ giao Cổng TTĐT Chính phủ đánh giá, tổng kết tình hình thực hiện Quyết định số \
06/2013/QĐ-TTg ngày 24/1/2013, đề xuất sửa đổi, bổ sung hoặc ban hành Quyết định thay thế, hoàn thành \
trong Quý III năm 2021.
"""


def test_article_of_the_congress_portal_cites_two_documents() -> None:
    assert find(CONGRESS_PORTAL) == (
        Citation(number="125/TB-VPCP", type="Thông báo", issuer="Văn phòng Chính phủ", date=dt.date(2021, 5, 26)),
        Citation(
            number="06/2013/QĐ-TTg",
            type="Quyết định",
            issuer="Thủ tướng Chính phủ",
            date=dt.date(2013, 1, 24),
        ),
    )


WELL_WRITTEN = (
    "377/2026/NĐ-CP", "20/2026/UBTVQH16", "72/2025/QH15", "07/2026/TT-BDTTG", "137/2026/TT-BQP",
    "47/2026/QĐ-UBND", "1182/QĐ-UBND", "1182a/QĐ-UBND", "98/NQ-HĐND", "71-NQ/TW", "728/NQ-UBTVQH15",
    "07/2004/PL-UBTVQH11", "06/2013/QĐ-TTg", "6/2013/QĐ-TTg", "57/CĐ-TTg", "17/VBHN-BTC", "125/TB-VPCP",
    "01/2020/TTLT-BCA-BQP", "03/2025/TTLT-TANDTC-VKSNDTC", "05-CT/TW", "36-HD/VPTW", "12-HD/BTCTW",
    "317-QĐ/TWĐTN-TNTH", "12-QĐ/TU", "05-NQ/ĐU", "120-CTr/TU", "5/TTr-UBND", "8631/VPCP-PL", "44/TANDTC-KHTC",
    "119/ĐH-TANDTC", "12/QĐ-BXYZ", "24-L/CTN", "64/CP",
)  # fmt: skip


@pytest.mark.parametrize("number", WELL_WRITTEN)
def test_well_written_number_is_its_own_normal_form(number: str) -> None:
    assert normal(number) == number


@pytest.mark.parametrize("number", WELL_WRITTEN)
@pytest.mark.parametrize(
    "sentence", ["Theo văn bản số {}.", "(văn bản {}), và", "Văn bản số: {}; các", "văn bản số {}\n"]
)
def test_well_written_number_is_found_among_brackets_and_stops(number: str, sentence: str) -> None:
    assert numbers(sentence.format(number)) == [number]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("364/2026/NĐ-CР", "364/2026/NĐ-CP"),  # a Cyrillic Р: vanban.chinhphu.vn, 21 September 2026
        ("13/2023/NÐ-CP", "13/2023/NĐ-CP"),  # an Icelandic Eth
        ("71-ΝQ/ТW", "71-NQ/TW"),  # Greek and Cyrillic
        ("13/2023/ND-CP", "13/2023/NĐ-CP"),
        ("06/2013/QD-TTg", "06/2013/QĐ-TTg"),
        ("06/2013/qđ-ttg", "06/2013/QĐ-TTg"),
        ("06/2013/QĐ-TTG", "06/2013/QĐ-TTg"),
        ("98/NQ-HDND", "98/NQ-HĐND"),
        ("13 / 2023 / NĐ - CP", "13/2023/NĐ-CP"),
        ("13/2023/NĐ–CP", "13/2023/NĐ-CP"),
        ("13/2023/NĐ—CP", "13/2023/NĐ-CP"),
        ("13/2023/NĐ‑CP", "13/2023/NĐ-CP"),
        ("71 -NQ/ TW", "71-NQ/TW"),
        ("71–NQ/TW", "71-NQ/TW"),
        ("57/NQ-TW", "57-NQ/TW"),
        ("57-NQ/TƯ", "57-NQ/TW"),
        ("01/2026/TT-BGĐĐT", "01/2026/TT-BGDĐT"),  # so on baochinhphu.vn, 2026
        ("26/2016/TT-BGD&ĐT", "26/2016/TT-BGDĐT"),
        ("5/TTR-UBND", "5/TTr-UBND"),
        ("Số: 377/2026/NĐ-CP", "377/2026/NĐ-CP"),
        (" 377/2026/NĐ-CP. ", "377/2026/NĐ-CP"),
        (unicodedata.normalize("NFD", "57-NQ/TƯ"), "57-NQ/TW"),
    ],
)
def test_badly_written_number_is_mended(written: str, number: str) -> None:
    assert normal(written) == number


@pytest.mark.parametrize("written", ["13/2023/NĐ–CP", "364/2026/NĐ-CР", "13/2023/ND - CP", "13 / 2023 / NÐ-CP"])
def test_badly_written_number_is_found_and_mended(written: str) -> None:
    assert only(f"Theo Nghị định số {written} của Chính phủ").number == normal(written)


@pytest.mark.parametrize(
    "text",
    [
        "26/5/2021", "8/3", "1/2", "3/4", "2-1", "24/7", "2025-2030", "10/2026", "Quý III/2026",
        "0292/3830098", "024.3804/1234", "29A-123.45", "51F/LD-1234",
        "https://vanban.chinhphu.vn/13/2023/ND-CP", "TP.HCM", "a.vn/?so=13/2023/NĐ-CP", "120 km/h",
        "50 kg/người", "A320/A321", "5G/4G", "CT-TV", "12/CT-TV", "50.000đ/kg", "QCVN 06:2022/BXD",
        "540.000 đồng/tháng", "TT-Huế", "12/TT-HUẾ", "00/2025/TT-BTC", "13/202/NĐ-CP", "1/QĐ",
        "1.182/QĐ-UBND", "26/5/2021/NĐ-CP", "U23/NQ-CP", "TT-BTC", "", "/", "15/3Nghị định", "hai/TT-BTC",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_number_is_not_found(text: str) -> None:
    assert find(text) == ()
    assert find(f"Vào lúc {text} hôm qua, ") == ()


@pytest.mark.parametrize("text", ["26/5/2021", "8/3", "10/2026", "2025-2030", "A320/A321", "km/h", "NĐ-CP", "TP.HCM"])
def test_what_only_looks_like_a_number_has_no_normal_form(text: str) -> None:
    assert normal(text) is None


def test_licence_in_a_portals_foot_is_no_document() -> None:
    assert find("Giấy phép số 789/GP-BTTTT, do Bộ Thông tin và Truyền thông cấp ngày 02-12-2021") == ()


def test_unknown_body_is_accepted_where_words_announce_a_number() -> None:
    assert numbers("các Quyết định số 12/QĐ-ABC, 13/QĐ-ABC và số 14/QĐ-DEF; tại phòng 4/CT-TV") == [
        "12/QĐ-ABC",
        "13/QĐ-ABC",
        "14/QĐ-DEF",
    ]


def test_dash_after_a_number_is_not_of_it() -> None:
    assert numbers("Nghị quyết 71-NQ/TW - BCH Trung ương; Nghị định 12/2020/NĐ-CP - VPCP; Luật 72/2025/QH15-nay") == [
        "71-NQ/TW",
        "12/2020/NĐ-CP",
        "72/2025/QH15",
    ]


def test_document_is_cited_once_under_the_form_written_first() -> None:
    text = "Quyết định 6/2013/QĐ-TTg; Chỉ thị 05-CT/TW; Quyết định 06/2013/QĐ-TTg ngày 24/1/2013 của Thủ tướng"
    assert [(document.number, document.date) for document in find(text)] == [
        ("6/2013/QĐ-TTg", dt.date(2013, 1, 24)),
        ("05-CT/TW", None),
    ]


def test_later_mention_tells_what_the_first_did_not() -> None:
    text = "Theo 366-QĐ/TW, có hiệu lực. Quy định số 366-QĐ/TW ngày 30/8/2025 của Bộ Chính trị nêu"
    assert only(text) == Citation(number="366-QĐ/TW", type="Quy định", issuer="Bộ Chính trị", date=dt.date(2025, 8, 30))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Quy định số 366-QĐ/TW", "Quy định"),
        ("quy định 366-QĐ/TW", "Quy định"),
        ("Quyết định số 366-QĐ/TW", "Quyết định"),
        ("Theo quy định của Đảng (366-QĐ/TW)", ""),
        ("Quyết định số 12/QĐ-UBND", "Quyết định"),
        ("12/QĐ-UBND", "Quyết định"),
        ("Luật Tổ chức chính quyền địa phương số 72/2025/QH15", "Luật"),
        ("Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15", "Luật"),
        ("Luật Thuế GTGT số 48/2024/QH15", "Luật"),
        ("luật số 48/2024/QH15", "Luật"),
        ("LUẬT ĐẤT ĐAI SỐ 31/2024/QH15", "Luật"),
        ("Bộ luật Lao động số 45/2019/QH14", "Bộ luật"),
        ("Bộ Luật Hình sự 100/2015/QH13", "Bộ luật"),
        ("một số quy định của BLTTDS số 92/2015/QH13", "Bộ luật"),
        ("Hiến pháp (số 18/2013/QH13)", "Hiến pháp"),
        ("Nghị quyết số 202/2025/QH15", "Nghị quyết"),
        ("Luật sư An: theo 72/2025/QH15", ""),
        ("Luật Đất đai. Tại văn bản 72/2025/QH15", ""),
        ("theo pháp luật, 72/2025/QH15", ""),
        ("20/2026/UBTVQH16", ""),
        ("Pháp lệnh số 20/2026/UBTVQH16", "Pháp lệnh"),
        ("728/NQ-UBTVQH15", "Nghị quyết"),
        ("07/2004/PL-UBTVQH11", "Pháp lệnh"),
        ("Nghị quyết của Quốc hội và 05/2020/NĐ-CP", "Nghị định"),
        ("Công điện Hỏa tốc số 57/CĐ-TTg", "Công điện"),
        ("văn bản số 8631/VPCP-PL", "Công văn"),
        ("Công văn số 1234/CT-NVT", "Công văn"),
        ("Nghị định 64/CP", "Nghị định"),
        ("Luật số 24-L/CTN", "Luật"),
        ("17/VBHN-BTC", "Văn bản hợp nhất"),
        ("123-KL/TW", "Kết luận"),
        ("120-CTr/TU", "Chương trình"),
        ("Định hướng 119/ĐH-TANDTC", ""),
    ],
)
def test_kind_comes_from_the_code_and_from_words_where_it_is_shared(text: str, kind: str) -> None:
    assert only(text).type == kind


def test_words_before_a_list_hold_for_all_of_it() -> None:
    text = "các Luật số 31/2024/QH15, 27/2023/QH15 và số 29/2023/QH15 và Nghị quyết số 202/2025/QH15"
    assert [document.type for document in find(text)] == ["Luật", "Luật", "Luật", "Nghị quyết"]


@pytest.mark.parametrize(
    ("text", "issuer"),
    [
        ("377/2026/NĐ-CP", "Chính phủ"),
        ("72/2025/QH15", "Quốc hội"),
        ("728/NQ-UBTVQH15", "Ủy ban Thường vụ Quốc hội"),
        ("25/2025/TT-NHNN", "Ngân hàng Nhà nước Việt Nam"),
        ("02/2023/TT-BTNMT", "Bộ Tài nguyên và Môi trường"),
        ("07/2026/TT-BDTTG", "Bộ Dân tộc và Tôn giáo"),
        ("01/2020/TTLT-BCA-BQP", "Bộ Công an, Bộ Quốc phòng"),
        ("01/2020/TTLT-BCA-XYZ", ""),
        ("1234/QĐ-BNN-TCLN", "Bộ Nông nghiệp và Phát triển nông thôn"),
        ("Luật số 24-L/CTN", "Quốc hội"),
        ("36-HD/VPTW", "Văn phòng Trung ương Đảng"),
        ("317-QĐ/TWĐTN-TNTH", "Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh"),
        ("Quyết định 12/QĐ-BXYZ", ""),
        ("71-NQ/TW", ""),
        ("Nghị quyết số 71-NQ/TW của Bộ Chính trị", "Bộ Chính trị"),
        ("Nghị quyết số 71-NQ/TW ngày 22/8/2025 của Bộ Chính trị", "Bộ Chính trị"),
        ("Nghị quyết số 71-NQ/TW (22/8/2025) của Bộ Chính trị", "Bộ Chính trị"),
        ("Quy định của Ban Bí thư số 214-QĐ/TW", "Ban Bí thư"),
        ("Ban Bí thư vừa ban hành Chỉ thị số 05-CT/TW", "Ban Bí thư"),
        ("Thay mặt Bộ Chính trị, Tổng Bí thư Tô Lâm đã ký ban hành Quy định số 214-QĐ/TW", "Bộ Chính trị"),
        (
            "Nghị quyết số 18-NQ/TW của Hội nghị lần thứ 6 Ban Chấp hành Trung ương",
            "Ban Chấp hành Trung ương",
        ),
        ("Nghị quyết số 18-NQ/TW của BCH Trung ương Đảng khóa XII", "Ban Chấp hành Trung ương"),
        ("Bộ Chính trị họp về Nghị quyết số 18-NQ/TW", ""),
        ("1182/QĐ-UBND", "Ủy ban nhân dân"),
        ("1182/QĐ-UBND ngày 3/4/2025 của UBND tỉnh Nghệ An", "Ủy ban nhân dân tỉnh Nghệ An"),
        ("1182/QĐ-UBND của Chủ tịch UBND TP Hà Nội", "Chủ tịch Ủy ban nhân dân thành phố Hà Nội"),
        ("1182/QĐ-UBND của UBND TP.HCM", "Ủy ban nhân dân thành phố Hồ Chí Minh"),
        ("1182/QĐ-UBND của UBND xã Nam Đàn", "Ủy ban nhân dân"),
        ("HĐND tỉnh Bắc Ninh ban hành Nghị quyết số 98/NQ-HĐND", "Hội đồng nhân dân tỉnh Bắc Ninh"),
        ("Nghị quyết 05-NQ/TU của Tỉnh uỷ Nghệ An", "Tỉnh ủy Nghệ An"),
    ],
)
def test_issuer_comes_from_the_code_and_from_words_where_it_is_shared(text: str, issuer: str) -> None:
    assert only(text).issuer == issuer


@pytest.mark.parametrize(
    "words",
    [
        " ngày 24/1/2013",
        " ngày 24/01/2013.",
        ", ngày 24-1-2013",
        " ngày 24.01.2013",
        " ngày 24 tháng 01 năm 2013",
        " (24/1/2013)",
        " (ngày 24/1/2013)",
        " của Thủ tướng Chính phủ ngày 24/1/2013",
        " của Thủ tướng Chính phủ, ký ngày 24/1/2013",
        " được ban hành ngày 24/1/2013",
    ],
)
def test_date_of_issue_follows_the_number(words: str) -> None:
    assert only(f"Quyết định số 06/2013/QĐ-TTg{words}").date == dt.date(2013, 1, 24)


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ngày 24/1",
        " ngày 31/2/2013",
        " ngày 24/13/2013",
        " ngày 24/1/201",
        " ngày 24/1/2014",  # not the number's year: one of the two is mistaken
        " có hiệu lực từ ngày 24/1/2013",
        " của Chính phủ có hiệu lực ngày 24/1/2013",
        " hết hiệu lực kể từ ngày 24/1/2013",
        " của Chính phủ về phiên họp ngày 24/1/2013",
        " và số 7/2014 ngày 24/1/2013",
        " của Thủ tướng. Tại cuộc họp ngày 24/1/2013",
        " của Thủ tướng Chính phủ và của một cơ quan có cái tên dài hơn mọi cái tên ngày 24/1/2013",
    ],
)
def test_other_dates_are_no_date_of_issue(words: str) -> None:
    assert only(f"Quyết định số 06/2013/QĐ-TTg{words}").date is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Ngày 15/3/2026, Chính phủ ban hành Nghị định số 88/2026/NĐ-CP về giá.", dt.date(2026, 3, 15)),
        ("Mở đầu. Ngày 15/3/2026, Chính phủ đã ban hành Nghị định số 88/2026/NĐ-CP.", dt.date(2026, 3, 15)),
        ("Ngày 15/3/2025, Chính phủ ban hành Nghị định số 88/2026/NĐ-CP", None),
        ("Ngày 15/3/2026, Chính phủ họp về Nghị định số 88/2026/NĐ-CP", None),
        ("Ngày 15/3/2026, Bộ Y tế ban hành Kế hoạch thực hiện Nghị định số 88/2026/NĐ-CP", None),
        ("Luật Đất đai số 31/2024/QH15 được Quốc hội thông qua ngày 18/1/2024", dt.date(2024, 1, 18)),
        ("NGHỊ QUYẾT SỐ 72-NQ/TW CỦA BỘ CHÍNH TRỊ NGÀY 9/9/2025", dt.date(2025, 9, 9)),
        ("Resolution No. 57-NQ/TW dated December 22, 2024 of the Politburo", dt.date(2024, 12, 22)),
    ],
)
def test_date_of_issue_is_read_where_a_sentence_tells_the_act(text: str, day: dt.date | None) -> None:
    assert only(text).date == day


def test_day_before_two_documents_is_neither_s() -> None:
    text = "Ngày 15/3/2026, Chính phủ ban hành Nghị định số 88/2026/NĐ-CP và Nghị định số 89/2026/NĐ-CP"
    assert [document.date for document in find(text)] == [None, None]


@pytest.mark.parametrize(
    "text",
    [
        "NGHỊ QUYẾT SỐ 72-NQ/TW CỦA BỘ CHÍNH TRỊ NGÀY 9/9/2025",
        "Resolution No. 57-NQ/TW dated December 22, 2024 of the Politburo",
        "Resolution No. 57-NQ/TW of the Politburo",
    ],
)
def test_politburo_is_known_in_capitals_and_in_english(text: str) -> None:
    assert only(text).issuer == "Bộ Chính trị"


@pytest.mark.parametrize(
    ("text", "number", "kind"),
    [
        ("Nghị quyết số 66.2/2025/NQ-CP", "66.2/2025/NQ-CP", "Nghị quyết"),
        ("Công văn số 1234/BGDĐT-GDTrH", "1234/BGDĐT-GDTrH", "Công văn"),
        ("Thông tri số 12-TTr/MTTW-BTT", "12-TTr/MTTW-BTT", "Thông tri"),
        ("Tờ trình số 12/TTr-CP", "12/TTr-CP", "Tờ trình"),
    ],
)
def test_rarer_numbers_are_read_whole(text: str, number: str, kind: str) -> None:
    assert (only(text).number, only(text).type) == (number, kind)


def test_military_unit_is_no_document() -> None:
    assert find("cán bộ Sư đoàn 3/QK1-BQP") == ()


def test_first_date_found_wins() -> None:
    text = "Thông báo 125/TB-VPCP. Thông báo 125/TB-VPCP ngày 26/5/2021, Thông báo 125/TB-VPCP ngày 27/5/2021"
    assert only(text).date == dt.date(2021, 5, 26)


def test_every_code_and_name_is_nfc_and_every_code_its_own_normal_form() -> None:
    for code, name in (institutions.BODIES | institutions.TYPES).items():
        assert unicodedata.is_normalized("NFC", code + name)
    for code in institutions.TYPES:
        assert normal(f"1/2025/{code}-BTC") == f"1/2025/{code}-BTC"
    for code in institutions.BODIES:
        assert normal(f"1/2025/QĐ-{code}") == f"1/2025/QĐ-{code}"
    assert set(institutions.BODIES) >= institutions.PARTY


@pytest.mark.parametrize(
    "text",
    [
        "1/QĐ-" * 20_000,
        "1/" * 50_000,
        "1/QĐ-A" + "-A" * 50_000,
        "1/QĐ-UBND ngày " * 8_000,
        "12/QĐ-TW , " * 8_000,
        "12-QĐ/TW thay mặt Bộ Chính trị " * 3_000,
        "12-QĐ/TW của " + "a b " * 20_000,
    ],
)
def test_hostile_text_takes_no_longer_than_its_length_allows(text: str) -> None:
    started = time.process_time()
    find(text)
    assert time.process_time() - started < 2  # a tenth of it on a slow machine
