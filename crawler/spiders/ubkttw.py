from crawler.portal import Family, Kind, Portal, Proof, Section
from crawler.spider import PortalSpider

UBKTTW = Family(name="ubkttw", letter="J", title="ubkttw.vn", article=r"/danh-muc/[\w-]+/[\w-]+\.html")


class Ubkttw(PortalSpider):
    portal = Portal(
        name="ubkttw",
        title="Ủy ban Kiểm tra Trung ương",
        title_en="Central Inspection Commission",
        body="Ủy ban Kiểm tra Trung ương",
        kind=Kind.PARTY,
        home="https://ubkttw.vn/",
        family=UBKTTW,
        proof=Proof.INFERRED,
        unverified=("title", "markup: pages are read without rules", "the section's title", "paging"),
        credit="ubkttw.vn",
        sections=(Section(path="danh-muc/tin-tuc-thoi-su/", title="Tin tức thời sự"),),
    )
