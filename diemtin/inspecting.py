"""What the command tells of portals, topics, the archive and single pages."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rich.panel import Panel
from rich.text import Text

from crawler import document_pages, dom, links, run
from crawler.article import Article
from crawler.article import as_json as as_record
from crawler.document import Document
from crawler.document import as_json as as_document
from crawler.errors import NotAPage, PageError
from crawler.extraction import extract as extract_page
from crawler.families import FAMILIES, recognise
from crawler.portal import Family, Kind, Portal, Proof
from crawler.run import Result
from crawler.taxonomy import Subject
from crawler.topics import Classifier
from diemtin import fetching, terminal
from diemtin.configuration import Settings, SettingsWrong
from diemtin.fetching import FetchedPage

_HTML = re.compile(r"<(?:!doctype|html|head|body|title|meta|div|h1|p)\b", re.IGNORECASE)


def show_portals(portals: Mapping[str, Portal], settings: Settings, *, passed: Collection[str], as_json: bool) -> None:
    """Print what the portals say of themselves, and whether they are crawled."""
    if as_json:
        terminal.as_json([_portal(one, settings, passed=passed) for one in portals.values()])
        return
    made = terminal.table(
        "name", "title", "family", "proof", "crawled", "sections", "unverified", numbers=("sections",)
    )
    for one in portals.values():
        unverified = "; ".join(one.unverified) or "–"
        made.add_row(
            one.name,
            one.title,
            f"{one.family.letter} {one.family.title}",
            one.proof,
            "yes" if settings.is_enabled(one, passed=passed) else "no",
            str(len(one.sections)),
            unverified,
        )
    terminal.out.print(made)


def show_topics(subjects: Sequence[Subject], counts: Mapping[str, int], *, as_json: bool) -> None:
    """Print the topics with how many articles each has."""
    if as_json:
        terminal.as_json(
            [{"slug": one.slug, "vi": one.vi, "en": one.en, "articles": counts.get(one.slug, 0)} for one in subjects]
        )
        return
    made = terminal.table("slug", "topic", "English", "articles", numbers=("articles",))
    for one in subjects:
        made.add_row(one.slug, one.vi, one.en, str(counts.get(one.slug, 0)))
    terminal.out.print(made)


def result(one: Result) -> dict[str, Any]:
    """Return how a portal's crawl ended as JSON values."""
    counts = {name: one.counts.get(name, 0) for name in terminal.COUNTED}
    return {
        "portal": one.portal,
        "outcome": one.outcome,
        **counts,
        "requests": one.requests,
        "problems": list(one.problems),
    }


def extract(
    page: str,
    settings: Settings,
    *,
    url: str | None,
    portal: str | None,
    family: str | None,
    now: datetime,
) -> Article | Document:
    """Return the record of a saved page or of an address: an article's, or a legal document's.

    Raises:
        UnknownPortal: there is no portal of that name.
        SettingsWrong: likewise a family; the file is missing, or the page's address is not known.
        PageError: the page could not be fetched or read.
    """
    from diemtin.wiring import classifier  # noqa: PLC0415 - only an article needs the taxonomy

    named, kin = run.portal(portal) if portal else None, _family(family) if family else None
    scheme, mark, _ = page.partition("://")
    if mark and scheme.lower() not in {"http", "https"}:
        raise SettingsWrong(f"{page} cannot be fetched: only http:// and https:// can")
    fetched = fetching.fetch(page, settings) if mark else _saved(page, url=url)
    owner = named or _owner(fetched.body, fetched.url, family=kin)
    document = document_pages.read(fetched.body, url=fetched.url, portal=owner, now=now)
    if document:
        return document
    try:
        article = extract_page(fetched.body, url=fetched.url, portal=owner, now=now, content_type=fetched.content_type)
    except PageError as error:
        raise PageError(page, error.reason) from error  # a file is known by its name
    return _with_topics(article, owner, classifier(settings))


def show_record(one: Article | Document, *, as_json: bool) -> None:
    """Print an article's record or a legal document's."""
    if as_json:
        terminal.as_json(as_record(one) if isinstance(one, Article) else as_document(one))
    elif isinstance(one, Article):
        _show_article(one)
    else:
        made = terminal.table("field", "value")
        for name, value in as_document(one).items():
            made.add_row(name, Text(_shown(value)))
        terminal.out.print(made)


def _show_article(article: Article) -> None:
    record = as_record(article)
    made = terminal.table("field", "value", "from")
    for name, value in record.items():
        if name not in {"body_html", "body_text", "extracted_by"}:
            made.add_row(name, Text(_shown(value)), article.extracted_by.get(name, ""))
    terminal.out.print(made)
    terminal.out.print(Panel(Text(article.body_text), title="body", title_align="left"))


