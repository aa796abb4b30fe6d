"""Copies are made and put back, the archive is migrated and thinned; nothing goes without an agreement."""

import json
import os
import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import factories
import filled
import pytest
import typer
from factories import NOON, article, portal, save
from typer.testing import CliRunner

from crawler.archive import Archive, condition, opened, opening, process, pruning
from crawler.article import Topic
from diemtin import wiring
from diemtin.commands import keeping
from diemtin.configuration import load
from diemtin.keeping import backing_up, manifest, needed, thinning
from diemtin.keeping.manifest import CannotKeep
from feeds.catalogue import Site, catalogue
from feeds.history import FORMATS
from feeds.publish import publish

PORTALS = (portal(), portal(name="en_baochinhphu", home="https://en.baochinhphu.vn/", language="en"))
LATE = NOON + timedelta(days=2000)


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder, with nothing said in the environment, before a wide terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    for name in list(os.environ):
        if name.startswith("DIEMTIN_"):
            monkeypatch.delenv(name)


class Said:
    """What a command printed, what went wrong, and the code it ended with."""

    def __init__(self, result: Any) -> None:
        self.out, self.err = result.stdout, result.stderr + str(result.exception or "")
        self.code = result.exit_code

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def run(command: str, *arguments: str | Path, answer: str = "") -> Said:
    app = typer.Typer()
    app.callback()(lambda: None)
    for name in ("backup", "restore", "migrate", "vacuum", "prune"):
        app.command(name)(getattr(keeping, name))
    return Said(CliRunner().invoke(app, [command, *map(str, arguments)], input=answer))


@contextmanager
def kept(folder: Path, *numbers: int) -> Iterator[Archive]:
    """Open an archive where the settings name it, and put articles in it."""
    with opened(f"sqlite:///{folder}/diemtin.db") as store:
        save(store, [article(number) for number in numbers])
        yield store


def stored(file: Path) -> list[str]:
    with opened(f"sqlite:///{file}", make=False) as store:
        return sorted(entry.article.id for entry in store.reader.entries())


def ids(*numbers: int) -> list[str]:
    return sorted(article(number).id for number in numbers)


def fill(folder: Path) -> None:
    with kept(folder, 1, 2):
        pass
    (folder / "diemtin.toml").write_text('contact = "toa-soan@tin.example.vn"\n', encoding="utf-8")


# Backup and restore


