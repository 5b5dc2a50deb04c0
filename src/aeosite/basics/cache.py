"""What was worked out before, kept on disk: results by the digest of all that went into them.

A cache changes how long a build takes and nothing else. It may be deleted, shared between builds, cut short or damaged at any time: what
cannot be read back whole is worked out again. Nothing in it is trusted to run: only values of plain types and of this package's own classes
are read back, so that a cache slipped into a checkout can do no more than be ignored.
"""

import hashlib
import io
import os
import pickle
import sqlite3
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import yaml

FOLDER = ".cache"
"""The folder of the cache, beside ``docs``; not published and not under version control."""

FILE = "results.db"
"""The file of the cache: an SQLite database, so that two builds at once and a build that is killed cannot leave it half written."""

LAYOUT = 2
"""The layout of the file, to be counted up when it changes."""

BUCKETS = 16
"""A table is written in so many parts, and only those that changed."""

GENERATIONS = 6
"""How many builds a result that none of them asked for is kept, and the results of how many states of the code."""

LARGEST = 400_000_000
"""Bytes of the file from which on texts that the last build did not use are dropped."""

PENDING = 8_000_000
"""Bytes of texts from which on they are written at once, rather than at the end with everything else."""

PATIENCE = 2.0
"""Seconds to wait for another build that is writing."""

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
    """Return a digest of the code: every file below some folders, the version of Python and those of the libraries installed.

    Scripts and styles are left out: they are published as they lie, and no result rests on them.
    """
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    files = sorted(path for path in found if path.suffix not in (".js", ".css"))
    sources = [part for path in files for part in (path.name, path.read_bytes())]
    return digest(sys.version, *_installed(), *sources)


def _installed() -> list[str]:
    """Return the libraries installed beside those of this package, each with its version."""
    return sorted(path.name for path in Path(yaml.__file__).parents[1].glob("*.dist-info"))


def _bucket(key: str) -> int:
    return zlib.crc32(key.encode()) % BUCKETS


