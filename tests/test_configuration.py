"""Settings come from the file, the environment over it, and the command's options over both."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import factories
import pytest

from crawler.dates import HANOI
from crawler.portal import Proof
from diemtin import configuration, secrecy
from diemtin.configuration import Settings, SettingsWrong, load
from diemtin.values import Budget, QuietHours


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in an empty folder, with nothing said in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in list(configuration.os.environ):
        if name.startswith("DIEMTIN_"):
            monkeypatch.delenv(name)


def written(folder: Path, text: str, *, name: str = "settings.toml") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def complaint(folder: Path, text: str) -> str:
    with pytest.raises(SettingsWrong) as caught:
        load(written(folder, text))
    return str(caught.value)


def test_every_setting_has_a_default() -> None:
    settings = load()
    assert (settings.archive, settings.output) == ("sqlite:///diemtin.db", Path("output"))
    assert (settings.interval, settings.delay, settings.replay) == (30, None, "")
    assert settings.is_enabled(factories.portal())
    assert not settings.is_enabled(factories.portal(proof=Proof.INFERRED))
    assert settings.is_enabled(factories.portal(proof=Proof.INFERRED), passed=["baochinhphu"])
    assert settings.every("nhandan") == timedelta(minutes=30)


def test_file_in_this_folder_is_read_without_being_named(tmp_path: Path) -> None:
    written(tmp_path, "interval = 15", name="diemtin.toml")
    assert load().interval == 15


def test_file_named_in_the_environment_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, "interval = 15", name="diemtin.toml")
    monkeypatch.setenv("DIEMTIN_CONFIG", str(written(tmp_path, "interval = 20")))
    assert load().interval == 20
    assert load(written(tmp_path, "interval = 25", name="own.toml")).interval == 25


def test_environment_goes_before_the_file_and_options_before_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, 'archive = "sqlite:///file.db"\ninterval = 15\nport = 1\nsite_title = "Tin của ta"')
    monkeypatch.setenv("DIEMTIN_ARCHIVE", "sqlite:///environment.db")
    monkeypatch.setenv("DIEMTIN_PORT", "2")
    settings = load(file, port=3, output=None)
    assert (settings.interval, settings.archive, settings.port) == (15, "sqlite:///environment.db", 3)
    assert (settings.output, settings.site_title) == (Path("output"), "Tin của ta")


def test_portals_and_topics_have_settings_of_their_own(tmp_path: Path) -> None:
    settings = load(
        written(
            tmp_path,
            """
            [portals.nhandan]
            interval = 5
            [portals.dangcongsan]
            enabled = false
            [topics.bien-dao]
            vi = "Biển đảo"
            phrases = ["Trường Sa", "Hoàng Sa"]
            [topics.giao-duc]
            phrases = { "học phí" = 3 }
            """,
        )
    )
    assert settings.every("nhandan") == timedelta(minutes=5)
    assert settings.every("dangcongsan") == timedelta(minutes=30)
    assert not settings.is_enabled(factories.portal(name="dangcongsan"))
    assert settings.topics["bien-dao"].weighted == {"Trường Sa": 2.0, "Hoàng Sa": 2.0}
    assert settings.topics["giao-duc"].weighted == {"học phí": 3.0}


def test_setting_of_a_portal_may_stand_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMTIN_PORTALS__NHANDAN__INTERVAL", "7")
    assert load().every("nhandan") == timedelta(minutes=7)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ('archiv = "x"', "archive"),
        ('outptu = "x"', "output"),
        ("[portals.nhandan]\nintervall = 3", "interval"),
        ("[topics.y-te]\nphrase = []", "phrases"),
        ('[[portal]]\nurl = "https://example.vn"\nnam = "x"', "name"),
        ('[[feed]]\nslug = "a"\ntitle = "A"\nqueri = "x"', "query"),
        ("least_intervall = 3", "least_interval"),
        ("sweep_day = 3", "sweep_days"),
        ('quiethours = ""', "quiet_hours"),
        ("alarm = []", "alarms"),
        ("[portals.nhandan]\nquiet_hour = ''", "quiet_hours"),
        ("[portals.nhandan]\nbudget_request = 3", "budget_requests"),
        ("[portls.nhandan]\ninterval = 3", "portals"),
        ('_hubs = "X_"', "hubs"),
    ],
)
def test_wrong_key_is_answered_with_the_nearest_right_one(tmp_path: Path, text: str, nearest: str) -> None:
    said = complaint(tmp_path, text)
    assert said.endswith(f"did you mean {nearest}?")
    assert "settings.toml" in said


def test_key_like_no_other_is_answered_with_where_they_are_listed(tmp_path: Path) -> None:
    assert "there is no setting _env_prefix" in complaint(tmp_path, '_env_prefix = "X_"')
    assert "docs/settings.md" in complaint(tmp_path, "xyzzy = 1")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ('interval = "sometimes"', "interval"),
        ("interval = 0", "interval"),
        ("delay = -1", "delay"),
        ("port = 99999", "port"),
        ('log_level = "LOUD"', "log_level"),
        ("[portals.nhandan]\ninterval = -3", "portals.nhandan.interval"),
        ("[topics.y-te]\nphrases = 3", "topics.y-te.phrases"),
        ("interval = nan", "interval"),
        ("least_interval = 0", "least_interval"),
        ("most_interval = 600000", "most_interval"),
        ("sweep_days = -1", "sweep_days"),
        ("budget_requests = -1", "budget_requests"),
        ("budget_megabytes = 0.5", "budget_megabytes"),
        ("crawl_minutes = 0", "crawl_minutes"),
        ("crawl_memory = 10", "crawl_memory"),
        ("batch = 0", "batch"),
        ("history_days = 0", "history_days"),
        ("responses_days = -1", "responses_days"),
        ('alarm_from = "warn"', "alarm_from"),
        ('log_format = "logfmt"', "log_format"),
        ('status = "perhaps"', "status"),
        ('[portals.nhandan]\nquiet_hours = "night"', "portals.nhandan.quiet_hours"),
        ("[portals.nhandan]\nbudget_requests = -1", "portals.nhandan.budget_requests"),
        ('[[feed]]\nslug = "a"\ntitle = "A"\n[[feed]]\nslug = "b"\ntitle = ""', "feed.2.title"),
    ],
)
def test_wrong_value_is_told_with_its_key(tmp_path: Path, text: str, key: str) -> None:
    said = complaint(tmp_path, text)
    assert f"{key}" in said
    assert "cannot be" in said


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('contact = "toà soạn"', "an e-mail address or one with https://, in ASCII"),
        ('contact = "tòa-soạn@example.vn"', "in ASCII"),
        ('contact = "a@example.vn\\r\\nX-Header: 1"', "an e-mail address"),
        ('contact = "ftp://example.vn"', "an e-mail address"),
        ('site_url = "https://example.vn/?feeds=1"', "without ? and #"),
        ('site_url = "https://example.vn/#feeds"', "without ? and #"),
        ('site_url = "example.vn"', "an address like https://"),
        ('site_title = ""', "a name, in one line"),
        ('site_title = "  "', "a name, in one line"),
        ('site_title = "Điểm\\u0000Tin"', "without control characters"),
        ('site_title = "Điểm\\nTin"', "one line"),
        ('site_title = "Điểm\\uFFFETin"', "without control characters"),
        ('output = ""', "a folder"),
        ('archive = "diemtin.db"', "sqlite:///diemtin.db"),
        ('archive = ""', "sqlite:///diemtin.db"),
        ('replay = "127.0.0.1"', "http://127.0.0.1:8080/"),
        ("interval = true", "a number"),
        ("delay = false", "a number"),
        ("port = true", "a number"),
        ("[portals.nhandan]\ninterval = true", "a number"),
        ('[topics.giao-duc]\nphrases = "học"', '["học phí"], or weights, { "học phí" = 3 }'),
        ("[topics.giao-duc]\nphrases = [1]", "a list"),
        ('[topics.giao-duc]\nphrases = { "học" = "nhiều" }', "a list"),
        ('[[portal]]\nurl = "example.vn"', "https://example.gov.vn/"),
        ('[[portal]]\nurl = "https://example.vn"\nname = "Ví dụ"', "small letters"),
        ('quiet_hours = "23-5"', "two times of a day, like 23:00-05:00"),
        ('quiet_hours = "05:00-05:00"', "two times of a day"),
        ('quiet_hours = "24:00-05:00"', "two times of a day"),
        ('digest = "7 giờ"', "a time of day, like 07:00"),
        ('responses = ""', "a folder"),
        ('alarms = ["toa-soan@example.vn"]', "an address that apprise knows"),
        ("batch = true", "a number"),
        ('hubs = ["hub.example.vn"]', "https://hub.example.vn/"),
    ],
)
def test_wrong_value_is_told_with_what_is_wanted_once_and_in_plain_words(
    tmp_path: Path, text: str, wanted: str
) -> None:
    said = complaint(tmp_path, text)
    assert wanted in said
    assert len(said.splitlines()) == 1
    assert not any(word in said for word in ("pattern", "Value error", "dict[", "list["))


@pytest.mark.parametrize(
    "text",
    [
        'contact = ""',
        'contact = "toa-soan@example.vn"',
        'contact = "https://example.vn/lien-he?hl=vi"',
        'site_url = "http://127.0.0.1:8000"',
        'site_url = "https://example.vn/tin/"',
        'archive = "postgresql+psycopg://diemtin:bi-mat@localhost/diemtin"',
        "delay = 0",
        '[topics.giao-duc]\nphrases = { "học phí" = 3 }',
        '[[portal]]\nurl = "https://example.gov.vn/"',
    ],
)
def test_right_value_is_taken(tmp_path: Path, text: str) -> None:
    assert load(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[portals.nhandan]\nsweep_days = 3", "sweep_days is written outside tables"),
        ('[portals.nhandan]\ncontact = "a@example.vn"', "contact is written outside tables"),
        ("[topics.y-te]\nleast_intervals = 3", "least_interval is written outside tables"),
        ("enabled = true", "enabled is written under [portals.NAME]"),
        ('title = "x"', "title is written under [[portal]] or [[feed]]"),
        ('[[portal]]\nurl = "https://example.vn"\nenabled = true', "enabled is written under [portals.NAME]"),
        ('[portals.nhandan]\nphrases = ["x"]', "phrases is written under [topics.SLUG]"),
        ("[portal.nhandan]\ninterval = 3", "with [portals.NAME] for one that the program knows"),
        ('[[portals]]\nurl = "https://example.vn"', "with [[portal]] for a portal of your own"),
        ("[portals]\ninterval = 3", "begin a table with [portals.NAME]"),
        ('[feed]\nslug = "x"', "begin a table with [[feed]]"),
        ('feed = ["x"]', "begin a table with [[feed]]"),
    ],
)
def test_what_stands_in_the_wrong_table_is_told_the_right_one(tmp_path: Path, text: str, place: str) -> None:
    said = complaint(tmp_path, text)
    assert place in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        (
            '[[feed]]\nslug = "hoc-phi"\nquery = "x"',
            "the [[feed]] 'hoc-phi' has no title: write one, like title = \"Học",
        ),
        ('[[feed]]\ntitle = "Học phí"', "the [[feed]] 'Học phí' has no slug: write one, like slug ="),
        ("[[portal]]", "the [[portal]] has no url: write one, like url ="),
    ],
)
def test_what_a_table_lacks_is_told_with_how_to_write_it(tmp_path: Path, text: str, lacking: str) -> None:
    assert lacking in complaint(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("least_interval = 60\nmost_interval = 30", "least_interval (60)", "most_interval (30)"),
        ("least_interval = 1000", "least_interval (1000)", "most_interval (720)"),
        ("interval = 5\nleast_interval = 6", "least_interval (6)", "interval (5)"),
        ("interval = 50\nmost_interval = 40", "interval (50)", "most_interval (40)"),
        ('responses = "output/pages"\nresponses_days = 1', "responses (output/pages)", "output (output)"),
        ('archive = "sqlite:///output/a.db"', "archive (output/a.db)", "output (output)"),
        ('output = "."\nhub = true', "hub_file (hub.db)", "output (.)"),
        ('output = "a/../b"\nhub = true\nhub_file = "b/hub.db"', "hub_file (b/hub.db)", "output"),
    ],
)
def test_settings_that_contradict_each_other_are_both_named(tmp_path: Path, text: str, one: str, other: str) -> None:
    said = complaint(tmp_path, text)
    assert one in said
    assert other in said


@pytest.mark.parametrize(
    "text",
    [
        'responses = "output/pages"',  # none are kept
        'output = "."',  # an archive that nobody named may not be meant
        'archive = "sqlite:///output.db"',
        'archive = "postgresql://localhost/output"',
        'hub = true\nhub_file = "outputs/hub.db"',
    ],
)
def test_what_is_not_in_the_folder_that_is_published_may_stay(tmp_path: Path, text: str) -> None:
    assert load(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "least", "usual", "most"),
    [
        ("", 10, 30, 720),
        ("interval = 5", 5, 5, 720),
        ("interval = 1440", 10, 1440, 1440),
        ("least_interval = 60", 60, 60, 720),
        ("most_interval = 20", 10, 20, 20),
        ("[portals.nhandan]\ninterval = 2", 2, 2, 2),
        ("least_interval = 60\n[portals.nhandan]\ninterval = 2", 2, 2, 2),
    ],
)
def test_interval_is_learned_between_bounds(tmp_path: Path, text: str, least: int, usual: int, most: int) -> None:
    settings = load(written(tmp_path, text))
    assert settings.bounds("nhandan") == (timedelta(minutes=least), timedelta(minutes=most))
    assert settings.every("nhandan") == timedelta(minutes=usual)


def test_budget_of_a_portal_is_its_own_or_that_of_all(tmp_path: Path) -> None:
    file = written(tmp_path, "budget_requests = 500\n[portals.nhandan]\nbudget_requests = 0\nbudget_megabytes = 2")
    settings = load(file)
    assert settings.budget("nhandan") == Budget(requests=0, bytes=2_000_000)
    assert settings.budget("baochinhphu") == Budget(requests=500, bytes=1_000_000_000)


def test_quiet_hours_of_a_portal_are_its_own_or_those_of_all(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        'quiet_hours = "23:00-05:00"\n[portals.nhandan]\nquiet_hours = ""\n[portals.vov]\nquiet_hours = "01:00-02:30"',
    )
    settings = load(file)
    assert Settings().quiet("nhandan") is None
    assert settings.quiet("nhandan") is None
    assert settings.quiet("vov") == QuietHours.read("01:00-02:30")
    assert settings.quiet("baochinhphu") == QuietHours.read("23:00-05:00")


@pytest.mark.parametrize(
    ("hours", "now", "end"),
    [
        ("23:00-05:00", "2026-11-23T22:59", None),
        ("23:00-05:00", "2026-11-23T23:00", "2026-11-24T05:00"),
        ("23:00-05:00", "2026-12-31T23:30", "2027-01-01T05:00"),
        ("23:00-05:00", "2026-11-24T04:59", "2026-11-24T05:00"),
        ("23:00-05:00", "2026-11-24T05:00", None),
        ("12:00-13:30", "2026-11-24T12:30", "2026-11-24T13:30"),
        ("12:00-13:30", "2026-11-24T13:30", None),
        ("12:00-13:30", "2026-11-24T11:59", None),
        ("22:00-00:00", "2026-11-24T23:59", "2026-11-25T00:00"),
        ("00:00-23:59", "2026-11-24T00:00", "2026-11-24T23:59"),
    ],
)
def test_quiet_hours_end_in_ha_noi_time_also_over_midnight(hours: str, now: str, end: str | None) -> None:
    quiet = QuietHours.read(hours)
    assert quiet
    moment = datetime.fromisoformat(now).replace(tzinfo=HANOI)
    expected = datetime.fromisoformat(end).replace(tzinfo=HANOI) if end else None
    assert quiet.ends(moment) == expected
    assert quiet.ends(moment.astimezone(UTC)) == expected


def test_secrets_are_filled_in_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_PASSWORD", "bi$mat")
    monkeypatch.setenv("CHAT", "tgram://token/chat")
    file = written(
        tmp_path,
        """
        archive = "postgresql://diemtin:${DB_PASSWORD}x@localhost/diemtin"
        alarms = ["$CHAT", "json://localhost/$$5/$"]
        site_title = "$CHAT"
        """,
    )
    settings = load(file)
    assert settings.archive == "postgresql://diemtin:bi$matx@localhost/diemtin"
    assert settings.alarms == ["tgram://token/chat", "json://localhost/$5/$"]
    assert settings.site_title == "$CHAT"


def test_variable_that_is_missing_is_named(tmp_path: Path) -> None:
    said = complaint(tmp_path, 'alarms = ["tgram://$CHAT_TOKEN/chat"]')
    assert "settings.toml: alarms names the environment variable CHAT_TOKEN, which is not set" in said


def test_variable_is_not_asked_for_where_another_archive_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = written(tmp_path, 'archive = "postgresql://diemtin:$DB_PASSWORD@localhost/diemtin"')
    assert load(file, archive="sqlite:///a.db").archive == "sqlite:///a.db"
    monkeypatch.setenv("DIEMTIN_ARCHIVE", "sqlite:///$b.db")
    assert load(file).archive == "sqlite:///$b.db"


@pytest.mark.parametrize(
    ("written_there", "alarms"),
    [
        ('["tgram://a/b", "mailtos://u:p@example.vn"]', ["tgram://a/b", "mailtos://u:p@example.vn"]),
        ("tgram://a/b, mailtos://u:p@example.vn?to=a@example.vn,b@example.vn,", ["tgram://a/b", "…"]),
        ("tgram://a/b", ["tgram://a/b"]),
        ("", []),
    ],
)
def test_alarms_may_stand_in_the_environment(
    monkeypatch: pytest.MonkeyPatch, written_there: str, alarms: list[str]
) -> None:
    monkeypatch.setenv("DIEMTIN_ALARMS", written_there)
    expected = [one.replace("…", "mailtos://u:p@example.vn?to=a@example.vn,b@example.vn") for one in alarms]
    assert load().alarms == expected


def test_list_that_is_none_is_told_without_what_stands_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMTIN_ALARMS", '["tgram://bi-mat')
    with pytest.raises(SettingsWrong, match="write a list, or addresses with commas") as caught:
        load()
    assert "bi-mat" not in str(caught.value)


@pytest.mark.parametrize("text", ['archive = "postgresql:/u:bi-mat@localhost"', 'alarms = ["chat bi-mat"]'])
def test_secret_is_not_told_when_it_cannot_be(tmp_path: Path, text: str) -> None:
    assert "bi-mat" not in complaint(tmp_path, text)


def test_every_wrong_thing_is_told_at_once(tmp_path: Path) -> None:
    said = complaint(tmp_path, "archiv = 1\ninterval = 0")
    assert "archive" in said
    assert "interval" in said


def test_option_that_cannot_be_is_told() -> None:
    with pytest.raises(SettingsWrong, match="delay cannot be -1"):
        load(delay=-1.0)


def test_environment_that_cannot_be_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMTIN_PORT", "none")
    with pytest.raises(SettingsWrong, match=r"environment.*port cannot be 'none'"):
        load()


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("DIEMTIN_ARCHIV", "did you mean DIEMTIN_ARCHIVE?"),
        ("DIEMTIN_OUTPTU", "did you mean DIEMTIN_OUTPUT?"),
        ("DIEMTIN_CONFIGURATION", "did you mean DIEMTIN_CONFIG?"),
        ("diemtin_intervall", "did you mean DIEMTIN_INTERVAL?"),
        ("DIEMTIN_PORTAL__NHANDAN__INTERVAL", "did you mean DIEMTIN_PORTALS?"),
        ("DIEMTIN_INTERVAL__NHANDAN", "did you mean"),
        ("DIEMTIN_XYZZY", "docs/settings.md"),
        ("DIEMTIN_TESTS", "did you mean"),
    ],
)
def test_wrong_variable_is_answered_with_the_nearest_right_one(
    monkeypatch: pytest.MonkeyPatch, name: str, hint: str
) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(SettingsWrong) as caught:
        load()
    assert f"the environment: there is no setting {name}; {hint}" in str(caught.value)


def test_every_wrong_variable_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMTIN_ARCHIV", "1")
    monkeypatch.setenv("DIEMTIN_OUTPTU", "1")
    with pytest.raises(SettingsWrong, match=r"DIEMTIN_ARCHIVE\?\n.*DIEMTIN_OUTPUT\?"):
        load()


def test_wrong_key_inside_a_table_of_the_environment_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMTIN_PORTALS__NHANDAN__INTERVALL", "7")
    with pytest.raises(SettingsWrong, match="did you mean interval"):
        load()


def test_variables_of_the_test_suite_and_of_others_are_no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMTIN_TEST_POSTGRESQL", "1")
    monkeypatch.setenv("DIEMTINH", "1")
    assert load() == Settings()


def test_broken_json_in_the_environment_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMTIN_PORTALS", "nhandan")
    with pytest.raises(SettingsWrong, match="portals"):
        load()


def test_file_that_is_not_toml_is_told(tmp_path: Path) -> None:
    assert "is not TOML" in complaint(tmp_path, "interval: 15")


def test_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(b'site_title = "\xe9"')
    with pytest.raises(SettingsWrong, match="is not TOML"):
        load(file)


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match=r"none\.toml cannot be read"):
        load(tmp_path / "none.toml")


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"delay": 0.0},
        {
            "archive": "sqlite:///other.db",
            "output": Path("feeds"),
            "replay": "http://127.0.0.1:1",
            "delay": 2.5,
            "log_level": "INFO",
        },
        {"alarms": ["tgram://a/b"], "hubs": ["https://hub.example.vn/"], "status": False, "content": "lead"},
        {
            "contact": "",
            "interval": 7,
            "least_interval": 5,
            "most_interval": 9,
            "site_title": "Tin",
            "responses": Path("pages"),
        },
    ],
)
def test_child_process_finds_the_same_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: dict[str, Any]
) -> None:
    file = written(tmp_path, 'contact = "toa-soan@example.vn"\n[portals.nhandan]\ninterval = 5')
    settings = load(file, **options)
    for name, value in configuration.environment(settings, file).items():
        monkeypatch.setenv(name, value)
    assert load() == settings


def test_child_process_is_told_nothing_of_defaults(tmp_path: Path) -> None:
    file = written(tmp_path, "interval = 5")
    told = configuration.environment(load(file, port=1), file)
    assert {name for name in told if name.startswith("DIEMTIN_")} == {
        "DIEMTIN_CONFIG",
        "DIEMTIN_INTERVAL",
        "DIEMTIN_PORT",
    }


def test_child_process_keeps_the_environment_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMTIN_SITE_TITLE", "Tin của ta")
    told = configuration.environment(load(), None)
    assert told["DIEMTIN_SITE_TITLE"] == "Tin của ta"
    assert "DIEMTIN_CONFIG" not in told
    assert "PATH" in told


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("mailtos://u:bi-mat@mail.example.vn?to=toi@khac.vn", "mailtos://***@mail.example.vn"),
        ("mailtos://u:bi?mat@mail.example.vn", "mailtos://***@mail.example.vn"),
        ("mailto://mail.example.vn?user=u&pass=bi-mat&to=toi@khac.vn", "mailto://***@mail.example.vn"),
        ("tgram://bi-mat/123", "tgram://***"),
    ],
)
def test_of_a_mail_alarm_the_host_that_sends_it_is_shown(address: str, shown: str) -> None:
    assert secrecy.masked("alarms", [address]) == [shown]
