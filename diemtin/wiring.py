"""The composition root: settings become the objects that work; the clock is read here and nowhere else."""

import logging
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from difflib import get_close_matches
from importlib.metadata import version
from typing import Any
from urllib.parse import urlsplit

from slugify import slugify

from crawler import archive, links, run, taxonomy, topics
from crawler.archive import Archive, opening
from crawler.archive.search import Query
from crawler.assignment import Assignment, Report
from crawler.dates import HANOI
from crawler.errors import ArchiveError, UnknownPortal
from crawler.families import FAMILIES
from crawler.families.anysite import ANY_SITE
from crawler.portal import Explore, Kind, Portal, Proof, Section
from crawler.taxonomy import Subject
from diemtin.configuration import OwnFeed, OwnPortal, Settings, SettingsWrong, TopicSettings
from diemtin.demo import output as stage
from diemtin.operation import planning
from feeds import files, querying
from feeds.catalogue import Site
from feeds.errors import QueryWrong
from feeds.publish import Progress, publish
from feeds.publish import Report as Published
from feeds.querying import Known, Own
from feeds.websub import ledger, ping
from feeds.websub.ping import Pings

logger = logging.getLogger(__name__)

# Seconds. Without any delay Scrapy 2.19 sends a host its whole queue at once, whatever
# CONCURRENT_REQUESTS_PER_DOMAIN says [seen: 9 requests at a time].
_LONGEST_NAME = 64  # characters, as in the archive
_LEAST_DELAY = 0.001


def now() -> datetime:
    """Return the present moment, in Ha Noi time."""
    return datetime.now(HANOI)


@contextmanager
def opened(settings: Settings) -> Iterator[Archive]:
    """Open the archive that the settings name, for a crawl: it is made where there is none."""
    with archive.opened(settings.archive) as store:
        yield store


@contextmanager
def kept(settings: Settings) -> Iterator[Archive]:
    """Open the archive that the settings name and that is there."""
    with opening.opened(settings.archive, make=False) as store:
        yield store


@contextmanager
def read(settings: Settings) -> Iterator[Archive]:
    """Open the archive that the settings name for reading alone, also where nothing may be written."""
    with opening.reading(settings.archive) as store:
        yield store


def passed(settings: Settings) -> frozenset[str]:
    """Return the portals that passed their last check; none where there is no archive to tell."""
    try:
        with read(settings) as store:
            return store.reader.passed()
    except ArchiveError:
        return frozenset()


def subjects(settings: Settings) -> tuple[Subject, ...]:
    """Return the taxonomy with the operator's own topics and phrases.

    A topic of one's own is headed by its name (`[topics."Biển đảo"]`), or by a slug with the name beside it.

    Raises:
        SettingsWrong: a topic of one's own without a name.
    """
    known = {subject.slug for subject in taxonomy.SUBJECTS}
    added = {slug: one.weighted for slug, one in settings.topics.items() if slug in known}
    extra = [_own_subject(head, one) for head, one in settings.topics.items() if head not in known]
    return topics.extended(taxonomy.SUBJECTS, phrases=added, extra=extra)


def _own_subject(head: str, said: TopicSettings) -> Subject:
    slug = slugify(head)
    name = said.vi or ("" if head == slug else head)
    if not name or not slug:
        raise SettingsWrong(
            f'topics.{head} needs a name: vi = "…"; to add phrases to a topic there is, head it by its slug: '
            "`diemtin topics` lists them"
        )
    return Subject(slug=slug, vi=name, en=said.en or name, phrases=said.weighted)


def classifier(settings: Settings) -> topics.Classifier:
    """Return what gives articles their topics."""
    return topics.Classifier(subjects(settings)) if settings.topics else topics.default()


