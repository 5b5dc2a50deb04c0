"""The search index of each language, made from the sections of its articles and from what records say that people call things."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from aeosite.basics.cache import Cache, digest
from aeosite.basics.language import Language
from aeosite.compose.article import Article
from aeosite.compose.book import Book
from aeosite.compose.sections import Section
from aeosite.guide.findable import KINDS, Findable, Kind, findable, page_words, ways_in
from aeosite.guide.guide import address_of
from aeosite.outlets.outlet import Say
from aeosite.outlets.search_signs import syllables, variants

FOLDER = "search"
"""The folder of the built site that holds the indexes."""

RECEIVER = "aeoSearch.receive"
"""The function in ``assets/js/search.js`` that an index calls when a page loads it."""

HISTORY = 0.35
"""How much a page of history counts: it must not come before current rules in the results."""

_NAMED = 2


@dataclass(frozen=True)
class Hit:
    """A section as the index has it: a place that search can lead to.

    Attributes:
        anchor: its id; empty for what stands first on a page.
        heading: its heading; with an empty anchor, the title of the page.
        text: what stands under it.
        level: the level of the heading; 0 with an empty anchor.
        kind: what it is.
        also: what else people call it, in the language of the page.
        other: its heading in the other language, and what people call it there.
    """

    anchor: str
    heading: str
    text: str
    level: int = 0
    kind: Kind = "heading"
    also: tuple[str, ...] = ()
    other: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """A page as the index has it. ``chapter`` is what the navigation calls the group it stands in; ``weight`` multiplies its rank."""

    url: str
    title: str
    hits: tuple[Hit, ...]
    chapter: str = ""
    weight: float = 1


def write(book: Book, folder: Path, say: Say) -> list[Path]:
    """Write one script for each language below ``folder/site`` and return their paths.

    Scripts, not JSON: a page opened from a disk may load a script but may not fetch a file.

    Args:
        book: the articles.
        folder: the folder of everything that is being published.
        say: told nothing.
    """
    return write_into(book, folder / "site")


def write_into(book: Book, site: Path) -> list[Path]:
    """Write the script of each language into a site and return their paths."""
    folder = site / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    scripts = {language: folder / f"{language}.js" for language in book.articles}
    for language, script in scripts.items():
        ways = [(address_of((language, path)), words) for path, words in ways_in(book.guide, language)]
        text = to_script(language, pages_of(book, language), ways, book.kept.cache)
        script.write_text(text, encoding="utf-8", newline="\n")
    return list(scripts.values())


def pages_of(book: Book, language: Language) -> list[Page]:
    """Return the pages of a language as the index has them, by address."""
    known = findable(book.guide)
    return sorted((_page(book, article, known) for article in book.articles[language].values()), key=lambda page: page.url)


def to_script(language: Language, pages: Iterable[Page], ways: Sequence[tuple[str, str]] = (), cache: Cache | None = None) -> str:
    """Return the script that hands the pages of one language to the page that loads it.

    ``rows`` has one line a section: page, anchor, level, kind, heading, text, and where there are any what people call it and what it is
    called in the other language, words separated by ``|``. The heading of what stands first on a page is the title of the page.
    ``signs`` says which characters mean the same and how characters are read; ``ways`` where to start for who found nothing.
    """
    listed = list(pages)
    rows = [row for number, page in enumerate(listed) for row in _rows(number, page)]
    index = {
        "lang": language,
        "pages": [[page.url, page.title, page.chapter, page.weight] for page in listed],
        "rows": rows,
        "signs": _signs(listed, cache or Cache(None)),
        "ways": ways,
    }
    return f"{RECEIVER}({json.dumps(index, ensure_ascii=False, separators=(',', ':'))});\n"


def _page(book: Book, article: Article, known: Mapping[str, Findable]) -> Page:
    twin = _other_names(book, article, known)
    sections = article.sections
    hits = [_hit(article, section, known, _words(book, article, section, known), twin) for section in sections]
    return Page(
        address_of((article.language, article.path)),
        next((hit.heading for hit in hits if not hit.anchor), article.title),
        tuple(hits),
        book.settings.chapters.get(article.language, {}).get(article.path, ""),
        HISTORY if article.history else 1,
    )


def _hit(
    article: Article, section: Section, known: Mapping[str, Findable], also: tuple[str, ...], twin: Mapping[str, tuple[str, ...]]
) -> Hit:
    record = known.get(section.anchor)
    kind: Kind = record.kind if record else "heading" if section.anchor else "lead"
    text = section.text if section.anchor else f"{article.description} {section.text}"
    return Hit(section.anchor, section.heading, text, section.level, kind, also, twin.get(section.anchor, ()))


def _words(book: Book, article: Article, section: Section, known: Mapping[str, Findable]) -> tuple[str, ...]:
    """Return what people call a section: the words of its record, of the records in it, or of the page whose first one it is."""
    own = () if section.anchor else page_words(book.guide, article.language, article.path)
    inside = [word for id_ in (section.anchor, *section.ids) if id_ in known for word in known[id_].words(article.language)]
    return tuple(dict.fromkeys([*own, *inside]))


def _other_names(book: Book, article: Article, known: Mapping[str, Findable]) -> Mapping[str, tuple[str, ...]]:
    """Return, by anchor, what pages, their main sections, questions and terms are called in the other languages.

    For the rest there is the search in the pages of that language: its words would make the index a tenth larger.
    """
    found: dict[str, list[str]] = {}
    for language in book.articles:
        twin = book.articles.get(language, {}).get(article.path) if language != article.language else None
        for section in twin.sections if twin else ():
            record = known.get(section.anchor)
            if (record is None and section.level > _NAMED) or (record and record.kind not in ("question", "term")):
                continue
            found.setdefault(section.anchor, []).append(section.heading)
            if not section.anchor or (record and record.kind == "term"):
                found[section.anchor] += _words(book, twin, section, known) if twin else ()
    return {anchor: tuple(words) for anchor, words in found.items()}


def _rows(number: int, page: Page) -> Iterator[Sequence[str | int]]:
    for hit in page.hits:
        # The page's own line already carries this heading as the title.
        heading = hit.heading if hit.anchor else ""
        row: list[str | int] = [
            number,
            hit.anchor,
            hit.level,
            KINDS.index(hit.kind),
            heading,
            hit.text,
            "|".join(hit.also),
            "|".join(hit.other),
        ]
        while row[-1] == "":
            row.pop()
        yield row


def _signs(pages: Sequence[Page], cache: Cache) -> dict[str, object]:
    """Return what search knows of the characters that occur; hardly ever does an edit change them."""
    named = sorted({text for page in pages for hit in page.hits for text in (hit.heading, *hit.also, *hit.other)})
    occurring = frozenset("".join((*named, *(hit.text for page in pages for hit in page.hits))))
    key = digest(*named, "".join(sorted(occurring)))
    return cache.made("signs", key, lambda: {"variants": variants(occurring), "syllables": syllables(named, occurring)})
