from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Ninhbinh(PortalSpider):
    portal = Portal(
        name="ninhbinh",
        title="Cổng thông tin điện tử tỉnh Ninh Bình",
        title_en="Ninh Binh Province Portal",
        body="Ủy ban nhân dân tỉnh Ninh Bình",
        kind=Kind.PROVINCE,
        home="https://ninhbinh.gov.vn/",
        former=("hanam.gov.vn", "namdinh.gov.vn"),
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="ninhbinh.gov.vn",
        sections=(Section(path="", title="Trang chủ"),),
    )
