"""How many answers a second `diemtin serve` gives, beside nginx: the same file of 100 KB, 200 and 304.

Asked by one poller in the same words again and again (`same`); by many, each in words of its own that it repeats from
poll to poll (`pollers`), which is what a server meets; and in words that were never sent before (`strangers`).
"""

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
WANTED = 0.5  # of nginx's rate, for both, in these cases
REQUIRED = ("same", "pollers")
CONNECTIONS = 16
POLLERS = 2_000
STRANGERS = 50_000  # more than a round has requests for, or than anybody remembers
AGENTS = ("Feedly/1.0 (+http://www.feedly.com; {} subscribers)", "Miniflux/2.0.{}", "FreshRSS/1.2{}", "reader-{}/3.1")
ACCEPTS = ("*/*", "application/rss+xml, application/xml;q=0.9, */*;q=0.8", "application/atom+xml, text/xml")
LANGUAGES = ("", "Accept-Language: vi\r\n", "Accept-Language: vi-VN,vi;q=0.9,en;q=0.5\r\n")
CODED = ("", "Accept-Encoding: identity\r\n", "Accept-Encoding: deflate\r\n")  # both servers answer these unpacked
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


def requests(case: str, status: int, port: int) -> list[str]:
    """Return what pollers send that have nothing or an older version (200), or that hold this one (304)."""
    etag, modified = version(port)
    if case == "same":
        return [written(port, agent="benchmark/1.0", held=conditions([etag]) if status == 304 else "")]  # noqa: PLR2004
    if case == "strangers":
        tags = [[f'"{number:032x}"', *([etag] if status == 304 else [])] for number in range(STRANGERS)]  # noqa: PLR2004
        return [written(port, agent="benchmark/1.0", held=conditions(one)) for one in tags]
    return [poller(number, port, status=status, etag=etag, modified=modified) for number in range(POLLERS)]


def poller(number: int, port: int, *, status: int, etag: str, modified: str) -> str:
    """Return the words of one of many pollers: its name, what it takes, by what it says which version it holds."""
    if status == 304:  # noqa: PLR2004
        dated = f"If-Modified-Since: {modified}\r\n"
        held = (conditions([etag]), conditions([etag]) + dated, dated)[number % 3]
    else:
        held = "" if number % 2 else conditions([f'"{number % 10:032x}"'])  # one of the versions before
    said = f"Accept: {ACCEPTS[number % 3]}\r\n{LANGUAGES[number // 3 % 3]}{CODED[number // 9 % 3]}"
    return written(port, agent=AGENTS[number % 4].format(number), held=f"{said}{held}")


def conditions(tags: Sequence[str]) -> str:
    """Return the header that names the versions which a poller holds."""
    return f"If-None-Match: {', '.join(tags)}\r\n"


def written(port: int, *, agent: str, held: str) -> str:
    """Return a request."""
    return f"GET /{FEED} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUser-Agent: {agent}\r\n{held}\r\n"


def version(port: int) -> tuple[str, str]:
    """Return under which tag and with which date a server holds the file."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request("GET", f"/{FEED}")
        answer = connection.getresponse()
        body = answer.read()
        assert (answer.status, len(body)) == (200, SIZE), answer.status
        return str(answer.headers["ETag"]), str(answer.headers["Last-Modified"])
    finally:
        connection.close()


def load(port: int, asked: Sequence[bytes], *, status: int, seconds: float) -> dict[str, float]:
    """Ask as fast as answers come, over kept connections, and return how many came in how many seconds.

    The loop reads no heads: the answers are of one length, so bytes are counted. What the client costs is
    taken from both servers alike, and is small beside what they do.
    """
    to_ask = cycle(asked)
    connections = {one.fileno(): one for one in (connected(port) for _ in range(CONNECTIONS))}
    length = answer_length(next(iter(connections.values())), asked[-1], status=status)
    left = dict.fromkeys(connections, length)
    begun = dict.fromkeys(connections, True)
    buffer = bytearray(1 << 18)
    poller = select.epoll()
    for number, one in connections.items():
        poller.register(number, select.EPOLLIN)
        one.send(next(to_ask))
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
                connections[number].send(next(to_ask))
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


def measured(contender: Contender, *, case: str, status: int, seconds: float) -> Round:
    """Return what a load from a process of its own measures."""
    sent = json.dumps(requests(case, status, contender.port)).encode()
    before = processor_seconds(contender)
    told = subprocess.run(
        [sys.executable, __file__, "--load", *map(str, (contender.port, status, seconds))],
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
        f"from pathlib import Path\nfrom feeds.serving import serve\n"
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


def compare(case: str, status: int, *, contenders: Sequence[Contender], rounds: int, seconds: float) -> float:
    """Print what alternating rounds measure, and return the median of the ratios of their rates."""
    found: dict[str, list[Round]] = {one.name: [] for one in contenders}
    for number in range(rounds):
        for one in contenders if number % 2 else reversed(contenders):
            found[one.name].append(measured(one, case=case, status=status, seconds=seconds))
    for name, them in found.items():
        rate, cost = (statistics.median(getattr(one, field) for one in them) for field in ("rate", "cost"))
        print(f"{case:9} {status} {name:8} {rate:9.0f} answers/s {cost:7.1f} µs of the server's time each")
    mine, theirs = found["diemtin"], found["nginx"]
    ratios = [a.rate / b.rate for a, b in zip(mine, theirs, strict=True)]
    costs = [b.cost / a.cost for a, b in zip(mine, theirs, strict=True)]
    ratio = statistics.median(ratios)
    print(
        f"{case:9} {status} of nginx's rate {ratio:.2f} (rounds {min(ratios):.2f} to {max(ratios):.2f}); "
        f"by the servers' own time {statistics.median(costs):.2f}"
    )
    return ratio


def main() -> None:
    """Compare, and fail where a ratio is less than it should be; or be the client of one round."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=2.0)
    parser.add_argument("--case", choices=("same", "pollers", "strangers"), help="this alone; nothing is required")
    parser.add_argument("--load", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.load:
        port, status = map(int, given.load[:2])
        asked = [one.encode() for one in json.load(sys.stdin)]
        print(json.dumps(load(port, asked, status=status, seconds=float(given.load[2]))))
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
            (case, status): compare(case, status, contenders=contenders, rounds=given.rounds, seconds=given.seconds)
            for case in ([given.case] if given.case else [*REQUIRED, "strangers"])
            for status in (200, 304)
        }
    required = {what: ratio for what, ratio in ratios.items() if what[0] in REQUIRED}
    slow = [f"{case} {status}: {ratio:.2f}" for (case, status), ratio in required.items() if ratio < WANTED]
    if slow and not given.case:
        sys.exit(f"less than {WANTED} of nginx's rate: {', '.join(slow)}")


if __name__ == "__main__":
    main()
