from dataclasses import replace

from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Rules, Section
from crawler.spider import PortalSpider

ARTICLE = r"/(?:[\w-]+/)*[\w-]{40,}\.htm"  # a headline; a section's address looks alike, but is short
# From a crawler of the Committee for Ethnic Minority Affairs' former site. The numbers change when it is deployed.
RULES = Rules(
    title=("#printContent h3",), lead=("#printContent h4",), body=("#divNewsDetails",), published=('[id$="_lblDate"]',)
)


class Bdttg(PortalSpider):
    portal = Portal(
        name="bdttg",
        title="Cổng thông tin điện tử Bộ Dân tộc và Tôn giáo",
        title_en="Ministry of Ethnic and Religious Affairs",
        body="Bộ Dân tộc và Tôn giáo",
        kind=Kind.MINISTRY,
        home="https://bdttg.gov.vn/",
        former=("cema.gov.vn", "ubdt.gov.vn"),
        family=replace(ANY_SITE, article=ARTICLE),
        proof=Proof.INFERRED,
        unverified=("the host: a list writes bdtg.gov.vn", "selectors: those of cema.gov.vn", "sections"),
        credit="Bộ Dân tộc và Tôn giáo (bdttg.gov.vn)",
        rules=(RULES,),
        sections=(Section(path="", title="Trang chủ"),),
    )
