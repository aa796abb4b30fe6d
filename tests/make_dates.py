"""Writes tests/dates.tsv: dates in the forms that portals use, formatted from moments that are known.

Nothing here comes from crawler.dates: what a line is expected to mean is known before it is written.
Run `python tests/make_dates.py` after a change; a test says when that was forgotten.

Columns: what it means (`-` for "no date"), the form's name, the text as a JSON string.
"""

import json
import unicodedata
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

TABLE = Path(__file__).with_name("dates.tsv")

HANOI = timezone(timedelta(hours=7))  # no clock was changed in Ha Noi since 1975
DAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
SHORT_DAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SPELLED = (
    *("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai"),
)  # fmt: skip
LITERARY = ("Giêng", *SPELLED[1:11], "Chạp")
ENGLISH = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
PLACES = ("Hà Nội", "TP. Hồ Chí Minh", "TP.HCM", "Thừa Thiên Huế", "Đà Nẵng", "Bà Rịa – Vũng Tàu", "Đắk Lắk")

Form = Callable[[datetime], str]


def _clock(t: datetime) -> str:
    return f"{t.hour:02}:{t.minute:02}"


def _seconds(t: datetime) -> str:
    return f"{_clock(t)}:{t.second:02}"


def _day(t: datetime, mark: str = "/") -> str:
    return f"{t.day:02}{mark}{t.month:02}{mark}{t.year}"


def _bare(t: datetime, mark: str = "/") -> str:
    return f"{t.day}{mark}{t.month}{mark}{t.year}"


def _iso(t: datetime, mark: str = "-") -> str:
    return f"{t.year}{mark}{t.month:02}{mark}{t.day:02}"


def _twelve(t: datetime) -> int:
    return t.hour % 12 or 12


def _half(t: datetime, halves: str = "AM PM") -> str:
    return halves.split()[t.hour >= 12]


def _rfc(t: datetime) -> str:
    return f"{ENGLISH_DAYS[t.weekday()][:3]}, {t.day:02} {ENGLISH[t.month - 1][:3]} {t.year} {_seconds(t)}"


def _month(t: datetime) -> str:
    return ENGLISH[t.month - 1]


