"""The demo touches nobody's feeds, and going live after it is as if it had not been."""

import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import crawling
import factories
import pytest

from crawler.article import Article
from diemtin import configuration, demonstration, terminal, wiring
from diemtin.configuration import SettingsWrong
from diemtin.demo import output as stage
from feeds.catalogue import State
from feeds.publish import Report

INVENTED = [factories.article(number, title=f"Tin bịa số {number}") for number in range(1, 4)]
REAL = [factories.article(number, link=f"https://nhandan.vn/{number}", portal="nhandan") for number in range(5, 7)]


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder, with nothing said in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("DIEMTIN_"):
            monkeypatch.delenv(name)


def published(folder: str, articles: Sequence[Article], *, output: str = "output") -> Report:
    """Publish the archive of a folder, as the command does."""
    Path(folder).mkdir(exist_ok=True)
    with factories.archive(Path(folder), articles) as store:
        return wiring.publish_all(configuration.load(archive=archive(folder), output=Path(output)), store)


def archive(folder: str) -> str:
    return crawling.address(Path(folder))


def told(output: str) -> str:
    """Return all that is public in a folder."""
    files = (path for path in Path(output).rglob("*.*") if path.is_file())
    return "".join(path.read_text(encoding="utf-8", errors="replace") for path in files)


def test_going_live_where_the_demo_published_takes_its_feeds_away_and_holds_none() -> None:
    stage.take(Path("output"), archive=archive("demo"))
    published("demo", INVENTED)
    assert "Tin bịa" in told("output")
    report = published("live", REAL)
    assert report.refused == ()
    assert not any(one.state is State.HELD for one in report.feeds)
    assert "Tin bịa" not in told("output")
    assert REAL[0].title in told("output")
    assert published("live", []).written == ()


def test_demo_publishes_again_and_again_into_its_own_folder() -> None:
    stage.take(Path("output"), archive=archive("demo"))
    published("demo", INVENTED)
    assert published("demo", []).written == ()
    assert stage.may_be_taken(Path("output"))
    stage.take(Path("output"), archive=archive("demo"))
    assert told("output").count("Tin bịa") == 0


@pytest.mark.parametrize("was_played", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_demo_refuses_feeds_that_it_did_not_publish_and_touches_nothing(*, was_played: bool) -> None:
    if was_played:
        stage.take(Path("output"), archive=archive("demo"))
        published("demo", INVENTED)
    published("live", REAL)
    before = told("output")
    with pytest.raises(SettingsWrong, match="output holds feeds that no demo published"):
        demonstration.demonstrate(Path("stage"), Path("output"))
    assert told("output") == before
    assert not Path("stage").exists()


def test_mark_does_not_tell_where_the_archive_is(tmp_path: Path) -> None:
    stage.take(Path("output"), archive=archive("demo"))
    (mark,) = Path("output").iterdir()
    assert mark.name.startswith(".")
    assert tmp_path.name not in mark.read_text(encoding="ascii")


def test_address_of_the_demos_archive_may_be_written_in_another_way(tmp_path: Path) -> None:
    stage.take(Path("output"), archive="sqlite:///demo/archive.db")
    assert not stage.give_back(Path("output"), archive=f"sqlite:///{tmp_path}/demo/archive.db")
    assert stage.give_back(Path("output"), archive="postgresql+psycopg://localhost/diemtin")


@pytest.mark.parametrize("on_path", [False, True])
def test_command_is_shown_as_it_can_be_called_again(monkeypatch: pytest.MonkeyPatch, *, on_path: bool) -> None:
    script = Path(".venv/bin/diemtin")
    script.parent.mkdir(parents=True)
    script.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(script.parent.resolve()) if on_path else "/nowhere")
    monkeypatch.setattr(sys, "argv", [str(script)])
    assert shutil.which("diemtin") is not None or not on_path
    assert terminal.own_name() == ("diemtin" if on_path else ".venv/bin/diemtin")
    monkeypatch.setattr(sys, "argv", ["-m"])
    assert terminal.own_name() == f"{sys.executable} -m diemtin"
