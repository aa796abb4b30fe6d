from crawler.families.webcenter import WEB_CENTER
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Toaan(PortalSpider):
    portal = Portal(
        name="toaan",
        title="Cổng thông tin điện tử Tòa án nhân dân tối cao",
        title_en="Supreme People's Court",
        body="Tòa án nhân dân tối cao",
        kind=Kind.COURT,
        home="https://www.toaan.gov.vn/",
        family=WEB_CENTER,
        proof=Proof.INFERRED,
        unverified=(
            "articles: only the home page is captured, and they are read without rules",
            "the sections' own pages and their paging",
            "whether the lists are there before scripts have run",
        ),
        browser=True,
        credit="Cổng thông tin điện tử Tòa án nhân dân tối cao (toaan.gov.vn)",
        sections=(
            Section(path="webcenter/portal/tatc/home", title="Trang chủ"),
            Section(
                path="webcenter/portal/tatc/tin-tatc?mucHienThi=10301",
                title="Tin hoạt động / Tin hoạt động Tòa án nhân dân tối cao",
            ),
            Section(
                path="webcenter/portal/tatc/tin-tatc?mucHienThi=1025",
                title="Tin hoạt động / Tổ chức cán bộ",
                topic="to-chuc-nhan-su",
            ),
            Section(
                path="webcenter/portal/tatc/tin-tatc?mucHienThi=1024",
                title="Tin hoạt động / Hợp tác quốc tế",
                topic="doi-ngoai",
            ),
            Section(
                path="webcenter/portal/tatc/tin-xet-xu",
                title="Tin xét xử",
                topic="phap-luat-tu-phap",
            ),
            Section(
                path="webcenter/portal/tatc/chi-dao-dieu-hanh?tinh=01",
                title="Thông báo chỉ đạo điều hành",
            ),
            Section(
                path="webcenter/portal/tatc/cai-cach-tu-phap?mucHienThi=1065",
                title="Cải cách Tư pháp",
                topic="phap-luat-tu-phap",
            ),
        ),
    )
