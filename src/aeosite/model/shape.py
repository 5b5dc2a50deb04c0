"""The shape of records, read off their models: which values each part of a record holds, for outlets that lay records out anew."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from aeosite.basics.language import Text
from aeosite.model.base import RecordModel
from aeosite.model.fields import Pair, PartialDate, Ref, Term

Kind = Literal["text", "pair", "date", "partial-date", "number", "whole", "word", "id", "group"]


@dataclass(frozen=True)
class Part:
    """A part of a record.

    Attributes:
        name: its key.
        about: what it holds.
        kind: the kind of its values; a group has parts of its own, a pair is a text in several languages.
        many: it is a list.
        required: it is always there.
        unknown: the word ``unknown`` may stand in its place.
        parts: the parts of a group.
        of: the vocabulary of a word, or the kind of record an id belongs to.
        choices: the words it may be, where the model lists them.
        derived: it is worked out from the records on the date of the edition, not written in them.
    """

    name: str
    about: Text
    kind: Kind
    many: bool = False
    required: bool = True
    unknown: bool = False
    parts: tuple["Part", ...] = ()
    of: str = ""
    choices: tuple[str, ...] = ()
    derived: bool = False


@dataclass(frozen=True)
class Step:
    """A way into a record: the keys to a list, one below the other, and the name of the column that counts its entries."""

    keys: tuple[str, ...]
    column: str


@dataclass(frozen=True)
class Table:
    """Records of a kind, or the entries of a list in them, as rows.

    Attributes:
        name: its name, ``partners`` or ``measures-basis``.
        model: the kind of record.
        about: what a row is.
        steps: the lists on the way from a record to a row; none where a row is a record.
        columns: the parts that make its columns, each with the keys to it.
    """

    name: str
    model: type[RecordModel]
    about: Text
    steps: tuple[Step, ...]
    columns: tuple[tuple[tuple[str, ...], Part], ...]


@cache
def shape_of(model: type[BaseModel]) -> tuple[Part, ...]:
    """Return the parts of a model: first those of its own, then where they come from."""
    return tuple(_part(name, field) for name, field in sorted(model.model_fields.items(), key=lambda item: _rank(item[0])))


def _rank(name: str) -> int:
    return {"id": 0, "evidence": 2, "verified_on": 2, "note": 2}.get(name, 1)


def _part(name: str, field: FieldInfo) -> Part:
    many, leaf = _leaf(field.annotation)
    optional = type(None) in get_args(field.annotation)
    about = Text(field.title or name, field.description or name)
    unknown = optional and field.is_required()
    part = Part(name, about, _kind(leaf), many, many or not optional or unknown, unknown)
    if part.kind == "group":
        return replace(part, parts=shape_of(leaf))
    if part.kind == "word":
        return replace(part, of=leaf.vocabulary)
    if get_origin(leaf) is Literal:
        return replace(part, choices=get_args(leaf))
    return replace(part, of=leaf.kind) if isinstance(leaf, type) and issubclass(leaf, Ref) else part


def _leaf(annotation: Any) -> tuple[bool, Any]:
    """Return whether an annotation is a list, and the type of its single values."""
    if get_origin(annotation) is Literal:
        return False, annotation
    inner = [part for part in get_args(annotation) if part is not type(None) and _is_type(part)]
    if not inner:
        return False, annotation
    many, leaf = _leaf(inner[0])
    return many or get_origin(annotation) is list, leaf


def _is_type(part: Any) -> bool:
    return isinstance(part, type) or get_origin(part) is not None


def _kind(leaf: Any) -> Kind:
    if isinstance(leaf, type):
        for base, kind in _KINDS:
            if issubclass(leaf, base):
                return kind
    return "text"


_KINDS: tuple[tuple[type, Kind], ...] = (
    (Pair, "pair"),
    (BaseModel, "group"),
    (PartialDate, "partial-date"),
    (date, "date"),
    (Decimal, "number"),
    (int, "whole"),
    (Term, "word"),
    (Ref, "id"),
)


SHORT = {
    "terms-terms": "words",
    "criteria-items-clauses": "clauses",
    "criteria-items-clauses-groups-any": "limits",
    "criteria-items-clauses-outcomes": "outcomes",
    "districts-lists-groups": "districts-groups",
    "districts-lists-groups-measures": "districts-measures",
}
"""Short names of tables whose names would be too long for the sheet of a workbook."""


@cache
def tables_of(model: type[RecordModel]) -> tuple[Table, ...]:
    """Return the tables that the records of a kind fill: one of the records, and one of each list of groups in them."""
    return tuple(_tables(model, (), model.folder, model.kind_name, shape_of(model)))


def _tables(
    model: type[RecordModel], steps: tuple[Step, ...], name: str, about: Text, parts: tuple[Part, ...]
) -> Iterator[Table]:
    columns = tuple(_columns(parts, ()))
    if columns:
        yield Table(SHORT.get(name, name), model, about, steps, columns)
    for keys, part in _lists(parts, ()):
        step = Step(keys, "_".join((*keys, "place")))
        inner = Text(f"{about.zh}：{part.about.zh}", f"{about.en}: {part.about.en}")
        yield from _tables(model, (*steps, step), f"{name}-{part.name}", inner, part.parts)


def _columns(parts: tuple[Part, ...], keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Part]]:
    """Yield what makes a column: single values, lists of single values, and the same of groups that stand once."""
    for part in parts:
        if part.kind != "group":
            yield (*keys, part.name), part
        elif not part.many:
            yield from (
                (inner, replace(column, about=_below(part.about, column.about)))
                for inner, column in _columns(part.parts, (*keys, part.name))
            )


def _lists(parts: tuple[Part, ...], keys: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Part]]:
    for part in parts:
        if part.kind == "group" and part.many:
            yield (*keys, part.name), part
        elif part.kind == "group":
            yield from _lists(part.parts, (*keys, part.name))


def _below(outer: Text, inner: Text) -> Text:
    return Text(f"{outer.zh}：{inner.zh}", f"{outer.en}: {inner.en}")
