from dataclasses import replace

from crawler.families.vccorp import VCCORP
from crawler.portal import LABELLED, DocumentRules, Kind, Listing, Portal, Proof, Rules, Section
from crawler.spider import PortalSpider

# Family A's front end with documents for articles: rows of labels and values, and files that scripts draw, from tests
# written by hand in two public repositories.
CONGBAO = replace(
    VCCORP,
    name="congbao",
    title="VCCorp, the Official Gazette",
    # The older form has the number twice: `/<slug>-<id>/<id>.htm`.
    article=r"(?:/van-ban)?/[^/]+-(?P<number>\d+)(?:/\d+)?\.htm",
    variants=(),
    versions=(Rules(title=(), body=(":has(> .row > .child-value)",)), *VCCORP.versions),
    documents=(
        DocumentRules(
            rows=".row",
            label=".name",
            value=".child-value",
            title=("h1",),
            files=('[data-contentvanban="loadtep"] a[data-href]',),
        ),
        *LABELLED,
    ),
)


class Congbao(PortalSpider):
    portal = Portal(
        name="congbao",
        title="Công báo nước Cộng hòa xã hội chủ nghĩa Việt Nam",
        title_en="Official Gazette",
        body="Chính phủ",
        kind=Kind.GOVERNMENT,
        home="https://congbao.chinhphu.vn/",
        family=CONGBAO,
        proof=Proof.INFERRED,
        unverified=(
            "title",
            "when the feed was last seen to answer",
            "where a document's rows stand on the page",
            "published: where a page without such rows has its date",
            "paging",
        ),
        credit="Công báo điện tử Chính phủ (congbao.chinhphu.vn)",
        sections=(
            Section(path="cac-van-ban-moi-ban-hanh.htm", title="Các văn bản mới ban hành", topic="van-ban-moi"),
            Section(
                path="van-ban-dang-cong-bao/chinh-phu-c1.htm",
                title="Văn bản đăng Công báo / Chính phủ",
                topic="van-ban-moi",
                sources=(Listing(),),
            ),
        ),
    )
