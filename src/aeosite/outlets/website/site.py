"""Write the website: shells from the site generator, filled with what the articles say. Only what changed is made again."""

import gzip
import hashlib
import io
import json
import posixpath
import re
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from pathlib import Path

from aeosite.basics.cache import Cache, digest
from aeosite.basics.fallback import plain, with_languages
from aeosite.basics.language import REQUIRED, Language, Text
from aeosite.basics.phrases import FOLDER, phrases_below
from aeosite.basics.problems import Failure, Place, Problem, reason_of
from aeosite.basics.share import begun, shared
from aeosite.components import COMPONENTS
from aeosite.components.component import assets
from aeosite.compose.article import Article
from aeosite.compose.book import Book
from aeosite.guide.directives.channels import CHANNELS
from aeosite.guide.edition import epoch_of
from aeosite.guide.guide import Guide, address_of
from aeosite.guide.offers import beside, offered
from aeosite.outlets.files import linked, put
from aeosite.outlets.outlet import Say
from aeosite.outlets.website.shell import Slot, filled, slot_of
from aeosite.read.edition import FOLDER as EDITIONS
from aeosite.read.settings import Settings

MAP = "sitemap.xml"
MADE = frozenset({MAP, "404.html"})
"""Files that the site generator makes of templates of the same path."""

PACKAGE = "package"
"""The outlet that puts the offline zip beside the site."""

_LOADED = re.compile(r'<(link rel="stylesheet"(?: media="print")? href|script src)="(?:\.\./)*(assets/[^"]+)"')

_SIZE = re.compile(r'<span class="size" data-size-of="([^"]*)"></span>')

_EDITION = re.compile(r'<span data-search-exclude(?:="")? data-edition-of="([^"]*)">([^<]*)</span>')

DIRECTORY = "districts"
"""The directive whose pages lead to district editions."""

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


class _Lost(Exception):
    """Raised where the cache has lost a part of the frame."""


def begin(guide: Guide, settings: Settings, cache: Cache, *, anew: bool = False) -> Callable[[], Frame]:
    """Start making the frame, in a process of its own, and return a function that waits for it.

    The frame depends on the titles of pages and not on what they say, so it can be made while they are being composed.

    Args:
        guide: the guide.
        settings: the settings of the site.
        cache: where the frame is kept.
        anew: make it whether or not it is kept.
    """
    slots = {(outline.language, outline.path): slot_of(outline) for outline in guide.outlines()}
    key = _frame_key(guide, settings, slots)
    known = cache.get("frame", key)
    if not anew and known is not None and cache.has(*known.shells.values(), *known.files.values()):
        return lambda: known
    making = begun(partial(_generated, settings, slots, epoch_of(guide.named), cache))
    return partial(_kept_frame, making, settings.root, cache, key, frozenset(map(address_of, slots)))


def write(book: Book, folder: Path, say: Say) -> list[Path]:
    """Write the website below ``folder/site`` and return the paths of its files.

    Args:
        book: the articles.
        folder: the folder of everything that is being published.
        say: told each line the site generator prints.

    Raises:
        GeneratorStopped: the site generator stopped.
    """
    frame: Frame = book.ahead["website"]()  # type: ignore[assignment]
    try:
        return _write_all(book, frame, folder / "site", say)
    except _Lost:
        return _write_all(book, begin(book.guide, book.settings, book.kept.cache, anew=True)(), folder / "site", say)


def _write_all(book: Book, frame: Frame, site: Path, say: Say) -> list[Path]:
    for line in frame.said:
        say(line)
    files = {path: _kept(book.kept.cache, name) for path, name in frame.files.items()} | _own_files(book.settings, frame)
    files |= edition_files(book)
    _refuse_what_lacks_a_style(book, frame, files)
    if MAP in files:
        files |= dict(map_files(files[MAP], book))
    written = [put(site / path, data) for path, data in sorted(files.items())]
    return written + _write_pages(book, frame, site)


def _refuse_what_lacks_a_style(book: Book, frame: Frame, files: Mapping[str, bytes]) -> None:
    """Refuse a site whose frame loads a style or a script that is not there or empty: its pages could not be read or used."""
    home = min(frame.shells, key=len)
    loaded = {found[2] for found in _LOADED.finditer(_kept(book.kept.cache, frame.shells[home]).decode())}
    absent = sorted(path for path in loaded if not files.get(path))
    if absent:
        raise GeneratorStopped(
            Problem(
                Place(f"overrides/{absent[0]}"),
                "build",
                Text(
                    f"页面要载入的样式或脚本不在这里，或者是空的：{'、'.join(absent)}。",
                    f"Styles or scripts that pages load are not here, or are empty: {', '.join(absent)}.",
                ),
                Text("恢复这些文件，例如从仓库。", "Bring the files back, from the repository for example."),
            )
        )


def _kept(cache: Cache, name: str) -> bytes:
    data = cache.kept(name)
    if data is None:
        raise _Lost
    return data


