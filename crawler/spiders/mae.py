from dataclasses import replace

from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Rules, Section
from crawler.spider import PortalSpider

RULES = Rules(title=("h1.tieu-de-chi-tiet-tin",), lead=(".sapo-chi-tiet-tin",), body=("article.noi-dung-chi-tiet-tin",))


class Mae(PortalSpider):
    portal = Portal(
        name="mae",
        title="Cổng thông tin điện tử Bộ Nông nghiệp và Môi trường",
        title_en="Ministry of Agriculture and Environment",
        body="Bộ Nông nghiệp và Môi trường",
        kind=Kind.MINISTRY,
        home="https://mae.gov.vn/",
        former=("monre.gov.vn", "mard.gov.vn"),
        family=replace(ANY_SITE, article=r"/(?:tin-[^/]+/)?[^/]+-(?P<number>\d+)\.htm"),
        proof=Proof.REPORTED,
        unverified=("where the date stands", "paging", "other sections", "whom its firewall refuses"),
        credit="Bộ Nông nghiệp và Môi trường (mae.gov.vn)",
        rules=(RULES,),
        sections=(Section(path="chuyen-muc/tin-tong-hop-300.htm", title="Tin tổng hợp"),),
    )
