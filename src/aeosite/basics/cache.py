"""What was worked out before, kept on disk: results by the digest of all that went into them.

A cache changes how long a build takes and nothing else. It may be deleted, shared between builds, cut short or damaged at any time: what
cannot be read back whole is worked out again. Nothing in it is trusted to run: only values of plain types and of this package's own classes
are read back, so that a cache slipped into a checkout can do no more than be ignored.
"""

import hashlib
import io
import os
import pickle
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, TypeVar

FOLDER = ".cache"
"""The folder of the cache, beside ``docs``; not published and not under version control."""

GENERATIONS = 6
"""How many builds a result that none of them asked for is kept."""

LARGEST = 600_000_000
"""Bytes of published files that may be kept; beyond that those not used by the last build go, oldest first."""

LIBRARIES = (
    "babel",
    "beautifulsoup4",
    "jinja2",
    "markdown",
    "markupsafe",
    "pydantic",
    "pymdown-extensions",
    "pyyaml",
    "segno",
    "selectolax",
)
"""The libraries whose results are kept: another version makes other results."""

_PLAIN = {("datetime", "date"), ("decimal", "Decimal"), ("builtins", "set"), ("builtins", "frozenset"), ("markupsafe", "Markup")}
T = TypeVar("T")


def digest(*parts: bytes | str) -> str:
    """Return a digest of some texts or bytes in order; no two different lists of parts have the same."""
    total = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(len(data).to_bytes(8, "big"))
        total.update(data)
    return total.hexdigest()


def stamp_of(*folders: Path) -> str:
    """Return a digest of the code: every file below some folders, the version of Python and those of the libraries used."""
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    sources = [part for path in files for part in (path.name, path.read_bytes())]
    return digest(sys.version, *(f"{name} {_version(name)}" for name in LIBRARIES), *sources)


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


