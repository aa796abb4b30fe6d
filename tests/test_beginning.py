"""What an operator begins with: `init` writes every setting, `config` tells what is in force and from where."""

import json
import os
import pty
import re
import select
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import crawling
import pytest
import typer
from forked import PATIENCE
from typer.testing import CliRunner, Result

from crawler.run import portals
from diemtin import configuration, origins, secrecy, settings_file, wiring
from diemtin.commands import beginning
from diemtin.configuration import INNER, Settings, SettingsWrong

app = typer.Typer()
app.command("init")(beginning.init)
app.command("config")(beginning.config)


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder, with nothing said in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in list(configuration.os.environ):
        if name.startswith("DIEMTIN_"):
            monkeypatch.delenv(name)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def shown(*arguments: str) -> dict[str, dict[str, Any]]:
    result = run("config", "--json", *arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def uncommented(text: str) -> str:
    """Return a settings file with every setting in it taken for said."""
    return re.sub(r"^#(?=[\w\[])", "", text, flags=re.MULTILINE)


def written(text: str) -> Path:
    file = Path("diemtin.toml")
    file.write_text(text, encoding="utf-8")
    return file


# --- init


def test_file_that_init_writes_loads_and_says_what_was_answered(nowhere: Path) -> None:
    result = run("init", "--contact", "a@example.vn", "--site-url", "https://feeds.example.vn/", "--output", "out")
    assert result.exit_code == 0, result.output
    settings = configuration.load()
    assert (settings.contact, settings.site_url) == ("a@example.vn", "https://feeds.example.vn/")
    assert settings.output == Path("out")
    assert settings.responses_days == 30
    assert settings.model_fields_set == {"contact", "site_url", "output", "responses_days"}
    assert [one.name for one in nowhere.iterdir()] == ["diemtin.toml"]


def test_every_setting_is_mentioned_with_its_meaning_and_its_default() -> None:
    text = settings_file.text({})
    told = tomllib.loads(uncommented(text))
    for name, field in Settings.model_fields.items():
        assert name in told, f"{name} is missing in what `init` writes"
        if name not in INNER and field.default is not None:
            assert getattr(Settings(**told), name) == getattr(Settings(), name)
    for kind, model in INNER.items():
        table = told[kind][0] if isinstance(told[kind], list) else next(iter(told[kind].values()))
        assert table.keys() == model.model_fields.keys(), f"[{kind}] does not mention every setting"
    for model in (Settings, *INNER.values()):
        assert settings_file.meanings(model).keys() >= model.model_fields.keys()
    assert not re.search(r"^# \.$", text, re.MULTILINE)  # a meaning that is empty


def test_examples_that_are_written_are_settings_that_can_be() -> None:
    written(uncommented(settings_file.text({})))
    settings = configuration.load()
    assert wiring.own_feeds(settings)
    assert settings.portals.keys() <= portals().keys()


def test_every_setting_stands_under_a_heading() -> None:
    assert next(iter(Settings.model_fields)) in settings_file.GROUPS
    assert settings_file.GROUPS.keys() <= Settings.model_fields.keys()
    lines = settings_file.text({}).splitlines()
    assert [line.strip("# -") for line in lines if line.startswith("# ----")] == list(settings_file.GROUPS.values())
    assert all(len(line) <= 110 for line in lines)


def test_file_of_settings_is_for_its_owner_alone() -> None:
    run("init")
    assert Path("diemtin.toml").stat().st_mode & 0o777 == 0o600


def test_file_that_is_there_is_not_replaced_unasked() -> None:
    written("interval = 15\n")
    result = run("init", "--yes")
    assert isinstance(result.exception, SettingsWrong)
    assert "--force" in str(result.exception)
    assert configuration.load().interval == 15


def test_what_is_replaced_is_kept_beside_earlier_copies() -> None:
    written("interval = 15\n")
    run("init", "--force")
    assert Path("diemtin.toml.bak").read_text() == "interval = 15\n"
    written("interval = 16\n")
    result = run("init", "--force")
    assert "diemtin.toml.bak1" in result.output
    assert Path("diemtin.toml.bak").read_text() == "interval = 15\n"
    assert Path("diemtin.toml.bak1").read_text() == "interval = 16\n"


@pytest.mark.parametrize(
    ("option", "value"),
    [("--contact", "toà soạn"), ("--site-url", "example.vn"), ("--archive", "diemtin.db")],
)
def test_answer_that_cannot_be_writes_nothing(option: str, value: str) -> None:
    result = run("init", option, value)
    assert isinstance(result.exception, SettingsWrong)
    assert not Path("diemtin.toml").exists()


def test_folder_that_is_not_there_is_told() -> None:
    result = run("init", "--file", "none/diemtin.toml")
    assert isinstance(result.exception, SettingsWrong)
    assert "cannot be written" in str(result.exception)


def test_reference_to_a_variable_is_written_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_PASSWORD", "bi-mat")
    run("init", "--archive", "postgresql://diemtin:$DB_PASSWORD@localhost/diemtin")
    assert "bi-mat" not in Path("diemtin.toml").read_text()
    assert configuration.load().archive == "postgresql://diemtin:bi-mat@localhost/diemtin"
    run("init", "--force", "--archive", "$DATABASE")  # not set now: it may be where the service runs
    assert 'archive = "$DATABASE"' in Path("diemtin.toml").read_text()


def at_a_terminal(answers: Sequence[str], *arguments: str) -> tuple[str, int]:
    """Run `init` as somebody who sits at a terminal and answers each question that ends with a colon."""
    master, slave = pty.openpty()
    program = "import typer; from diemtin.commands import beginning; typer.run(beginning.init)"
    environment = crawling.environment(COLUMNS="200")
    child = subprocess.Popen(
        [sys.executable, "-c", program, *arguments], stdin=slave, stdout=slave, stderr=slave, env=environment
    )
    os.close(slave)
    try:
        said = ""
        for answer in answers:
            said += shown_until(master, ": ")
            os.write(master, f"{answer}\n".encode())
        return said + shown_until(master, None), child.wait(timeout=PATIENCE)
    finally:
        os.close(master)
        child.kill()
        child.wait()


def shown_until(master: int, end: str | None) -> str:
    """Return what a terminal shows until it asks something, or until the program ends."""
    shown = b""
    while end is None or not shown.endswith(end.encode()):
        assert select.select([master], [], [], PATIENCE)[0], f"nothing more was said after {shown!r}"
        try:
            more = os.read(master, 4096)
        except OSError:  # Linux tells so that the other end is closed
            more = b""
        if not more:
            break
        shown += more
    return shown.decode()


def test_somebody_at_a_terminal_is_asked_told_why_and_asked_again() -> None:
    said, code = at_a_terminal(["toà soạn", "a@example.vn", ""])
    assert code == 0, said
    assert "whom to turn to" in said
    assert "an e-mail address or one with https://" in said
    settings = configuration.load()
    assert settings.contact == "a@example.vn"
    assert settings.site_url == Settings().site_url


@pytest.mark.slow
def test_somebody_at_a_terminal_may_keep_the_file_that_is_there() -> None:
    written("interval = 15\n")
    said, code = at_a_terminal(["n"])
    assert code != 0
    assert "Replace it" in said
    assert Path("diemtin.toml").read_text() == "interval = 15\n"


# --- config


def test_each_setting_is_told_with_where_it_comes_from(monkeypatch: pytest.MonkeyPatch) -> None:
    written(
        '# a comment\n\nsite_title = """\nĐiểm Tin"""\nhubs = [\n  "https://hub.example.vn/",\n]\ninterval = 15\n'
        '[portals.nhandan]\n\ninterval = 5\n[[feed]]\nslug = "a"\ntitle = "A"\nquery = "a"\n'
        '[[feed]]\nslug = "b"\ntitle = "B"\ntopics = ["y-te"]\n[topics."Biển đảo"]\nphrases = { "Trường Sa" = 3 }\n'
    )
    monkeypatch.setenv("DIEMTIN_PORT", "8001")
    monkeypatch.setenv("diemtin_host", "0.0.0.0")
    monkeypatch.setenv("DIEMTIN_PORTALS__NHANDAN__ENABLED", "false")
    found = {key: one["from"] for key, one in shown("--output", "out").items()}
    assert found["digest"] == "default"
    assert found["site_title"] == "diemtin.toml:3"
    assert found["hubs"] == "diemtin.toml:5"
    assert found["interval"] == "diemtin.toml:8"
    assert found["portals.nhandan.interval"] == "diemtin.toml:11"
    assert found["feed.1.slug"] == "diemtin.toml:13"
    assert found["feed.2.topics"] == "diemtin.toml:19"
    assert found["topics.Biển đảo.phrases"] == "diemtin.toml:21"
    assert found["port"] == "$DIEMTIN_PORT"
    assert found["host"] == "$DIEMTIN_HOST"
    assert found["portals.nhandan.enabled"] == "$DIEMTIN_PORTALS__NHANDAN__ENABLED"
    assert found["output"] == "--output"


def test_table_in_the_environment_is_told_by_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    written("[portals.nhandan]\ninterval = 5\n")
    monkeypatch.setenv("DIEMTIN_PORTALS", '{"nhandan": {"enabled": false}}')
    monkeypatch.setenv("DIEMTIN_FEED", '[{"slug": "a", "title": "A", "query": "a"}]')
    found = shown("--changed")
    assert found["portals.nhandan.enabled"] == {"value": False, "from": "$DIEMTIN_PORTALS", "changed": True}
    assert found["portals.nhandan.interval"]["from"] == "diemtin.toml:2"
    assert found["feed.1.slug"]["from"] == "$DIEMTIN_FEED"


def test_only_what_differs_from_the_default_is_told_when_asked() -> None:
    written('interval = 30\nleast_interval = 20\noutput = "output"\n[portals.nhandan]\nenabled = true\n')
    assert shown("--changed").keys() == {"least_interval", "portals.nhandan.enabled"}


def test_one_setting_and_one_table_are_told() -> None:
    written("[portals.nhandan]\ninterval = 5\n[portals.baochinhphu]\ninterval = 6\n")
    assert shown("interval")["interval"]["value"] == 30
    assert shown("portals.nhandan") == {
        "portals.nhandan.interval": {"value": 5, "from": "diemtin.toml:2", "changed": True}
    }
    assert len(shown("portals")) == 2
    assert shown("feed") == {}


def test_setting_that_there_is_not_is_answered_with_the_nearest() -> None:
    assert "did you mean interval?" in str(run("config", "intervall").exception)
    assert "did you mean portals?" in str(run("config", "portls.nhandan").exception)


def test_what_is_in_force_for_one_portal_is_told() -> None:
    written("interval = 20\nquiet_hours = '23:00-05:00'\n[portals.nhandan]\nbudget_requests = 0\ninterval = 5\n")
    own = {key: (one["value"], one["from"]) for key, one in shown("--portal", "nhandan").items()}
    assert own["interval"] == own["least_interval"] == own["most_interval"] == (5, "diemtin.toml:5")
    assert own["budget_requests"] == (0, "diemtin.toml:4")
    assert own["quiet_hours"] == ("23:00-05:00", "diemtin.toml:2")
    assert own["budget_megabytes"] == (1000, "default")
    assert own["enabled"] == (True, "default")
    assert own["delay"][1] == "portal"
    others = {key: (one["value"], one["from"]) for key, one in shown("--portal", "baochinhphu").items()}
    assert others["interval"] == (20, "diemtin.toml:1")
    assert (others["least_interval"], others["most_interval"]) == ((10, "default"), (720, "default"))


def test_interval_that_moves_a_bound_is_named_as_its_origin() -> None:
    written("interval = 5\n")
    own = shown("--portal", "nhandan")
    assert own["least_interval"] == {"value": 5, "from": "diemtin.toml:1", "changed": True}


def test_table_for_people_names_the_file_and_shows_values_as_toml_writes_them() -> None:
    written('[portals.nhandan]\nenabled = true\n[[feed]]\nslug = "a"\ntitle = "A"\nportals = ["nhandan"]\n')
    result = run("config", "--changed")
    assert re.search(r'feed\.1\.portals +\["nhandan"\] +diemtin\.toml:6', result.output)
    assert re.search(r"portals\.nhandan\.enabled +true +diemtin\.toml:2", result.output)
    assert "settings file: diemtin.toml" in result.output


def test_secrets_are_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    written(
        'archive = "postgresql://diemtin:bi/m@t@localhost/diemtin?sslpassword=bi-mat"\n'
        'alarms = ["tgram://bi-mat/bi-mat", "mailtos://u:bi-mat@example.vn?to=a", "$CHAT"]\n'
        'hubs = ["https://u:bi-mat@hub.example.vn/?token=bi-mat"]\n'
    )
    monkeypatch.setenv("CHAT", "slack://bi-mat/kin/chat")
    for result in (run("config"), run("config", "--json"), run("config", "archive")):
        assert result.exit_code == 0
        assert "bi-mat" not in result.output.replace("\n", "")
        assert "m@t" not in result.output
    assert shown("alarms")["alarms"]["value"] == ["tgram://***", "mailtos://***@example.vn", "slack://***"]
    assert shown("archive")["archive"]["value"] == "postgresql://diemtin:***@localhost/diemtin?sslpassword=***"


@pytest.mark.parametrize("address", ["sqlite:///diemtin.db", "postgresql://diemtin@localhost/diemtin", "/usr/bin/c"])
def test_what_holds_no_secret_is_shown_as_it_is(address: str) -> None:
    assert secrecy.masked("archive", address) == address


def test_lines_of_a_file_are_told_for_every_way_of_writing() -> None:
    file = written('a.b = 1\n"c d" = """\n[e]\nf = 1\n"""\n[g.h]\ni = {j = 1, k = 2}\n[[l]]\n[[l]]\nm = [\n[1],\n]\n')
    lines = origins._lines(file)
    assert lines[("a", "b")] == 1
    assert lines[("c d",)] == 2
    assert ("e",) not in lines
    assert (lines["g", "h"], lines["l", "1"], lines["l", "2"], lines["l", "2", "m"]) == (6, 8, 9, 10)
