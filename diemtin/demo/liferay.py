"""Family F played: tapchicongsan.org.vn.

Class names and addresses are those of a public crawler (about 2020); what stands around them is our guess.
"""

import html
from collections.abc import Sequence

from diemtin.demo import written_dates
from diemtin.demo.answers import Address, Answer, page
from diemtin.demo.manuscript import Desk, Manuscript, Section, inline, markup, slug
from diemtin.demo.templates import fill

_ON_A_PAGE = 2


def pages(desk: Desk) -> dict[Address, Answer]:
    """Return every page of the portal."""
    told = {
        "/robots.txt": page("User-Agent: *\nDisallow: /c/portal/\n", kind="text/plain; charset=UTF-8"),
        **{desk.path(article): _article(desk, article) for article in desk.articles},
    }
    for section in desk.sections:
        articles = desk.within(section)
        for first in range(0, len(articles), _ON_A_PAGE):
            number = first // _ON_A_PAGE + 1
            following = number + 1 if first + _ON_A_PAGE < len(articles) else 0
            shown = articles[first : first + _ON_A_PAGE]
            told[_address(section, number)] = _listing(desk, section, shown, following=following)
    return {(desk.host, path): answer for path, answer in told.items()}


def _address(section: Section, number: int) -> str:
    if number == 1:
        return section.path
    portlet = f"101_INSTANCE_{section.number}"
    state = f"p_p_id={portlet}&p_p_lifecycle=0&p_p_state=normal&p_p_mode=view"
    return f"{section.path}?{state}&_{portlet}_cur={number}"


def _listing(desk: Desk, section: Section, articles: Sequence[Manuscript], *, following: int) -> Answer:
    items = (
        fill(
            "liferay/item.html",
            url=desk.url(article),
            picture=_picture(article, article.slug),
            title=html.escape(article.headline, quote=False),
            lead=html.escape(article.teaser, quote=False),
        )
        for article in articles
    )
    onward = fill("liferay/next.html", href=html.escape(_address(section, following))) if following else ""
    middle = fill("liferay/listing.html", title=section.title, items="".join(items), next=onward)
    return _page(desk, section, title=section.title, lead="", path=section.path, middle=middle, newest=articles[0])


def _article(desk: Desk, article: Manuscript) -> Answer:
    section = desk.section(article.sections[0])
    others = [each for each in desk.articles if each.number != article.number][:2]
    middle = fill(
        "liferay/article.html",
        title=html.escape(article.title, quote=False),
        date=written_dates.hour_first(article.published),
        url=desk.url(article),
        author=html.escape(article.author),
        lead=html.escape(f"{desk.settings['lead_mark']} - {article.lead}", quote=False),
        body=_body(article),
        tags=", ".join(fill("liferay/tag.html", slug=slug(tag), tag=html.escape(tag)) for tag in article.tags),
        related="".join(f'<li><a href="{desk.path(each)}">{html.escape(each.headline)}</a></li>\n' for each in others),
    )
    path = desk.path(article)
    return _page(desk, section, title=article.title, lead=article.lead, path=path, middle=middle, newest=article)


def _page(desk: Desk, section: Section, *, title: str, lead: str, path: str, middle: str, newest: Manuscript) -> Answer:
    whole = fill(
        "liferay/page.html",
        title=html.escape(title),
        url=f"https://{desk.host}{path}",
        description=html.escape(lead),
        instance=section.number,
        menu="".join(f'<li><a href="{each.path}">{each.title}</a></li>\n' for each in desk.sections).rstrip("\n"),
        middle=middle,
    )
    return page(whole, kind="text/html;charset=UTF-8", modified=newest.modified)


def _body(article: Manuscript) -> str:
    def photo(name: str, caption: str = "", credit: str = "") -> str:
        printed = f"{caption} - Ảnh: {credit}" if credit else caption
        picture = _picture(article, name)
        return fill("liferay/picture.html", picture=picture, caption=html.escape(printed, quote=False))

    return markup(
        article.body,
        writers={
            "paragraph": lambda words: f'<p style="text-align:justify">{inline(words)}</p>\n',
            "heading": lambda words: f"<p><strong>{html.escape(words, quote=False)}</strong></p>\n",
            "photo": photo,
        },
    )


def _picture(article: Manuscript, name: str) -> str:
    return f"https://tapchicongsan.org.vn/documents/20182/{article.number}/{name[:40]}.jpg"
