"""The quiz for a learning platform: a SCORM 1.2 package of each language, one content object that reports what was answered and the score."""

import re
import stat
from collections.abc import Mapping
from functools import partial
from io import BytesIO
from pathlib import Path
from string import Template
from urllib.parse import urljoin, urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jinja2 import Environment
from markupsafe import escape

from aeosite.basics.cache import digest
from aeosite.basics.fallback import plain
from aeosite.basics.language import Language
from aeosite.components import DIRECTIVES, quiz
from aeosite.compose.book import Book
from aeosite.compose.helpers import helpers
from aeosite.compose.render import phrases_in
from aeosite.guide.guide import Guide, page_address
from aeosite.guide.offers import quiz_page, scorm_of
from aeosite.outlets.files import Make, made, written
from aeosite.outlets.outlet import Say
from aeosite.outlets.scorm.manifest import manifest
from aeosite.read.pages import Directive, Page

FOLDER = Path(__file__).parent
START = "index.html"
"""The file of the package that a platform opens."""

_ASSET = re.compile(r"(?:\.\./)+assets/(?:js|css)/")
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>')


def write(book: Book, folder: Path, say: Say) -> list[Path]:
    """Write a package of each language below ``folder/site/download`` and return the paths of the files.

    Args:
        book: the articles; the packages are made from its guide.
        folder: the folder of everything that is being published.
        say: told nothing.
    """
    settings = book.settings
    shared = _shared(settings.root)
    parts = digest(*(f"{name} {data!r}" for name, data in sorted(shared.items())), _frame())
    makers: dict[str, Make] = {
        digest(language, name, settings.printed_url or "", parts): partial(
            _of_language, book.kit.press.templates, shared, language, name, settings.printed_url
        )
        for language, name in settings.names.items()
    }
    return written(book, made(book, "scorm", makers), list(makers.values()), folder / "site")


def _frame() -> str:
    return (FOLDER / "index.html").read_text(encoding="utf-8")


def _shared(root: Path) -> dict[str, bytes]:
    """Return what the page of the guide uses too, and what a platform needs besides: scripts and styles, by name."""
    assets = root / "overrides" / "assets"
    files = (
        assets / "js" / "tools.js",
        assets / "css" / "tools.css",
        *(path for path in quiz.COMPONENT.folder.iterdir() if path.suffix in (".js", ".css")),
        FOLDER / "scorm.js",
        FOLDER / "scorm.css",
    )
    return {path.name: path.read_bytes() for path in files}


def _of_language(
    templates: Environment, shared: Mapping[str, bytes], language: Language, name: str, site_url: str | None, guide: Guide
) -> Mapping[str, bytes]:
    path = quiz_page(guide.content)
    if path is None:
        return {}
    page = guide.content.pages[language][path]
    title = f"{name} · {page.front.title}" if page.front else name
    files = {START: _html(templates, guide, page, title, site_url).encode(), **shared}
    files["imsmanifest.xml"] = manifest(language, title, str(guide.as_of), START, sorted(files))
    return {scorm_of(language): _zip(guide, files)}


def _html(templates: Environment, guide: Guide, page: Page, title: str, site_url: str | None) -> str:
    """Return the content object: the section of the page that holds the quiz, in a frame of its own."""
    call = next(call for call in page.directives if call.name == quiz.COMPONENT.name)
    section = _ASSET.sub("", _section(templates, guide, page, call))
    words = phrases_in(templates)(page.spoken)
    note = words.gettext(
        "内容截至%(day)s，取自%(guide)s，不是官方考题；以官方文件原文为准。", day=guide.as_of.isoformat(), guide=title
    )
    away = urljoin(site_url, page_address(page)) if site_url else None
    return Template(_frame()).substitute(
        language=page.language, title=escape(title), note=escape(plain(note)), section=_LINK.sub(partial(_linked, away), section)
    )


def _section(templates: Environment, guide: Guide, page: Page, call: Directive) -> str:
    facts = DIRECTIVES[call.name].select(guide, call)
    made = templates.get_template(f"{call.name}.jinja").render({**helpers(guide, page, phrases_in(templates)), **facts})
    return plain(made)


def _linked(away: str | None, found: re.Match[str]) -> str:
    """Return a link to a page of the guide as it works in a package: to where the guide is published, or else its words alone."""
    address, words = found.groups()
    if not away and not urlsplit(address).scheme:
        return f"<span>{words}</span>"
    return f'<a href="{urljoin(away or "", address)}" target="_blank" rel="noopener">{words}</a>'


def _zip(guide: Guide, files: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name in sorted(files):
            info = ZipInfo(name, (guide.as_of.year, guide.as_of.month, guide.as_of.day, 0, 0, 0))
            info.create_system = 3  # Python would record the system it runs on
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, files[name], ZIP_DEFLATED, 9)
    return buffer.getvalue()
