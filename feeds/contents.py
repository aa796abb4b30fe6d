"""The HTML of an entry: an article's text with its lead, picture, files, retellings and source."""

import re
from collections.abc import Iterable, Sequence
from html import escape, unescape
from urllib.parse import urljoin

from crawler import text
from crawler.article import Article, Attachment, Image
from feeds.catalogue import Content
from feeds.entries import Publisher, Telling

_BEGINNING = 80  # characters; a body that begins with so much of the lead repeats it
_RELATIVE = re.compile(r'( (?:href|src)=")(?!https?://|mailto:)([^"]*)"')


def of_article(
    article: Article,
    *,
    content: Content,
    link: str,
    publisher: Publisher,
    summary: str,
    images: Sequence[Image],
    attachments: Sequence[Attachment],
    also: Sequence[Telling],
) -> str:
    """Return an article as its page prints it, with what readers would not find otherwise; or only how it begins."""
    english = article.language == "en"
    if content is Content.LEAD:
        return _beginning(link=link, publisher=publisher, summary=summary, images=images, english=english)
    body = absolute(text.clean(article.body_html), base=link) or f"<p>{escape(summary)}</p>"
    return "".join(
        [
            _lead(article),
            _figure(images[0]) if images and "<img" not in body else "",
            body,
            files(file for file in attachments if not _linked(file.url, body)),
            _told(also, english=english),
            credited(publisher, link=link, english=english, via=text.line(article.source)),
        ]
    )


def _beginning(*, link: str, publisher: Publisher, summary: str, images: Sequence[Image], english: bool) -> str:
    """Return the lead of an article with its picture, and where to read on."""
    words = "Read on at" if english else "Đọc tiếp tại"
    onward = f'\n<p><a href="{escape(link)}">{words} {escape(publisher.title)}</a></p>'
    return "".join([f"<p>{escape(summary)}</p>", *map(_figure, images[:1]), onward])


def credited(publisher: Publisher, *, link: str, english: bool = False, via: str = "") -> str:
    """Return the line that names the source and leads to it."""
    named = f" ({'via' if english else 'theo'} {escape(via)})" if via and via != publisher.title else ""
    words = "Source" if english else "Nguồn"
    return f'\n<p>{words}: <a href="{escape(link)}">{escape(publisher.title)}</a>{named}</p>'


def absolute(body: str, *, base: str) -> str:
    """Return clean HTML with every address in it absolute.

    >>> absolute('<a href="/b.htm">b</a>', base="https://a.vn/c.htm")
    '<a href="https://a.vn/b.htm">b</a>'
    """
    return _RELATIVE.sub(lambda found: f'{found[1]}{escape(_joined(base, unescape(found[2])))}"', body)


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # no address at all, as `//[`
        return base


def _lead(article: Article) -> str:
    """Return the lead that the page prints apart: readers hide a summary where there is content."""
    lead = text.line(article.lead)
    begins = text.line(article.body_text[: 4 * _BEGINNING]).startswith(lead[:_BEGINNING])
    return "" if not lead or begins else f"<p><strong>{escape(lead)}</strong></p>\n"


def _linked(url: str, body: str) -> bool:
    return escape(url) in body or url in body


def _figure(image: Image) -> str:
    words = escape(" ".join(filter(None, (image.caption, f"({image.credit})" if image.credit else ""))))
    caption = f"<figcaption>{words}</figcaption>" if words else ""
    return f'<figure><img src="{escape(image.url)}" alt="{escape(image.caption)}">{caption}</figure>'


def files(found: Iterable[Attachment]) -> str:
    """Return a list of links to files, an empty string where there are none."""
    rows = "".join(f'<li><a href="{escape(one.url)}">{escape(one.title or one.url)}</a></li>' for one in found)
    return f"<ul>{rows}</ul>" if rows else ""


def _told(also: Sequence[Telling], *, english: bool) -> str:
    links = ", ".join(f'<a href="{escape(one.link)}">{escape(one.publisher.title)}</a>' for one in also)
    return f"\n<p>{'Also on' if english else 'Cũng đăng trên'}: {links}</p>" if links else ""