class Cache:
    """Results in named tables, and published files by their content.

    Args:
        folder: where it is kept; None keeps nothing beyond this object.
        stamp: digest of the code that makes the results; results of other code are as if they were not there.
    """

    def __init__(self, folder: Path | None, stamp: str = "") -> None:
        self.folder = folder
        self._stamp = stamp
        self._tables: dict[str, dict[str, list[Any]]] = {}
        self._asked: dict[str, set[str]] = {}
        self._changed: set[str] = set()
        self._kept: set[str] = set()
        self._files: dict[str, bytes] = {}

    def get(self, table: str, key: str) -> Any | None:
        """Return what is kept under a key, or None."""
        found = self._table(table).get(key)
        if found is None:
            return None
        self._asked[table].add(key)
        return found[1]

    def put(self, table: str, key: str, value: object) -> None:
        """Keep a value under a key. It must be made of plain types and this package's own classes."""
        self._table(table)[key] = [0, value]
        self._asked[table].add(key)
        self._changed.add(table)

    def made(self, table: str, key: str, make: Callable[[], T]) -> T:
        """Return what is kept under a key, making and keeping it where it is not."""
        found = self.get(table, key)
        if found is None:
            found = make()
            self.put(table, key, found)
        return found

    def save(self) -> None:
        """Write what changed. A table is written whole and moved into place, so that a reader sees the old one or the new one.

        What cannot be written is not kept: that costs time later and nothing else.
        """
        for name in sorted(self._changed if self.folder else ()):
            asked = self._asked[name]
            aged = {
                key: [0 if key in asked else age + 1, value]
                for key, (age, value) in self._table(name).items()
                if key in asked or age < GENERATIONS
            }
            data = pickle.dumps(aged, protocol=5)
            with suppress(OSError):
                self._write(self._path(name), hashlib.sha256(data).digest() + data)
        self._changed.clear()
        with suppress(OSError):
            self._drop_files()

    def keep(self, data: bytes) -> str:
        """Keep the bytes of a published file; return the name to get them back by, which is their digest."""
        name = hashlib.sha256(data).hexdigest()
        self._kept.add(name)
        if self.folder is None:
            self._files[name] = data
            return name
        path = self._file(name)
        try:
            if not path.exists():
                self._write(path, data)
        except OSError:  # a full disk or a folder that cannot be written costs time later and nothing else
            self._files[name] = data
        return name

    def kept(self, name: str) -> bytes | None:
        """Return the bytes of a file kept earlier, or None where they are not there or not whole."""
        if self.folder is None or name in self._files:
            return self._files.get(name)
        try:
            data = self._file(name).read_bytes()
        except OSError:
            return None
        if hashlib.sha256(data).hexdigest() != name:
            with suppress(OSError):
                self._file(name).unlink()
            return None
        self._kept.add(name)
        return data

    def has(self, name: str) -> bool:
        """Whether a file kept earlier is there, whole or not."""
        return name in self._files or (self.folder is not None and self._file(name).is_file())

    def place(self, name: str, target: Path) -> Path | None:
        """Put a kept file at a path and return the path, or None where the file is not there or not whole.

        It is linked rather than copied where the disk can do that; whoever changes the one then changes the other, which is seen here by
        its digest when it is next asked for.
        """
        data = self.kept(name)
        if data is None:
            return None
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            if self.folder:
                os.link(self._file(name), target)
                return target
        target.write_bytes(data)
        return target

    def _table(self, name: str) -> dict[str, list[Any]]:
        if name not in self._tables:
            self._tables[name] = self._read(name)
            self._asked[name] = set()
        return self._tables[name]

    def _read(self, name: str) -> dict[str, list[Any]]:
        if self.folder is None:
            return {}
        try:
            data = self._path(name).read_bytes()
            if hashlib.sha256(data[32:]).digest() != data[:32]:
                return {}
            return dict(_Reader(io.BytesIO(data[32:])).load())
        except Exception:  # whatever is wrong with it, it is only a cache
            return {}

    def _path(self, name: str) -> Path:
        assert self.folder is not None
        return self.folder / f"{name}-{self._stamp[:16]}"

    def _file(self, name: str) -> Path:
        assert self.folder is not None
        return self.folder / "files" / name[:2] / name

    def _write(self, path: Path, data: bytes) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        number, fresh = tempfile.mkstemp(prefix=".new-", dir=path.parent)
        try:
            with os.fdopen(number, "wb") as file:
                file.write(data)
            os.chmod(fresh, 0o644)
            os.replace(fresh, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(fresh)
            raise

    def _drop_files(self) -> None:
        """Drop tables of other code, and files that this build did not use once all of them are too many."""
        if self.folder is None or not self.folder.is_dir():
            return
        tables = sorted(
            (path for path in self.folder.iterdir() if path.is_file()), key=lambda path: path.stat().st_mtime, reverse=True
        )
        stale = [path for path in tables if not path.name.endswith(self._stamp[:16])]
        for path in stale[len(self._tables) * 2 + 8 :]:
            path.unlink(missing_ok=True)
        files = [(path.stat().st_mtime, path.stat().st_size, path) for path in (self.folder / "files").glob("*/*")]
        total = sum(size for _, size, _ in files)
        for _, size, path in sorted(files):
            if total <= LARGEST:
                break
            if path.name not in self._kept:
                path.unlink(missing_ok=True)
                total -= size


def cache_of(root: Path) -> Cache:
    """Return the cache of the project at ``root``, for results of the code that is running and the project's templates."""
    return Cache(root / FOLDER, stamp_of(Path(__file__).resolve().parents[1], root / "overrides" / "records"))


class _Reader(pickle.Unpickler):
    """Reads back plain types and classes of this package, and refuses everything else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _PLAIN and not module.startswith("aeosite."):
            raise pickle.UnpicklingError(f"{module}.{name}")
        found = getattr(import_module(module), name, None)
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


@contextmanager
def saved(cache: Cache) -> Iterator[Cache]:
    """Yield a cache and save it afterwards, also when the work was refused: what was found out is still true."""
    try:
        yield cache
    finally:
        cache.save()
