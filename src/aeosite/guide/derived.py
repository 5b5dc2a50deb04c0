"""What is worked out of a record on the date of the guide, as outlets hand it on beside what the record says."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from aeosite.basics.language import Text
from aeosite.guide.guide import Guide, address_of
from aeosite.guide.quiz import right_of
from aeosite.guide.status import instrument_status, measure_state, partner_status
from aeosite.guide.year import TIMES, time_of
from aeosite.model.base import RecordModel, Sourced
from aeosite.model.fields import InstrumentRef
from aeosite.model.help import Event, QuizQuestion
from aeosite.model.records import CriteriaTable, Instrument, Measure, Partner, Standard
from aeosite.model.shape import Part
from aeosite.read.content import Record, values

OWN = "own"
"""In place of a mark of evidence: the record is the guide's own, such as a vocabulary, and rests on no source."""

Value = str | int | date | list[str] | dict[str, str] | None

_COMMON = (
    Part("edition", Text("推算所依据的日期", "date that derived values speak of"), "date", derived=True),
    Part(
        "evidence",
        Text("依据程度；own 表示本指南自己的内容", "how well it is supported; own where it is the guide's own"),
        "text",
        derived=True,
        choices=("official", "secondary", "unconfirmed", OWN),
    ),
    Part("verified_on", Text("最近核对日期", "day it was last checked"), "date", required=False, derived=True),
    Part(
        "basis", Text("所依据或提到的文件", "instruments it rests on or names"), "id", many=True, of="instruments", derived=True
    ),
    Part("page", Text("所在页面", "where it stands in the guide"), "pair", required=False, derived=True),
)

_OWN: Mapping[type[RecordModel], tuple[Part, ...]] = {
    Instrument: (Part("status", Text("效力状态", "whether it is in force"), "word", of="instrument-statuses", derived=True),),
    Standard: (
        Part(
            "status",
            Text("发布文件的效力状态", "whether its instrument is in force"),
            "word",
            of="instrument-statuses",
            derived=True,
        ),
        Part("clauses", Text("收录的条款数", "clauses recorded"), "whole", derived=True),
    ),
    CriteriaTable: (
        Part(
            "status",
            Text("发布文件的效力状态", "whether its instrument is in force"),
            "word",
            of="instrument-statuses",
            derived=True,
        ),
        Part("clauses", Text("收录的条款数", "clauses recorded"), "whole", derived=True),
    ),
    Measure: (Part("state", Text("是否适用", "whether it applies"), "word", of="measure-states", derived=True),),
    Partner: (
        Part("status", Text("实施状态", "whether it is in force"), "word", of="partner-statuses", derived=True),
        Part("economies", Text("所含国家（地区）数", "countries and regions it covers"), "whole", derived=True),
    ),
    QuizQuestion: (
        Part("right", Text("正确答案取自记录的值", "right answer taken from a record"), "text", required=False, derived=True),
    ),
    Event: (Part("time", Text("过去、进行中或将来", "past, running or upcoming"), "text", choices=TIMES, derived=True),),
}


@cache
def derived_parts(model: type[RecordModel]) -> tuple[Part, ...]:
    """Return what is derived of records of a kind."""
    return (*_COMMON, *_OWN.get(model, ()))


def derived(guide: Guide, record: Record[RecordModel]) -> dict[str, Value]:
    """Return what is derived of a record, by the names of ``derived_parts``."""
    data = record.data
    found: dict[str, Value] = {
        "edition": guide.as_of,
        "evidence": str(data.evidence) if isinstance(data, Sourced) else OWN,
        "verified_on": data.verified_on if isinstance(data, Sourced) else None,
        "basis": _basis(guide, data),
        "page": places(guide, record.id),
    }
    return found | {part.name: _WORKED_OUT[type(data), part.name](guide, data) for part in _OWN.get(type(data), ())}


def _basis(guide: Guide, data: RecordModel) -> list[str]:
    found = {str(value) for _, value in values(data) if isinstance(value, InstrumentRef)}
    if isinstance(data, CriteriaTable):
        found.add(str(guide.content.get(Standard, data.standard).instrument))
    return sorted(found)


def places(guide: Guide, anchor: str) -> dict[str, str] | None:
    """Return where a record or clause stands, by language, as addresses below the root of the site; None where no page shows it."""
    home = guide.homes.get(anchor)
    if home is None:
        return None
    return {language: f"{address_of((language, home))}#{anchor}" for language in guide.content.languages}


def _standard_status(guide: Guide, standard: Standard) -> str:
    return instrument_status(guide.content.get(Instrument, standard.instrument), guide.as_of)


def _clauses_of(guide: Guide, standard: Standard) -> int:
    tables = (record.data for record in guide.content.all(CriteriaTable))
    return sum(_clauses(table) for table in tables if str(table.standard) == str(standard.id))


def _clauses(table: CriteriaTable) -> int:
    return sum(len(item.clauses) for item in table.items)


def _right(guide: Guide, data: QuizQuestion) -> str | None:
    right = right_of(guide, data)
    return str(right.value) if right and right.value else None


_WORKED_OUT: Mapping[tuple[type, str], Callable[..., Value]] = {
    (Instrument, "status"): lambda guide, data: instrument_status(data, guide.as_of),
    (Standard, "status"): _standard_status,
    (Standard, "clauses"): _clauses_of,
    (CriteriaTable, "status"): lambda guide, data: _standard_status(guide, guide.content.get(Standard, data.standard)),
    (CriteriaTable, "clauses"): lambda guide, data: _clauses(data),
    (Measure, "state"): lambda guide, data: measure_state(guide.content, data, guide.as_of),
    (Partner, "status"): lambda guide, data: partner_status(data, guide.as_of),
    (Partner, "economies"): lambda guide, data: len(data.members) or 1,
    (QuizQuestion, "right"): _right,
    (Event, "time"): lambda guide, data: time_of(data, guide.as_of),
}
