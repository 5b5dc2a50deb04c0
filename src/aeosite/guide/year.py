"""What has a day in a calendar: events whose days are known, and what is due by the same day of every year."""

from datetime import date, timedelta

from aeosite.guide.dated import Dated
from aeosite.guide.status import instrument_status
from aeosite.model.help import Event, Step
from aeosite.model.records import Instrument
from aeosite.read.content import Content, Record

STANDING = frozenset({"in-force", "issued", "not-yet"})
"""The statuses of documents whose days still come."""


TIMES = ("past", "running", "upcoming", "unknown")
"""When an event is, as of a date; unknown where its date is not known well enough to say."""


def days_of(event: Event) -> tuple[date, date] | None:
    """Return the first and the last day of an event; None where either is not known to the day."""
    ends = (event.date, event.until or event.date)
    days = [when.latest for when in ends if when and when.day and not when.by]
    return (days[0], days[1]) if len(days) == len(ends) else None


def exact_events(content: Content) -> list[Record[Event]]:
    """Return the events whose days are known, the earliest first."""
    found = [(days, record) for record in content.all(Event) if (days := days_of(record.data))]
    return [record for _, record in sorted(found, key=lambda pair: (pair[0], pair[1].id))]


def time_of(event: Event, as_of: date) -> str:
    """Return the word of ``TIMES`` for an event on a date."""
    if event.date is None:
        return "unknown"
    last = event.until or event.date
    if last.latest < as_of:
        return "past"
    if event.date.earliest > as_of:
        return "upcoming"
    return "running" if event.date.latest <= as_of else "unknown"


def coming(guide: Dated, event: Event) -> bool:
    """Whether an event is still to come, or running."""
    return time_of(event, guide.as_of) in ("upcoming", "running")


def due_steps(guide: Dated) -> list[Record[Step]]:
    """Return the steps that are due by a day of every year under a document that stands, by that day."""
    found = [record for record in guide.content.all(Step) if record.data.due and _stands(guide, record.data)]
    return sorted(found, key=lambda record: (str(record.data.due), record.id))


def _stands(guide: Dated, step: Step) -> bool:
    documents = [
        guide.content.find(Instrument, basis.instrument) for basis in step.basis
    ]  # the gate asks before all is known to be there
    return all(document and instrument_status(document.data, guide.as_of) in STANDING for document in documents)


def first_due(content: Content, step: Step) -> date:
    """Return the first day a step is due: on or after the day the last of its documents took effect, or else the day it was checked."""
    assert step.due is not None
    documents = (content.get(Instrument, basis.instrument) for basis in step.basis)
    starts = [document.in_force_from.latest for document in documents if document.in_force_from]
    start = max(starts, default=step.verified_on)
    this_year = step.due.in_year(start.year)
    return this_year if this_year >= start else step.due.in_year(start.year + 1)


def day_after(day: date) -> date:
    """Return the next day: where a whole day ends in a calendar."""
    return day + timedelta(days=1)
