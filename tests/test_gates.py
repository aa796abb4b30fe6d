"""What stands before a portal's pages is passed as a browser passes it, or told."""

from types import SimpleNamespace

import factories
import pytest
from scrapy import Request
from scrapy.http import Response
from scrapy.settings import Settings

from crawler.extraction import is_challenge
from crawler.middlewares import Gates
from crawler.portal import Gate, Portal, Tls
from crawler.spider import PortalSpider

URL = "https://mod.gov.vn/robots.txt"
# Its structure and length are those of mod.gov.vn's answer to whoever comes without the cookie.
SHUT = (
    b'<html><body><script>document.cookie="D1N=0f1e2d3c4b5a69788796a5b4c3d2e1f0"+"; expires=Fri, 31 Dec 2099 23:59:59 '
    b'GMT; path=/";window.location.reload(true);</script></body></html>'
)


def gates(gate: Gate = Gate.D1N) -> Gates:
    spider = SimpleNamespace(portal=factories.portal(gate=gate))
    return Gates(SimpleNamespace(spidercls=spider))  # type: ignore[arg-type]


def passed(request: Request, body: bytes, *, gate: Gate = Gate.D1N) -> Request | Response:
    return gates(gate).process_response(request, Response(request.url, body=body))


def test_gate_is_passed_with_the_cookie_that_it_sets() -> None:
    again = passed(Request(URL, cb_kwargs={"task": 1}), SHUT)
    assert isinstance(again, Request)
    assert again.cookies == {"D1N": "0f1e2d3c4b5a69788796a5b4c3d2e1f0"}
    assert (again.url, again.dont_filter, again.cb_kwargs) == (URL, True, {"task": 1})


def test_gate_that_stays_shut_is_asked_once_and_then_told() -> None:
    again = passed(Request(URL), SHUT)
    assert isinstance(again, Request)
    still = passed(again, SHUT)
    assert isinstance(still, Response)
    assert is_challenge(still.body)


@pytest.mark.parametrize(
    ("body", "gate"),
    [
        (SHUT, Gate.NONE),
        (b"User-agent: *\nAllow: /\n", Gate.D1N),
        (SHUT + b"<p>" + b"x" * 3000, Gate.D1N),
        (b'<script>document.cookie="theme=dark1234"</script>', Gate.D1N),
    ],
)
def test_what_is_no_gate_is_left_alone(body: bytes, gate: Gate) -> None:
    assert isinstance(passed(Request(URL), body, gate=gate), Response)


@pytest.mark.parametrize(
    ("tls", "verified", "ciphers"),
    [(Tls.SOUND, True, None), (Tls.UNVERIFIED, False, None), (Tls.LEGACY, False, "DEFAULT:@SECLEVEL=0")],
)
def test_a_portals_tls_is_put_up_with_for_that_portal_alone(tls: Tls, *, verified: bool, ciphers: str | None) -> None:
    class Spider(PortalSpider):
        portal: Portal = factories.portal(tls=tls)  # type: ignore[misc]

    settings = Settings({"DOWNLOAD_VERIFY_CERTIFICATES": True})
    Spider.update_settings(settings)
    assert settings.getbool("DOWNLOAD_VERIFY_CERTIFICATES") is verified
    assert settings["DOWNLOADER_CLIENT_TLS_CIPHERS"] == (ciphers or Settings()["DOWNLOADER_CLIENT_TLS_CIPHERS"])
