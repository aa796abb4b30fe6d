"""The folder that the demo publishes into: it is marked, so that nobody's own feeds are taken for the demo's."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

_MARK = ".demo"  # tells from which archive the feeds were made; the address itself is nobody's business
_FEEDS = ("*.opml", "catalogue.json", "index.html", "assets/*.*", "opml/*.opml", "feeds/**/*.*")


def may_be_taken(output: Path) -> bool:
    """Return whether there are no feeds in a folder, or only the demo's."""
    return not _published(output) or (output / _MARK).exists()


def take(output: Path, *, archive: str) -> None:
    """Empty a folder for the demo, whose archive has this SQLAlchemy address, and mark it."""
    _empty(output)
    output.mkdir(parents=True, exist_ok=True)
    (output / _MARK).write_text(_name(archive), encoding="ascii")


def give_back(output: Path, *, archive: str) -> bool:
    """Take the demo's feeds away where another archive is published, and return whether there were any."""
    mark = output / _MARK
    if not mark.exists() or mark.read_text(encoding="ascii") == _name(archive):
        return False
    _empty(output)
    mark.unlink()
    return True


def _empty(output: Path) -> None:
    for path in _published(output):
        path.unlink()


def _published(output: Path) -> Sequence[Path]:
    return sorted(path for pattern in _FEEDS for path in output.glob(pattern) if path.is_file())


def _name(archive: str) -> str:
    """Return what stands for an archive; the demo's is a file, which may be written as a relative path."""
    _, _, path = archive.partition(":///")
    return sha256(str(Path(path).resolve()).encode()).hexdigest()
