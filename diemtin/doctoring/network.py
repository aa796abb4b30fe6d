"""The network tried with two portals, and the port that is to be served on."""

import http.client
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from crawler.errors import NotAnswered, PageError
from crawler.portal import Portal, Proof
from diemtin.doctoring import clock, findings
from diemtin.doctoring.findings import Finding
from diemtin.fetching import FetchedPage
from feeds.errors import CannotListen, PortTaken

_ASKED = ("baochinhphu", "nhandan")  # on different networks, and both always there
_REMEDIES = {
    "name-resolution": "see that this machine has a network and a name server (/etc/resolv.conf)",
    "refused": "see that a firewall lets this machine reach ports 80 and 443 outside",
    "time-out": "see that a firewall lets this machine reach ports 80 and 443 outside, and that the line is not dead",
    "tls": "see that the system's certificates are there (ca-certificates) and the clock is right",
}
_PATIENCE = 3.0  # seconds for a server on this machine

Fetch = Callable[[str], FetchedPage]
"""Fetches an address, as a crawl would."""

Listen = Callable[[str, int], None]
"""Listens on an address, and stops at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What came of asking a portal for its robots.txt.

    Attributes:
        failed: why there was no answer; None where there was one, whatever it says.
        times: what time it was here and there; None where that was not told.
    """

    host: str
    failed: NotAnswered | None = None
    times: tuple[datetime, datetime] | None = None


def hosts(portals: Sequence[Portal]) -> list[str]:
    """Return the home pages of two portals that are proven."""
    proven = [one for one in portals if one.proof is not Proof.INFERRED]
    return [one.home for one in sorted(proven, key=lambda one: (one.name not in _ASKED, one.name))][:2]


def ask(home: str, *, fetch: Fetch, now: Callable[[], datetime]) -> Asked:
    """Ask a portal for its robots.txt."""
    host = urlsplit(home).netloc
    try:
        page = fetch(f"{home.rstrip('/')}/robots.txt")
    except NotAnswered as error:
        return Asked(host=host, failed=error)
    except PageError:  # 404 is an answer
        return Asked(host=host)
    there = clock.sent(page.headers)
    return Asked(host=host, times=(now(), there) if there else None)


def reached(asked: Sequence[Asked]) -> Finding:
    """Return whether portals can be reached."""
    failed = [(one.host, one.failed) for one in asked if one.failed]
    if not failed:
        return findings.ok("network", f"{' and '.join(one.host for one in asked)} answered")
    host, why = failed[0]
    remedy = _REMEDIES.get(why.kind, "see that this machine has a network")
    if len(failed) == len(asked):
        return findings.error("network", f"no portal can be reached: {host}: {why.reason}", remedy)
    return findings.warning(
        "network", f"{host} cannot be reached, others can: {why.reason}", "wait: it may be down; else ask its operator"
    )


def port(host: str, number: int, *, listen: Listen, answers: Callable[[str, int], bool]) -> Finding:
    """Return whether `diemtin serve` can listen; `answers` tells whether a server of ours does already."""
    try:
        listen(host, number)
    except PortTaken as error:
        if answers(host, number):
            return findings.ok("port", f"`diemtin serve` listens on {host} port {number} already")
        return findings.error("port", str(error), "stop that program, or set `port` to another")
    except CannotListen as error:
        return findings.error("port", str(error), "set `host` to an address of this machine, `port` to 1024 or more")
    return findings.ok("port", f"{host} port {number} is free for `diemtin serve`")


def is_ours(host: str, number: int) -> bool:
    """Return whether a server of this program answers on this machine."""
    local = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - all addresses, one of which is asked
    try:
        with_body = [_answer(local, number, path) for path in ("/healthz", "/readyz")]
    except (OSError, http.client.HTTPException):
        return False
    (health, said), (readiness, _) = with_body
    return health == http.client.OK and said == b"ok\n" and readiness in {200, 503}


def _answer(host: str, number: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(host, number, timeout=_PATIENCE)
    try:
        connection.request("GET", path, headers={"Connection": "close"})
        answer = connection.getresponse()
        return answer.status, answer.read(1000)
    finally:
        connection.close()
