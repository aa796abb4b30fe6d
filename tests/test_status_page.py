"""The status page says what is wrong in words, fits a phone, and hands saved answers on as nothing but text."""

import asyncio
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import factories
import pytest
from lxml import html
from served import asked
from test_status import DAY, HOUR, NOW, broken, evidence, incident, looked, note, portal

from crawler import run
from crawler.archive import Archive
from crawler.archive.plans import Breaker
from crawler.outcomes import Ending
from crawler.portal import Section
from diemtin.settings import Settings
from diemtin.status import chart, page, routes, troubles, words
from diemtin.status.health import Health
from diemtin.status.state import DAYS, PortalStatus, SectionStatus, State, Trouble
from diemtin.watch.findings import KINDS
from feeds.serving.application import Application

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or ""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with factories.archive(tmp_path) as found:
        yield found


def drawn(state: State, **more: bool) -> html.HtmlElement:
    return html.document_fromstring(page.page(state, now=state.at, **more).decode())


def words_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def crowd(count: int = 40) -> State:
    """Return many portals in every state, with long names, and incidents: what a page must bear."""
    healths = [Health.BROKEN, Health.OVERDUE, Health.DEGRADED, Health.NEVER, Health.QUIET, Health.OFF]
    portals = tuple(_member(number, healths[number] if number < 6 else Health.WELL) for number in range(count))
    wrong = [
        incident(portal="cong-0", sections=("Chính trị.htm", "Quốc phòng.htm"), reason=f"no link in {'x' * 90}"),
        incident(portal="cong-2", sections=("Chính trị.htm",), kind="field-lost", severity="warning"),
        incident(portal="", kind="disk", severity="notice", sections=(), url="", reason="1.8 GB are free on the disk"),
    ]
    past = tuple(
        incident(portal=f"cong-{number % count}", opened=NOW - (number + 2) * DAY, closed=NOW - (number + 1) * DAY)
        for number in range(20)
    )
    return State(
        at=NOW,
        portals=portals,
        troubles=tuple(Trouble(incident=one, missed=14.2, looked=one.sections) for one in wrong),
        past=past,
        size=1_234_567_890,
        runs=True,
    )


def _member(number: int, health: Health) -> PortalStatus:
    names = ("Chính trị", "Kinh tế / Ngân hàng và thị trường chứng khoán", "Văn hóa – Xã hội", "Quốc phòng")
    sections = tuple(_part(number, name, health if name == names[0] else Health.WELL) for name in names)
    if health is Health.NEVER:
        sections = tuple(
            SectionStatus(portal=one.portal, path=one.path, title=one.title, health=health) for one in sections
        )
    return PortalStatus(
        name=f"cong-{number}",
        title=f"Cổng thông tin điện tử của Ủy ban nhân dân tỉnh số {number}",
        home=f"https://cong-{number}.example.vn/",
        health=health,
        sections=sections,
        breakers=(Breaker(host="cong.example.vn", until=NOW + HOUR, times=1, kind="blocked", cause="403"),)
        * (not number),
    )


def _part(number: int, name: str, health: Health) -> SectionStatus:
    ill = health is Health.BROKEN
    counts = tuple((day * (number + 3) * len(name)) % 17 if day % 7 < 5 else day % 3 for day in range(DAYS))
    return SectionStatus(
        portal=f"cong-{number}",
        path=f"{name}.htm",
        title=name,
        health=health,
        ending=Ending.BROKEN if ill else Ending.NEW,
        kind="no-links" if ill else "",
        asked=NOW - HOUR,
        answered=NOW - 5 * HOUR if ill else NOW - HOUR,
        since=NOW - 5 * HOUR,
        failures=7 if ill else 0,
        due=NOW + timedelta(minutes=25),
        expected=7.4,
        days=counts,
        latest=counts[-1],
        latency=1260,
        coverage={"lead": 1.0, "author": 0.93, "image": 0.99, "published": 1.0, "tags": 0.31, "section": 1.0},
    )


def test_every_kind_of_incident_has_words_in_vietnamese() -> None:
    assert words.KINDS.keys() == KINDS.keys()
    assert words.HEALTH.keys() == set(Health)
    assert words.kind("of-a-later-version") == "of-a-later-version"


