"""The part of the status page that tells of incidents: those that are open, and those that are over."""

from collections.abc import Iterable
from datetime import datetime
from html import escape
from urllib.parse import quote

from crawler.outcomes import Incident
from diemtin.status import words
from diemtin.status.marks import outward, time, title
from diemtin.status.state import PortalStatus, State, Trouble
from diemtin.watch.findings import remedy

EVIDENCE = "status/evidence"
"""Where saved answers are served, from the folder of the page."""

_NAMED = 4  # sections of an incident; of the others the number is told
_SHOWN = 12  # incidents that are over, before the rest is folded up


def still(state: State, *, now: datetime, live: bool) -> str:
    """Return what is wrong, the gravest first; nothing where nothing is. `live` as `page.page` takes it."""
    if not state.troubles:
        return ""
    portals = {one.name: one for one in state.portals}
    grave = sorted(state.troubles, key=lambda one: gravity(one.incident.severity))
    cards = "".join(_trouble(one, portals.get(one.incident.portal), now=now, live=live) for one in grave)
    return f"<section aria-labelledby=su-co><h2 id=su-co>Sự cố đang mở</h2><ul class=troubles>{cards}</ul></section>"


def gravity(severity: str) -> int:
    """Return a severity's place, the gravest first."""
    known = list(words.SEVERITIES)
    return known.index(severity) if severity in known else len(known)


def _trouble(told: Trouble, portal: PortalStatus | None, *, now: datetime, live: bool) -> str:
    one = told.incident
    sections = f"<p>Chuyên mục: {_sections_of(one, portal)}</p>" if one.sections else ""
    reason = f"<p class=dim lang=en>{escape(one.reason)}</p>" if one.reason else ""
    return (
        f"<li class={escape(one.severity)}><h3>{_named(one, portal)}: {escape(words.kind(one.kind))}</h3>"
        f"<p><span class=pill>{words.SEVERITIES.get(one.severity, escape(one.severity))}</span> "
        f"từ {time(one.opened)}, đã {words.span(now - one.opened)}.{_cost(told)}</p>{sections}{reason}"
        f"<p>{_where(told, portal, live=live)}Lệnh: <code>{escape(remedy(one.kind, one.portal))}</code></p></li>"
    )


def _named(one: Incident, portal: PortalStatus | None) -> str:
    if portal:
        return escape(portal.title)
    return escape(one.portal) if one.portal else "Máy chủ này"


def _cost(told: Trouble) -> str:
    crawls = f" Hỏng {words.number(told.incident.crawls)} lượt lấy tin" if told.incident.portal else ""
    missed = f", ước thiếu {words.number(round(told.missed))} tin bài" if told.missed and round(told.missed) else ""
    return f"{crawls}{missed}." if crawls else ""


def _sections_of(one: Incident, portal: PortalStatus | None) -> str:
    titles = {section.path: title(section) for section in portal.sections} if portal else {}
    named = ", ".join(escape(titles.get(path, path)) for path in one.sections[:_NAMED])
    rest = len(one.sections) - _NAMED
    return f"{named} và {rest} chuyên mục khác" if rest > 0 else named


def _where(told: Trouble, portal: PortalStatus | None, *, live: bool) -> str:
    """Return links to the address that failed, and to what was answered there."""
    url = told.incident.url
    links = [outward(url, "Địa chỉ gặp lỗi")] if url.startswith(("http://", "https://")) else []
    titles = {section.path: title(section) for section in portal.sections} if portal else {}
    for path in told.looked if live else ():
        of = f" ({escape(titles.get(path, path))})" if len(told.looked) > 1 else ""
        links.append(f'<a href="{escape(evidence(told.incident.portal, path))}">Trang đã nhận được{of}</a>')
    return "".join(f"{link} · " for link in links)


def evidence(portal: str, section: str) -> str:
    """Return the address of a section's saved answer, from the folder of the page."""
    return f"{EVIDENCE}/{quote(portal, safe='')}/{quote(section)}"


def over(state: State) -> str:
    """Return what was wrong and is over."""
    if not state.past and not state.troubles:
        told = "<p>Không có sự cố nào trong 90 ngày qua.</p>"
    elif not state.past:
        told = "<p>Chưa có sự cố nào khép lại trong 90 ngày qua.</p>"
    else:
        titles = {one.name: one for one in state.portals}
        rows = [_closed(one, titles.get(one.portal)) for one in state.past]
        told = _listed(rows[:_SHOWN])
        if rows[_SHOWN:]:
            said = f"{len(rows) - _SHOWN} sự cố trước đó"
            told += f"<details><summary class=fold>{said}</summary>{_listed(rows[_SHOWN:])}</details>"
    return f"<section aria-labelledby=qua><h2 id=qua>Sự cố 90 ngày qua</h2>{told}</section>"


def _listed(rows: Iterable[str]) -> str:
    return f"<ul class=past>{''.join(rows)}</ul>"


def _closed(one: Incident, portal: PortalStatus | None) -> str:
    closed = one.closed or one.seen
    return (
        f"<li class={escape(one.severity)}><span>{_named(one, portal)}: {escape(words.kind(one.kind))}</span>"
        f"<span class=dim>{time(one.opened)}, kéo dài {words.span(closed - one.opened)}</span></li>"
    )
