from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Cantho(PortalSpider):
    portal = Portal(
        name="cantho",
        title="Cổng thông tin điện tử thành phố Cần Thơ",
        title_en="Can Tho City Portal",
        body="Ủy ban nhân dân thành phố Cần Thơ",
        kind=Kind.PROVINCE,
        home="https://cantho.gov.vn/",
        former=("soctrang.gov.vn", "haugiang.gov.vn"),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="cantho.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
