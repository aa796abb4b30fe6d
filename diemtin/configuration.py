"""The settings: one commented file, environment variables over it, options of the command over both."""

import os
import re
import socket
import tomllib
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from difflib import get_close_matches
from ipaddress import IPv4Address
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from crawler.addresses import is_public
from crawler.errors import DiemtinError
from crawler.portal import Portal, Proof
from feeds.catalogue import Content

FILE = Path("diemtin.toml")
_PREFIX = "DIEMTIN_"
_OF_TESTS = "TEST_"  # what follows it is the test suite's, and no setting
_TABLES = frozenset({"TOPICS", "PORTALS"})
_LISTS = frozenset({"PORTAL", "FEED"})


class SettingsWrong(DiemtinError):
    """Raised when a setting is unknown or has a value that cannot be; tells the nearest right key."""


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


# `true` would else be taken for 1.
_NUMBER = _unless(lambda written: isinstance(written, bool), "write a number")
_HOME = r"https?://[^\s/?#]+/?"
_PORTAL = r"https?://(?=[^/]*\.)[^\s/?#@:\[\]{}\\]+/?"  # by its name: no port, no password, no number in brackets
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
_Line = Annotated[
    str, _like(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]*", "write one line, without control characters")
]
_Name = Annotated[_Line, _like(r"(?s).*\S.*", "write a name, in one line")]
_Replay = Annotated[str, _like(f"({_HOME})?", "write an address like http://127.0.0.1:8080/")]  # else it would go live
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

    vi: _Line = ""
    en: _Line = ""
    phrases: _Phrases = Field(default_factory=list)

    @property
    def weighted(self) -> dict[str, float]:
        """The phrases with their weights."""
        return self.phrases if isinstance(self.phrases, dict) else dict.fromkeys(self.phrases, 2.0)


class PortalSettings(BaseModel):
    """What an operator says of one portal.

    Attributes:
        enabled: whether `crawl` and `run` take it when none is named; unless set, when it is proven.
        interval: minutes between two crawls.
        content: how much of its articles is published; what is set for all unless given.
    """

    model_config = ConfigDict(extra="forbid")

    enabled: bool | None = None
    content: Content | None = None
    interval: Annotated[float | None, _NUMBER] = Field(default=None, gt=0, le=527_040)


class OwnPortal(BaseModel):
    """A portal of the operator's own, of which no more need be known than its address.

    Attributes:
        url: of its home page.
        name: for commands, the archive and the feeds; made from the host unless given.
        title: as the portal calls itself; the host unless given.
        family: by whose rules its pages are read; without any unless given.
    """

    model_config = ConfigDict(extra="forbid")

    url: Annotated[str, _like(_PORTAL, "write the address of its home page, like https://example.gov.vn/")]
    name: Annotated[str, _like("([a-z][a-z0-9_]{0,63})?", "write small letters, digits and _, at most 64")] = ""
    title: _Line = ""
    family: str = ""


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
        max_length=64
    )
    title: _Name
    description: _Line = ""
    query: _Line = ""
    topics: list[str] = Field(default_factory=list)
    portals: list[str] = Field(default_factory=list)
    documents: list[str] = Field(default_factory=list)
    include: list[_Line] = Field(default_factory=list)
    exclude: list[_Line] = Field(default_factory=list)
    limit: Annotated[int | None, _NUMBER] = Field(default=None, ge=1, le=200)


class Settings(BaseSettings):
    """Every setting, with its default; names are those of the file, and of `DIEMTIN_…` variables in capitals.

    Attributes:
        archive: SQLAlchemy address of the archive, e.g. `sqlite:///diemtin.db`, `postgresql+psycopg://…`.
        output: folder that feeds are published into; safe to serve as it stands.
        site_url: public address of that folder, which feeds name as their own.
        site_title: what the whole is called.
        content: how much of articles is published: `full`, or the `lead` with a link to the portal.
        history: whether everything that a feed ever carried is published, page by page.
        hubs: addresses of WebSub hubs that are told of every change.
        hub: whether `serve` is a hub itself, and feeds name it.
        hub_file: where it keeps its subscriptions.
        contact: an e-mail or web address that the crawler gives to the portals it visits.
        interval: minutes between two crawls of a portal.
        delay: seconds between two requests to one host; each portal's own unless set.
        browser: path of a Chromium for portals whose pages are drawn by scripts; playwright's own unless set.
        replay: address of a server that plays all portals, for tests and the demo.
        host: address that `serve` listens on. Likewise `port`.
        log_level: of the log on standard error.
        topics: by slug. Likewise `portals`, by name.
        portal: portals of one's own.
        feed: feeds of one's own.
    """

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, env_nested_delimiter="__", extra="forbid", validate_assignment=True
    )

    archive: _Archive = "sqlite:///diemtin.db"
    output: Annotated[Path, _unless(lambda written: written == "", "write a folder")] = Path("output")
    site_url: _SiteUrl = "http://127.0.0.1:8000/"
    site_title: _Name = "Điểm Tin"
    content: Content = Content.FULL
    history: bool = True
    hubs: list[_HubUrl] = Field(default_factory=list)
    hub: bool = False
    hub_file: Path = Path("hub.db")
    contact: _Contact = ""
    interval: Annotated[float, _NUMBER] = Field(default=30, gt=0, le=527_040)
    delay: Annotated[float | None, _NUMBER] = Field(default=None, ge=0, le=3600)
    browser: str = ""
    replay: _Replay = ""
    host: str = "127.0.0.1"
    port: Annotated[int, _NUMBER] = Field(default=8000, ge=0, le=65535)
    log_level: str = Field(default="WARNING", pattern="^(DEBUG|INFO|WARNING|ERROR)$")
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

    def every(self, portal: str) -> timedelta:
        """Return how long to wait between two crawls of a portal."""
        own = self.portals.get(portal)
        return timedelta(minutes=own.interval if own and own.interval else self.interval)

    def is_enabled(self, portal: Portal, *, passed: Collection[str] = ()) -> bool:
        """Return whether a portal is crawled when none is named.

        One that is only inferred, or that needs a browser, is not until it is among those that `passed` a check.
        """
        own = self.portals.get(portal.name)
        if own and own.enabled is not None:
            return own.enabled
        return portal.name in passed or (portal.proof is not Proof.INFERRED and not portal.browser)


