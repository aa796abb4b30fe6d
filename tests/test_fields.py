"""What a page's fields are, where it tells them in several ways, badly, or not at all."""

import unicodedata
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import factories
import pytest

from crawler.article import Article
from crawler.dates import HANOI
from crawler.discovery import Link
from crawler.errors import ChallengePage, FieldMissing, ImpossibleDate, NotAPage
from crawler.extraction import extract
from crawler.families.anysite import ANY_SITE
from crawler.fields import without_location
from crawler.portal import Proof, Rules

URL = "https://baochinhphu.vn/phien-hop-thuong-ky-12345.html"
NOW = datetime(2026, 3, 10, tzinfo=HANOI)
TITLE = "Chính phủ họp phiên thường kỳ"
TEXT = "<p>" + "Phiên họp bàn về tăng trưởng, đầu tư công và đời sống của người dân trong quý tới. " * 5 + "</p>"
OTHER = "Các bộ, ngành và địa phương báo cáo kết quả ba tháng đầu năm. " * 5
RULES = Rules(title=("h1",), body=(".text",), lead=(".sapo",), published=(".date",))


def page(body: str = TEXT, *, head: str = "", title: str = TITLE) -> str:
    return f"<html><head>{head}</head><body><h1>{title}</h1>{body}</body></html>"


def read(written: str | bytes, *, rules: tuple[Rules, ...] = (), **said: Any) -> Article:
    body = written if isinstance(written, bytes) else written.encode()
    portal = factories.portal(family=ANY_SITE, rules=rules, sections=(), proof=Proof.INFERRED)
    return extract(body, url=URL, portal=portal, now=NOW, **said)


def json_ld(**said: str) -> str:
    pairs = ",".join(f'"{name}":"{value}"' for name, value in said.items())
    return f'<script type="application/ld+json">{{"@type":"NewsArticle",{pairs}}}</script>'


@pytest.mark.parametrize(
    ("lead", "without"),
    [
        ("(Chinhphu.vn) - Sáng nay", "Sáng nay"),
        ("(Chinhphu.vn) – Sáng nay", "Sáng nay"),
        ("(Chinhphu.vn)- Sáng nay", "Sáng nay"),
        ("(Chinhphu.vn) Sáng nay", "Sáng nay"),
        ("VGP - Sáng nay", "Sáng nay"),
        ("NDO - Sáng nay", "Sáng nay"),
        ("(ĐHXIII) - Sáng nay", "Sáng nay"),
        ("(CTO) - Sáng nay", "Sáng nay"),
        *((f"{mark} - Sáng nay", "Sáng nay") for mark in ("NDĐT", "TTO", "TPO", "SGGPO", "CAND", "HNM")),
        ("BNEWS Sáng nay", "Sáng nay"),
        ("BNEWS - Sáng nay", "Sáng nay"),
        ("VnEconomy - Sáng nay", "Sáng nay"),
        ("BNEWS là trang tin của TTXVN", "BNEWS là trang tin của TTXVN"),
        ("Hà Nội (TTXVN) - Sáng nay", "Sáng nay"),
        ("(TTXVN/Vietnam+) \N{MINUS SIGN} Sáng nay", "Sáng nay"),
        ("Cổng TTĐT Chính phủ - Sáng nay", "Sáng nay"),
        ("(2026) - Sáng nay", "(2026) - Sáng nay"),
        ("(Phần 1) - Sáng nay", "(Phần 1) - Sáng nay"),
        ("Sáng nay (1/3) - Thủ tướng", "Sáng nay (1/3) - Thủ tướng"),
        ("VGP là báo của Chính phủ", "VGP là báo của Chính phủ"),
    ],
)
def test_lead_loses_its_location_mark(lead: str, without: str) -> None:
    assert without_location(lead) == without


OLD = Rules(title=(".ten",), body=(".text",), until=date(2026, 3, 9))