# Each form carries the whole moment.
TIMED: dict[str, Form] = {
    "iso with colon": lambda t: f"{_iso(t)}T{_seconds(t)}+07:00",
    "iso with entity": lambda t: f"{_iso(t)}T{_seconds(t)}&#x2B;07:00",
    "iso without colon": lambda t: f"{_iso(t)}T{_seconds(t)}+0700",
    "iso with hours only": lambda t: f"{_iso(t)} {_seconds(t)}+07",
    "iso with fraction": lambda t: f"{_iso(t)}T{_seconds(t)}.{t.second:03}+07:00",
    "iso of .NET": lambda t: f"{_iso(t)}T{_seconds(t)}.{t.second:07}+07:00",
    "iso in UTC": lambda t: f"{_iso(u := t.astimezone(UTC))}T{_seconds(u)}Z",
    "iso without zone": lambda t: f"{_iso(t)}T{_seconds(t)}",
    "iso to the minute": lambda t: f"{_iso(t)}T{_clock(t)}+07:00",
    "iso with blank": lambda t: f"{_iso(t)} {_seconds(t)}",
    "iso with slashes": lambda t: f"{_iso(t, '/')} {_clock(t)}",
    "iso in New York": lambda t: f"{_iso(u := t - timedelta(hours=12))}T{_seconds(u)}-05:00",
    "rfc 2822": lambda t: f"{_rfc(t)} +0700",
    "rfc 2822 with colon": lambda t: f"{_rfc(t)} +07:00",
    "rfc 2822 with hours only": lambda t: f"{_rfc(t)} +07",
    "rfc 2822 in GMT": lambda t: f"{_rfc(t.astimezone(UTC))} GMT",
    "rfc 2822 in UTC": lambda t: f"{_rfc(t.astimezone(UTC))} UTC",
    "rfc 2822 without weekday": lambda t: f"{_rfc(t)[5:]} +0700",
    "rfc 2822 without seconds": lambda t: f"{_rfc(t)[:-3]} +0700",
    "rfc 2822 without zone": _rfc,
    ".net": lambda t: f"{t.month}/{t.day}/{t.year} {_twelve(t)}:{t.minute:02}:{t.second:02} {_half(t)}",
    ".net with narrow blank": lambda t: (
        f"{t.month}/{t.day}/{t.year} {_twelve(t)}:{t.minute:02}:{t.second:02}\u202f{_half(t)}"
    ),
    "day first": lambda t: f"{_day(t)} {_clock(t)}",
    "day first with seconds": lambda t: f"{_day(t)} {_seconds(t)}",
    "day first with GMT+7": lambda t: f"{_day(t)} {_clock(t)} GMT+7",
    "day first with (GMT+7)": lambda t: f"{_day(t)}, {_clock(t)} (GMT+7)",
    "day first with dash and GMT+7": lambda t: f"{_day(t)} - {_clock(t)} GMT+7 ",
    "day first with UTC+07:00": lambda t: f"{_day(t)} {_clock(t)} (UTC+07:00)",
    "day first with bullet": lambda t: f"{_day(t)} • {_clock(t)}",
    "day first with dash": lambda t: f"{_day(t)} - {_clock(t)}",
    "day first with en dash": lambda t: f"{_day(t)} – {_clock(t)}",
    "day first with tight dash": lambda t: f"{_day(t)}-{_clock(t)}",
    "day first with dots": lambda t: f"{_day(t, '.')} {_clock(t)}",
    "day first with dashes": lambda t: f"{_day(t, '-')} {_clock(t)}",
    "day first with AM and PM": lambda t: f"{_day(t)} {_twelve(t)}:{t.minute:02} {_half(t)}",
    "day first with SA and CH": lambda t: f"{_day(t)} {_twelve(t):02}:{t.minute:02} {_half(t, 'SA CH')}",
    "seconds with SA and CH": lambda t: f"{_day(t)} {_twelve(t)}:{t.minute:02}:{t.second:02} {_half(t, 'SA CH')}",
    "SA and CH first": lambda t: f"{_twelve(t)}:{t.minute:02} {_half(t, 'SA CH')} {_day(t)}",
    "weekday and dash": lambda t: f"{SHORT_DAYS[t.weekday()]}, {_day(t)} - {_clock(t)}",
    "weekday and commas": lambda t: f"{DAYS[t.weekday()]}, {_day(t)}, {_clock(t)}",
    "weekday and zone": lambda t: f"{DAYS[t.weekday()]}, {_day(t)}, {_clock(t)} (GMT+7)",
    "weekday after time": lambda t: f"{_clock(t)} {DAYS[t.weekday()]}, {_day(t)}",
    "weekday, day, month": lambda t: f"{DAYS[t.weekday()]}, {t.day:02} Tháng {t.month} {t.year} {_clock(t)}",
    "weekday, day, month, year": lambda t: f"{DAYS[t.weekday()]}, {t.day:02} Tháng {t.month} năm {t.year} {_clock(t)}",
    "weekday, ngày": lambda t: f"{DAYS[t.weekday()]}, ngày {t.day} tháng {t.month:02} năm {t.year}, {_clock(t)}",
    "long date of .NET": lambda t: (
        f"{DAYS[t.weekday()]}, {t.day:02} Tháng {SPELLED[t.month - 1]} {t.year} {_seconds(t)}"
    ),
    "time first": lambda t: f"{_clock(t)} {_day(t)}",
    "time first with comma": lambda t: f"{_clock(t)}, {_day(t)}",
    "time first with bar": lambda t: f"{_clock(t)} | {_day(t)}",
    "time first with dash": lambda t: f"{_clock(t)} - {_day(t)}",
    "time first with ngày": lambda t: f"{_clock(t)}, ngày {_day(t, '-')}",
    "time first with zone": lambda t: f"{_clock(t)} GMT+7, {_day(t)}",
    "h": lambda t: f"{t.hour}h{t.minute:02} ngày {_bare(t)}",
    "h and capital": lambda t: f"{t.hour:02}H{t.minute:02}' ngày {_bare(t)}",
    "g": lambda t: f"{t.hour}g{t.minute:02} ngày {_bare(t)}",
    "giờ and phút": lambda t: f"{t.hour} giờ {t.minute} phút, ngày {_day(t)}",
    "giờ": lambda t: f"{t.hour} giờ {t.minute:02} ngày {_bare(t, '-')}",
    "h after": lambda t: f"Ngày {_bare(t)} lúc {t.hour}h{t.minute:02}",
    "labelled: Cập nhật lúc": lambda t: f"Cập nhật lúc {_clock(t)}, {_day(t)}",
    "labelled: Cập nhật:": lambda t: f"Cập nhật: {_day(t)} {_clock(t)}",
    "labelled: Ngày đăng:": lambda t: f"Ngày đăng: {_day(t)} - {_clock(t)}",
    "labelled: Đăng lúc": lambda t: f"Đăng lúc {_clock(t)} {_day(t)}",
    "labelled: Ngày xuất bản": lambda t: f"Ngày xuất bản {_day(t, '.')} {_clock(t)}",
    "labelled: Cập nhật lần cuối": lambda t: f"Cập nhật lần cuối: {_clock(t)} ngày {_day(t)}",
    "labelled: Updated": lambda t: f"Updated: {_month(t)} {t.day}, {t.year} {_clock(t)}",
    "english of VCCorp": lambda t: f"{_month(t)} {t.day:02}, {t.year} {_twelve(t)}:{t.minute:02} {_half(t)} GMT+7",
    "english, day first": lambda t: f"{t.day} {_month(t)} {t.year} {_clock(t)}",
    "english with weekday": lambda t: f"{ENGLISH_DAYS[t.weekday()]}, {_month(t)} {t.day}, {t.year} at {_clock(t)}",
    "english weekday, day first": lambda t: f"{ENGLISH_DAYS[t.weekday()]}, {_bare(t)} {_clock(t)}",
    "javascript": lambda t: (
        f"{ENGLISH_DAYS[t.weekday()][:3]} {_month(t)[:3]} {t.day:02} {t.year} {_seconds(t)} GMT+0700 (Indochina Time)"
    ),
}

