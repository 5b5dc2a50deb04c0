"""What the hooks need when MkDocs runs by itself: the whole guide, composed, and what to do with each page."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from aeosite.basics.cache import cache_of, saved
from aeosite.basics.language import Language
from aeosite.basics.phrases import FOLDER, phrases_below
from aeosite.basics.share import processors
from aeosite.compose.book import Book
from aeosite.gate import open_book
from aeosite.guide.edition import edition_of
from aeosite.outlets import search
from aeosite.outlets.website.generator import KEY, settle
from aeosite.outlets.website.shell import Slot, slot_of
from aeosite.outlets.website.site import MAP, asked, component_files, edition_files, fill, map_files
from aeosite.read.settings import NO_ADDRESS, read_settings


@dataclass(frozen=True)
class Alone:
    """The book of a project that MkDocs builds by itself."""

    book: Book

    @property
    def slots(self) -> Mapping[tuple[Language, str], Slot]:
        """What the frame of each page depends on."""
        return {(one.language, one.path): slot_of(one) for one in self.book.guide.outlines()}

    def settle(self, config: MkDocsConfig) -> None:
        """Put into the configuration what the templates of the frame ask for."""
        settings = self.book.settings
        if settings.printed_url is None:
            logging.getLogger("mkdocs.aeosite").info("%s %s", NO_ADDRESS.zh, NO_ADDRESS.en)
        settle(config, settings.printed_url, {**asked(settings), KEY: {"slots": self.slots, "alone": self}})

    def page(self, language: Language, path: str, *, shell: str) -> str:
        """Return a page, its shell filled."""
        return fill(self.book, self.book.articles[language][path], shell, {})

    def finish(self, site: Path) -> None:
        """Write what is not a page: the search indexes, the map of the site with its days, scripts and styles of components."""
        search.write_into(self.book, site)
        found = map_files((site / MAP).read_bytes(), self.book) if (site / MAP).exists() else ()
        own = component_files() | edition_files(self.book)
        for path, data in [*found, *own.items()]:
            (site / path).parent.mkdir(parents=True, exist_ok=True)
            (site / path).write_bytes(data)


def phrases_of(root: Path, language: Language) -> Mapping[str, Callable[..., str]]:
    """Return what the templates of the frame call to say the phrases of a language."""
    return phrases_below(root / FOLDER)(language).names


def open_alone(root: Path, environment: Mapping[str, str]) -> Alone:
    """Return what the hooks need for the project at ``root``.

    Raises:
        Refusal: the content has problems.
        Failure: the settings or the edition cannot be read.
    """
    settings = read_settings(root, environment)
    with saved(cache_of(root)) as cache:
        return Alone(open_book(settings, edition_of(root, environment), cache=cache, workers=processors()))
