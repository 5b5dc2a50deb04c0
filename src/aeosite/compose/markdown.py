"""The Markdown of pages: its settings, and what becomes of its links, images and headings. No HTML in a page is taken as HTML."""

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from aeosite.basics.addresses import split
from aeosite.guide.guide import asset_url, html_url
from aeosite.read.pages import Page

EXTENSIONS = (
    "toc",
    "tables",
    "admonition",
    "attr_list",
    "def_list",
    "footnotes",
    "pymdownx.details",
    "pymdownx.superfences",
)
"""What pages may use beyond plain Markdown. ``pymdownx.betterem`` and ``pymdownx.extra`` leave Chinese bold literal, so they are not here."""

_REFERENCE = ("]:",)
MARKS: Mapping[str, tuple[str, ...]] = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": _REFERENCE,
    "short_reference": _REFERENCE,
    "image_link": ("![",),
    "image_reference": _REFERENCE,
    "short_image_ref": _REFERENCE,
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n", "\t"),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
"""What Markdown looks for inside a line, each with the texts of which one occurs wherever it does."""

_PLACE = "\ue000fragment\ue001"
_KEEP = "<div data-fragment></div>"

SETTINGS = {"toc": {"permalink": "#", "permalink_title": "link", "toc_depth": 4, "marker": ""}}


Leads = Callable[[str, str], bool]
"""Whether a page, by its path, has an anchor."""


@dataclass(frozen=True)
class Title:
    """A heading as the list of contents shows it: its level, its anchor, its words as HTML."""

    level: int
    id: str
    words: str


@dataclass
class Branch:
    """A heading with those below it."""

    title: Title
    children: list["Branch"]


def nested(titles: Iterable[Title]) -> list[Branch]:
    """Return headings as a tree: each below the last one of a higher level before it."""
    tops: list[Branch] = []
    open_: list[Branch] = []
    for title in titles:
        while open_ and open_[-1].title.level >= title.level:
            open_.pop()
        branch = Branch(title, [])
        (open_[-1].children if open_ else tops).append(branch)
        open_.append(branch)
    return tops


@dataclass(frozen=True)
class Made:
    """What Markdown made of a page: HTML, the same without the fragments that went in, and its headings in order."""

    html: str
    own: str
    titles: tuple[Title, ...]


@dataclass(frozen=True)
class Fragment:
    """Finished HTML that stands between blocks of a page."""

    html: str


class Dialect:
    """Turns the text of pages into HTML, one after the other; making one costs as much as a page."""

    def __init__(self) -> None:
        self._links = _Links()
        self._made: dict[frozenset[str], Markdown] = {}

    def convert(self, page: Page, parts: Sequence[str | Fragment], leads: Leads = lambda path, anchor: True) -> Made:
        """Return what a page becomes.

        Args:
            page: the page, for the addresses of its links.
            parts: its text in pieces: Markdown, and finished HTML that goes in after Markdown has seen the rest.
            leads: whether a page has an anchor; a link to what is not there on the date of the guide leads to the page.
        """
        text = "".join(part.replace("\ue000", "") if isinstance(part, str) else f"\n\n{_PLACE}\n\n" for part in parts)
        markdown = self._for(text)
        markdown.reset()
        self._links.page, self._links.leads = page, leads
        own = markdown.convert(text)
        fragments = (part.html for part in parts if isinstance(part, Fragment))
        html = "".join(own_text + next(fragments, "") for own_text in own.split(_KEEP))
        return Made(html, own.replace(_KEEP, ""), tuple(_titles(getattr(markdown, "toc_tokens", []))))

    def _for(self, text: str) -> Markdown:
        """Return a Markdown that looks for what the text may hold: looking in each word for what is nowhere takes a third of the time."""
        absent = frozenset(name for name, marks in MARKS.items() if not any(mark in text for mark in marks))
        if absent not in self._made:
            self._made[absent] = self._make(absent)
        return self._made[absent]

    def _make(self, absent: Iterable[str]) -> Markdown:
        markdown = Markdown(extensions=list(EXTENSIONS), extension_configs=SETTINGS)
        markdown.preprocessors.deregister("html_block")
        markdown.preprocessors.register(_Fragments(markdown), "fragments", 20)
        for name in ("html", *absent):
            markdown.inlinePatterns.deregister(name)
        markdown.treeprocessors.register(self._links, "links", 0)
        return markdown


class _Fragments(Preprocessor):
    """Keeps the places of fragments: as HTML, which no page can write, because no HTML in a page is taken as HTML."""

    def run(self, lines: list[str]) -> list[str]:
        return [self.md.htmlStash.store(_KEEP) if line == _PLACE else line for line in lines]


class _Links(Treeprocessor):
    """Turns links to pages and images into addresses on the built site."""

    page: Page
    leads: Leads

    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag == "a":
                element.set("href", _address(self.page, element.get("href", ""), self.leads))
            elif element.tag == "img":
                path = posixpath.normpath(
                    posixpath.join(self.page.language, posixpath.dirname(self.page.path), element.get("src", ""))
                )
                element.set("src", asset_url(self.page, path))


def _address(page: Page, target: str, leads: Leads) -> str:
    parts = split(target)
    if parts is None or parts.scheme or parts.netloc or not parts.path:
        return target
    if not parts.path.endswith(".md"):
        return asset_url(page, posixpath.normpath(posixpath.join(page.language, posixpath.dirname(page.path), parts.path)))
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page.path), parts.path))
    return html_url(page, path) + (f"#{parts.fragment}" if parts.fragment and leads(path, parts.fragment) else "")


def _titles(tokens: Sequence[Mapping[str, Any]]) -> Iterator[Title]:
    for token in tokens:
        yield Title(token["level"], token["id"], token["name"])
        yield from _titles(token["children"])
