"""The printed text of one page of the 13th Congress site, put into the markups that its pages may have.

The real markup is not known (`captures/daihoi13.dangcongsan.vn/article.txt` is what a printer showed), so the
article is written in every way in which sites of its kind write theirs.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape

SOURCE = "Daihoi113.dangcongsan.vn"
PICTURE = "/Uploads/Images/2021/5/29/30/thu-tuong.jpg"


@dataclass(frozen=True, slots=True)
class Printed:
    """What the printed page says, part by part."""

    title: str
    date: str
    lead: str
    caption: str
    paragraphs: tuple[str, ...]


def printed(text: str) -> Printed:
    """Part the printed text; the counters that follow the source line are written anew by the markups."""
    head, _, rest = text.partition("\n\n")
    title, date = head.split("\n")
    lead, caption, _again, *paragraphs = [part.strip() for part in rest.split("\n\n") if part.strip()]
    end = paragraphs.index(f"({SOURCE})")
    return Printed(title.removesuffix(" In trang"), date, lead, caption, tuple(paragraphs[:end]))


def title_holding_the_print_link(title: str) -> str:
    return f'<h1 class="tieu-de">{title} <a href="/print/123.html" target="_blank">In trang</a></h1>'


def title_beside_the_print_link(title: str) -> str:
    return f'<div class="dau"><h1>{title}</h1><a class="in" href="javascript:window.print()">In trang</a></div>'


def title_holding_a_printer(title: str) -> str:
    return (
        f'<h1><span>{title}</span><span class="print"><img src="/icons/print.png" alt="In trang"> In trang</span></h1>'
    )


def dated_div(date: str) -> str:
    return f'<div class="news-date">{date}</div>'


def dated_span(date: str) -> str:
    return f'<span class="thoi-gian">{date}</span>'


def dated_nameless(date: str) -> str:
    return f"<p><i>{date}</i></p>"


def strong_lead(lead: str) -> str:
    return f"<p><strong>{lead}</strong></p>"


def heading_lead(lead: str) -> str:
    return f"<h2>{lead}</h2>"


def named_lead(lead: str) -> str:
    return f'<div class="sapo">{lead}</div>'


def plain_lead(lead: str) -> str:
    mark, _, words = lead.partition(" - ")
    return f'<p style="text-align: justify"><b>{mark}</b> - {words}</p>'


def photo_with_two_paragraphs(caption: str) -> str:
    under = f'<p style="text-align: center;"><em>{caption}</em></p>'
    return f'<p style="text-align: center;"><img src="{PICTURE}"></p>{under}{under}'


def photo_with_plain_paragraphs(caption: str) -> str:
    return f'<p align="center"><img src="{PICTURE}" alt=""></p>\n<p>{caption}</p>\n<p>{caption}</p>'


def photo_with_alt(caption: str) -> str:
    return f'<div><img alt="{caption}" src="{PICTURE}" width="600"></div><p>{caption}</p>'


def photo_in_a_table(caption: str) -> str:
    rows = f"<tr><td>{caption}</td></tr>" * 2
    return f'<table align="center"><tbody><tr><td><img src="{PICTURE}"></td></tr>{rows}</tbody></table>'


def photo_in_a_table_with_caption_under_it(caption: str) -> str:
    row = f"<tr><td><p>{caption}</p></td></tr>"
    return f'<table><tr><td><p><img src="{PICTURE}"></p></td></tr>{row}</table><p>{caption}</p>'


def photo_in_the_paragraph_of_its_caption(caption: str) -> str:
    return f'<p style="text-align:center"><img src="{PICTURE}"><br>{caption}<br>{caption}</p>'


def photo_as_figure(caption: str) -> str:
    return f'<figure><img src="{PICTURE}"><figcaption>{caption}</figcaption></figure><p>{caption}</p>'


def photo_linked_in_divs(caption: str) -> str:
    words = f'<div style="text-align:center"><span>{caption}</span></div>'
    return f'<div><a href="{PICTURE}"><img src="{PICTURE}"></a></div>{words}{words}'


def paragraphs(words: tuple[str, ...]) -> str:
    return "\n".join(f"<p>{one}</p>" for one in words)


def styled_paragraphs(words: tuple[str, ...]) -> str:
    return "\n".join(
        f'<p style="text-align: justify;"><span style="font-size:14px">{one}</span></p><p>&nbsp;</p>' for one in words
    )


def divs(words: tuple[str, ...]) -> str:
    return "\n".join(f"<div>{one}</div><div>&nbsp;</div>" for one in words)


def broken_lines(words: tuple[str, ...]) -> str:
    return "<br>\n<br>".join(words) + "<br><br>"


VIEWS = '<div class="luot-xem">Lượt xem: <span>1.329</span></div>'
COUNTERS = """<div class="thong-ke"><h3>Thống kê truy cập</h3><ul><li>003891558</li><li>&nbsp;Đang online: 122</li>
<li>Trong tuần: 24.034</li><li>Trong tháng: 106.276</li><li>Trong năm: 1.192.932</li></ul></div>"""
WEBSITES = """<div class="lien-ket"><h3>Liên kết website</h3><select><option>-- Chọn --</option><option>Chính phủ</option></select></div>"""
LINKED_WEBSITES = """<div><p>Liên kết website</p><ul><li><a href="https://chinhphu.vn">Cổng Thông tin điện tử Chính phủ</a></li>
<li><a href="https://quochoi.vn">Quốc hội</a></li></ul></div>"""
PLAIN_COUNTERS = """<p>Lượt xem: 1.329</p><p>Liên kết website</p><p>Thống kê truy cập</p><p>• 003891558</p>
<p>• Đang online: 122</p><p>• Trong tuần: 24.034</p><p>• Trong tháng: 106.276</p><p>• Trong năm: 1.192.932</p>"""
RELATED = """<div class="tin-khac"><h3>Các tin khác</h3><ul>
<li><a href="/tin-tuc/dua-nghi-quyet-vao-cuoc-song-4321.html">Đưa Nghị quyết vào cuộc sống</a> (28/05/2021)</li>
<li><a href="/tin-tuc/hop-bao-quoc-te-4320.html">Họp báo quốc tế về kết quả Đại hội</a> (27/05/2021)</li></ul></div>"""

Words = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One way to write the page.

    Attributes:
        container: opening tag of the element around the text.
        outside: which of `title`, `date`, `lead` stand before that element.
        inside: what follows the source line within it; `beside` what follows outside.
    """

    title: Words = title_holding_the_print_link
    date: Words = dated_div
    lead: Words = strong_lead
    photo: Words = photo_with_two_paragraphs
    text: Callable[[tuple[str, ...]], str] = paragraphs
    container: str = '<div class="news-content">'
    outside: frozenset[str] = frozenset({"title", "date"})
    inside: str = ""
    beside: str = VIEWS + WEBSITES + COUNTERS
    description: bool = False

    def __str__(self) -> str:
        names = [one.__name__ for one in (self.title, self.date, self.lead, self.photo, self.text)]
        ends = f"in={len(self.inside)} out={len(self.beside)}"
        return f"{' '.join(names)} {self.container} {'+'.join(sorted(self.outside))} {ends} {self.description}"


