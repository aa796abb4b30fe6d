"""Messages sent through apprise: to all addresses side by side, so that one that hangs holds up no other."""

import logging
import re
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from apprise import Apprise, AppriseAsset, NotificationManager, NotifyFormat, NotifyType, OverflowMode

from diemtin import secrecy
from diemtin.watch.alarms import Alarm, Delivery, Tone

logger = logging.getLogger(__name__)

WITHIN = 30.0
"""Seconds in which all messages of a round are sent; what is not taken then counts as not taken."""

_TYPES = {
    Tone.ERROR: NotifyType.FAILURE,
    Tone.WARNING: NotifyType.WARNING,
    Tone.NOTICE: NotifyType.INFO,
    Tone.HEALED: NotifyType.SUCCESS,
}
_SERVICES = "https://appriseit.com/services/"
_REMEDIES = (
    (r"error=40[13]\b|unauthori[sz]ed|forbidden|authenticat", "its password or token is wrong, or was withdrawn"),
    (r"error=404\b|not found", "it leads nowhere: is the webhook, room or chat still there?"),
    (r"error=429\b|too many|rate.?limit", "it takes no more for now, and is tried again at the next look"),
    (
        r"connection error|resol|refused|timed? ?out|SMTP",
        "see that the host's name is right and this machine reaches it",
    ),
)
_SECRET = 6  # characters; shorter parts of an address are words
_PARTS = re.compile(r"[/:@?&=#]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why nothing can be sent to an address, and what to do."""

    cause: str
    remedy: str


@dataclass(slots=True, kw_only=True)
class _Sending:
    """What is under way to one address."""

    way: Apprise
    alarms: Sequence[Alarm]
    taken: list[Alarm] = field(default_factory=list)
    said: str = ""


def send(wanted: Mapping[str, Sequence[Alarm]], *, within: float = WITHIN) -> dict[str, Delivery]:
    """Send messages, and return what became of them, by address; nothing is raised whatever a service does.

    Args:
        wanted: the messages for each address, in their order.
        within: seconds for all.
    """
    # They tell addresses with the tokens in them; what is to be known of a failure is logged here.
    for talkative in ("apprise", "urllib3"):
        logging.getLogger(talkative).propagate = False
    ways = {address: opened(address) for address in wanted}
    under_way = {
        address: _Sending(way=way, alarms=wanted[address]) for address, way in ways.items() if isinstance(way, Apprise)
    }
    _await([threading.Thread(target=_deliver, args=(one,), daemon=True) for one in under_way.values()], within=within)
    done = {}
    for address, way in ways.items():
        done[address] = (
            Delivery(address=_shown(address), fault=way.cause, remedy=way.remedy)
            if isinstance(way, Fault)
            else _delivery(address, under_way[address], within=within)
        )
    for one in done.values():
        if one.fault:
            logger.warning("alarm=failed address=%s taken=%d reason=%r", one.address, len(one.taken), one.fault)
    return done


def opened(address: str) -> Apprise | Fault:
    """Return the way to an address, or why there is none."""
    services = NotificationManager()  # type: ignore[no-untyped-call] # as are its methods
    schema = address.partition("://")[0].lower()
    if schema not in services:
        near = get_close_matches(schema, services.schemas(), n=2)  # type: ignore[no-untyped-call]
        meant = f"did you mean {' or '.join(f'{one}://' for one in near)}? " if near else ""
        return Fault(cause=f"apprise knows no addresses with {schema}://", remedy=f"{meant}{_SERVICES} lists them")
    service = services[schema]
    if not service.enabled:
        needed = service.requirements.get("packages_required") or "what this system does not have"
        return Fault(cause=f"{schema}:// needs {needed}", remedy=f"install it beside diemtin, or see {_SERVICES}")
    asset = AppriseAsset(app_id="diemtin", service_timeout=0)  # the time is limited here, in threads that end with us
    remedy = f"{service.setup_url or _SERVICES} tells how it is written"
    try:
        made = Apprise.instantiate(address, asset=asset, suppress_exceptions=False)
    except Exception as error:  # noqa: BLE001 - a hundred services' modules raise what they like
        return Fault(cause=_without_secrets(str(error), address) or f"{schema}:// lacks a part", remedy=remedy)
    if made is None:
        return Fault(cause=f"a part of the address is missing, or cannot be: {_shown(address)}", remedy=remedy)
    if "overflow=" not in address:
        made.overflow_mode = OverflowMode.SPLIT  # a long digest would be refused for ever
    way = Apprise(asset=asset)
    way.add(made)
    return way


def _await(threads: Sequence[threading.Thread], *, within: float) -> None:
    end = time.monotonic() + within
    for one in threads:
        one.start()
    for one in threads:
        one.join(max(0.0, end - time.monotonic()))


def _deliver(sending: _Sending) -> None:
    for alarm in sending.alarms:
        try:
            told = sending.way.notify(
                title=alarm.title, body=alarm.text, notify_type=_TYPES[alarm.tone], body_format=NotifyFormat.TEXT
            )
        except Exception as error:  # noqa: BLE001 - likewise
            sending.said = f"{type(error).__name__}: {error}"
            return
        if not told:
            sending.said = " ".join(entry.message for entry in told.logs()) or "it was not taken"
            return
        sending.taken.append(alarm)


def _delivery(address: str, sending: _Sending, *, within: float) -> Delivery:
    taken, said = tuple(sending.taken), sending.said
    if len(taken) == len(sending.alarms):
        return Delivery(address=_shown(address), taken=taken)
    cause = _without_secrets(said, address) or f"it did not answer within {within:g} seconds"
    return Delivery(address=_shown(address), taken=taken, fault=cause, remedy=_remedy(cause))


def _remedy(cause: str) -> str:
    found = (remedy for pattern, remedy in _REMEDIES if re.search(pattern, cause, re.IGNORECASE))
    return next(found, "is tried again at the next look; `diemtin alert --test` tries it now")


def _shown(address: str) -> str:
    return str(secrecy.masked("alarms", address))


def _without_secrets(said: str, address: str) -> str:
    """Return what a service's library said, without the parts of the address; a host's name is no secret."""
    rest = address.partition("://")[2]
    host = rest.rpartition("@")[2].partition("/")[0].partition(":")[0]
    for part in sorted({address, rest, *_PARTS.split(rest)}, key=len, reverse=True):
        if len(part) >= _SECRET and not (part == host and "." in host):
            said = said.replace(part, "***")
    return said.strip()
