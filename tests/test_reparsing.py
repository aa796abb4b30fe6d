"""Kept pages are read again with the rules of today, and no portal is asked."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import crawling
import forked
import pytest
import typer
from click.testing import Result
from crawling import Played, article, listing
from factories import NOON
from played_portals import FAMILY, portal
from scrapy import Request
from scrapy.http import Response
from test_responses import Crawl, keeping
from typer.testing import CliRunner

from crawler import run, topics
from crawler.archive import Archive, opened
from crawler.discovery import Link
from crawler.harvest import Task
from crawler.portal import Portal, Proof
from crawler.spider import PortalSpider
from diemtin.commands.reparsing import reparse
from diemtin.demo.server import serving
from diemtin.reparsing import Finding, Reparsing, Verdict

GOOD = replace(portal("mended"), proof=Proof.REPORTED)
RULES = FAMILY.versions[0]
NOW = NOON + timedelta(days=3)


def with_rules(**changes: Any) -> Portal:
    return replace(GOOD, family=replace(FAMILY, versions=(replace(RULES, **changes),)))


UNREADING = with_rules(title=(".khong-co",), lead=(), body=(".khong-co",))


class Broken(PortalSpider):
    """Its rules find nothing, as after a new layout."""

    portal = UNREADING


SPIDERS = (Broken,)  # of a crawl in a process of its own


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An archive, and a folder of kept pages."""

    folder: Path
    archive: Archive

    @property
    def kept(self) -> Path:
        return self.folder / "kept"

    def keep(self, number: int, *, text: str = "", day: str = "01/03/2026 09:51", at: datetime = NOON) -> None:
        url = f"https://mended.vn/bai-{number}.htm"
        task = Task(link=Link(url=url), keys=GOOD.keys(url), section=GOOD.sections[0])
        crawl = Crawl(self.kept, now=at)
        crawl.spidercls.name = "mended"
        with keeping(crawl) as middleware:
            asked = Request(url, cb_kwargs={"task": task})
            answered = Response(url, headers={"ETag": '"a"'}, body=article(number, text=text, day=day).body)
            middleware.process_response(asked, answered)
            middleware.received(asked, answered)

    def reading(self, rules: Portal = GOOD) -> Reparsing:
        return Reparsing(portal=rules, archive=self.archive, classifier=topics.default())

    def look(self, rules: Portal = GOOD, **when: Any) -> list[Finding]:
        reading = self.reading(rules)
        return list(reading.look(reading.places(self.kept, **when)))

    def write(self, rules: Portal = GOOD, *, now: datetime = NOW) -> dict[str, int]:
        reading = self.reading(rules)
        found = list(reading.look(reading.places(self.kept)))
        written = reading.write([one.place for one in found if one.harvest], now=now)
        return {str(what): number for what, number in written.items()}

    def entry(self) -> Any:
        (entry,) = self.archive.reader.entries()
        return entry


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(crawling.address(tmp_path)) as store:
        yield Desk(folder=tmp_path, archive=store)


# The main thing


