"""How many answers a second `diemtin serve` gives, beside nginx: the same file of 100 KB, 200 and 304."""

import argparse
import http.client
import json
import os
import select
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[1]
SIZE = 100_000
FEED = "feeds/all.rss"
WANTED = 0.5  # of nginx's rate, for both
CONNECTIONS = 16
POLLERS = 20_000  # with --varied: so many, each with a name of its own
NAME = "benchmark-00000"
PATIENCE = 15.0
CONFIGURATION = """
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
events {{ worker_connections 256; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000000;
    types {{ application/rss+xml rss; }}
    charset utf-8;
    charset_types application/rss+xml;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen 127.0.0.1:{port};
        root {output};
        add_header Access-Control-Allow-Origin "*";
        add_header Cache-Control "public, max-age=300";
    }}
}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """A server under load; `processes` are those whose time is counted."""

    name: str
    port: int
    processes: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """Answers a second, and microseconds of the server's own time for one."""

    rate: float
    cost: float


def request(status: int, port: int) -> bytes:
    """Return what a poller sends that has nothing yet (200), or that holds this version (304)."""
    held = ""
    if status == 304:  # noqa: PLR2004
        held = f"If-None-Match: {etag(port)}\r\n"
    return (
        f"GET /{FEED} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUser-Agent: {NAME}\r\nAccept: */*\r\n{held}\r\n"
    ).encode()


def etag(port: int) -> str:
    """Return under which tag a server holds the file."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", f"/{FEED}")
        answer = connection.getresponse()
        body = answer.read()
        assert (answer.status, len(body)) == (200, SIZE), answer.status
        return str(answer.headers["ETag"])
    finally:
        connection.close()


def load(port: int, asked: bytes, *, pollers: int, status: int, seconds: float) -> dict[str, float]:
    """Ask as fast as answers come, over kept connections, and return how many came in how many seconds.

    The loop reads no heads: answers to one request are of one length, so bytes are counted. What the client costs is
    taken from both servers alike, and is small beside what they do.
    """
    requests = cycle([asked.replace(NAME.encode(), b"benchmark-%05d" % number) for number in range(pollers)])
    connections = {one.fileno(): one for one in (connected(port) for _ in range(CONNECTIONS))}
    length = answer_length(next(iter(connections.values())), asked, status=status)
    left = dict.fromkeys(connections, length)
    begun = dict.fromkeys(connections, True)
    buffer = bytearray(1 << 18)
    poller = select.epoll()
    for number, one in connections.items():
        poller.register(number, select.EPOLLIN)
        one.send(next(requests))
    answers, started = 0, time.perf_counter()
    until = started + seconds
    while time.perf_counter() < until:
        for number, _ in poller.poll(PATIENCE):
            received = connections[number].recv_into(buffer)
            if begun[number]:
                assert buffer.startswith(b"HTTP/1.1 %d" % status), bytes(buffer[:200])
            left[number] -= received
            begun[number] = left[number] == 0
            if begun[number]:
                answers += 1
                left[number] = length
                connections[number].send(next(requests))
            assert received > 0 <= left[number]
    took = time.perf_counter() - started
    for one in connections.values():
        one.close()
    poller.close()
    return {"answers": answers, "seconds": took}


def connected(port: int) -> socket.socket:
    """Return a connection."""
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def answer_length(connection: socket.socket, sent: bytes, *, status: int) -> int:
    """Return how many bytes the whole answer to a request has."""
    connection.send(sent)
    body = SIZE if status == 200 else 0  # noqa: PLR2004
    received = bytearray()
    while b"\r\n\r\n" not in received:
        received += connection.recv(1 << 16)
    length = received.index(b"\r\n\r\n") + 4 + body
    while len(received) < length:
        received += connection.recv(1 << 16)
    assert len(received) == length
    return length


def measured(contender: Contender, *, status: int, pollers: int, seconds: float) -> Round:
    """Return what a load from a process of its own measures."""
    sent = request(status, contender.port)
    before = processor_seconds(contender)
    told = subprocess.run(
        [sys.executable, __file__, "--load", *map(str, (contender.port, pollers, status, seconds))],
        input=sent,
        stdout=subprocess.PIPE,
        check=True,
    )
    cost = processor_seconds(contender) - before
    found = json.loads(told.stdout)
    return Round(rate=found["answers"] / found["seconds"], cost=cost / found["answers"] * 1e6)


def processor_seconds(contender: Contender) -> float:
    """Return how long a server's processes have run so far."""
    ticks = 0
    for process in contender.processes:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


