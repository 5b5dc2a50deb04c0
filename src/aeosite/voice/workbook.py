"""The rows of the first sheet of an XLSX workbook, as values: no formula is worked out, no macro looked at, nothing unpacked beyond a limit."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.parsers import expat

LARGEST = 400_000_000
"""Bytes that the parts of a workbook may have unpacked: a sheet of a million rows."""

WORDS = 64_000_000
"""Characters of the list of texts that cells share."""

RATIO = 400
"""How much smaller a part may be packed. A sheet packs to a tenth or a thirtieth."""

COLUMNS = 200
"""Columns that are looked at."""

CHUNK = 1 << 16
_NUMBER_OF = re.compile(r"([A-Z]{1,3})(\d+)")


class BadWorkbook(Exception):
    """Raised where a file is no workbook that may be read; says why in one word: ``format``, ``size`` or ``xml``."""


def rows_in(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first sheet with their numbers, each cell as the text it shows or the number it holds.

    Args:
        path: the workbook.

    Raises:
        BadWorkbook: it is no workbook, unpacks to too much, or its parts cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            sheet = _first_sheet(packed)
            words = _shared(packed) if "xl/sharedStrings.xml" in packed.namelist() else []
            yield from _rows(packed, sheet, words)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError) as error:
        raise BadWorkbook("format") from error
    except expat.ExpatError as error:
        raise BadWorkbook("xml") from error
    except (OSError, ValueError) as error:
        raise BadWorkbook("format") from error
    except Exception as error:  # what is packed may be damaged in ways that zlib alone knows
        raise error if isinstance(error, BadWorkbook) else BadWorkbook("format") from error


def _first_sheet(packed: zipfile.ZipFile) -> str:
    names = [name for name in packed.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
    if not names:
        raise BadWorkbook("format")
    return min(names, key=lambda name: int(re.findall(r"\d+", name)[0]))


def _read(packed: zipfile.ZipFile, name: str, parser: expat.XMLParserType, limit: int) -> Iterator[None]:
    """Feed a part to a parser, piece by piece. It may name no entities: none is needed, and they can grow without end."""
    info = packed.getinfo(name)
    if info.file_size > limit or info.file_size > RATIO * max(info.compress_size, 1) + (1 << 20):
        raise BadWorkbook("size")
    parser.StartDoctypeDeclHandler = _no_entities
    total = 0
    with packed.open(info) as file:
        while part := file.read(CHUNK):
            total += len(part)
            if total > limit:  # the size a zip states is only what it states
                raise BadWorkbook("size")
            parser.Parse(part, False)
            yield
    parser.Parse(b"", True)
    yield


def _no_entities(*of_no_interest: object) -> None:
    raise BadWorkbook("xml")


class _Words:
    """Gathers the texts that cells share."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self._one: list[str] = []
        self._inside = False
        self._size = 0

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        tag = _tag(name)
        self._inside = tag == "t"
        if tag == "si":
            self._one.clear()

    def end(self, name: str) -> None:
        self._inside = False
        if _tag(name) == "si":
            self.words.append("".join(self._one))
            self._size += len(self.words[-1]) + 8
            if self._size > WORDS:
                raise BadWorkbook("size")

    def said(self, text: str) -> None:
        if self._inside:
            self._one.append(text)


class _Sheet:
    """Gathers rows as they end."""

    def __init__(self, words: list[str]) -> None:
        self.ready: list[tuple[int, list[str]]] = []
        self._words = words
        self._cells: dict[int, str] = {}
        self._value: list[str] = []
        self._row, self._column, self._type, self._inside = 0, -1, "", False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        tag = _tag(name)
        if tag == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() and len(number) < 9 else self._row + 1
            self._cells, self._column = {}, -1
        elif tag == "c":
            found = _NUMBER_OF.fullmatch(attributes.get("r", ""))
            self._column = _column(found[1]) if found else self._column + 1
            self._type = attributes.get("t", "")
            self._value.clear()
        self._inside = tag in ("v", "t")

    def end(self, name: str) -> None:
        tag = _tag(name)
        self._inside = False
        if tag == "c" and self._column < COLUMNS:
            self._cells[self._column] = _value("".join(self._value), self._type, self._words)
        elif tag == "row":
            self.ready.append((self._row, [self._cells.get(at, "") for at in range(max(self._cells, default=-1) + 1)]))

    def said(self, text: str) -> None:
        if self._inside:
            self._value.append(text)


def _tag(name: str) -> str:
    return name.rpartition(":")[2]


def _parser(gathers: _Words | _Sheet) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = gathers.begin
    parser.EndElementHandler = gathers.end
    parser.CharacterDataHandler = gathers.said
    return parser


def _shared(packed: zipfile.ZipFile) -> list[str]:
    words = _Words()
    for _ in _read(packed, "xl/sharedStrings.xml", _parser(words), LARGEST):
        pass
    return words.words


def _rows(packed: zipfile.ZipFile, name: str, words: list[str]) -> Iterator[tuple[int, list[str]]]:
    sheet = _Sheet(words)
    for _ in _read(packed, name, _parser(sheet), LARGEST):
        yield from sheet.ready
        sheet.ready.clear()


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _value(text: str, kind: str, words: list[str]) -> str:
    if kind == "s":
        return words[int(text)] if text.isdigit() and int(text) < len(words) else ""
    return "" if kind == "e" else text