def test_articles_that_could_not_be_read_come_from_kept_pages_without_a_request(tmp_path: Path) -> None:
    settings = tmp_path / "diemtin.toml"
    settings.write_text(f'responses = "{tmp_path}/kept"\nresponses_days = 30\n', encoding="utf-8")
    numbers = range(1, 5)
    site = Played(
        {
            ("mended.vn", "/tin"): listing(*(f"/bai-{number}.htm" for number in numbers)),
            **{("mended.vn", f"/bai-{number}.htm"): article(number) for number in numbers},
        }
    )
    with serving(site) as server:
        arguments = crawling._arguments(tmp_path, server.url, ["mended"], "--config", str(settings), at=crawling.AT)
        crawled = forked.ended("crawling", "test_reparsing", *arguments[1:], env=crawling.environment(), cwd=tmp_path)
    assert json.loads(crawled.stdout)["portals"][0]["failed"] == 4
    with opened(crawling.address(tmp_path)) as store:
        desk = Desk(folder=tmp_path, archive=store)
        assert [one.verdict for one in desk.look(UNREADING)] == [Verdict.UNREAD] * 4
        assert [one.verdict for one in desk.look()] == [Verdict.NEW] * 4
        assert list(store.reader.entries()) == []  # looking writes nothing
        assert store.reader.portals()["mended"].waiting == 4
        assert desk.write() == {"new": 4}
        entries = list(store.reader.entries())
        assert sorted(entry.article.link for entry in entries) == [f"https://mended.vn/bai-{n}.htm" for n in numbers]
        assert {entry.article.fetched for entry in entries} == {datetime.fromisoformat(crawling.AT)}
        assert {entry.article.section for entry in entries} == {("Tin",)}
        assert store.reader.portals()["mended"].waiting == 0
        assert {one.verdict for one in desk.look()} == {Verdict.SAME}


# What pages are beside the archive


def test_text_that_is_read_otherwise_becomes_a_revision_of_the_same_article(desk: Desk) -> None:
    desk.keep(1)
    desk.write(with_rules(title=(".date",)))
    before = desk.entry()
    (found,) = desk.look()
    assert found.verdict is Verdict.CHANGED
    (change,) = found.changes
    assert (change.field, change.before, change.after) == ("title", "01/03/2026 09:51", "Phiên họp thứ 1")
    assert change.diff() == ["@@ -1 +1 @@", "-01/03/2026 09:51", "+Phiên họp thứ 1"]
    assert desk.write(now=NOW + timedelta(hours=1)) == {"revised": 1}
    after = desk.entry()
    assert (after.article.id, after.article.first_seen, after.article.fetched) == (before.article.id, NOON, NOON)
    assert (after.revision, after.article.title) == (2, "Phiên họp thứ 1")


def test_author_who_is_read_otherwise_is_shown_and_is_no_revision(desk: Desk) -> None:
    desk.keep(1)
    desk.write(with_rules(authors=("h1",)))
    (found,) = desk.look()
    assert (found.verdict, [one.field for one in found.changes]) == (Verdict.SAME, ["authors"])
    assert desk.write() == {}
    assert desk.entry().revision == 1


def test_page_that_todays_rules_no_longer_read_leaves_its_article_alone(desk: Desk) -> None:
    desk.keep(1)
    desk.write()
    (found,) = desk.look(UNREADING)
    assert (found.verdict, found.title, found.harvest) == (Verdict.LOST, "Phiên họp thứ 1", ())
    assert found.reason
    assert desk.write(UNREADING) == {}


def test_newest_page_of_an_article_counts(desk: Desk) -> None:
    desk.keep(1, text="Cách viết cũ của bài. " * 20)
    desk.keep(1, text="Cách viết mới của bài. " * 20, at=NOON + timedelta(hours=1))
    desk.keep(2)
    found = desk.look()
    assert [one.link for one in found] == ["https://mended.vn/bai-2.htm", "https://mended.vn/bai-1.htm"]
    desk.write()
    assert (
        "mới"
        in desk.archive.reader.by_id([desk.archive.known(GOOD.keys(found[1].link)).popitem()[1]])[0].article.body_text
    )


def test_text_of_a_later_page_is_not_replaced_by_an_older_page(desk: Desk) -> None:
    desk.keep(1, text="Cách viết mới của bài. " * 20, at=NOON + timedelta(hours=1))
    desk.write()
    for file in desk.kept.glob("*/*"):
        file.unlink()
    desk.keep(1, text="Cách viết cũ của bài. " * 20)
    assert [one.verdict for one in desk.look()] == [Verdict.ASIDE]
    assert desk.write() == {}
    assert "mới" in desk.entry().article.body_text


