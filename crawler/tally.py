"""What a crawl of one portal tells of itself: what it counted, what went wrong, which sections answered."""

from collections.abc import Callable, Iterable

from crawler.changes import Outcome
from crawler.errors import PageError
from crawler.outcomes import REST, Ending
from crawler.section_tally import FEWEST, SectionTally

_REMEMBERED = 50  # problems of one crawl that are kept with it
_CHANGED = (Outcome.NEW, Outcome.REVISED, Outcome.BACK, Outcome.GONE)


class Tally:
    """Counts outcomes and problems, of the portal and of each section, and reports each as it happens.

    Attributes:
        counts: by `found` or an outcome.
        problems: `kind` and `reason` of each; the first fifty.
        sections: what each section's crawl comes to, by its path.
    """

    def __init__(
        self,
        *,
        sections: Iterable[str],
        report: Callable[[str, int], None],
        tell: Callable[[PageError], None] = lambda _: None,
    ) -> None:
        self.counts: dict[str, int] = {}
        self.problems: list[dict[str, str]] = []
        self.sections = {path: SectionTally(path, asked=True) for path in sections}
        self.sections[REST] = SectionTally(REST)
        self._report = report
        self._tell = tell

    def of(self, section: str) -> SectionTally:
        """Return what is counted of a section; of one that was found on the way, what is counted of no section."""
        return self.sections.get(section) or self.sections[REST]

    def count(self, what: str, by: int = 1) -> None:
        """Count an outcome, and report it."""
        self.counts[what] = self.counts.get(what, 0) + by
        self._report(what, by)

    def looked_again(self, what: Outcome) -> None:
        """Count what became of an article that was looked at again, and had no new text."""
        self.count(what)
        self.of(REST).counts[what] += 1

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
        self.of(section).answered = True

    def broke(self, section: str) -> None:
        """Note that a section that answered could not be read after all."""
        self.of(section).answered = False

    @property
    def outcome(self) -> str:
        """What the crawl was, in a word: `new`, `nothing new`, or `broken`.

        It is broken when a section could not be read at all, or when articles failed and none could be read.
        """
        read = any(map(self.counts.get, (*_CHANGED, Outcome.UNCHANGED)))
        silent = any(one.asked and not one.answered for one in self.sections.values())
        if silent or (self.counts.get(Outcome.FAILED, 0) >= FEWEST and not read):
            return Ending.BROKEN.value
        return Ending.NEW.value if any(map(self.counts.get, _CHANGED)) else Ending.NOTHING_NEW.value
