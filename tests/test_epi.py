"""Papers of family B that are no portals of ours are read by the family alone: seen structures, our own words."""

from datetime import datetime

import factories
import pytest

from crawler import discovery, dom
from crawler.article import Article
from crawler.dates import HANOI
from crawler.extraction import extract
from crawler.families import recognise
from crawler.families.epi import EPI
from crawler.portal import Portal, Section

NOW = datetime(2026, 10, 10, tzinfo=HANOI)
FIRST = "Sáng nay, đoàn công tác kiểm tra tiến độ xây dựng cầu vượt sông và nghe ban quản lý dự án báo cáo."
SECOND = "Nhà thầu cam kết thông xe kỹ thuật trước Tết, sớm hơn hợp đồng ba tháng, theo tin của ban quản lý."
HEAD = '<meta property="article:published_time" content="2026-10-05T15:42:00+07:00">'


def paper(home: str = "https://bao.vn/") -> Portal:
    return factories.portal(name="bao", home=home, aliases=(), family=EPI, sections=(Section(path="", title="Tin"),))


def read(page: str, *, head: str = HEAD) -> Article:
    html = f"<html><head>{head}</head><body>{page}</body></html>"
    return extract(html.encode(), url="https://bao.vn/cau-vuot-song-post983682.html", portal=paper(), now=NOW)


def lines(article: Article) -> list[str]:
    return article.body_text.split("\n\n")


@pytest.mark.parametrize(
    "url",
    [
        "https://nhandan.vn/cau-vuot-song-post983682.html",
        "https://cn.nhandan.vn/article-post123456.html",
        "https://tienphong.vn/cau-vuot-song-post1694219.tpo",
        "https://vietnamplus.vn/cau-vuot-song-post1131852.vnp",
        "https://anninhthudo.vn/cau-vuot-song-post598123.antd",
        "https://baophapluat.vn/kinh-te/cau-vuot-song-post512345.html",
    ],
)
def test_an_article_is_known_by_its_address(url: str) -> None:
    home = "/".join(url.split("/")[:3]) + "/"
    assert paper(home).is_article(url)
    assert paper(home).readable(url) == url


def page(body: str, *, outer: str = "article__body zce-content-body cms-body", head: str = "", foot: str = "") -> str:
    return f"""<div class="main-content article"><div class="breadcrumbs"><h2 class="main"><a href="/">Trang chủ</a>
</h2>
<a class="text" href="/kinhte/">Kinh tế</a></div>
<h1 class="article__title cms-title">Cầu vượt sông thông xe trước Tết</h1>
<div class="article__meta">{head}</div>
<div class="article__sapo cms-desc">(ĐTTCO) - Cây cầu dài ba cây số nối hai bờ sông sẽ khai thác sớm ba tháng.</div>
<div class="{outer}" itemprop="articleBody">{body}</div>{foot}</div>"""


PICTURE = """<table class="picture"><tbody><tr><td class="pic"><img data-image-id="3910826" class="cms-photo lazyload"
 src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="https://cdn.vn/w2048/cau.jpg" data-width="2560"
 alt="Nhịp giữa của cầu"></td></tr><tr><td class="caption">Nhịp giữa của cầu. <span class="author">Ảnh: Hưng Thơ</span>
</td></tr></tbody></table>"""
FOOT = """<div class="article__author"><i class="far fa-user-edit"></i> <span class="name">Hoàng Hà</span></div>
<div class="article__source"><span>Theo Nhịp sống</span></div>
<div class="article__tag"><div class="box-heading">Từ khóa</div><div class="box-content"><a href="#">cầu vượt</a>
<a href="#">sông</a></div></div>"""


def test_a_page_of_the_party_s_paper_is_read() -> None:
    article = read(page(f"<p>{FIRST}</p>{PICTURE}<p>{SECOND}</p>", foot=FOOT))
    assert article.title == "Cầu vượt sông thông xe trước Tết"
    assert article.lead == "Cây cầu dài ba cây số nối hai bờ sông sẽ khai thác sớm ba tháng."
    assert (article.section, article.tags) == (("Kinh tế",), ("cầu vượt", "sông"))
    assert (article.authors, article.source) == (("Hoàng Hà",), "Nhịp sống")
    assert lines(article) == [FIRST, "Nhịp giữa của cầu. Ảnh: Hưng Thơ", SECOND]
    (image,) = article.images
    assert (image.url, image.caption, image.credit) == (
        "https://cdn.vn/w2048/cau.jpg",
        "Nhịp giữa của cầu.",
        "Hưng Thơ",
    )


STRANGE = {
    "related articles": """<div class="related-news"><div class="box-heading">Tin liên quan</div><article class="story">
<h2 class="story__heading"><a class="cms-link" href="/b-post1.html">Bài lạ</a></h2></article></div>""",
    "one related article": """<div class="article__story"><article class="story"><figure class="story__thumb"><img
 src="/b.jpg"></figure><div class="story__heading"><a href="/b-post1.html">Bài lạ</a></div></article></div>""",
    "a poll": """<div class="poll"><h2 class="story__title">Bạn đã đi qua cầu?</h2><div class="form-check"><input
 type="radio"><label class="form-check-label">Rồi</label></div><a class="vote-btn">Biểu quyết</a></div>
<div class="modal fade"><h5 class="modal-title">Kết quả</h5><span class="total_vote">2.552 phiếu</span></div>""",
    "a banner": """<div class="ads_middle"><div id="adsWeb_AdsArticleMiddle1" class="rennab">Quảng cáo</div></div>""",
    "the way to more of it": '<p><a class="cms-relate" href="/b-post1.html">Chi tiết</a></p>',
    "buttons": '<div class="article__social"><a>Chia sẻ</a></div><div class="wrap-audio">Nghe đọc bài</div>',
}


