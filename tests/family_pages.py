"""One listing and one article page of every family, in its structure, under any portal's host and addresses.

Families A, B and F, dangcongsan.vn and the Congress's site are set by the demo's own templates. For the others the
names of classes are those for which their modules give the evidence (`crawler/families/`, `crawler/spiders/`); what
stands around them is ours.
"""

import html
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from string import Template
from urllib.parse import urljoin

from crawler import document_pages, run
from crawler.article import Article
from crawler.dates import HANOI
from crawler.discovery import Link
from crawler.document import Document
from crawler.extraction import extract
from crawler.portal import Api, Explore, Listing, Portal, Postback, Proof, Section, Source
from crawler.spider import PortalSpider
from diemtin.demo import congress, dangcongsan, epi, liferay, manuscript, vccorp, written_dates
from diemtin.demo.answers import Address, Answer
from diemtin.demo.manuscript import Block, Desk, Manuscript

MORNING = datetime(2026, 7, 10, 8, 15, tzinfo=HANOI)
AUTHOR, CREDIT, CAPTION, PICTURE = "Minh Anh", "Thu Hà", "Quang cảnh lớp bồi dưỡng.", "/images/lop-boi-duong.jpg"
BESIDE = 820_112
"""The number of the story that stands in a box beside the lists, where a layout has one."""
FILE = "https://datafiles.example.vn/quyet-dinh.signed.pdf"

Values = Mapping[str, str]
Player = Callable[[Desk], Mapping[Address, Answer]]
Record = Article | Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What an article says, or a legal document.

    Attributes:
        number: the system's own.
        symbol: of a document, its `số ký hiệu`.
    """

    number: int
    title: str
    lead: str
    paragraphs: tuple[str, ...]
    published: datetime
    symbol: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How pages are set: what stands between the head and the foot that all of them have here.

    Attributes:
        article: with `$title`, `$lead`, `$text` and the other values of `_values`.
        listing: with `$items`, each of which is an `item`, and `$beside`, the address of a story in another box.
        head: what the page of an article tells machines, beside its title and its lead.
        more: further values.
    """

    article: str
    item: str = '<li><h3><a href="$href">$title</a></h3><p>$lead</p></li>'
    listing: str = '<div class="content"><ul class="list-news">$items</ul></div>'
    head: str = ""
    more: Values = field(default_factory=dict, hash=False)


FRAME = """<!DOCTYPE html>
<html lang="$language"><head><meta charset="utf-8"><title>$heading</title>$head</head><body>
<div class="header"><a href="/"><img src="/logo.png" alt="$site"></a>
<ul class="menu"><li><a href="/">Trang chủ</a></li><li><a href="/gioi-thieu">Giới thiệu</a></li></ul></div>
$middle
<div class="footer"><p>Bản quyền thuộc $site. Ghi rõ nguồn khi phát hành lại thông tin từ trang này.</p></div>
</body></html>"""
DESCRIPTION = '<meta name="description" content="$lead">'
JSON_LD = """<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
"headline": "$title", "description": "$lead", "datePublished": "$iso"}</script>"""
PHOTO = '<figure><img src="$picture"><figcaption>$caption Ảnh: $credit</figcaption></figure>'

ANY = Layout(
    head=DESCRIPTION,
    article="""<div class="detail"><h1 class="title">$title</h1><span class="date">$day_first</span>
<div class="content">$text</div></div><div class="other"><h4>Tin khác</h4><ul>
<li><a href="/tin-tuc/thong-bao-lich-tiep-cong-dan-810001.html">Thông báo lịch tiếp công dân</a></li></ul></div>""",
)
"""A site of which nothing is known: pages that nearly all systems could have made."""

