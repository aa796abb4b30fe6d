from crawler.families.liferay import LIFERAY
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Tapchicongsan(PortalSpider):
    portal = Portal(
        name="tapchicongsan",
        title="Tạp chí Cộng sản",
        title_en="Communist Review",
        body="Đảng Cộng sản Việt Nam",
        kind=Kind.PARTY,
        home="https://www.tapchicongsan.org.vn/",
        family=LIFERAY,
        proof=Proof.REPORTED,
        unverified=("selectors: from a public crawler of about 2020, no page captured",),
        credit="Tạp chí Cộng sản (tapchicongsan.org.vn)",
        sections=(
            Section(path="web/guest/chinh-tri-xay-dung-dang", title="Chính trị - Xây dựng Đảng", topic="xay-dung-dang"),
            Section(path="web/guest/kinh-te", title="Kinh tế", topic="kinh-te-tai-chinh"),
            Section(path="web/guest/van_hoa_xa_hoi", title="Văn hóa - Xã hội"),
            Section(path="web/guest/quoc-phong-an-ninh-oi-ngoai1", title="Quốc phòng - An ninh - Đối ngoại"),
            Section(path="web/guest/the-gioi-van-de-su-kien", title="Thế giới: Vấn đề - Sự kiện", topic="doi-ngoai"),
            Section(path="web/guest/thuc-tien-kinh-nghiem1", title="Thực tiễn - Kinh nghiệm"),
            Section(path="web/guest/nghien-cu", title="Nghiên cứu - Trao đổi"),
            Section(path="web/guest/thong-tin-ly-luan", title="Thông tin lý luận"),
        ),
    )
