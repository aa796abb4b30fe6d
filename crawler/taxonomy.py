"""The subjects that articles are sorted into, and the phrases that give each of them away.

A phrase's weight says how far it settles the matter alone: `CLEAR` names the subject, `LIKELY` belongs to it more often
than not, `HINT` decides only where nothing better is found. Capitals in a phrase are asked of the text too, which tells
`AI` from *ai* (who) and `Nga` (Russia) from *nga*; everything else is written small. Marks count, so *tù* is not *từ*.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

CLEAR: Final = 2.0
LIKELY: Final = 1.0
HINT: Final = 0.5
MUTE: Final = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A subject that articles are sorted under.

    Attributes:
        slug: its name in addresses; subscribed to, so it never changes, whatever becomes of the names.
        vi: its name in Vietnamese.
        en: its name in English.
        phrases: what gives it away, with the weight of each.
        sections: what portals call their sections on it; whole titles, so they may be broader than a phrase.
    """

    slug: str
    vi: str
    en: str
    phrases: Mapping[str, float] = field(hash=False)
    sections: tuple[str, ...] = ()


def _listed(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split(",") if phrase.strip())


def _phrases(
    *, clear: str = "", likely: str = "", hint: str = "", made: Iterable[tuple[str, float]] = ()
) -> Mapping[str, float]:
    written = [
        (phrase, weight)
        for text, weight in ((hint, HINT), (likely, LIKELY), (clear, CLEAR))
        for phrase in _listed(text)
    ]
    return MappingProxyType({**dict(made), **dict(written)})


# `Anh` and `Đức` stand among the names of half the country's people: alone they say nothing, after an office they do.
_NEVER_ALONE = _listed("Anh, Đức, Áo, Úc, Nhật, Trung, Hàn, Ấn, Ý, Bỉ, EU")
_COUNTRIES = _listed("""
    Mỹ, Hoa Kỳ, Nga, Trung Quốc, Nhật Bản, Hàn Quốc, Triều Tiên, Ấn Độ, Pháp, Italy, Italia, Tây Ban Nha, Bồ Đào Nha,
    Hà Lan, Thụy Sĩ, Thụy Điển, Na Uy, Phần Lan, Đan Mạch, Ba Lan, Hungary, Séc, Slovakia, Romania, Bulgaria, Hy Lạp,
    Serbia, Belarus, Ukraine, Thổ Nhĩ Kỳ, Iran, Iraq, Israel, Palestine, Gaza, Syria, Lebanon, Yemen, Qatar, UAE,
    Saudi Arabia, Arab Saudi, Kuwait, Oman, Jordan, Ai Cập, Afghanistan, Pakistan, Bangladesh, Nepal, Sri Lanka,
    Kazakhstan, Uzbekistan, Azerbaijan, Armenia, Gruzia, Mông Cổ, Lào, Campuchia, Thái Lan, Myanmar, Malaysia,
    Singapore, Indonesia, Philippines, Brunei, Timor Leste, Australia, New Zealand, Canada, Mexico, Cuba, Brazil,
    Argentina, Chile, Peru, Colombia, Venezuela, Dominica, Haiti, Panama, Nam Phi, Nigeria, Ethiopia, Sudan, Libya,
    Algeria, Morocco, Maroc, Kenya, Angola, Mozambique, Côte d'Ivoire, Đài Loan, Greenland, Sri Lanka, Vatican""")
_ABROAD = _COUNTRIES + _NEVER_ALONE
_OFFICES = _listed("""
    tổng thống, cựu tổng thống, thủ tướng, cựu thủ tướng, chủ tịch, quốc vương, nhà vua, thái tử, ngoại trưởng,
    bộ trưởng ngoại giao, bộ trưởng quốc phòng, bộ trưởng tài chính, bộ ngoại giao, bộ quốc phòng, bộ thương mại,
    bộ tư pháp, quốc hội, chủ tịch quốc hội, hạ viện, thượng viện, nghị sĩ, chính phủ, chính quyền, chính trường,
    tòa án, cảnh sát, cơ quan tình báo, đảng cầm quyền, bầu cử, đại sứ, đại sứ quán, tổng lãnh sự, quân đội,
    lực lượng, ngân hàng trung ương""")

