"""Renditions of a picture: which of the addresses that a page gives for it is the real one."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from crawler import text
from crawler.elements import address, remove

# Renditions in order: the original that a light box would open, then what a lazy loader would put in place.
_LAZY = ("data-src", "data-lazy-src", "data-srcset", "srcset", "src")
_PLACEHOLDER = re.compile(
    r"^data:|/(blank|spacer|pixel|lazy|loading|placeholder|transparent|1x1|grey|white)[-\w]*\.(gif|png|svg)",
    re.IGNORECASE,
)
_CANDIDATE = re.compile(r"[\s,]*+(\S*[^\s,])(?:\s+([^,]*)|,+)?")
_SIZE = re.compile(r"\d+(?:\.\d+)?")
PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif|bmp)$", re.IGNORECASE)
_DRAWN_TITLE = re.compile(r"\s*-?\s*Ảnh \d+\.?$")  # what VCCorp writes into `alt` of every picture without a caption


def resolve(element: HtmlElement, *, base: str) -> None:
    """Give every picture its real, absolute address and its size; take out what shows nothing or shows again."""
    _join_twins(element)
    seen: set[str] = set()
    for image in list(element.iter("img")):
        url = next(_renditions(image, base=base), "")
        twin = _shown(url) in seen and (parent := image.getparent()) is not None and parent.tag == "noscript"
        if not url or twin or _is_pixel(image):
            remove(image)
            continue
        seen.add(_shown(url))
        image.set("src", url)
        image.attrib.pop("title", None)
        image.set("alt", _DRAWN_TITLE.sub("", text.line(image.get("alt") or "")))
        for name in ("width", "height"):
            _set_size(image, name)
    for wrapper in list(element.iter("noscript", "picture", "source")):
        wrapper.drop_tag()


def _join_twins(element: HtmlElement) -> None:
    """Give a lazy picture the address of its twin for readers without scripts, and take the twin out."""
    for noscript in list(element.iter("noscript")):
        images = [image for image in noscript.iter("img") if not _is_pixel(image)]
        lazy = next(filter(_is_lazy, _beside(noscript)), None)
        if len(images) == 1 and images[0].get("src") and lazy is not None:
            lazy.set("data-original", lazy.get("data-original") or images[0].get("src", ""))
            remove(noscript)


def _beside(noscript: HtmlElement) -> Iterator[HtmlElement]:
    before, after = noscript.getprevious(), noscript.getnext()
    if before is not None and not (before.tail or "").strip():
        yield before
    if after is not None and not (noscript.tail or "").strip():
        yield after


def _is_lazy(image: HtmlElement) -> bool:
    waiting = any(image.get(name) for name in ("data-src", "data-lazy-src", "data-srcset"))
    return image.tag == "img" and (waiting or bool(_PLACEHOLDER.search(image.get("src") or "")))


def _shown(url: str) -> str:
    """Return what tells one picture from another: `a.jpg?w=300` shows `a.jpg`, `/show?id=3` is a picture by itself."""
    path = url.partition("?")[0]
    return path if PICTURE_FILE.search(path) else url


def _renditions(image: HtmlElement, *, base: str) -> Iterator[str]:
    for value in map(str.strip, filter(None, _written(image))):
        url = "" if _PLACEHOLDER.search(value) else address(value, base=base)
        if url:
            yield url


def _written(image: HtmlElement) -> Iterator[str | None]:
    yield image.get("data-original")
    yield _widest_source(image)
    for name in _LAZY:
        value = image.get(name)
        yield _largest(value)[1] if value and "srcset" in name else value


def _widest_source(image: HtmlElement) -> str:
    """Return the widest of a `picture`'s sources, where they say how wide they are and it has more than the image."""
    picture = next(image.iterancestors("picture"), None)  # libxml2 sets the image into the last `source`
    if picture is None:
        return ""
    sources = [
        _largest(source.get(name) or "")
        for source in picture.iter("source")
        for name in ("data-srcset", "srcset")
        if "w" in (source.get(name) or "").rpartition(" ")[2]
    ]
    own = max(_largest(image.get(name) or "") for name in ("data-srcset", "srcset"))
    widest = max(sources, default=own)
    return widest[1] if widest[0] > max(own[0], 1.0) else ""


def _largest(srcset: str) -> tuple[float, str]:
    """Return the greatest descriptor of a `srcset` and its address (HTML standard, 4.8.4.2.1)."""
    sized = [
        (float(size[0]) if (size := _SIZE.match(written or "")) else 1.0, url)
        for url, written in _CANDIDATE.findall(srcset.strip(" \t\r\n\f,"))
    ]
    return max(sized, key=lambda pair: pair[0], default=(0.0, ""))


def _is_pixel(image: HtmlElement) -> bool:
    return image.get("width") in {"0", "1"} and image.get("height") in {"0", "1"}


def _set_size(image: HtmlElement, name: str) -> None:
    # VCCorp's `w` and `h` are the original's; `width="100%"` is a layout's wish.
    value = image.get(name[0]) or image.get(name) or ""
    if value.removesuffix("px").isdecimal():
        image.set(name, value.removesuffix("px"))
    else:
        image.attrib.pop(name, None)
