from dataclasses import replace

from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Rules, Section
from crawler.spider import PortalSpider

# The last number is the section's, and not of one article alone.
ARTICLE = r"/tin-chi-tiet/chi-tiet/[^/]+?(?:-(?P<number>\d{5,}))?-\d+\.html"


class Mofa(PortalSpider):
    portal = Portal(
        name="mofa",
        title="Cổng thông tin điện tử Bộ Ngoại giao",
        title_en="Ministry of Foreign Affairs",
        body="Bộ Ngoại giao",
        kind=Kind.MINISTRY,
        home="https://mofa.gov.vn/",
        family=replace(ANY_SITE, article=ARTICLE),
        proof=Proof.REPORTED,
        unverified=("addresses of the sections", "where the date stands", "paging"),
        credit="Bộ Ngoại giao (mofa.gov.vn)",
        rules=(Rules(title=("h1.title",), lead=(".article-summary",), body=("#content-post.main-content",)),),
        sections=(Section(path="", title="Trang chủ"),),
    )
