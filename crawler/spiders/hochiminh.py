from crawler.portal import Explore, Family, Kind, Portal, Proof, Section
from crawler.spider import PortalSpider

# By its pictures' addresses (`/Uploads/Images/…`) of the vendor of daihoi13.dangcongsan.vn, whose markup is not known.
HOCHIMINH = Family(name="hochiminh", letter="J", title="hochiminh.vn", article=r"(?:/[\w-]+){3}\.html")


class Hochiminh(PortalSpider):
    portal = Portal(
        name="hochiminh",
        title="Trang thông tin điện tử Hồ Chí Minh",
        title_en="Ho Chi Minh",
        body="Ban Tuyên giáo và Dân vận Trung ương",
        kind=Kind.PARTY,
        home="https://hochiminh.vn/",
        family=HOCHIMINH,
        proof=Proof.INFERRED,
        unverified=("title", "form of articles' addresses", "sections", "markup: pages are read without rules"),
        credit="hochiminh.vn",
        sections=(Section(path="", title="Trang chủ", sources=(Explore(),)),),
    )
