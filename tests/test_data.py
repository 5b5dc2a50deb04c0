"""The data: every fact of every record arrives, in every form, as what it is; and what was promised once stays."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from aeosite.guide.derived import OWN
from aeosite.guide.offers import DATA, WORKBOOK, offered
from aeosite.guide.year import time_of
from aeosite.model.fields import PartialDate
from aeosite.model.help import Event
from aeosite.model.records import MODELS
from aeosite.outlets import data as outlet
from aeosite.outlets.data import licence
from aeosite.outlets.data.cells import columns_of, guarded
from aeosite.outlets.data.files import TABLES
from aeosite.outlets.data.schema import contract
from aeosite.outlets.package import LEFT_OUT
from project import ROOT, TESTS, book_of, guide_of, tree

PROMISED = TESTS / "golden" / "data-v1.json"
DAY = date(2026, 11, 27)

Files = Mapping[str, bytes]


def files_in(root: Path, folder: Path, as_of: date = DAY) -> Files:
    outlet.write(book_of(root, as_of), folder, lambda line: None)
    return {path.removeprefix(f"{DATA}/"): data for path, data in tree(folder / "site").items() if path.startswith(f"{DATA}/")}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The data of the real guide."""
    return files_in(ROOT, tmp_path_factory.mktemp("data"))


def rows(files: Files, table: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(files[f"csv/{table}.csv"].decode("utf-8-sig"), newline="")))


def head(files: Files, table: str) -> list[str]:
    return next(csv.reader(io.StringIO(files[f"csv/{table}.csv"].decode("utf-8-sig"), newline="")))


# What is published


def test_what_pages_may_link_is_what_is_written_and_what_the_offline_copy_has(files: Files) -> None:
    written = {f"{DATA}/{path}" for path in files}
    kept = {path for path in offered(guide_of(ROOT, DAY)) if path.startswith("data/")}
    assert written - kept == {f"{DATA}/{path}" for path in files if path.startswith("records/")}
    assert kept <= written
    assert f"{DATA}/records/*" in LEFT_OUT


def test_the_same_guide_gives_the_same_bytes(files: Files, tmp_path: Path) -> None:
    assert files_in(ROOT, tmp_path) == files


def test_the_licence_is_that_of_the_project(files: Files) -> None:
    words = " ".join((ROOT / "LICENSE").read_text(encoding="utf-8").split())
    assert licence.ADDRESS in words
    assert licence.TITLE in words
    assert "Official texts quoted or named in the guide are not covered" in words
    assert "not covered" in files["LICENSE.txt"].decode("utf-8-sig")


# JSON


