"""A page that changed, or that stands in for another, is told by its kind, and becomes no damaged article."""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zlib import crc32

import crawling
import factories
import family_pages
import forked
import pytest
from crawling import Played
from family_pages import BESIDE, PLAYED, Record, Story

from crawler import archive, discovery, dom, run, sources
from crawler.archive import Entry
from crawler.archive.document_reading import DocumentEntry
from crawler.article import Article
from crawler.dates import HANOI
from crawler.discovery import Link
from crawler.document import Document
from crawler.errors import ChallengePage, FieldMissing, ImpossibleDate, LayoutMoved, NotJson, PageError, StandIn
from crawler.extraction import extract
from crawler.families import FAMILIES
from crawler.families.qdnd import QDND
from crawler.portal import Api, Portal, Proof
from crawler.tally import Tally
from diemtin.demo.answers import Address, Answer, page
from diemtin.demo.manuscript import Desk, Manuscript, slug
from diemtin.demo.newsroom import desks, pages
from diemtin.demo.server import serving

NOW = datetime(2027, 1, 1, tzinfo=HANOI)
PAGES = pages()
SHUT = b'<html><script>document.cookie="D1N=0f1e2d3c4b5a"+"; path=/";window.location.reload(true);</script></html>'
ERROR = (
    """<html><head><title>{0} | Cổng thông tin</title></head><body><h1>{0}</h1><a href=/>Trang chủ</a></body></html>"""
)
LOGIN = (
    "<html><head><title>Đăng nhập</title></head><body><form><input name=u><input type=password></form></body></html>"
)
PROVEN: Mapping[str, Portal] = {spider.name: spider.portal for spider in family_pages.SPIDERS}
WITHOUT_RULES = frozenset({"bocongan", "mof", "toaan", "sbv"})  # no class means anything to them
DATED_BY_RULES = frozenset({"baochinhphu", "nhandan", "hanoimoi", "tapchicongsan", "moet", "qdnd"})
RICH = ("baochinhphu", "nhandan", "tapchicongsan")  # of which the demo has articles with pictures and boxes
by_family = pytest.mark.parametrize("name", PLAYED)

Change = Callable[[str], str | bytes]


def read(name: str, change: Change) -> Record:
    """Return what a family's page, changed, is read as."""
    portal, told = PROVEN[name], family_pages.story(PROVEN[name])
    return family_pages.read(portal, told, change(family_pages.article(portal, told)), now=NOW)


def known(name: str) -> tuple[Desk, Manuscript]:
    """Return a portal of the demo with an article of it that has several paragraphs."""
    host = run.portal(name).host.removeprefix("www.")
    desk = next(one for one in desks() if one.host.removeprefix("www.") == host)
    return desk, next(one for one in desk.articles if len(one.body) > 3 and not one.gone)


def rich(name: str, change: Change) -> Article:
    """Return the article on a page of the demo that was changed."""
    desk, written = known(name)
    body = change(PAGES[desk.host, desk.path(written)].body.decode())
    portal = replace(run.portal(name), proof=Proof.CAPTURED)
    return extract(body if isinstance(body, bytes) else body.encode(), url=desk.url(written), portal=portal, now=NOW)


# What becomes of a page


def renamed(written: str) -> str:
    """Return a page after its vendor renamed every class, role and id, as a build does."""

    def anew(found: re.Match[str]) -> str:
        names = " ".join(f"n{crc32(name.encode()):x}" for name in found[3].split())
        return f"{found[1]}={found[2]}{names}{found[2]}"

    return re.sub(r"""\b(class|data-role|id|itemprop|data-afr-fcs)=(["'])([^"']*)\2""", anew, written)


def undated(written: str) -> str:
    """Return a page without any date that a machine or a person would read."""
    written = re.sub(r"<meta[^>]*(?:time|date)[^>]*>", "", written, flags=re.IGNORECASE)
    written = re.sub(r'"date(?:Published|Modified|Created)"\s*:\s*"[^"]*",?', "", written)
    written = re.sub(r'\bdatetime="[^"]*"', "", written)
    return re.sub(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}|\d{4}-\d\d-\d\d\S*", "hôm nay", written)


