"""Everything looked over, with this machine's own means or with others that stand in for them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

from crawler import browser, run
from crawler.archive import condition, opening
from crawler.archive.condition import Condition
from crawler.errors import ArchiveError
from diemtin import fetching, wiring
from diemtin.configuration import Settings
from diemtin.doctoring import clock, network, places, program, records
from diemtin.doctoring.findings import Finding
from diemtin.doctoring.places import Place
from diemtin.status.gathering import LEASE
from feeds.serving.serve import listening


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """By what the machine is looked at: `fetch` is asked for an address, and so on, as each check says."""

    fetch: network.Fetch
    write: places.Write = places.try_to_write
    measure: places.Measure = places.left
    now: Callable[[], datetime] = wiring.now
    zone: Any = ZoneInfo
    installed: Callable[[], bool] = browser.is_there
    answers: Callable[[str, int], bool] = network.is_ours


def examine(settings: Settings, *, offline: bool = False, means: Means | None = None) -> Iterator[Finding]:
    """Yield what is found, one after another; nothing is made, migrated or changed.

    Args:
        settings: what is to be run.
        offline: ask nothing of the network.
        means: by what it is looked at; this machine's own unless given.
    """
    by = means or Means(fetch=partial(fetching.fetch, settings=settings))
    yield program.versions()
    yield program.sqlite()
    yield clock.zone(by.zone)
    for place in writing(settings):
        yield places.rights(place, write=by.write)
        yield places.room(place, measure=by.measure)
    found = _condition(settings.archive)
    yield from _archive(settings, found, by)
    yield program.contact(settings)
    yield program.site(settings)
    # One of another version would be migrated by whoever asks it.
    passed = wiring.passed(settings) if isinstance(found, Condition) and found.is_current else frozenset()
    wanting = program.needing_browser(run.portals().values(), settings, passed=passed)
    yield program.drawing(wanting, installed=by.installed())
    yield program.memory(settings.crawl_memory, total=program.total_memory())
    yield network.port(settings.host, settings.port, listen=_listen, answers=by.answers)
    if not offline:
        yield from _network(by)


def writing(settings: Settings) -> list[Place]:
    """Return the folders that are written into."""
    try:
        file = opening.file_of(settings.archive)
    except ArchiveError:
        file = None
    found = [Place(name="output", folder=settings.output, setting="output")]
    if file:
        found.insert(0, Place(name="archive", folder=file.parent, setting="archive"))
    if settings.hub or settings.hubs:
        found.append(Place(name="hub", folder=settings.hub_file.absolute().parent, setting="hub_file"))
    if settings.responses_days:
        found.append(Place(name="responses", folder=settings.responses, setting="responses"))
    return found


def _archive(settings: Settings, found: Condition | ArchiveError, by: Means) -> Iterator[Finding]:
    yield records.database(found)
    if isinstance(found, Condition):
        yield records.version(found)
        if opening.file_of(settings.archive):
            yield records.soundness(partial(condition.fault, settings.archive))
        yield clock.against_archive(by.now(), found.newest)
        yield records.service(condition.holders(settings.archive, now=by.now()).get(LEASE, ""))


def _condition(url: str) -> Condition | ArchiveError:
    try:
        return condition.of(url)
    except ArchiveError as error:
        return error


def _network(by: Means) -> Iterator[Finding]:
    asked = [network.ask(home, fetch=by.fetch, now=by.now) for home in network.hosts(list(run.portals().values()))]
    yield network.reached(asked)
    told = clock.against_others([one.times for one in asked if one.times])
    if told:
        yield told


def _listen(host: str, port: int) -> None:
    listening(host, port).close()
