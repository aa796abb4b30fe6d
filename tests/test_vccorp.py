"""Papers of family A that are no portals of ours are read by the family alone: seen structures, our own words."""

from dataclasses import dataclass
from datetime import datetime

import factories
import pytest

from crawler import discovery, dom
from crawler.article import Article
from crawler.dates import HANOI
from crawler.extraction import extract
from crawler.families import recognise
from crawler.families.vccorp import VCCORP
from crawler.portal import Portal, Section

NOW = datetime(2026, 10, 10, tzinfo=HANOI)
FIRST = "Sáng nay, đoàn công tác kiểm tra tiến độ xây dựng cầu vượt sông và nghe ban quản lý dự án báo cáo."
SECOND = "Nhà thầu cam kết thông xe kỹ thuật trước Tết, sớm hơn hợp đồng ba tháng, theo tin của ban quản lý."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"
HEAD = '<meta property="article:published_time" content="2026-10-05T15:42:00+07:00">'
ADDRESS = "https://bao.vn/cau-vuot-song-thong-xe-truoc-tet-188261005154200123.chn"


def paper(home: str = "https://bao.vn/") -> Portal:
    return factories.portal(name="bao", home=home, aliases=(), family=VCCORP, sections=(Section(path="", title="Tin"),))


def read(page: str, *, head: str = HEAD, url: str = ADDRESS) -> Article:
    html = f"<html><head>{head}</head><body>{page}</body></html>"
    return extract(html.encode(), url=url, portal=paper(), now=NOW)


def lines(article: Article) -> list[str]:
    return article.body_text.split("\n\n")


@pytest.mark.parametrize(
    ("home", "path", "number"),
    [
        ("https://cafef.vn/", "/cau-vuot-song-188261005154200123.chn", "188261005154200123"),
        ("https://kenh14.vn/", "/cau-vuot-song-20180817104138349.chn", "20180817104138349"),
        (
            "https://kenh14.vn/",
            "/cau-vuot-song-20180817104138349rf20180815142303554.chn",  # opened from another article
            "20180817104138349",
        ),
        ("https://vtv.vn/", "/trong-nuoc/cau-vuot-song-20190607134356123.htm", "20190607134356123"),
        ("https://tuoitre.vn/", "/nld/cau-vuot-song-196261005154200123.htm", "196261005154200123"),
        ("https://thanhnien.vn/", "/cau-vuot-song-185260701104064940.htm", "185260701104064940"),
        ("https://bao.vn/", "/cau-vuot-song-188261005154200123.html", "188261005154200123"),
    ],
)
def test_an_article_is_known_by_its_address(home: str, path: str, number: str) -> None:
    portal = paper(home)
    url = home.rstrip("/") + path
    assert portal.is_article(url)
    assert f"bao#{number}" in portal.keys(url)
    assert portal.readable(url) == url or "rf" in path


@pytest.mark.parametrize(
    "path",
    [
        "/thoi-su.htm",
        "/ngay-8-3.html",
        "/video/cau-vuot-song-203229.htm",
        "/dong-su-kien/cau-vuot-song-1043.htm",
        "/tac-gia/nhat-xuan-20148.htm",
        "/thi-truong-chung-khoan.chn",
        "/timelinelist/18831/2.chn",
    ],
)
def test_a_section_a_tag_an_author_and_a_video_are_no_articles(path: str) -> None:
    assert not paper().is_article(f"https://bao.vn{path}")


def test_an_address_is_handed_out_with_the_site_s_own_ending() -> None:
    assert (
        paper().readable("https://bao.vn/cau-188261005154200123.html") == "https://bao.vn/cau-188261005154200123.html"
    )
    assert paper().readable("https://bao.vn/print/cau-188261005154200123.htm").endswith("/cau-188261005154200123.htm")


