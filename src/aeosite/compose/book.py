"""The book: every page composed, in every language, each done again only when something it read has changed."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import Any, TypeVar

from aeosite.basics.cache import Cache, digest
from aeosite.basics.language import Language
from aeosite.basics.problems import Problem, Refusal, in_order
from aeosite.compose.article import Article, Composed, Press, compose
from aeosite.compose.markdown import Dialect
from aeosite.compose.render import environment, foot, warm
from aeosite.guide.drift import pages_behind, records_behind
from aeosite.guide.guide import Guide
from aeosite.guide.reads import Kept, Work
from aeosite.read import pages as read_pages
from aeosite.read.settings import Settings

T = TypeVar("T")
Page = tuple[Language, str]
"""A page by its language and path."""


class NotFit(Refusal):
    """Raised when a page is not as the rules want it, or holds, composed, what no page may hold; carries every problem, in order."""


@dataclass(frozen=True)
class Kit:
    """What composing needs beside the guide, made when the first page needs it: most builds compose few pages, or none."""

    templates: Path

    @cached_property
    def press(self) -> Press:
        """The templates and the Markdown."""
        return Press(environment(self.templates), Dialect())

    def warm(self) -> None:
        """Make everything now, for processes that are about to be started."""
        warm(self.press.templates)


@dataclass(frozen=True)
class Book:
    """The articles of every language.

    Attributes:
        guide: the guide they were composed from.
        settings: the settings of the site.
        articles: by language, then by path.
        feet: the foot of each page: what it rests on, when it was reviewed, which edition this is.
        kept: where composed pages are kept.
        kit: what composes a page again whose text was lost from the cache.
        workers: how many processes an outlet may use.
        ahead: work of outlets begun while the pages were being composed: functions that wait for it, by outlet.
        previous: the site that stands, whose pages may be taken over where they would come out the same.
        outlets: the names of the outlets that write it now: a page links only what is written with it.
        editions: the districts whose editions are written below it now.
    """

    guide: Guide
    settings: Settings
    articles: Mapping[Language, Mapping[str, Article]]
    feet: Mapping[Page, str]
    kept: Kept
    kit: Kit
    workers: int = 1
    ahead: Mapping[str, Callable[[], object]] = field(default_factory=dict)
    previous: Path | None = None
    outlets: frozenset[str] = frozenset()
    editions: tuple[str, ...] = ()

    def all(self) -> Iterable[Article]:
        """Return every article, language by language."""
        return (article for articles in self.articles.values() for article in articles.values())

    def html(self, article: Article) -> str:
        """Return the HTML of an article."""
        data = self.kept.cache.kept(article.body)
        if data is not None:
            return data.decode()
        page = self.guide.content.pages[article.language][article.path]
        return compose(self.guide, page, self.kit.press).html

    def behind(self) -> dict[Language, int]:
        """Return how many sections of pages and how many records are behind, by language; only languages where some are."""
        content = self.guide.content
        work = [Work("behind", language, partial(_records_behind, language)) for language in content.languages]
        records = [number or 0 for number in self.kept.all(work)]
        numbers = {
            language: number + pages_behind(content, language)
            for language, number in zip(content.languages, records, strict=True)
        }
        return {language: number for language, number in numbers.items() if number}

    def foot(self, article: Article) -> str:
        """Return the foot of an article."""
        return self.feet[article.language, article.path]


def make_book(
    guide: Guide,
    settings: Settings,
    checks: Mapping[Page, Work[list[Problem]]],
    *,
    cache: Cache,
    workers: int = 1,
    ahead: Mapping[str, Callable[[], object]] | None = None,
    previous: Path | None = None,
    outlets: Collection[str] = (),
    editions: Collection[str] = (),
) -> Book:
    """Return the book of a guide that the rules about more than a page have passed.

    Args:
        guide: the guide.
        settings: the settings of the site.
        checks: what looks at each page before it is composed, in the process that composes it, so that it is read once.
        cache: what was composed before.
        workers: how many processes may work at once.
        ahead: work of outlets begun already.
        previous: the site that stands.
        outlets: the names of the outlets that will write it.
        editions: the districts whose editions will be written below it.

    Raises:
        NotFit: a page is not as the rules want it, or, composed, holds what no page may hold.
    """
    kept, kit = Kept(guide, cache), Kit(settings.templates)
    pages: list[Page] = [(language, path) for language, pages in guide.content.pages.items() for path in pages]
    works: list[Work[Any]] = []
    for page in pages:
        works += [checks[page]] if page in checks else []
        works.append(Work("articles", "/".join(page), partial(_or_none, partial(_article, page, kit, cache))))
        works.append(Work("feet", _foot_key(page, settings), partial(_or_none, partial(_foot, page, kit, settings))))
    done: dict[str, list[Any]] = {"page-rules": [], "articles": [], "feet": []}
    for work, result in zip(works, kept.all(works, workers, kit.warm), strict=True):
        done[work.table].append(result)
    _refuse(problem for problems in done["page-rules"] for problem in problems)
    composed = {page: one or _article(page, kit, cache, guide) for page, one in zip(pages, done["articles"], strict=True)}
    _refuse(problem for one in composed.values() for problem in one.problems)
    feet = {page: one or _foot(page, kit, settings, guide) for page, one in zip(pages, done["feet"], strict=True)}
    articles: dict[Language, dict[str, Article]] = {language: {} for language in guide.content.pages}
    for (language, path), one in composed.items():
        articles[language][path] = one.article
    return Book(
        guide, settings, articles, feet, kept, kit, workers, ahead or {}, previous, frozenset(outlets), tuple(sorted(editions))
    )


def _records_behind(language: Language, guide: Guide) -> int:
    return records_behind(guide.content, language)


def _refuse(problems: Iterable[Problem]) -> None:
    if found := in_order(problems):
        raise NotFit(found)


def _foot_key(page: Page, settings: Settings) -> str:
    return digest(*page, settings.printed_url or "")


def _or_none(compose_part: Callable[[Guide], T], guide: Guide) -> T | None:
    """Return a part of a page; None where composing it fails. Then a rule says why; where none does, composing it again raises what is wrong."""
    try:
        return compose_part(guide)
    except Exception:
        return None


def _article(page: Page, kit: Kit, cache: Cache, guide: Guide) -> Composed:
    language, path = page
    made = compose(guide, guide.content.pages[language][path], kit.press)
    cache.keep(made.html.encode())
    return made.composed


def _foot(page: Page, kit: Kit, settings: Settings, guide: Guide) -> str:
    language, path = page
    outline = guide.content.outline(language, path)
    bare = read_pages.Page(language, path, outline.file, outline.front)  # a foot asks for no more, and reading a page takes time
    return foot(bare, guide=guide, templates=kit.press.templates, site_url=settings.printed_url)
