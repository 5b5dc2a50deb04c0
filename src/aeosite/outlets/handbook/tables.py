"""Tables on paper: how wide each column is, and where a row may break."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aeosite.outlets.handbook.markup import array, call, called, content

ROOM = 46.0
"""How many Han characters of a table's size stand beside each other on a sheet."""

NARROW = 10.0
"""A column whose widest cell needs no more than this gets what it needs; the others share what is left."""

PADDING = 2.6
"""What a cell needs beside its text: its edges, and the thin spaces between Han characters and digits."""

LEAST = 3.5
"""No column is narrower than this."""

WHOLE = 420.0
"""A row whose cells hold less text than this stays on one sheet."""


@dataclass(frozen=True)
class Cell:
    """A cell: its markup, how wide its text would be in one line, how many columns it takes, whether it names its row or column."""

    markup: str
    width: float
    span: int = 1
    name: bool = False


@dataclass(frozen=True)
class Row:
    """A row of cells; ``head`` is one of the headings of the table, ``group`` one that names the rows below it."""

    cells: tuple[Cell, ...]
    head: bool = False
    group: bool = False


@dataclass(frozen=True)
class Table:
    """A table: its caption as markup, its headings, its rows, and the widths of its columns where they are given."""

    caption: str
    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    widths: Sequence[str] = ()


def drawn(table: Table) -> str:
    """Return a table as a call of the template's ``records``; nothing where it has no rows."""
    if not table.rows:
        return ""
    head = [_cell(cell, row) for row in table.head for cell in row.cells]
    rows = [array(_cell(cell, row) for cell in row.cells) for row in table.rows]
    groups = array(str(index) for index, row in enumerate(table.rows) if row.group)
    columns = array(table.widths or widths([*table.head, *table.rows]))
    return call("records", content(table.caption), columns, array(head), groups, array(rows))


def widths(rows: Sequence[Row]) -> list[str]:
    """Return the widths of columns: narrow ones what they need, the others shares by how much they hold."""
    columns = list(_columns(rows))
    natural = [max(column, default=0.0) + PADDING for column in columns]
    if sum(natural) <= ROOM:
        return [f"{width:.2f}fr" for width in natural]
    means = [sum(column) / len(column) if column else 1.0 for column in columns]
    return [
        f"{max(width, LEAST):.2f}em" if width <= NARROW else f"{max(6.0, mean**0.6):.2f}fr"
        for width, mean in zip(natural, means, strict=True)
    ]


def _columns(rows: Sequence[Row]) -> Iterator[list[float]]:
    count = max((sum(cell.span for cell in row.cells) for row in rows), default=0)
    for index in range(count):
        yield [row.cells[index].width for row in rows if len(row.cells) == count]


def _cell(cell: Cell, row: Row) -> str:
    options = {"colspan": str(cell.span)} if cell.span > 1 else {}
    if not row.head and max(one.width / one.span for one in row.cells) > WHOLE:
        options["breakable"] = "true"
    return called("table.cell", content(_named(cell, row)), **options)


def _named(cell: Cell, row: Row) -> str:
    if not cell.markup or not (row.head or row.group):
        return cell.markup
    return call("column-name" if row.head else "group-name", content(cell.markup))
