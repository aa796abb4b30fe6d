"""Publishing what changed gives what publishing everything would, whatever happened in the archive."""

import random
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from factories import NOON, PORTALS, SUBJECTS, archive, article, save
from test_documents import SYSTEM, decree
from test_documents import save as save_document

from crawler.archive import Archive
from crawler.article import Article, Topic
from crawler.document_numbers import Citation
from feeds.catalogue import Site
from feeds.publish import publish

TOPICS = tuple(Topic(slug=subject.slug, reason="") for subject in SUBJECTS)
STORIES = [
    ". ".join(f"Câu thứ {n} của chuyện {of} kể rất dài về một việc chẳng ai ngờ tới trong năm" for n in range(9))
    for of in range(3)
]
NUMBERS = ("13/2026/NĐ-CP", "14/2026/NĐ-CP")


class Archivist:
    """Does to an archive what crawls do, at random."""

    def __init__(self, store: Archive, seed: int) -> None:
        self.store = store
        self.random = random.Random(seed)
        self.now = NOON + timedelta(days=30)

    def act(self) -> None:
        self.now += timedelta(hours=self.random.randrange(1, 90))
        self.random.choice([self.save, self.save, self.save, self.take_down, self.save_document])()

    def save(self) -> None:
        save(self.store, [self.article() for _ in range(self.random.randrange(1, 3))], now=self.now)

    def article(self) -> Article:
        pick, number = self.random, self.random.randrange(12)
        text = pick.choice([*STORIES, f"Bài riêng số {pick.randrange(99)}."])
        return article(
            number,
            title=f"Tiêu đề {pick.randrange(4)}",
            body_text=text,
            body_html=f"<p>{text}</p>",
            portal=("baochinhphu", "en_baochinhphu")[number % 2],
            topics=tuple(pick.sample(TOPICS, pick.randrange(3))),
            documents=tuple(Citation(number=one, date=date(2026, 2, 20)) for one in NUMBERS if pick.random() < 0.4),
        )

    def take_down(self) -> None:
        known = [*self.store.reader.outline(), *self.store.documents.outline()]
        if known:
            self.store.take_down(self.random.choice(known).id, now=self.now)

    def save_document(self) -> None:
        number = self.random.choice(NUMBERS)
        link = f"https://vanban.example.vn/{number[:2]}-{self.random.randrange(2)}"
        plain = decree(number=number, abstract=f"Về việc thứ {self.random.randrange(3)}", link=link)
        save_document(self.store, replace(plain, id=f"urn:uuid:{link[-4:]}", aliases=()), now=self.now)


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}


@pytest.mark.parametrize(
    ("seed", "steps"), [(1, 5), *(pytest.param(seed, 10, marks=pytest.mark.slow) for seed in range(1, 8))]
)
def test_what_changed_is_all_that_changed(seed: int, steps: int, tmp_path: Path) -> None:
    with archive(tmp_path) as store:
        archivist = Archivist(store, seed)
        for step in range(steps):
            archivist.act()
            portals = [*PORTALS, SYSTEM]
            for name in ("grown", f"anew-{step}"):
                arguments = {"portals": portals, "subjects": SUBJECTS, "site": Site(), "history": False, "force": True}
                publish(store, output=tmp_path / name, **arguments)
            assert files(tmp_path / "grown") == files(tmp_path / f"anew-{step}"), f"after {step} steps"
