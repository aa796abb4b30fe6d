from crawler.portal import Explore, Family, Kind, Portal, Proof, Section
from crawler.spider import PortalSpider

LYLUANCHINHTRI = Family(
    name="lyluanchinhtri", letter="J", title="lyluanchinhtri.vn", article=r"/[^/]+-(?P<number>\d+)\.html"
)


class Lyluanchinhtri(PortalSpider):
    portal = Portal(
        name="lyluanchinhtri",
        title="Tạp chí Lý luận chính trị",
        title_en="Political Theory Review",
        body="Học viện Chính trị quốc gia Hồ Chí Minh",
        kind=Kind.PARTY,
        home="https://lyluanchinhtri.vn/",
        family=LYLUANCHINHTRI,
        proof=Proof.INFERRED,
        unverified=("title", "markup: pages are read without rules", "sections"),
        credit="Tạp chí Lý luận chính trị (lyluanchinhtri.vn)",
        sections=(Section(path="", title="Trang chủ", sources=(Explore(),)),),
    )
