"""What a crawl of one portal tells of itself: what it counted, what went wrong, which sections answered."""

from collections.abc import Callable

from crawler.changes import Outcome
from crawler.errors import PageError

_REMEMBERED = 50  # problems of one crawl that are kept with it
_FAILURES = 3  # one or two may fail on any day
_CHANGED = (Outcome.NEW, Outcome.REVISED, Outcome.GONE)


class Tally:
    """Counts outcomes and problems, and reports each as it happens.

    Attributes:
        counts: by `found` or an outcome.
        problems: `kind` and `reason` of each; the first fifty.
    """

    def __init__(
        self,
        *,
        sections: frozenset[str],
        report: Callable[[str, int], None],
        tell: Callable[[PageError], None] = lambda _: None,
    ) -> None:
        self.counts: dict[str, int] = {}
        self.problems: list[dict[str, str]] = []
        self._silent = set(sections)
        self._report = report
        self._tell = tell

    def count(self, what: str, by: int = 1) -> None:
        """Count an outcome, and report it."""
        self.counts[what] = self.counts.get(what, 0) + by
        self._report(what, by)

    def note(self, error: PageError) -> None:
        """Note what went wrong on a page, and tell it."""
        self._tell(error)
        if len(self.problems) < _REMEMBERED:
            self.problems.append({"kind": error.kind, "reason": str(error)})

    def note_once(self, error: PageError) -> None:
        """Note a problem unless one of its kind was noted before."""
        if all(problem["kind"] != error.kind for problem in self.problems):
            self.note(error)

    def answered(self, section: str) -> None:
        """Note that a section could be read."""
        self._silent.discard(section)

    def broke(self, section: str) -> None:
        """Note that a section that answered could not be read after all."""
        self._silent.add(section)

    @property
    def outcome(self) -> str:
        """What the crawl was, in a word: `new`, `nothing new`, or `broken`.

        It is broken when a section could not be read at all, or when articles failed and none could be read.
        """
        read = any(map(self.counts.get, (*_CHANGED, Outcome.UNCHANGED)))
        if self._silent or (self.counts.get(Outcome.FAILED, 0) >= _FAILURES and not read):
            return "broken"
        return "new" if any(map(self.counts.get, _CHANGED)) else "nothing new"
