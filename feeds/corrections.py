"""What was corrected or taken down, as entries of a feed: each tells what changed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from html import escape
from itertools import pairwise
from uuid import NAMESPACE_URL, uuid5

from lxml import html

from crawler import text
from crawler.archive import Archive
from crawler.archive.journal import Event
from crawler.archive.reading import Entry, Text
from crawler.changes import Outcome
from feeds import cleaning, composing, items
from feeds.catalogue import Content, FeedSpec, Site
from feeds.entries import Feed, Item, Names

MOST = 100
"""Corrections that the feed carries, the latest."""

_BLOCKS = "//p|//li|//h1|//h2|//h3|//h4|//h5|//h6|//td|//th|//figcaption|//blockquote[not(p)]"
_WORDS = re.compile(r"\s+|[^\s]+")
_PAIRS = 4_000_000  # words to compare, which takes about a second
_LONGEST = 400_000  # characters of a difference: nobody reads a longer one, and a few fill the feed


def events(archive: Archive, *, limit: int = MOST) -> list[Event]:
    """Return the latest corrections and retractions of articles, the latest first."""
    # Asked for one by one, as SQLite then walks the index of kinds from its end.
    found = [one for what in _SHORT for one in archive.journal.latest(what, limit=limit)]
    latest = sorted(found, key=lambda one: -one.serial)[:limit]
    return [one for one in latest if not one.document]


def compose(archive: Archive, spec: FeedSpec, told: Sequence[Event], *, site: Site, names: Names) -> Feed:
    """Return the feed of what was corrected or taken down."""
    ids = sorted({one.record for one in told})
    entries = {entry.article.id: entry for entry in archive.reader.by_id(ids)}
    texts = archive.reader.texts(ids)
    found = (
        _item(event, entries[event.record], texts=texts[event.record], names=names, site=site)
        for event in told
        if event.record in entries
    )
    empty = items.feed(spec, (), site=site, names=names)
    kept = tuple(composing.fitting(found, weight=composing.weight))
    updated = max((one.updated for one in kept), default=empty.updated)
    return replace(empty, items=kept, updated=updated)


def difference(old: Text, new: Text, *, content: Content = Content.FULL) -> str:
    """Return what changed between two texts of an article, as HTML with `del` and `ins`.

    Of an article of which only the lead is published, no more than title and lead are told.
    """
    whole = content is Content.FULL
    parts = [
        _said("Tiêu đề", old.title, new.title),
        _said("Tóm tắt", old.lead, new.lead),
        *(_paragraphs(_blocks(old.body_html), _blocks(new.body_html)) if whole else ()),
    ]
    said = "\n".join(filter(None, parts))
    if len(said) > _LONGEST:
        return "<p>Bài được sửa quá nhiều, không nêu hết ở đây được.</p>"
    again = _plain(old.body_html) == _plain(new.body_html)
    return said or ("<p>Bài đã được đăng lại.</p>" if again else f"<p>{_TOLD[Outcome.REVISED]}</p>")


def _item(event: Event, entry: Entry, *, texts: Sequence[Text], names: Names, site: Site) -> Item:
    published = site.content_of(entry.article.portal)
    plain = items.item(entry, names=names, content=published)
    pair = next(((old, new) for old, new in pairwise(texts) if new.seen == event.at), None)
    told = _TOLD[event.what]
    revised = event.what is Outcome.REVISED
    content = difference(*pair, content=published) if pair and revised else f"<p>{told}</p>"
    title = text.line(pair[1].title) if pair else plain.title  # as it was then: the next correction changes it not
    source = f'<a href="{escape(plain.link)}">{escape(title)}</a> ({escape(plain.publisher.title)})'
    return replace(
        plain,
        id=uuid5(NAMESPACE_URL, f"{plain.id}#{event.serial}").urn,
        title=f"{_SHORT[event.what]}: {title}",
        summary=told,
        content=f"{content}\n<p>{source}</p>",
        published=cleaning.moment(event.at),
        updated=cleaning.moment(event.at),
        image=None,
        images=(),
        attachments=(),
        also=(),
        related=(),
    )


_SHORT: Mapping[Outcome, str] = {
    Outcome.REVISED: "Đã sửa",
    Outcome.GONE: "Đã gỡ",
    Outcome.BACK: "Đã đăng lại",
}
_TOLD: Mapping[Outcome, str] = {
    Outcome.REVISED: "Cổng thông tin đã sửa nội dung bài.",
    Outcome.GONE: "Cổng thông tin đã gỡ bài xuống.",
    Outcome.BACK: "Bài đã được đăng lại.",
}


def _said(label: str, old: str, new: str) -> str:
    return (
        f"<p><b>{label}:</b> {_words(text.line(old), text.line(new))}</p>" if text.line(old) != text.line(new) else ""
    )


def _blocks(body: str) -> list[str]:
    """Return the paragraphs of a text, in order."""
    return [words for one in _parsed(body).xpath(_BLOCKS) if (words := text.line(one.text_content()))]


def _plain(body: str) -> str:
    return text.line(_parsed(body).text_content())


def _parsed(body: str) -> html.HtmlElement:
    return html.fragment_fromstring(text.clean(body), create_parent="div")


def _paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Yield the paragraphs that changed, came or went; those that stayed are left out."""
    for what, first, last, start, end in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        before, after = old[first:last], new[start:end]
        if what == "replace" and len(before) == len(after):
            yield from (f"<p>{_words(one, other)}</p>" for one, other in zip(before, after, strict=True))
        elif what != "equal":
            yield from (f"<p><del>{escape(one)}</del></p>" for one in before)
            yield from (f"<p><ins>{escape(one)}</ins></p>" for one in after)


def _words(old: str, new: str) -> str:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) * len(after) > _PAIRS:
        return f"<del>{escape(old)}</del> <ins>{escape(new)}</ins>"
    written = []
    for what, first, last, start, end in SequenceMatcher(a=before, b=after, autojunk=False).get_opcodes():
        gone, come = escape("".join(before[first:last])), escape("".join(after[start:end]))
        if what == "equal":
            written.append(gone)
        else:
            written += [f"<del>{gone}</del>" if gone else "", f"<ins>{come}</ins>" if come else ""]
    return "".join(written)
