"""Records for tests: a plain one of each, changed where the test says so."""

import pickle
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from alembic.command import upgrade
from alembic.config import Config
from sqlalchemy import create_engine, inspect, text

from crawler.archive import Archive, Entry, opened, opening
from crawler.archive.store import Fetched
from crawler.article import Article, Attachment, Image, Topic
from crawler.dates import HANOI
from crawler.document_numbers import Citation
from crawler.portal import Family, Feed, Kind, Listing, Portal, Proof, Section

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=HANOI)


@dataclass(frozen=True, slots=True)
class Subject:
    slug: str
    vi: str
    en: str


SUBJECTS = (
    Subject("kinh-te-tai-chinh", "Kinh tế – Tài chính", "Economy and finance"),
    Subject("y-te", "Y tế", "Health"),
)
FAMILY = Family(name="plain", letter="Z", title="Plain", article=r"/bai-(?P<number>\d+)\.htm")


def portal(**changes: Any) -> Portal:
    plain = Portal(
        name="baochinhphu",
        title="Báo Điện tử Chính phủ",
        title_en="Government News",
        body="Văn phòng Chính phủ",
        kind=Kind.GOVERNMENT,
        home="https://baochinhphu.vn/",
        family=FAMILY,
        sections=(Section(path="thoi-su.htm", title="Thời sự", sources=(Feed("thoi-su.rss"), Listing())),),
        proof=Proof.CAPTURED,
        credit="Theo Báo Điện tử Chính phủ",
    )
    return replace(plain, **changes)


PORTALS = (
    portal(),
    portal(
        name="en_baochinhphu",
        home="https://en.baochinhphu.vn/",
        language="en",
        title_en="VGP News",
        credit="",
    ),
)


def article(number: int = 1, **changes: Any) -> Article:
    """Return article `number`: the higher, the younger, an hour each."""
    link = changes.get("link", f"https://baochinhphu.vn/bai-{number}.htm")
    published = NOON + timedelta(hours=number)
    plain = Article(
        id=uuid5(NAMESPACE_URL, link).urn,
        link=link,
        portal="baochinhphu",
        section=("Thời sự",),
        title=f"Thủ tướng chủ trì phiên họp thứ {number}",
        lead="Sáng 1/3, Thủ tướng Chính phủ chủ trì phiên họp thường kỳ.",
        body_html=(
            '<p>Đoạn đầu.</p><figure><img src="https://bcp.vn/a.jpg" alt="Ảnh">'
            f"<figcaption>Toàn cảnh</figcaption></figure><p>Đoạn thứ {number}.</p>"
        ),
        body_text=f"Đoạn đầu.\n\nĐoạn thứ {number}.",
        authors=("Hà Văn", "Nhật Bắc"),
        source="VGP",
        published=published,
        first_seen=published + timedelta(minutes=10),
        fetched=published + timedelta(minutes=10),
        images=(Image(url="https://bcp.vn/a.jpg", caption="Toàn cảnh", credit="VGP/Nhật Bắc", width=800, height=450),),
        attachments=(
            Attachment(url="https://bcp.vn/nq.pdf", type="application/pdf", length=1234, title="Nghị quyết"),
            Attachment(url="https://bcp.vn/phu-luc.docx", type="application/msword"),
        ),
        tags=("họp thường kỳ",),
        documents=(Citation(number="06/2013/QĐ-TTg", type="Quyết định", issuer="Thủ tướng Chính phủ"),),
        topics=(Topic(slug="kinh-te-tai-chinh", reason="section Kinh tế"),),
    )
    return replace(plain, **changes)


def entry(number: int = 1, **changes: Any) -> Entry:
    """Return article `number` as the archive tells it; `changes` are the article's."""
    one = article(number, **changes)
    dated = one.published or one.first_seen
    return Entry(article=one, dated=dated, changed=one.first_seen, revision=1, gone=False)


def save(archive: Archive, articles: Sequence[Article], *, now: datetime | None = None) -> None:
    """Store articles: each at the time it was fetched, or all together at the time that is told."""
    batch = [Fetched(article=one, keys=(one.link,)) for one in articles]
    if now:
        archive.save(batch, now=now)
    for one in () if now else batch:
        archive.save([one], now=one.article.fetched)


@lru_cache(maxsize=32)
def _file(articles: bytes) -> bytes:
    """Return the file of an archive with articles in it, given pickled: to make one takes longer than most tests."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "archive.db"
        with opened(f"sqlite:///{file}") as made:
            save(made, pickle.loads(articles))
        return file.read_bytes()


@contextmanager
def archive(folder: Path, articles: Sequence[Article] = ()) -> Iterator[Archive]:
    """Open the archive in a folder, a new one if there is none, and put articles in it."""
    file = folder / "archive.db"
    known = file.exists()
    if not known:
        file.write_bytes(_file(pickle.dumps(articles)))
    with opened(f"sqlite:///{file}") as found:
        if known:
            save(found, articles)
        yield found


def put_back(file: Path, revision: str) -> None:
    """Put an archive back to an earlier revision of its schema."""
    newer = file.rename(file.with_name("newer.db"))
    engine = create_engine(f"sqlite:///{file}")
    config = Config()
    config.set_main_option("script_location", str(Path(opening.__file__).with_name("migrations")))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        upgrade(config, revision)
    with engine.connect() as connection:
        connection.execute(text(f"ATTACH '{newer}' AS newer"))
        for table in inspect(connection).get_table_names():
            if table != "alembic_version":
                names = ", ".join(f'"{one["name"]}"' for one in inspect(connection).get_columns(table))
                connection.execute(text(f"INSERT OR REPLACE INTO {table} ({names}) SELECT {names} FROM newer.{table}"))
        connection.commit()
    engine.dispose()
