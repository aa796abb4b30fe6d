"""Which settings there are: what may be written for each, its default, and what follows from several together."""

import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from crawler.dates import HANOI
from crawler.portal import Portal, Proof
from feeds.catalogue import Content

PREFIX = "DIEMTIN_"

_HOURS = re.compile(r"([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d")
_LONGEST_INTERVAL = 527_040  # minutes: a leap year
_MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """A span of each day, in Ha Noi time; one that ends before it begins goes over midnight."""

    begin: time
    end: time

    @classmethod
    def read(cls, written: str) -> Self | None:
        """Return hours as they are written, `23:00-05:00`; None for an empty text.

        Raises:
            ValueError: they are no hours, or none of the day.
        """
        if not written:
            return None
        begin, _, end = written.partition("-")
        if _HOURS.fullmatch(written) is None or begin == end:
            raise ValueError("write two times of a day, like 23:00-05:00")
        return cls(begin=time.fromisoformat(begin), end=time.fromisoformat(end))

    def ends(self, now: datetime) -> datetime | None:
        """Return when the span that `now` is in ends, in Ha Noi time; None when it is in none. The end is outside."""
        here = now.astimezone(HANOI)
        for day in (here.date() - timedelta(days=1), here.date()):
            begun = datetime.combine(day, self.begin, HANOI)
            over = datetime.combine(day + timedelta(days=self.end < self.begin), self.end, HANOI)
            if begun <= here < over:
                return over
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What may be asked of a portal in a day; 0 is no limit."""

    requests: int
    bytes: int


def _like(pattern: str, wanted: str) -> AfterValidator:
    """Return what refuses a text that does not match as a whole, in words that say what is wanted."""

    def matching(written: str) -> str:
        if re.fullmatch(pattern, written) is None:
            raise ValueError(wanted)
        return written

    return AfterValidator(matching)


def _unless(refused: Callable[[Any], bool], wanted: str) -> BeforeValidator:
    """Return what refuses a value before it is made into what the setting is."""

    def wanted_value(written: Any) -> Any:
        if refused(written):
            raise ValueError(wanted)
        return written

    return BeforeValidator(wanted_value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _are_no_phrases(written: Any) -> bool:
    if isinstance(written, dict):
        return not all(isinstance(phrase, str) and _is_number(weight) for phrase, weight in written.items())
    return not (isinstance(written, list) and all(isinstance(phrase, str) for phrase in written))


def _hours(written: str) -> str:
    QuietHours.read(written)
    return written


def _listed(written: Any) -> Any:
    """Return the list that a variable holds: JSON, or addresses with commas between them, which may hold commas."""
    if not isinstance(written, str):
        return written
    if not written.lstrip().startswith("["):
        return [one for one in re.split(r"\s*,\s*(?=[\w+.-]+://)|\s*,?\s*$", written.strip()) if one]
    try:
        return json.loads(written)
    except json.JSONDecodeError as error:
        raise ValueError("write a list, or addresses with commas between them") from error


# `true` would else be taken for 1.
_NUMBER = _unless(lambda written: isinstance(written, bool), "write a number")
_HOME = r"https?://[^\s/?#]+/?"
_PORTAL = r"https?://(?=[^/]*\.)[^\s/?#@:\[\]{}\\]+/?"  # by its name: no port, no password, no number in brackets
_Whole = Annotated[int, _NUMBER]
_Megabytes = Annotated[int, Field(ge=0), _NUMBER]
_Minutes = Annotated[float, Field(gt=0, le=_LONGEST_INTERVAL), _NUMBER]
_Requests = Annotated[int, Field(ge=0), _NUMBER]
_Folder = Annotated[Path, _unless(lambda written: written == "", "write a folder")]
_Archive = Annotated[str, _like(r"[\w+]+://.*", "write an SQLAlchemy address, like sqlite:///diemtin.db")]
_Contact = Annotated[
    str,
    _like(
        r"|[!-~]+@[!-?A-~]+\.[!-?A-~]+|https?://[!-~]+",  # it is sent in a header: ASCII, one line
        "write an e-mail address or one with https://, in ASCII",
    ),
]
_SiteUrl = Annotated[
    str, _like(r"https?://[^\s/?#]+(/[^\s?#]*)?", "write an address like https://feeds.example.vn/, without ? and #")
]
_HubUrl = Annotated[str, _like(r"https?://[!-~]+", "write an address like https://hub.example.vn/")]
_Alarm = Annotated[
    str, _like(r"[A-Za-z][\w+.-]*://\S.*", "write an address that apprise knows, like mailtos://… or tgram://…")
]
_Line = Annotated[
    str, _like(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]*", "write one line, without control characters")
]
_Name = Annotated[_Line, _like(r"(?s).*\S.*", "write a name, in one line")]
_Replay = Annotated[str, _like(f"({_HOME})?", "write an address like http://127.0.0.1:8080/")]  # else it would go live
_QuietHours = Annotated[str, AfterValidator(_hours)]
_TimeOfDay = Annotated[str, _like(r"|([01]\d|2[0-3]):[0-5]\d", 'write a time of day, like 07:00, or "" for none')]
_Phrases = Annotated[
    dict[str, float] | list[str],
    _unless(_are_no_phrases, 'write a list, ["học phí"], or weights, { "học phí" = 3 }'),
]


class TopicSettings(BaseModel):
    """A topic of the operator's own, or phrases added to one of the taxonomy's.

    Attributes:
        vi: name in Vietnamese, where the heading is a slug and not the name itself.
        en: name in English.
        phrases: what its articles say; `"phrase"` counts 2, `{ "phrase" = 3 }` tells the weight.
    """

    model_config = ConfigDict(extra="forbid")

    vi: _Line = Field(default="", examples=["Biển đảo"])
    en: _Line = Field(default="", examples=["Seas and islands"])
    phrases: _Phrases = Field(default_factory=list, examples=[["Trường Sa", "Hoàng Sa", "ngư trường"]])

    @property
    def weighted(self) -> dict[str, float]:
        """The phrases with their weights."""
        return self.phrases if isinstance(self.phrases, dict) else dict.fromkeys(self.phrases, 2.0)


class PortalSettings(BaseModel):
    """What an operator says of one portal.

    Attributes:
        enabled: whether `crawl` and `run` take it when none is named; unless set, when it is proven.
        content: how much of its articles is published; what is set for all unless given.
        interval: minutes between two crawls, fixed: no rhythm is learned.
        quiet_hours: hours in which nothing is asked of it; `""` for none; what is set for all unless given.
        budget_requests: requests a day at most, 0 for no limit; what is set for all unless given.
        budget_megabytes: megabytes a day at most, 0 for no limit; what is set for all unless given.
    """

    model_config = ConfigDict(extra="forbid")

    enabled: bool | None = Field(default=None, examples=[True])
    content: Content | None = Field(default=None, examples=[Content.LEAD])
    interval: _Minutes | None = Field(default=None, examples=[120])
    quiet_hours: _QuietHours | None = Field(default=None, examples=["22:00-06:00"])
    budget_requests: _Requests | None = Field(default=None, examples=[2000])
    budget_megabytes: _Megabytes | None = Field(default=None, examples=[200])


class OwnPortal(BaseModel):
    """A portal of the operator's own, of which no more need be known than its address.

    Attributes:
        url: of its home page.
        name: for commands, the archive and the feeds; made from the host unless given.
        title: as the portal calls itself; the host unless given.
        family: by whose rules its pages are read; without any unless given.
    """

    model_config = ConfigDict(extra="forbid")

    url: Annotated[str, _like(_PORTAL, "write the address of its home page, like https://example.gov.vn/")] = Field(
        examples=["https://example.gov.vn/"]
    )
    name: Annotated[str, _like("([a-z][a-z0-9_]{0,63})?", "write small letters, digits and _, at most 64")] = Field(
        default="", examples=["example"]
    )
    title: _Line = Field(default="", examples=["Cổng thông tin điện tử Ví dụ"])
    family: str = Field(default="", examples=["epi"])


class OwnFeed(BaseModel):
    """A feed of the operator's own: what is given must all hold.

    Attributes:
        slug: for the feed's address, `feeds/own/SLUG`, by which readers know it: small letters, digits and `-`.
        title: as readers list it.
        description: one sentence.
        query: words and phrases, as `diemtin search` takes them.
        topics: slugs, one of which an entry is under.
        portals: names, one of which it is of.
        documents: numbers of legal documents, one of which it is or cites.
        include: phrases, one of which it says.
        exclude: phrases, none of which it says.
        limit: entries at most; as many as in other feeds unless set.
    """

    model_config = ConfigDict(extra="forbid")

    slug: Annotated[str, _like("[a-z0-9]+(-[a-z0-9]+)*", "write small letters, digits and - between them")] = Field(
        max_length=64, examples=["hoc-phi"]
    )
    title: _Name = Field(examples=["Học phí"])
    description: _Line = Field(default="", examples=["Tin về học phí trên cả nước"])
    query: _Line = Field(default="", examples=['"học phí" OR "miễn giảm học phí"'])
    topics: list[str] = Field(default_factory=list, examples=[["giao-duc"]])
    portals: list[str] = Field(default_factory=list, examples=[["nhandan", "baochinhphu"]])
    documents: list[str] = Field(default_factory=list, examples=[["81/2021/NĐ-CP"]])
    include: list[_Line] = Field(default_factory=list, examples=[["đại học", "cao đẳng"]])
    exclude: list[_Line] = Field(default_factory=list, examples=[["lái xe"]])
    limit: Annotated[int | None, _NUMBER] = Field(default=None, ge=1, le=200, examples=[50])


class Settings(BaseSettings):
    """Every setting, with its default; names are those of the file, and of `DIEMTIN_…` variables in capitals.

    Attributes:
        archive: SQLAlchemy address of the archive, e.g. `sqlite:///diemtin.db`, `postgresql+psycopg://…`.
        history_days: how long it is kept how each crawl ended; rhythms are learned from it.
        responses: folder that pages are kept in as they were served, for `reparse` and for incidents.
        responses_days: how long they are kept there; 0 to keep none.
        output: folder that feeds are published into; safe to serve as it stands.
        site_url: public address of that folder, which feeds name as their own.
        site_title: what the whole is called.
        content: how much of articles is published: `full`, or the `lead` with a link to the portal.
        history: whether everything that a feed ever carried is published, page by page.
        hubs: addresses of WebSub hubs that are told of every change.
        hub: whether `serve` is a hub itself, and feeds name it.
        hub_file: where it keeps its subscriptions.
        contact: an e-mail or web address that the crawler gives to the portals it visits.
        delay: seconds between two requests to one host; each portal's own unless set.
        quiet_hours: hours in which nothing is asked of portals, in Ha Noi time, e.g. `23:00-05:00`.
        budget_requests: requests to one portal in a day at most; 0 for no limit.
        budget_megabytes: megabytes taken from one portal in a day at most; 0 for no limit.
        browser: path of a Chromium for portals whose pages are drawn by scripts; playwright's own unless set.
        replay: address of a server that plays all portals, for tests and the demo.
        interval: minutes between two crawls, until a section's rhythm is learned.
        least_interval: minutes; the interval that is learned for a section is never shorter.
        most_interval: minutes; it is never longer, however quiet the section.
        sweep_days: days between two deep sweeps of a section, which look for what was missed; 0 for never.
        crawl_minutes: a crawl process that takes longer is told to stop.
        crawl_memory: megabytes; a crawl process that takes more is stopped.
        batch: portals in one crawl process at most.
        processes: crawl processes side by side at most; one that hangs holds up no other.
        alarms: where to tell that a portal broke or healed: addresses as apprise takes them, e.g. `mailtos://…`.
        alarm_from: the least severity that is told at once: `notice`, `warning` or `error`.
        digest: time of day, in Ha Noi time, at which a digest of the day is sent there; `""` for none.
        host: address that `serve` listens on.
        port: port that it listens on; 0 for any that is free.
        status: whether `serve` answers /status, the page for people, and /metrics, for Prometheus.
        log_level: least level of what is logged on standard error.
        log_format: of the log: `text` is `key=value`, `json` one object a line.
        topics: by slug. Likewise `portals`, by name.
        portal: portals of one's own.
        feed: feeds of one's own.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", validate_assignment=True
    )

    archive: _Archive = "sqlite:///diemtin.db"
    history_days: _Whole = Field(default=400, ge=30, le=36_500)
    responses: _Folder = Path("responses")
    responses_days: _Whole = Field(default=0, ge=0, le=36_500)
    output: _Folder = Path("output")
    site_url: _SiteUrl = "http://127.0.0.1:8000/"
    site_title: _Name = "Điểm Tin"
    content: Content = Content.FULL
    history: bool = True
    hubs: Annotated[list[_HubUrl], NoDecode, BeforeValidator(_listed)] = Field(default_factory=list)
    hub: bool = False
    hub_file: Path = Path("hub.db")
    contact: _Contact = ""
    delay: Annotated[float | None, _NUMBER] = Field(default=None, ge=0, le=3600, examples=[5])
    quiet_hours: _QuietHours = ""
    budget_requests: _Requests = 10_000
    budget_megabytes: _Megabytes = 1000
    browser: _Line = ""
    replay: _Replay = ""
    interval: _Minutes = 30
    least_interval: _Minutes = 10
    most_interval: _Minutes = 720
    sweep_days: _Whole = Field(default=7, ge=0, le=366)
    crawl_minutes: Annotated[float, _NUMBER] = Field(default=60, gt=0, le=1440)
    crawl_memory: _Whole = Field(default=250, ge=100)
    batch: _Whole = Field(default=100, ge=1, le=1000)
    processes: _Whole = Field(default=2, ge=1, le=64)
    alarms: Annotated[list[_Alarm], NoDecode, BeforeValidator(_listed)] = Field(default_factory=list)
    alarm_from: Literal["notice", "warning", "error"] = "warning"
    digest: _TimeOfDay = "07:00"
    host: _Line = "127.0.0.1"
    port: _Whole = Field(default=8000, ge=0, le=65535)
    status: bool = True
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "WARNING"
    log_format: Literal["text", "json"] = "text"
    topics: dict[str, TopicSettings] = Field(default_factory=dict)
    portals: dict[str, PortalSettings] = Field(default_factory=dict)
    portal: list[OwnPortal] = Field(default_factory=list)
    feed: list[OwnFeed] = Field(default_factory=list)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment goes before the file, whose values come as arguments."""
        return env_settings, init_settings

    @model_validator(mode="after")
    def _agree(self) -> Self:
        """Refuse settings that contradict each other; `interval` is held to bounds only where both were written."""
        for least, most in (
            ("least_interval", "most_interval"),
            ("least_interval", "interval"),
            ("interval", "most_interval"),
        ):
            contrary = getattr(self, least) > getattr(self, most)
            if contrary and (self.model_fields_set >= {least, most} or "interval" not in {least, most}):
                raise ValueError(
                    f"{least} ({getattr(self, least):g}) is longer than {most} ({getattr(self, most):g}): change one"
                )
        return self

    def of(self, portal: str, name: str) -> Any:
        """Return what is in force for a portal: its own setting of this name, else that for all."""
        own = getattr(self.portals.get(portal), name, None)
        return getattr(self, name) if own is None else own

    def every(self, portal: str) -> timedelta:
        """Return how long to wait between two crawls of a portal, until its rhythm is learned."""
        least, most = self.bounds(portal)
        return min(max(timedelta(minutes=self.of(portal, "interval")), least), most)

    def bounds(self, portal: str) -> tuple[timedelta, timedelta]:
        """Return the least and the most time between two crawls of a portal's section; equal where it is fixed.

        An `interval` that lies beyond a bound that was left at its default moves that bound.
        """
        own = self.portals.get(portal)
        if own and own.interval is not None:
            return (timedelta(minutes=own.interval),) * 2
        least, most = self.least_interval, self.most_interval
        if "least_interval" not in self.model_fields_set:
            least = min(least, self.interval)
        if "most_interval" not in self.model_fields_set:
            most = max(most, self.interval)
        return timedelta(minutes=least), timedelta(minutes=most)

    def quiet(self, portal: str) -> QuietHours | None:
        """Return the hours in which nothing is asked of a portal; None for none."""
        return QuietHours.read(self.of(portal, "quiet_hours"))

    def budget(self, portal: str) -> Budget:
        """Return what may be asked of a portal in a day."""
        return Budget(
            requests=self.of(portal, "budget_requests"), bytes=self.of(portal, "budget_megabytes") * _MEGABYTE
        )

    def is_enabled(self, portal: Portal, *, passed: Collection[str] = ()) -> bool:
        """Return whether a portal is crawled when none is named.

        One that is only inferred, or that needs a browser, is not until it is among those that `passed` a check.
        """
        own = self.portals.get(portal.name)
        if own and own.enabled is not None:
            return own.enabled
        return portal.name in passed or (portal.proof is not Proof.INFERRED and not portal.browser)
