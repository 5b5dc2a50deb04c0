"""No page breaks a rule of axe-core, whatever is open on it. One load a page: width and colours change in place, which is what costs little."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from accessible import Checker
from playwright.sync_api import Browser, expect

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = sorted(
    ("en/" if language == "en" else "") + path.relative_to(DOCS / language).with_suffix(".html").as_posix()
    for language in ("zh", "en")
    for path in (DOCS / language).rglob("*.md")
)
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}

OPEN = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


@pytest.fixture(scope="module")
def checker(browser: Browser) -> Iterator[Checker]:
    context = browser.new_context()
    context.set_default_timeout(30_000)
    yield Checker(context.new_page())
    context.close()


@pytest.mark.parametrize("name", [*PAGES, "404.html"])
def test_a_page_breaks_no_rule(checker: Checker, address: str, name: str) -> None:
    page = checker.page
    page.set_viewport_size(WIDE)
    page.goto(f"{address}/{name}")
    page.evaluate(OPEN)
    wide = checker.faults()
    page.set_viewport_size(NARROW)
    assert (wide, checker.faults()) == ([], [])


@pytest.mark.parametrize("name", ["index.html", "en/index.html", "criteria/advanced.html", "en/criteria/advanced.html"])
def test_the_menu_breaks_no_rule(checker: Checker, address: str, name: str) -> None:
    page = checker.page
    page.set_viewport_size(NARROW)
    page.goto(f"{address}/{name}")
    page.locator("button.aeo-menu").click()
    expect(page.locator("#aeo-drawer nav").first).to_be_visible()
    assert checker.faults() == []


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize(("name", "query"), [("about.html", "认证"), ("about.html", "甲乙丙丁"), ("en/about.html", "tier")])
def test_the_search_results_break_no_rule(checker: Checker, address: str, size: dict[str, int], name: str, query: str) -> None:
    page = checker.page
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.goto(f"{address}/{name}")
    if page.locator(".aeo-search--header .aeo-search__open").is_visible():
        page.locator(".aeo-search--header .aeo-search__open").click()
    page.locator("#aeo-search-header").fill(query)
    expect(page.locator(".aeo-search--header .aeo-search__count")).not_to_contain_text("…")
    assert checker.faults() == []


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_results_below_the_box_of_a_page_break_no_rule(checker: Checker, address: str, language: str) -> None:
    page = checker.page
    page.set_viewport_size(WIDE)
    page.goto(f"{address}/{language}index.html")
    page.locator("#aeo-search-page").fill("AEO")
    expect(page.locator(".aeo-search--page .aeo-search__count")).not_to_contain_text("…")
    assert checker.faults() == []


def test_the_entry_of_the_offline_copy_breaks_no_rule(checker: Checker, unpacked: Path) -> None:
    page = checker.page
    page.set_viewport_size(NARROW)
    page.goto((unpacked / "打开我-START-HERE.html").as_uri())
    assert checker.faults() == []


@pytest.mark.parametrize(
    ("break_it", "rule"),
    [
        ("document.querySelector('.aeo-menu').replaceChildren()", "button-name"),
        ("document.querySelector('article p').style.color = '#bbb'", "color-contrast"),
        ("document.querySelector('h2').outerHTML = '<h4>4</h4>'", "heading-order"),
        ("document.querySelector('main').outerHTML = '<p>no main</p>'", "landmark-one-main"),
        (
            "document.querySelectorAll('.aeo-footer nav').forEach((one) => one.setAttribute('aria-label', 'same'))",
            "landmark-unique",
        ),
        (
            "document.querySelectorAll('.aeo-footer li a').forEach((one) => { one.style.minHeight = one.style.lineHeight = '9px'; })",
            "target-size",
        ),
    ],
)
def test_what_is_broken_is_found(checker: Checker, address: str, break_it: str, rule: str) -> None:
    page = checker.page
    page.set_viewport_size(NARROW)
    page.goto(f"{address}/criteria/index.html")
    page.evaluate(break_it)
    assert any(rule in fault for fault in Checker.faults(Checker(page)))