@pytest.mark.parametrize(("until", "title"), [(NOW.date() - timedelta(days=1), TITLE), (NOW.date(), "Tên cũ")])
def test_rules_are_tried_after_the_others_once_they_have_ended(until: date, title: str) -> None:
    written = page('<b class="ten">Tên cũ</b><div class="text">' + TEXT + "</div>")
    assert read(written, rules=(replace(OLD, until=until), RULES)).title == title


def test_page_of_a_layout_that_has_ended_still_reads() -> None:
    article = read(page('<b class="ten">Tên cũ</b><div class="text">' + TEXT + "</div>"), rules=(OLD,))
    assert (article.title, article.extracted_by["body"]) == ("Tên cũ", "rules")


def test_date_in_words_that_only_dateparser_knows_is_read_where_a_date_must_stand() -> None:
    written = page(f"<p class=date>2026, March 1</p><div class=text>{TEXT}</div>")
    assert str(read(written, rules=(RULES,)).published) == "2026-03-01 00:00:00+07:00"
    assert read(written).published is None


def test_hour_comes_from_structured_data_where_the_page_shows_only_the_day() -> None:
    shown = '<div class="date">01/03/2026</div>'
    article = read(page(shown + TEXT, head=json_ld(datePublished="2026-03-01T09:51:00+07:00")))
    assert article.published == datetime(2026, 3, 1, 9, 51, tzinfo=HANOI)


def test_day_by_rules_takes_its_hour_from_structured_data() -> None:
    shown = f'<div class="date">01/03/2026</div><div class="text">{TEXT}</div>'
    head = json_ld(datePublished="2026-03-01T09:51:00+07:00")
    assert read(page(shown, head=head), rules=(RULES,)).published == datetime(2026, 3, 1, 9, 51, tzinfo=HANOI)


def test_structured_date_of_another_day_does_not_move_the_day_that_is_shown() -> None:
    shown = f'<div class="date">01/03/2026</div><div class="text">{TEXT}</div>'
    head = json_ld(datePublished="2026-02-28T23:00:00+07:00")
    assert read(page(shown, head=head), rules=(RULES,)).published == datetime(2026, 3, 1, tzinfo=HANOI)


def test_future_date_is_an_error() -> None:
    with pytest.raises(ImpossibleDate):
        read(page(f'<div class="date">01/03/2027 10:00</div>{TEXT}'))


def test_future_date_is_passed_over_where_another_is_possible() -> None:
    head = (
        json_ld(datePublished="2036-03-01T09:51:00+07:00")
        + '<meta property="article:published_time" content="2026-03-01T09:51:00+07:00">'
    )
    assert read(page(head=head)).published == datetime(2026, 3, 1, 9, 51, tzinfo=HANOI)


def test_page_without_a_date_has_none() -> None:
    assert read(page()).published is None


def test_listing_s_date_is_the_last_resort() -> None:
    moment = datetime(2026, 3, 1, 9, 51, tzinfo=HANOI)
    article = read(page(), link=Link(url=URL, published=moment))
    assert (article.published, article.extracted_by["published"]) == (moment, "listing")


CALENDAR = '<header><time id="currentDate">Thứ Ba, 10/3/2026</time></header>'


def test_today_s_date_in_a_site_s_head_is_not_when_the_article_was_published() -> None:
    moment = datetime(2026, 3, 1, 9, 51, tzinfo=HANOI)
    assert read(CALENDAR + page(), link=Link(url=URL, published=moment)).published == moment
    dated = page('<span class="news-date">01/3/2026</span>' + TEXT)
    assert read(CALENDAR + dated).published == datetime(2026, 3, 1, tzinfo=HANOI)


def test_today_s_date_is_the_article_s_where_nothing_else_is_said() -> None:
    assert read(CALENDAR + page()).published == datetime(2026, 3, 10, tzinfo=HANOI)


BOX = '<ul><li><a href="/tin-cu.html">Một tin khác</a> <time>06:30 02/3/2026</time></li></ul>'
OWN = datetime(2026, 3, 1, 9, 51, tzinfo=HANOI)


