"""Compose a page: its text with every directive replaced, as HTML that belongs to no site generator, and what other outlets need of it."""

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from jinja2 import Environment

from aeosite.basics.fallback import has_fallback, plain, told, with_languages
from aeosite.basics.language import Language
from aeosite.basics.phrases import Phrases
from aeosite.basics.problems import Place, Problem, in_order
from aeosite.components import DIRECTIVES
from aeosite.compose.finish import finish
from aeosite.compose.harmless import Find, finder, fragment_faults, page_faults, parsed
from aeosite.compose.markdown import Dialect, Fragment, Title
from aeosite.compose.render import contents, dated, directive, local_page, notice, on_this_page, phrases_in
from aeosite.compose.sections import Section, sections_of
from aeosite.guide.directives.passages import shown
from aeosite.guide.drift import BEHIND, sections
from aeosite.guide.guide import Guide
from aeosite.model.records import MODELS
from aeosite.read.pages import Page

_HEADING = re.compile(r"^#{2,4} .* \{ #[a-z0-9-]+ \}$", re.M)
_LEAD = re.compile(r"\s*<h1[^>]*>.*?</h1>(?:\s*<p>.*?</p>)?", re.S)
_WIDE = '<div class="table-scroll table-wide"'
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


@dataclass(frozen=True)
class Article:
    """A composed page, the same whatever the outlet.

    Attributes:
        language: its language.
        path: its path, the same in every language, such as ``criteria/advanced.md``.
        title: its title.
        description: its summary in a sentence.
        reviewed_on: the day it was last reviewed.
        history: it is history, not current law.
        hide: the bars that stay away on it.
        body: the digest of its HTML, by which the book finds it; addresses in it are relative to where the page lies in the built site.
        titles: its headings in order.
        contents: the same as a list of links, as HTML.
        sections: its sections for search, in reading order.
    """

    language: Language
    path: str
    title: str
    description: str
    reviewed_on: date
    history: bool
    hide: tuple[str, ...]
    body: str
    titles: tuple[Title, ...]
    contents: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Composed:
    """What composing a page came to: the article, and what is wrong with it as composed."""

    article: Article
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Made:
    """A composed page together with its HTML."""

    composed: Composed
    html: str


@dataclass(frozen=True)
class Press:
    """What composing needs beside the guide; made once and used for many pages."""

    templates: Environment
    dialect: Dialect


def compose(guide: Guide, page: Page, press: Press) -> Made:
    """Return a page composed, with what is wrong with it.

    Args:
        guide: a guide that the rules have passed.
        page: the page.
        press: the templates and the Markdown.
    """
    front = page.front
    assert front is not None, "the rules have seen the front matter"
    made = press.dialect.convert(page, list(_parts(guide, page, press.templates)), partial(_leads, guide, page))
    phrases = phrases_in(press.templates)
    finished = finish(made.html, phrases(page.spoken))
    fold = on_this_page(made.titles, page, wide=_WIDE in finished, guide=guide, templates=press.templates)
    told_newer = _newer(_below_lead(finished, "" if "toc" in front.hide else fold), guide, page, press.templates)
    marked = _below_title(told_newer, local_page(page, guide=guide, templates=press.templates))
    own = _honest(_dated(marked, guide, page, press.templates), page, phrases(page.language))
    html = with_languages(own, page.language)
    tree = parsed(html)
    article = Article(
        page.language,
        page.path,
        front.title,
        front.description,
        front.reviewed_on,
        bool(front.history),
        tuple(front.hide),
        hashlib.sha256(html.encode()).hexdigest(),
        tuple(replace(title, words=told(title.words)) for title in made.titles),
        contents(made.titles, page, guide=guide, templates=press.templates),
        sections_of(tree),
    )
    find = _finder(guide, page)
    problems = [*page_faults(made.own, guide, find), *fragment_faults(tree, guide, find)]
    return Made(Composed(article, tuple(in_order(problems))), html)


def _below_lead(html: str, fold: str) -> str:
    """Return the HTML of a page with something below its title and its first paragraph."""
    lead = _LEAD.match(html)
    return f"{html[: lead.end()]}\n{fold}{html[lead.end() :]}" if lead and fold else html