@pytest.mark.parametrize("name", ["copy.tar.gz", "copy"])
def test_backup_is_put_back_with_all_that_was_in_it(tmp_path: Path, name: str) -> None:
    fill(tmp_path)
    told = run("backup", name, "--json").json
    assert (told["articles"], told["schema"]) == (2, opening.HEAD)
    assert [one["name"] for one in told["files"]] == ["archive.db", "diemtin.toml"]
    assert (tmp_path / name).stat().st_mode & 0o077 == 0
    for file in tmp_path.glob("diemtin.*"):
        file.unlink()
    done = run("restore", name)
    assert done.code == 0, done.err
    assert "put back: 2 articles" in done.out
    assert stored(tmp_path / "diemtin.db") == ids(1, 2)
    assert "toa-soan" in (tmp_path / "diemtin.toml").read_text(encoding="utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "diemtin.db", "diemtin.toml"])


def test_subscriptions_are_backed_up_and_put_back_as_well(tmp_path: Path) -> None:
    fill(tmp_path)
    with kept(tmp_path / "hub"):
        (tmp_path / "hub/diemtin.db").rename(tmp_path / "hub.db")  # any database will do
    run("backup", "copy.tar.gz")
    (tmp_path / "hub.db").unlink()
    run("restore", "copy.tar.gz", "--yes")
    assert (tmp_path / "hub.db").read_bytes()[:15] == b"SQLite format 3"


def test_what_was_there_is_kept_when_a_backup_is_put_back(tmp_path: Path) -> None:
    fill(tmp_path)
    run("backup", "copy.tar.gz")
    with kept(tmp_path, 3):
        pass
    told = run("restore", "copy.tar.gz", "--yes", "--json").json
    assert stored(tmp_path / "diemtin.db") == ids(1, 2)
    (file,) = map(Path, told["kept"])
    assert file.name.startswith("diemtin.db.before-restore-")
    assert stored(file) == ids(1, 2, 3)


def test_archive_that_is_newer_and_larger_is_not_replaced_without_an_agreement(tmp_path: Path) -> None:
    fill(tmp_path)
    run("backup", "copy.tar.gz")
    with kept(tmp_path, 3):
        pass
    for answer in ("", "n\n"):
        said = run("restore", "copy.tar.gz", answer=answer)
        assert said.code == 1
        assert "1 articles more than the backup and it is newer" in said.err
        assert "nothing was put back: say --yes" in said.err
    assert stored(tmp_path / "diemtin.db") == ids(1, 2, 3)
    assert run("restore", "copy.tar.gz", answer="y\n").code == 0
    assert stored(tmp_path / "diemtin.db") == ids(1, 2)


def test_nothing_is_put_back_while_a_portal_is_crawled(tmp_path: Path) -> None:
    fill(tmp_path)
    run("backup", "copy.tar.gz")
    with kept(tmp_path) as store:
        store.memory.begin_crawl("nhandan", now=NOON)
    said = run("restore", "copy.tar.gz", "--yes")
    assert said.code == 1
    assert "nhandan is being crawled now: stop `diemtin run` first" in said.err


def test_nothing_is_put_back_under_a_service_that_is_at_work(tmp_path: Path) -> None:
    with factories.archive(tmp_path, [article(1)]) as store:
        address = f"sqlite:///{tmp_path / 'archive.db'}"
        run("backup", tmp_path / "copy", "--archive", address)
        now = wiring.now()
        store.plans.claim(["service"], holder=process.mark(), until=now + timedelta(minutes=2), now=now)
        said = run("restore", tmp_path / "copy", "--archive", address, "--yes")
        assert (said.code, "a service is at work" in said.err) == (1, True)
        store.plans.release(["service"], holder=process.mark())
        assert run("restore", tmp_path / "copy", "--archive", address, "--yes").code == 0


def test_damaged_archive_is_set_aside_and_replaced(tmp_path: Path) -> None:
    fill(tmp_path)
    run("backup", "copy.tar.gz")
    (tmp_path / "diemtin.db").write_text("Đây không phải là cơ sở dữ liệu. " * 200, encoding="utf-8")
    said = run("restore", "copy.tar.gz", "--yes")
    assert said.code == 0, said.err
    assert stored(tmp_path / "diemtin.db") == ids(1, 2)
    (file,) = tmp_path.glob("diemtin.db.before-restore-*")
    assert file.read_text(encoding="utf-8").startswith("Đây")


def changed_database(folder: Path) -> None:
    with (folder / "archive.db").open("r+b") as file:
        file.seek(5000)
        file.write(b"x")


def rewritten(**changes: Any) -> Callable[[Path], None]:
    def rewrite(folder: Path) -> None:
        file = folder / manifest.NAME
        file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), **changes}), encoding="utf-8")

    return rewrite


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (changed_database, "its archive.db is not as it was made: it is damaged"),
        (lambda folder: (folder / "archive.db").unlink(), "it has no archive.db"),
        (lambda folder: (folder / manifest.NAME).unlink(), "is it a backup made by `diemtin backup`?"),
        (lambda folder: (folder / manifest.NAME).write_text("{}"), "its manifest.json cannot be read"),
        (rewritten(schema="9999"), "upgrade diemtin first"),
        (rewritten(files=[{"name": "../diemtin.db", "size": 1, "sha256": ""}]), "it has no ../diemtin.db"),
        (rewritten(files=[]), "is of an archive in PostgreSQL"),
    ],
)
def test_backup_that_is_not_whole_or_not_for_this_version_changes_nothing(
    tmp_path: Path, spoil: Callable[[Path], None], told: str
) -> None:
    fill(tmp_path)
    run("backup", "copy")
    with kept(tmp_path, 3):
        pass
    spoil(tmp_path / "copy")
    said = run("restore", "copy", "--yes")
    assert said.code == 1
    assert told in said.err
    assert stored(tmp_path / "diemtin.db") == ids(1, 2, 3)


