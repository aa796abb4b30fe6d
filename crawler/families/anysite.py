"""The family of every other site: articles told by the shape of their addresses, pages read without rules."""

from crawler.portal import Explore, Family, ListingRules

ANY_SITE = Family(
    name="anysite",
    letter="-",
    title="any site",
    # A slug of several words and a number of at least five digits, as nearly all Vietnamese news systems write them.
    article=r"/(?:[^/]+/)*[^/]+-[a-z]{0,4}(?P<number>\d{5,})(?:\.(?:html?|aspx|vnp|tpo|vov|chn|ldo|vgp))?/?",
    sources=(Explore(),),
    listing=ListingRules(next='a[rel="next"], a.next, li.next a'),
)
