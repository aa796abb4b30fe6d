"""Family A played: what all pages of a portal share, and its ways of writing."""

import html
import zlib
from collections.abc import Mapping
from datetime import datetime

from diemtin.demo.manuscript import Desk
from diemtin.demo.templates import fill


def head(desk: Desk, values: Mapping[str, str], *, page_class: str, structured: str = "", alternate: str = "") -> str:
    """Return a page down to where its own part begins."""
    return fill(
        "vccorp/head.html",
        **values,
        language=desk.settings["language"],
        host=desk.host,
        site=desk.title,
        site_encoded=razor(desk.title),
        site_number=desk.settings["site"],
        cdn=desk.settings["cdn"],
        page_class=page_class,
        menu=menu(desk),
        structured=structured,
        alternate=alternate,
    )


def menu(desk: Desk) -> str:
    """Return the items of the menu, which head and foot both show."""
    return "\n".join(
        fill("vccorp/menu_item.html", path=section.path, title=razor(section.title)) for section in desk.sections
    )


def picture(desk: Desk, name: str, moment: datetime, *, size: str = "") -> str:
    """Return a picture's address; without a size it is the original's."""
    folder = f"{size}/{desk.settings['folder']}" if size else desk.settings["folder"]
    file = f"{name[:40]}-{zlib.crc32(name.encode()):010}.jpg"
    return f"https://{desk.settings['cdn']}/{folder}/{day(moment)}/{file}"


def day(moment: datetime) -> str:
    """Return a day as the addresses of files hold it: `2026/11/2`."""
    return f"{moment.year}/{moment.month}/{moment.day}"


def marked(desk: Desk, lead: str) -> str:
    """Return the lead as the portal opens it: `(Chinhphu.vn) - `."""
    return f"{desk.settings['lead_mark']} - {lead}" if lead else ""


def razor(words: str) -> str:
    """Return text as ASP.NET's HTML encoder writes it: `&#x110;&#x1ED5;i`, `&#x2B;07:00`."""
    plain = html.escape(words).replace("+", "&#x2B;")
    return "".join(letter if letter.isascii() else f"&#x{ord(letter):X};" for letter in plain)


def encoded(words: str) -> str:
    """Return text as .NET's older encoder writes it, only Latin-1's letters as numbers: `s&#225;ch mới`."""
    return "".join(f"&#{ord(letter)};" if "\xa0" <= letter <= "\xff" else letter for letter in html.escape(words))
