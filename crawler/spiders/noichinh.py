from crawler.portal import Family, Kind, Portal, Proof, Section
from crawler.spider import PortalSpider

# Addresses were of this form from 2012 to 2025: `/<section>/YYYYMM/<slug>-<id>/`.
NOICHINH = Family(
    name="noichinh", letter="J", title="noichinh.vn", article=r"/(?:[\w-]+/)+\d{6}/[^/]+-(?P<number>\d+)/?"
)


class Noichinh(PortalSpider):
    portal = Portal(
        name="noichinh",
        title="Ban Nội chính Trung ương",
        title_en="Central Internal Affairs Commission",
        body="Ban Nội chính Trung ương",
        kind=Kind.PARTY,
        home="https://noichinh.vn/",
        family=NOICHINH,
        proof=Proof.INFERRED,
        unverified=("title", "markup: pages are read without rules", "the section's title", "paging"),
        credit="noichinh.vn",
        sections=(
            Section(
                path="cong-tac-phong-chong-tham-nhung/",
                title="Công tác phòng, chống tham nhũng",
                topic="phong-chong-tham-nhung",
            ),
        ),
    )
