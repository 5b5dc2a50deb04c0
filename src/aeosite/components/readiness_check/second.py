"""The readiness check once more, in Python and straight from the records: what the script must come to.

Written for clearness, with fractions; it shares nothing with the script or with the data the page is given.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from aeosite.model.computing import Condition, Figure, Test
from aeosite.model.records import CriteriaTable, Standard
from aeosite.read.content import Content, LocatedClause

SIZES = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}
"""The words for sizes, the largest first."""
NUMERALS = "零一二三四五六七八九"
AS_USUAL = str.maketrans("两〇壹贰叁肆伍陆柒捌玖拾佰仟萬億圆", "二零一二三四五六七八九十百千万亿元")
"""How numerals are written by hand, in contracts and in traditional characters → the usual characters."""
GENERAL = ("ace26", "ce26")
SPECIFIC = "sp26"
GAPS = ("not-met", "basically-met", "unknown", "")


@dataclass
class State:
    """What a reader entered."""

    tier: str = ""
    type: str = ""
    producer: str = ""
    lines: set[str] = field(default_factory=set)
    units: dict[str, str] = field(default_factory=dict)
    figures: dict[str, str] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)


def amount(typed: str, figure: Figure, unit: int) -> Fraction | str | None:
    """Return what was typed as an exact number, a word for what is wrong with it, or None for nothing."""
    text = "".join(unicodedata.normalize("NFKC", typed).split()).replace("¥", "")
    text = re.sub("[−–—]", "-", text).translate(AS_USUAL)
    if text == "":
        return None
    text = text.removeprefix("人民币")
    if len(text) > 2 and text[0] == "(" and text[-1] == ")":
        text = "-" + text[1:-1]
    sign = -1 if text[:1] in ("-", "负") else 1
    words = text[1:] if text[:1] in ("-", "负", "+") else text
    yuan = words.endswith("元")
    size = numeral(words.removesuffix("元"))
    if size is None:
        return "number"
    fixed = yuan or figure.unit != "cny" or any(word in words for word in "千万亿")
    value = sign * size * (1 if fixed else unit)
    if value < 0 and not figure.negative:
        return "negative"
    if figure.unit != "cny" and value.denominator != 1:
        return "whole"
    return value


def numeral(text: str, largest: int = 10**9) -> Fraction | None:
    """Return a number in figures, in Chinese numerals, or in both with words for sizes below the largest; None where it is none.

    What stands after the last word for a size is read only where nobody can mistake it: 十五, 一百零五, but not 一百五 or 3万5.
    """
    for word, size in SIZES.items():
        if word not in text:
            continue
        before, _, after = text.partition(word)
        if size >= largest or word in after:
            return None
        many = Fraction(1) if (word, before) == ("十", "") else numeral(before, size)
        rest = _after(word, after, size)
        return None if many is None or rest is None or rest >= size else many * size + rest
    return _plain(text)


def _after(word: str, text: str, size: int) -> Fraction | None:
    """Return what stands behind a word for a size."""
    if text == "":
        return Fraction(0)
    if any(other in text for other in SIZES):
        return numeral(text.removeprefix("零"), size)
    if word == "十":
        return _plain(text) if text in list(NUMERALS[1:]) else None
    return _plain(text[1:]) if text[0] == "零" else None


def _plain(text: str) -> Fraction | None:
    """Return a number in figures, or one Chinese numeral, or one with a fraction after 点."""
    if text[:1] in list(NUMERALS):
        whole, dot, part = text.partition("点")
        if len(whole) > 1 or any(char not in NUMERALS for char in part):
            return None
        text = "".join(str(NUMERALS.index(char)) for char in whole) + ("." if dot else "")
        text += "".join(str(NUMERALS.index(char)) for char in part)
    whole, dot, part = text.partition(".")
    groups = whole.split(",")
    tidy = len(groups) == 1 or (1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:]))
    digits = "".join(groups)
    if not (tidy and _digits(digits) and len(digits) <= 15 and (not dot or (_digits(part) and len(part) <= 6))):
        return None
    return Fraction(Decimal(f"{digits}.{part or 0}"))


def _digits(text: str) -> bool:
    return re.fullmatch("[0-9]+", text) is not None


class Check:
    """The readiness check over the records of a guide."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.figures = {record.id: record.data for record in content.all(Figure)}
        self.clauses: dict[str, list[LocatedClause]] = {}
        for located in content.every_clause():
            self.clauses.setdefault(located.table.id, []).append(located)
        self.home = {
            name: one.table.data.category for clauses in self.clauses.values() for one in clauses for name in self._names(one)
        }
        self.dropped = {str(id_) for table in content.all(CriteriaTable) for id_ in table.data.dropped}

    def _names(self, located: LocatedClause) -> set[str]:
        if str(located.table.data.standard) not in (*GENERAL, SPECIFIC) or not located.clause.test:
            return set()
        found: set[str] = set()
        for group in located.clause.test.groups:
            for test in group.any:
                if test.formula:
                    found |= {*map(str, test.formula.plus), *map(str, test.formula.minus), *map(str, test.formula.over)}
                found |= {str(condition.figure) for condition in (test.when, test.also) if condition}
        return found

    def read(self, state: State) -> tuple[dict[str, Fraction], dict[str, str]]:
        """Return the figures that can be computed with and what is wrong with the others."""
        typed = {
            name: amount(state.figures.get(name, ""), figure, int(state.units.get(str(self.home[name]), "1")))
            for name, figure in self.figures.items()
        }
        faults = {name: value for name, value in typed.items() if isinstance(value, str)}
        given = {name: value for name, value in typed.items() if isinstance(value, Fraction)}
        for name, value in given.items():
            whole = self.figures[name].part_of
            if whole and whole in given and value > given[str(whole)]:
                faults[name] = "part"
        values = {name: value for name, value in given.items() if name not in faults}
        for name in self.figures:
            if typed[name] is None and self._nothing(name, typed):
                values[name] = Fraction(0)
        return values, faults

    def _nothing(self, name: str, typed: dict[str, Fraction | str | None]) -> bool:
        """Whether a figure left blank is part of nothing at all."""
        whole = self.figures[name].part_of
        if whole is None or isinstance(typed[str(whole)], str):
            return False
        return typed[str(whole)] == 0 or (typed[str(whole)] is None and self._nothing(str(whole), typed))

    def holds(self, condition: Condition, values: dict[str, Fraction]) -> bool | None:
        """Return whether a condition holds, or None where its figure is not known."""
        value = values.get(str(condition.figure))
        return None if value is None else compare(value, condition.comparison, condition.value)

    def weigh(self, test: Test, values: dict[str, Fraction], producer: str) -> bool | str | None:
        """Return whether a figure of a clause holds, None for not known, or ``out`` where it is not for this case."""
        formula = test.formula
        assert formula
        case = self.holds(test.when, values) if test.when else True
        if case is False or (test.producer and test.producer != producer):
            return "out"
        over = [values.get(str(name)) for name in formula.over]
        bottom = None if None in over else sum((value for value in over if value is not None), Fraction(0))
        if over and bottom == 0:
            return "out" if test.ignored_without else None
        top = [values.get(str(name)) for name in formula.plus]
        less = [values.get(str(name)) for name in formula.minus]
        if case is None or None in (*over, *top, *less):
            return None
        value = sum(filter(None, top), Fraction(0)) - sum(filter(None, less), Fraction(0))
        if over:
            assert bottom
            value = value / (bottom / len(over)) * (100 if test.unit == "percent" else 1)
        main = compare(value, test.comparison, test.value)
        return main and (self.holds(test.also, values) if test.also else True)

    def computed(self, located: LocatedClause, state: State, values: dict[str, Fraction]) -> str | None:
        """Return the result a clause comes to by itself, or None."""
        test = located.clause.test
        if test and test.outcomes:
            chosen = state.choices.get(located.id)
            return str(test.outcomes[int(chosen)].result) if chosen else None
        if not test or not any(one.formula for group in test.groups for one in group.any):
            return None
        results = set()
        for producer in [state.producer] if state.producer else ["yes", "no"]:
            held = []
            for group in test.groups:
                live = [is_ for one in group.any if (is_ := self.weigh(one, values, producer)) != "out"]
                if live:
                    held.append(True if True in live else None if None in live else False)
            results.add(self._grade(located, held))
        return results.pop() if len(results) == 1 else None

    def _grade(self, located: LocatedClause, held: list[bool | None]) -> str | None:
        options = located.clause.options
        assert located.clause.test
        score = located.clause.test.score
        if not held:
            return "not-applicable" if options is None or "not-applicable" in options else None
        if score is None:
            return "not-met" if False in held else None if None in held else "met"
        possible = {
            "met" if count >= score.met else "basically-met" if count >= score.basically_met else "not-met"
            for count in range(held.count(True), held.count(True) + held.count(None) + 1)
        }
        return possible.pop() if len(possible) == 1 else None

    def asked(self, state: State) -> list[LocatedClause]:
        """Return the clauses asked of an enterprise, in the order of the standards."""
        if state.type != "consignor-consignee":
            return []
        found: list[LocatedClause] = []
        for id_ in (*GENERAL, SPECIFIC):
            standard = self.content.get(Standard, id_)
            for category in standard.categories:
                if standard.tier == state.tier and (id_ != SPECIFIC or category in state.lines):
                    found += self.clauses[f"{id_}-{category}"]
        return [one for one in found if not one.clause.enterprise_types or state.type in one.clause.enterprise_types]

    def result(self, state: State) -> dict[str, list[str]]:
        """Return the ids of clauses under each part of the result, gaps by answer first."""
        values, _ = self.read(state)
        parts: dict[str, list[str]] = {
            **{answer: [] for answer in GAPS},
            "met": [],
            "not-applicable": [],
            "bonus": [],
            "dropped": [],
        }
        for one in self.asked(state):
            answer = state.answers.get(one.id) or self.computed(one, state, values) or ""
            parts["bonus" if one.table.data.category == "additional" else answer].append(one.id)
            parts["dropped"] += [one.id] * (one.id in self.dropped)
        return parts


def compare(value: Fraction, comparison: str, limit: Decimal) -> bool:
    """Return how a value stands to a limit."""
    bound = Fraction(limit)
    return {"at-most": value <= bound, "at-least": value >= bound, "above": value > bound, "below": value < bound}[comparison]
