"""Pages that hold no text until scripts have run, downloaded by a browser: the optional extra `browser`."""

from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

WANTED = {"playwright": True, "playwright_page_goto_kwargs": {"wait_until": "networkidle"}}
"""What a request's meta says when a browser is to download it."""

REMEDY = "install it with `pip install 'diemtin[browser]'`, and a browser with `playwright install chromium`"
_IMAGES = frozenset({"image", "media", "font"})


def is_there() -> bool:
    """Return whether the extra is installed."""
    return find_spec("scrapy_playwright") is not None


def settings(replay: str, *, program: str) -> dict[str, Any]:
    """Return Scrapy's settings for a portal whose pages need a browser.

    Args:
        replay: the server that plays all hosts; empty for the network.
        program: path of the browser; empty for playwright's own.
    """
    options: dict[str, Any] = {"executable_path": program} if program else {}
    if replay:
        options["args"] = [f"--host-resolver-rules=MAP * {urlsplit(replay).netloc}"]
    return {
        "DOWNLOAD_HANDLERS": {"http": "crawler.drawn_pages.Handler", "https": "crawler.drawn_pages.Handler"},
        "PLAYWRIGHT_LAUNCH_OPTIONS": options,
        "PLAYWRIGHT_ABORT_REQUEST": "crawler.browser.is_picture",
    }


def is_picture(request: Any) -> bool:
    """Return whether a browser asks for what no reading needs."""
    return request.resource_type in _IMAGES
