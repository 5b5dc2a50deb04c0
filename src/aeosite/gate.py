"""The gate: load, check, compose, and open the guide only when nothing is wrong. The command and every outlet come through it."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path

from aeosite.basics.cache import Cache
from aeosite.basics.problems import Refusal
from aeosite.compose.book import Book, make_book
from aeosite.guide.guide import Guide
from aeosite.read.load import load
from aeosite.read.settings import Settings
from aeosite.rules import check, check_whole, page_checks

Begin = Callable[[Guide, Settings, Cache], Callable[[], object]]
"""Starts the work of an outlet that needs no articles, and returns a function that waits for it."""


class Refused(Refusal):
    """Raised when the content has problems; carries them all, in order."""


def open_guide(root: Path, as_of: date, cache: Cache | None = None) -> Guide:
    """Return the guide below ``root`` as of a date.

    Args:
        root: the project folder.
        as_of: the date it speaks of.
        cache: what was read and found before.

    Raises:
        Refused: the content has problems.
    """
    guide = Guide(load(root, cache), as_of)
    if problems := check(guide, cache=cache):
        raise Refused(problems)
    return guide


def open_book(
    settings: Settings,
    as_of: date,
    *,
    cache: Cache,
    workers: int = 1,
    begin: Mapping[str, Begin] | None = None,
    previous: Path | None = None,
    outlets: Collection[str] = (),
    today: date | None = None,
    edition: date | None = None,
) -> Book:
    """Return the book of a project as of a date, each page checked as composed.

    Args:
        settings: the settings of the site; they say where the project is.
        as_of: the date it speaks of.
        cache: what was read, found and composed before.
        workers: how many processes may work at once.
        begin: the work of outlets to start while pages are composed, by outlet.
        previous: the site that stands, for outlets that take over what did not change.
        outlets: the names of the outlets that will write it.
        today: the last day on which anything can have been checked; later days are faults.
        edition: the day of the edition, where the guide speaks of the rules of another one.

    Raises:
        Refusal: the content has problems.
    """
    guide = Guide(load(settings.root, cache, languages=settings.languages), as_of, today, edition)
    starting = {} if guide.content.problems else begin or {}
    ahead = {name: start(guide, settings, cache) for name, start in starting.items()}
    if check_whole(guide, cache=cache):
        raise Refused(check(guide, cache=cache, workers=workers))
    return make_book(
        guide,
        settings,
        page_checks(guide),
        cache=cache,
        workers=workers,
        ahead=ahead,
        previous=previous,
        outlets=outlets,
    )
