"""Portals are read live before they are trusted, and an operator's own need no module."""

import json
from pathlib import Path
from typing import Any

import factories
import forked
import pytest
from crawling import AT, Played, address, environment, listing

from crawler.archive import opened
from diemtin.checking import FIELDS, Check
from diemtin.demo.answers import Address, Answer, page
from diemtin.demo.server import serving

TEXT = "<p>" + "Phiên họp bàn về tăng trưởng, đầu tư công và đời sống của người dân trong quý tới. " * 5 + "</p>"


def checked(*, tried: int = 4, read: int = 4, **coverage: int) -> Check:
    every = dict.fromkeys(FIELDS, read) | coverage
    return Check(portal="thu", found=9, tried=tried, read=read, coverage=every, ruled=0, problems=())


@pytest.mark.parametrize(
    ("check", "passed"),
    [
        (checked(), True),
        (checked(images=0, lead=0, section=0), True),
        (checked(read=2), True),
        (checked(read=1), False),
        (checked(published=1), False),
        (checked(body=0), False),
        (checked(tried=0, read=0), False),
    ],
)
def test_portal_passes_where_most_articles_read_with_date_and_text(check: Check, *, passed: bool) -> None:
    assert check.passed is passed


def read(number: int) -> Answer:
    head = f"<h1>Bài số {number}</h1><div class=date>28/02/2026 10:{number}</div>"
    return page(f"<html><body>{head}<div class=noi-dung>{TEXT}{TEXT}</div></body></html>")


PAGES: dict[Address, Answer | list[Answer]] = {
    ("thu.vn", "/"): page("<nav><a href=/tin>Tin tức</a></nav><a href=/tin/bai-mot-10011.html>Một</a>"),
    ("thu.vn", "/robots.txt"): page("Sitemap: /s.xml", kind="text/plain"),
    ("thu.vn", "/s.xml"): page(
        "<urlset><url><loc>https://thu.vn/tin/bai-ba-10013.html</loc><lastmod>2026-02-28</lastmod></url></urlset>"
    ),
    ("thu.vn", "/tin"): listing("/tin/bai-hai-10012.html"),
    **{("thu.vn", f"/tin/bai-{name}-1001{n}.html"): read(10 + n) for n, name in ((1, "mot"), (2, "hai"), (3, "ba"))},
}


def test_portal_of_one_s_own_is_its_address(tmp_path: Path) -> None:
    (tmp_path / "diemtin.toml").write_text('[[portal]]\nurl = "https://thu.vn"\ntitle = "Thử"\n', encoding="utf-8")
    with serving(Played(PAGES)) as server:
        where = ("--replay", server.url, "--archive", address(tmp_path), "--delay", "0", "--at", AT, "--json")
        checks = forked.ended("crawling", "played_portals", "check", "thu_vn", *where, env=environment(), cwd=tmp_path)
        crawl = forked.ended(
            "crawling", "played_portals", "crawl", "thu_vn", "--no-publish", *where, env=environment(), cwd=tmp_path
        )
    (check,) = json.loads(checks.stdout)
    assert (check["passed"], check["read"], check["fields"]["published"], check["by_rules"]) == (True, 3, 3, 0)
    assert json.loads(crawl.stdout)["portals"][0]["new"] == 3, "the check stored nothing"
    with opened(address(tmp_path)) as store:
        assert store.reader.passed() == {"thu_vn"}
        assert {entry.article.section for entry in store.reader.entries()} <= {("Trang chủ",), ("Tin tức",), ()}


def test_the_last_check_counts(tmp_path: Path) -> None:
    with opened(address(tmp_path)) as store:
        store.memory.note_check("a", passed=True, now=factories.NOON)
        store.memory.note_check("b", passed=True, now=factories.NOON)
        store.memory.note_check("b", passed=False, now=factories.NOON)
        assert store.reader.passed() == {"a"}


def test_home_page_that_leads_nowhere_is_broken(tmp_path: Path) -> None:
    (tmp_path / "diemtin.toml").write_text('[[portal]]\nurl = "https://trong.vn"\n', encoding="utf-8")
    with serving(Played({("trong.vn", "/"): page("<div id=app></div><script>draw()</script>")})) as server:
        where = ("--replay", server.url, "--archive", address(tmp_path), "--delay", "0", "--at", AT, "--json")
        done = forked.ended("crawling", "played_portals", "crawl", "trong_vn", "--no-publish", *where, **here(tmp_path))
    (told,) = json.loads(done.stdout)["portals"]
    assert told["outcome"] == "broken"
    assert "no-links" in {problem["kind"] for problem in told["problems"]}


def here(folder: Path) -> dict[str, Any]:
    return {"env": environment(), "cwd": folder}
