from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Xaydungdang(PortalSpider):
    portal = Portal(
        name="xaydungdang",
        title="Tạp chí Xây dựng Đảng",
        title_en="Party Building Review",
        body="Ban Tổ chức Trung ương",
        kind=Kind.PARTY,
        home="https://xaydungdang.org.vn/",
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=("everything but the host",),
        credit="Tạp chí Xây dựng Đảng (xaydungdang.org.vn)",
        sections=(Section(path="", title="Trang chủ"),),
    )
