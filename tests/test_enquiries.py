"""What is published is read back: for monitors, for whoever looks for a feed, for how long answers are kept."""

import json
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from factories import NOON, PORTALS, SUBJECTS, archive, article, save
from lxml import etree
from served import asked

from crawler.article import Topic
from feeds.catalogue import Site
from feeds.publish import publish
from feeds.serving import enquiries, published
from feeds.serving.application import Application
from feeds.serving.http import Answer
from feeds.serving.published import Folder

SITE = Site(base_url="https://feeds.example.vn/tin/", title="Điểm Tin", contact="feeds@example.vn")
HEALTH = (Topic(slug="y-te", reason="bệnh viện"),)


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish once; who changes it copies it."""
    folder = tmp_path_factory.mktemp("published")
    with archive(folder, [article(n, topics=HEALTH if n == 3 else ()) for n in range(1, 21)]) as store:
        publish(store, portals=PORTALS, subjects=SUBJECTS, site=SITE, output=folder / "output")
    return folder / "output"


@pytest.fixture
def app(output: Path) -> Iterator[Application]:
    with closing(Application(output)) as found:
        yield found


def told(answer: Answer) -> Any:
    assert isinstance(answer.body, bytes)
    return json.loads(answer.body)


def words(answer: Answer) -> tuple[int, str]:
    assert isinstance(answer.body, bytes)
    return answer.status, answer.body.decode()


def carried(app: Application, url: str) -> list[tuple[str, bool]]:
    answer = asked(app, f"/feed-for?url={url}")
    assert answer.status == 200
    return [(feed["slug"], feed["carries"]) for feed in told(answer)["feeds"]]


def test_health_is_told_and_not_kept(tmp_path: Path) -> None:
    with closing(Application(tmp_path)) as app:
        answer = asked(app, "/healthz")
    assert words(answer) == (200, "ok\n")
    assert answer.headers["cache-control"] == "no-store"


def test_a_server_is_ready_once_something_is_published(tmp_path: Path, app: Application) -> None:
    with closing(Application(tmp_path / "empty")) as empty:
        assert words(asked(empty, "/readyz")) == (503, "nothing is published yet: run `diemtin publish`\n")
    assert words(asked(app, "/readyz")) == (200, "ok\n")


def test_a_server_is_not_ready_when_its_archive_cannot_be_read(output: Path) -> None:
    with closing(Application(output, fault=lambda: "diemtin.db is damaged")) as app:
        assert words(asked(app, "/readyz")) == (503, "diemtin.db is damaged\n")
    with closing(Application(output, fault=lambda: "")) as app:
        assert words(asked(app, "/readyz")) == (200, "ok\n")


def test_an_archive_that_hangs_is_not_waited_for(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enquiries, "_PATIENCE", 0.01)
    ended = threading.Event()

    def hang() -> str:
        threading.Timer(0.1, ended.set).start()
        ended.wait()
        return ""

    with closing(Application(output, fault=hang)) as app:
        assert asked(app, "/readyz").status == 503


@pytest.mark.parametrize(
    "url",
    [
        "https://baochinhphu.vn/bai-3.htm",
        "http://www.baochinhphu.vn/bai-3.htm?utm_source=rss%23x",
        "https://m.baochinhphu.vn:443/bai-3.htm",
    ],
)
def test_the_feeds_that_carry_an_article_are_told_however_its_address_is_written(app: Application, url: str) -> None:
    assert carried(app, url) == [("all", True), ("y-te", True), ("baochinhphu", True)]


def test_the_feed_of_a_portal_is_told_by_any_of_its_addresses(app: Application) -> None:
    assert carried(app, "https://baochinhphu.vn/") == [("baochinhphu", False)]
    assert carried(app, "https://en.baochinhphu.vn/old-article.htm") == [("en_baochinhphu", False)]
    assert carried(app, "https://example.com/") == []


def test_a_feed_is_told_as_the_catalogue_has_it(output: Path, app: Application) -> None:
    feed = told(asked(app, "/feed-for?url=https://baochinhphu.vn/bai-1.htm"))["feeds"][0]
    listed = json.loads((output / "catalogue.json").read_bytes())["feeds"][0]
    assert feed == {**listed, "carries": True}
    assert feed["rss"] == "https://feeds.example.vn/tin/feeds/all.rss"


def test_the_archive_is_asked_for_articles_that_have_left_the_feeds(output: Path) -> None:
    asked_for: list[str] = []

    def carrying(url: str) -> Sequence[str]:
        asked_for.append(url)
        return ["feeds/topics/y-te", "feeds/none"]

    with closing(Application(output, carrying=carrying)) as app:
        assert carried(app, "https://baochinhphu.vn/bai-99.htm") == [("y-te", True), ("baochinhphu", False)]
    assert asked_for == ["https://baochinhphu.vn/bai-99.htm"]


@pytest.mark.parametrize(
    "query", ["", "?url=", "?url=bai-1.htm", "?url=ftp://x/", "?url=http://[", f"?url=https://x/{'x' * 2048}"]
)
def test_what_is_no_address_is_refused(app: Application, query: str) -> None:
    assert asked(app, f"/feed-for{query}").status == 400


def outlines(answer: Answer) -> list[str]:
    assert (answer.status, answer.headers["content-type"]) == (200, "text/x-opml; charset=utf-8")
    assert isinstance(answer.body, bytes)
    return [str(one.get("xmlUrl")) for one in etree.fromstring(answer.body).iterfind(".//outline[@xmlUrl]")]


def test_an_opml_of_all_feeds_is_the_one_that_is_published(output: Path) -> None:
    with closing(Application(output, site=SITE)) as app:
        assert asked(app, "/opml").body == (output / "feeds.opml").read_bytes()


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("kind=topic", ["topics/kinh-te-tai-chinh", "topics/y-te"]),
        ("kind=topic&kind=all", ["all", "topics/kinh-te-tai-chinh", "topics/y-te"]),
        ("slug=y-te&slug=all", ["all", "topics/y-te"]),
        ("kind=topic&slug=y-te", ["topics/y-te"]),
        ("q=kinh+te", ["topics/kinh-te-tai-chinh"]),
        ("q=T%C3%80I+ch%C3%ADnh", ["topics/kinh-te-tai-chinh"]),
        ("q=economy", ["topics/kinh-te-tai-chinh"]),
        ("q=vgp&kind=portal", ["portals/en_baochinhphu"]),
    ],
)
def test_some_of_the_feeds_are_had_as_opml(app: Application, query: str, slugs: list[str]) -> None:
    expected = [f"https://feeds.example.vn/tin/feeds/{slug}.rss" for slug in slugs]
    assert outlines(asked(app, f"/opml?{query}")) == expected


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("kind=topci", 400),
        ("kinds=topic", 400),
        ("kind=query", 400),
        (f"q={'x' * 201}", 400),
        ("slug=none", 404),
        ("q=kh%C3%B4ng+c%C3%B3", 404),
    ],
)
def test_a_selection_that_cannot_be_is_refused(app: Application, query: str, status: int) -> None:
    assert asked(app, f"/opml?{query}").status == status


def test_whoever_names_an_unknown_kind_is_told_those_that_are_listed(app: Application) -> None:
    told = words(asked(app, "/opml?kind=x"))[1]
    assert told.startswith("the kinds are all, own, topic,")
    assert "query" not in told


@pytest.mark.parametrize(
    ("path", "nearest"),
    [
        ("/feeds/topics/y-te", "feeds/topics/y-te.rss"),
        ("/feeds/topics/Y_Te.atom", "feeds/topics/y-te.atom"),
        ("/feeds/topics/y-te.rss/", "feeds/topics/y-te.rss"),
        ("//feeds//topics//y-te.json", "feeds/topics/y-te.json"),
        ("/y-te.xml", "feeds/topics/y-te.rss"),
        ("/topics/kinh-te", "feeds/topics/kinh-te-tai-chinh.rss"),
        ("/rss.xml", "feeds/all.rss"),
        ("/atom", "feeds/all.rss"),
        ("/feed/", "feeds/all.rss"),
        ("/baochinhphu.vn.html", "feeds/portals/baochinhphu.html"),
    ],
)
def test_whoever_is_lost_is_told_what_is_near(app: Application, path: str, nearest: str) -> None:
    assert f"/{nearest}\n" in words(asked(app, path))[1]


@pytest.mark.parametrize("path", ["/wp-login.php", "/x", "/.env", f"/{'kinh-te' * 900}", "/<script>"])
def test_whoever_is_elsewhere_is_told_nothing_of_what_he_asked(app: Application, path: str) -> None:
    status, text = words(asked(app, path))
    assert (status, "Gần nhất" in text, path in text) == (404, False, False)


def test_answers_are_kept_for_a_tenth_of_the_time_between_two_entries() -> None:
    def every(**apart: float) -> list[datetime]:
        return [NOON - number * timedelta(**apart) for number in range(50)]

    assert published.age(every(minutes=72)) == 432
    assert published.age(every(minutes=1)) == 60
    assert published.age(every(days=7)) == 3600
    assert published.age([NOON, *every(days=7)[1:2]]) == 3600
    assert published.age([NOON]) == published.age([]) == 300


def test_a_feed_is_kept_by_its_own_rhythm_in_every_format(app: Application) -> None:
    for form in ("rss", "atom", "json", "html"):
        asked(app, "/opml")  # what is published is looked at
        assert asked(app, f"/feeds/all.{form}").headers["cache-control"] == "public, max-age=360"  # an entry an hour
    assert asked(app, "/catalogue.json").headers["cache-control"] == "public, max-age=300"


def test_what_is_published_is_read_again_when_it_changed(tmp_path: Path) -> None:
    output = tmp_path / "output"
    folder = Folder(output)
    assert folder.read().standings == ()
    with archive(tmp_path, [article(1, topics=())]) as store:
        publish(store, portals=PORTALS, subjects=SUBJECTS, site=SITE, output=output)
        first = folder.read()
        assert first.of("https://baochinhphu.vn/bai-1.htm") == ("feeds/all", "feeds/portals/baochinhphu")
        assert folder.read() is first
        save(store, [article(2, topics=())])
        publish(store, portals=PORTALS, subjects=SUBJECTS, site=SITE, output=output)
    assert folder.read().of("https://baochinhphu.vn/bai-2.htm") == ("feeds/all", "feeds/portals/baochinhphu")


@pytest.mark.parametrize("written", ["", "[]", "{", '{"feeds": [{"kind": "all"}]}', '{"feeds": [{}]}'])
def test_a_catalogue_that_cannot_be_read_lists_nothing(tmp_path: Path, written: str) -> None:
    (tmp_path / "catalogue.json").write_text(written)
    assert Folder(tmp_path).read().standings == ()


@pytest.mark.parametrize(
    "written", ["", "{}", '{"items": [{}]}', '{"items": [{"url": 1, "date_published": "then"}]}', '{"items": 1}']
)
def test_a_feed_that_cannot_be_read_carries_nothing(output: Path, tmp_path: Path, written: str) -> None:
    changed = shutil.copytree(output, tmp_path / "output")
    (changed / "feeds/all.json").write_text(written)
    found = Folder(changed).read()
    assert found.of("https://baochinhphu.vn/bai-1.htm") == ("feeds/portals/baochinhphu",)
    assert found.age("feeds/all.rss") == 300