@pytest.mark.parametrize(
    "written",
    [
        page('<span class="date">09:51 01/3/2026</span>' + TEXT + BOX),
        page("<p>Chủ Nhật, 01/3/2026 09:51</p><p>" + OTHER[:400] + "</p>" + TEXT + BOX),
        page('<p class="meta"><b>01/3/2026</b> <time>09:51 01/3/2026</time></p>' + TEXT + BOX),
        page('<div class="text">01/3/2026 09:51' + TEXT + "</div>" + BOX),
        page('<div class="text">' + TEXT + '</div><p>Hà Văn</p><p class="date">09:51 01/3/2026</p>' + BOX),
        page("<div>" + TEXT + "</div>" + BOX + "<footer><p>Ngày đăng: 01/3/2026 09:51</p></footer>"),
        BOX + page('<span class="date">09:51 01/3/2026</span>' + TEXT),
        BOX + '<p>Trang chủ / Tin tức</p><p class="date">09:51 01/3/2026</p>' + page("<div>" + TEXT + "</div>"),
        page("", title="Cổng thông tin").replace("</h1>", f"</h1>{BOX}<h3>{TITLE}</h3><i>09:51 01/3/2026</i>{TEXT}")
        + f"<title>{TITLE}</title>",
    ],
)
def test_date_at_the_heading_or_the_text_beats_another_story_s(written: str) -> None:
    assert read(written).published == OWN


@pytest.mark.parametrize(
    "beside",
    [BOX, "".join(f"<p>Tin cũ</p><p>Ngày đăng: 0{day}/3/2026</p>" for day in (1, 2)), "<footer>01/3/2026</footer>"],
)
def test_date_that_only_another_story_may_have_is_none(beside: str) -> None:
    assert read(page(f"<div>{TEXT}</div><div>{OTHER[:60]}</div>{beside}")).published is None


def test_day_at_the_heading_takes_no_hour_from_the_clock_above_it() -> None:
    clock = '<div class="clock-date">Thứ Ba, 10/3/2026 08:00</div>'
    assert read(clock + page(f'<p class="date">10/3/2026</p><div>{TEXT}</div>')).published == NOW


def test_a_moment_that_only_a_title_tells_is_read_by_rules() -> None:
    written = page('<p class="date" title="2026-03-01T09:51:00">9 ngày trước</p><div class="text">' + TEXT + "</div>")
    assert read(written, rules=(RULES,)).published == datetime(2026, 3, 1, 9, 51, tzinfo=HANOI)


@pytest.mark.parametrize(
    "named",
    [
        f"{TITLE} | Báo Chính phủ",
        f"{TITLE} - Báo Chính phủ",
        f"{TITLE} – Cổng Thông tin điện tử Chính phủ",
        f"{TITLE} - baochinhphu.vn",
        TITLE,
    ],
)
@pytest.mark.parametrize("heading", [TITLE, ""])
def test_title_is_without_the_site_s_name(named: str, heading: str) -> None:
    assert read(page(head=f'<meta property="og:title" content="{named}">', title=heading)).title == TITLE
    assert read(page(head=f"<title>{named}</title>", title=heading)).title == TITLE


def test_dashes_of_a_title_stay() -> None:
    title = "Hà Nội - Huế - Sài Gòn: một chặng đường"
    assert read(page(head=f'<meta property="og:title" content="{title}">', title=title)).title == title


@pytest.mark.parametrize("link", ["In trang", "| In trang", "In bài viết", "Bản in"])
def test_title_is_without_its_print_link(link: str) -> None:
    assert read(page(f'<div class="text">{TEXT}</div>', title=f"{TITLE} <a>{link}</a>"), rules=(RULES,)).title == TITLE


def test_page_with_a_heading_alone_has_a_title() -> None:
    assert read(page()).title == TITLE


def test_page_without_a_title_is_an_error() -> None:
    with pytest.raises(FieldMissing, match="title"):
        read(page(title="  ", head="<title></title>"))


