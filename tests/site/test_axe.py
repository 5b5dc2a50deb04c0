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


ENTER = """(entries) => {
  for (const [selector, value] of entries) {
    const control = document.querySelector(selector);
    if (value === true) control.click();
    else {
      control.value = value;
      control.dispatchEvent(new Event('input', {bubbles: true}));
      control.dispatchEvent(new Event('change', {bubbles: true}));
    }
  }
}"""

NEXT = ".quiz-item:not([hidden], .quiz-item--right, .quiz-item--wrong)"

TOOLS = {
    "a quiz begun": (
        "promotion/quiz.html?n=5&number=0401",
        [[f"{NEXT} input", True], [f"{NEXT} .quiz-choices button", True]],
        ".quiz-verdict",
    ),
    "the result of a quiz": (
        "promotion/quiz.html?n=5&number=0401",
        [[f"{NEXT} input", True], [f"{NEXT} .quiz-choices button", True]] * 5,
        ".quiz-result",
    ),
    "a code that is wrong": (
        "aeo/declare.html?direction=import&partner=sg",
        [["#claim-code", "AEO<ｓg1234 >"], ["[data-claim=code-form] button", True]],
        ".claim-said .fault",
    ),
    "a code that is right, and the letter": (
        "aeo/declare.html?direction=import&partner=sg",
        [["#claim-code", "SG123456789012"], ["[data-claim=code-form] button", True], [".claim-letter summary", True]],
        "#claim-letter-en",
    ),
    "one's own code": (
        "aeo/declare.html?direction=export&partner=th",
        [["#claim-own", "3101123456"], ["[data-claim=own-form] button", True]],
        "#claim-own-exact",
    ),
    "a partner not in force": ("aeo/declare.html?direction=export&partner=kz", [], ".claim-lead"),
    "clauses being answered": (
        "apply/readiness.html",
        [
            ["[name='set.tier'][value=advanced]", True],
            ["[name='set.type'][value=consignor-consignee]", True],
            ["#rc-ace26-13-total-assets", "一些"],
            ["[name='answers.ace26-01'][value=not-met]", True],
        ],
        "[name='answers.ace26-01']",
    ),
    "the result of a check": (
        "apply/readiness.html",
        [
            ["[name='set.tier'][value=certified]", True],
            ["[name='set.type'][value=consignor-consignee]", True],
            ["[name='answers.ce26-01'][value=not-met]", True],
            ["[data-do=result]", True],
        ],
        ".outcome",
    ),
    "a broker": ("apply/readiness.html", [["[name='set.type'][value=broker]", True]], ".readiness"),
    "measures that fit": ("aeo/measures.html?goods=food&tier=advanced", [], ".filter-chosen button"),
    "measures, none of which fit": ("aeo/measures.html?goods=food&stage=origin&tier=certified", [], ".filter-chosen button"),
    "partners in an order": ("recognition/index.html?region=asia&sort=name", [], ".filter-chosen button"),
    "every card open": ("aeo/measures.html", [], "details.record dd"),
    "every partner open": ("recognition/index.html", [], "details.record dd"),
    "a province": ("districts/index.html?province=guangdong", [], ".filter-chosen button"),
    "both languages of a clause": ("criteria/certified.html", [[".both-languages__switch", True]], "#ce26-12 .twins__other"),
    "a link that was copied": ("criteria/certified.html", [["#ce26-12 .permalink", True]], ".aeo-toast"),
}


@pytest.mark.parametrize("language", ["", "en/"])
@pytest.mark.parametrize("state", TOOLS)
def test_a_tool_in_use_breaks_no_rule(checker: Checker, address: str, language: str, state: str) -> None:
    path, entries, shown = TOOLS[state]
    page = checker.page
    page.set_viewport_size(WIDE)
    page.goto(f"{address}/{language}{path}")
    page.evaluate(ENTER, entries)
    if shown.startswith("details"):
        page.evaluate("document.querySelectorAll('details.record').forEach((card) => { card.open = true; })")
    expect(page.locator(shown).first).to_be_visible()
    wide = checker.faults()
    page.set_viewport_size(NARROW)
    assert (wide, checker.faults()) == ([], [])


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
            "document.querySelectorAll('nav').forEach((one) => one.setAttribute('aria-label', 'same'))",
            "landmark-unique",
        ),
        (
            "document.querySelectorAll('.aeo-footer :is(ul, li, a)').forEach((one) => { one.style.cssText ="
            " 'display: block; font-size: 8px; line-height: 9px; margin: 0; min-height: 0; padding: 0'; })",
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
