"""What the data look like, for machines: a JSON Schema of each kind, an OpenAPI description of the files, a data package of the tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from aeosite.basics.language import Text
from aeosite.guide.derived import derived_parts
from aeosite.guide.offers import DATA, csv_of
from aeosite.model.base import RecordModel
from aeosite.model.shape import Kind, Part, Table, shape_of
from aeosite.outlets.data import licence
from aeosite.outlets.data.cells import Column, columns_of
from aeosite.outlets.data.plain import UNKNOWN
from aeosite.outlets.files import File
from aeosite.read.content import Content

Json = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
VERSION = DATA.rpartition("/")[2]

_PLAIN: Mapping[Kind, Json] = {
    "text": {"type": "string"},
    "id": {"type": "string"},
    "word": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "partial-date": {"type": "string", "pattern": "^(?:by )?[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?$"},
    "number": {"type": "number"},
    "whole": {"type": "integer", "minimum": 0},
}

_PAIR: Json = {
    "type": "object",
    "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
    "required": ["zh", "en"],
    "additionalProperties": {"type": "string"},
}


def record_schema(model: type[RecordModel], content: Content) -> Json:
    """Return the JSON Schema of a file with every record of a kind; ``$defs`` has that of one record."""
    derived = _group(derived_parts(model), content)
    derived["description"] = "推算所得，不是记录中写明的。 Worked out on the date of the edition; not written in the record."
    one = _group(shape_of(model), content)
    one["properties"]["derived"] = derived
    one["required"].append("derived")
    one["description"] = f"{model.kind_name.zh} {model.kind_name.en}"
    envelope = {name: {"type": "string"} for name in ("kind", "version", "edition", "licence")}
    return {
        "$schema": DRAFT,
        "title": f"{model.kind_name.zh} {model.kind_name.en}",
        "type": "object",
        "properties": {**envelope, "title": _PAIR, "records": {"type": "array", "items": {"$ref": "#/$defs/record"}}},
        "required": [*envelope, "title", "records"],
        "$defs": {"record": one},
    }


def _group(parts: Iterable[Part], content: Content) -> Json:
    listed = list(parts)
    return {
        "type": "object",
        "properties": {part.name: _described(part, content) for part in listed},
        "required": [part.name for part in listed if part.required],
    }


def _described(part: Part, content: Content) -> Json:
    one = _value(part, content)
    schema: Json = {"type": "array", "items": one} if part.many else one
    if part.unknown:
        schema = {"anyOf": [schema, {"const": UNKNOWN}]}
    return {"title": part.about.zh, "description": part.about.en, **schema}


def _value(part: Part, content: Content) -> Json:
    if part.kind == "group":
        return _group(part.parts, content)
    if part.kind == "pair":
        return dict(_PAIR)
    if part.kind == "word":
        return {"type": "string", "enum": list(content.vocabularies[part.of])}
    return {**_PLAIN[part.kind], **({"enum": list(part.choices)} if part.choices else {})}


def data_package(tables: Sequence[Table], files: Mapping[str, File], edition: date, names: Text) -> Json:
    """Return the Frictionless data package of the tables.

    Args:
        tables: the tables.
        files: the files written, by path in the site.
        edition: the date of the edition.
        names: what the guide is called.
    """
    return {
        "profile": "tabular-data-package",
        "name": "aeo-guide",
        "title": f"{names.zh} {names.en}",
        "description": (
            "空格不代表否定：未确认的写 unknown，没有内容的留空。文字前的 ' 防止电子表格把它当成公式、数字或日期，读取时去掉。"
            "列名以 derived_ 开头的是推算值。 "
            "Unknown is written unknown, and a cell is empty where nothing is said. A ' before a text keeps spreadsheets from taking it for "
            "a formula, a number or a date; take it off when reading. Columns that start with derived_ are worked out."
        ),
        "version": edition.isoformat(),
        "created": f"{edition.isoformat()}T00:00:00Z",
        "licenses": [{"name": licence.NAME, "title": licence.TITLE, "path": licence.ADDRESS}],
        "resources": [_resource(table, files[csv_of(table.name)]) for table in tables],
    }


def _resource(table: Table, file: File) -> Json:
    columns = columns_of(table)
    keys = [{"fields": column.name, "reference": {"resource": column.of, "fields": "id"}} for column in columns if column.of]
    schema: Json = {"fields": [_field(column) for column in columns], "missingValues": [""]}
    schema["primaryKey"] = [column.name for column in columns if column.name == "record" or column.name.endswith("_place")] or [
        "id"
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": f"{table.about.zh} {table.about.en}",
        "path": f"csv/{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.size,
        "hash": f"sha256:{file.name}",
        "schema": schema,
    }


def _field(column: Column) -> Json:
    types: Json = {"name": column.name, "type": column.kind, "title": column.about.zh, "description": column.about.en}
    return {**types, **({"constraints": {"required": True}} if column.required else {})}


def open_api(models: Sequence[type[RecordModel]], edition: date, names: Text) -> Json:
    """Return the OpenAPI description of the files: what can be asked for, and where what comes back is described."""
    paths: Json = {"/index.json": _path("index", Text("有哪些数据", "what data there are"), {"type": "object"})}
    for model in models:
        schema = f"schema/{model.folder}.json"
        paths[f"/{model.folder}.json"] = _path(model.folder, model.kind_name, {"$ref": schema})
        one = {
            "type": "object",
            "properties": {"record": {"$ref": f"{schema}#/$defs/record"}},
            "required": ["record"],
        }
        paths[f"/records/{model.folder}/{{id}}.json"] = {
            **_path(f"{model.folder}-record", model.kind_name, one, missing=True),
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
        }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"{names.zh} {names.en}",
            "version": f"{VERSION}, {edition.isoformat()}",
            "description": "只读的静态文件。同一版本内只增加字段。 Static files, read only. Within a version fields are added and none is renamed.",
            "license": {"name": licence.TITLE, "identifier": licence.NAME},
        },
        "servers": [{"url": ".", "description": "本文件所在的文件夹 the folder of this file"}],
        "paths": paths,
    }


def _path(name: str, about: Text, schema: Json, *, missing: bool = False) -> Json:
    answers: Json = {"200": {"description": about.en, "content": {"application/json": {"schema": schema}}}}
    if missing:
        answers["404"] = {"description": "没有这条记录 there is no such record"}
    return {"get": {"operationId": name, "summary": f"{about.zh} {about.en}", "responses": answers}}


def contract(models: Iterable[type[RecordModel]], tables: Iterable[Table], content: Content) -> dict[str, str]:
    """Return what is promised within a version: each property of each kind and each column of each table, with its type."""
    found: dict[str, str] = {}
    for model in models:
        found.update(_properties(f"{model.folder}.json", record_schema(model, content)["$defs"]["record"]))
    for table in tables:
        found.update({f"csv/{table.name}.csv {column.name}": column.kind for column in columns_of(table)})
    return found


def _properties(way: str, schema: Json) -> Iterator[tuple[str, str]]:
    for option in schema.get("anyOf", [schema]):
        if "items" in option:
            yield from _properties(f"{way}[]", option["items"])
        for name, inner in option.get("properties", {}).items():
            types = sorted(one.get("type", "unknown") for one in inner.get("anyOf", [inner]))
            yield f"{way} {name}", "|".join(types)
            yield from _properties(f"{way} {name}", inner)