LONGFORM = Layout(
    listing='<div class="b-grid">$items</div>',
    item='<article><h3 class="b-grid__title"><a href="$href">$title</a></h3></article>',
    article=f"""<div class="b-maincontent"><div class="sc-longform-header block-sc-head">
<h1 class="sc-longform-header-title block-sc-title">$title</h1>
<div class="sc-longform-header-meta"><span class="sc-longform-header-author block-sc-author">$author</span>
<span class="sc-longform-header-date block-sc-publish-time">$dashed</span></div>
<p class="sc-longform-header-sapo block-sc-sapo">$lead</p></div><article class="entry entry-no-padding">
$first{PHOTO}<div class="c-box"><h3 class="c-box__title__name">Bài liên quan</h3>
<a href="/ky-so-tu-xa-684001.html">Ký số từ xa</a></div>$rest</article></div>""",
)
DETAIL_HEAD = Layout(
    article="""<div class="c-detail-head"><h1 class="c-detail-head__title">$title</h1>
<span class="c-detail-head__author">$author</span><span class="c-detail-head__time">$day_first</span></div>
<div class="b-maincontent"><div class="entry">$text</div></div>""",
)
"""The other head of family C's articles."""

CONTENT_LISTING = Layout(
    listing="""<div class="articles">$items</div><aside><a href="$beside">Bên lề</a></aside>
<a href="/tin-tuc/hoat-dong">Hoạt động</a>""",
    item="""<article class="article-news"><a href="$href"><img></a>
<h3><a class="article-title" href="$href">$title</a></h3><span class="article-date">$day_first</span></article>""",
    article="""<h1 class="article-title">$title</h1><span class="article-date">$day_first</span>
<div class="article-brief"><p>$lead</p></div><div class="$body">$text</div>
<div class="aritcle-author">$author</div><div class="aritcle-source">Báo Công Thương</div>
<div class="article-tags"><a href="/t/cong-chuc">công chức</a><a href="/t/ky-nang-so">kỹ năng số</a></div>""",
    more={"body": "article-content common-content"},
)
DRAWN = Layout(
    head=JSON_LD,
    listing="<main><ul>$items</ul></main>",
    article="<main><h1>$title</h1><div>$text</div></main>",
)
"""What the scripts of family G have drawn; each portal's own list is its own."""

ROW = """<tr><td><a href='$href'><span class="code">$symbol</span></a></td>
<td><span class="issued-date">$day</span></td><td><a href='$href'><span class="substract">$lead</span></a></td></tr>"""
DOCUMENT = """<form><div class="Detail">
<div class="Title"><h4 class="title"><span id="ctrl_7_9_lb">$title</span></h4></div>
<div class="document-detail" id="block_detail"></div><div id="ctrl_7_9_Content" class="Content"><table>
<tr><td class="col1">Số ký hiệu</td><td> $symbol</td></tr>
<tr><td class="col1">Ngày ban hành</td><td> $day_dashed</td></tr>
<tr><td class="col1">Ngày có hiệu lực</td><td> 01-09-2026</td></tr>
<tr><td class="col1">Cơ quan ban hành</td><td> $issuer</td></tr>
<tr><td class="col1">Trích yếu</td><td> $lead</td></tr>
<tr class="doc-list"><td class="col1">Tài liệu đính kèm</td><td>
<a href="$file" class="view-file">quyet-dinh.signed.pdf</a></td></tr>
</table><div class="detail-file"></div></div></div>
<div class="similar-document-control"><a href="/?pageid=27160&docid=82">Văn bản khác</a></div></form>"""
PAGER = (
    '<tr class="grid-pager"><td><table><tr><td><span>1</span></td><td>'
    '<a href="javascript:__doPostBack(&#39;ctrl_7_9$grvDocument&#39;,&#39;Page$2&#39;)">2</a>'
    "</td></tr></table></td></tr>"
)
"""Of a WebForms list: what it posts for its second page."""

