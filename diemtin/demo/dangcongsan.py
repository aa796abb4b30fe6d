"""dangcongsan.vn played: lists of SharePoint, articles with ids in place of classes.

The ids and the lists' addresses are those of public crawlers (2025-2026); what stands around is our guess.
"""

import hashlib
import html
import zlib
from base64 import b64encode
from collections.abc import Iterable
from math import ceil

from diemtin.demo import written_dates
from diemtin.demo.answers import Address, Answer, page
from diemtin.demo.manuscript import Desk, Manuscript, Section, inline, markup
from diemtin.demo.templates import fill

_ON_A_PAGE = 2
_KIND = "text/html"  # the charset stands in the page alone


def pages(desk: Desk) -> dict[Address, Answer]:
    """Return every page of the portal; each list's last one is followed by an empty one.

    One list has been emptied: its page leaves the drawing to a script.
    """
    told = {
        "/": _home(desk),
        "/robots.txt": page("User-agent: *\r\nDisallow: /_layouts/\r\n", kind="text/plain"),
        **{desk.path(article): _article(desk, article) for article in desk.articles},
    }
    for section in desk.sections:
        articles = desk.within(section)
        for number in range(1, ceil(len(articles) / _ON_A_PAGE) + 2):
            shown = articles[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE]
            told[list_path(section, number)] = _list(desk, section, shown, number=number)
        told[section.path] = told[list_path(section)]
    return {(desk.host, path): answer for path, answer in told.items()}


def list_path(section: Section, number: int = 1) -> str:
    """Return the path of a page of the section's list, with its query."""
    return f"{section.path}?Page={number}"


def _home(desk: Desk) -> Answer:
    middle = f'<div class="right-news-hight12">\n{_items(desk, desk.articles)}</div>'
    return _page(desk, title=desk.title, middle=middle, path="/", newest=desk.articles[0])


def _list(desk: Desk, section: Section, articles: Iterable[Manuscript], *, number: int) -> Answer:
    middle = fill(
        "dangcongsan/emptied.html" if section.emptied else "dangcongsan/list.html",
        path=section.path,
        title=section.title,
        items=_items(desk, articles),
        newest=_lines(desk, desk.articles[:2]),
    )
    path = list_path(section, number)
    return _page(desk, title=section.title, middle=middle, path=path, newest=desk.articles[0])


def _article(desk: Desk, article: Manuscript) -> Answer:
    section = desk.section(article.sections[0])
    middle = fill(
        "dangcongsan/article.html",
        section_path=list_path(section),
        section=section.title,
        title=html.escape(article.title, quote=False),
        date=written_dates.weekday_first(article.published),
        lead=html.escape(f"{desk.settings['lead_mark']} - {article.lead}", quote=False),
        body=_body(article),
        author=f"Theo {article.source}" if article.source else html.escape(article.author),
        others=_lines(desk, [each for each in desk.articles if each.number != article.number][:2]),
    )
    return _page(desk, title=article.title, middle=middle, path=desk.path(article), newest=article, lead=article.lead)


def _page(desk: Desk, *, title: str, middle: str, path: str, newest: Manuscript, lead: str = "") -> Answer:
    menu = "".join(f'<li><a href="{list_path(section)}">{section.title}</a></li>\n' for section in desk.sections)
    whole = fill(
        "dangcongsan/page.html",
        title=html.escape(title),
        description=html.escape(lead),
        more=f'<meta property="og:title" content="{html.escape(title)}" />' if lead else "",
        action=html.escape(path),
        viewstate=b64encode(hashlib.sha256(path.encode()).digest()).decode(),
        menu=menu.rstrip("\n"),
        middle=middle,
        views=f"{zlib.crc32(path.encode()) % 900_000_000:,}".replace(",", "."),
    )
    return page(whole, kind=_KIND, modified=newest.modified)


def _items(desk: Desk, articles: Iterable[Manuscript]) -> str:
    return "".join(
        fill(
            "dangcongsan/item.html",
            url=desk.url(article),
            title=html.escape(article.headline),
            picture=_picture(article, article.slug),
            day=f"{article.published:%d/%m/%Y}",
            lead=html.escape(article.teaser, quote=False),
        )
        for article in articles
    )


def _lines(desk: Desk, articles: Iterable[Manuscript]) -> str:
    return "".join(f'<li><a href="{desk.path(each)}">{html.escape(each.headline)}</a></li>\n' for each in articles)


def _body(article: Manuscript) -> str:
    def photo(name: str, caption: str = "", credit: str = "") -> str:
        printed = f"{caption} (Ảnh: {credit})" if credit else caption
        picture = _picture(article, name)
        return fill("dangcongsan/picture.html", picture=picture, caption=html.escape(printed, quote=False))

    return markup(
        article.body,
        writers={
            "paragraph": lambda words: f'<p style="text-align: justify;">{inline(words)}</p>\n',
            "heading": lambda words: f"<p><strong>{html.escape(words, quote=False)}</strong></p>\n",
            "photo": photo,
        },
    )


def _picture(article: Manuscript, name: str) -> str:
    return f"https://file1.dangcongsan.vn/DATA/0/{article.published:%Y/%m}/{name[:40]}.jpg"
