from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Danang(PortalSpider):
    portal = Portal(
        name="danang",
        title="Cổng thông tin điện tử thành phố Đà Nẵng",
        title_en="Da Nang City Portal",
        body="Ủy ban nhân dân thành phố Đà Nẵng",
        kind=Kind.PROVINCE,
        home="https://danang.gov.vn/",
        former=("quangnam.gov.vn",),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="danang.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
