"""Read how often content is checked again: months by kind, from ``docs/records/_review.yml``."""

from collections.abc import Collection, Iterator, Mapping

from aeosite.basics.language import Text
from aeosite.basics.problems import Place, Problem, did_you_mean
from aeosite.read.yaml_text import Mapping as Keys
from aeosite.read.yaml_text import Node, Scalar, read

FILE = "docs/records/_review.yml"
"""Where the months stand."""

PAGES = "pages"
"""The name that pages go by there; records go by their folder."""

LONGEST = 120
"""Months. More would be a slip of the hand."""


def read_review(data: bytes, kinds: Collection[str]) -> tuple[Mapping[str, int], list[Problem]]:
    """Return the months between two checks by kind, with the problems met while reading; a kind not named is never due.

    Args:
        data: the bytes of the file.
        kinds: the kinds that say when they were checked.
    """
    node, problems = read(data, FILE)
    if node is None:
        return {}, problems
    if not isinstance(node, Keys):
        return {}, [*problems, _not_months(node.place, "")]
    months = {key.text: int(value.text) for key, value in node.entries if isinstance(value, Scalar) and _is_months(value)}
    return months, [*problems, *_faults(node, {PAGES, *kinds})]


def _faults(node: Keys, known: Collection[str]) -> Iterator[Problem]:
    for key, value in node.entries:
        if key.text not in known:
            message = Text(f"没有 {key.text} 这类内容要核对。", f"There is no kind {key.text} to check.")
            yield Problem(key.place, "review-kind", message, did_you_mean(key.text, known))
        elif not _is_months(value):
            yield _not_months(value.place, value.text if isinstance(value, Scalar) else "")


def _is_months(value: Node) -> bool:
    return isinstance(value, Scalar) and value.text.isascii() and value.text.isdecimal() and 0 < int(value.text) <= LONGEST


def _not_months(place: Place, text: str) -> Problem:
    return Problem(
        place,
        "review-months",
        Text(f"“{text}”不是月数。", f"{text!r} is no number of months."),
        Text(f"写 1 到 {LONGEST} 的整数。", f"Write a whole number from 1 to {LONGEST}."),
    )
