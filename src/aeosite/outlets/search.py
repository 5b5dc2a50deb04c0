"""The search index of each language, made from the one that the generator wrote for both."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html.parser import HTMLParser
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

from aeosite.basics.language import LANGUAGES, Language

FOLDER = "search"
"""The folder of the built site that holds the indexes."""

RECEIVER = "aeoSearch.receive"
"""The function in ``assets/js/search.js`` that an index calls when a page loads it."""

_BLOCKS = frozenset({"p", "pre", "ol", "ul", "li"})
_INVISIBLE = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")


class Section(NamedTuple):
    """One section of a page. ``anchor`` is empty for what stands before the first heading; ``heading`` is then the page's title.

    ``weight`` multiplies its rank: below 1 for history, which must not stand before current rules.
    """

    url: str
    anchor: str
    heading: str
    text: str
    weight: float = 1


def write_indexes(site: Path) -> list[Path]:
    """Replace the generator's search index with one script for each language.

    Scripts, not JSON: a page opened from a disk may load a script but may not fetch a file.

    Args:
        site: The folder of the finished site, every language built.

    Returns:
        The paths of the scripts, one for each language.

    Raises:
        FileNotFoundError: There is neither the generator's index nor a complete set of scripts from an earlier call.
    """
    folder = site / FOLDER
    source = folder / "search_index.json"
    scripts = {language: folder / f"{language}.js" for language in LANGUAGES}
    if source.is_file():
        sections = read_sections(json.loads(source.read_text(encoding="utf-8"))["docs"])
        for language, script in scripts.items():
            script.write_text(to_script(language, sections), encoding="utf-8", newline="\n")
        source.unlink()
        source.with_suffix(".js").unlink(missing_ok=True)
    elif not all(script.is_file() for script in scripts.values()):
        raise FileNotFoundError(
            f"{source} is missing: build the site, with the search plugin on, before writing the search indexes"
        )
    return list(scripts.values())


def read_sections(docs: Iterable[Mapping[str, Any]]) -> list[Section]:
    """Return the sections of an index by the generator as plain text, each once, by page and then in reading order."""
    # A repeated build of a language lists its sections again; a dict drops them and keeps the reading order.
    sections = dict.fromkeys(_section(doc) for doc in docs)
    return sorted(sections, key=lambda section: section.url)


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


def to_text(html: str) -> str:
    """Return what a reader sees of a piece of HTML, on one line, without tags, entities or invisible characters."""
    parser = _TextParser()
    parser.feed(html)
    parser.close()
    return " ".join(_INVISIBLE.sub("", "".join(parser.pieces)).split())


class _TextParser(HTMLParser):
    """Collects text; the edge of a block separates words, the edge of an inline element does not."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self._separate(tag)

    def handle_endtag(self, tag: str) -> None:
        self._separate(tag)

    def _separate(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append(" ")


def _section(doc: Mapping[str, Any]) -> Section:
    url, _, anchor = doc["location"].partition("#")
    return Section(url, anchor, to_text(doc["title"]), to_text(doc["text"]), float(doc.get("boost", 1)))


def _title(page: Sequence[Section]) -> str:
    """Return the title of a page: the heading of what stands first on it, else of its first section."""
    return next((section.heading for section in page if not section.anchor), page[0].heading)


def _rows(number: int, page: Sequence[Section]) -> Iterator[list[str | int]]:
    for section in page:
        # The page's own entry already carries this heading as the title.
        heading = section.heading if section.anchor else ""
        yield [number, section.anchor, heading, section.text]
