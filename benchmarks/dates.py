"""How long `crawler.dates.read` takes for each form that tests/dates.tsv knows, beside dateparser."""

import json
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from dateparser.date import DateDataParser  # noqa: E402

from crawler import dates  # noqa: E402

LIMIT = 20.0  # microseconds for one text, whatever its form
RUNS = 25
TEXTS = 40  # of each form
TEXTS_FOR_DATEPARSER = 3


def forms() -> dict[str, list[str]]:
    """Return texts of each form, plain and disguised."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in (ROOT / "tests/dates.tsv").read_text(encoding="utf-8").splitlines():
        meant, form, written = row.split("\t")
        found["(no date)" if meant == "-" else form.partition(" / ")[0]].append(json.loads(written))
    return {form: texts[:TEXTS] for form, texts in found.items()}


def microseconds(call: Callable[[str], Any], texts: Sequence[str]) -> float:
    """Return the mean time for one text."""
    started = time.perf_counter()
    for text in texts:
        call(text)
    return (time.perf_counter() - started) / len(texts) * 1e6


def main() -> None:
    """Print a line for each form, the slowest last, and fail if one is over the limit.

    A run goes through all forms, so that a neighbour's load does not fall on the runs of one form alone.
    """
    dateparser = DateDataParser(languages=["vi", "en"], settings={"DATE_ORDER": "DMY"}).get_date_data
    texts = forms()
    runs = [{form: microseconds(dates.read, texts[form]) for form in texts} for _ in range(RUNS)]
    ours = {form: statistics.median(run[form] for run in runs) for form in texts}
    print(f"{'form':34} {'µs':>6} {'least':>6} {'dateparser µs':>14} {'ratio':>6}")
    for form, duration in sorted(ours.items(), key=lambda row: row[1]):
        theirs = microseconds(dateparser, texts[form][:TEXTS_FOR_DATEPARSER])
        least = min(run[form] for run in runs)
        print(f"{form:34} {duration:6.1f} {least:6.1f} {theirs:14.0f} {theirs / duration:6.0f}")
    slowest = max(ours, key=ours.__getitem__)
    print(f"\ntypical {statistics.median(ours.values()):.1f} µs, slowest {ours[slowest]:.1f} µs ({slowest})")
    if ours[slowest] > LIMIT:
        sys.exit(f"over the limit of {LIMIT:.0f} µs")


if __name__ == "__main__":
    main()
