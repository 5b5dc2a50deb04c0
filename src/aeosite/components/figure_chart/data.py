"""How long each bar is, and where it lies."""

from collections.abc import Sequence
from dataclasses import dataclass

from aeosite.components.picture.scale import Band, Scale, bands
from aeosite.model.help import Statistic

WIDEST = 70.0
"""How long the longest bar is, in percent of the width: its number stands behind it."""

THINNEST = 0.4
"""A bar is never thinner, in percent, so that a small figure is still seen."""


@dataclass(frozen=True)
class Bar:
    """A figure, its share of the height, and how long its bar is in percent of the width."""

    figure: Statistic
    band: Band
    length: float


def bars(figures: Sequence[Statistic]) -> Sequence[Bar]:
    """Return the bars of some figures, in proportion from zero, in the order given."""
    most = max((float(figure.value) for figure in figures), default=0) or 1
    lengths = Scale(0, most, 0, WIDEST)
    return [
        Bar(figure, band, max(lengths.at(float(figure.value)), THINNEST))
        for figure, band in zip(figures, bands(len(figures)), strict=True)
    ]
