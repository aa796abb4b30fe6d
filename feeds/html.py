"""Pages for people: the list of all feeds, and a twin of each feed; no scripts, nothing from elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import groupby

from feeds.catalogue import SUBSCRIBABLE, Asset, FeedSpec, Format, Kind, Site, Standing, State
from feeds.categories import TOPIC
from feeds.entries import Category, Feed, Item
from feeds.writing import Writer


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """What a feed's page says in the feed's own language."""

    skip: str
    subscribe: str
    paste: str
    topics: str
    empty: str


_VIETNAMESE = _Words(
    skip="Đến nội dung",
    subscribe="Theo dõi",
    paste="Chép một trong các địa chỉ này vào trình đọc tin của bạn:",
    topics="Chủ đề",
    empty="Chưa có tin bài nào.",
)
_ENGLISH = _Words(
    skip="Skip to the content",
    subscribe="Subscribe",
    paste="Paste one of these addresses into your feed reader:",
    topics="Topics",
    empty="No articles yet.",
)
_GROUPS = {
    Kind.ALL: ("Tổng hợp", "Everything"),
    Kind.OWN: ("Tuyển chọn", "Selected"),
    Kind.TOPIC: ("Theo chủ đề", "By topic"),
    Kind.PORTAL: ("Theo cổng thông tin", "By portal"),
    Kind.DOCUMENT_TYPE: ("Văn bản theo loại", "Documents by type"),
    Kind.DOCUMENT_ISSUER: ("Văn bản theo cơ quan ban hành", "Documents by issuing body"),
    Kind.DOCUMENT_FIELD: ("Văn bản theo lĩnh vực", "Documents by field"),
    Kind.DRAFTS: ("Dự thảo", "Drafts"),
    Kind.CORRECTIONS: ("Đính chính", "Corrections"),
}
_HELD = "<p class=held>Đang giữ bản tốt gần nhất.</p><p class=held lang=en>Held: last good version kept.</p>"
STYLE = """
:root{color-scheme:light dark;
--ink:#1c1c21;--dim:#5b5e66;--line:#dcdde2;--paper:#f7f6f4;--card:#fff;--mark:#a3121c;--tint:#f6e9e7}
@media (prefers-color-scheme:dark){:root{
--ink:#e9e8e6;--dim:#a7a9b1;--line:#37393f;--paper:#151619;--card:#1e2024;--mark:#ff8f86;--tint:#35211f}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);border-top:.3rem solid var(--mark);
font:1rem/1.6 system-ui,"Segoe UI","Noto Sans",sans-serif;overflow-wrap:break-word}
.page{margin:0 auto;padding:1.2rem 1rem 4rem;max-width:46rem}.wide{max-width:74rem}
h1{font-size:clamp(1.7rem,5vw,2.4rem);line-height:1.2;margin:.4rem 0;letter-spacing:-.01em}
h2{font-size:1.3rem;line-height:1.3;margin:2.4rem 0 .9rem}h3{margin:0;font-size:1.08rem;line-height:1.4}
h2 [lang]{font-size:.9rem;font-weight:400;margin-left:.4em}
p{margin:.35rem 0}ul,ol{list-style:none;margin:0;padding:0}
a{color:var(--mark);text-underline-offset:.15em}h3 a,nav a,.ways a,.chips a{text-decoration:none}
h3 a:hover,nav a:hover{text-decoration:underline}
a:focus-visible{outline:3px solid var(--mark);outline-offset:2px}
time{white-space:nowrap}.dim{color:var(--dim);font-size:.9rem}.held{color:var(--mark);font-size:.9rem}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,17rem),1fr));gap:.9rem}
.cards>li,.how,.entries>li{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:.85rem 1rem}
.cards>li{display:flex;flex-direction:column;min-width:0}.cards p{margin:.15rem 0}
.cards .ways{margin-top:auto;padding-top:.6rem}
.cards.one{grid-template-columns:1fr}.one h3{font-size:1.3rem}
.cards .empty{background:none;border-style:dashed}
.ways,.chips{display:flex;flex-wrap:wrap;gap:.4rem}
.ways a,.chips a,.chips span{display:block;border-radius:1rem;padding:.1rem .7rem;font-size:.85rem;line-height:1.6}
.ways a{border:1px solid var(--line)}.ways a:hover{border-color:var(--mark)}
.chips{margin-top:.5rem}.chips a,.chips span{background:var(--tint)}.chips a:hover{text-decoration:underline}
.how{margin:1.2rem 0}.how h2{margin:0 0 .3rem}
.list{margin:.7rem 0 0}.list dt{font-weight:600;font-size:.9rem}.list dd{margin:0 0 .5rem}.list dd:last-child{margin:0}
code{font:.88rem/1.5 ui-monospace,Consolas,monospace}
.entries{display:grid;gap:.9rem;margin-top:1.4rem}.entries>li{min-width:0}
footer{margin-top:2rem}
.skip{position:absolute;left:-99rem}.skip:focus{position:static}
"""


def index(standings: Sequence[Standing], *, site: Site) -> bytes:
    """Return the page that lists every feed with its subscribe links."""
    everything = [one.spec for one in standings if one.spec.kind is Kind.ALL]
    groups = [_group(kind, list(group), site=site) for kind, group in groupby(standings, _kind)]
    return _page(
        title=site.title,
        language="vi",
        width="page wide",
        head=_icons(site)
        + _discovery(everything, site=site)
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
    return TWIN.render(feed)


def _twin_head(feed: Feed) -> bytes:
    spec, site = feed.spec, feed.site
    words = _words(spec.language)
    home = f' <a href="{escape(spec.home)}">{escape(spec.home)}</a>' if spec.home else ""
    head = _icons(site) + _discovery([spec], site=site)
    return (
        _opening(title=feed.title, language=spec.language, width="page", head=head)
        + f'<nav><a href="{_link(site, "index.html")}">← {escape(site.title)}</a></nav>'
        f"<header><h1>{escape(spec.name)}</h1><p>{escape(spec.description)}{home}</p></header>"
        f"<section class=how aria-labelledby=how><h2 id=how>{words.subscribe}</h2>"
        f"<p>{words.paste}</p>{_addresses(spec, site=site)}</section>"
        "<main id=main><ol class=entries>"
    ).encode()


def _twin_tail(feed: Feed) -> bytes:
    return f"</ol></main><footer><p class=dim>{escape(feed.spec.rights)}</p></footer>{_CLOSING}".encode()


def _words(language: str) -> _Words:
    return _ENGLISH if language == "en" else _VIETNAMESE


def _kind(standing: Standing) -> Kind:
    return standing.spec.kind


def _group(kind: Kind, standings: Sequence[Standing], *, site: Site) -> str:
    title, title_en = _GROUPS[kind]
    cards = "".join(_card(one, site=site) for one in standings)
    columns = "cards one" if kind is Kind.ALL else "cards"
    return (
        f"<section><h2>{title} <span class=dim lang=en>{title_en}</span></h2>"
        f'<ul class="{columns}">{cards}</ul></section>'
    )


def _card(one: Standing, *, site: Site) -> str:
    spec = one.spec
    newest = f"{one.entries} tin bài · mới nhất {_time(one.newest)}" if one.newest else "Chưa có tin bài"
    return (
        f"<li{' class=empty' if one.state is State.EMPTY else ''}>"
        f'<h3><a href="{_link(site, spec.file(Format.HTML))}">{escape(spec.title)}</a></h3>'
        f"<p class=dim lang=en>{escape(spec.title_en)}</p><p class=dim>{newest}</p>"
        f"{_HELD if one.state is State.HELD else ''}{_ways(spec, site=site)}</li>"
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
        f'<dt>{form.label}</dt><dd><a href="{_link(site, spec.file(form))}" type="{form.media_type}">'
        f"<code>{_breakable(_link(site, spec.file(form)))}</code></a></dd>"
        for form in SUBSCRIBABLE
    )
    return f"<dl class=list>{rows}</dl>"


def _breakable(address: str) -> str:
    """Return an address that a narrow page breaks at its parts, and not within a word."""
    scheme, mark, rest = address.partition("://")
    return scheme + mark + rest.replace("/", "/<wbr>")


def _entry(item: Item, feed: Feed) -> bytes:
    topics = _topics(item, spec=feed.spec, site=feed.site)
    return (
        f'<li><article lang="{escape(item.language)}">'
        f'<h3><a href="{escape(item.link)}">{escape(item.title)}</a></h3>'
        f"<p>{escape(item.summary)}</p>"
        f'<p class=dim>{_time(item.published)} · <a href="{escape(item.publisher.home)}">'
        f"{escape(item.publisher.title)}</a></p></article>{topics}</li>"
    ).encode()


def _topics(item: Item, *, spec: FeedSpec, site: Site) -> str:
    chips = "".join(_chip(one, spec=spec, site=site) for one in item.categories if one.scheme == TOPIC)
    return f'<ul class=chips aria-label="{_words(spec.language).topics}">{chips}</ul>' if chips else ""


def _chip(topic: Category, *, spec: FeedSpec, site: Site) -> str:
    """Return a topic in the page's language; one that has left the taxonomy has no page to lead to."""
    name = escape(topic.label_en if spec.language == "en" and topic.label_en else topic.label)
    page = _link(site, f"feeds/topics/{topic.term}.{Format.HTML}")
    return f'<li><a href="{page}">{name}</a></li>' if topic.label_en else f"<li><span>{name}</span></li>"


