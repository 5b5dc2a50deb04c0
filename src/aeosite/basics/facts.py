"""The facts of a text that can be compared between languages: numbers, per cent, dates, codes, clause references, normalised.

What is typed in digits is a fact. What is said in words (三年, three years) may answer for a fact of the other language, and for no more.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "|".join(_MONTHS)
_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_ORDINALS = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {
    **{word: number for number, word in enumerate(_SMALL.split())},
    **{word: number for number, word in enumerate(_ORDINALS.split())},
    **{word: 10 * number for number, word in enumerate(_TENS.split(), 2)},
    **{"once": 1, "twice": 2, "both": 2, "single": 1, "half": 0.5, "hundred": 100, "dozen": 12},
}
_HAN = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_SCALES = {
    "万": 10**4,
    "亿": 10**8,
    "百万": 10**6,
    "万亿": 10**12,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_HAN_NUMBER = "[零〇一二三四五六七八九十百千两]+"
_WORD_NUMBER = rf"(?:(?:{_TENS.replace(' ', '|')})-)?(?:{'|'.join(sorted(_WORDS, key=len, reverse=True))})"

_PATTERN = re.compile(
    rf"(?P<address>https?://[^\s)>\]]+)"
    rf"|(?P<zh_date>(?:(?P<zy>\d{{4}})年)?(?P<zm>\d{{1,2}})月(?:(?P<zd>\d{{1,2}})日)?)"
    rf"|(?P<iso>(?<![\w-])(?P<iy>\d{{4}})-(?P<im>0[1-9]|1[0-2])(?:-(?P<id>\d{{2}}))?(?![\w-]))"
    rf"|\b(?P<en_date>(?P<ed>\d{{1,2}}) (?P<em>{_MONTH})(?: (?P<ey>\d{{4}})\b)?|(?P<em2>{_MONTH}) (?P<ey2>\d{{4}})\b)(?![a-z])"
    rf"|\b(?P<month>{_MONTH})(?![a-z])"
    r"|(?P<plan>十[一二三四五]五)(?=[”’」规时期])"
    r"|(?P<past>\b(?:past|previous) year\b)"
    rf"|(?P<code>(?<![a-z0-9])(?=[a-z]*\d)(?=\d*[a-z])(?!\d+(?:st|nd|rd|th)\b)[a-z0-9]+(?:[./-][a-z0-9]*\d[a-z0-9]*)*)"
    rf"|(?P<number>{_NUMBER})(?:st|nd|rd|th)?(?:\s*(?P<percent>%|per cent\b|percent\b)|\s*(?P<scale>万亿|百万|万|亿|thousand\b|million\b|billion\b|trillion\b))?"
    rf"|百分之(?P<han_percent>{_HAN_NUMBER})"
    rf"|(?P<han>{_HAN_NUMBER})(?P<han_scale>万亿|万|亿)?"
    rf"|\b(?P<word>{_WORD_NUMBER})\b(?:\s(?P<word_percent>per cent|percent)\b|\s(?P<word_scale>hundred|thousand|million|billion)\b)?"
)


@dataclass(frozen=True)
class Facts:
    """What a text states: ``typed`` in digits, ``said`` in words; each fact in one form for both languages."""

    typed: Counter[str]
    said: Counter[str]


def facts_of(text: str) -> Facts:
    """Return the facts of a text in Chinese, English or both: ``1 April 2026`` and ``2026年4月1日`` are the same one."""
    folded = unicodedata.normalize("NFKC", text).lower()
    typed: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for found in _PATTERN.finditer(folded):
        group = next(name for name in _READERS if found[name])
        (typed if group in _TYPED else said).update(_READERS[group](found))
    return Facts(typed, said)


def unmatched(ours: Facts, theirs: Facts) -> tuple[Counter[str], Counter[str]]:
    """Return what each of two texts types in digits and the other one says in no form."""
    mine, yours = ours.typed - theirs.typed, theirs.typed - ours.typed
    return mine - theirs.said, yours - ours.said


def han_number(signs: str) -> int:
    """Return the value of Chinese numerals: 二十三 is 23, 二〇二六 is 2026."""
    if not any(sign in _HAN_UNITS for sign in signs):
        return int("".join(str(_HAN[sign]) for sign in signs))
    total, digit = 0, 0
    for sign in signs:
        if sign in _HAN_UNITS:
            total, digit = total + (digit or 1) * _HAN_UNITS[sign], 0
        else:
            digit = _HAN[sign]
    return total + digit


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number(found: re.Match[str]) -> Iterator[str]:
    digits = found["number"].replace(",", "")
    if found["percent"]:
        yield f"{_plain(Decimal(digits))}%"
    elif found["scale"]:
        yield _plain(Decimal(digits) * _SCALES[found["scale"]])
    else:
        yield digits if digits.startswith("0") and "." not in digits else _plain(Decimal(digits))


def _date(year: str | None, month: str, day: str | None) -> Iterator[str]:
    """Yield the parts of a date each by itself, because of a range the languages share different ones: 4日至10日, 4 to 10 July."""
    if year:
        yield year
    yield f"month {int(month)}"
    if day:
        yield str(int(day))


def _english_date(found: re.Match[str]) -> Iterator[str]:
    month = _MONTHS.index(found["em"] or found["em2"]) + 1
    return _date(found["ey"] or found["ey2"], str(month), found["ed"])


def _word(found: re.Match[str]) -> Iterator[str]:
    value = sum((Decimal(str(_WORDS[word])) for word in found["word"].split("-")), Decimal(0))
    if found["word_percent"]:
        yield f"{_plain(value)}%"
    elif found["word_scale"]:
        yield _plain(value * {**_SCALES, "hundred": 100}[found["word_scale"]])
    else:
        yield _plain(value)


def _han(found: re.Match[str]) -> Iterator[str]:
    yield str(han_number(found["han"]) * _SCALES.get(found["han_scale"], 1))


_READERS: dict[str, Callable[[re.Match[str]], Iterator[str]]] = {
    "address": lambda found: iter([found["address"].rstrip(".,;。，；")]),
    "zh_date": lambda found: _date(found["zy"], found["zm"], found["zd"]),
    "iso": lambda found: _date(found["iy"], found["im"], found["id"]),
    "en_date": _english_date,
    "month": lambda found: _date(None, str(_MONTHS.index(found["month"]) + 1), None),
    "plan": lambda found: iter([str(han_number(found["plan"][:2]))]),
    "past": lambda found: iter(["1"]),
    "code": lambda found: iter([found["code"]]),
    "number": _number,
    "han_percent": lambda found: iter([f"{han_number(found['han_percent'])}%"]),
    "han": _han,
    "word": _word,
}
"""How each kind of fact is brought to its one form."""

_TYPED = frozenset({"address", "zh_date", "iso", "en_date", "code", "number"})