def assignment(
    settings: Settings,
    store: Archive,
    *,
    since: datetime | None,
    limit: int,
    report: Report,
    at: datetime | None,
    chosen: planning.Due | None = None,
    done: Callable[[str], None] = lambda _: None,
) -> Assignment:
    """Return what the spiders are sent out with.

    Args:
        settings: tell the operator's own topics, and the budgets.
        store: the archive.
        since: how far to go back; None for what is new.
        limit: articles a portal; 0 for no limit.
        report: told of progress.
        at: stands in for the clock, for the demo and for tests.
        chosen: the sections to crawl, by portal; None for all.
        done: told each portal whose crawl has ended.
    """
    clock: Callable[[], datetime] = (lambda: at) if at else now
    names = list(run.portals()) if chosen is None else list(chosen)
    states = store.chronicle.states(list(chosen)) if chosen else []
    return Assignment(
        archive=store,
        classifier=classifier(settings),
        clock=clock,
        since=since,
        limit=limit,
        report=report,
        sections=chosen or {},
        sweeps=planning.sweeps(states, chosen or {}, settings=settings, now=clock()),
        allowances=planning.allowances(names, store.plans.spent(clock().date()), settings=settings),
        breakers=store.plans.breakers(),
        done=done,
    )


def agent(settings: Settings) -> str:
    """Return what this installation calls itself wherever it asks for something, and whom to turn to."""
    return f"diemtin/{version('diemtin')} (+{settings.contact or settings.site_url})"


def scrapy_settings(settings: Settings) -> dict[str, Any]:
    """Return what is laid over `crawler.settings`."""
    values: dict[str, Any] = {
        "USER_AGENT": agent(settings),
        "BROWSER": settings.browser,
        "REPLAY": settings.replay,
        "RESPONSES": str(settings.responses) if settings.responses_days else "",
        "LOG_LEVEL": settings.log_level,
        "LOG_INSTALL_ROOT_HANDLER": False,  # the command has set logging up
    }
    return values if settings.delay is None else {**values, "DOWNLOAD_DELAY": max(settings.delay, _LEAST_DELAY)}


def check(settings: Settings) -> Settings:
    """Take up the portals of the operator's own; return settings in which no portal is spoken of that there is not.

    Raises:
        SettingsWrong: one is; the nearest names are told. Or one of one's own is there already.
    """
    with run.replaced():
        for portal in map(_own_portal, settings.portal):  # each is there before the next is looked at
            run.add(portal)
        for name in settings.portals:
            try:
                run.portal(name)
            except UnknownPortal as error:
                raise SettingsWrong(f"the settings of portals.{name}: {error}") from error
        own_feeds(settings)
    return settings


def own_feeds(settings: Settings) -> tuple[Own, ...]:
    """Return the feeds of the operator's own, in the order in which they are declared.

    Raises:
        SettingsWrong: one asks for nothing, or for a topic or portal that there is not, or two have one slug.
    """
    if not settings.feed:
        return ()
    known = _known(settings)
    found: dict[str, Own] = {}
    for said in settings.feed:
        if said.slug in found:
            raise SettingsWrong(f"two [[feed]] have the slug {said.slug!r}: give one another")
        try:
            found[said.slug] = _own_feed(said, known=known)
        except QueryWrong as error:
            raise SettingsWrong(f"the settings of the [[feed]] {said.slug!r}: {error}") from error
    return tuple(found.values())


def query(settings: Settings, given: querying.Given) -> Query:
    """Return a query made of what the command was told.

    Raises:
        SettingsWrong: it asks for nothing, or for a topic or portal that there is not.
    """
    try:
        return querying.checked(given, known=_known(settings))
    except QueryWrong as error:
        raise SettingsWrong(str(error)) from error


def _known(settings: Settings) -> Known:
    return querying.known(list(run.portals().values()), subjects(settings))


def _own_feed(said: OwnFeed, *, known: Known) -> Own:
    given = {
        "q": [said.query],
        "topic": said.topics,
        "portal": said.portals,
        "document": said.documents,
        "include": said.include,
        "exclude": said.exclude,
        "limit": [str(said.limit or "")],
    }
    query = querying.checked(given, known=known)
    return Own(slug=said.slug, title=said.title, description=said.description, query=query)


