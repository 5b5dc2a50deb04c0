"""The answers of the quiz: what a record says now, never what an editor typed, wherever the answer is a day, a number or a document."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from aeosite.basics.problems import Place
from aeosite.guide.dated import Dated
from aeosite.guide.directives import RECORD_DIRECTIVES
from aeosite.guide.picks.choosing import position
from aeosite.model.fields import Evidence, Pair, PartialDate, Unit
from aeosite.model.help import QuizQuestion, Statistic
from aeosite.model.records import Instrument, Standard
from aeosite.read.content import Content, Record
from aeosite.read.pages import Directive, call_of

CLAIM = ("yes", "no")
"""The answers to a claim: it holds, or it does not."""

ANSWERS = 4
"""How many answers a question offers."""


@dataclass(frozen=True)
class Value:
    """What a record says: a day, a number with its unit if it has one, or a document. Exactly one of the three is set."""

    day: PartialDate | None = None
    number: Decimal | None = None
    instrument: str | None = None
    unit: Unit | None = None

    def __str__(self) -> str:
        return str(self.day or self.instrument or self.number)


@dataclass(frozen=True)
class Option:
    """One answer that may be chosen: words, a value, or for a claim ``yes`` or ``no``."""

    right: bool
    text: Pair | None = None
    value: Value | None = None
    claim: str | None = None


@dataclass(frozen=True)
class Found:
    """A value with how well it is supported; None where it is counted, and rests on the records counted."""

    value: Value
    evidence: Evidence | None


def value_of(guide: Dated, data: QuizQuestion) -> Found | None:
    """Return the value that the right answer of a question is taken from; None where it names none, or one that does not exist."""
    call = call_of(data.answer_from, Place(data.folder)) if data.answer_from else None
    return answered(guide, call) if call else None


def answered(guide: Dated, call: Directive) -> Found | None:
    """Return the value of a directive; None where it has none."""
    spec = RECORD_DIRECTIVES.get(call.name)
    if spec is None or call.name not in _READERS or len(call.words) != len(spec.words):
        return None
    known = all(word in allowed(guide.content) for word, allowed in zip(call.words, spec.words, strict=True))
    known = known and not unread(guide.content, call)
    return _READERS[call.name](guide, call, spec.select(guide, call)) if known else None


def unread(content: Content, call: Directive) -> bool:
    """Whether a directive names a record that could not be read: that is reported, so its value is not said to be missing."""
    return any(content.is_broken(word) for word in call.words)


def _limit(guide: Dated, call: Directive, facts: Mapping[str, Any]) -> Found | None:
    test = facts["test"]
    return Found(Value(number=test.value, unit=test.unit), _of_clause(guide.content, call.words[0])) if test else None


def _score(guide: Dated, call: Directive, facts: Mapping[str, Any]) -> Found | None:
    number = facts["number"]
    return Found(Value(number=Decimal(number)), _of_clause(guide.content, call.words[0])) if number is not None else None


def _date(guide: Dated, call: Directive, facts: Mapping[str, Any]) -> Found | None:
    when = facts["when"]
    day = when if isinstance(when, PartialDate) or when is None else PartialDate(when.year, when.month, when.day)
    return Found(Value(day=day), guide.content.get(Instrument, call.words[0]).evidence) if day else None


def _statistic(guide: Dated, call: Directive, facts: Mapping[str, Any]) -> Found:
    statistic: Statistic = facts["statistic"]
    return Found(Value(number=statistic.value), statistic.evidence)


def _count(guide: Dated, call: Directive, facts: Mapping[str, Any]) -> Found:
    asked = call.option("standard")
    standard = guide.content.find(Standard, asked) if asked else None
    return Found(Value(number=Decimal(facts["count"])), standard.data.evidence if standard else None)


def _cite(guide: Dated, call: Directive, facts: Mapping[str, Any]) -> Found:
    return Found(Value(instrument=call.words[0]), facts["instrument"].evidence)


def _of_clause(content: Content, clause: str) -> Evidence:
    return content.clauses[clause].table.data.evidence


_READERS: Mapping[str, Callable[[Dated, Directive, Mapping[str, Any]], Found | None]] = {
    "date": _date,
    "limit": _limit,
    "score": _score,
    "count": _count,
    "statistic": _statistic,
    "cite": _cite,
}

SOURCES: Sequence[str] = tuple(_READERS)
"""The directives whose value may be a right answer."""


def another(right: Value, text: str) -> Value | None:
    """Return the value of the kind of the right one that a text means: ``2026-04-01``, ``75``, ``order-251``; None where it means none."""
    try:
        if right.day:
            return replace(right, day=PartialDate.parse(text))
        return replace(right, instrument=text) if right.instrument else replace(right, number=Decimal(text))
    except (ValueError, ArithmeticError):
        return None


def options_of(guide: Dated, data: QuizQuestion) -> list[Option]:
    """Return the answers of a question in the order shown: a claim by yes and no, values by size, words in an order of their own."""
    if data.holds:
        return [Option(word == data.holds, claim=word) for word in CLAIM]
    if found := value_of(guide, data):
        others = [other for text in data.wrong_values if (other := another(found.value, text))]
        values = [Option(value is found.value, value=value) for value in (found.value, *others)]
        return _mixed(data, values) if found.value.instrument else sorted(values, key=_size)
    words = [Option(True, data.answer), *(Option(False, text) for text in data.wrong)] if data.answer else []
    return _mixed(data, words)


def _mixed(data: QuizQuestion, options: list[Option]) -> list[Option]:
    """Return answers by a digest: the place of the right one tells nothing, and no edit of another question moves it."""
    return sorted(options, key=lambda one: hashlib.sha256(f"{data.id} {one.text or one.value}".encode()).hexdigest())


def _size(option: Option) -> tuple[str, Decimal]:
    value = option.value
    assert value is not None
    return str(value.day.latest) if value.day else "", value.number or Decimal(0)


def right_of(guide: Dated, data: QuizQuestion) -> Option | None:
    """Return the right answer of a question, or None while it has none."""
    return next((option for option in options_of(guide, data) if option.right), None)


def quiz(guide: Dated) -> list[Record[QuizQuestion]]:
    """Return the questions of the quiz by topic, as the vocabulary orders them, and in display order."""
    topics = list(guide.content.vocabularies.get("question-topics", {}))
    found = guide.content.all(QuizQuestion)
    return sorted(found, key=lambda record: (position(topics, record.data.topic), record.data.order, record.id))
