"""Every portal, by its own data and by the demo's pages of it."""

import re
from collections import defaultdict
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import family_pages
import pytest
from family_pages import CAPTION, CREDIT, Record, Story

from crawler import dom, links, run, sources, spiders
from crawler.article import Article
from crawler.dates import HANOI
from crawler.discovery import Link
from crawler.document import Document
from crawler.extraction import extract
from crawler.portal import Listing, Portal, Proof, Rules, Source
from crawler.taxonomy import SUBJECTS
from diemtin.demo.manuscript import Desk, Manuscript
from diemtin.demo.newsroom import desks, pages

CAPTURES = Path(__file__).parents[2] / "shared" / "captures"
# Names that a build makes anew each time: `css-1a2b3c`, `sc-bdVaJa`, `_3kf9x`, `jsx-123456`.
_GENERATED = re.compile(r"[.#](?:css|jsx|sc|emotion)-[a-zA-Z]*\d|[.#]_[a-z0-9]{5,}\b|[.#][a-f0-9]{8,}\b")
PORTALS = run.portals()
NOW = datetime(2027, 1, 1, tzinfo=HANOI)
by_portal = pytest.mark.parametrize("portal", PORTALS.values(), ids=PORTALS)


@by_portal
def test_portal_says_who_it_is(portal: Portal) -> None:
    assert portal.title
    assert portal.title_en
    assert portal.body
    assert portal.home == f"https://{portal.host}/"
    assert portal.language in {"vi", "en", "zh"}
    assert portal.delay > 0


def test_no_host_is_of_two_portals() -> None:
    """Or an article of the one would be known by a key of the other's."""
    own = {links.bare(portal.host): name for name, portal in PORTALS.items()}
    assert len(own) == len(PORTALS)
    aliases = {(links.bare(alias), name) for name, portal in PORTALS.items() for alias in portal.aliases}
    assert not [(host, name) for host, name in aliases if own.get(host, name) != name]
    assert len({host for host, _ in aliases}) == len(aliases)


@by_portal
def test_portal_that_is_not_captured_names_what_is_unverified(portal: Portal) -> None:
    assert portal.proof is Proof.CAPTURED or portal.unverified


@by_portal
def test_sections_are_told_apart_and_have_topics_that_exist(portal: Portal) -> None:
    slugs = {subject.slug for subject in SUBJECTS} | {""}
    assert portal.sections
    assert len({section.path for section in portal.sections}) == len(portal.sections)
    assert all(section.title and section.topic in slugs for section in portal.sections)


@by_portal
def test_sources_give_addresses_on_the_portal_s_host(portal: Portal) -> None:
    for section in portal.sections:
        assert portal.sources(section)
        for source in portal.sources(section):
            values = {"page": 2, "offset": 20, "year": 2026, "month": 3}
            templates = [source.url, *([source.next] if isinstance(source, Listing) and source.next else [])]
            for template in templates:
                address = portal.address(template, section, **values)
                assert urlsplit(address).netloc == portal.host
                assert "{" not in address
            assert isinstance(source, Source)


@by_portal
def test_section_page_is_no_article(portal: Portal) -> None:
    for section in portal.sections:
        assert not portal.is_article(portal.address("{path}", section))


def told() -> list[tuple[Desk, Manuscript]]:
    return [(desk, article) for desk in desks() for article in desk.articles if article.body and not article.gone]


@cache
def demo() -> dict[tuple[str, str], bytes]:
    return {address: answer.body for address, answer in pages().items()}


def fetched(desk: Desk, written: Manuscript) -> Article:
    portal = next(one for one in PORTALS.values() if desk.host in one.hosts or f"www.{desk.host}" in one.hosts)
    assert portal.is_article(desk.url(written))
    return extract(demo()[desk.host, desk.path(written)], url=desk.url(written), portal=portal, now=NOW)


@pytest.mark.parametrize(("desk", "written"), told(), ids=[f"{desk.host}-{one.number}" for desk, one in told()])
def test_demo_article_is_read_as_it_was_written(desk: Desk, written: Manuscript) -> None:
    article = fetched(desk, written)
    assert article.title == written.title
    assert article.lead == written.lead
    assert article.published
    assert abs(article.published - written.published) < timedelta(minutes=1)
    printed = [(*photo.words, "", "")[2] for photo in written.pictures]
    assert [image.credit for image in article.images] == printed
    for block in written.body:
        if block.kind in {"paragraph", "heading"}:
            assert block.words[0].split("[")[0][:60] in article.body_text


# On its family's pages

MARKUP_NOT_KNOWN = {
    "nothing is known but the host": (
        *("angiang", "bacninh", "btctw", "camau", "cantho", "caobang", "daklak", "danang", "dienbien", "dongnai"),
        *("gialai", "haiphong", "hatinh", "hcma", "hoidonglyluan", "hue", "hungyen", "khanhhoa", "laichau", "lamdong"),
        *("langson", "laocai", "nghean", "ninhbinh", "phutho", "quangngai", "quangninh", "quangtri", "sbv", "sonla"),
        *("tayninh", "thainguyen", "thanhhoa", "tuyenquang", "vinhlong", "vptw", "xaydungdang"),
    ),
    "nothing is known but the form of its addresses": (
        *("baotayninh", "dongthap", "hochiminh", "lyluanchinhtri", "moc", "mod", "noichinh", "tulieuvankien"),
        *("ubkttw", "vksndtc"),
    ),
    "its lists are known, and not its articles": ("vnanet",),
    "of family D documents are known, and not news": ("chinhphu",),
}
"""Portals whose articles are read on the page of any site, by the reason."""

