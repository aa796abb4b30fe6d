"""What stands where, and what may not know of what."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import crawling
import pytest
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

from crawler import run
from diemtin.demo.newsroom import Newsroom
from diemtin.demo.server import serving

ROOT = crawling.ROOT
PACKAGES = ("crawler", "feeds", "diemtin")
SPIDERS = sorted(file.stem for file in (ROOT / "crawler" / "spiders").glob("*.py") if not file.stem.startswith("_"))


def modules(*packages: str) -> Iterator[Path]:
    for package in packages or PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(file)))


@cache
def imports(file: Path) -> frozenset[str]:
    """Return the names of what a module imports, wherever it does."""
    plain = {name.name for node in nodes(file) if isinstance(node, ast.Import) for name in node.names}
    return frozenset(plain | {node.module or "" for node in nodes(file) if isinstance(node, ast.ImportFrom)})


def importers(package: str) -> set[str]:
    return {
        file.relative_to(ROOT).as_posix()
        for file in modules()
        if any(name == package or name.startswith(f"{package}.") for name in imports(file))
    }


def python(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env=crawling.environment(),
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=crawling.PATIENCE,
        check=False,
    )


def test_publishing_loads_nothing_of_crawling() -> None:
    names = [
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in modules("feeds")
    ]
    script = (
        f"import importlib, sys\nfor name in {names!r}: importlib.import_module(name)\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'scrapy', 'twisted'}))"
    )
    done = python("-c", script)
    assert done.stdout == "[]\n", done.stderr


def test_only_the_archive_knows_how_it_is_migrated() -> None:
    assert all(name.startswith("crawler/archive/") for name in importers("alembic"))


HUB = {f"feeds/websub/{name}.py" for name in ("ledger", "ping", "subscriptions")}  # which has a file of its own


def test_only_the_archive_and_the_hub_speak_to_a_database() -> None:
    assert {name for name in importers("sqlalchemy") if not name.startswith("crawler/archive/")} <= HUB


def test_only_one_module_knows_feedgen() -> None:
    assert importers("feedgen") == {"feeds/rss_atom.py"}


def test_only_the_service_knows_schedule() -> None:
    assert importers("schedule") == {"diemtin/operation/service.py"}


def test_print_is_the_terminals_alone() -> None:
    printing = {
        file.relative_to(ROOT).as_posix()
        for file in modules()
        for node in nodes(file)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert printing <= {"diemtin/terminal.py", "diemtin/demo/server.py"}


def test_only_one_module_reads_the_environment() -> None:
    reading = {
        file.relative_to(ROOT).as_posix()
        for file in modules()
        for node in nodes(file)
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    assert reading <= {"diemtin/configuration.py"}


def test_every_spider_module_is_a_portal_of_its_name() -> None:
    assert sorted(run.portals()) == SPIDERS
    for name in SPIDERS:
        assert run.spider(name).__module__ == f"crawler.spiders.{name}"


def test_scrapy_finds_every_spider(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(os, "environ", dict(os.environ))  # Scrapy notes its project there
    assert sorted(SpiderLoader.from_settings(get_project_settings()).list()) == SPIDERS


@pytest.mark.slow
def test_scrapy_lists_every_portal() -> None:
    done = python("-m", "scrapy", "list")
    assert done.stdout.split() == SPIDERS, done.stderr


@pytest.mark.slow
def test_scrapy_crawls_a_portal_by_its_name(tmp_path: Path) -> None:
    with serving(Newsroom()) as server:
        where = (
            "-s",
            f"REPLAY={server.url}",
            "-s",
            f"ARCHIVE_URL={crawling.address(tmp_path)}",
            "-s",
            "DOWNLOAD_DELAY=0.01",
        )
        done = python("-m", "scrapy", "crawl", "daihoi13", *where)
    assert done.returncode == 0, done.stderr
    assert len(crawling.stored(tmp_path, "daihoi13")) == 3
    assert "Traceback" not in done.stderr


def test_every_module_says_what_it_is_for() -> None:
    silent = {
        file.relative_to(ROOT).as_posix()
        for file in modules()
        if file.name != "__init__.py" and not ast.get_docstring(tree(file))
    }
    assert all(name.startswith(("crawler/spiders/", "crawler/archive/migrations/")) for name in silent)
