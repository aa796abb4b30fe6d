"""Every portal, by its own data and by the demo's pages of it."""

import re
from collections import defaultdict
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler import run, spiders
from crawler.article import Article
from crawler.dates import HANOI
from crawler.extraction import extract
from crawler.portal import Listing, Portal, Proof, Source
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
