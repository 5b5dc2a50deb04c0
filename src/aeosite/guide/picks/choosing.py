"""How a call chooses among records, and how a vocabulary orders them."""

from collections.abc import Iterable

from aeosite.read.pages import Directive


def wanted(call: Directive, option: str, *found: str) -> bool:
    """Whether one of the values found is among those an option asks for; an absent option asks for all."""
    asked = call.option(option)
    return asked is None or not set(asked.split(",")).isdisjoint(found)


def position(words: Iterable[str], word: str) -> int:
    """Return where a word stands in a vocabulary; after the last where the vocabulary lacks it, which a rule reports."""
    order = list(words)
    return order.index(word) if word in order else len(order)