PRINTED = re.compile(
    r"(?:\d\d:\d\d(?: \| |, ngày |, ))?10[/-]07[/-]2026(?:,? (?:- )?\d\d:\d\d)?(?: \(GMT\+7\))?|Thứ Sáu, ngày "
)
"""The date of the stories, as any layout prints it."""
LABELLED = '<p class="ky">Ngày đăng: 08:15 10/07/2026</p>'
ANOTHER_S = '<ul class="box"><li><time datetime="2026-07-02T06:30:00+07:00">06:30 02/07/2026</time> Tin cũ</li></ul>'


def moved(written: str, *, to: str = ANOTHER_S + LABELLED) -> str:
    """Return a page whose date has left its place for the foot, beside another story; machines are told as before."""
    written = re.sub(r'datetime="2026-07-10[^"]*"', "", PRINTED.sub("", written))
    return written.replace("</body>", f"{to}</body>")


def emptied(written: str, stories: Sequence[Story]) -> str:
    """Return a list without the links to its stories; the boxes beside it stay."""
    for told in stories:
        named = f"{slug(told.title)}|{told.number}"
        link = rf"""<a\b[^>]*href=(["'])[^"']*(?:{named})[^"']*\1[^>]*>.*?</a>"""
        written = re.sub(link, "", written, flags=re.DOTALL)
    return written


# One page


@by_family
def test_unchanged_page_reads(name: str) -> None:
    found = read(name, str)
    assert isinstance(found, Document) or (found.extracted_by["body"] == "rules") is (name not in WITHOUT_RULES)


@pytest.mark.parametrize("name", RICH)
def test_page_whose_classes_were_renamed_is_read_without_rules_or_refused(name: str) -> None:
    whole = rich(name, str)
    try:
        article = rich(name, renamed)
    except (FieldMissing, LayoutMoved):
        return  # nothing but its title was left, or boxes beside the text
    assert article.extracted_by["body"] == "generic", "which the spider tells as `layout-moved`"
    assert article.title == whole.title
    assert article.body_text == whole.body_text


def articles_of_the_demo() -> Iterator[tuple[Portal, str, str]]:
    """Yield each portal, as if it were proven, with the address and page of an article, and those with boxes."""
    for desk in desks():
        portal = next(one for one in run.portals().values() if {desk.host, f"www.{desk.host}"} & set(one.hosts))
        told = [one for one in desk.articles if not one.gone and len(one.body) > 4]
        for written in [*told[:1], *(one for one in told[1:] if any(part.kind == "related" for part in one.body))]:
            page_of_it = PAGES[desk.host, desk.path(written)].body.decode()
            yield replace(portal, proof=Proof.CAPTURED), desk.url(written), page_of_it


def test_what_is_read_without_rules_on_a_proven_portal_is_the_text_and_nothing_else() -> None:
    became = []
    for portal, url, written in articles_of_the_demo():
        whole = extract(written.encode(), url=url, portal=portal, now=NOW)
        try:
            article = extract(renamed(written).encode(), url=url, portal=portal, now=NOW)
        except PageError as error:
            became.append(error.kind)
            continue
        became.append("read")
        assert (article.body_text, article.published) == (whole.body_text, whole.published)
    assert set(became) == {"read", "layout-moved", "field-missing"}


BOX = '<p><a href="{0}">Tin đọc nhiều nhất trong tuần qua</a></p>'


