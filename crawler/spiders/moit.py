from crawler.families.contentlisting import CONTENT_LISTING, REDRAWN
from crawler.portal import Kind, Listing, Portal, Proof, Section
from crawler.spider import PortalSpider


class Moit(PortalSpider):
    portal = Portal(
        name="moit",
        title="Cổng thông tin điện tử Bộ Công Thương",
        title_en="Ministry of Industry and Trade",
        body="Bộ Công Thương",
        kind=Kind.MINISTRY,
        home="https://moit.gov.vn/",
        family=CONTENT_LISTING,
        proof=Proof.REPORTED,
        unverified=("what is posted for a list of news", "titles of the sections", "no page captured"),
        credit="Bộ Công Thương (moit.gov.vn)",
        sections=(
            Section(path="tin-tuc", title="Tin tức", zone="2005517", sources=(REDRAWN, Listing())),
            Section(path="tin-tuc/thi-truong-trong-nuoc", title="Thị trường trong nước", topic="kinh-te-tai-chinh"),
            Section(path="tin-tuc/phat-trien-nang-luong", title="Phát triển năng lượng"),
        ),
    )
