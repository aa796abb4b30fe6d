"""The command says what it did, what to do next, and ends with the exit code that was promised."""

import csv
import errno
import io
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import crawling
import factories
import forked
import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from crawler import run
from crawler.archive import opening
from crawler.archive.memory import NativeFeed
from diemtin import command, inspecting, terminal
from diemtin.demo.newsroom import Newsroom, desks
from diemtin.demo.server import serving
from diemtin.status import held
from feeds import files
from feeds.errors import OutputUnwritable

PROMISED = ["crawl", "publish", "run", "serve", "portals", "topics", "extract", "status", "export"]
# As the README documents them: whoever reads the records counts on these, in this order.
KEYS = (
    "id",
    "link",
    "aliases",
    "portal",
    "section",
    "title",
    "lead",
    "body_html",
    "body_text",
    "language",
    "authors",
    "source",
    "published",
    "updated",
    "first_seen",
    "fetched",
    "images",
    "attachments",
    "tags",
    "documents",
    "topics",
    "extracted_by",
)


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder, with nothing said in the environment, before a wide terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for name in list(os.environ):
        if name.startswith("DIEMTIN_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DIEMTIN_REPLAY", "http://127.0.0.1:9")  # no test reaches a portal, whatever fails


class Said:
    """What the command printed, and the code it ended with."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return a function that runs the command in this process, from `main` on."""

    def said(*arguments: str | Path) -> Said:
        monkeypatch.setattr(sys, "argv", ["diemtin", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            command.main()
        printed = capsys.readouterr()
        code = ended.value.code
        return Said(code if isinstance(code, int) else 0, printed.out, printed.err)

    return said


@pytest.fixture(autouse=True)
def nothing_left_to_print() -> Iterator[None]:
    """Leave the console as it was found: what could not be written it would print the next time."""
    yield
    terminal.out._buffer.clear()
    terminal.err._buffer.clear()


@pytest.fixture
def archive(tmp_path: Path) -> str:
    folder = tmp_path / "kept"
    folder.mkdir()
    with factories.archive(folder, [factories.article(1), factories.article(2)]):
        return crawling.address(folder)


@pytest.fixture(scope="module")
def page() -> tuple[str, bytes, Any]:
    """Return the address, the bytes and the manuscript of an article of the demo."""
    desk = next(one for one in desks() if one.host == "nhandan.vn")
    article = desk.articles[0]
    return desk.url(article), Newsroom().answer(desk.host, desk.path(article)).body, article


# Help


@pytest.mark.parametrize("name", PROMISED)
def test_help_of_every_command_explains_it(name: str) -> None:
    said = CliRunner().invoke(command.app, [name, "--help"])
    assert said.exit_code == 0
    assert "Usage" in said.output


@pytest.mark.parametrize("name", [*PROMISED, "demo"])
def test_help_shows_an_example(name: str) -> None:
    said = CliRunner().invoke(command.app, [name, "-h"])
    assert "Example" in said.output
    assert f"diemtin {name}" in said.output


def test_version_is_told(say: Any) -> None:
    assert say("--version").out == f"diemtin {version('diemtin')}\n"


def test_help_lists_every_promised_command() -> None:
    said = CliRunner().invoke(command.app, ["--help"])
    assert all(f" {name} " in said.output for name in PROMISED)


# Wrong use


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["crawl", "nhandann"], "did you mean nhandan"),
        (["crawl", "zzzz"], "`diemtin portals` lists them"),
        (["run", "baochinphu"], "baochinhphu"),
        (["export", "--portal", "nhandam"], "did you mean nhandan"),
        (["crawl", "--since", "hôm kia"], "2026-11-01"),
        (["export", "--since", "31/02/2026"], "2026-11-01"),
        (["export", "--format", "xlsx"], "jsonl or csv"),
        (["crawl", "--since", "02/03/2026", "--at", "2026-03-01T12:00+07:00"], "yet to come"),
        (["export", "--since", f"{datetime.now(UTC) + timedelta(days=2):%Y-%m-%d}"], "yet to come"),
        (["crawl", "--archive", "diemtin.db"], "sqlite:///diemtin.db"),
        (["crawl", "--limit", "-1"], "--limit"),
        (["crawl", "--at", "soon"], "--at"),
        (["crawl", "--replay", "127.0.0.1:9"], "replay cannot be"),
        (["crawl", "-c", "none.toml"], "none.toml cannot be read"),
        (["extract", "none.html"], "none.html cannot be read"),
        (["extract", "."], "cannot be read"),
        (["extract", "none.html", "--portal", "nhandam"], "did you mean nhandan"),
        (["extract", "none.html", "--family", "vcorp"], "vccorp"),
        (["extract", "ftp://nhandan.vn/a-post1.html"], "only http:// and https:// can"),
        (["nosuch"], "No such command"),
        (["demo", "--folder", "taken/demo"], "taken/demo cannot be made"),
    ],
)
def test_wrong_use_is_told_with_a_remedy_and_ends_with_2(say: Any, arguments: list[str], hint: str) -> None:
    Path("taken").touch()
    said = say(*arguments)
    assert said.code == 2
    assert hint in said.err
    assert "Traceback" not in said.err
    assert "no contact is set" not in said.err


