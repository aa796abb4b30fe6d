"""Family F: Liferay's asset publisher.

Selectors from a public crawler of tapchicongsan.org.vn (about 2020): no page has been captured.
"""

from crawler.portal import Family, Listing, ListingRules, Rules

LIFERAY = Family(
    name="liferay",
    letter="F",
    title="Liferay",
    # `2018` stands in every year's addresses; the number tells the article.
    article=r"/web/guest/[^/]+/-/(?:2018/(?P<number>\d+)/[^/]+|asset_publisher/[^/]+/[Cc]ontent/[^/]+)",
    marks=(".journal-content-article", ".asset-publisher-title", ".portlet-asset-publisher"),
    sources=(Listing(),),
    listing=ListingRules(main=("#content", ".portlet-asset-publisher"), next='a[aria-label="Next"]'),
    versions=(
        Rules(
            title=(".detailContent h1", ".titleDetail", "h1"),
            lead=(".detailContent .sumary", ".sumary"),
            body=(".ContentDetail", ".detailContent", ".journal-content-article"),
            published=(".publishdate",),
            authors=(".detailContent .author", ".author"),
            section=(".breadcrumb a",),
            drop=(
                ".publishdate, .author, .sumary, .titleDetail, h1",
                ".tool, .share, .related-news, .tagDetail, .taglib-ratings",
            ),
        ),
    ),
)
