"""Family A played: baochinhphu.vn, its English edition and xaydungchinhsach.chinhphu.vn.

The structure is that of whole pages of baochinhphu.vn (2026-03) and of live feed entries (2026-08).
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from diemtin.demo import vccorp_article, vccorp_frame, written_dates
from diemtin.demo.answers import Address, Answer, page
from diemtin.demo.manuscript import Desk, Manuscript, Oddity, Section, slug
from diemtin.demo.templates import fill

_ON_FIRST_PAGE, _ON_SECOND_PAGE = 4, 2
# Editors paste such links into lists; feeds are made from the database.
_LISTED_ONLY = frozenset({"print", "tracked"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """What a listing shows of a link."""

    number: str
    href: str
    title: str
    lead: str
    published: datetime
    picture: str
    section: Section


def pages(desk: Desk) -> dict[Address, Answer]:
    """Return every page of the portal."""
    robots = b"\xef\xbb\xbf" + fill("vccorp/robots.txt").encode()  # en.baochinhphu.vn's opens with a byte order mark
    told = {"/robots.txt": page(robots, kind="text/plain")}
    for article in desk.articles:
        told[desk.path(article)] = vccorp_article.article_page(desk, article)
    for section in desk.sections:
        told |= _section(desk, section)
    for oddity in desk.oddities:
        told |= _odd(desk, oddity)
    return {(desk.host, path): answer for path, answer in told.items()}


def _section(desk: Desk, section: Section) -> dict[str, Answer]:
    entries = _entries(desk, section)
    last = max((article.published for article in desk.within(section)), default=None)
    rest, end = entries[_ON_FIRST_PAGE:], _ON_SECOND_PAGE
    later = {2: rest[:end], 3: rest[end:]}
    drawn = {number: "".join(map(_item, shown)) for number, shown in later.items()}
    timeline = f"/timelinelist/{section.number}"
    return {
        section.path: page(_listing(desk, section, entries[:_ON_FIRST_PAGE]), modified=last),
        section.feed: page(_feed(desk, section), kind="text/xml; charset=utf-8", modified=last),
        **{f"{timeline}/{n}.htm": page(drawn.get(n, "\n"), modified=last) for n in range(2, 6)},
    }


def _entries(desk: Desk, section: Section, *, unlike: frozenset[str] = frozenset()) -> list[_Entry]:
    """Return what the section shows, the newest first, but for the oddities of the kinds `unlike`."""
    odd = [each for each in desk.oddities if section.path in each.sections and each.kind not in unlike]
    plain = (_entry(desk, article, section) for article in desk.within(section))
    shown = [*plain, *(_odd_entry(desk, oddity, section) for oddity in odd)]
    return sorted(shown, key=lambda entry: (entry.published, entry.number), reverse=True)


def _entry(desk: Desk, article: Manuscript, section: Section) -> _Entry:
    return _Entry(
        number=article.number,
        href=desk.path(article),
        title=article.headline,
        lead=vccorp_frame.marked(desk, article.teaser),
        published=article.published,
        picture=vccorp_frame.picture(desk, article.slug, article.published, size="zoom/270_169"),
        section=section,
    )


def _odd_entry(desk: Desk, oddity: Oddity, section: Section) -> _Entry:
    href = odd_href(desk, oddity)
    if oddity.of:
        plain = _entry(desk, desk.numbered(oddity.of), section)
        return replace(plain, href=href, title=oddity.title or plain.title)
    assert oddity.published
    return _Entry(
        number=oddity.number,
        href=href,
        title=oddity.title,
        lead=vccorp_frame.marked(desk, oddity.lead),
        published=oddity.published,
        picture=vccorp_frame.picture(desk, oddity.number, oddity.published, size="zoom/270_169"),
        section=section,
    )


def odd_href(desk: Desk, oddity: Oddity) -> str:
    """Return the address that a listing writes for an odd link."""
    if oddity.kind == "print":
        return "/print" + desk.path(desk.numbered(oddity.of))
    if oddity.kind == "tracked":
        path = desk.path(desk.numbered(oddity.of))
        return f"http://www.{desk.host}{path}?utm_source=zalo&utm_medium=share"
    return f"/{slug(oddity.title)}-{oddity.number or oddity.of}.htm"


def _odd(desk: Desk, oddity: Oddity) -> dict[str, Answer]:
    path = odd_href(desk, oddity)
    if oddity.kind == "moved":
        target = desk.url(desk.numbered(oddity.of))
        headers = {"Location": target, "Content-Type": "text/html; charset=utf-8"}
        return {path: Answer(status=301, headers=headers)}
    if oddity.kind == "document":
        return {path: page(fill("vccorp/empty.pdf"), kind="application/pdf", modified=oddity.published)}
    if oddity.kind == "print":
        article = desk.numbered(oddity.of)
        return {path: page(vccorp_article.print_form(desk, article), modified=article.modified)}
    return {}  # `missing` has no page, and `tracked` leads to the article's own


def _listing(desk: Desk, section: Section, entries: Sequence[_Entry]) -> str:
    first, second, stream, timeline = entries[:1], entries[1:2], entries[2:3], entries[3:]
    url = f"https://{desk.host}{section.path}"
    title = f"{section.title} - {desk.title}"
    values = {
        "title": html.escape(title),
        "title_encoded": vccorp_frame.encoded(title),
        "description": "",
        "description_encoded": "",
        "keywords": section.title,
        "url": url,
        "image": f"https://{desk.settings['cdn']}/image/BCP.png",
        "times": "",
    }
    feed = f'href="https://{desk.host}{section.feed}" title="{values["title_encoded"]}"'
    alternate = f'\n\t<link rel="alternate" type="application/rss+xml" {feed} />\n'
    middle = fill(
        "vccorp/listing.html",
        path=section.path,
        title_razor=vccorp_frame.razor(section.title),
        first="".join(_block("vccorp/first.html", entry) for entry in first),
        second="".join(_block("vccorp/second.html", entry) for entry in second),
        stream="".join(map(_item, stream)),
        timeline="".join(map(_item, timeline)),
        side=_side(desk, section),
        most_read=fill("vccorp/most_read.html", items=_side_items(desk, desk.articles[2:5])),
    )
    foot = fill("vccorp/foot.html", site=desk.title, menu=vccorp_frame.menu(desk)) + fill(
        "vccorp/listing_foot.html",
        zone=section.number,
        stem=section.path.rpartition("/")[2].removesuffix(".htm"),
    )
    return vccorp_frame.head(desk, values, page_class="list-page", alternate=alternate) + middle + foot


def _item(entry: _Entry) -> str:
    return _block("vccorp/item.html", entry)


def _block(template: str, entry: _Entry) -> str:
    return fill(
        template,
        number=entry.number,
        href=vccorp_frame.razor(entry.href),
        title=vccorp_frame.razor(entry.title),
        lead=vccorp_frame.razor(entry.lead),
        picture=entry.picture,
        month_first=written_dates.month_first(entry.published),
        day_first=written_dates.day_first(entry.published),
        section=vccorp_frame.razor(entry.section.title),
        section_path=entry.section.path,
    )


def _side(desk: Desk, section: Section) -> str:
    """Return the box beside the stream: news of the next section that has some which are not this one's."""
    here = desk.sections.index(section)
    for other in desk.sections[here + 1 :] + desk.sections[:here]:
        foreign = [article for article in desk.within(other) if section.path not in article.sections]
        if foreign:
            title, items = vccorp_frame.razor(other.title), _side_items(desk, foreign[:3])
            return fill("vccorp/side.html", path=other.path, title=title, items=items)
    return ""


def _side_items(desk: Desk, articles: Sequence[Manuscript]) -> str:
    return "".join(
        fill(
            "vccorp/side_item.html",
            number=article.number,
            href=desk.path(article),
            title=vccorp_frame.razor(article.headline),
            picture=vccorp_frame.picture(desk, article.slug, article.published, size="zoom/70_44"),
        )
        for article in articles
    )


def _feed(desk: Desk, section: Section) -> str:
    entries = _entries(desk, section, unlike=_LISTED_ONLY)
    items = (
        fill(
            "vccorp/feed_item.xml",
            title=entry.title,
            lead=entry.lead,
            month_first=written_dates.month_first(entry.published),
            link=f"https://{desk.host}{entry.href}",
        )
        for entry in entries
    )
    feed = fill(
        "vccorp/feed.xml",
        title=section.title,
        site=desk.title,
        cdn=desk.settings["cdn"],
        host=desk.host,
        path=section.path,
        drawn=written_dates.month_first(entries[0].published),
        items="".join(items).rstrip("\n"),
    )
    # Some of these feeds open with blanks, which no XML parser takes before the declaration.
    return "\r\n  " + feed if section.path == desk.settings.get("blanks_before_feed_of") else feed