def _own_portal(said: OwnPortal) -> Portal:
    parts = urlsplit(said.url)
    host = _ascii(parts.netloc)
    name = said.name or slugify(f"p_{host}" if host[0].isdigit() else links.bare(host), separator="_")[:_LONGEST_NAME]
    taken = next((one for one in run.portals().values() if links.bare(host) in map(links.bare, one.hosts)), None)
    if taken and run.is_own(taken.name):
        raise SettingsWrong(f"two [[portal]] have the url {said.url}: leave one out")
    if taken:
        raise SettingsWrong(f"the portal {said.url} is there already: it is named {taken.name}")
    if name in run.portals():
        raise SettingsWrong(f"there is a portal named {name!r} already: give {said.url} another `name`")
    family = next((one for one in FAMILIES if said.family in {one.name, one.letter}), None)
    if said.family and family is None:
        raise SettingsWrong(f"there is no family {said.family!r}: {', '.join(one.name for one in FAMILIES)}")
    return Portal(
        name=name,
        title=said.title or parts.netloc,
        title_en=said.title or parts.netloc,
        body="",
        kind=Kind.PRESS,
        home=f"{parts.scheme}://{host}/",
        family=family or ANY_SITE,
        proof=Proof.REPORTED,  # by the operator
        unverified=("everything but the address",),
        sections=(Section(path="", title="Trang chủ", sources=(Explore(),)),),
    )


def _ascii(host: str) -> str:
    """Return a host as requests name it (RFC 5891).

    Raises:
        SettingsWrong: it cannot be one.
    """
    try:
        return host.encode("idna").decode()
    except UnicodeError as error:
        raise SettingsWrong(
            f"{host!r} is no host: write the address of a home page, like https://example.gov.vn/"
        ) from error


def topic(settings: Settings, store: Archive, slug: str) -> str:
    """Return a topic's slug if there is such a topic, in the taxonomy, the settings or the archive.

    Raises:
        SettingsWrong: there is none; the nearest slugs are told.
    """
    known = {subject.slug for subject in subjects(settings)} | store.reader.topics().keys()
    if slug in known:
        return slug
    near = get_close_matches(slugify(slug), sorted(known), n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "`diemtin topics` lists them"
    raise SettingsWrong(f"there is no topic {slug!r}; {hint}")


def chosen(
    settings: Settings, names: Sequence[str], *, passed: Collection[str] = (), every: bool = False
) -> dict[str, Portal]:
    """Return the portals of these names, or all that are enabled when none is named; all there are with `every`.

    Raises:
        UnknownPortal: one has no such name.
    """
    if names:
        return {name: run.portal(name) for name in dict.fromkeys(names)}
    return {name: one for name, one in run.portals().items() if every or settings.is_enabled(one, passed=passed)}


def site(settings: Settings) -> Site:
    """Return what the feeds say of the place where they are published."""
    plain = Site(base_url=settings.site_url, title=settings.site_title, contact=settings.contact)
    own = [plain.address("hub")] if settings.hub else []
    contents = sorted((name, one.content) for name, one in settings.portals.items() if one.content)
    return replace(plain, hubs=(*own, *settings.hubs), content=settings.content, contents=tuple(contents))


def publish_all(
    settings: Settings, store: Archive, *, force: bool = False, progress: Progress | None = None
) -> Published:
    """Publish every feed whose entries changed; a portal that is off has feeds as long as it has articles.

    What the demo published in the folder is taken away first: it is invented, and nobody's last good feeds.
    """
    with files.writing(settings.output):
        if stage.give_back(settings.output, archive=settings.archive):
            logger.warning("output=%s removed=demo", settings.output)
    crawled = chosen(settings, (), passed=store.reader.passed())
    stored = {name for name, state in store.reader.portals().items() if state.articles or state.documents}
    report = publish(
        store,
        portals=[one for name, one in run.portals().items() if name in crawled or name in stored],
        subjects=subjects(settings),
        site=site(settings),
        output=settings.output,
        force=force,
        history=settings.history,
        own=own_feeds(settings),
        progress=progress,
    )
    _tell_hubs(settings, report)
    return report


def _tell_hubs(settings: Settings, report: Published) -> None:
    """Tell outside hubs of the feeds that changed, and again of those that they have not heard of."""
    if settings.hubs:
        addresses = [site(settings).address(path) for path in report.written if path.startswith("feeds/")]
        with ledger.opened(settings.hub_file, ping.tables) as engine:
            ping.ping(addresses, settings.hubs, store=Pings(engine), now=now(), tell=ping.teller(agent(settings)))
