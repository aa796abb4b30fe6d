"""A portal written down as the module of its spider."""

from dataclasses import MISSING, fields
from importlib import import_module

from crawler.portal import (
    Api,
    Explore,
    Family,
    Feed,
    Gate,
    Listing,
    Portal,
    Postback,
    RobotsTxt,
    Rules,
    Section,
    Sitemap,
    Source,
    Tls,
)

_WIDEST = 120  # characters of a line


def write(portal: Portal) -> str:
    """Return the text of a portal's module in `crawler/spiders`."""
    lines = [
        f"name={_quoted(portal.name)},",
        f"title={_quoted(portal.title)},",
        f"title_en={_quoted(portal.title_en)},",
        f"body={_quoted(portal.body)},",
        f"kind=Kind.{portal.kind.name},",
        f"home={_quoted(portal.home)},",
        f"family={_constant(portal.family)},",
        f"proof=Proof.{portal.proof.name},",
        *_several("unverified", [_quoted(one) for one in portal.unverified]),
        *([f"language={_quoted(portal.language)},"] if portal.language != "vi" else []),
        *([f"gate=Gate.{portal.gate.name},"] if portal.gate is not Gate.NONE else []),
        *([f"tls=Tls.{portal.tls.name},"] if portal.tls is not Tls.SOUND else []),
        *_several("rules", [_call(one) for one in portal.rules]),
        *_several("sections", [_call(one) for one in portal.sections]),
    ]
    inner = "".join(f"        {line}\n" for entry in lines for line in entry.splitlines())
    return f"""from crawler.families.{portal.family.name} import {_constant(portal.family)}
from crawler.portal import {", ".join(_names(portal))}
from crawler.spider import PortalSpider


class {_class(portal.name)}(PortalSpider):
    portal = Portal(
{inner}    )
"""


def _names(portal: Portal) -> list[str]:
    """Return what the module takes of `crawler.portal`."""
    told = {type(source).__name__ for one in portal.sections for source in one.sources}
    told |= {"Rules"} if portal.rules else set()
    told |= {"Gate"} if portal.gate is not Gate.NONE else set()
    told |= {"Tls"} if portal.tls is not Tls.SOUND else set()
    return sorted({"Kind", "Portal", "Proof", "Section", *told})


def _several(name: str, values: list[str]) -> list[str]:
    """Return a tuple as an argument, a value a line; nothing where there are none."""
    inner = "".join(f"    {line}\n" for value in values for line in f"{value},".splitlines())
    return [f"{name}=(\n{inner}),"] if values else []


def _call(made: Section | Rules) -> str:
    """Return a section or rules as they are made, with what differs from the default: on a line where it fits."""
    said = ((field, getattr(made, field.name)) for field in fields(made))
    written = [f"{field.name}={_value(value)}" for field, value in said if value or field.default is MISSING]
    head = type(made).__name__
    line = f"{head}({', '.join(written)})"
    if len(line) + len("            ,") <= _WIDEST:
        return line
    inner = "".join(f"    {one},\n" for one in written)
    return f"{head}(\n{inner})"


def _value(value: str | tuple[str | Source, ...]) -> str:
    if isinstance(value, str):
        return _quoted(value)
    inner = ", ".join(_quoted(one) if isinstance(one, str) else _source(one) for one in value)
    return f"({inner},)" if len(value) == 1 else f"({inner})"


def _source(source: Source) -> str:
    match source:
        case Feed() | Sitemap():
            return f"{type(source).__name__}({_quoted(source.url)})"
        case Listing() | Postback() | Explore() | RobotsTxt() | Api():
            said = ((field, getattr(source, field.name)) for field in fields(source))
            written = ", ".join(f"{field.name}={value!r}" for field, value in said if value != field.default)
            return f"{type(source).__name__}({written})".replace("'", '"')


def _class(name: str) -> str:
    return "".join(map(str.capitalize, name.split("_")))


def _constant(family: Family) -> str:
    within = vars(import_module(f"crawler.families.{family.name}"))
    return next(name for name, value in within.items() if value is family)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
