"""Every field of every capture is read as its expected record in tests/expected tells.

A capture without one gets it written, and fails once: whoever commits it has read it against the page.
"""

import json
from functools import cache
from pathlib import Path

import pytest

from crawler import run
from crawler.portal import Portal, Proof
from diemtin import captures
from diemtin.captures import Capture, Record

ROOT = Path(__file__).parents[1]
FOLDERS = [ROOT / one for one in captures.FOLDERS]
EXPECTED = Path(__file__).parent / "expected"
PORTALS = run.portals()
CAPTURES = captures.find(PORTALS.values(), FOLDERS)
EACH = [capture for saved in CAPTURES.values() for capture in saved]

needs_captures = pytest.mark.skipif(
    not CAPTURES, reason=f"no captures of any portal in {captures.PLACES}: there is nothing to compare"
)
by_capture = pytest.mark.parametrize("capture", EACH, ids=[capture.name for capture in EACH])


def expected_of(capture: Capture, folder: Path = EXPECTED) -> Record:
    """Return a capture's expected record; an empty one where there is none."""
    file = folder / f"{capture.name}.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def write(found: Record, capture: Capture, folder: Path = EXPECTED) -> Path:
    file = folder / f"{capture.name}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return file


@cache
def record(capture: Capture) -> Record:
    return captures.record(capture, PORTALS[capture.portal])


FIELDS = [(capture, name) for capture in EACH for name in expected_of(capture)]


@needs_captures
@by_capture
def test_capture_has_an_expected_record_of_the_same_fields(capture: Capture) -> None:
    found, expected = record(capture), expected_of(capture)
    if not expected:
        file = write(found, capture).relative_to(ROOT)
        pytest.fail(
            f"{file} was written: read each of its fields against the page, mend the rules until it is right,"
            " and commit it"
        )
    assert list(found) == list(expected)


@needs_captures
@pytest.mark.parametrize(("capture", "field"), FIELDS, ids=[f"{capture.name}-{name}" for capture, name in FIELDS])
def test_field_is_read_as_expected(capture: Capture, field: str) -> None:
    assert record(capture).get(field) == expected_of(capture)[field]


@needs_captures
@pytest.mark.parametrize("portal", PORTALS.values(), ids=PORTALS)
def test_portal_that_claims_to_be_captured_has_a_listing_and_an_article_that_are_read(portal: Portal) -> None:
    read = [record(one) for one in CAPTURES.get(portal.name, ()) if one.whole]
    kinds = {one["kind"] for one in read if "failed" not in one}
    if portal.proof is Proof.CAPTURED:
        assert "listing" in kinds, f"{portal.name} says that it is captured: save a listing with `diemtin capture`"
        assert kinds & {"article", "document"}, f"{portal.name} likewise: save an article"
