"""Family E: Microsoft SharePoint, as state bodies set it up.

Addresses from reports of 2026 (quochoi.vn) and from older ministries' layouts: no page has been captured.
"""

from crawler.portal import Family, Postback, Rules

SHARE_POINT = Family(
    name="sharepoint",
    letter="E",
    title="SharePoint",
    # An article has its section's path, and is told by the argument alone: `…/tin-tong-hop.aspx?ItemID=99777`.
    # SharePoint numbers the items of each list from 1, so the number is no portal's number of an article.
    article=r"/(?:[^/?]+/)*Pages/[^/?]+\.aspx\?ItemID=\d+",
    arguments=frozenset({"ItemID"}),
    marks=('[id^="divArticleDescription"]', '[id^="ctl00_"][id*="WebPart"]'),
    sources=(Postback(),),
    versions=(
        # The description stands in up to three parts, numbered 1 to 3; which of them holds what is not
        # known, nor where the title stands.
        Rules(title=(), body=(':has(> [id^="divArticleDescription"])',)),
    ),
)
