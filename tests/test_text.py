"""Text is made fit to store, to compare and to show."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler import text


def test_clean_text_is_in_nfc() -> None:
    assert text.clean(unicodedata.normalize("NFD", "Quyết định")) == "Quyết định"


@pytest.mark.parametrize(
    "unfit", ["\x00", "\x0b", "\x1f", "\x7f", "\x85", "\ud800", "\ufffe", "\u00ad", "\u200b", "\ufeff"]
)
def test_characters_that_no_feed_may_carry_are_gone(unfit: str) -> None:
    assert text.clean(f"Chính{unfit} phủ") == "Chính phủ"


def test_line_ends_become_newlines() -> None:
    assert text.clean("một\r\nhai\rba") == "một\nhai\nba"


def test_line_has_single_blanks() -> None:
    assert text.line("\u00ad Chính\u00a0\u2003phủ\t họp \n") == "Chính phủ họp"


@pytest.mark.parametrize("written", ["Ủy ban", "Uỷ ban", "UỶ BAN", unicodedata.normalize("NFD", "Ủy ban")])
def test_tone_placement_and_capitals_fold_alike(written: str) -> None:
    assert text.fold(written) == "uy ban"


def test_d_with_stroke_folds() -> None:
    assert text.fold("Đường đi") == "duong di"


@given(st.text())
def test_cleaning_twice_changes_nothing(written: str) -> None:
    assert text.clean(text.clean(written)) == text.clean(written)
    assert text.line(text.line(written)) == text.line(written)


@given(st.text())
def test_clean_text_is_fit_for_xml(written: str) -> None:
    from lxml import etree

    element = etree.Element("p")
    element.text = text.clean(written)
    assert etree.tostring(element)
