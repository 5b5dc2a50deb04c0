"""The gate: load, check, compose, and open the guide only when nothing is wrong. The command and every outlet come through it."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from aeosite.basics.cache import Cache
from aeosite.basics.problems import Problem, Refusal, in_order
from aeosite.compose.book import Book, make_book
from aeosite.guide.guide import Guide
from aeosite.read.edition import settings_of_edition
from aeosite.read.load import load
from aeosite.read.local import districts_in
from aeosite.read.settings import Settings
from aeosite.rules import check, check_whole, page_checks

Begin = Callable[[Guide, Settings, Cache], Callable[[], object]]
"""Starts the work of an outlet that needs no articles, and returns a function that waits for it."""


class Refused(Refusal):
    """Raised when the content has problems; carries them all, in order."""


def open_guide(root: Path, as_of: date, cache: Cache | None = None, *, district: str | None = None) -> Guide:
    """Return the guide below ``root`` as of a date.

    Args:
        root: the project folder.
        as_of: the date it speaks of.
        cache: what was read and found before.
        district: the district whose edition is opened; none for the national guide.

    Raises:
        Refused: the content has problems.
        NoDistrict: the district has no edition.
    """
    guide = Guide(load(root, cache, district=district), as_of)
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
    editions: Collection[str] = (),
) -> Book:
    """Return the book of a project as of a date, each page checked as composed.

    Args:
        settings: the settings of the site; they say where the project is, and of an edition whose it is.
        as_of: the date it speaks of.
        cache: what was read, found and composed before.
        workers: how many processes may work at once.
        begin: the work of outlets to start while pages are composed, by outlet.
        previous: the site that stands, for outlets that take over what did not change.
        outlets: the names of the outlets that will write it.
        today: the last day on which anything can have been checked; later days are faults.
        edition: the day of the edition, where the guide speaks of the rules of another one.
        editions: the districts whose editions will be written below it.

    Raises:
        Refusal: the content has problems.
    """
    content = load(settings.root, cache, languages=settings.languages, district=settings.district)
    guide, settings = Guide(content, as_of, today, edition), settings_of_edition(settings, content)
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
        editions=editions,
    )


def check_editions(
    settings: Settings, as_of: date, *, cache: Cache, workers: int = 1, today: date | None = None, edition: date | None = None
) -> None:
    """Compose the edition of every district that has one, and refuse what is wrong in any; arguments as for a book.

    Raises:
        Refused: an edition has problems.
    """
    problems: list[Problem] = []
    for district in districts_in(settings.root):
        try:
            open_book(replace(settings, district=district), as_of, cache=cache, workers=workers, today=today, edition=edition)
        except Refusal as refused:
            problems += refused.problems
    if problems:
        raise Refused(in_order(dict.fromkeys(problems)))
