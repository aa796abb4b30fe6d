"""Every way to write an article's address is one form."""

import unicodedata

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import links
from crawler.families.anysite import ANY_SITE
from crawler.families.epi import EPI
from crawler.families.liferay import LIFERAY
from crawler.families.vccorp import VCCORP
from crawler.portal import Family

PLAIN = "https://baochinhphu.vn/thu-tuong-hop-102260228093004191.htm"
PAPER = factories.portal(aliases=("baodientu.chinhphu.vn",), family=VCCORP)


@pytest.mark.parametrize(
    "written",
    [
        PLAIN,
        "http://baochinhphu.vn/thu-tuong-hop-102260228093004191.htm",
        "https://www.baochinhphu.vn/thu-tuong-hop-102260228093004191.htm",
        "https://m.baochinhphu.vn/thu-tuong-hop-102260228093004191.htm",
        "https://amp.baochinhphu.vn/thu-tuong-hop-102260228093004191.htm",
        "HTTPS://BAOCHINHPHU.VN/thu-tuong-hop-102260228093004191.htm",
        "http://baochinhphu.vn:80/thu-tuong-hop-102260228093004191.htm",
        "https://baochinhphu.vn:443/thu-tuong-hop-102260228093004191.htm",
        "https://baochinhphu.vn./thu-tuong-hop-102260228093004191.htm",
        f"{PLAIN}?utm_source=rss&utm_medium=feed",
        f"{PLAIN}?fbclid=abc&gidzl=x&zarsrc=30",
        f"{PLAIN}#comments",
        f"{PLAIN};jsessionid=0A1B2C",
        f"{PLAIN}/",
        f"{PLAIN}?",
        "https://baochinhphu.vn//thu-tuong-hop-102260228093004191.htm",
        "https://baochinhphu.vn/print/thu-tuong-hop-102260228093004191.htm",
        "https://baochinhphu.vn/amp/thu-tuong-hop-102260228093004191.htm",
        "https://baochinhphu.vn/thu-tuong-hop-102260228093004191.amp.htm",
        "https://baochinhphu.vn/th%75-tuong-hop-102260228093004191.htm",
        "https://baodientu.chinhphu.vn/thu-tuong-hop-102260228093004191.htm",
        "http://www.baodientu.chinhphu.vn/thu-tuong-hop-102260228093004191.htm",
    ],
)
def test_one_article_has_one_key(written: str) -> None:
    assert PAPER.key(written) == PLAIN


@pytest.mark.parametrize(
    "other",
    [
        "https://en.baochinhphu.vn/thu-tuong-hop-102260228093004191.htm",
        "https://baochinhphu.vn/thu-tuong-hop-102260228093004192.htm",
        "https://baochinhphu.vn:8080/thu-tuong-hop-102260228093004191.htm",
    ],
)
def test_another_address_is_another_article(other: str) -> None:
    assert PAPER.key(other) != PLAIN


def test_order_of_arguments_does_not_matter() -> None:
    one, other = (links.canonical(f"https://moj.gov.vn/tin.aspx?{query}") for query in ("b=2&a=1", "a=1&b=2"))
    assert one == other == "https://moj.gov.vn/tin.aspx?a=1&b=2"


def test_only_named_arguments_are_kept_where_they_are_named() -> None:
    url = "https://vanban.chinhphu.vn/?pageid=27160&docid=219746&classid=1"
    assert links.canonical(url, arguments=frozenset({"pageid", "docid"})).endswith("?docid=219746&pageid=27160")


def test_normal_forms_and_escapes_are_one() -> None:
    composed = "https://hochiminhcity.gov.vn/tin-tức-sự-kiện"
    decomposed = unicodedata.normalize("NFD", composed)
    escaped = "https://hochiminhcity.gov.vn/tin-t%E1%BB%A9c-s%E1%BB%B1-ki%E1%BB%87n"
    assert links.canonical(composed) == links.canonical(decomposed) == links.canonical(escaped) == escaped


def test_escaped_slash_stays_what_it_is() -> None:
    assert links.canonical("https://nhandan.vn/a%2Fb") != links.canonical("https://nhandan.vn/a/b")


