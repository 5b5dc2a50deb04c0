"""The choice of questions for a test, written a second time from its rules.

A question is in a test for an audience when it is for that audience or for everybody; a test for nobody in particular takes any. The number of
a test and the id of a question give a mark: FNV-1a over their UTF-16 code units, mixed as Murmur3 ends. Questions stand by mark, then by id.
"""

from collections.abc import Iterable, Sequence

from aeosite.components.quiz.data import EVERYBODY

_BITS = 0xFFFFFFFF


def mark(number: str, id_: str) -> int:
    """Return where a question comes in the test of a number, among all 32-bit numbers."""
    found = 2166136261
    units = f"{number} {id_}".encode("utf-16-le")
    for low, high in zip(units[::2], units[1::2], strict=True):
        found = (found ^ (high << 8 | low)) * 16777619 & _BITS
    found = (found ^ found >> 16) * 0x85EBCA6B & _BITS
    found = (found ^ found >> 13) * 0xC2B2AE35 & _BITS
    return found ^ found >> 16


def paper(questions: Iterable[tuple[str, Sequence[str]]], audience: str, length: int, number: str) -> list[str]:
    """Return the ids of the questions of a test in order.

    Args:
        questions: each by its id and its audiences.
        audience: whom it is for; empty for anybody.
        length: how many questions it has at most; 0 for as many as there are.
        number: its number.
    """
    fitting = [id_ for id_, audiences in questions if not audience or audience in audiences or EVERYBODY in audiences]
    ordered = sorted(fitting, key=lambda id_: (mark(number, id_), id_))
    return ordered[:length] if length else ordered
