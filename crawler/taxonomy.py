"""The subjects that articles are sorted into, and the phrases that give each of them away.

A phrase's weight says how far it settles the matter: `SURE` outweighs whatever else a headline
names, `CLEAR` names the subject, `LIKELY` belongs to it more often than not, `HINT` decides only
where nothing better is found. A phrase that is capitals throughout asks for them in the text too,
which tells `AI` from *ai* (who) and `Nga` (Russia) from *nga*; in all others case is nothing.
Marks count, so *tù* is not *từ*; where tones stand, and `i` or `y`, does not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

SURE: Final = 3.0
CLEAR: Final = 2.0
LIKELY: Final = 1.0
HINT: Final = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A subject that articles are sorted under.

    Attributes:
        slug: its name in addresses; subscribed to, so it never changes, whatever becomes of the names.
        vi: its name in Vietnamese.
        en: its name in English.
        phrases: what gives it away, with the weight of each.
        sections: what portals call their sections on it: whole titles, so they may be broader than a phrase.
    """

    slug: str
    vi: str
    en: str
    phrases: Mapping[str, float] = field(hash=False)
    sections: tuple[str, ...] = ()


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split(",") if phrase.strip())


def _phrases(
    *,
    sure: str = "",
    clear: str = "",
    likely: str = "",
    hint: str = "",
    made: Iterable[tuple[str, float]] = (),
) -> Mapping[str, float]:
    written = [
        (phrase, weight)
        for text, weight in ((hint, HINT), (likely, LIKELY), (clear, CLEAR), (sure, SURE))
        for phrase in _listed(text)
    ]
    return MappingProxyType({**dict(made), **dict(written)})


# `Anh` and `Đức` are in half the country's names: alone they say nothing, after an office they do.
_NEVER_ALONE = _listed("Anh, Đức, Áo, Úc, Nhật, Trung, Hàn, Ấn, Ý, Bỉ, EU")
_COUNTRIES = _listed("""
    Mỹ, Hoa Kỳ, Nga, Trung Quốc, Nhật Bản, Hàn Quốc, Triều Tiên, Ấn Độ, Pháp, Italy, Italia,
    Tây Ban Nha, Bồ Đào Nha, Hà Lan, Thụy Sĩ, Thụy Điển, Na Uy, Phần Lan, Đan Mạch, Ba Lan, Hungary,
    Séc, Slovakia, Romania, Bulgaria, Hy Lạp, Serbia, Belarus, Ukraine, Thổ Nhĩ Kỳ, Iran, Iraq, Israel,
    Palestine, Gaza, Syria, Lebanon, Yemen, Qatar, UAE, Saudi Arabia, Arab Saudi, Kuwait, Oman, Jordan,
    Ai Cập, Afghanistan, Pakistan, Bangladesh, Nepal, Sri Lanka, Kazakhstan, Uzbekistan, Azerbaijan,
    Armenia, Gruzia, Mông Cổ, Lào, Campuchia, Thái Lan, Myanmar, Malaysia, Singapore, Indonesia,
    Philippines, Brunei, Timor Leste, Australia, New Zealand, Canada, Mexico, Cuba, Brazil, Argentina,
    Chile, Peru, Colombia, Venezuela, Dominica, Haiti, Panama, Nam Phi, Nigeria, Ethiopia, Sudan, Libya,
    Algeria, Morocco, Maroc, Kenya, Angola, Mozambique, Côte d'Ivoire, Đài Loan, Greenland, Vatican""")
_ABROAD = _COUNTRIES + _NEVER_ALONE
_OFFICES = _listed("""
    tổng thống, cựu tổng thống, thủ tướng, cựu thủ tướng, chủ tịch, quốc vương, nhà vua, thái tử,
    ngoại trưởng, bộ trưởng ngoại giao, bộ trưởng quốc phòng, bộ trưởng tài chính, bộ ngoại giao,
    bộ quốc phòng, bộ thương mại, bộ tư pháp, quốc hội, chủ tịch quốc hội, hạ viện, thượng viện,
    nghị sĩ, chính phủ, chính quyền, chính trường, tòa án, cảnh sát, cơ quan tình báo, đảng cầm quyền,
    bầu cử, đại sứ, đại sứ quán, tổng lãnh sự, quân đội, lực lượng, ngân hàng trung ương""")

_DIPLOMACY = (
    *((country, HINT) for country in _COUNTRIES),
    *((f"{office} {country}", CLEAR) for office in _OFFICES for country in _ABROAD),
    *((f"quan hệ Việt Nam {country}", CLEAR) for country in _ABROAD),
    *((f"hữu nghị Việt Nam {country}", CLEAR) for country in _ABROAD),
    *((f"Việt Nam {country}", LIKELY) for country in _ABROAD if country != "Thái Lan"),  # football more often
)
_RIVALS = _listed("""
    Thái Lan, Indonesia, Malaysia, Singapore, Philippines, Lào, Campuchia, Myanmar, Hàn Quốc, Nhật Bản""")
_DEEDS = _listed("tuyển, U23, U22, U19, U17, thắng, hạ, đánh bại, thua, hòa, gặp, đấu, vs")
_MATCHES = tuple((f"{deed} {rival}", LIKELY) for deed in _DEEDS for rival in (*_RIVALS, "Việt Nam"))

_PROVINCES = _listed("""
    Hà Nội, TP HCM, TPHCM, TP Hồ Chí Minh, Thành phố Hồ Chí Minh, Hải Phòng, Đà Nẵng, Cần Thơ, Huế,
    Tuyên Quang, Lào Cai, Thái Nguyên, Phú Thọ, Bắc Ninh, Hưng Yên, Ninh Bình, Quảng Trị, Quảng Ngãi,
    Gia Lai, Khánh Hòa, Lâm Đồng, Đắk Lắk, Đồng Nai, Tây Ninh, Vĩnh Long, Đồng Tháp, Cà Mau, An Giang,
    Lai Châu, Điện Biên, Sơn La, Lạng Sơn, Quảng Ninh, Thanh Hóa, Nghệ An, Hà Tĩnh, Cao Bằng, Hà Giang,
    Yên Bái, Bắc Kạn, Vĩnh Phúc, Hòa Bình, Bắc Giang, Hải Dương, Thái Bình, Hà Nam, Nam Định,
    Quảng Bình, Thừa Thiên Huế, Quảng Nam, Bình Định, Phú Yên, Ninh Thuận, Bình Thuận, Kon Tum,
    Đắk Nông, Bình Dương, Bình Phước, Bà Rịa Vũng Tàu, Long An, Tiền Giang, Bến Tre, Trà Vinh,
    Hậu Giang, Sóc Trăng, Bạc Liêu, Kiên Giang""")
_PLACES = tuple((province, HINT) for province in _PROVINCES)


MUTED: Final = _listed("""
    Mỹ Đình, Mỹ Tâm, Mỹ Linh, Mỹ Tho, Mỹ Lệ, Mỹ Lý, Phú Mỹ, Mỹ Sơn, Mỹ Thuận, Mỹ Phước, Mỹ Hạnh,
    Mỹ Thủy, Mỹ An, Mỹ Duyên, Mỹ Xuân, Mỹ Hưng, Mỹ thuật, Mỹ phẩm, Mỹ nghệ, Hằng Nga, Nga Sơn, Thúy Nga,
    Pháp lý, Pháp y, Pháp danh, Pháp Vân, Pháp nhân, bão giá, bão mạng, bão táp, cơn bão tài chính,
    bão tin đồn, bão lòng, đội mưa, mưa bàn thắng, tắm mưa, tòa soạn, ngân hàng máu, ngân hàng mô,
    ngân hàng đề thi, ngân hàng câu hỏi, thế giới ngầm, bắt đầu, bắt tay, bắt nhịp, bắt buộc, bắt kịp,
    nắm bắt, bắt mắt, bắt gặp, bắt nguồn, đánh bắt, bắt bệnh, bắt chước, bắt nạt, bắt sóng, bắt chính,
    bắt penalty, thông cáo báo chí, môi trường làm việc, môi trường sống, làn sóng, tiền nhân,
    tiền bối, tiền lệ, tiền tuyến, tiền đề, tiền sử, tiền khả thi, tiền đồ, mục tiêu, chồng chéo,
    chồng chất, tội nghiệp, quy luật, luật chơi, luật thi đấu, bán đảo, bán thời gian, bán trú,
    vợ chồng son, rừng cờ, rừng người, biển người, bệnh thành tích, cảnh sát trưởng, thương mại hóa,
    làm ăn, nhà ăn, ăn mòn, ăn theo""")
"""Phrases that only look like a subject's: they hide the shorter ones they contain."""

