"""Which translations are behind: made from a Chinese text that has changed since somebody last held the two against each other."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel

from aeosite.basics.language import DEFAULT, Language
from aeosite.basics.marks import mark_of
from aeosite.model.base import RecordModel
from aeosite.model.fields import Pair, Stamp
from aeosite.model.records import MODELS
from aeosite.read.content import Content, Where
from aeosite.read.pages import Outline, Page

CURRENT, BEHIND, UNSEEN = "current", "behind", "unseen"
"""What a translation may be: made from the Chinese as it stands; from an older one; or never held against it."""

_NAMES = ("id", "key", "number")
_OWN = re.compile(r"[a-z0-9_-]+")
_PLACE_IN_LIST = re.compile(r"\.\d+(?=\.)")


@dataclass(frozen=True)
class Translated:
    """A text of a record in a language it is translated into.

    Attributes:
        name: where it stands, such as ``conditions.2.en``; what has a name of its own in a list is called by that, not by its place.
        where: the way to it in the record.
        source: the Chinese beside it.
    """

    name: str
    where: Where
    source: str

    @property
    def mark(self) -> str:
        """The digest of the Chinese."""
        return mark_of(self.source)


@dataclass(frozen=True)
class Standing:
    """How a section or a text stands: the state, and when it was last held against the Chinese; None where never."""

    state: str
    on: date | None


def translated(data: RecordModel, language: Language) -> Iterator[Translated]:
    """Yield each text of a record that is there in a language other than the default one, in the order of the record."""
    if language != DEFAULT:
        for name, where, pair in _named(data, "", ()):
            if pair.has(language):
                yield Translated(f"{name}.{language}", where, pair.zh)


def sections(content: Content, page: Page) -> dict[str, Standing]:
    """Return how each section of a page stands, by id; nothing for a page in the language that others are made from.

    Only sections that both languages have are there: one that a page lacks is a fault of its shape.
    """
    if page.spoken == DEFAULT or page.front is None:
        return {}
    stamps = page.front.made_from
    theirs = content.marks(page.path)
    ids = (heading.id for heading in page.headings if heading.id)
    return {id_: _standing(theirs[id_], stamps.get(id_)) for id_ in ids if id_ in theirs}


def texts(data: RecordModel, stamps: Mapping[str, Stamp], language: Language) -> Iterator[tuple[Translated, Standing]]:
    """Yield each text of a record with how its translation stands, in the order of the record.

    Args:
        data: the record.
        stamps: its stamps by the names of its texts.
        language: the language of the translations.
    """
    for text in translated(data, language):
        mark, stamp = text.mark, stamps.get(text.name)
        if stamp is None or stamp.digest != mark:
            stamp = _moved(stamps, text.name, mark) or stamp
        yield text, _standing(mark, stamp)


def pages_behind(content: Content, language: Language) -> int:
    """Return how many sections of pages are behind, by the outlines alone: no page is read."""
    outlines = (content.outline(language, path) for path in content.pages[language])
    return sum(_sections_behind(content, one) for one in outlines if one.spoken == language != DEFAULT and one.front)


def records_behind(content: Content, language: Language) -> int:
    """Return how many records have a text that is behind."""
    stamps = content.stamps
    kinds = ((stamps[model.folder], content.all(model)) for model in MODELS if model.folder in stamps)
    return sum(
        any(standing.state == BEHIND for _, standing in texts(record.data, of_kind.of(record.id), language))
        for of_kind, records in kinds
        for record in records
    )


def _sections_behind(content: Content, outline: Outline) -> int:
    stamps = outline.front.made_from if outline.front else {}
    theirs = content.marks(outline.path)
    return sum(_standing(theirs[id_], stamps.get(id_)).state == BEHIND for id_ in outline.ids if id_ in theirs)


def _moved(stamps: Mapping[str, Stamp], name: str, mark: str) -> Stamp | None:
    """Return the stamp of a text that now stands elsewhere in its list: an entry put in moves those below it, and changes none."""
    same = (stamp for other, stamp in stamps.items() if stamp.digest == mark and wherever(other) == wherever(name))
    return next(same, None)


def wherever(name: str) -> str:
    """Return the name of a text without places in lists."""
    return _PLACE_IN_LIST.sub(".", name)


def _standing(mark: str, stamp: Stamp | None) -> Standing:
    if stamp is None:
        return Standing(UNSEEN, None)
    return Standing(CURRENT if stamp.digest == mark else BEHIND, stamp.on)


def _named(value: object, name: str, where: Where) -> Iterator[tuple[str, Where, Pair]]:
    """Yield every text with its name: what stands in a list goes by its own name, or else by its place, counted from 1."""
    if isinstance(value, Pair):
        yield name, where, value
    elif isinstance(value, BaseModel):
        for field in type(value).model_fields:
            inner = getattr(value, field)
            if isinstance(inner, BaseModel | list):
                yield from _named(inner, f"{name}.{field}" if name else field, (*where, field))
    elif isinstance(value, list):
        called = [_called(item) for item in value]
        for number, item in enumerate(value):
            own = called[number] if called[number] and called.count(called[number]) == 1 else str(number + 1)
            yield from _named(item, f"{name}.{own}", (*where, number))


def _called(item: object) -> str:
    """Return what an entry of a list calls itself, where that may stand in a name."""
    if isinstance(item, Pair | str):
        return ""
    name = next((str(value) for name in _NAMES if (value := getattr(item, name, None)) is not None), "")
    return name if _OWN.fullmatch(name) else ""
