"""What a rule looks like: a generator of problems over all content; its docstring is the rule, Chinese first, then English."""

from collections.abc import Callable, Iterator

from aeosite.basics.language import Text
from aeosite.basics.problems import Problem
from aeosite.guide.guide import Guide

Problems = Iterator[Problem]
Rule = Callable[[Guide], Problems]


def code_of(rule: Rule) -> str:
    """Return the stable code of a rule: its name, with hyphens."""
    return rule.__name__.replace("_", "-")


def sentence_of(rule: Rule) -> Text:
    """Return the rule in words: the Chinese line of its docstring and the English lines after it."""
    chinese, _, english = (rule.__doc__ or "").strip().partition("\n")
    return Text(chinese.strip(), " ".join(english.split()))
