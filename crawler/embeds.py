"""What a page embeds - videos, sound, other pages - named by a link to it."""

import re

from lxml.html import Element, HtmlElement

from crawler.elements import remove

_FOREIGN = re.compile(
    r"doubleclick|googlesyndication|googletagmanager|adservice|//ads\.|/afr\.php|facebook\.com/(?:v[\d.]+/)?plugins|zalo",
    re.IGNORECASE,
)
_VIDEO = re.compile(r"youtube|youtu\.be|vimeo|video|\.mp4|\.m3u8", re.IGNORECASE)
_HOST = re.compile(r"^[\w-]+(?:\.[\w-]+)+/")


def name(body: HtmlElement) -> None:
    """Replace what is embedded by a link to its source, with the picture that stands for it; advertising goes."""
    for stream in list(body.iter("div")):
        if stream.get("type") == "VideoStream":  # VCCorp
            _name_stream(stream)
    for player in list(body.iter("iframe", "video", "audio")):
        source = _source(player)
        if source and not _FOREIGN.search(source):
            _replace(player, source=source, poster=player.get("poster") or "")
        else:
            remove(player)


def _name_stream(stream: HtmlElement) -> None:
    source = stream.get("data-src") or stream.get("data-vid") or ""
    if not source:
        return
    for player in list(stream.iter("iframe", "video")):
        remove(player)
    source = f"https://{source}" if _HOST.match(source) else source
    poster = "" if next(stream.iter("img"), None) is not None else stream.get("data-thumb") or ""
    for part in reversed(_parts("Video", source=source, poster=poster)):
        stream.insert(0, part)


def _source(player: HtmlElement) -> str:
    written = [player, *player.iter("source")]
    values = ((one.get(name) or "").strip() for name in ("src", "data-src") for one in written)
    return next((value for value in values if value and not value.startswith(("about:", "data:"))), "")


def _replace(player: HtmlElement, *, source: str, poster: str) -> None:
    kind = {"video": "Video", "audio": "Audio"}.get(str(player.tag))
    title = kind or ("Video" if _VIDEO.search(source) else "Nội dung nhúng")
    parent = player.getparent()
    if parent is None:
        return
    for holder in player.iterancestors("p"):
        holder.tag = "div"  # a paragraph holds no paragraphs
    parts = _parts(title, source=source, poster=poster)
    parts[-1].tail = player.tail
    place = parent.index(player)
    parent[place : place + 1] = parts


def _parts(title: str, *, source: str, poster: str) -> list[HtmlElement]:
    anchor = Element("a", {"href": source})
    anchor.text = title
    shown = [Element("img", {"src": poster})] if poster else []
    return [_paragraph(part) for part in (*shown, anchor)]


def _paragraph(part: HtmlElement) -> HtmlElement:
    paragraph = Element("p")
    paragraph.append(part)
    return paragraph
