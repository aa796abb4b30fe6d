from dataclasses import replace

from crawler.families.epi import EPI
from crawler.portal import Explore, Feed, Kind, Portal, Proof, Rules, Section
from crawler.spider import PortalSpider

# Until 2026 the paper ran on another system, at cand.com.vn: `/<section>/<slug>-i<id>/`.
OLD = Rules(title=(), lead=(".box-des-detail",), body=(".detail-content-body",))
ARTICLE = rf"{EPI.article}|/(?:[^/]+/)*[^/]+-i\d+/?"
CAND = replace(EPI, name="cand", article=ARTICLE, versions=(*EPI.versions, OLD))


class Cand(PortalSpider):
    portal = Portal(
        name="cand",
        title="Báo Công an Nhân dân",
        title_en="People's Public Security",
        body="Bộ Công an",
        kind=Kind.MINISTRY,
        home="https://cand.vn/",
        aliases=("cand.com.vn",),
        family=CAND,
        proof=Proof.REPORTED,
        unverified=("article selectors: family B's, no page captured", "sections", "sitemaps"),
        credit="Báo Công an Nhân dân (cand.vn)",
        sections=(Section(path="", title="Trang chủ", sources=(Feed("/rss/home.rss"), Explore())),),
    )
