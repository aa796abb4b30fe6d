"""Write the pages of docs/ that can be told from the code: the settings, the portals, the commands.

Run it as `python docs/generate.py` (`make docs`); tests/test_docs.py fails when a page is stale.
"""  # noqa: INP001 - a script, not a package

import inspect
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from typer.main import get_command

from crawler import run
from crawler.portal import Portal, Section
from diemtin.command import app
from diemtin.configuration import INNER, OwnFeed, OwnPortal, PortalSettings, Settings, TopicSettings
from diemtin.demo import newsroom
from diemtin.settings_file import GROUPS, meanings
from feeds.catalogue import Content

FOLDER = Path(__file__).resolve().parent
COMMANDS: Mapping[str, Any] = get_command(app).commands  # type: ignore[attr-defined]  # of a group

_SETTINGS = """\
# Settings

Settings come from four places. What stands earlier in this list wins:

1. an option of the command (`diemtin crawl --output /srv/www/feeds`);
2. an environment variable: `DIEMTIN_` and the setting's name in capitals;
3. the settings file;
4. the default.

The settings file is TOML. It is the file named with `--config`, else the one that `$DIEMTIN_CONFIG` names,
else `diemtin.toml` in the folder where the command is run. No file is needed: every setting has a default.
`diemtin init` writes one in which all that stands on this page is explained, and asks for what it cannot guess.

A misspelt key in the file is refused, with the nearest right one, and one that stands in the wrong table with the
right place. So is a misspelt variable that begins with `DIEMTIN_`; those that begin with `DIEMTIN_TEST_` are the test
suite's. Settings that contradict each other are refused, too: `least_interval` above `most_interval`, or an `archive`,
`responses` or `hub_file` inside `output`, which is public.

`diemtin config` shows what is in force, and where each setting comes from:

```sh
diemtin config --changed            # what differs from the defaults
diemtin config --portal nhandan     # what is in force for one portal
diemtin config interval --json
```

## Secrets

Passwords and tokens need not stand in the file. In `archive` and `alarms`, `$NAME` and `${{NAME}}` stand for what that
environment variable holds, as it is; `$$` stands for one `$`. A variable that is not set is an error. In an address,
write `@`, `:`, `/` and `%` of a password as `%40`, `%3A`, `%2F` and `%25`, also in the variable.

```toml
archive = "postgresql+psycopg://diemtin:$DB_PASSWORD@localhost/diemtin"
alarms = ["mailtos://alarm:${{MAIL_PASSWORD}}@example.vn?to=toa-soan@example.vn", "tgram://$BOT_TOKEN/12345"]
```

Or let variables tell the whole: `DIEMTIN_ARCHIVE` holds the address, and `DIEMTIN_ALARMS` (likewise `DIEMTIN_HUBS`) a
list in JSON, or addresses with commas between them. In a variable `$` is a `$`. `diemtin config` and messages hide
passwords, tokens, and all but the kind of an alarm's address. `diemtin init` makes a file that only its owner may
read.

## Every setting

The variable of each is `DIEMTIN_` and its name in capitals: `DIEMTIN_SITE_URL`.

{settings}

## One portal: `[portals.NAME]`

{portals}

`diemtin portals` lists the names. What is not given counts as for all portals. As environment variables:
`DIEMTIN_PORTALS__NHANDAN__INTERVAL`, with two underscores between the parts.

## A portal of your own: `[[portal]]`

{own}

Write one such table for each portal that the program does not carry. Its address is enough:

```toml
[[portal]]
url = "https://example.gov.vn/"
```

Its feeds, sections and sitemaps are found from its home page and its robots.txt. `diemtin check NAME` tells how it
reads; `diemtin portals` lists it with its name. `diemtin new-portal URL` writes a module for one that is to be read
better than that.

## A feed of your own: `[[feed]]`

{feeds}

Write one such table for each feed. What is given must all hold, and something must be given. [querying.md](querying.md)
tells how words are found, with examples.

## One topic: `[topics.SLUG]` or `[topics."Name"]`

{topics}

A slug that the program knows (`diemtin topics` lists them) gets the phrases in addition to its own. Any other
heading is a topic of your own, with feeds of its own. Head it by its Vietnamese name, from which its slug is
made, or by a slug with `vi` beside it. Articles that are already stored are not sorted again.

## An example

```toml
archive = "sqlite:////var/lib/diemtin/diemtin.db"   # four slashes: an absolute path
output = "/var/lib/diemtin/output"
site_url = "https://feeds.example.vn/"
contact = "feeds@example.vn"
interval = 20

[portals.tapchicongsan]
interval = 120          # a monthly review: every two hours is often enough

[portals.daihoi13]
enabled = false         # left out unless it is named

[topics.giao-duc]       # a topic of the taxonomy: phrases are added
phrases = ["học bạ số"]

[topics."Đồng bằng sông Cửu Long"]   # a topic of one's own: dong-bang-song-cuu-long
en = "Mekong Delta"
phrases = {{ "đồng bằng sông Cửu Long" = 3, "xâm nhập mặn" = 2, "Cần Thơ" = 1 }}
```
"""