SUBJECTS: Final = (
    Subject(
        slug="xay-dung-dang",
        vi="Xây dựng Đảng",
        en="Party building",
        sections=_listed("""
            Đảng, Công tác Đảng, Xây dựng Đảng và hệ thống chính trị, Đảng trong cuộc sống"""),
        phrases=_phrases(
            sure="""
            công tác xây dựng Đảng, kết nạp đảng viên, Hội nghị Trung ương, Đại hội Đảng,
            đại hội đại biểu Đảng bộ, đại hội Đảng bộ, sinh hoạt chi bộ, Huy hiệu Đảng,
            bảo vệ nền tảng tư tưởng, nền tảng tư tưởng của Đảng, khai trừ Đảng, khai trừ ra khỏi Đảng""",
            clear="""
            xây dựng Đảng, Ban Chấp hành Trung ương, Trung ương Đảng, Bộ Chính trị, Ban Bí thư,
            Đại hội XIV, Đại hội XIII, Đại hội XV, nghị quyết Đại hội, đại hội chi bộ, văn kiện Đại hội,
            đảng viên, kết nạp Đảng, Đảng bộ, đảng ủy, chi bộ, chi ủy, cấp ủy, tổ chức đảng, tuổi Đảng,
            Điều lệ Đảng, sinh hoạt Đảng, công tác tư tưởng, tuyên giáo, công tác tuyên giáo,
            Ban Tuyên giáo, Ban Tuyên giáo và Dân vận, dân vận khéo, công tác dân vận, dân vận,
            học tập và làm theo, tư tưởng Hồ Chí Minh, đạo đức phong cách Hồ Chí Minh,
            nghị quyết của Đảng, nghị quyết Trung ương, nghị quyết của Bộ Chính trị, kỷ luật đảng,
            Ủy ban Kiểm tra Trung ương, Ủy ban Kiểm tra Tỉnh ủy, kiểm tra giám sát của Đảng,
            Đảng Cộng sản Việt Nam, chỉnh đốn Đảng, suy thoái tư tưởng, tự diễn biến tự chuyển hóa,
            Học viện Chính trị quốc gia, sự lãnh đạo của Đảng, Ban Thường vụ Tỉnh ủy,
            Ban Thường vụ Thành ủy, Văn phòng Trung ương Đảng, lý luận chính trị, trường chính trị,
            trường Đảng, Hội đồng Lý luận Trung ương, diễn biến hòa bình, quan điểm sai trái thù địch,
            QĐ TW, NQ TW, CT TW, KL TW, thành lập Đảng""",
            likely="""
            Tổng Bí thư, nguyên Tổng Bí thư, Tổng Bí thư Chủ tịch nước, Thường trực Ban Bí thư, Tỉnh ủy,
            Thành ủy, Huyện ủy, Quận ủy, Bí thư Tỉnh ủy, Bí thư Thành ủy, Bí thư Đảng ủy, Bí thư Chi bộ,
            Ủy viên Bộ Chính trị, Ủy viên Trung ương Đảng, Thường trực Tỉnh ủy, Thường trực Thành ủy,
            lãnh đạo Đảng, nghị quyết 57, nghị quyết 68, nghị quyết 66, nghị quyết 59, nghị quyết 79,
            nghị quyết 80, nghị quyết 70, Hội nghị toàn quốc quán triệt, quán triệt nghị quyết,
            lý tưởng cách mạng, lãnh đạo Đảng Nhà nước, Party Central Committee,
            Party General Secretary, General Secretary, Politburo, Party Congress, Party building,
            Communist Party of Viet Nam, Communist Party of Vietnam, Party Secretariat, Party members,
            Ban Chỉ đạo Trung ương, của Trung ương, kết luận của Trung ương""",
            hint="""
            quán triệt, bí thư, ủy viên trung ương, nhiệm kỳ 2025 2030, nhiệm kỳ 2026 2031,
            cán bộ đảng viên, ý Đảng lòng dân, của Đảng, theo Đảng, Đảng ta, Đảng và Nhà nước,
            chỉ thị số""",
        ),
    ),
    Subject(
        slug="to-chuc-nhan-su",
        vi="Tổ chức, nhân sự",
        en="Personnel",
        sections=_listed("""
            Nhân sự, Nhân sự mới, Tổ chức nhân sự, Tổ chức cán bộ, Công tác cán bộ"""),
        phrases=_phrases(
            sure="""
            bổ nhiệm, công tác cán bộ, công tác nhân sự, miễn nhiệm, giữ chức, giữ chức vụ,
            luân chuyển cán bộ, bổ nhiệm lại, tái bổ nhiệm, phê chuẩn kết quả bầu, được điều động,
            giữ chức Bí thư, giữ chức Chủ tịch, giữ chức Phó Chủ tịch, giữ chức Thứ trưởng,
            tân Thứ trưởng, tân Bộ trưởng, tân Chủ tịch, tân Bí thư, tân Giám đốc""",
            clear="""
            nhân sự mới, bãi nhiệm, điều động bổ nhiệm, điều động và bổ nhiệm, điều động cán bộ,
            phân công cán bộ, quyết định về công tác cán bộ, quyết định nhân sự,
            trao quyết định bổ nhiệm, thôi giữ chức, thôi giữ chức vụ, nghỉ hưu theo chế độ,
            chỉ định tham gia, phê chuẩn bổ nhiệm, bầu bổ sung, được bầu làm, được bầu giữ chức,
            kiện toàn nhân sự, kiện toàn lãnh đạo, có Chủ tịch mới, có Giám đốc mới, có Bí thư mới,
            có Thứ trưởng mới, có lãnh đạo mới, tổ chức cán bộ, quy hoạch cán bộ, đánh giá cán bộ,
            sắp xếp cán bộ, bố trí cán bộ, thi tuyển lãnh đạo, thăng quân hàm, thăng cấp bậc hàm,
            nhân sự chủ chốt, Ban Tổ chức Trung ương, nhân sự lãnh đạo, nhân sự cấp cao,
            điều động Giám đốc, điều động Bí thư, tân Phó Chủ tịch, tân Hiệu trưởng, tân Viện trưởng,
            tân Chánh án, thêm Thứ trưởng, thêm Phó Chủ tịch, công bố quyết định nhân sự""",
            likely="""
            nhân sự, cán bộ chủ chốt, cán bộ lãnh đạo quản lý, đội ngũ cán bộ, biên chế,
            tinh giản biên chế, cán bộ dôi dư, tuyển dụng công chức, tuyển dụng viên chức,
            thi tuyển công chức, giữ cương vị, nhận nhiệm vụ mới, đảm nhiệm chức vụ, luân chuyển,
            kiện toàn, thủ tục bầu, lấy phiếu tín nhiệm, bỏ phiếu tín nhiệm, appointed, appoints,
            dismissed from office, new minister, personnel work, relieved of his post, relieved of duty,
            từ chức, xin từ chức, trao quyết định, điều động, thôi chức""",
            hint="""
            cơ cấu tổ chức, tổ chức bộ máy, cán bộ công chức, công chức viên chức, nhiệm kỳ mới""",
        ),
    ),
    Subject(
        slug="phong-chong-tham-nhung",
        vi="Phòng, chống tham nhũng",
        en="Anti-corruption",
        sections=_listed("""
            Phòng chống tham nhũng, Chống tham nhũng, Nội chính"""),
        phrases=_phrases(
            sure="""
            tham nhũng, chống tham nhũng, phòng chống tham nhũng, tham nhũng lãng phí,
            tham nhũng tiêu cực, tham ô, tham ô tài sản, nhận hối lộ, đưa hối lộ, môi giới hối lộ,
            hối lộ, tiền hối lộ, corruption, anti-corruption, bribery, embezzlement,
            phòng chống tham nhũng lãng phí tiêu cực, phòng chống tham nhũng tiêu cực""",
            clear="""
            lợi ích nhóm, kê khai tài sản, kiểm soát tài sản thu nhập, thu hồi tài sản tham nhũng,
            phòng chống lãng phí, chống lãng phí, Ban Nội chính, Ban Nội chính Trung ương,
            Ban Chỉ đạo Trung ương về phòng chống tham nhũng, lợi dụng chức vụ quyền hạn,
            lợi dụng chức vụ, lạm dụng chức vụ quyền hạn, vụ án kinh tế tham nhũng, đại án,
            chuyến bay giải cứu, vụ Việt Á, Vạn Thịnh Phát, vi phạm quy định về đấu thầu, thông thầu,
            nhũng nhiễu vòi vĩnh, tiêu cực lãng phí, thực hành tiết kiệm chống lãng phí, chống tiêu cực,
            quà biếu trái quy định, bribe, bribes, wastefulness, graft""",
            likely="""
            nhũng nhiễu, thanh tra kiểm tra, vòi vĩnh, thất thoát lãng phí, gây thất thoát,
            kỷ luật cán bộ, cảnh cáo Đảng, xử lý kỷ luật, thi hành kỷ luật, đề nghị kỷ luật,
            sai phạm đất đai, gây thất thoát tài sản, kết luận thanh tra, Thanh tra Chính phủ,
            Tổng Thanh tra Chính phủ, kiểm toán nhà nước chuyển hồ sơ""",
            hint="""
            sai phạm, lãng phí, minh bạch, liêm chính, tiêu cực, thanh tra""",
        ),
    ),
    Subject(
        slug="chi-dao-dieu-hanh",
        vi="Chỉ đạo, điều hành",
        en="Government direction",
        sections=_listed("""
            Chỉ đạo của Thủ tướng, Chỉ đạo của Chính phủ, Chỉ đạo quyết định của Chính phủ,
            Hoạt động của Chính phủ, Hoạt động của Thủ tướng, Thông cáo báo chí của Chính phủ, Chính phủ"""),
        phrases=_phrases(
            sure="""
            công điện, công điện hỏa tốc, phiên họp Chính phủ thường kỳ, họp Chính phủ thường kỳ,
            chỉ đạo điều hành""",
            clear="""
            phiên họp Chính phủ, Chính phủ họp, Thường trực Chính phủ, họp báo Chính phủ,
            Văn phòng Chính phủ, Thủ tướng yêu cầu, Thủ tướng chỉ đạo, Thủ tướng Chính phủ yêu cầu,
            Thủ tướng Chính phủ chỉ đạo, Thủ tướng Chính phủ phê duyệt, Thủ tướng phê duyệt,
            Thủ tướng giao, Thủ tướng Chính phủ giao, Thủ tướng chủ trì, Phó Thủ tướng chủ trì,
            Phó Thủ tướng yêu cầu, Phó Thủ tướng chỉ đạo, ý kiến chỉ đạo của Thủ tướng,
            ý kiến chỉ đạo của Phó Thủ tướng, kết luận của Thủ tướng, thông báo kết luận,
            Chính phủ thống nhất, Chính phủ yêu cầu, Chính phủ chỉ đạo, nghị quyết phiên họp Chính phủ,
            chỉ thị của Thủ tướng, CĐ TTg, CT TTg, Thủ tướng Chính phủ phân công,
            chương trình hành động của Chính phủ, giao ban Chính phủ, Hội nghị Chính phủ""",
            likely="""
            Thủ tướng, Thủ tướng Chính phủ, Phó Thủ tướng, Phó Thủ tướng Chính phủ,
            Phó Thủ tướng Thường trực, chỉ thị, Bộ trưởng yêu cầu, chỉ đạo tăng cường,
            chỉ đạo khẩn trương, đoàn công tác của Chính phủ, tháo gỡ khó khăn vướng mắc,
            tháo gỡ vướng mắc, ban chỉ đạo quốc gia, Phạm Minh Chính, Lê Minh Hưng, Prime Minister,
            Deputy Prime Minister, PM Chinh, Government meeting, cabinet meeting,
            Government's monthly meeting, PM urges, PM asks, PM orders, PM requests, directive,
            official dispatch, Chính phủ điều hành, ra công điện""",
            hint="""
            Chính phủ, chỉ đạo, hỏa tốc, quyết liệt, đôn đốc, khẩn trương triển khai,
            tập trung triển khai, Bộ trưởng, Thứ trưởng, tăng cường quản lý, điều hành, tổ công tác""",
        ),
    ),
    Subject(
        slug="quoc-hoi",
        vi="Quốc hội",
        en="National Assembly",
        sections=_listed("""
            Quốc hội và cử tri, Thời sự Quốc hội, Diễn đàn Quốc hội, Hội đồng nhân dân"""),
        phrases=_phrases(
            sure="""
            kỳ họp Quốc hội, phiên chất vấn, Ủy ban Thường vụ Quốc hội, tiếp xúc cử tri, trình Quốc hội""",
            clear="""
            Quốc hội, Chủ tịch Quốc hội, Phó Chủ tịch Quốc hội, đại biểu Quốc hội, ĐBQH,
            chất vấn và trả lời chất vấn, Văn phòng Quốc hội, Tổng Thư ký Quốc hội,
            Hội đồng Bầu cử quốc gia, bầu cử đại biểu, bầu cử Quốc hội, bầu cử đại biểu Quốc hội,
            cử tri kiến nghị, kiến nghị cử tri, ý kiến cử tri, đoàn đại biểu Quốc hội, Đoàn ĐBQH,
            Hội đồng Dân tộc của Quốc hội, Ủy ban của Quốc hội, Ủy ban Pháp luật và Tư pháp,
            Ủy ban Kinh tế và Tài chính, thảo luận tại hội trường, thảo luận ở tổ,
            kỳ họp không thường lệ, kỳ họp bất thường, giám sát tối cao, UBTVQH,
            biểu quyết thông qua luật, National Assembly, NA Chairman, NA Standing Committee,
            NA deputies, lawmakers, legislators, voters, cử tri, dự thảo luật trình Quốc hội""",
            likely="""
            chất vấn, nghị trường, biểu quyết thông qua, thẩm tra dự án luật, thẩm tra, dự án luật,
            cho ý kiến dự án luật, kỳ họp thứ, khóa XVI, khóa XV, chương trình lập pháp, lập pháp,
            Trần Thanh Mẫn, hoạt động giám sát, Đại biểu đề nghị, đại biểu đề xuất""",
            hint="""
            kỳ họp, phiên họp, giám sát, dự thảo luật, luật sửa đổi, hội trường""",
        ),
    ),
    Subject(
        slug="mat-tran-doan-the",
        vi="Mặt trận, đoàn thể",
        en="Front and unions",
        sections=_listed("""
            Mặt trận, Đoàn thể, Công đoàn, Thanh niên, Phụ nữ, Đại đoàn kết, Hội và đoàn thể"""),
        phrases=_phrases(
            clear="""
            Mặt trận Tổ quốc, Mặt trận Tổ quốc Việt Nam, MTTQ, Ủy ban MTTQ, Ủy ban Mặt trận,
            Ủy ban Trung ương MTTQ, công đoàn, Tổng Liên đoàn Lao động, Liên đoàn Lao động,
            Công đoàn Việt Nam, công đoàn cơ sở, đoàn viên công đoàn, đoàn thanh niên, Thành đoàn,
            Tỉnh đoàn, Trung ương Đoàn, Đoàn TNCS, Đoàn Thanh niên Cộng sản, đoàn viên thanh niên,
            đoàn viên, thanh niên tình nguyện, Mùa hè xanh, chiến dịch tình nguyện,
            Đội Thiếu niên Tiền phong, Hội Sinh viên, Hội Liên hiệp Thanh niên, Hội Liên hiệp Phụ nữ,
            Hội Phụ nữ, hội viên phụ nữ, Hội Nông dân, hội viên nông dân, Hội Cựu chiến binh,
            cựu chiến binh, Hội Chữ thập đỏ, Hội Khuyến học, Hội Người cao tuổi, phản biện xã hội,
            giám sát và phản biện xã hội, đại đoàn kết, đại đoàn kết toàn dân tộc,
            Ngày hội Đại đoàn kết, khối đại đoàn kết, đoàn thể, tổ chức chính trị xã hội,
            Tháng Thanh niên, Tháng Công nhân, Liên hiệp các tổ chức hữu nghị, Fatherland Front,
            trade union, trade unions, Youth Union, Women's Union, Farmers' Union,
            Veterans' Association, General Confederation of Labour""",
            likely="""
            tuổi trẻ, thanh niên khởi nghiệp, phụ nữ khởi nghiệp, thanh thiếu nhi, thiếu nhi,
            Liên hiệp Hội, hội viên, hội đoàn, đoàn viên ưu tú, cán bộ đoàn, bí thư đoàn,
            áo xanh tình nguyện, Liên minh Hợp tác xã""",
            hint="""
            thanh niên, phụ nữ, tình nguyện, phong trào thi đua, vận động nhân dân""",
        ),
    ),
    Subject(
        slug="phap-luat-tu-phap",
        vi="Pháp luật, tư pháp",
        en="Law and justice",
        sections=_listed("""
            Pháp luật, Tư pháp, Pháp đình, An ninh hình sự, Vụ án, Pháp luật bạn đọc, Hồ sơ vụ án, Law"""),
        phrases=_phrases(
            sure="""
            khởi tố, bị khởi tố, khởi tố vụ án, khởi tố bị can, truy tố, bị can, bị cáo, tạm giam,
            bắt tạm giam, tạm giữ, tạm giữ hình sự, bắt giữ, bắt giam, bắt khẩn cấp, truy nã, hầu tòa,
            xét xử, xét xử sơ thẩm, phiên tòa, tuyên án, án tử hình, tù giam, phạt tù, năm tù, tháng tù,
            lĩnh án, nhận án, lãnh án, giết người, ma túy, sử dụng ma túy, buôn ma túy,
            vận chuyển ma túy, lừa đảo, lừa đảo chiếm đoạt tài sản, chiếm đoạt tài sản,
            trộm cắp tài sản, cướp tài sản, hiếp dâm, dâm ô, cố ý gây thương tích, bắt quả tang,
            án mạng, đầu thú, lừa đảo trực tuyến, lừa đảo mạng, bắt nhóm, bắt đối tượng, arrested,
            prosecuted, sentenced, jailed""",
            clear="""
            lệnh bắt, lệnh truy nã, đối tượng truy nã, sơ thẩm, phúc thẩm, giám đốc thẩm, ra tòa,
            tòa án, tòa án nhân dân, TAND, Tòa án nhân dân tối cao, Chánh án, Viện kiểm sát, VKSND, VKS,
            Viện kiểm sát nhân dân, Viện trưởng VKSND, kiểm sát viên, thẩm phán, hội đồng xét xử,
            bản án, mức án, tử hình, án chung thân, chung thân, án tù, tù treo, án treo, vào tù,
            thi hành án, thi hành án dân sự, luật sư, cơ quan điều tra, cảnh sát điều tra,
            Cảnh sát hình sự, điều tra làm rõ, vụ án, vụ án mạng, hung thủ, thủ phạm, gây án, trộm cắp,
            trộm, cướp, cướp giật, buôn lậu, hàng giả, hàng nhái, thuốc giả, sữa giả, hàng cấm,
            thuốc lá lậu, hàng lậu, gian lận thương mại, xâm hại, mua bán người, cưỡng đoạt, tống tiền,
            cá độ, đánh bạc trực tuyến, tín dụng đen, gây rối trật tự công cộng,
            chống người thi hành công vụ, tội phạm, đặc xá, tha tù, trại giam, phạm nhân,
            xử phạt vi phạm hành chính, vi phạm hành chính, xử phạt, bị xử phạt, Bộ luật Hình sự,
            Bộ luật Dân sự, Bộ luật Tố tụng, Bộ luật Tố tụng hình sự, pháp luật, vi phạm pháp luật,
            xây dựng pháp luật, hoàn thiện pháp luật, hoàn thiện thể chế, thi hành pháp luật, tư pháp,
            cải cách tư pháp, Bộ Tư pháp, trợ giúp pháp lý, phổ biến giáo dục pháp luật, công chứng,
            giám định tư pháp, hòa giải ở cơ sở, đấu giá tài sản, hoạt động tố tụng, tố tụng, kháng cáo,
            kháng nghị, đường dây tội phạm, giang hồ, trấn áp tội phạm, triệt phá, triệt xóa,
            xâm phạm quyền sở hữu trí tuệ, rửa tiền, trốn thuế, phạt tiền, bị phạt, mức phạt,
            đánh người, hành hung, côn đồ, court, trial, police investigation, Supreme People's Court,
            drug trafficking, smuggling, Ministry of Justice, legal aid, fraud, crime, crimes, bị kiện,
            giả nhãn hiệu, giả mạo nhãn hiệu, đất công bị lấn chiếm, nghi phạm, tăng nặng hình phạt,
            hình phạt, mức hình phạt, Bộ trưởng Bộ Tư pháp, bạo lực gia đình, tội phạm công nghệ cao,
            tội phạm mạng, tội phạm kinh tế, tội phạm ma túy, tự thú, hung khí, vũ khí trái phép""",
            likely="""
            công an, điều tra, bị bắt, bắt, tố cáo, khiếu nại, khiếu nại tố cáo, khởi kiện, vụ kiện,
            bồi thường thiệt hại, trái phép, phi pháp, hành vi vi phạm, xử lý nghiêm, triệu tập,
            khám xét, tang vật, thu giữ, thủ đoạn, vụ việc, bạo hành, xô xát, đâm chết, chém, hỗn chiến,
            xuyên tạc, xúc phạm, sai sự thật, tin giả, vu khống, bôi nhọ, quyền và nghĩa vụ, chế tài,
            luật đất đai, luật hình sự, sửa đổi luật, thông qua luật, Thi hành luật, pháp lý,
            rào cản pháp lý, CSGT xử lý, nồng độ cồn, mời làm việc, Nạn nhân của lừa đảo, phạt tối đa,
            phạt tới, phạt nặng, nghi can, dự án luật, luật sửa đổi, law, laws, legal, police,
            lấn chiếm, kiện đòi, hình sự, trình báo công an, trình báo, đánh bạc, bị điều tra, cảnh sát,
            không rõ nguồn gốc, bị cáo buộc, cáo buộc""",
            hint="""
            vi phạm, luật, bộ luật, dự thảo luật, tranh chấp, tội, nạn nhân, công lý, sai phạm,
            tài khoản ngân hàng, đối tượng, công an xã, phạt, giang hồ mạng""",
        ),
    ),
    Subject(
        slug="van-ban-moi",
        vi="Văn bản mới",
        en="New documents",
        sections=_listed("""
            Chính sách mới, Văn bản chính sách mới, Văn bản, Văn bản pháp luật, Văn bản chỉ đạo,
            Công báo"""),
        phrases=_phrases(
            clear="""
            văn bản mới, chính sách mới, có hiệu lực từ, chính thức có hiệu lực, chính sách có hiệu lực,
            nghị định số, nghị định quy định, nghị định mới, ban hành nghị định, nghị định sửa đổi,
            thông tư số, thông tư quy định, ban hành thông tư, thông tư mới, thông tư hướng dẫn,
            ban hành quyết định, quyết định số, ban hành nghị quyết, nghị quyết số, ban hành quy định,
            ban hành quy chế, ban hành quy chuẩn, ban hành luật, ban hành pháp lệnh, công bố luật,
            công bố lệnh của Chủ tịch nước, Lệnh của Chủ tịch nước, NĐ CP, NQ CP, QĐ TTg, TT BTC,
            TT BCA, TT BYT, TT BGDĐT, TT BNV, TT NHNN, dự thảo nghị định, dự thảo thông tư,
            lấy ý kiến dự thảo, góp ý dự thảo, văn bản quy phạm pháp luật, văn bản pháp luật mới,
            văn bản hợp nhất, quy định chi tiết, hướng dẫn thi hành luật, quy định chức năng nhiệm vụ,
            quy định về chức năng nhiệm vụ, quy chuẩn kỹ thuật quốc gia, sửa đổi bổ sung nghị định,
            sửa đổi bổ sung thông tư, sửa đổi bổ sung quy định, thay thế nghị định, new decree, decree,
            decrees, circular, new regulations, takes effect, take effect, comes into force,
            come into force, quy định mới""",
            likely="""
            mức xử phạt, vừa ban hành, mới ban hành, bổ sung quy định, sửa đổi quy định,
            quy định chế độ, từ ngày 1 1, từ ngày 1 7, nghị định, thông tư, dự thảo tiêu chuẩn,
            tiêu chuẩn quốc gia, quy định đăng ký, quy định mức, quy định điều kiện,
            quy định tiêu chuẩn, quy định trình tự""",
            hint="""
            quy định, ban hành, sửa đổi bổ sung, hiệu lực, đề xuất mới, pháp lệnh, lấy ý kiến,
            quy định về, hướng dẫn thực hiện""",
        ),
    ),
    Subject(
        slug="kinh-te-tai-chinh",
        vi="Kinh tế, tài chính",
        en="Economy and finance",
        sections=_listed("""
            Kinh tế, Tài chính, Kinh doanh, Ngân hàng, Chứng khoán, Thị trường, Doanh nghiệp, Thuế,
            Tài chính ngân hàng, Khởi nghiệp, Tiêu dùng, Hội nhập, Economy, Business,
            Thị trường chứng khoán, Vĩ mô, Công nghiệp, Thương mại"""),
        phrases=_phrases(
            clear="""
            kinh tế, kinh tế vĩ mô, tăng trưởng kinh tế, kinh tế tư nhân, kinh tế nhà nước,
            kinh tế tập thể, kinh tế số, nền kinh tế, tăng trưởng GDP, GDP, GRDP, CPI, lạm phát,
            chỉ số giá tiêu dùng, tài chính, ngân sách, ngân sách nhà nước, thu ngân sách,
            chi ngân sách, nợ công, trái phiếu, trái phiếu chính phủ, cổ phiếu, chứng khoán, VN Index,
            nâng hạng thị trường, nhà đầu tư chứng khoán, cổ đông, đại hội cổ đông, cổ tức, niêm yết,
            chốt quyền, vốn hóa, IPO, quỹ đầu tư, ngân hàng, Ngân hàng Nhà nước, NHNN, lãi suất,
            tín dụng, tiền gửi, cho vay, khoản vay, nợ vay, khoản nợ, nợ xấu, xóa nợ, xóa khoản nợ,
            tỷ giá, ngoại tệ, ngoại hối, đồng USD, tiền tệ, chính sách tiền tệ, chính sách tài khóa,
            chính sách thuế, giá vàng, vàng miếng, vàng SJC, vàng nhẫn, lượng vàng, giá bạc, tiền số,
            tiền ảo, tiền điện tử, tài sản số, tài sản mã hóa, bitcoin, giá dầu, giá xăng, giá xăng dầu,
            xăng dầu, giá điện, giá cà phê, giá tiêu, giá lúa gạo, giá gạo, giá cả, giá nhà, thuế,
            thuế quan, thuế suất, thuế thu nhập, thuế thu nhập cá nhân, thuế TNCN, thuế GTGT, thuế VAT,
            hoàn thuế, giảm thuế, miễn thuế, áp thuế, nộp thuế, ngành thuế, cơ quan thuế, hộ kinh doanh,
            doanh nghiệp nhỏ và vừa, doanh nhân, công ty cổ phần, doanh thu, lợi nhuận,
            sản xuất kinh doanh, báo cáo tài chính, xuất khẩu, nhập khẩu, xuất nhập khẩu, kim ngạch,
            nhập siêu, xuất siêu, thặng dư thương mại, cán cân thương mại, thương mại điện tử, hải quan,
            thông quan, thị trường tài chính, thị trường bất động sản, bất động sản, BĐS, căn hộ,
            chung cư, nhà đất, đất vàng, đấu giá đất, bán lẻ, chuỗi cung ứng, logistics,
            sản xuất công nghiệp, Bộ Tài chính, Bộ Công Thương, Quản lý thị trường, bình ổn giá, FTA,
            CPTPP, hiệp định thương mại, Vingroup, Vietcombank, BIDV, Vinamilk, Masan, Hòa Phát,
            VinFast, Petrovietnam, PV GAS, EVN, TKV, bảo hiểm nhân thọ, kho bạc, kiểm toán, Fed,
            FTSE Russell, MSCI, Dow Jones, Nasdaq, Phố Wall, economy, economic growth, GDP growth,
            inflation, stock market, shares, banking, interest rates, exchange rate, exports, imports,
            trade surplus, tax, taxes, tariffs, state budget, real estate, gold price, gold prices,
            oil prices, fuel prices, retail sales, monetary policy, fiscal policy,
            môi trường kinh doanh, cộng đồng doanh nghiệp, hiệp hội doanh nghiệp, sản lượng công nghiệp,
            thị trường chứng khoán, thị trường trong nước, thị trường xuất khẩu, cơn sốt giá,
            ngành hàng, nông sản xuất khẩu, sàn giao dịch, sàn thương mại điện tử, giá hàng hóa,
            giá heo hơi, giá lợn hơi, giá cao su, giá sầu riêng, giá đất, giá vật liệu, giá thép,
            giá USD, giá đồng, giá bán lẻ, tăng giá điện, đồng yên, đồng Nhân dân tệ, mặt bằng lãi suất,
            quỹ ngoại, khối ngoại, phiên giao dịch, room tín dụng, vốn tín dụng, vốn vay, gói tín dụng,
            trả nợ, hóa đơn điện tử, kê khai thuế, khai thuế, quyết toán thuế, thuế tiêu thụ đặc biệt,
            thuế tài sản, thuế tối thiểu toàn cầu, phòng vệ thương mại, chống bán phá giá,
            xuất xứ hàng hóa, giá nhập khẩu, tăng trưởng hai con số, mục tiêu tăng trưởng,
            kinh tế xã hội, tình hình kinh tế xã hội, phát triển kinh tế, phát triển kinh tế xã hội,
            kinh tế biển, kinh tế đêm, quỹ hưu trí, cổ phần hóa, thoái vốn, doanh nghiệp nhà nước,
            doanh nghiệp FDI""",
            likely="""
            thị phần, tăng giá, giảm giá, giá bán, giá nhà đất, mức giá, thanh toán, thẻ tín dụng,
            chuyển khoản, số tài khoản, tài khoản ngân hàng, ví điện tử, chi tiêu, tiết kiệm, thu nhập,
            tỷ USD, triệu USD, tỷ đô, nghìn tỷ đồng, tỷ đồng, nhà đầu tư, đầu tư tài chính, FDI,
            vốn FDI, năng suất, thương hiệu, khách hàng, mua hàng, mua sắm, bán hàng, mua bán, hội chợ,
            khuyến mại, giá vé, cung cầu, thương vụ, vốn điều lệ, tái cơ cấu, nhà máy, điện lực,
            xúc tiến thương mại, hợp tác kinh tế, cơ cấu kinh tế, chi phí, quản trị doanh nghiệp, CEO,
            trụ đỡ, phá sản, giải thể doanh nghiệp, Sacombank, Techcombank, VPBank, Agribank, MB Bank,
            FPT, Viettel, Apple, Tesla, trade, market, markets, investors, production, export, import,
            business, doanh nghiệp, thị trường, kinh doanh, tiêu dùng, hàng hóa, công nghiệp,
            thương mại, tập đoàn, tổng công ty, người tiêu dùng, siêu thị, khởi nghiệp, tỷ phú, startup,
            bank, banks, economic, businesses, enterprises, chuyển tiền, gọi vốn, rớt giá, mua nhà""",
            hint="""
            giao dịch, hợp đồng, tăng trưởng, tiền, dòng tiền, bứt phá, hàng không, mua, bán, vay, nợ,
            công ty""",
        ),
    ),
    Subject(
        slug="dau-tu-ha-tang",
        vi="Đầu tư, hạ tầng",
        en="Investment and infrastructure",
        sections=_listed("""
            Đầu tư, Hạ tầng, Giao thông, Xây dựng, Quy hoạch, Đô thị, Bất động sản, Giao thông vận tải,
            Hạ tầng giao thông"""),
        phrases=_phrases(
            clear="""
            đầu tư công, giải ngân, giải ngân vốn đầu tư công, vốn đầu tư công, dự án đầu tư,
            chủ trương đầu tư, hạ tầng, kết cấu hạ tầng, hạ tầng giao thông, cao tốc, đường cao tốc,
            cao tốc Bắc Nam, quốc lộ, tỉnh lộ, đường tỉnh, vành đai, đường vành đai, đường sắt,
            đường sắt tốc độ cao, đường sắt đô thị, metro, tuyến metro, sân bay, sân bay Long Thành,
            cảng hàng không, cảng biển, cảng nước sâu, cầu vượt, nút giao, hầm chui, trạm thu phí, BOT,
            PPP, khởi công, động thổ, khánh thành, thông xe, nhà thầu, gói thầu, đấu thầu, công trường,
            tiến độ dự án, giải phóng mặt bằng, GPMB, quy hoạch đô thị, quy hoạch chung, đô thị,
            khu đô thị, phát triển đô thị, chỉnh trang đô thị, nhà ở xã hội, khu công nghiệp,
            khu kinh tế, cụm công nghiệp, khu công nghệ cao, khu thương mại tự do,
            trung tâm tài chính quốc tế, công trình trọng điểm, dự án trọng điểm, dự án hạ tầng,
            xây cầu, xây dựng cầu, cầu đường bộ, Bộ Xây dựng, vật liệu xây dựng, cát san lấp, xi măng,
            giao thông vận tải, hàng hải, đường thủy, điện hạt nhân, nhà máy điện, thủy điện, điện gió,
            điện mặt trời, đường dây 500kV, hệ thống điện, lưới điện, truyền tải điện, vốn ODA,
            thu hút đầu tư, thu hút FDI, thu hút vốn FDI, dòng vốn FDI, xúc tiến đầu tư,
            vốn đầu tư nước ngoài, đầu tư nước ngoài, môi trường đầu tư, cấp nước, thoát nước,
            ngập đô thị, bến xe, hãng hàng không, tăng chuyến, tần suất bay, tuyến bay, Cục Hàng không,
            siêu đô thị, đại đô thị, đường trên cao, xây nhà, sửa nhà, nứt tường, kết cấu công trình,
            expressway, highway, railway, high-speed railway, airport, seaport, infrastructure,
            public investment, groundbreaking, ring road, industrial park, industrial parks,
            urban planning, FDI inflows, foreign investment, an toàn giao thông đường bộ, cầu Mỹ Thuận,
            sân bay Gia Bình, nhà ga, bến cảng, cảng cạn, vốn đầu tư, dự án giao thông, dự án cao tốc,
            tiến độ thi công, tổng mức đầu tư, tổng vốn đầu tư, hoàn thành giải phóng mặt bằng,
            chậm tiến độ, đội vốn, cải tạo chung cư cũ, xây mới, hợp long, đường hầm, hầm đường bộ,
            cầu dây văng, tuyến tránh, quốc lộ 1, khu đô thị mới, lấn biển, dự án BOT, dự án PPP""",
            likely="""
            đầu tư, dự án, thẩm định dự án, chủ đầu tư, xây dựng công trình, đường bộ, nâng cấp mở rộng,
            mở rộng đường, xây dựng trường học, nâng cấp, cầu cạn, kè biển, hồ chứa nước,
            hoàn thành dự án, đường ven biển, đường nối, kết nối giao thông, xe buýt, ùn tắc giao thông,
            ùn tắc, vốn FDI, năng lượng, tái tạo năng lượng, năng lượng tái tạo, lô đất, đất ở,
            chung cư, kiểm định công trình, bị nứt, sụt lún, tàu điện, investment, projects, project,
            công trình, quy hoạch, thi công, tuyến đường, hàng không, nhà ở, kiến trúc, vận tải,
            chuyến bay, giao thông, construction, thu hồi đất, nhà thi đấu, vé máy bay, tái định cư,
            mặt đường, nước sạch, chập điện""",
            hint="""
            thi công xây dựng, bãi đỗ xe, xây dựng, mặt bằng, giá vé, FDI, bất động sản, BĐS, căn hộ""",
        ),
    ),
    Subject(
        slug="nong-nghiep-moi-truong",
        vi="Nông nghiệp, môi trường",
        en="Agriculture and environment",
        sections=_listed("""
            Nông nghiệp, Môi trường, Nông thôn mới, Thời tiết, Biến đổi khí hậu, Tài nguyên môi trường,
            Nông thôn, Tài nguyên, Nông nghiệp nông thôn, Biển Việt Nam, Environment"""),
        phrases=_phrases(
            sure="""
            bão số, áp thấp nhiệt đới, siêu bão, lũ quét, sạt lở đất, mưa lũ, tâm bão,
            phòng chống thiên tai, tropical depression, typhoon""",
            clear="""
            nông nghiệp, nông dân, nông thôn, nông thôn mới, nông sản, nông lâm thủy sản, lúa gạo,
            trồng lúa, cây lúa, vụ lúa, mùa vụ, vụ đông xuân, vụ hè thu, gieo cấy, thu hoạch, cây trồng,
            giống cây trồng, trồng trọt, chăn nuôi, gia súc, gia cầm, chăn nuôi lợn, đàn lợn, đàn bò,
            dịch tả lợn, dịch tả lợn châu Phi, cúm gia cầm, lở mồm long móng, thú y, thủy sản, hải sản,
            nuôi tôm, cá tra, ngư dân, tàu cá, khai thác hải sản, IUU, thẻ vàng IUU, thủy lợi, đê điều,
            kiểm lâm, rừng, trồng rừng, phá rừng, bảo vệ rừng, lâm nghiệp, hồ tiêu, vải thiều, hạt điều,
            rau quả, phân bón, thuốc bảo vệ thực vật, OCOP, hợp tác xã nông nghiệp, vùng trồng,
            mã số vùng trồng, truy xuất nguồn gốc, bảo vệ môi trường, ô nhiễm, ô nhiễm môi trường,
            ô nhiễm không khí, bụi mịn, rác thải, chất thải, nước thải, rác thải nhựa, xử lý rác,
            khí thải, phát thải, phát thải ròng, Net Zero, carbon, tín chỉ carbon, khí nhà kính,
            biến đổi khí hậu, chuyển đổi xanh, kinh tế xanh, kinh tế tuần hoàn, đa dạng sinh học,
            động vật hoang dã, vườn quốc gia, khu bảo tồn, bảo tồn thiên nhiên, El Nino, La Nina,
            thời tiết, dự báo thời tiết, khí tượng, khí tượng thủy văn, bão, cơn bão, mưa bão,
            hoàn lưu bão, áp thấp, mưa lớn, mưa to, mưa rất to, mưa đá, dông lốc, lốc xoáy, sấm sét,
            giông lốc, lũ, lũ lụt, lũ ống, đỉnh lũ, nước lũ, đón lũ, xả lũ, ngập lụt, ngập úng,
            ngập sâu, triều cường, xâm nhập mặn, hạn hán, hạn mặn, khô hạn, sạt lở, sạt lở bờ biển,
            sụt lún đất, động đất, dư chấn, sóng thần, núi lửa, nắng nóng, nắng nóng gay gắt, rét đậm,
            rét hại, không khí lạnh, gió mùa, sương mù, thiên tai, ứng phó thiên tai, phòng thủ dân sự,
            khắc phục hậu quả mưa lũ, nước dâng, nước sông, mực nước, báo động 1, báo động 2,
            báo động 3, đất nông nghiệp, giá đất, khoáng sản, khai thác khoáng sản, đất hiếm,
            khai thác cát, tài nguyên nước, nguồn nước, Bộ Nông nghiệp và Môi trường, agriculture,
            agricultural, farmers, seafood, fisheries, aquaculture, forest, forests, storm, flood,
            floods, flooding, landslide, landslides, drought, climate change, environmental, pollution,
            emissions, heavy rain, natural disaster, natural disasters, earthquake, rural areas,
            ô nhiễm nguồn nước, môi trường biển, môi trường sinh thái, tài nguyên và môi trường,
            Luật Đất đai, đất trồng, người nuôi tôm, nuôi trồng thủy sản, nuôi cá, nuôi biển,
            đàn gia cầm, đàn vật nuôi, tái đàn, cây ăn trái, cây ăn quả, cây công nghiệp,
            vùng nguyên liệu, lúa chất lượng cao, 1 triệu ha lúa, xuất khẩu gạo, xuất khẩu nông sản,
            tăng trưởng xanh, phân loại rác, túi ni lông, mưa dông, mưa giông, lượng mưa, đợt mưa,
            ngập nặng, ngập lụt diện rộng, bão mạnh, tin bão, đường đi của bão, bão đổ bộ, đón bão,
            ứng phó bão, phòng chống bão, chống bão, tránh bão, sau bão, do bão, bão lũ, vùng lũ, lũ dữ,
            lũ lịch sử, lũ trên sông, nước lên, vỡ đê, hộ đê, xói lở, rét, băng giá, sương muối,
            tuyết rơi, cháy rừng, gió mạnh, gió giật, bão nhiệt đới, thủy triều, hạn hán kéo dài,
            khí hậu, COP30, COP31, năng lượng sạch, voi rừng, rùa biển, động vật, thực vật, sinh vật,
            hổ, voi, sếu đầu đỏ, bãi rác, rác, nhà máy xử lý rác, hồ đập, đập thủy điện xả lũ, rùa,
            chim di cư, cá thể""",
            likely="""
            di dời dân, di dời các hộ dân, di dời khẩn cấp, di dời hộ dân, sơ tán, sơ tán dân, chia cắt,
            giật cấp, cấp 8, cấp 9, cấp 10, cấp 12, biển động, mưa, nắng, oi bức, ngập, vùng trũng,
            hoa màu, gạo, lúa, tôm, lợn, gạo xuất khẩu, giá cà phê, giá lúa gạo, sinh thái,
            hệ sinh thái rừng, xanh sạch đẹp, biển đảo, tiết kiệm nước, cây xanh, phát triển xanh,
            động vật quý hiếm, môi trường, đất đai, tài nguyên, hợp tác xã, cà phê, cao su, rice,
            coffee, environment, weather, hồ chứa, sầu riêng, trái cây, cô lập""",
            hint="""
            bền vững, thiệt hại, ứng phó, biển, sông, núi, đồng bằng sông Cửu Long, miền Tây, nước sạch""",
        ),
    ),
    Subject(
        slug="khoa-hoc-chuyen-doi-so",
        vi="Khoa học, chuyển đổi số",
        en="Science and digital transformation",
        sections=_listed("""
            Khoa học, Công nghệ, Khoa học công nghệ, Chuyển đổi số, Số hóa, Khoa học và công nghệ,
            Nhịp sống số, Sức mạnh số, Science, Technology, Đổi mới sáng tạo, Công nghệ thông tin"""),
        phrases=_phrases(
            clear="""
            khoa học, khoa học công nghệ, khoa học và công nghệ, nhà khoa học, nghiên cứu khoa học,
            các nhà nghiên cứu, đổi mới sáng tạo, chuyển đổi số, công nghệ, công nghệ cao, công nghệ số,
            công nghệ lõi, công nghệ chiến lược, công nghệ thông tin, công nghệ sinh học, chip,
            chip bán dẫn, bán dẫn, vi mạch, trí tuệ nhân tạo, AI, AI tạo sinh, ChatGPT, OpenAI, Gemini,
            DeepSeek, Nvidia, học máy, mô hình ngôn ngữ, robot, robot hình người, tự động hóa, dữ liệu,
            dữ liệu lớn, cơ sở dữ liệu, cơ sở dữ liệu quốc gia, trung tâm dữ liệu,
            Trung tâm Dữ liệu quốc gia, kết nối dữ liệu, dữ liệu số, dữ liệu cá nhân,
            bảo vệ dữ liệu cá nhân, điện toán đám mây, blockchain, IoT, 5G, 6G, vệ tinh, NASA, SpaceX,
            tàu vũ trụ, tên lửa đẩy, sao Hỏa, nhật thực, nguyệt thực, thiên văn, lượng tử, khảo cổ,
            hóa thạch, khủng long, đô thị thông minh, thành phố thông minh, chính phủ số,
            chính quyền số, kinh tế số, xã hội số, công dân số, VNeID, định danh điện tử,
            căn cước điện tử, chữ ký số, Đề án 06, hạ tầng số, nền tảng số, bình dân học vụ số,
            kỹ năng số, khởi nghiệp số, digital twin, bản sao số, phần mềm, ứng dụng công nghệ,
            smartphone, điện thoại thông minh, iPhone, Samsung Galaxy, Android, laptop,
            máy bay không người lái, drone, UAV, xe tự lái, sáng chế, bằng sáng chế, an toàn thông tin,
            an ninh mạng, mã độc, tin tặc, hacker, Bộ Khoa học và Công nghệ, giải thưởng VinFuture,
            số hóa, phát minh, artificial intelligence, digital transformation, semiconductor,
            semiconductors, science, technology, innovation, data centre, data center, cybersecurity,
            satellite, robots, scientists, môi trường số, hội thảo công nghệ, hệ sinh thái khởi nghiệp,
            kỹ sư bán dẫn, kỹ thuật số, thiết kế chip, chuyển đổi kép, công nghệ xanh, người máy,
            siêu máy tính, máy tính lượng tử, trợ lý AI, ứng dụng AI, mô hình AI, chatbot, deepfake,
            điện thoại gập, điện thoại Samsung, Galaxy, iOS, Windows, phần mềm độc hại, rò rỉ dữ liệu,
            lộ dữ liệu, dữ liệu dùng chung, kho dữ liệu, quản trị dữ liệu, dữ liệu mở, thám hiểm,
            tàu vũ trụ Trung Quốc, kính viễn vọng, gene, ADN, DNA, tế bào gốc, thí nghiệm,
            phòng thí nghiệm, viện hàn lâm, Viện Hàn lâm Khoa học và Công nghệ, kinh tế tri thức,
            nghị quyết 57, hành tinh, thiên thạch, tiểu hành tinh, hố đen, sinh trắc học,
            xác thực sinh trắc học, loài mới, mã nguồn mở""",
            likely="""
            điện thoại, viện nghiên cứu, công nghiệp bán dẫn, startup công nghệ, thuật toán, Google,
            Microsoft, Apple, Meta, Samsung, Xiaomi, Huawei, Elon Musk, tài khoản số, máy chủ, BIM,
            trợ lý ảo, research, software, vũ trụ, vật lý, hóa học, sở hữu trí tuệ, mặt trăng, máy tính,
            digital, space, công nghệ mới, Internet vạn vật""",
            hint="""
            sáng tạo, đổi mới, nền tảng, nghiên cứu, ứng dụng, thiết bị, tính năng, kỹ sư, thông minh""",
        ),
    ),
    Subject(
        slug="giao-duc",
        vi="Giáo dục",
        en="Education",
        sections=_listed("""
            Giáo dục và đào tạo, Giáo dục đào tạo, Tuyển sinh, Du học, Học đường, Khoa giáo, Education"""),
        phrases=_phrases(
            clear="""
            giáo dục, giáo dục và đào tạo, ngành giáo dục, giáo dục đại học, giáo dục nghề nghiệp,
            giáo dục phổ thông, giáo dục mầm non, Bộ Giáo dục và Đào tạo, Bộ GD ĐT, GD ĐT,
            Sở Giáo dục và Đào tạo, Sở GD ĐT, giáo viên, nhà giáo, thầy giáo, cô giáo, thầy cô,
            hiệu trưởng, hiệu phó, giảng viên, giảng đường, học sinh, sinh viên, tân sinh viên,
            thủ khoa, á khoa, trường học, trường đại học, đại học, trường nghề, trường chuyên,
            trường THPT, trường THCS, trường tiểu học, trường mầm non, mầm non, mẫu giáo, tiểu học,
            trung học, THPT, THCS, trường phổ thông, nội trú, học nghề, đào tạo nghề, lễ tốt nghiệp,
            thi tốt nghiệp THPT, kỳ thi, đề thi, điểm thi, phòng thi, điểm chuẩn, điểm sàn, xét tuyển,
            trúng tuyển, tuyển sinh, chỉ tiêu đại học, nguyện vọng, thi vào lớp 10, tuyển sinh lớp 10,
            lớp 10, lớp 1, lớp 12, lớp 6, năm học, năm học mới, khai giảng, tựu trường, học kỳ,
            học bổng, du học, du học sinh, sách giáo khoa, chương trình học, dạy học, dạy thêm,
            học thêm, dạy thêm học thêm, tiết học, môn toán, môn văn, môn tiếng Anh, ngoại ngữ, IELTS,
            SAT, thạc sĩ, cử nhân, phó giáo sư, bằng cấp, văn bằng chứng chỉ, khuyến học, Olympic Toán,
            Olympic Vật lý, Olympic quốc tế, học sinh giỏi, cơ sở giáo dục, Đại học Quốc gia,
            Đại học Bách khoa, Đại học Y, bạo lực học đường, bữa ăn bán trú, lớp học, tới trường,
            đến trường, trẻ mầm non, phổ cập giáo dục, xóa mù chữ, education, students, student,
            teachers, teacher, school, schools, university, universities, school year, scholarship,
            scholarships, graduation, exam, exams, tuition, bữa ăn học đường, cơm bán trú, bán trú,
            học bạ, trường quốc tế, trường tư, trường công, tự chủ đại học, cử tuyển, thi đại học,
            thi vào 10, lễ khai giảng, lớp 5, lớp 9, lớp 2, lớp 3, học sinh lớp, đỗ thủ khoa,
            trường nội trú, trường liên cấp, ngành học, nghiên cứu sinh, khóa học, thầy cô giáo,
            Luật Nhà giáo, Luật Giáo dục""",
            likely="""
            học tập, đào tạo, đào tạo nhân lực, giảng dạy, cuộc thi kiến thức, giải Nhất quốc gia,
            tài năng trẻ, con vào lớp, thi cử, bài thi, điểm trung bình, đỗ đại học, học đường,
            ký túc xá, đội tuyển Olympic, dạy con, hiếu học, training, vocational, giáo sư, tiến sĩ,
            học trò, nữ sinh, nam sinh, nguồn nhân lực chất lượng cao, cao đẳng, phụ huynh, tốt nghiệp,
            học phí, thí sinh""",
            hint="""
            thi lại, kiến thức, bồi dưỡng, tập huấn""",
        ),
    ),
    Subject(
        slug="y-te",
        vi="Y tế",
        en="Health",
        sections=_listed("""
            Sức khỏe, Y tế sức khỏe, Sống khỏe, Dinh dưỡng, Khỏe đẹp, Health"""),
        phrases=_phrases(
            clear="""
            y tế, Bộ Y tế, Sở Y tế, ngành y tế, ngành y, nhân viên y tế, cơ sở y tế, trạm y tế,
            y tế cơ sở, bệnh viện, phòng khám, bác sĩ, y bác sĩ, điều dưỡng, thầy thuốc, bệnh nhân,
            người bệnh, ca bệnh, ca mắc, ca nhiễm, bệnh, khám bệnh, khám chữa bệnh, điều trị,
            phẫu thuật, ca mổ, cấp cứu, ghép tạng, hiến tạng, ghép thận, ghép tim, ghép gan, hiến máu,
            hồi sức, ung thư, đột quỵ, tim mạch, nhồi máu cơ tim, mạch vành, huyết áp, tăng huyết áp,
            tiểu đường, đái tháo đường, mỡ máu, béo phì, gan nhiễm mỡ, viêm gan, viêm phổi,
            viêm phế quản, viêm mạn tính, suy thận, suy tim, xương khớp, trầm cảm, sức khỏe tâm thần,
            sốt xuất huyết, sởi, tay chân miệng, ho gà, bạch hầu, bệnh dại, cúm, cúm A, COVID 19, virus,
            vi rút, HPV, HIV, AIDS, lao phổi, bệnh lao, dịch bệnh, bùng phát dịch, ổ dịch,
            phòng chống dịch, truyền nhiễm, vaccine, vắc xin, tiêm chủng, tiêm phòng, thuốc chữa bệnh,
            dược phẩm, dược liệu, kháng sinh, Đông y, y học, y học cổ truyền, vị thuốc,
            ngộ độc thực phẩm, an toàn thực phẩm, vệ sinh an toàn thực phẩm, dinh dưỡng, vitamin, canxi,
            giảm cân, ăn kiêng, sức khỏe, chăm sóc sức khỏe, sống thọ, tuổi thọ, lão hóa, chống lão hóa,
            tăng cường miễn dịch, miễn dịch, thai phụ, sản phụ, thai nhi, trẻ sơ sinh, hiếm muộn,
            vô sinh, bảo hiểm y tế, BHYT, thẻ BHYT, viện phí, bệnh án điện tử, kỹ thuật can thiệp,
            thuốc lá điện tử, tác hại thuốc lá, WHO, Tổ chức Y tế Thế giới,
            mất cân bằng giới tính khi sinh, health, healthcare, hospital, hospitals, doctors, patients,
            disease, epidemic, vaccination, medical, cancer, medicine, Ministry of Health,
            chữa bách bệnh, acid uric, gout, viêm khớp, thoái hóa khớp, đau khớp, suy giảm trí nhớ,
            sa sút trí tuệ, Alzheimer, Parkinson, tế bào ung thư, khối u, u não, u gan, sỏi thận,
            rối loạn tiêu hóa, tiêu hóa, đường ruột, dị ứng, hen suyễn, viêm da, cúm mùa, thủy đậu,
            sốt rét, sốt cao, bệnh truyền nhiễm, bệnh hiếm, bệnh lý, bệnh nền, bệnh tim, bệnh thận,
            bệnh phổi, ca ghép, ca phẫu thuật, sinh mổ, khám sức khỏe, khám sức khỏe định kỳ,
            sức khỏe toàn dân, miễn phí khám chữa bệnh, miễn viện phí, chấn thương, gãy xương, bỏng,
            rắn cắn, hóc xương, ngừng tim, đột tử, cân nặng, thừa cân, suy dinh dưỡng, chất xơ, protein,
            omega 3, thực đơn, chế độ ăn, ăn uống lành mạnh, sống khỏe, giảm viêm, thải độc, răng miệng,
            nha khoa, da liễu, thẩm mỹ viện, phẫu thuật thẩm mỹ, hóc, dị vật, nguy kịch, hôn mê,
            ngưng tim""",
            likely="""
            nhập viện, tử vong do bệnh, triệu chứng, biến chứng, dấu hiệu bệnh, xét nghiệm, nội soi,
            chuyên gia dinh dưỡng, trà xanh, cholesterol, đường huyết, giấc ngủ, mất ngủ, đau đầu,
            đau lưng, dạ dày, bồi bổ, lây nhiễm, khẩu trang, viêm, chữa bệnh, dân số, vi khuẩn, ngộ độc,
            thực phẩm chức năng""",
            hint="""
            uống, mắc, phòng ngừa, cơ thể, nguy cơ, chăm sóc, người cao tuổi, tác dụng, thuốc,
            thực phẩm, nhiễm, bổ sung, ăn gì, uống gì, tập luyện, ăn, trứng""",
        ),
    ),
    Subject(
        slug="van-hoa-the-thao-du-lich",
        vi="Văn hóa, thể thao, du lịch",
        en="Culture, sport and tourism",
        sections=_listed("""
            Văn hóa, Thể thao, Du lịch, Giải trí, Bóng đá, Sao, Âm nhạc, Phim, Điện ảnh, Ẩm thực,
            Di sản, Văn nghệ, Văn hóa giải trí, Showbiz, Star, Ciné, Musik, Culture, Sports, Travel,
            Tourism"""),
        phrases=_phrases(
            clear="""
            tuyển Việt Nam, văn hóa, di sản, di sản văn hóa, di sản thế giới, UNESCO, di tích,
            di tích lịch sử, bảo tàng, bảo tồn di sản, lễ hội, festival, Festival Huế, Tết Độc lập,
            pháo hoa, bắn pháo hoa, diễu binh, diễu hành, nghệ thuật, nghệ sĩ, nghệ nhân, NSND, NSƯT,
            ca sĩ, nhạc sĩ, diễn viên, đạo diễn, người mẫu, siêu mẫu, hoa hậu, á hậu, nam vương, MC,
            rapper, idol, Kpop, showbiz, sao Việt, dàn sao, nữ thần, mỹ nhân, nam thần, thần tượng,
            hot girl, concert, liveshow, âm nhạc, ca khúc, MV, album, đêm nhạc, bài hát, điện ảnh,
            liên hoan phim, phim, bộ phim, phim Việt, phim Hàn, phim truyền hình, phòng vé,
            doanh thu phòng vé, Oscar, Netflix, Hollywood, gameshow, chương trình truyền hình,
            Anh trai say hi, Chị đẹp, sân khấu, vở diễn, cải lương, tuồng, ca trù, quan họ, xiếc,
            hội họa, mỹ thuật, điêu khắc, tượng đài, nhiếp ảnh, văn học, nhà văn, nhà thơ, tiểu thuyết,
            sách hay, thời trang, sàn diễn, ẩm thực, món ngon, Michelin, du lịch, khách du lịch,
            khách quốc tế, lượt khách, ngành du lịch, check in, phượt, phố đi bộ,
            Bộ Văn hóa Thể thao và Du lịch, Bộ VHTTDL, thể thao, thể thao thành tích cao, bóng đá,
            bóng đá nữ, bóng chuyền, bóng chuyền nữ, bóng rổ, bóng bàn, futsal, cầu lông, quần vợt,
            tennis, pickleball, golf, điền kinh, marathon, võ thuật, boxing, MMA, cờ vua, cờ tướng,
            billiards, đua xe, F1, đua thuyền, xe đạp, cử tạ, bắn súng, e sports, thể thao điện tử,
            SEA Games, ASIAD, Olympic, Paralympic, World Cup, Asian Cup, AFF Cup, ASEAN Cup,
            Copa America, Champions League, Europa League, Premier League, Ngoại hạng Anh, La Liga,
            Serie A, Bundesliga, Ligue 1, MLS, V League, Cúp Quốc gia, VFF, AFC, FIFA, UEFA, AFF, VPF,
            VBA, đội tuyển, đội tuyển Việt Nam, ĐT Việt Nam, ĐT Thái Lan, tuyển thủ, cựu tuyển thủ, U23,
            U22, U20, U19, U17, cầu thủ, danh thủ, thủ môn, thủ thành, tiền đạo, tiền vệ, hậu vệ,
            trung vệ, chân sút, đội bóng, CLB, câu lạc bộ bóng đá, HLV, huấn luyện viên, trọng tài, VAR,
            bàn thắng, ghi bàn, lập công, siêu phẩm, cú đúp, hat trick, penalty, cứu thua, thẻ đỏ,
            lượt đi, lượt về, chung kết, bán kết, tứ kết, vòng bảng, vòng loại, trận thắng, trận thua,
            trận chung kết, lịch thi đấu, bảng xếp hạng, kết quả bóng đá, trực tiếp bóng đá,
            link xem trực tiếp, tỷ số, vô địch, ngôi vô địch, nhà vô địch, quán quân, á quân,
            huy chương, HCV, huy chương vàng, kỷ lục SEA Games, khán đài, sân vận động, sân Mỹ Đình,
            sân cỏ, Rajamangala, cổ động viên, CĐV, người hâm mộ, đi bão, ăn mừng, ăn mừng chiến thắng,
            mừng chiến thắng, xuống đường ăn mừng, VĐV, giải đấu, Quang Hải, Xuân Son, Tiến Linh,
            Đình Bắc, Hai Long, Công Phượng, Lê Giang Patrik, Patrik Lê Giang, Messi, Ronaldo, Mbappe,
            Haaland, Yamal, Neymar, MU, Man United, Man Utd, Manchester United, Man City, Liverpool,
            Arsenal, Chelsea, Tottenham, Real Madrid, Barcelona, Barca, Bayern, Juventus, PSG,
            Inter Milan, AC Milan, Inter Miami, Chiến binh Sao Vàng, Djokovic, Alcaraz, Sinner,
            Nguyễn Thùy Linh, Lý Hoàng Nam, culture, cultural, heritage, tourism, tourists, visitors,
            football, sports, tournament, champion, film, music, art, artists, museum, vở kịch,
            kịch nói, bài thơ, tập thơ, hát chèo, ra rạp, vòng loại Euro, Euro 2028, tour du lịch,
            tranh dân gian, hội thi, hội diễn, liên hoan nghệ thuật, chương trình nghệ thuật,
            đêm nhạc hội, nhạc hội, nhạc kịch, giao hưởng, ban nhạc, nhóm nhạc, nữ ca sĩ, nam ca sĩ,
            nữ diễn viên, nam diễn viên, phim điện ảnh, phim hoạt hình, trailer, anh tài,
            Anh trai vượt ngàn chông gai, thảm đỏ, bộ sưu tập, nhà thiết kế, làng nghề, áo dài,
            cố đô Huế, di sản phi vật thể, Hoàng thành Thăng Long, Văn Miếu, Vịnh Hạ Long, Phong Nha,
            Tràng An, địa điểm du lịch, mùa du lịch, khách nội địa, kích cầu du lịch, lữ hành,
            hướng dẫn viên, bãi tắm, quảng bá du lịch, làng du lịch, homestay, ẩm thực Việt,
            ẩm thực đường phố, bếp trưởng, ngôi đền, cổ vật, bảo vật quốc gia, khảo cổ học, sử thi,
            thư pháp, nhạc trẻ, bolero, Grammy, BTS, BlackPink, Taylor Swift, thi đấu, cúp vàng,
            hàng thủ, hàng công, khung thành, phản lưới, đá phạt, phạt đền, hiệp 1, hiệp 2, phút bù giờ,
            vào lưới, giành vé, giành vé vào, vào chung kết, vào bán kết, đội hình, đội hình ra sân,
            đội hình xuất phát, bóng lăn, trụ hạng, xuống hạng, hạng Nhất quốc gia, CAHN, Hà Nội FC,
            Công an Hà Nội FC, Nam Định FC, HAGL, Thể Công Viettel, bóng đá Việt Nam, bóng đá Thái Lan,
            bóng đá trẻ, bóng đá nam, đội tuyển nữ, tuyển nữ Việt Nam, tuyển bóng chuyền,
            giải bóng chuyền, giải chạy, chạy bộ, vận động viên, kỷ lục thế giới, nội dung đồng đội,
            vòng 2, vòng 16 đội, Wimbledon, Roland Garros, US Open, Grand Slam, ATP, WTA, Grand Prix,
            MotoGP, NBA, UFC, võ sĩ, kỳ thủ, tay vợt, cua rơ, xạ thủ, kình ngư, danh hài, nghệ sĩ hài,
            nghệ sĩ ưu tú, nghệ sĩ nhân dân, streamer, MC nổi tiếng, Thúy Vân, Sơn Tùng, Trấn Thành,
            Trường Giang, mừng công, đội khách, đội chủ nhà, nhà đương kim vô địch, HLV trưởng,
            Kim Sang sik, Park Hang seo, playoffs, play off, đá cầu, vua phá lưới, chức vô địch,
            truyền hình thực tế, Tinh Hà Say Hi, Em xinh say hi, Rap Việt, bún bò, bánh mì ngon,
            món bún, đặc sản, quán phở, bát phở, đầu bếp""",
            likely="""
            giải thưởng âm nhạc, trình diễn, biểu diễn, công chúng, tái hiện, cố đô, phố cổ, đại lễ,
            khai mạc giải, giải vô địch, đăng quang, nhan sắc, gợi cảm, fan hâm mộ, hậu trường,
            đẹp nhất, vòng eo, mỹ nam, thời thơ ấu, show, thua sốc, thắng đậm, ngược dòng, chiến thắng,
            đội nhà, sân nhà, sân khách, ra sân, khung gỗ, danh hiệu, cuộc thi sáng tác, sáng tác,
            ảnh đẹp, mùa giải, thưởng nóng, được thưởng, thay người, siêu hạng, chiến thuật,
            trước giờ G, vé xem, đêm hội, lễ kỷ niệm, biển người, điểm tham quan, kỳ quan, hang động,
            bãi biển, đảo ngọc, Cát Bà, Phú Quốc, Sa Pa, Đà Lạt, Hội An, phim ảnh, khách sạn, nhà hàng,
            resort, quán ăn, món ăn, du khách, điểm đến, đội trưởng, đối thủ, tân binh, ngôi sao,
            triển lãm, khán giả, vòng 1, Quốc khánh, Quốc khánh 2 9, hẹn hò, fan, bơi lội, kỷ lục,
            thắng kịch tính, trận đấu, chuyển nhượng, phở, nghỉ dưỡng, múa, người đẹp, Anh Trai,
            thí sinh bị loại, món""",
            hint="""
            cúp, nổi tiếng, đình đám, khoe, dịp lễ, nghỉ lễ, cảm xúc, vỡ òa, netizen, dân mạng,
            cư dân mạng, trận, truyền thống, thất bại, lịch sử, hôn nhân, ly hôn, đám cưới, tập luyện,
            giải thưởng, cầu thủ nhí, bàn thua, đỉnh cao""",
            made=_MATCHES,
        ),
    ),
    Subject(
        slug="xa-hoi-lao-dong",
        vi="Xã hội, lao động",
        en="Society and labour",
        sections=_listed("""
            Xã hội, Đời sống, Lao động, Việc làm, An sinh xã hội, An sinh, Gia đình, Nhân ái,
            Tấm lòng nhân ái, Bạn đọc, Lao động việc làm, Dân sinh, Giới trẻ, Society, Nhịp sống trẻ,
            Lao động công đoàn"""),
        phrases=_phrases(
            sure="""
            liệt sỹ, hài cốt liệt sỹ, bảo hiểm xã hội, BHXH, trợ giúp xã hội, trợ cấp xã hội, lương hưu,
            tai nạn giao thông, tai nạn liên hoàn, xuất khẩu lao động, tiền lương, lương tối thiểu,
            an sinh xã hội, lương cơ sở, trợ cấp hưu trí""",
            clear="""
            bảo trợ xã hội, trợ cấp, hưu trí, nghỉ hưu, người về hưu, bảo hiểm thất nghiệp,
            trợ cấp thất nghiệp, thất nghiệp, việc làm, tìm việc, giải quyết việc làm, lao động,
            người lao động, thị trường lao động, lao động nước ngoài, tăng lương, thưởng Tết, nghỉ Tết,
            lịch nghỉ lễ, ngày nghỉ, tai nạn lao động, tai nạn, va chạm giao thông, xe khách, lật xe,
            tông xe, cháy nhà, vụ cháy, cháy lớn, hỏa hoạn, nổ bình gas, đuối nước, mất tích, điện giật,
            tìm thấy thi thể, thi thể, nạn nhân vụ, cứu hộ cứu nạn, tìm kiếm cứu nạn, từ thiện,
            thiện nguyện, nhân đạo, quyên góp, ủng hộ đồng bào, hoàn cảnh, mồ côi, nhà tình thương,
            nhà đại đoàn kết, xóa nhà tạm, nhà tạm nhà dột nát, hộ nghèo, người nghèo, giảm nghèo,
            giảm nghèo bền vững, thoát nghèo, người khuyết tật, tuổi già, trẻ em, bảo vệ trẻ em,
            chăm lo, tặng quà, trao quà, bình đẳng giới, bạo lực gia đình, người có công, thương binh,
            thương binh liệt sĩ, tìm kiếm quy tập, mẹ Việt Nam anh hùng, đền ơn đáp nghĩa,
            tri ân liệt sĩ, gia đình chính sách, ưu đãi người có công, xổ số, trúng số, Vietlott,
            trúng độc đắc, đời sống, dân sinh, mẹ chồng, nàng dâu, con cái, tài xế công nghệ, Bộ Nội vụ,
            thương vong, tệ nạn xã hội, việc tử tế, người tốt việc tốt, khoản hỗ trợ, hỗ trợ khẩn cấp,
            accident, accidents, social welfare, social insurance, social security, workers, labour,
            labor, employment, poverty, charity, martyrs, wages, minimum wage, pension,
            môi trường lao động, cháy rụi, bỏng nặng, ngạt khí, sập nhà, sập công trình, rơi xuống,
            tử nạn, chìm tàu, lật tàu, lật thuyền, tàu hỏa đâm, xe tải, xe container đâm, xe đầu kéo,
            đâm xe, bị thương, thiệt mạng, nhà tình nghĩa, suất quà, ấm lòng, tiếp sức, tấm lòng vàng,
            nuôi con một mình, hoàn cảnh khó khăn, cảnh đời, chính sách tiền lương, làm thêm giờ,
            giờ làm việc, an toàn lao động, sa thải, cắt giảm nhân sự, tuyển dụng, nguồn lao động,
            trẻ mồ côi, trẻ lang thang, chăm sóc trẻ em, người yếu thế, người tàn tật, cứu trợ,
            quỹ từ thiện, ủng hộ vùng lũ, bữa cơm, trợ giúp người nghèo, cháy chung cư, cháy nhà trọ,
            đám cháy, chữa cháy, cháy xưởng, cháy kho, cháy xe, bốc cháy""",
            likely="""
            hạnh phúc, hôn nhân gia đình, con trẻ, nuôi con, tuổi 60, về hưu, cụ bà, cụ ông, bà lão,
            mạng xã hội xôn xao, giải cứu, mắc kẹt, mắc cạn, thương tâm, xót xa, qua đời, chung tay,
            san sẻ, nhường cơm sẻ áo, sân chơi, mái ấm, hiến đất, kỹ năng sống, tâm sự, khu trọ,
            nhà trọ, chỗ ở, giúp đỡ, hỗ trợ người dân, giúp dân, lái xe, xe máy, tử vong, chết, shipper,
            tài xế, bạn trai, bạn gái, sinh con, người già, người cao tuổi, ly hôn, công nhân, nghỉ lễ,
            vợ chồng, bố mẹ, cha mẹ, bạn đời, làm dâu, làm vợ, lấy chồng, lấy vợ, con dâu, con rể,
            ly thân, ngoại tình, hôn nhân tan vỡ, mâu thuẫn gia đình, lời khuyên, sống một mình,
            độc thân, khu dân cư, việc thiện, mạnh thường quân, đám tang, hàng xóm""",
            hint="""
            bật khóc, vợ, chồng, mẹ, cháu bé, bé gái, bé trai, thăm hỏi, động viên, người dân,
            thanh niên, người đàn ông, người phụ nữ, cô gái, chàng trai, thu nhập, gia đình, cuộc sống,
            xã hội, hôn nhân, đám cưới, cưới, bố, cha, bà, lương, dư luận""",
        ),
    ),
    Subject(
        slug="dan-toc-ton-giao",
        vi="Dân tộc, tôn giáo",
        en="Ethnic groups and religion",
        sections=_listed("""
            Dân tộc, Tôn giáo, Dân tộc và tôn giáo, Dân tộc thiểu số, Dân tộc miền núi"""),
        phrases=_phrases(
            clear="""
            dân tộc thiểu số, đồng bào dân tộc thiểu số, đồng bào dân tộc, đồng bào thiểu số, DTTS,
            người dân tộc thiểu số, vùng đồng bào dân tộc thiểu số và miền núi, vùng dân tộc thiểu số,
            công tác dân tộc, chính sách dân tộc, người có uy tín, trưởng bản, tiếng dân tộc,
            dân tộc tôn giáo, tôn giáo, công tác tôn giáo, tín ngưỡng, tín ngưỡng tôn giáo,
            tự do tín ngưỡng, tự do tôn giáo, hoạt động tôn giáo, Bộ Dân tộc và Tôn giáo,
            Ủy ban Dân tộc, Ban Tôn giáo, Phật giáo, Giáo hội Phật giáo, Giáo hội Phật giáo Việt Nam,
            phật tử, tăng ni, chư tăng, hòa thượng, thượng tọa, nhà sư, tượng Phật, đức Phật,
            Đại lễ Phật đản, Phật đản, Vesak, Vu lan, Công giáo, giáo xứ, giáo phận, giáo dân, linh mục,
            giám mục, hồng y, Giáo hoàng, thánh lễ, Tin Lành, Cao Đài, Hòa Hảo, Hồi giáo, tháng Ramadan,
            đạo Mẫu, tà đạo, Khmer, đồng bào Khmer, Chol Chnam Thmay, Ok Om Bok, người Mông,
            dân tộc Mông, dân tộc Dao, người Dao, dân tộc Thái, dân tộc Tày, dân tộc Nùng,
            dân tộc Mường, dân tộc Ê Đê, dân tộc Ba Na, dân tộc Gia Rai, dân tộc Chăm, đồng bào Chăm,
            lễ hội Katê, 54 dân tộc, hủ tục, tảo hôn, buôn làng, dân tộc và miền núi, Hội đồng Dân tộc,
            ethnic, ethnic minority, ethnic minorities, religion, religious, religions, Buddhist,
            Buddhism, Catholic, Protestant, church, pagoda, nhà chùa, ngôi chùa, chùa Hương,
            chùa Bái Đính, ngôi cổ tự, trụ trì, Giáo hội Công giáo, mục sư, đồng bào có đạo,
            đồng bào Mông, đồng bào Dao, bà con dân tộc, bà con dân tộc thiểu số, tà giáo,
            Hội thánh Đức Chúa Trời""",
            likely="""
            rẻo cao, bản làng, thôn bản, Tây Nguyên cồng chiêng, sư thầy, đền chùa, chức sắc, chùa,
            nhà thờ, già làng, đại đức""",
            hint="""
            dân tộc, bản sắc, cúng, lễ Phật, tâm linh, vùng sâu vùng xa, miền núi, vùng cao, đại ngàn""",
        ),
    ),
    Subject(
        slug="quoc-phong-an-ninh",
        vi="Quốc phòng, an ninh",
        en="Defence and security",
        sections=_listed("""
            Quốc phòng, An ninh, Quân sự, An ninh trật tự, Quốc phòng và an ninh, Biên phòng, Quân đội,
            Công an, Biển đảo, Defence"""),
        phrases=_phrases(
            clear="""
            quốc phòng, quốc phòng an ninh, an ninh quốc phòng, quốc phòng toàn dân, Bộ Quốc phòng,
            Bộ trưởng Bộ Quốc phòng, công nghiệp quốc phòng, Quân ủy Trung ương, Quân đội,
            Quân đội nhân dân, Quân đội nhân dân Việt Nam, Tổng cục Chính trị, Bộ Tổng Tham mưu,
            Tổng Tham mưu trưởng, quân khu, Quân khu 1, Quân khu 7, Quân khu 9, quân đoàn, sư đoàn,
            lữ đoàn, trung đoàn, Hải quân, Vùng Hải quân, tàu hải quân, tàu ngầm, Cảnh sát biển,
            Kiểm ngư, Bộ đội Biên phòng, Biên phòng, đồn biên phòng, chiến sĩ biên phòng, bộ đội,
            cán bộ chiến sĩ, quân nhân, sĩ quan, tân binh nhập ngũ, nghĩa vụ quân sự, nhập ngũ,
            dân quân, dân quân tự vệ, khu vực phòng thủ, diễn tập khu vực phòng thủ, tác chiến, vũ khí,
            tiêm kích, xe tăng, pháo binh, phòng không không quân, không quân, đặc công, đặc nhiệm,
            chủ quyền, chủ quyền biển đảo, Trường Sa, Hoàng Sa, nhà giàn DK1, Biển Đông, biên giới,
            an ninh biên giới, an ninh quốc gia, an ninh chính trị, an ninh trật tự,
            trật tự an toàn xã hội, Bộ Công an, Bộ trưởng Bộ Công an, Công an nhân dân,
            lực lượng công an, lực lượng Công an, công an xã, Công an cơ sở, ngành Công an,
            an ninh cơ sở, lực lượng bảo vệ an ninh trật tự ở cơ sở, Cảnh sát cơ động, CSCĐ, CSGT,
            Cảnh sát giao thông, Cảnh sát PCCC, PCCC, phòng cháy chữa cháy, cứu nạn cứu hộ,
            gìn giữ hòa bình, mũ nồi xanh, Mũ nồi xanh, phản động, Việt Tân, khủng bố, gián điệp,
            bom mìn, rà phá bom mìn, quả bom, lực lượng vũ trang, military, army, navy, defence,
            defense, Ministry of National Defence, Ministry of Public Security, public security,
            border guard, border guards, coast guard, peacekeeping, troops, soldiers, East Sea,
            sovereignty, chiến sĩ Công an, cán bộ Công an, cán bộ công an xã, an ninh chính trị nội bộ,
            an ninh mạng quốc gia, sĩ quan quân đội, quân nhân chuyên nghiệp, tàu chiến, tàu hộ vệ,
            máy bay chiến đấu, pháo đài, ra quân huấn luyện, giáo dục quốc phòng, hội thao quân sự,
            tuyển quân, khám nghĩa vụ quân sự, giao nhận quân, lễ tuyên thệ, phòng thủ tên lửa,
            hệ thống phòng không, bảo vệ Tổ quốc, bảo vệ biên giới, tuần tra chung, cửa khẩu biên phòng,
            phòng chống khủng bố""",
            likely="""
            Công an tỉnh, Công an TP, Giám đốc Công an, biển đảo quê hương, xuất nhập cảnh, quân y,
            kết nghĩa quân dân, tình quân dân, kháng chiến, phòng không, vũ trang, cắm mốc, cột mốc,
            gác biển, người lính, quân hàm, an ninh, huấn luyện, tên lửa, Trung tướng, Thiếu tướng,
            Đại tướng, Thượng tướng, Thượng tá, Đại tá, chiến sĩ, diễn tập, bom, biển đảo, tình báo,
            quân sự""",
            hint="""
            tuần tra, phòng thủ, chiến đấu, công an, chiến dịch, trật tự, chiến trường""",
        ),
    ),
    Subject(
        slug="doi-ngoai",
        vi="Đối ngoại",
        en="Foreign affairs",
        sections=_listed("""
            Thế giới, Quốc tế, Đối ngoại, Ngoại giao, Thời sự quốc tế, Thế giới 24h, Việt Nam ASEAN,
            World, Foreign affairs, Người Việt xa quê, Người Việt Nam ở nước ngoài, Kiều bào, Hồ sơ,
            Thông tin đối ngoại"""),
        phrases=_phrases(
            sure="""
            hội đàm, hội kiến, điện đàm, thăm chính thức, thăm cấp Nhà nước, chuyến thăm chính thức,
            trình quốc thư, đối tác chiến lược toàn diện, lễ đón chính thức, official visit,
            state visit, comprehensive strategic partnership""",
            clear="""
            Triều Tiên, Ukraine, Gaza, đối ngoại, đối ngoại và hội nhập quốc tế, ngoại giao,
            Bộ Ngoại giao, Bộ trưởng Ngoại giao, Bộ trưởng Bộ Ngoại giao, ngoại trưởng,
            người phát ngôn Bộ Ngoại giao, người phát ngôn, đại sứ, đại sứ quán, tân đại sứ,
            tổng lãnh sự, lãnh sự quán, quốc thư, hội nhập quốc tế, hợp tác quốc tế,
            hợp tác song phương, quan hệ song phương, quan hệ hữu nghị, quan hệ đối tác,
            đối tác chiến lược, đối tác toàn diện, quan hệ ngoại giao, hữu nghị, điện mừng, thư mừng,
            lễ đón, thăm cấp nhà nước, thăm hữu nghị, chuyến thăm, thăm và làm việc, thăm làm việc,
            tiếp đại sứ, tiếp Đại sứ, tiếp đoàn, chào xã giao, Hội nghị Cấp cao ASEAN, Cộng đồng ASEAN,
            Năm APEC 2027, APEC 2027, APEC 2026, Liên hợp quốc, LHQ, Đại hội đồng Liên hợp quốc,
            Hội đồng Bảo an, G20, G7, BRICS, NATO, Liên minh châu Âu, Ủy ban châu Âu, IAEA, UNHCR, SCO,
            WEF, Davos, WTO, hội nghị thượng đỉnh, người Việt Nam ở nước ngoài, người Việt ở nước ngoài,
            kiều bào, kiều dân, cộng đồng người Việt, bảo hộ công dân, Nhà Trắng, Lầu Năm Góc,
            Điện Kremlin, Moscow, Bắc Kinh, Seoul, Bình Nhưỡng, Berlin, Brussels, Kiev, Kyiv, Tehran,
            Tel Aviv, Jerusalem, Manila, Jakarta, Kuala Lumpur, New Delhi, tổng thống, cựu tổng thống,
            phó tổng thống, quốc vương, nhà vua, hoàng gia Anh, thái tử, thượng viện, hạ viện,
            nghị viện, đảo chính, Tổng thống đắc cử, ông Trump, Trump, Donald Trump, Putin, Zelensky,
            Zelenskiy, Tập Cận Bình, ông Tập, Kim Jong Un, Biden, Macron, Modi, Netanyahu, Erdogan,
            Takaichi, Vance, Rubio, Starmer, chiến sự, chiến sự Ukraine, Nga Ukraine,
            xung đột Nga Ukraine, giao tranh, ngừng bắn, lệnh ngừng bắn, thỏa thuận hòa bình,
            đàm phán hòa bình, hòa đàm, không kích, tấn công tên lửa, tên lửa đánh chặn,
            vũ khí hạt nhân, hạt nhân Iran, lệnh trừng phạt, cấm vận, Hamas, Hezbollah, Houthi, Taliban,
            Dải Gaza, Bờ Tây, eo biển Hormuz, eo biển Đài Loan, Biển Đỏ, Trung Đông, châu Âu, châu Phi,
            châu Mỹ, Mỹ Latinh, Bắc Cực, Nam Cực, Crimea, Donetsk, Kursk, khẩu chiến, người Kurd,
            tin thế giới, thế giới hôm nay, tiêu điểm quốc tế, thị thực, thị thực định cư,
            người nhập cư, nhập cư, di cư, Foreign Ministry, Ministry of Foreign Affairs, ambassador,
            diplomatic, diplomatic ties, bilateral ties, bilateral relations, bilateral cooperation,
            strategic partnership, United Nations, foreign affairs, overseas Vietnamese,
            President Donald Trump, international integration, phi công Mỹ, phóng tên lửa,
            lực lượng Houthi, căn cứ quân sự, binh sĩ Nga, binh sĩ Ukraine, lính Ukraine, lính Nga,
            đòn trừng phạt, đe dọa áp thuế, tình hình Trung Đông, thủ lĩnh, cuộc bầu cử tổng thống,
            phe đối lập, Nga tấn công, tập kích, đàm phán hạt nhân, chương trình hạt nhân,
            hòa bình Trung Đông, thỏa thuận ngừng bắn, con tin, Ban Thư ký ASEAN,
            Tổng thư ký Liên hợp quốc, Tổng Thư ký LHQ, hội nghị bộ trưởng ngoại giao, sứ quán, tị nạn,
            người tị nạn, bang California, bang Texas, New York, Thượng Hải, Hong Kong, Dubai, Istanbul,
            tỉ phú Elon Musk, dân quân Houthi, quan hệ Mỹ Trung, Mỹ Trung, Mỹ Iran, Nga Mỹ,
            Israel Hamas, Israel Iran, Trung Nhật, Ấn Độ Dương Thái Bình Dương, thương chiến,
            tin nóng thế giới, nóng thế giới, thế giới 24h, thế giới trong tuần, foreign ministers,
            hold talks, holds talks, phone talks, bilateral, ASEAN Summit, Foreign Minister,
            ambassadors, Lao, Cambodian, Chinese, Russian, Japanese, người Việt tại, bà con kiều bào,
            cộng đồng người Việt Nam tại""",
            likely="""
            Gruzia, Australia, Cuba, song phương, đa phương, hợp tác Việt, đối thoại, khu vực ASEAN,
            tuyên bố chung, ngoại giao văn hóa, ngoại giao kinh tế, đàm phán, ông chủ Nhà Trắng,
            người Mỹ, người Nga, người Nhật, người Trung Quốc, người Hàn Quốc, nước Mỹ, nước Nga,
            nước Pháp, nước Anh, nước Đức, cooperation, relations, Laos, Cambodia, Japan, China, Russia,
            Korea, India, France, Germany, US, UK, viện trợ, London, Paris, biểu tình, xung đột, visa,
            đồng minh, ASEAN, APEC, tên lửa đạn đạo, EU, trừng phạt, thượng đỉnh, Washington, Tokyo,
            Bangkok, friendship, summit""",
            hint="""
            châu Á, toàn cầu, liên minh, cảnh báo, chỉ trích, phương Tây, hòa bình, tuyên bố, quốc tế,
            thế giới, nước ngoài, leo thang, bản ghi nhớ, biên bản ghi nhớ, President""",
            made=_DIPLOMACY,
        ),
    ),
    Subject(
        slug="thong-tin-truyen-thong",
        vi="Thông tin, truyền thông",
        en="Information and communication",
        sections=_listed("""
            Truyền thông, Thông tin truyền thông, Báo chí, Xuất bản, Thông tin cơ sở, Media,
            Báo chí truyền thông"""),
        phrases=_phrases(
            clear="""
            cơ quan báo chí, Luật Báo chí, giải báo chí, Hội Nhà báo, Hội Nhà báo Việt Nam, tòa soạn,
            truyền thông chính sách, cơ quan truyền thông, thông tin truyền thông, thông tin cơ sở,
            thông tin đối ngoại, phát thanh, phát thanh truyền hình, đài truyền hình,
            Thông tấn xã Việt Nam, TTXVN, xuất bản, nhà xuất bản, NXB, hội sách, đường sách,
            văn hóa đọc, báo in, báo điện tử, nền tảng mạng xã hội, Threads, Tiktoker, YouTuber,
            influencer, tin giả, tin sai sự thật, thông tin sai sự thật, thông tin xấu độc, xấu độc,
            giang hồ mạng, quảng cáo sai sự thật, viễn thông, nhà mạng, thuê bao, SIM rác,
            SIM chính chủ, tin nhắn rác, cuộc gọi rác, băng rộng, sóng di động, cáp quang biển,
            bưu chính, tem bưu chính, Cục Báo chí, website giả mạo, tên miền, trang tin điện tử,
            journalists, journalism, newspaper, media, broadcasting, social networks,
            telecommunications, fake news, publishing, báo chí cách mạng, báo chí Việt Nam,
            giải Búa liềm vàng, giải báo chí quốc gia, hội báo toàn quốc, hội báo, môi trường mạng,
            phòng chống tin giả, người dùng mạng xã hội, video ngắn, nền tảng TikTok, quản lý báo chí,
            thẻ nhà báo, tác nghiệp báo chí, kênh truyền hình, an toàn trên mạng, nội dung độc hại,
            quyền riêng tư""",
            likely="""
            kênh YouTube, đăng tin, đăng video, tài khoản TikTok, tài khoản Facebook, phát ngôn,
            trên mạng, truyền thông, báo chí, Facebook, TikTok, YouTube, Zalo, Instagram, Telegram,
            mạng xã hội, livestream, sai sự thật, Internet, bản quyền, KOL, podcast, không gian mạng,
            truyền hình, press, social media, biên tập viên, giả mạo, phóng viên, nhà báo, tuyên truyền""",
            hint="""
            thông tin, đăng tải, truyền tải, video, clip, nội dung, quảng cáo, tạp chí, website, Google,
            phát sóng""",
        ),
    ),
    Subject(
        slug="cai-cach-hanh-chinh",
        vi="Cải cách hành chính",
        en="Administrative reform",
        sections=_listed("""
            Hành chính công, Thủ tục hành chính, Cải cách hành chính và chuyển đổi số, Dịch vụ công"""),
        phrases=_phrases(
            sure="""
            cải cách hành chính, thủ tục hành chính, cắt giảm thủ tục hành chính,
            dịch vụ công trực tuyến, administrative reform, administrative procedures""",
            clear="""
            TTHC, cắt giảm thủ tục, đơn giản hóa thủ tục, cải cách thủ tục, điều kiện kinh doanh,
            cắt giảm điều kiện kinh doanh, dịch vụ công, Cổng Dịch vụ công, Cổng Dịch vụ công quốc gia,
            một cửa, một cửa liên thông, một cửa quốc gia, bộ phận một cửa,
            Trung tâm Phục vụ hành chính công, hành chính công, PAR Index, SIPAS, PAPI, PCI,
            sự hài lòng của người dân, phân cấp phân quyền, phân định thẩm quyền,
            chính quyền địa phương hai cấp, chính quyền địa phương 2 cấp, chính quyền hai cấp,
            chính quyền 2 cấp, mô hình chính quyền địa phương, sắp xếp đơn vị hành chính, sáp nhập tỉnh,
            sáp nhập xã, hợp nhất tỉnh, tinh gọn bộ máy, sắp xếp bộ máy, sắp xếp tổ chức bộ máy,
            tổ chức bộ máy, bộ máy nhà nước, bộ máy hành chính, nền hành chính, công vụ,
            kỷ luật kỷ cương hành chính, kỷ cương hành chính, đạo đức công vụ, giấy phép con,
            hồ sơ trực tuyến, phi địa giới, tiếp công dân, administrative procedure, public services,
            online public services, two-tier local government, decentralisation, decentralization,
            streamlining, giảm đầu mối, sắp xếp đơn vị, sau sáp nhập, bộ máy tinh gọn,
            sau sắp xếp bộ máy, cắt giảm giấy phép, chỉ số cải cách hành chính,
            cải cách hành chính công, chính quyền phục vụ, cán bộ một cửa, nhiệm vụ phân cấp,
            vận hành chính quyền địa phương 2 cấp""",
            likely="""
            cải cách, thủ tục, giải quyết hồ sơ, sắp xếp lại, sau sắp xếp, liên thông, VNeID, đầu mối,
            sáp nhập, đơn vị hành chính, tinh gọn, phân cấp, phân quyền, cấp giấy phép""",
            hint="""
            bộ máy, người dân và doanh nghiệp, đơn giản hóa, hành chính, sắp xếp, hồ sơ, giải thể,
            giấy tờ, công chức, viên chức, biên chế, phục vụ người dân""",
        ),
    ),
    Subject(
        slug="dia-phuong",
        vi="Địa phương",
        en="Localities",
        sections=_listed("""
            Địa phương, Tin địa phương, Tỉnh thành, Các địa phương, Hà Nội, TP HCM, Thủ đô,
            Tin các địa phương, Provinces"""),
        phrases=_phrases(
            clear="""
            HĐND tỉnh, HĐND thành phố, HĐND TP, HĐND xã, kỳ họp HĐND, UBND tỉnh, UBND thành phố,
            UBND TP, UBND TPHCM, UBND TP HCM, UBND huyện, UBND Hà Nội, Chủ tịch UBND, Phó Chủ tịch UBND,
            Chủ tịch UBND tỉnh, Chủ tịch UBND thành phố, Chủ tịch TPHCM, Chủ tịch TP HCM,
            Chủ tịch Hà Nội, Chủ tịch UBND xã, Ủy ban nhân dân tỉnh, Ủy ban nhân dân thành phố,
            Hội đồng nhân dân, Hội đồng nhân dân tỉnh, Hội đồng nhân dân thành phố, lãnh đạo tỉnh,
            lãnh đạo thành phố, ngày thành lập tỉnh, năm thành lập tỉnh, phát triển tỉnh,
            người dân TPHCM, Hà Nội yêu cầu, Hà Nội thống nhất, TPHCM yêu cầu, People's Committee,
            provincial People's Committee, People's Council, Phó Chủ tịch UBND tỉnh,
            Phó Chủ tịch UBND thành phố, Phó Chủ tịch UBND TP, Chủ tịch UBND TP, Chủ tịch UBND TPHCM,
            Chủ tịch UBND TP HCM, Chủ tịch UBND phường""",
            likely="""
            UBND, HĐND, Ủy ban nhân dân, Sở Xây dựng, Sở Tài chính, Sở Nội vụ, xã vùng biên, phường xã,
            xã phường, xã đảo, trên địa bàn tỉnh, đặc khu, UBND xã, UBND phường, toàn tỉnh""",
            hint="""
            địa phương, thành phố, xã, phường, huyện, thôn, ấp, Thủ đô, vùng biên, province, provinces,
            tỉnh, trên địa bàn, các địa phương, chính quyền địa phương, Ha Noi, Ho Chi Minh City,
            Da Nang, Hai Phong, Can Tho""",
            made=_PLACES,
        ),
    ),
)
