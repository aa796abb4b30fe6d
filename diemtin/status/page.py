"""The status page: what is wrong on top, then every portal with its sections; no scripts, nothing from elsewhere."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from html import escape
from urllib.parse import quote

from crawler.dates import HANOI
from diemtin.status import chart, troubles, words
from diemtin.status.health import Health
from diemtin.status.marks import NONE, outward, time, title
from diemtin.status.state import PortalStatus, SectionStatus, State
from diemtin.status.style import STYLE
from feeds.catalogue import Asset
from feeds.html import STYLE as HOUSE

_ANCHORS = {
    Health.BROKEN: "loi",
    Health.OVERDUE: "cham",
    Health.DEGRADED: "de-y",
    Health.NEVER: "chua",
    Health.QUIET: "im",
    Health.WELL: "tot",
    Health.OFF: "tat",
}
_EVERY = "tat-ca"
_ORDER = tuple(_ANCHORS)
_RARE = 0.5  # of the articles: a field that fewer have is told in a tone of its own


def page(state: State, *, now: datetime, live: bool = True) -> bytes:
    """Return the page.

    Args:
        state: how everything stands.
        now: aware; what spans of time are told from.
        live: a server gives it that has the saved answers too; else no link leads to them.
    """
    body = (
        f"{_top(state)}<main id=main>{troubles.still(state, now=now, live=live)}"
        f"{_portals(state, now=now)}{troubles.over(state)}</main>{_foot(state, live=live)}"
    )
    return f"{_HEAD}{body}</div>\n</body>\n</html>\n".encode()


_CHOSEN = "".join(f"body:has(#{one}:target) a[href='#{one}']{{background:var(--wash)}}" for one in _ANCHORS.values())
_HEAD = (
    '<!DOCTYPE html>\n<html lang="vi">\n<head><meta charset=utf-8>'
    '<meta name=viewport content="width=device-width, initial-scale=1">'
    '<meta name=color-scheme content="light dark"><meta name=robots content=noindex>'
    f'<title>Tình trạng hoạt động</title><link rel=icon sizes=32x32 href="{Asset.FAVICON}">'
    f'<link rel=icon type="image/svg+xml" href="{Asset.MARK}"><style>{HOUSE}{STYLE}{_CHOSEN}</style></head>\n'
    '<body><a class=skip href="#main">Đến nội dung</a>\n<div class="page wide">'
)


def _top(state: State) -> str:
    tone, said, more = _summary(state)
    return (
        '<nav><a href="./">← Trang chủ</a></nav><header><h1>Tình trạng hoạt động</h1>'
        f"<p class=dim>Lúc {time(state.at)}</p></header>"
        f'<div class="banner {tone}" role=status><strong>{said}</strong>{more}</div>{_tiles(state)}'
    )


def _summary(state: State) -> tuple[str, str, str]:
    """Return the tone of the whole, what it comes to in one line, and what else is to be told of it."""
    wrong = [one.incident for one in state.troubles]
    brought = sum(one.latest for one in state.portals)
    more = f"24 giờ qua: {words.number(brought)} tin bài mới. {_service(state)}"
    if wrong:
        grave = sum(one.severity == "error" for one in wrong)
        said = f"{len(wrong)} sự cố đang mở" + (f", {grave} nghiêm trọng" if grave else "")
        return (min((one.severity for one in wrong), key=troubles.gravity), said, more)
    there = {one.health for one in state.portals} - {Health.OFF}
    if there <= {Health.NEVER}:
        return ("quiet", "Chưa lấy tin lần nào", _service(state))
    bad = [one for one in (Health.BROKEN, Health.OVERDUE, Health.DEGRADED) if one in there]
    if bad:
        count = sum(one.health in bad for one in state.portals)
        return (bad[0], f"{count} cổng thông tin cần để ý, chưa thành sự cố", more)
    return ("well", "Mọi cổng thông tin hoạt động bình thường", more)


def _service(state: State) -> str:
    if state.runs:
        return "Dịch vụ đang chạy."
    return "Dịch vụ <code>diemtin run</code> hiện không chạy."


def _tiles(state: State) -> str:
    counts = {health: sum(one.health is health for one in state.portals) for health in _ORDER}
    every = f'<li class=every><a href="#{_EVERY}"><b>{len(state.portals)}</b>Tất cả</a></li>'
    tiles = "".join(
        f'<li class={health}><a href="#{_ANCHORS[health]}"><b>{count}</b>{words.HEALTH[health]}</a></li>'
        for health, count in counts.items()
        if count
    )
    return f'<nav aria-label="Lọc theo tình trạng"><ul class=tiles>{every}{tiles}</ul></nav>'


def _portals(state: State, *, now: datetime) -> str:
    groups = "".join(
        _group(health, [one for one in state.portals if one.health is health], state=state, now=now)
        for health in _ORDER
    )
    return f"<section id={_EVERY}><h2>Cổng thông tin</h2></section>{groups}"


def _group(health: Health, portals: Sequence[PortalStatus], *, state: State, now: datetime) -> str:
    if not portals:
        return ""
    if health is Health.OFF:
        named = "".join(f"<li>{outward(one.home, one.title)}</li>" for one in portals)
        rows = f"<ul class=plain>{named}</ul>"
    else:
        rows = f"<ul class=rows>{''.join(f'<li>{_portal(one, state=state, now=now)}</li>' for one in portals)}</ul>"
    anchor = _ANCHORS[health]
    return (
        f'<section class="group {health}" id={anchor} aria-labelledby={anchor}-h><h3 id={anchor}-h>'
        f"<span class=pill>{words.HEALTH[health]}</span> <span class=dim>{len(portals)} cổng</span></h3>"
        f"{rows}</section>"
    )


def _portal(one: PortalStatus, *, state: State, now: datetime) -> str:
    today = state.at.astimezone(HANOI).date()
    number = sum(bool(section.title) for section in one.sections)
    return (
        f'<details class="portal {one.health}"><summary><span class=who><b>{escape(one.title)}</b>'
        f"<span class=dim>{escape(one.name)} · {number} chuyên mục</span>{_note(one)}</span>"
        f"{chart.days(one.days, today=today, expected=one.expected)}"
        f"{_rate(one.expected, one.latest)}{_when(one, now=now)}</summary>"
        f"<div class=facts>{_facts(one)}<ul class=sections>"
        f"{''.join(_section(section, state=state, now=now) for section in one.sections)}</ul></div></details>"
    )


def _note(one: PortalStatus) -> str:
    """Return in a line what is wrong with a portal."""
    ill = [section for section in one.sections if section.health in {Health.BROKEN, Health.OVERDUE, Health.DEGRADED}]
    kinds = {section.kind for section in ill if section.kind} | {incident.kind for incident in one.incidents}
    causes = [words.kind(name) for name in sorted(kinds)] or (
        ["Quá giờ lấy tin"] if one.health is Health.OVERDUE else []
    )
    if not causes:
        return ""
    share = f"{len(ill)}/{len(one.sections)} chuyên mục: " if ill and len(one.sections) > 1 else ""
    return f"<span class=note>{share}{escape('; '.join(causes))}</span>"


def _rate(expected: float | None, latest: int) -> str:
    usual = f"khoảng {words.number(expected)} tin/ngày" if expected is not None else "chưa rõ nhịp"
    return f"<span class=rate><span>{usual}</span><span class=dim>24 giờ qua: {words.number(latest)}</span></span>"


def _when(one: PortalStatus | SectionStatus, *, now: datetime) -> str:
    crawling = isinstance(one, PortalStatus) and one.crawling
    following = "đang lấy tin" if crawling else _following(one.due, now=now)
    answered = f"đọc được {words.span(now - one.answered)} trước" if one.answered else "chưa đọc được lần nào"
    return f"<span class=when><span>{answered}</span><span class=dim>{following}</span></span>"


def _following(due: datetime | None, *, now: datetime) -> str:
    if due is None:
        return "chưa lên lịch"
    return f"lần tới sau {words.span(due - now)}" if due > now else f"đến lượt từ {words.span(now - due)} trước"


def _facts(one: PortalStatus) -> str:
    held = one.held
    facts = {
        "Đọc được lần cuối": time(one.answered),
        "Lấy tin lần cuối": time(one.asked),
        "Lần tới": time(one.due),
        "Độ trễ (trung vị)": _latency(one.latency),
        "Đang lưu": f"{words.number(held.articles)} tin bài, {words.number(held.documents)} văn bản" if held else NONE,
        "Liên kết đang chờ": words.number(held.waiting) if held else NONE,
        "Hôm nay đã dùng": f"{words.number(one.spent.requests)} yêu cầu, {words.size(one.spent.bytes)}",
    }
    for host in one.breakers:
        facts[f"Tạm ngừng hỏi {escape(host.host)}"] = f"đến {time(host.until)}: {escape(words.kind(host.kind))}"
    for feed in one.faulty:
        named = next((section.title for section in one.sections if section.path == feed.section), feed.section)
        facts[f"Nguồn RSS của mục {escape(named)}"] = f"không dùng được từ {time(feed.since)}"
    if one.silenced:
        facts["Không báo động"] = f"đến {time(one.silenced)}"
    told = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in facts.items())
    links = f'{outward(one.home, one.home)} · <a href="feeds/portals/{quote(one.name)}.html">Nguồn tin</a>'
    return f"<dl>{told}</dl><p class=dim>{links}</p>"


def _section(one: SectionStatus, *, state: State, now: datetime) -> str:
    today = state.at.astimezone(HANOI).date()
    return (
        f"<li class={one.health}><span class=who><b>{escape(title(one))}</b> "
        f"<span class=pill>{words.HEALTH[one.health]}</span>{_ending(one)}</span>"
        f"{chart.days(one.days, today=today, expected=one.expected)}"
        f"{_rate(one.expected, one.latest)}{_when(one, now=now)}{_read(one)}</li>"
    )


def _ending(one: SectionStatus) -> str:
    if not one.kind:
        return ""
    times = f" ({one.failures} lần liền)" if one.failures > 1 else ""
    since = f", từ {time(one.since)}" if one.since else ""
    return f"<span class=note>{escape(words.kind(one.kind))}{times}{since}</span>"


def _read(one: SectionStatus) -> str:
    """Return how a section's articles are read: how late, and how many have each field."""
    parts = [f"Độ trễ {_latency(one.latency)}"] if one.latency is not None else []
    if one.coverage:
        shares = (_share(words.FIELDS[name], share) for name, share in one.coverage.items())
        parts.append(f"Bài có: {', '.join(shares)}")
    return f"<span class=more>{' · '.join(parts)}</span>" if parts else ""


def _share(name: str, share: float) -> str:
    said = f"{name} {share:.0%}".replace("%", " %")
    return f"<b>{said}</b>" if share < _RARE else said


def _foot(state: State, *, live: bool) -> str:
    size = f"Kho lưu trữ: {words.size(state.size)}. " if state.size is not None else ""
    machine = ' Cho máy đọc: <a href="metrics">/metrics</a>.' if live else ""
    return f"<footer><p class=dim>{size}{len(state.feeds)} nguồn tin đã xuất bản.{machine}</p></footer>"


def _latency(seconds: int | None) -> str:
    return words.span(timedelta(seconds=seconds)) if seconds is not None else NONE
