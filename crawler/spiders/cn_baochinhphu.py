from crawler.families.vccorp import VCCORP
from crawler.portal import Explore, Kind, Portal, Proof, Section, Sitemap
from crawler.spider import PortalSpider


class CnBaochinhphu(PortalSpider):
    portal = Portal(
        name="cn_baochinhphu",
        title="Báo Điện tử Chính phủ (tiếng Trung)",
        title_en="Viet Nam Government e-Newspaper (Chinese)",
        body="Chính phủ",
        kind=Kind.GOVERNMENT,
        home="https://cn.baochinhphu.vn/",
        family=VCCORP,
        proof=Proof.REPORTED,
        unverified=("sections and their feeds", "sitemap"),
        language="zh",
        credit="cn.baochinhphu.vn",
        sections=(Section(path="", title="首页", sources=(Explore(), Sitemap("/sitemap.xml"))),),
    )