LAYOUTS: dict[str, Layout] = {
    "maincontent": LONGFORM,
    "contentlisting": CONTENT_LISTING,
    "jsonsite": DRAWN,
    "anysite": ANY,
    "vanban": Layout(listing="<form><table>$items</table></form>", item=ROW, article=DOCUMENT),
    "sharepoint": Layout(
        listing='<form id="aspnetForm"><div id="ctl00_m_g_1_WebPart1"><ul>$items</ul></div></form>',
        article="""<form id="aspnetForm"><div id="ctl00_m_g_2_WebPart2"><a href="/">Trang chủ</a></div>
<div><h1>$title</h1><span class="ngay-dang">$day_first</span><div id="divArticleDescription1">$first</div>
<div id="divArticleDescription2">$second</div><div id="divArticleDescription3">$third</div></div></form>""",
    ),
    "webcenter": Layout(
        listing='<div data-afr-fcs="true" class="box-tin bo-topdo">$items</div>',
        item="""<div class="x105"><h3 class="text-justify mt-0"><a href="$href" id="gl1">$title</a></h3></div>
<a href="https://www.facebook.com/sharer.php?u=$href">f</a>""",
        article="""<nav><a href="/">Trang chủ</a></nav><h3>$title</h3>
<span class="text-ngayxam">($day)</span><div>$text</div>""",
    ),
    "qdnd": Layout(
        listing="""<div class="box"><a href="$beside">Đọc nhiều</a></div>
<div class="list-news-category">$items</div><a href="/chinh-tri/p/2">2</a>""",
        item='<article><h3><a href="$href">$title</a></h3></article>',
        article=f"""<h1>$title</h1>
<div class="post-subinfo"><span class="post-subinfo"><span>$army</span></span></div>
<div class="post-summary"><p>QĐND - $lead</p></div><div class="post-content"><div itemprop="articleBody">
$first{PHOTO}$rest</div></div><div class="comment">Bình luận</div>""",
    ),
    "baocantho": Layout(
        head='<meta property="og:description" content="$lead">',
        listing="""<ul class="list-block"><li><a href="$beside">Trong thực đơn</a></li></ul>
<div id="colcate1"><ul class="list-news-img-style-1">$items</ul><div id="page"><ul><li><b>1</b></li>
<li><a href="/thoi-su?p=2">2</a></li><li><a href="/thoi-su?p=9">&raquo;</a></li></ul></div></div>""",
        item='<li><a class="b-title" href="$href">$title</a></li>',
        article="""<div id="colcate1"><div class="titlecate"><h1><a href="/news/thoi-su/">THỜI SỰ</a></h1></div>
<div id="clear" class="sharemxh"><span class="pubdate 128">$dashed</span></div><h1>$title</h1>
<div id="newscontents"><div class="content-fck"><p>(CTO) - $lead</p>$text</div></div>
<div class="block_tag"><a class="tag_item" href="/tag/ky-nang-so">kỹ năng số</a></div></div>""",
    ),
    "hochiminhcity": Layout(
        listing='<div class="news-items">$items</div>',
        item="""<div class="news-item"><a class="asset-publisher-title" href="$href">$title</a>
<p class="limit-tin-descc-news">$lead</p><span class="text-date-sklh">$barred</span></div>""",
        article="""<div class="title-divvv">$title</div><div class="sp-dislaydate">$barred</div>
<div class="text-summary">$lead</div><div class="asset-full-content">$text</div>""",
    ),
    "moh": Layout(
        listing='<div class="portlet-asset-publisher"><ul>$items</ul></div>',
        article="""<div class="contentDetail"><h3>$title</h3><div class="publishdate">$day_first</div>
<p class="sapo">$lead</p><div class="journal-content-article">$text</div></div>""",
    ),
    "thanhtra": Layout(
        head=DESCRIPTION,
        listing='<div class="portlet-asset-publisher"><ul>$items</ul></div>',
        article="""<h1>$title</h1><div class="publishdate">$day_first</div><div class="article">$text
<div class="other_assets"><a href="/web/guest/tin-tong-hop">Tin khác</a></div></div>""",
    ),
    "bvhttdl": Layout(
        listing='<div class="box-stream">$items</div>',
        item='<div class="box-stream-item"><h3><a href="$href">$title</a></h3></div>',
        article="""<h2 class="title">$title</h2><span class="time">$day_first</span><p class="sapo">$lead</p>
<div class="entry-body">$text</div>""",
    ),
    "bdttg": Layout(
        article="""<div id="printContent"><h3>$title</h3><span id="BodyContent_ctl00_ctl01_lblDate">$day_first</span>
<h4>$lead</h4><div id="divNewsDetails">$text</div></div>""",
    ),
    "mae": Layout(
        item='<div><a class="item-tintuc" href="$href">$title</a></div>',
        article="""<h1 class="tieu-de-chi-tiet-tin">$title</h1><span class="ngay-dang">$day_first</span>
<div class="sapo-chi-tiet-tin">$lead</div><article class="noi-dung-chi-tiet-tin">$text</article>""",
    ),
    "mofa": Layout(
        article="""<h1 class="title">$title</h1><span class="date">$day_first</span>
<div class="article-summary">$lead</div><div id="content-post" class="main-content">$text</div>""",
    ),
    "moha": Layout(
        head=DESCRIPTION,
        article="""<div class="mh-page-header"><h1>$title</h1><time>$day_first</time></div>
<div class="mh-detail-content">$text</div>""",
    ),
    "moj": Layout(
        article="""<div class="news-details"><h1>$title</h1><span class="date">$day_first</span>
<div class="news-content"><p class="mota">$lead</p>$text</div></div>""",
    ),
    "moet": Layout(
        listing=CONTENT_LISTING.listing,
        item=CONTENT_LISTING.item,
        article=CONTENT_LISTING.article,
        more={"body": "content-detail"},
    ),
    "bocongan": Layout(
        head=JSON_LD,
        listing="""$items<aside><article class="card-small">
<a href="$beside">Đọc nhiều</a></article></aside>""",
        item="""<article class="card-large"><figure><a href="$href"><picture></picture></a>
<figcaption class="card-content"><a href="$href"><h2>$title</h2></a><p class="text-bca-gray-700">$lead</p>
<span class="hidden lg:block text-bca-gray-700 text-xs">$day</span></figcaption></figure></article>""",
        article=DRAWN.article,
    ),
    "hanoi": Layout(
        head=JSON_LD,
        listing='<div class="list">$items</div>',
        item="""<div class="news-item"><a class="news-title" href="$href">$title</a><p class="news-sapo">$lead</p>
<span class="news-time">$hour_comma</span></div>""",
        article=DRAWN.article,
    ),
    "vnanet": Layout(
        head=DESCRIPTION,
        listing='<div class="grp-list-news-2"><ul>$items</ul></div>',
        item='<li><a href="$href">$title</a></li>',
        article=ANY.article,
    ),
    "congbao": Layout(
        article="""<div class="menu">Công báo</div><h1>$title</h1><div class="list">
<div class="row"><div class="name">Số hiệu</div><div class="child-value">$symbol</div></div>
<div class="row"><div class="name">Ngày ban hành</div><div class="child-value">$day</div></div>
<div class="row"><div class="name">Trích yếu</div><div class="child-value">$lead</div></div></div>
<div data-contentvanban="loadtep"><a data-href="$file">quyet-dinh.signed.pdf</a></div>""",
    ),
    "congbao_sonla": Layout(
        listing="<table>$items</table>",
        item='<tr><td class="doc-item"><a href="$href">$symbol</a><p>$lead</p></td></tr>',
        article="""<h1>$title</h1><table><tr><th>Số ký hiệu</th><td>$symbol</td></tr>
<tr><th>Loại văn bản</th><td>Quyết định</td></tr>
<tr><th>Ngày ban hành</th><td>$day</td></tr><tr><th>Trích yếu</th><td>$lead</td></tr>
<tr><th>Tệp đính kèm</th><td><a href="$file">quyet-dinh.signed.pdf</a></td></tr></table>""",
    ),
    "duthaoonline": Layout(
        item='<div class="blog_details"><a class="d-inline-block" href="$href"><h2>$title</h2></a></div>',
        article="""<h1>$title</h1><ul><li>Cơ quan trình: Chính phủ</li><li>Ngày bắt đầu: $day</li>
<li>Tóm tắt: $lead</li></ul><a href="/uploadFiles/du-thao.pdf">du-thao.pdf</a>""",
    ),
}
"""By the portal's name, or its family's."""

