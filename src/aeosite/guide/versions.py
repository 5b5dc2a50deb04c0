"""The versions of a document: what it took the place of, and what took its place, each with the time it was in force."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from aeosite.model.fields import PartialDate
from aeosite.model.records import Instrument
from aeosite.read.content import Content


@dataclass(frozen=True)
class Version:
    """One version: the document, since when it was in force, and the last day it was; None where that is not known or not set."""

    instrument: Instrument
    start: PartialDate | None
    last: date | None


def versions(content: Content, instrument: Instrument) -> list[Version]:
    """Return a document with those it repealed and those that repealed it, however far back and forward, the oldest first."""
    known = {record.id: record.data for record in content.all(Instrument)}
    before = _reached(instrument, lambda one: [known[str(id_)] for id_ in one.repeals if str(id_) in known])
    after = _reached(instrument, lambda one: [other for other in known.values() if str(one.id) in map(str, other.repeals)])
    found = sorted([*before, instrument, *after], key=lambda one: (_start(one), str(one.id)))
    return [Version(one, one.in_force_from, _last(one)) for one in found]


def _reached(first: Instrument, following: Callable[[Instrument], Iterable[Instrument]]) -> list[Instrument]:
    found: dict[str, Instrument] = {}
    waiting = list(following(first))
    while waiting:
        one = waiting.pop()
        if str(one.id) not in found and one.id != first.id:
            found[str(one.id)] = one
            waiting += following(one)
    return list(found.values())


def _start(one: Instrument) -> date:
    when = one.in_force_from or one.issued
    return when.latest if when else date.min


def _last(one: Instrument) -> date | None:
    ends = [one.repealed_on - timedelta(days=1) if one.repealed_on else None, one.valid_until]
    return min((end for end in ends if end), default=None)
