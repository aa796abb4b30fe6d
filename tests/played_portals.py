"""Portals that no one runs: their hosts exist only where a test plays them."""

from dataclasses import replace
from typing import Any, ClassVar

from crawler.families.webforms import WEB_FORMS
from crawler.portal import (
    DocumentRules,
    Family,
    Feed,
    Kind,
    Listing,
    ListingRules,
    Portal,
    Proof,
    Rules,
    Section,
    Sitemap,
    Source,
)
from crawler.spider import PortalSpider

FAMILY = Family(
    name="played",
    letter="Z",
    title="played",
    article=r"/(?:[\w-]+/)*bai-(?P<number>\d+)\.htm",
    variants=((r"^/print/", "/"),),
    listing=ListingRules(main=(".list",), item="item", date="time", next="a.next"),
    versions=(Rules(title=("h1",), lead=(".sapo",), body=(".body",), published=(".date",)),),
)


def section(path: str, *sources: Source) -> Section:
    return Section(path=path, title=path.title(), sources=sources)


def portal(name: str, *sections: Section) -> Portal:
    return Portal(
        name=name,
        title=name,
        title_en=name,
        body="",
        kind=Kind.PRESS,
        home=f"https://{name}.vn/",
        family=FAMILY,
        sections=sections or (section("tin"),),
        proof=Proof.INFERRED,
    )


class Odd(PortalSpider):
    """Its links lead to everything that an address may answer."""

    portal = portal("odd", section("tin"), section("them"))


class Refusing(PortalSpider):
    """Answers 503, whatever it is asked."""

    portal = portal("refusing", *(section(f"muc-{number}") for number in range(20)))


class Drawn(PortalSpider):
    """Its pages hold no text until scripts have run."""

    portal = replace(portal("drawn"), browser=True)


class Silent(PortalSpider):
    """Takes longer to answer than anyone waits."""

    portal = portal("silent")
    custom_settings: ClassVar[dict[bool | float | int | str | None, Any]] = {
        "DOWNLOAD_TIMEOUT": 0.2,
        "RETRY_TIMES": 0,
    }


class Gated(PortalSpider):
    """A gate stands before one section; the feed of another is gone, that of a third a page."""

    portal = portal(
        "gated",
        section("cong"),
        section("tin", Feed("/tin.rss"), Listing()),
        section("moi", Feed("/moi.rss"), Sitemap("/moi.xml")),
    )


class Moved(PortalSpider):
    """Its listing has moved; that of its other section has moved to another site."""

    portal = portal("moved", section("cu"), section("xa"))


class Paged(PortalSpider):
    """Lists articles of many months on many pages."""

    portal = portal("paged")


class Monthly(PortalSpider):
    """Has a sitemap for each month, and lists nothing."""

    portal = portal("monthly", section("", Feed("/tin.rss"), Sitemap("/thang-{year}-{month}.xml.gz")))


class Long(PortalSpider):
    """Has more articles than are stored together."""

    portal = portal("long")


class Two(PortalSpider):
    """Two pages, of which the second takes its time."""

    portal = portal("two")


class Lawful(PortalSpider):
    """Lists legal documents on pages that are asked for by posting a form."""

    portal = replace(portal("lawful", section("he-thong-van-ban?classid=1")), family=WEB_FORMS)


class Proven(PortalSpider):
    """Is known to read right."""

    portal = replace(portal("proven"), proof=Proof.REPORTED)


class Drafting(PortalSpider):
    """Presents drafts in articles."""

    portal = replace(portal("drafting"), documents=(DocumentRules(titled="Dự thảo"),))


def fed(path: str) -> Section:
    """Return a section that has a feed beside its listing."""
    return section(path, Feed("/{path}.rss"), Listing())


FED = ("steady", "standing", "lagging", "hollow", "paper", "built", "ahead", "swapped", "ancient", "shifted")


class Fed(PortalSpider):
    """Its sections have feeds of their own, with whatever can be wrong with one."""

    portal = portal("fed", *map(fed, FED))


class Stalled(PortalSpider):
    """The one feed that it has stands still."""

    portal = portal("stalled", fed("tin"))


SPIDERS = (
    Drawn,
    Odd,
    Refusing,
    Silent,
    Gated,
    Moved,
    Paged,
    Monthly,
    Long,
    Two,
    Lawful,
    Proven,
    Drafting,
    Fed,
    Stalled,
)
