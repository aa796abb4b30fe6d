"""Pages saved byte for byte, with what was said of them, so that a reading can be repeated."""

import hashlib
import json
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from slugify import slugify

from crawler import links
from diemtin.fetching import FetchedPage


def _name(url: str) -> str:
    """Return a name that no other address gets: what can be read of it, and a part of its digest."""
    parts = urlsplit(url)
    read = slugify(f"{parts.path} {parts.query}", max_length=80) or "home"
    return f"{read}-{hashlib.blake2b(url.encode(), digest_size=4).hexdigest()}"


def save(page: FetchedPage, folder: Path, *, name: str = "", now: datetime) -> Path:
    """Save a page as `FOLDER/HOST/NAME.html`, and beside it `NAME.json` with its address, headers and time.

    Args:
        page: as it came, unpacked.
        folder: of all captures.
        name: of the file; made from the address unless given.
        now: aware; when it was fetched.
    """
    parts = urlsplit(page.url)
    place = folder / links.bare(parts.netloc)
    place.mkdir(parents=True, exist_ok=True)
    file = place / f"{name or _name(page.url)}.html"
    file.write_bytes(page.body)
    said = {
        "url": page.url,
        "fetched": now.isoformat(timespec="seconds"),
        "headers": [list(one) for one in page.headers],
    }
    file.with_suffix(".json").write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return file
