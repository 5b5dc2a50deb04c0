"""In: the guide and a page. Out: what the page's templates may ask, by subject."""

from dataclasses import dataclass

from aeosite.basics.language import twin_of
from aeosite.basics.phrases import InLanguage, Phrases
from aeosite.compose.helpers.benefits import Benefits
from aeosite.compose.helpers.help import Help
from aeosite.compose.helpers.law import Law
from aeosite.compose.helpers.links import Link
from aeosite.compose.helpers.numbers import Show
from aeosite.compose.helpers.translation import Translation
from aeosite.compose.helpers.words import Say
from aeosite.guide.guide import Guide
from aeosite.read.content import Content
from aeosite.read.pages import Page


@dataclass(frozen=True)
class Speech:
    """What can be said in one language, whatever the page."""

    phrases: Phrases
    say: Say
    show: Show


def speech(content: Content, phrases: Phrases) -> Speech:
    """Return what can be said in the language of some phrases."""
    say = Say(content, phrases)
    return Speech(phrases, say, Show(say))


def helpers(guide: Guide, page: Page, phrases_in: InLanguage) -> dict[str, object]:
    """Return what the templates of a page may ask: ``say`` words, ``show`` dates and numbers, ``link`` what is elsewhere, and what is
    derived of the ``law``, of ``benefits`` and of what is of ``help``; ``translation`` knows what is behind; ``_`` says a phrase of the site; ``twin`` says and shows in the other language.
    """
    here = speech(guide.content, phrases_in(page.spoken))
    link = Link(guide, page)
    return {
        "language": page.spoken,
        **here.phrases.names,
        "phrases_in": phrases_in,
        "say": here.say,
        "show": here.show,
        "link": link,
        "law": Law(guide, here.say, link),
        "benefits": Benefits(guide),
        "help": Help(guide),
        "translation": Translation(guide, page),
        "guide": guide,
        "twin": speech(guide.content, phrases_in(twin_of(page.spoken))),
    }
