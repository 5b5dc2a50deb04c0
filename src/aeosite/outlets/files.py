"""Files that outlets make of the guide: each made again only when an answer it rests on has changed, and linked from the site that stands where it is whole there."""

import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from aeosite.basics.cache import Cache
from aeosite.compose.book import Book
from aeosite.guide.guide import Guide
from aeosite.guide.reads import Work

Make = Callable[[Guide], Mapping[str, bytes]]
"""Makes files of a guide: path → bytes. It asks the guide for everything that they depend on."""


@dataclass(frozen=True)
class File:
    """A file that was made: its name in the cache, which is the SHA-256 of its bytes, and its size in bytes."""

    name: str
    size: int


def made(book: Book, table: str, makers: Mapping[str, Make]) -> dict[str, File]:
    """Return files by path, those kept that would come out the same.

    Args:
        book: the book.
        table: where they are kept.
        makers: what makes them, by what else than the guide they depend on.
    """
    cache = book.kept.cache
    works = [Work(table, key, partial(_made, make, cache)) for key, make in makers.items()]
    found = {path: file for files in book.kept.all(works) for path, file in (files or {}).items()}
    if cache.has(*(file.name for file in found.values())):
        return found
    return {path: file for work in works for path, file in (work.do(book.guide) or {}).items()}


def _made(make: Make, cache: Cache, guide: Guide) -> dict[str, File]:
    return {path: File(cache.keep(data), len(data)) for path, data in make(guide).items()}


def written(book: Book, files: Mapping[str, File], makers: Sequence[Make], site: Path) -> list[Path]:
    """Write files into a site and return their paths.

    Args:
        book: the book.
        files: the files, by path in the site.
        makers: what makes them, for those that the cache has lost.
        site: the folder of the site.
    """
    again: dict[str, bytes] = {}
    for path, file in files.items():
        if linked(book.previous, path, file.name, site):
            continue
        data = book.kept.cache.kept(file.name)
        if data is None:
            again = again or {path: data for make in makers for path, data in make(book.guide).items()}
            data = again[path]
        put(site / path, data)
    return [site / path for path in files]


def put(path: Path, data: bytes) -> Path:
    """Write a file and the folders it stands in; return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def linked(previous: Path | None, path: str, name: str, site: Path) -> bool:
    """Link a file from the site that stands, where it still is what we wrote. Whoever has changed it there gets a new one."""
    if previous is None:
        return False
    # as texts: a thousand paths as objects take as long as reading the files
    source, target = f"{previous}/{path}", f"{site}/{path}"
    try:
        with open(source, "rb") as file:
            if hashlib.sha256(file.read()).hexdigest() != name or os.path.islink(source):
                return False
        if not os.path.isdir(os.path.dirname(target)):
            os.makedirs(os.path.dirname(target))
        os.link(source, target)
    except OSError:
        return False
    return True
