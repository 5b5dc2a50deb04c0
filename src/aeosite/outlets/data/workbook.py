"""The records as one workbook for people: a sheet a table and language, words in place of keys, real dates, heads that stay in view."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from aeosite.basics.language import REQUIRED, Language, Text
from aeosite.guide.derived import OWN, Value, derived, derived_parts, places
from aeosite.guide.guide import Guide
from aeosite.guide.year import TIMES
from aeosite.model.fields import Pair, PartialDate, Term
from aeosite.model.records import Instrument, Standard
from aeosite.model.shape import Part, Step, Table
from aeosite.outlets.data import licence
from aeosite.outlets.data.cells import entries, value_at
from aeosite.outlets.data.plain import UNKNOWN

_UNKNOWN = Text("未确认", "not confirmed")
_DERIVED = Text("（推算）", " (derived)")
_WORDS: Mapping[str, Text] = {
    OWN: Text("本指南自己的内容", "the guide's own"),
    **dict(zip(TIMES, (Text("已过", "past"), Text("进行中", "running"), Text("未到", "upcoming"), _UNKNOWN), strict=True)),
    "yes": Text("是", "yes"),
    "no": Text("否", "no"),
}
_WIDE, _MIDDLE, _NARROW = 44, 22, 13
_LEFT_OUT = frozenset({"also"})
"""Parts that say what readers also call a thing: for search, not for a person who reads a table."""

Shown = str | int | Decimal | date | None


@dataclass(frozen=True)
class Head:
    """The head of a column: its words, how wide it is, and whether it is derived."""

    words: str
    width: int
    derived: bool = False


def workbook(guide: Guide, tables: Sequence[Table], names: Text) -> bytes:
    """Return the workbook, the same bytes every time.

    Args:
        guide: the guide.
        tables: the tables, in the order of their sheets.
        names: what the guide is called.
    """
    data = io.BytesIO()
    book = Workbook(
        data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties(
        {"title": f"{names.zh} {names.en}", "created": datetime(guide.as_of.year, guide.as_of.month, guide.as_of.day)}
    )
    formats = _Formats(book)
    cover = book.add_worksheet("说明 About")
    counts: list[tuple[str, Text, int]] = []
    models = {table.model: guide.content.all(table.model) for table in tables}
    worked_out = {model: {record.id: derived(guide, record) for record in records} for model, records in models.items()}
    for language in REQUIRED:
        for table in tables:
            sheet = book.add_worksheet(sheet_name(table, language))
            rows = list(rows_for(guide, table, language, worked_out[table.model]))
            _fill(sheet, list(heads(table, language)), rows, formats)
            counts.append((sheet.get_name(), table.about, len(rows)))
    _cover(cover, guide, names, counts, formats)
    book.close()
    return data.getvalue()


class _Formats:
    """How cells look."""

    def __init__(self, book: Workbook) -> None:
        base = {"valign": "top", "text_wrap": True, "font_name": "Microsoft YaHei", "font_size": 10}
        head = {**base, "bold": True, "bg_color": "#0b3d6b", "font_color": "#ffffff"}
        self.text: Format = book.add_format(base)
        self.date: Format = book.add_format({**base, "num_format": "yyyy-mm-dd", "align": "left"})
        self.head: Format = book.add_format(head)
        self.derived: Format = book.add_format({**head, "bg_color": "#4a5a6a", "italic": True})
        self.title: Format = book.add_format({**base, "bold": True, "font_size": 16, "text_wrap": False})
        self.link: Format = book.add_format({**base, "font_color": "#0b5cad", "underline": 1})


def sheet_name(table: Table, language: Language) -> str:
    """Return the name of a sheet: in Chinese what its rows are, in English the name of the table."""
    if language == "en":
        return table.name
    return table.about.zh.replace("：", "·").replace("、", "")[:31]


def heads(table: Table, language: Language) -> Iterator[Head]:
    """Yield the heads of a table in a language."""
    if table.steps:
        yield Head(Text("所属记录", "Record").in_(language), _MIDDLE)
        for step in table.steps:
            yield Head(_place(step).in_(language), _NARROW)
    for keys, part in table.columns:
        if keys[0] not in _LEFT_OUT:
            yield Head(_capital(part.about.in_(language)), _width(part))
    for part in derived_parts(table.model):
        yield Head(_capital(part.about.in_(language)) + _DERIVED.in_(language), _width(part), derived=True)


def _place(step: Step) -> Text:
    return Text(f"位置（{step.keys[-1]}）", f"Place ({step.keys[-1]})")


def _width(part: Part) -> int:
    if part.kind == "pair":
        return _WIDE
    return _NARROW if part.kind in ("date", "partial-date", "number", "whole") else _MIDDLE


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def rows_for(
    guide: Guide, table: Table, language: Language, worked_out: Mapping[str, Mapping[str, Value]]
) -> Iterator[list[Shown]]:
    """Yield the rows of a table as people of a language read them, with what is derived of each record."""
    for record in guide.content.all(table.model):
        known = worked_out[record.id]
        for entry in entries(record.data, table.steps):
            found = {**known, "page": places(guide, entry.anchor) or known["page"]}
            row: list[Shown] = [record.id, *entry.places] if table.steps else []
            row += [
                shown(guide, part, value_at(entry.value, keys), language)
                for keys, part in table.columns
                if keys[0] not in _LEFT_OUT
            ]
            yield row + [shown(guide, part, found[part.name], language) for part in derived_parts(table.model)]


def shown(guide: Guide, part: Part, value: object, language: Language) -> Shown:
    """Return a value as people read it: the label of a word, the number of a document, a date where it is exact, else what is known of it."""
    if isinstance(value, list):
        return "\n".join(str(shown(guide, part, one, language)) for one in value)
    if isinstance(value, Pair):
        return value.in_(language)
    if isinstance(value, PartialDate):
        return value.latest if value.day and not value.by else str(value)
    if isinstance(value, dict):
        return str(value[language])
    if value is None or isinstance(value, int | Decimal | date):
        return value
    return _word(guide, part, str(value), language, term=value if isinstance(value, Term) else None)


def _word(guide: Guide, part: Part, word: str, language: Language, term: Term | None) -> str:
    if word == UNKNOWN:
        return _UNKNOWN.in_(language)
    vocabulary = part.of if part.kind == "word" else "evidence" if part.name == "evidence" and word != OWN else ""
    if vocabulary:
        return guide.content.vocabularies[vocabulary][word].label.in_(language)
    if part.kind == "id" and part.of == Instrument.folder:
        return guide.content.get(Instrument, word).number.in_(language)
    if part.kind == "id" and part.of == Standard.folder:
        return guide.content.get(Standard, word).title.in_(language)
    return _WORDS[word].in_(language) if part.choices and word in _WORDS else word


def _fill(sheet: Worksheet, heads: Sequence[Head], rows: Sequence[Sequence[Shown]], formats: _Formats) -> None:
    for number, head in enumerate(heads):
        sheet.set_column(number, number, head.width)
        sheet.write_string(0, number, head.words, formats.derived if head.derived else formats.head)
    for y, row in enumerate(rows, 1):
        for x, value in enumerate(row):
            _write(sheet, y, x, value, formats)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(heads) - 1)


def _write(sheet: Worksheet, y: int, x: int, value: Shown, formats: _Formats) -> None:
    """Write a cell as what it is; a text is written as text, whatever it looks like."""
    if isinstance(value, date):
        sheet.write_datetime(y, x, datetime(value.year, value.month, value.day), formats.date)
    elif isinstance(value, int | Decimal):
        sheet.write_number(y, x, float(value), formats.text)
    elif value:
        sheet.write_string(y, x, value, formats.text)


def _cover(sheet: Worksheet, guide: Guide, names: Text, counts: Iterable[tuple[str, Text, int]], formats: _Formats) -> None:
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 70)
    sheet.set_column(2, 2, _NARROW)
    sheet.write_string(0, 0, f"{names.zh} {names.en}", formats.title)
    row = 2
    for head, text in _told(guide):
        sheet.write_string(row, 0, head, formats.head)
        sheet.write_string(row, 1, text, formats.text)
        row += 1
    row += 1
    for column, words in enumerate(("工作表 Sheet", "内容 What it holds", "行数 Rows")):
        sheet.write_string(row, column, words, formats.head)
    for name, about, number in counts:
        row += 1
        sheet.write_url(row, 0, f"internal:'{name}'!A1", formats.link, name)
        sheet.write_string(row, 1, f"{about.zh} {about.en}", formats.text)
        sheet.write_number(row, 2, number, formats.text)


def _told(guide: Guide) -> Iterator[tuple[str, str]]:
    yield "内容截至 As of", guide.as_of.isoformat()
    yield "使用条件 Licence", f"{licence.NAME}  {licence.ADDRESS}"
    yield (
        "怎样看 How to read",
        "“未确认”表示没有查到，不表示没有；空格表示没有内容。灰色表头的列是按内容截至的日期推算的。以官方文件原文为准。\n"
        "“Not confirmed” means that nothing was found, not that there is nothing; an empty cell means that nothing is said. "
        "Columns with a grey head are worked out as of the date above. The official texts prevail.",
    )
