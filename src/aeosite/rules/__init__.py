"""Every rule of the gate, in one flat tuple. Add a rule: write the generator, put it here, give it a case in ``tests/cases``."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from aeosite.content import Content
from aeosite.language import Text
from aeosite.problems import Place, Problem, in_order
from aeosite.rules import references
from aeosite.rules.finding import Rule, code_of

CHECKS: tuple[Rule, ...] = (
    references.known_reference,
    references.known_term,
    references.both_languages,
)


def check(content: Content, as_of: date, rules: Iterable[Rule] = CHECKS) -> list[Problem]:
    """Return every problem of the content, in order: those met while reading and those the rules find.

    Args:
        content: what was loaded.
        as_of: the date the guide speaks of.
        rules: the rules to run.
    """
    found = list(content.problems)
    for rule in rules:
        found += _run(rule, content, as_of)
    return in_order(found)


def _run(rule: Rule, content: Content, as_of: date) -> list[Problem]:
    found: list[Problem] = []
    try:
        for problem in rule(content, as_of):
            found.append(replace(problem, code=code_of(rule)))
    except Exception as error:  # a crash in one rule is our fault; the others must still run
        code = code_of(rule)
        found.append(
            Problem(
                Place("src/aeosite/rules"), code, Text(f"检查规则 {code} 自身出错：{error!r}。", f"The rule {code} itself failed: {error!r}."),
                Text("这是程序的错误，不是内容的错误，请告知开发人员。", "This is a fault of the program, not of the content; tell the developers."),
            )
        )
    return found
