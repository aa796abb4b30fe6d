from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Khanhhoa(PortalSpider):
    portal = Portal(
        name="khanhhoa",
        title="Cổng thông tin điện tử tỉnh Khánh Hòa",
        title_en="Khanh Hoa Province Portal",
        body="Ủy ban nhân dân tỉnh Khánh Hòa",
        kind=Kind.PROVINCE,
        home="https://khanhhoa.gov.vn/",
        former=("ninhthuan.gov.vn",),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="khanhhoa.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
