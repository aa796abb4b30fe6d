"""The numbers of legal and Party documents: found in text, normalised, read."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from crawler.institutions import ALIASES, BODIES, JOINT, NOT_CITED, PARTY, PLACES, SHARED, TERMS, TYPES


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A legal or Party document that an article cites.

    Attributes:
        number: normalised, e.g. `06/2013/QĐ-TTg`; look-alike letters folded.
        type: in Vietnamese, e.g. `Quyết định`; empty when neither number nor words tell.
        issuer: the issuing body in Vietnamese, e.g. `Thủ tướng Chính phủ`; empty when not known.
        date: of issue, where the article says so.
    """

    number: str
    type: str = ""
    issuer: str = ""
    date: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Code:
    """What the letters of a number say.

    Attributes:
        ending: what follows the figures, normalised: `/QĐ-TTg`, or in the Party's way `-NQ/TW`.
        type: the kind of document; empty when several share the code.
        types: what the words beside it may make of it; None for whatever kind they name.
        body: code of the issuing body, the first of several.
        issuer: its name, or all their names; empty when several bodies share the code.
        sure: nothing else looks so; otherwise it takes `số` or a kind of document before it.
    """

    ending: str
    type: str
    types: tuple[str, ...] | None
    body: str
    issuer: str
    sure: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """What the words before a number say: whether they announce one, and the kind of document they name."""

    announce: bool
    type: str


_SILENT: Final = _Words(announce=False, type="")
_ANNOUNCED: Final = _Words(announce=True, type="")

_DASHES: Final = "-‐‑‒–—−"
_FOREIGN: Final = "АВСЕНІЈКМОРЅТХУԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧÐƉасеорхуіјѕһԁοðɡ"
_LATIN: Final = "ABCEHIJKMOPSTXYQWABEZHIKMNOPTYXĐĐaceopxyijshdođg"
_FOLD: Final = str.maketrans(_FOREIGN, _LATIN) | dict.fromkeys(map(ord, _DASHES), "-") | {0xA0: " ", 0x202F: " "}

_B = "[ \t\xa0\u202f]?+"  # a blank that may be
_LETTER = f"A-Za-zĐđƯư{_FOREIGN}"
_CODE = rf"[{_LETTER}][{_LETTER}0-9&]*+(?!\w)"
_CODES = rf"{_CODE}(?:{_B}[{_DASHES}]{_B}{_CODE}){{0,9}}+"
_FIGURES = rf"((?!0+(?![0-9]))[0-9]{{1,5}}(?:\.[0-9]{{1,2}})?+[a-zđA-ZĐ]?+)(?:{_B}[{_DASHES}]{_B}([{_LETTER}]++))?+"

# A text is searched for its slashes, which are few, and each is then read to the right and to the left: a
# pattern that opens with a digit, or with a look-behind, walks through every letter.
_RIGHT = re.compile(rf"/{_B}(?:((?:19|20)\d\d){_B}/{_B})?+({_CODES})")
_LEFT = re.compile(rf"(?:(?<![{_DASHES}\w/=%&?#])(?<!\d[.,:])|(?<=[Ss][ốỐ])){_FIGURES}{_B}$")
_LEFT_REACH = 24
_WHOLE = re.compile(rf"(?:[Ss]ố\s?:?\s?)?{_FIGURES}/(?:((?:19|20)\d\d)/)?({_CODES})")
_AROUND_MARK = re.compile(r"\s*([/-])\s*")
_TERM = re.compile(rf"({'|'.join(sorted(TERMS, key=len, reverse=True))})\d{{1,2}}")
_LONGEST_CODE = 15
_UNIT = re.compile(r"[A-ZĐ]{2,6}[a-zđ]{1,2}[A-ZĐ]{1,6}")  # a department in a letter's number: `BGDĐT-GDTrH`

