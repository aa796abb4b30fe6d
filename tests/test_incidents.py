"""One cause is one incident, however many sections show it; it lasts, is over by itself, and is told in full."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from crawler.dates import HANOI
from crawler.outcomes import Incident
from diemtin.watch import incidents
from diemtin.watch.findings import Finding, Severity, Standing
from diemtin.watch.incidents import Changes

NOON = datetime(2026, 11, 23, 12, tzinfo=HANOI)
HOUR = timedelta(hours=1)
PORTALS = frozenset(f"portal{number}" for number in range(10))


def finding(kind: str = "no-links", *, portal: str = "nhandan", section: str = "/chinh-tri", **more: object) -> Finding:
    usual = Finding(
        portal=portal,
        kind=kind,
        severity=Severity.ERROR,
        reason="it moved",
        at=NOON,
        sections=(section,),
        crawls=1,
    )
    return replace(usual, **more)


def decided(
    findings: Iterable[Finding],
    known: Iterable[Incident] = (),
    *,
    now: datetime = NOON,
    crawled: frozenset[str] = PORTALS,
) -> Changes:
    return incidents.decide(list(known), findings, now=now, crawled=crawled)


def unreachable(number: int, *, standing: Standing = Standing.SUSPECTED, at: datetime = NOON) -> list[Finding]:
    return [
        finding(("time-out", "name-resolution")[place % 2], portal=f"portal{place}", standing=standing, at=at)
        for place in range(number)
    ]


def test_sections_that_show_one_kind_are_one_incident() -> None:
    (one,) = decided([finding(section="/b"), finding(section="/a", crawls=2)]).opened
    assert (one.portal, one.kind, one.sections, one.severity) == ("nhandan", "no-links", ("/a", "/b"), "error")
    assert (one.opened, one.seen, one.closed, one.crawls) == (NOON, NOON, None, 3)


def test_two_kinds_and_two_portals_are_two_incidents_each() -> None:
    told = decided([finding(), finding("field-lost"), finding(portal="qdnd")]).opened
    assert [(one.portal, one.kind) for one in told] == [
        ("nhandan", "no-links"),
        ("nhandan", "field-lost"),
        ("qdnd", "no-links"),
    ]


def test_incident_that_lasts_is_not_opened_again() -> None:
    (first,) = decided([finding(severity=Severity.ERROR)]).opened
    again = finding(section="/xa-hoi", severity=Severity.WARNING, reason="still", crawls=5)
    changes = decided([again], [first], now=NOON + HOUR)
    (one,) = changes.continued
    assert not changes.opened
    assert (one.opened, one.seen, one.crawls, one.reason) == (NOON, NOON + HOUR, 5, "still")
    assert one.sections == ("/chinh-tri", "/xa-hoi")
    assert one.severity == "error"


def test_incident_is_over_an_hour_after_the_last_finding() -> None:
    (first,) = decided([finding()]).opened
    assert decided([], [first], now=NOON + HOUR / 2) == Changes()
    (one,) = decided([], [first], now=NOON + HOUR).healed
    assert one.closed == NOON + HOUR
    assert decided([], [one], now=NOON + HOUR * 2) == Changes()


def test_one_good_crawl_neither_ends_an_incident_nor_begins_one() -> None:
    easing = finding(standing=Standing.EASING)
    (first,) = decided([finding()]).opened
    assert decided([easing], [first], now=NOON + HOUR * 3).continued
    assert decided([easing]) == Changes()


def test_suspicion_alone_is_not_told() -> None:
    assert decided([finding("time-out", standing=Standing.SUSPECTED)]) == Changes()


def test_machine_without_a_network_is_one_incident() -> None:
    (one,) = decided(unreachable(9)).opened
    assert (one.portal, one.kind, one.crawls) == ("", "network", 9)
    assert "9 of 10 portals" in one.reason


def test_few_portals_out_of_reach_are_their_own_incidents() -> None:
    assert len(decided(unreachable(4, standing=Standing.SEEN)).opened) == 4
    assert len(decided(unreachable(5, standing=Standing.SEEN)).opened) == 5


def test_portal_that_fails_otherwise_is_told_beside_the_network() -> None:
    told = decided([*unreachable(9, standing=Standing.SEEN), finding()]).opened
    assert {one.portal for one in told} == {"", "nhandan"}


def test_portals_not_crawled_again_since_the_network_came_back_are_not_told() -> None:
    (network,) = decided(unreachable(9)).opened
    later = NOON + HOUR * 2
    changes = decided(unreachable(3, standing=Standing.SEEN), [network], now=later, crawled=frozenset({"portal0"}))
    assert not changes.opened
    (over,) = changes.healed
    assert decided(unreachable(3, standing=Standing.SEEN), [over], now=later + HOUR) == Changes()


def test_portal_that_fails_again_after_the_network_came_back_is_told() -> None:
    (network,) = decided(unreachable(9)).opened
    over = replace(network, closed=NOON + HOUR)
    failed = unreachable(1, standing=Standing.SEEN, at=NOON + HOUR * 2)
    (one,) = decided(failed, [over], now=NOON + HOUR * 3).opened
    assert one.portal == "portal0"


def test_message_tells_what_where_since_when_at_what_cost_and_how_to_see_it() -> None:
    (one,) = decided(
        [finding(reason="the listing holds no links", url="https://nhandan.vn/chinh-tri", crawls=3)]
    ).opened
    title, body = incidents.message(one, title="Nhân Dân", missed=41.6)
    assert title == "[error] Nhân Dân (nhandan): no-links"
    assert body.splitlines() == [
        "A listing that was read and holds no links of articles: its layout moved: the listing holds no links.",
        "When: since 12:00 23/11/2026.",
        "Sections: /chinh-tri.",
        "Cost: 3 crawls, about 42 articles that were expected.",
        "Page: https://nhandan.vn/chinh-tri",
        "To see it again: diemtin check nhandan",
    ]


def test_message_of_what_is_over_tells_how_long_it_took() -> None:
    (one,) = decided([finding()]).opened
    title, body = incidents.message(replace(one, closed=NOON + HOUR * 5))
    assert title == "[healed] nhandan: no-links"
    assert "When: from 12:00 23/11/2026 to 17:00 23/11/2026, 5 hours." in body
    assert "diemtin" not in body


def test_digest_tells_the_gravest_first_and_what_is_over() -> None:
    grave, light = decided([finding("late", severity=Severity.NOTICE, portal="qdnd"), finding()]).opened[::-1]
    over = replace(light, closed=NOON + HOUR)
    title, body = incidents.digest([light, grave], [over], titles={"nhandan": "Nhân Dân"})
    assert title == "Điểm Tin: 2 open, 1 healed"
    assert body.splitlines() == [
        "Wrong now:",
        "- [error] Nhân Dân: no-links, since 12:00 23/11/2026: it moved",
        "- [notice] qdnd: late, since 12:00 23/11/2026: it moved",
        "",
        "Over:",
        "- [notice] qdnd: late, 60 minutes",
    ]
    assert incidents.digest([], [])[0] == "Điểm Tin: all is well"
