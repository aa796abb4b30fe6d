"""Who a portal is, as its host and its home page tell: its names, whom it belongs to, its language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from keyword import iskeyword
from urllib.parse import urljoin, urlsplit

from slugify import slugify
from tldextract import TLDExtract
from tldextract.tldextract import ExtractResult

from crawler import dom, institutions, links, structured
from crawler.dom import Node
from crawler.portal import Kind

_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_LONGEST = 50  # characters of a name
_PARTS = re.compile(r"\s+[|–—-]\s+")  # of a page's title
_NO_NAME = re.compile(r"^(?:trang chủ|trang nhất|home(?: ?page)?|index|default|chào mừng.*|welcome.*)$", re.IGNORECASE)
_OWNER = re.compile(
    r"(?:cơ quan|đơn vị) chủ quản\s*:?\s*(?P<body>[A-ZĐÀ-Ỹ][^\n|.;:]{3,90}?)\s*(?:[|.;]|$|\s[-–]\s|\s(?=(?:giấy phép|"
    r"tổng biên tập|địa chỉ|điện thoại|chịu trách nhiệm|trưởng ban|cơ quan)\b))",
    re.IGNORECASE,
)
_SITE = re.compile(
    r"^(?:cổng|trang|hệ thống|website)?\s*(?:thông tin|ttđt)?\s*(?:điện tử|tổng hợp)?\s*(?:của\s+)?", re.IGNORECASE
)
_PLACE = re.compile(r"^(?P<rank>tỉnh|thành phố|tp\.?)\s+(?P<name>\S.*)$", re.IGNORECASE)
_LETTERS = re.compile(r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
_MANY = 0.03  # of a page's characters; Vietnamese text has five times as many such letters
_LANGUAGES = ("en", "zh")

_SUFFIXES = TLDExtract(suffix_list_urls=(), cache_dir=None)  # the list that comes with it: nobody is asked

_HOSTS = {
    "dangcongsan": Kind.PARTY,
    "dcs": Kind.PARTY,
    "quochoi": Kind.ASSEMBLY,
    "toaan": Kind.COURT,
    "vksndtc": Kind.COURT,
    "mattran": Kind.FRONT,
    "chinhphu": Kind.GOVERNMENT,
}
_WORDS = (
    (Kind.PARTY, r"đảng cộng sản|(?:tỉnh|thành|đảng|quận|huyện) ủy\b|\btrung ương$|trung ương đảng"),
    (Kind.FRONT, r"mặt trận tổ quốc"),
    (Kind.ASSEMBLY, r"quốc hội"),
    (Kind.COURT, r"tòa án|viện kiểm sát"),
    (Kind.PROVINCE, r"^(?:ủy ban nhân dân|hội đồng nhân dân|ubnd|tỉnh|thành phố)\b"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """What a portal says of itself, for `Portal`'s fields of the same names.

    Attributes:
        unverified: what the page does not tell, in words that say what stands in its place.
    """

    name: str
    title: str
    title_en: str
    body: str
    kind: Kind
    language: str
    unverified: tuple[str, ...]


def read(page: Node | None, *, url: str, english: Node | None = None) -> Imprint:
    """Return who a portal is; `english` is its English home page, where it has one."""
    host = links.bare(urlsplit(url).netloc)
    title, language = _title(page) or host, _language(page)
    told = _title(english) if english else ""
    owner = _owner(page)
    body = owner or _body(title)
    return Imprint(
        name=name(host),
        title=title,
        title_en=told or (title if language == "en" else _transliterated(title)),
        body=body,
        kind=kind(host, title=title, body=body),
        language=language,
        unverified=tuple(_unverified(told_english=bool(told) or language == "en", owner=owner, title=title, host=host)),
    )


def english(page: Node | None, *, url: str) -> str:
    """Return the address of the English home page that a page leads to, of the same site; an empty string for none."""
    site = _SUFFIXES(urlsplit(url).netloc).top_domain_under_public_suffix
    for anchor in page.css("a[href]") if page else ():
        href = links.absolute(dom.attribute(anchor, "href"), base=urljoin(url, "/"))
        path = urlsplit(href).path.strip("/").lower()
        if _SUFFIXES(urlsplit(href).netloc).top_domain_under_public_suffix != site:
            continue
        if path in {"en", "english", "en-us", "web/en"} or dom.words(anchor).strip().lower() in {
            "english",
            "tiếng anh",
        }:
            return href
    return ""


def name(host: str) -> str:
    """Return a portal's name, made from its host.

    >>> name("www.tapchicongsan.org.vn"), name("congbao.sonla.gov.vn"), name("24h.com.vn")
    ('tapchicongsan', 'congbao_sonla', 'portal_24h')
    """
    parts = _parts(host)
    labels = [one for one in (parts.subdomain, parts.domain or parts.suffix.partition(".")[0]) if one]
    made = slugify(" ".join(labels) or host, separator="_")[:_LONGEST].strip("_")
    return made if is_name(made) else f"portal_{made}"


def is_name(written: str) -> bool:
    """Return whether a portal, and so its module, can be named so."""
    return bool(_NAME.fullmatch(written)) and not iskeyword(written)


def kind(host: str, *, title: str, body: str) -> Kind:
    """Return the kind of body that a portal belongs to: by its host, by its body's name, else it is the press'."""
    parts = _parts(host)
    labels = {*parts.subdomain.split("."), parts.domain}
    of_state = parts.suffix == "gov.vn"
    known = next((kind for label, kind in _HOSTS.items() if label in labels), None)
    said = next((kind for kind, words in _WORDS if re.search(words, body, re.IGNORECASE)), None)
    if of_state and any(one in f"{title} {body}" for one in _ministries()):
        return Kind.MINISTRY
    if of_state and (said is Kind.PROVINCE or {slugify(one, separator="") for one in institutions.PLACES} & labels):
        return Kind.PROVINCE
    if any(body.startswith(one) for one in _ministries()):
        return Kind.MINISTRY
    return known or said or (Kind.GOVERNMENT if of_state or body == "Chính phủ" else Kind.PRESS)


@cache
def _ministries() -> tuple[str, ...]:
    ranked = ("Bộ ", "Ngân hàng Nhà nước", "Thanh tra Chính phủ", "Văn phòng Chính phủ")
    return tuple(one for one in institutions.BODIES.values() if one.startswith(ranked))


@cache
def _parts(host: str) -> ExtractResult:
    return _SUFFIXES(links.bare(host))


def _title(page: Node | None) -> str:
    """Return what a page calls its site: as it tells machines, else the part of its title that is a name."""
    if page is None:
        return ""
    said = structured.read(page).meta
    named = page.css_first("title")
    parts = _PARTS.split(dom.words(named)) if named else []
    told = (said.get("og:site_name", ""), said.get("application-name", ""), *parts)
    return next((one for one in map(str.strip, told) if one and not _NO_NAME.match(one)), "")


def _language(page: Node | None) -> str:
    """Return the language that a page names, unless its letters are Vietnamese: many templates name `en`."""
    if page is None:
        return "vi"
    root = page.css_first("html")
    named = (dom.attribute(root, "lang") if root else "") or structured.read(page).meta.get("og:locale", "")
    words = dom.words(page.css_first("body") or page)
    is_vietnamese = len(_LETTERS.findall(words)) > len(words) * _MANY
    said = named.lower()[:2]
    return said if said in _LANGUAGES and not is_vietnamese else "vi"


def _owner(page: Node | None) -> str:
    """Return whom the page says that the site belongs to; an empty string where it does not."""
    words = dom.words(page.css_first("body") or page) if page else ""
    found = _OWNER.search(words)
    said = structured.read(page).meta.get("author", "") if page and not found else ""
    is_body = (said and any(re.search(words, said, re.IGNORECASE) for _, words in _WORDS)) or said in _ministries()
    return found["body"].strip(" ,-–") if found else said if is_body else ""


def _body(title: str) -> str:
    """Return whom a site's name says that it belongs to; the name itself where it says no more."""
    rest = _SITE.sub("", title) or title
    place = _PLACE.match(rest)
    if place:
        return f"Ủy ban nhân dân {rest[0].lower()}{rest[1:]}"
    known = next((one for one in sorted(_ministries(), key=len, reverse=True) if one in title), "")
    return known or f"{rest[0].upper()}{rest[1:]}"


def _transliterated(title: str) -> str:
    """Return a Vietnamese name in letters that English has."""
    plain = slugify(title, separator=" ", lowercase=False, regex_pattern=r"[^-\w.,]+")
    return plain if plain != title else f"{plain} portal"


def _unverified(*, told_english: bool, owner: str, title: str, host: str) -> Iterator[str]:
    if title == host:
        yield "title: the host stands for it"
    if not told_english:
        yield "title_en: the Vietnamese name without its signs"
    if not owner:
        yield "body: whom the portal belongs to; its own name tells"
    yield "kind: by the host and the name of the body"
