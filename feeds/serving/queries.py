"""The addresses of queries, `/feeds/query.atom?q=…`, answered over HTTP."""

import asyncio
from collections.abc import Mapping
from email.utils import formatdate
from functools import partial
from http import HTTPStatus
from urllib.parse import urlencode

from crawler.errors import ArchiveError
from feeds.catalogue import Format
from feeds.errors import QueriesTooMany, QueryWrong
from feeds.serving import http
from feeds.serving.answering import Answers
from feeds.serving.http import Request, Route

_FRESH = "public, max-age=300"
_LATER = "30"  # seconds


def routes(answers: Answers) -> Mapping[str, Route]:
    """Return what answers queries in every format, by path."""
    return {f"/feeds/query.{form}": Route(answer=partial(_answer, answers, form)) for form in Format}


async def _answer(answers: Answers, form: Format, request: Request) -> http.Answer:
    asked = urlencode(request.query, doseq=True)
    try:
        found = await asyncio.to_thread(answers.answer, asked, form)
    except QueryWrong as error:
        return http.text(HTTPStatus.BAD_REQUEST, f"{error}\n")
    except QueriesTooMany as error:
        return http.text(HTTPStatus.SERVICE_UNAVAILABLE, f"{error}\n", retry_after=_LATER)
    except ArchiveError:  # which names files of this machine
        return http.text(HTTPStatus.SERVICE_UNAVAILABLE, "the archive cannot be searched now\n", retry_after=_LATER)
    headers = {
        "content-type": found.media_type,
        "cache-control": _FRESH,
        "etag": f'"{found.digest}"',
        "last-modified": formatdate(found.modified.timestamp(), usegmt=True),
    }
    return http.Answer(status=HTTPStatus.OK, headers=headers, body=found.body)
