"""What a language beyond those required still lacks: pages, texts of records, phrases of the site."""

from collections.abc import Iterator
from pathlib import Path

from aeosite.basics.language import DEFAULT, REQUIRED, Language, Text
from aeosite.basics.phrases import FOLDER
from aeosite.basics.problems import Place, Problem
from aeosite.editing.phrases import lacking
from aeosite.model.records import MODELS
from aeosite.read.content import Content, pairs

_FIX = Text(
    "补上译文；没有译文时，读者看到中文和说明。", "Add the text; without it readers see the Chinese one, and are told so."
)


def untranslated(content: Content, root: Path, language: Language) -> Iterator[Problem]:
    """Yield what a language lacks, with its place: pages, then texts of records, then phrases. None of it stops a build.

    Args:
        content: the content.
        root: the project folder, for the catalogues.
        language: a language of the site.
    """
    if language not in REQUIRED:
        yield from _pages(content, language)
        yield from _records(content, language)
    yield from _phrases(root, language)


def counts(content: Content, root: Path) -> dict[Language, int]:
    """Return how many texts each language lacks; only languages that lack some."""
    found = {language: sum(1 for _ in untranslated(content, root, language)) for language in content.languages[len(REQUIRED) :]}
    return {language: number for language, number in found.items() if number}


def _pages(content: Content, language: Language) -> Iterator[Problem]:
    for path in content.pages[language]:
        outline = content.outline(language, path)
        if outline.spoken != language:
            yield _lack(Place(outline.file), f"没有 docs/{language}/{path}。", f"There is no docs/{language}/{path}.")


def _records(content: Content, language: Language) -> Iterator[Problem]:
    for record in (record for model in MODELS for record in content.all(model)):
        for where, pair in pairs(record.data):
            if not pair.has(language):
                name = ".".join(map(str, where))
                yield _lack(record.place(*where), f"{name} 没有 {language}。", f"{name} has no {language}.")


def _phrases(root: Path, language: Language) -> Iterator[Problem]:
    path = root / FOLDER / f"{language}.po"
    for phrase in lacking(root, path) if language != DEFAULT else ():
        yield _lack(Place(f"{FOLDER}/{language}.po"), f"界面用语“{phrase}”没有译文。", f"The phrase “{phrase}” has no text.")


def _lack(place: Place, zh: str, en: str) -> Problem:
    return Problem(place, "untranslated", Text(zh, en), _FIX)