PLAYERS: Mapping[str, Player] = {
    "vccorp": vccorp.pages,
    "epi": epi.pages,
    "cand": epi.pages,
    "mattran": epi.pages,
    "liferay": liferay.pages,
    "dangcongsan": dangcongsan.pages,
    "daihoi13": congress.pages,
}
"""The demo's, by the name of the family."""

ADDRESSES: Mapping[str, str] = {
    "vccorp": "/{slug}-10226071008{number}.htm",
    "epi": "/{slug}-post{number}.html",
    "maincontent": "/{slug}-{number}.html",
    "webforms": "/{slug}-{number}",
    "sharepoint": "/tintuc/Pages/tin-hoat-dong-cua-quoc-hoi.aspx?ItemID={number}",
    "liferay": "/web/guest/kinh-te/-/2018/{number}/{slug}.aspx",
    "jsonsite": "/bai-viet/{slug}-1783{number}",
    "contentlisting": "/tin-tuc/{slug}.html",
    "webcenter": "/webcenter/portal/tatc/chi-tiet-tin?dDocName=TAND{number}",
    "qdnd": "/chinh-tri/tin-tuc/{slug}-{number}",
    "anysite": "/tin-tuc/{slug}-{number}.html",
    "baocantho": "/{slug}-a{number}.html",
    "bdttg": "/tin-tuc/{slug}.htm",
    "cand": "/{slug}-post{number}.html",
    "congbao": "/van-ban/{slug}-{number}.htm",
    "congbao_sonla": "/congbao.nsf/NoiDung?openForm&ParentUNID=E0C1A2B3D4E5F60718293A4B5C{number}",
    "daihoi13": "/tin-tuc/{slug}-{number}.html",
    "dangcongsan": "/xay-dung-dang/{slug}-{number}.html",
    "dongthap": "/tin-tuc/chi-tiet?id={number}",
    "duthaoonline": "/du-thao/{slug}",
    "hanoi": "/tin-so-nganh/{slug}-4260710081{number}.htm",
    "hochiminh": "/tu-tuong-dao-duc-ho-chi-minh/nghien-cuu/{slug}.html",
    "hochiminhcity": "/web/hcm/-/{slug}",
    "lyluanchinhtri": "/{slug}-{number}.html",
    "mae": "/tin-tuc--su-kien/{slug}-{number}.htm",
    "mattran": "/hoat-dong/{slug}-{number}.html",
    "moc": "/vn/tin-tuc/1176/{number}/{slug}.aspx",
    "mod": "/home/detail?urile=wcm:path:/mod/sa-mod-site/tin-tuc/{slug}",
    "mof": "/bo-tai-chinh/tin-tuc-tai-chinh/{slug}",
    "mofa": "/tin-chi-tiet/chi-tiet/{slug}-{number}-652.html",
    "moh": "/web/guest/tin-noi-bat/-/asset_publisher/vjYyM7O9aWnX/content/{slug}",
    "moha": "/tin-tuc/{slug}---id{number}",
    "moj": "/portal/tin-tuc/chi-tiet/{slug}-t4xo{number}.html",
    "noichinh": "/cong-tac-phong-chong-tham-nhung/202607/{slug}-{number}/",
    "thanhtra": "/web/guest/xem-chi-tiet-tin-tuc/-/asset_publisher//Content/{slug}?{number}",
    "tulieuvankien": "/he-thong-van-ban/van-ban-cua-dang/{slug}-{number}",
    "tuyengiaodanvan": "/vn/{slug}-67f4cbbd48ad87279a{number}",
    "ubkttw": "/danh-muc/tin-tuc-thoi-su/{slug}.html",
    "vanban": "/?pageid=27160&docid={number}&classid=1",
    "vietnamplus": "/{slug}-post{number}.vnp",
    "vksndtc": "/tin-tuc/cong-tac-kiem-sat/{slug}-d10-t{number}.html",
    "vnanet": "/vi/tin-tuc/chinh-tri-11/{slug}-{number}.html",
}
"""The form of an article's path and arguments, by the portal's name, or its family's."""


