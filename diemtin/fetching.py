"""One page fetched for a person who asked for it, outside any crawl."""

from dataclasses import dataclass
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import Request, urlopen

from crawler.errors import PageError
from diemtin.configuration import Settings

_LARGEST = 10 * 1024 * 1024  # bytes
_PATIENCE = 30  # seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchedPage:
    """A page as it came; `url` is its final address."""

    url: str
    body: bytes
    content_type: str


def fetch(url: str, settings: Settings) -> FetchedPage:
    """Fetch one address, through the replay server where one is set.

    Raises:
        PageError: it could not be fetched; says why.
    """
    headers = {"User-Agent": f"diemtin (+{settings.contact or settings.site_url})", "Accept": "text/html"}
    asked, played = urlsplit(url), urlsplit(settings.replay)
    target = url
    if played.netloc:
        headers |= {"Host": asked.netloc, "X-Forwarded-Proto": asked.scheme}
        target = urlunsplit((played.scheme, played.netloc, asked.path, asked.query, ""))
    try:
        with urlopen(Request(target, headers=headers), timeout=_PATIENCE) as answer:  # noqa: S310 - http(s) only, see the caller
            body = answer.read(_LARGEST + 1)
            final = url if played.netloc else answer.url
            media = answer.headers.get("Content-Type", "")
    except HTTPError as error:
        error.close()  # it is the answer too, and holds the connection
        raise PageError(url, f"the host answered {error.code} {error.reason}") from error
    except (URLError, HTTPException, OSError) as error:
        raise PageError(url, f"could not be fetched ({getattr(error, 'reason', error)})") from error
    if len(body) > _LARGEST:
        raise PageError(url, "more than 10 MB")
    return FetchedPage(url=final, body=body, content_type=media)
