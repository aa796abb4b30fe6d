"""Whether a section is broken, by the last crawls of it: at once, or when what may pass has not passed."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.outcomes import KINDS, Ending, SectionCrawl
from diemtin.watch.findings import Finding, Severity, Standing
from diemtin.watch.intervals import PASSING

_CONFIRMED = 3  # crawls in a row; half a percent that fail by chance make three in a row once in 900 years of hours
_CONFIRMED_BESIDE = 2  # when another section of the portal fails likewise
_WELL = 2  # good crawls in a row that end it: a portal that answers every other time is broken
_LOOKED_AT = 60  # crawls
_SEVERITIES = {"budget": Severity.NOTICE, "native-feed": Severity.WARNING}


@dataclass(slots=True)
class _Run:
    """Broken crawls in a row, with the single good ones between them once it is no chance."""

    broken: list[SectionCrawl] = field(default_factory=list)
    in_a_row: int = 0
    good: int = 0
    sure: bool = False

    def take(self, crawl: SectionCrawl, *, confirmed: int) -> None:
        if crawl.ending is not Ending.BROKEN:
            self.good, self.in_a_row = self.good + 1, 0
            if not self.sure or self.good >= _WELL:
                self.broken, self.sure = [], False
            return
        self.broken.append(crawl)
        self.good, self.in_a_row = 0, self.in_a_row + 1
        self.sure = self.sure or crawl.kind not in PASSING or self.in_a_row >= confirmed

    @property
    def shown(self) -> SectionCrawl:
        """The last crawl of what broke it: what need not pass before what may, then what came first.

        A host that times out answers nothing on one day and refuses on the next, and it is one incident.
        """
        cause = next((one.kind for one in self.broken if one.kind not in PASSING), self.broken[0].kind)
        late = self.broken[-_CONFIRMED:]
        if len(late) == _CONFIRMED and len({one.kind for one in late}) == 1:
            cause = late[0].kind
        return next(one for one in reversed(self.broken) if one.kind == cause)


def broken(histories: Sequence[Sequence[SectionCrawl]]) -> list[Finding]:
    """Return the sections of one portal that are broken, or are suspected to be.

    Args:
        histories: the crawls of each section, the oldest first.
    """
    failing = [crawls for crawls in histories if crawls and _may_pass(crawls[-1])]
    found = (_finding(crawls, beside=len(failing) > int(crawls in failing)) for crawls in histories if _ails(crawls))
    return [one for one in found if one]


def _may_pass(crawl: SectionCrawl) -> bool:
    return crawl.ending is Ending.BROKEN and crawl.kind in PASSING


def _ails(crawls: Sequence[SectionCrawl]) -> bool:
    return any(one.ending is Ending.BROKEN for one in crawls[-_WELL:])


def _finding(crawls: Sequence[SectionCrawl], *, beside: bool) -> Finding | None:
    run = _Run()
    for one in crawls[-_LOOKED_AT:]:
        run.take(one, confirmed=_CONFIRMED_BESIDE if beside else _CONFIRMED)
    if not run.broken:
        return None
    shown = run.shown
    return Finding(
        portal=shown.portal,
        sections=(shown.section,),
        kind=shown.kind,
        severity=_SEVERITIES.get(shown.kind, Severity.ERROR),
        reason=_reason(run, shown),
        url=shown.url,
        at=run.broken[-1].at,
        crawls=len(run.broken),
        standing=Standing.EASING if run.good else Standing.SEEN if run.sure else Standing.SUSPECTED,
    )


def _reason(run: _Run, shown: SectionCrawl) -> str:
    means = KINDS.get(shown.kind, shown.kind)
    told = f"{means}: {shown.reason}" if shown.reason else means
    times = len(run.broken)
    return told if times == 1 else f"{told} ({times} crawls since {run.broken[0].at:%H:%M %d/%m/%Y})"
