"""A large portal of family A for benchmarks/crawl.py: its listings, its articles of 70 KB, and its server.

The markup is the demo's, the words are those of the demo's articles, shuffled. What a real page holds beside its
article (menus, drawings, scripts) is added in the proportion of baochinhphu.vn's captured page: some 600 elements,
and scripts for the rest.
"""

import argparse
import asyncio
import gzip
import html
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from crawler.dates import HANOI
from crawler.families.vccorp import VCCORP
from crawler.portal import Kind, Listing, Portal, Proof, Section
from diemtin.demo import manuscript, vccorp_article, vccorp_frame, written_dates
from diemtin.demo.manuscript import Block, Desk, Manuscript
from diemtin.demo.templates import fill

HOST = "baochinhphu.vn"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=HANOI)
SIZE = 70_000  # bytes of an article's page
PARAGRAPHS, LENGTH = 25, 130  # characters, at the least
WORDS = range(40, 200)  # characters of a sentence
LINKS, PAGES = 50, 2  # of a section: links on a page, pages

_MENU = (
    '<li class="nav-item"><a class="nav-link" href="/muc-{0}/trang-{1}.htm" title="Mục {0}.{1}">Mục {0}.{1}</a></li>\n'
)
_DRAWING = (
    '<span class="icon"><svg width="20" height="20" viewBox="0 0 20 20" fill="none"><path d="{0}"/></svg></span>\n'
)
_SCRIPT = 'arfAsync.push("{0:08x}"); admicro.zone({{"id": {0}, "layout": "list", "lazy": true}});\n'


