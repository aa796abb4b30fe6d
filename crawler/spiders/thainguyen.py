from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Thainguyen(PortalSpider):
    portal = Portal(
        name="thainguyen",
        title="Cổng thông tin điện tử tỉnh Thái Nguyên",
        title_en="Thai Nguyen Province Portal",
        body="Ủy ban nhân dân tỉnh Thái Nguyên",
        kind=Kind.PROVINCE,
        home="https://thainguyen.gov.vn/",
        former=("backan.gov.vn",),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="thainguyen.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
