"""The two languages of the guide, and text that exists in both."""

from dataclasses import dataclass
from typing import Literal, get_args

Language = Literal["zh", "en"]

LANGUAGES: tuple[Language, ...] = get_args(Language)
"""Every language of the guide, the default first."""


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One text in both languages."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the text in one language."""
        return self.zh if language == "zh" else self.en


def other(language: Language) -> Language:
    """Return the language a page is translated into or from."""
    return "en" if language == "zh" else "zh"
