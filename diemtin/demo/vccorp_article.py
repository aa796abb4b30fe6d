"""Family A played: the article page and its print form."""

import html
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from diemtin.demo import vccorp_frame, written_dates
from diemtin.demo.answers import Answer, page
from diemtin.demo.manuscript import Desk, Manuscript, Section, inline, markup, slug
from diemtin.demo.templates import fill


def article_page(desk: Desk, article: Manuscript) -> Answer:
    """Return the page of an article."""
    section, path = desk.section(article.sections[0]), desk.path(article)
    values = _said(desk, article)
    top = vccorp_frame.head(desk, values, page_class="detail-page", structured=_structured(desk, article, values))
    middle = fill(
        "vccorp/article.html",
        url=values["url"],
        path=path,
        crumbs="\n".join(_crumbs(section)),
        title_razor=vccorp_frame.razor(article.title),
        lead=html.escape(vccorp_frame.marked(desk, article.lead), quote=False),
        author=f'<p class="name">{html.escape(article.author)}</p>' if article.author else "",
        visible_date=_visible_date(desk, article.published),
        body=_body(desk, article),
        tags=_tags(article),
    )
    foot = fill("vccorp/foot.html", site=desk.title, menu=vccorp_frame.menu(desk)) + fill(
        "vccorp/article_foot.html",
        zone=section.number,
        number=article.number,
        title_encoded=values["title_encoded"],
        description_encoded=vccorp_frame.encoded(vccorp_frame.marked(desk, article.lead)),
        last_modified=f"{article.modified:%d/%m/%Y %H:%M:%S}",
        path=path,
        drawn=written_dates.drawn(article.modified),
    ).rstrip("\n")
    return page(top + middle + foot, modified=article.modified, delay=article.delay)


def print_form(desk: Desk, article: Manuscript) -> str:
    """Return the page that `In bài viết` leads to."""
    return fill(
        "vccorp/print.html",
        title=html.escape(article.title),
        title_razor=vccorp_frame.razor(article.title),
        url=desk.url(article),
        published=vccorp_frame.razor(written_dates.iso(article.published)),
        day_first=written_dates.day_first(article.published),
        lead=html.escape(vccorp_frame.marked(desk, article.lead), quote=False),
        body=_body(desk, article),
    )


def _said(desk: Desk, article: Manuscript) -> dict[str, str]:
    """Return what the head of an article's page says of it."""
    published, modified = written_dates.iso(article.published), written_dates.iso(article.modified)
    times = (("published", published), ("modified", modified))
    named = "".join(
        f'\n        <meta property="article:{name}_time" content="{vccorp_frame.razor(moment)}" />'
        for name, moment in times
    )
    return {
        "title": html.escape(article.title),
        "title_encoded": vccorp_frame.encoded(article.title),
        "description": html.escape(article.lead),
        "description_encoded": vccorp_frame.encoded(article.lead),
        "keywords": html.escape(", ".join(article.tags)),
        "url": desk.url(article),
        "image": vccorp_frame.picture(desk, article.slug, article.published, size="zoom/600_315"),
        "times": named,
    }


def _structured(desk: Desk, article: Manuscript, values: Mapping[str, str]) -> str:
    section = desk.section(article.sections[0])
    trail = [each for each in (section.parent, (section.title, section.path)) if each]
    crumbs = "".join(
        f',{{"@type": "ListItem", "position": {place}, '
        f'"item": {{"@id": "https://{desk.host}{path}", "name": "{vccorp_frame.encoded(title)}"}}}}'
        for place, (title, path) in enumerate(trail, start=2)
    )
    return fill(
        "vccorp/structured.html",
        url=values["url"],
        title_encoded=values["title_encoded"],
        description_encoded=values["description_encoded"],
        image=values["image"],
        published=written_dates.iso(article.published),
        modified=written_dates.iso(article.modified),
        author=html.escape(article.author),
        host=desk.host,
        cdn=desk.settings["cdn"],
        crumbs=crumbs,
    )


def _crumbs(section: Section) -> list[str]:
    trail = [each for each in (section.parent, (section.title, section.path)) if each]
    roles = (' data-role="cate-name"', ' class="active"')
    return [
        fill("vccorp/crumb.html", path=path, title=vccorp_frame.razor(title), role=role)
        for (title, path), role in zip(trail, roles, strict=False)
    ]


def _tags(article: Manuscript) -> str:
    if not article.tags:
        return ""
    links = (fill("vccorp/tag.html", slug=slug(tag), tag=vccorp_frame.razor(tag)) for tag in article.tags)
    return fill("vccorp/tags.html", links="".join(links))


def _visible_date(desk: Desk, moment: datetime) -> str:
    if desk.settings["language"] == "en":
        return " " * 32 + written_dates.english(moment)
    return fill("vccorp/date.html", day=f"{moment:%d/%m/%Y}", time=f"{moment:%H:%M}")


def _body(desk: Desk, article: Manuscript) -> str:
    drawn = iter(range(1, len(article.pictures) + 1))

    def photo(name: str, caption: str = "", credit: str = "", *, lazy: bool = False) -> str:
        printed = f"{caption} - {desk.settings['credit_mark']}: {credit}" if credit else caption
        return _figure(desk, article, name, caption=printed, place=next(drawn), lazy=lazy)

    return markup(
        article.body,
        writers={
            "paragraph": lambda words: f"<p>{inline(words, anchor='vccorp/link.html')}</p>",
            "heading": lambda words: f"<h2><b>{html.escape(words, quote=False)}</b></h2>",
            "photo": photo,
            "lazy": lambda *words: photo(*words, lazy=True),
            "related": lambda *numbers: _related(desk, numbers),
            "file": lambda name, title: _file(desk, article, name, title=title),
        },
    )


def _figure(desk: Desk, article: Manuscript, name: str, *, caption: str, place: int, lazy: bool) -> str:
    original = vccorp_frame.picture(desk, name, article.published)
    thumb = vccorp_frame.picture(desk, name, article.published, size="thumb_w/777")
    src = f"https://{desk.settings['cdn']}/image/blank.gif" if lazy else thumb
    late = f' data-src="{thumb}"' if lazy else ""
    return fill(
        "vccorp/figure.html",
        mark="" if caption else " noCaption",
        src=src,
        late=late,
        number=str(zlib.crc32(name.encode()) + 952026000000000000),
        drawn=html.escape(f"{article.headline} - Ảnh {place}."),
        original=original,
        empty="" if caption else ' class="NLPlaceholderShow"',
        caption=html.escape(caption, quote=False),
    )


def _related(desk: Desk, numbers: Sequence[str]) -> str:
    articles = [desk.numbered(number) for number in numbers]
    if len(articles) == 1:
        (article,) = articles
        return fill(
            "vccorp/related_one.html",
            href=desk.path(article),
            picture=vccorp_frame.picture(desk, article.slug, article.published, size="zoom/270_169"),
            title=html.escape(article.headline),
            lead=html.escape(article.teaser, quote=False),
        )
    items = (
        fill(
            "vccorp/related_item.html",
            number=article.number,
            href=desk.path(article),
            title=html.escape(article.headline),
        )
        for article in articles
    )
    return fill("vccorp/related_box.html", items="".join(items))


def _file(desk: Desk, article: Manuscript, name: str, *, title: str) -> str:
    href = f"https://{desk.settings['cdn']}/{vccorp_frame.day(article.published)}/{name}"
    return fill("vccorp/file.html", href=href, title=html.escape(title))