DRAWN_BY_SCRIPTS = frozenset({"bocongan", "hanoi", "mof", "tuyengiaodanvan"})
"""Of family G, whose articles are read by what they tell machines, and their texts without rules."""

NO_LEAD = {
    "quochoi": "where family E sets the lead is not known",
    "toaan": "no article of family I is known, nor what it tells machines",
}
DAY_ALONE = frozenset({"toaan"})
"""Portals that print no hour: the home page of the court, which is all that is known of it, has none."""


@cache
def met(name: str) -> tuple[Story, tuple[Link, ...], Record]:
    """Return what a portal tells, what its first list holds of it, and what its page is read as."""
    portal, told = PORTALS[name], family_pages.story(PORTALS[name])
    section, listed = family_pages.source(portal)
    found = sources.read(
        listed,
        family_pages.listing(portal, told).encode(),
        url=portal.address(listed.url, section, page=1, offset=0),
        portal=portal,
    )
    keys = portal.keys(family_pages.url(portal, told))
    links = tuple(link for link in found.links if portal.keys(link.url) == keys)
    page = family_pages.article(portal, told)
    return told, links, family_pages.read(portal, told, page, now=NOW, link=links[0] if links else None)


def rules_of(portal: Portal) -> Rules | None:
    """Return the rules that find a text on the portal's page."""
    page = dom.parse(family_pages.article(portal, family_pages.story(portal)).encode())
    assert page
    return next((one for one in portal.versions if dom.first(page, one.body)), None)


@by_portal
def test_list_of_a_portal_s_family_yields_the_article_s_link(portal: Portal) -> None:
    told, links, _ = met(portal.name)
    (link,) = links
    assert portal.is_article(link.url)
    assert not link.aside
    assert link.title in {told.title, told.symbol, told.lead}


@by_portal
def test_page_of_a_portal_s_family_gives_the_title(portal: Portal) -> None:
    told, _, found = met(portal.name)
    assert found.title == told.title


@by_portal
def test_page_of_a_portal_s_family_gives_the_lead(portal: Portal) -> None:
    told, _, found = met(portal.name)
    lead = found.abstract if isinstance(found, Document) else found.lead
    assert lead == ("" if portal.name in NO_LEAD else told.lead)


@by_portal
def test_page_of_a_portal_s_family_gives_the_date(portal: Portal) -> None:
    told, _, found = met(portal.name)
    if isinstance(found, Document):
        assert (found.open_from if found.draft else found.issued) == told.published.date()
    else:
        day = told.published.replace(hour=0, minute=0)
        assert found.published == (day if portal.name in DAY_ALONE else told.published)


@by_portal
def test_page_of_a_portal_s_family_gives_the_text_and_nothing_else(portal: Portal) -> None:
    told, _, found = met(portal.name)
    if isinstance(found, Document):
        assert found.number == told.symbol
        assert found.files
    else:
        beside = {f"{CAPTION} Ảnh: {CREDIT}", f"(CTO) - {told.lead}"}  # which the Can Tho paper's text opens with
        assert [line for line in found.body_text.split("\n\n") if line not in beside] == list(told.paragraphs)


@by_portal
def test_fields_for_which_a_portal_has_rules_are_read_by_them(portal: Portal) -> None:
    _, _, found = met(portal.name)
    rules = rules_of(portal)
    if isinstance(found, Document) or rules is None:
        return
    told = {name for name in ("title", "lead", "published", "body") if getattr(rules, name)}
    assert told == {name for name in told if found.extracted_by[name] == "rules"}


def test_portals_that_are_read_without_rules_or_on_the_page_of_any_site_are_told() -> None:
    unknown = {name for names in MARKUP_NOT_KNOWN.values() for name in names}
    assert {name for name, portal in PORTALS.items() if family_pages.is_any(portal)} == unknown
    without = {name for name, portal in PORTALS.items() if rules_of(portal) is None}
    documents = {name for name in without if isinstance(met(name)[2], Document)}
    assert without - documents == unknown | DRAWN_BY_SCRIPTS | {"toaan"}
    assert documents == {"congbao_sonla", "duthaoonline"}


# The whole


def _lines(name: str) -> int:
    return len((Path(spiders.__file__).parent / f"{name}.py").read_text(encoding="utf-8").splitlines())


def test_there_are_many_portals_and_most_are_short() -> None:
    lengths = [_lines(name) for name in PORTALS]
    assert len(PORTALS) >= 60
    assert sum(length < 30 for length in lengths) >= 0.8 * len(lengths)


def test_no_rule_is_copied_from_one_portal_to_another() -> None:
    written = defaultdict(set)  # a family made from another carries the very same rules, not their like
    for rules in (one for portal in PORTALS.values() for one in portal.versions):
        written[rules].add(id(rules))
    assert all(len(each) == 1 for each in written.values())


@by_portal
def test_selectors_do_not_depend_on_generated_names(portal: Portal) -> None:
    for rules in portal.versions:
        written = [getattr(rules, name) for name in type(rules).__slots__]
        selectors = [one for each in written if isinstance(each, tuple) for one in each]
        assert not [one for one in selectors if _GENERATED.search(one)]


@pytest.mark.skipif(not CAPTURES.is_dir(), reason="the real captures (../shared/captures) are not here")
@by_portal
def test_portal_that_claims_to_be_captured_has_a_captured_listing_and_article(portal: Portal) -> None:
    if portal.proof is not Proof.CAPTURED:
        return
    here = [CAPTURES / host for host in portal.hosts]
    assert any((folder / "listing.html").exists() and (folder / "article.html").exists() for folder in here)