CAFEF = f"""
<div class="totalcontentdetail"><h1 class="title" itemprop="headline">Cầu vượt sông thông xe trước Tết</h1>
<p class="dateandcat"><span class="pdate" data-role="publishdate">05-10-2026 - 15:42 PM</span>
<a href="/ha-tang.chn" class="category-page__name cat" data-role="cate-name">Hạ tầng</a></p>
<div class="w640 fr clear"><div class="media VCSortableInPreviewMode"><img data-role="cover" src="/anh/cover.jpg"></div>
<p class="sapo" itemprop="description">Cây cầu dài ba cây số nối hai bờ sông sẽ đưa vào khai thác sớm ba tháng.</p>
<div class="react-relate animated" id="reactRelate"></div>
<div class="contentdetail"><div class="detail-cmain" id="mainContent">
<div class="detail-content afcbc-body" data-role="content">
<div class="chisochungkhoan">ABC: Giá hiện tại Thay đổi Xem hồ sơ doanh nghiệp</div>
<div class="tindnd clearfix"><div id="listNewsInContent"><b>TIN MỚI</b><ul><li><a href="/x-1.chn">Tin khác</a></li></ul>
</div></div><figcaption> </figcaption>
<p>{FIRST}</p>
<figure class="VCSortableInPreviewMode noCaption" type="Photo"><div><img alt="Cầu vượt sông - Ảnh 1."
 data-original="https://cdn.vn/cau.jpg" h="1115" w="1507" src="https://cdn.vn/thumb_w/640/cau.jpg"></div>
<figcaption class="PhotoCMS_Caption"><p data-placeholder="Nhập chú thích ảnh" class="NLPlaceholderShow"></p>
</figcaption>
</figure>
<div class=""><div class="h-show-pc"><div class="c-banner"><ins class="adsbygoogle"></ins> Quảng cáo</div></div></div>
<p>{SECOND}</p></div></div></div>
<div class="content_source"><p class="author">Hoàng Hà</p></div>
<div class="link-source-wrapper is-web clearfix fr" id="urlSourceCafeF"><a class="link-source-name">Theo
<span class="link-source-text-name">Trí Thức Trẻ</span><span class="btn-copy-link-source"><i>Copy link</i></span></a>
</div>
</div></div>"""


def test_a_paper_of_economy_is_read_without_its_shares_and_its_newest_articles() -> None:
    article = read(CAFEF, head="")
    assert article.title == "Cầu vượt sông thông xe trước Tết"
    assert article.lead == "Cây cầu dài ba cây số nối hai bờ sông sẽ đưa vào khai thác sớm ba tháng."
    assert article.published == datetime(2026, 10, 5, 15, 42, tzinfo=HANOI)
    assert article.section == ("Hạ tầng",)
    assert (article.authors, article.source) == (("Hoàng Hà",), "Trí Thức Trẻ")
    assert lines(article) == [FIRST, SECOND]
    assert [(one.url, one.caption, one.width) for one in article.images] == [("https://cdn.vn/cau.jpg", "", 1507)]


KENH14 = f"""
<div class="kbwc-header"><h1 class="kbwc-title">Cầu vượt sông thông xe trước Tết</h1><div class="kbwc-meta"
 sourceid="0">
<span class="kbwcm-author">Linh Chi, </span><span class="kbwcm-source">Theo Nhịp Sống Việt </span>
<span class="kbwcm-time" title="2018-08-17T10:55:00">2 giờ trước</span></div>
<div class="kbwc-socials"><a class="kbwcs-fb">Chia sẻ <span>2</span></a></div></div>
<h2 class="knc-sapo">Cây cầu dài ba cây số nối hai bờ sông sẽ đưa vào khai thác sớm ba tháng.</h2>
<div class="knc-relate-wrapper relationnews"><ul><li><a href="/b-20180815142303554.chn">Tin khác</a></li></ul></div>
<div class="knc-content"><div class="VCSortableInPreviewMode active" type="Photo"><div>
<a href="https://cdn.vn/cau.jpg" class="detail-img-lightbox"><img src="https://cdn.vn/cau.jpg" w="888" h="592"
 alt="Cầu vượt sông - Ảnh 1." data-original="https://cdn.vn/cau.jpg"></a></div>
<div class="PhotoCMS_Caption"><p data-placeholder="[nhập chú thích]">Nhịp giữa của cầu. Ảnh: Hưng Thơ.</p></div></div>
<p>{FIRST}</p><div id="admzone474524"></div><p>{SECOND}</p></div>
<div class="knc-rate-link"><a href="/c-20180815231929773.chn">Một tin khác nữa</a></div>
<ul class="knt-list"><li><a href="/cau.html">cầu vượt</a></li></ul>"""


