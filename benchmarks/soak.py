"""A day of the service with very many portals, in minutes: does its memory stay flat, and what does a cycle cost?

    python benchmarks/soak.py [--portals 500] [--sections 4]

The service is the real one, with a clock that runs ahead: each cycle is a sixth of a day in which every section is
crawled once. Crawls, publishing and alarms are processes of their own, as in life; the portals are played by one
server on the loopback, which counts what it is asked. In the last cycles nothing is new. Ends with 1 when a bound is
missed.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.request import urlopen

import psutil

from crawler import run
from crawler.archive import Archive
from crawler.dates import HANOI
from crawler.outcomes import REST
from crawler.portal import Family, Kind, Listing, ListingRules, Portal, Proof, Rules, Section
from crawler.spider import PortalSpider
from diemtin import command, configuration, wiring
from diemtin.operation.children import Errands, Process
from diemtin.operation.service import Service

_UNCACHED = "PYTHONDONTWRITEBYTECODE"  # with it each process compiles the program anew
BEGIN = datetime(2026, 11, 23, 6, 0, tzinfo=HANOI)
DAY = timedelta(days=1)
DRIFT, CRAWL_MEMORY, CYCLE_CPU = 1.0, 250.0, 60.0  # megabytes, megabytes, seconds: at the most

FAMILY = Family(
    name="soaked",
    letter="Z",
    title="Soaked",
    article=r"/bai-(?P<number>\d+)\.htm",
    listing=ListingRules(main=(".list",), item="item", date="time"),
    versions=(Rules(title=("h1",), lead=(".sapo",), body=(".body",), published=(".date",)),),
)


def portals(count: int, sections: int) -> dict[str, Portal]:
    """Return so many portals with so many sections each."""
    return {name: _portal(name, sections) for name in (f"p{number:04}" for number in range(count))}


def _portal(name: str, sections: int) -> Portal:
    return Portal(
        name=name,
        title=name,
        title_en=name,
        body="",
        kind=Kind.PRESS,
        home=f"https://{name}.vn/",
        family=FAMILY,
        sections=tuple(Section(path=f"muc-{one}", title=f"Mục {one}", sources=(Listing(),)) for one in range(sections)),
        proof=Proof.REPORTED,
        delay=0.001,
    )


@contextmanager
def served() -> Iterator[str]:
    program = str(Path(__file__).with_name("soak_server.py"))
    environment = {**os.environ, "PYTHONHASHSEED": "0"}  # its pages' tags
    with subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


# The service


@dataclass(slots=True)
class Soak:
    """What the day has cost so far."""

    url: str
    folder: Path
    count: int
    sections: int
    now: datetime = BEGIN
    peak: float = 0.0
    told: list[dict[str, Any]] = field(default_factory=list)

    def run(self, cycles: int) -> None:
        """Run the service for so many cycles, and tell of each."""
        known = portals(self.count, self.sections)
        length = DAY / cycles
        settings = configuration.Settings(
            archive=f"sqlite:///{self.folder}/archive.db",
            output=self.folder / "output",
            replay=self.url,
            delay=0.0,
            contact="ban@example.vn",
            least_interval=length.total_seconds() / 60,
            interval=length.total_seconds() / 60,
            most_interval=length.total_seconds() / 60,
            history=False,
        )
        with wiring.opened(settings) as store:
            service = Service(
                settings,
                lambda _: known,
                store=store,
                clock=lambda: self.now,
                start=self._start,
                reload=lambda: settings,
            )
            for cycle in range(cycles + 1):
                self._cycle(service, store, cycle)
                self.now += length * 1.05

    def _cycle(self, service: Service, store: Archive, cycle: int) -> None:
        cpu, asked = _cpu_of_children(), self._asked()
        began = time.monotonic()
        while True:
            service.look()
            if not service.is_busy and not _due(store, now=self.now):
                break
            time.sleep(0.1)
            self.now += timedelta(seconds=0.1)
        asked = {kind: count - asked.get(kind, 0) for kind, count in self._asked().items()}
        row = {
            "cycle": cycle,
            "wall": round(time.monotonic() - began, 1),
            "cpu": round(_cpu_of_children() - cpu, 1),
            "service_mb": round(psutil.Process().memory_info().rss / 1e6, 2),
            "crawl_mb": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e3, 1),
            **asked,
        }
        self.told.append(row)
        sys.stderr.write(f"{row}\n")

    def _start(self, errands: Errands) -> Process:
        settings = configuration.Settings(
            archive=f"sqlite:///{self.folder}/archive.db", output=self.folder / "output", replay=self.url
        )
        environment = {
            **{name: value for name, value in configuration.environment(settings, None).items() if name != _UNCACHED},
            "DIEMTIN_DELAY": "0",
            "DIEMTIN_CONTACT": "ban@example.vn",
            "DIEMTIN_HISTORY": "false",
            "DIEMTIN_LOG_LEVEL": "ERROR",
            **{
                f"DIEMTIN_{name}": str(DAY.total_seconds() / 60 / CYCLES)
                for name in ("INTERVAL", "LEAST_INTERVAL", "MOST_INTERVAL")
            },
        }
        at = ["--at", self.now.isoformat()] if errands.arguments[0] != "publish" else []
        child = [sys.executable, __file__, "--child", f"{self.count}", f"{self.sections}", *errands.arguments, *at]
        with Path(os.devnull).open("wb") as nowhere:
            process = subprocess.Popen(child, env=environment, stdout=nowhere, start_new_session=True)
        return Process(errands=errands, began=self.now, _process=process)

    def _asked(self) -> dict[str, int]:
        with urlopen(f"{self.url}/told") as told:
            found: dict[str, int] = json.load(told)
        return found


def _due(store: Archive, *, now: datetime) -> bool:
    planned = [(path, due) for paths in store.plans.planned().values() for path, due in paths.items()]
    return not planned or any(path != REST and due and due <= now for path, due in planned)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def child(arguments: Sequence[str]) -> None:
    """Be one of the service's processes, whose portals are the played ones."""
    count, sections, *rest = arguments
    spiders = {
        name: type(name, (PortalSpider,), {"portal": one}) for name, one in portals(int(count), int(sections)).items()
    }
    run._spiders = lambda: spiders  # type: ignore[assignment]  # noqa: SLF001 - in place of the program's own
    sys.argv = ["diemtin", *rest]
    command.main()