def test_article_that_was_taken_down_stays_so(desk: Desk) -> None:
    desk.keep(1)
    desk.write(with_rules(title=(".date",)))
    desk.archive.take_down(desk.entry().article.id, now=NOW)
    assert [one.verdict for one in desk.look()] == [Verdict.ASIDE]
    assert desk.write() == {}
    assert desk.entry().gone


def test_text_that_was_pruned_does_not_come_back(desk: Desk) -> None:
    from crawler.archive import pruning

    desk.keep(1)
    desk.write()
    pruning.prune(desk.archive._engine, [desk.entry().article.id], planned=NOW)
    assert [one.verdict for one in desk.look()] == [Verdict.ASIDE]


def test_only_the_newest_pages_are_read_where_a_limit_is_set(desk: Desk) -> None:
    for number in range(1, 4):
        desk.keep(number, at=NOON + timedelta(hours=number))
    assert [one.link for one in desk.look(limit=1)] == ["https://mended.vn/bai-3.htm"]
    assert [one.link for one in desk.look(since=NOON + timedelta(hours=3))] == ["https://mended.vn/bai-3.htm"]
    assert [one.link for one in desk.look(until=NOON + timedelta(hours=2))] == ["https://mended.vn/bai-1.htm"]


# The command


@pytest.fixture
def ask(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    monkeypatch.setattr(run, "_spiders", lambda: {"mended": type("Mended", (PortalSpider,), {"portal": GOOD})})
    monkeypatch.chdir(desk.folder)
    for name in [name for name in os.environ if name.startswith("DIEMTIN_")]:
        monkeypatch.delenv(name)
    (desk.folder / "diemtin.toml").write_text('responses = "kept"\nresponses_days = 30\n', encoding="utf-8")
    app = typer.Typer()
    app.command()(reparse)

    def asked(*arguments: str, answer: str = "") -> Result:
        return CliRunner().invoke(app, [*arguments, "--archive", crawling.address(desk.folder)], input=answer)

    return asked


def test_command_shows_what_would_change_and_writes_nothing(desk: Desk, ask: Any) -> None:
    desk.keep(1)
    desk.keep(2)
    desk.write(with_rules(title=(".date",)))
    desk.keep(3)
    done = ask("mended", "--show", "2")
    assert done.exit_code == 0, done.output
    assert "mended changed https://mended.vn/bai-1.htm" in done.output
    assert "+Phiên họp thứ 1" in done.output
    assert "bai-3" not in done.output
    assert "mended changed: title 2" in done.output
    assert desk.archive.reader.portals()["mended"].articles == 2


def test_nothing_is_written_unless_somebody_agrees(desk: Desk, ask: Any) -> None:
    desk.keep(1)
    for answer in ("", "n\n"):
        assert ask("--write", answer=answer).exit_code == 1
    assert list(desk.archive.reader.entries()) == []
    done = ask("--write", answer="y\n")
    assert "written: 1 new" in done.output
    assert desk.entry().article.title == "Phiên họp thứ 1"
    assert "there was nothing to write" in ask("--write", "--yes").output


def test_programs_are_told_in_json(desk: Desk, ask: Any) -> None:
    desk.keep(1)
    done = ask("--json", "--write", "--yes", "--show", "1", "--at", "2026-03-04T12:00+07:00")
    told = json.loads(done.stdout)
    (portal_told,), (page_told,) = told["portals"], told["pages"]
    assert (portal_told["new"], portal_told["written"]) == (1, {"new": 1})
    assert (page_told["verdict"], page_told["link"]) == ("new", "https://mended.vn/bai-1.htm")
    assert {"title", "body", "published"} <= set(page_told["fields"])
    assert "title" in {one["field"] for one in page_told["changes"]}


def test_wrong_day_is_told_by_its_option(desk: Desk, ask: Any) -> None:
    desk.keep(1)
    assert "--until" in ask("--until", "hôm kia").output
    assert "bai" not in ask("--until", "2026-02-28", "-v").output