@pytest.mark.parametrize(
    ("proof", "href", "told"),
    [
        (Proof.REPORTED, "/tin-khac-post1.html", LayoutMoved),
        (Proof.REPORTED, "/van-ban/quyet-dinh.pdf", None),
        (Proof.REPORTED, "https://chinhphu.vn/", None),
        (Proof.INFERRED, "/tin-khac-post1.html", None),
    ],
)
def test_site_s_own_links_in_a_text_that_no_rule_found_are_refused_where_rules_are_proven(
    proof: Proof, href: str, told: type[LayoutMoved] | None
) -> None:
    portal = replace(PROVEN["nhandan"], proof=proof)
    story = family_pages.story(portal)
    second = f'<p class="cms-text">{story.paragraphs[1]}</p>'
    written = family_pages.article(portal, story)
    assert second in written
    broken = renamed(written.replace(second, second + BOX.format(href)))
    if told is None:
        assert family_pages.read(portal, story, broken, now=NOW)
        return
    with pytest.raises(told):
        family_pages.read(portal, story, broken, now=NOW)


@pytest.mark.parametrize("name", sorted(DATED_BY_RULES))
def test_article_without_its_date_is_refused(name: str) -> None:
    with pytest.raises(FieldMissing, match="published"):
        read(name, undated)


@pytest.mark.parametrize("name", RICH)
def test_article_of_the_demo_without_its_date_is_refused(name: str) -> None:
    with pytest.raises(FieldMissing, match="published"):
        rich(name, undated)


@by_family
def test_date_of_another_story_is_never_the_article_s(name: str) -> None:
    told = family_pages.story(PROVEN[name])
    with suppress(FieldMissing):
        found = read(name, moved)
        assert isinstance(found, Document) or found.published == told.published


def test_listing_dates_an_article_whose_page_has_lost_its_date() -> None:
    portal, told = PROVEN["qdnd"], family_pages.story(PROVEN["qdnd"])
    written = moved(family_pages.article(portal, told))
    link = Link(url=family_pages.url(portal, told), published=told.published)
    found = family_pages.read(portal, told, written, now=NOW, link=link)
    assert isinstance(found, Article)
    assert found.published == told.published
    assert found.extracted_by["published"] == "listing"
    with pytest.raises(ImpossibleDate):
        family_pages.read(portal, told, written, now=NOW, link=replace(link, published=NOW.replace(year=2028)))


def test_hour_that_stands_elsewhere_joins_the_day_that_stands_in_its_place() -> None:
    hour = '</h1><span class="time">08:15 10/07/2026</span>'
    found = read("qdnd", lambda written: PRINTED.sub("10/07/2026", written).replace("</h1>", hour))
    assert isinstance(found, Article)
    assert found.published == family_pages.MORNING


@pytest.mark.parametrize("name", sorted(DATED_BY_RULES | {"sbv", "quochoi"}))
@pytest.mark.parametrize(
    "written",
    [
        "10/7/2026 8:15 SA",
        "08:15 10/07/2026",
        "08:15, ngày 10-07-2026",
        "Thứ Sáu, 10/07/2026 - 08:15",
        "Thứ Sáu, ngày 10 tháng 7 năm 2026, 08:15",
        "Cập nhật: 10/07/2026 08:15 (GMT+7)",
    ],
)
def test_date_that_is_written_in_another_form_is_still_right(name: str, written: str) -> None:
    def anew(page_of_it: str) -> str:
        silent = re.sub(r"<meta[^>]*_time[^>]*>|\"date(?:Published|Modified)\"\s*:\s*\"[^\"]*\",?", "", page_of_it)
        silent = re.sub(r'datetime="2026-07-10[^"]*"|Thứ Sáu, ngày |(?<=</span>)\s*08:15', "", silent)
        return PRINTED.sub(written, silent)

    found = read(name, anew)
    assert isinstance(found, Article)
    assert found.published == family_pages.MORNING


@pytest.mark.parametrize("name", sorted(set(PLAYED) - WITHOUT_RULES - {"vanban"}))
def test_article_without_its_text_is_refused(name: str) -> None:
    def without_text(written: str) -> str:
        root = dom.parse(written.encode())
        assert root
        container = dom.first(root, PROVEN[name].versions[0].body)
        assert container
        container.inner_html = ""
        return root.html or ""

    with pytest.raises(FieldMissing, match="body"):
        read(name, without_text)


