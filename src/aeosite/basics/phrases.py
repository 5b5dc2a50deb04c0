"""The site's own phrases: Chinese stands in templates and code, every other language in a catalogue of its own."""

from collections.abc import Callable
from dataclasses import dataclass, field
from gettext import NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations
from markupsafe import Markup, escape

from aeosite.basics.fallback import in_default
from aeosite.basics.language import DEFAULT, Language

FOLDER = "overrides/locales"
"""Where the catalogues lie below the project folder: ``en.po``."""


@dataclass(frozen=True)
class Phrases:
    """The site's phrases in one language. A phrase that its catalogue lacks is said in Chinese."""

    language: Language
    catalogue: NullTranslations = field(default_factory=NullTranslations, repr=False)

    def gettext(self, phrase: str, **values: object) -> str:
        """Return a phrase in the language, with values in the places that ``%(name)s`` marks."""
        return _with(self.catalogue.gettext(phrase), values)

    def pgettext(self, context: str, phrase: str, **values: object) -> str:
        """Return a phrase that is said differently in different places; ``context`` says which place this is."""
        return _with(self.catalogue.pgettext(context, phrase), values)

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """Return a phrase for one or for many of something, by the rules of the language."""
        return _with(self.catalogue.ngettext(one, many, count), values)

    @property
    def names(self) -> dict[str, Callable[..., str]]:
        """What templates call these functions, as Jinja's extension for translation knows them."""
        named: dict[str, Callable[..., str]] = {"gettext": self.gettext, "pgettext": self.pgettext, "ngettext": self.ngettext}
        return {"_": self.gettext, **named}


InLanguage = Callable[[Language], Phrases]
"""Returns the phrases of a language."""


def phrases_below(folder: Path) -> InLanguage:
    """Return a function that gives the phrases of a language, each catalogue read when it is first asked for.

    Args:
        folder: the folder with the catalogues; a language without one has its phrases in Chinese.
    """
    read: dict[Language, Phrases] = {}

    def phrases_in(language: Language) -> Phrases:
        if language not in read:
            path = folder / f"{language}.po"
            read[language] = Phrases(language, _catalogue(path, language))
        return read[language]

    return phrases_in


def _catalogue(path: Path, language: Language) -> NullTranslations:
    if language == DEFAULT:
        return NullTranslations()
    return _translations(path) if path.is_file() else _InChinese()


def _translations(path: Path) -> NullTranslations:
    with path.open("rb") as file:
        catalogue = read_po(file)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    translations = Translations(compiled)
    translations.add_fallback(_InChinese())
    return translations


class _InChinese(NullTranslations):
    """Says what a catalogue lacks in Chinese, marked as such."""

    def gettext(self, message: str) -> str:
        return in_default(message)

    def pgettext(self, context: str, message: str) -> str:
        return in_default(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return in_default(msgid2)


def _with(phrase: str, values: dict[str, object]) -> str:
    if not values:
        return phrase
    if any(isinstance(value, Markup) for value in values.values()):
        return escape(phrase) % values
    return phrase % values
