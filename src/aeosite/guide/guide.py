"""The guide on one date: the content, and where on the site each thing can be linked to."""

import posixpath
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from aeosite.basics.language import DEFAULT, Language
from aeosite.guide.dated import Dated
from aeosite.guide.directives import RECORD_DIRECTIVES
from aeosite.guide.directives.spec import on_any_date
from aeosite.read.pages import Outline, Page


@dataclass(frozen=True)
class Guide(Dated):
    """Content as of a date, and where on the site each thing is shown.

    ``today`` is the last day on which anything can have happened or been checked; None where nobody asked the calendar;
    ``edition`` the day of the edition, where the guide speaks of the rules of another one.
    """

    today: date | None = None
    edition: date | None = None

    @property
    def named(self) -> date:
        """The day the edition is called by: that of the rules unless it was said apart."""
        return self.edition or self.as_of

    @property
    def is_dated(self) -> bool:
        """Whether the guide speaks of another day than that of its edition."""
        return self.named != self.as_of

    def is_future(self, day: date) -> bool:
        """Whether a day has not come yet, whatever date the guide speaks of."""
        return self.today is not None and day > self.today

    @cached_property
    def anchors(self) -> Mapping[str, frozenset[str]]:
        """The anchors of each page: those of its headings and those its directives carry, by file."""
        return {file: frozenset((*outline.ids, *made)) for file, (outline, made) in self._found.items()}

    @cached_property
    def homes(self) -> Mapping[str, str]:
        """The page each record or clause is shown on, by anchor; the same path in both languages."""
        return {anchor: paths[0] for anchor, paths in self.shown_on.items()}

    @cached_property
    def shown_on(self) -> Mapping[str, list[str]]:
        """Every page of the default language that a directive anchor appears on, by path."""
        found: dict[str, list[str]] = defaultdict(list)
        for outline, made in sorted(self._found.values(), key=lambda pair: pair[0].path):
            for anchor in made if outline.language == DEFAULT else ():
                found[anchor].append(outline.path)
        return found

    @cached_property
    def made(self) -> Mapping[str, frozenset[str]]:
        """The anchors of each page that its directives make, by file."""
        return {file: frozenset(made) for file, (_, made) in self._found.items()}

    @cached_property
    def ever(self) -> Mapping[str, frozenset[str]]:
        """The anchors that each page has on some date, by file: of an arrangement that is not yet there, or no longer, too."""
        return {
            file: frozenset((*self.anchors[file], *self._made_by(outline, ever=True)))
            for file, (outline, _) in self._found.items()
        }

    @cached_property
    def shown_ever(self) -> frozenset[str]:
        """Every anchor that some page has on some date."""
        return frozenset(anchor for anchors in self.ever.values() for anchor in anchors)

    @cached_property
    def _found(self) -> Mapping[str, tuple[Outline, list[str]]]:
        return {one.file: (one, list(self._made_by(one))) for one in self.outlines() if one.spoken == one.language}

    def _made_by(self, outline: Outline, *, ever: bool = False) -> Iterator[str]:
        """Yield the anchors that the directives of a page make, now or on some date. Calls the gate refuses are passed over."""
        for call in outline.directives:
            spec = RECORD_DIRECTIVES.get(call.name)
            if spec and spec.anchors and len(call.words) == len(spec.words):
                yield from spec.anchors(self, on_any_date(call) if ever else call)

    def outlines(self) -> Iterator[Outline]:
        """Yield the outline of every page of every language, stand-ins included; no page is read for it."""
        for language in self.content.languages:
            yield from (self.content.outline(language, path) for path in self.content.pages[language])

    def pages(self) -> Iterator[Page]:
        """Yield every page that somebody has written, in every language."""
        for language, pages in self.content.pages.items():
            written = (path for path in pages if self.content.outline(language, path).spoken == language)
            yield from (pages[path] for path in written)

    def only(self, page: Page) -> "Guide":
        """Return the same guide for looking at one page: it yields no other."""
        return _OnePage(self, page)

    def url(self, page: Page, anchor: str) -> str | None:
        """Return the relative address of a record or clause as seen from a page, or None when no page shows it."""
        home = self.homes.get(anchor)
        if home is None:
            return None
        if home == page.path:
            return f"#{anchor}"
        return f"{html_url(page, home)}#{anchor}"


class _OnePage(Guide):
    """A guide that yields one page and otherwise answers as the guide it was made from."""

    def __init__(self, base: Guide, page: Page) -> None:
        for name, value in {"content": base.content, "_base": base, "_page": page}.items():
            object.__setattr__(self, name, value)

    _base: Guide
    _page: Page

    @property
    def as_of(self) -> date:
        return self._base.as_of

    @property
    def ever(self) -> Mapping[str, frozenset[str]]:
        return self._base.ever

    @property
    def shown_ever(self) -> frozenset[str]:
        return self._base.shown_ever

    @property
    def is_dated(self) -> bool:
        return self._base.is_dated

    def is_future(self, day: date) -> bool:
        return self._base.is_future(day)

    @property
    def anchors(self) -> Mapping[str, frozenset[str]]:
        return self._base.anchors

    @property
    def homes(self) -> Mapping[str, str]:
        return self._base.homes

    @property
    def shown_on(self) -> Mapping[str, list[str]]:
        return self._base.shown_on

    @property
    def made(self) -> Mapping[str, frozenset[str]]:
        return self._base.made

    def pages(self) -> Iterator[Page]:
        yield self._page


def html_url(page: Page, path: str) -> str:
    """Return the relative address of another page of the same language, as built: ``../criteria/advanced.html``."""
    return _relative(path.removesuffix(".md") + ".html", posixpath.dirname(page.path) or ".")


@lru_cache(maxsize=10_000)
def _relative(target: str, folder: str) -> str:
    return posixpath.relpath(target, folder)


def page_address(page: Page) -> str:
    """Return the address of a page below the root of the built site: ``en/criteria/advanced.html``."""
    return address_of((page.language, page.path))


def address_of(page: tuple[Language, str]) -> str:
    """Return the address of a page, given as its language and path, below the root of the built site."""
    language, path = page
    return posixpath.join("" if language == DEFAULT else language, path.removesuffix(".md") + ".html")


def asset_url(page: Page, path: str) -> str:
    """Return the relative address of a file that both languages share, as built: ``../assets/js/search.js``.

    Args:
        page: the page that links the file.
        path: the file below ``docs/``.
    """
    return posixpath.relpath(path, posixpath.dirname(page_address(page)) or ".")