def test_wrong_settings_key_ends_with_2_and_the_nearest_key(say: Any, tmp_path: Path) -> None:
    (tmp_path / "diemtin.toml").write_text("intervall = 3", encoding="utf-8")
    for name in ("crawl", "portals", "status"):
        said = say(name)
        assert said.code == 2
        assert "did you mean interval?" in said.err


@pytest.mark.parametrize("name", PROMISED)
def test_portal_in_the_settings_that_there_is_not_ends_with_2(say: Any, tmp_path: Path, name: str) -> None:
    (tmp_path / "diemtin.toml").write_text("[portals.nhandann]\nenabled = false", encoding="utf-8")
    said = say(name, *(["page.html"] if name == "extract" else []))
    assert said.code == 2
    assert "portals.nhandann" in said.err
    assert "did you mean nhandan" in said.err


@pytest.mark.parametrize("name", ["publish", "topics", "status", "export"])
def test_archive_that_is_not_there_ends_with_2_and_is_not_made(say: Any, tmp_path: Path, name: str) -> None:
    said = say(name, "--archive", f"sqlite:///{tmp_path}/diemtni.db")
    assert (said.code, said.out) == (2, "")
    assert f"{tmp_path}/diemtni.db" in said.err
    assert "`diemtin crawl` makes" in said.err
    assert "--archive" in said.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("topic", "hint"),
    [("giao-duk", "did you mean giao-duc"), ("Y tế", "did you mean y-te"), ("zzzz", "`diemtin topics` lists them")],
)
def test_topic_that_there_is_not_ends_with_2(say: Any, archive: str, topic: str, hint: str) -> None:
    said = say("export", "--archive", archive, "--topic", topic)
    assert (said.code, said.out) == (2, "")
    assert hint in said.err


def test_topic_of_an_operators_own_is_exported(say: Any, tmp_path: Path, archive: str) -> None:
    (tmp_path / "diemtin.toml").write_text('[topics."Biển đảo"]\nphrases = ["Trường Sa"]', encoding="utf-8")
    assert say("export", "--archive", archive, "--topic", "bien-dao").code == 0


# What cannot be done


def test_newer_archive_ends_with_1_and_a_remedy(say: Any, tmp_path: Path) -> None:
    with factories.archive(tmp_path) as store, store._engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for name in ("status", "publish", "export"):
        said = say(name, "--archive", crawling.address(tmp_path))
        assert said.code == 1
        assert "upgrade diemtin" in said.err


def test_archive_is_told_where_nothing_may_be_written(
    say: Any, tmp_path: Path, archive: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "_may_be_written", lambda _: False)
    for name in ("status", "topics", "export"):
        assert say(name, "--archive", archive).code == 0
    assert [file.name for file in (tmp_path / "kept").iterdir()] == ["archive.db"]


def test_archive_that_is_none_ends_with_1_and_is_left_alone(say: Any, tmp_path: Path) -> None:
    file = tmp_path / "archive.db"
    file.write_text("ghi chú của tôi\n" * 200, encoding="utf-8")
    said = say("status", "--archive", crawling.address(tmp_path))
    assert said.code == 1
    assert "is not an archive" in said.err
    assert file.read_text(encoding="utf-8").startswith("ghi chú của tôi")


