from dataclasses import replace

from crawler.families.anysite import ANY_SITE
from crawler.portal import Kind, Portal, Proof, Rules, Section
from crawler.spider import PortalSpider

NEWS = "portal/tin-tuc/chuyen-muc"


class Moj(PortalSpider):
    portal = Portal(
        name="moj",
        title="Cổng thông tin điện tử Bộ Tư pháp",
        title_en="Ministry of Justice",
        body="Bộ Tư pháp",
        kind=Kind.MINISTRY,
        home="https://moj.gov.vn/",
        family=replace(ANY_SITE, article=r"/portal/tin-tuc/chi-tiet/[^/]+?(?:-(?P<number>t\w{9}))?\.html"),
        proof=Proof.REPORTED,
        unverified=("paging: categoryId of the sections", "where the date stands", "titles of the sections"),
        credit="Bộ Tư pháp (moj.gov.vn)",
        rules=(Rules(title=(".news-details h1",), lead=(".mota",), body=(".news-content",), drop=(".mota",)),),
        sections=(
            Section(path=f"{NEWS}/chi-dao-dieu-hanh-cua-lanh-dao-bo.html", title="Chỉ đạo, điều hành của Lãnh đạo Bộ"),
            Section(path=f"{NEWS}/van-ban-chinh-sach-moi.html", title="Văn bản, chính sách mới", topic="van-ban-moi"),
        ),
    )
