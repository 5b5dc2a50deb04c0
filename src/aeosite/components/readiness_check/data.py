"""What the readiness check asks and computes: the current standards, their clauses, limits and figures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from aeosite.basics.language import DEFAULT
from aeosite.guide.status import instrument_status
from aeosite.model.computing import Condition, Figure, Formula, Test
from aeosite.model.fields import FigureRef, Result
from aeosite.model.records import Clause, CriteriaTable, Instrument, Standard
from aeosite.read.content import Content, Record

BONUS = "additional"
"""The category whose clauses are bonus items: they are there or they are not."""


@dataclass(frozen=True)
class Asked:
    """A standard that can be checked, with its tables in its own order. ``by_business``: it binds by line of business."""

    standard: Standard
    tables: tuple[CriteriaTable, ...]

    @property
    def by_business(self) -> bool:
        """Whether each of its tables is for one line of business, whatever the type of enterprise."""
        return self.standard.enterprise_type == "any"


def asked(content: Content, as_of: date) -> list[Asked]:
    """Return the standards in force on a date: those for a type of enterprise by tier, then those for a line of business.

    Args:
        content: the records.
        as_of: the date of the guide.
    """
    tiers = list(content.vocabularies.get("tiers", {}))
    found = [
        Asked(record.data, tuple(_tables(content, record)))
        for record in content.all(Standard)
        if instrument_status(content.get(Instrument, record.data.instrument), as_of) == "in-force"
    ]
    return sorted(found, key=lambda one: (one.by_business, tiers.index(one.standard.tier), one.standard.id))


def options(content: Content, table: CriteriaTable, clause: Clause) -> list[str]:
    """Return the results a reader may choose for a clause, as the vocabulary orders them.

    Where the record does not know which results customs may give, every result is offered; a bonus item is not met by half.
    """
    known = clause.options
    every = [str(word) for word in content.vocabularies["results"]]
    if known is not None:
        return [word for word in every if word in known]
    return [word for word in every if table.category != BONUS or word != "basically-met"]


def figures_of(content: Content, clause: Clause) -> list[Figure]:
    """Return the figures that a clause is computed from, in display order."""
    names = {str(name) for test in _tests(clause) for name in _figure_names(test)}
    return sorted((content.get(Figure, name) for name in names), key=lambda figure: (figure.order, figure.id))


def explained(content: Content) -> Mapping[str, str]:
    """Return the page to read about each category of criteria: category → path. The first by path where there are several."""
    paths = sorted(content.pages[DEFAULT], reverse=True)
    fronts = ((path, content.outline(DEFAULT, path).front) for path in paths)
    return {str(category): path for path, front in fronts if front for category in front.explains}


def readiness(content: Content, as_of: date) -> Mapping[str, Any]:
    """Return what the script computes with: ids, structure, limits. No words: those stand in the page.

    Args:
        content: the records.
        as_of: the date of the guide.
    """
    standards = asked(content, as_of)
    dropped = {str(id_) for one in standards for table in one.tables for id_ in table.dropped}
    names = {
        str(figure.id): str(table.category)
        for one in standards
        for table in one.tables
        for item in table.items
        for clause in item.clauses
        for figure in figures_of(content, clause)
    }
    return {
        "edition": as_of.isoformat(),
        "groups": [
            {
                "id": str(table.id),
                "standard": str(table.standard),
                "tier": str(one.standard.tier),
                "type": str(one.standard.enterprise_type),
                "category": str(table.category),
                "business": one.by_business,
                "clauses": [_clause(content, table, clause, dropped) for item in table.items for clause in item.clauses],
            }
            for one in standards
            for table in one.tables
        ],
        "figures": {name: _figure(content.get(Figure, name), category) for name, category in sorted(names.items())},
    }


def _tables(content: Content, standard: Record[Standard]) -> Iterator[CriteriaTable]:
    tables = {str(table.data.category): table.data for table in content.all(CriteriaTable) if table.data.standard == standard.id}
    return (tables[category] for category in map(str, standard.data.categories) if category in tables)


def _tests(clause: Clause) -> Iterator[Test]:
    """Yield the figures of a clause that can be computed; a rule sees to it that they are all or none."""
    for group in clause.test.groups if clause.test else []:
        yield from (test for test in group.any if test.formula)


def _figure_names(test: Test) -> Iterator[FigureRef]:
    formula = test.formula
    if formula:
        yield from (*formula.plus, *formula.minus, *formula.over)
    yield from (condition.figure for condition in (test.when, test.also) if condition)


def _clause(content: Content, table: CriteriaTable, clause: Clause, dropped: set[str]) -> dict[str, Any]:
    test = clause.test
    computed = any(True for _ in _tests(clause))
    facts: dict[str, Any] = {
        "id": str(clause.id),
        "options": options(content, table, clause),
        "types": [str(type_) for type_ in clause.enterprise_types],
        "same": str(clause.counterpart) if clause.counterpart and clause.weight in ("same", "reworded") else None,
        "dropped": str(clause.id) in dropped,
        "years": test.look_back_years if test else None,
        "outcomes": _results(outcome.result for outcome in test.outcomes) if test else None,
        "score": [test.score.met, test.score.basically_met] if test and test.score and computed else None,
        "groups": [[_test(one) for one in group.any] for group in test.groups] if test and computed else None,
    }
    return {name: value for name, value in facts.items() if value}


def _results(results: Iterator[Result]) -> list[str]:
    return [str(result) for result in results]


def _test(test: Test) -> dict[str, Any]:
    formula = test.formula
    assert isinstance(formula, Formula)
    facts: dict[str, Any] = {
        "key": str(test.key),
        "comparison": str(test.comparison),
        "value": str(test.value),
        "percent": test.unit == "percent",
        "plus": [str(name) for name in formula.plus],
        "minus": [str(name) for name in formula.minus],
        "over": [str(name) for name in formula.over],
        "producer": test.producer,
        "when": _condition(test.when),
        "also": _condition(test.also),
        "ignored": test.ignored_without is not None,
    }
    return {name: value for name, value in facts.items() if value}


def _condition(condition: Condition | None) -> list[str] | None:
    return [str(condition.figure), str(condition.comparison), str(condition.value)] if condition else None


def _figure(figure: Figure, category: str) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "category": category,
        "unit": str(figure.unit),
        "part": figure.part_of and str(figure.part_of),
        "negative": bool(figure.negative),
    }
    return {name: value for name, value in facts.items() if value}
