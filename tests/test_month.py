"""A month of the service, played: nothing is lost or doubled, every trouble is told once, intervals adapt."""

import json
import subprocess
import sys
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import crawling
import month
import pytest
from month import BUDGET, TROUBLES

pytestmark = pytest.mark.slow

Told = dict[str, Any]
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """Play the month in a process of its own, for Twisted's reactor starts once in one."""
    folder = tmp_path_factory.mktemp("month")
    command = [sys.executable, str(Path(month.__file__)), str(folder)]
    played = subprocess.run(
        command, env=crawling.environment(), cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert played.returncode == 0, played.stderr[-3000:]
    found: Told = json.loads(played.stdout)
    return found


def test_no_article_is_lost_and_none_is_stored_twice(told: Told) -> None:
    assert told["published"] > 300
    assert told["lost"] == []
    assert (told["twice"], told["strange"]) == (0, 0)


def test_every_trouble_is_told_once_by_its_kind_and_nothing_else(told: Told) -> None:
    expected = [(one.portal, one.kind) for one in TROUBLES if one.kind]
    assert sorted((one["portal"], one["kind"]) for one in told["incidents"]) == sorted(expected)


def test_troubles_are_told_while_they_last_and_are_over_when_they_are(told: Told) -> None:
    for trouble in (one for one in TROUBLES if one.kind):
        (incident,) = [
            one for one in told["incidents"] if (one["portal"], one["kind"]) == (trouble.portal, trouble.kind)
        ]
        opened, closed = (datetime.fromisoformat(incident[name]) for name in ("opened", "closed"))
        assert trouble.begin < opened < trouble.end, trouble
        assert trouble.end < closed < trouble.end + 2 * DAY, trouble


def test_each_is_told_of_in_one_message_and_in_one_that_it_is_over(told: Told) -> None:
    messages = Counter(told["messages"])
    assert len(told["messages"]) == 2 * sum(bool(one.kind) for one in TROUBLES)
    assert set(messages.values()) == {1}


def test_intervals_follow_the_portals(told: Told) -> None:
    assert told["crawls"]["nhatbao"] > 2 * told["crawls"]["tapchi"]
    hours = told["by_hour"]["nhatbao"]
    assert sum(hours[8:20]) / 12 > 1.5 * sum(hours[hour] for hour in (22, 23, 0, 1, 2, 3, 4)) / 7


def test_articles_are_found_within_a_few_hours(told: Told) -> None:
    assert median(told["late"]) < 4


def test_requests_stay_within_the_budget(told: Told) -> None:
    by_day = [asked for days in told["requests"].values() for asked in days.values()]
    assert max(by_day) <= BUDGET