def _frame_key(guide: Guide, settings: Settings, slots: Mapping[tuple[Language, str], Slot]) -> str:
    """Return a digest of all that the frame depends on."""
    root = settings.root
    static = root / "overrides" / "assets"  # published as it lies, so that only its names matter
    files = [
        path for path in sorted((root / "overrides").rglob("*")) if path.is_file() and not path.is_relative_to(settings.templates)
    ]
    sources = [
        part
        for path in files
        for part in (str(path.relative_to(root)), b"" if path.is_relative_to(static) else path.read_bytes())
    ]
    hooks = [path.read_bytes() for path in sorted((root / "hooks").glob("*.py"))]
    listed = [f"{page} {slot}" for page, slot in sorted(slots.items())]
    return digest(settings.digest_of, repr(asked(settings)), *listed, *sorted(guide.content.assets), *sources, *hooks)


def asked(settings: Settings) -> dict[str, object]:
    """Return what the templates of the frame ask of the settings: what the site is called in each language, where its writers are reached."""
    district = {
        "id": settings.district,
        "national": settings.national_url,
        "below": settings.below,
        "pages": list(settings.own_pages),
    }
    whose = {"district": {**district, "names": dict(settings.own_names)}} if settings.district else {}
    return {"names": dict(settings.names), "contact": settings.contact, "code": settings.code, **whose}


Generated = tuple[str, dict[str, bytes], list[str]]
"""What MkDocs made: the name in the cache of the list of its files, the texts that could not be written to the cache, and what it said.

It is short, so that the process that made it need not wait with all its memory until somebody listens.
"""


def _generated(settings: Settings, slots: Mapping[tuple[Language, str], Slot], epoch: int, cache: Cache) -> Generated:
    from aeosite.outlets.website.generator import make_shells  # only this process needs MkDocs

    with tempfile.TemporaryDirectory(prefix="aeosite-") as name:
        folder = Path(name)
        said = make_shells(settings.file, slots, folder, epoch, settings.printed_url, asked(settings))
        files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
        names = {path.relative_to(folder).as_posix(): cache.keep(path.read_bytes()) for path in files}
        return cache.keep(json.dumps(names).encode()), cache.settle(), said


def _kept_frame(making: Callable[[], Generated], root: Path, cache: Cache, key: str, pages: frozenset[str]) -> Frame:
    try:
        listed, texts, said = making()
    except Exception as stopped:
        raise GeneratorStopped(_stopped(stopped, root)) from stopped
    cache.take(texts)
    names: dict[str, str] = json.loads(_kept(cache, listed))
    cache.use(names.values())
    shells = {path: name for path, name in names.items() if path in pages}
    files = {path: name for path, name in names.items() if path not in pages and path != f"{MAP}.gz"}
    cache.put("frame", key, Frame(shells, files, ()))
    return Frame(shells, files, tuple(said))


def _own_files(settings: Settings, frame: Frame) -> dict[str, bytes]:
    """Return the files of the site that are published as they lie in the project or in a component, as they are now."""
    folders = (settings.root / "docs", settings.root / "overrides")
    listed = (path for path in frame.files if path not in MADE)
    own = {path: folder / path for path in listed for folder in folders if (folder / path).is_file()}
    return {path: source.read_bytes() for path, source in own.items()} | component_files()


def component_files() -> dict[str, bytes]:
    """Return the scripts and styles of components, by path in the site."""
    return {path: source.read_bytes() for source, path in assets(COMPONENTS)}


def edition_files(book: Book) -> dict[str, bytes]:
    """Return the styles that print the name of the site, the edition and the number of the sheet, by path in the site.

    Margin boxes take no words from a page, so there is a style for each language.
    """
    phrases = phrases_below(book.settings.root / FOLDER)
    return {
        f"assets/css/edition.{language}.css": _edition(f"{name} · {plain(phrases(language).gettext('版本'))} {book.guide.as_of}")
        for language, name in book.settings.names.items()
    }


def _edition(words: str) -> bytes:
    text = json.dumps(words, ensure_ascii=False)  # quoted as in CSS
    number = 'counter(page) " / " counter(pages)'
    return f"@page{{@bottom-left{{content:{text};font-size:9pt}}@bottom-right{{content:{number};font-size:9pt}}}}\n".encode()


def sizes_in(site: Path, guide: Guide) -> dict[str, int]:
    """Return the size in bytes of each file that outlets have written into a site and pages may link."""
    found = ((path, site / path) for path in sorted(offered(guide) | beside(guide)))
    return {path: file.stat().st_size for path, file in found if file.is_file()}


_Page = tuple[str, str, str, Article]
"""A page to fill: its path in the site, the key of its result, its shell, its article."""


