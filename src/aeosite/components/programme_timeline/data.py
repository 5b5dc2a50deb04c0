"""Where each event stands along the years; those that are close stand above each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from aeosite.components.picture.scale import Scale, Years, lanes
from aeosite.model.fields import PartialDate
from aeosite.model.help import Event
from aeosite.model.records import Instrument

LEFT, RIGHT = 5.0, 95.0
"""Between which percentages of the width the years lie."""

LABELS = 5
"""At most so many years are written out."""

APART = 9.0
"""Two numbers in one lane are at least so far apart, in percent of the width: on a narrow phone they just do not touch."""

TOP, BOTTOM = 8.0, 74.0
"""Between which percentages of the height the numbers stand; the years lie below."""


@dataclass(frozen=True)
class Point:
    """Something that happened, its day as far as known, and where its number stands, in percent.

    ``in_force`` says that the day of a document is the one it came into force, not the one it was issued.
    """

    what: Event | Instrument
    day: PartialDate
    in_force: bool
    x: float
    y: float


@dataclass(frozen=True)
class Line:
    """The years, as ``Years.marks`` gives them, and the points from the first to the last; ``lanes`` is how many rows they take."""

    years: Sequence[tuple[int, float, bool]]
    points: Sequence[Point]
    lanes: int


def line_of(events: Iterable[Event], instruments: Iterable[Instrument], as_of: date) -> Line:
    """Return the line of some events and documents; what has no known day is left out."""
    found = [(what, day, in_force) for what, day, in_force in _dated(events, instruments) if day]
    found.sort(key=lambda one: (one[1].latest, one[0].id))
    first = min([as_of.year, *(day.year for _, day, _ in found)])
    last = max([as_of.year, *(day.year for _, day, _ in found)])
    years = Years(first, last, LEFT, RIGHT)
    places = [years.at(day.latest) for _, day, _ in found]
    rows = list(lanes(places, APART))
    heights = Scale(0, max([1, *rows]), BOTTOM, TOP)
    points = [
        Point(what, day, in_force, x, heights.at(row)) for (what, day, in_force), x, row in zip(found, places, rows, strict=True)
    ]
    return Line(years.marks(LABELS), points, max(rows, default=0) + 1)


def _dated(
    events: Iterable[Event], instruments: Iterable[Instrument]
) -> Iterable[tuple[Event | Instrument, PartialDate | None, bool]]:
    yield from ((event, event.date, False) for event in events)
    yield from ((one, one.in_force_from or one.issued, one.in_force_from is not None) for one in instruments)
