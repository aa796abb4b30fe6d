"""The log is one line an event, for people and for programs."""

import json
import logging
from typing import Any

import factories
import pytest

from diemtin import logs


def record(message: str, *values: Any, error: bool = False) -> logging.LogRecord:
    failed = (ValueError, ValueError("một\nhai"), None) if error else None
    made = logging.LogRecord("diemtin.service", logging.INFO, "", 0, message, values, failed)
    made.created = factories.NOON.timestamp()
    return made


def line(message: str, *values: Any, error: bool = False) -> str:
    return logs.Line().format(record(message, *values, error=error))


def told(message: str, *values: Any, error: bool = False) -> dict[str, str]:
    written = logs.Object().format(record(message, *values, error=error))
    assert "\n" not in written
    found: dict[str, str] = json.loads(written)
    assert found.pop("time") == "2026-03-01T12:00:00.000+07:00"
    assert (found.pop("level"), found.pop("logger")) == ("INFO", "diemtin.service")
    return found


def test_object_has_a_member_for_each_pair() -> None:
    assert told("crawl=ended portals=%s exit=%s", "nhandan,moit", 0) == {
        "crawl": "ended",
        "portals": "nhandan,moit",
        "exit": "0",
    }
    assert told("service=stands-by behind=%r remedy='end one'", "pc 1 2") == {
        "service": "stands-by",
        "behind": "pc 1 2",
        "remedy": "end one",
    }
    for reason in ("settings.toml: name it 'url', or \"at\"", "it's a \xa0space", "C:\\tin"):
        assert told("settings=kept reason=%r", reason)["reason"] == reason
    assert told("portal=a reason=%s", json.dumps('nói "không" = sai')) == {"portal": "a", "reason": 'nói "không" = sai'}


def test_object_of_a_message_in_words_and_of_a_traceback() -> None:
    assert told("Spider opened") == {"message": "Spider opened"}
    assert told("round=failed", error=True) == {"round": "failed", "exception": "ValueError: một\nhai"}


def test_log_line_is_one_event_with_its_time_and_zone() -> None:
    begins = "time=2026-03-01T12:00:00.000+07:00 level=INFO logger=diemtin.service "
    assert line("crawl=started portals=%s", "nhandan") == f"{begins}crawl=started portals=nhandan"
    assert line("Spider opened") == f'{begins}message="Spider opened"'
    assert line("a=1\nb") == f"{begins}a=1\\nb"
    assert line("round=failed", error=True) == f'{begins}round=failed exception="ValueError: một\\nhai"'


def test_dictionaries_that_scrapy_prints_are_for_debugging(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging.root, "level", logging.WARNING)
    for level in ("INFO", "DEBUG"):
        logs.begin(level=level, form="text")
        for handler in logging.root.handlers:
            for name in ("scrapy.middleware", "scrapy.core.engine"):
                handler.handle(logging.LogRecord(name, logging.INFO, "", 0, f"{level}:\n{{}}", (), None))
        logging.root.handlers.clear()
    printed = capsys.readouterr().err.splitlines()
    assert [(part.split()[2], part.split("message=")[1]) for part in printed] == [
        ("logger=scrapy.core.engine", '"INFO:\\n{}"'),
        ("logger=scrapy.middleware", '"DEBUG:\\n{}"'),
        ("logger=scrapy.core.engine", '"DEBUG:\\n{}"'),
    ]
