"""Real crawls, each in a process of its own: Twisted's reactor cannot be started twice in one."""

import gzip
import json
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Condition
from typing import Any

import forked
from forked import PATIENCE
from sqlalchemy import Engine, event

from crawler.archive import opened
from diemtin.demo.answers import NOT_FOUND, Address, Answer, Site, page

ROOT = Path(__file__).parent.parent
AT = "2026-03-01T12:00:00+07:00"
# As a person's shell would start it: what a test's own environment says of diemtin does not count.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("DIEMTIN_")}


class Played(Site):
    """Pages, some of which answer differently from time to time: in turn, and the last answer for ever."""

    def __init__(self, pages: Mapping[Address, Answer | Sequence[Answer]]) -> None:
        turns = {address: [said] if isinstance(said, Answer) else list(said) for address, said in pages.items()}
        super().__init__({address: said[0] for address, said in turns.items()})
        self._turns = turns
        self._changed = Condition()
        self.asked: Counter[Address] = Counter()

    def answer(self, host: str, target: str) -> Answer:
        with self._changed:
            self.asked[host, target] += 1
            self._changed.notify_all()
            said = self._turns.get((host, target))
            if said and len(said) > 1:
                return said.pop(0)
        return said[0] if said else self.otherwise(host, target)

    def otherwise(self, host: str, target: str) -> Answer:
        """Answer at an address that has no page."""
        del host, target
        return NOT_FOUND

    def put(self, address: Address, answer: Answer) -> None:
        with self._changed:
            self._turns[address] = [answer]

    def requests(self, host: str, part: str = "") -> int:
        """Return how often a host was asked for addresses that hold `part`."""
        with self._changed:
            return sum(by for (one, target), by in self.asked.items() if one == host and part in target)

    def wait_until(self, done: Callable[["Played"], bool]) -> None:
        """Wait until the requests so far are enough."""
        with self._changed:
            assert self._changed.wait_for(lambda: done(self), timeout=PATIENCE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """What a crawl printed, and what it left."""

    code: int
    out: str
    err: str
    portals: dict[str, Any] = field(default_factory=dict)

    def kinds(self, portal: str) -> Counter[str]:
        return Counter(problem["kind"] for problem in self.portals[portal]["problems"])


def crawl(folder: Path, url: str, names: Iterable[str], *more: str, at: str = AT, pragma: str = "") -> Crawled:
    """Crawl into the archive of a folder; `pragma` is said to SQLite first."""
    arguments = _arguments(folder, url, names, *more, at=at)
    done = forked.ended("crawling", *arguments, env=environment(PLAYED_PRAGMA=pragma), cwd=folder)
    told = json.loads(done.stdout) if done.stdout.startswith("{") else {"portals": []}
    portals = {one["portal"]: one for one in told["portals"]}
    return Crawled(code=done.returncode, out=done.stdout, err=done.stderr, portals=portals)


def crawl_command(folder: Path, url: str, names: Iterable[str], *more: str, at: str = AT) -> list[str]:
    """Return the command line of such a crawl, for one that is started as a person would."""
    return [sys.executable, str(Path(__file__)), *_arguments(folder, url, names, *more, at=at)]


def _arguments(folder: Path, url: str, names: Iterable[str], *more: str, at: str) -> list[str]:
    where = ("--replay", url, "--archive", address(folder), "--no-publish")
    return ["played_portals", "crawl", *names, *where, "--delay", "0", "--json", "--at", at, *more]


def environment(**more: str) -> dict[str, str]:
    return {**ENVIRONMENT, "PYTHONPATH": str(ROOT), **more}


def address(folder: Path) -> str:
    return f"sqlite:///{folder}/archive.db"


def stored(folder: Path, portal: str) -> list[str]:
    """Return the links of a portal's articles in the archive, sorted."""
    with opened(address(folder)) as store:
        return sorted(entry.article.link for entry in store.reader.entries(portal=portal))


def numbers(folder: Path, portal: str) -> list[int]:
    """Return the numbers of a portal's articles in the archive, sorted."""
    return sorted(int(link.rpartition("-")[2].removesuffix(".htm")) for link in stored(folder, portal))


def article(number: int, *, text: str = "", day: str = "01/03/2026 09:51") -> Answer:
    body = text or f"Thủ tướng Chính phủ chủ trì phiên họp thứ {number} của Chính phủ và kết luận nhiều việc. " * 5
    return page(
        f'<html><head><meta charset="utf-8"><title>Phiên họp thứ {number}</title></head><body>'
        f'<h1>Phiên họp thứ {number}</h1><p class="date">{day}</p>'
        '<h2 class="sapo">Sáng nay, Chính phủ họp.</h2>'
        f'<div class="body"><p>{body}</p></div></body></html>'
    )


def listing(*hrefs: str, following: str = "", day: str = "01/03/2026 09:51") -> Answer:
    items = "".join(f'<li class="item"><a href="{href}">Bài</a><time>{day}</time></li>' for href in hrefs)
    more = f'<a class="next" href="{following}">Tiếp</a>' if following else ""
    return page(f'<html><head><meta charset="utf-8"></head><body><ul class="list">{items}</ul>{more}</body></html>')


def rss(*links: str, dates: Sequence[str] = ()) -> Answer:
    """Return a feed; `dates` are those of its first entries, as they are written."""
    dated = [f"<pubDate>{date}</pubDate>" for date in dates] + [""] * (len(links) - len(dates))
    pairs = zip(links, dated, strict=True)
    items = "".join(f"<item><title>Bài</title><link>{link}</link>{date}</item>" for link, date in pairs)
    return page(f"<rss><channel>{items}</channel></rss>", kind="application/rss+xml")


def packed_sitemap(*links: str, changed: str = "2026-02-27T09:51:00+07:00") -> Answer:
    entries = "".join(f"<url><loc>{link}</loc><lastmod>{changed}</lastmod></url>" for link in links)
    return page(gzip.compress(f"<urlset>{entries}</urlset>".encode(), mtime=0), kind="application/x-gzip")


def redirect(target: str, *, status: int = 301) -> Answer:
    return Answer(status=status, headers={"Location": target})


def slowly(answer: Answer, *, seconds: float) -> Answer:
    return replace(answer, delay=seconds)


def main() -> None:
    """Run the command; the portals of the module that the first argument names stand in for its own."""
    from importlib import import_module

    from crawler import run
    from diemtin import command as the_command

    spiders = {spider.name: spider for spider in import_module(sys.argv.pop(1)).SPIDERS}
    if pragma := os.environ.get("PLAYED_PRAGMA"):
        event.listen(Engine, "connect", lambda connection, _: connection.execute(f"PRAGMA {pragma}"))
    run._spiders = lambda: spiders  # type: ignore[assignment]
    the_command.main()


if __name__ == "__main__":
    main()
