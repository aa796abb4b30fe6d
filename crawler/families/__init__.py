"""One module per CMS vendor: what the listings and articles of its sites look like."""

from crawler import dom
from crawler.dom import Node
from crawler.families.anysite import ANY_SITE
from crawler.families.contentlisting import CONTENT_LISTING
from crawler.families.epi import EPI
from crawler.families.jsonsite import JSON_SITE
from crawler.families.liferay import LIFERAY
from crawler.families.maincontent import MAIN_CONTENT
from crawler.families.sharepoint import SHARE_POINT
from crawler.families.vccorp import VCCORP
from crawler.families.webcenter import WEB_CENTER
from crawler.families.webforms import WEB_FORMS
from crawler.portal import Family

FAMILIES: tuple[Family, ...] = (
    VCCORP,
    EPI,
    MAIN_CONTENT,
    WEB_FORMS,
    SHARE_POINT,
    LIFERAY,
    JSON_SITE,
    CONTENT_LISTING,
    WEB_CENTER,
    ANY_SITE,
)


def recognise(page: Node) -> Family:
    """Return the family whose marks a page bears, `ANY_SITE` where it bears none."""
    return next((family for family in FAMILIES if dom.first(page, family.marks)), ANY_SITE)
