"""The codes in document numbers: kinds of documents, issuing bodies and the places that share a code."""

from typing import Final

TYPES: Final = {
    # State: Decree 30/2020/NĐ-CP, appendix III, and the law on legal documents (64/2025/QH15).
    "NĐ": "Nghị định",
    "NQ": "Nghị quyết",
    "NQLT": "Nghị quyết liên tịch",
    "QĐ": "Quyết định",
    "QyĐ": "Quy định",
    "CT": "Chỉ thị",
    "CTLT": "Chỉ thị liên tịch",
    "CĐ": "Công điện",
    "TB": "Thông báo",
    "TC": "Thông cáo",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "TTLB": "Thông tư liên bộ",
    "L": "Lệnh",
    "LCT": "",  # 1981-1992: a law or an ordinance
    "PL": "Pháp lệnh",
    "SL": "Sắc lệnh",
    "KH": "Kế hoạch",
    "KHLT": "Kế hoạch liên tịch",
    "KHPH": "Kế hoạch phối hợp",
    "HD": "Hướng dẫn",
    "HDLT": "Hướng dẫn liên tịch",
    "BC": "Báo cáo",
    "TTr": "Tờ trình",
    "CTr": "Chương trình",
    "CTHĐ": "Chương trình hành động",
    "CTPH": "Chương trình phối hợp",
    "QC": "Quy chế",
    "QCPH": "Quy chế phối hợp",
    "VBHN": "Văn bản hợp nhất",
    "CV": "Công văn",
    "PA": "Phương án",
    "ĐA": "Đề án",
    "DA": "Dự án",
    "BB": "Biên bản",
    "GM": "Giấy mời",
    # Party
    "KL": "Kết luận",
    "QĐi": "Quy định",
}
"""Kinds of documents by code; empty where the code alone does not tell."""

SHARED: Final = {
    "QĐ": ("Quyết định", "Quy định"),
    "CT": (
        "Chỉ thị",
        "Chương trình",
        "Công văn",
    ),  # `CT-` also opens letters of the Tax Department (Cục Thuế)
    "TTr": ("Tờ trình", "Thông tri"),  # the Front's circulars: `12-TTr/MTTW-BTT`
    "TT": ("Thông tư", "Thông tri", "Tờ trình"),
    "L": ("Lệnh", "Luật", "Bộ luật", "Hiến pháp", "Pháp lệnh"),  # until 2002 laws bore the order's number
    "LCT": ("Luật", "Bộ luật", "Pháp lệnh"),
    "QH": ("Luật", "Bộ luật", "Nghị quyết", "Hiến pháp"),
    "UBTVQH": ("Nghị quyết", "Pháp lệnh"),
    "HĐNN": ("Nghị quyết", "Pháp lệnh"),
}
"""What a code may stand for where several kinds share it: the words beside the number decide."""

JOINT: Final = frozenset({"NQLT", "CTLT", "TTLT", "TTLB", "KHLT", "KHPH", "HDLT", "CTPH", "QCPH"})
"""Kinds that several bodies issue together, each with its code in the number."""

NOT_CITED: Final = frozenset({"GP", "GPĐT", "GPXB", "GPHĐ"})
"""Licences: nearly every portal's foot names its own (`Giấy phép số 789/GP-BTTTT`), and none is law."""

TERMS: Final = {
    "QH": "Quốc hội",
    "UBTVQH": "Ủy ban Thường vụ Quốc hội",
    "HĐNN": "Hội đồng Nhà nước",
}
"""Bodies whose code ends in the number of the Assembly's term: `QH15`."""

