"""Read the stamps of records: for each text, the Chinese that its translation was held against, and when. ``aeosite stamp`` writes them.

They stand in a file of their own beside the records of a kind, so that records stay clean. Its form is narrow, a small part of YAML, and so
is read line by line: there are thousands.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from aeosite.basics.cache import digest
from aeosite.basics.language import Text
from aeosite.basics.problems import Place, Problem
from aeosite.model.fields import Stamp
from aeosite.read.yaml_text import Refused, decode

FILE = "_stamps.yml"
"""The name of the file in the folder of a kind."""

_RECORD = re.compile(r"(?P<id>[a-z0-9]+(?:-[a-z0-9]+)*):")
_TEXT = re.compile(r"  (?P<text>[a-z0-9_-]+(?:\.[a-z0-9_-]+)+): (?P<stamp>\S.*)")


@dataclass(frozen=True)
class Stamped:
    """A stamp and the line of the file it stands on."""

    stamp: Stamp
    line: int


@dataclass(frozen=True)
class Stamps:
    """The stamps of one kind of record: by id, then by the name of the text, such as ``code_in.description.en``.

    ``lines`` says where each record begins in the file; ``mark`` is a digest of the file.
    """

    file: str
    mark: str
    records: Mapping[str, Mapping[str, Stamped]]
    lines: Mapping[str, int]
    problems: tuple[Problem, ...] = ()

    def of(self, id_: str) -> Mapping[str, Stamp]:
        """Return the stamps of a record by the name of the text."""
        return {name: one.stamp for name, one in self.records.get(id_, {}).items()}


def read_stamps(data: bytes, file: str) -> Stamps:
    """Return the stamps a file holds, with the problems met while reading it.

    Args:
        data: the bytes of the file.
        file: its path in the project.
    """
    records: dict[str, dict[str, Stamped]] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    mark = digest(data)
    try:
        text = decode(data, file)
    except Refused as refused:
        return Stamps(file, mark, {}, {}, (refused.problem,))
    current: dict[str, Stamped] | None = None
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if (found := _RECORD.fullmatch(line)) and found["id"] not in records:
            current = records[found["id"]] = {}
            lines[found["id"]] = number
        elif current is not None and (found := _TEXT.fullmatch(line)) and found["text"] not in current:
            try:
                current[found["text"]] = Stamped(Stamp.parse(found["stamp"]), number)
            except PydanticCustomError as error:
                problems.append(_as_problem(error, Place(file, number, found.start("stamp") + 1)))
        elif line.strip() and not line.lstrip().startswith("#"):
            problems.append(_not_a_line(Place(file, number, 1 + len(line) - len(line.lstrip()))))
    return Stamps(file, mark, records, lines, tuple(problems))


def _as_problem(error: PydanticCustomError, place: Place) -> Problem:
    said = error.context or {}
    return Problem(place, said["code"], Text(said["zh"], said["en"]), Text(said["fix_zh"], said["fix_en"]))


def _not_a_line(place: Place) -> Problem:
    return Problem(
        place,
        "stamp-line",
        Text("核对记号的这一行读不懂，或者与上面的重复。", "This line of the stamps cannot be read, or stands twice."),
        Text("删去这一行，再运行 aeosite stamp。", "Delete it, then run aeosite stamp."),
    )
