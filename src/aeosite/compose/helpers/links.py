"""What templates may link, as seen from one page."""

from dataclasses import dataclass

from markupsafe import Markup

from aeosite.guide.guide import Guide, asset_url, html_url
from aeosite.model.fields import Audience
from aeosite.read.pages import Page


@dataclass(frozen=True)
class Link:
    """Addresses as seen from a page."""

    guide: Guide
    page: Page

    @property
    def here(self) -> str:
        """The path of the page itself."""
        return self.page.path

    def url(self, anchor: str) -> str | None:
        """Return the address of a record or clause, or None when no page shows it."""
        return self.guide.url(self.page, anchor)

    def to(self, anchor: str, words: str) -> Markup:
        """Return a link to a record or clause, or the bare words when no page shows it."""
        url = self.url(anchor)
        return Markup('<a href="{}">{}</a>').format(url, words) if url else Markup("{}").format(words)

    def markdown(self, anchor: str) -> str | None:
        """Return the address of a record as Markdown links it, so that it is checked like one an editor wrote."""
        url = self.url(anchor)
        return url.replace(".html#", ".md#") if url else None

    def path(self, path: str) -> str:
        """Return the address of another page of the same language."""
        return html_url(self.page, path)

    def title(self, path: str) -> str:
        """Return the title of another page of the same language."""
        front = self.guide.content.outline(self.page.language, path).front
        return front.title if front else path

    def task(self, path: str) -> str:
        """Return what the tool of another page of the same language does; its title where it says nothing."""
        front = self.guide.content.outline(self.page.language, path).front
        return front.task if front and front.task else self.title(path)

    def summary(self, path: str) -> str:
        """Return the one-sentence summary of another page of the same language."""
        front = self.guide.content.outline(self.page.language, path).front
        return front.description if front else ""

    def promise(self, path: str) -> str:
        """Return what the tool of another page of the same language gives, in a line; its summary where it says nothing."""
        front = self.guide.content.outline(self.page.language, path).front
        return front.promise if front and front.promise else self.summary(path)

    def asset(self, path: str) -> str:
        """Return the address of a published file, such as ``js/tools.js``."""
        return asset_url(self.page, f"assets/{path}")

    def file(self, path: str) -> str:
        """Return the address of a file that an outlet publishes, such as ``data/v1/partners.json``."""
        return asset_url(self.page, path)

    def official(self, url: str) -> Markup:
        """Return a link to an address outside, which the rules have seen to be official."""
        return Markup('<a href="{0}" rel="noopener">{0}</a>').format(url)

    def for_audience(self, audience: str) -> list[str]:
        """Return the pages that the card of an audience links, in the order their front matter gives."""
        content, language = self.guide.content, self.page.language
        outlines = ((path, content.outline(language, path)) for path in content.pages[language])
        places = [(dict(one.front.card).get(Audience(audience)), path) for path, one in outlines if one.front]
        return [path for place, path in sorted((place, path) for place, path in places if place is not None)]