class Cache:
    """Results in named tables, and texts by their digest.

    Args:
        folder: where it is kept; None keeps nothing beyond this object.
        stamp: digest of the code that makes the results; results of other code are as if they were not there.
    """

    def __init__(self, folder: Path | None, stamp: str = "") -> None:
        self.folder = folder
        self._stamp = stamp
        self._tables: dict[str, dict[str, list[Any]]] = {}
        self._asked: dict[str, set[str]] = {}
        self._changed: set[tuple[str, int]] = set()
        self._texts: dict[str, bytes] = {}
        self._weight = 0
        self._apart = False
        self._used: set[str] = set()

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
        self._changed.add((table, _bucket(key)))

    def made(self, table: str, key: str, make: Callable[[], T]) -> T:
        """Return what is kept under a key, making and keeping it where it is not."""
        found = self.get(table, key)
        if found is None:
            found = make()
            self.put(table, key, found)
        return found

    def keep(self, data: bytes) -> str:
        """Keep a text; return the name to get it back by, which is its digest."""
        name = hashlib.sha256(data).hexdigest()
        self.take({name: data})
        return name

    def take(self, texts: Mapping[str, bytes]) -> None:
        """Keep texts by their names, such as those that another process kept apart."""
        self._texts.update(texts)
        self._weight += sum(map(len, texts.values()))
        if self._weight > PENDING and not self._apart:
            self.settle()

    @contextmanager
    def apart(self) -> Iterator[Mapping[str, bytes]]:
        """Yield the texts that are kept meanwhile; they are kept only when they are taken, in this process or another."""
        before, self._texts, self._apart = (self._texts, self._weight), {}, True
        try:
            yield self._texts
        finally:
            (self._texts, self._weight), self._apart = before, False

    def use(self, names: Iterable[str]) -> None:
        """Note that texts are in use, such as those that another process has written."""
        self._used.update(names)

    def settle(self) -> dict[str, bytes]:
        """Write the texts kept so far, so that they need no memory; return those that cannot be written and stay in memory."""
        self._weight = 0
        if self.folder is None:
            return self._texts
        with suppress(OSError, sqlite3.Error):
            self.folder.mkdir(parents=True, exist_ok=True)
            with closing(self._open(create=True)) as database, database:
                database.execute("BEGIN IMMEDIATE")
                self._write_texts(database)
            self._used |= self._texts.keys()
            self._texts = {}
        return self._texts

    def kept(self, name: str) -> bytes | None:
        """Return a text kept earlier, or None where it is not there or not whole."""
        if name in self._texts:
            return self._texts[name]
        for (data,) in self._rows("SELECT data FROM texts WHERE name = ?", name):
            if isinstance(data, bytes) and hashlib.sha256(data).hexdigest() == name:
                self._used.add(name)
                return data
        return None

    def has(self, *names: str) -> bool:
        """Whether texts kept earlier are all there, whole or not."""
        missing = sorted({name for name in names if name not in self._texts})
        found = set()
        for start in range(0, len(missing), 500):
            some = missing[start : start + 500]
            found |= {
                name for (name,) in self._rows(f"SELECT name FROM texts WHERE name IN ({', '.join('?' * len(some))})", *some)
            }
        self._used |= found
        return len(found) == len(missing)

    def save(self) -> None:
        """Write what changed, all of it or nothing. What cannot be written is not kept: that costs time later and nothing else."""
        if self.folder is None or not (self._changed or self._texts):
            return
        with suppress(OSError, sqlite3.Error):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._write()
        self._changed.clear()

    def _write(self) -> None:
        with closing(self._open(create=True)) as database, database:
            database.execute("BEGIN IMMEDIATE")
            for name, bucket in sorted(self._changed):
                data = pickle.dumps(self._aged(name, bucket), protocol=5)
                row = (self._stamp, name, bucket, hashlib.sha256(data).digest(), data)
                database.execute("REPLACE INTO tables (stamp, name, bucket, digest, data) VALUES (?, ?, ?, ?, ?)", row)
            self._write_texts(database)
            database.execute(
                "DELETE FROM tables WHERE stamp NOT IN (SELECT stamp FROM tables GROUP BY stamp ORDER BY max(rowid) DESC LIMIT ?)",
                (GENERATIONS,),
            )
            size = database.execute("SELECT sum(length(data)) FROM texts").fetchone()[0] or 0
            if size > LARGEST:
                database.execute("CREATE TEMP TABLE used (name PRIMARY KEY)")
                database.executemany("INSERT OR IGNORE INTO used VALUES (?)", ((name,) for name in (*self._used, *self._texts)))
                database.execute("DELETE FROM texts WHERE name NOT IN (SELECT name FROM used)")

    def _write_texts(self, database: sqlite3.Connection) -> None:
        database.executemany("REPLACE INTO texts (name, data) VALUES (?, ?)", self._texts.items())

    def _aged(self, name: str, bucket: int) -> dict[str, list[Any]]:
        """Return a part of a table as it is to be written: what was not asked for is a build older, and goes when it is too old."""
        asked = self._asked[name]
        rows = ((key, age, value) for key, (age, value) in self._table(name).items() if _bucket(key) == bucket)
        return {key: [0 if key in asked else age + 1, value] for key, age, value in rows if key in asked or age < GENERATIONS}

    def _table(self, name: str) -> dict[str, list[Any]]:
        if name not in self._tables:
            self._tables[name] = self._read(name)
            self._asked[name] = set()
        return self._tables[name]

    def _read(self, name: str) -> dict[str, list[Any]]:
        found: dict[str, list[Any]] = {}
        for sealed, data in self._rows("SELECT digest, data FROM tables WHERE stamp = ? AND name = ?", self._stamp, name):
            with suppress(Exception):  # whatever is wrong with it, it is only a cache
                if hashlib.sha256(data).digest() == sealed:
                    found.update(_Reader(io.BytesIO(data)).load())
        return found

    def _rows(self, query: str, *values: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query; none where there is no file or it is damaged, which then is deleted."""
        if self.folder is None or not (self.folder / FILE).is_file():
            return []
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.OperationalError:  # another build is writing, or the file is of another kind
            return []
        except sqlite3.Error:
            self._forget()
            return []

    @property
    def _connection(self) -> sqlite3.Connection:
        """The connection of this process; one made before a fork must not be used after it."""
        known = self.__dict__.get("_connected")
        if known is None or known[0] != os.getpid():
            known = self.__dict__["_connected"] = (os.getpid(), self._open(create=False))
        return known[1]

    def _open(self, *, create: bool) -> sqlite3.Connection:
        assert self.folder is not None
        database = sqlite3.connect(self.folder / FILE, timeout=PATIENCE, isolation_level=None)
        try:
            database.execute("PRAGMA synchronous = OFF")  # if the machine stops half way, the digests tell
            if create:
                self._lay_out(database)
        except sqlite3.OperationalError:
            database.close()
            raise
        except sqlite3.DatabaseError:
            database.close()
            self._forget()
            raise
        return database

    def _lay_out(self, database: sqlite3.Connection) -> None:
        """Make the tables; those of another layout are dropped."""
        if database.execute("PRAGMA user_version").fetchone()[0] != LAYOUT:
            database.execute("DROP TABLE IF EXISTS tables")
            database.execute("DROP TABLE IF EXISTS texts")
            database.execute(f"PRAGMA user_version = {LAYOUT}")
        database.execute(
            "CREATE TABLE IF NOT EXISTS tables"
            " (stamp TEXT, name TEXT, bucket INTEGER, digest BLOB, data BLOB, PRIMARY KEY (stamp, name, bucket))"
        )
        database.execute("CREATE TABLE IF NOT EXISTS texts (name TEXT PRIMARY KEY, data BLOB)")

    def _forget(self) -> None:
        self.__dict__.pop("_connected", None)
        with suppress(OSError):
            assert self.folder is not None
            (self.folder / FILE).unlink()


def cache_of(root: Path) -> Cache:
    """Return the cache of the project at ``root``, for results of the code that is running and the project's templates."""
    return Cache(
        root / FOLDER,
        stamp_of(Path(__file__).resolve().parents[1], root / "overrides" / "records", root / "overrides" / "locales"),
    )


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
