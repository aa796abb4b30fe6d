"""Which subjects an article is about, and the phrases that say so."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from types import MappingProxyType
from typing import Final

from crawler import taxonomy
from crawler.article import Topic
from crawler.taxonomy import BODY, HINT, LIKELY, Subject
from crawler.text import fold

MOST: Final = 4
"""The most topics that an article is given."""

NO_PHRASES: Final[Mapping[str, Mapping[str, float]]] = MappingProxyType({})

_FACTORS: Final = MappingProxyType({"title": 3.0, "section": 4.0, "lead": 1.0, "body": 0.25})
_AT_MOST: Final = MappingProxyType({"lead": 5.0, "body": 2.0})  # passing mentions never outvote a headline
_READ = 400  # characters of lead and body: what an article is about stands in its opening
_BODY_SPARED = 3.0  # a likely phrase in the title: the body, which costs more to read than both, adds nothing
_ENOUGH = 0.9  # a hint in the title, a likely phrase in the lead, two clear ones in the body
_SECOND_ENOUGH = 3.0  # a likely phrase in the title, or as much elsewhere
_SECOND_SHARE = 0.7  # of the first topic's score
_GIVEN = 8.0  # what a section's own slug is worth: beside it a passing likely word in the title is no topic
_SHOWN = 4  # phrases that a reason names for each field

_JOINTS = "-–—/.'’"  # `Nam-Lào`, `GD-ĐT`, `TP.HCM`, `2/9`, `d’Ivoire` are several words
_EDGES = re.compile(r"^[\W_]+|[^\w\u0300-\u036f]+$")  # what stands around a word; NFD's marks do not
_WORD = re.compile(r"[^\W_]")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")  # in NFD: grave, acute, tilde, hook above, dot below
_OPEN_Y = re.compile("[bcdfghklmnprstv]+y")  # `tỷ` is `tỉ`, `bác sỹ` is `bác sĩ`


@dataclass(frozen=True, slots=True)
class _Phrase:
    written: str
    words: tuple[str, ...]
    is_name: bool  # capitals throughout: asked of the text too
    says: tuple[tuple[str, float], ...]  # (slug, weight)


@dataclass(slots=True)
class _Node:
    phrases: list[_Phrase] = field(default_factory=list)
    has_names: bool = False
    longer: dict[str, "_Node"] = field(default_factory=dict)


@dataclass(slots=True)
class _Evidence:
    """What speaks for one subject; hints do not add up, nor do bodies: a list of places is no subject."""

    hint: float = 0.0
    sums: dict[str, float] = field(default_factory=dict)
    found: dict[str, list[str]] = field(default_factory=dict)

    @property
    def score(self) -> float:
        return self.hint + sum(min(total, _AT_MOST.get(name, total)) for name, total in self.sums.items())

    @property
    def reason(self) -> str:
        return "; ".join(f"{name}: «{'», «'.join(phrases[:_SHOWN])}»" for name, phrases in self.found.items())

    def add(self, phrase: str, *, weight: float, name: str) -> None:
        gain = weight * _FACTORS[name]
        if weight <= HINT or weight == BODY:
            self.hint = max(self.hint, gain)
        else:
            self.sums[name] = self.sums.get(name, 0.0) + gain
        self.found.setdefault(name, []).append(phrase)


class Classifier:
    """Sorts articles under subjects by the phrases in them.

    A phrase is found on word boundaries, whatever its case (unless it is capitals throughout), the placement
    of its tones, the normal form, and `i` or `y`. Marks count, except in a text that has none at all. Of
    phrases that contain each other the longest speaks alone.
    """

    def __init__(self, subjects: Iterable[Subject], *, muted: Iterable[str] = taxonomy.MUTED) -> None:
        """Take the phrases of `subjects`; those of `muted` hide what they contain and say nothing."""
        self.subjects, self._muted = tuple(subjects), tuple(muted)
        _must_have_words([*self._muted, *(phrase for subject in self.subjects for phrase in subject.phrases)])
        self._broad = frozenset(map(_section_key, taxonomy.BROAD_SECTIONS))
        self._sections = {
            _section_key(title): subject.slug
            for subject in self.subjects
            for title in (*subject.sections, subject.en, subject.vi)
        }

    @cached_property
    def _phrases(self) -> tuple[_Phrase, ...]:
        """Made with the first article, as is the index: most crawls find none."""
        return tuple(_merged(self.subjects, muted=self._muted))

    @cached_property
    def _marked(self) -> _Node:
        return _index(self._phrases)

    @cached_property
    def _unmarked(self) -> _Node:
        """For texts without marks, English ones above all; a crawl of Vietnamese portals may need none of it."""
        # Without its marks a single word is half a dozen others: only phrases of several are sought then.
        plain = [phrase for phrase in self._phrases if len(phrase.words) > 1 or phrase.written.isascii()]
        return _index(plain, form=fold)

    def classify(
        self,
        *,
        title: str,
        lead: str = "",
        body: str = "",
        section: str = "",
        section_titles: Sequence[str] = (),
    ) -> tuple[Topic, ...]:
        """Return the topics of an article, the best first, at most `MOST`; none when nothing speaks for any.

        `section` is the slug that the portal's own data gives to the section; it always comes first.
        """
        evidence = self._evidence(title=title, lead=lead, body=body)
        if not section:
            self._heed(section_titles, evidence=evidence)
        ranked = sorted(evidence.items(), key=lambda pair: -pair[1].score)
        chosen = [
            Topic(slug=slug, reason=found.reason)
            for slug, found in _chosen(ranked, at_least=_GIVEN if section else 0.0)
            if slug != section
        ]
        if section:
            name = " / ".join(section_titles) or section
            chosen.insert(0, Topic(slug=section, reason=f"section: {name}"))
        return tuple(chosen[:MOST])

    def _evidence(self, *, title: str, lead: str, body: str) -> dict[str, _Evidence]:
        evidence: dict[str, _Evidence] = defaultdict(_Evidence)
        seen: set[str] = set()
        self._read(title, name="title", evidence=evidence, seen=seen)
        self._read(lead, name="lead", evidence=evidence, seen=seen)
        if all(found.score < _BODY_SPARED for found in evidence.values()):
            self._read(body, name="body", evidence=evidence, seen=seen)
        return evidence

    def _read(self, text: str, *, name: str, evidence: dict[str, _Evidence], seen: set[str]) -> None:
        for phrase in self._found(text[:_READ]):
            if phrase.written not in seen:
                seen.add(phrase.written)
                for slug, weight in phrase.says:
                    evidence[slug].add(phrase.written, weight=weight, name=name)

    def _heed(self, titles: Sequence[str], *, evidence: dict[str, _Evidence]) -> None:
        for title in titles:
            if slug := self._sections.get(_section_key(title)):
                weight = HINT if _section_key(title) in self._broad else LIKELY
                evidence[slug].add(title, weight=weight, name="section")

    def _found(self, text: str) -> Iterator[_Phrase]:
        words = _words(text)
        keys = [*map(_key, words), ""]  # no phrase goes on behind the last word: none has an empty key
        beginnings = (self._unmarked if text.isascii() else self._marked).longer
        end = 0
        for start, key in enumerate(keys):
            node, at = beginnings.get(key), start
            longest: Sequence[_Phrase] = ()
            while node:
                at += 1
                if node.phrases and at > end and (fitting := _fitting(node, words[start:at])):
                    longest, end = fitting, at
                node = node.longer.get(keys[at])
            yield from longest


def extended(
    subjects: Iterable[Subject],
    *,
    phrases: Mapping[str, Mapping[str, float]] = NO_PHRASES,
    extra: Iterable[Subject] = (),
) -> tuple[Subject, ...]:
    """Return `subjects` and `extra`, with more phrases.

    `phrases` maps slug to phrase to weight (`taxonomy.CLEAR` and its like); it replaces the weight of a
    phrase that is there already. Raises ValueError when a slug is not among the subjects, or when two of
    them share one.
    """
    every = (*subjects, *extra)
    known = {subject.slug: subject for subject in every}
    if len(known) < len(every):
        raise ValueError("two subjects share a slug")
    if strangers := sorted(phrases.keys() - known.keys()):
        raise ValueError(f"no subject has the slug {', '.join(strangers)}")
    return tuple(
        replace(subject, phrases=MappingProxyType({**subject.phrases, **phrases.get(slug, {})}))
        for slug, subject in known.items()
    )


@cache
def default() -> Classifier:
    """Return the classifier of the built-in subjects, made once."""
    return Classifier(taxonomy.SUBJECTS)


def _chosen(ranked: Sequence[tuple[str, _Evidence]], *, at_least: float) -> Iterator[tuple[str, _Evidence]]:
    """Yield the subjects that stand beside the best, which scores `at_least` that."""
    if not ranked:
        return
    best = max(at_least, ranked[0][1].score)
    if not at_least and best >= _ENOUGH:
        yield ranked[0]
    bar = max(_SECOND_ENOUGH, _SECOND_SHARE * best)
    yield from ((slug, found) for slug, found in ranked[not at_least :] if found.score >= bar)


def _merged(subjects: Iterable[Subject], *, muted: Iterable[str]) -> Iterator[_Phrase]:
    says: dict[str, list[tuple[str, float]]] = {phrase: [] for phrase in muted}
    for subject in subjects:
        for phrase, weight in subject.phrases.items():
            says.setdefault(phrase, []).append((subject.slug, weight))
    for phrase, said in says.items():
        words = tuple(_words(unicodedata.normalize("NFC", phrase)))
        is_name = all(word[0].isupper() or word[0].isdigit() for word in words)
        yield _Phrase(phrase, words, is_name, tuple(said))


def _must_have_words(phrases: Iterable[str]) -> None:
    for phrase in phrases:
        words = _words(phrase)
        if not words or not all(map(_WORD.search, words)):
            raise ValueError(f"a phrase without a word: {phrase!r}")


def _index(phrases: Iterable[_Phrase], *, form: Callable[[str], str] = str) -> _Node:
    root = _Node()
    for phrase in phrases:
        node = root
        for word in phrase.words:
            node = node.longer.setdefault(_key(form(word)), _Node())
        node.phrases.append(phrase)
        node.has_names |= phrase.is_name
    return root


def _fitting(node: _Node, words: Sequence[str]) -> list[_Phrase]:
    if not node.has_names:
        return node.phrases
    return [phrase for phrase in node.phrases if not phrase.is_name or all(map(_as_large, phrase.words, words))]


@lru_cache(maxsize=4096)  # the same few names all day
def _as_large(asked: str, written: str) -> bool:
    letters = _EDGES.sub("", written)
    return letters.isupper() if asked.isupper() and len(asked) > 1 else not letters[0].islower()


def _section_key(title: str) -> str:
    return " ".join(map(_key, _words(fold(title))))


def _words(text: str) -> list[str]:
    for joint in _JOINTS:
        text = text.replace(joint, " ")
    return text.split()


@lru_cache(maxsize=16384)  # some 7,000 Vietnamese syllables, at times with a comma or a quotation mark
def _key(word: str) -> str:
    """Return one form for every way to write a word: small, unpunctuated, its tone last, open `y` as `i`."""
    letters = unicodedata.normalize("NFD", _EDGES.sub("", word.lower()))
    bare = _TONES.sub("", letters)
    stem = bare[:-1] + "i" if _OPEN_Y.fullmatch(bare) else bare
    return stem + "".join(_TONES.findall(letters))