# What is told

TEXTS: Values = {
    "vi": """$body bồi dưỡng kỹ năng số cho cán bộ, đợt $batch

Gần 300 cán bộ dự đợt bồi dưỡng thứ $batch trong năm, tập trung vào ký số và bảo đảm an toàn thông tin.

Sáng $day, $body khai mạc đợt bồi dưỡng kỹ năng số thứ $batch cho cán bộ, công chức; gần 300 học viên dự trực tiếp và
qua hệ thống trực tuyến.

Chương trình gồm bốn chuyên đề: xử lý văn bản trên môi trường mạng, ký số, khai thác cơ sở dữ liệu dùng chung và nhận
biết các hình thức lừa đảo trực tuyến.

Theo ban tổ chức, sau đợt $before, thời gian xử lý một văn bản đến đã giảm từ hai ngày xuống còn nửa ngày; hơn chín phần
mười hồ sơ được trình ký điện tử.

Học viên của $body làm bài thực hành ngay trên phần mềm đang dùng tại đơn vị, có giảng viên theo dõi và giải đáp từng
bước.

Đợt bồi dưỡng kéo dài ba ngày; kết quả kiểm tra cuối khóa là một căn cứ để đánh giá, xếp loại cán bộ.""",
    "en": """Officials trained in digital skills, course $batch

Nearly 300 officials attend course $batch of this year, which centres on digital signatures and security.

The $title reports from the opening of course $batch, which nearly 300 officials attend in person and online.

The programme has four parts: handling documents online, signing them, using shared databases, and telling the common
kinds of online fraud.

According to the organisers, the time to handle an incoming document has fallen from two days to half a day.

The course lasts three days, and its final test counts towards the yearly appraisal of those who attend.""",
    "zh": """第$batch期干部数字技能培训班开班

近三百名干部参加今年第$batch期培训班，重点学习电子签名和信息安全。

上午，第$batch期干部数字技能培训班开班，近三百名学员通过现场和线上方式参加。

培训内容包括网上办理公文、电子签名、使用共享数据库以及识别网络诈骗。

据主办单位介绍，上一期培训之后，一份来文的办理时间已由两天缩短至半天。""",
}
"""What an article says, by its language: the title, the lead, the paragraphs."""


