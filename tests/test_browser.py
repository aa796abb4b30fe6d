"""Pages that scripts draw are drawn by a browser, where there is one, and told where there is none."""

import json
import shutil
from pathlib import Path

import forked
import pytest
from crawling import AT, Played, address, environment
from played_portals import Drawn
from scrapy.utils.misc import load_object

from crawler import browser
from diemtin.demo.answers import Answer, page
from diemtin.demo.server import serving

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or ""
TEXT = "<p>" + "Phiên họp bàn về tăng trưởng, đầu tư công và đời sống của người dân trong quý tới. " * 5 + "</p>"


def drawn(html: str) -> Answer:
    """Return a page that is empty until its script has run."""
    script = f"setTimeout(() => {{ document.getElementById('app').innerHTML = {json.dumps(html)} }}, 20)"
    return page(f"<html><body><div id=app></div><script>{script}</script></body></html>")


PAGES = {
    ("drawn.vn", "/tin"): drawn("<div class=list><a href=/bai-1.htm>Một</a> <a href=/bai-2.htm>Hai</a></div>"),
    **{
        ("drawn.vn", f"/bai-{number}.htm"): drawn(f"<h1>Bài số {number}</h1><div class=body>{TEXT}</div>")
        for number in (1, 2)
    },
}


@pytest.mark.slow
@pytest.mark.skipif(not PROGRAM, reason="no Chromium on this machine")
@pytest.mark.skipif(not browser.is_there(), reason="the extra `browser` (scrapy-playwright) is not installed")
def test_pages_that_scripts_draw_are_read(tmp_path: Path) -> None:
    with serving(Played(PAGES)) as server:
        where = ("--replay", server.url, "--archive", address(tmp_path), "--delay", "0", "--at", AT, "--json")
        done = forked.ended(
            "crawling",
            "played_portals",
            *("crawl", "drawn", "--no-publish", *where),
            env=environment(DIEMTIN_BROWSER=PROGRAM),
            cwd=tmp_path,
        )
    assert done.stdout, done.stderr
    (told,) = json.loads(done.stdout)["portals"]
    assert (told["new"], told["problems"]) == (2, []), done.stderr


def test_browser_that_is_not_there_is_told_with_the_remedy() -> None:
    assert "pip install 'diemtin[browser]'" in browser.REMEDY
    assert Drawn.portal.browser


def test_played_hosts_are_asked_without_looking_up_their_names() -> None:
    laid = browser.settings("http://127.0.0.1:9", program="/usr/bin/chromium")
    assert laid["PLAYWRIGHT_LAUNCH_OPTIONS"] == {
        "executable_path": "/usr/bin/chromium",
        "args": ["--host-resolver-rules=MAP * 127.0.0.1:9"],
    }
    assert browser.settings("", program="")["PLAYWRIGHT_LAUNCH_OPTIONS"] == {}


def test_what_the_settings_name_is_there() -> None:
    laid = browser.settings("", program="")
    for path in {*laid["DOWNLOAD_HANDLERS"].values(), laid["PLAYWRIGHT_ABORT_REQUEST"]}:
        assert load_object(path)
