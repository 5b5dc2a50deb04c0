"""The rungs of the ladder, the highest tier first, and where each stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from aeosite.components.picture.scale import Band, Scale, bands
from aeosite.guide.dated import Dated
from aeosite.guide.picks.choosing import position
from aeosite.model.help import TierFacts

INDENT = 16.0
"""How far the highest step is set in, in percent of the width: its name has to fit beside that."""


@dataclass(frozen=True)
class Rung:
    """One tier: what is known of it, how far its step is set in and what share of the height it has, in percent."""

    facts: TierFacts
    indent: float
    band: Band


def ladder(guide: Dated) -> Sequence[Rung]:
    """Return the tiers that records describe, in the order of the vocabulary, the highest first."""
    order = list(guide.content.vocabularies.get("tiers", {}))
    found = sorted(guide.content.all(TierFacts), key=lambda record: (position(order, record.data.tier), record.id))
    steps = Scale(0, max(len(found) - 1, 1), INDENT, 0)
    return [
        Rung(record.data, steps.at(place), band.inside(0.07))
        for place, (record, band) in enumerate(zip(found, bands(len(found)), strict=True))
    ]
