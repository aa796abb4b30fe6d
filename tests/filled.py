"""An archive with something of everything that is published."""

import hashlib
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from factories import NOON, Subject, article, portal, save
from test_documents import SYSTEM, decree
from test_documents import save as save_documents

from crawler.archive import Archive
from crawler.article import Article, Topic
from crawler.dates import HANOI
from crawler.document import Document
from crawler.document_numbers import Citation
from crawler.portal import Portal
from feeds.catalogue import Content, Site
from feeds.publish import Report, publish

APRIL = datetime(2026, 4, 2, 9, tzinfo=HANOI)
STORY = ". ".join(f"Câu thứ {n} kể rất dài về một việc mà hai cổng thông tin cùng đăng lại" for n in range(9))
SITE = Site(
    base_url="https://tin.example.vn/",
    contact="ban-doc@tin.example.vn",
    hubs=("https://tin.example.vn/hub",),
    contents=(("cong-2", Content.LEAD),),
)


def portals(number: int) -> list[Portal]:
    named = [portal(name=f"cong-{n}", home=f"https://cong-{n}.example.vn/", title=f"Cổng {n}") for n in range(number)]
    return [*named, SYSTEM]


def subjects(number: int) -> list[Subject]:
    return [Subject(f"chu-de-{n}", f"Chủ đề {n}", f"Topic {n}") for n in range(number)]


def told(number: int, /, *, of: int, **changes: Any) -> Article:
    """Return article `number`, of one of so many portals, under two of as many topics."""
    name = f"cong-{number % of}"
    plain: dict[str, Any] = {
        "link": f"https://{name}.example.vn/bai-{number}.htm",
        "portal": name,
        "topics": tuple(Topic(slug=f"chu-de-{n}", reason="") for n in {number % of, (7 * number + 1) % of}),
        "documents": (Citation(number=f"{number % 5}/2026/NĐ-CP", date=date(2026, 2, 20)),),
    }
    return article(number, **{**plain, **changes})


def legal(number: int, /, **changes: Any) -> Document:
    link = f"https://vanban.example.vn/{number}"
    named: dict[str, Any] = {
        "number": f"{number}/2026/NĐ-CP",
        "abstract": f"Về việc thứ {number}",
        "link": link,
        "field": "Giao thông",
    }
    return replace(decree(), id=f"urn:uuid:00000000-0000-5000-9000-{number:012}", aliases=(), **{**named, **changes})


def fill(store: Archive, *, of: int) -> None:
    """Store articles, a story told twice, legal documents and a draft; correct some, take some down."""
    save(store, [told(n, of=of) for n in range(1, 9 * of)], now=NOON + timedelta(days=3))
    twice = [{"body_text": words, "body_html": f"<p>{words}</p>"} for words in (STORY, f"Theo tin. {STORY}")]
    for n, changes in enumerate(twice):
        save(store, [told(5 * of + n, of=of, **changes)], now=NOON + timedelta(days=4, hours=n))
    save_documents(store, *(legal(n) for n in range(8)), now=NOON + timedelta(days=4))
    draft: dict[str, Any] = {"number": "", "draft": True, "issued": None, "open_until": date(2026, 12, 1)}
    save_documents(store, legal(99, **draft), now=NOON + timedelta(days=4))
    change(store, of=of, now=NOON + timedelta(days=5))


def change(store: Archive, *, of: int, now: datetime) -> None:
    """Correct some articles and a document, take one of each down."""
    save(store, [told(n, of=of, title=f"Đã sửa lúc {now:%d/%m}") for n in range(3, 3 + of)], now=now)
    save_documents(store, legal(2, status=f"Sửa ngày {now:%d/%m}"), now=now)
    store.take_down(told(now.day, of=of).id, now=now)
    store.take_down(legal(now.day % 8).id, now=now)


def published(store: Archive, output: Path, *, of: int, **others: Any) -> Report:
    return publish(store, portals=portals(of), subjects=subjects(of), site=SITE, output=output, **others)


def files(folder: Path) -> dict[str, bytes]:
    """Return all that a server may send of a folder."""
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def digest(folder: Path) -> str:
    made = hashlib.sha256()
    for path, data in files(folder).items():
        made.update(f"{path} {len(data)} ".encode() + data)
    return made.hexdigest()
