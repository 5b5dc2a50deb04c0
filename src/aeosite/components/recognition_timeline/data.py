"""Where everything stands in the chart of mutual-recognition arrangements: one line a partner, dates from left to right.

Places across are percentages of the width, so that the chart fits any screen while its words keep their size.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from aeosite.components.picture.scale import Years
from aeosite.model.fields import PartialDate
from aeosite.model.records import Partner

LEFT, RIGHT = 37.0, 98.0
"""Where the years begin and end, in percent of the width; the names stand before them."""

LABELS = 5
"""At most so many years are written out."""

TAIL = 2.2
"""How far the tail of a date that is no later than a day reaches back, in percent of the width."""

GAP = 2.0
"""The space between a mark and the words beside it, in percent of the width."""


@dataclass(frozen=True)
class Mark:
    """A date in the chart.

    Attributes:
        x: where it stands, in percent of the width.
        start: where it may begin: the first day of a year known alone, the tail of a date that is no later than a day.
        kind: ``day`` for a date known to the day or month, ``year`` for a year alone, ``by`` for no later than.
    """

    x: float
    start: float
    kind: str


@dataclass(frozen=True)
class Row:
    """One arrangement. A date that is not known has no mark; ``words_at`` is where that is said, ``words_end`` to which side."""

    partner: Partner
    signed: Mark | None
    in_force: Mark | None
    words_at: float
    words_end: bool


@dataclass(frozen=True)
class Timeline:
    """The chart: its years with their places and whether they are written out, and its rows in the order given."""

    years: Sequence[tuple[int, float, bool]]
    rows: Sequence[Row]

    @property
    def signed(self) -> int:
        """How many days of signature are drawn."""
        return sum(row.signed is not None for row in self.rows)

    @property
    def in_force(self) -> int:
        """How many entries into force are drawn."""
        return sum(row.in_force is not None for row in self.rows)


def timeline(partners: Iterable[Partner], as_of: date) -> Timeline:
    """Return the chart of some arrangements, from the first year known to the year of a date.

    Args:
        partners: the arrangements, in the order shown.
        as_of: the date of the guide; the chart reaches further only where a record does.
    """
    shown = list(partners)
    known = [when.latest.year for partner in shown for when in (partner.signed, partner.in_force_from) if when]
    first, last = min([*known, as_of.year]), max([*known, as_of.year])
    years = Years(first, last, LEFT, RIGHT)
    return Timeline(years.marks(LABELS), [_row(partner, years) for partner in shown])


def _row(partner: Partner, years: Years) -> Row:
    signed, in_force = _mark(partner.signed, years), _mark(partner.in_force_from, years)
    marks = [mark for mark in (signed, in_force) if mark]
    if not marks:
        return Row(partner, signed, in_force, LEFT, words_end=False)
    before, after = min(mark.start for mark in marks) - GAP, max(mark.x for mark in marks) + GAP
    room_before = before - LEFT > RIGHT - after
    return Row(partner, signed, in_force, round(before if room_before else after, 2), words_end=room_before)


def _mark(when: PartialDate | None, years: Years) -> Mark | None:
    if when is None:
        return None
    if when.by:
        x = years.at(when.latest)
        return Mark(x, round(x - TAIL, 2), "by")
    if when.month is None:
        start = years.at(when.earliest)
        return Mark(years.at(when.latest), start, "year")
    middle = date.fromordinal((when.earliest.toordinal() + when.latest.toordinal()) // 2)
    x = years.at(middle)
    return Mark(x, x, "day")