CYCLES = 6


def main() -> None:
    """Play a day, and tell whether it stayed within its bounds."""
    if sys.argv[1:2] == ["--child"]:
        child(sys.argv[2:])
        return
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--portals", type=int, default=500)
    parser.add_argument("--sections", type=int, default=4)
    given = parser.parse_args()
    with TemporaryDirectory() as folder, served() as url:
        soak = Soak(url=url, folder=Path(folder), count=given.portals, sections=given.sections)
        soak.run(CYCLES)
    rows = soak.told
    quiet = rows[2:]  # the first finds everything, the second looks at it again
    drift = rows[-1]["service_mb"] - rows[1]["service_mb"]
    plain = max(row.get("plain", 0) for row in quiet)
    cpu = sorted(row["cpu"] for row in quiet)[len(quiet) // 2]
    memory = max(row["crawl_mb"] for row in rows)
    sys.stdout.write(
        f"service: {drift:+.2f} MB (at most {DRIFT}); a process at most {memory:.0f} MB (at most {CRAWL_MEMORY:.0f}); "
        f"a cycle with nothing new {cpu:.1f} CPU seconds (at most {CYCLE_CPU:.0f}), {plain} requests without a "
        "condition\n"
    )
    sys.exit(drift > DRIFT or memory > CRAWL_MEMORY or cpu > CYCLE_CPU or plain > 0)


if __name__ == "__main__":
    main()
