"""How long an article takes to be read: pages of 150 KB of family A's structure, and the real captures where they are.

Times are CPU milliseconds of `extract` on one page, the page parsed anew each time.
"""

import statistics
import sys
import time
from pathlib import Path

from crawl_portal import HOST, NOW, SIZE, pages, portal

from crawler import run
from crawler.extraction import extract
from crawler.portal import Portal

CAPTURES = Path(__file__).resolve().parents[2] / "shared" / "captures"
REAL = {
    "baochinhphu": "https://baochinhphu.vn/chinh-sach-moi-co-hieu-luc-tu-thang-3-2026-102260228093004191.htm",
    "baocantho": "https://baocantho.com.vn/tap-trung-trien-khai-cac-dot-thanh-tra-a196670.html",
}
LARGE = 150_000  # bytes
LIMIT = 10.0  # milliseconds, at the 95th percentile
TIMES = 5


def measured(body: bytes, url: str, described: Portal) -> float:
    """Return what reading one page takes: the least of a few times, for whatever else the machine does adds to it."""
    taken = []
    for _ in range(TIMES):
        before = time.process_time()
        extract(body, url=url, portal=described, now=NOW)
        taken.append((time.process_time() - before) * 1e3)
    return min(taken)


def line(name: str, taken: list[float], size: int) -> float:
    """Print a row, and return the 95th percentile."""
    high = statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0]
    typical = statistics.median(taken)
    print(f"{name:16} {size / 1e3:6.0f} KB {len(taken):5} pages   median {typical:5.2f} ms   p95 {high:5.2f} ms")
    return high


def _more() -> bytes:
    """Return what makes a page large: as many tags as the captured page of 162 KB has, and scripts for the rest."""
    menu = b'<li class="item"><a href="/muc/trang.htm" title="Trang">Trang</a> <b>1</b></li>\n' * 170
    script = b'arfAsync.push("0a1b2c3d"); admicro.zone({"id": 1000001, "layout": "list", "lazy": true});\n'
    return (b"<ul>" + menu + b"</ul><script>" + script * LARGE)[: LARGE - SIZE] + b"</script>"


def main() -> None:
    """Print a line for each kind of page, and fail if the large pages take longer than the limit."""
    made = portal(100)
    bodies = [(f"https://{HOST}{path}", text.encode()) for path, text in pages(100) if "bai-viet" in path]
    large = [(url, body.replace(b"</body>", _more() + b"</body>")) for url, body in bodies]
    line("family A", [measured(body, url, made) for url, body in bodies], SIZE)
    high = line("family A, large", [measured(body, url, made) for url, body in large], LARGE)
    for name, url in REAL.items() if CAPTURES.is_dir() else ():
        body = (CAPTURES / run.portal(name).host / "article.html").read_bytes()
        line(name, [measured(body, url, run.portal(name))], len(body))
    if high > LIMIT:
        sys.exit(f"over the limit of {LIMIT:.0f} ms")


if __name__ == "__main__":
    main()