def test_incident_is_told_on_top_with_since_when_what_it_costs_and_how_to_see_it_again(store: Archive) -> None:
    note(store, broken(), looked=[evidence()])
    store.incidents.save([incident()])
    told = drawn(looked(store))
    (card,) = told.cssselect(".troubles > li")
    said = words_of(card)
    assert "Cổng cong-a: Trang danh sách không có liên kết bài viết nào" in said
    assert "từ 05:00, 23/11/2026, đã 5 giờ. Hỏng 7 lượt lấy tin." in said
    assert "Chuyên mục: Chính trị" in said
    assert card.cssselect("code")[0].text == "diemtin check cong-a"
    assert [one.get("href") for one in card.cssselect("a")] == [
        "https://cong-a.example.vn/chinh-tri.htm",
        "status/evidence/cong-a/chinh-tri.htm",
    ]
    assert "1 sự cố đang mở, 1 nghiêm trọng" in words_of(told.cssselect(".banner")[0])


def test_static_page_leads_to_no_answers_that_only_a_server_has(store: Archive) -> None:
    note(store, broken(), looked=[evidence()])
    store.incidents.save([incident()])
    assert b"status/evidence" not in page.page(looked(store), now=NOW, live=False)


def test_portals_stand_under_their_states_the_broken_first_and_are_filtered_by_anchors() -> None:
    told = drawn(crowd())
    groups = [one.get("id") for one in told.cssselect("section.group")]
    assert groups == ["loi", "cham", "de-y", "chua", "im", "tot", "tat"]
    anchors = [one.get("href").removeprefix("#") for one in told.cssselect(".tiles a")]
    assert anchors == ["tat-ca", *groups]
    assert all(told.get_element_by_id(one) is not None for one in anchors)
    assert len(told.cssselect("#tot details.portal")) == 34
    assert not told.cssselect("script")


def test_section_is_told_with_its_rhythm_last_success_next_time_coverage_and_latency() -> None:
    told = drawn(crowd())
    (portal_, *_) = told.cssselect("#tot details.portal")
    said = words_of(portal_.cssselect(".sections > li")[1])
    assert "Kinh tế / Ngân hàng và thị trường chứng khoán Bình thường" in said
    assert "khoảng 7,4 tin/ngày" in said
    assert "đọc được 1 giờ trước" in said
    assert "lần tới sau 25 phút" in said
    assert "Độ trễ 21 phút · Bài có: sapô 100 %, tác giả 93 %" in said
    assert "khoảng 30 tin/ngày" in words_of(portal_.cssselect("summary")[0])


def test_chart_tells_itself_in_words() -> None:
    counts = [0] * 28 + [12, 3]
    made = html.fromstring(chart.days(counts, today=NOW.date(), expected=5.0))
    assert made.get("role") == "img"
    assert made.findtext("title") == "Tin bài mỗi ngày trong 30 ngày qua"
    assert made.findtext("desc") == (
        "Tổng 15 tin; nhiều nhất 12 tin, ngày 22/11; hôm nay 3 tin. Thường ngày khoảng 5 tin."
    )
    assert len(re.findall("M", made.findall("path")[0].get("d"))) == 30
    assert "Không có tin bài nào." in chart.days([0] * DAYS, today=NOW.date())


def test_archive_in_which_nothing_happened_says_so(store: Archive) -> None:
    told = words_of(drawn(looked(store)))
    assert "Chưa lấy tin lần nào" in told
    assert "chưa lên lịch" in told
    assert "chưa rõ nhịp" in told
    assert "Không có sự cố nào trong 90 ngày qua." in told
    assert "Dịch vụ diemtin run hiện không chạy." in told


def test_what_portals_and_addresses_say_is_never_markup(store: Archive) -> None:
    evil = '"><script>alert(1)</script>'
    section = Section(path=f"a{evil}", title=evil)
    note(store, broken(section.path, reason=evil, url=f"javascript:{evil}"))
    store.incidents.save([incident(sections=(section.path,), reason=evil, url=f"javascript:{evil}", kind=evil[:30])])
    told = drawn(looked(store, portal(title=evil, sections=(section,))))
    assert not told.cssselect("script")
    assert not [one for one in told.cssselect("a") if one.get("href").startswith("javascript")]


