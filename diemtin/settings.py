"""Which settings there are: the default of each (`diemtin.values` tells what may be written), and what follows."""

from collections.abc import Collection
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from crawler.portal import Portal, Proof
from diemtin.values import (
    NUMBER,
    PORTAL_URL,
    Alarm,
    Archive,
    Budget,
    Contact,
    Folder,
    Hours,
    HubUrl,
    Line,
    Megabytes,
    Minutes,
    Name,
    Phrases,
    QuietHours,
    Replay,
    Requests,
    SiteUrl,
    TimeOfDay,
    Whole,
    like,
    listed,
)
from feeds.catalogue import Content

PREFIX = "DIEMTIN_"

_MEGABYTE = 1_000_000


class TopicSettings(BaseModel):
    """A topic of the operator's own, or phrases added to one of the taxonomy's.

    Attributes:
        vi: name in Vietnamese, where the heading is a slug and not the name itself.
        en: name in English.
        phrases: what its articles say; `"phrase"` counts 2, `{ "phrase" = 3 }` tells the weight.
    """

    model_config = ConfigDict(extra="forbid")

    vi: Line = Field(default="", examples=["Biển đảo"])
    en: Line = Field(default="", examples=["Seas and islands"])
    phrases: Phrases = Field(default_factory=list, examples=[["Trường Sa", "Hoàng Sa", "ngư trường"]])

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
    interval: Minutes | None = Field(default=None, examples=[120])
    quiet_hours: Hours | None = Field(default=None, examples=["22:00-06:00"])
    budget_requests: Requests | None = Field(default=None, examples=[2000])
    budget_megabytes: Megabytes | None = Field(default=None, examples=[200])


class OwnPortal(BaseModel):
    """A portal of the operator's own, of which no more need be known than its address.

    Attributes:
        url: of its home page.
        name: for commands, the archive and the feeds; made from the host unless given.
        title: as the portal calls itself; the host unless given.
        family: by whose rules its pages are read; without any unless given.
    """

    model_config = ConfigDict(extra="forbid")

    url: Annotated[str, like(PORTAL_URL, "write the address of its home page, like https://example.gov.vn/")] = Field(
        examples=["https://example.gov.vn/"]
    )
    name: Annotated[str, like("([a-z][a-z0-9_]{0,63})?", "write small letters, digits and _, at most 64")] = Field(
        default="", examples=["example"]
    )
    title: Line = Field(default="", examples=["Cổng thông tin điện tử Ví dụ"])
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

    slug: Annotated[str, like("[a-z0-9]+(-[a-z0-9]+)*", "write small letters, digits and - between them")] = Field(
        max_length=64, examples=["hoc-phi"]
    )
    title: Name = Field(examples=["Học phí"])
    description: Line = Field(default="", examples=["Tin về học phí trên cả nước"])
    query: Line = Field(default="", examples=['"học phí" OR "miễn giảm học phí"'])
    topics: list[str] = Field(default_factory=list, examples=[["giao-duc"]])
    portals: list[str] = Field(default_factory=list, examples=[["nhandan", "baochinhphu"]])
    documents: list[str] = Field(default_factory=list, examples=[["81/2021/NĐ-CP"]])
    include: list[Line] = Field(default_factory=list, examples=[["đại học", "cao đẳng"]])
    exclude: list[Line] = Field(default_factory=list, examples=[["lái xe"]])
    limit: Annotated[int | None, NUMBER] = Field(default=None, ge=1, le=200, examples=[50])


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

    archive: Archive = "sqlite:///diemtin.db"
    history_days: Whole = Field(default=400, ge=30, le=36_500)
    responses: Folder = Path("responses")
    responses_days: Whole = Field(default=0, ge=0, le=36_500)
    output: Folder = Path("output")
    site_url: SiteUrl = "http://127.0.0.1:8000/"
    site_title: Name = "Điểm Tin"
    content: Content = Content.FULL
    history: bool = True
    hubs: Annotated[list[HubUrl], NoDecode, BeforeValidator(listed)] = Field(default_factory=list)
    hub: bool = False
    hub_file: Path = Path("hub.db")
    contact: Contact = ""
    delay: Annotated[float | None, NUMBER] = Field(default=None, ge=0, le=3600, examples=[5])
    quiet_hours: Hours = ""
    budget_requests: Requests = 10_000
    budget_megabytes: Megabytes = 1000
    browser: Line = ""
    replay: Replay = ""
    interval: Minutes = 30
    least_interval: Minutes = 10
    most_interval: Minutes = 720
    sweep_days: Whole = Field(default=7, ge=0, le=366)
    crawl_minutes: Annotated[float, NUMBER] = Field(default=60, gt=0, le=1440)
    crawl_memory: Whole = Field(default=250, ge=100)
    batch: Whole = Field(default=100, ge=1, le=1000)
    processes: Whole = Field(default=2, ge=1, le=64)
    alarms: Annotated[list[Alarm], NoDecode, BeforeValidator(listed)] = Field(default_factory=list)
    alarm_from: Literal["notice", "warning", "error"] = "warning"
    digest: TimeOfDay = "07:00"
    host: Line = "127.0.0.1"
    port: Whole = Field(default=8000, ge=0, le=65535)
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
