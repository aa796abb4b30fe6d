from crawler.families.webforms import WEB_FORMS
from crawler.portal import Kind, Portal, Proof, Section
from crawler.spider import PortalSpider


class Vanban(PortalSpider):
    portal = Portal(
        name="vanban",
        title="Hệ thống văn bản, Cổng thông tin điện tử Chính phủ",
        title_en="Government Legal Documents",
        body="Chính phủ",
        kind=Kind.GOVERNMENT,
        home="https://vanban.chinhphu.vn/",
        family=WEB_FORMS,
        # A document's whole record is captured, but of its page and of the listing only parts.
        proof=Proof.REPORTED,
        unverified=(
            "the hidden fields that a further page of the listing is asked for with",
            "rows of the field, of the state of effect and of replaced documents",
        ),
        credit="Cổng Thông tin điện tử Chính phủ (chinhphu.vn)",
        sections=(
            Section(path="he-thong-van-ban?classid=0&mode=1&maxresults=50", title="Văn bản mới"),
            Section(path="he-thong-van-ban?classid=1&mode=1", title="Văn bản quy phạm pháp luật"),
            Section(path="he-thong-van-ban?classid=2&mode=1", title="Văn bản chỉ đạo điều hành"),
            Section(path="he-thong-van-ban?classid=509&mode=1", title="Nghị quyết của Chính phủ"),
            Section(path="he-thong-van-ban?classid=2629&mode=1", title="Văn bản hợp nhất"),
        ),
    )
