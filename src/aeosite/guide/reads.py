"""What a piece of work asked of the guide, so that it can be kept until one of the answers changes.

Everything that composing or checking asks goes through a guide. A noted guide answers like the guide it wraps and notes each question; the
same questions, asked of a later guide, tell whether the work would come out the same. Nobody writes dependencies down by hand.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from typing import Generic, TypeVar

from aeosite.basics.cache import Cache, digest
from aeosite.basics.language import Language
from aeosite.basics.share import shared
from aeosite.guide.guide import Guide
from aeosite.model.base import RecordModel
from aeosite.model.edition import Edition
from aeosite.model.fields import Stamp
from aeosite.model.records import CriteriaTable, TermEntry, Vocabulary
from aeosite.read.content import Content, LocatedClause, Record
from aeosite.read.local import home_of
from aeosite.read.pages import Outline, Page
from aeosite.read.stamps import Stamps

Question = tuple[str, ...]
"""What was asked: a kind of question and the words that complete it, such as ``("record", "partners", "ae")``."""

Reads = tuple[tuple[Question, str], ...]
"""Questions with their answers, each as a short text or a digest."""

SHARED = 48
"""From so many pieces of work on they are shared out to processes; below that, preparing and starting them costs more than it saves."""

CHUNK = 9
"""So many pieces are one task: few, because one may take as long as twenty others."""

M = TypeVar("M", bound=RecordModel)
V = TypeVar("V")
T = TypeVar("T")


class Answers:
    """Answers to questions about one guide, each worked out once."""

    def __init__(self, guide: Guide) -> None:
        self._guide = guide
        self._known: dict[Question, str] = {}

    def of(self, question: Question) -> str:
        """Return the answer to a question."""
        if question not in self._known:
            self._known[question] = _ASKED[question[0]](self._guide, *question[1:])
        return self._known[question]

    def hold(self, reads: Reads) -> bool:
        """Whether every question has the answer it had."""
        known = self._known
        return all((known.get(question) or self.of(question)) == answer for question, answer in reads)


@dataclass(frozen=True)
class Work(Generic[T]):
    """A piece of work whose result is kept.

    Attributes:
        table: the table of the cache.
        key: the key in it.
        do: does it; gets a guide that notes what it is asked. A result of None is not kept.
    """

    table: str
    key: str
    do: Callable[[Guide], T | None]


@dataclass(frozen=True)
class _Done(Generic[T]):
    value: T | None
    asked: set[Question]
    texts: Mapping[str, bytes]


class Kept:
    """Work on a guide, done again only when an answer it rests on has changed.

    Args:
        guide: the guide.
        cache: where results are kept from build to build.
    """

    def __init__(self, guide: Guide, cache: Cache) -> None:
        self.guide = guide
        self.cache = cache
        self.answers = Answers(guide)

    def find(self, table: str, key: str) -> object | None:
        """Return the result kept under a key if it would come out the same today, else None."""
        for known in self._keys(key):
            kept = self.cache.get(table, known)
            if kept is not None and self.answers.hold(kept[0]):
                value: object = kept[1]
                return value
        return None

    def put(self, table: str, key: str, value: object, asked: set[Question]) -> None:
        """Keep a result with what it asked."""
        self.cache.put(table, self._keys(key)[-1], (reads_of(self.answers, asked), value))

    def _keys(self, key: str) -> list[str]:
        """Return where a result may be kept: an edition takes over what the national guide made, and keeps beside it what differs."""
        district = self.guide.content.district
        return [key, f"{key} {district}"] if district else [key]

    def all(self, works: Sequence[Work[T]], workers: int = 1, prepare: Callable[[], None] = lambda: None) -> list[T | None]:
        """Return the result of each piece of work, kept or done now.

        Args:
            works: the work; what is near is done by the same process, so that it reads a page once.
            workers: how many processes may work at once, where there is enough to do.
            prepare: makes what all of them need, before they are started.
        """
        found = [self.find(work.table, work.key) for work in works]
        missing = [number for number, result in enumerate(found) if result is None]
        chunks = [missing[start : start + CHUNK] for start in range(0, len(missing), CHUNK)]
        tasks = [partial(self._each, [works[number] for number in chunk]) for chunk in chunks]
        if len(missing) < SHARED:
            workers = 1
        if workers > 1:
            prepare()
        for chunk, results in zip(chunks, shared(tasks, workers), strict=True):
            for number, done in zip(chunk, results, strict=True):
                self.cache.take(done.texts)
                found[number] = done.value
                if done.value is not None:
                    self.put(works[number].table, works[number].key, done.value, done.asked)
        return found  # type: ignore[return-value]

    def _each(self, works: Sequence[Work[T]]) -> list[_Done[T]]:
        return [self._one(work) for work in works]

    def _one(self, work: Work[T]) -> _Done[T]:
        asked: set[Question] = set()
        with self.cache.apart() as texts:
            value = work.do(noted(self.guide, asked))
        return _Done(value, asked, texts)


def noted(guide: Guide, asked: set[Question]) -> Guide:
    """Return a guide that answers like another one and adds each question to ``asked``."""
    return _NotedGuide(guide, asked.add)


def reads_of(answers: Answers, asked: set[Question]) -> Reads:
    """Return questions with their answers, in a fixed order."""
    return tuple((question, answers.of(question)) for question in sorted(asked))


def _kind(guide: Guide, folder: str) -> str:
    prefix = f"docs/records/{folder}/"
    return digest(*(value for file, value in sorted(guide.content.digests.items()) if file.startswith(prefix)))


def _record(guide: Guide, folder: str, id_: str) -> str:
    return guide.content.digests.get(f"docs/records/{folder}/{id_}.yml", "")


def _outline(guide: Guide, language: Language, path: str) -> str:
    if path not in guide.content.pages[language]:
        return ""
    outline = guide.content.outline(language, path)
    return f"{outline.mark} {outline.spoken}"


def _stamps(guide: Guide, folder: str, id_: str) -> str:
    return digest(*(f"{name} {stamp}" for name, stamp in sorted(guide.content.stamps_of(folder, id_).items())))


def _page(guide: Guide, language: Language, path: str) -> str:
    if path not in guide.content.pages[language]:
        return ""
    return guide.content.digests.get(home_of(guide.content.outline(language, path).file), "")


_ASKED: Mapping[str, Callable[..., str]] = {
    "kind": _kind,
    "record": _record,
    "ids": lambda guide, kind: digest(*sorted(guide.content.ids(kind))),
    "broken": lambda guide: digest(*(f"{kind} {id_}" for kind, ids in guide.content.broken.items() for id_ in sorted(ids))),
    "page": _page,
    "is page": lambda guide, language, path: "yes" if path in guide.content.pages[language] else "no",
    "pages": lambda guide, language: digest(*sorted(guide.content.pages[language])),
    "outline": _outline,
    "sections": lambda guide, path: digest(*(f"{id_} {mark}" for id_, mark in guide.content.marks(path).items())),
    "months": lambda guide, kind: str(guide.content.months(kind)),
    "future": lambda guide, day: "yes" if guide.is_future(date.fromisoformat(day)) else "no",
    "stamps": _stamps,
    "every stamp": lambda guide: digest(*(f"{folder} {stamps.mark}" for folder, stamps in sorted(guide.content.stamps.items()))),
    "languages": lambda guide: " ".join(guide.content.languages),
    "edition": lambda guide: digest(guide.content.district or "", guide.content.edition.source if guide.content.edition else b""),
    "clashes": lambda guide: digest(*(one.path for one in guide.content.clashes), *(one.source for one in guide.content.clashes)),
    "editions": lambda guide: " ".join(sorted(guide.content.editions)),
    "assets": lambda guide: digest(*sorted(guide.content.assets)),
    "as of": lambda guide: guide.as_of.isoformat(),
    "home": lambda guide, anchor: guide.homes.get(anchor, ""),
    "homes": lambda guide: digest(*(f"{anchor} {' '.join(paths)}" for anchor, paths in sorted(guide.shown_on.items()))),
    "anchors": lambda guide, file: digest(*sorted(guide.anchors.get(file, ()))),
    "ever": lambda guide, file: digest(*sorted(guide.ever.get(file, ()))),
    "shown ever": lambda guide: digest(*sorted(guide.shown_ever)),
    "dated": lambda guide: "yes" if guide.is_dated else "no",
    "made": lambda guide, file: digest(*sorted(guide.made.get(file, ()))),
}
"""How each kind of question is answered."""

Note = Callable[[Question], None]


class _NotedMapping(Mapping[str, V]):
    """A mapping that notes which key was asked for, and whether its keys were looked through."""

    def __init__(self, base: Mapping[str, V], key: Callable[[str], Question], keys: Question, note: Note) -> None:
        self._base, self._key, self._keys, self._note = base, key, keys, note

    def __getitem__(self, key: str) -> V:
        self._note(self._key(key))
        return self._base[key]

    def __contains__(self, key: object) -> bool:
        self._note(self._key(str(key)))
        return key in self._base

    def __iter__(self) -> Iterator[str]:
        self._note(self._keys)
        return iter(self._base)

    def __len__(self) -> int:
        self._note(self._keys)
        return len(self._base)


class _NotedPages(_NotedMapping[Page]):
    """The pages of a language; whether a page is there is another question than what it says."""

    def __init__(self, base: Mapping[str, Page], language: Language, note: Note) -> None:
        super().__init__(base, lambda path: ("page", language, path), ("pages", language), note)
        self._language = language

    def __contains__(self, path: object) -> bool:
        self._note(("is page", self._language, str(path)))
        return path in self._base


class _NotedContent(Content):
    """Content that notes what it is asked."""

    def __init__(self, base: Content, note: Note) -> None:
        pages = {language: _NotedPages(base.pages[language], language, note) for language in base.pages}
        shared = {"records": base.records, "problems": base.problems, "broken": base.broken, "digests": base.digests}
        for name, value in {**shared, "pages": pages, "_base": base, "_note": note}.items():
            object.__setattr__(self, name, value)

    _base: Content
    _note: Note

    @property
    def languages(self) -> tuple[Language, ...]:
        self._note(("languages",))
        return self._base.languages

    @property
    def assets(self) -> frozenset[str]:
        self._note(("assets",))
        return self._base.assets

    @property
    def stamps(self) -> Mapping[str, Stamps]:
        self._note(("every stamp",))
        return self._base.stamps

    @property
    def district(self) -> str | None:
        self._note(("edition",))
        return self._base.district

    @property
    def edition(self) -> Record[Edition] | None:
        self._note(("edition",))
        return self._base.edition

    @property
    def clashes(self) -> tuple[Record[RecordModel], ...]:
        self._note(("clashes",))
        return self._base.clashes

    @property
    def editions(self) -> frozenset[str]:
        self._note(("editions",))
        return self._base.editions

    def all(self, model: type[M]) -> list[Record[M]]:
        self._note(("kind", model.folder))
        return self._base.all(model)

    def find(self, model: type[M], id_: str) -> Record[M] | None:
        self._note(("record", model.folder, id_))
        return self._base.find(model, id_)

    @cached_property
    def clauses(self) -> Mapping[str, LocatedClause]:
        self._note(("kind", CriteriaTable.folder))
        return self._base.clauses

    @property
    def test_keys(self) -> frozenset[str]:
        self._note(("kind", CriteriaTable.folder))
        return self._base.test_keys

    def every_clause(self) -> Iterator[LocatedClause]:
        self._note(("kind", CriteriaTable.folder))
        return self._base.every_clause()

    @cached_property
    def vocabularies(self) -> Mapping[str, Mapping[str, TermEntry]]:
        folder = Vocabulary.folder
        return _NotedMapping(self._base.vocabularies, lambda name: ("record", folder, name), ("kind", folder), self._note)

    def ids(self, kind: str) -> frozenset[str]:
        self._note(("ids", kind))
        return self._base.ids(kind)

    def is_broken(self, id_: str) -> bool:
        self._note(("broken",))
        return self._base.is_broken(id_)

    def outline(self, language: Language, path: str) -> Outline:
        self._note(("outline", language, path))
        return self._base.outline(language, path)

    def marks(self, path: str) -> Mapping[str, str]:
        self._note(("sections", path))
        return self._base.marks(path)

    def months(self, kind: str) -> int | None:
        self._note(("months", kind))
        return self._base.months(kind)

    def stamps_of(self, folder: str, id_: str) -> Mapping[str, Stamp]:
        self._note(("stamps", folder, id_))
        return self._base.stamps_of(folder, id_)


class _NotedGuide(Guide):
    """A guide that notes what it is asked."""

    def __init__(self, base: Guide, note: Note) -> None:
        for name, value in {"content": _NotedContent(base.content, note), "_base": base, "_note": note}.items():
            object.__setattr__(self, name, value)

    _base: Guide
    _note: Note

    @property
    def as_of(self) -> date:
        self._note(("as of",))
        return self._base.as_of

    def is_future(self, day: date) -> bool:
        self._note(("future", day.isoformat()))
        return self._base.is_future(day)

    @cached_property
    def homes(self) -> Mapping[str, str]:
        return _NotedMapping(self._base.homes, lambda anchor: ("home", anchor), ("homes",), self._note)

    @cached_property
    def shown_on(self) -> Mapping[str, list[str]]:
        self._note(("homes",))
        return self._base.shown_on

    @cached_property
    def anchors(self) -> Mapping[str, frozenset[str]]:
        return _NotedMapping(self._base.anchors, lambda file: ("anchors", file), ("homes",), self._note)

    @cached_property
    def ever(self) -> Mapping[str, frozenset[str]]:
        return _NotedMapping(self._base.ever, lambda file: ("ever", file), ("homes",), self._note)

    @property
    def shown_ever(self) -> frozenset[str]:
        self._note(("shown ever",))
        return self._base.shown_ever

    @property
    def is_dated(self) -> bool:
        self._note(("dated",))
        return self._base.is_dated

    @cached_property
    def made(self) -> Mapping[str, frozenset[str]]:
        return _NotedMapping(self._base.made, lambda file: ("made", file), ("homes",), self._note)

    def pages(self) -> Iterator[Page]:
        for page in self._base.pages():
            self._note(("pages", page.language))
            self._note(("page", page.language, page.path))
            yield page
