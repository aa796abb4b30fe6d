"""The portals of the provinces and centrally run cities of Resolution 202/2025/QH15."""

from collections import Counter
from datetime import datetime

import pytest

from crawler import discovery, run
from crawler.dates import HANOI
from crawler.extraction import extract
from crawler.institutions import PLACES
from crawler.portal import Kind, Portal

ALL = run.portals()
NAMES = (
    "hochiminhcity", "haiphong", "danang", "cantho", "hue", "dongnai", "angiang", "bacninh", "caobang",
    "camau", "dienbien", "daklak", "dongthap", "gialai", "hatinh", "hungyen", "khanhhoa", "laichau", "laocai",
    "lamdong", "langson", "nghean", "ninhbinh", "phutho", "quangngai", "quangninh", "quangtri", "sonla",
    "thanhhoa", "thainguyen", "tuyenquang", "tayninh", "vinhlong",
)  # fmt: skip
CITIES = {"hochiminhcity", "haiphong", "danang", "cantho", "hue"}
PROVINCES = {name: ALL[name] for name in NAMES}
NOW = datetime(2026, 7, 11, tzinfo=HANOI)
ADDRESSES = {"hochiminhcity": "web/hcm/-/khai-mac-ky-hop-hoi-dong-nhan-dan"}
by_province = pytest.mark.parametrize("portal", PROVINCES.values(), ids=PROVINCES)

HCM_LISTING = """<title>Tin tức</title>
<a href="/web/hcm/-/chuyen-ben-le">Chuyện bên lề</a>
<div class="news-items row"><div class="news-item col-lg-6">
  <div class="d-md-block d-none"><a href="/web/hcm/-/khoi-cong-tuyen-metro?redirect=%2Ftin">
    <p class="asset-publisher-title">Khởi công tuyến metro</p>
    <div class="limit-tin-descc-news"><p>Sáng 10/7, thành phố khởi công một tuyến metro.</p></div>
    <span class="text-date-sklh">15:55 | 10/07/2026</span></a></div>
  <div class="d-md-none d-block"><a href="/web/hcm/-/khoi-cong-tuyen-metro">
    <p class="asset-publisher-title">Khởi công tuyến metro</p><span>15:55 | 10/07/2026</span></a></div>
</div></div>"""
HCM_ARTICLE = """<title>Khởi công tuyến metro - Cổng thông tin Thành Phố Hồ Chí Minh</title>
<div class="journal-content-article"><p>Đường dây nóng của thành phố tiếp nhận phản ánh của người dân.</p></div>
<section class="portlet portlet-asset-publisher"><div class="asset-full-content">
  <div class="title-divvv">Khởi công tuyến metro</div>
  <span class="sp-dislaydate">15:55 | 10/07/2026</span>
  <div class="text-summary">(Hochiminhcity.gov.vn) - Sáng 10/7, thành phố khởi công một tuyến metro.</div>
  <div class="journal-content-article"><p>Tuyến dài 11 km, nối trung tâm với khu vực phía tây bắc.</p>
  <p>Dự kiến công trình hoàn thành sau bốn năm.</p></div>
</div></section>"""
DONGTHAP_ARTICLE = """<title>Vùng lúa</title><h1>Mở rộng vùng lúa chất lượng cao</h1><span>08:05 10/07/2026</span>
<div><p>Tỉnh mở rộng vùng lúa chất lượng cao lên hàng chục nghìn héc-ta trong vụ tới, theo kế hoạch vừa ban hành.</p>
<p>Nông dân được hỗ trợ giống, kỹ thuật canh tác và liên kết tiêu thụ với doanh nghiệp ngay từ đầu vụ.</p></div>"""


@by_province
def test_province_is_named_as_its_body_and_its_host(portal: Portal) -> None:
    place = portal.title.split("thành phố " if portal.name in CITIES else "tỉnh ")[-1].split("Thành phố ")[-1]
    assert place in PLACES
    assert portal.title.removeprefix("Cổng thông tin điện tử ") == portal.body.removeprefix("Ủy ban nhân dân ")
    assert portal.title_en.endswith("City Portal" if portal.name in CITIES else "Province Portal")
    assert portal.kind is Kind.PROVINCE
    assert portal.host == portal.credit == f"{portal.name}.gov.vn"


def test_no_two_portals_share_a_home_a_title_or_a_host() -> None:
    assert len({portal.title for portal in PROVINCES.values()}) == len(NAMES)
    assert len({portal.title_en for portal in PROVINCES.values()}) == len(NAMES)
    hosts = Counter(host for portal in ALL.values() for host in portal.hosts)
    assert [host for host, portals in hosts.items() if portals > 1] == []


def test_every_province_that_was_absorbed_is_a_former_host() -> None:
    former = [host for portal in PROVINCES.values() for host in portal.former]
    assert len(former) == 63 - 34


@by_province
def test_news_address_is_an_article_s_and_a_section_s_is_not(portal: Portal) -> None:
    path = ADDRESSES.get(portal.name, "tin-tuc/thoi-su/khai-mac-ky-hop-hoi-dong-nhan-dan-tinh-123456.html")
    assert portal.is_article(f"https://www.{portal.host}/{path}")
    assert not portal.is_article(f"https://example.gov.vn/{path}")
    assert not portal.is_article(f"{portal.home}tin-tuc/thoi-su")
    assert not portal.is_article(portal.address("{path}", portal.sections[0]))


def test_dong_thap_s_articles_are_told_by_an_argument_and_dated_hour_first() -> None:
    portal, url = PROVINCES["dongthap"], "https://dongthap.gov.vn/tin-tuc/chi-tiet?id=7742453"
    assert portal.is_article(url)
    assert portal.key(f"{url}&page=2") == portal.key(url) != portal.key(url[:-1])
    article = extract(DONGTHAP_ARTICLE.encode(), url=url, portal=portal, now=NOW)
    assert article.published == datetime(2026, 7, 10, 8, 5, tzinfo=HANOI)


def test_ho_chi_minh_city_s_listing_gives_each_article_once_with_its_date() -> None:
    portal = PROVINCES["hochiminhcity"]
    url = portal.address("{path}", portal.sections[0])
    found, aside = discovery.listing(HCM_LISTING.encode(), url=url, portal=portal).links
    assert portal.readable(found.url) == "https://hochiminhcity.gov.vn/web/hcm/-/khoi-cong-tuyen-metro"
    assert found.published == datetime(2026, 7, 10, 15, 55, tzinfo=HANOI)
    assert not found.aside
    assert aside.aside


def test_ho_chi_minh_city_s_article_is_read_by_its_own_rules() -> None:
    portal = PROVINCES["hochiminhcity"]
    url = "https://hochiminhcity.gov.vn/web/hcm/-/khoi-cong-tuyen-metro"
    article = extract(HCM_ARTICLE.encode(), url=url, portal=portal, now=NOW)
    assert article.title == "Khởi công tuyến metro"
    assert article.lead == "Sáng 10/7, thành phố khởi công một tuyến metro."
    assert article.published == datetime(2026, 7, 10, 15, 55, tzinfo=HANOI)
    assert article.body_text.split("\n\n") == [
        "Tuyến dài 11 km, nối trung tâm với khu vực phía tây bắc.",
        "Dự kiến công trình hoàn thành sau bốn năm.",
    ]
    assert {article.extracted_by[field] for field in ("title", "lead", "published", "body")} == {"rules"}
