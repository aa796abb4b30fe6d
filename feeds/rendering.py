"""What writes a feed in each format."""

from collections.abc import Callable, Mapping

from feeds import html, json_feed, rss_atom
from feeds.catalogue import Format
from feeds.entries import Feed
from feeds.writing import Writer

WRITERS: Mapping[Format, Writer] = {
    Format.RSS: rss_atom.RSS,
    Format.ATOM: rss_atom.ATOM_1,
    Format.JSON: json_feed.JSON,
    Format.HTML: html.TWIN,
}
RENDERERS: Mapping[Format, Callable[[Feed], bytes]] = {form: writer.render for form, writer in WRITERS.items()}
