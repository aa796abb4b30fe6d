"""How much of a crawl's time goes to extraction and storage: the whole line beside an empty Scrapy callback.

Both crawl the same articles of 70 KB from the same server on the loopback, with the same settings, each run in a
process of its own, the runs of both in turn. Times are CPU seconds of the crawling process.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
RATIO = 0.5
MEMORY = 250e6  # bytes
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(HERE.parent)}

Measured = dict[str, float]


@contextmanager
def portal(arguments: list[str]) -> Iterator[str]:
    """Serve the portal, and yield its address."""
    command = [sys.executable, str(HERE / "crawl_portal.py"), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ENVIRONMENT) as server:
        try:
            assert server.stdout
            yield server.stdout.readline().strip()
        finally:
            server.kill()


def crawl(kind: str, url: str, *, pages: int) -> Measured:
    """Crawl once, in a process of its own."""
    command = [sys.executable, str(HERE / "crawl_once.py"), kind, url, "--pages", str(pages)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=ENVIRONMENT)
    measured: Measured = json.loads(done.stdout)
    if measured["pages"] != pages:
        sys.exit(f"the {kind} crawl read {measured['pages']} pages of {pages}")
    return measured


def line(kind: str, runs: list[Measured]) -> str:
    """Return a row of the table: the medians of the runs."""
    typical = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    pages = typical["pages"]
    return (
        f"{kind:6} {pages:6.0f} {typical['cpu']:8.2f} {pages / typical['cpu']:12.0f} {typical['whole']:11.2f}"
        f" {pages / typical['whole']:12.0f} {typical['wall']:8.1f} {max(run['peak'] for run in runs) / 1e6:8.0f}"
    )


def main() -> None:
    """Print a line for each kind of crawl, the ratio and the memory, and fail if they miss their limits."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000, help="article pages of each crawl (2000)")
    parser.add_argument("--runs", type=int, default=3, help="of each kind of crawl; medians are shown (3)")
    parser.add_argument("--gzip", action="store_true", help="send the pages compressed")
    asked = parser.parse_args()
    runs: dict[str, list[Measured]] = {"empty": [], "full": []}
    with portal(["--pages", str(asked.pages), *(["--gzip"] if asked.gzip else [])]) as url:
        for _ in range(asked.runs):
            for kind, measured in runs.items():
                measured.append(crawl(kind, url, pages=asked.pages))
    print("crawl   pages    CPU s  pages/CPU s  with start  pages/CPU s   wall s  peak MB")
    for kind, measured in runs.items():
        print(line(kind, measured))
    ratio = statistics.median(run["cpu"] for run in runs["empty"]) / statistics.median(
        run["cpu"] for run in runs["full"]
    )
    peak = max(run["peak"] for run in runs["full"])
    print(f"\nfull beside empty: {ratio:.2f} (at least {RATIO}); {peak / 1e6:.0f} MB (under {MEMORY / 1e6:.0f})")
    if ratio < RATIO or peak >= MEMORY:
        sys.exit("over a limit")


if __name__ == "__main__":
    main()