# Each form carries the day alone.
DAILY: dict[str, Form] = {
    "day": _day,
    "day without zeros": _bare,
    "day with dashes": lambda t: _day(t, "-"),
    "day with dots": lambda t: _bare(t, "."),
    "day in parentheses": lambda t: f"({_day(t)})",
    "day of iso": _iso,
    "day of iso with slashes": lambda t: _iso(t, "/"),
    "day with weekday": lambda t: f"{DAYS[t.weekday()]}, {_day(t)}",
    "day with short weekday": lambda t: f"{SHORT_DAYS[t.weekday()]}, {_day(t, '.')}",
    "day before weekday": lambda t: f"{_day(t)} ({DAYS[t.weekday()]})",
    "day with english weekday": lambda t: f"{ENGLISH_DAYS[t.weekday()]}, {_bare(t)}",
    "ngày": lambda t: f"ngày {_bare(t)}",
    "ngày tháng năm": lambda t: f"Ngày {t.day:02} tháng {t.month:02} năm {t.year}",
    "dateline": lambda t: f"{PLACES[t.day % 7]}, ngày {t.day:02} tháng {t.month} năm {t.year}",
    "spelled month": lambda t: f"ngày {t.day} tháng {SPELLED[t.month - 1].lower()} năm {t.year}",
    "literary month": lambda t: f"{t.day} tháng {LITERARY[t.month - 1]} năm {t.year}",
    "long day of .NET": lambda t: f"{t.day:02} Tháng {SPELLED[t.month - 1]} {t.year}",
    "wordpress": lambda t: f"Tháng {SPELLED[t.month - 1]} {t.day}, {t.year}",
    "wordpress with number": lambda t: f"Tháng {t.month} {t.day}, {t.year}",
    "wordpress, short": lambda t: f"{t.day} Th{t.month}, {t.year}",
    "tháng with slash": lambda t: f"{t.day} tháng {t.month}/{t.year}",
    "issued": lambda t: f"Ngày ban hành: {_day(t)}",
    "english month first": lambda t: f"{_month(t)} {t.day}, {t.year}",
    "english short month": lambda t: f"{_month(t)[:3]} {t.day:02}, {t.year}",
    "english day first": lambda t: f"{t.day} {_month(t)} {t.year}",
    "english weekday and day": lambda t: f"{ENGLISH_DAYS[t.weekday()]}, {t.day} {_month(t)} {t.year}",
}

