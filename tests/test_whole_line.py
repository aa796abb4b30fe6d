"""The whole line: real HTTP, the real crawler, the real archive, the real feeds."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import crawling
import feedparser
import forked
import pytest

from crawler import archive
from crawler.archive import Entry
from diemtin.demo import facts
from diemtin.demo.newsroom import NAMES, Newsroom
from diemtin.demo.server import Answer, Seen, Server, Site, serving

CAPTURES = Path(__file__).parents[2] / "shared" / "captures"
MORNING, LATER = "2026-11-23T09:00:00+07:00", "2026-11-23T12:00:00+07:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Crawled:
    """One run of `diemtin crawl`: what it printed, what the portals saw, what lay in the output folder after it."""

    code: int
    told: Mapping[str, Mapping[str, object]]
    written: tuple[str, ...]
    seen: tuple[Seen, ...]
    output: Mapping[str, tuple[str, int]]
    entries: Mapping[str, Entry]


def crawl(server: Server, folder: Path, *arguments: str, at: str, run: Any = forked.ended) -> Crawled:
    before = len(server.log)
    command = ["crawl", "--json", "--at", at, "--replay", server.url, "--delay", "0"]
    places = ["--archive", f"sqlite:///{folder}/a.db", "--output", str(folder / "output")]
    done = run("diemtin.__main__", *command, *places, *arguments, env=crawling.environment(), cwd=folder)
    assert done.stdout, done.stderr
    told = json.loads(done.stdout)
    with archive.opened(f"sqlite:///{folder}/a.db") as store:
        entries = {entry.article.link: entry for entry in store.reader.entries()}
    return Crawled(
        code=done.returncode,
        told={one["portal"]: one for one in told["portals"]},
        written=tuple(told["written"]),
        seen=tuple(server.log[before:]),
        output=_state(folder / "output"),
        entries=entries,
    )


def _state(folder: Path) -> dict[str, tuple[str, int]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {
        str(path.relative_to(folder)): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in files
    }


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Crawled, Crawled, Crawled]]:
    """Crawl the demo three times: at first, at once again, and three hours on when one article was corrected."""
    folder = tmp_path_factory.mktemp("line")
    newsroom = Newsroom()
    with serving(newsroom) as server:
        first = crawl(server, folder, *NAMES, at=MORNING)
        second = crawl(server, folder, *NAMES, at=MORNING, run=forked.anew)
        newsroom.correct()
        yield first, second, crawl(server, folder, *NAMES, at=LATER)


@pytest.fixture(scope="module")
def output(crawls: tuple[Crawled, Crawled, Crawled], tmp_path_factory: pytest.TempPathFactory) -> Path:
    del crawls
    return tmp_path_factory.getbasetemp() / "line0" / "output"


@pytest.mark.slow
def test_every_article_of_every_portal_is_stored_once(crawls: tuple[Crawled, Crawled, Crawled]) -> None:
    stored = {link.split("/")[2].removeprefix("www.") for link in crawls[0].entries}
    assert stored == set(facts.portals())
    for host, known in facts.portals().items():
        links = {link for link in crawls[0].entries if link.split("/")[2].removeprefix("www.") == host}
        assert {link.replace("://www.", "://") for link in links} == set(known.articles)


@pytest.mark.slow
def test_no_article_is_fetched_twice(crawls: tuple[Crawled, Crawled, Crawled]) -> None:
    articles = {link.split("://")[1].removeprefix("www.") for link in crawls[0].entries}
    fetched = [
        address
        for one in crawls[0].seen
        if one.status == 200 and (address := one.host.removeprefix("www.") + one.target) in articles
    ]
    assert len(fetched) == len(set(fetched)) == len(articles)


@pytest.mark.slow
def test_other_addresses_of_an_article_are_its_aliases(crawls: tuple[Crawled, Crawled, Crawled]) -> None:
    known = facts.portals()["baochinhphu.vn"]
    for old, new in known.moved.items():
        assert old in crawls[0].entries[new].article.aliases


@pytest.mark.slow
def test_what_cannot_be_read_is_told_and_stores_nothing(crawls: tuple[Crawled, Crawled, Crawled]) -> None:
    kinds = {problem["kind"] for problem in crawls[0].told["baochinhphu"]["problems"]}  # type: ignore[attr-defined]
    assert kinds == {"http-404", "not-html", "field-missing"}
    assert not set(facts.portals()["baochinhphu.vn"].bad) & set(crawls[0].entries)


@pytest.mark.slow
def test_an_unchanged_demo_is_asked_for_its_listings_alone(crawls: tuple[Crawled, Crawled, Crawled]) -> None:
    first, second, _ = crawls
    articles = {link.split("://")[1].removeprefix("www.") for link in first.entries}
    asked = [one for one in second.seen if one.target != "/robots.txt"]
    assert not [one for one in asked if one.host.removeprefix("www.") + one.target in articles]
    listed = [one for one in asked if one.status != 404 and not _is_broken(one) and one.method != "POST"]
    assert all(one.conditional and one.status == 304 for one in listed)


def _is_broken(one: Seen) -> bool:
    return "Vandequantam" in one.target  # the demo's emptied layout: never noted, so asked anew


@pytest.mark.slow
def test_an_unchanged_demo_changes_no_byte(crawls: tuple[Crawled, Crawled, Crawled]) -> None:
    first, second, _ = crawls
    assert second.output == first.output
    assert second.written == ()
    assert second.entries == first.entries


@pytest.mark.slow
def test_a_corrected_article_is_a_revision_with_the_same_id(crawls: tuple[Crawled, Crawled, Crawled]) -> None:
    first, _, third = crawls
    correction = facts.correction()
    old, new = first.entries[correction.corrected], third.entries[correction.corrected]
    assert (old.article.title, new.article.title) == (correction.old, correction.new)
    assert (old.revision, new.revision) == (1, 2)
    assert old.article.id == new.article.id
    assert old.article.first_seen == new.article.first_seen
    assert new.changed > old.changed


@pytest.mark.slow
def test_an_article_taken_down_is_kept_and_marked(crawls: tuple[Crawled, Crawled, Crawled]) -> None:
    gone = facts.correction().gone
    assert crawls[2].entries[gone].gone
    assert crawls[2].told["baochinhphu"]["gone"] == 1


@pytest.mark.slow
def test_only_feeds_of_what_changed_are_written(crawls: tuple[Crawled, Crawled, Crawled]) -> None:
    first, _, third = crawls
    changed = {path for path, state in third.output.items() if first.output.get(path) != state}
    assert changed
    assert not [path for path in changed if "portals/" in path and "nhandan" not in path and "/baochinhphu" not in path]


@pytest.mark.slow
@pytest.mark.parametrize("form", ["rss", "atom"])
def test_the_feeds_carry_the_newest_articles(output: Path, crawls: tuple[Crawled, Crawled, Crawled], form: str) -> None:
    feed = feedparser.parse((output / f"feeds/all.{form}").read_bytes())
    assert not feed.bozo
    articles = [entry.article for entry in crawls[2].entries.values() if not entry.gone]
    dated = sorted(((one.published, one.link) for one in articles if one.published), reverse=True)
    assert len(dated) == len(articles) >= len(feed.entries) >= 50, "of more than fifty, those of seven days"
    assert {entry.link for entry in feed.entries} == {link for _, link in dated[: len(feed.entries)]}
    assert all(entry.content[0].value for entry in feed.entries)


@pytest.mark.slow
def test_the_json_feed_carries_the_articles(output: Path) -> None:
    document = json.loads((output / "feeds/portals/nhandan.json").read_text(encoding="utf-8"))
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert {item["url"] for item in document["items"]} == set(facts.portals()["nhandan.vn"].articles)


@pytest.mark.slow
def test_every_file_of_the_catalogue_is_there(output: Path) -> None:
    catalogue = json.loads((output / "catalogue.json").read_text(encoding="utf-8"))
    assert (output / "index.html").exists()
    assert (output / "feeds.opml").exists()
    for feed in catalogue["feeds"]:
        assert list(output.glob(f"feeds/**/{feed['slug']}.atom")), feed


@pytest.mark.skipif(not CAPTURES.is_dir(), reason="the real captures (../shared/captures) are not here")
def test_the_real_pages_become_an_article_in_the_feeds(tmp_path: Path) -> None:
    page, listing = ((CAPTURES / "baochinhphu.vn" / name).read_bytes() for name in ("article.html", "listing.html"))
    address = "/chinh-sach-moi-co-hieu-luc-tu-thang-3-2026-102260228093004191.htm"
    html = {"Content-Type": "text/html; charset=utf-8"}
    site = Site(
        {
            ("baochinhphu.vn", "/chinh-sach-va-cuoc-song/chinh-sach-moi.htm"): Answer(headers=html, body=listing),
            ("baochinhphu.vn", address): Answer(headers=html, body=page),
        }
    )
    with serving(site) as server:
        done = crawl(server, tmp_path, "baochinhphu", at=MORNING)
    article = done.entries[f"https://baochinhphu.vn{address}"].article
    assert done.told["baochinhphu"]["found"] == 34
    assert article.published is not None
    assert article.published.isoformat() == "2026-03-01T09:51:00+07:00"
    feed = feedparser.parse((tmp_path / "output/feeds/topics/van-ban-moi.atom").read_bytes())
    (entry,) = feed.entries
    assert entry.title == "Chính sách mới có hiệu lực từ tháng 3/2026"
    text = entry.content[0].value
    assert "Đồng bào dân tộc thiểu số ở các xã đặc biệt khó khăn" in text
    assert text.count("<img") == 2
    assert "Tham khảo thêm" not in text
