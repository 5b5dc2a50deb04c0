"""How the schematic is laid out: two papers of empty boxes, in percent, one box of each marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from aeosite.components.picture.scale import Band


@dataclass(frozen=True)
class Box:
    """A box of a paper: its share of the width and of the height."""

    across: Band
    down: Band


@dataclass(frozen=True)
class Paper:
    """A paper: its share of the width, its boxes, and the one that takes the code."""

    across: Band
    boxes: Sequence[Box]
    marked: Box


def _paper(left: float, marked_row: int) -> Paper:
    across = Band(left, 48)
    inner = Band(left + 4, 40)
    left_half, right_half = Band(inner.start, 19), Band(inner.start + 21, 19)
    rows = [Band(18.0, 10), Band(33.0, 44), Band(81.0, 12)]
    boxes = [
        Box(half, row)
        for number, row in enumerate(rows)
        for half in ((inner,) if number == marked_row else (left_half, right_half))
    ]
    return Paper(across, boxes, Box(inner, rows[marked_row]))


PAPERS: Sequence[Paper] = (_paper(0, 1), _paper(52, 1))
"""The declaration and the manifest."""