BODIES: Final = {
    # The State's highest bodies
    "CP": "Chính phủ",
    "TTg": "Thủ tướng Chính phủ",
    "CTN": "Chủ tịch nước",
    "VPCP": "Văn phòng Chính phủ",
    "VPQH": "Văn phòng Quốc hội",
    "VPCTN": "Văn phòng Chủ tịch nước",
    "HĐBCQG": "Hội đồng Bầu cử quốc gia",
    "HĐBT": "Hội đồng Bộ trưởng",
    "HĐCP": "Hội đồng Chính phủ",
    "KTNN": "Kiểm toán nhà nước",
    "TANDTC": "Tòa án nhân dân tối cao",
    "HĐTP": "Hội đồng Thẩm phán Tòa án nhân dân tối cao",
    "VKSNDTC": "Viện kiểm sát nhân dân tối cao",
    "VKSTC": "Viện kiểm sát nhân dân tối cao",
    # Ministries and bodies of that rank since March 2025
    "BCA": "Bộ Công an",
    "BQP": "Bộ Quốc phòng",
    "BNG": "Bộ Ngoại giao",
    "BNV": "Bộ Nội vụ",
    "BTP": "Bộ Tư pháp",
    "BTC": "Bộ Tài chính",
    "BCT": "Bộ Công Thương",
    "BNNMT": "Bộ Nông nghiệp và Môi trường",
    "BXD": "Bộ Xây dựng",
    "BVHTTDL": "Bộ Văn hóa, Thể thao và Du lịch",
    "BKHCN": "Bộ Khoa học và Công nghệ",
    "BGDĐT": "Bộ Giáo dục và Đào tạo",
    "BYT": "Bộ Y tế",
    "BDTTG": "Bộ Dân tộc và Tôn giáo",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "TTCP": "Thanh tra Chính phủ",
    # Ministries that were merged or renamed: their documents stay in force
    "BKHĐT": "Bộ Kế hoạch và Đầu tư",
    "BGTVT": "Bộ Giao thông vận tải",
    "BTNMT": "Bộ Tài nguyên và Môi trường",
    "BNNPTNT": "Bộ Nông nghiệp và Phát triển nông thôn",
    "BNN": "Bộ Nông nghiệp và Phát triển nông thôn",  # so in decisions: `QĐ-BNN-TCLN`
    "BTTTT": "Bộ Thông tin và Truyền thông",
    "BLĐTBXH": "Bộ Lao động - Thương binh và Xã hội",
    "UBDT": "Ủy ban Dân tộc",
    "BVHTT": "Bộ Văn hóa - Thông tin",
    "BBCVT": "Bộ Bưu chính, Viễn thông",
    "BCN": "Bộ Công nghiệp",
    "BTM": "Bộ Thương mại",
    "BTS": "Bộ Thủy sản",
    "BKHCNMT": "Bộ Khoa học, Công nghệ và Môi trường",
    # Under a ministry, or by law
    "BHXH": "Bảo hiểm xã hội",
    "KBNN": "Kho bạc Nhà nước",
    "UBCK": "Ủy ban Chứng khoán Nhà nước",
    "TCHQ": "Tổng cục Hải quan",
    "TCT": "",  # Tổng cục Thuế, or any Tổng công ty
    # Local: the words beside the number name the place
    "UBND": "Ủy ban nhân dân",
    "HĐND": "Hội đồng nhân dân",
    "CTUBND": "Chủ tịch Ủy ban nhân dân",
    "SGDĐT": "Sở Giáo dục và Đào tạo",
    "SNV": "Sở Nội vụ",
    "SYT": "Sở Y tế",
    "SXD": "Sở Xây dựng",
    "SCT": "Sở Công Thương",
    # Party
    "TW": "",  # the Central Committee, its Politburo or its Secretariat
    "VPTW": "Văn phòng Trung ương Đảng",
    "BTCTW": "Ban Tổ chức Trung ương",
    "UBKTTW": "Ủy ban Kiểm tra Trung ương",
    "BTGTW": "Ban Tuyên giáo Trung ương",
    "BDVTW": "Ban Dân vận Trung ương",
    "BTGDVTW": "Ban Tuyên giáo và Dân vận Trung ương",
    "BNCTW": "Ban Nội chính Trung ương",
    "BKTTW": "Ban Kinh tế Trung ương",
    "BĐNTW": "Ban Đối ngoại Trung ương",
    "BCSCLTW": "Ban Chính sách, chiến lược Trung ương",
    "HĐLLTW": "Hội đồng Lý luận Trung ương",
    "QUTW": "Quân ủy Trung ương",
    "ĐUCA": "Đảng ủy Công an Trung ương",
    "TU": "",  # a Tỉnh ủy or a Thành ủy
    "ĐU": "",
    "HU": "",
    "QU": "",
    "BTVTU": "",
    # The Front and the mass organisations
    "MTTW": "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
    "TWĐTN": "Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    "TLĐ": "Tổng Liên đoàn Lao động Việt Nam",
    "HNDTW": "Trung ương Hội Nông dân Việt Nam",
    "ĐCT": "Đoàn Chủ tịch Trung ương Hội Liên hiệp Phụ nữ Việt Nam",
}
"""Issuing bodies by code; empty where several share one."""

PARTY: Final = frozenset(
    {
        "TW", "VPTW", "BTCTW", "UBKTTW", "BTGTW", "BDVTW", "BTGDVTW", "BNCTW", "BKTTW", "BĐNTW", "BCSCLTW",
        "HĐLLTW", "QUTW", "ĐUCA", "TU", "ĐU", "HU", "QU", "BTVTU",
    }
)  # fmt: skip
"""Bodies that number in the Party's way, `57-NQ/TW`; the press also writes `57/NQ-TW`."""

ALIASES: Final = {"TƯ": "TW", "VPTƯ": "VPTW", "BTCTƯ": "BTCTW", "UBKTTƯ": "UBKTTW", "BTGTƯ": "BTGTW"}
"""Other ways to write a code; whatever differs in case, Đ or & alone needs no entry."""

PLACES: Final = (  # the 34 of Resolution 202/2025/QH15, the 29 that they absorbed, and Huế's former name
    "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre", "Bình Dương",
    "Bình Định", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk",
    "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh",
    "Hải Dương", "Hải Phòng", "Hậu Giang", "Hòa Bình", "Hồ Chí Minh", "Huế", "Hưng Yên", "Khánh Hòa",
    "Kiên Giang", "Kon Tum", "Lai Châu", "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An",
    "Ninh Bình", "Ninh Thuận", "Phú Thọ", "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh",
    "Quảng Trị", "Sóc Trăng", "Sơn La", "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế",
    "Tiền Giang", "Trà Vinh", "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip
"""Provinces and centrally run cities, present and former."""