@pytest.mark.parametrize("widget", STRANGE.values(), ids=STRANGE.keys())
def test_what_is_set_between_the_paragraphs_and_is_no_text_goes(widget: str) -> None:
    assert lines(read(page(f"<p>{FIRST}</p>{widget}<p>{SECOND}</p>"))) == [FIRST, SECOND]


def test_a_note_and_a_quotation_stay() -> None:
    note = '<div class="notebox ncenter"><p>Cầu dài ba cây số.</p></div>'
    quotation = '<div class="quote cms-quote"><div class="quote__content">Cầu là việc trăm năm.</div></div>'
    assert lines(read(page(f"<p>{FIRST}</p>{note}{quotation}"))) == [
        FIRST,
        "Cầu dài ba cây số.",
        "Cầu là việc trăm năm.",
    ]


def test_a_paper_of_shares_is_read_whose_heading_and_date_have_other_names() -> None:
    article = read(
        f"""<ul><li class="main-cate"><a href="/ck/">Chứng khoán</a></li></ul>
<h1 class="article__header cms-title">Cầu vượt sông thông xe trước Tết</h1>
<p class="author">Tác giả <a class="cms-author" href="/tac-gia/">Thạch Bắc tổng hợp</a></p>
<time class="time">05/10/2026 15:42</time><meta class="cms-date" itemprop="datePublished"
 content="2026-10-05T15:42:30+0700">
<div class="article__sapo cms-desc">(ĐTCK) Cây cầu dài ba cây số sẽ khai thác sớm.</div>
<div class="article__body cms-body" itemprop="articleBody"><figure class="article__avatar"><img class="cms-photo"
 src="https://cdn.vn/cau.jpg"></figure><p>{FIRST}</p><p>{SECOND}</p></div>""",
        head="",
    )
    assert article.title == "Cầu vượt sông thông xe trước Tết"
    assert article.published == datetime(2026, 10, 5, 15, 42, tzinfo=HANOI)
    assert article.authors == ("Thạch Bắc tổng hợp",)
    assert article.section == ("Chứng khoán",)
    assert article.lead == "Cây cầu dài ba cây số sẽ khai thác sớm."
    assert lines(article) == [FIRST, SECOND]
    assert [image.url for image in article.images] == ["https://cdn.vn/cau.jpg"]


@pytest.mark.parametrize("outer", ["article__body", "content cms-body", "article__content"])
def test_older_layouts_of_the_system_are_read(outer: str) -> None:
    inner = f'<div class="cms-body "><p>{FIRST}</p><p>{SECOND}</p></div>' if outer == "article__body" else ""
    when = '<time datetime="2026-10-05T15:42:00+0700">Thứ hai, 05/10/2026 - 15:42</time>'
    article = read(page(inner or f"<p>{FIRST}</p><p>{SECOND}</p>", outer=outer, head=when), head="")
    assert article.published == datetime(2026, 10, 5, 15, 42, tzinfo=HANOI)
    assert lines(article) == [FIRST, SECOND]
    assert article.extracted_by["body"] == "rules"


def story(number: int) -> str:
    return f"""<article class="story"><figure class="story__thumb"><a class="cms-link" href="/tin-post{number}.html">
<img
 src="/a.jpg"></a></figure><h2 class="story__heading"><a class="cms-link" href="/tin-post{number}.html"
 title="Tin {number}">Tin {number}</a></h2><div class="story__meta"><time datetime="2026-10-05T15:42:00+0700">
05/10/2026 15:42</time></div></article>"""


def test_a_listing_tells_what_stands_beside_it_apart() -> None:
    listing = f"""<main class="site-content"><div class="timeline content-list">{story(1)}{story(2)}</div>
<div class="sidebar"><div class="box-content">{story(3)}{story(1)}</div></div></main>"""
    found = discovery.listing(listing.encode(), url="https://bao.vn/kinhte/", portal=paper())
    assert [(link.title, link.aside) for link in found.links] == [("Tin 1", False), ("Tin 2", False), ("Tin 3", True)]
    assert all(link.published == datetime(2026, 10, 5, 15, 42, tzinfo=HANOI) for link in found.links)


def test_a_listing_in_none_of_the_known_frames_is_the_section_s_own() -> None:
    listing = f'<main><div class="box-content">{story(1)}{story(2)}</div></main><footer>{story(3)}</footer>'
    found = discovery.listing(listing.encode(), url="https://bao.vn/kinhte/", portal=paper())
    assert [link.aside for link in found.links] == [False, False, True]


@pytest.mark.parametrize("shown", [page(FIRST), page(f'<div class="cms-body">{FIRST}</div>', outer="article__body")])
def test_the_family_is_recognised(shown: str) -> None:
    root = dom.parse(shown.encode())
    assert root is not None
    assert recognise(root) is EPI
