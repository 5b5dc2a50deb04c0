"""All content of the guide in memory: records by kind and id, pages, and the problems met while reading."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Generic, TypeVar

from pydantic import BaseModel

from aeosite.basics.language import DEFAULT, Language, Text
from aeosite.basics.problems import NO_FIX, Place, Problem
from aeosite.model.base import RecordModel
from aeosite.model.edition import Edition
from aeosite.model.fields import Pair, Stamp, Term
from aeosite.model.records import MODELS, Clause, CriteriaItem, CriteriaTable, TermEntry, Vocabulary
from aeosite.read.pages import Outline, Page, outline_of
from aeosite.read.stamps import Stamps
from aeosite.read.yaml_text import Node, place_at, read

Where = tuple[str | int, ...]
M = TypeVar("M", bound=RecordModel)
M_co = TypeVar("M_co", bound=RecordModel, covariant=True)


@dataclass(frozen=True)
class Record(Generic[M_co]):
    """One record: its file, its data, and the bytes that were read."""

    path: str
    data: M_co
    source: bytes = b""

    @cached_property
    def node(self) -> Node | None:
        """Its text nodes, for places. Only a problem asks for them, so they are read again then, not kept for all."""
        return read(self.source, self.path)[0]

    @property
    def id(self) -> str:
        """The identity of the record, as its file is named."""
        return str(self.data.id)

    def place(self, *where: str | int) -> Place:
        """Return where a value stands in the file, such as ``("code_in", "pattern")``."""
        return place_at(self.node, where) if self.node else Place(self.path)

    def problem(self, where: Where, message: Text, fix: Text = NO_FIX) -> Problem:
        """Return a problem at a value; the rule that yields it supplies the code."""
        return Problem(self.place(*where), "", message, fix)


@dataclass(frozen=True)
class LocatedClause:
    """A clause with the item and the table it stands in."""

    clause: Clause
    item: CriteriaItem
    table: Record[CriteriaTable]
    where: Where

    @property
    def id(self) -> str:
        """The identity of the clause."""
        return str(self.clause.id)

    def problem(self, where: Where, message: Text, fix: Text = NO_FIX) -> Problem:
        """Return a problem at a value of the clause."""
        return self.table.problem((*self.where, *where), message, fix)


class Unread(Mapping[str, TermEntry]):
    """The words of a vocabulary whose file could not be read: that is reported, so no word is said to be missing from it."""

    def __contains__(self, word: object) -> bool:
        """Whether a word is in it: it may be."""
        return True

    def __getitem__(self, word: str) -> TermEntry:
        """Raise KeyError: no entry is known."""
        raise KeyError(word)

    def __iter__(self) -> Iterator[str]:
        """Yield nothing."""
        return iter(())

    def __len__(self) -> int:
        """Return 0."""
        return 0


class Pages(Mapping[str, Page]):
    """The pages of a language by path, each read when it is first asked for. What is known of them without reading is their outlines."""

    def __init__(self, sources: Mapping[str, Callable[[], Page]], outlines: Mapping[str, Outline]) -> None:
        self._sources = sources
        self._outlines = outlines
        self._read: dict[str, Page] = {}

    def __getitem__(self, path: str) -> Page:
        """Return a page, read now or earlier. Raises KeyError for no such page."""
        if path not in self._read:
            self._read[path] = self._sources[path]()
        return self._read[path]

    def __contains__(self, path: object) -> bool:
        """Whether there is such a page."""
        return path in self._sources

    def __iter__(self) -> Iterator[str]:
        """Yield every path."""
        return iter(self._sources)

    def __len__(self) -> int:
        """Return how many pages there are."""
        return len(self._sources)

    def outline(self, path: str) -> Outline:
        """Return what is known of a page without reading it. Raises KeyError for no such page."""
        return self._outlines[path]


@dataclass(frozen=True)
class Content:
    """Everything that was read. A record that could not be read is in ``problems``; its id is in ``broken``, by kind, so that
    naming it is not reported as well. ``digests`` are those of the files, by the path they have or would have in the national guide;
    ``stamps`` those of records, by folder; ``review`` the months between two checks, by kind.

    Of an edition, ``edition`` is what the district says of itself, ``district`` whose it is, ``clashes`` its records that have the id of a
    national one. Of the national guide, ``editions`` are the districts that have one.
    """

    records: Mapping[type[RecordModel], Mapping[str, Record[RecordModel]]]
    pages: Mapping[Language, Mapping[str, Page]]
    problems: tuple[Problem, ...] = ()
    assets: frozenset[str] = frozenset()
    broken: Mapping[str, frozenset[str]] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
    stamps: Mapping[str, Stamps] = field(default_factory=dict)
    review: Mapping[str, int] = field(default_factory=dict)
    district: str | None = None
    edition: Record[Edition] | None = None
    clashes: tuple[Record[RecordModel], ...] = ()
    editions: frozenset[str] = frozenset()

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the site, the default first."""
        return tuple(self.pages)

    def outline(self, language: Language, path: str) -> Outline:
        """Return the outline of a page: what can be said of it without reading it again. Raises KeyError for no such page."""
        pages = self.pages[language]
        return pages.outline(path) if isinstance(pages, Pages) else outline_of(pages[path])

    def marks(self, path: str) -> Mapping[str, str]:
        """Return the digest of each section of a page in the default language, by id; none where there is no such page."""
        return dict(self.outline(DEFAULT, path).sections) if path in self.pages[DEFAULT] else {}

    def stamps_of(self, folder: str, id_: str) -> Mapping[str, Stamp]:
        """Return the stamps of a record by the names of its texts."""
        return self.stamps[folder].of(id_) if folder in self.stamps else {}

    def months(self, kind: str) -> int | None:
        """Return how many months may pass between two checks of a kind; None where it is never checked again."""
        return self.review.get(kind)

    def all(self, model: type[M]) -> list[Record[M]]:
        """Return the records of a kind, by id."""
        return [record for _, record in sorted(self.records.get(model, {}).items())]  # type: ignore[misc]

    def find(self, model: type[M], id_: str) -> Record[M] | None:
        """Return a record, or None."""
        return self.records.get(model, {}).get(id_)  # type: ignore[return-value]

    def get(self, model: type[M], id_: str) -> M:
        """Return the data of a record the gate has seen to exist. Raises KeyError when it does not."""
        record = self.find(model, id_)
        if record is None:
            raise KeyError(f"{model.folder}/{id_}")
        return record.data

    @cached_property
    def clauses(self) -> Mapping[str, LocatedClause]:
        """Every clause of every criteria table, by id; the first wins where an id stands twice."""
        found: dict[str, LocatedClause] = {}
        for located in self.every_clause():
            found.setdefault(located.id, located)
        return found

    @cached_property
    def test_keys(self) -> frozenset[str]:
        """The name of every computed figure of every clause."""
        tests = (located.clause.test for located in self.every_clause() if located.clause.test)
        return frozenset(str(one.key) for test in tests for group in test.groups for one in group.any)

    def every_clause(self) -> Iterator[LocatedClause]:
        """Yield every clause with its place, in file order."""
        for table in self.all(CriteriaTable):
            for i, item in enumerate(table.data.items):
                for c, clause in enumerate(item.clauses):
                    yield LocatedClause(clause, item, table, ("items", i, "clauses", c))

    @cached_property
    def vocabularies(self) -> Mapping[str, Mapping[str, TermEntry]]:
        """Every vocabulary: name → word → entry, in display order. One that could not be read has every word."""
        read = {record.id: {str(entry.key): entry for entry in record.data.terms} for record in self.all(Vocabulary)}
        return {**dict.fromkeys(self.broken.get(Vocabulary.folder, ()), Unread()), **read}

    def label(self, term: Term) -> Pair:
        """Return the label of a term that the gate has seen to exist."""
        return self.vocabularies[term.vocabulary][str(term)].label

    def ids(self, kind: str) -> frozenset[str]:
        """Return every id of a kind that may be named: a record folder, or ``clauses``."""
        if kind == "clauses":
            return frozenset(self.clauses)
        found = frozenset(id_ for model in MODELS if model.folder == kind for id_ in self.records.get(model, {}))
        return found | self.broken.get(kind, frozenset())

    def is_broken(self, id_: str) -> bool:
        """Whether an id belongs to a record that could not be read."""
        return any(id_ in ids for ids in self.broken.values())


def values(model: BaseModel, where: Where = ()) -> Iterator[tuple[Where, object]]:
    """Yield every single value inside a record with the way to it."""
    for name in type(model).model_fields:
        yield from _values(getattr(model, name), (*where, name))


def pairs(value: object, where: Where = ()) -> Iterator[tuple[Where, Pair]]:
    """Yield every bilingual text inside a record with the way to it."""
    if isinstance(value, Pair):
        yield where, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from pairs(getattr(value, name), (*where, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from pairs(item, (*where, index))


def _values(value: object, where: Where) -> Iterator[tuple[Where, object]]:
    if isinstance(value, BaseModel):
        yield from values(value, where)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _values(item, (*where, index))
    elif value is not None:
        yield where, value