def portal(articles: int) -> Portal:
    """Return the portal, with as many sections as it takes to list so many articles."""
    source = Listing(next="/timelinelist/{zone}/{page}.htm")
    return Portal(
        name="benchmark",
        title="Báo thử",
        title_en="Benchmark",
        body="Chính phủ",
        kind=Kind.GOVERNMENT,
        home=f"https://{HOST}/",
        family=VCCORP,
        sections=tuple(
            Section(path=f"muc-{n}.htm", title=f"Mục {n}", zone=str(1000 + n), sources=(source,))
            for n in range(-(-articles // (LINKS * PAGES)))
        ),
        proof=Proof.INFERRED,
    )


def paths(articles: int) -> list[str]:
    """Return the path of each article."""
    return [f"/bai-viet-thu-{number}.htm" for number in _numbers(articles)]


def pages(articles: int) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of every page."""
    desk = _desk(articles)
    yield "/robots.txt", fill("vccorp/robots.txt")
    for path, article in zip(paths(articles), desk.articles, strict=True):
        yield path, _padded(vccorp_article.article_page(desk, article).body.decode())
    for section in desk.sections:
        listed = desk.within(section)
        for page in range(PAGES + 1):
            items = "".join(_item(desk, each) for each in listed[page * LINKS : (page + 1) * LINKS])
            path = f"/timelinelist/{section.number}/{page + 1}.htm" if page else section.path
            yield path, f'<!DOCTYPE html><html><body><div class="box-stream">{items}</div></body></html>'


def _numbers(articles: int) -> list[str]:
    return [f"102261122{n:09}" for n in range(articles)]


def _desk(articles: int) -> Desk:
    """Return the newsroom that writes the articles, the same ones on every run."""
    chance = random.Random(articles)
    model = manuscript.read("baochinhphu")
    words = [manuscript.read(name) for name in ("baochinhphu", "xaydungchinhsach", "nhandan", "dangcongsan")]
    known = [article for desk in words for article in desk.articles]
    plain = [block.words[0] for each in known for block in each.body if block.kind == "paragraph"]
    sentences = [one for one in re.split(r"(?<=[.;])\s+", " ".join(plain)) if len(one) in WORDS and "/" not in one]
    sections = [
        manuscript.Section(path=f"/{each.path}", title=each.title, number=each.zone)
        for each in portal(articles).sections
    ]
    made = [
        _article(chance, known, sentences, number=number, place=place, section=sections[place // (LINKS * PAGES)])
        for place, number in enumerate(_numbers(articles))
    ]
    return replace(
        model,
        address="/bai-viet-thu-{number}.htm",
        sections=tuple(sections),
        articles=tuple(made),
        oddities=(),
    )


def _article(
    chance: random.Random,
    known: Sequence[Manuscript],
    sentences: Sequence[str],
    *,
    number: str,
    place: int,
    section: manuscript.Section,
) -> Manuscript:
    model = chance.choice(known)
    published = NOW - timedelta(minutes=place + 1)
    title, lead = f"{model.headline} ({place})", f"{model.teaser} {chance.choice(sentences)}"
    return replace(
        model,
        number=number,
        title=title,
        headline=title,
        lead=lead,
        teaser=lead,
        slug=f"bai-viet-thu-{place}",
        published=published,
        modified=published + timedelta(minutes=chance.randrange(30)),
        sections=(section.path,),
        tags=("chuyển đổi số", "đầu tư công", "cải cách hành chính"),
        author="Minh Khuê",
        body=_body(chance, sentences, place=place, number=number),
        delay=0.0,
    )


def _body(chance: random.Random, sentences: Sequence[str], *, place: int, number: str) -> tuple[Block, ...]:
    """Return paragraphs with two pictures, a box of related articles and three cited documents among them."""
    blocks = [Block(kind="paragraph", words=(_paragraph(chance, sentences),)) for _ in range(PARAGRAPHS)]
    cited = (
        f"Nghị định số {place + 1}/2026/NĐ-CP ngày 18/11/2026 của Chính phủ",
        f"Thông báo số {place + 1}/TB-VPCP ngày 20/11/2026",
        f"Nghị quyết số {place % 99 + 1}-NQ/TW của Bộ Chính trị",
    )
    for at, document in zip((2, 9, 16), cited, strict=True):
        blocks[at] = Block(kind="paragraph", words=(f"Theo {document}, {blocks[at].words[0]}",))
    picture = ("Quang cảnh buổi làm việc tại trụ sở Chính phủ", "VGP/Minh Khuê")
    blocks.insert(20, Block(kind="related", words=(number, number)))
    blocks.insert(12, Block(kind="lazy", words=(f"anh-hai-{place}", *picture)))
    blocks.insert(6, Block(kind="heading", words=("Những việc cần làm ngay",)))
    blocks.insert(1, Block(kind="photo", words=(f"anh-mot-{place}", *picture)))
    return tuple(blocks)


def _paragraph(chance: random.Random, sentences: Sequence[str]) -> str:
    words = ""
    while len(words) < LENGTH:
        words = f"{words} {chance.choice(sentences)}".strip()
    return words


def _padded(page: str) -> str:
    menu = "".join(_MENU.format(n // 8, n % 8) for n in range(120))
    drawings = "".join(_DRAWING.format("M2.5 10.8C2.5 6.9 5.9 3.8 10 3.8S17.5 6.9 17.5 10.8 " * 3) for _ in range(40))
    page = page.replace('<div class="detail__page">', f'<ul class="menu">{menu}</ul>\n<div class="detail__page">', 1)
    page = page.replace("</body>", f'<div class="footer">{drawings}</div>\n</body>', 1)
    lacking = SIZE - len(page.encode()) - len("<script></script>")
    script = "".join(_SCRIPT.format(1_000_000 + n) for n in range(lacking // 70))[:lacking]
    return page.replace("</head>", f"<script>{script}</script></head>", 1)


def _item(desk: Desk, article: Manuscript) -> str:
    return fill(
        "vccorp/item.html",
        number=article.number,
        href=desk.path(article),
        title=vccorp_frame.razor(article.headline),
        lead=html.escape(article.teaser),
        picture=vccorp_frame.picture(desk, article.slug, article.published, size="zoom/270_169"),
        month_first=written_dates.month_first(article.published),
        day_first=written_dates.day_first(article.published),
        section=desk.section(article.sections[0]).title,
        section_path=article.sections[0],
    )


class _Visitor(asyncio.Protocol):
    """One connection, kept open; an answer is a look-up."""

    def __init__(self, answers: dict[bytes, bytes]) -> None:
        self._answers = answers
        self._asked = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        *asked, self._asked = (self._asked + data).split(b"\r\n\r\n")
        for head in asked:
            self._transport.write(self._answers.get(head.split(b" ", 2)[1], _NOT_FOUND))


_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def _answer(path: str, text: str, *, packed: bool) -> bytes:
    body = gzip.compress(text.encode(), 6) if packed else text.encode()
    kind = "text/plain" if path.endswith(".txt") else "text/html; charset=utf-8"
    coding = "Content-Encoding: gzip\r\n" if packed else ""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{coding}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def _serve(answers: dict[bytes, bytes]) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: _Visitor(answers), "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    await server.serve_forever()


def main() -> None:
    """Serve the portal on a free port of the loopback, whose address is printed, until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, required=True)
    parser.add_argument("--gzip", action="store_true")
    asked = parser.parse_args()
    answers = {path.encode(): _answer(path, text, packed=asked.gzip) for path, text in pages(asked.pages)}
    asyncio.run(_serve(answers))


if __name__ == "__main__":
    main()
