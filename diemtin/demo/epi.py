"""Family B played: nhandan.vn.

Class names are those of the vendor's prototypes and of public rule sets, the feeds' form that of live
entries (2026-08).
"""

import gzip
import html
import json
import zlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from diemtin.demo import written_dates
from diemtin.demo.answers import Address, Answer, page
from diemtin.demo.manuscript import Desk, Manuscript, Section, inline, markup, slug
from diemtin.demo.templates import fill

_NEWS_DAYS = timedelta(days=2)  # what a news sitemap covers, by Google's rule
_NEWEST = Section(path="/", title="Tin mới", feed="/rss/home.rss")


def pages(desk: Desk) -> dict[Address, Answer]:
    """Return every page of the portal."""
    told = {
        "/robots.txt": page(fill("epi/robots.txt", host=desk.host), kind="text/plain; charset=utf-8"),
        **{desk.path(article): _article(desk, article) for article in desk.articles},
        **{section.path: _listing(desk, section) for section in desk.sections},
        **{
            section.feed: _feed(desk, section, desk.within(section))
            for section in desk.sections
            if not section.feed_missing
        },
        _NEWEST.feed: _feed(desk, _NEWEST, desk.articles),
        **_sitemaps(desk),
    }
    return {(desk.host, path): answer for path, answer in told.items()}


def _article(desk: Desk, article: Manuscript) -> Answer:
    section, url, path = desk.section(article.sections[0]), desk.url(article), desk.path(article)
    more = fill(
        "epi/article_more.html",
        url=url,
        image=_picture(article.slug, article.published, size="w1200"),
        published=written_dates.iso(article.published),
        modified=written_dates.iso(article.modified),
        section=html.escape(section.title),
        tags="\n".join(f'  <meta property="article:tag" content="{html.escape(tag)}">' for tag in article.tags),
        headline=json.dumps(article.title, ensure_ascii=False),
        author=json.dumps(article.author, ensure_ascii=False),
    )
    middle = fill(
        "epi/article.html",
        section_path=section.path,
        section=html.escape(section.title),
        number=article.number,
        title=html.escape(article.title, quote=False),
        slug_and_number=path.lstrip("/"),
        published=written_dates.iso(article.published),
        epoch=str(int(article.published.timestamp())),
        weekday_first=written_dates.weekday_first(article.published).replace(", ", ", ngày "),
        views=f"{zlib.crc32(article.number.encode()) % 9000 + 1000:,}".replace(",", "."),
        lead=html.escape(article.lead, quote=False),
        body=_body(desk, article),
        author=html.escape(article.author),
        tags="\n                ".join(map(_tag, article.tags)),
        related=_stories(desk, _others(desk, article)),
    )
    whole = _page(desk, title=article.title, lead=article.lead, url=url, more=more, tags=article.tags, middle=middle)
    return page(whole, modified=article.modified, delay=article.delay)


def _listing(desk: Desk, section: Section) -> Answer:
    articles = desk.within(section)
    more = f'  <link rel="alternate" type="application/rss+xml" href="https://{desk.host}{section.feed}">'
    middle = fill(
        "epi/listing.html",
        path=section.path,
        title=html.escape(section.title),
        zone=section.number,
        stories=_stories(desk, articles),
        rank=_stories(desk, [each for each in desk.articles if section.path not in each.sections][:2]),
    )
    whole = _page(
        desk,
        title=section.title,
        lead="",
        url=f"https://{desk.host}{section.path}",
        more=more,
        tags=(),
        middle=middle,
    )
    return page(whole, modified=articles[0].published)


def _page(desk: Desk, *, title: str, lead: str, url: str, more: str, tags: Sequence[str], middle: str) -> str:
    menu = "\n".join(
        fill("epi/menu_item.html", number=section.number, path=section.path, title=section.title)
        for section in desk.sections
    )
    head = fill(
        "epi/head.html",
        title=html.escape(title),
        description=html.escape(lead),
        keywords=html.escape(", ".join(tags)),
        url=url,
        more=more,
        page_class="section-article-page" if lead else "section-category-page",
        menu=menu,
    )
    return head + middle + fill("epi/foot.html", menu=menu)


def _stories(desk: Desk, articles: Iterable[Manuscript]) -> str:
    return "".join(
        fill(
            "epi/story.html",
            number=article.number,
            url=desk.url(article),
            title=html.escape(article.headline),
            picture=_picture(article.slug, article.published, size="w400"),
            published=written_dates.iso(article.published),
            day_first=written_dates.day_first(article.published),
            lead=html.escape(article.teaser, quote=False),
        )
        for article in articles
    )


