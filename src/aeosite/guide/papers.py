"""What is made for paper: the handbook, single pages that have a file of their own, the criteria in both languages, a leaflet for each audience."""

from collections.abc import Iterator
from dataclasses import dataclass

from aeosite.basics.language import REQUIRED, Language
from aeosite.guide.dated import Dated
from aeosite.model.fields import Audience

FOLDER, LEAFLETS = "download", "leaflets"
"""The folders of the site with what is for downloading: the offline copy goes without the first."""

HANDBOOK, CRITERIA, CHAPTER, LEAFLET = "handbook", "criteria", "chapter", "leaflet"
"""The kinds of papers."""


@dataclass(frozen=True)
class Paper:
    """A paper.

    Attributes:
        kind: one of the kinds above.
        file: its file in the site.
        languages: its languages; the criteria in both have two, the first one leads.
        pages: the pages it is made of, a leaflet of those on the card of its audience; none named for the handbook, which holds every page.
        audience: whom a leaflet is for.
    """

    kind: str
    file: str
    languages: tuple[Language, ...]
    pages: tuple[str, ...] = ()
    audience: str = ""


def papers(guide: Dated) -> list[Paper]:
    """Return every paper of a guide: the handbooks, the criteria in both languages, chapters, leaflets."""
    return [*_handbooks(guide), *_both(guide), *_chapters(guide), *_leaflets(guide)]


def packed(paper: Paper) -> bool:
    """Whether a paper is in the offline copy: leaflets are. The copy holds every page itself, and would be too large to mail with the others."""
    return paper.kind == LEAFLET


def chapter_file(path: str, language: Language) -> str:
    """Return the file of a page that has one of its own, in a language."""
    return _file(path.removesuffix(".md").removesuffix("/index").replace("/", "-"), language)


def _file(name: str, *languages: Language) -> str:
    return f"{FOLDER}/{_name(name, *languages)}"


def _name(name: str, *languages: Language) -> str:
    return f"aeo-guide-{'-'.join((name, *languages))}.pdf"


def _handbooks(guide: Dated) -> Iterator[Paper]:
    for language in guide.content.languages:
        yield Paper(HANDBOOK, _file("handbook", language), (language,))


def _both(guide: Dated) -> Iterator[Paper]:
    language = REQUIRED[0]
    calls = {path: {call.name for call in guide.content.outline(language, path).directives} for path in _single(guide)}
    if pages := tuple(path for path, names in calls.items() if "criteria" in names):
        yield Paper(CRITERIA, _file("criteria", *REQUIRED), REQUIRED, pages)


def _chapters(guide: Dated) -> Iterator[Paper]:
    for path in _single(guide):
        for language in guide.content.languages:
            yield Paper(CHAPTER, chapter_file(path, language), (language,), (path,))


def _single(guide: Dated) -> Iterator[str]:
    """Yield the pages that have a file of their own, by their paths."""
    language = REQUIRED[0]
    for path in sorted(guide.content.pages[language]):
        front = guide.content.outline(language, path).front
        if front and front.paper:
            yield path


def _leaflets(guide: Dated) -> Iterator[Paper]:
    for audience in guide.content.vocabularies.get("audiences", {}):
        if pages := tuple(path for _, path in sorted(_carded(guide, audience))):
            for language in guide.content.languages:
                yield Paper(LEAFLET, f"{LEAFLETS}/{_name(f'leaflet-{audience}', language)}", (language,), pages, audience)


def _carded(guide: Dated, audience: str) -> Iterator[tuple[int, str]]:
    """Yield the pages that the card of an audience on the home page links, each with its place there."""
    language = REQUIRED[0]
    for path in guide.content.pages[language]:
        front = guide.content.outline(language, path).front
        place = front.card.get(Audience(audience)) if front else None
        if place is not None:
            yield int(place), path