def story(portal: Portal, number: int = 820_101, *, published: datetime = MORNING) -> Story:
    """Return an article that the portal could carry; where it carries legal documents alone, one of these."""
    if portal.name in {"vanban", "congbao", "congbao_sonla", "duthaoonline"}:
        return _document(portal, number, issued=published.replace(hour=0, minute=0))
    batch, day = number % 100, f"{published.day}/{published.month}"
    text = Template(TEXTS[portal.language]).substitute(
        body=portal.body, title=portal.title_en, batch=batch, before=batch - 1, day=day
    )
    title, lead, *paragraphs = (" ".join(part.split()) for part in text.split("\n\n"))
    return Story(number=number, title=title, lead=lead, paragraphs=tuple(paragraphs), published=published)


def _document(portal: Portal, number: int, *, issued: datetime) -> Story:
    abstract = "Quy định về quản lý hoạt động của bến thủy nội địa"
    batch = number % 100
    symbol = f"{batch}/2026/QĐ-{'UBND' if portal.name == 'congbao_sonla' else 'TTg'}"
    draft = portal.name == "duthaoonline"
    return Story(
        number=number,
        title=f"Dự thảo Luật Đường thủy nội địa, lần {batch}" if draft else f"Quyết định số {symbol}: {abstract}",
        lead="Sửa đổi các quy định về bến thủy nội địa" if draft else abstract,
        paragraphs=(),
        published=issued,
        symbol="" if draft else symbol,
    )