@pytest.mark.parametrize("body", ["", '<div class="text"></div>', '<div class="text"><script>x</script>&nbsp;</div>'])
def test_page_without_a_body_is_an_error(body: str) -> None:
    with pytest.raises(FieldMissing, match="body"):
        read(page(body), rules=(RULES,))


def test_body_of_pictures_alone_is_a_body() -> None:
    article = read(page('<div class="text"><img src="/a.jpg"><p><img src="/b.jpg"></p></div>'), rules=(RULES,))
    assert len(article.images) == 2
    assert article.body_text == ""


@pytest.mark.parametrize(
    ("body", "kind"),
    [(b"", ""), (b"  ", ""), (b"%PDF-1.7", ""), (b"<p>x</p>", "application/pdf"), (b"\0\0", "")],
)
def test_what_is_no_page_is_an_error(body: bytes, kind: str) -> None:
    with pytest.raises(NotAPage):
        read(body, content_type=kind)


def test_gate_is_an_error() -> None:
    with pytest.raises(ChallengePage):
        read("<html><head><title>Just a moment...</title></head></html>")


def test_article_is_in_nfc_whatever_the_page_is_in() -> None:
    article = read(unicodedata.normalize("NFD", page()))
    assert article.title == TITLE
    assert unicodedata.is_normalized("NFC", article.body_html + article.body_text)


def test_control_characters_are_gone() -> None:
    article = read(page(TEXT.replace("họp", "h\0ọp\x01\x85") + "\x02\x1f"))
    assert "họp" in article.body_text
    assert article.body_text.isprintable()


def test_lead_inside_the_body_is_told_once() -> None:
    article = read(
        page(f'<div class="text"><h2 class="sapo">(Chinhphu.vn) - Sáng nay.</h2>{TEXT}</div>'), rules=(RULES,)
    )
    assert article.lead == "Sáng nay."
    assert "Sáng nay" not in article.body_text


@pytest.mark.parametrize("pointed", ["&gt;&gt; {}", "{}..&gt;&gt;", "» {} »", "{} …›"])
def test_arrows_go_with_what_they_point_to(pointed: str) -> None:
    more = pointed.format('<a class="more" href="/b.html">Chi tiết</a>')
    written = page(f'<div class="text">{TEXT}<p>{more}</p><p>Lãi suất &gt;&gt; <b>lạm phát</b>.</p></div>')
    article = read(written, rules=(replace(RULES, drop=(".more",)),))
    assert article.body_text.endswith("quý tới.\n\nLãi suất >> lạm phát.")


def test_files_are_attachments() -> None:
    link = '<p><a href="/upload/nghi-dinh.pdf">Nghị định</a> <a href="/tin.html">tin</a></p>'
    (file,) = read(page(f'<div class="text">{TEXT}{link}</div>'), rules=(RULES,)).attachments
    assert (file.url, file.type, file.title) == (
        "https://baochinhphu.vn/upload/nghi-dinh.pdf",
        "application/pdf",
        "Nghị định",
    )


def test_other_addresses_of_the_page_are_aliases() -> None:
    head = '<link rel="canonical" href="/phien-hop-chinh-phu-12345.html">'
    assert read(page(head=head)).aliases == ("https://baochinhphu.vn/phien-hop-chinh-phu-12345.html",)


def test_page_too_large_for_a_generic_reading_is_refused() -> None:
    with pytest.raises(FieldMissing, match="body"):
        read(page("<br>" * 60_000 + TEXT))


def test_times_are_told_in_the_portal_s_zone() -> None:
    moment = read(page(head=json_ld(datePublished="2026-03-01T02:51:00Z"))).published
    assert moment is not None
    assert moment.isoformat() == "2026-03-01T09:51:00+07:00"


def test_day_that_is_shown_is_compared_in_the_portal_s_zone() -> None:
    shown = f'<div class="date">02/03/2026</div><div class="text">{TEXT}</div>'
    head = json_ld(datePublished="2026-03-01T20:30:00Z")
    assert read(page(shown, head=head), rules=(RULES,)).published == datetime(2026, 3, 2, 3, 30, tzinfo=HANOI)


