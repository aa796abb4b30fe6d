"""An article page read: bytes and an address in, the article out.

For each field the order of trust is the portal's rules, then what the page says of itself to machines, then a
generic reading; what won is kept in `extracted_by`.
"""

import re
from datetime import datetime
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler import document_numbers, dom, ending, fields, generic, links, markup, paragraphs
from crawler.article import Article, Attachment, Image
from crawler.discovery import Link
from crawler.dom import Node
from crawler.errors import ChallengePage, FieldMissing, LayoutMoved, NotAPage, StandIn
from crawler.fields import Chosen, Page
from crawler.portal import Portal, Proof, Rules, Section
from crawler.structured import read as read_structured

_CHALLENGE = re.compile(
    rb"document\.cookie\s*=\s*[\"']\w+=[\s\S]{0,300}location\.(?:reload|href)"  # the D1N gate of mod.gov.vn [capture]
    rb"|cf-chl-|challenge-platform|_Incapsula_Resource|<title>\s*(?:Just a moment|Access Denied|Attention Required)",
    re.IGNORECASE,
)
_ERROR = re.compile(  # as the whole of a title or heading, but for the site's name after it
    r"^\W*(?:(?:lỗi|error|http)?\W*(?:40[0134]|410|50[0234])(?:\W+(?:not found|forbidden|error|lỗi|không tìm|bad|server"
    r"|internal|service|gateway).{0,40})?|(?:page )?not found|access denied|forbidden"
    r"|(?:không tìm thấy|không tồn tại) (?:trang|nội dung|bài viết|đường dẫn|dữ liệu).{0,30}"
    r"|(?:trang|nội dung|bài viết|đường dẫn)(?: web)?(?: bạn| này| quý vị)?.{0,20}(?:không tồn tại|không tìm thấy)"
    r"|(?:hệ thống|website|trang web) (?:đang|tạm) (?:được )?(?:bảo trì|nâng cấp).{0,20}|(?:đã )?(?:xảy ra|có) lỗi)"
    r"(?:\s*[|–—-].*)?\W*$",
    re.IGNORECASE,
)
_GATE_SIZE = 20_000  # bytes; no gate seen is larger, while an article page may embed a captcha for its comments
_ANY = Rules(title=("h1",), body=())


def extract(
    body: bytes,
    *,
    url: str,
    portal: Portal,
    now: datetime,
    link: Link | None = None,
    section: Section | None = None,
    content_type: str = "",
) -> Article:
    """Return the article on a page, without topics.

    Args:
        body: the page, decompressed.
        url: its final address, absolute.
        portal: whose page it is.
        now: aware; when the page was fetched.
        link: as the listing or feed gave it; its address is the article's identity.
        section: in whose own list the link stood.
        content_type: the HTTP header.

    Raises:
        NotAPage: not HTML, or nothing in it; or a home page or listing by its own word.
        ChallengePage: a gate's page.
        FieldMissing: no title, no body, or no date on a page of a portal that is known to date its articles.
        LayoutMoved: the rules of a proven portal find no text, and what is found without them is more than the text.
        ImpossibleDate: every date of publication on the page is in the future.
    """
    page = _page(body, url=url, portal=portal, now=now, link=link, content_type=content_type)
    chosen = Chosen()
    title = chosen.text("title", fields.titles(page))
    if not title:
        raise FieldMissing(url, "title")
    container, origin = _container(page, portal=portal)
    chosen.origins["body"] = origin
    placed = portal.dates_articles(page.rules if origin == "rules" else None)
    published = fields.published(page, chosen, title=title, container=container, placed=placed)
    if placed and published is None:
        raise FieldMissing(url, "published")
    updated = fields.updated(page, chosen, published=published)
    lead = chosen.text("lead", fields.leads(page))
    authors = chosen.names("authors", fields.authors(page))
    crumbs = chosen.names("section", fields.sections(page, section))
    tags = chosen.names("tags", fields.tags(page))
    source = chosen.text("source", fields.sources(page))
    attachments = fields.attachments(page, container=container)
    content, signed, opening = _content(page, container, portal, chosen, title=title, lead=lead, published=published)
    lead = fields.without_location(chosen.text("lead", [("text", lambda: opening)]) or lead)
    address = link.url if link else url
    return Article(
        id=links.article_id(portal.key(address)),
        link=portal.readable(address),
        aliases=_aliases(page, portal.key(address)),
        portal=portal.name,
        section=crumbs,
        title=title,
        lead=lead,
        body_html=content.html,
        body_text=content.text,
        language=portal.language,
        authors=authors or chosen.names("authors", [("text", lambda: signed.authors)]),
        source=source or chosen.text("source", [("text", lambda: signed.source)]),
        published=published,
        updated=updated,
        first_seen=now,
        fetched=now,
        images=tuple(_image(picture) for picture in content.pictures),
        attachments=tuple(Attachment(url=href, type=media, title=name) for href, media, name in attachments),
        tags=tags,
        documents=document_numbers.find(f"{title}\n\n{lead}\n\n{content.text}"),
        extracted_by=chosen.origins,
    )