def _write_pages(book: Book, frame: Frame, site: Path) -> list[Path]:
    """Write every page and return the paths. A page that came out the same last time is linked from the site that stands, if it is whole there."""
    cache = book.kept.cache
    sizes = sizes_in(site, book.guide)
    missing: list[_Page] = []
    written: list[Path] = []
    for article in book.all():
        path = address_of((article.language, article.path))
        key = digest(
            frame.shells[path],
            article.body,
            article.title,
            article.description,
            article.contents,
            book.foot(article),
            str(book.guide.named),
            str(article.reviewed_on),
            str(PACKAGE in book.outlets),
            *(map(str, sorted(sizes.items())) if _tells_sizes(book, article) else ()),
            *(book.editions if _leads_to_editions(book, article) else ()),
        )
        name = cache.get("published", key)
        if name is not None and linked(book.previous, path, name, site):
            written.append(site / path)
        else:
            missing.append((path, key, _kept(cache, frame.shells[path]).decode(), article))
    chunks = [missing[start : start + SHARED] for start in range(0, len(missing), SHARED)]
    for chunk in shared([partial(_filled, book, site, sizes, chunk) for chunk in chunks], book.workers):
        for path, key, name in chunk:
            cache.put("published", key, name)
            written.append(site / path)
    return written


def _filled(book: Book, site: Path, sizes: Mapping[str, int], pages: list[_Page]) -> list[tuple[str, str, str]]:
    """Fill and write pages; return the path, key and digest of each."""
    found = []
    for path, key, shell, article in pages:
        data = fill(book, article, shell, sizes).encode()
        found.append((path, key, hashlib.sha256(data).hexdigest()))
        put(site / path, data)
    return found


def _tells_sizes(book: Book, article: Article) -> bool:
    outline = book.guide.content.outline(article.language, article.path)
    return bool(outline.front and outline.front.paper) or any(call.name in CHANNELS for call in outline.directives)


def _leads_to_editions(book: Book, article: Article) -> bool:
    return any(call.name == DIRECTORY for call in book.guide.content.outline(article.language, article.path).directives)


def fill(book: Book, article: Article, shell: str, sizes: Mapping[str, int]) -> str:
    """Return a page of the site: its shell with what the article says, and how large the files are that it lists."""
    values = {
        "title": escape(article.title),
        "description": escape(article.description),
        "edition": book.guide.named.isoformat(),
        "reviewed": article.reviewed_on.isoformat(),
        "contents": "" if "toc" in article.hide else article.contents,
        "content": with_editions(with_sizes(f"{book.html(article)}\n{book.foot(article)}", sizes), article, book.editions),
    }
    page = filled(shell, values, packed=PACKAGE in book.outlets)
    return page if article.language in REQUIRED else with_languages(page, article.language)


def with_sizes(html: str, sizes: Mapping[str, int]) -> str:
    """Return the HTML of a page with the size of each file it lists; of one that was not written nothing is said."""
    return _SIZE.sub(lambda found: _size(sizes[found[1]]) if found[1] in sizes else "", html)


def with_editions(html: str, article: Article, editions: Collection[str]) -> str:
    """Return the HTML of a page with links to the district editions that are published below this site; of others nothing is said."""

    def link(found: re.Match[str]) -> str:
        if found[1] not in editions:
            return ""
        home = posixpath.join(EDITIONS, found[1], address_of((article.language, "index.md")))
        here = posixpath.dirname(address_of((article.language, article.path))) or "."
        return f'<!--online--><a class="edition-link" href="{posixpath.relpath(home, here)}">{found[2]}</a><!--offline-->'

    return _EDITION.sub(link, html)


def _size(number: int) -> str:
    shown = f"{number / 1e6:.1f}\u00a0MB" if number >= 999_500 else f"{max(1, round(number / 1000))}\u00a0kB"
    return f' <span class="size">{shown}</span>'


def map_files(shell: bytes, book: Book) -> Iterator[tuple[str, bytes]]:
    """Yield the map of the site, plain and packed, with the day each page was last reviewed."""
    days = {f"{one.language}/{one.path}": one.reviewed_on.isoformat() for one in book.all()}
    data = filled(shell.decode(), days).encode()
    yield MAP, data
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", mtime=0) as file:
        file.write(data)
    yield f"{MAP}.gz", packed.getvalue()


def _stopped(error: Exception, root: Path) -> Problem:
    """Return the problem of a site generator that stopped, at the template, hook or file it stopped at where that is known."""
    reason = reason_of(error) if isinstance(error, OSError) else Text(*[str(error).partition("\n")[0]] * 2)
    return Problem(
        _place_of(error, root),
        "build",
        Text(
            f"网站没有建成，原来的网站保持不变。{reason.zh}",
            f"The site was not built; the previous one is untouched. {reason.en}",
        ),
        Text("改正这里，或者看上面的信息。", "Correct what stands here, or see the lines above."),
    )


def _place_of(error: Exception, root: Path) -> Place:
    file, line = getattr(error, "filename", None), getattr(error, "lineno", None)
    try:
        return Place(Path(str(file)).resolve().relative_to(root.resolve()).as_posix(), line or 1) if file else Place("mkdocs.yml")
    except ValueError:
        return Place("mkdocs.yml")
