"""Where each duty lies in the twelve months."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from aeosite.components.picture.scale import Band, Years, bands
from aeosite.model.fields import MonthDay
from aeosite.model.help import Step

ANY_YEAR = 2025
"""A year without a 29 February, to lay out days of any year."""

LEFT = 0.0
RIGHT = 100.0
_DAYS = Years(ANY_YEAR, ANY_YEAR, LEFT, RIGHT)

MONTHS: Sequence[tuple[int, float, float]] = [
    (month, _DAYS.at(date(ANY_YEAR, month, 1)), _DAYS.at(date(ANY_YEAR, month, 15))) for month in range(1, 13)
]
"""Each month, where it begins and where its middle is, in percent of the width."""


@dataclass(frozen=True)
class Duty:
    """A duty, its share of the height, and where its deadline stands in percent of the width, when one is known.

    ``kind`` is ``due`` with a known day, ``yearly`` for every year without one, ``event`` for what comes when it happens.
    """

    step: Step
    band: Band
    kind: str
    due: float | None


def year_of(steps: Iterable[Step]) -> Sequence[Duty]:
    """Return the duties: those with a day first, then those of every year, then those that come when they happen."""
    order = ("due", "yearly", "event")
    shown = sorted(steps, key=lambda step: order.index(_kind(step)))
    rows = bands(len(shown) + 1)[1:]
    return [Duty(step, band, _kind(step), _place(step.due)) for step, band in zip(shown, rows, strict=True)]


def _kind(step: Step) -> str:
    return "due" if step.due else "yearly" if step.yearly else "event"


def _place(due: MonthDay | None) -> float | None:
    return _DAYS.at(due.in_year(ANY_YEAR)) if due else None
