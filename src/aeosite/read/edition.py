"""The settings of a district's edition: those of the national site under the name of the district, with its pages in one chapter."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from aeosite.basics.cache import digest
from aeosite.basics.language import DEFAULT, Language
from aeosite.model.edition import Edition
from aeosite.read.content import Content
from aeosite.read.local import PAGES
from aeosite.read.settings import Settings

FOLDER = "local"
"""The folder of the national site below which editions are published."""


def settings_of_edition(settings: Settings, content: Content) -> Settings:
    """Return the settings of the edition that some content is; those of the national site as they are.

    Args:
        settings: those of the national site.
        content: what was read; without the district's own words where they could not be read.
    """
    if not content.district or not content.edition:
        return settings
    district, own = content.district, local_pages(content)
    names = {language: f"{name} · {spoken(content.edition.data, language)}" for language, name in settings.names.items()}
    return replace(
        settings,
        site_url=settings.site_url and f"{settings.site_url}{FOLDER}/{district}/",
        national_url=settings.printed_url,
        names=names,
        own_names={language: spoken(content.edition.data, language) for language in settings.names},
        own_pages=tuple(own),
        nav=(*settings.nav[:1], *own, *settings.nav[1:]),
        chapters={
            language: {**settings.chapters.get(language, {}), **_chapter(content, language)} for language in settings.names
        },
        digest_of=digest(settings.digest_of, district, repr(names)),
        district=district,
    )


def spoken(edition: Edition, language: Language) -> str:
    """Return the name of the district of an edition in a language."""
    return edition.name.in_(language)


def local_pages(content: Content) -> Sequence[str]:
    """Return the pages of the district in the order of its chapter: the first one, then the others by name."""
    first = f"{PAGES}/index.md"
    return sorted(
        (path for path in content.pages[DEFAULT] if path.startswith(f"{PAGES}/")), key=lambda path: (path != first, path)
    )


def _chapter(content: Content, language: Language) -> Mapping[str, str]:
    assert content.edition
    return dict.fromkeys(local_pages(content), spoken(content.edition.data, language))
