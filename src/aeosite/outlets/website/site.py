"""Write the website: shells from the site generator, filled with what the articles say. Only what changed is made again."""

import gzip
import io
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from aeosite.basics.cache import Cache, digest
from aeosite.basics.language import Language, Text
from aeosite.basics.problems import Failure, Place, Problem
from aeosite.basics.share import begun, shared
from aeosite.compose.article import Article
from aeosite.compose.book import Book
from aeosite.guide.edition import epoch_of
from aeosite.guide.guide import Guide, address_of
from aeosite.outlets.outlet import Say
from aeosite.outlets.website.shell import Slot, filled, slot_of
from aeosite.read.settings import Settings

MAP = "sitemap.xml"
SHARED = 60
"""From so many pages on filling them is shared out to processes."""


class GeneratorStopped(Failure):
    """Raised when the site generator stopped; carries the problem."""


@dataclass(frozen=True)
class Frame:
    """What the site generator made: the names in the cache of the shells of pages and of every other file, by path in the site."""

    shells: Mapping[str, str]
    files: Mapping[str, str]
    said: tuple[str, ...]


def begin(guide: Guide, settings: Settings, cache: Cache) -> Callable[[], Frame]:
    """Start making the frame, in a process of its own, and return a function that waits for it.

    The frame depends on the titles of pages and not on what they say, so it can be made while they are being composed.
    """
    slots = {(outline.language, outline.path): slot_of(outline) for outline in guide.outlines()}
    key = _frame_key(guide, settings, slots)
    known = cache.get("frame", key)
    if known is not None and all(cache.has(name) for name in (*known.shells.values(), *known.files.values())):
        return lambda: known
    making = begun(partial(_generated, settings, slots, epoch_of(guide.as_of)))
    return partial(_kept_frame, making, cache, key, frozenset(map(address_of, slots)))


def write(book: Book, folder: Path, say: Say) -> list[Path]:
    """Write the website below ``folder/site`` and return the paths of its files.

    Args:
        book: the articles.
        folder: the folder of everything that is being published.
        say: told each line the site generator prints.

    Raises:
        GeneratorStopped: the site generator stopped.
    """
    cache, site = book.kept.cache, folder / "site"
    frame: Frame = book.ahead["website"]()  # type: ignore[assignment]
    for line in frame.said:
        say(line)
    files = {**frame.files, **_own_files(book.settings, frame, cache), **_pages(book, frame)}
    if MAP in frame.files:
        files.update((path, cache.keep(data)) for path, data in map_files(cache.kept(frame.files[MAP]) or b"", book))
    return [_placed(cache, name, site / path) for path, name in sorted(files.items())]


def _placed(cache: Cache, name: str, path: Path) -> Path:
    placed = cache.place(name, path)
    assert placed is not None, "it was kept a moment ago"
    return placed


def _frame_key(guide: Guide, settings: Settings, slots: Mapping[tuple[Language, str], Slot]) -> str:
    """Return a digest of all that the frame depends on."""
    root = settings.root
    templates = [
        path for path in sorted((root / "overrides").rglob("*")) if path.is_file() and not path.is_relative_to(settings.templates)
    ]
    sources = [part for path in templates for part in (str(path.relative_to(root)), path.read_bytes())]
    hooks = [path.read_bytes() for path in sorted((root / "hooks").glob("*.py"))]
    listed = [f"{page} {slot}" for page, slot in sorted(slots.items())]
    return digest(settings.digest_of, *listed, *sorted(guide.content.assets), *sources, *hooks)


def _generated(settings: Settings, slots: Mapping[tuple[Language, str], Slot], epoch: int) -> tuple[Path, list[str]]:
    from aeosite.outlets.website.generator import make_shells  # only this process needs MkDocs

    folder = Path(tempfile.mkdtemp(prefix="aeosite-"))
    return folder, make_shells(settings.file, slots, folder, epoch)


def _kept_frame(making: Callable[[], tuple[Path, list[str]]], cache: Cache, key: str, pages: frozenset[str]) -> Frame:
    try:
        folder, said = making()
    except Exception as stopped:
        raise GeneratorStopped(_stopped(stopped)) from stopped
    try:
        names = {
            path.relative_to(folder).as_posix(): cache.keep(path.read_bytes())
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    shells = {path: name for path, name in names.items() if path in pages}
    files = {path: name for path, name in names.items() if path not in pages and path != f"{MAP}.gz"}
    frame = Frame(shells, files, tuple(said))
    cache.put("frame", key, Frame(shells, files, ()))
    return frame


def _own_files(settings: Settings, frame: Frame, cache: Cache) -> dict[str, str]:
    """Return the files of the site that are published as they lie in the project, as they are now."""
    folders = (settings.root / "docs", settings.root / "overrides")
    found = {
        path: folder / path
        for folder in folders
        for path in frame.files
        if path.startswith("assets/") and (folder / path).is_file()
    }
    return {path: cache.keep(source.read_bytes()) for path, source in found.items()}


def _pages(book: Book, frame: Frame) -> dict[str, str]:
    """Return the name in the cache of every page, those filled now included."""
    cache = book.kept.cache
    found: dict[str, str] = {}
    missing: list[tuple[str, str, Article]] = []
    for article in book.all():
        path = address_of((article.language, article.path))
        key = digest(
            frame.shells[path],
            article.body,
            article.title,
            article.description,
            book.guide.as_of.isoformat(),
            article.contents,
            book.foot(article),
        )
        name = cache.get("published", key)
        if name is not None and cache.has(name):
            found[path] = name
        else:
            missing.append((path, key, article))
    chunks = [missing[start : start + SHARED] for start in range(0, len(missing), SHARED)]
    for chunk in shared([partial(_filled, book, frame, chunk) for chunk in chunks], book.workers):
        for path, key, html in chunk:
            found[path] = cache.keep(html)
            cache.put("published", key, found[path])
    return found


def _filled(book: Book, frame: Frame, pages: list[tuple[str, str, Article]]) -> list[tuple[str, str, bytes]]:
    return [(path, key, fill(book, article, _shell(book, frame, path)).encode()) for path, key, article in pages]


def _shell(book: Book, frame: Frame, path: str) -> str:
    data = book.kept.cache.kept(frame.shells[path])
    assert data is not None, "it was kept a moment ago"
    return data.decode()


def fill(book: Book, article: Article, shell: str) -> str:
    """Return a page of the site: its shell with what the article says."""
    values = {
        "title": article.title,
        "description": article.description,
        "edition": book.guide.as_of.isoformat(),
        "contents": "" if "toc" in article.hide else article.contents,
        "content": f"{book.html(article)}\n{book.foot(article)}",
    }
    return filled(shell, values)


def map_files(shell: bytes, book: Book) -> Iterator[tuple[str, bytes]]:
    """Yield the map of the site, plain and packed, with the day each page was last reviewed."""
    days = {f"{one.language}/{one.path}": one.reviewed_on.isoformat() for one in book.all()}
    data = filled(shell.decode(), days).encode()
    yield MAP, data
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        file.write(data)
    yield f"{MAP}.gz", packed.getvalue()


def _stopped(error: Exception) -> Problem:
    return Problem(
        Place("mkdocs.yml"),
        "build",
        Text(f"网站没有建成，原来的网站保持不变。{error}", f"The site was not built; the previous one is untouched. {error}"),
        Text("原因见上面的信息。", "The lines above say why."),
    )
