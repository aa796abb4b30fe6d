"""Portals that publish, correct, take down and move, and what crawling them again and again tells the archive."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

import factories
from factories import SUBJECTS

from crawler.archive import Archive
from crawler.archive.store import Fetched
from crawler.article import Topic
from crawler.changes import Outcome
from crawler.dates import HANOI
from crawler.portal import Family, Portal
from feeds.catalogue import FeedSpec, Kind

DAWN = datetime(2026, 1, 1, 6, tzinfo=HANOI)
TURN = timedelta(days=4)  # from one crawl to the next
MEGABYTE = "Đoạn này rất dài. " * 43_000
NUMBERED = Family(name="numbered", letter="Y", title="Numbered", article=r"/[a-z-]+-(?P<number>\d+)\.htm")
NAMED = Family(name="named", letter="Z", title="Named", article=r"/(bai|nghien-cuu)/[a-z-]+\.html")


@dataclass(slots=True, kw_only=True, eq=False)
class Piece:
    """An article as its portal has it today."""

    number: int
    portal: str
    published: datetime
    words: str
    id: str = ""
    gone: bool = False

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(one.slug for place, one in enumerate(SUBJECTS) if self.number >> place & 1)

    @property
    def name(self) -> str:
        """The number in letters."""
        return "".join(chr(ord("a") + int(figure)) for figure in str(self.number))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """At which turns something happens to the portals, of so many crawls."""

    turns: int

    def sixth(self, number: int) -> int:
        return self.turns * number // 6

    def portals(self, turn: int) -> dict[str, Portal]:
        """Return the portals as the program knows them: two move to https, then two to another host."""
        return {one.name: one for one in _portals(https=turn >= self.sixth(1), moved=turn >= self.sixth(2))}

    def address(self, piece: Piece, turn: int) -> str:
        """Return where an article stands: one portal renames its slugs, another its folders."""
        slug = "tin-vua-dang" if turn < self.sixth(3) else "tieu-de-da-doi"
        folder = "bai" if turn < self.sixth(4) else "nghien-cuu"
        path = f"{folder}/{piece.name}.html" if piece.portal == "tap_chi" else f"{slug}-{piece.number}.htm"
        return f"{self.portals(turn)[piece.portal].home}{path}"

    def addresses(self, piece: Piece, turn: int) -> list[str]:
        """Return the addresses that lead to an article: of a folder that was renamed the old one redirects."""
        led = [self.address(piece, 0)] if piece.portal == "tap_chi" else []
        return [*led, self.address(piece, turn)]

    def text(self, words: str, turn: int) -> tuple[str, str]:
        """Return an article's text in HTML and plain: in the end the portal's pages are read by other rules."""
        if turn < self.sixth(5):
            return f"<p>{words}</p>", words
        plain = words.replace(". ", ".\N{NO-BREAK SPACE}– ")
        return f"<h2>{plain[:9]}</h2><p>{plain[9:]}</p><p><br></p>", plain

    def reads_everything(self, turn: int) -> bool:
        """Return whether the portals' whole lists are read anew, as after each of these changes."""
        return turn in {self.sixth(number) for number in range(1, 6)} or turn == self.turns - 1


@cache
def _portals(*, https: bool, moved: bool) -> Sequence[Portal]:
    scheme = "https" if https else "http"
    bo, tap_chi = ("bo-moi", "tapchi-moi") if moved else ("bo-cu", "tapchi")
    named = (
        ("bao", f"{scheme}://bao.example.vn/", NUMBERED, ()),
        ("bo", f"https://{bo}.example.vn/", NUMBERED, ("bo-cu.example.vn",) if moved else ()),
        ("tap_chi", f"{scheme}://{tap_chi}.example.vn/", NAMED, ("tapchi.example.vn",) if moved else ()),
        ("tinh", "https://tinh.example.vn/", NUMBERED, ()),
    )
    return [
        factories.portal(name=name, home=home, family=family, aliases=aliases) for name, home, family, aliases in named
    ]


@dataclass(slots=True, kw_only=True)
class Told:
    """What a crawl told the archive: ids of what is new, of what became another, and of what came back."""

    new: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)
    back: set[str] = field(default_factory=set)


