"""Partners by region, those in force first, and where the mark of each stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aeosite.components.picture.scale import Band, bands
from aeosite.guide.dated import Dated
from aeosite.guide.picks.choosing import position
from aeosite.guide.status import PARTNER_STATUSES, partner_status
from aeosite.model.fields import Region
from aeosite.model.records import Partner

LEFT, RIGHT = 30.0, 94.0
"""Between which percentages of the width the marks stand: the name of the region before them, their number behind."""


@dataclass(frozen=True)
class Chip:
    """An arrangement with its status on the date of the guide, and where its mark stands across."""

    partner: Partner
    status: str
    x: float


@dataclass(frozen=True)
class Group:
    """The arrangements of a region, and which share of the height it has."""

    region: Region
    band: Band
    chips: Sequence[Chip]

    def count(self, status: str) -> int:
        """Return how many arrangements have a status."""
        return sum(chip.status == status for chip in self.chips)


def by_region(guide: Dated, partners: Iterable[Partner]) -> Sequence[Group]:
    """Return some arrangements by region as the vocabulary orders them; regions without any are left out.

    The marks of all regions have the same distance, so that rows can be compared at a glance.
    """
    shown = list(partners)
    regions = list(guide.content.vocabularies.get("regions", {}))
    found = sorted({partner.region for partner in shown}, key=lambda region: (position(regions, region), region))
    rows = [_chips(guide, [partner for partner in shown if partner.region == region]) for region in found]
    distance = (RIGHT - LEFT) / max([1, *map(len, rows)])
    return [
        Group(
            region,
            band,
            [Chip(partner, status, round(LEFT + distance * (place + 0.5), 2)) for place, (partner, status) in enumerate(row)],
        )
        for region, band, row in zip(found, bands(len(found)), rows, strict=True)
    ]


def _chips(guide: Dated, partners: Iterable[Partner]) -> list[tuple[Partner, str]]:
    with_status = [(partner, partner_status(partner, guide.as_of)) for partner in partners]
    return sorted(with_status, key=lambda pair: PARTNER_STATUSES.index(pair[1]))
