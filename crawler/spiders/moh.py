from dataclasses import replace

from crawler.families.liferay import LIFERAY
from crawler.portal import Kind, Portal, Proof, Rules, Section
from crawler.spider import PortalSpider

RULES = Rules(title=(".contentDetail h3",), lead=(".sapo",), body=(".journal-content-article", ".asset-full-content"))


class Moh(PortalSpider):
    portal = Portal(
        name="moh",
        title="Cổng thông tin điện tử Bộ Y tế",
        title_en="Ministry of Health",
        body="Bộ Y tế",
        kind=Kind.MINISTRY,
        home="https://moh.gov.vn/",
        family=replace(LIFERAY, article=r"/web/guest/(?:[^/]+/)*-/(?:[^/]+/)*[^/]+"),
        proof=Proof.INFERRED,
        unverified=("selectors", "feeds", "paging", "a small Diffie-Hellman key, which OpenSSL refuses, was reported"),
        credit="Bộ Y tế (moh.gov.vn)",
        rules=(RULES,),
        sections=(Section(path="web/guest/tin-noi-bat", title="Tin nổi bật"),),
    )