def _newer(html: str, guide: Guide, page: Page, templates: Environment) -> str:
    """Return the HTML of a page that says below the heading of a section where the Chinese is newer than its translation."""
    for id_, standing in sections(guide.content, page).items():
        if standing.state == BEHIND and standing.on:
            html = _below(html, id_, notice(standing.on, id_, page, guide=guide, templates=templates))
    return html


def _dated(html: str, guide: Guide, page: Page, templates: Environment) -> str:
    """Return the HTML of a page that says below its title that it shows the rules of another day than that of its edition."""
    return html.replace("</h1>", f"</h1>\n{dated(page, guide=guide, templates=templates)}", 1) if guide.is_dated else html


def _leads(guide: Guide, page: Page, path: str, anchor: str) -> bool:
    """Whether a page has an anchor on the date of the guide; the gate has seen that it has on some date."""
    if guide.homes.get(anchor) is not None or path not in guide.content.pages[page.language]:
        return True
    return anchor in guide.content.outline(page.language, path).ids


def _below(html: str, id_: str, more: str) -> str:
    """Return the HTML of a page with something below a heading."""
    heading = re.search(rf'<(h[1-6]) id="{id_}">.*?</\1>', html, re.S)
    return f"{html[: heading.end()]}\n{more}{html[heading.end() :]}" if heading else html


def _below_title(html: str, mark: str) -> str:
    """Return the HTML of a page with something below its title."""
    return html.replace("</h1>", f"</h1>\n{mark}", 1) if mark else html


def _honest(html: str, page: Page, phrases: Phrases) -> str:
    """Return the HTML of a page that says, below its title, what of it is not in the language it should be in."""
    if page.spoken != page.language:
        notice = phrases.gettext("本页还没有译成这种语言，下面是中文。")
        return f'{told(_notice(notice))}<div lang="{page.spoken}">\n{plain(html)}\n</div>'
    if not has_fallback(html):
        return html
    notice = phrases.gettext("本页有些内容还没有译文，以中文显示。")
    return told(html.replace("</h1>", f"</h1>\n{_notice(notice)}", 1))


def _notice(text: str) -> str:
    return f'<p class="admonition info untranslated" role="note" data-search-exclude>{text}</p>\n'


def _parts(guide: Guide, page: Page, templates: Environment) -> Iterator[str | Fragment]:
    """Yield the page in pieces: its own Markdown, and the finished HTML of its directives."""
    for start, end in shown(guide, page.directives, len(page.body.rstrip())):
        last = start
        for call in page.directives:
            if start <= call.start < end:
                yield page.body[last : call.start]
                last = call.end
                rendered = directive(call, page, guide=guide, templates=templates)
                yield from _blocks(rendered) if DIRECTIVES[call.name].block else [rendered]
        yield page.body[last:end]


def _blocks(rendered: str) -> Iterator[str | Fragment]:
    """Yield what a directive made, its headings as Markdown, so that they are listed with those of the page."""
    last = 0
    for heading in [*_HEADING.finditer(rendered), None]:
        html = rendered[last : heading.start() if heading else len(rendered)].strip()
        if html:
            yield Fragment(_BLANK_LINES.sub("\n", html))
        if heading:
            yield f"\n\n{heading[0]}\n\n"
            last = heading.end()


def _finder(guide: Guide, page: Page) -> Find:
    """Return a function that finds a text in the page, or in the records it may come from."""

    def sources() -> Iterator[tuple[str, Callable[[int], Place]]]:
        yield page.body, partial(_place, page.body, page.file, page.body_line)
        for model in MODELS:
            for record in guide.content.all(model):
                text = record.source.decode("utf-8", "replace")
                yield text, partial(_place, text, record.path, 1)

    return lambda text: finder(sources(), page.place())(text)


def _place(text: str, file: str, first_line: int, at: int) -> Place:
    return Place(file, first_line + text.count("\n", 0, at), at - text.rfind("\n", 0, at))
