"""Runs of the command, each forked from one process that has loaded it: to start and load takes two seconds of CPU."""

import atexit
import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

PATIENCE = 60.0  # seconds that a run may take on a busy machine
_GONE = "the process that forks has ended: the first test that asked it shows its standard error"


class Run:
    """A run under way; `out` and `err` are read by whoever did not give it files of their own."""

    out: IO[bytes]
    err: IO[bytes]

    def __init__(self, parent: "Parent") -> None:
        self._parent = parent
        self._code: int | None = None
        self.pid = parent.answer()

    def wait(self) -> int:
        """Wait for the end, and return the exit code; minus a signal's number where one ended it."""
        if self._code is None:
            self._code = self._parent.answer()
        return self._code

    def end(self) -> None:
        """End it if it has not ended."""
        if self._code is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            self.wait()


class Parent:
    """The process that forks, one run at a time."""

    def __init__(self) -> None:
        self._asking, asked = socket.socketpair()
        self._asking.settimeout(PATIENCE)
        with asked:
            self._process = subprocess.Popen(
                [sys.executable, __file__, str(asked.fileno())],
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
                pass_fds=[asked.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )

    def fork(self, request: Mapping[str, Any], *streams: int) -> Run:
        assert self._process.poll() is None, _GONE
        socket.send_fds(self._asking, [json.dumps(request).encode() + b"\n"], streams)
        return Run(self)

    def answer(self) -> int:
        told = b""
        while not told.endswith(b"\n"):
            byte = self._asking.recv(1)
            assert byte, _GONE
            told += byte
        return int(told)

    def close(self) -> None:
        self._asking.close()
        self._process.wait()


@cache
def _parent() -> Parent:
    parent = Parent()
    atexit.register(parent.close)
    return parent


@contextmanager
def started(program: str, *arguments: str, env: Mapping[str, str], cwd: Path) -> Iterator[Run]:
    """Run a module's `main` in a process of its own, which has ended when the block has."""
    (out, to_out), (err, to_err) = os.pipe(), os.pipe()
    run = _fork(program, arguments, env=env, cwd=cwd, streams=(to_out, to_err))
    os.close(to_out)
    os.close(to_err)
    with os.fdopen(out, "rb") as run.out, os.fdopen(err, "rb") as run.err:
        try:
            yield run
        finally:
            run.end()


def ended(program: str, *arguments: str, env: Mapping[str, str], cwd: Path) -> "subprocess.CompletedProcess[str]":
    """Run a module's `main` in a process of its own to its end."""
    with TemporaryFile() as out, TemporaryFile() as err:
        run = _fork(program, arguments, env=env, cwd=cwd, streams=(out.fileno(), err.fileno()))
        try:
            code = run.wait()
        finally:
            run.end()
        return subprocess.CompletedProcess((program, *arguments), code, _written(out), _written(err))


def _fork(
    program: str, arguments: Sequence[str], *, env: Mapping[str, str], cwd: Path, streams: tuple[int, int]
) -> Run:
    request = {"program": program, "arguments": arguments, "environment": dict(env), "folder": str(cwd)}
    return _parent().fork(request, *streams)


def anew(program: str, *arguments: str, env: Mapping[str, str], cwd: Path) -> "subprocess.CompletedProcess[str]":
    """Run a module to its end as a shell would start it: seconds slower, and with other hashes each time."""
    return subprocess.run(
        [sys.executable, "-m", program, *arguments],
        env=env,
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


def _written(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8")


# In the other process


def main() -> None:
    """Fork for each request; a child becomes the program that was asked for."""
    _load()
    gc.collect()
    gc.freeze()  # else every child looks through all that was loaded when it ends, which takes longer than its work
    with socket.socket(fileno=int(sys.argv[1])) as asked:
        request = _forked(asked)
    if request is None:
        os._exit(0)  # what a measurement of coverage saw here, every child tells
    sys.argv = [request["program"], *request["arguments"]]
    import_module(request["program"]).main()


def _load() -> None:
    """Import what a crawl needs, but no reactor: a child starts its own."""
    import tables
    from scrapy.settings import Settings
    from scrapy.utils.misc import load_object

    from crawler import run, topics

    for name in ("crawling", "crawler.replay", "crawler.pipelines", "diemtin.command", "tldextract"):
        import_module(name)
    for kind in ("EXTENSIONS_BASE", "DOWNLOADER_MIDDLEWARES_BASE", "SPIDER_MIDDLEWARES_BASE"):
        for name in Settings()[kind]:
            load_object(name)
    tables.make_at_once()
    tables.recorded()
    run.portals()
    topics.default().classify(title="Health")  # an English text needs an index of its own
    assert "twisted.internet.reactor" not in sys.modules


def _forked(asked: socket.socket) -> dict[str, Any] | None:
    """Return a request in the child that was forked for it, and None when nobody asks any more."""
    while True:
        request, streams = _received(asked)
        if not request:
            return None
        child = os.fork()
        if not child:
            _become(request, streams)
            return request
        for stream in streams:
            os.close(stream)
        asked.sendall(b"%d\n" % child)
        _, status = os.waitpid(child, 0)
        asked.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


def _received(asked: socket.socket) -> tuple[dict[str, Any], list[int]]:
    message, streams, _, _ = socket.recv_fds(asked, 65_536, 2)
    while message and not message.endswith(b"\n"):
        message += asked.recv(65_536)
    return (json.loads(message) if message else {}), streams


def _become(request: Mapping[str, Any], streams: list[int]) -> None:
    """Take on the streams, the environment and the folder that a shell would have given."""
    for name, number, stream in zip(("stdout", "stderr"), (1, 2), streams, strict=True):
        os.dup2(stream, number)
        os.close(stream)
        setattr(sys, name, os.fdopen(number, "w", buffering=1, closefd=False))
    os.environ.clear()
    os.environ.update(request["environment"])
    time.tzset()
    os.chdir(request["folder"])


if __name__ == "__main__":
    main()
