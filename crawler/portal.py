"""How a portal is described: typed data, the same for a hand-written spider and for every table made from it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar
from urllib.parse import urljoin, urlsplit, urlunsplit
from zoneinfo import ZoneInfo

from lxml.html import HtmlElement

from crawler import links
from crawler.dates import HANOI

_ENDING = re.compile(r"(\.html?|\.aspx|\.chn|/)$")


class Proof(StrEnum):
    """How far what is said of a portal is proven."""

    CAPTURED = "captured"  # a real page reads right
    REPORTED = "reported"  # its feed or its selectors were reported live
    INFERRED = "inferred"  # carried over from its family: unverified


class Gate(StrEnum):
    """What stands before a portal's pages, and is passed as a browser passes it."""

    NONE = "none"
    D1N = "d1n"  # a page of 177 bytes sets the cookie D1N by script and reloads [capture mod.gov.vn]


class Tls(StrEnum):
    """What a portal's encryption lacks, and is put up with."""

    SOUND = "sound"
    UNVERIFIED = "unverified"  # the chain of its certificate is incomplete, or of another name
    LEGACY = "legacy"  # renegotiates as before RFC 5746


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

    kind: ClassVar = "feed"

    url: str


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap or sitemap index as a source of links.

    `{year}` and `{month}` in the address make it one of a monthly series, which `--since` walks back.
    """

    kind: ClassVar = "sitemap"

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
        form: what is posted for every page, as `page={page}&site={zone}`; empty where pages are asked for by address.
    """

    kind: ClassVar = "listing"

    url: str = "{path}"
    next: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Postback:
    """A section's ASP.NET WebForms page as a source of links.

    Further pages have no address: they are asked for by posting the page's own hidden fields, with the control that
    its pager names (`__doPostBack('ctl00$grid','Page$2')`); such names change whenever the site is deployed.
    """

    kind: ClassVar = "listing"

    url: str = "{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """A JSON interface as a source of links, behind a site whose pages are drawn by scripts.

    Attributes:
        url: with `{path}`, `{zone}`, and `{page}` or `{offset}` (of the page's first item).
        items: where the list of articles stands in the answer, as `data.articles`.
        link: the article's address, made from the item's own fields: `/{rootSlug}/{category.slug}/{slug}`.
        title: field of the title. Likewise `published`, whose dates may be epoch milliseconds; empty for none.
        post: names and values of the JSON object that is posted; values take the placeholders of `url`.
        headers: names and values that the interface asks for, as its own pages send them.
        first: number of the first page.
        size: items a page.
    """

    kind: ClassVar = "interface"

    url: str
    items: str
    link: str
    title: str = "title"
    published: str = ""
    post: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    first: int = 1
    size: int = 20


@dataclass(frozen=True, slots=True)
class Explore:
    """A home page as a source of links and of whatever it leads to: feeds, sections, sitemaps.

    For portals of which no more is known than the address; a section's own page is read as a listing.
    """

    kind: ClassVar = "exploration"

    url: str = "{path}"


@dataclass(frozen=True, slots=True)
class RobotsTxt:
    """The sitemaps that a portal's robots.txt names, as a source of links."""

    kind: ClassVar = "sitemaps"

    url: str = "{path}"


Source = Feed | Sitemap | Listing | Postback | Api | Explore | RobotsTxt


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


Selectors = tuple[str, ...]
"""CSS selectors in order of preference: the first that finds something wins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingRules:
    """Where a family's listing pages hold their links.

    An article link is any `a` whose address has the family's article form; these rules tell what else is known of
    it, and where the section's own list stands, so that side boxes do not count as its news.

    Attributes:
        main: the section's own list; links elsewhere are taken, but say nothing of the section's rhythm.
        item: class of the element around a link that also holds its date.
        row: likewise a CSS selector, where the element has no class of its own.
        date: inside the item.
        next: the link to the next page.
        zone: the element whose `value` is the section's number.
    """

    main: Selectors = ()
    item: str = ""
    row: str = ""
    date: str = ""
    next: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Where a family's article pages hold their fields.

    Attributes:
        published: elements with a date as text, or in `content`, `datetime` or `title`; likewise `updated`.
        section: the links of the breadcrumb, outermost first.
        drop: what is removed from the body before it is read.
        until: the last day on which pages were made so; pages fetched later are read by what holds then, if it can.
    """

    title: Selectors
    body: Selectors
    lead: Selectors = ()
    published: Selectors = ()
    updated: Selectors = ()
    authors: Selectors = ()
    section: Selectors = ()
    tags: Selectors = ()
    source: Selectors = ()
    attachments: Selectors = ()
    drop: Selectors = ()
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRules:
    """Where a page of a legal document holds what is said of it: rows, each of a label and a value.

    What the labels mean is the same everywhere (`crawler.document_pages`). A page without such rows is an article's.

    Attributes:
        rows: a CSS selector of one row; empty where a document has no rows, but an article about it.
        label: of its label, inside the row; empty where the row is one text, `Số ký hiệu: 12/2026/NĐ-CP`.
        value: likewise of its value.
        title: of the page's own title of the document.
        files: links to the document's files, named by `data-href` or `href`.
        drafts: every document of these pages is a draft.
        titled: what the title of an article about a draft has, as a regular expression; the draft is then a record
            beside the article.
    """

    rows: str = ""
    label: str = ""
    value: str = ""
    title: Selectors = ()
    files: Selectors = ()
    drafts: bool = False
    titled: str = ""


LABELLED = (
    DocumentRules(rows="tr", label="td:nth-child(1), th:nth-child(1)", value="td:nth-child(2)"),
    DocumentRules(rows="p, li, div:not(:has(div, p, li, table))"),
)
"""For pages of which the markup is not known: tables, and lines, whose labels alone tell them from others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """What a CMS vendor's sites share.

    Attributes:
        letter: as in the survey of the portals (`A`, `B` …).
        article: a regular expression that the path of an article's address matches in full, or the path with its
            arguments (`/x.aspx?ItemID=7`) where only these tell articles from sections; its group `number` is the
            system's own number of the article, which outlives its slug.
        versions: article rules, newest first; the page decides which reads it, of those that hold on its day first.
        documents: likewise the rules for pages of legal documents, which are tried before.
        marks: a page on which one of these finds something is of this family.
        variants: (pattern, replacement) pairs that turn the path of a print, mobile or AMP page into the article's.
        sources: what every section has unless it says otherwise, in order of preference.
        arguments: the only query arguments that an address keeps; None keeps all but tracking.
    """

    name: str
    letter: str
    title: str
    article: str
    listing: ListingRules = ListingRules()
    versions: tuple[Rules, ...] = ()
    documents: tuple[DocumentRules, ...] = ()
    marks: Selectors = ()
    variants: tuple[tuple[str, str], ...] = ()
    sources: tuple[Source, ...] = (Listing(),)
    arguments: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Portal:
    """What a portal says of itself.

    Attributes:
        name: the spider's name.
        title: in Vietnamese; `title_en` in English.
        body: the organisation it belongs to, in Vietnamese, and that body's `kind`.
        home: address of the home page; its host is the portal's, whatever alias a link is written with.
        aliases: other hosts of the same site, under which an address means the same article.
        former: hosts of sites that ended and whose body this one now stands for; their addresses are their own.
        unverified: what of this data is not known from a page or a report, in words.
        credit: how the portal asks to be named where its text is used.
        delay: seconds between two requests, at the least.
        gate: what stands before its pages.
        tls: what its encryption lacks.
        browser: its pages hold no text until scripts have run; needs the extra `browser`.
        rules: article rules of the portal's own, tried before its family's.
        documents: likewise the rules for pages of legal documents.
        mend: the one hook: changes an article's body in place, before it is made clean, where no rule can say
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
    former: tuple[str, ...] = ()
    language: str = "vi"
    zone: ZoneInfo = HANOI
    delay: float = 1.0
    credit: str = ""
    gate: Gate = Gate.NONE
    tls: Tls = Tls.SOUND
    browser: bool = False
    rules: tuple[Rules, ...] = ()
    documents: tuple[DocumentRules, ...] = ()
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

    def versions_at(self, moment: datetime) -> tuple[Rules, ...]:
        """Return the article rules to try on a page of a moment (aware): those that had ended by then come last."""
        day = moment.astimezone(self.zone).date()
        return tuple(sorted(self.versions, key=lambda rules: rules.until is not None and rules.until < day))

    @property
    def document_versions(self) -> tuple[DocumentRules, ...]:
        """Likewise the rules for pages of legal documents."""
        return self.documents + self.family.documents

    def dates_articles(self, rules: Rules | None) -> bool:
        """Return whether an article without a date is none of this portal as it is known.

        `rules` are the version that reads the page; None where none of them does.
        """
        known = (rules,) if rules else self.versions
        return self.proof is not Proof.INFERRED and any(one.published for one in known)

    def sources(self, section: Section) -> tuple[Source, ...]:
        """Return where to look for the section's links, in order."""
        return section.sources or self.family.sources

    def topic(self, titles: Sequence[str], section: Section | None) -> str:
        """Return the topic that an article's section gives it, an empty string when none does.

        The page's own section titles tell, innermost first; else the section in whose list its link stood.
        """
        by_title = {one.title.rsplit(" / ", 1)[-1].lower(): one.topic for one in self.sections if one.topic}
        said = (by_title.get(title.lower(), "") for title in reversed(titles))
        return next(filter(None, said), "") or (section.topic if section and not titles else "")

    def address(self, template: str, section: Section, **values: str | int) -> str:
        """Return `template` as an absolute address, filled from the section and `values`.

        Placeholders: `{path}`, `{stem}` (the path without its ending), `{zone}`, and those of `values`.
        """
        known = {"path": section.path, "stem": _ENDING.sub("", section.path), "zone": section.zone}
        return urljoin(self.home, template.format(**{**known, **values}))

    def template(self, source: Source, section: Section) -> str:
        """Return a source's address with the placeholders that only a crawl fills."""
        left = ("year", "month", "page", "offset")
        return self.address(source.url, section, **{name: f"{{{name}}}" for name in left})

    def key(self, url: str) -> str:
        """Return the canonical form under which this portal's articles are told apart."""
        family = self.family
        return links.canonical(url, hosts=self.hosts, variants=family.variants, arguments=family.arguments)

    def readable(self, url: str) -> str:
        """Return the address that a reader is given.

        It is as listed, but at the home page's scheme and host where only those differ, and never a print, mobile or
        AMP page.
        """
        parts = urlsplit(links.without_tracking(url, arguments=self.family.arguments))
        plain = links.plain_path(parts.path, variants=self.family.variants)
        if plain != parts.path or not self._form(plain, urlsplit(self.key(url)).query):
            # The order of the arguments may count: Domino takes the first for what it is to do (`?openForm&…`).
            parts = urlsplit(self.key(url))._replace(query=parts.query)
        if links.bare(parts.netloc) == links.bare(self.host):
            home = urlsplit(self.home)
            parts = parts._replace(scheme=home.scheme, netloc=home.netloc)
        return urlunsplit(parts)

    def at_home(self, url: str) -> str:
        """Return where an article that was at `url` is by now: under an alias what is at the home page's host."""
        parts, home = urlsplit(url), urlsplit(self.home)
        if links.bare(parts.netloc) not in map(links.bare, self.hosts):
            return url
        return urlunsplit(parts._replace(scheme=home.scheme, netloc=home.netloc))

    def keys(self, url: str) -> tuple[str, ...]:
        """Return every form under which the article at `url` may be known, the canonical one first.

        Where the system numbers its articles the number is one of them: a slug is renamed, the number stays. Where it
        does not, the canonical forms of the days on which an alias was the home page's host are.
        """
        key = self.key(url)
        parts = urlsplit(key)
        found = self._form(parts.path, parts.query)
        number = found.groupdict().get("number") if found else None
        if number:
            return key, f"{self.name}#{number}"
        hosts = map(links.bare, self.aliases) if parts.netloc == links.bare(self.host) else ()
        return tuple(dict.fromkeys((key, *(urlunsplit(parts._replace(netloc=host)) for host in hosts))))

    def is_article(self, url: str) -> bool:
        """Return whether `url` is of this portal and has the form of an article's address."""
        parts = urlsplit(self.key(url))
        return links.bare(self.host) == parts.netloc and bool(self._form(parts.path, parts.query))

    def _form(self, path: str, query: str) -> re.Match[str] | None:
        """Match what tells an article: its path, or the path with the arguments that are kept, sorted by name."""
        form = self.family.article
        return re.fullmatch(form, path) or re.fullmatch(form, f"{path}?{query}")