@by_family
@pytest.mark.parametrize(
    "heading",
    [
        "404",
        "404 - Không tìm thấy trang",
        "Lỗi 500",
        "Trang bạn tìm không tồn tại",
        "Access Denied",
        "Hệ thống đang bảo trì",
    ],
)
def test_error_page_with_the_status_200_is_told(name: str, heading: str) -> None:
    with pytest.raises(PageError) as caught:
        read(name, lambda _: ERROR.format(heading))
    assert caught.value.kind in {"error-page", "challenge"}


@by_family
def test_login_page_and_challenge_are_told(name: str) -> None:
    with pytest.raises(StandIn) as caught:
        read(name, lambda _: LOGIN)
    assert caught.value.kind == "login-page"
    with pytest.raises(ChallengePage):
        read(name, lambda _: SHUT)


@pytest.mark.parametrize(
    "title",
    [
        "Không tìm thấy nạn nhân thứ ba trong vụ sạt lở",
        "404 hộ dân được bàn giao nhà mới",
        "Lỗi 500 tỷ đồng: ai chịu trách nhiệm?",
    ],
)
def test_headline_that_sounds_like_an_error_is_none(title: str) -> None:
    text = "<p>" + "Lực lượng chức năng tiếp tục tìm kiếm trong đêm, theo báo cáo của địa phương. " * 8 + "</p>"
    written = (
        f"<html><head><title>{title} - Báo Thử</title></head><body><h1>{title}</h1><div>{text}</div></body></html>"
    )
    portal = factories.portal(proof=Proof.INFERRED)
    article = extract(written.encode(), url="https://baochinhphu.vn/bai-1.htm", portal=portal, now=NOW)
    assert article.title == title


# One list


def listed(name: str, change: Change) -> tuple[Link, ...]:
    """Return the links of a section's own list on a family's list, changed."""
    portal = PROVEN[name]
    section, source = family_pages.source(portal)
    body = change(family_pages.listing(portal, family_pages.story(portal)))
    url = portal.address(source.url, section, page=1, offset=0)
    found = sources.read(source, body if isinstance(body, bytes) else body.encode(), url=url, portal=portal)
    return tuple(link for link in found.links if not link.aside)


@by_family
def test_emptied_list_holds_nothing(name: str) -> None:
    told = family_pages.story(PROVEN[name])
    assert listed(name, str)
    assert listed(name, lambda written: '{"data": []}' if name == "mof" else emptied(written, [told])) == ()


@by_family
def test_page_that_stands_in_for_a_list_is_told_or_holds_nothing(name: str) -> None:
    with pytest.raises(ChallengePage):
        listed(name, lambda _: SHUT)
    for stand_in in (ERROR.format("Lỗi 500"), LOGIN):
        try:
            assert listed(name, lambda _, body=stand_in: body) == ()
        except NotJson:
            assert name == "mof"


@by_family
def test_list_whose_classes_were_renamed_still_leads_to_its_articles(name: str) -> None:
    assert listed(name, renamed)


def tallied(**counts: int) -> Tally:
    tally = Tally(sections=frozenset({"tin"}), report=lambda _, __: None)
    tally.answered("tin")
    for what, by in counts.items():
        tally.count(what, by)
    return tally


@pytest.mark.parametrize(
    ("counts", "outcome"),
    [
        ({}, "nothing new"),
        ({"new": 1, "failed": 9}, "new"),
        ({"failed": 2}, "nothing new"),
        ({"failed": 3}, "broken"),
        ({"failed": 3, "unchanged": 1}, "nothing new"),
    ],
)
def test_links_without_articles_are_a_broken_crawl(counts: dict[str, int], outcome: str) -> None:
    assert tallied(**counts).outcome == outcome


def test_an_emptied_list_beside_a_box_that_survived_is_empty() -> None:
    desk, _ = known("baochinhphu")
    portal = run.portal("baochinhphu")
    section = portal.sections[0]
    root = dom.parse(PAGES[desk.host, f"/{section.path}"].body)
    assert root
    for area in (one for selector in portal.family.listing.main for one in dom.select(root, selector)):
        area.inner_html = ""
    body = (root.html or "").replace(
        "</body>", '<div class="hot"><a href="/bai-mot-102260101000000123.htm">Một</a></div>'
    )
    found = discovery.listing(body.encode(), url=portal.address("{path}", section), portal=portal).links
    assert found
    assert all(link.aside for link in found), "so the spider finds no links of the section"


