from crawler.portal import DocumentRules, Family, Gate, Kind, Listing, ListingRules, Portal, Proof, Section
from crawler.spider import PortalSpider

# What the page itself asks for once it is drawn: the drafts that are open (`TrangThai` 0), of one kind (`Type`).
OPEN = "?handler=DanhSachDuThao&pageNumber={page}&PageSize=10&ContainerBindData=nav-profile&TrangThai=0&Type={zone}"

# ASP.NET Razor pages. Sections, handler and item from a public crawler (2026); of a draft's page only files are known.
DRAFTS = Family(
    name="duthaoonline",
    letter="J",
    title="Dự thảo Online",
    article=r"(?!/du-thao/du-thao-(?:luat|phap-lenh|nghi-quyet)(?:[/?]|$))/(?:du-thao|chi-tiet[^/?]*)/[^?]+",
    arguments=frozenset(),
    sources=(Listing("{path}" + OPEN.replace("{page}", "1"), next="{path}" + OPEN),),
    listing=ListingRules(main=(".blog_details",), item="blog_details"),
    documents=(
        DocumentRules(
            rows="p, li", title=("h1", ".blog_details h2"), files=('a[href*="/uploadFiles/"]',), drafts=True, titled="."
        ),
    ),
)


class Duthaoonline(PortalSpider):
    portal = Portal(
        name="duthaoonline",
        title="Dự thảo Online, Cổng thông tin điện tử Quốc hội",
        title_en="National Assembly Drafts Online",
        body="Văn phòng Quốc hội",
        kind=Kind.ASSEMBLY,
        home="https://duthaoonline.quochoi.vn/",
        family=DRAFTS,
        proof=Proof.INFERRED,
        unverified=("addresses of the drafts", "markup of a draft's page", "until when a draft is open"),
        credit="Dự thảo Online (duthaoonline.quochoi.vn)",
        gate=Gate.D1N,
        sections=(
            Section(path="du-thao/du-thao-luat", title="Dự thảo luật", zone="1"),
            Section(path="du-thao/du-thao-phap-lenh", title="Dự thảo pháp lệnh", zone="2"),
            Section(path="du-thao/du-thao-nghi-quyet", title="Dự thảo nghị quyết", zone="3"),
        ),
    )