def test_part_of_a_backup_or_none_is_told(tmp_path: Path) -> None:
    fill(tmp_path)
    run("backup", "copy.tar.gz")
    whole = (tmp_path / "copy.tar.gz").read_bytes()
    for data in (whole[: len(whole) // 2], b"no archive of any kind"):
        (tmp_path / "copy.tar.gz").write_bytes(data)
        said = run("restore", "copy.tar.gz", "--yes")
        assert said.code == 1
        assert "is no backup, or a part of one" in said.err
    assert "No such file" in run("restore", "nothing.tar.gz", "--yes").err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy.tar.gz", "diemtin.db", "diemtin.toml"]


def test_file_that_reaches_out_of_a_backup_is_not_unpacked(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / "own.txt").write_text("own", encoding="utf-8")
    with tarfile.open(tmp_path / "copy.tar.gz", "w:gz") as packed:
        packed.add(tmp_path / "own.txt", arcname="../../reached.txt")
    assert run("restore", "copy.tar.gz", "--yes").code == 1
    assert not (tmp_path.parent / "reached.txt").exists()


def test_backup_takes_no_others_place_unasked(tmp_path: Path) -> None:
    fill(tmp_path)
    for name in ("copy.tar.gz", "copy"):
        assert run("backup", name).code == 0
        said = run("backup", name)
        assert said.code == 1
        assert "is there already" in said.err
        assert run("backup", name, "--yes").code == 0
    (tmp_path / "own").mkdir()
    assert "a folder with other things in it" in run("backup", "own", "--yes").err
    assert "cannot be written" in run("backup", "diemtin.toml/copy.tar.gz").err


def test_archive_that_is_damaged_or_missing_is_not_backed_up(tmp_path: Path) -> None:
    assert "there is no archive" in run("backup", "copy.tar.gz").err
    with kept(tmp_path, *range(30)):
        pass
    with (tmp_path / "diemtin.db").open("r+b") as file:
        file.seek(8 * 4096)
        file.write(b"\xff" * 4 * 4096)
    assert run("backup", "copy.tar.gz").code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["diemtin.db"]


SERVED = "postgresql+psycopg://diemtin:bi-mat@127.0.0.1:1/diemtin"


def test_archive_on_a_server_is_backed_up_by_the_servers_own_program(tmp_path: Path) -> None:
    settings = load(None, archive=SERVED)
    with pytest.raises(CannotKeep, match=r"pg_dump .* postgresql://diemtin@127.0.0.1:1/diemtin") as caught:
        backing_up.back_up(settings, tmp_path / "copy", file=None, now=NOON, find=lambda _: None)
    assert "bi-mat" not in str(caught.value)
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\necho "asked $4 with $PGPASSWORD" >&2\nexit 1\n', encoding="utf-8")
    program.chmod(0o755)
    with pytest.raises(CannotKeep, match=r"asked --dbname=postgresql://diemtin@127.0.0.1:1/diemtin with bi-mat"):
        backing_up.back_up(settings, tmp_path / "copy", file=None, now=NOON, find=lambda _: str(program))
    assert list(tmp_path.iterdir()) == [program]


def test_backup_of_an_archive_on_a_server_is_put_back_by_its_own_program(tmp_path: Path) -> None:
    fill(tmp_path)
    run("backup", "copy")
    said = run("restore", "copy", "--archive", SERVED)
    assert "pg_restore --clean" in said.err
    assert "bi-mat" not in said.err


# Migrating


def test_migration_is_shown_and_done_when_it_is_agreed_to(tmp_path: Path) -> None:
    fill(tmp_path)
    factories.put_back(tmp_path / "diemtin.db", "0005")
    said = run("migrate")
    assert said.code == 1
    assert "  0006  " in said.out
    assert "nothing was done" in said.err
    assert condition.of(f"sqlite:///{tmp_path}/diemtin.db").schema == "0005"
    told = run("migrate", "--yes", "--json").json
    assert [one["schema"] for one in told["done"]] == ["0006", "0007", "0008"]
    assert condition.of(f"sqlite:///{told['copy']}").schema == "0005"
    assert stored(tmp_path / "diemtin.db") == ids(1, 2)
    assert run("migrate", "--json").json == {"schema": opening.HEAD, "done": [], "copy": None}


def test_migration_without_a_copy(tmp_path: Path) -> None:
    fill(tmp_path)
    factories.put_back(tmp_path / "diemtin.db", "0005")
    assert run("migrate", "--yes", "--no-copy").code == 0
    assert list(tmp_path.glob("*before*")) == []


# Pruning

SPECS = catalogue(PORTALS, factories.SUBJECTS)
SITE = Site(base_url="https://tin.example.vn/")


def published(store: Archive, output: Path, **others: Any) -> dict[str, bytes]:
    publish(store, portals=PORTALS, subjects=factories.SUBJECTS, site=SITE, output=output, **others)
    return filled.files(output)


def years(number: int) -> Any:
    """Return article `number` of several years: one every half day, now and then of the other portal or topic."""
    own: dict[str, Any] = {"published": NOON + timedelta(hours=12 * number)}
    own["first_seen"] = own["fetched"] = own["published"] + timedelta(minutes=10)
    if number % 10 == 0:
        own |= {"portal": "en_baochinhphu", "link": f"https://en.baochinhphu.vn/bai-{number}.htm"}
    if number % 7 == 0:
        own["topics"] = (Topic(slug="y-te", reason="tag"),)
    return article(number, **own)


def prune_all(store: Archive, output: Path) -> int:
    must = needed.articles(store, SPECS, output=output)
    plan = pruning.plan(store.reader._engine, needed=must)
    return pruning.prune(store.reader._engine, plan.articles, planned=LATE)


def store_in_time(store: Archive, numbers: range) -> None:
    """Store such articles, those of a month together."""
    for first in range(numbers.start, numbers.stop, 60):
        month = [years(number) for number in range(first, min(first + 60, numbers.stop))]
        save(store, month, now=month[-1].fetched)


def test_feeds_and_their_histories_stay_as_they_are_when_all_is_pruned_that_can_be(tmp_path: Path) -> None:
    output = tmp_path / "output"
    with kept(tmp_path) as store:
        store_in_time(store, range(600))
        save(store, [years(1), article(2, body_text="Đã sửa.", title="Bài đã sửa")], now=NOON + timedelta(days=310))
        before = published(store, output)
        assert prune_all(store, output) > 250
        assert published(store, output, force=True) == before
        complete = [
            f"{spec.path}/{page.name}.{form}"
            for spec in SPECS
            for page in store.memory.pages(f"{output}/{spec.path}")
            for form in FORMATS
        ]
        assert len(complete) > 20
        store.take_down(years(599).id, now=NOON + timedelta(days=311))
        save(store, [years(600)], now=NOON + timedelta(days=312))
        after = published(store, output)
        assert [path for path in complete if before[path] != after[path]] == []


@pytest.mark.slow
def test_pages_that_are_still_to_be_written_keep_their_texts(tmp_path: Path) -> None:
    with kept(tmp_path) as one, opened(f"sqlite:///{tmp_path}/whole.db") as whole:
        for store, name in ((one, "one"), (whole, "whole")):
            store_in_time(store, range(120))
            published(store, tmp_path / name)
            store_in_time(store, range(120, 400))
        assert 0 < prune_all(one, tmp_path / "one") <= 60
        assert published(one, tmp_path / "one") == published(whole, tmp_path / "whole")


def fill_years(folder: Path) -> None:
    with kept(folder) as store:
        save(store, [years(number) for number in range(600)], now=NOON)


def test_prune_shows_asks_and_does(tmp_path: Path) -> None:
    fill_years(tmp_path)
    shown = run("prune", "--before", "2027-01-01", "--dry-run", "--json").json
    assert shown["articles"] > 100
    assert shown["done"] is None
    refused = run("prune", "--before", "2027-01-01")
    assert refused.code == 1
    assert f"{shown['articles']} articles of " in refused.out
    assert "nothing was done" in refused.err
    done = run("prune", "--before", "2027-01-01", "--yes")
    assert f"{shown['articles']} texts and 0 records of crawls are gone" in done.out
    again = run("prune", "--before", "2027-01-01", "--yes", "--json").json
    assert (again["articles"], again["done"]) == (0, None)
    vacuumed = run("vacuum", "--json").json
    assert vacuumed["after"] <= vacuumed["before"]


@pytest.mark.slow
def test_prune_by_size_ends_when_it_is_enough(tmp_path: Path) -> None:
    fill_years(tmp_path)
    every = run("prune", "--max-size", "1", "--dry-run", "--json").json
    some = run("prune", "--max-size", f"{every['used'] - 50_000}", "--yes", "--json").json
    assert 0 < some["articles"] < every["articles"]
    assert 50_000 <= some["bytes"] < 55_000
    assert "no texts would go" in run("prune", "--max-size", "1G").out


@pytest.mark.slow
def test_size_is_not_pruned_to_where_nobody_can_tell_what_is_needed(tmp_path: Path) -> None:
    with kept(tmp_path) as store:
        save(store, [replace(years(number), body_text="chữ " * 4000) for number in range(600)], now=NOON)
    assert run("prune", "--older-than", "1d", "--yes").code == 0
    assert "run `diemtin vacuum` first" in run("prune", "--max-size", "1M", "--dry-run").err
    run("vacuum")
    assert run("prune", "--max-size", "1M", "--dry-run").code == 0


def test_prune_forgets_history_that_is_old(tmp_path: Path) -> None:
    fill(tmp_path)
    with kept(tmp_path) as store:
        for day in range(3):
            number = store.memory.begin_crawl("nhandan", now=NOON - timedelta(days=900 - day))
            store.memory.end_crawl(number, now=NOON, outcome="done", counts={}, problems=[])
    told = run("prune", "--history-days", "400", "--yes", "--json").json
    assert (told["crawls"], told["articles"]) == (2, 0)
    assert run("prune", "--history-days", "400").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["--older-than", "soon"],
        ["--before", "soon"],
        ["--max-size", "much"],
        ["--older-than", "2y", "--before", "2025-01-01"],
        ["--older-than", "2y", "--portal", "nhandna"],
    ],
)
def test_prune_says_what_it_wants_to_hear(tmp_path: Path, arguments: Sequence[str]) -> None:
    fill(tmp_path)
    said = run("prune", *arguments)
    assert said.code == 1
    assert any(word in said.err for word in ("write", "say", "did you mean"))


@pytest.mark.parametrize(("written", "days"), [("1d", 1), ("2w", 14), ("1y", 365), ("6 months", 182), ("1 năm", None)])
def test_ages_are_read(written: str, days: int | None) -> None:
    read = thinning.span(written)
    assert (read.days if read else None) == days
