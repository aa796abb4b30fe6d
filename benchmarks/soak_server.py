"""The portals of benchmarks/soak.py: every page has a tag, and `/told` tells what was asked for."""

import asyncio
import json
import sys
from collections import Counter
from typing import Any, ClassVar

ARTICLES = 2  # of a section
WORDS = "Chính phủ ban hành nghị quyết về phát triển kinh tế vùng và an sinh xã hội cho nhân dân cả nước. "


def answer(host: str, target: str) -> tuple[int, bytes]:
    """Return the status and the page at an address."""
    if target.startswith("/muc-"):
        first = int(host[1:5]) * 1000 + int(target[5:]) * 100
        items = "".join(
            f'<li class="item"><a href="/bai-{first + n}.htm">Bài {first + n}</a><time>23/11/2026 05:00</time></li>'
            for n in range(ARTICLES)
        )
        return 200, f'<html><meta charset="utf-8"><body><ul class="list">{items}</ul></body></html>'.encode()
    if target.startswith("/bai-"):
        number = target[5:-4]
        text = f"Tin số {number}. " + WORDS * 20
        said = f'<h1>Tin {number}</h1><p class="date">23/11/2026 05:00</p><h2 class="sapo">Sáng nay.</h2>'
        return 200, f'<html><meta charset="utf-8"><body>{said}<div class="body"><p>{text}</p></div></html>'.encode()
    return 404, b""


class Server(asyncio.Protocol):
    """Answers one request after another; every page has a tag."""

    asked: ClassVar[Counter[str]] = Counter()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport: Any = transport
        self.waiting = b""

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while b"\r\n\r\n" in self.waiting:
            head, _, self.waiting = self.waiting.partition(b"\r\n\r\n")
            self.transport.write(self._answered(head.decode("latin-1")))

    def _answered(self, head: str) -> bytes:
        request, *lines = head.split("\r\n")
        target = request.split(" ")[1]
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        if target == "/told":
            body = json.dumps(self.asked).encode()
            return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
        status, body = answer(headers["host"], target)
        tag = f'"{hash(body) & 0xFFFFFFFF:x}"'
        same = headers.get("if-none-match") == tag
        kind = "robots" if target == "/robots.txt" else "conditional" if "if-none-match" in headers else "plain"
        self.asked[kind] += 1
        if same:
            return f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\n\r\n".encode()
        said = f"HTTP/1.1 {status} OK\r\nContent-Type: text/html; charset=utf-8\r\nETag: {tag}\r\n"
        return f"{said}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def main() -> None:
    """Serve the portals until the process is ended; print the port."""
    server = await asyncio.get_running_loop().create_server(Server, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
