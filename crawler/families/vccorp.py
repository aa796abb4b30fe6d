"""Family A: the system of VCCorp ("afcbc"), on which the Government's papers and many ministries run.

Seen in whole pages of baochinhphu.vn (2026-03) and tuoitre.vn (2026-03).
"""

from crawler.portal import Family, Feed, Listing, ListingRules, Rules

VCCORP = Family(
    name="vccorp",
    letter="A",
    title="VCCorp",
    # 17 or 18 digits: site, yyMMddHHmmss of creation (not of publication), two or three more; 8 before 2021.
    article=r"/[^/]+-(?P<number>\d{8,18})\.htm",
    marks=('.afcbc-body[data-role="content"]', "#hdNewsId", ".box-stream-link-title[data-id]"),
    # The path tells all; whatever arguments a link carries are somebody's tracking.
    arguments=frozenset(),
    variants=((r"^/print/", "/"), (r"(?i)(-\d{8,18})(?:\.html?)?(?:%20)*$", r"\1.htm")),
    sources=(Feed("{stem}.rss"), Listing(next="/timelinelist/{zone}/{page}.htm")),
    listing=ListingRules(
        main=(".box-category", ".box-stream", ".box-focus"),
        item="box-stream-item",
        date=".box-stream-time",
        zone="#hdZoneId",
    ),
    versions=(
        Rules(
            title=('h1[data-role="title"]', "h1.detail-title"),
            lead=('[data-role="sapo"]', ".detail-sapo"),
            body=('.detail-content[data-role="content"]', ".detail-content.afcbc-body", "div.detail-content"),
            published=('meta[property="article:published_time"]', '[data-role="publishdate"]'),
            updated=('meta[property="article:modified_time"]',),
            authors=(".detail-author-list-sw .author-item-name", ".detail-author-top .name", ".detail-author-top"),
            section=(".detail-breadcrumb a", '.detail-cate a, a[data-role="cate-name"]'),
            tags=(".detail-tag-list a", ".detail-tags a"),
            drop=(
                '[type="RelatedNewsBox"], [type="RelatedOneNews"], [type="RelatedNews"]',
                ".VCSortableInPreviewMode.link-content-footer",
                '.readmore-body-box, [type="SourceNews"], .NLPlaceholderShow',
                ".detail-like-fb, .fb-like, .zalo-share-button, .inread-bottom, zone",
            ),
        ),
    ),
)
