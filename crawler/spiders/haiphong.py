from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Haiphong(PortalSpider):
    portal = Portal(
        name="haiphong",
        title="Cổng thông tin điện tử thành phố Hải Phòng",
        title_en="Hai Phong City Portal",
        body="Ủy ban nhân dân thành phố Hải Phòng",
        kind=Kind.PROVINCE,
        home="https://haiphong.gov.vn/",
        former=("haiduong.gov.vn",),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="haiphong.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