def test_every_family_is_played() -> None:
    assert {PROVEN[name].family.letter: letter[0] for name, letter in PLAYED.items()} == {
        letter: letter for letter in {family.letter for family in FAMILIES} | {QDND.letter}
    }


# A crawl of every family: a first one finds its pages whole, a second one after they broke

FIRST, SECOND = "2026-07-10T09:00:00+07:00", "2026-07-10T12:00:00+07:00"
OLD, NEW = (820_101,), (820_103, 820_102, 820_101)

Page = Callable[[Portal, Story, str], Answer]
List = Callable[[Portal, Sequence[Story], str], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """What a crawl after a breakage told, what lay in the archive after it, and what was published before and after."""

    code: int
    told: Mapping[str, Mapping[str, Any]]
    entries: Sequence[Entry]
    documents: Sequence[DocumentEntry]
    before: Mapping[str, bytes]
    after: Mapping[str, bytes]

    def kinds(self, name: str) -> set[str]:
        return {problem["kind"] for problem in self.told[name]["problems"]}

    def stored(self, name: str) -> dict[str, Article]:
        return {entry.article.title: entry.article for entry in self.entries if entry.article.portal == name}


def whole(portal: Portal, told: Story, written: str) -> Answer:
    del portal, told
    return page(written)


def whole_list(portal: Portal, stories: Sequence[Story], written: str) -> Answer:
    del stories
    return page(written, kind="application/json" if is_interface(portal) else "text/html; charset=utf-8")


def is_interface(portal: Portal) -> bool:
    return isinstance(portal.sections[0].sources[0], Api)


def target(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def list_target(portal: Portal) -> str:
    section = portal.sections[0]
    return target(portal.address(section.sources[0].url, section, page=1, offset=0))


MORE = "Mời bạn đọc theo dõi các bản tin tiếp theo về đợt bồi dưỡng này."


def renamed_page(portal: Portal, told: Story, written: str) -> Answer:
    """Answer with a page after its vendor renamed every class; of the known article with words that were not there."""
    if told.number in OLD and portal.name not in WITHOUT_RULES:
        written = written.replace(told.paragraphs[-1], f"{told.paragraphs[-1]} {MORE}") if told.paragraphs else written
    return page(renamed(written))


def looping(portal: Portal, told: Story, _: str) -> Answer:
    return crawling.redirect(target(family_pages.url(portal, told)), status=302)


def renamed_list(portal: Portal, stories: Sequence[Story], written: str) -> Answer:
    return whole_list(portal, stories, written if is_interface(portal) else renamed(written))


def emptied_list(portal: Portal, stories: Sequence[Story], written: str) -> Answer:
    return whole_list(portal, stories, '{"data": []}' if is_interface(portal) else emptied(written, stories))


def moved_date(portal: Portal, told: Story, written: str) -> Answer:
    del portal, told
    return page(moved(written))


BREAKAGES: Mapping[str, tuple[Page, List]] = {
    "classes renamed": (renamed_page, renamed_list),
    "date moved": (moved_date, whole_list),
    "list emptied": (whole, emptied_list),
    "challenge page": (lambda *_: page(SHUT), whole_list),
    "error page": (lambda *_: page(ERROR.format("Trang bạn tìm không tồn tại")), whole_list),
    "redirect loop": (looping, whole_list),
}
"""What happens to the articles of a portal, the known one's too, and to its list."""

TOLD: Mapping[str, Mapping[str, str]] = {
    "classes renamed": {
        # Of these the page tells machines the date, or no rule does.
        **dict.fromkeys(("baochinhphu", "nhandan", "quochoi"), "layout-moved"),
        **dict.fromkeys(("hanoimoi", "vanban", "tapchicongsan", "moet", "qdnd"), "field-missing"),
    },
    "date moved": {
        **dict.fromkeys(("hanoimoi", "tapchicongsan", "qdnd"), "field-missing"),
        # Of what is known: the list, which dates new articles, is not asked about it; the day of issue was told before.
        **dict.fromkeys(("moet", "vanban"), "field-missing"),
    },
    "list emptied": dict.fromkeys(PLAYED, "no-links"),
    "challenge page": dict.fromkeys(PLAYED, "challenge"),
    "error page": dict.fromkeys(PLAYED, "error-page"),
    "redirect loop": dict.fromkeys(PLAYED, "redirect"),
}
"""The kind of problem that a crawl tells of a portal; nothing of those that are not named."""

STILL_READ: Mapping[str, frozenset[str]] = {
    "classes renamed": WITHOUT_RULES,
    "date moved": frozenset(PLAYED) - {"hanoimoi", "tapchicongsan", "qdnd"},
}
"""Portals whose new articles are read in spite of it, whole and rightly dated."""


def world(numbers: Sequence[int], a_page: Page = whole, a_list: List = whole_list) -> Played:
    """Return all families' sites with these stories."""
    told: dict[Address, Answer] = {}
    for portal in PROVEN.values():
        stories = [family_pages.story(portal, number) for number in numbers]
        told[portal.host, list_target(portal)] = a_list(portal, stories, family_pages.listing(portal, *stories))
        for each in (*stories, family_pages.story(portal, BESIDE)):
            written = family_pages.article(portal, each)
            told[portal.host, target(family_pages.url(portal, each))] = a_page(portal, each, written)
    return Played(told)


def crawl(folder: Path, site: Played, *, at: str) -> tuple[int, dict[str, Any]]:
    """Crawl all families and publish, and return the exit code and what was told."""
    with serving(site) as server:
        places = ("--archive", crawling.address(folder), "--output", str(folder / "output"))
        how = ("--replay", server.url, "--delay", "0", "--json", "--at", at)
        arguments = ("family_pages", "crawl", *PLAYED, *places, *how)
        done = forked.ended("crawling", *arguments, env=crawling.environment(), cwd=folder)
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


def published(folder: Path) -> dict[str, bytes]:
    output = folder / "output"
    return {str(file.relative_to(output)): file.read_bytes() for file in output.rglob("*") if file.is_file()}


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Broken]:
    """Return what comes of a breakage by its name; `lists` breaks the lists as it does the articles."""
    first = tmp_path_factory.mktemp("breakage") / "first"
    first.mkdir()
    code, _ = crawl(first, world(OLD), at=FIRST)
    assert code == 0

    @cache
    def broken(breakage: str, *, lists: bool = False) -> Broken:
        folder = first.with_name(f"{breakage} {lists}")
        shutil.copytree(first, folder)
        a_page, a_list = BREAKAGES[breakage]
        site = world(NEW, a_list=LISTS[breakage]) if lists else world(NEW, a_page, a_list)
        code, told = crawl(folder, site, at=SECOND)
        with archive.opened(crawling.address(folder)) as store:
            entries, documents = store.reader.entries(), store.documents.entries()
        return Broken(
            code=code,
            told={one["portal"]: one for one in told["portals"]},
            entries=tuple(entries),
            documents=tuple(documents),
            before=published(first),
            after=published(folder),
        )

    return broken


# What the other breakages make of one page or one list is told above, in microseconds.
by_breakage = pytest.mark.parametrize(
    "breakage", [pytest.param(one, marks=() if one == "classes renamed" else pytest.mark.slow) for one in BREAKAGES]
)


@by_breakage
@by_family
def test_crawl_tells_which_kind_of_breakage_it_is(after: Callable[..., Broken], breakage: str, name: str) -> None:
    assert after(breakage).kinds(name) == set(filter(None, [TOLD[breakage].get(name)]))


@by_breakage
@by_family
def test_broken_pages_are_a_broken_crawl_unless_they_are_read_in_spite_of_it(
    after: Callable[..., Broken], breakage: str, name: str
) -> None:
    still = name in STILL_READ.get(breakage, ())
    assert after(breakage).told[name]["outcome"] == ("new" if still else "broken")
    assert after(breakage).code == 1


@by_breakage
@pytest.mark.parametrize("name", sorted(set(PLAYED) - {"vanban"}))
def test_no_damaged_article_is_stored(after: Callable[..., Broken], breakage: str, name: str) -> None:
    portal, still = PROVEN[name], name in STILL_READ.get(breakage, ())
    stored = after(breakage).stored(name)
    stories = [family_pages.story(portal, number) for number in (NEW if still else OLD)]
    assert set(stored) - {family_pages.story(portal, BESIDE).title} == {told.title for told in stories}
    for told in stories:
        article = stored[told.title]
        lines = article.body_text.split("\n\n")
        assert [line for line in lines if line in told.paragraphs] == list(told.paragraphs)
        assert set(lines) - set(told.paragraphs) <= {f"{family_pages.CAPTION} Ảnh: {family_pages.CREDIT}"}
        if name != "toaan":  # which prints no hour, and has no known place for the day
            assert article.published == told.published


@by_breakage
def test_no_damaged_document_is_stored(after: Callable[..., Broken], breakage: str) -> None:
    documents = [entry.document for entry in after(breakage).documents]
    assert len(documents) == (len(NEW) if breakage == "date moved" else len(OLD))
    assert all(one.title and one.number and one.abstract and one.files for one in documents)
    symbols = {family_pages.story(PROVEN["vanban"], number).symbol for number in OLD}
    assert {one.number for one in documents if one.issued == family_pages.MORNING.date()} == symbols


@by_breakage
def test_published_feeds_are_left_alone(after: Callable[..., Broken], breakage: str) -> None:
    broken = after(breakage)
    still = STILL_READ.get(breakage, frozenset())
    changed = {
        path for path in broken.before.keys() | broken.after if broken.before.get(path) != broken.after.get(path)
    }
    of_portals = {re.split(r"[./]", path.partition("/portals/")[2])[0] for path in changed if "/portals/" in path}
    assert of_portals <= still
    assert still or not changed


@pytest.mark.parametrize("breakage", ["classes renamed", pytest.param("date moved", marks=pytest.mark.slow)])
@by_family
def test_what_was_published_stays_as_it_was(after: Callable[..., Broken], breakage: str, name: str) -> None:
    before, now = (items(each, name) for each in (after(breakage).before, after(breakage).after))
    assert before
    assert before.items() <= now.items()
    assert len(now) - len(before) == (2 if name in STILL_READ[breakage] else 0)


def items(output: Mapping[str, bytes], name: str) -> dict[str, str]:
    """Return the entries of a portal's feed, each as written, by their ids."""
    found = [path for path in output if path.endswith(f"/portals/{name}.json")]
    told = [item for path in found for item in json.loads(output[path])["items"]]
    return {item["id"]: json.dumps(item, sort_keys=True) for item in told}


def looping_list(portal: Portal, stories: Sequence[Story], written: str) -> Answer:
    del stories, written
    return crawling.redirect(list_target(portal), status=302)


LISTS: Mapping[str, List] = {
    "challenge page": lambda *_: page(SHUT),
    "error page": lambda *_: page(ERROR.format("Lỗi 500")),
    "redirect loop": looping_list,
}
"""What comes in place of a list."""


@pytest.mark.slow
@pytest.mark.parametrize("breakage", LISTS)
def test_list_that_is_broken_likewise_is_told_and_changes_nothing(after: Callable[..., Broken], breakage: str) -> None:
    broken = after(breakage, lists=True)
    told = TOLD[breakage]["sbv"]
    for name in PLAYED:
        assert broken.kinds(name) == {"not-json" if (breakage, name) == ("error page", "mof") else told}
    assert {one["outcome"] for one in broken.told.values()} == {"broken"}
    assert broken.after == broken.before
