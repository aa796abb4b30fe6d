"""The log: one line an event, as `key=value` or as JSON."""

import json
import logging
import re
from ast import literal_eval
from datetime import datetime
from typing import Literal, TextIO

from crawler.dates import HANOI

_EVENT = re.compile(r"[a-z_]+=")
_PAIR = re.compile(r"""([a-z_]+)=("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\S*)(?:\s|$)""")
_TALKATIVE = frozenset({"scrapy.addons", "scrapy.crawler", "scrapy.middleware", "scrapy.utils.log"})
"""Loggers that print whole dictionaries as a crawl begins: for debugging."""

Form = Literal["text", "json"]


class Line(logging.Formatter):
    """`time`, `level`, `logger`, and what happened as `key=value`; a message in words is quoted."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a traceback stands in it as one value."""
        said = record.getMessage()
        event = said.replace("\n", "\\n") if _EVENT.match(said) else f"message={_quoted(said)}"
        failed = f" exception={_quoted(self.formatException(record.exc_info))}" if record.exc_info else ""
        return f"time={_when(record)} level={record.levelname} logger={record.name} {event}{failed}"


class Object(logging.Formatter):
    """Likewise a JSON object; each `key=value` of an event is a member of it, a text."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object."""
        said = record.getMessage()
        event = dict(_PAIR.findall(said)) if _EVENT.match(said) else {"message": said}
        told = {name: _unquoted(value) for name, value in event.items()}
        failed = {"exception": self.formatException(record.exc_info)} if record.exc_info else {}
        head = {"time": _when(record), "level": record.levelname, "logger": record.name}
        return json.dumps({**told, **head, **failed}, ensure_ascii=False)


class _Handler(logging.StreamHandler[TextIO]):
    """Of the command's own log."""


def begin(*, level: str, form: Form) -> None:
    """Log on standard error. The level is the handler's: Scrapy sets its loggers' own as it starts.

    Said again, it goes on at another level or in another form.
    """
    handler = _Handler()
    handler.setLevel(level)
    handler.setFormatter(Object() if form == "json" else Line())
    # A robots.txt that cannot be had is no reason for forty lines of traceback: the pages after it tell.
    handler.addFilter(lambda record: record.name != "scrapy.downloadermiddlewares.robotstxt")
    if level != "DEBUG":
        handler.addFilter(lambda record: record.levelno > logging.INFO or record.name not in _TALKATIVE)
    root = logging.getLogger()
    ours = [one for one in root.handlers if isinstance(one, _Handler)]
    if len(ours) == len(root.handlers):  # else somebody listens who has called us, and sees to it
        logging.basicConfig(level=level, handlers=[handler], force=True)


def _when(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, HANOI).isoformat(timespec="milliseconds")


def _unquoted(value: str) -> str:
    """Return a value as it was before JSON's quotation marks were put round it, or Python's (`%r`)."""
    if value[:1] not in {'"', "'"}:
        return value
    try:
        return str(json.loads(value))
    except ValueError:
        pass
    try:
        return str(literal_eval(value))
    except (ValueError, SyntaxError):
        return value


def _quoted(said: str) -> str:
    return json.dumps(said, ensure_ascii=False)
