"""How a call chooses among records, and how a vocabulary orders them."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from aeosite.guide.dated import Dated
from aeosite.model.base import RecordModel
from aeosite.read.content import Record
from aeosite.read.pages import Directive

M = TypeVar("M", bound=RecordModel)


def wanted(call: Directive, option: str, *found: str) -> bool:
    """Whether one of the values found is among those an option asks for; an absent option asks for all."""
    asked = call.option(option)
    return asked is None or not set(asked.split(",")).isdisjoint(found)


def every(model: type[M]) -> Callable[[Dated, Directive], list[Record[M]]]:
    """Return a pick of all records of a kind, by id, whatever the call asks."""
    return lambda guide, call: guide.content.all(model)


def named(guide: Dated, model: type[M], asked: str | None) -> list[M]:
    """Return the records that an option names, in the order named; none where the option is absent."""
    return [guide.content.get(model, id_) for id_ in asked.split(",")] if asked else []


def position(words: Iterable[str], word: str) -> int:
    """Return where a word stands in a vocabulary; after the last where the vocabulary lacks it, which a rule reports."""
    order = list(words)
    return order.index(word) if word in order else len(order)