_DIPLOMACY = (
    *((country, HINT) for country in _COUNTRIES),
    *((f"{office} {country}", CLEAR) for office in _OFFICES for country in _ABROAD),
    *((f"quan hệ Việt Nam {country}", CLEAR) for country in _ABROAD),
    *((f"hữu nghị Việt Nam {country}", CLEAR) for country in _ABROAD),
    *((f"Việt Nam {country}", LIKELY) for country in _ABROAD if country != "Thái Lan"),  # football more often
)
_RIVALS = _listed("Thái Lan, Indonesia, Malaysia, Singapore, Philippines, Lào, Campuchia, Myanmar, Hàn Quốc, Nhật Bản")
_MATCHES = tuple(
    (f"{deed} {rival}", LIKELY)
    for deed in ("tuyển", "U23", "U22", "U17", "U19", "thắng", "hạ", "đánh bại", "thua", "hòa", "gặp", "đấu", "vs")
    for rival in (*_RIVALS, "Việt Nam")
)

_PROVINCES = _listed("""
    Hà Nội, TP HCM, TPHCM, TP Hồ Chí Minh, Thành phố Hồ Chí Minh, Hải Phòng, Đà Nẵng, Cần Thơ, Huế, Tuyên Quang,
    Lào Cai, Thái Nguyên, Phú Thọ, Bắc Ninh, Hưng Yên, Ninh Bình, Quảng Trị, Quảng Ngãi, Gia Lai, Khánh Hòa, Lâm Đồng,
    Đắk Lắk, Đồng Nai, Tây Ninh, Vĩnh Long, Đồng Tháp, Cà Mau, An Giang, Lai Châu, Điện Biên, Sơn La, Lạng Sơn,
    Quảng Ninh, Thanh Hóa, Nghệ An, Hà Tĩnh, Cao Bằng, Hà Giang, Yên Bái, Bắc Kạn, Vĩnh Phúc, Hòa Bình, Bắc Giang,
    Hải Dương, Thái Bình, Hà Nam, Nam Định, Quảng Bình, Thừa Thiên Huế, Quảng Nam, Bình Định, Phú Yên, Ninh Thuận,
    Bình Thuận, Kon Tum, Đắk Nông, Bình Dương, Bình Phước, Bà Rịa Vũng Tàu, Long An, Tiền Giang, Bến Tre, Trà Vinh,
    Hậu Giang, Sóc Trăng, Bạc Liêu, Kiên Giang""")

MUTED: Final = _phrases(
    hint="""
    Mỹ Đình, Mỹ Tâm, Mỹ Linh, Mỹ Tho, Mỹ Lệ, Mỹ Lý, Phú Mỹ, Mỹ Sơn, Mỹ Thuận, Mỹ Phước, Mỹ Hạnh, Mỹ Thủy, Mỹ An,
    Mỹ thuật, Mỹ phẩm, Mỹ nhân, Mỹ Duyên, Mỹ Xuân, Mỹ Hưng, Hằng Nga, Nga Sơn, Thúy Nga, Việt Nga, Pháp lý, Pháp y,
    Pháp danh, Pháp Vân, hàng nghìn, bão giá, bão mạng, bão táp, bão tố, cơn bão dư luận, quốc phục, an toàn,
    sóng thần tốc, đại hội cổ đông thường niên, Thái Lan vs Việt Nam, Ý nghĩa, Ý kiến, Ý tưởng, Ý thức, Ý chí, Ý Yên,
    Singapore Airlines, Nam Phi Long, học phí, giáo viên chủ nhiệm cũ, công an nhân dân, hòa bình, Hòa bình,
    cựu chủ tịch, án ngữ, hình án, đề án, phương án, đáp án, công trình nghiên cứu, thời sự, bài học, khoa học viễn tưởng,
    học hỏi, sân khấu chính trị, y như, tấn công, thuế quan, lạm dụng, ngân hàng máu, ngân hàng mô, ngân hàng đề thi,
    khoáng vật, trái phép, kỷ luật quân đội, chính quyền Trump"""
)
