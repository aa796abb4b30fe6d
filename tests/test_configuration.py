"""Settings come from the file, the environment over it, and the command's options over both."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import factories
import pytest

from crawler.portal import Proof
from diemtin import configuration
from diemtin.configuration import Settings, SettingsWrong, load


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
    ],
)
def test_wrong_key_is_answered_with_the_nearest_right_one(tmp_path: Path, text: str, nearest: str) -> None:
    said = complaint(tmp_path, text)
    assert said.endswith(f"did you mean {nearest}?")
    assert "settings.toml" in said


def test_key_like_no_other_is_answered_with_where_they_are_listed(tmp_path: Path) -> None:
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


def test_child_process_keeps_the_environment_it_was_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DIEMTIN_SITE_TITLE", "Tin của ta")
    told = configuration.environment(Settings(), None)
    assert told["DIEMTIN_SITE_TITLE"] == "Tin của ta"
    assert "DIEMTIN_CONFIG" not in told
    assert "PATH" in told
