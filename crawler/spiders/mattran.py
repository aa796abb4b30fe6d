from dataclasses import replace

from crawler.families.epi import EPI
from crawler.portal import Kind, Portal, Proof, Rules, Section
from crawler.spider import PortalSpider

# Of 2026; it names the title for machines alone.
NEWER = Rules(title=('meta[name="dcterms.title"]',), body=("#ContentDetail",))
MATTRAN = replace(EPI, name="mattran", article=r"/[^/]+/[^/]+-(?P<number>\d+)\.html", versions=(*EPI.versions, NEWER))


class Mattran(PortalSpider):
    portal = Portal(
        name="mattran",
        title="Cổng thông tin điện tử Mặt trận Tổ quốc Việt Nam",
        title_en="Viet Nam Fatherland Front",
        body="Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
        kind=Kind.FRONT,
        home="https://mattran.org.vn/",
        family=MATTRAN,
        proof=Proof.INFERRED,
        unverified=("title", "selectors: from rule sets of 2020 and 2026", "sections' titles", "feeds"),
        credit="mattran.org.vn",
        sections=(
            Section(path="hoat-dong/", title="Hoạt động", topic="mat-tran-doan-the"),
            Section(path="tin-hoat-dong/", title="Tin hoạt động", topic="mat-tran-doan-the"),
            Section(path="giam-sat-phan-bien-xa-hoi/", title="Giám sát, phản biện xã hội", topic="mat-tran-doan-the"),
        ),
    )
