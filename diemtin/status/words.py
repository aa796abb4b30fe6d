"""What the status page says, in Vietnamese: kinds of incidents, states, fields, spans of time."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from crawler.dates import HANOI
from diemtin.status.health import Health

HEALTH: Mapping[Health, str] = {
    Health.BROKEN: "Gặp lỗi",
    Health.OVERDUE: "Chậm bất thường",
    Health.DEGRADED: "Cần để ý",
    Health.NEVER: "Chưa lấy tin lần nào",
    Health.QUIET: "Chưa có tin mới",
    Health.WELL: "Bình thường",
    Health.OFF: "Đang tắt",
}

KINDS: Mapping[str, str] = {
    "name-resolution": "Không phân giải được tên miền",
    "refused": "Máy chủ từ chối kết nối",
    "time-out": "Máy chủ không trả lời kịp",
    "connection": "Kết nối bị ngắt giữa chừng",
    "tls": "Chứng thư hoặc mã hóa không hợp lệ",
    "blocked": "Cổng chặn chương trình lấy tin",
    "gate": "Tường lửa hoặc mã xác nhận chắn trước trang",
    "robots": "robots.txt không cho phép, hoặc không đọc được",
    "redirect": "Chuyển hướng vòng quanh, hoặc sang trang khác",
    "not-found": "Địa chỉ không còn",
    "server-error": "Máy chủ báo lỗi của chính nó",
    "http": "Máy chủ trả lời khác thường",
    "not-html": "Nội dung nhận được không phải là trang, nguồn tin hay JSON",
    "no-links": "Trang danh sách không có liên kết bài viết nào",
    "no-articles": "Không liên kết nào dẫn đến bài viết đọc được",
    "field-missing": "Bài viết thiếu tiêu đề, nội dung hoặc ngày đăng",
    "dates-wrong": "Ngày đăng không thể đúng",
    "layout-moved": "Giao diện của cổng đã đổi",
    "decoding": "Không giải được bảng mã văn bản",
    "too-large": "Nội dung nhận được quá lớn",
    "native-feed": "Nguồn RSS của cổng trống, cũ hoặc sai",
    "budget": "Đã dùng hết hạn mức trong ngày",
    "no-browser": "Cần trình duyệt, mà máy này chưa cài",
    "own-error": "Lỗi của chính chương trình này",
    "other": "Lỗi khác",
    "overdue": "Lâu bất thường không có tin mới",
    "fewer-links": "Trang danh sách ít liên kết hơn hẳn trước đây",
    "field-lost": "Một phần thông tin của bài viết không còn đọc được",
    "pages-failing": "Nhiều trang bài viết không đọc được hơn trước",
    "duplicates": "Nhiều bài trùng với cổng khác hơn trước",
    "late": "Tin về chậm hơn hẳn trước đây",
    "network": "Máy này không kết nối được tới các cổng",
    "disk": "Ổ đĩa sắp đầy",
    "growth": "Kho lưu trữ sẽ sớm làm đầy ổ đĩa",
    "held": "Nguồn tin giữ bản cũ, vì bản mới mất hơn nửa số tin bài",
}
"""Every kind of `diemtin.watch.findings.KINDS`."""

SEVERITIES: Mapping[str, str] = {"error": "Nghiêm trọng", "warning": "Cảnh báo", "notice": "Lưu ý"}

FIELDS: Mapping[str, str] = {
    "lead": "sapô",
    "author": "tác giả",
    "image": "ảnh",
    "published": "ngày đăng",
    "tags": "từ khóa",
    "section": "chuyên mục",
}

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
_FEW = 10


def kind(name: str) -> str:
    """Return a kind of incident in words; one that a later version wrote as it stands."""
    return KINDS.get(name, name)


def span(length: timedelta) -> str:
    """Return a span of time in the two units that tell it best.

    >>> span(timedelta(hours=27, minutes=5)), span(timedelta(seconds=20))
    ('1 ngày 3 giờ', 'chưa đầy 1 phút')
    """
    if length < _MINUTE:
        return "chưa đầy 1 phút"
    days, rest = divmod(length, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes = rest // _MINUTE
    parts = ((days, "ngày"), (hours, "giờ"), (minutes, "phút"))
    first = next(number for number, (count, _) in enumerate(parts) if count)
    return " ".join(f"{count} {unit}" for count, unit in parts[first : first + 2] if count)


def moment(at: datetime) -> str:
    """Return a moment as Viet Nam writes it.

    >>> moment(datetime(2026, 11, 3, 7, 5, tzinfo=HANOI))
    '07:05, 03/11/2026'
    """
    return f"{at.astimezone(HANOI):%H:%M, %d/%m/%Y}"


def number(value: float) -> str:
    """Return a number as Viet Nam writes it: a decimal while it is small, then whole, with points between thousands.

    >>> number(0.43), number(12.4), number(12345)
    ('0,4', '12', '12.345')
    """
    small = value < _FEW and not float(value).is_integer()
    return f"{value:.1f}".replace(".", ",") if small else f"{value:,.0f}".replace(",", ".")


def size(count: int) -> str:
    """Return a number of bytes in the unit that tells it best.

    >>> size(1_234_567), size(12)
    ('1,2 MB', '12 byte')
    """
    for unit, name in ((1_000_000_000, "GB"), (1_000_000, "MB"), (1000, "kB")):
        if count >= unit:
            return f"{number(count / unit)} {name}"
    return f"{count} byte"
