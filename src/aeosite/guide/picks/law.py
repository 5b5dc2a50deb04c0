"""The law a call asks for: instruments, clauses, their limits and scores, changes."""

from collections.abc import Iterable
from datetime import date

from aeosite.guide.dated import Dated
from aeosite.guide.picks.choosing import position, wanted
from aeosite.guide.status import instrument_status
from aeosite.model.computing import Test
from aeosite.model.records import Change, CriteriaTable, Instrument, Standard
from aeosite.read.content import Content, LocatedClause, Record
from aeosite.read.pages import Directive


def pick_instruments(guide: Dated, call: Directive) -> list[Record[Instrument]]:
    """Return the instruments a call asks for, newest first; undated ones last."""
    chosen = [
        record
        for record in guide.content.all(Instrument)
        if wanted(call, "type", record.data.type) and wanted(call, "status", instrument_status(record.data, guide.as_of))
    ]
    return sorted(
        chosen, key=lambda record: (-(record.data.issued.latest if record.data.issued else date.min).toordinal(), record.id)
    )


def pick_tables(guide: Dated, call: Directive) -> list[Record[CriteriaTable]]:
    """Return the tables of a standard a call asks for, in the order of the standard."""
    standard = guide.content.find(Standard, call.option("standard") or (call.words[0] if call.words else ""))
    if standard is None:
        return []
    order = [str(category) for category in standard.data.categories]
    chosen = [
        table
        for table in guide.content.all(CriteriaTable)
        if table.data.standard == standard.id and wanted(call, "category", table.data.category)
    ]
    return sorted(chosen, key=lambda table: position(order, table.data.category))


def pick_clauses(guide: Dated, call: Directive) -> list[LocatedClause]:
    """Return the clauses a call asks for."""
    wanted = {table.id for table in pick_tables(guide, call)}
    return [located for located in guide.content.every_clause() if located.table.id in wanted]


def pick_test(content: Content, clause: str, key: str) -> Test | None:
    """Return one computed figure of a clause, or None when the clause has no such figure."""
    located = content.clauses.get(clause)
    groups = located.clause.test.groups if located and located.clause.test else []
    return next((test for group in groups for test in group.any if test.key == key), None)


SCORES = ("of", "met", "basically-met")
"""What may be asked of a clause that is scored: how many figures there are, how many make it met, how many basically met."""


def pick_score(content: Content, clause: str, what: str) -> int | None:
    """Return one number of :data:`SCORES`, or None when the clause is not scored."""
    located = content.clauses.get(clause)
    test = located.clause.test if located else None
    if test is None or test.score is None:
        return None
    return {"of": len(test.groups), "met": test.score.met, "basically-met": test.score.basically_met}[what]


def item_anchor(table: CriteriaTable, number: str) -> str:
    """Return the anchor of an item heading, such as ``ace26-item-7``; with the category where it is the only item of its table."""
    alone = len(table.items) == 1 and number == "1"
    return f"{table.standard}-{f'{table.category}-' if alone else ''}item-{number}"


def pick_changes(guide: Dated, call: Directive) -> list[Record[Change]]:
    """Return the changes between two instruments, in display order."""
    return sorted(guide.content.all(Change), key=lambda record: (record.data.order, record.id))


def clause_runs(content: Content, ids: Iterable[str]) -> dict[str, list[tuple[LocatedClause, LocatedClause]]]:
    """Return the clauses named, by standard, as runs of neighbours: the first and the last of each run.

    Neighbours are clauses whose ids count on: ``ace22-16``, ``ace22-17``.
    """
    runs: dict[str, list[tuple[LocatedClause, LocatedClause]]] = {}
    for located in (content.clauses[id_] for id_ in ids):
        of_standard = runs.setdefault(located.table.data.standard, [])
        if of_standard and _follows(of_standard[-1][1].id, located.id):
            of_standard[-1] = (of_standard[-1][0], located)
        else:
            of_standard.append((located, located))
    return runs


def _follows(one: str, other: str) -> bool:
    """Whether the number at the end of an id is the next after that of another with the same beginning."""
    start = one.rstrip("0123456789")
    number, next_number = one.removeprefix(start), other.removeprefix(start)
    return next_number.isdigit() and int(next_number) == int(number or -1) + 1


def compared(guide: Dated, call: Directive) -> list[tuple[LocatedClause, LocatedClause | None]]:
    """Return each clause of the advanced tier with its certified counterpart, or None where it is not asked."""
    matched = {str(located.clause.counterpart): located for located in guide.content.every_clause() if located.clause.counterpart}
    rows = (
        located for table in pick_tables(guide, call) for located in guide.content.every_clause() if located.table.id == table.id
    )
    return [(located, matched.get(located.id)) for located in rows]
