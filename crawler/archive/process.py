"""The process that crawls: noted when a crawl begins, so that one whose process is gone is told."""

import os
import socket
from pathlib import Path

_UNTOLD = "-"


def mark() -> str:
    """Return what tells this process from every other: the host's name, its number, when it began."""
    return f"{socket.gethostname()} {os.getpid()} {_began(os.getpid())}"


def lives(written: str) -> bool:
    """Return whether a marked process is there still; one that cannot be looked at, or of another host, may be."""
    host, pid, began = written.rsplit(" ", 2)
    return host != socket.gethostname() or _began(int(pid)) in {began, _UNTOLD}


def _began(pid: int) -> str | None:
    """Return when a process began, for numbers are given again; None when there is none.

    It is in the kernel's ticks (proc(5), `starttime`), and `_UNTOLD` where the system does not tell.
    """
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return None
    except PermissionError:
        pass  # it is somebody else's, and there
    try:
        told = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return _UNTOLD
    state, *rest = told.rpartition(")")[2].split()  # its own name may hold spaces
    return None if state == "Z" else rest[18]
