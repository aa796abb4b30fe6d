"""Dates are read as they were meant, or not at all."""

import json
import re
import time
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import make_dates
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import dates

ENTRIES = Path(__file__).parents[2] / "shared/captures/feed-entries/entries-2026-08-23.json"
MONTH_FIRST = {"Báo Điện tử Chính phủ", "Tuổi Trẻ Online"}


def table() -> list[tuple[str, str, str]]:
    rows = (row.split("\t") for row in make_dates.TABLE.read_text(encoding="utf-8").splitlines())
    return [(meant, form, json.loads(written)) for meant, form, written in rows]


def said(reading: dates.Reading | None) -> str:
    if not reading:
        return "-"
    return reading.moment.isoformat(timespec="minutes") if reading.timed else f"{reading.moment.date()}"


def test_every_line_of_the_table_is_read_as_it_was_meant() -> None:
    wrong = [
        f"{form}: {written!r} means {meant}, was read as {said(dates.read(written))}"
        for meant, form, written in table()
        if said(dates.read(written)) != meant
    ]
    assert not wrong, "\n".join([f"{len(wrong)} wrong:", *wrong])


def test_table_holds_thousands_of_distinct_texts() -> None:
    rows = table()
    assert len({written for _, _, written in rows}) == len(rows) >= 2000
    assert sum(form == "oddity" for _, form, _ in rows) >= 100


def test_no_text_of_the_table_means_two_things() -> None:
    assert len({(written, meant) for meant, _, written in make_dates.lines()}) == len(table())


def test_table_is_what_its_generator_writes() -> None:
    assert make_dates.TABLE.read_text(encoding="utf-8") == make_dates.table(), "run tests/make_dates.py"


def test_lenient_reading_says_what_the_strict_one_says_where_that_says_anything() -> None:
    dated = [row for row in table() if row[0] != "-"][::7]
    assert [said(dates.lenient(written)) for _, _, written in dated] == [meant for meant, _, _ in dated]


@pytest.mark.parametrize("zone", [UTC, timezone(timedelta(hours=9))])
def test_zone_is_used_only_where_none_was_written(zone: timezone) -> None:
    assert dates.parse("01/03/2026 09:51", zone=zone) == datetime(2026, 3, 1, 9, 51, tzinfo=zone)
    assert dates.parse("01/03/2026 09:51 GMT+7", zone=zone) == datetime(2026, 3, 1, 2, 51, tzinfo=UTC)


def test_moments_are_aware_and_to_the_minute() -> None:
    reading = dates.read("2026-03-01T09:51:59.999")
    assert reading == dates.Reading(moment=datetime(2026, 3, 1, 9, 51, tzinfo=dates.HANOI), timed=True)


def test_day_alone_is_not_timed_and_midnight_is() -> None:
    alone, midnight = dates.read("01/03/2026"), dates.read("01/03/2026 00:00")
    assert alone
    assert midnight
    assert alone.moment == midnight.moment
    assert (alone.timed, midnight.timed) == (False, True)


def test_machine_time_zone_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert said(dates.read("01/03/2026 09:51")) == "2026-03-01T09:51+07:00"
        assert said(dates.lenient("2025, September 21")) == "2025-09-21"
    finally:
        monkeypatch.undo()
        time.tzset()


def test_text_longer_than_a_date_is_refused() -> None:
    assert dates.read("21/09/2025" + " " * 110)
    assert dates.read("21/09/2025" + " " * 111) is None


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("21/09/2025", date(2025, 9, 21)),
        ("21/09/2025 23:59", date(2025, 9, 21)),
        ("2025-09-21T23:59:00-05:00", date(2025, 9, 21)),
        ("ngày 26/5/2021", date(2021, 5, 26)),
        ("ngày 24 tháng 01 năm 2013", date(2013, 1, 24)),
        ("Nghị định số 06/2005/NĐ-CP ngày 19/01/2005 của Chính phủ", date(2005, 1, 19)),
        ("Quyết định 06/2013/QĐ-TTg ngày 24 tháng 01 năm 2013 của Thủ tướng", date(2013, 1, 24)),
        ("có hiệu lực từ ngày 15/3/2026.", date(2026, 3, 15)),
        ("Giấy phép số: 102/GP-BTTTT, cấp ngày 15-04-2024.", date(2024, 4, 15)),
        ("Luật số 97/2025/QH15 ngày 17/5/2025 (có hiệu lực ngày 17/5/2025)", date(2025, 5, 17)),
        ("khai mạc hôm 21/9/2025 tại Hà Nội", None),
        ("từ ngày 01/03/2026 đến ngày 05/03/2026", None),
        ("từ 01/03/2026 đến ngày 05/03/2026", None),
        ("từ ngày 1 đến ngày 5/3/2026", None),
        ("diễn ra ngày 26 -27/02/2023", None),
        ("ban hành ngày 31/02/2026", None),
        ("Hà Nội, ngày    tháng 9 năm 2025 Kính gửi", None),
        ("giỗ ngày 10 tháng 3 năm 2025 âm lịch", None),
        ("ngày 21 tháng 9", None),
        ("", None),
    ],
)
def test_day_is_found_alone_or_after_ngay(written: str, meant: date | None) -> None:
    assert dates.day(written) == meant


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2025, September 21", "2025-09-21"),
        ("2026 tháng 3 ngày 1", "2026-03-01"),
        ("21 Sept. 2025, 3pm", "2025-09-21T15:00+07:00"),
        ("24/05/2026 8 pm", "2026-05-24T20:00+07:00"),
        ("21-Sep-2025 10.15", "2025-09-21T10:15+07:00"),
        ("Sun Aug 23 05:52:00 2026", "2026-08-23T05:52+07:00"),
        ("2026, September 21 10:15 UTC", "2026-09-21T10:15+00:00"),
    ],
)
def test_dateparser_is_asked_where_the_grammar_says_no(written: str, meant: str) -> None:
    assert dates.read(written) is None
    assert said(dates.lenient(written)) == meant


