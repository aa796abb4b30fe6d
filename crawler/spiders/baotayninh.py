from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Baotayninh(PortalSpider):
    portal = Portal(
        name="baotayninh",
        title="Báo Tây Ninh",
        title_en="Tay Ninh Newspaper",
        body="Tỉnh ủy Tây Ninh",
        kind=Kind.PARTY,
        home="https://baotayninh.vn/",
        family=ANY_SITE,
        proof=Proof.INFERRED,
        unverified=(
            "the system: of family B or C, which is not known",
            "everything but the host and the form of articles' addresses",
        ),
        credit="Báo Tây Ninh (baotayninh.vn)",
        sections=(Section(path="", title="Trang chủ"),),
    )
