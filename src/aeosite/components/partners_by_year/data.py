"""How many arrangements were in force at the end of each year, and how high each column is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from aeosite.components.picture.scale import Band, Scale, Years, bands
from aeosite.guide.dated import Dated
from aeosite.guide.status import partner_status
from aeosite.model.records import Partner

BOTTOM, TOP = 84.0, 14.0
"""Between which percentages of the height the columns stand: numbers above them, years below."""

LEFT, RIGHT = 2.0, 98.0
"""Between which percentages of the width the columns stand: the first year is wider than its column."""

LABELS = 7
"""At most so many years are written out."""


@dataclass(frozen=True)
class Column:
    """A year.

    Attributes:
        year: the year.
        written: whether it is written below its column.
        band: its share of the width.
        top: where its column ends, in percent of the height.
        total: how many arrangements were in force on its last day, or on the date of the guide.
        fresh: those that were not in force a year before.
    """

    year: int
    written: bool
    band: Band
    top: float
    total: int
    fresh: Sequence[Partner]


def by_year(guide: Dated) -> Sequence[Column]:
    """Return the years from the first entry into force to the date of the guide; a pilot is not counted.

    An arrangement whose first day is not known counts from the day of the list that names it.
    """
    partners = [record.data for record in guide.content.all(Partner) if not record.data.pilot]
    starts = [day.year for partner in partners if (day := _known(partner)) and day <= guide.as_of]
    if not starts:
        return []
    years = range(min(starts), guide.as_of.year + 1)
    running = [_running(partners, min(date(year, 12, 31), guide.as_of)) for year in years]
    heights = Scale(0, max(map(len, running)), BOTTOM, TOP)
    before = [[], *running]
    return [
        Column(year, written, band, heights.at(len(now)), len(now), [one for one in now if one not in then])
        for (year, _, written), band, now, then in zip(
            Years(years[0], years[-1]).marks(LABELS), bands(len(years), LEFT, RIGHT), running, before, strict=False
        )
    ]


def _known(partner: Partner) -> date | None:
    return partner.in_force_from.latest if partner.in_force_from else partner.in_force_by


def _running(partners: Sequence[Partner], day: date) -> list[Partner]:
    return [partner for partner in partners if partner_status(partner, day) == "in-force"]