NOT_ASKED_FOR = [
    *("hôm qua", "hôm nay 10:15", "2 giờ trước", "3 hours ago", "yesterday", "tomorrow 12 2026"),
    *("in 2 days 2026", "3 ngày trước 21/09/2025", "10:15", "tháng 9 2025", "September 2025", "21 September"),
    *("2025", "20250921", "1758400000", "1758400000000", "1 2 2025", "2026 03 01", "01/03/26", "21/9", ""),
    *("09/2025", "12 2025", "ngày 21 tháng năm 2025", "Từ 01/03/2026 đến 05/03/2026", "31/02/2026"),
    *("08:00-11:00, 21/01/2021", "8/22/2026 6:21 PM", "25:10 21/09/2025", "10:61 21/09/2025", "01/01/1970"),
    *("May 2025 12", "2025-W03-1", "September 31, 2025", "ngày 10 tháng 3 năm 2025 âm lịch"),
    *(
        "9 ngày 2026 GMT+7",
        "2026 3pm GMT+7 Sept",
        "2026 ngày 1/2",
        "10h T2 2026",
        "T2 2025 May",
        "9 9 2025 SA",
    ),
    *("8/5/2026 8:35:00 PM EST", "September 21, 2025 " * 8),
]


@pytest.mark.parametrize("written", NOT_ASKED_FOR)
def test_dateparser_never_guesses(written: str) -> None:
    assert dates.lenient(written) is None


@given(st.text(max_size=140))
def test_any_text_is_read_or_refused_but_never_raises(written: str) -> None:
    reading = dates.read(written)
    assert reading is None or reading.moment.tzinfo
    dates.day(written)


@given(st.text(alphabet="0123456789/-:. ,thpmzgag+()T", max_size=40))
def test_any_jumble_of_digits_is_read_or_refused_but_never_raises(written: str) -> None:
    reading = dates.read(written)
    assert reading is None or 1990 <= reading.moment.year <= 2100


MOMENTS = st.datetimes(min_value=datetime(1990, 1, 2), max_value=datetime(2100, 12, 30)).map(  # noqa: DTZ001
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=make_dates.HANOI)
)


@given(MOMENTS, st.sampled_from(sorted(make_dates.TIMED)), st.sampled_from(sorted(make_dates.DISGUISES)))
def test_any_moment_survives_any_form_in_any_disguise(moment: datetime, form: str, disguise: str) -> None:
    written = make_dates.TIMED[form](moment)
    assert dates.parse(written) == moment
    assert dates.parse(make_dates.DISGUISES[disguise](written)) == moment


@given(st.sampled_from([written for meant, _, written in table() if meant != "-"]), st.data())
def test_second_date_makes_every_text_ambiguous(written: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from(["05/03/2026", "ngày 5 tháng 3 năm 2026", "2026-03-05", "March 5, 2026"]))
    assert dates.read(f"{written} | {other}") is None
    assert dates.read(f"{other} | {written}") is None


def test_marks_may_be_composed_decomposed_or_missing() -> None:
    written = "Thứ Tư, ngày 8 tháng Chín năm 2021, 8 giờ 05 phút"
    forms = [unicodedata.normalize(form, written) for form in ("NFC", "NFD", "NFKC", "NFKD")]
    assert {said(dates.read(form)) for form in (*forms, "thu tu, ngay 8 thang chin nam 2021, 8 gio 05 phut")} == {
        "2021-09-08T08:05+07:00"
    }


def entries() -> Iterator[dict[str, Any]]:
    if not ENTRIES.exists():
        pytest.skip(f"the captured feed entries are not on this machine: {ENTRIES}")
    yield from json.loads(ENTRIES.read_text(encoding="utf-8"))


def month_first(written: str) -> datetime:
    month, day, year, hour, minute, _, half = re.split(r"[/:\s]", written)
    hours = int(hour) % 12 + 12 * (half == "PM")
    return datetime(int(year), int(month), int(day), hours, int(minute), tzinfo=make_dates.HANOI)


def rfc_822(written: str) -> datetime:
    """Let the standard library read it, once the offset is written as the standard asks."""
    moment = parsedate_to_datetime(re.sub(r"\+07(:?00)?$", "+0700", written))
    return moment.replace(second=0)


def test_every_captured_feed_entry_is_dated_as_its_outlet_meant() -> None:
    found = list(entries())
    meant = [(month_first if entry["outlet"] in MONTH_FIRST else rfc_822)(entry["published"]) for entry in found]
    assert [dates.parse(entry["published"]) for entry in found] == meant
    assert len(meant) == 478
