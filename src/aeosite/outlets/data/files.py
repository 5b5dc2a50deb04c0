"""The files of the data: every kind of record as JSON and CSV, all of it as one workbook, and what describes them."""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from aeosite.basics.cache import digest
from aeosite.basics.language import Text
from aeosite.compose.book import Book
from aeosite.guide.guide import Guide
from aeosite.guide.offers import DATA, WORKBOOK, csv_of, json_of, record_of, schema_of
from aeosite.model.base import RecordModel
from aeosite.model.records import MODELS
from aeosite.model.shape import Table, tables_of
from aeosite.outlets.data import licence
from aeosite.outlets.data.cells import columns_of, csv_file, rows_of
from aeosite.outlets.data.plain import plain_record
from aeosite.outlets.data.schema import VERSION, data_package, open_api, record_schema
from aeosite.outlets.data.sheets import sheets
from aeosite.outlets.data.workbook import workbook
from aeosite.outlets.files import Make, made, written
from aeosite.outlets.outlet import Say

TABLES: tuple[Table, ...] = tuple(table for model in MODELS for table in tables_of(model))
"""Every table."""


def write(book: Book, folder: Path, say: Say) -> list[Path]:
    """Write the data below ``folder/site`` and return the paths of its files.

    Args:
        book: the articles; the data are made from its guide.
        folder: the folder of everything that is being published.
        say: told nothing.
    """
    makers = _makers(book)
    files = made(book, "data", makers)
    paths = written(book, files, list(makers.values()), folder / "site")
    package = data_package(TABLES, files, book.guide.as_of, names_of(book))
    return [*paths, _put(folder / "site" / DATA / "datapackage.json", package)]


def _put(path: Path, value: object) -> Path:
    path.write_bytes(_json(value))
    return path


def names_of(book: Book) -> Text:
    """Return what the guide is called in the required languages."""
    return Text(book.settings.names.get("zh", ""), book.settings.names.get("en", ""))


def _makers(book: Book) -> Mapping[str, Make]:
    """Return what makes the files, by what they depend on beside the guide."""
    names = names_of(book)
    called = digest(names.zh, names.en)
    each: dict[str, Make] = {f"{model.folder}": partial(_kind, model) for model in MODELS}
    return {
        **each,
        "sheets": sheets,
        f"about {called}": partial(_about, names),
        f"workbook {called}": lambda guide: {WORKBOOK: workbook(guide, TABLES, names)},
    }


def _kind(model: type[RecordModel], guide: Guide) -> Mapping[str, bytes]:
    """Return the files of a kind of record."""
    return dict(_of_kind(model, guide))


def _of_kind(model: type[RecordModel], guide: Guide) -> Iterator[tuple[str, bytes]]:
    head = {"kind": model.folder, "version": VERSION, "edition": guide.as_of.isoformat(), "licence": licence.ADDRESS}
    title = {"zh": model.kind_name.zh, "en": model.kind_name.en}
    records = {record.id: plain_record(guide, record) for record in guide.content.all(model)}
    yield json_of(model.folder), _json({**head, "title": title, "records": list(records.values())})
    yield schema_of(model.folder), _json(record_schema(model, guide.content))
    for id_, record in records.items():
        yield record_of(model.folder, id_), _json({**head, "title": title, "record": record})
    for table in tables_of(model):
        yield csv_of(table.name), csv_file(columns_of(table), rows_of(guide, table))


def _about(names: Text, guide: Guide) -> Mapping[str, bytes]:
    files = {
        "index.json": _json(_index(names, guide)),
        "openapi.json": _json(open_api(MODELS, guide.as_of, names)),
        "LICENSE.txt": licence.TEXT.replace("\n", "\r\n").encode("utf-8-sig"),
    }
    return {f"{DATA}/{path}": data for path, data in files.items()}


def _index(names: Text, guide: Guide) -> dict[str, Any]:
    kinds = [
        {
            "kind": model.folder,
            "title": {"zh": model.kind_name.zh, "en": model.kind_name.en},
            "count": len(guide.content.all(model)),
            "json": f"{model.folder}.json",
            "schema": f"schema/{model.folder}.json",
            "record": f"records/{model.folder}/{{id}}.json",
            "csv": [f"csv/{table.name}.csv" for table in tables_of(model)],
        }
        for model in MODELS
    ]
    return {
        "title": {"zh": names.zh, "en": names.en},
        "version": VERSION,
        "edition": guide.as_of.isoformat(),
        "licence": {"name": licence.NAME, "title": licence.TITLE, "address": licence.ADDRESS},
        "workbook": WORKBOOK.removeprefix(f"{DATA}/"),
        "datapackage": "datapackage.json",
        "openapi": "openapi.json",
        "kinds": kinds,
    }


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
