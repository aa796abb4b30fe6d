from dataclasses import replace

from crawler.families.jsonsite import JSON_SITE
from crawler.portal import Api, Kind, Portal, Proof, Section
from crawler.spider import PortalSpider

# Asked so by public crawlers of 2025 and 2026. The text of an article comes from `/api/article/getbyslug?slug=…`.
READS = Api(
    url="/api/article/reads?offset={offset}&limit=20",
    items="data",
    link="/{rootCategorySlug}/{categorySlug}/{slug}",
    published="publicationTime",
    post=(("rootSlug", "{path}"),),
)


class Mof(PortalSpider):
    portal = Portal(
        name="mof",
        title="Cổng thông tin điện tử Bộ Tài chính",
        title_en="Ministry of Finance",
        body="Bộ Tài chính",
        kind=Kind.MINISTRY,
        home="https://www.mof.gov.vn/",
        former=("mpi.gov.vn",),
        family=replace(JSON_SITE, article=r"/[\w-]+/[\w-]+/[\w-]+", sources=(READS,)),
        proof=Proof.REPORTED,
        unverified=("markup of an article as scripts draw it", "what is posted for a list", "numbers of the sections"),
        credit="Bộ Tài chính (mof.gov.vn)",
        browser=True,
        sections=(Section(path="bo-tai-chinh", title="Bộ Tài chính"),),
    )
