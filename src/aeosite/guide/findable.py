"""What search needs to know of records and pages beside their text: what kind of thing each is, and what else people call it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from aeosite.basics.language import Language
from aeosite.guide.guide import Guide
from aeosite.model.fields import Also, Audience
from aeosite.model.help import District, Event, GlossaryEntry, Question, Reply, Statistic, Step, Update
from aeosite.model.records import Change, Instrument, Measure, Partner

Kind = Literal["lead", "heading", "question", "term", "record", "statistic", "event"]
"""What a section is. A page's lead and a question answer readers best; a figure or an event only one who asks for it."""

KINDS: tuple[Kind, ...] = ("lead", "heading", "question", "term", "record", "statistic", "event")
"""In the order in which the index numbers them."""


@dataclass(frozen=True)
class Findable:
    """What search knows of what an anchor leads to."""

    kind: Kind
    also: Also | None

    def words(self, language: Language) -> tuple[str, ...]:
        """Return what else readers of a language call it."""
        return self.also.in_(language) if self.also else ()


def findable(guide: Guide) -> Mapping[str, Findable]:
    """Return what search knows of records and clauses, by anchor."""
    return dict(_records(guide))


def page_words(guide: Guide, language: Language, path: str) -> tuple[str, ...]:
    """Return what else readers call what a page is about."""
    front = guide.content.outline(language, path).front
    return tuple(front.also) if front else ()


def ways_in(guide: Guide, language: Language) -> Iterator[tuple[str, str]]:
    """Yield where a reader can start who found nothing: the path of a page, and what the link to it says.

    First the first page of each audience, as the home page links it; then the lists of questions and of customs offices.
    """
    outlines = [guide.content.outline(language, path) for path in guide.content.pages[language]]
    for audience, entry in guide.content.vocabularies["audiences"].items():
        cards = [(one.front.card[Audience(audience)], one.path) for one in outlines if one.front and audience in one.front.card]
        if cards:
            yield min(cards)[1], entry.label.in_(language)
    for name in ("questions", "districts"):
        listing = [one for one in outlines if one.front and any(call.name == name for call in one.directives)]
        if listing:
            fullest = max(listing, key=lambda one: sum(call.name == name for call in one.directives))
            yield fullest.path, fullest.front.title if fullest.front else fullest.path


def _records(guide: Guide) -> Iterator[tuple[str, Findable]]:
    content = guide.content
    yield from ((one.id, Findable("question", one.data.also)) for one in content.all(Question))
    yield from ((one.id, Findable("question", None)) for one in content.all(Reply))
    yield from ((one.id, Findable("term", one.data.also)) for one in content.all(GlossaryEntry))
    yield from ((one.id, Findable("record", one.data.also)) for one in content.all(Measure))
    yield from ((one.id, Findable("record", one.data.also)) for one in content.all(Partner))
    yield from ((one.id, Findable("record", one.data.also)) for one in content.all(District))
    yield from ((one.id, Findable("record", one.data.also)) for one in content.all(Step))
    yield from ((one.id, Findable("record", one.data.also)) for one in content.all(Instrument))
    yield from ((one.id, Findable("record", one.data.also)) for one in content.all(Change))
    yield from ((one.id, Findable("statistic", None)) for one in content.all(Statistic))
    yield from ((one.id, Findable("event", None)) for model in (Event, Update) for one in content.all(model))
    yield from ((clause.id, Findable("record", clause.clause.also)) for clause in content.every_clause())
