"""Family I: Oracle WebCenter.

Seen in the home page of www.toaan.gov.vn (2026-03), saved after its scripts had run; no article has been captured, so
that articles are read without rules. Lists are drawn by scripts.
"""

from crawler.portal import Family

WEB_CENTER = Family(
    name="webcenter",
    letter="I",
    title="Oracle WebCenter",
    # News, trials, and the notices of the heads; `chi-tiet-video` and `chi-tiet-lich-su` are no articles.
    article=r"/webcenter/portal/[\w-]+/chi-tiet-(?:tin|tin-xet-xu|chi-dao-dieu-hanh)",
    marks=("[data-afr-fcs]",),  # of Oracle's ADF Faces, which draws the pages
    # `_afrLoop` and its like number the visit.
    arguments=frozenset({"dDocName"}),
)
