"""What a rule looks like: a generator of problems over all content; its docstring is the rule."""

from collections.abc import Callable, Iterator
from datetime import date

from aeosite.content import Content
from aeosite.problems import Problem

Problems = Iterator[Problem]
Rule = Callable[[Content, date], Problems]


def code_of(rule: Rule) -> str:
    """Return the stable code of a rule: its name, with hyphens."""
    return rule.__name__.replace("_", "-")


def sentence_of(rule: Rule) -> tuple[str, str]:
    """Return the rule in Chinese and in English: the two lines of its docstring."""
    chinese, english = ((rule.__doc__ or "") + "\n").split("\n")[:2]
    return chinese.strip(), english.strip()
