from dataclasses import replace

from crawler.families.vccorp import VCCORP
from crawler.portal import Kind, Listing, Portal, Proof, Rules, Section
from crawler.spider import PortalSpider


class Bvhttdl(PortalSpider):
    portal = Portal(
        name="bvhttdl",
        title="Cổng thông tin điện tử Bộ Văn hóa, Thể thao và Du lịch",
        title_en="Ministry of Culture, Sports and Tourism",
        body="Bộ Văn hóa, Thể thao và Du lịch",
        kind=Kind.MINISTRY,
        home="https://bvhttdl.gov.vn/",
        # The vendor's addresses with other classes, and no feed is known.
        family=replace(VCCORP, article=r"/[^/]+-(?P<number>\d{14,17})\.htm", sources=(Listing(),)),
        proof=Proof.REPORTED,
        unverified=("feeds", "sitemaps", "paging", "addresses of the sections", "where the date stands"),
        credit="Bộ Văn hóa, Thể thao và Du lịch (bvhttdl.gov.vn)",
        rules=(Rules(title=("h2.title",), lead=("p.sapo",), body=("div.entry-body",)),),
        sections=(Section(path="", title="Trang chủ"),),
    )
