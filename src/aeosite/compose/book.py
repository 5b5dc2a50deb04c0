"""The book: every page composed, in every language, each done again only when something it read has changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path

from aeosite.basics.cache import Cache, digest
from aeosite.basics.language import Language
from aeosite.basics.problems import Problem, Refusal, in_order
from aeosite.basics.share import shared
from aeosite.compose.article import Article, Composed, Made, Press, compose
from aeosite.compose.markdown import Dialect
from aeosite.compose.render import environment, foot, warm
from aeosite.guide.guide import Guide
from aeosite.guide.reads import Kept, Question, noted
from aeosite.read import pages as read_pages
from aeosite.read.settings import Settings

SHARED = 12
"""From so many pages on the work is shared out to processes; below that, starting them costs more than it saves."""

CHUNK = 3
"""So many pages are one task: few, because one page may take as long as twenty others."""

Page = tuple[Language, str]
"""A page by its language and path."""


class NotFit(Refusal):
    """Raised when a composed page holds what no page may hold; carries every problem, in order."""


@dataclass(frozen=True)
class Kit:
    """What composing needs beside the guide, made when the first page needs it: most builds compose few pages, or none."""

    templates: Path

    @cached_property
    def press(self) -> Press:
        """The templates and the Markdown."""
        return Press(environment(self.templates), Dialect())


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

    def foot(self, article: Article) -> str:
        """Return the foot of an article."""
        return self.feet[article.language, article.path]


def make_book(
    guide: Guide,
    settings: Settings,
    *,
    cache: Cache,
    workers: int = 1,
    ahead: Mapping[str, Callable[[], object]] | None = None,
    previous: Path | None = None,
) -> Book:
    """Return the book of a guide that the rules have passed.

    Args:
        guide: the guide.
        settings: the settings of the site.
        cache: what was composed before.
        workers: how many processes may work at once.
        ahead: work of outlets begun already.
        previous: the site that stands.

    Raises:
        NotFit: a composed page holds what no page may hold.
    """
    kept, kit = Kept(guide, cache), Kit(settings.templates)
    pages: list[Page] = [(language, path) for language, pages in guide.content.pages.items() for path in pages]
    composed = {page: kept.find("articles", "/".join(page)) for page in pages}
    feet = {page: kept.find("feet", _foot_key(page, settings)) for page in pages}
    jobs = [(page, composed[page] is None, feet[page] is None) for page in pages if composed[page] is None or feet[page] is None]
    chunks = [jobs[start : start + CHUNK] for start in range(0, len(jobs), CHUNK)]
    tasks = [partial(_chunk, guide, settings, kit, chunk) for chunk in chunks]
    if len(jobs) < SHARED:
        workers = 1
    if workers > 1:
        warm(kit.press.templates)
    for done in (one for chunk in shared(tasks, workers) for one in chunk):
        if done.made:
            cache.keep(done.made.html.encode())
            composed[done.page] = done.made.composed
            kept.put("articles", "/".join(done.page), done.made.composed, done.asked)
        if done.foot is not None:
            feet[done.page] = done.foot
            kept.put("feet", _foot_key(done.page, settings), done.foot, done.foot_asked)
    problems: list[Problem] = []
    articles: dict[Language, dict[str, Article]] = {language: {} for language in guide.content.pages}
    for (language, path), one in composed.items():
        assert isinstance(one, Composed)
        problems += one.problems
        articles[language][path] = one.article
    if problems:
        raise NotFit(in_order(problems))
    return Book(
        guide, settings, articles, {page: str(text) for page, text in feet.items()}, kept, kit, workers, ahead or {}, previous
    )


@dataclass(frozen=True)
class _Done:
    page: Page
    made: Made | None
    asked: set[Question]
    foot: str | None
    foot_asked: set[Question]


def _foot_key(page: Page, settings: Settings) -> str:
    return digest(*page, settings.printed_url or "")


def _chunk(guide: Guide, settings: Settings, kit: Kit, jobs: Sequence[tuple[Page, bool, bool]]) -> list[_Done]:
    return [_one(guide, settings, kit, *job) for job in jobs]


def _one(guide: Guide, settings: Settings, kit: Kit, page: Page, with_article: bool, with_foot: bool) -> _Done:
    language, path = page
    asked: set[Question] = set()
    foot_asked: set[Question] = set()
    made = text = None
    if with_article:
        watching = noted(guide, asked)
        made = compose(watching, watching.content.pages[language][path], kit.press)
    if with_foot:
        watching = noted(guide, foot_asked)
        outline = watching.content.outline(language, path)
        bare = read_pages.Page(
            language, path, outline.file, outline.front
        )  # a foot asks for no more, and reading a page takes time
        text = foot(bare, guide=watching, templates=kit.press.templates, site_url=settings.printed_url)
    return _Done(page, made, asked, text, foot_asked)