# How it is set


def address(portal: Portal, told: Story) -> str:
    """Return the path, with its arguments, at which a portal has a story."""
    form = ADDRESSES.get(portal.name) or ADDRESSES[portal.family.name]
    return form.format(slug=manuscript.slug(told.title), number=told.number)


def source(portal: Portal) -> tuple[Section, Source]:
    """Return the portal's first section that has a list of its own, and that list."""
    kinds = Listing | Postback | Api | Explore
    return next(
        (section, each) for section in portal.sections for each in portal.sources(section) if isinstance(each, kinds)
    )


def listing(portal: Portal, *stories: Story) -> str:
    """Return the page, or an interface's answer, on which a portal lists stories."""
    if isinstance(source(portal)[1], Api):
        return _interface(portal, stories)
    if player := PLAYERS.get(_known(portal)):
        desk = _desk(portal, stories)
        return player(desk)[desk.host, desk.sections[0].path].body.decode()
    layout = LAYOUTS.get(_known(portal), ANY)
    items = "".join(Template(layout.item).substitute(_values(portal, one)) for one in stories)
    beside = html.escape(address(portal, story(portal, BESIDE)))
    middle = Template(layout.listing).substitute(items=items, beside=beside)
    return _framed(portal, heading=source(portal)[0].title, head="", middle=middle)


def article(portal: Portal, told: Story, *, layout: Layout | None = None) -> str:
    """Return the page on which a portal tells a story, in a layout other than its family's first if one is given."""
    player = PLAYERS.get(_known(portal))
    if player and layout is None:
        desk = _desk(portal, [told])
        return player(desk)[desk.host, address(portal, told)].body.decode()
    layout = layout or LAYOUTS.get(_known(portal), ANY)
    values = {**_values(portal, told), **layout.more}
    head, middle = (Template(one).substitute(values) for one in (layout.head, layout.article))
    return _framed(portal, heading=f"{values['title']} - {portal.title}", head=head, middle=middle)


def is_any(portal: Portal) -> bool:
    """Return whether a portal's articles are set as any site could set them: nothing of their markup is known."""
    known = _known(portal)
    return known not in PLAYERS and LAYOUTS.get(known, ANY).article == ANY.article


def _known(portal: Portal) -> str:
    """Return the name under which a portal's layout stands."""
    known = {*LAYOUTS, *PLAYERS}
    return portal.name if portal.name in known else portal.family.name


def _framed(portal: Portal, *, heading: str, head: str, middle: str) -> str:
    return Template(FRAME).substitute(
        heading=heading, site=portal.title, language=portal.language, head=head, middle=middle
    )


def _values(portal: Portal, told: Story) -> dict[str, str]:
    at = told.published
    first, second, *more = [*(f"<p>{words}</p>\n" for words in told.paragraphs), "", ""]
    return {
        "href": html.escape(address(portal, told)),
        "title": told.title,
        "lead": told.lead,
        "text": "".join((first, second, *more)),
        "first": first,
        "second": second,
        "third": "".join(more),
        "rest": "".join((second, *more)),
        "author": AUTHOR,
        "picture": PICTURE,
        "caption": CAPTION,
        "credit": CREDIT,
        "symbol": told.symbol,
        "issuer": "Thủ tướng Chính phủ",
        "file": FILE,
        "iso": written_dates.iso(at),
        "day": f"{at:%d/%m/%Y}",
        "day_dashed": f"{at:%d-%m-%Y}",
        "day_first": written_dates.day_first(at),
        "dashed": f"{at:%d/%m/%Y - %H:%M}",
        "barred": f"{at:%H:%M | %d/%m/%Y}",
        "hour_comma": f"{at:%H:%M, %d/%m/%Y}",
        "army": f"{at:%d/%m/%Y, %H:%M} (GMT+7)",
    }


