"""Pages for people: the list of all feeds, and a twin of each feed; no scripts, nothing from elsewhere."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape
from itertools import groupby

from feeds.catalogue import SUBSCRIBABLE, FeedSpec, Format, Kind, Site, Standing, State
from feeds.items import Feed, Item

_GROUPS = {
    Kind.ALL: ("Tổng hợp", "Everything"),
    Kind.TOPIC: ("Theo chủ đề", "By topic"),
    Kind.PORTAL: ("Theo cổng thông tin", "By portal"),
}
_STATES = {
    State.FRESH: "",
    State.EMPTY: "chưa có tin bài <span lang=en>· no entries yet</span>",
    State.HELD: "đang giữ bản tốt gần nhất <span lang=en>· last good version kept</span>",
}
_STYLE = """
:root{color-scheme:light dark;
--ink:#1b1b1f;--dim:#5c5f66;--line:#d9dbe0;--paper:#fff;--card:#f6f7f9;--mark:#a8121b}
@media (prefers-color-scheme:dark){:root{
--ink:#e8e8ea;--dim:#a3a7b0;--line:#3a3d44;--paper:#17181b;--card:#202226;--mark:#ff8a80}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1.5rem 1rem 4rem;max-width:46rem;background:var(--paper);color:var(--ink);
font:1rem/1.6 system-ui,"Segoe UI","Noto Sans",sans-serif;overflow-wrap:anywhere}
h1{line-height:1.25;margin:.5rem 0}h2{margin:2.2rem 0 .4rem;border-bottom:2px solid var(--mark)}
h3{margin:0;font-size:1.1rem;line-height:1.4}
a{color:var(--mark)}a:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
p{margin:.4rem 0}.dim,[lang=en].dim{color:var(--dim);font-size:.9rem}
ul,ol{list-style:none;margin:0;padding:0}li{padding:.8rem 0;border-bottom:1px solid var(--line)}
.ways{display:flex;flex-wrap:wrap;gap:.3rem 1rem;padding:0}.ways li{padding:0;border:0}
.how h2{margin-top:0}
.how{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.7rem 1rem;margin:1rem 0}
code{background:var(--card);padding:.1em .3em}
.skip{position:absolute;left:-99rem}.skip:focus{position:static}
"""


def index(standings: Sequence[Standing], *, site: Site) -> bytes:
    """Return the page that lists every feed with its subscribe links."""
    everything = [one.spec for one in standings if one.spec.kind is Kind.ALL]
    groups = [_group(kind, list(group), site=site) for kind, group in groupby(standings, _kind)]
    return _page(
        title=site.title,
        language="vi",
        head=_discovery(everything, site=site)
        + _alternate(site.address("feeds.opml"), title="OPML", media_type="text/x-opml"),
        body=(
            f"<header><h1>{escape(site.title)}</h1>"
            "<p>Tin bài mới từ các cổng thông tin của Đảng và Nhà nước, "
            "mỗi bài một lần, theo chủ đề và theo cổng.</p>"
            "<p class=dim lang=en>News from Party and State portals of Viet Nam, each article once, "
            "by topic and by portal.</p></header>"
            "<section class=how aria-labelledby=how><h2 id=how>Cách theo dõi "
            "<span class=dim lang=en>How to subscribe</span></h2>"
            "<p>Chép địa chỉ RSS, Atom hoặc JSON Feed vào trình đọc tin của bạn; hoặc nhập "
            f'<a href="{_link(site, "feeds.opml")}">tệp OPML</a> để theo dõi tất cả.</p>'
            "<p class=dim lang=en>Paste an RSS, Atom or JSON Feed address into your feed reader, "
            "or import the "
            f'<a href="{_link(site, "feeds.opml")}">OPML file</a> to follow everything. For programs: '
            f'<a href="{_link(site, "catalogue.json")}">catalogue.json</a>.</p></section>'
            f"<main id=main>{''.join(groups)}</main>"
        ),
    )


def twin(feed: Feed) -> bytes:
    """Return a feed as a page: what is in it, and how to subscribe to it."""
    spec, site = feed.spec, feed.site
    items = "".join(_entry(item) for item in feed.items) or "<li>Chưa có tin bài nào.</li>"
    home = f' <a href="{escape(spec.home)}">{escape(spec.home)}</a>' if spec.home else ""
    return _page(
        title=feed.title,
        language=spec.language,
        head=_discovery([spec], site=site),
        body=(
            f'<nav><a href="{_link(site, "index.html")}">{escape(site.title)}</a></nav>'
            f"<header><h1>{escape(spec.name)}</h1><p>{escape(spec.description)}{home}</p></header>"
            "<section class=how aria-labelledby=how><h2 id=how><span lang=vi>Theo dõi</span> "
            "<span class=dim lang=en>Subscribe</span></h2>"
            "<p lang=vi>Chép một trong các địa chỉ này vào trình đọc tin của bạn:</p>"
            "<p class=dim lang=en>Paste one of these addresses into your feed reader:</p>"
            f"{_addresses(spec, site=site)}</section><main id=main><ol>{items}</ol></main>"
            f"<footer><p class=dim>{escape(spec.rights)}</p></footer>"
        ),
    )


def _kind(standing: Standing) -> Kind:
    return standing.spec.kind


def _group(kind: Kind, standings: Sequence[Standing], *, site: Site) -> str:
    title, title_en = _GROUPS[kind]
    rows = "".join(_listed(one, site=site) for one in standings)
    return f"<section><h2>{title} <span class=dim lang=en>{title_en}</span></h2><ul>{rows}</ul></section>"


def _listed(one: Standing, *, site: Site) -> str:
    spec = one.spec
    updated = f" · cập nhật <span lang=en>(updated)</span> {_time(one.updated)}" if one.updated else ""
    state = f" · {_STATES[one.state]}" if _STATES[one.state] else ""
    return (
        f'<li><h3><a href="{_link(site, spec.file(Format.HTML))}">{escape(spec.title)}</a> '
        f"<span class=dim lang=en>{escape(spec.title_en)}</span></h3>"
        f"<p class=dim>{one.entries} tin bài <span lang=en>(entries)</span>{updated}{state}</p>"
        f"{_ways(spec, site=site)}</li>"
    )


def _ways(spec: FeedSpec, *, site: Site) -> str:
    links = "".join(
        f'<li><a href="{_link(site, spec.file(form))}" type="{form.media_type}" '
        f'aria-label="{form.label}: {escape(spec.title)}">{form.label}</a></li>'
        for form in SUBSCRIBABLE
    )
    return f"<ul class=ways>{links}</ul>"


def _addresses(spec: FeedSpec, *, site: Site) -> str:
    rows = "".join(
        f'<li>{form.label}: <a href="{_link(site, spec.file(form))}" type="{form.media_type}">'
        f"<code>{_link(site, spec.file(form))}</code></a></li>"
        for form in SUBSCRIBABLE
    )
    return f"<ul>{rows}</ul>"


def _entry(item: Item) -> str:
    topics = ", ".join(escape(one.label) for one in item.categories if one.scheme and one.term != item.publisher.name)
    about = f" · <span lang=vi>{topics}</span>" if topics else ""
    return (
        f'<li><article lang="{escape(item.language)}">'
        f'<h3><a href="{escape(item.link)}">{escape(item.title)}</a></h3>'
        f"<p>{escape(item.summary)}</p>"
        f'<p class=dim>{_time(item.published)} · <a href="{escape(item.publisher.home)}">'
        f"{escape(item.publisher.title)}</a>{about}</p></article></li>"
    )


def _time(moment: datetime) -> str:
    """Return a moment as Viet Nam writes it, with its exact form for programs."""
    shown = f"{moment.hour:02}:{moment.minute:02}, {moment.day:02}/{moment.month:02}/{moment.year}"
    return f'<time datetime="{moment.isoformat(timespec="seconds")}">{shown}</time>'


def _discovery(specs: Iterable[FeedSpec], *, site: Site) -> str:
    return "".join(
        _alternate(site.address(spec.file(form)), title=f"{spec.name} ({form.label})", media_type=form.media_type)
        for spec in specs
        for form in SUBSCRIBABLE
    )


def _alternate(address: str, *, title: str, media_type: str) -> str:
    return f'<link rel=alternate type="{media_type}" title="{escape(title)}" href="{escape(address)}">'


def _link(site: Site, path: str) -> str:
    return escape(site.address(path))


def _page(*, title: str, language: str, head: str, body: str) -> bytes:
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head><meta charset=utf-8>'
        '<meta name=viewport content="width=device-width, initial-scale=1"><meta name=color-scheme '
        f'content="light dark"><title>{escape(title)}</title>{head}<style>{_STYLE}</style></head>\n'
        f'<body><a class=skip href="#main" lang=vi>Đến nội dung</a>\n{body}\n</body>\n</html>\n'
    ).encode()