_MARK = r"\s?[/.\-–]\s?"
_DAY = rf"(\d\d?)(?:{_MARK}(\d\d?){_MARK}|\s+tháng\s+(\d\d?),?\s+năm\s+)((?:19|20)\d\d)(?!\d)"
_NAMED_DAY = re.compile(rf"(?:(?:ngày|NGÀY)\s+|\(\s*){_DAY}")
_DAY_REACH = 90  # characters: some 60 for the body's name, the rest for the date itself
# Between the number and its date stand the issuer and the act of issuing, and nothing else: the day in
# `58/2026/NĐ-CP của Chính phủ có hiệu lực từ ngày 15/3/2026` is another one.
_BEFORE_DAY = re.compile(
    r"[\s,(]*(?:(?:(?:của|do|CỦA|DO)(\s[^\d.;:()]{2,}?))?[\s,(]*(?:(?:được\s)?(?:ký\sban\shành|ban\shành|ký|thông\squa)\s)?"
    r"|được(\s(?=[A-ZĐỦ])[^\d.;:()]{2,}?)\s(?:ký\sban\shành|ban\shành|thông\squa)\s)"
)
_NO_ISSUER = re.compile(
    r"\s(?:từ|đến|tới|về|có|tại|trước|sau|trong|để|khi|vào|theo|quy|hiệu|hết|sửa|bổ|thay|phê|hướng|kể|áp|nhằm|với"
    r"|cho|được|đã|sẽ|vừa|bị|là|mà|này|công bố|triển|thực hiện|thi hành|trình|gửi|giao|đối)\s"
)
# `Ngày 15/3/2026, Chính phủ ban hành Nghị định số`: nothing but the issuer between the day and the act.
_DAY_FIRST = re.compile(
    rf"(?:\([^()]{{2,30}}\)\s*[-–—]\s*)?Ngày\s+{_DAY},?(\s[^\d.;:()]{{2,70}}?)(?:\s(?:đã|vừa|mới|chính thức))*"
    r"\s(?:ký\sban\shành|ban\shành|thông\squa|ký|có)\s(\w+(?:\s\w+){0,3}?)(?:\s+số[\s:]*|\s+)"
)
_SENTENCE_END = re.compile(r"\n|\.\s")
_ANOTHER = re.compile(
    rf"[^.;\n]*?\d{_B}(?:[{_DASHES}]{_B}[{_LETTER}]++)?/(?:\d{{4}}/)?[{_LETTER}]"
)  # number in the sentence
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_ENGLISH_DAY = re.compile(
    rf"[\s,(]*(?:dated|issued on)\s+"
    rf"(?:({'|'.join(_MONTHS)})\s+(\d\d?),?|(\d\d?)\s+({'|'.join(_MONTHS)}),?)\s+(\d{{4}})\b"
)

_SENTENCE_REACH = 160
_NUMBER_SIGN: Final = frozenset({"số", "sô", "hiệu", "ký"})  # `số`, `số hiệu`, `số ký hiệu`
_WORDS_REACH = 48  # characters: `Thông tư liên tịch số ký hiệu:` and then some
_AND = re.compile(r"(?:[\s,;]|và|hoặc|cùng|số)*")


def find(text: str) -> tuple[Citation, ...]:
    """Return the documents that an article's text (NFC) cites, each once, in order of first appearance.

    `6/2013/QĐ-TTg` and `06/2013/QĐ-TTg` are one document under the form written first. A date without a
    year, and one that contradicts the number's year, is no date of issue.

    >>> find("Quy định số 366-QĐ/TW ngày 30/8/2025 của Bộ Chính trị")[0].issuer
    'Bộ Chính trị'
    """
    found: dict[str, tuple[_Code, Citation]] = {}
    for code, said in _mentions(text):
        key = said.number.lstrip("0")
        known = found.get(key)
        found[key] = (known[0], _joined(known[1], said)) if known else (code, said)
    return tuple(_completed(code, said) for code, said in found.values())