def test_an_older_page_of_a_paper_for_the_young_is_read() -> None:
    article = read(KENH14, head="")
    assert article.published == datetime(2018, 8, 17, 10, 55, tzinfo=HANOI)
    assert (article.authors, article.source) == (("Linh Chi",), "Nhịp Sống Việt")
    assert article.tags == ("cầu vượt",)
    assert lines(article) == ["Nhịp giữa của cầu. Ảnh: Hưng Thơ.", FIRST, SECOND]
    assert [(one.caption, one.credit) for one in article.images] == [("Nhịp giữa của cầu.", "Hưng Thơ")]


def template(body: str, *, classes: str = "detail-content afcbc-body", before: str = "", avatar: str = "") -> str:
    """Return a page as the vendor's own templates set it."""
    return f"""<div class="detail__smain"><div class="flex-category"><a href="/" class="item-category">Trang chủ</a>
<a href="/kinh-te.htm" class="category-name_ac item-category">Kinh tế</a>
<a href="/kinh-te/ha-tang.htm" class="item-category active" data-role="cate-name">Hạ tầng</a></div>{before}
<h1 class="title-detail" data-role="title">Cầu vượt sông thông xe trước Tết</h1>
<div class="flex-audito-author"><span class="date">Thứ hai, 05/10/2026 15:42 (GMT+7)</span></div>
<h2 class="sapo" data-role="sapo">Cây cầu dài ba cây số nối hai bờ sông sẽ đưa vào khai thác sớm ba tháng.</h2>
<div class="detail-cmain"><div class="{classes}" data-role="content" itemprop="articleBody">
<div data-check-position="body_start"></div>{avatar}{body}
<span id="hdExclusive" style="display:none!important">https://bao.vn/goc.htm</span></div></div>
<div class="box-tags"><span class="text">Tags:</span><div class="list-tags">
<a href="/cau-vuot.html" class="item-tags">Cầu vượt</a><a href="/song.html" class="item-tags">Sông</a></div></div></div>
<input type='hidden' id='hdNewsId' value='188261005154200123' />"""


AVATAR = """<div class="detail-cover"><div class="media VCSortableInPreviewMode"><img fetchpriority="high"
 data-role='avatar'
 src="https://cdn.vn/thumb_w/730/bia.jpg" alt="Nhịp giữa của cầu"><div class="PhotoCMS_Caption"><p>Nhịp giữa của cầu</p>
</div></div></div>"""


@pytest.mark.parametrize(
    "classes",
    ["detail-content afcbc-body detail-old", "detail-content  contentOuter", "entry-body normal clearafter"],
)
def test_the_vendor_s_own_templates_are_read(classes: str) -> None:
    article = read(template(BODY, classes=classes, avatar=AVATAR))
    assert article.section == ("Kinh tế", "Hạ tầng")
    assert article.tags == ("Cầu vượt", "Sông")
    assert article.lead.startswith("Cây cầu dài ba cây số")
    assert lines(article) == ["Nhịp giữa của cầu", FIRST, SECOND]
    assert [one.caption for one in article.images] == ["Nhịp giữa của cầu"]


def test_a_magazine_without_a_heading_is_named_by_what_the_page_tells_machines() -> None:
    page = f"""<div class="detail__magazine magazine"><div class="sp-cover"><img data-role="cover" src="/bia.jpg"></div>
<div class="sp-body-content" id="contentMagazine"><div class="container-magazine detail-cmain">
<div class="detail-content contentOuter" data-role="content">{BODY}<div class="VCSortableInPreviewMode" type="credit">
<div class="credit-item"><label>Nội dung</label><div>Hoàng Hà</div></div></div></div></div></div></div>"""
    head = f"""{HEAD}<meta property="og:title" content="Cây cầu của ba thế hệ">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Cây cầu của ba thế hệ",
"description": "Ba thế hệ thợ cầu kể lại.", "author": {{"@type": "Person", "name": "Hoàng Hà"}}}}</script>"""
    article = read(page, head=head)
    assert (article.title, article.lead) == ("Cây cầu của ba thế hệ", "Ba thế hệ thợ cầu kể lại.")
    assert article.authors == ("Hoàng Hà",)
    assert lines(article) == [FIRST, SECOND, "Nội dung", "Hoàng Hà"]