def is_challenge(body: bytes) -> bool:
    """Return whether a gate's page came in place of what was asked for."""
    return len(body) < _GATE_SIZE and _CHALLENGE.search(body) is not None


def _page(body: bytes, *, url: str, portal: Portal, now: datetime, link: Link | None, content_type: str) -> Page:
    if media := dom.other_than_html(content_type):
        raise NotAPage(url, f"not a page but {media}")
    if is_challenge(body):
        raise ChallengePage(url, "a gate's page in place of the article")
    root = dom.parse(body, content_type=content_type) if b"<" in body else None
    if root is None:
        raise NotAPage(url, "no HTML in the answer" if body.strip() else "an empty answer")
    read = ((rules, dom.first(root, rules.body)) for rules in portal.versions_at(now))
    rules, container = next((pair for pair in read if pair[1]), (_ANY, None))
    said = read_structured(root)
    if container is None and not said.article:
        refuse_stand_in(root, url=url)
    return Page(
        root=root,
        url=url,
        base=dom.base(root, url=url),
        key=portal.key,
        rules=rules,
        container=container,
        said=said,
        zone=portal.zone,
        now=now,
        link=link,
    )


def refuse_stand_in(root: Node, *, url: str) -> None:
    """Refuse a page that says of itself that it is an error, or that asks who one is.

    Raises:
        StandIn: it does.
    """
    headings = [dom.words(one) for one in (*root.css("title"), *root.css("h1"))]
    if any(map(_ERROR.search, headings)):
        raise StandIn(url, "an error page with the status 200", kind="error-page")
    if root.css_first('input[type="password"]') and not root.css_first("article"):
        raise StandIn(url, "a login page in place of what was asked for", kind="login-page")


def _container(page: Page, *, portal: Portal) -> tuple[Node, str]:
    """Return the element that holds the text, and how it was found."""
    if page.container:
        return page.container, "rules"
    if portal.versions and _is_of_a_site(page, portal=portal):
        raise NotAPage(page.url, "an address that is no article's, and a page that calls itself a site's")
    container = generic.container(page.root, url=page.url)
    if container is None:
        raise FieldMissing(page.url, "body")
    return container, "generic"


def _is_of_a_site(page: Page, *, portal: Portal) -> bool:
    """Whether a page says that it is no article, and no address of it says otherwise: a home page, a listing."""
    listed = page.link.url if page.link else ""
    addresses = (page.url, listed, page.said.canonical, page.said.meta.get("og:url", ""))
    known = [links.absolute(url, base=page.url) for url in addresses if url]
    return page.said.meta.get("og:type") == "website" and not any(map(portal.is_article, filter(None, known)))


def _content(
    page: Page, container: Node, portal: Portal, chosen: Chosen, *, title: str, lead: str, published: datetime | None
) -> tuple[markup.Body, ending.Ending, str]:
    """Return the body, what its last paragraphs say of its origin, and a lead found in its first."""
    element = fields.content(page, container)
    if portal.mend:
        portal.mend(element)
    markup.clear(element)
    paragraphs.settle(element)
    ending.take_head(element, title=title, published=published, zone=page.zone)
    signed = ending.take(element)
    if chosen.origins["body"] != "rules":
        _refuse_surroundings(page, element, container, portal=portal)
    opening = (
        "" if chosen.origins.get("lead") == "rules" else fields.take_opening(element, container=container, said=lead)
    )
    if chosen.origins["body"] != "rules":
        known = [one for _, find in (*fields.authors(page), *fields.tags(page)) for one in find()]
        ending.take_surroundings(element, known=known, published=published, zone=page.zone)
    content = markup.body(element, base=page.base)
    if not content.text and not content.pictures:
        raise FieldMissing(page.url, "body")
    if content.pictures:
        chosen.origins["images"] = chosen.origins["body"]
    return content, signed, opening


def _refuse_surroundings(page: Page, body: HtmlElement, container: Node, *, portal: Portal) -> None:
    """Refuse a body that was found without the rules of a proven portal and holds the site's own menus or boxes.

    Rules that once read the portal's pages will do so again when they are mended; until then the article waits.
    """
    if portal.proof is Proof.INFERRED or not portal.versions:
        return
    files = {url for url, _, _ in fields.attachments(page, container=container)}
    led = {links.absolute(href, base=page.base) for href in ending.linked_alone(body)} - files
    if any(links.bare(urlsplit(url).netloc) == links.bare(portal.host) for url in led):
        raise LayoutMoved(page.url, "no rule finds the text any more, and what stands beside it cannot be told from it")


def _aliases(page: Page, key: str) -> tuple[str, ...]:
    """Return the canonical forms of the other addresses under which the page speaks of itself."""
    canonical = links.absolute(page.said.canonical, base=page.url) if page.said.canonical else ""
    return tuple(sorted({page.key(url) for url in (page.url, canonical) if url} - {key}))


def _image(picture: markup.Picture) -> Image:
    return Image(
        url=picture.url,
        caption=picture.caption,
        credit=picture.credit,
        width=picture.width,
        height=picture.height,
    )
