"""Family A: the system of VCCorp ("afcbc"), on which the Government's papers and many ministries run.

Seen in whole pages of baochinhphu.vn (2026-03), tuoitre.vn (2026-03) and en.baochinhphu.vn (2026-10), in parts of pages
of cafef.vn (2023) and kenh14.vn (2018), and in the vendor's own templates of thanhnienviet.vn (2024). What others
measured at cafef.vn and baochinhphu.vn (2026-08) and at tuoitre.vn (2026-10) names the rest, as do public crawlers of
kenh14.vn, genk.vn, cafebiz.vn, soha.vn, thanhnien.vn, vtv.vn, toquoc.vn, afamily.vn and giadinh.suckhoedoisong.vn.
"""

from crawler.portal import Family, Feed, Listing, ListingRules, Rules

# Other sections' boxes stand in a column at the side, as at tuoitre.vn, baochinhphu.vn and in the vendor's templates;
# what is read most is of any section.
_ASIDE = (".list__listing-sub", ".list__lsub", ".list-box-right", ".box-stream-right", ".stream-right")
_MAIN = "".join(f":not({column} *)" for column in _ASIDE) + ':not([data-cd-key*="highestview"])'

# Widgets that the vendor's editor sets into a text and that are no part of it. Its other widgets are: quotations,
# profiles, info boxes (`content`), albums, tables of a match, credits, references.
_LINKED = (
    '[type="RelatedNewsBox"], [type="RelatedOneNews"], [type="RelatedNews"], [type="relatednewsexternal"],'
    '[type="embed-link-preview"], .link-content-footer'
)
_ASKED = '[type="Vote"], [type="ElectionVote"], .vote-poll, [type="boxgame"], [type="toc"], .clickpopupdetail, .modal'
_AROUND = (
    '.readmore-body-box, [type="SourceNews"], .NLPlaceholderShow, #hdExclusive, .detail-tab-title, .title-timeline,'
    ".detail-like-fb, .fb-like, .zalo-share-button, .inread-bottom, zone"
)
# cafef.vn: prices of the shares that are named, its newest articles, banners of papers that it reprints.
_CAFEF = ".chisochungkhoan, .tindnd, #listNewsInContent, #reactRelate, .c-banner"

VCCORP = Family(
    name="vccorp",
    letter="A",
    title="VCCorp",
    # 17 or 18 digits: site, yyMMddHHmmss of creation (not of publication), two or three more; 8 before 2021. A folder
    # stands before it at vtv.vn, at nld.com.vn until 2022, and for the papers that tuoitre.vn took in (2026).
    # `.chn` at cafef.vn, kenh14.vn, cafebiz.vn, genk.vn.
    article=r"/(?:(?:[\w-]+/){1,2}(?=[^/]+-\d{14,}\.))?[^/]+-(?P<number>\d{8,18})\.(?:html?|chn)",
    marks=(
        '.afcbc-body[data-role="content"]',
        "#hdNewsId",
        ".box-stream-link-title[data-id]",
        '[data-linktype="newsdetail"][data-id]',
    ),
    # The path tells all; whatever arguments a link carries are somebody's tracking.
    arguments=frozenset(),
    variants=(
        (r"^/print/", "/"),
        (r"(?i)(-\d{8,18})(?:\.htm)?(?:%20)*$", r"\1.htm"),
        (r"(-\d{14,18})rf\d{14,18}(\.\w+)$", r"\1\2"),  # kenh14.vn: opened from another article
    ),
    sources=(Feed("{stem}.rss"), Listing(next="/timelinelist/{zone}/{page}.htm")),
    listing=ListingRules(
        main=(f".box-category{_MAIN}", f".box-stream{_MAIN}", ".box-focus"),
        row=".box-stream-item, .box-category-item",
        date=".box-stream-time, .box-category-time",
        zone="#hdZoneId",
    ),
    versions=(
        Rules(
            title=('h1[data-role="title"]', "h1.detail-title", ".totalcontentdetail h1", "h1.kbwc-title"),
            lead=('[data-role="sapo"]', ".detail-sapo", ".knc-sapo, .afcbc-sapo", "p.sapo, h2.sapo"),
            body=(
                '.detail-content[data-role="content"]',
                ".detail-content.afcbc-body",
                "div.detail-content",
                ".afcbc-body",
                ".knc-content",  # kenh14.vn, genk.vn until 2022
                '[data-role="content"]',  # toquoc.vn
            ),
            published=('meta[property="article:published_time"]', '[data-role="publishdate"]', ".pdate, .kbwcm-time"),
            updated=('meta[property="article:modified_time"]',),
            authors=(
                ".detail-author-list-sw .author-item-name",
                '[data-role="author"] .author-item-name',
                ".detail-author-top-name",
                ".detail-author-top .name",
                ".author-info .name",
                ".detail-author-bot .name",
                ".detail-author-top",
                '[data-role="author"]',
                ".kbwcm-author",
                ".content_source .author, .totalcontentdetail .author",
            ),
            section=(".detail-breadcrumb a", ".detail-cate a", ':has(> a[data-role="cate-name"]) > a'),
            tags=(
                '.detail-tag-list a, [data-role="tags"] a',
                ".detail-tags a",
                ".detail-tab > a.item",
                ".box-tags a",
                ".knt-list a",
            ),
            source=(".link-source-text-name", ".content_source .source", ".kbwcm-source"),
            drop=(_LINKED, _ASKED, _AROUND, _CAFEF),
        ),
    ),
)