def test_a_page_of_a_video_leads_to_it() -> None:
    page = """<div class="list__video-detail"><div class="box-video"><div class="detail-content" data-role="content">
<div class="vPlayer"><div class="d-bg-short"><img src="https://cdn.vn/poster.jpg" alt="image"></div>
<div class="VCSortableInPreviewMode active" type="VideoStream" data-vid="bao.mediacdn.vn/2026/10/5/cau.mp4"
 data-thumb="https://cdn.vn/poster.jpg"></div></div></div>
<h1 class="title-detail" data-role="title">Toàn cảnh cầu vượt sông</h1>
<h2 class="sapo" data-role="sapo">Nhìn từ trên cao, cây cầu đã hợp long hai nhịp cuối cùng.</h2></div></div>"""
    article = read(page)
    assert article.title == "Toàn cảnh cầu vượt sông"
    assert article.lead.startswith("Nhìn từ trên cao")
    assert 'href="https://bao.mediacdn.vn/2026/10/5/cau.mp4"' in article.body_html


@dataclass(frozen=True)
class Signed:
    markup: str
    authors: tuple[str, ...]


def _tuoitre(*names: str) -> str:
    slides = "".join(
        f'<div class="swiper-slide"><div class="author-item"><div class="author-item-avatar"><a title="{name}"></a>'
        f'</div><div class="author-item-name"><a class="name" title="{name}">{name}</a></div></div></div>'
        for name in names
    )
    return f"""<div class="detail-author oneauthor" data-role="author"><div class="author-info">
<a class="name">{names[0]}</a><span class="morenameauthor">và 2 tác giả khác</span></div>
<div class="swiper"><div class="swiper-wrapper">{slides}</div></div></div>"""


@pytest.mark.parametrize(
    "signed",
    [
        Signed(_tuoitre("KỲ PHONG"), ("KỲ PHONG",)),
        Signed(_tuoitre("ĐAN THUẦN", "CHÍ KIÊN"), ("ĐAN THUẦN", "CHÍ KIÊN")),
        Signed(_tuoitre("TUỔI TRẺ ONLINE"), ()),
        Signed(
            '<div class="detail-author-top"><p class="detail-author-top-content"><a class="detail-author-top-name">Kim'
            ' Loan</a> <a class="detail-author-top-name">Hương Giang</a></p></div>',
            ("Kim Loan", "Hương Giang"),
        ),
        Signed('<div class="author-info"><a class="name" title="Mai Hà">Mai Hà - </a></div>', ("Mai Hà",)),
        Signed('<div class="detail-author-top"></div><div data-role="author">Hoàng Hà</div>', ("Hoàng Hà",)),
    ],
    ids=lambda signed: ", ".join(signed.authors) or "the paper itself",
)
def test_authors_are_named_however_the_page_sets_them(signed: Signed) -> None:
    head = f'{HEAD}<meta property="og:site_name" content="TUOI TRE ONLINE">'
    assert read(template(BODY, before=signed.markup), head=head).authors == signed.authors


