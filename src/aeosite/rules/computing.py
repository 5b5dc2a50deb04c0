"""Rules over what clauses are computed from: figures, formulas and the cases they are for."""

from collections.abc import Iterator

from aeosite.basics.language import Text
from aeosite.guide.guide import Guide
from aeosite.model.computing import Figure, Formula, Test
from aeosite.model.fields import FigureRef
from aeosite.read.content import LocatedClause, values
from aeosite.rules.finding import Problems

_SHARES = ("percent", "ratio")


def computed_clause_is_whole(guide: Guide) -> Problems:
    """一条条款要么每个指标都写怎样算（formula），要么都不写。
    Either every figure of a clause says how it is worked out (formula), or none does."""
    for located in guide.content.every_clause():
        tests = list(_tests(located))
        for where, test in tests if any(test.formula for _, test in tests) else ():
            if test.formula is None:
                yield located.problem(
                    where,
                    Text(
                        f"{test.key} 没有写 formula，同一条款的其他指标有。",
                        f"{test.key} has no formula; others of the clause do.",
                    ),
                    Text("补上 formula，或全部删去。", "Add it, or delete all of them."),
                )


def formula_fits_its_unit(guide: Guide) -> Problems:
    """百分比和比值的公式有除数；其他公式没有除数，数字的单位与界限的相同。
    The formula of a percentage or a ratio has a divisor; any other has none, and its figures have the unit of the limit."""
    for located, where, test, formula in _formulas(guide):
        shares = test.unit in _SHARES
        if shares != bool(formula.over):
            yield located.problem(
                (*where, "formula"),
                Text(
                    f"单位是 {test.unit}，除数 over 应{'有' if shares else '没有'}。",
                    f"With the unit {test.unit}, over is {'needed' if shares else 'not allowed'}.",
                ),
                Text("核对公式和单位。", "Check the formula and the unit."),
            )
        units = {unit for id_ in (*formula.plus, *formula.minus) if (unit := _unit(guide, id_))}
        if len(units) > 1 or (not shares and units and units != {str(test.unit)}):
            yield located.problem(
                (*where, "formula", "plus"),
                Text(
                    f"数字的单位是 {'、'.join(sorted(units))}，与界限不符。",
                    f"The figures have the unit {', '.join(sorted(units))}, which does not fit.",
                ),
                Text("核对数字和单位。", "Check the figures and the unit."),
            )


def case_is_typed(guide: Guide) -> Problems:
    """可计算的指标，写了适用情形（applies_to）的要写成可判断的条件，反之亦然。
    A computed figure with applies_to has the case typed as well (producer, when or ignored_without), and the other way round."""
    for located, where, test, _ in _formulas(guide):
        typed = bool(test.producer or test.when or test.ignored_without)
        if typed != bool(test.applies_to):
            yield located.problem(
                where,
                Text(
                    f"{test.key} 的 applies_to 和可判断的条件只写了一个。",
                    f"{test.key} has only one of applies_to and a typed case.",
                ),
                Text("两个都写，或都不写。", "Write both, or neither."),
            )


def outcome_is_an_option(guide: Guide) -> Problems:
    """直接决定结果的情形（outcomes），其结果在条款的 options 中。
    The result of each outcome is among the options of its clause."""
    for located in guide.content.every_clause():
        for index, outcome in enumerate(located.clause.test.outcomes if located.clause.test else []):
            if outcome.result not in (located.clause.options or []):
                yield located.problem(
                    ("test", "outcomes", index, "result"),
                    Text(f"options 里没有 {outcome.result}。", f"{outcome.result} is not among the options."),
                    Text("核对两处。", "Check both."),
                )


def part_is_of_the_same_kind(guide: Guide) -> Problems:
    """数字的“不会大于”（part_of）指向同一单位的另一个数字，不绕圈。
    The figure that another never exceeds (part_of) is another one with the same unit, and they do not circle."""
    figures = {record.id: record for record in guide.content.all(Figure)}
    for record in figures.values():
        whole, seen = record, {record.id}
        while whole.data.part_of in figures:
            whole = figures[str(whole.data.part_of)]
            if whole.id in seen or whole.data.unit != record.data.unit:
                yield record.problem(
                    ("part_of",),
                    Text(f"{record.id} 不能是 {whole.id} 的一部分。", f"{record.id} cannot be part of {whole.id}."),
                    Text("核对 part_of 和单位。", "Check part_of and the units."),
                )
                break
            seen.add(whole.id)


def figure_is_used(guide: Guide) -> Problems:
    """每个数字都有条款用到。
    Each figure is used by a clause."""
    used = {
        str(value)
        for located in guide.content.every_clause()
        for _, value in values(located.clause)
        if isinstance(value, FigureRef)
    }
    for record in guide.content.all(Figure):
        if record.id not in used:
            yield record.problem(
                ("id",),
                Text(f"没有条款用到 {record.id}。", f"No clause uses {record.id}."),
                Text("删去，或在条款的 formula 中使用。", "Delete it, or use it in the formula of a clause."),
            )


def _tests(located: LocatedClause) -> Iterator[tuple[tuple[str | int, ...], Test]]:
    for g, group in enumerate(located.clause.test.groups if located.clause.test else []):
        for t, test in enumerate(group.any):
            yield ("test", "groups", g, "any", t), test


def _formulas(guide: Guide) -> Iterator[tuple[LocatedClause, tuple[str | int, ...], Test, Formula]]:
    for located in guide.content.every_clause():
        for where, test in _tests(located):
            if test.formula:
                yield located, where, test, test.formula


def _unit(guide: Guide, id_: str) -> str | None:
    record = guide.content.find(Figure, id_)
    return str(record.data.unit) if record else None