def show_proposal(portal: Portal, articles: Sequence[Article], *, notes: Sequence[str], files: Sequence[Path]) -> None:
    """Print what was found out of a new portal: each field on each article, and what is missing."""
    made = terminal.table("field", *(f"article {number}" for number, _ in enumerate(articles, start=1)))
    for name in ("title", "published", "updated", "lead", "section", "authors", "source", "images", "body_text"):
        made.add_row(name, *(_found(one, name) for one in articles))
    terminal.out.print(made)
    for line in (*notes, *(f"missing: {one}" for one in portal.unverified), *(f"written: {file}" for file in files)):
        terminal.out.print(line, markup=False, highlight=False, soft_wrap=True)


def _found(article: Article, name: str) -> Text:
    origin = article.extracted_by.get(name.partition("_")[0], "not found")
    return Text(f"{_shown(as_record(article)[name])[:60]} ({origin})")


def _portal(one: Portal, settings: Settings, *, passed: Collection[str]) -> dict[str, Any]:
    return {
        "name": one.name,
        "title": one.title,
        "title_en": one.title_en,
        "body": one.body,
        "kind": one.kind,
        "home": one.home,
        "aliases": list(one.aliases),
        "former": list(one.former),
        "family": {"letter": one.family.letter, "name": one.family.name, "title": one.family.title},
        "language": one.language,
        "time_zone": str(one.zone),
        "gate": one.gate,
        "tls": one.tls,
        "browser": one.browser,
        "proof": one.proof,
        "unverified": list(one.unverified),
        "delay": one.delay,
        "interval": settings.every(one.name).total_seconds() / 60,
        "enabled": settings.is_enabled(one, passed=passed),
        "sections": [
            {
                "title": section.title,
                "topic": section.topic,
                "sources": [
                    {"kind": source.kind, "url": one.template(source, section)} for source in one.sources(section)
                ],
            }
            for section in one.sections
        ],
    }


def _saved(file: str, *, url: str | None) -> FetchedPage:
    """Return a saved page as if it had been fetched."""
    try:
        body = Path(file).read_bytes()
    except OSError as error:
        raise SettingsWrong(
            f"{file} cannot be read ({error.strerror}): give a saved page, or an address with https://"
        ) from error
    if not _HTML.search(dom.decoded(body)):
        raise NotAPage(file, "no HTML page" if body.strip() else "an empty file")
    return FetchedPage(url=_absolute(url) if url else _own_address(body, file), body=body, content_type="")


def _absolute(written: str) -> str:
    url = links.absolute(written, base="")
    if not url:
        raise SettingsWrong(f"{written!r} is no address: write it in full, with https://")
    return url


def _own_address(body: bytes, file: str) -> str:
    """Return the address that a saved page gives as its own."""
    page = dom.parse(body)
    found = dom.first(page, ('link[rel="canonical"]', 'meta[property="og:url"]')) if page else None
    written = (dom.attribute(found, "href") or dom.attribute(found, "content")) if found else ""
    address = links.absolute(written, base="")
    if not address:
        raise SettingsWrong(f"{file} does not tell the page's address: give it with --url")
    return address


def _owner(body: bytes, url: str, *, family: Family | None) -> Portal:
    """Return whose page it is: the portal of that host, or a stranger of the family named or that it looks like."""
    host = links.bare(urlsplit(url).netloc)
    known = (one for one in run.portals().values() if host in map(links.bare, one.hosts))
    owner = None if family else next(known, None)
    if owner:
        return owner
    page = dom.parse(body)
    kin = family or (recognise(page) if page else FAMILIES[-1])
    return Portal(
        name=host,
        title=host,
        title_en=host,
        body="",
        kind=Kind.PRESS,
        home=f"{urlsplit(url).scheme}://{urlsplit(url).netloc}/",
        family=kin,
        sections=(),
        proof=Proof.INFERRED,
        unverified=("everything",),
    )


def _family(name: str) -> Family:
    found = next((family for family in FAMILIES if name in {family.name, family.letter}), None)
    if found is None:
        raise SettingsWrong(f"there is no family {name!r}: {', '.join(family.name for family in FAMILIES)}")
    return found


def _with_topics(article: Article, portal: Portal, classifier: Classifier) -> Article:
    given = classifier.classify(
        title=article.title,
        lead=article.lead,
        body=article.body_text,
        section=portal.topic(article.section, None),
        section_titles=article.section,
    )
    return replace(article, topics=given)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_shown(one) for one in value)
    if isinstance(value, dict):
        return "  ".join(str(one) for one in value.values() if one)
    return "" if value is None else str(value)