@pytest.mark.parametrize(
    ("family", "home", "path", "print_path"),
    [
        (
            VCCORP,
            "https://baochinhphu.vn/",
            "hop-bao-102260228093004191.htm",
            "print/hop-bao-102260228093004191.htm",
        ),
        (EPI, "https://nhandan.vn/", "hop-bao-post983682.html", "print/hop-bao-post983682.html"),
        (EPI, "https://nhandan.vn/", "hop-bao-post983682.html", "amp/hop-bao-post983682.html"),
    ],
)
def test_print_and_amp_pages_are_the_article(family: object, home: str, path: str, print_path: str) -> None:
    portal = factories.portal(home=home, family=family)
    assert portal.key(home + print_path) == home + path
    assert portal.readable(home + print_path) == home + path


@pytest.mark.parametrize(
    ("family", "url", "number"),
    [
        (VCCORP, PLAIN, "102260228093004191"),
        (EPI, "https://baochinhphu.vn/kinh-te/hop-bao-post983682.html", "983682"),
        (LIFERAY, "https://baochinhphu.vn/web/guest/kinh-te/-/2018/820123/hop-bao.aspx", "820123"),
        (ANY_SITE, "https://baochinhphu.vn/tap-trung-trien-khai-a196670.html", "196670"),
    ],
)
def test_renamed_article_is_known_by_its_number(family: object, url: str, number: str) -> None:
    portal = factories.portal(family=family)
    assert portal.keys(url) == (url, f"baochinhphu#{number}")
    renamed = url.replace("hop", "hop-lai").replace("trung", "chung")
    assert portal.keys(renamed)[1] == portal.keys(url)[1]


MOVED = factories.portal(
    home="https://moi.example.vn/",
    aliases=("cu.example.vn", "www.cu-hon.example.vn", "www.moi.example.vn"),
    family=Family(name="named", letter="Z", title="Named", article=r"/bai/[a-z-]+\.html"),
)


@pytest.mark.parametrize("host", ["moi.example.vn", "cu.example.vn", "www.cu.example.vn", "cu-hon.example.vn"])
def test_article_without_a_number_is_known_by_the_keys_of_its_portal_s_former_hosts(host: str) -> None:
    assert MOVED.keys(f"http://{host}/bai/mot-hai.html") == (
        "https://moi.example.vn/bai/mot-hai.html",
        "https://cu.example.vn/bai/mot-hai.html",
        "https://cu-hon.example.vn/bai/mot-hai.html",
    )
    assert MOVED.at_home(f"http://{host}/bai/mot-hai.html") == "https://moi.example.vn/bai/mot-hai.html"


@pytest.mark.parametrize("host", ["so.cu.example.vn", "so.moi.example.vn", "example.vn", "khac.vn"])
def test_subdomain_of_a_portal_s_hosts_is_another_site(host: str) -> None:
    url = f"https://{host}/bai/mot-hai.html"
    assert MOVED.keys(url) == (url,)
    assert MOVED.at_home(url) == url
    assert not MOVED.is_article(url)


@pytest.mark.parametrize(
    ("listed", "readable"),
    [
        (f"{PLAIN}?utm_source=rss#top", PLAIN),
        (PLAIN.replace("https://", "http://www."), PLAIN),
        ("https://baochinhphu.vn/print/thu-tuong-hop-102260228093004191.htm", PLAIN),
        ("https://m.baochinhphu.vn/thu-tuong-hop-102260228093004191.htm", PLAIN),
    ],
)
def test_reader_is_given_the_article_itself(listed: str, readable: str) -> None:
    assert PAPER.readable(listed) == readable


@pytest.mark.parametrize(
    "href", ["", "javascript:;", "tel:0918", "mailto:a@b.vn", "#top?", "http://[", "data:image/png,x"]
)
def test_what_is_no_address_is_empty(href: str) -> None:
    assert links.absolute(href, base="ftp://x" if href.startswith("#") or not href else PLAIN) == ""


@given(
    host=st.sampled_from(["baochinhphu.vn", "www.nhandan.vn", "M.QDND.VN:80", "a.gov.vn:8080"]),
    path=st.text(max_size=40).filter(lambda path: not set(path) & set("?#")),
    query=st.text(max_size=30),
)
def test_canonical_form_stands_still(host: str, path: str, query: str) -> None:
    try:
        once = links.canonical(f"http://{host}/{path}?{query}")
    except ValueError:
        return
    assert links.canonical(once) == once
    assert once.isascii()


def test_id_of_an_article_never_moves() -> None:
    assert links.article_id(PLAIN) == links.article_id(PLAIN)
    assert links.article_id(PLAIN).startswith("urn:uuid:")
    assert links.article_id(PLAIN)[23] == "5"
