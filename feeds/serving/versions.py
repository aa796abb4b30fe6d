"""A file as it stands at one moment, in every form that it is sent in, and what a request for it is answered with."""

import errno
import gzip
import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import formatdate
from io import BufferedReader
from pathlib import Path
from stat import S_ISREG
from types import MappingProxyType

import brotli

from feeds.serving import http
from feeds.serving.http import Answer, Extent, Headers, Request, Stamp

_NANO = 1_000_000_000
_OWN = 2048  # bytes that a version takes up beside its bodies, about
_PACKED: Mapping[str, Callable[[bytes], bytes]] = {
    # Of a feed of 150 KB brotli 6 makes 21 % in 7 ms, 9 makes 20 % in 37 ms; gzip 6 makes 23 % in 5 ms.
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=6),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
}
_NO_SUCH = frozenset(
    {errno.ENOENT, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.ELOOP, errno.EACCES, errno.EPERM}
)
_PICTURES = (".png", ".ico")  # packed already


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A file in one content coding.

    Attributes:
        whole: the answer that carries it. `same`: the one that says that it is still the same (RFC 9110, 15.4.5).
    """

    etag: str
    body: bytes | Extent
    whole: Answer
    same: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A file as it stood at one moment.

    Attributes:
        modified: in whole seconds since 1970.
        variants: by content coding; "" is the file as it is, and always there.
    """

    stamp: Stamp
    modified: int
    variants: Mapping[str, Variant]

    @property
    def weight(self) -> int:
        """How many bytes of memory it takes, about."""
        bodies = [one.body for one in self.variants.values() if isinstance(one.body, bytes)]
        return _OWN + sum(map(len, bodies))


def stamp(status: os.stat_result) -> Stamp:
    """Return by what a file is told from a later one."""
    return status.st_ino, status.st_mtime_ns, status.st_size


def read(file: Path, *, headers: Headers, largest: int) -> Version | None:
    """Return a file as it stands, packed; one of more than `largest` bytes stays on the disk, and is not packed.

    None when there is no such file.

    Raises:
        OSError: it could not be read, though it may be there.
    """
    try:
        with file.open("rb") as opened:
            status = os.fstat(opened.fileno())
            if not S_ISREG(status.st_mode):
                return None
            if status.st_size > largest:
                return _on_disk(opened, file, status=status, headers=headers)
            return _in_memory(opened.read(), file, status=status, headers=headers)
    except ValueError:  # the name holds what no name may
        return None
    except OSError as error:
        if error.errno in _NO_SUCH:
            return None
        raise  # as when too many files are open: that would pass for a feed that was given up


def opened(extent: Extent) -> BufferedReader:
    """Return the file that an answer is sent from, open where the answer begins.

    Raises:
        OSError: it is gone, or another stands in its place: what was told of it would be false.
    """
    file = Path(extent.path).open("rb")  # noqa: SIM115 - the caller's to close
    if stamp(os.fstat(file.fileno())) != extent.stamp:
        file.close()
        raise FileNotFoundError(errno.ENOENT, "this version is gone", extent.path)
    file.seek(extent.offset)
    return file


def answer(version: Version, request: Request) -> Answer:
    """Return what a request for a file is answered with; how long that may be kept is for others to say."""
    asked = request.headers
    taken = _taken(version.variants, http.codings(asked.get("accept-encoding", "")))
    if ("if-match" in asked or "if-unmodified-since" in asked) and _is_refused(version, asked):
        return http.text(412, "this is no longer the version that you hold\n")
    if "if-none-match" in asked or "if-modified-since" in asked:
        known = http.held(asked, etags=[one.etag for one in taken], modified=version.modified)
        if known:
            return next(one.same for one in taken if one.etag == known)
    if "range" in asked and request.method == "GET":  # it means nothing to HEAD (14.2)
        part = _part(version, asked)
        if part:
            return part
    return taken[0].whole


def _taken(variants: Mapping[str, Variant], wanted: Sequence[str]) -> Sequence[Variant]:
    """Return the variants that the client may be sent, the most wanted first."""
    return [variants[coding] for coding in wanted if coding in variants] or [variants[""]]


def _is_refused(version: Version, asked: Headers) -> bool:
    etags = [one.etag for one in version.variants.values()]
    return http.is_refused(asked, etags=etags, modified=version.modified)


def _part(version: Version, asked: Headers) -> Answer | None:
    """Return the bytes that are asked for, of the file as it is; None when it is all of them."""
    plain = version.variants[""]
    length = len(plain.body)
    span = http.span(asked, length=length, etag=plain.etag, modified=version.modified)
    if span is None:
        return None
    if not span:
        return http.text(416, f"there are {length} bytes\n", content_range=f"bytes */{length}")
    headers = {**plain.whole.headers, "content-range": f"bytes {span[0]}-{span[-1]}/{length}"}
    return Answer(status=206, headers=headers, body=_cut(plain.body, span))


def _cut(body: bytes | Extent, span: range) -> memoryview | Extent:
    """Return a part that takes no memory of its own, however slowly and by however many it is taken."""
    if isinstance(body, bytes):
        return memoryview(body)[span.start : span.stop]
    return Extent(path=body.path, stamp=body.stamp, offset=span.start, length=len(span))


def _in_memory(body: bytes, file: Path, *, status: os.stat_result, headers: Headers) -> Version:
    bodies = {"": body}
    if file.suffix not in _PICTURES:
        packed = {coding: _PACKED[coding](body) for coding in http.CODINGS}
        bodies |= {coding: one for coding, one in packed.items() if len(one) < len(body)}
    return _version(bodies, digest=hashlib.sha256(body), status=status, headers=headers)


def _on_disk(opened: BufferedReader, file: Path, *, status: os.stat_result, headers: Headers) -> Version:
    """Return a file that is sent from the disk; it is read once, for its ETag."""
    extent = Extent(path=str(file), stamp=stamp(status), offset=0, length=status.st_size)
    return _version({"": extent}, digest=hashlib.file_digest(opened, "sha256"), status=status, headers=headers)


def _version(
    bodies: Mapping[str, bytes | Extent], *, digest: "hashlib._Hash", status: os.stat_result, headers: Headers
) -> Version:
    modified = status.st_mtime_ns // _NANO
    dated = {**headers, "last-modified": formatdate(modified, usegmt=True)}
    tag = digest.hexdigest()[:32]
    variants = {coding: _variant(body, coding=coding, tag=tag, headers=dated) for coding, body in bodies.items()}
    return Version(stamp=stamp(status), modified=modified, variants=MappingProxyType(variants))


def _variant(body: bytes | Extent, *, coding: str, tag: str, headers: Headers) -> Variant:
    etag = f'"{tag}-{coding}"' if coding else f'"{tag}"'
    whole = {**headers, "etag": etag, **({"content-encoding": coding} if coding else {"accept-ranges": "bytes"})}
    kept = {name: whole[name] for name in _KEPT if name in whole}
    return Variant(
        etag=etag,
        body=body,
        whole=Answer(status=200, headers=MappingProxyType(whole), body=body, lasting=True),
        same=Answer(status=304, headers=MappingProxyType(kept), lasting=True),
    )


_KEPT = ("etag", "last-modified", "vary", "access-control-allow-origin", "access-control-expose-headers")
