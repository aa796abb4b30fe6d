"""daihoi13.dangcongsan.vn played: the site of the 13th Congress.

Of the real site only the printed text of one page is known (title, date, lead, captions, body, source,
counters): the markup is plain and our own.
"""

import html
import zlib

from diemtin.demo import written_dates
from diemtin.demo.answers import Address, Answer, page
from diemtin.demo.manuscript import Desk, Manuscript, Section, inline, markup
from diemtin.demo.templates import fill

_KIND = "text/html"  # the charset stands in the page alone


def pages(desk: Desk) -> dict[Address, Answer]:
    """Return every page of the portal, which has no robots.txt."""
    return {
        **{(desk.host, desk.path(article)): _article(desk, article) for article in desk.articles},
        **{(desk.host, section.path): _listing(desk, section) for section in desk.sections},
    }


def _listing(desk: Desk, section: Section) -> Answer:
    items = (
        fill(
            "congress/item.html",
            path=desk.path(article),
            picture=_picture(article, article.slug),
            title=html.escape(article.headline, quote=False),
            day=f"{article.published:%d/%m/%Y}",
            lead=html.escape(article.teaser, quote=False),
        )
        for article in desk.within(section)
    )
    middle = fill("congress/listing.html", title=section.title, items="".join(items))
    whole = fill("congress/page.html", title=section.title, middle=middle)
    return page(whole, kind=_KIND, modified=desk.articles[0].published)


def _article(desk: Desk, article: Manuscript) -> Answer:
    middle = fill(
        "congress/article.html",
        title=html.escape(article.title, quote=False),
        date=written_dates.morning_or_afternoon(article.published),
        lead=html.escape(f"{desk.settings['lead_mark']} - {article.lead}", quote=False),
        body=_body(article),
        source=article.source,
        views=f"{zlib.crc32(article.number.encode()) % 4000 + 1000:,}".replace(",", "."),
    )
    whole = fill("congress/page.html", title=html.escape(article.title), middle=middle)
    return page(whole, kind=_KIND, modified=article.modified)


def _body(article: Manuscript) -> str:
    def photo(name: str, caption: str = "", credit: str = "") -> str:
        printed = html.escape(f"{caption}. Ảnh {credit}" if credit else caption, quote=False)
        under = f'<p style="text-align: center;">{printed}</p>\n'  # the real page prints it twice
        return f'<p style="text-align: center;"><img src="{_picture(article, name)}" alt=""></p>\n{under}{under}'

    return markup(
        article.body,
        writers={
            "paragraph": lambda words: f"<p>{inline(words)}</p>\n",
            "heading": lambda words: f"<p>{html.escape(words, quote=False)}</p>\n",  # not marked as a heading
            "photo": photo,
        },
    )


def _picture(article: Manuscript, name: str) -> str:
    day = article.published
    return f"/Uploads/Images/{day.year}/{day.month}/{day.day}/30/{name[:40]}.jpg"
