"""The demo's newsroom: every portal that it plays, before and after a day's corrections."""

from collections.abc import Callable, Iterator, Mapping

from diemtin.demo import congress, contentlisting, dangcongsan, epi, liferay, vccorp
from diemtin.demo.answers import Address, Answer, Site
from diemtin.demo.home import home
from diemtin.demo.manuscript import Desk, read

_PLAYERS: Mapping[str, Callable[[Desk], dict[Address, Answer]]] = {
    "baochinhphu": vccorp.pages,
    "en_baochinhphu": vccorp.pages,
    "xaydungchinhsach": vccorp.pages,
    "nhandan": epi.pages,
    "dangcongsan": dangcongsan.pages,
    "tapchicongsan": liferay.pages,
    "moit": contentlisting.pages,
    "daihoi13": congress.pages,
}

NAMES = tuple(_PLAYERS)
"""The portals that the demo plays."""

_WITHDRAWN = """<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><title>Bài viết đã được gỡ</title></head>
<body class="page-410"><h1>Bài viết không còn nữa</h1><p>Tòa soạn đã gỡ bài viết này.</p></body>
</html>
"""


class Newsroom(Site):
    """All hosts' pages; `correct` turns them into the next day's, with which `corrected=True` begins."""

    def __init__(self, *, corrected: bool = False) -> None:
        super().__init__(pages(corrected=corrected))

    def correct(self) -> None:
        """Correct one article and withdraw one.

        With the article its time in the sitemaps changes; listings and feeds keep the headline under
        which it first ran, and not a byte else changes.
        """
        self.replace(pages(corrected=True))


def desks(*, corrected: bool = False) -> Iterator[Desk]:
    """Return every portal's articles, the portals in the order in which the demo presents them."""
    return (read(name, corrected=corrected) for name in _PLAYERS)


def pages(*, corrected: bool = False) -> dict[Address, Answer]:
    """Return every page of every portal."""
    told: dict[Address, Answer] = {}
    for desk, play in zip(desks(corrected=corrected), _PLAYERS.values(), strict=True):
        told |= {(desk.host, "/"): home(desk), **play(desk)}
        told |= {(desk.host, desk.path(article)): _withdrawn() for article in desk.articles if article.gone}
    return told


def _withdrawn() -> Answer:
    return Answer(status=410, headers={"Content-Type": "text/html; charset=utf-8"}, body=_WITHDRAWN.encode())