def test_taken_port_ends_with_1_and_names_the_option(say: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = say("serve", "--port", str(taken.getsockname()[1]))
    assert said.code == 1
    assert "--port" in said.err


@pytest.mark.parametrize(("made", "hint"), [(False, "there is no folder"), (True, "nothing is published in")])
def test_serving_what_is_not_published_yet_is_told(
    say: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, made: bool, hint: str
) -> None:
    monkeypatch.setattr("diemtin.serving.serve_folder", lambda *_, **__: None)
    if made:
        (tmp_path / "feeds").mkdir()
    said = say("serve", "--output", "feeds")
    assert said.code == 0
    assert f"{hint} {tmp_path}/feeds" in said.err
    assert "diemtin publish" in said.err


def test_output_that_cannot_be_written_ends_with_1(say: Any, tmp_path: Path, archive: str) -> None:
    (tmp_path / "output").write_text("a file, not a folder")
    said = say("publish", "--archive", archive)
    assert said.code == 1
    assert "output" in said.err
    assert "Traceback" not in said.err


def test_file_that_is_larger_than_this_user_may_write_is_answered_with_the_limit(tmp_path: Path) -> None:
    def limited(*_: object) -> None:
        raise OSError(errno.EFBIG, "File too large")

    with pytest.raises(OutputUnwritable, match=r"File too large.*ulimit -f"):
        files.write(tmp_path / "all.rss", b"<rss/>", writer=limited)


def test_export_into_a_folder_that_is_not_there_ends_with_1(say: Any, tmp_path: Path, archive: str) -> None:
    said = say("export", "--archive", archive, "-f", tmp_path / "none" / "articles.jsonl")
    assert said.code == 1
    assert "articles.jsonl" in said.err
    assert "Traceback" not in said.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk that is always full")
@pytest.mark.parametrize("arguments", [["export"], ["topics"], ["topics", "--json"]])
def test_full_disk_behind_standard_output_is_told(
    say: Any, archive: str, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        said = say(*arguments, "--archive", archive)
    assert said.code == 1
    assert "standard output cannot be written (No space left on device)" in said.err
    assert "Traceback" not in said.err


# Telling


def test_portals_are_told_from_their_own_data(say: Any) -> None:
    said = say("portals", "--json")
    assert said.code == 0
    told = {one["name"]: one for one in said.json}
    assert told.keys() == run.portals().keys()
    assert all(one["sections"] and one["home"].startswith("https://") for one in told.values())
    assert told["daihoi13"]["unverified"]
    shown = say("portals").out
    assert all(name in shown for name in told)


def test_topics_are_told_with_how_many_articles_they_have(say: Any, archive: str) -> None:
    counts = {one["slug"]: one["articles"] for one in say("topics", "--json", "--archive", archive).json}
    assert counts["kinh-te-tai-chinh"] == 2
    assert counts["y-te"] == 0
    assert "Y tế" in say("topics", "--archive", archive).out


def test_status_tells_every_portal_also_one_that_was_never_crawled(say: Any, archive: str) -> None:
    told = {one["portal"]: one for one in say("status", "--json", "--archive", archive).json}
    assert told.keys() == run.portals().keys()
    assert (told["baochinhphu"]["articles"], told["nhandan"]["outcome"]) == (2, "never")
    assert told["baochinhphu"]["newest"] == "2026-03-01T14:00+07:00"
    assert "never" in say("status", "--archive", archive).out


def test_status_names_a_portal_s_own_feeds_that_are_not_relied_on(say: Any, tmp_path: Path, archive: str) -> None:
    sound = NativeFeed(
        portal="nhandan",
        section="chinhtri/",
        url="https://nhandan.vn/rss/chinhtri-1171.rss",
        compared=factories.NOON,
        since=factories.NOON,
    )
    stale = replace(sound, verdict="feed-stale", reason="the listing has 5 newer articles that the feed lacks")
    with factories.archive(tmp_path / "kept") as store:
        for one in (stale, replace(sound, section="kinhte/"), replace(stale, section="xahoi/", verdict="http-404")):
            store.memory.note_feed(one)
    shown = say("status", "--archive", archive).out
    assert (
        "  nhandan: feed of Chính trị is stale since 01/03/26 (listing is used); feed of Xã hội is gone since 01/03/26"
        in shown
    )
    assert "Kinh tế" not in shown
    told = {one["portal"]: one["faulty_feeds"] for one in say("status", "--json", "--archive", archive).json}
    assert [(one["section"], one["verdict"]) for one in told.pop("nhandan")] == [
        ("chinhtri/", "feed-stale"),
        ("xahoi/", "http-404"),
    ]
    assert not any(told.values())


def test_publish_writes_what_changed_and_nothing_the_second_time(say: Any, tmp_path: Path, archive: str) -> None:
    first = say("publish", "--json", "--archive", archive)
    assert first.code == 0
    assert "feeds/all.rss" in first.json["written"]
    assert (tmp_path / "output" / "feeds" / "all.rss").exists()
    assert say("publish", "--json", "--archive", archive).json["written"] == []
    assert "files written" in say("publish", "--archive", archive).out


def test_newest_is_the_date_of_the_newest_article_wherever_it_is_told(say: Any, archive: str) -> None:
    everything = say("publish", "--json", "--archive", archive).json["feeds"][0]
    portal = next(one for one in say("status", "--json", "--archive", archive).json if one["articles"])
    assert everything["newest"] == portal["newest"] == "2026-03-01T14:00+07:00"
    assert everything["updated"] == "2026-03-01T14:10+07:00"
    for name in ("publish", "status"):
        assert "01/03/26 14:00" in say(name, "--archive", archive).out


def test_publishing_another_archive_into_a_folder_is_told_once_with_what_to_do(
    say: Any, tmp_path: Path, archive: str
) -> None:
    say("publish", "--archive", archive)
    other = tmp_path / "other"
    other.mkdir()
    with factories.archive(other):
        pass
    for _ in range(2):
        told = say("publish", "--archive", crawling.address(other)).out
        assert "output holds feeds of another archive, and 3 of them were kept" in told
        assert told.count("--force") == 1
    assert "another archive" not in say("publish", "--force", "--archive", crawling.address(other)).out
    assert "another archive" not in say("publish", "--archive", crawling.address(other)).out


def test_feeds_that_are_held_are_noted_and_logged_until_they_are_published(
    say: Any, tmp_path: Path, archive: str, caplog: pytest.LogCaptureFixture
) -> None:
    say("publish", "--archive", archive)
    other = tmp_path / "other"
    other.mkdir()
    with factories.archive(other) as store:
        assert say("publish", "--brief", "--archive", crawling.address(other)).out == ""
        assert "feed=held path=feeds/all missing=" in caplog.text
        assert [one.kind for one in held.findings(store, Path("output"), now=factories.NOON)] == ["held"]
        say("publish", "--brief", "--force", "--archive", crawling.address(other))
        assert not list(held.findings(store, Path("output"), now=factories.NOON))


def test_feed_that_is_no_longer_declared_is_told_and_left(say: Any, archive: str) -> None:
    Path("diemtin.toml").write_text('[[feed]]\nslug = "khac"\ntitle = "Khác"\nquery = "họp"\n', encoding="utf-8")
    assert "in no catalogue" not in say("publish", "--archive", archive).out
    Path("diemtin.toml").unlink()
    assert "feeds/own/khac: in no catalogue any more" in say("publish", "--archive", archive).out
    assert Path("output/feeds/own/khac.rss").is_file()


# Exporting


def test_archive_is_exported_as_json_lines_and_read_back(say: Any, archive: str) -> None:
    said = say("export", "--archive", archive)
    records = [json.loads(line) for line in said.out.splitlines()]
    assert [record["link"] for record in records] == [factories.article(2).link, factories.article(1).link]
    assert all(tuple(record) == (*KEYS, "gone") for record in records)
    assert records[0]["title"] == factories.article(2).title


def test_export_tells_which_articles_were_taken_down(say: Any, tmp_path: Path, archive: str) -> None:
    with factories.archive(tmp_path / "kept") as store:
        store.take_down(factories.article(2).id, now=factories.NOON)
    lines = say("export", "--archive", archive).out.splitlines()
    assert [json.loads(line)["gone"] for line in lines] == [True, False]
    rows = csv.DictReader(io.StringIO(say("export", "--archive", archive, "--format", "csv").out))
    assert [row["gone"] for row in rows] == ["true", "false"]


def test_archive_is_exported_as_a_table_and_read_back(say: Any, tmp_path: Path, archive: str) -> None:
    file = tmp_path / "articles.csv"
    said = say("export", "--archive", archive, "--format", "csv", "--portal", "baochinhphu", "-f", file)
    assert (said.code, said.out) == (0, "")
    rows = list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8"))))
    assert [row["title"] for row in rows] == [factories.article(2).title, factories.article(1).title]
    assert rows[0]["authors"] == "Hà Văn; Nhật Bắc"
    assert rows[0]["documents"] == "06/2013/QĐ-TTg"
    assert rows[0]["body_text"] == factories.article(2).body_text


def test_export_is_narrowed_by_topic_and_day(say: Any, archive: str) -> None:
    assert say("export", "--archive", archive, "--topic", "y-te").out == ""
    assert say("export", "--archive", archive, "--since", "02/03/2026").out == ""
    assert len(say("export", "--archive", archive, "--since", "2026-03-01").out.splitlines()) == 2


# Extracting


def test_saved_page_is_read_into_the_documented_record(say: Any, tmp_path: Path, page: Any) -> None:
    url, body, manuscript = page
    file = tmp_path / "trang đã lưu.html"
    file.write_bytes(body)
    said = say("extract", file, "--json")
    assert said.code == 0
    assert tuple(said.json) == KEYS
    assert (said.json["title"], said.json["link"], said.json["portal"]) == (manuscript.title, url, "nhandan")
    assert set(said.json["images"][0]) >= {"url", "caption", "credit"}
    assert manuscript.title in say("extract", file).out


def test_page_without_an_address_is_asked_for_one(say: Any, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(crawling.article(1).body)
    said = say("extract", file)
    assert said.code == 2
    assert "--url" in said.err
    again = say("extract", file, "--url", "https://example.vn/phien-hop-thu-123456.html", "--json")
    assert again.code == 0
    assert again.json["title"] == "Phiên họp thứ 1"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "an empty file"),
        (b"   ", "an empty file"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "no HTML page"),
        (bytes(range(256)) * 20, "no HTML page"),
        (b"<html><head><title>a</title></head><body><p>b</p></body></html>", "found"),
    ],
)
@pytest.mark.parametrize("more", [[], ["--url", "https://nhandan.vn/a-post1.html"]])
def test_file_that_is_no_page_ends_with_1_under_its_name(
    say: Any, tmp_path: Path, body: bytes, why: str, more: list[str]
) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(body)
    said = say("extract", file, *(more or ["--family", "anysite"]))
    assert str(file) in said.err
    assert "Traceback" not in said.err
    if more or why != "found":
        assert (said.code, why in said.err) == (1, True)