# What pages do to any form without meaning anything by it.
DISGUISES: dict[str, Callable[[str], str]] = {
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "in capitals": lambda text: text.upper() if "&" not in text else text,
    "in small letters": str.lower,
    "with no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "with nbsp entities": lambda text: text.replace(" ", "&nbsp;"),
    "with wide blanks": lambda text: "\n\t " + text.replace(" ", " \r\n  ") + "  ",
    "with a byte order mark": lambda text: "\ufeff" + text + "\u200b",
}

# What portals do once, and what looks like a date and is none.
ODDITIES = """
2026-03-01T09:51+07:00  2026-03-01T09:51:00+07:00
2026-03-01T09:51+07:00  01/03/2026 • 09:51
2026-03-01T09:54+07:00  01/03/2026 09:54:33
2026-03-07T08:01+07:00  07/03/2026 08:01 GMT+7
2026-03-07T08:01+07:00  3/7/2026 8:01:53 AM
2026-02-01T06:51+07:00  2/1/2026 6:51:00 AM
2026-01-30T17:13+07:00  1/30/2026 5:13:00 PM
2026-08-05T20:35+07:00  8/5/2026 8:35:00 PM
2026-08-22T23:00+07:00  8/22/2026 11:00:00 PM
2026-08-22T23:00+07:00  22/8/2026 11:00:00 PM
2026-08-23T00:43+07:00  8/23/2026 12:43:00 AM
2026-08-23T12:43+07:00  8/23/2026 12:43:00 PM
2026-08-05T20:35+07:00  8/5/2026 8:35:00 p.m.
2026-08-05T20:35+00:00  8/5/2026 8:35:00 PM +00:00
2026-01-08T18:21+07:00  08/01/2026 6:21 PM
2026-01-08T18:21+07:00  08/01/2026 6:21PM
2026-01-08T06:21+07:00  8/1/2026 6:21 AM
2026-01-08T18:21+07:00  08.01.2026 6:21:00 PM
2026-01-08T18:21+07:00  08-01-2026 6:21:00 PM
2026-01-08T18:21+07:00  6:21:00 PM 08/01/2026
2026-01-08T18:21+07:00  08/01/2026 - 18:21
2021-05-29T11:11+07:00  29/05/2021 11:11 SA
2021-05-29T23:11+07:00  29/05/2021 11:11:05 CH
2021-05-09T23:11+07:00  09/05/2021 11:11:05 CH
2021-05-29T11:11+07:00  11:11 SA 29/05/2021
2021-05-29T00:05+07:00  29/05/2021 12:05 SA
2021-05-29T12:05+07:00  29/05/2021 12:05 CH
2021-05-29T00:05+07:00  29/05/2021 00:05 SA
2021-05-29T15:30+07:00  29/05/2021 15:30 CH
2021-09-08T15:09+07:00  Thứ tư, 08 Tháng 9 2021 15:09
2021-09-08T15:09+07:00  Thứ tư, 08 Tháng 9 năm 2021 15:09
2021-09-08T15:09+07:00  thu tu, 08 thang 9 2021 15:09
2021-11-09  Tuesday, 9/11/2021
2022-04-01T15:28+07:00  01/04/2022 - 15:28 GMT+7
2022-01-06T13:07+07:00  13:07 - 06/01/2022
2025-07-10  (10/07/2025)
2026-10-01  01-10-2026
2025-09-22T10:15+07:00  T2, 22/09/2025 - 10:15
2025-09-22T10:15+07:00  Thứ 2 - 22-09-2025 - 10:15
2025-09-22T10:15+07:00  Thứ 2, ngày 22/09/2025 10:15
2025-09-22T10:15+07:00  T7, 22/09/2025 - 10:15
2025-09-22T10:15+07:00  Sunday, 22 September 2025 10:15
2026-01-19  Thứ Hai, 19/01/2026
2020-11-22T10:05+07:00  Chủ nhật, 22/11/2020, 10:05
2020-11-22T10:05+07:00  Chủ Nhật ngày 22/11/2020 10:05
2020-11-22T10:05+07:00  CN, 22/11/2020 10:05
2020-11-22T22:45+07:00  22:45, ngày 22-11-2020
2020-11-22T22:45+07:00  22:45 ngày 22–11–2020
2023-10-08T06:49+07:00  08/10/2023, 06:49 (GMT+7)
2023-10-08T06:49+07:00  08/10/2023, 06:49 (GMT +7)
2023-10-08T06:49+07:00  08/10/2023, 06:49 GMT+07:00
2023-10-08T06:49+07:00  08/10/2023, 06:49 GMT+0700
2023-10-08T06:49+05:30  08/10/2023 06:49 UTC+5:30
2021-01-21T09:41+07:00  09:41 21/01/2021
2025-09-21T08:05+07:00  8h05 ngày 21/9/2025
2025-09-21T08:05+07:00  8h5 ngày 21/9/2025
2025-09-21T08:05+07:00  08g05, 21/9/2025
2025-09-21T08:00+07:00  8h ngày 21/9/2025
2025-09-21T08:00+07:00  8g ngày 21/9/2025
2025-09-21T08:00+07:00  8 giờ ngày 21/9/2025
2025-09-21T08:00+07:00  Vào lúc 8 giờ, ngày 21 tháng 9 năm 2025
2025-09-21T08:05+07:00  Cập nhật lúc 08:05, 21/09/2025
2025-09-21T08:05+07:00  Cập nhật: 21/09/2025 08:05
2025-09-21T08:05+07:00  Ngày cập nhật: 21/09/2025 08:05
2025-09-21T08:05+07:00  CẬP NHẬT LẦN CUỐI: 21/09/2025 | 08:05
2025-09-21T08:05+07:00  Thời gian đăng: 21/09/2025 08:05
2025-09-21T08:05+07:00  Đăng ngày 21/09/2025 lúc 08:05
2025-09-21T08:05+07:00  Ðăng lúc 08:05, 21/09/2025
2025-09-21T08:05+07:00  Xuất bản: 21/09/2025 - 08:05
2025-09-21T08:05+07:00  Last updated: 21 Sep 2025 08:05
2025-09-21T08:05+07:00  Published on September 21st, 2025 at 8:05 AM
2025-09-21T08:05+07:00  Posted 21st September, 2025, 8:05 a.m.
2025-09-21  Ngày ban hành: 21/09/2025
2025-09-21  Ngày có hiệu lực: 21/9/2025
2023-10-20T15:30+07:00  15 giờ 30 phút, ngày 20/10/2023
2023-10-20T15:30+07:00  15 giờ 30 ngày 20/10/2023
2023-10-20T15:30+07:00  15 giờ 30 - 20-10-2023
2025-09-21  Hà Nội, ngày 21 tháng 9 năm 2025
2025-09-21  Hà Nội, ngày 21 tháng chín năm 2025
2025-09-21  TP Hồ Chí Minh, ngày 21 tháng 9 năm 2025
2025-09-21  Thành phố Hồ Chí Minh, ngày 21 tháng 9 năm 2025
2025-09-21  Hoà Bình, ngày 21 tháng 9 năm 2025
2025-09-21  Tỉnh Đồng Nai, ngày 21/9/2025
2025-05-21  ngày 21 tháng năm năm 2025
2025-05-21  Thứ Tư, 21 Tháng Năm 2025
2025-11-21  21 tháng mười một năm 2025
2025-12-21  21 tháng mười hai năm 2025
2025-10-21  21 tháng Mười, 2025
2025-01-21  21 tháng Giêng năm 2025
2025-12-21  21 tháng Chạp năm 2025
2025-07-21  ngày 21 tháng bẩy năm 2025
2025-09-21  Ngày 21, tháng 9, năm 2025
2025-09-21  21/tháng 9/2025
2025-09-21  21 / 9 / 2025
2025-09-21  21.9.2025
2025-09-21  21-Sep-2025
2025-09-21  Sept. 21, 2025
2025-09-21  21 Th9, 2025
2025-09-21  Thg 9 21, 2025
2024-02-29  29/02/2024
2024-05-01T10:20+07:00  2024-05-01 10:20:30+07
2026-03-01T09:51+07:00  2026/03/01 09:51
2026-03-01T09:51+07:00  2026-3-1 9:51
2026-03-01T09:51+00:00  2026-03-01T09:51:00.000Z
2026-03-01T09:51-05:00  2026-03-01T09:51:00-0500
2026-03-01T09:51-05:00  2026-03-01T09:51-05:00
2026-03-01T09:51+07:00  2026-03-01 09:51:00 GMT+7
2026-03-01T09:51+14:00  2026-03-01T09:51:00+14:00
2026-03-01T09:51+07:00  2026-03-01T09:51:00,5+07:00
2026-08-23T05:52+07:00  Sun, 23 Aug 26 05:52:00 +0700
1999-08-23T05:52+07:00  Mon, 23 Aug 99 05:52:00 +0700
2026-08-22T10:06+00:00  Sat, 22 Aug 2026 10:06:43 GMT
2026-08-23T05:52+07:00  23 Aug 26 05:52 +0700
2026-08-23T05:52+07:00  Sun Aug 23 2026 05:52:00 GMT+0700 (Indochina Time)
2026-09-09T09:33+07:00  September 09, 2026 9:33 AM GMT+7
2026-05-24  May 24, 2026
2026-05-24T15:38+07:00  24 May 2026 15:38
2026-05-24T15:38+07:00  15:38 May 24, 2026
2026-05-24T15:38+07:00  15:38 GMT+7 May 24, 2026
2026-05-24  Monday, 24 May 2026
1990-01-01  01/01/1990
2100-12-31T23:59+07:00  31/12/2100 23:59
-  31/02/2026
-  29/02/2025 10:15
-  31/04/2025
-  00/09/2025
-  21/00/2025
-  21/13/2025
-  32/12/2025
-  13/32/2025
-  2025-13-01
-  2025-02-30T10:15:00+07:00
-  31/12/1989
-  01/01/2101
-  01/01/0001
-  01/01/1970
-  0001-01-01T00:00:00
-  Mon, 23 Aug 71 05:52:00 +0700
-  21/09/2025 25:10
-  21/09/2025 24:00
-  21/09/2025 10:61
-  21/09/2025 10:15:61
-  21/09/2025 8:5
-  21/09/2025 15:30 SA
-  21/09/2025 00:30 CH
-  13/22/2026 11:00:00 PM
-  8/22/2026 6:21 PM
-  8/22/2026 18:21
-  2/30/2026 11:00:00 PM
-  25h ngày 21/9/2025
-  2026-03-01T09:51:00+25:00
-  2026-03-01T09:51:00+07:75
-  2026-03-01T09
-  2026-03-01T
-  2026-03
-  2026-W09-7
-  20260301
-  20260301095100
-  1772333460
-  2026
-  9/2026
-  21/9
-  21 tháng 9
-  tháng 9 năm 2026
-  September 2026
-  September 21
-  năm 2026
-  10:15
-  8h05
-  Thứ Hai
-  T2, 10:15
-  01/03/26
-  26/03/01
-  1 2 2025
-  21 9 2025
-  21/09-2025
-  21/9/20255
-  021/09/2025
-  1.2.2025.3
-  192.168.10.2025
-  12/01/2026/NQ-CP
-  377/2026/NĐ-CP
-  Số 21/9/2025
-  ngày 21 tháng năm 2025
-  ngày    tháng 9 năm 2025
-  ngày … tháng … năm 2025
-  10/3/2025 (âm lịch)
-  ngày 10 tháng 3 năm Ất Tỵ
-  26 -27/02/2023
-  Từ 01/03/2026 đến 05/03/2026
-  01/03/2026 - 05/03/2026
-  (1/4/2001-1/4/2022)
-  21/09/2025 21/09/2025
-  08:00-11:00, 21/01/2021
-  08:00 - 11:00, 21/01/2021
-  21/01/2021 08:00-11:00
-  2021-01-21 08:00-11:00
-  hôm qua
-  Hôm nay 10:15
-  hôm nay, 21/9
-  2 giờ trước
-  5 phút trước
-  3 ngày trước
-  3 hours ago
-  yesterday
-  just now
-  vừa xong
-  N/A
-  null
-  -
-  2026年03月01日
-  ٢١/٠٩/٢٠٢٥
-  ２１/０９/２０２５
-  21/09/2025 10:15 EST
-  24 de mayo de 2026
-  May May 24, 2026
-  24 May 24, 2026
-  Có hiệu lực từ ngày 15/3/2026
-  Ngày 1/4/2001, nghe tin ông mất mà tôi đổ sụp
-  Nghị định số 13/2023/NĐ-CP ngày 17 tháng 4 năm 2023 của Chính phủ
-  Giấy phép số: 102/GP-BTTTT, cấp ngày 15/04/2024.
-  Tổng Bí thư dự lễ khai mạc tại Hà Nội ngày 21/9/2025
-  {{ item.date | date: '21/09/2025' }}
-  <time>21/09/2025</time>
"""


