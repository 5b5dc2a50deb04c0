"""Languages: the two that every text of the content has, and those a site may have beside them."""

from dataclasses import dataclass

Language = str
"""A language by its tag, such as ``zh``."""

DEFAULT: Language = "zh"
"""The language that texts are written in first. Where another language lacks a text, readers are shown this one, and told so."""

REQUIRED: tuple[Language, ...] = (DEFAULT, "en")
"""The languages that every text has. A site may have more; there a text may be missing."""


@dataclass(frozen=True, slots=True, order=True)
class Text:
    """One text in both required languages: what the gate says, and titles of the model."""

    zh: str
    en: str

    def in_(self, language: Language) -> str:
        """Return the text in one language."""
        return self.zh if language == "zh" else self.en


def twin_of(language: Language) -> Language:
    """Return the language that a page is held against: the default one, or for that the other required one."""
    return REQUIRED[1] if language == DEFAULT else DEFAULT
