from crawler.families.epi import EPI
from crawler.portal import Explore, Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Baolaocai(PortalSpider):
    portal = Portal(
        name="baolaocai",
        title="Báo Lào Cai",
        title_en="Lao Cai Newspaper",
        body="Tỉnh ủy Lào Cai",
        kind=Kind.PARTY,
        home="https://baolaocai.vn/",
        family=EPI,
        proof=Proof.INFERRED,
        unverified=(
            "title",
            "selectors and form of articles' addresses: family B's, no page captured",
            "feeds",
            "sections",
        ),
        credit="Báo Lào Cai (baolaocai.vn)",
        sections=(Section(path="", title="Trang chủ", sources=(Explore(),)),),
    )