_PORTALS = """\
# Portals

What the program knows of each portal, and how far that is proven. Sites change: `diemtin check NAME` reads a few
articles live and tells what was found, `diemtin extract PAGE --portal NAME` reads one saved page.

| proof | means |
|---|---|
| captured | a real page of the portal, saved whole, reads right |
| reported | its feed or its selectors were reported to work on the live site; no page of it was at hand |
| inferred | carried over from its family or from a page's text alone: unverified |

Captured and reported portals are crawled when none is named. An inferred one is crawled once it has passed
`diemtin check`, or when it is named, or with `enabled = true` in its [settings](settings.md).

What is listed as unverified is not known from a page or a report. The bundled demo plays {played} of these portals
with pages of the project's own; that shows that the program works, not that a portal still looks like this.

{portals}
{each}"""

_COMMANDS = """\
# Commands

`diemtin COMMAND --help` shows the same in a terminal. [settings.md](settings.md) tells where a command takes
from what it is not told.

| exit code | means |
|---|---|
| 0 | done |
| 1 | some portals failed, or the work could not be done |
| 2 | wrong use: an unknown portal, option or setting |

`diemtin --version` tells the version.

{commands}
{each}"""


def settings() -> str:
    """Return docs/settings.md."""
    return _SETTINGS.format(
        settings=_settings_tables(),
        portals=_settings_table(PortalSettings),
        own=_settings_table(OwnPortal),
        feeds=_settings_table(OwnFeed),
        topics=_settings_table(TopicSettings),
    )


def portals() -> str:
    """Return docs/portals.md."""
    known = run.portals().values()
    overview = _table(
        ("portal", "name", "of", "family", "sections", "proof", "unverified"),
        (
            (
                f"[{one.name}](#{one.name})",
                one.title,
                one.body,
                _family(one),
                len(one.sections),
                one.proof,
                "; ".join(one.unverified) or "–",
            )
            for one in known
        ),
    )
    return _PORTALS.format(played=len(newsroom.NAMES), portals=overview, each="".join(map(_portal, known)))


def commands() -> str:
    """Return docs/commands.md."""
    overview = _table(
        ("command", "what it does"),
        ((f"[`diemtin {name}`](#diemtin-{name})", _summary(one.callback.__doc__)) for name, one in COMMANDS.items()),
    )
    return _COMMANDS.format(commands=overview, each="".join(_command(name, one) for name, one in COMMANDS.items()))


PAGES: Mapping[str, Callable[[], str]] = {
    "settings.md": settings,
    "portals.md": portals,
    "commands.md": commands,
}


def _settings_tables() -> str:
    """Return a table for each group of settings, under its heading."""
    names = list(Settings.model_fields)
    begins = [names.index(name) for name in GROUPS]
    parts = zip(GROUPS.values(), begins, [*begins[1:], len(names)], strict=True)
    return "\n\n".join(f"### {head}\n\n{_settings_table(Settings, names[one:other])}" for head, one, other in parts)


def _settings_table(model: type[BaseModel], only: Collection[str] = ()) -> str:
    said = meanings(model)
    rows = (
        (f"`{name}`", _kind(schema), _default(schema), _meaning(name, said[name], model))
        for name, schema in model.model_json_schema()["properties"].items()
        if name in (only or said)
    )
    return _table(("setting", "value", "default", "meaning"), rows)


def _meaning(name: str, said: str, model: type[BaseModel]) -> str:
    if model is Settings and name in INNER:
        return f"{f'a table for each, {said}' if name in {'topics', 'portals'} else said}: see below"
    return said


_CHOICES = {Content.__name__: list(Content)}
"""What an enumeration's settings may be."""


