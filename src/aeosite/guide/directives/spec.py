"""What a directive is: its words and options, the facts it picks, the anchors it makes."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from aeosite.basics.language import Text
from aeosite.model.base import RecordModel
from aeosite.read.content import Content, Record, Unread
from aeosite.read.pages import Directive

Facts = Mapping[str, object]
Allowed = Callable[[Content], Collection[str]]


@dataclass(frozen=True)
class Spec:
    """One directive.

    Attributes:
        about: what it shows, for the tables in the documentation.
        example: a call as an editor writes it.
        block: it stands alone on its line and makes a table or a list; otherwise it stands in a sentence.
        words: the values allowed at each place after the name.
        options: the values allowed for each ``name=value``; several values are joined by commas.
        required: the options that cannot be left out.
        select: the facts its template shows.
        anchors: the ids its output carries, so that links to them can be checked; None for a directive that is no record's home.
    """

    about: Text
    example: str
    select: Callable[[Content, Directive, date], Facts]
    block: bool = True
    words: tuple[Allowed, ...] = ()
    options: Mapping[str, Allowed] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    anchors: Callable[[Content, Directive, date], list[str]] | None = None


def ids(kind: str) -> Allowed:
    """Allow the ids of a kind."""
    return lambda content: content.ids(kind)


def terms(*vocabularies: str) -> Allowed:
    """Allow the words of some vocabularies; of all where none is named."""

    def allowed(content: Content) -> Collection[str]:
        found = [content.vocabularies.get(name, {}) for name in vocabularies or content.vocabularies]
        unread = [words for words in found if isinstance(words, Unread)]
        return unread[0] if unread else [word for words in found for word in words]

    return allowed


def one_of(*words: str) -> Allowed:
    """Allow these words."""
    return lambda content: words


def wanted(call: Directive, option: str, *found: str) -> bool:
    """Whether one of the values found is among those an option asks for; an absent option asks for all."""
    asked = call.option(option)
    return asked is None or not set(asked.split(",")).isdisjoint(found)


def position(words: Iterable[str], word: str) -> int:
    """Return where a word stands in a vocabulary; after the last where the vocabulary lacks it, which a rule reports."""
    order = list(words)
    return order.index(word) if word in order else len(order)


def ids_of(records: Iterable[Record[RecordModel]]) -> list[str]:
    """Return the ids of some records, which are their anchors."""
    return [record.id for record in records]
