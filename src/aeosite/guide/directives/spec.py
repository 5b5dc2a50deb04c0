"""What a directive is: its words and options, the facts it picks, the anchors it makes."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from aeosite.basics.language import Text
from aeosite.guide.dated import Dated
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
        may_be_empty: it says itself that there is none yet.
    """

    about: Text
    example: str
    select: Callable[[Dated, Directive], Facts]
    block: bool = True
    words: tuple[Allowed, ...] = ()
    options: Mapping[str, Allowed] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    anchors: Callable[[Dated, Directive], list[str]] | None = None
    may_be_empty: bool = False


_BY_DATE = frozenset({"status", "state"})
"""The options that choose by what holds on a date."""


def on_any_date(call: Directive) -> Directive:
    """Return a call that asks for what it would find on some date."""
    return replace(call, options=tuple(option for option in call.options if option[0] not in _BY_DATE))


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


def ids_of(records: Iterable[Record[RecordModel]]) -> list[str]:
    """Return the ids of some records, which are their anchors."""
    return [record.id for record in records]


def listing(
    about: Text,
    example: str,
    name: str,
    pick: Callable[[Dated, Directive], Sequence[Record[RecordModel]]],
    *,
    options: Mapping[str, Allowed] | None = None,
    home: bool = False,
) -> Spec:
    """Return a directive that shows the records a pick chooses.

    Args:
        about: what it shows.
        example: a call as an editor writes it.
        name: what its template calls the records.
        pick: the records a call asks for, in the order shown.
        options: how they may be chosen.
        home: each record is at home where it is shown: it carries its id there.
    """
    return Spec(
        about,
        example,
        lambda guide, call: {name: pick(guide, call)},
        options=options or {},
        anchors=(lambda guide, call: ids_of(pick(guide, call))) if home else None,
    )
