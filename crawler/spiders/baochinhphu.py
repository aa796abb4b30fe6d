from crawler.families.vccorp import VCCORP
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Baochinhphu(PortalSpider):
    portal = Portal(
        name="baochinhphu",
        title="Báo Điện tử Chính phủ",
        title_en="Government e-Newspaper",
        body="Chính phủ",
        kind=Kind.GOVERNMENT,
        home="https://baochinhphu.vn/",
        aliases=("baodientu.chinhphu.vn",),
        family=VCCORP,
        proof=Proof.CAPTURED,
        unverified=("feeds of the sections other than chinh-sach-moi and quoc-te",),
        credit="Báo Điện tử Chính phủ (baochinhphu.vn)",
        sections=(
            Section(path="chinh-tri.htm", title="Chính trị"),
            Section(path="chinh-tri/doi-ngoai.htm", title="Chính trị / Đối ngoại", topic="doi-ngoai"),
            Section(path="chinh-tri/to-chuc-nhan-su.htm", title="Chính trị / Tổ chức nhân sự", topic="to-chuc-nhan-su"),
            Section(
                path="chinh-sach-va-cuoc-song/chinh-sach-moi.htm",
                title="Chính sách và cuộc sống / Chính sách mới",
                topic="van-ban-moi",
                zone="1021119",
            ),
            Section(path="kinh-te.htm", title="Kinh tế", topic="kinh-te-tai-chinh", zone="1027"),
            Section(path="van-hoa.htm", title="Văn hóa", topic="van-hoa-the-thao-du-lich"),
            Section(path="xa-hoi.htm", title="Xã hội"),
            Section(path="xa-hoi/phap-luat.htm", title="Xã hội / Pháp luật", topic="phap-luat-tu-phap"),
            Section(path="xa-hoi/y-te.htm", title="Xã hội / Y tế", topic="y-te"),
            Section(path="khoa-giao.htm", title="Khoa giáo"),
            Section(path="khoa-giao/giao-duc.htm", title="Khoa giáo / Giáo dục", topic="giao-duc"),
            Section(path="quoc-te.htm", title="Quốc tế", topic="doi-ngoai"),
        ),
    )
