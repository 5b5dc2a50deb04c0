"""A browser page as a test uses it."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Page, Route, expect


def file_url(path: Path) -> str:
    """Return the address of a file on disk."""
    return f"file://{quote(str(path))}"


@dataclass
class Reader:
    """A browser page that remembers what it asked for and what it complained of. Every other host is refused."""

    page: Page
    requests: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self, allowed: str) -> None:
        """Note every request and complaint; refuse what does not start with ``allowed``."""
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on(
            "console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None
        )
        self.page.route(lambda url: not url.startswith((allowed, "data:")), self.refuse)

    def refuse(self, route: Route) -> None:
        """Refuse a request to the outside, and note it."""
        self.outside.append(route.request.url)
        route.abort()

    def search(self, query: str) -> list[str]:
        """Type a query and return the addresses of the results shown."""
        box = self.page.locator("#aeo-search-header")
        if not box.is_visible():
            self.page.locator(".aeo-search--header .aeo-search__open").click()
        box.fill(query)
        count = self.page.locator(".aeo-search--header .aeo-search__count")
        expect(count).not_to_contain_text("…")  # the index is being loaded
        self.page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        links = self.page.locator(".aeo-search--header .aeo-search__panel a")
        return [link.get_attribute("href") or "" for link in links.all()]
