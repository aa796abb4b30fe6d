"""Leases, breakers and budgets hold between processes, and against a clock that was wrong."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import factories
import pytest
from factories import NOON

from crawler.archive import Archive, opened, process
from crawler.archive.plans import LONGEST_LEFT_ALONE, Breaker, Spent

HOUR = timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Archive]:
    with factories.archive(tmp_path) as archive:
        yield archive


def test_lease_is_one_holders_until_it_runs_out(store: Archive) -> None:
    assert store.plans.claim(["a", "b"], holder="x 1 2", until=NOON + HOUR, now=NOON) == ["a", "b"]
    assert store.plans.claim(["b", "c"], holder="y 1 2", until=NOON + HOUR, now=NOON) == ["c"]
    assert store.plans.holders(now=NOON) == {"a": "x 1 2", "b": "x 1 2", "c": "y 1 2"}
    assert store.plans.claim(["b"], holder="y 1 2", until=NOON + 3 * HOUR, now=NOON + 2 * HOUR) == ["b"]


SERVER = os.environ.get("DIEMTIN_TEST_POSTGRESQL")


@pytest.mark.skipif(not SERVER, reason="no server: DIEMTIN_TEST_POSTGRESQL names an empty PostgreSQL database")
def test_lease_is_one_holders_in_postgresql_too() -> None:
    assert SERVER
    with opened(SERVER) as one, opened(SERVER) as other, ThreadPoolExecutor(2) as both:
        names = [f"test-{number}" for number in range(100)]
        marks = [f"{mark} {os.getpid()} 2" for mark in ("x", "y")]  # of other machines

        def claim(store: Archive, mark: str) -> list[str]:
            return [name for name in names if store.plans.claim([name], holder=mark, until=NOON + HOUR, now=NOON)]

        claimed = [both.submit(claim, store, mark) for store, mark in zip((one, other), marks, strict=True)]
        assert sorted(name for each in claimed for name in each.result()) == sorted(names)
        for mark in marks:
            one.plans.release(names, holder=mark)


def test_lease_is_renewed_by_its_holder_and_given_back_by_no_other(store: Archive) -> None:
    mark = process.mark()
    store.plans.claim(["a"], holder=mark, until=NOON + HOUR, now=NOON)
    assert store.plans.claim(["a"], holder=mark, until=NOON + 5 * HOUR, now=NOON + HOUR / 2) == ["a"]
    store.plans.release(["a"], holder="y 1 2")
    assert store.plans.holders(now=NOON + 4 * HOUR) == {"a": mark}
    store.plans.release(["a"], holder=mark)
    assert store.plans.holders(now=NOON) == {}


def test_host_is_not_left_alone_for_years_because_a_clock_was_wrong() -> None:
    one = Breaker(host="bao.vn", until=NOON + HOUR, times=1, kind="blocked", cause="HTTP 403")
    assert one.is_open(NOON)
    assert not one.is_open(NOON + HOUR)
    assert one.is_open(one.until - LONGEST_LEFT_ALONE)
    assert not one.is_open(NOON - timedelta(days=400))


def test_cost_of_a_day_adds_up(store: Archive) -> None:
    for _ in range(3):
        store.plans.spend("a", NOON.date(), Spent(requests=2, bytes=5_000_000_000))
    store.plans.spend("a", NOON.date() + timedelta(days=1), Spent(requests=1, bytes=1))
    assert store.plans.spent(NOON.date()) == {"a": Spent(requests=6, bytes=15_000_000_000)}
