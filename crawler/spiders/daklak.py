from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Daklak(PortalSpider):
    portal = Portal(
        name="daklak",
        title="Cổng thông tin điện tử tỉnh Đắk Lắk",
        title_en="Dak Lak Province Portal",
        body="Ủy ban nhân dân tỉnh Đắk Lắk",
        kind=Kind.PROVINCE,
        home="https://daklak.gov.vn/",
        former=("phuyen.gov.vn",),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="daklak.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
