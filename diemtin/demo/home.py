"""A portal's home page: the menu of its sections and its newest articles."""

import html

from diemtin.demo.answers import Answer, page
from diemtin.demo.manuscript import Desk

_SHOWN = 12  # articles
_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><title>{title}</title></head>
<body>
<header><a class="logo" href="/">{title}</a></header>
<nav class="main-menu"><ul><li><a href="/">Trang chủ</a></li>{menu}
<li><a href="/gioi-thieu">Giới thiệu</a></li></ul></nav>
<main>{articles}</main>
</body>
</html>
"""


def home(desk: Desk) -> Answer:
    """Return the home page of a portal."""
    menu = "".join(f'<li><a href="{one.path}">{html.escape(one.title)}</a></li>' for one in desk.sections)
    shown = [article for article in desk.articles if not article.gone][:_SHOWN]
    articles = "".join(f'<p><a href="{desk.path(one)}">{html.escape(one.headline)}</a></p>\n' for one in shown)
    written = _PAGE.format(
        title=html.escape(desk.title), language=desk.settings.get("language", "vi"), menu=menu, articles=articles
    )
    return page(written, modified=max(one.published for one in shown))
