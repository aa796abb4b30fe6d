"""The addresses of queries, `/feeds/query.atom?q=…`, answered over HTTP."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from email.utils import formatdate
from functools import partial
from http import HTTPStatus
from urllib.parse import quote, urlencode

from crawler.errors import ArchiveError
from feeds.catalogue import Format
from feeds.errors import QueriesTooMany, QueryWrong
from feeds.serving import answering, http
from feeds.serving.answering import Answers
from feeds.serving.application import Links
from feeds.serving.http import Request, Route

_FRESH = "public, max-age=300"
_LATER = "30"  # seconds
_THREADS = 6  # of which `Answers` lets some search, while others wait or take what is kept
_MOST_WAITING = 64
_BROKEN = quote("\ufffd")  # what stands in the place of bytes that are no text


def routes(answers: Answers, *, links: Links) -> Mapping[str, Route]:
    """Return what answers queries in every format, by path.

    Args:
        answers: those.
        links: tells what the header `Link` of one says.
    """
    desk = _Desk(answers)
    return {f"/feeds/query.{form}": Route(answer=partial(_answer, desk, links, form)) for form in Format}


class _Desk:
    """Where queries wait, in threads of their own: the files' and the hub's shall not be taken up by those who wait."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="queries")
        self._waiting = 0

    async def answer(self, written: str, form: Format) -> answering.Answer:
        """Answer when it is its turn.

        Raises:
            QueriesTooMany: too many wait already, or others took too long. The rest as `Answers.answer`.
        """
        if self._waiting >= _MOST_WAITING:
            raise QueriesTooMany("too many queries wait to be answered: ask again in half a minute")
        self._waiting += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._answers.answer, written, form)
        finally:
            self._waiting -= 1


async def _answer(desk: _Desk, links: Links, form: Format, request: Request) -> http.Answer:
    asked = urlencode(request.query, doseq=True)
    if _BROKEN in asked:
        return http.text(HTTPStatus.BAD_REQUEST, "the query is not UTF-8: write ổ as %E1%BB%95\n")
    try:
        found = await desk.answer(asked, form)
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
    told = links(found.file)
    if told:
        headers["link"] = told
    return http.Answer(status=HTTPStatus.OK, headers=headers, body=found.body)