STRANGE = {
    "a related article": """<div class="VCSortableInPreviewMode alignRight" type="RelatedNewsBox"><ul><li>
<a href="/khac-1.htm"><img src="/khac.jpg"></a><h4><a>Bài lạ</a></h4><a><span>ĐỌC NGAY</span></a></li></ul></div>""",
    "one related article": """<div type="RelatedOneNews" class="VCSortableInPreviewMode">
<a class="OneNewsTitle">Bài lạ</a>
<p class="VCObjectBoxRelatedNewsItemSapo">Lời dẫn của bài lạ.</p></div>""",
    "an article elsewhere": """<div class="VCSortableInPreviewMode" type="relatednewsexternal"><div class="linkpreview">
<a class="linkpreview-title">Bài lạ</a><span class="linkpreview-readmore">Xem thêm</span></div></div>""",
    "a preview of a link": """<div class="VCSortableInPreviewMode" type="embed-link-preview">
<div class="embed-link-info-wrapper">
<div class="link-title"><a href="https://x.vn/">Bài lạ</a></div><div class="link-description">Một trang khác.</div>
</div></div>""",
    "related articles without a type": """<div class="kbwscwl-relatedbox type-2"><ul class="kbwscwlr-list"><li>
<h4 class="kbwscwlrl-title"><a href="/khac-2.htm">Bài lạ</a></h4></li></ul></div>""",
    "a poll": """<div class="VCSortableInPreviewMode" type="Vote"><div class="VoteObjectBoxWrapper">
<h3>Bạn đã đi qua cầu?</h3>
<p class="VCListVoteAnswers"><span><input type="radio" class="IMSRadio"><label>Rồi</label></span></p>
<div class="VCPollFooter"><a class="VCPollSubmit">Biểu quyết</a></div></div></div>""",
    "a table of contents": """<div class="VCSortableInPreviewMode" type="toc"><div class="toc-title">Mục lục</div>
<ul><li
 class="toc-level"><a href="#a">Phần một</a></li></ul></div>""",
    "an invitation to ask": """<a href="javascript:;" class="clickpopupdetail detail-viewmore">Gửi câu hỏi</a>
<div class="modal" data-id="question"><p class="title">Gửi câu hỏi phỏng vấn</p><span class="label">Họ và tên</span>
</div>""",
    "the tabs of a live report": """<div class="detail-tab-title"><a class="active">Tất cả</a><a>Tổng thuật</a></div>
<div class="title-timeline"><a class="item">Tin mới nhất</a></div>""",
    "what to read next": '<div class="link-content-footer"><a href="/b-20190603094622155.htm">Bài lạ</a></div>',
    "a button to read on": '<div class="readmore-body-box d-none"><a class="readmore-body-btn">Đọc tiếp</a></div>',
}


@pytest.mark.parametrize("widget", STRANGE.values(), ids=STRANGE.keys())
def test_what_is_set_between_the_paragraphs_and_is_no_text_goes(widget: str) -> None:
    assert lines(read(template(f"<p>{FIRST}</p>{widget}<p>{SECOND}</p>"))) == [FIRST, SECOND]


OWN = {
    "an info box": (
        """<div class="VCSortableInPreviewMode alignCenter" type="content"><div><h3>Thông số</h3>
<p>Dài ba cây số.</p></div></div>""",
        ["Thông số", "Dài ba cây số."],
    ),
    "a quotation": (
        """<div class="VCSortableInPreviewMode" type="SimpleQuote"><div class="quote-content">
<p>Cầu là việc trăm năm.</p></div><div class="quote-author"><p>Kỹ sư trưởng</p></div></div>""",
        ["Cầu là việc trăm năm.", "Kỹ sư trưởng"],
    ),
    "a reference": (
        '<div class="VCSortableInPreviewMode" type="reflinkinfo"><span class="ref-title">Hồ sơ dự án</span></div>',
        ["Hồ sơ dự án"],
    ),
    "a link in the text": (
        '<p>Theo <a class="link-inline-content" href="/bhyt.html">hồ sơ dự án</a> đã duyệt.</p>',
        ["Theo hồ sơ dự án đã duyệt."],
    ),
}


@pytest.mark.parametrize(("widget", "words"), OWN.values(), ids=OWN.keys())
def test_what_the_newsroom_sets_into_its_text_stays(widget: str, words: list[str]) -> None:
    assert lines(read(template(f"<p>{FIRST}</p>{widget}<p>{SECOND}</p>"))) == [FIRST, *words, SECOND]


ALBUMS = {
    "LayoutAlbum": """<div class="row"><figure class="LayoutAlbumItem"><a href="https://cdn.vn/a.jpg"><img
 src="https://cdn.vn/thumb/a.jpg" data-original="https://cdn.vn/a.jpg"></a></figure>
<figure class="LayoutAlbumItem"><img src="https://cdn.vn/b.jpg"></figure></div>""",
    "photo-grid-album": """<div class="grid-row"><div class="media-item"><img src="https://cdn.vn/a.jpg"></div>
<div class="media-item"><a class="detail-img-lightbox" href="https://cdn.vn/b.jpg"><img src="https://cdn.vn/b.jpg"></a>
</div></div>""",
    "BeforeAfter": """<div class="panel-before"><img src="https://cdn.vn/a.jpg"></div>
<div class="panel-after"><img src="https://cdn.vn/b.jpg"></div>""",
}


