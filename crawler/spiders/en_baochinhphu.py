from crawler.families.vccorp import VCCORP
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class EnBaochinhphu(PortalSpider):
    portal = Portal(
        name="en_baochinhphu",
        title="Báo Điện tử Chính phủ (tiếng Anh)",
        title_en="Viet Nam Government e-Newspaper",
        body="Chính phủ",
        kind=Kind.GOVERNMENT,
        home="https://en.baochinhphu.vn/",
        aliases=("news.chinhphu.vn", "en.baodientu.chinhphu.vn"),
        family=VCCORP,
        proof=Proof.REPORTED,
        unverified=("section economy", "feeds of the sections", "former hosts"),
        language="en",
        credit="Viet Nam Government Portal (en.baochinhphu.vn)",
        sections=(
            Section(path="politics.htm", title="Politics"),
            Section(path="economy.htm", title="Economy", topic="kinh-te-tai-chinh"),
        ),
    )
