"""Family G: sites drawn by scripts, whose lists come from a JSON interface.

What they share is that a plain request finds little: the interface, the form of an article's address and the rules of
its page are each portal's own (`dataclasses.replace`), and pages are read by what they say of themselves to machines.
"""

from crawler.portal import Family

JSON_SITE = Family(
    name="jsonsite",
    letter="G",
    title="JSON site",
    # A folder and a slug of four words or more; a long number at its end is the article's.
    article=r"/(?:[\w-]+/)+\w+(?:-\w+){3,}?(?:-(?P<number>\d{6,}))?",
    marks=("#root:empty", "#app:empty"),
    arguments=frozenset(),
)
