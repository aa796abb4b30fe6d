"""OPML 2.0 (opml.org/spec2.opml): every feed in one file that readers import."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from lxml import etree

from feeds.catalogue import FeedSpec, Format, Kind, Site, Standing

MEDIA_TYPE = "text/x-opml"
GROUPS = {
    Kind.ALL: "Tổng hợp",
    Kind.OWN: "Tuyển chọn",
    Kind.TOPIC: "Theo chủ đề",
    Kind.PORTAL: "Theo cổng thông tin",
    Kind.DOCUMENT_TYPE: "Văn bản theo loại",
    Kind.DOCUMENT_ISSUER: "Văn bản theo cơ quan ban hành",
    Kind.DOCUMENT_FIELD: "Văn bản theo lĩnh vực",
    Kind.DRAFTS: "Dự thảo",
    Kind.CORRECTIONS: "Đính chính",
}


def render(standings: Sequence[Standing], *, site: Site) -> bytes:
    """Return the feeds grouped by kind, as RSS: the format that every reader takes.

    It carries no date, so that it changes with the catalogue only, not with every article.
    """
    root = etree.Element("opml", version="2.0")
    _write_head(etree.SubElement(root, "head"), site=site)
    body = etree.SubElement(root, "body")
    for kind, group in groupby(standings, key=lambda one: one.spec.kind):
        outline = etree.SubElement(body, "outline", text=GROUPS[kind])
        for one in group:
            etree.SubElement(outline, "outline", _outline(one.spec, site=site))
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def _write_head(head: Any, *, site: Site) -> None:
    etree.SubElement(head, "title").text = site.title
    etree.SubElement(head, "ownerName").text = site.title
    if "@" in site.contact:
        etree.SubElement(head, "ownerEmail").text = site.contact


def _outline(spec: FeedSpec, *, site: Site) -> dict[str, str]:
    return {
        "type": "rss",
        "text": spec.name,
        "title": spec.name,
        "description": spec.description,
        "xmlUrl": site.address(spec.file(Format.RSS)),
        "htmlUrl": site.address(spec.file(Format.HTML)),
        "language": spec.language,
        "version": "RSS2",
    }
