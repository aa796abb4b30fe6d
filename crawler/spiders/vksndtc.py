from crawler.portal import Family, Kind, Portal, Proof, Section
from crawler.spider import PortalSpider

# ASP.NET with addresses of its own; markup not known.
VKSNDTC = Family(
    name="vksndtc", letter="J", title="vksndtc.gov.vn", article=r"/(?:[^/]+/)*[^/]+-d\d+-t(?P<number>\d+)\.html"
)


class Vksndtc(PortalSpider):
    portal = Portal(
        name="vksndtc",
        title="Cổng thông tin điện tử Viện kiểm sát nhân dân tối cao",
        title_en="Supreme People's Procuracy",
        body="Viện kiểm sát nhân dân tối cao",
        kind=Kind.COURT,
        home="https://vksndtc.gov.vn/",
        family=VKSNDTC,
        proof=Proof.INFERRED,
        unverified=("title", "form of articles' addresses", "paging", "markup: pages are read without rules"),
        credit="vksndtc.gov.vn",
        sections=(Section(path="tin-tuc/cong-tac-kiem-sat/", title="Công tác kiểm sát", topic="phap-luat-tu-phap"),),
    )
