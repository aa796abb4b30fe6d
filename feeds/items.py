"""Entries and feeds made from what the archive tells."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Protocol
from urllib.parse import urlsplit

from crawler import text
from crawler.archive.reading import Entry
from crawler.article import Article
from crawler.document_numbers import Citation
from crawler.portal import Feed as PortalFeed
from crawler.portal import Portal
from feeds import categories, cleaning, contents
from feeds.catalogue import Content, FeedSpec, Site, Subject
from feeds.cleaning import address, moment
from feeds.entries import Feed, Item, Names, Publisher, Reference, Telling

__all__ = ["Feed", "Item", "Names", "address", "feed", "item", "moment", "names", "publisher", "telling"]

_SUMMARY = 280  # characters: what readers show of an entry in their lists
_NEVER = moment(datetime(2000, 1, 1, tzinfo=UTC))  # when an empty feed changed; 1970 is called implausible


class Sourced(Protocol):
    """What tells of an article or a document which portal it is from."""

    @property
    def portal(self) -> str:
        """The portal's name."""

    @property
    def link(self) -> str:
        """The source link."""


class Titled(Sourced, Protocol):
    """What an entry may lead to: an article or a document in few words."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def title(self) -> str:
        """Its title, as printed."""


def names(portals: Sequence[Portal], subjects: Iterable[Subject]) -> Names:
    """Return what slugs and portal names stand for."""
    listed = list(subjects)
    return Names(
        portals={portal.name: _publisher(portal) for portal in portals},
        topics={subject.slug: text.line(subject.vi) for subject in listed},
        topics_en={subject.slug: text.line(subject.en) for subject in listed},
    )


def feed(
    spec: FeedSpec,
    entries: Iterable[Entry],
    *,
    site: Site,
    names: Names,
    also: Mapping[str, Sequence[Entry]] = MappingProxyType({}),
    cites: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> Feed:
    """Return a feed of the given entries, which keep their order.

    Args:
        spec: which feed.
        entries: what it carries.
        site: where it is published, and how much of articles.
        names: what slugs and portals' names stand for.
        also: the same story elsewhere, by the entries' ids.
        cites: links of documents by their numbers, likewise.
    """
    given = list(entries)
    updated = max((moment(entry.changed) for entry in given), default=_NEVER)
    found = tuple(
        item(
            entry,
            names=names,
            also=also.get(entry.article.id, ()),
            cites=cites.get(entry.article.id, {}),
            content=site.content_of(entry.article.portal),
        )
        for entry in given
    )
    return Feed(spec=spec, site=site, items=found, updated=updated)


def item(
    entry: Entry,
    *,
    names: Names,
    also: Sequence[Entry] = (),
    cites: Mapping[str, str] = MappingProxyType({}),
    content: Content = Content.FULL,
) -> Item:
    """Return an entry as every format carries it; no character in it can break a feed."""
    article = entry.article
    of = publisher(article, names)
    link = address(article.link, base=of.home)
    tellings = tuple(telling(one.article, names) for one in also)
    known = {number: address(found, base=of.home) for number, found in cites.items()}
    summary = _summary(article) or link
    full = content is Content.FULL
    images = cleaning.images(article.images, base=link)[: None if full else 1]
    attachments = cleaning.attachments(article.attachments, base=link) if full else ()
    published = moment(entry.dated)
    return Item(
        id=text.line(article.id),
        link=link,
        title=text.line(article.title) or link,
        summary=summary,
        content=contents.of_article(
            article,
            content=content,
            link=link,
            publisher=of,
            summary=summary,
            images=images,
            attachments=attachments,
            also=tellings,
        ),
        published=published,
        updated=max(published, moment(entry.changed)) if entry.revision > 1 else published,
        revision=entry.revision,
        authors=cleaning.people(article.authors),
        categories=categories.of_article(article, publisher=of, names=names),
        publisher=of,
        image=images[0] if images else None,
        attachments=attachments,
        language=cleaning.language(article.language),
        also=tellings,
        record=article,
        cites=known,
        images=images,
        related=referring([*_cited(article.documents, known), *told(tellings)]),
        section=cleaning.lines(article.section),
        source=text.line(article.source),
        carries=content,
    )


def publisher(record: Sourced, names: Names) -> Publisher:
    """Return the portal that a record is from, also one that is no longer crawled."""
    known = names.portals.get(record.portal)
    if known:
        return known
    parts = urlsplit(address(record.link))
    host = text.line(parts.netloc)
    return Publisher(name=text.line(record.portal) or host, title=host, home=f"{parts.scheme}://{host}/")


def referring(found: Iterable[Reference]) -> tuple[Reference, ...]:
    """Return what an entry leads to, each link once."""
    known: dict[str, Reference] = {}
    for one in found:
        known.setdefault(one.link, one)
    return tuple(known.values())


def _cited(citations: Iterable[Citation], links: Mapping[str, str]) -> Iterator[Reference]:
    for one in citations:
        if one.number in links:
            yield Reference(link=links[one.number], title=text.line(f"{one.type} {one.number}"))


def told(tellings: Iterable[Telling]) -> Iterator[Reference]:
    """Yield other portals' articles as what an entry leads to."""
    for one in tellings:
        yield Reference(link=one.link, title=f"{one.publisher.title}: {one.title}")


def telling(record: Titled, names: Names) -> Telling:
    """Return what an entry says of another article or document."""
    of = publisher(record, names)
    link = address(record.link, base=of.home)
    return Telling(id=text.line(record.id), link=link, title=text.line(record.title) or link, publisher=of)


def _publisher(portal: Portal) -> Publisher:
    return Publisher(
        name=portal.name,
        title=text.line(portal.title_en if portal.language == "en" else portal.title),
        home=address(portal.home),
        feed=next((address(url) for url in _feeds(portal)), ""),
        credit=text.line(portal.credit),
    )


def _feeds(portal: Portal) -> Iterator[str]:
    """Yield the addresses of a portal's own feeds."""
    for section in portal.sections:
        for source in portal.sources(section):
            if isinstance(source, PortalFeed):
                yield portal.address(source.url, section)


def _summary(article: Article) -> str:
    return text.line(article.lead) or _start(article.body_text) or text.line(article.title)


def _start(body: str) -> str:
    whole = text.line(body[: 4 * _SUMMARY])
    if len(whole) <= _SUMMARY:
        return whole
    cut = whole[: _SUMMARY + 1].rpartition(" ")[0] or whole[:_SUMMARY]
    return cut.rstrip(" ,;:-–") + "…"