def normal(written: str) -> str | None:
    """Return the normalised form of a number that stands alone, or None when it is no document's number.

    >>> normal("13 / 2023 / ND–CP")
    '13/2023/NĐ-CP'
    """
    plain = unicodedata.normalize("NFC", written).translate(_FOLD).strip(" \t\r\n.,;:")
    match = _WHOLE.fullmatch(_AROUND_MARK.sub(r"\1", plain))
    if not match:
        return None
    figures, kind, year, codes = match.groups()
    code = _code(kind or "", codes, dated=bool(year))
    return _number(figures, year, code) if code else None


def _mentions(text: str) -> Iterator[tuple[_Code, Citation]]:
    """Yield every mention of a number, and what the words around it say, in the text's order."""
    end, words = 0, _SILENT
    for right in _RIGHT.finditer(text):
        left = _LEFT.search(text, max(end, right.start() - _LEFT_REACH), right.start())
        code = _code(left[2] or "", right[2], dated=bool(right[1])) if left else None
        if left and code and (right[1] or "." not in left[1]):  # 66.2/2025/NQ-CP; `2.5/VT` is a figure
            before = text[max(end, left.start() - _SENTENCE_REACH) : left.start()]
            if code.sure and code.types == ():  # the code says all
                words = _ANNOUNCED
            else:
                words = _words(before, code.types, listed=words if _AND.fullmatch(before) else _SILENT)
            end = right.end()
            if code.sure or words.announce:
                yield (
                    code,
                    Citation(
                        number=_number(left[1], right[1], code),
                        type=words.type,
                        issuer=_named_issuer(text, end, before=before, body=code.body),
                        date=_issued(text, end, year=right[1])
                        or _issued_before(text, left.start(), end=end, year=right[1]),
                    ),
                )


def _number(figures: str, year: str | None, code: _Code) -> str:
    return f"{figures}/{year}{code.ending}" if year else f"{figures}{code.ending}"


def _joined(known: Citation, said: Citation) -> Citation:
    """Return what two mentions of one document say together, the first one's word before the other's."""
    return Citation(
        number=known.number,
        type=known.type or said.type,
        issuer=known.issuer or said.issuer,
        date=known.date or said.date,
    )


def _completed(code: _Code, said: Citation) -> Citation:
    """Return the citation with what only its number tells."""
    kind = said.type or code.type
    issuer = said.issuer or _MAKERS.get(kind) or code.issuer
    return Citation(number=said.number, type=kind, issuer=issuer, date=said.date)


# The number itself


@lru_cache(maxsize=4096)  # a few hundred codes make up nearly all numbers
def _code(kind: str, codes: str, *, dated: bool) -> _Code | None:
    """Read a number's letters: `QĐ-TTg`, or with `kind` before the slash `TW`; `dated` if it holds a year."""
    parts = _parts(codes.translate(_FOLD))
    if not parts:
        return None
    if kind:
        code = _canonical(kind.translate(_FOLD))
        return _party_code(code, parts) if code and not dated else None
    return _state_code(parts, dated=dated)


def _parts(codes: str) -> tuple[str, ...]:
    """Return the codes, canonical, up to the first that is none; a dash between blanks rarely joins."""
    parts: list[str] = []
    spaced = False
    for piece in codes.split("-"):
        code = _canonical(piece.strip()) or (piece if parts and _UNIT.fullmatch(piece) else None)
        if not code or ((spaced or piece[0].isspace()) and not _follows(code, parts)):
            break
        parts.append(code)
        spaced = piece[-1].isspace()
    return tuple(parts)


def _follows(code: str, parts: list[str]) -> bool:
    """Return whether a code belongs to the number although blanks set it off: `NĐ - CP`, `TTLT-BCA - BQP`."""
    return _is_body(code) and (parts[0] in JOINT or (len(parts) == 1 and parts[0] in TYPES))


def _canonical(written: str) -> str | None:
    """Return a code as it should be written, an unknown one only if it is all capitals."""
    code = _CANONICAL.get(written) or _CANONICAL.get(_key(written))
    if code:
        return code
    capitals = written.upper()
    if _TERM.fullmatch(capitals):
        return capitals
    return written if written == capitals and len(written) <= _LONGEST_CODE else None


