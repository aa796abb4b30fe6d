"""Family B: the system of ePi ("cms-body"), on which Nhân Dân and the News Agency's papers run.

Class names from the vendor's own prototypes and from public rule sets; addresses and feeds from live feeds (2026-08).
"""

from crawler.portal import Family, Listing, ListingRules, Rules

EPI = Family(
    name="epi",
    letter="B",
    title="ePi",
    article=r"/(?:[^/]+/)*[^/]+-post(?P<number>\d+)\.(?:html|vnp|tpo|vov)",
    marks=(".article__body.cms-body", ".zce-content-body", ".story__heading .cms-link"),
    arguments=frozenset(),
    variants=((r"^/(?:print|amp)/", "/"), (r"(-post\d+)(?:-amp)?(?:\.html)?$", r"\1.html")),
    sources=(Listing(),),
    listing=ListingRules(
        main=(".main-column, .content-list, .box-content, .timeline", "main"),
        item="story",
        date=".story__meta time, .story__time, time",
        next=".pagination__pages a.next, a.control__loadmore[href]",
    ),
    versions=(
        Rules(
            title=("h1.article__title", "h1.cms-title"),
            lead=(".article__sapo", ".cms-desc"),
            body=(".article__body.cms-body", ".article__body", ".zce-content-body"),
            published=('meta[property="article:published_time"]', ".article__meta time"),
            updated=('meta[property="article:modified_time"]',),
            authors=(".article__author .name", ".article__author"),
            section=(".breadcrumb a", ".article__breadcrumb a"),
            tags=(".article__tag a",),
            source=(".article__source",),
            drop=(
                ".article__relate, .related-news, .cms-relate, .box-relate, .notebox--relate, .ads, .banner, .qc",
                ".article__social, .wrap-audio, .article__comment, .zce-related, article.story",
            ),
        ),
    ),
)
