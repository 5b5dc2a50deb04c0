"""What an outlet is: a name, and a function that writes the book in one form."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from aeosite.compose.book import Book
from aeosite.gate import Begin

Say = Callable[[str], None]
Write = Callable[[Book, Path, Say], list[Path]]
"""Writes below a folder and returns the paths written. ``site`` in that folder is what will be published; ``dist`` is for downloads.
An outlet may read what those before it in the list wrote."""


@dataclass(frozen=True)
class Outlet:
    """One form in which the guide reaches people.

    Attributes:
        name: its name, for ``aeosite build --only``.
        write: writes it.
        needs: the names of the outlets whose files it reads or completes; they are written with it.
        begin: starts what needs no articles while they are being composed; ``book.ahead[name]`` waits for it.
    """

    name: str
    write: Write
    needs: tuple[str, ...] = ()
    begin: Begin | None = None