def _key(code: str) -> str:
    return code.upper().replace("Đ", "D").replace("&", "")


def _is_body(code: str) -> bool:
    return code in BODIES or bool(_TERM.fullmatch(code))


def _party_code(code: str, bodies: tuple[str, ...]) -> _Code | None:
    """Read `57-NQ/TW`, `317-QĐ/TWĐTN-TNTH`."""
    known = _is_body(bodies[0])
    if code in NOT_CITED or not (code in TYPES or known):
        return None
    return _Code(
        ending=f"-{code}/{'-'.join(bodies)}",
        type="" if code == "QĐ" else TYPES.get(code, ""),  # the Party numbers Quy định and Quyết định alike
        types=_types(code),
        body=bodies[0],
        issuer=_names(bodies[:1]),
        sure=known,
    )


def _state_code(parts: tuple[str, ...], *, dated: bool) -> _Code | None:
    """Read `QĐ-TTg`, `QH15`, `VPCP-PL`, `CP`."""
    code, bodies = parts[0], parts[1:]
    if code not in TYPES and _is_body(code):
        return _kindless_code(parts, dated=dated)
    known = bool(bodies) and _is_body(bodies[0])
    if any(map(str.isdigit, code)):  # a military unit: `Sư đoàn 3/QK1-BQP`
        return None
    if code in NOT_CITED or not (known or (code in TYPES and (bodies or code == "SL"))):
        return None
    if known and bodies[0] in PARTY and not dated:
        return _party_code(code, bodies)
    joint = code in JOINT or all(map(_is_body, bodies))
    return _Code(
        ending=f"/{'-'.join(parts)}",
        type=TYPES.get(code, ""),
        types=_types(code),
        body=bodies[0] if bodies else "",
        issuer=_names(bodies if joint else bodies[:1]),
        sure=known or dated,
    )


def _kindless_code(parts: tuple[str, ...], *, dated: bool) -> _Code:
    """Read a code that names no kind: an Assembly's act, a letter (`VPCP-PL`), an old decree (`64/CP`)."""
    term = _TERM.fullmatch(parts[0])
    letter = len(parts) > 1 and not term  # Decree 30/2020/NĐ-CP: a letter bears the body's code and the unit's
    return _Code(
        ending=f"/{parts[0] if term else '-'.join(parts)}",
        type="Công văn" if letter else "",
        types=SHARED[term[1]] if term else None,
        body=parts[0],
        issuer=_names(parts[:1]),
        sure=letter or (bool(term) and dated),
    )


def _types(code: str) -> tuple[str, ...] | None:
    """Return the kinds among which words may choose for a code; none where the code is plain."""
    return SHARED.get(code, ()) if code in TYPES else None


def _names(codes: tuple[str, ...]) -> str:
    """Return the bodies' names separated by commas, or an empty string when one is not known."""
    terms = [(code, _TERM.fullmatch(code)) for code in codes]
    names = [TERMS[term[1]] if term else BODIES.get(code, "") for code, term in terms]
    return ", ".join(names) if all(names) else ""


_MAKERS: Final = {  # whatever the code: `24-L/CTN` is a law under the order that proclaimed it
    "Hiến pháp": "Quốc hội",
    "Luật": "Quốc hội",
    "Bộ luật": "Quốc hội",
}
_CANONICAL: Final = {_key(code): code for code in (*BODIES, *NOT_CITED, *TYPES)} | ALIASES
_CANONICAL.update((code, code) for code in (*BODIES, *NOT_CITED, *TYPES))


# The words around it


def _words(before: str, types: tuple[str, ...] | None, *, listed: _Words) -> _Words:
    """Return what the words before a number announce, or in a list those before the first one, `listed`.

    The words next to the number count more than those further off; `types` are the kinds its code allows.
    """
    last = before[-_WORDS_REACH:].rstrip(' \t\n\xa0:.("“').lower().replace("(", " ").replace("“", " ").split()
    signed = bool(last) and last[-1] in _NUMBER_SIGN
    while last and last[-1] in _NUMBER_SIGN:
        last.pop()
    kind = _kind_at_end(last) or listed.type
    announce = signed or bool(kind) or last[-2:] == ["văn", "bản"] or listed.announce
    if types is not None and kind not in types:
        kind = _last_kind(before, types) if types else ""
    return _Words(announce=announce, type=kind)


