"""The search index of each language, made from the sections of its articles."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from aeosite.basics.language import Language
from aeosite.compose.article import Article
from aeosite.compose.book import Book
from aeosite.guide.guide import address_of
from aeosite.outlets.outlet import Say

FOLDER = "search"
"""The folder of the built site that holds the indexes."""

RECEIVER = "aeoSearch.receive"
"""The function in ``assets/js/search.js`` that an index calls when a page loads it."""

HISTORY = 0.2
"""How much a page of history counts: it must not come before current rules in the results."""


class Section(NamedTuple):
    """One section of a page. ``anchor`` is empty for what stands before the first heading; ``heading`` is then the page's title.

    ``weight`` multiplies its rank: below 1 for history, which must not stand before current rules.
    """

    url: str
    anchor: str
    heading: str
    text: str
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
    sections = sections_of(book)
    scripts = {language: folder / f"{language}.js" for language in book.articles}
    for language, script in scripts.items():
        script.write_text(to_script(language, sections), encoding="utf-8", newline="\n")
    return list(scripts.values())


def sections_of(book: Book) -> list[Section]:
    """Return the sections of every page as the index has them, by page and then in reading order."""
    found = [
        Section(page_address_of(article), one.anchor, one.heading, one.text, HISTORY if article.history else 1)
        for article in book.all()
        for one in article.sections
    ]
    return sorted(found, key=lambda section: section.url)


def page_address_of(article: Article) -> str:
    """Return the address of an article below the root of the site."""
    return address_of((article.language, article.path))


def to_script(language: Language, sections: Iterable[Section]) -> str:
    """Return the script that hands the sections of one language to the page that loads it."""
    own = [section for section in sections if language_of(section.url) == language]
    pages: list[list[str | float]] = []
    rows: list[list[str | int]] = []
    for number, (url, group) in enumerate(groupby(own, key=lambda section: section.url)):
        page = list(group)
        weight = page[0].weight
        pages.append([url, _title(page), *([weight] if weight != 1 else [])])
        rows.extend(_rows(number, page))
    index = {"lang": language, "pages": pages, "sections": rows}
    return f"{RECEIVER}({json.dumps(index, ensure_ascii=False, separators=(',', ':'))});\n"


def language_of(url: str) -> Language:
    """Return the language of a page, from its address relative to the root of the site."""
    return "en" if url.split("/", 1)[0] == "en" else "zh"


def _title(page: Sequence[Section]) -> str:
    """Return the title of a page: the heading of what stands first on it, else of its first section."""
    return next((section.heading for section in page if not section.anchor), page[0].heading)


def _rows(number: int, page: Sequence[Section]) -> Iterator[list[str | int]]:
    for section in page:
        # The page's own entry already carries this heading as the title.
        heading = section.heading if section.anchor else ""
        yield [number, section.anchor, heading, section.text]
