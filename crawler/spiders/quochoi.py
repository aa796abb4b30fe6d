from crawler.families.sharepoint import SHARE_POINT
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Quochoi(PortalSpider):
    portal = Portal(
        name="quochoi",
        title="Cổng thông tin điện tử Quốc hội",
        title_en="National Assembly Portal",
        body="Quốc hội",
        kind=Kind.ASSEMBLY,
        home="https://quochoi.vn/",
        family=SHARE_POINT,
        proof=Proof.INFERRED,
        unverified=("title", "selectors: family E's", "paging", "whether duthaoonline's gate D1N stands here, too"),
        credit="quochoi.vn",
        sections=(
            Section(
                path="tintuc/Pages/tin-hoat-dong-cua-quoc-hoi.aspx",
                title="Tin hoạt động của Quốc hội",
                topic="quoc-hoi",
            ),
            Section(path="tintuc/Pages/tin-tong-hop.aspx", title="Tin tổng hợp"),
        ),
    )