CHOICES: Mapping[str, tuple[object, ...]] = {
    "title": (title_holding_the_print_link, title_beside_the_print_link, title_holding_a_printer),
    "date": (dated_div, dated_span, dated_nameless),
    "lead": (strong_lead, heading_lead, named_lead, plain_lead),
    "photo": (
        photo_with_two_paragraphs,
        photo_with_plain_paragraphs,
        photo_with_alt,
        photo_in_a_table,
        photo_in_a_table_with_caption_under_it,
        photo_in_the_paragraph_of_its_caption,
        photo_as_figure,
        photo_linked_in_divs,
    ),
    "text": (paragraphs, styled_paragraphs, divs, broken_lines),
    "container": ('<div class="news-content">', '<div class="khung-giua">', '<div id="ctl00_body">', "<td>"),
    "outside": (frozenset({"title", "date"}), frozenset({"title", "date", "lead"}), frozenset()),
    "inside": ("", VIEWS, PLAIN_COUNTERS, VIEWS + LINKED_WEBSITES + COUNTERS, VIEWS + RELATED + WEBSITES),
    "beside": (VIEWS + WEBSITES + COUNTERS, "", LINKED_WEBSITES + RELATED + COUNTERS),
    "description": (False, True),
}


def layouts(number: int) -> Iterator[Layout]:
    """Yield the plain layout, every one that differs from it in one point, and `number` mixed ones."""
    yield Layout()
    for name, choices in CHOICES.items():
        for choice in choices[1:]:
            yield replace(Layout(), **{name: choice})  # type: ignore[arg-type]
    mixing = random.Random(13)
    for _ in range(number):
        yield Layout(**{name: mixing.choice(choices) for name, choices in CHOICES.items()})  # type: ignore[arg-type]


def page(words: Printed, layout: Layout) -> bytes:
    """Write the article's page in a layout."""
    parts = {
        "title": layout.title(escape(words.title)),
        "date": layout.date(words.date),
        "lead": layout.lead(escape(words.lead)),
    }
    before = "".join(part for name, part in parts.items() if name in layout.outside)
    opening = "".join(part for name, part in parts.items() if name not in layout.outside)
    text = layout.text(tuple(map(escape, words.paragraphs)))
    source = layout.text((f"({SOURCE})",))
    tag = layout.container[1:].split(" ")[0].rstrip(">")
    around = ("<table><tr>", "</tr></table>") if tag == "td" else ("", "")
    description = (
        '<meta name="description" content="Trang thông tin điện tử Đại hội XIII của Đảng">'
        if layout.description
        else ""
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(words.title)} | Đại hội XIII</title>{description}
</head><body><div id="menu"><ul><li><a href="/">Trang chủ</a></li><li><a href="/tin-tuc">Tin tức</a></li></ul></div>
<div class="trang">{before}{around[0]}{layout.container}{opening}{layout.photo(escape(words.caption))}{text}{source}
{layout.inside}</{tag}>{around[1]}{layout.beside}</div>
<div class="chan-trang"><p>Bản quyền thuộc Báo điện tử Đảng Cộng sản Việt Nam</p></div></body></html>""".encode()
