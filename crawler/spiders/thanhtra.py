from dataclasses import replace

from crawler.families.liferay import LIFERAY
from crawler.portal import Kind, Portal, Proof, Rules, Section
from crawler.spider import PortalSpider

ARTICLE = r"/web/guest/xem-chi-tiet-tin-tuc/-/asset_publisher/(?:[^/]+/)?[Cc]ontent/[^/]+"


class Thanhtra(PortalSpider):
    portal = Portal(
        name="thanhtra",
        title="Cổng thông tin điện tử Thanh tra Chính phủ",
        title_en="Government Inspectorate",
        body="Thanh tra Chính phủ",
        kind=Kind.MINISTRY,
        home="https://thanhtra.gov.vn/",
        family=replace(LIFERAY, article=ARTICLE),
        proof=Proof.INFERRED,
        unverified=("selectors of title, lead and date", "paging", "whether an article answers at `?123=` for `?123`"),
        credit="Thanh tra Chính phủ (thanhtra.gov.vn)",
        rules=(Rules(title=("h1",), body=(".article",), drop=(".other_assets",)),),
        sections=(
            Section(path="web/guest/tin-tong-hop", title="Tin tổng hợp"),
            Section(
                path="web/guest/phong-chong-tham-nhung", title="Phòng, chống tham nhũng", topic="phong-chong-tham-nhung"
            ),
        ),
    )
