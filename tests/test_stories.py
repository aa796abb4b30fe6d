"""A story that several portals ran is one; other words on the same event are another."""

import random

import pytest

from crawler import stories

SENTENCES = [
    f"Đây là câu thứ {number} của bài viết, đủ dài để không bài nào khác có một câu giống hệt như thế này"
    for number in range(20)
]
TEXT = ". ".join(SENTENCES[:12]) + "."
MARKS = stories.marks(TEXT)


@pytest.mark.parametrize(
    "republished",
    [
        TEXT,
        TEXT.upper(),
        TEXT.replace(". ", ".\n\n"),
        f"(Chinhphu.vn) - {TEXT}\n\nTheo TTXVN",
        TEXT.replace("giống hệt như thế này. ", "giống hệt, như thế này! "),
        TEXT.replace(SENTENCES[3], "Câu này được tòa soạn viết lại hoàn toàn bằng những lời khác hẳn với bản gốc"),
        ". ".join(SENTENCES[2:12]),
    ],
)
def test_republished_text_is_the_same_story(republished: str) -> None:
    assert stories.same(MARKS, stories.marks(republished))


@pytest.mark.parametrize(
    "other",
    [
        ". ".join(SENTENCES[14:]),
        f"{SENTENCES[0]}. {SENTENCES[1]}. " + ". ".join(one.replace("câu", "đoạn") for one in SENTENCES[12:]),
        "",
        "Tin vắn.",
    ],
)
def test_other_text_is_another_story(other: str) -> None:
    assert not stories.same(MARKS, stories.marks(other))


def test_short_text_is_never_told_to_be_another_s() -> None:
    short = f"{SENTENCES[0]}. {SENTENCES[1]}."
    assert stories.marks(short) == frozenset()
    assert not stories.same(stories.marks(short), stories.marks(short))


def test_marks_fit_every_database_and_stand_still() -> None:
    assert all(0 <= mark < 2**63 for mark in MARKS)
    shuffled = SENTENCES[:12]
    random.Random(1).shuffle(shuffled)
    assert stories.marks(". ".join(shuffled)) == MARKS
