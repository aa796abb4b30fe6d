from crawler.portal import LABELLED, DocumentRules, Family, Kind, Listing, ListingRules, Portal, Proof, Section
from crawler.spider import PortalSpider

# Lotus Domino. Views, forms and labels from two public crawlers (2026), of which one was made from the page's source.
DOMINO = Family(
    name="domino",
    letter="J",
    title="Lotus Domino",
    # Lists lead to a document's text (`NoiDung`); its data stand on a form of their own (`ThuocTinh`).
    article=(
        r"(?i)/congbao\.nsf/(?:NoiDung|ThuocTinh)"
        r"\?(?:openForm=&)?ParentUNID=(?P<number>[0-9a-f]{32})(?:&openForm=)?"
    ),
    arguments=frozenset({"openForm", "OpenForm", "ParentUNID"}),
    variants=((r"(?i)(/congbao\.nsf/)NoiDung$", r"\1ThuocTinh"),),
    sources=(Listing(),),
    listing=ListingRules(main=("td.doc-item",)),
    documents=(
        DocumentRules(rows="tr", label="th", value="td", files=('a[href*="$file/" i]',)),
        *LABELLED,
    ),
)


class CongbaoSonla(PortalSpider):
    portal = Portal(
        name="congbao_sonla",
        title="Công báo tỉnh Sơn La",
        title_en="Son La Official Gazette",
        body="Ủy ban nhân dân tỉnh Sơn La",
        kind=Kind.PROVINCE,
        home="https://congbao.sonla.gov.vn/",
        family=DOMINO,
        proof=Proof.INFERRED,
        unverified=(
            "whether the form of a document's data also names its files",
            "paging, which counts rows (`Start=31`): the newest thirty are read",
            "whether its certificate is complete",
        ),
        credit="Công báo tỉnh Sơn La (congbao.sonla.gov.vn)",
        sections=(
            Section(path="congbao.nsf/VanBanQPPL2", title="Văn bản quy phạm pháp luật"),
            Section(path="congbao.nsf/VanBan", title="Văn bản"),
        ),
    )
