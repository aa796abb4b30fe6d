"""How a portal is described: typed data, the same for a hand-written spider and for every table made from it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


class Proof(StrEnum):
    """How far what is said of a portal is proven."""

    CAPTURED = "captured"  # a real page reads right
    REPORTED = "reported"  # its feed or its selectors were reported live
    INFERRED = "inferred"  # carried over from its family: unverified


class Kind(StrEnum):
    """What kind of body a portal belongs to."""

    PARTY = "party"
    GOVERNMENT = "government"
    ASSEMBLY = "assembly"
    FRONT = "front"
    COURT = "court"
    MINISTRY = "ministry"
    PROVINCE = "province"
    PRESS = "press"


@dataclass(frozen=True, slots=True)
class Feed:
    """An RSS or Atom feed as a source of links; `{stem}` is the section's path without its ending."""

    url: str


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap or sitemap index as a source of links.

    `{year}` and `{month}` in the address make it one of a monthly series, which `--since` walks back.
    """

    url: str

    @property
    def monthly(self) -> bool:
        """Whether the address names one month of a series."""
        return "{month" in self.url


@dataclass(frozen=True, slots=True)
class Listing:
    """A section's own page as a source of links, followed page by page.

    Attributes:
        url: `{path}` is the section's path.
        next: address of page n >= 2 with `{page}` and, where the system numbers its sections, `{zone}`; empty
            when the page links to its successor (`ListingRules.next`).
    """

    url: str = "{path}"
    next: str = ""


Source = Feed | Sitemap | Listing


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One listing of a portal.

    Attributes:
        path: from the home page's address, e.g. `kinh-te/ngan-hang.htm`.
        title: as the portal prints it; for a subsection the outer ones first, separated by ` / `.
        topic: the slug that everything here gets; empty when the section says nothing of the subject.
        zone: the system's number of the section, where paging needs it and the page does not tell.
        sources: in order of preference; empty for the family's.
    """

    path: str
    title: str
    topic: str = ""
    zone: str = ""
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRules:
    """Where a family's listing pages hold their links; all selectors are CSS.

    Attributes:
        links: elements whose `href` is an article's.
        within: where to look for them; empty for the whole page. Side boxes lie outside.
        date: inside the link's item, its date as text.
        item: the element around a link that also holds its date.
        next: the link to the next page.
        zone: the element whose `value` is the section's number.
    """

    links: str
    within: str = ""
    item: str = ""
    date: str = ""
    next: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Where a family's article pages hold their fields; all selectors are CSS, the first that finds wins.

    Attributes:
        drop: what is removed from the body before it is read.
        published: elements with a date as text, or in their `content`, `datetime` or `title`.
        caption: inside a figure.
        end: regular expressions; a last paragraph that one of them matches whole is not the body's.
        marks: regular expressions for what opens a lead or first paragraph and says only whose text it is.
        valid_until: the day on which the portal left this layout; pages after it are not read by these rules.
    """

    title: str
    body: str
    lead: str = ""
    published: str = ""
    updated: str = ""
    authors: str = ""
    section: str = ""
    tags: str = ""
    source: str = ""
    figure: str = "figure"
    caption: str = "figcaption"
    attachments: str = ""
    drop: str = ""
    end: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What a CMS vendor's sites share.

    Attributes:
        letter: as in the survey of the portals (`A`, `B` …).
        article: a regular expression that the path of an article's address matches in full; its group `number`
            is the system's own number of the article, which outlives its slug.
        variants: (pattern, replacement) pairs that turn the path of a print, mobile or AMP page into the article's.
        sources: what every section has unless it says otherwise, in order of preference.
        versions: newest first; the page decides which reads it.
    """

    name: str
    letter: str
    title: str
    article: str
    listing: ListingRules
    versions: tuple[Rules, ...]
    variants: tuple[tuple[str, str], ...] = ()
    sources: tuple[Source, ...] = (Listing(),)
    keep_arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """What a portal says of itself.

    Attributes:
        name: the spider's name.
        title: in Vietnamese; `title_en` in English.
        body: the organisation it belongs to, in Vietnamese, and that body's `kind`.
        home: address of the home page; its host is the portal's, whatever alias a link is written with.
        aliases: other hosts of the same site, former ones included.
        unverified: what of this data is not known from a page or a report, in words.
        credit: how the portal asks to be named where its text is used.
        delay: seconds between two requests, at the least.
        rules: article rules of the portal's own, tried before its family's.
        mend: the one hook: changes a parsed article page in place, before it is read, where no rule can say
            what is odd about it.
    """

    name: str
    title: str
    title_en: str
    body: str
    kind: Kind
    home: str
    family: Family
    sections: tuple[Section, ...]
    proof: Proof
    unverified: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    language: str = "vi"
    zone: ZoneInfo = HANOI
    delay: float = 1.0
    credit: str = ""
    rules: tuple[Rules, ...] = ()
    mend: Callable[[HtmlElement], None] | None = None

    @property
    def host(self) -> str:
        """The host of the home page."""
        return urlsplit(self.home).netloc

    @property
    def hosts(self) -> tuple[str, ...]:
        """Every host that this portal answers or once answered under."""
        return (self.host, *self.aliases)

    @property
    def versions(self) -> tuple[Rules, ...]:
        """The article rules to try, the portal's own before its family's."""
        return self.rules + self.family.versions

    def address(self, template: str, section: Section, **values: str | int) -> str:
        """Return `template` as an absolute address, filled with the section's path and `values`."""
        stem = re.sub(r"(\.html?|/)$", "", section.path)
        return urljoin(self.home, template.format(path=section.path, stem=stem, zone=section.zone, **values))

    def sources(self, section: Section) -> tuple[Source, ...]:
        """Return where to look for the section's links, in order."""
        return section.sources or self.family.sources