def _others(desk: Desk, article: Manuscript) -> list[Manuscript]:
    return [each for each in desk.articles if each is not article and each.sections[0] == article.sections[0]][:2]


def _body(desk: Desk, article: Manuscript) -> str:
    def photo(name: str, caption: str = "", credit: str = "", *, lazy: bool = False) -> str:
        printed = html.escape(f"{caption} (Ảnh: {credit})" if credit else caption, quote=False)
        template = "epi/lazy_picture.html" if lazy else "epi/picture.html"
        address = _picture(name, article.published, size="w800")
        return fill(template, address=address, caption=html.escape(caption), printed=printed)

    def related(*numbers: str) -> str:
        stories = _stories(desk, map(desk.numbered, numbers))
        return fill("epi/related.html", stories=stories)

    return markup(
        article.body,
        writers={
            "paragraph": lambda words: f'<p class="cms-text">{inline(words)}</p>\n              ',
            "heading": lambda words: f"<h2>{html.escape(words, quote=False)}</h2>\n              ",
            "photo": photo,
            "lazy": lambda *words: photo(*words, lazy=True),
            "related": related,
        },
    )


def _feed(desk: Desk, section: Section, articles: Sequence[Manuscript]) -> Answer:
    items = (
        fill(
            "epi/feed_item.xml",
            title=article.headline,
            url=desk.url(article),
            published=written_dates.feed_with_colon(article.published),
            picture=_picture(article.slug, article.published, size="w400"),
            lead=html.escape(article.teaser, quote=False),
        )
        for article in articles
    )
    feed = fill(
        "epi/feed.xml",
        title=section.title,
        host=desk.host,
        path=section.path,
        feed=section.feed,
        drawn=written_dates.feed_with_colon(articles[0].published),
        items="".join(items).rstrip("\n"),
    )
    return page(feed, kind="application/rss+xml; charset=utf-8", modified=articles[0].published)


def _sitemaps(desk: Desk) -> dict[str, Answer]:
    months: dict[str, list[Manuscript]] = {}
    for article in desk.articles:
        months.setdefault(f"/sitemaps/news-{article.published.year}-{article.published.month}.xml", []).append(article)
    plain = {path: _sitemap(desk, articles) for path, articles in months.items()}
    oldest = min(months, key=lambda path: months[path][-1].published)
    packed = gzip.compress(plain[oldest].encode(), mtime=0)
    changed = {path: max(article.modified for article in articles) for path, articles in months.items()}
    changed |= {oldest + ".gz": changed[oldest], "/sitemaps/google-news.xml": desk.articles[0].published}
    kind = "application/xml; charset=utf-8"
    return {
        "/sitemap.xml": page(_index(desk, changed), kind=kind, modified=max(changed.values())),
        "/sitemaps/google-news.xml": page(_news(desk), kind=kind, modified=desk.articles[0].published),
        **{path: page(text, kind=kind, modified=changed[path]) for path, text in plain.items()},
        oldest + ".gz": page(packed, kind="application/x-gzip", modified=changed[oldest]),
    }


def _index(desk: Desk, changed: dict[str, datetime]) -> str:
    entries = (
        fill("epi/sitemap_index_entry.xml", url=f"https://{desk.host}{path}", changed=written_dates.iso(moment))
        for path, moment in changed.items()
    )
    return fill("epi/sitemap_index.xml", entries="\n".join(entries))


def _sitemap(desk: Desk, articles: Iterable[Manuscript]) -> str:
    entries = (
        fill("epi/sitemap_entry.xml", url=desk.url(article), changed=written_dates.iso(article.modified))
        for article in articles
    )
    return fill("epi/sitemap.xml", entries="\n".join(entries))


def _news(desk: Desk) -> str:
    newest = desk.articles[0].published
    entries = (
        fill(
            "epi/news_entry.xml",
            url=desk.url(article),
            paper=desk.title,
            published=written_dates.iso(article.published),
            title=html.escape(article.headline),
        )
        for article in desk.articles
        if newest - article.published < _NEWS_DAYS
    )
    return fill("epi/sitemap.xml", entries="\n".join(entries))


def _picture(name: str, moment: datetime, *, size: str) -> str:
    return f"https://cdn.nhandan.vn/images/{size}/uploaded/{moment:%Y/%m/%d}/{name[:40]}-{_number(name)}.jpg"


def _tag(tag: str) -> str:
    return fill("epi/tag.html", slug=slug(tag), number=_number(tag), tag=html.escape(tag))


def _number(name: str) -> str:
    return str(zlib.crc32(name.encode()) % 100000)
