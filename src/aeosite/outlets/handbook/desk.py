"""What putting any paper together needs: the book, the guide it asks, the templates, and what makes links of the guide links of a paper."""

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from aeosite.basics.fallback import plain
from aeosite.basics.language import Language
from aeosite.basics.phrases import Phrases
from aeosite.compose.article import Article
from aeosite.compose.book import Book
from aeosite.compose.harmless import parsed
from aeosite.compose.helpers import Speech, speech
from aeosite.guide.guide import Guide, address_of
from aeosite.guide.papers import LEAFLET, Paper
from aeosite.model.help import GlossaryEntry
from aeosite.outlets.handbook.convert import Setting, Term, Walk, Words, inline, label_of
from aeosite.outlets.handbook.markup import call, content, string

FOLDER = "overrides/handbook"
"""Where the templates lie below the project folder."""

_TO = re.compile(r'#to\("((?:[^"\\]|\\.)*)", ')
_PLACES = re.compile(r'#at\("((?:[^"\\]|\\.)*)"\)|#title\(\d+, "((?:[^"\\]|\\.)+)"')


@dataclass(frozen=True)
class Voice:
    """The site's phrases in one language, as text without marks."""

    phrases: Phrases

    def gettext(self, phrase: str, **values: object) -> str:
        """Return a phrase in the language, with values in the places that ``%(name)s`` marks."""
        return plain(self.phrases.gettext(phrase, **values))

    def pgettext(self, context: str, phrase: str) -> str:
        """Return a phrase that is said differently in different places; ``context`` says which place this is."""
        return plain(self.phrases.pgettext(context, phrase))


@dataclass(frozen=True)
class Desk:
    """What putting a paper together needs: the book, the guide it asks, the templates."""

    book: Book
    guide: Guide
    templates: Mapping[str, str]
    phrases: Mapping[Language, Phrases]

    def voice(self, language: Language) -> "Voice":
        """Return what says the site's phrases in a language."""
        return Voice(self.phrases[language])

    def speech(self, language: Language) -> Speech:
        """Return what can be said in a language."""
        return speech(self.guide.content, self.phrases[language])

    @cached_property
    def glossary(self) -> list[GlossaryEntry]:
        """The terms of the glossary."""
        return [record.data for record in self.guide.content.all(GlossaryEntry)]


def templates_of(root: Path) -> dict[str, str]:
    """Return the templates of papers by name: ``parts``, ``handbook``, ``leaflet``."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted((root / FOLDER).glob("*.typ"))}


def setting_of(desk: Desk, language: Language, path: str, level: int = 1, terms: Sequence[Term] = ()) -> Setting:
    """Return what converting a page depends on beside its HTML."""
    pages = {address_of((language, one)): one for one in desk.book.articles[language]}
    words = Words(desk.voice(language).gettext("条款"), desk.voice(language).gettext("要求、达标办法和提示"), "English")
    return Setting(language, path, posixpath.dirname(address_of((language, path))), pages, words, level, terms=terms)


def foot_of(article: Article, desk: Desk) -> str:
    """Return the line of the foot of a page that says what it rests on; nothing where it names no documents."""
    front = desk.guide.content.outline(article.language, article.path).front
    line = parsed(desk.book.foot(article)).css_first(".page-foot p")
    if line is None or front is None or not front.sources:
        return ""
    return inline(line, Walk(setting_of(desk, article.language, article.path), 1))


def with_links(body: str, paper: Paper, desk: Desk) -> str:
    """Return a body whose links lead to what is in the paper; any other to the website, where that has an address, or nowhere.

    On a leaflet none leads inside: what a block links may be among the blocks for which there is no room.
    """
    language = paper.languages[0]
    tops = {label_of(path, one.titles[0].id): path for path, one in desk.book.articles[language].items() if one.titles}
    places = {found[1] or found[2] for found in _PLACES.finditer(body)} if paper.kind != LEAFLET else set()
    site = desk.book.settings.printed_url

    def led(found: re.Match[str]) -> str:
        name = tops.get(found[1], found[1])
        if name in places:
            return f"#to({string(name)}, "
        path, _, anchor = name.partition("#")
        address = f"{site}{address_of((language, path))}{f'#{anchor}' if anchor else ''}" if site else None
        return f"#elsewhere({string(address) if address else 'none'}, "

    return _TO.sub(led, body)


def called_in(language: Language, markup: str) -> str:
    """Return markup that says its language."""
    return call("lang", string(language), content(markup))
