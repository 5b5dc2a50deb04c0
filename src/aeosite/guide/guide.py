"""The guide on one date: the content, and where on the site each thing can be linked to."""

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from aeosite.basics.language import LANGUAGES
from aeosite.guide.directives import DIRECTIVES
from aeosite.read.content import Content
from aeosite.read.pages import Page


@dataclass(frozen=True)
class Guide:
    """Content as of a date. ``as_of`` is the date of the edition unless asked otherwise."""

    content: Content
    as_of: date

    @cached_property
    def anchors(self) -> Mapping[str, frozenset[str]]:
        """The anchors of each page: those of its headings and those its directives carry."""
        return {page.file: frozenset(anchor for anchor, _ in found) for page, found in self._found}

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """The page each record or clause is shown on, by anchor; the same path in both languages."""
        return {anchor: paths[0] for anchor, paths in self.shown_on.items()}

    @cached_property
    def shown_on(self) -> Mapping[str, list[str]]:
        """Every page of the default language that a directive anchor appears on, by path."""
        found: dict[str, list[str]] = defaultdict(list)
        for page, anchors in sorted(self._found, key=lambda pair: pair[0].path):
            for anchor, from_directive in anchors if page.language == LANGUAGES[0] else ():
                if from_directive:
                    found[anchor].append(page.path)
        return found

    @cached_property
    def _found(self) -> list[tuple[Page, list[tuple[str, bool]]]]:
        return [(page, list(self._anchors_of(page))) for page in self.pages()]

    def pages(self) -> Iterator[Page]:
        """Yield every page of every language."""
        for language in LANGUAGES:
            yield from self.content.pages[language].values()

    @cached_property
    def made(self) -> Mapping[str, frozenset[str]]:
        """The anchors of each page that its directives make, by file."""
        return {page.file: frozenset(anchor for anchor, made in found if made) for page, found in self._found}

    def _anchors_of(self, page: Page) -> Iterator[tuple[str, bool]]:
        """Yield the anchors of a page, and whether each comes from a directive. Calls the gate refuses are passed over."""
        for heading in page.headings:
            if heading.id:
                yield heading.id, False
        for call in page.directives:
            spec = DIRECTIVES.get(call.name)
            if spec and spec.anchors and len(call.words) == len(spec.words):
                yield from ((anchor, True) for anchor in spec.anchors(self.content, call, self.as_of))

    def url(self, page: Page, anchor: str) -> str | None:
        """Return the relative address of a record or clause as seen from a page, or None when no page shows it."""
        home = self.homes.get(anchor)
        if home is None:
            return None
        if home == page.path:
            return f"#{anchor}"
        return f"{html_url(page, home)}#{anchor}"


def html_url(page: Page, path: str) -> str:
    """Return the relative address of another page of the same language, as built: ``../criteria/advanced.html``."""
    target = path.removesuffix(".md") + ".html"
    return posixpath.relpath(target, posixpath.dirname(page.path) or ".")


def page_address(page: Page) -> str:
    """Return the address of a page below the root of the built site: ``en/criteria/advanced.html``."""
    return posixpath.join("" if page.language == LANGUAGES[0] else page.language, page.path.removesuffix(".md") + ".html")


def asset_url(page: Page, path: str) -> str:
    """Return the relative address of a file that both languages share, as built: ``../assets/js/search.js``.

    Args:
        page: the page that links the file.
        path: the file below ``docs/``.
    """
    return posixpath.relpath(path, posixpath.dirname(page_address(page)) or ".")
