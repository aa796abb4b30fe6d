"""Family H: the "Content.Listing" platform, on which moit.gov.vn and moet.gov.vn run.

Class names from public crawlers of both (2024 to 2026); no page has been captured.
"""

from crawler.portal import Family, Listing, ListingRules, Rules

CONTENT_LISTING = Family(
    name="contentlisting",
    letter="H",
    title="Content.Listing",
    # Without a number: the slug is all.
    article=r"/tin-tuc/(?:[^/]+/)*[^/]+\.html",
    marks=(".article-content.common-content", "article.article-news", ".aritcle-author"),
    arguments=frozenset(),
    listing=ListingRules(main=("article.article-news",), item="article-news", date=".article-date"),
    versions=(
        Rules(
            title=("h1.article-title",),
            lead=(".article-brief",),
            body=(".article-content.common-content", ".article-content", ".content-detail"),
            published=(".article-date",),
            # The misspelling is the platform's.
            authors=(".aritcle-author",),
            source=(".aritcle-source",),
            tags=(".article-tags a",),
            drop=(".article-brief, .article-tags, .aritcle-author, .aritcle-source",),
        ),
    ),
)

REDRAWN = Listing(
    url="/?module=Content.Listing&cmd=redraw&site={zone}&url_mode=rewrite",
    form="service=Content.Article.selectAll&type=Article.News&orderBy=publishTime+DESC&itemsPerPage=20&pageNo={page}",
)
"""All of a site's news, newest first, as its own pager asks for it; a section's `zone` is the site's number."""
