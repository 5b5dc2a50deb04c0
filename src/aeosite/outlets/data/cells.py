"""Records as rows of cells for CSV: machine names, one kind of value a column, and no text that a spreadsheet would turn into anything else."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Literal

from pydantic import BaseModel

from aeosite.basics.language import REQUIRED, Text
from aeosite.guide.derived import derived, derived_parts, places
from aeosite.guide.guide import Guide
from aeosite.model.fields import Pair, PartialDate
from aeosite.model.shape import Part, Step, Table
from aeosite.outlets.data.plain import UNKNOWN

GUARD = "'"
"""What stands before a text that a spreadsheet would take for a formula, a number or a date; to be taken off by whoever reads the file."""

CellKind = Literal["string", "integer", "number", "date"]

_FORMULA = tuple("=+-@\t\r\n" + GUARD)
_COUNTED = re.compile(r"[\d.,:/()%$€£¥元\s+\-年月日时分秒上下午eE]+")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_SPOKEN_DATE = re.compile(rf"\d{{0,4}}[ .,/-]*{_MONTH}[ .,/-]*\d{{0,4}}[ .,/-]*\d{{0,4}}", re.I)
_CLOCK = re.compile(r"\d{1,2}(?::\d{1,2}){0,2} ?[ap]\.?m?\.?", re.I)
_TRUTH = frozenset({"true", "false"})


@dataclass(frozen=True)
class Column:
    """A column of a CSV file: its name, what it holds, the kind of its cells, whether a cell may be empty, and the table its ids are of."""

    name: str
    about: Text
    kind: CellKind
    required: bool
    of: str = ""
    derived: bool = False


Cell = str | int | Decimal | date | None


@dataclass(frozen=True)
class Entry:
    """What a row is made of: a record or an entry of a list in it, its places in the lists on the way, and the last anchor on the way."""

    value: BaseModel
    places: tuple[int, ...] = ()
    anchor: str = ""


def guarded(text: str) -> str:
    """Return a text that a spreadsheet shows as it is: guarded where it would be taken for a formula, a number, a date or a truth value."""
    folded = unicodedata.normalize("NFKC", text).strip()
    acts = folded.startswith(_FORMULA) or text.startswith(_FORMULA)
    counts = any(map(str.isdigit, folded)) and any(known.fullmatch(folded) for known in (_COUNTED, _SPOKEN_DATE, _CLOCK))
    return f"{GUARD}{text}" if acts or counts or folded.lower() in _TRUTH else text


@cache
def columns_of(table: Table) -> tuple[Column, ...]:
    """Return the columns of a table: which record a row belongs to, what it says, and what is derived of the record."""
    return tuple(_columns_of(table))


def _columns_of(table: Table) -> Iterator[Column]:
    if table.steps:
        yield Column("record", Text("所属记录", "record it belongs to"), "string", True, table.model.folder)
        for step in table.steps:
            yield Column(step.column, Text("在所属列表中的位置", "its place in the list"), "integer", True)
    for keys, part in table.columns:
        yield from _columns("_".join(keys), part, open_=len(keys) > 1)
    for part in derived_parts(table.model):
        yield from _columns(f"derived_{part.name}", part, open_=False)


def _columns(name: str, part: Part, *, open_: bool) -> Iterator[Column]:
    required = part.required and not part.many and not open_
    if part.kind == "pair":
        for language, word in zip(REQUIRED, (Text("中文", "Chinese"), Text("英文", "English")), strict=True):
            about = Text(f"{part.about.zh}（{word.zh}）", f"{part.about.en} ({word.en})")
            yield Column(f"{name}_{language}", about, "string", required, derived=part.derived)
    elif part.kind == "partial-date":
        for suffix, about, kind, always in _OF_A_DATE:
            words = Text(f"{part.about.zh}：{about.zh}", f"{part.about.en}: {about.en}")
            yield Column(f"{name}_{suffix}", words, kind, always and required)
    else:
        kinds: dict[str, CellKind] = {"date": "date", "number": "number", "whole": "integer"}
        one_id = part.of if part.kind == "id" and not (part.many or part.unknown) else ""
        yield Column(name, part.about, "string" if part.many else kinds.get(part.kind, "string"), required, one_id, part.derived)


_OF_A_DATE: tuple[tuple[str, Text, CellKind, bool], ...] = (
    ("from", Text("最早", "earliest day it can be"), "date", False),
    ("to", Text("最晚", "latest day it can be"), "date", False),
    (
        "precision",
        Text("精度：day、month、year、by（不晚于）或 unknown", "precision: day, month, year, by (no later than) or unknown"),
        "string",
        True,
    ),
)


def rows_of(guide: Guide, table: Table) -> Iterator[list[Cell]]:
    """Yield the rows of a table, in the order of the ids of its records and of the lists in them."""
    for record in guide.content.all(table.model):
        worked_out = derived(guide, record)
        for entry in entries(record.data, table.steps):
            found = {**worked_out, "page": places(guide, entry.anchor) or worked_out["page"]}
            row: list[Cell] = [record.id, *entry.places] if table.steps else []
            for keys, part in table.columns:
                row += _cells(part, value_at(entry.value, keys))
            for part in derived_parts(table.model):
                row += _cells(part, found[part.name])
            yield row


def entries(value: BaseModel, steps: Sequence[Step], places_: tuple[int, ...] = (), anchor: str = "") -> Iterator[Entry]:
    """Yield what the rows of a table are made of, found in a record."""
    anchor = str(getattr(value, "id", "")) or anchor
    if not steps:
        yield Entry(value, places_, anchor)
        return
    found = value_at(value, steps[0].keys)
    for number, inner in enumerate(found if isinstance(found, list) else (), 1):
        yield from entries(inner, steps[1:], (*places_, number), anchor)


def value_at(value: BaseModel, keys: Sequence[str]) -> object:
    """Return the value at some keys: ``unknown`` where it, or a group it stands in, is not known; None where nothing is said."""
    found: object = value
    for key in keys:
        if not isinstance(found, BaseModel):
            return found
        field = type(found).model_fields[key]
        found = getattr(found, key)
        if found is None and field.is_required():
            return UNKNOWN
    return found


def _cells(part: Part, value: object) -> Iterator[Cell]:
    if part.kind == "pair":
        yield from (_words(value, language) for language in REQUIRED)
    elif part.kind == "partial-date":
        yield from _date_cells(value)
    elif isinstance(value, list):
        yield "\n".join(map(str, value))
    elif value is None or isinstance(value, int | Decimal | date):
        yield value
    else:
        yield str(value)


def _words(value: object, language: str) -> str | None:
    """Return a text, or several a line each, in a language."""
    if isinstance(value, list):
        return "\n".join(_words(one, language) or "" for one in value)
    if isinstance(value, dict):
        return str(value[language])
    return value.in_(language) if isinstance(value, Pair) else None if value is None else str(value)


def _date_cells(value: object) -> tuple[Cell, Cell, Cell]:
    if not isinstance(value, PartialDate):
        return None, None, None if value is None else UNKNOWN
    precision = "by" if value.by else "day" if value.day else "month" if value.month else "year"
    return None if value.by else value.earliest, value.latest, precision


def csv_file(columns: Iterable[Column], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Return a CSV file: UTF-8 with a byte order mark, or Excel takes it for another encoding; RFC 4180 otherwise."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.name for column in columns])
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _written(cell: Cell) -> str:
    if isinstance(cell, str):
        return guarded(cell)
    return (
        ""
        if cell is None
        else cell.isoformat()
        if isinstance(cell, date)
        else f"{cell:f}"
        if isinstance(cell, Decimal)
        else str(cell)
    )
