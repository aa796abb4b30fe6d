"""Family B: the system of ePi ("cms-body"), on which Nhân Dân and the News Agency's papers run.

Class names from the vendor's own prototypes (2018 to 2021), from public rule sets and crawlers, and from what others
measured at tinnhanhchungkhoan.vn (2026-08), cn.nhandan.vn (2026-07) and dttc.sggp.org.vn (2026-03); addresses and feeds
from live feeds (2026-08). The classes that begin with `cms-` stand in every layout; those around them differ.
"""

from crawler.portal import Family, Listing, ListingRules, Rules

_MAIN = ".main-column, .main-col, .column-main, .content-list, .timeline, .box-timeline, .list-news"

EPI = Family(
    name="epi",
    letter="B",
    title="ePi",
    article=r"/(?:[^/]+/)*[^/]+-post(?P<number>\d+)\.[a-z]{3,5}",  # html, vnp, tpo, vov, antd
    marks=(".article__body.cms-body", ".article__body .cms-body", ".zce-content-body", ".story__heading .cms-link"),
    arguments=frozenset(),
    variants=((r"^/(?:print|amp)/", "/"), (r"(-post\d+)(?:-amp)?(?:\.html)?$", r"\1.html")),
    sources=(Listing(),),
    listing=ListingRules(
        main=(_MAIN, ".abf-detail", f"main:not(:has({_MAIN}))"),
        item="story",
        date=".story__meta time, .story__time, time",
        next=".pagination__pages a.next, a.control__loadmore[href]",
    ),
    versions=(
        Rules(
            title=("h1.article__title", "h1.cms-title", ".cms-title"),
            lead=(".article__sapo", ".cms-desc", ".article__summary"),
            body=(".article__body.cms-body", ".article__body", ".zce-content-body", ".cms-body", ".article__content"),
            published=(
                'meta[property="article:published_time"]',
                'meta[itemprop="datePublished"]',
                ".article__meta time",
                ".cms-date",
            ),
            updated=('meta[property="article:modified_time"]', 'meta[itemprop="dateModified"]'),
            authors=(".article__author .name", "a.cms-author", ".article__author", ".cms-author"),
            section=(".breadcrumb a", ".breadcrumbs a", ".article__breadcrumb a", ".breadcrumb-detail", ".main-cate a"),
            tags=(".article__tag a",),
            source=(".article__source .name", ".article__source"),
            drop=(
                ".article__relate, .related-news, .cms-relate, .box-relate, .notebox--relate, .zce-related",
                "article.story",
                ".ads, .ads_middle, [id^=adsWeb_], .banner, .rennab, .qc",
                ".poll, .modal, .article__social, .wrap-audio, .article__comment, .article__source, .article__tag",
            ),
        ),
    ),
)
