"""What a fetched text means beside the stored one."""

from datetime import timedelta

import factories
import pytest

from crawler import changes
from crawler.changes import Outcome


@pytest.mark.parametrize(
    "fields",
    [
        {"body_text": "Đoạn  đầu!\n\nđoạn thứ 1"},
        {"body_html": "<p><b>Đoạn đầu.</b></p>"},
        {"tags": ("khác",)},
        {"fetched": factories.NOON},
        {"title": "THỦ TƯỚNG chủ trì phiên họp thứ 1."},
    ],
)
def test_layout_capitals_and_punctuation_are_no_revision(fields: dict[str, object]) -> None:
    assert changes.digest(factories.article(**fields)) == changes.digest(factories.article())


@pytest.mark.parametrize("fields", [{"title": "Phó Thủ tướng"}, {"lead": "Chiều 1/3"}, {"body_text": "Đoạn đầu."}])
def test_other_words_are_a_revision(fields: dict[str, object]) -> None:
    assert changes.digest(factories.article(**fields)) != changes.digest(factories.article())


def test_digest_decides() -> None:
    assert changes.decide(stored=None, fetched="a") is Outcome.NEW
    assert changes.decide(stored="a", fetched="a") is Outcome.UNCHANGED
    assert changes.decide(stored="b", fetched="a") is Outcome.REVISED


def test_what_comes_back_as_it_was_is_back_and_else_revised() -> None:
    assert changes.decide(stored="a", fetched="a", gone=True) is Outcome.BACK
    assert changes.decide(stored="b", fetched="a", gone=True) is Outcome.REVISED


def test_what_is_taken_down_is_looked_for_less_and_less_often_and_then_given_up() -> None:
    due = [changes.next_search(missing=missing, now=factories.NOON) for missing in range(1, 6)]
    waits = [one - factories.NOON for one in due if one]
    assert waits == sorted(waits)
    assert waits[0] == timedelta(hours=1)
    assert due[-1] is None
    assert 1 < changes.TAKEN_DOWN < len(waits)


def test_visits_grow_rarer_and_end_after_a_year() -> None:
    now, waits = factories.NOON, []
    while due := changes.next_visit(first_seen=factories.NOON, now=now):
        waits.append(due - now)
        now = due
    assert waits[0] == timedelta(hours=1)
    assert waits[:4] == sorted(waits[:4])
    assert timedelta(days=330) < now - factories.NOON < timedelta(days=366)