class Year:
    """Portals that publish, correct, take down and move, and a program that crawls them at every turn."""

    def __init__(self, store: Archive, calendar: Calendar, *, seed: int) -> None:
        self.store, self.calendar = store, calendar
        self.random = random.Random(seed)
        self.pieces: dict[str, Piece] = {}
        self.count = 0

    def live(self, spec: FeedSpec) -> list[Piece]:
        """Return what a feed may carry, in its order."""
        found = (one for one in self.pieces.values() if not one.gone and _belongs(one, spec))
        return sorted(found, key=lambda one: (-one.published.timestamp(), one.id))

    def crawl(self, turn: int) -> Told:
        """Let the time since the last crawl pass, and crawl."""
        now, draw = DAWN + turn * TURN, self.random
        known = list(self.pieces.values())
        back = [one for one in known if one.gone and draw.random() < 0.02]
        for one in self._taken_down(known):
            self.store.take_down(one.id, now=now)
        corrected = self._corrected(known)
        news = [self._news(turn, ago=draw.random()) for _ in range(draw.randrange(30, 51))]
        late = [self._news(turn, ago=draw.uniform(2, 400)) for _ in range(draw.randrange(-9, 3))]
        again = known if self.calendar.reads_everything(turn) else self._due(now)
        there = [one for one in (*corrected, *again) if not one.gone]
        seen = [*dict.fromkeys([*news, *late, *back, *there])]
        became = {**dict.fromkeys(corrected, Outcome.REVISED), **dict.fromkeys(back, Outcome.BACK)}
        return self._save(seen, turn, now=now, became=became)

    def _save(self, seen: Sequence[Piece], turn: int, *, now: datetime, became: Mapping[Piece, Outcome]) -> Told:
        batch, told = [self._fetched(one, turn, now=now) for one in seen], Told()
        for one, fetched, outcome in zip(seen, batch, self.store.save(batch, now=now), strict=True):
            (owner,) = set(self.store.known(fetched.keys).values())
            assert owner == (one.id or owner), f"{fetched.keys} is another article than it was"
            assert outcome is (became.get(one, Outcome.UNCHANGED) if one.id else Outcome.NEW)
            told.new |= {owner} - {one.id}
            told.changed |= {owner} if outcome is Outcome.REVISED else set()
            told.back |= {owner} if outcome is Outcome.BACK else set()
            one.id, one.gone = owner, False
            self.pieces[owner] = one
        return told

    def _fetched(self, piece: Piece, turn: int, *, now: datetime) -> Fetched:
        portal = self.calendar.portals(turn)[piece.portal]
        urls = self.calendar.addresses(piece, turn)
        keys = tuple(dict.fromkeys(key for url in urls for key in portal.keys(url)))
        body, plain = self.calendar.text(piece.words, turn)
        article = factories.article(
            piece.number,
            link=portal.readable(urls[-1]),
            portal=piece.portal,
            title=f"Tin số {piece.number}",
            body_html=body,
            body_text=plain,
            published=piece.published,
            first_seen=now,
            fetched=now,
            topics=tuple(Topic(slug=slug, reason="") for slug in piece.topics),
        )
        return Fetched(article=article, keys=keys)

    def _news(self, turn: int, *, ago: float) -> Piece:
        self.count += 1
        portal = self.random.choice(["bao", "bao", "bo", "tap_chi", "tinh", "tinh"])
        published = (DAWN + (turn - ago) * TURN).replace(second=0, microsecond=0)
        long = MEGABYTE if self.count in range(1000, 1005) else "Đoạn đầu. "
        words = f"{long}Chuyện thứ {self.count}. Hết."
        return Piece(number=self.count, portal=portal, published=published, words=words)

    def _corrected(self, known: list[Piece]) -> list[Piece]:
        found = [one for one in known[-300:] if not one.gone and self.random.random() < 0.006]
        for one in found:
            one.words += f" Đã sửa lần {self.random.randrange(10**9)}."
        return found

    def _taken_down(self, known: list[Piece]) -> list[Piece]:
        found = [one for one in known[-300:] if not one.gone and self.random.random() < 0.001]
        for one in found:
            one.gone = True
        return found

    def _due(self, now: datetime) -> list[Piece]:
        visits = [visit for name in self.calendar.portals(0) for visit in self.store.due(name, now=now, limit=100)]
        for visit in (one for one in visits if one.gone):
            self.store.miss(visit, now=now)
        return [self.pieces[visit.id] for visit in visits]


def _belongs(piece: Piece, spec: FeedSpec) -> bool:
    if spec.kind is Kind.PORTAL:
        return piece.portal == spec.slug
    return spec.kind is Kind.ALL or (spec.kind is Kind.TOPIC and spec.slug in piece.topics)