def test_address_is_fetched_and_read(say: Any, page: Any) -> None:
    url, _, manuscript = page
    with serving(Newsroom()) as server:
        assert say("extract", url, "--replay", server.url, "--json").json["title"] == manuscript.title
        missing = say("extract", "https://nhandan.vn/khong-co-post1.html", "--replay", server.url)
    assert missing.code == 1
    assert "404" in missing.err


@pytest.mark.parametrize(
    ("option", "hint"),
    [("--family=vcorp", "vccorp"), ("--portal=nhandam", "nhandan"), ("--url=nhandan.vn/a", "https://")],
)
def test_wrong_option_of_extract_ends_with_2(say: Any, tmp_path: Path, page: Any, option: str, hint: str) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(page[1])
    said = say("extract", file, option)
    assert said.code == 2
    assert hint in said.err


def test_exported_keys_are_those_of_extract() -> None:
    assert inspecting.as_record(factories.article()).keys() == set(KEYS)


# As a process


@pytest.fixture
def plain() -> dict[str, str]:
    dropped = {"PYTHONIOENCODING", "PYTHONUTF8", "LANG"}
    told = {name: value for name, value in crawling.environment().items() if name not in dropped}
    return {**told, "LC_ALL": "C", "COLUMNS": "200"}


SCRIPT = """
import sys
from diemtin import command
for name in ("topics", "export"):
    sys.argv = ["diemtin", name, "--archive", sys.argv[-1]]
    try:
        command.main()
    except SystemExit as ended:
        assert not ended.code
"""


