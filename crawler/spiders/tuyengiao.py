from dataclasses import replace

from crawler.families.epi import EPI
from crawler.portal import Explore, Kind, Portal, Proof, Section
from crawler.spider import PortalSpider

# Where the vendor's prototype of this site (2022) differs from the family.
BESIDE = ".article__tag, .promo-wrapper, .iframe-wrapper, .btn-download, .slider-nav"
PLAIN = EPI.versions[0]
RULES = replace(PLAIN, title=(".article__title",), section=(".directions-wrapper a",), drop=(*PLAIN.drop, BESIDE))


class Tuyengiao(PortalSpider):
    portal = Portal(
        name="tuyengiao",
        title="Tạp chí Tuyên giáo",
        title_en="Propaganda Review",
        body="Ban Tuyên giáo và Dân vận Trung ương",
        kind=Kind.PARTY,
        home="https://tuyengiao.vn/",
        family=EPI,
        proof=Proof.INFERRED,
        unverified=("selectors: from a vendor's prototype", "form of articles' addresses: family B's", "sections"),
        credit="Tạp chí Tuyên giáo (tuyengiao.vn)",
        sections=(Section(path="", title="Trang chủ", sources=(Explore(),)),),
        rules=(RULES,),
    )