def _kind_at_end(words: list[str]) -> str:
    """Return the kind of document that the last words name, or an empty string."""
    for length in (2, 4, 1):  # most names have two words; `Bộ luật` goes before `Luật`
        kind = _KINDS.get(" ".join(words[-length:]))
        if kind:
            return kind
    return ""


def _last_kind(text: str, types: tuple[str, ...]) -> str:
    """Return the last of the kinds that the sentence names: `Luật Đất đai số 31/2024/QH15`."""
    start = max(text.rfind("\n"), text.rfind(". ")) + 1
    named = [_KINDS.get(name.lower(), "Bộ luật") for name in _KIND_NAMES.findall(text, start)]
    return next((kind for kind in reversed(named) if kind in types), "")


_KINDS: Final = {
    name.lower(): name for name in (*TYPES.values(), *(name for shared in SHARED.values() for name in shared)) if name
}
# Capitals only, for `quy định` and `nghị quyết` are everyday words; a lawyer (luật sư) is no law.
_KIND_NAMES = re.compile(
    r"Bộ [Ll]uật|bộ luật|BỘ LUẬT|BL(?:DS|HS|LĐ|TTDS|TTHS)|Luật(?! (?:sư|gia)\b)|LUẬT(?! SƯ)"
    r"|Hiến pháp|Pháp lệnh|Nghị quyết|Lệnh|Quyết định|Quy định|Chỉ thị|Chương trình|Công văn"
    r"|HIẾN PHÁP|PHÁP LỆNH|NGHỊ QUYẾT|QUYẾT ĐỊNH|QUY ĐỊNH"
)


def _issued(text: str, end: int, *, year: str | None) -> dt.date | None:
    """Return the date of issue that follows a number, past the issuing body at most.

    A number that holds a year was given in that year.
    """
    english = _ENGLISH_DAY.match(text, end)
    if english:
        named = _MONTHS.index(english[1] or english[4]) + 1
        return _dated((english[2] or english[3], str(named), english[5]), year=year)
    found = _NAMED_DAY.search(text, end, end + _DAY_REACH)
    if not found:
        return None
    between = _BEFORE_DAY.fullmatch(text, end, found.start())
    if not between or _NO_ISSUER.search(f"{between[1] or between[2] or ''} "):
        return None
    day, month, named_month, own_year = found.groups()
    return _dated((day, month or named_month, own_year), year=year)


def _issued_before(text: str, start: int, *, end: int, year: str | None) -> dt.date | None:
    """Return the day on which a sentence begins that tells the issue of this one document."""
    before = text[max(start - _SENTENCE_REACH, 0) : start]
    found = _DAY_FIRST.fullmatch(_SENTENCE_END.split(before)[-1])
    if not found or found[6].lower() not in _KINDS or _NO_ISSUER.search(f"{found[5]} "):
        return None
    if _ANOTHER.match(text, end, end + _SENTENCE_REACH):
        return None
    return _dated((found[1], found[2] or found[3], found[4]), year=year)


def _dated(parts: tuple[str, str, str], *, year: str | None) -> dt.date | None:
    """Return day, month and year as a date, unless the number holds another year."""
    day, month, own_year = parts
    return _date(own_year, month, day) if own_year == (year or own_year) else None


