from lxml.html import HtmlElement

from crawler import markup
from crawler.portal import Family, Kind, ListingRules, Portal, Proof, Rules, Section
from crawler.spider import PortalSpider

# The vendor of hochiminh.vn and xaydungdang.org.vn (they share `/Uploads/Images/…`). The words of one page are
# known, its markup is not: these selectors are a guess, and the generic reading stands behind them.
DAIHOI13 = Family(
    name="daihoi13",
    letter="J",
    title="the 13th Congress site",
    article=r"/(?:[\w-]+/)+[\w-]+?-?(?P<number>\d{4,})?\.html",
    listing=ListingRules(main=(".news-list",), next="a.next"),
    versions=(
        Rules(
            title=("h1.news-title", "h1"),
            body=(".news-content", ".noi-dung", ".detail-content"),
            published=(".news-date", ".date"),
            drop=(".news-view", ".box-right"),
        ),
    ),
)

_SUBHEADING = 140  # characters; the site's run to 115


def mark_subheadings(tree: HtmlElement) -> None:
    """Make headings of the site's subheadings, which are plain paragraphs, short and without a full stop."""
    for paragraph in tree.iter("p"):
        words, following = markup.content(paragraph), paragraph.getnext()
        ends = words.endswith((".", ":", ";", ",", "!", "?", "…", ")"))
        pictured = next(paragraph.iter("img", "strong", "em"), None) is not None
        before = paragraph.getprevious()
        if before is None or following is None or following.tag != "p" or pictured or ends:
            continue
        credited = bool(markup.caption_and_credit(words)[1])
        if 20 < len(words) < _SUBHEADING < len(markup.content(following)) and not credited:  # noqa: PLR2004
            paragraph.tag = "h3"


class Daihoi13(PortalSpider):
    portal = Portal(
        name="daihoi13",
        title="Trang thông tin Đại hội XIII của Đảng",
        title_en="13th National Party Congress",
        body="Đảng Cộng sản Việt Nam",
        kind=Kind.PARTY,
        home="https://daihoi13.dangcongsan.vn/",
        family=DAIHOI13,
        proof=Proof.INFERRED,
        unverified=("markup", "addresses of articles", "section tin-tuc"),
        credit="daihoi13.dangcongsan.vn",
        sections=(Section(path="tin-tuc", title="Tin tức"),),
        mend=mark_subheadings,
    )
