"""Family C: the system of hanoimoi.vn, daibieunhandan.vn and many provincial Party papers; its vendor is not known.

Class names from public rule sets and crawlers of 2024 to 2026: no page has been captured. Besides `/sitemap.xml` (an
index) these sites have `/sitemap-article-daily.xml`, which is for a section that stands for the whole portal.
"""

from crawler.portal import Family, ListingRules, Rules

_RELATED = ".c-box:has(.c-box__title__name), .sc-empty-layer"  # between the paragraphs
_HEAD = '[class*="sc-longform-header"]'  # inside the text, where that is not set apart as `.entry`

MAIN_CONTENT = Family(
    name="maincontent",
    letter="C",
    title="b-maincontent",
    # Eight digits at daibieunhandan.vn, fewer at the provincial papers.
    article=r"/(?:[^/]+/)*[^/]+-(?P<number>\d{5,})\.html",
    marks=(".b-maincontent .entry", ".c-detail-head__author", '[class*="sc-longform-header-"]'),
    arguments=frozenset(),
    listing=ListingRules(next='a[rel="next"]'),
    versions=(
        # One set for both layouts, "longform" (most articles) and "c-detail": they differ in the head alone.
        Rules(
            title=(".sc-longform-header-title", ".block-sc-title", "h1"),
            lead=(".sc-longform-header-sapo", ".block-sc-sapo"),
            body=(".b-maincontent .entry", ".b-maincontent"),
            published=(".sc-longform-header-date", ".block-sc-publish-time", ".c-detail-head__time"),
            authors=(".sc-longform-header-author", ".c-detail-head__author"),
            drop=(_RELATED, _HEAD),
        ),
    ),
)