def test_nothing_of_the_operator_s_is_on_the_page(store: Archive, tmp_path: Path) -> None:
    note(store, broken())
    settings = Settings(archive=f"sqlite:///{tmp_path}/archive.db", contact="chu@example.vn")
    told = page.page(routes.gathered(store, settings, now=NOW), now=NOW).decode()
    assert str(tmp_path) not in told
    assert "chu@example.vn" not in told
    assert "sqlite" not in told


def test_page_is_written_whole_and_only_when_it_changes(store: Archive, tmp_path: Path) -> None:
    state = looked(store)
    assert routes.write(state, tmp_path / "output")
    assert not routes.write(state, tmp_path / "output")
    assert (tmp_path / "output" / "status.html").read_bytes() == page.page(state, now=NOW, live=False)


# Over HTTP


@pytest.fixture
def served(store: Archive, tmp_path: Path) -> Iterator[Application]:
    name = run.portal("nhandan").sections[0].path
    note(store, replace(broken(name), portal="nhandan"), looked=[evidence(portal="nhandan", section=name)])
    settings = Settings(archive=f"sqlite:///{tmp_path}/archive.db")
    found = Application(tmp_path / "output", routes=routes.routes(store, settings, clock=lambda: NOW))
    yield found
    found.close()


def test_status_and_metrics_are_answered(served: Application) -> None:
    answer = asked(served, "/status")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "script-src" not in answer.headers["content-security-policy"]
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    answer = asked(served, "/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert bytes(answer.body).startswith(b"# HELP diemtin_build_info")


def test_saved_answer_is_given_as_text_that_no_browser_takes_for_a_page(served: Application) -> None:
    path = troubles.evidence("nhandan", run.portal("nhandan").sections[0].path)
    answer = asked(served, f"/{path}")
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    said = bytes(answer.body).decode()
    assert said.startswith("URL: https://cong-a.example.vn/chinh-tri.htm\n")
    assert said.endswith("\n\n<title>Bảo trì</title><script>alert(1)</script>")
    assert "secret" not in said


def test_section_that_is_well_has_no_saved_answer(served: Application) -> None:
    path = troubles.evidence("nhandan", run.portal("nhandan").sections[1].path)
    assert asked(served, f"/{path}").status == 404
    assert asked(served, "/status/evidence/khong-co/khong.htm").status == 404


def test_many_who_ask_at_once_cost_one_look(store: Archive) -> None:
    looks, now = [], [NOW]
    state = looked(store)

    def gather(**_: object) -> State:
        looks.append(1)
        return replace(state, at=now[0])

    latest = routes._Latest(gather, clock=lambda: now[0])

    async def ask() -> None:
        await asyncio.gather(*(latest.told(lambda _: b"") for _ in range(9)))
        now[0] = NOW + timedelta(seconds=20)
        await latest.told(lambda _: b"")

    asyncio.run(ask())
    assert len(looks) == 2


# In a browser


_MEASURE = """<script>addEventListener("load",()=>{document.querySelectorAll("details").forEach(one=>one.open=true);
document.title=JSON.stringify([document.documentElement.scrollWidth,innerWidth])})</script>"""


@pytest.mark.slow
@pytest.mark.skipif(not PROGRAM, reason="no Chromium on this machine")
@pytest.mark.parametrize("width", [390, 1280])
def test_page_never_scrolls_sideways(tmp_path: Path, width: int) -> None:
    file = tmp_path / "status.html"
    inner = page.page(crowd(), now=NOW).replace(b"</body>", _MEASURE.encode() + b"</body>")
    (tmp_path / "inner.html").write_bytes(inner)
    # a window of Chromium's own is never narrower than 500 pixels
    file.write_text(
        f"<!DOCTYPE html><iframe id=inner src=inner.html width={width} height=844 style='border:0'></iframe>"
        "<script>addEventListener('load',()=>setTimeout(()=>{document.body.dataset.told="
        "inner.contentDocument.title},300))</script>"
    )
    done = subprocess.run(
        [PROGRAM, "--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files",
         f"--user-data-dir={tmp_path}/profile", "--virtual-time-budget=3000", "--dump-dom", file.as_uri()],
        capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    found = re.search(r'data-told="([^"]+)"', done.stdout)
    assert found, done.stderr
    whole, seen = json.loads(found[1])
    assert seen == width
    assert whole <= seen