@pytest.mark.slow
def test_vietnamese_shows_right_in_a_terminal_without_a_locale(
    plain: dict[str, str], tmp_path: Path, archive: str
) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", SCRIPT, archive], env=plain, cwd=tmp_path, capture_output=True, check=True
    )
    printed = ended.stdout.decode("utf-8")
    assert "Y tế" in printed
    assert "Thủ tướng chủ trì phiên họp thứ 2" in printed


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_server_tells_its_port_and_ends_with_0_when_it_is_told_to(
    plain: dict[str, str], tmp_path: Path, number: signal.Signals
) -> None:
    with forked.started("diemtin.__main__", "serve", "--port", "0", env=plain, cwd=tmp_path) as run:
        said = next(line for line in run.err if line.startswith(b"serving")).decode()
        port = int(said.split("http://127.0.0.1:")[1].split("/")[0])
        with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=forked.PATIENCE) as answer:  # who tells it has it
            assert answer.read() == b"ok\n"
        os.kill(run.pid, number)
        assert run.wait() == 0
        assert b"Traceback" not in run.err.read()


def test_reader_that_hangs_up_is_no_error(plain: dict[str, str], tmp_path: Path) -> None:
    with factories.archive(tmp_path, [factories.article(1, body_html="<p>Dài</p>" * 200_000), factories.article(2)]):
        pass
    arguments = ["export", "--archive", crawling.address(tmp_path)]
    with forked.started("diemtin.__main__", *arguments, env=plain, cwd=tmp_path) as run:
        run.out.readline()
        run.out.close()
        assert b"Traceback" not in run.err.read()