def leaves(value: object, way: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], object]]:
    """Yield every single value of some JSON with the way to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*way, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from leaves(inner, (*way, index))
    elif value is not None:
        yield way, value


def test_every_fact_of_every_record_is_in_the_json_of_its_kind_and_in_its_own(files: Files) -> None:
    content = guide_of(ROOT, DAY).content
    for model in MODELS:
        listed = json.loads(files[f"{model.folder}.json"])["records"]
        records = content.all(model)
        assert [one["id"] for one in listed] == [record.id for record in records]
        for one, record in zip(listed, records, strict=True):
            said = dict(leaves({key: value for key, value in one.items() if key != "derived"}))
            for way, value in leaves(record.data.model_dump(mode="json")):
                found = said.pop(way)
                same = Decimal(str(found)) == Decimal(str(value)) if isinstance(found, int | float) else found == value
                assert same, (model.folder, record.id, way)
            assert set(said.values()) <= {"unknown"}, (model.folder, record.id)
            assert json.loads(files[f"records/{model.folder}/{record.id}.json"])["record"] == one


def faults(value: object, schema: Mapping[str, Any], whole: Mapping[str, Any], way: str = "$") -> Iterator[str]:
    """Yield what of some JSON does not fit a schema; of the words of JSON Schema those that ours use."""
    assert set(schema) <= {
        "$schema", "title", "description", "type", "properties", "required", "additionalProperties", "$defs", "$ref",
        "items", "anyOf", "const", "enum", "pattern", "format", "minimum",
    }  # fmt: skip
    if "$ref" in schema:
        yield from faults(value, whole["$defs"][schema["$ref"].rpartition("/")[2]], whole, way)
        return
    if "anyOf" in schema and all(list(faults(value, option, whole, way)) for option in schema["anyOf"]):
        yield f"{way}: none of anyOf"
    if "const" in schema and value != schema["const"]:
        yield f"{way}: not {schema['const']}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{way}: {value} is none of {schema['enum']}"
    types = {"object": dict, "array": list, "string": str, "integer": int, "number": int | float}
    if "type" in schema and not isinstance(value, types[schema["type"]]):
        yield f"{way}: {value!r} is no {schema['type']}"
        return
    if isinstance(value, str):
        if "pattern" in schema and not re.search(schema["pattern"], value):
            yield f"{way}: {value} does not match"
        if schema.get("format") == "date" and date.fromisoformat(value).isoformat() != value:
            yield f"{way}: {value} is no date"
    if isinstance(value, list) and "items" in schema:
        for index, inner in enumerate(value):
            yield from faults(inner, schema["items"], whole, f"{way}[{index}]")
    if isinstance(value, dict) and "properties" in schema:
        yield from (f"{way}: no {name}" for name in schema.get("required", ()) if name not in value)
        for name, inner in value.items():
            known = schema["properties"].get(name) or schema.get("additionalProperties")
            if known is None:
                yield f"{way}: {name} is not in the schema"
            else:
                yield from faults(inner, known, whole, f"{way}.{name}")


@pytest.mark.parametrize("kind", [model.folder for model in MODELS])
def test_each_kind_fits_its_schema(kind: str, files: Files) -> None:
    schema = json.loads(files[f"schema/{kind}.json"])
    assert list(faults(json.loads(files[f"{kind}.json"]), schema, schema)) == []


def test_a_value_that_does_not_fit_is_seen(files: Files) -> None:
    schema, found = json.loads(files["schema/partners.json"]), json.loads(files["partners.json"])
    one = found["records"][0]
    one["region"], one["signed"], one["members"], one["verified_on"] = "nowhere", "2024-5", "SG", 7
    del one["derived"]["status"]
    assert len(list(faults(found, schema, schema))) == 5


# What is derived


def test_what_is_derived_speaks_of_the_date(tmp_path: Path) -> None:
    early = files_in(ROOT, tmp_path / "early", date(2026, 3, 31))
    late = files_in(ROOT, tmp_path / "late", date(2026, 4, 1))

    def status(files: Files, id_: str) -> str:
        return str(json.loads(files[f"records/instruments/{id_}.json"])["record"]["derived"]["status"])

    assert (status(early, "order-282"), status(late, "order-282")) == ("not-yet", "in-force")
    assert (status(early, "order-251"), status(late, "order-251")) == ("in-force", "repealed")


@pytest.mark.parametrize(
    ("first", "last", "as_of", "word"),
    [
        ("2026-05-08", "2026-05-10", "2026-05-07", "upcoming"),
        ("2026-05-08", "2026-05-10", "2026-05-08", "running"),
        ("2026-05-08", "2026-05-10", "2026-05-10", "running"),
        ("2026-05-08", "2026-05-10", "2026-05-11", "past"),
        ("2026-05-08", None, "2026-05-08", "running"),
        ("2026-05", None, "2026-05-15", "unknown"),
        ("2026-05", None, "2026-06-01", "past"),
        (None, None, "2026-06-01", "unknown"),
    ],
)
def test_when_an_event_is(first: str | None, last: str | None, as_of: str, word: str) -> None:
    dates = {"date": first and PartialDate.parse(first), "until": last and PartialDate.parse(last)}
    assert time_of(Event.model_construct(**dates), date.fromisoformat(as_of)) == word


# CSV

FORMULAS = ("=1+1", "+1", "-1", "@a", "\ta", "\ra", "＝1", "'x")
CHANGED = (
    *("(1)", "1-2", "1/2", "1.10", "0100", "12", "2012", "2012-06", "1:30", "60%", "1e5", "1E5", "¥5", "1,000", "5元"),
    *(
        "2024年3月",
        "3月5日",
        "上午9时",
        "Mar 1",
        "March 2026",
        "15 March 2013",
        "1-Apr",
        "SEPT2",
        "DEC1",
        "5 PM",
        "TRUE",
        "False",
        "１２",
    ),
)
LEFT = (
    "",
    "AEO",
    "a=1",
    "ace26-10",
    "2026-11-26-codes",
    "5939家",
    "March",
    "第12条",
    "5 days",
    "ISO 9001",
    "true story",
    "May be",
)


@pytest.mark.parametrize("text", [*FORMULAS, *CHANGED])
def test_a_text_that_a_spreadsheet_would_change_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", LEFT)
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text


def test_a_reader_who_takes_off_the_guard_has_the_text() -> None:
    for text in (*FORMULAS, *CHANGED, *LEFT):
        assert guarded(text).removeprefix("'") == text


def is_taken_for_something_else(text: str) -> bool:
    """Whether a spreadsheet takes a text for a number or a date, by trying what it tries."""
    bare = text.strip().strip("()%¥").replace(",", "")
    with_day = re.sub(r"[年月/.]", "-", bare).strip("日-")
    try:
        float(bare)
    except ValueError:
        return bool(re.fullmatch(r"\d{1,4}-\d{1,2}(-\d{1,4})?", with_day))
    return True


def test_no_cell_of_the_real_data_is_a_formula_or_changes_when_opened(files: Files) -> None:
    looked_at = 0
    for table in TABLES:
        texts = [column.name for column in columns_of(table) if column.kind == "string"]
        for row in rows(files, table.name):
            for name in texts:
                looked_at += 1
                assert not row[name].startswith(("=", "+", "-", "@", "\t", "\r")), (table.name, name, row[name])
                assert not is_taken_for_something_else(row[name]), (table.name, name, row[name])
    assert looked_at > 10_000


def test_csv_is_what_excel_reads_as_utf_8(files: Files) -> None:
    for path, data in files.items():
        if path.endswith(".csv"):
            assert data.startswith(b"\xef\xbb\xbf")
            assert data.endswith(b"\r\n")


def test_every_row_says_how_well_it_is_supported(files: Files) -> None:
    for table in TABLES:
        for row in rows(files, table.name):
            assert row["derived_evidence"] in ("official", "secondary", "unconfirmed", OWN)
            assert bool(row["derived_verified_on"]) == (row["derived_evidence"] != OWN)


def test_what_is_not_known_and_what_is_not_said_differ(files: Files) -> None:
    by_id = {row["id"]: row for row in rows(files, "partners")}
    assert by_id["ae"]["code_in_pattern"] == "unknown"
    assert by_id["ae"]["pilot_zh"] == ""
    assert (by_id["ae"]["signed_from"], by_id["ae"]["signed_to"], by_id["ae"]["signed_precision"]) == ("", "2019-07-24", "by")


def test_clauses_and_limits_stand_in_their_own_tables(files: Files) -> None:
    content = guide_of(ROOT, DAY).content
    assert [row["id"] for row in rows(files, "clauses")] == [located.id for located in content.every_clause()]
    tests = [located.clause.test for located in content.every_clause() if located.clause.test]
    wanted = [one.value for test in tests for group in test.groups for one in group.any]
    assert [Decimal(row["value"]) for row in rows(files, "limits")] == wanted


# The data package and the interface


def test_the_data_package_says_what_the_files_are(files: Files) -> None:
    package = json.loads(files["datapackage.json"])
    tables = {one["name"]: one for one in package["resources"]}
    assert list(tables) == [table.name for table in TABLES]
    ids = {name: {row["id"] for row in rows(files, name)} for name in tables if "id" in head(files, name)}
    for name, one in tables.items():
        data, listed = files[one["path"]], rows(files, name)
        assert (one["bytes"], one["hash"]) == (len(data), f"sha256:{__import__('hashlib').sha256(data).hexdigest()}")
        fields = {field["name"]: field for field in one["schema"]["fields"]}
        assert list(fields) == head(files, name)
        keys = [tuple(row[key] for key in one["schema"]["primaryKey"]) for row in listed]
        assert len(set(keys)) == len(keys)
        for row in listed:
            for column, field in fields.items():
                assert row[column] or not field.get("constraints", {}).get("required"), (name, column, row)
                assert fits(row[column], field["type"]), (name, column, row[column])
            for key in one["schema"].get("foreignKeys", ()):
                assert row[key["fields"]] in {"", *ids[key["reference"]["resource"]]}, (name, key, row)


def fits(cell: str, kind: str) -> bool:
    try:
        _ = cell and {"string": str, "integer": int, "number": Decimal, "date": date.fromisoformat}[kind](cell)
    except (ValueError, ArithmeticError):
        return False
    return True


def test_the_interface_names_files_that_are_there(files: Files) -> None:
    described = json.loads(files["openapi.json"])
    assert described["openapi"].startswith("3.1")
    for path, one in described["paths"].items():
        name = path.removeprefix("/")
        assert name in files or "{id}" in name
        assert one["get"]["operationId"]
        for reference in re.findall(r'"\$ref": "([^"#]*)', json.dumps(one)):
            assert reference in files
    named = json.loads(files["index.json"])
    for kind in named["kinds"]:
        assert {kind["json"], kind["schema"], *kind["csv"]} <= set(files)
        assert kind["count"] == len([path for path in files if path.startswith(f"records/{kind['kind']}/")])
    assert {named["workbook"], named["datapackage"], named["openapi"]} <= set(files)


# The workbook

NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


@pytest.fixture(scope="module")
def sheets(files: Files) -> dict[str, list[list[tuple[str, str]]]]:
    """The sheets of the workbook: rows of cells, each its kind (s text, n number, d date) and its value."""
    with zipfile.ZipFile(io.BytesIO(files[WORKBOOK.removeprefix(f"{DATA}/")])) as archive:
        names = [
            one.get("name", "")
            for one in ElementTree.fromstring(archive.read("xl/workbook.xml")).iterfind("m:sheets/m:sheet", NS)
        ]
        shared = [
            "".join(part.text or "" for part in one.iter(f"{{{NS['m']}}}t"))
            for one in ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
        ]
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
        dated = [one.get("numFmtId") not in (None, "0") for one in styles.iterfind("m:cellXfs/m:xf", NS)]
        return {
            name: list(cells(ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml")), shared, dated))
            for number, name in enumerate(names, 1)
        }


def cells(sheet: ElementTree.Element, shared: list[str], dated: list[bool]) -> Iterator[list[tuple[str, str]]]:
    assert sheet.find(".//m:f", NS) is None, "a formula"
    for row in sheet.iterfind("m:sheetData/m:row", NS):
        found = []
        for cell in row:
            value = cell.findtext("m:v", "", NS)
            text = cell.get("t") == "s"
            found.append(("s", shared[int(value)]) if text else ("d" if dated[int(cell.get("s", "0"))] else "n", value))
        yield found


def test_each_table_has_a_sheet_a_language_with_all_its_rows(files: Files, sheets: Mapping[str, Any]) -> None:
    assert len(sheets) == 1 + 2 * len(TABLES)
    for table in TABLES:
        assert len(sheets[table.name]) == 1 + len(rows(files, table.name))
    assert "互认伙伴" in sheets
    assert len(sheets["互认伙伴"]) == len(sheets["partners"])


def test_the_workbook_has_real_dates_and_says_the_rest_in_words(sheets: Mapping[str, list[list[tuple[str, str]]]]) -> None:
    singapore = next(row for row in sheets["partners"] if row[0] == ("s", "sg"))
    assert ("d", str((date(2013, 3, 15) - date(1899, 12, 30)).days)) in singapore
    emirates = next(row for row in sheets["互认伙伴"] if row[0] == ("s", "ae"))
    assert ("s", "by 2019-07-24") in emirates
    assert ("s", "未确认") in emirates
    assert ("s", "官方文件") in emirates
    assert ("s", "官方文件") not in next(row for row in sheets["partners"] if row[0] == ("s", "ae"))


def test_the_heads_stay_and_filter(files: Files) -> None:
    with zipfile.ZipFile(io.BytesIO(files[WORKBOOK.removeprefix(f"{DATA}/")])) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/sheet") and not name.endswith("sheet1.xml"):
                sheet = ElementTree.fromstring(archive.read(name))
                pane, chosen = sheet.find(".//m:pane", NS), sheet.find("m:autoFilter", NS)
                assert pane is not None
                assert (pane.get("ySplit"), pane.get("xSplit"), pane.get("state")) == ("1", "1", "frozen")
                assert chosen is not None
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


# The promise


def test_within_a_version_nothing_is_renamed_or_taken_away(request: pytest.FixtureRequest) -> None:
    found = contract(MODELS, TABLES, guide_of(ROOT).content)
    promised: dict[str, str] = json.loads(PROMISED.read_text(encoding="utf-8")) if PROMISED.exists() else {}
    broken = {name: kind for name, kind in promised.items() if found.get(name) != kind}
    assert broken == {}, "readers of v1 rely on these; leave them, or publish a v2 beside it"
    if request.config.getoption("--bless"):
        PROMISED.write_text(json.dumps(found, indent=0, sort_keys=True) + "\n", encoding="utf-8")
        return
    assert set(found) == set(promised), "new fields of v1 are promised from now on; if that is right: make bless"
