"""Everything that can go wrong between the archive and a subscriber.

DiemtinError                   of `crawler.errors`
└── FeedError
    ├── LedgerUnusable         raised by the hub: its file of subscriptions cannot be read or written
    ├── OutputUnwritable       raised by `files`: the disk is full, or the folder may not be written
    ├── QueryWrong             raised by `querying`: a query of which no feed can be made
    ├── QueriesTooMany         raised by `answering`: others are answered first
    └── CannotListen           raised by `serve` before it answers anyone
        └── PortTaken          another program listens there
"""

from pathlib import Path

from crawler.errors import DiemtinError


class FeedError(DiemtinError):
    """Every error of publishing and serving that the operator can do something about."""


class OutputUnwritable(FeedError):
    """Raised by `files` when a file cannot be written; the one that was there is whole.

    Attributes:
        path: what was to be written.
    """

    def __init__(self, path: Path, reason: str, *, remedy: str) -> None:
        super().__init__(f"{path} cannot be written ({reason}): {remedy}; what was published is unharmed")
        self.path = path


class QueryWrong(FeedError):
    """Raised by `querying` of a query that cannot be; says what could have been written.

    Attributes:
        parameter: the one that is wrong; empty where it is the whole.
    """

    def __init__(self, reason: str, *, parameter: str = "") -> None:
        super().__init__(reason)
        self.parameter = parameter


class QueriesTooMany(FeedError):
    """Raised by `answering` when as many queries are being answered as may be at once; the same works later."""


class CannotListen(FeedError):
    """Raised by `serve` when the address cannot be listened on."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"{reason}: name another with --host and --port")
        self.host = host
        self.port = port


class PortTaken(CannotListen):
    """Raised by `serve` when another program listens on the port."""

    def __init__(self, host: str, port: int) -> None:
        super().__init__(host, port, f"another program already listens on {host} port {port}")


class LedgerUnusable(FeedError):
    """Raised on opening and on every use of a ledger: it cannot be made or written, or is no database."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(
            f"the ledger of subscriptions {file} cannot be used ({reason}): see that this user may write it and its "
            "folder, that the disk has room, and that the file is no other program's"
        )
        self.file = file
