"""Why a request failed is told by a word of its own, and in words."""

from pathlib import Path

import crawling
import pytest
from crawling import Played
from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from scrapy.utils._compression import _DecompressionMaxSizeExceeded
from service_identity.exceptions import VerificationError
from twisted.internet.error import ConnectionLost, DNSLookupError, NoRouteError, TCPTimedOutError
from twisted.python.failure import Failure
from twisted.web._newclient import ResponseNeverReceived

from crawler import answers
from crawler.middlewares import OffSite
from crawler.politeness import LeftAlone
from diemtin.demo.server import serving

URL = "https://nhandan.vn/bai-1.htm"


def broken(*reasons: Exception) -> DownloadFailedError:
    """Return what Scrapy raises of a connection that broke off, as Twisted tells it."""
    error = DownloadFailedError("[<twisted.python.failure.Failure ...>]")
    error.__cause__ = ResponseNeverReceived([Failure(reason) for reason in reasons])
    return error


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (CannotResolveHostError("no results for a.vn"), "name-resolution"),
        (DNSLookupError(), "name-resolution"),
        (DownloadConnectionRefusedError(), "refused"),
        (ConnectionRefusedError(), "refused"),
        (DownloadTimeoutError("took longer than 30 seconds"), "time-out"),
        (TCPTimedOutError(), "time-out"),
        (TimeoutError(), "time-out"),
        (broken(SSL.Error([("SSL routines", "", "certificate verify failed")])), "tls"),
        (broken(VerificationError(errors=[])), "tls"),
        (broken(ConnectionLost()), "connection"),
        (NoRouteError(), "connection"),
        (ResponseDataLossError(), "connection"),
        (UnicodeError("label empty or too long"), "address"),
        (UnsupportedURLSchemeError(), "address"),
        (IgnoreRequest("Forbidden by robots.txt"), "disallowed"),
        (IgnoreRequest("robots.txt could not be had (HTTP 503): nothing is asked"), "robots"),
        (caused(IgnoreRequest("robots.txt could not be had (…)"), DownloadTimeoutError()), "time-out"),
        (caused(IgnoreRequest("robots.txt could not be had (…)"), KeyError()), "robots"),
        (IgnoreRequest("max redirections reached"), "redirect"),
        (caused(IgnoreRequest("exceeded DOWNLOAD_MAXSIZE"), _DecompressionMaxSizeExceeded(2, 1)), "too-large"),
        (DownloadCancelledError("Expected to receive 9 bytes which is larger than download max size"), "too-large"),
        (LeftAlone("left alone, for its robots.txt could not be had", kind="robots"), "left-alone"),
        (caused(OffSite("led to another site"), IgnoreRequest("Filtered offsite request")), "offsite"),
        (RuntimeError("Page.goto: net::ERR_NAME_NOT_RESOLVED at https://a.vn/"), "name-resolution"),
        (RuntimeError("Page.goto: net::ERR_CERT_DATE_INVALID at https://a.vn/"), "tls"),
        (KeyError("what nobody thought of"), "not-answered"),
        (None, "not-answered"),
    ],
    ids=repr,
)
def test_failure_is_told_by_a_word_of_its_own(error: Exception | None, kind: str) -> None:
    assert answers.kind(error) == kind


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (broken(SSL.Error([("SSL routines", "", "certificate verify failed")])), "certificate verify failed"),
        (broken(ConnectionLost("gone")), "gone"),
        (DownloadTimeoutError("took longer than 30 seconds"), "took longer than 30 seconds"),
        (ConnectionRefusedError(), "connection refused error"),
    ],
    ids=repr,
)
def test_failure_is_told_in_words(error: Exception, said: str) -> None:
    assert said in answers.words(error)


def test_host_that_speaks_no_tls_is_told_as_such(tmp_path: Path) -> None:
    with serving(Played({})) as server:
        done = crawling.crawl(tmp_path, server.url.replace("http:", "https:"), ["two"])
    assert done.kinds("two") == {"tls": 1}
    assert "wrong version number" in done.portals["two"]["problems"][0]["reason"]