@pytest.mark.parametrize("kind", ALBUMS)
def test_an_album_keeps_its_pictures_and_its_caption(kind: str) -> None:
    caption = '<div class="PhotoCMS_Caption"><p>Hai bờ cầu. Ảnh: Hưng Thơ</p></div>'
    album = f'<div class="VCSortableInPreviewMode" type="{kind}">{ALBUMS[kind]}{caption}</div>'
    article = read(template(f"<p>{FIRST}</p>{album}<p>{SECOND}</p>"))
    assert [one.url for one in article.images] == ["https://cdn.vn/a.jpg", "https://cdn.vn/b.jpg"]
    assert {(one.caption, one.credit) for one in article.images} == {("Hai bờ cầu.", "Hưng Thơ")}
    assert lines(article) == [FIRST, "Hai bờ cầu. Ảnh: Hưng Thơ", SECOND]


def test_a_photographer_is_named_where_the_page_says_so_of_the_picture_alone() -> None:
    figure = """<figure class="VCSortableInPreviewMode" type="Photo"><div><img src="https://cdn.vn/a.jpg"
 data-author="Hưng Thơ"></div><figcaption class="PhotoCMS_Caption"><p>Hai bờ cầu</p></figcaption></figure>"""
    (image,) = read(template(f"{figure}<p>{FIRST}</p>")).images
    assert (image.caption, image.credit) == ("Hai bờ cầu", "Hưng Thơ")


def item(number: int, *, time: str = "") -> str:
    href = f"/tin-{number}-18826100515420{number:04}.htm"
    return f"""<div class="box-category-item" data-id="{number}"><a class="box-category-link-with-avatar" href="{href}">
<img data-type="avatar" src="/a.jpg"></a><div class="box-category-content"><h3 class="box-category-title-text">
<a data-type="title" data-linktype="newsdetail" data-id="{number}" class="box-category-link-title"
 href="{href}">Tin {number}</a>
</h3><a class="box-category-category" href="/kinh-te.htm">Kinh tế</a>{time}</div></div>"""


def box(key: str, *items: str) -> str:
    return f"""<div class="box-category" data-layout="1" data-cd-key="{key}"><div class="box-category-middle">
{"".join(items)}</div></div>"""


TIME = '<span class="box-category-time" title="10/5/2026 3:42:00 PM">05/10/2026 15:42</span>'
LISTING = f"""<div class="list__category-stream"><div class="category-flex"><div class="box-stream-left">
<div class="box-stream-top">{box("siteid1:newsposition:zoneid7type3", item(1), item(2))}</div>
<div class="box-stream-vertical"><div class="stream-left">
{box("siteid1:newsinzone:zone7", item(1), item(3, time=TIME))}</div>
<div class="stream-right">{box("siteid1:newsinzone:zone8", item(4))}</div></div></div>
<div class="box-stream-right">{box("siteid1:highestviewnews:zoneid0hour24", item(5))}</div></div></div>
{box("siteid1:highestviewnews:zoneid0hour24", item(6))}
<input type='hidden' name='hdZoneId' id='hdZoneId' value='7' />"""


def test_a_listing_gives_each_article_once_and_tells_other_sections_apart() -> None:
    found = discovery.listing(LISTING.encode(), url="https://bao.vn/kinh-te.htm", portal=paper())
    assert [(link.title, link.aside) for link in found.links] == [
        ("Tin 1", False),
        ("Tin 2", False),
        ("Tin 3", False),
        ("Tin 4", True),
        ("Tin 5", True),
        ("Tin 6", True),
    ]
    assert found.links[2].published == datetime(2026, 10, 5, 15, 42, tzinfo=HANOI)
    assert found.zone == "7"


@pytest.mark.parametrize("page", [LISTING, template(BODY), CAFEF])
def test_the_family_is_recognised_by_a_listing_as_by_an_article(page: str) -> None:
    root = dom.parse(page.encode())
    assert root is not None
    assert recognise(root) is VCCORP