def _interface(portal: Portal, stories: Sequence[Story]) -> str:
    """Return what the Ministry of Finance's interface answers."""
    root, category, _ = address(portal, story(portal)).strip("/").split("/")
    items = [
        {
            "title": one.title,
            "slug": manuscript.slug(one.title),
            "rootCategorySlug": root,
            "categorySlug": category,
            "publicationTime": written_dates.iso(one.published),
        }
        for one in stories
    ]
    return json.dumps({"success": True, "total": len(items), "data": items}, ensure_ascii=False)


def _desk(portal: Portal, stories: Sequence[Story]) -> Desk:
    """Return a portal as the demo plays it."""
    section, _ = source(portal)
    path = f"/{section.path}"
    return Desk(
        host=portal.host,
        title=portal.title,
        address=ADDRESSES.get(portal.name) or ADDRESSES[portal.family.name],
        settings={
            "language": portal.language,
            "site": "102",
            "cdn": f"cdn.{portal.host}",
            "folder": "334894974524682240",
            "lead_mark": {"vccorp": "(Chinhphu.vn)", "liferay": "TCCS"}.get(portal.family.name, "(ĐCSVN)"),
            "credit_mark": "Ảnh",
        },
        sections=(manuscript.Section(path=path, title=section.title, number="1027", feed="/tin.rss"),),
        articles=tuple(_manuscript(one, path=path, source=portal.host) for one in stories),
    )


def _manuscript(told: Story, *, path: str, source: str) -> Manuscript:
    return Manuscript(
        number=str(told.number),
        title=told.title,
        lead=told.lead,
        published=told.published,
        modified=told.published,
        sections=(path,),
        body=tuple(Block(kind="paragraph", words=(words,)) for words in told.paragraphs),
        slug=manuscript.slug(told.title),
        headline=told.title,
        teaser=told.lead,
        author=AUTHOR,
        source=source,
        tags=("kỹ năng số",),
    )


# How it is read


def url(portal: Portal, told: Story) -> str:
    """Return the address at which a story is asked for."""
    return portal.readable(urljoin(portal.home, address(portal, told)))


def read(portal: Portal, told: Story, page: str | bytes, *, now: datetime, link: Link | None = None) -> Record:
    """Return what the page of a story is a record of, as a crawl reads it."""
    body = page if isinstance(page, bytes) else page.encode()
    document = document_pages.read(body, url=url(portal, told), portal=portal, now=now, link=link)
    return document or extract(body, url=url(portal, told), portal=portal, now=now, link=link)


# Where it is played


PLAYED: Mapping[str, str] = {
    "baochinhphu": "A",
    "nhandan": "B",
    "hanoimoi": "C",
    "vanban": "D",
    "quochoi": "E",
    "tapchicongsan": "F",
    "bocongan": "G",
    "mof": "G, by its interface",
    "moet": "H",
    "toaan": "I",
    "qdnd": "J",
    "sbv": "-",
}
"""A portal of each family, with the family's letter."""


def _spider(name: str) -> type[PortalSpider]:
    """Return a portal's spider as if it were proven, with its one list: plain pages that are asked for by address."""
    portal = run.portal(name)
    section, listed = source(portal)
    plain = replace(listed, post=()) if isinstance(listed, Api) else listed
    played = replace(portal, sections=(replace(section, sources=(plain,)),), proof=Proof.REPORTED, browser=False)
    return type(name, (PortalSpider,), {"portal": played})


SPIDERS = tuple(map(_spider, PLAYED))
