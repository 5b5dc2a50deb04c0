"""Rules over marks: how well something is supported is said no higher than the document it rests on is known."""

from collections.abc import Iterator

from aeosite.basics.language import Text
from aeosite.guide.guide import Guide
from aeosite.model.base import RecordModel
from aeosite.model.fields import InstrumentRef
from aeosite.model.help import Question, QuizQuestion, Statistic, Step
from aeosite.model.records import Instrument, Measure, Partner
from aeosite.read.content import Record
from aeosite.rules.every_record import every_record
from aeosite.rules.finding import Problems

RANKS = ("unconfirmed", "secondary", "official")
"""The marks of evidence, the lowest first."""


def mark_is_no_higher_than_its_basis(guide: Guide) -> Problems:
    """依据程度不高于所依据的文件：文件只见于间接资料的，不能标为官方依据。
    A mark is no higher than that of the document it rests on: what rests on a document known from others is not official."""
    for record in every_record(guide):
        documents = [guide.content.find(Instrument, id_) for id_ in _documents(record)]
        known = [str(document.data.evidence) for document in documents if document]
        mark = str(getattr(record.data, "evidence", ""))
        if known and len(known) == len(documents) and mark in RANKS and RANKS.index(mark) > max(map(_rank, known)):
            yield record.problem(
                ("evidence",),
                Text(
                    f"标为 {mark}，所依据的文件最高只是 {max(known, key=_rank)}。",
                    f"It is marked {mark}; the best document it rests on is {max(known, key=_rank)}.",
                ),
                Text(
                    "改低这里的依据程度；文件原文已经读到的，改文件的记录。",
                    "Lower the mark; where the document itself has been read, change its record.",
                ),
            )


def confirmed_was_read(guide: Guide) -> Problems:
    """标明延续的措施，至少有一份依据的文件读过。
    A measure marked as carried over rests on a document that was read."""
    for record in guide.content.all(Measure):
        found = [guide.content.find(Instrument, basis.instrument) for basis in record.data.basis]
        if record.data.carry_over == "confirmed" and all(one and one.data.evidence == "unconfirmed" for one in found):
            yield record.problem(
                ("carry_over",),
                Text("标明延续，但所依据的文件没有读到。", "It is marked as carried over, but no document it rests on was read."),
                Text("改为 unconfirmed，或补上读过的文件。", "Change it to unconfirmed, or add a document that was read."),
            )


def _documents(record: Record[RecordModel]) -> Iterator[InstrumentRef]:
    data = record.data
    if isinstance(data, Measure | Question | QuizQuestion | Step):
        yield from (basis.instrument for basis in data.basis)
    elif isinstance(data, Partner) and data.announcement:
        yield data.announcement
    elif isinstance(data, Statistic) and data.instrument:
        yield data.instrument


def _rank(mark: str) -> int:
    return RANKS.index(mark) if mark in RANKS else len(RANKS)
