"""How the content stands: translations that are behind, what is due to be checked again, figures that have grown old. None of it is a fault."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from aeosite.basics.language import DEFAULT, Language, Text
from aeosite.basics.problems import Place
from aeosite.guide.drift import BEHIND, CURRENT, UNSEEN, Standing, sections, texts
from aeosite.guide.freshness import old_figures, page_due, record_due
from aeosite.guide.guide import Guide
from aeosite.model.base import Sourced
from aeosite.model.records import MODELS
from aeosite.read.content import pairs
from aeosite.read.pages import Page
from aeosite.read.yaml_text import place_at

MISSING = "missing"
"""A section, a page or a text that a language has not got."""

STATES = (CURRENT, BEHIND, UNSEEN, MISSING)
"""In the order in which they are told."""

_SAID: Mapping[str, Text] = {
    CURRENT: Text("与中文一致", "current"),
    BEHIND: Text("中文较新", "behind"),
    UNSEEN: Text("没有核对过", "never looked at"),
    MISSING: Text("没有译文", "missing"),
}


@dataclass(frozen=True)
class Item:
    """Something to look at: where it is, what it is called there, and the day that matters, if there is one."""

    place: Place
    name: str
    day: date | None = None


@dataclass(frozen=True)
class Translations:
    """How the translations into a language stand: how many sections and texts of records are in each state, and which are not current."""

    sections: Mapping[str, int]
    texts: Mapping[str, int]
    items: Mapping[str, Sequence[Item]]


@dataclass(frozen=True)
class Status:
    """How the content stands on a day.

    Attributes:
        as_of: the day.
        languages: the translations, by language.
        due: pages and records whose time to be checked again has come, the longest overdue first; each with the day it was due.
        old: figures that are older than figures may be, each with its date.
    """

    as_of: date
    languages: Mapping[Language, Translations] = field(default_factory=dict)
    due: Sequence[Item] = ()
    old: Sequence[Item] = ()


def status_of(guide: Guide) -> Status:
    """Return how the content stands on the date of a guide."""
    languages = {language: _translations(guide, language) for language in guide.content.languages if language != DEFAULT}
    due = sorted(
        (item for item in _reviews(guide) if item.day and item.day <= guide.as_of), key=lambda item: (item.day, item.place)
    )
    old = [Item(record.place("date"), record.id, record.data.date.latest) for record in old_figures(guide)]
    return Status(guide.as_of, languages, due, old)


def to_text(status: Status) -> str:
    """Return the status for a person."""
    lines = [f"截至 As of {status.as_of}"]
    for language, found in status.languages.items():
        lines += [
            f"\n{language}",
            f"  节 sections: {_counts(found.sections)}",
            f"  记录的文字 texts of records: {_counts(found.texts)}",
        ]
        for state in STATES[1:]:
            lines += _listed(Text(f"{language}：{_SAID[state].zh}", f"{language}, {_SAID[state].en}"), found.items.get(state, ()))
    lines += _listed(Text("该核对了", "due to be checked"), status.due)
    lines += _listed(Text("数字旧了，找找有没有新的", "old figures; look for newer ones"), status.old)
    if any(found.items.get(BEHIND) or found.items.get(UNSEEN) for found in status.languages.values()):
        lines.append("\n看过译文以后 Once you have looked: aeosite stamp PATH")
    return "".join(f"{line}\n" for line in lines)


def to_json(status: Status) -> str:
    """Return the status as a JSON object."""
    languages = {
        language: {
            "sections": _all_counts(found.sections),
            "texts": _all_counts(found.texts),
            **{state: _rows(found.items.get(state, ())) for state in STATES[1:]},
        }
        for language, found in status.languages.items()
    }
    document = {
        "as_of": status.as_of.isoformat(),
        "languages": languages,
        "due": _rows(status.due),
        "old_figures": _rows(status.old),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _translations(guide: Guide, language: Language) -> Translations:
    of_pages, of_records = list(_page_items(guide, language)), list(_record_items(guide, language))
    items: dict[str, list[Item]] = {}
    for state, item in [*of_pages, *of_records]:
        if state != CURRENT:
            items.setdefault(state, []).append(item)
    return Translations(Counter(state for state, _ in of_pages), Counter(state for state, _ in of_records), items)


def _page_items(guide: Guide, language: Language) -> Iterator[tuple[str, Item]]:
    content = guide.content
    for path in content.pages[DEFAULT]:
        page = content.pages[language].get(path)
        written = page is not None and page.spoken == language
        found = sections(content, page) if page and written else {}
        for id_ in content.marks(path):
            state = found[id_].state if id_ in found else MISSING
            yield state, _section_item(page if page and written else content.pages[DEFAULT][path], id_, found.get(id_))


def _section_item(page: Page, id_: str, standing: Standing | None) -> Item:
    place = next((heading.place for heading in page.headings if heading.id == id_), page.place())
    return Item(place, f"#{id_}", standing.on if standing else None)


def _record_items(guide: Guide, language: Language) -> Iterator[tuple[str, Item]]:
    for record in (record for model in MODELS for record in guide.content.all(model)):
        stamps = guide.content.stamps_of(type(record.data).folder, record.id)
        for text, standing in texts(record.data, stamps, language):
            place = Place(record.path) if standing.state == CURRENT else record.place(*text.where, language)
            yield standing.state, Item(place, text.name, standing.on)
        for where, pair in pairs(record.data):
            if not pair.has(language):
                yield MISSING, Item(record.place(*where), ".".join(map(str, where)))


def _reviews(guide: Guide) -> Iterator[Item]:
    for page in guide.pages():
        if page.language == DEFAULT and page.front_node:  # both languages of a page are reviewed on one day
            outline = guide.content.outline(page.language, page.path)
            yield Item(place_at(page.front_node, ("reviewed_on",)), page.path, page_due(guide, outline))
    for record in (record for model in MODELS if issubclass(model, Sourced) for record in guide.content.all(model)):
        if (due := record_due(guide, record)) and due <= guide.as_of:
            yield Item(record.place("verified_on"), record.id, due)


def _counts(counts: Mapping[str, int]) -> str:
    return "，".join(f"{_SAID[state].zh} {_SAID[state].en} {counts.get(state, 0)}" for state in STATES)


def _all_counts(counts: Mapping[str, int]) -> dict[str, int]:
    return {state: counts.get(state, 0) for state in STATES}


def _listed(title: Text, items: Sequence[Item]) -> list[str]:
    """Return a list with its title and its number; nothing where it is empty."""
    rows = [f"  {item.place.path}:{item.place.line}  {item.name}{f'  {item.day}' if item.day else ''}" for item in items]
    return [f"\n{title.zh} {title.en}: {len(items)}", *rows] if items else []


def _rows(items: Iterable[Item]) -> list[dict[str, Any]]:
    return [
        {"path": item.place.path, "line": item.place.line, "name": item.name, "day": item.day.isoformat() if item.day else None}
        for item in items
    ]
