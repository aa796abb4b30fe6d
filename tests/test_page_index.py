"""The index of a page beside lxml's own selectors."""

import pytest

from crawler import markup, run
from crawler.families import FAMILIES
from crawler.page_index import PageIndex
from crawler.portal import Rules
from diemtin.demo.newsroom import pages

PAGES = [answer.body for answer in pages().values() if b"<h1" in answer.body]
NESTED = b"""<div class="a b"><p id="one" class=" b a">x<span class="a" title="Tin moi">y</span></p></div>
<div class="a"><div class="a"><p data-role="sapo">z</p></div><p>w</p></div><A CLASS="b" HREF="/a.htm">v</A>"""


def _selectors() -> list[str]:
    versions = [*(one for family in FAMILIES for one in family.versions)]
    versions += [one for portal in run.portals().values() for one in portal.rules]
    found = (getattr(version, name) for version in versions for name in Rules.__slots__)
    return sorted({selector for value in found if isinstance(value, tuple) for selector in value})


@pytest.mark.parametrize("selector", _selectors())
def test_a_portals_selector_finds_what_lxml_finds(selector: str) -> None:
    for body in PAGES[::4]:
        tree = markup.parse(body)
        assert tree is not None
        assert PageIndex(tree).select(selector) == markup.select(selector)(tree)


@pytest.mark.parametrize(
    "selector",
    [
        *(".a", ".a .a", ".a > p", "div.a p", ".a.b", "p#one.a", "#one", "*", "p, span", "span, p, div", "A.b"),
        *("[data-role]", '[data-role="sapo"]', "[DATA-ROLE]", '[title^="Tin"]', '[title$="moi"]', '[title*="n m"]'),
        *(
            '[title~="moi"]',
            '[title=""]',
            '[title^=""]',
            "p:first-child",
            "p:not(.a)",
            "div + div",
            ".a ~ a",
            "q",
            ".c p",
        ),
    ],
)
def test_any_selector_finds_what_lxml_finds(selector: str) -> None:
    tree = markup.parse(NESTED)
    assert tree is not None
    assert PageIndex(tree).select(selector) == markup.select(selector)(tree)


def test_the_first_finding_selector_wins() -> None:
    tree = markup.parse(NESTED)
    assert tree is not None
    index = PageIndex(tree)
    assert [one.text for one in index.every((".none", "span"))] == ["y"]
    assert index.first((".none",)) is None