def _kind(schema: Mapping[str, Any]) -> str:
    """Return what may be written for a setting, in words."""
    kinds = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    one = kinds[0]
    if "$ref" in one:
        choices = _CHOICES.get(one["$ref"].rpartition("/")[2])
        return ", ".join(choices) if choices else "table"
    if "enum" in one:
        return ", ".join(one["enum"])
    if one.get("format") == "path":
        return "path"
    words = {
        "string": "text",
        "integer": "whole number",
        "object": "table",
        "boolean": "true or false",
    }
    name = " or ".join(words.get(each["type"], each["type"]) for each in reversed(kinds))
    return f"{name}{_bounds(one)}".replace("array", "list")


def _bounds(schema: Mapping[str, Any]) -> str:
    if "exclusiveMinimum" in schema:
        return f" above {schema['exclusiveMinimum']:g}"
    if "maximum" in schema:
        return f" from {schema['minimum']:g} to {schema['maximum']:g}"
    return f", at least {schema['minimum']:g}" if "minimum" in schema else ""


def _default(schema: Mapping[str, Any]) -> str:
    default = schema.get("default")
    return "none" if default in (None, "") else f"`{json.dumps(default, ensure_ascii=False)}`"


def _portal(one: Portal) -> str:
    facts = (
        ("home", f"<{one.home}>"),
        ("also known as", ", ".join(one.aliases) or "–"),
        ("in English", one.title_en),
        ("belongs to", f"{one.body} ({one.kind})"),
        ("family", _family(one)),
        ("language", one.language),
        ("time zone", one.zone),
        ("gate", one.gate),
        ("encryption", one.tls),
        ("needs a browser", "yes" if one.browser else "no"),
        ("named as", one.credit or "–"),
        ("seconds between requests", f"{one.delay:g}"),
        ("proof", one.proof),
        ("unverified", "; ".join(one.unverified) or "–"),
    )
    sections = (
        (section.title, f"`{section.topic}`" if section.topic else "–", _sources(one, section))
        for section in one.sections
    )
    return (
        f"\n## {one.name}\n\n{_table(('', one.title), facts)}\n\n"
        f"{_table(('section', 'topic', 'sources, in order'), sections)}\n"
    )


def _family(one: Portal) -> str:
    return f"{one.family.letter}: {one.family.title}"


def _sources(portal: Portal, section: Section) -> str:
    return "<br>".join(f"{source.kind} `{portal.template(source, section)}`" for source in portal.sources(section))


def _command(name: str, command: Any) -> str:
    shown = [one for one in command.params if not one.hidden]
    arguments = [one for one in shown if one.param_type_name == "argument"]
    options = [one for one in shown if one.param_type_name == "option"]
    usage = " ".join(("diemtin", name, "[OPTIONS]", *map(_placeholder, arguments)))
    parts = [f"\n## diemtin {name}", f"```\n{usage}\n```", *_paragraphs(command.callback.__doc__)]
    if arguments:
        parts.append(_table(("argument", "meaning"), ((f"`{_value(one)}`", one.help) for one in arguments)))
    parts.append(_table(("option", "default", "meaning"), map(_option, options)))
    return "\n\n".join(parts) + "\n"


def _option(one: Any) -> tuple[str, str, str]:
    switch = isinstance(one.default, bool)
    names = [*one.opts, *one.secondary_opts]
    written = ", ".join(f"`{name}`" if switch else f"`{name} {_value(one)}`" for name in names)
    default = "–" if one.default in (None, False, "") else f"`{one.opts[0] if switch else one.default}`"
    return written, default, one.help


def _placeholder(one: Any) -> str:
    name = _value(one)
    return name if one.required else f"[{name}]{'...' if one.nargs < 0 else ''}"


def _value(one: Any) -> str:
    return str(one.metavar or one.name.removesuffix("s").upper())


def _paragraphs(said: str) -> Iterator[str]:
    """Yield a command's help as Markdown: its indented lines are examples."""
    for part in re.split(r"\n\n(?=\S)", inspect.cleandoc(said)):
        head, examples = (*re.split(r"\n+(?=    )", part, maxsplit=1), "")[:2]
        yield " ".join(head.splitlines())
        if examples:
            lines = [line.strip() for line in examples.splitlines() if line.strip()]
            yield "```sh\n" + "\n".join(lines) + "\n```"


def _summary(said: str) -> str:
    return " ".join(said.partition("\n\n")[0].splitlines())


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")


def main() -> None:
    """Write the pages that differ."""
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