def moments(form: int) -> Iterator[datetime]:
    """Yield moments over all months, weekdays and hours; others for each form, always the same."""
    first = datetime(1998, 1, 5, tzinfo=HANOI)
    for step in range(36):
        hours = (step * 7 + form) % 24  # reaches 0 and 12 for every form
        days = step * 293 + form * 11  # 293 is prime to 7 and to 365
        yield first + timedelta(days=days, hours=hours, minutes=(step * 17 + form) % 60, seconds=step)


def two_digit_years() -> Iterator[tuple[str, str, str]]:
    """Yield RFC 822's own form, for the years in which it says what it means."""
    for moment in moments(99):
        written = f"{moment.day:02} {_month(moment)[:3]} {moment.year % 100:02} {_seconds(moment)} +0700"
        yield (
            moment.isoformat(timespec="minutes"),
            "rfc 822",
            f"{ENGLISH_DAYS[moment.weekday()][:3]}, {written}",
        )


def whole_hours() -> Iterator[tuple[str, str, str]]:
    """Yield times without minutes."""
    for moment in moments(98):
        hour = moment.replace(minute=0)
        yield hour.isoformat(timespec="minutes"), "h alone", f"{hour.hour}h ngày {_bare(hour)}"


def undisguised() -> Iterator[tuple[str, str, str]]:
    """Yield every form with its moments: what it means, the form, the text."""
    for number, (form, write) in enumerate((*TIMED.items(), *DAILY.items())):
        for moment in moments(number):
            meant = moment.isoformat(timespec="minutes") if form in TIMED else moment.date().isoformat()
            yield _in_its_zone(meant, form, moment), form, write(moment)
    yield from two_digit_years()
    yield from whole_hours()


