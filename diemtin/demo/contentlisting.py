"""Family H played: moit.gov.vn.

Class names and addresses are those of public crawlers (2024 to 2026); what stands around them is our guess. All news
are asked for as the pages' own pager asks: by a form that is posted, whose answer is the list alone.
"""

import html
from collections.abc import Iterable, Sequence
from math import ceil

from diemtin.demo import written_dates
from diemtin.demo.answers import Address, Answer, page
from diemtin.demo.manuscript import Desk, Manuscript, Section, inline, markup, slug
from diemtin.demo.templates import fill

_ON_A_PAGE = 20
_POSTED = (
    "/?module=Content.Listing&cmd=redraw&site={site}&url_mode=rewrite&service=Content.Article.selectAll"
    "&type=Article.News&orderBy=publishTime+DESC&itemsPerPage=20&pageNo={number}"
)


def pages(desk: Desk) -> dict[Address, Answer]:
    """Return every page of the portal; what is posted stands at the end of the address (`diemtin.demo.server`)."""
    told = {
        "/robots.txt": page("User-agent: *\nDisallow: /admin/\n", kind="text/plain; charset=utf-8"),
        **{desk.path(article): _article(desk, article) for article in desk.articles},
        **{section.path: _listing(desk, section) for section in desk.sections},
        **_redrawn(desk),
    }
    return {(desk.host, path): answer for path, answer in told.items()}


def _redrawn(desk: Desk) -> dict[str, Answer]:
    """Return what the pager gets, with an empty page at the end; only the section of all news has a number."""
    numbered = (section for section in desk.sections if section.number)
    return {path: answer for section in numbered for path, answer in _of_section(desk, section)}


def _of_section(desk: Desk, section: Section) -> Iterable[tuple[str, Answer]]:
    articles = desk.within(section)
    for number in range(1, ceil(len(articles) / _ON_A_PAGE) + 2):
        shown = articles[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE]
        items = f'<div class="articles">\n{_items(desk, shown)}</div>\n'
        yield _POSTED.format(site=section.number, number=number), page(items, modified=desk.articles[0].published)


def _listing(desk: Desk, section: Section) -> Answer:
    articles = desk.within(section)
    middle = fill(
        "contentlisting/listing.html",
        title=section.title,
        items=_items(desk, articles[:_ON_A_PAGE]),
        newest=_lines(desk, desk.articles[:2]),
    )
    return _page(desk, title=section.title, lead="", middle=middle, newest=articles[0])


def _article(desk: Desk, article: Manuscript) -> Answer:
    section = desk.section(article.sections[0])
    middle = fill(
        "contentlisting/article.html",
        section_path=section.path,
        section=section.title,
        title=html.escape(article.title, quote=False),
        date=written_dates.day_first(article.published),
        lead=html.escape(article.lead, quote=False),
        body=_body(desk, article),
        author=html.escape(article.author),
        source=html.escape(article.source),
        tags=", ".join(fill("contentlisting/tag.html", slug=slug(tag), tag=html.escape(tag)) for tag in article.tags),
        related=_lines(desk, [each for each in desk.articles if each.number != article.number][:2]),
    )
    return _page(desk, title=article.title, lead=article.lead, middle=middle, newest=article)


def _page(desk: Desk, *, title: str, lead: str, middle: str, newest: Manuscript) -> Answer:
    whole = fill(
        "contentlisting/page.html",
        title=html.escape(title),
        description=html.escape(lead),
        site=html.escape(desk.title),
        number=desk.sections[0].number,
        menu="".join(f'<li><a href="{each.path}">{each.title}</a></li>\n' for each in desk.sections).rstrip("\n"),
        middle=middle,
    )
    return page(whole, modified=newest.modified)


def _items(desk: Desk, articles: Sequence[Manuscript]) -> str:
    return "".join(
        fill(
            "contentlisting/item.html",
            path=desk.path(article),
            picture=_picture(desk, article, article.slug),
            title=html.escape(article.headline, quote=False),
            date=written_dates.day_first(article.published),
            lead=html.escape(article.teaser, quote=False),
        )
        for article in articles
    )


def _lines(desk: Desk, articles: Iterable[Manuscript]) -> str:
    return "".join(f'<li><a href="{desk.path(each)}">{html.escape(each.headline)}</a></li>\n' for each in articles)


def _body(desk: Desk, article: Manuscript) -> str:
    def photo(name: str, caption: str = "", credit: str = "") -> str:
        printed = f"{caption} - Ảnh: {credit}" if credit else caption
        picture = _picture(desk, article, name)
        return fill("contentlisting/picture.html", picture=picture, caption=html.escape(printed, quote=False))

    return markup(
        article.body,
        writers={
            "paragraph": lambda words: f'<p style="text-align: justify;">{inline(words)}</p>\n',
            "heading": lambda words: f"<p><strong>{html.escape(words, quote=False)}</strong></p>\n",
            "photo": photo,
        },
    )


def _picture(desk: Desk, article: Manuscript, name: str) -> str:
    return f"https://{desk.host}/upload/{desk.sections[0].number}/{article.published:%Y%m%d}/{name[:40]}.jpg"