@pytest.mark.parametrize(
    "written",
    [
        "01/03/2026 09:51 - Lượt xem 1.234",
        "Đăng ngày 01/03/2026 09:51 | Lượt xem: 123",
        "01/03/2026 09:51 | 123 lượt xem",
    ],
)
@pytest.mark.parametrize("rules", [(RULES,), ()])
def test_date_is_read_before_a_counter(written: str, rules: tuple[Rules, ...]) -> None:
    shown = f'<div class="date">{written}</div><div class="text">{TEXT}</div>'
    assert read(page(shown), rules=rules).published == datetime(2026, 3, 1, 9, 51, tzinfo=HANOI)


def test_files_are_attachments_on_pages_without_rules() -> None:
    (file,) = read(
        page(f'<div>{TEXT}<p>{OTHER}</p><p><a href="/upload/ND 123.pdf">Nghị định</a></p></div>')
    ).attachments
    assert file.url == "https://baochinhphu.vn/upload/ND%20123.pdf"


@pytest.mark.parametrize("name", ["sapo", "lead", "description", "chapeau"])
def test_lead_that_is_shown_beats_what_is_told_to_machines(name: str) -> None:
    shown = f'<div class="{name}">Sáng nay, Chính phủ họp phiên thường kỳ.</div>'
    head = '<meta name="description" content="Trang tin của Chính phủ">'
    for written in (f"{shown}<div>{TEXT}</div>", f"<div>{shown}{TEXT}</div>"):
        article = read(page(written, head=head))
        assert article.lead == "Sáng nay, Chính phủ họp phiên thường kỳ."
        assert "Sáng nay" not in article.body_text


def test_name_in_the_source_s_place_is_the_author_s() -> None:
    rules = replace(RULES, source=("#tacgia",))
    for named, authors, source in (("Hà Văn", ("Hà Văn",), ""), ("Theo Nhân Dân", (), "Nhân Dân")):
        article = read(page(f'<div class="text">{TEXT}</div><b id="tacgia">{named}</b>'), rules=(rules,))
        assert (article.authors, article.source) == (authors, source)


SIGNED = replace(RULES, authors=(".top", ".bottom"), source=("#nguon",))


@pytest.mark.parametrize(
    ("top", "bottom", "named", "authors", "source"),
    [
        ("", "Hà Văn", "", ("Hà Văn",), ""),  # the place above the text stands empty
        ("Hà Văn, ", "", "", ("Hà Văn",), ""),
        ("Tác giả: Hà Văn -", "", "", ("Hà Văn",), ""),
        ("BÁO XÂY DỰNG", "", "", (), ""),  # the site's own name
        ("Hà Văn", "", "Trí Thức Trẻ", ("Hà Văn",), "Trí Thức Trẻ"),
        ("", "", "Theo Nhịp Sống Việt", (), "Nhịp Sống Việt"),
        ("", "", "Thanh Hà", ("Thanh Hà",), ""),
        ("", "", "Nguồn: TTXVN", (), "TTXVN"),
    ],
)
def test_authors_and_source_are_told_apart(
    top: str, bottom: str, named: str, authors: tuple[str, ...], source: str
) -> None:
    body = (
        f'<p class="top">{top}</p><div class="text">{TEXT}</div><p class="bottom">{bottom}</p><p id="nguon">{named}</p>'
    )
    article = read(page(body, head='<meta property="og:site_name" content="Bao Xay Dung">'), rules=(SIGNED,))
    assert (article.authors, article.source) == (authors, source)


def test_site_s_own_page_is_no_article() -> None:
    written = page(TEXT, head='<meta property="og:type" content="website">').encode()
    portal = factories.portal(rules=(RULES,), proof=Proof.INFERRED)
    with pytest.raises(NotAPage):
        extract(written, url="https://baochinhphu.vn/thoi-su.htm", portal=portal, now=NOW)
    assert extract(written, url="https://baochinhphu.vn/bai-1.htm", portal=portal, now=NOW).title == TITLE
