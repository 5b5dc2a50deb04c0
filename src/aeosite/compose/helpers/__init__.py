"""In: the guide and a page. Out: what the page's templates may ask, by subject."""

from dataclasses import dataclass

from aeosite.basics.language import Language, other
from aeosite.compose.helpers.benefits import Benefits
from aeosite.compose.helpers.help import Help
from aeosite.compose.helpers.law import Law
from aeosite.compose.helpers.links import Link
from aeosite.compose.helpers.numbers import Show
from aeosite.compose.helpers.words import Say
from aeosite.guide.guide import Guide
from aeosite.read.content import Content
from aeosite.read.pages import Page


@dataclass(frozen=True)
class Speech:
    """What can be said in one language, whatever the page."""

    language: Language
    say: Say
    show: Show


def speech(content: Content, language: Language) -> Speech:
    """Return what can be said in a language."""
    say = Say(content, language)
    return Speech(language, say, Show(say))


def helpers(guide: Guide, page: Page) -> dict[str, object]:
    """Return what the templates of a page may ask: ``say`` words, ``show`` dates and numbers, ``link`` what is elsewhere, and what is
    derived of the ``law``, of ``benefits`` and of what is of ``help``; ``twin`` says and shows in the other language.
    """
    here = speech(guide.content, page.language)
    link = Link(guide, page)
    return {
        "language": page.language,
        "tr": here.say.tr,
        "say": here.say,
        "show": here.show,
        "link": link,
        "law": Law(guide, here.say, link),
        "benefits": Benefits(guide),
        "help": Help(guide),
        "guide": guide,
        "twin": speech(guide.content, other(page.language)),
    }
