"""The miniature project of the tests: where it is, how a case breaks a copy of it, what the gate then finds."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from bs4 import BeautifulSoup

from aeosite.basics.cache import Cache
from aeosite.basics.phrases import FOLDER, phrases_below
from aeosite.basics.problems import Problem, in_order
from aeosite.components import COMPONENTS
from aeosite.components.component import assets
from aeosite.compose.article import Press, compose
from aeosite.compose.book import Book, Kit
from aeosite.compose.markdown import Dialect
from aeosite.compose.render import environment
from aeosite.guide.guide import Guide
from aeosite.guide.reads import Kept
from aeosite.outlets.publish import MARK, build
from aeosite.read.load import load
from aeosite.read.local import districts_in
from aeosite.read.settings import read_settings
from aeosite.rules import check

TESTS = Path(__file__).parent
ROOT = TESTS.parent
MINI = TESTS / "mini"

Golden = Callable[[Path, str], None]
"""Compares a text with its golden file; the fixture ``golden`` is one."""

AS_OF = date(2026, 6, 1)
"""The date the miniature project speaks of."""

SITE = ("website", "search")
"""The outlets that make the site."""

CHANNELS = ("data", "feeds", "calendar", "scorm")
"""The outlets that publish files beside the pages."""

COMPONENT_FILES = {path: source for source, path in assets(COMPONENTS)}
"""The scripts and styles of components: path in the site → file."""

OWN_FILES = COMPONENT_FILES | {
    path.relative_to(folder).as_posix(): path
    for folder in (ROOT / "docs", ROOT / "overrides")
    for path in sorted((folder / "assets").rglob("*"))
    if path.is_file()
}
"""Every file of our own that the site publishes as it lies: path in the site → file."""

PHRASES = phrases_below(ROOT / FOLDER)
"""The site's phrases by language."""

TODAY = date(2026, 12, 31)
"""The last day on which anything in the miniature project can have been checked."""

KEYS = {"edit", "write", "write_hex", "write_size", "delete", "link", "as_of", "today"}


@dataclass(frozen=True)
class Case:
    """One fault: a sentence, and what to change in the miniature project.

    ``edit`` is path → list of ``from`` and ``to`` (``from`` stands once in the file; ``*`` in a path is both languages);
    ``write``, ``write_hex`` and ``write_size`` are path → text, bytes in hexadecimal, number of bytes; ``delete`` is a list
    of paths; ``link`` is path → target; ``as_of`` is the date of the guide; ``today`` the last day that has come.
    """

    path: Path
    sentence: str
    changes: dict[str, Any]

    @property
    def golden(self) -> Path:
        """The expected report."""
        return self.path.with_suffix(".txt")


def read_case(path: Path) -> Case:
    """Return the case a file holds."""
    text = path.read_text(encoding="utf-8")
    first = text.split("\n", 1)[0]
    assert first.startswith("# "), f"{path.name}: the first line must say the fault in words, after a #"
    changes = yaml.safe_load(text)
    assert set(changes) <= KEYS, f"{path.name}: unknown keys {set(changes) - KEYS}"
    return Case(path, first.removeprefix("# "), changes)


def break_project(root: Path, changes: dict[str, Any]) -> None:
    """Apply the changes of a case to a project. A change that changes nothing fails."""
    for pattern, edits in changes.get("edit", {}).items():
        for path in _matching(root, pattern):
            text = path.read_text(encoding="utf-8")
            for edit in edits:
                assert edit["from"] != edit["to"], f"{pattern}: the edit changes nothing: {edit['from']!r}"
                assert text.count(edit["from"]) == 1, (
                    f"{pattern}: must stand once, stands {text.count(edit['from'])} times: {edit}"
                )
                text = text.replace(edit["from"], edit["to"])
            path.write_text(text, encoding="utf-8", newline="")
    for pattern, data in _written(changes):
        for path in _matching(root, pattern):
            assert not path.exists() or path.read_bytes() != data, f"{pattern}: it already holds that"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    for name in changes.get("delete", []):
        (root / name).unlink()
    for name, target in changes.get("link", {}).items():
        (root / name).symlink_to(target)


def book_of(root: Path = MINI, as_of: date = AS_OF) -> Book:
    """Return a book without pages, for outlets that are made from the guide alone."""
    guide, settings = guide_of(root, as_of), read_settings(root, {})
    return Book(guide, settings, {}, {}, Kept(guide, Cache(None)), Kit(settings.templates))


def press_of() -> Press:
    """Return what composes pages: the real templates and the Markdown."""
    return Press(environment(ROOT / "overrides" / "records"), Dialect())


def guide_of(root: Path = MINI, as_of: date = AS_OF, today: date = TODAY, district: str | None = None) -> Guide:
    """Return a project as loaded, or the edition of a district, whether or not it has problems."""
    return Guide(load(root, district=district), as_of, today)


def problems_of(root: Path, as_of: date = AS_OF, today: date = TODAY) -> list[Problem]:
    """Return every problem the gate finds in a project: in its text, and where there is none, in the pages composed from it; then in each edition."""
    for district in (None, *districts_in(root)):
        guide = guide_of(root, as_of, today, district)
        press = press_of()
        found = check(guide) or in_order(
            problem for page in guide.pages() for problem in compose(guide, page, press).composed.problems
        )
        if found:
            return found
    return []


def _written(changes: dict[str, Any]) -> Iterator[tuple[str, bytes]]:
    yield from ((path, text.encode()) for path, text in changes.get("write", {}).items())
    yield from ((path, bytes.fromhex(text)) for path, text in changes.get("write_hex", {}).items())
    yield from ((path, b"x" * size) for path, size in changes.get("write_size", {}).items())


def _matching(root: Path, pattern: str) -> list[Path]:
    return [root / pattern.replace("*", language) for language in ("zh", "en")] if "*" in pattern else [root / pattern]


@dataclass(frozen=True)
class Built:
    """A built site and what the generator said."""

    site: Path
    said: list[str]
    _read: dict[str, BeautifulSoup] = field(default_factory=dict, repr=False)

    def html(self, name: str) -> BeautifulSoup:
        """Return a page of the site, not to be changed."""
        if name not in self._read:
            self._read[name] = BeautifulSoup((self.site / name).read_text(encoding="utf-8"), "html.parser")
        return self._read[name]


def project_in(folder: Path) -> Path:
    """Return a copy of the miniature project that has the theme, hooks and assets of the real one."""
    shutil.copytree(MINI, folder)
    for name in ("overrides", "hooks", "docs/assets"):
        shutil.copytree(ROOT / name, folder / name, dirs_exist_ok=True)
    return folder


def built_in(folder: Path, *more: str, **variables: str) -> Built:
    """Build the miniature project in a folder: the site and more outlets, with some environment variables set."""
    said: list[str] = []
    project = project_in(folder)
    build(project, project / "site", edition=AS_OF, environment={**os.environ, **variables}, say=said.append, only=(*SITE, *more))
    return Built(project / "site", said)


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes, the mark of a site aside."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != MARK)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
