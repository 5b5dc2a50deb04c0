"""Which matters say nearly the same. Candidates are found by a few signs of each text, kept on disk, and compared letter by letter."""

import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterator
from heapq import nsmallest

from rapidfuzz import fuzz

ALIKE = 80.0
"""Per cent of letters from which on two texts are held to say nearly the same."""

SIGNS = 12
"""Signs kept of each text: its smallest digests of three letters. Two texts that are alike share one all but always."""

CANDIDATES = 60
"""Texts that one is compared with at most."""

SHORTEST = 8
"""Letters below which texts are not compared: they are alike by chance."""

COMPARED = 1_500
"""Letters of a text that are compared."""


class Alike:
    """The texts seen so far. They lie in a database of their own that goes when it is closed; memory holds none of them."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("")
        self._base.execute("pragma cache_size = -16000")
        self._base.execute("create table text (number integer primary key, id text unique, text text)")
        self._base.execute("create table sign (sign integer, number integer, primary key (sign, number)) without rowid")

    def close(self) -> None:
        """Forget everything."""
        self._base.close()

    def add(self, id_: str, text: str) -> None:
        """Remember a text.

        Args:
            id_: the matter it belongs to.
            text: the text as :func:`aeosite.voice.matter.squeezed` makes it.
        """
        if len(text) < SHORTEST:
            return
        made = self._base.execute("insert or ignore into text (id, text) values (?, ?)", (id_, text[:COMPARED]))
        if made.rowcount:
            rows = [(sign, made.lastrowid) for sign in _signs(text[:COMPARED])]
            self._base.executemany("insert or ignore into sign values (?, ?)", rows)

    def like(self, text: str, but: str = "") -> list[str]:
        """Return the matters whose texts are nearly the same, the nearest first.

        Args:
            text: the text, squeezed.
            but: a matter that is not asked for.
        """
        if len(text) < SHORTEST:
            return []
        text = text[:COMPARED]
        shared = Counter(self._sharing(text))
        numbers = [number for number, _ in sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:CANDIDATES]]
        found = (self._base.execute("select id, text from text where number = ?", (number,)).fetchone() for number in numbers)
        scored = [(fuzz.ratio(text, other, score_cutoff=ALIKE), id_) for id_, other in found if id_ != but]
        return [id_ for score, id_ in sorted(scored, key=lambda pair: (-pair[0], pair[1])) if score]

    def _sharing(self, text: str) -> Iterator[int]:
        for sign in _signs(text):
            rows = self._base.execute("select number from sign where sign = ? limit ?", (sign, CANDIDATES * 4))
            yield from (number for (number,) in rows)


def _signs(text: str) -> list[int]:
    return nsmallest(SIGNS, {zlib.crc32(text[at : at + 3].encode("utf-8", "replace")) for at in range(len(text) - 2)})
