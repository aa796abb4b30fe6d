"""What records hold, made fit for feeds: no character, address or date in it can break one."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from urllib.parse import quote, urljoin

from crawler import text
from crawler.article import Attachment, Image
from crawler.dates import HANOI
from feeds.entries import Deletion

_RESERVED = "!#$%&'()*+,/:;=?@~"  # RFC 3986, with the percent sign of what is encoded already; brackets are IPv6's
_LOOSE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_BREAKS = re.compile(r"[\t\n]")  # browsers leave them out of addresses
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WEB = re.compile(r"https?://[^/]", re.IGNORECASE)
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+", re.ASCII)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_MAIL = re.compile(r"\s*[<(]?[\w.+-]+@[\w-]+(?:\.[\w-]+)+[>)]?")
# Until May 1911 Ha Noi was 7:06:30 ahead, which no date of a feed can tell; half hours are what validators know.
_STANDARD, _BEFORE = 1912, timezone(timedelta(hours=7, minutes=30))


def moment(value: datetime) -> datetime:
    """Return a moment in Ha Noi time, to the second, whatever database it came from."""
    local = value.astimezone(HANOI).replace(microsecond=0)
    return local if local.year >= _STANDARD else local.astimezone(_BEFORE)


def address(url: str, *, base: str = "") -> str:
    """Return an address as RSS asks for it: a URI, so without blanks and letters beyond ASCII (RFC 3986).

    >>> address("https://a.vn/văn bản.pdf?x=%20")
    'https://a.vn/v%C4%83n%20b%E1%BA%A3n.pdf?x=%20'
    """
    plain = _LOOSE_PERCENT.sub("%25", _BREAKS.sub("", text.clean(url)).strip())
    first, mark, fragment = quote(plain, safe=_RESERVED).partition("#")
    made = first + mark + fragment.replace("#", "%23")
    return urljoin(base, made) if base and made and not _ABSOLUTE.match(made) else made


def deletion(one: Deletion) -> Deletion:
    """Return what was taken down as feeds name it."""
    link = address(one.link)
    return Deletion(id=text.line(one.id), when=moment(one.when), link=link, title=text.line(one.title))


def language(tag: str) -> str:
    """Return a language tag (BCP 47), an empty string for what is none."""
    plain = text.line(tag)
    return plain if _LANGUAGE.fullmatch(plain) else ""


def lines(values: Iterable[str]) -> tuple[str, ...]:
    """Return values cleaned, each once, without the empty ones."""
    return tuple(dict.fromkeys(filter(None, map(text.line, values))))


def people(names: Iterable[str]) -> tuple[str, ...]:
    """Return names without the e-mail addresses beside them: they are not the feeds' to spread."""
    return lines(_MAIL.sub("", name) for name in lines(names))


def attachments(files: Iterable[Attachment], *, base: str) -> tuple[Attachment, ...]:
    """Return files as feeds name them, each once, without those that are not on the web."""
    found = [_attachment(file, base=base) for file in files]
    return tuple({file.url: file for file in found if _WEB.match(file.url)}.values())


def _attachment(file: Attachment, *, base: str) -> Attachment:
    kind = text.line(file.type).lower()
    return Attachment(
        url=address(file.url, base=base),
        type=kind if _MEDIA_TYPE.fullmatch(kind) else "application/octet-stream",
        length=file.length if file.length and file.length > 0 else None,
        title=text.line(file.title),
    )


def images(pictures: Iterable[Image], *, base: str) -> tuple[Image, ...]:
    """Return pictures as feeds name them, likewise."""
    found = [_image(picture, base=base) for picture in pictures]
    return tuple({picture.url: picture for picture in found if _WEB.match(picture.url)}.values())


def _image(picture: Image, *, base: str) -> Image:
    width, height = picture.width or 0, picture.height or 0
    sized = width > 0 and height > 0
    return Image(
        url=address(picture.url, base=base),
        caption=text.line(picture.caption),
        credit=text.line(picture.credit),
        width=width if sized else None,
        height=height if sized else None,
    )
