"""Where things stand in a picture: places are percentages of its width or height, so that it fits any screen while its words keep their size."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Scale:
    """Numbers from ``low`` to ``high``, laid out evenly from ``start`` to ``end`` percent."""

    low: float
    high: float
    start: float = 0.0
    end: float = 100.0

    def at(self, value: float) -> float:
        """Return where a number stands, in percent."""
        return round(self.start + (self.end - self.start) * (value - self.low) / (self.high - self.low), 2)


@dataclass(frozen=True)
class Years:
    """Whole years, from the first day of one to the last day of another, laid out evenly from ``start`` to ``end`` percent."""

    first: int
    last: int
    start: float = 0.0
    end: float = 100.0

    def at(self, day: date) -> float:
        """Return where a day stands, in percent."""
        low, high = date(self.first, 1, 1).toordinal(), date(self.last, 12, 31).toordinal() + 1
        return Scale(low, high, self.start, self.end).at(day.toordinal())

    def marks(self, most: int) -> list[tuple[int, float, bool]]:
        """Return every year, where it begins, and whether it is written out: at most so many are, at equal distances from the first."""
        step = -(-(self.last - self.first + 1) // most)
        years = range(self.first, self.last + 1)
        return [(year, self.at(date(year, 1, 1)), (year - self.first) % step == 0) for year in years]


@dataclass(frozen=True)
class Band:
    """An equal share of a picture: where it begins and how much it takes, in percent."""

    start: float
    size: float

    @property
    def middle(self) -> float:
        """Where its middle is, in percent."""
        return round(self.start + self.size / 2, 2)

    def inside(self, margin: float) -> "Band":
        """Return the band without a share of itself at both ends, such as 0.1."""
        return Band(round(self.start + self.size * margin, 2), round(self.size * (1 - 2 * margin), 2))


def bands(count: int, start: float = 0.0, end: float = 100.0) -> list[Band]:
    """Return what lies between two percentages, shared equally among so many."""
    size = (end - start) / (count or 1)
    return [Band(round(start + size * place, 2), round(size, 2)) for place in range(count)]


def lanes(places: Iterable[float], gap: float) -> Iterator[int]:
    """Yield a lane for each place, given from left to right: the lowest in which it is a gap away from the one before it."""
    taken: list[float] = []
    for place in places:
        free: Sequence[int] = [lane for lane, last in enumerate(taken) if place - last >= gap]
        lane = free[0] if free else len(taken)
        taken[lane : lane + 1] = [place]
        yield lane


def lines(text: str, room: float) -> list[str]:
    """Return a label cut into lines, none wider than so many em by estimate; a word that is wider has a line of its own.

    Chinese breaks after any character but within a number and what it counts, other languages at blanks. A Han character is one em wide, others a little over half.
    """
    made = [""]
    for piece in _PIECES.findall(text):
        if made[-1] and _em(made[-1] + piece.rstrip()) > room and piece[0] not in _NEVER_FIRST:
            made.append("")
        made[-1] += piece
    return [line.strip() for line in made if line.strip()]


_PIECES = re.compile(r"[0-9]+[\u2e80-\uffef]\s*|[^\u2e80-\uffef\s]+\s*|[\u2e80-\uffef]\s*|\s+")
_NEVER_FIRST = "，。；：、！？）》”"


def _em(text: str) -> float:
    return sum(1.0 if ord(one) >= 0x2E80 else 0.52 for one in text)