@contextmanager
def nginx(folder: Path, *, output: Path) -> Iterator[Contender]:
    """Run nginx with one worker and a configuration of its own."""
    port = free_port()
    configuration = folder / "nginx.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, output=output, port=port))
    with started([nginx_binary(), "-p", str(folder), "-c", str(configuration)]) as process:
        answering(port, process)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        yield Contender(name="nginx", port=port, processes=tuple(map(int, children)))


@contextmanager
def ours(output: Path) -> Iterator[Contender]:
    """Run the server as `diemtin serve` does."""
    port = free_port()
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        f"from pathlib import Path\nfrom feeds import serve\n"
        f"serve.serve(Path({str(output)!r}), port={port})"
    )
    with started([sys.executable, "-c", script]) as process:
        answering(port, process)
        yield Contender(name="diemtin", port=port, processes=(process.pid,))


@contextmanager
def started(command: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server, and end it."""
    process = subprocess.Popen(command)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)


def answering(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a server takes connections."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            connected(port).close()
        except ConnectionRefusedError:
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def nginx_binary() -> str:
    """Return where nginx is; empty where there is none."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin") or ""


def publish(output: Path) -> None:
    """Write a file of the wanted size that looks like a feed."""
    entry = "<item><title>Thủ tướng Chính phủ chủ trì phiên họp thường kỳ</title></item>\n".encode()
    file = output / FEED
    file.parent.mkdir(parents=True)
    file.write_bytes((entry * (SIZE // len(entry) + 1))[:SIZE])


def compare(status: int, *, contenders: Sequence[Contender], pollers: int, rounds: int, seconds: float) -> float:
    """Print what alternating rounds measure, and return the median of the ratios of their rates."""
    found: dict[str, list[Round]] = {one.name: [] for one in contenders}
    for number in range(rounds):
        for one in contenders if number % 2 else reversed(contenders):
            found[one.name].append(measured(one, status=status, pollers=pollers, seconds=seconds))
    for name, them in found.items():
        rate, cost = (statistics.median(getattr(one, field) for one in them) for field in ("rate", "cost"))
        print(f"{status} {name:8} {rate:9.0f} answers/s {cost:7.1f} µs of the server's time each")
    mine, theirs = found["diemtin"], found["nginx"]
    ratios = [a.rate / b.rate for a, b in zip(mine, theirs, strict=True)]
    costs = [b.cost / a.cost for a, b in zip(mine, theirs, strict=True)]
    ratio = statistics.median(ratios)
    print(
        f"{status} of nginx's rate {ratio:.2f} (rounds {min(ratios):.2f} to {max(ratios):.2f}); "
        f"by the servers' own time {statistics.median(costs):.2f}"
    )
    return ratio


def main() -> None:
    """Compare, and fail where a ratio is less than it should be; or be the client of one round."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument(
        "--varied", action="store_true", help=f"of {POLLERS} pollers none asks twice in a row; nothing is required"
    )
    parser.add_argument("--load", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.load:
        port, pollers, status = map(int, given.load[:3])
        asked = sys.stdin.buffer.read()
        print(json.dumps(load(port, asked, pollers=pollers, status=status, seconds=float(given.load[3]))))
        return
    if not nginx_binary():
        print("there is no nginx on this machine to compare with: nothing was measured")
        return
    with TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        os.chmod(folder, 0o755)  # noqa: PTH101 - nginx's worker is another user
        output = folder / "output"
        publish(output)
        contenders = [stack.enter_context(nginx(folder, output=output)), stack.enter_context(ours(output))]
        ratios = {
            status: compare(
                status,
                contenders=contenders,
                pollers=POLLERS if given.varied else 1,
                rounds=given.rounds,
                seconds=given.seconds,
            )
            for status in (200, 304)
        }
    slow = [f"{status}: {ratio:.2f}" for status, ratio in ratios.items() if ratio < WANTED]
    if slow and not given.varied:
        sys.exit(f"less than {WANTED} of nginx's rate: {', '.join(slow)}")


if __name__ == "__main__":
    main()
