"""One module per CMS vendor: what the listings and articles of its sites look like."""

from lxml.html import HtmlElement

from crawler import markup
from crawler.families.anysite import ANY_SITE
from crawler.families.epi import EPI
from crawler.families.liferay import LIFERAY
from crawler.families.vccorp import VCCORP
from crawler.portal import Family

FAMILIES: tuple[Family, ...] = (VCCORP, EPI, LIFERAY, ANY_SITE)


def recognise(tree: HtmlElement) -> Family:
    """Return the family whose marks a page bears, `ANY_SITE` where it bears none."""
    return next((family for family in FAMILIES if markup.first(tree, family.marks) is not None), ANY_SITE)
