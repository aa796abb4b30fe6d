from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Phutho(PortalSpider):
    portal = Portal(
        name="phutho",
        title="Cổng thông tin điện tử tỉnh Phú Thọ",
        title_en="Phu Tho Province Portal",
        body="Ủy ban nhân dân tỉnh Phú Thọ",
        kind=Kind.PROVINCE,
        home="https://phutho.gov.vn/",
        former=("vinhphuc.gov.vn", "hoabinh.gov.vn"),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="phutho.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
