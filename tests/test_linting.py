"""What is doubtful about a portal's data is found, and none of the portals has it."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import factories
import pytest
from typer import Typer
from typer.testing import CliRunner

from crawler import linting, run, selectors
from crawler.dates import HANOI
from crawler.families.epi import EPI
from crawler.linting import Finding, Page
from crawler.portal import DocumentRules, Kind, Listing, ListingRules, Portal, Proof, Rules, Section
from diemtin import captures, capturing
from diemtin.commands import developing
from diemtin.configuration import SettingsWrong
from diemtin.fetching import FetchedPage
from diemtin.linting import lint

FOLDERS = [Path(__file__).parents[1] / one for one in captures.FOLDERS]
PORTALS = run.portals()

RULES = Rules(title=("h1.tieu-de",), lead=(".sapo",), body=(".noi-dung",), published=(".ngay",))
LIST = ListingRules(main=(".tin-moi",), item="tin", date="time")
TEXT = "<p>" + "Phiên họp bàn về tăng trưởng, đầu tư công và đời sống của người dân trong quý tới. " * 5 + "</p>"
ARTICLE = (
    "<html><head><title>Phiên họp</title>{head}</head><body><h1 class=tieu-de>Phiên họp thường kỳ</h1>"
    "<span class=ngay>{day}</span><p class=sapo>Sáng nay, Chính phủ họp phiên thường kỳ.</p>{more}"
    f"<div class=noi-dung>{TEXT}</div></body></html>"
)
LISTING = (
    "<html><body><ul class=tin-moi><li class=tin><a href={0}>Bài</a><time>01/03/2026</time></li></ul></body></html>"
)


def portal(**changes: Any) -> Portal:
    family = replace(factories.FAMILY, listing=LIST)
    return factories.portal(**{"family": family, "rules": (RULES,), **changes})


def page(body: str, *, name: str = "baochinhphu.vn/article", url: str = "", listing: bool = False) -> Page:
    return Page(
        name=name,
        url=url or f"https://baochinhphu.vn/{'thoi-su' if listing else 'bai-1'}.htm",
        body=body.encode(),
        content_type="text/html",
        fetched=datetime(2026, 3, 2, tzinfo=HANOI),
        source=Listing() if listing else None,
        whole=True,
    )


def article(*, day: str = "01/03/2026 09:51", head: str = "", more: str = "", **said: Any) -> Page:
    return page(ARTICLE.format(day=day, head=head, more=more), **said)


def listing(href: str = "/bai-1.htm") -> Page:
    return page(LISTING.format(href), name="baochinhphu.vn/listing", listing=True)


def found(one: Portal, *pages: Page) -> list[tuple[str, str]]:
    return [(finding.rule, finding.where) for finding in linting.lint(one, pages)]


def test_sound_portal_is_left_in_peace() -> None:
    assert found(portal()) == []
    assert found(portal(), article(), listing()) == []


@pytest.mark.parametrize(
    ("changes", "rule", "where"),
    [
        ({"title_en": ""}, "missing-data", "title_en"),
        ({"title_en": "Báo Điện tử Chính phủ"}, "missing-data", "title_en"),
        ({"body": ""}, "missing-data", "body"),
        ({"proof": Proof.REPORTED}, "missing-data", "unverified"),
        ({"credit": ""}, "missing-data", "credit"),
        ({"sections": (Section(path="a.htm", title="A", topic="khong-co"),)}, "unknown-topic", "section a.htm"),
        ({"sections": (Section(path="bai-7.htm", title="A"),)}, "article-form", "section bai-7.htm"),
        ({"home": "http://baochinhphu.vn/"}, "insecure-home", "home"),
        ({"delay": 0.5}, "impatient", "delay"),
        ({"rules": (Rules(title=("h1",), body=(".b",)),)}, "no-date-rule", "published"),
    ],
)
def test_data_that_is_missing_or_cannot_be_is_told(changes: dict[str, Any], rule: str, where: str) -> None:
    assert found(portal(**changes)) == [(rule, where)]


def test_what_is_admitted_is_not_told() -> None:
    undated = (Rules(title=("h1",), body=(".b",)),)
    assert found(portal(rules=undated, unverified=("published: no page was seen",))) == []
    assert found(portal(home="http://baochinhphu.vn/", unverified=("https: its certificate ended",))) == []


@pytest.mark.parametrize(
    ("css", "rule"),
    [
        (".css-1a2b3c", "generated-name"),
        ("#ctrl_191017_163_grvDocument", "generated-name"),
        (".ctl00_ctl01_body", "generated-name"),
        ("p..a", "unreadable-selector"),
        ("p:unheard-of", "unreadable-selector"),
        ("div:nth-child(2) p:nth-child(3)", "positional-selector"),
        (".a, div > div > div > p", "positional-selector"),
    ],
)
def test_selector_that_will_not_last_is_told(css: str, rule: str) -> None:
    assert (rule, "source") in found(portal(rules=(replace(RULES, source=(css,)),)))


@pytest.mark.parametrize(
    "css", ["td:nth-child(1), th:nth-child(1)", "ul > li > a", "#page li:has(> b) + li > a", ".sc-title"]
)
def test_selector_that_names_what_it_means_is_left_in_peace(css: str) -> None:
    assert found(portal(rules=(replace(RULES, source=(css,)),))) == []


def test_selectors_of_listings_documents_and_marks_are_looked_at() -> None:
    family = replace(
        factories.FAMILY,
        listing=replace(LIST, next="a..b"),
        documents=(DocumentRules(rows="tr..x", titled=r"^\[Dự thảo"),),
        marks=("[[",),
    )
    told = found(portal(family=family))
    assert told == [
        ("unreadable-selector", "listing next"),
        ("unreadable-selector", "document rows"),
        ("unreadable-selector", "marks"),
    ]


def test_selector_that_finds_several_where_one_is_meant_is_told() -> None:
    assert found(portal(), article(more="<p class=sapo>Hai</p>")) == [("ambiguous-selector", "lead")]


@pytest.mark.parametrize("more", ["<p class=sapo></p>", "<p class=sapo>&nbsp;<b> </b></p>"])
def test_selector_that_finds_what_is_empty_beside_what_is_meant_is_not_told(more: str) -> None:
    assert found(portal(), article(more=more)) == []
    nested = (
        article()
        .body.replace(b"<p class=sapo>", b"<div class=sapo><p class=sapo>")
        .replace(b"</p><div", b"</p></div><div")
    )
    assert found(portal(), replace(article(), body=nested)) == []


def test_lacking_credit_is_a_weak_finding_of_a_captured_portal_alone() -> None:
    (finding,) = linting.lint(portal(credit=""), [])
    assert finding.weak
    assert found(portal(credit="", proof=Proof.REPORTED, unverified=("paging",))) == []


def test_what_is_not_known_of_the_portal_itself_admits_nothing_of_its_articles() -> None:
    of_family = factories.portal(family=EPI, unverified=("body: by the portal's own name",))
    page_of_another = page("<html><body><p>Khác</p></body></html>", url="https://baochinhphu.vn/a-post983682.html")
    assert ("dead-selector", "body") in found(of_family, page_of_another)


def test_home_page_that_is_no_section_need_not_list_articles(tmp_path: Path) -> None:
    empty = FetchedPage(url="https://baochinhphu.vn/", body=b"<p>Xin chao</p>", content_type="")
    capturing.save(empty, tmp_path, name="home", now=datetime(2026, 3, 2, tzinfo=HANOI))
    assert lint({"baochinhphu": portal()}, [tmp_path]) == []
    capturing.save(empty, tmp_path, name="listing", now=datetime(2026, 3, 2, tzinfo=HANOI))
    assert {one.rule for one in lint({"baochinhphu": portal()}, [tmp_path])} >= {"article-form"}


def test_selector_that_finds_nothing_is_told_unless_it_is_admitted() -> None:
    tagged = portal(rules=(replace(RULES, tags=(".the a", ".sapo"), drop=(".qc",)),))
    (finding,) = linting.lint(tagged, [article(), listing()])
    assert (finding.rule, finding.where) == ("dead-selector", "tags")
    assert finding.says.startswith(".the a finds nothing")
    assert found(replace(tagged, unverified=("tags: the article at hand has none",)), article()) == []
    assert found(tagged, replace(article(), whole=False)) == [], "what is not in a part may be on the page"


def test_listing_s_selector_that_finds_nothing_is_told() -> None:
    family = replace(factories.FAMILY, listing=replace(LIST, date=".luc"))
    assert found(portal(family=family), listing()) == [("dead-selector", "listing date")]


def test_rules_that_several_portals_share_must_only_find_what_is_needed() -> None:
    head = "<h1 class='article__title'>Phiên họp</h1>"
    body = f"<html><body>{head}<div class='article__body cms-body'>{TEXT}</div></body></html>"
    url = "https://baochinhphu.vn/phien-hop-post983682.html"
    of_family = factories.portal(family=EPI)
    assert found(of_family, page(body, url=url)) == [("dead-selector", "published")]


def test_address_that_is_no_article_s_is_told() -> None:
    of_article = article(url="https://baochinhphu.vn/phien-hop.html")
    assert found(portal(), of_article, listing("/phien-hop.html")) == [
        ("article-form", "baochinhphu.vn/article"),
        ("article-form", "baochinhphu.vn/listing"),
    ]


@pytest.mark.parametrize(
    ("day", "more"),
    [
        ("01/03/2026 09:51", "<footer><span class=ngay>01/03/2026</span></footer>"),
        ("01/03/2026 09:51", "<div class=page-footer><b class=ngay>01/03/2026</b></div>"),
        ("© 2026 Báo Điện tử Chính phủ", ""),
    ],
)
def test_date_of_a_copyright_line_is_told(day: str, more: str) -> None:
    assert ("invented-date", "baochinhphu.vn/article") in found(portal(), article(day=day, more=more))


def test_date_that_is_not_the_one_told_to_machines_is_told() -> None:
    head = '<meta property="article:published_time" content="2026-02-27T09:51:00+07:00">'
    (finding,) = linting.lint(portal(), [article(head=head)])
    assert (finding.rule, finding.where) == ("invented-date", "baochinhphu.vn/article")
    assert finding.says == "is dated 2026-03-01, while the page tells machines 2026-02-27"


def test_gate_s_page_proves_nothing() -> None:
    gate = page('<script>document.cookie="D1N=abcdefabcdef";window.location.reload(true)</script>', listing=True)
    assert found(portal(), gate) == []


def test_commas_part_a_selector_but_not_inside_of_brackets() -> None:
    assert selectors.parts('a, b:is(c, d), [e="f, g"]') == ["a", "b:is(c, d)", '[e="f, g"]']


@pytest.mark.parametrize("name", PORTALS)
def test_nothing_is_doubtful_about_a_portal(name: str) -> None:
    assert [one for one in lint({name: PORTALS[name]}, FOLDERS) if not one.weak] == []


def test_command_lists_findings_and_ends_with_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = Typer()
    app.command()(developing.lint)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    sound = CliRunner().invoke(app, ["nhandan"])
    assert (sound.exit_code, sound.stdout) == (0, "nothing is doubtful\n")
    monkeypatch.setattr(run, "_spiders", lambda: {"thu": spider()})
    doubtful = CliRunner().invoke(app, ["thu"])
    assert doubtful.exit_code == 1
    assert "missing-data" in doubtful.stdout
    missing = CliRunner().invoke(app, ["thu", "--captures", str(tmp_path / "nowhere")])
    assert isinstance(missing.exception, SettingsWrong)
    told = json.loads(CliRunner().invoke(app, ["thu", "--json"]).stdout)
    assert not told[0]["weak"]
    assert Finding(**told[0]) == Finding(portal="thu", rule="missing-data", where="body", says="is empty")


def spider() -> type:
    return type("Thu", (), {"portal": portal(name="thu", body="", kind=Kind.PRESS)})
