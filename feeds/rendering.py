"""What renders a feed in each format."""

from collections.abc import Callable, Mapping

from feeds import html, json_feed, rss_atom
from feeds.catalogue import Format
from feeds.entries import Feed

RENDERERS: Mapping[Format, Callable[[Feed], bytes]] = {
    Format.RSS: rss_atom.rss,
    Format.ATOM: rss_atom.atom,
    Format.JSON: json_feed.render,
    Format.HTML: html.twin,
}
