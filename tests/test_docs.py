"""The documentation says what is: generated pages are fresh, links lead somewhere, commands are commands."""

import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import article

from crawler.article import as_json
from diemtin.configuration import Settings
from docs import generate

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
FENCE = re.compile(r"^([ ]*)```(\w*)\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
INLINE = re.compile(r"`([^`\n]+)`")
WHOLE = re.compile(r"^(?:\w+=\S+ )?diemtin (?P<arguments>[a-z-].*)$", re.MULTILINE)
SYNOPSIS = re.compile(r"\[OPTIONS\]|COMMAND")

by_page = pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(ROOT)) for page in PAGES])


def blocks(page: Path, *languages: str) -> list[str]:
    found = FENCE.findall(page.read_text(encoding="utf-8"))
    return [text for _, language, text in found if language in languages]


def anchors(page: Path) -> set[str]:
    """Return the anchors that headings make, as GitHub makes them."""
    prose = FENCE.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


def commands(page: Path) -> Iterator[str]:
    """Yield what follows `diemtin` wherever the page shows a command, in a block or in the text."""
    written = page.read_text(encoding="utf-8")
    shown = [*(text for *_, text in FENCE.findall(written)), *INLINE.findall(FENCE.sub("", written))]
    for text in shown:
        for found in WHOLE.finditer(text):
            if not SYNOPSIS.search(found["arguments"]):
                yield re.split(r" [>|] ", found["arguments"])[0]


def parse(arguments: str) -> None:
    """Parse a command line as the program does, and run nothing."""
    name, *rest = shlex.split(arguments, comments=True)
    assert name in generate.COMMANDS, f"no such command: diemtin {arguments}"
    if rest:  # a command's bare name in the text speaks of it, and is no command line
        generate.COMMANDS[name].make_context(name, rest)


@pytest.mark.parametrize("name", generate.PAGES)
def test_generated_page_is_fresh(name: str) -> None:
    assert (generate.FOLDER / name).read_text(encoding="utf-8") == generate.PAGES[name](), "run `make docs`"


@by_page
def test_relative_links_lead_to_a_file_and_a_heading(page: Path) -> None:
    prose = FENCE.sub("", page.read_text(encoding="utf-8"))
    for link in LINK.findall(prose):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@by_page
def test_commands_shown_are_commands(page: Path) -> None:
    for arguments in commands(page):
        if not arguments.startswith("-"):
            parse(arguments)


def test_slip_in_a_shown_command_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```sh\ndiemtin crawl --sinse 2026-11-01\n```\nSee `diemtin stauts`.\n", encoding="utf-8")
    wrong, unknown = commands(page)
    with pytest.raises(Exception, match="--sinse"):
        parse(wrong)
    with pytest.raises(AssertionError, match="stauts"):
        parse(unknown)


def test_readme_shows_every_command() -> None:
    shown = {arguments.split()[0] for arguments in commands(ROOT / "README.md")}
    assert shown >= set(generate.COMMANDS)


def test_readme_shows_the_article_record_key_by_key() -> None:
    [record] = [json.loads(text) for text in blocks(ROOT / "README.md", "json")]
    assert list(record) == list(as_json(article(1)))


@by_page
def test_settings_shown_are_settings(page: Path) -> None:
    for text in blocks(page, "toml"):
        assert Settings(**tomllib.loads(text))


def test_every_setting_has_a_meaning() -> None:
    rows = [line for line in generate.settings().splitlines() if line.startswith("| `")]
    assert all(not row.endswith("|  |") for row in rows)
    assert {row.split("`")[1] for row in rows} >= set(Settings.model_fields)
