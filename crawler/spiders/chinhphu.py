from crawler.families.webforms import WEB_FORMS
from crawler.portal import Explore, Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Chinhphu(PortalSpider):
    portal = Portal(
        name="chinhphu",
        title="Cổng Thông tin điện tử Chính phủ",
        title_en="Viet Nam Government Portal",
        body="Chính phủ",
        kind=Kind.GOVERNMENT,
        home="https://chinhphu.vn/",
        family=WEB_FORMS,
        proof=Proof.INFERRED,
        unverified=(
            "family: inferred from the header and footer that it shares with vanban.chinhphu.vn",
            "selectors of news articles",
            "sections and paging",
        ),
        credit="Cổng Thông tin điện tử Chính phủ (chinhphu.vn)",
        sections=(Section(path="", title="Trang chủ", sources=(Explore(),)),),
    )
