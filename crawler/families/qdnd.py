"""The Army daily's own system, in all its languages (section J of the survey).

Selectors and addresses from three public crawlers (2023 to 2026): no page has been captured. The site answers 302 to
the same address until the cookie `muid_mly` comes back.
"""

from crawler.portal import Family, Listing, ListingRules, Rules

QDND = Family(
    name="qdnd",
    letter="J",
    title="Quân đội nhân dân",
    article=r"/(?:[^/]+/)+[^/]+-(?P<number>\d{5,})",
    arguments=frozenset(),
    sources=(Listing(next="{stem}/p/{page}"),),
    listing=ListingRules(main=("div.list-news-category", ".list-news")),
    versions=(
        Rules(
            title=("h1",),
            lead=(".post-summary p", ".post-summary"),
            body=("div.post-content [itemprop=articleBody]",),
            published=("span.post-subinfo > span",),
        ),
    ),
)