def _in_its_zone(meant: str, form: str, moment: datetime) -> str:
    if form in {"iso in UTC", "rfc 2822 in GMT", "rfc 2822 in UTC"}:
        return moment.astimezone(UTC).isoformat(timespec="minutes")
    if form == "iso in New York":
        return moment.astimezone(timezone(-timedelta(hours=5))).isoformat(timespec="minutes")
    return meant


def lines() -> Iterator[tuple[str, str, str]]:
    """Yield every line of the table; some texts may come twice."""
    for oddity in ODDITIES.strip().splitlines():
        meant, _, written = oddity.partition("  ")
        yield meant, "oddity", written
    for number, (meant, form, written) in enumerate(undisguised()):
        yield meant, form, written
        if number % 4 == 0:
            name, disguise = list(DISGUISES.items())[number // 4 % len(DISGUISES)]
            yield meant, f"{form} / {name}", disguise(written)


def table() -> str:
    """Return the table's text: every text once, invisible characters escaped."""
    distinct = {written: (meant, form) for meant, form, written in lines()}
    rows = (f"{meant}\t{form}\t{_visible(written)}\n" for written, (meant, form) in distinct.items())
    return "".join(rows)


def _visible(written: str) -> str:
    quoted = json.dumps(written, ensure_ascii=False)
    return "".join(
        f"\\u{ord(letter):04x}" if unicodedata.category(letter) in {"Zs", "Cf"} and letter != " " else letter
        for letter in quoted
    )


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