def _time(moment: datetime) -> str:
    """Return a moment as Viet Nam writes it, with its exact form for programs."""
    shown = f"{moment.hour:02}:{moment.minute:02}, {moment.day:02}/{moment.month:02}/{moment.year}"
    return f'<time datetime="{moment.isoformat(timespec="seconds")}">{shown}</time>'


def _icons(site: Site) -> str:
    """Return the links to the site's mark; who knows SVG takes it, as it comes last."""
    return (
        f'<link rel=icon sizes=32x32 href="{_link(site, Asset.FAVICON)}">'
        f'<link rel=icon type="image/svg+xml" href="{_link(site, Asset.MARK)}">'
    )


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


def _page(*, title: str, language: str, width: str, head: str, body: str) -> bytes:
    return (_opening(title=title, language=language, width=width, head=head) + body + _CLOSING).encode()


def _opening(*, title: str, language: str, width: str, head: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}">\n<head><meta charset=utf-8>'
        '<meta name=viewport content="width=device-width, initial-scale=1"><meta name=color-scheme '
        f'content="light dark"><title>{escape(title)}</title>{head}<style>{STYLE}</style></head>\n'
        f'<body><a class=skip href="#main">{_words(language).skip}</a>\n<div class="{width}">'
    )


_CLOSING = "</div>\n</body>\n</html>\n"
TWIN = Writer(
    name="html",
    head=_twin_head,
    entry=_entry,
    tail=_twin_tail,
    empty=lambda feed: f"<li>{_words(feed.spec.language).empty}</li>".encode(),
)
