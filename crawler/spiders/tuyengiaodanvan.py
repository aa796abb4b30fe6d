from dataclasses import replace

from crawler.families.jsonsite import JSON_SITE
from crawler.portal import Kind, Listing, Portal, Proof, Section
from crawler.spider import PortalSpider

ARTICLE = r"/(?:[\w-]+/)*[\w-]+-(?P<number>[0-9a-f]{12,})|/blogs/(?!category/)[^/]+"
NEWS = "blogs/category/type/tin-tuc-su-kien?categoryId="


class Tuyengiaodanvan(PortalSpider):
    portal = Portal(
        name="tuyengiaodanvan",
        title="Trang thông tin điện tử Ban Tuyên giáo và Dân vận Trung ương",
        title_en="Central Commission for Propaganda, Education and Mass Mobilization",
        body="Ban Tuyên giáo và Dân vận Trung ương",
        kind=Kind.PARTY,
        home="https://tuyengiaodanvan.vn/",
        family=replace(JSON_SITE, article=ARTICLE, sources=(Listing(next="{path}&page={page}&size=10"),)),
        proof=Proof.INFERRED,
        unverified=("markup", "form of an article's address", "titles of the sections"),
        credit="Ban Tuyên giáo và Dân vận Trung ương (tuyengiaodanvan.vn)",
        browser=True,
        sections=(
            Section(path=f"{NEWS}67f4cbbd48ad87279a8a7692", title="Tin tức, sự kiện / Dư luận xã hội"),
            Section(path=f"{NEWS}67f4cbd048ad87279a8a7693", title="Tin tức, sự kiện / Lý luận chính trị"),
            Section(path=f"{NEWS}67f4cbe448ad87279a8a7694", title="Tin tức, sự kiện / Báo chí - Xuất bản"),
            Section(path=f"{NEWS}67f4cbf848ad87279a8a7695", title="Tin tức, sự kiện / Dân chủ và Dân vận"),
            Section(path=f"{NEWS}67f4cc0348ad87279a8a7696", title="Tin tức, sự kiện / Mặt trận và Đoàn thể"),
            Section(path=f"{NEWS}67f4d26a60777e499c87d25f", title="Tin tức, sự kiện / Thông tin - Tuyên truyền"),
            Section(path=f"{NEWS}67f4d27660777e499c87d260", title="Tin tức, sự kiện / Văn hóa - Văn nghệ"),
            Section(path=f"{NEWS}67f4d28360777e499c87d261", title="Tin tức, sự kiện / Dân tộc - Tôn giáo"),
            Section(path=f"{NEWS}67f4d28d60777e499c87d262", title="Tin tức, sự kiện / Khoa giáo"),
            Section(path=f"{NEWS}67f4d2a160777e499c87d263", title="Tin tức, sự kiện / Bảo vệ nền tảng tư tưởng"),
        ),
    )
