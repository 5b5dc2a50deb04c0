"""The handbook and what else is made for paper: PDFs of the same pages as the website, set by Typst, tagged (PDF/UA-1), the same bytes every time."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from aeosite.basics.cache import digest
from aeosite.basics.language import Text
from aeosite.basics.phrases import FOLDER as CATALOGUES
from aeosite.basics.phrases import phrases_below
from aeosite.basics.problems import Failure, Place, Problem
from aeosite.compose.book import Book
from aeosite.guide.edition import epoch_of
from aeosite.guide.guide import Guide
from aeosite.guide.papers import LEAFLET, Paper, packed, papers
from aeosite.guide.reads import Question, noted
from aeosite.outlets.files import File, linked, put
from aeosite.outlets.handbook.assemble import articles_of, source_of
from aeosite.outlets.handbook.desk import FOLDER, Desk, templates_of
from aeosite.outlets.handbook.leaflet import leaflet_of
from aeosite.outlets.outlet import Say
from aeosite.outlets.press import NotSet, pressed

TABLE = "papers"
"""Where papers are kept, by what they were made of."""


class NotPrinted(Failure):
    """Raised when a paper cannot be set: a template is at fault, or text that no page should hold."""


def write(book: Book, folder: Path, say: Say) -> list[Path]:
    """Write the handbook, single pages and the criteria in both languages below ``folder/site`` and return their paths.

    Args:
        book: the articles; papers ask its guide as well.
        folder: the folder of everything that is being published.
        say: told which papers have been set, for the largest take seconds.

    Raises:
        NotPrinted: a paper cannot be set.
    """
    return _written([paper for paper in papers(book.guide) if not packed(paper)], book, folder / "site", say)


def write_leaflets(book: Book, folder: Path, say: Say) -> list[Path]:
    """Write the leaflets, which the offline copy has too, as ``write`` does the rest."""
    return _written([paper for paper in papers(book.guide) if packed(paper)], book, folder / "site", say)


def _written(listed: Sequence[Paper], book: Book, site: Path, say: Say) -> list[Path]:
    cache, templates = book.kept.cache, templates_of(book.settings.root)
    keys = {paper.file: _key(paper, book, templates) for paper in listed}
    files = {path: file for path, key in keys.items() if (file := _found(book, key)) is not None}
    missing = [paper for paper in listed if paper.file not in files]
    files |= _set(missing, keys, book, templates, say)
    for path, file in files.items():
        if not linked(book.previous, path, file.name, site):
            data = cache.kept(file.name)
            assert data is not None, "it was there a moment ago"
            put(site / path, data)
    return [site / paper.file for paper in listed]


def _key(paper: Paper, book: Book, templates: Mapping[str, str]) -> str:
    """Return a digest of what a paper depends on beside what it asks of the guide."""
    articles = articles_of(paper, book)
    made_of = [part for one in articles for part in (one.path, one.body, one.title, one.description, book.foot(one))]
    return digest(repr(paper), book.settings.digest_of, book.settings.printed_url or "", *templates.values(), *made_of)


def _found(book: Book, key: str) -> File | None:
    found = book.kept.find(TABLE, key)
    return found if isinstance(found, File) and book.kept.cache.kept(found.name) is not None else None


def _set(
    missing: Sequence[Paper], keys: Mapping[str, str], book: Book, templates: Mapping[str, str], say: Say
) -> dict[str, File]:
    """Set papers, keep them, and return their files by path."""
    asked: dict[str, set[Question]] = {paper.file: set() for paper in missing}
    sources = {paper.file: _source(paper, book, noted(book.guide, asked[paper.file]), templates) for paper in missing}
    stamp = epoch_of(book.guide.as_of)
    known = {path: file for path, source in sources.items() if (file := _known(book, source, stamp)) is not None}
    wanted = dict(sorted(((path, sources[path]) for path in sources if path not in known), key=lambda pair: -len(pair[1])))
    made = known | dict(_pressed(wanted, stamp, book, say))
    for path, file in made.items():
        book.kept.put(TABLE, keys[path], file, asked[path])
    return made


def _source(paper: Paper, book: Book, guide: Guide, templates: Mapping[str, str]) -> str:
    phrases_in = phrases_below(book.settings.root / CATALOGUES)
    desk = Desk(book, guide, templates, {language: phrases_in(language) for language in paper.languages})
    return leaflet_of(paper, desk) if paper.kind == LEAFLET else source_of(paper, desk)


def _known(book: Book, source: str, stamp: int) -> File | None:
    """Return the file that the same source made before: what a page is made of may change without changing what it says."""
    found = book.kept.cache.get("pressed", digest(source, str(stamp)))
    return found if isinstance(found, File) and book.kept.cache.kept(found.name) is not None else None


def _pressed(sources: Mapping[str, str], stamp: int, book: Book, say: Say) -> Iterator[tuple[str, File]]:
    if not sources:
        return
    told: list[str] = []

    def done(path: str) -> None:
        told.append(path)
        say(f"PDF {len(told)}/{len(sources)}  {path}")

    try:
        made = pressed(sources, stamp, book.workers, done)
    except NotSet as error:
        raise NotPrinted(_fault(str(error))) from error
    cache = book.kept.cache
    for path, data in made.items():
        file = File(cache.keep(data), len(data))
        cache.put("pressed", digest(sources[path], str(stamp)), file)
        yield path, file


def _fault(reason: str) -> Problem:
    return Problem(
        Place(FOLDER),
        "paper",
        Text(f"PDF 没有排成。{reason}", f"A PDF could not be set. {reason}"),
        Text(
            f"刚改过 {FOLDER} 的模板的，撤销修改；没有改过的，请报告这个问题。",
            f"If a template in {FOLDER} was changed, undo that; if not, please report this.",
        ),
    )
