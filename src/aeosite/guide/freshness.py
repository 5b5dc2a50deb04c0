"""When content is due to be checked again, and which figures are older than they should be."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from aeosite.guide.dated import Dated
from aeosite.guide.status import instrument_status
from aeosite.guide.year import time_of
from aeosite.model.base import RecordModel, Sourced
from aeosite.model.help import Event, Statistic
from aeosite.model.records import Instrument
from aeosite.read.content import Record
from aeosite.read.pages import Outline
from aeosite.read.review import PAGES


def later(day: date, months: int) -> date:
    """Return the same day some months later, or the last day of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def page_due(guide: Dated, outline: Outline) -> date | None:
    """Return when a page is to be reviewed again; None where its kind never is, and for history unless the page itself says how often."""
    front = outline.front
    if front is None:
        return None
    months = front.review_every or (None if front.history else guide.content.months(PAGES))
    return later(front.reviewed_on, months) if months else None


def record_due(guide: Dated, record: Record[RecordModel]) -> date | None:
    """Return when a record is to be checked again; None where its kind never is, and for what is history."""
    months = guide.content.months(type(record.data).folder)
    if not months or not isinstance(record.data, Sourced) or _is_history(guide, record.data):
        return None
    return later(record.data.verified_on, months)


def is_old(guide: Dated, statistic: Statistic) -> bool:
    """Whether a figure is older than figures may be, on the date of the guide, and the guide has no newer one of the same."""
    return _is_past_its_time(guide, statistic) and not any(
        _is_newer(guide, one.data, statistic) for one in guide.content.all(Statistic)
    )


def old_figures(guide: Dated) -> Iterator[Record[Statistic]]:
    """Yield the figures that readers are told are old, by id."""
    return (record for record in guide.content.all(Statistic) if is_old(guide, record.data))


def _is_past_its_time(guide: Dated, statistic: Statistic) -> bool:
    months = guide.content.months(Statistic.folder)
    return bool(months) and later(statistic.date.latest, months or 0) < guide.as_of


def _is_newer(guide: Dated, one: Statistic, other: Statistic) -> bool:
    same = (one.topic, one.label.zh, one.scope.zh) == (other.topic, other.label.zh, other.scope.zh)
    return same and other.date.latest < one.date.latest <= guide.as_of


def _is_history(guide: Dated, data: RecordModel) -> bool:
    if isinstance(data, Instrument):
        return instrument_status(data, guide.as_of) in ("repealed", "expired")
    return isinstance(data, Event) and time_of(data, guide.as_of) == "past"