def _date(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def _named_issuer(text: str, end: int, *, before: str, body: str) -> str:
    """Return the issuer that words name where many share the code: a province's, one of the Party's."""
    naming = _NAMING.get(body)
    if not naming:
        return ""
    hints, after_it, before_it = naming
    found = after_it.match(text, end)
    if not found and any(hint in before for hint in hints):
        found = before_it.search(before)
    return spelled(found[found.lastindex or 0]) if found else ""


@lru_cache(maxsize=256)
def spelled(name: str) -> str:
    """Return an issuer's name without abbreviations, the place after it."""
    for short, full in _SPELLINGS:
        name = short.sub(full, name)
    return name


def _naming(names: str, *hints: str) -> tuple[tuple[str, ...], re.Pattern[str], re.Pattern[str]]:
    """Return patterns for one of `names` as the issuer, after a number and before it.

    The second is tried only where one of `hints` stands: it is slow to say no.
    """
    after_it = (
        rf"(?:[\s,(]*(?:(?:ngày|NGÀY)\s+)?{_DAY}\)?|{_ENGLISH_DAY.pattern}\)?)?"
        rf"[\s,]*(?:của|do|CỦA|DO|of the|by the)\s+({names})(?!\w)"
    )
    before_it = (
        rf"(?<!\w)({names})(?:\s+{_RECENTLY})*\s+(?:ký\s+)?(?:ban hành|có|thông qua)\s[^.,;\d]{{0,40}}$"
        rf"|[Tt]hay mặt\s+({names})(?!\w)[^.;\n\d]{{0,100}}?\s(?:ký|ban hành)\s[^.,;\d]{{0,40}}$"
        rf"|của\s+({names})[\s,(]*(?:số[\s:]*)?$"
    )
    return hints, re.compile(after_it), re.compile(before_it)


_RECENTLY = "(?:đã|vừa|mới|chính thức)"
_PLACE = rf"(?:{'|'.join(PLACES)}|HCM)(?!\w)"
_LOCAL = rf"(?:\s+(?:[Tt]ỉnh\s+|[Tt]hành phố\s+|TP\.?\s*){_PLACE})?"
_CENTRAL_COMMITTEE = (
    r"Hội nghị[^.;\n]{0,40}?Trung ương|(?:Ban Chấp hành|BCH) (?:Trung ương|TW)|BCHTW|Trung ương(?: Đảng)?"
)
_NOT_PARTY = r"(?! (?:Đoàn|Hội|Mặt trận|MTTQ))"
_NAMING: Final = {
    "TW": _naming(
        rf"Bộ Chính trị|BỘ CHÍNH TRỊ|Politburo|Ban Bí thư|BAN BÍ THƯ|Secretariat|(?:{_CENTRAL_COMMITTEE}){_NOT_PARTY}",
        "Bộ Chính trị",
        "Ban Bí thư",
        "Trung ương",
        "BCH",
    ),
    "TU": _naming(rf"(?:Ban Thường vụ )?(?:Tỉnh|Thành) (?:ủy|uỷ)(?: {_PLACE})?", "Tỉnh ", "Thành "),
    "UBND": _naming(rf"(?:Chủ tịch )?(?:UBND|(?:Ủy|Uỷ) ban [Nn]hân dân){_LOCAL}", "UBND", "hân dân"),
    "HĐND": _naming(rf"(?:HĐND|Hội đồng [Nn]hân dân){_LOCAL}", "HĐND", "hân dân"),
}
_SPELLINGS: Final = (
    (re.compile(r"BỘ CHÍNH TRỊ|Politburo"), "Bộ Chính trị"),
    (re.compile(r"BAN BÍ THƯ|Secretariat"), "Ban Bí thư"),
    (re.compile(_CENTRAL_COMMITTEE), "Ban Chấp hành Trung ương"),
    (re.compile(r"UBND|(?:Ủy|Uỷ) ban Nhân dân|Uỷ ban nhân dân"), "Ủy ban nhân dân"),
    (re.compile(r"HĐND|Hội đồng Nhân dân"), "Hội đồng nhân dân"),
    (re.compile(r"\sTỉnh\s"), " tỉnh "),
    (re.compile(r"\s(?:TP\.?|[Tt]hành phố)\s*"), " thành phố "),
    (re.compile(r"HCM$"), "Hồ Chí Minh"),
    (re.compile(r"uỷ"), "ủy"),
    (re.compile(r"\s+"), " "),
)