def load(file: Path | None = None, **options: Any) -> Settings:
    """Return the settings in force.

    Args:
        file: the settings file; None for `$DIEMTIN_CONFIG`, or `diemtin.toml` in this folder where there is one.
        options: what the command was told; None where it was told nothing.

    Raises:
        SettingsWrong: the file is missing or no TOML, a key or a variable is unknown, a value cannot be.
    """
    _must_be_known(os.environ)
    named = file or (Path(os.environ[f"{_PREFIX}CONFIG"]) if f"{_PREFIX}CONFIG" in os.environ else None)
    path = named or (FILE if FILE.exists() else None)
    written = _read(path) if path else {}
    try:
        settings = Settings(**written)
        for name, value in options.items():
            if value is not None:
                setattr(settings, name, value)
    except ValidationError as error:
        raise SettingsWrong(_explain(error, path)) from error
    except SettingsError as error:  # a table in the environment that is not JSON
        raise SettingsWrong(f"the environment: {error}") from error
    _must_be_public(settings)
    return settings


def environment(settings: Settings, file: Path | None) -> dict[str, str]:
    """Return the environment in which a child process finds the same settings."""
    own = {
        f"{_PREFIX}ARCHIVE": settings.archive,
        f"{_PREFIX}OUTPUT": str(settings.output),
        f"{_PREFIX}REPLAY": settings.replay,
        f"{_PREFIX}LOG_LEVEL": settings.log_level,
    }
    if settings.delay is not None:
        own[f"{_PREFIX}DELAY"] = str(settings.delay)
    if file:
        own[f"{_PREFIX}CONFIG"] = str(file)
    return {**os.environ, **own}


def _must_be_public(settings: Settings) -> None:
    """Refuse portals of one's own on this machine or in a network behind it, unless all portals are played."""
    for one in settings.portal if not settings.replay else ():
        host = urlsplit(one.url).hostname or ""
        if not _may_be_public(host.rstrip(".")):
            raise SettingsWrong(f"the portal {one.url} is none of the open internet: only `replay` can play it")


def _may_be_public(host: str) -> bool:
    """Return whether a host is not known to be private by its name alone: nobody is asked for its address."""
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):  # RFC 6761, RFC 6762
        return False
    try:
        return is_public(str(IPv4Address(socket.inet_aton(host))))  # also `127.1` and `0x7f.1`, as resolvers read them
    except OSError:
        return True


def _must_be_known(variables: Mapping[str, str]) -> None:
    """Refuse variables that look like settings and are none; inside a table pydantic tells them."""
    known = ["CONFIG", *map(str.upper, Settings.model_fields)]
    wrong = []
    for written in sorted(variables):
        name = written.upper().removeprefix(_PREFIX)
        if name == written.upper() or name.startswith(_OF_TESTS):
            continue
        head, nested, _ = name.partition("__")
        if head not in (_TABLES if nested else known):
            # `portal` and `feed` are lists: what has parts was meant for a table
            hint = _hint(head, [one for one in known if not nested or one not in _LISTS], prefix=_PREFIX)
            wrong.append(f"the environment: there is no setting {written}; {hint}")
    if wrong:
        raise SettingsWrong("\n".join(wrong))


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsWrong(f"the settings file {path} cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsWrong(f"the settings file {path} is not TOML: {error}") from error


def _explain(error: ValidationError, path: Path | None) -> str:
    return "\n".join(_explain_one(problem, path) for problem in error.errors())


def _explain_one(problem: Mapping[str, Any], path: Path | None) -> str:
    keys = [str(part) for part in problem["loc"]]
    key, where = ".".join(keys), str(path) if path else "the environment or the command"
    if problem["type"] != "extra_forbidden":
        return f"{where}: {key} cannot be {problem['input']!r}: {problem['msg'].removeprefix('Value error, ')}"
    return f"{where}: there is no setting {key}; {_hint(keys[-1], _known_keys(keys))}"


def _hint(written: str, known: Sequence[str], *, prefix: str = "") -> str:
    near = get_close_matches(written, known, n=1, cutoff=0.4)
    return f"did you mean {prefix}{near[0]}?" if near else "docs/settings.md lists all settings"


_INNER: Mapping[str, type[BaseModel]] = {
    "portals": PortalSettings,
    "portal": OwnPortal,
    "feed": OwnFeed,
    "topics": TopicSettings,
}


def _known_keys(keys: Sequence[str]) -> list[str]:
    """Return what could have been written in the place of the last key."""
    return list((_INNER[keys[0]] if len(keys) > 1 else Settings).model_fields)
