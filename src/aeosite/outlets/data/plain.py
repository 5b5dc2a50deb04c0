"""Records as plain values, for JSON: dates as they are written, ``unknown`` where nothing is known, nothing where nothing is said."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from aeosite.guide.derived import Value, derived, derived_parts
from aeosite.guide.guide import Guide
from aeosite.model.base import RecordModel
from aeosite.model.fields import Pair
from aeosite.model.shape import Part, shape_of
from aeosite.read.content import Record

UNKNOWN = "unknown"
"""What stands where a fact is not known, as in the records themselves."""


def plain_record(guide: Guide, record: Record[RecordModel]) -> dict[str, Any]:
    """Return a record as plain values, and what is derived of it below ``derived``."""
    data = type(record.data)
    worked_out = derived(guide, record)
    parts = derived_parts(data)
    return {**plain_group(record.data, shape_of(data)), "derived": _group(parts, worked_out)}


def plain_group(group: BaseModel, parts: Iterable[Part]) -> dict[str, Any]:
    """Return a group of values as plain values."""
    return _group(parts, {part.name: getattr(group, part.name) for part in parts})


def _group(parts: Iterable[Part], found: Mapping[str, Value | object]) -> dict[str, Any]:
    values = ((part, found[part.name]) for part in parts)
    return {part.name: plain(part, value) for part, value in values if value is not None or part.unknown}


def plain(part: Part, value: object) -> Any:
    """Return a value of a part as a plain one."""
    if value is None:
        return UNKNOWN
    if isinstance(value, list):
        return [_one(part, one) for one in value]
    return _one(part, value)


def _one(part: Part, value: object) -> Any:
    if isinstance(value, Pair):
        return {"zh": value.zh, "en": value.en, **value.more}
    if isinstance(value, BaseModel):
        return plain_group(value, part.parts)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | dict) else str(value)
