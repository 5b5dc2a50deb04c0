"""What a reader sees first, and what the frame of a page promises: bars of the design, each in figures."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Browser, Page, expect
from reader import Reader
from selectolax.lexbor import LexborHTMLParser, LexborNode
from test_axe import PAGES

LANGUAGES = ("", "en/")

HOME = {1280: 2200, 390: 3200}
"""How high the home page may be, in CSS pixels, at a width of the window."""

FIRST = 480
"""Where the first part of a page begins at the latest, on a phone, in CSS pixels; English words are longer."""

ENGLISH_MORE = 70

FIRST_PARTS = {
    "aeo/declare.html": ".picture",
    "apply/readiness.html": ".tool",
    "criteria/advanced.html": "h2",
    "criteria/certified.html": "h2",
    "criteria/comparison.html": "h2",
    "enterprises/benefits.html": "table",
    "glossary.html": "table",
    "policy/library.html": ".record",
    "recognition/index.html": ".picture",
    "statistics.html": "h2",
}
"""What readers of a page came for."""

TARGET = 44
"""The least height of what a finger is to hit, in CSS pixels."""

CONTRAST = """(pair) => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [bright, dark] = pair.map(light).sort((a, b) => b - a);
  return (bright + 0.05) / (dark + 0.05);
}"""

# The colour of the ring around what has the focus, and of the ground that the ring stands on.
RING = """() => {
  const element = document.activeElement;
  let ground = element.parentElement;
  while (ground && getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
  const {outlineColor, outlineStyle, outlineWidth} = getComputedStyle(element);
  return {colours: [outlineColor, getComputedStyle(ground || document.body).backgroundColor],
          drawn: outlineStyle === 'solid' && parseFloat(outlineWidth) >= 3, what: element.outerHTML.slice(0, 90)};
}"""

SMALL = """([scope, least]) => [...document.querySelectorAll(scope)].filter((element) => element.checkVisibility({visibilityProperty: true}))
  .map((element) => [element.outerHTML.slice(0, 90), element.getBoundingClientRect().height]).filter(([, height]) => height < least)"""

HAN = re.compile("[\u3400-\u9fff]")

NO_TEXT = frozenset({"script", "style", "option", "template", "title", "desc"})

EDGES = """() => [...document.querySelectorAll('article > :is(p, ul, ol, .admonition, details):is(:not([class]), .admonition, .note, .warning)')]
  .filter((element) => element.checkVisibility()).map((element) => Math.round(element.getBoundingClientRect().right))"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def open_at(page: Page, url: str, width: int) -> Page:
    page.set_viewport_size({"width": width, "height": 844 if width < 600 else 900})
    page.goto(url)
    return page


# The first screen


@pytest.mark.parametrize("width", HOME)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_home_page_is_not_long(page: Page, address: str, language: str, width: int) -> None:
    open_at(page, f"{address}/{language}index.html", width)
    assert page.evaluate("document.documentElement.scrollHeight") <= HOME[width]
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("language", LANGUAGES)
def test_home_has_search_first_then_tools_then_five_doors_alike(page: Page, address: str, language: str) -> None:
    open_at(page, f"{address}/{language}index.html", 1280)
    assert page.locator(".example-questions a").count() == 6
    tops = [page.locator(part).first.bounding_box()["y"] for part in (".aeo-search--page", ".tasks", ".doors", ".ladder")]  # type: ignore[index]
    assert tops == sorted(tops)
    assert tops[1] < 900, "the tools begin in the first screen"
    doors = page.locator(".door")
    boxes = [door.bounding_box() for door in doors.all()]
    assert len(boxes) == 5
    assert len({(box["x"], box["width"]) for box in boxes if box}) == 1
    for door in doors.all():
        assert door.locator("svg").count() == door.locator("h3 a").count() == door.locator(".door__main").count() == 1


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FIRST_PARTS)
def test_what_a_reader_came_for_begins_in_the_first_screen(page: Page, address: str, language: str, name: str) -> None:
    open_at(page, f"{address}/{language}{name}", 390)
    box = page.locator(f"article {FIRST_PARTS[name]}").first.bounding_box()
    assert box is not None
    assert box["y"] <= FIRST + (ENGLISH_MORE if language else 0)


@pytest.mark.parametrize("name", ["criteria/certified.html", "enterprises/tiers.html", "sme/plan.html", "en/aeo/duties.html"])
def test_what_is_read_in_lines_has_one_right_edge(page: Page, address: str, name: str) -> None:
    open_at(page, f"{address}/{name}", 1280)
    assert len(set(page.evaluate(EDGES))) == 1


def test_a_wide_window_enlarges_nothing(page: Page, address: str) -> None:
    sizes = [
        open_at(page, f"{address}/sme/plan.html", width).evaluate(
            "getComputedStyle(document.querySelector('article p')).fontSize"
        )
        for width in (1280, 1600, 2560)
    ]
    assert len(set(sizes)) == 1


# The focus and the finger


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index.html", "apply/readiness.html", "aeo/measures.html", "404.html"])
def test_the_focus_ring_shows_on_its_ground(browser: Browser, address: str, name: str, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/{name}")
    faults, seen = [], 0
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        ring = page.evaluate(RING)
        seen += 1
        if not ring["drawn"] or page.evaluate(CONTRAST, ring["colours"]) < 3:
            faults.append(ring)
    context.close()
    assert seen > 5
    assert faults == []


@pytest.mark.parametrize("name", ["index.html", "en/index.html", "sme/plan.html", "en/sme/plan.html", "404.html"])
def test_a_finger_hits_what_the_frame_offers(page: Page, address: str, name: str) -> None:
    open_at(page, f"{address}/{name}", 390)
    scope = (
        ".aeo-header :is(a, button), .aeo-footer li a, .pager a, .aeo-pageline :is(a, button), .aeo-crumbs a,"
        " .tasks a, .example-questions a, .aeo-lost :is(li a, input, button)"
    )
    assert page.evaluate(SMALL, [scope, TARGET - 0.5]) == []
    if page.locator("button.aeo-menu").count():
        page.locator("button.aeo-menu").click()
        assert page.evaluate(SMALL, ["#aeo-drawer :is(a, button)", TARGET - 0.5]) == []
        assert page.locator("#aeo-drawer .aeo-nav:not(.aeo-toc) a:visible").count() >= 11


# Where a page stands


@pytest.mark.parametrize(("width", "shown"), [(1023, False), (1024, True), (1280, True)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_header_names_the_audiences_from_1024_px(page: Page, address: str, language: str, width: int, shown: bool) -> None:
    open_at(page, f"{address}/{language}sme/plan.html", width)
    links = page.locator(".aeo-audiences a")
    assert [link.is_visible() for link in links.all()] == [shown] * 6
    assert page.evaluate("document.documentElement.scrollWidth") == width
    if shown:
        tops = {box["y"] for box in (link.bounding_box() for link in links.all()) if box}
        assert len(tops) == 1
        assert page.locator(".aeo-audiences [aria-current]").inner_text() == ("SMEs" if language else "中小企业")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_side_menu_shows_the_section_and_leads_to_the_others(page: Page, address: str, language: str) -> None:
    open_at(page, f"{address}/{language}sme/plan.html", 1280)
    menu = page.locator(".aeo-nav:not(.aeo-toc)")
    shown = [link.get_attribute("href") or "" for link in menu.locator("a:visible").all()]
    assert shown == ["index.html", "which-tier.html", "plan.html", "support.html", "#aeo-sections"]
    menu.locator("a:visible").last.click()
    expect(page.locator("#aeo-sections")).to_be_in_viewport()
    assert page.locator("#aeo-sections a:visible").count() == 12


def test_every_page_says_where_it_stands(site: Path) -> None:
    for name in PAGES:
        tree = LexborHTMLParser((site / name).read_text(encoding="utf-8"))
        crumbs = tree.css("nav.aeo-crumbs")
        if name.removeprefix("en/") == "index.html":
            assert crumbs == []
            continue
        assert crumbs[0].attributes["aria-label"], name
        home = "en/index.html" if name.startswith("en/") else "index.html"
        assert urljoin(f"/{name}", crumbs[0].css("a")[0].attributes["href"] or "") == f"/{home}", name
        assert tree.css(".aeo-crumbs, h1")[0].tag == "nav", name
        section = tree.css_first(".aeo-nav__section")
        if section:
            assert crumbs[0].css("li")[1].text(strip=True) == section.text(strip=True), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_way_back_works_from_a_disk(offline: tuple[Reader, str], language: str) -> None:
    reader, base = offline
    reader.page.goto(f"{base}/{language}sme/plan.html")
    reader.page.locator(".aeo-crumbs a").nth(1).click()
    expect(reader.page).to_have_url(re.compile(rf"^{re.escape(base)}/{language}sme/index\.html$"))
    reader.page.locator(".aeo-crumbs a").first.click()
    expect(reader.page.locator("article.aeo-home")).to_be_visible()
    assert reader.outside == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_below_the_heading_stand_the_edition_and_what_can_be_done(page: Page, address: str, language: str) -> None:
    open_at(page, f"{address}/{language}sme/plan.html", 1280)
    line = page.locator("h1 + .aeo-pageline")
    assert len(re.findall(r"\d{4}-\d\d-\d\d", line.inner_text())) == 2
    assert line.locator("button").count() == line.locator("a").count() == 2
    for link in line.locator("a").all():
        target = page.evaluate("(link) => link.href", link.element_handle())
        assert page.request.get(target).ok


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_foot_has_the_page_before_and_the_next_step_side_by_side(page: Page, address: str, language: str) -> None:
    open_at(page, f"{address}/{language}sme/which-tier.html", 1280)
    before, after = page.locator(".pager__previous"), page.locator(".pager__next")
    left, right = before.bounding_box(), after.bounding_box()
    assert left
    assert right
    assert (left["y"], left["width"]) == (right["y"], right["width"])
    assert min(left["height"], right["height"]) >= 64
    assert before.get_attribute("href") == "index.html"
    after.click()
    page.locator(".pager__previous").wait_for()


# Larger text


def test_larger_text_is_a_choice_that_lasts_and_can_be_taken_back(reader: Reader, address: str) -> None:
    reader.watch(address)
    page = reader.page
    page.goto(f"{address}/sme/plan.html")
    size = "parseFloat(getComputedStyle(document.querySelector('article p')).fontSize)"
    usual = page.evaluate(size)
    button = page.locator(".aeo-header .aeo-text")
    button.click()
    assert page.evaluate(size) > usual * 1.1
    assert button.get_attribute("aria-pressed") == "true"
    page.goto(f"{address}/en/sme/plan.html")
    assert page.evaluate(size) > usual * 1.1
    page.locator(".aeo-header .aeo-text").click()
    assert (page.evaluate(size), page.evaluate("Object.keys(localStorage)")) == (usual, [])
    assert reader.complaints == []


@pytest.mark.parametrize("width", [320, 390, 1024, 1280])
def test_larger_text_fits_the_window(reader: Reader, address: str, width: int) -> None:
    reader.page.add_init_script("localStorage.setItem('aeo-text', 'large')")
    for name in ("index.html", "en/index.html", "en/aeo/declare.html", "recognition/index.html"):
        open_at(reader.page, f"{address}/{name}", width)
        assert reader.page.evaluate("document.documentElement.dataset.aeoText") == "large"
        assert reader.page.evaluate("document.documentElement.scrollWidth") == width, name


# The page for addresses that lead nowhere


@pytest.mark.parametrize(
    ("path", "locale", "title"),
    [
        ("404.html", "zh-CN", "没有这个页面"),
        ("404.html", "en-GB", "Page not found"),
        ("en/../404.html?/en/none.html", "en-GB", "Page not found"),
    ],
)
def test_a_lost_reader_is_answered_in_one_language(browser: Browser, address: str, path: str, locale: str, title: str) -> None:
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto(f"{address}/{path}")
    assert [heading.inner_text() for heading in page.locator("h1:visible").all()] == [title]
    assert page.title() == title
    assert page.locator(".aeo-header__home:visible").count() == 1
    doors = page.locator(".aeo-lost li a:visible")
    assert doors.count() == 7
    for link in doors.all():
        assert page.request.get(page.evaluate("(link) => link.href", link.element_handle())).ok
    page.locator(".aeo-lost input:visible").fill("AEO")
    page.keyboard.press("Enter")
    page.wait_for_url("**/index.html?q=AEO")
    expect(page.locator(".aeo-search__hit").first).to_be_visible()
    context.close()


NEAR = [
    ("aeo/measure.html", ["aeo/measures.html"]),
    ("measures.html", ["aeo/measures.html"]),
    ("faq/", ["faq/index.html"]),
    ("en/recogniton/", ["en/recognition/index.html", "en/enterprises/recognition.html"]),
    ("en/Recognition/INDEX.HTM", ["en/recognition/index.html", "en/enterprises/recognition.html"]),
    ("no-such-thing.html", []),
    ("%E6%B5%B7%ZZ", []),
]
"""An address that leads nowhere, and the pages whose address is nearly the same."""


def test_a_lost_reader_is_offered_the_pages_of_nearly_the_same_address(browser: Browser, address: str) -> None:
    context = browser.new_context(locale="zh-CN")
    page = context.new_page()
    lost = page.request.get(f"{address}/404.html").text()
    page.route(
        "**/*", lambda route: route.fallback() if "/assets/" in route.request.url else route.fulfill(status=404, body=lost)
    )
    seen = []
    for asked, _ in NEAR:
        page.goto(f"{address}/{asked}")
        links = page.locator(".aeo-lost__near a:visible").all()
        assert bool(links) == page.locator(".aeo-lost__near:visible h2").is_visible()
        seen.append((asked, [str(link.get_attribute("href")).removeprefix("/") for link in links]))
    context.close()
    assert seen == NEAR


def test_a_lost_reader_without_scripts_is_answered_in_both_languages(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/404.html")
    assert [heading.inner_text() for heading in page.locator("h1:visible").all()] == ["没有这个页面", "Page not found"]
    context.close()


# Strict servers, blocked scripts, languages


STRICT = {"Content-Security-Policy": "default-src 'self'"}


@pytest.mark.parametrize("name", ["apply/readiness.html", "en/aeo/declare.html", "recognition/index.html", "index.html"])
def test_a_page_works_where_only_files_of_the_site_may_run(reader: Reader, address: str, name: str) -> None:
    page = reader.page

    def strict(route: Any) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, **STRICT})

    page.route("**/*", strict)
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text) if "Content Security Policy" in message.text else None)
    page.goto(f"{address}/{name}")
    assert page.evaluate("document.documentElement.className") == "js"
    assert page.locator(".no-js-only:visible").count() == 0
    page.locator(".aeo-theme:visible").click()
    assert page.evaluate("document.documentElement.dataset.aeoTheme") == "light"
    page.locator("#aeo-search-header").fill("AEO")
    expect(page.locator(".aeo-search--header .aeo-search__hit").first).to_be_visible()
    assert refused == []


def test_no_page_has_a_script_of_its_own_or_a_style_attribute(site: Path) -> None:
    for name in (*PAGES, "404.html"):
        html = (site / name).read_text(encoding="utf-8")
        assert not re.findall(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")[^>]*>", html), name
        assert not re.findall(r"<style\b|\sstyle=|\son[a-z]+=", re.sub(r"<pre>.*?</pre>", "", html, flags=re.S)), name


@pytest.mark.parametrize("spared", ["none", "first.js"])
def test_a_page_whose_scripts_are_blocked_is_as_without_scripts(browser: Browser, address: str, spared: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.route("**/*.js", lambda route: route.continue_() if spared in route.request.url else route.abort())
    page.goto(f"{address}/apply/readiness.html")
    assert page.evaluate("document.documentElement.className") == "no-js"
    expect(page.locator(".tool .no-js-only").first).to_be_visible()
    page.locator("a.aeo-menu").click()
    expect(page.locator("#aeo-drawer .aeo-nav").first).to_be_in_viewport()
    context.close()


def unmarked(node: LexborNode) -> Iterator[str]:
    """Yield the texts below an element that have Chinese words and stand in no element in Chinese."""
    for child in node.iter(include_text=True):
        if child.tag == "-text":
            if HAN.search(child.text_content or ""):
                yield (child.text_content or "").strip()[:60]
        elif child.tag not in NO_TEXT and not (child.attributes.get("lang") or "").startswith("zh"):
            yield from unmarked(child)


def test_chinese_words_on_english_pages_say_so(site: Path, unpacked: Path) -> None:
    pages = [name for name in PAGES if name.startswith("en/")]
    faults = {name: [*unmarked(body_of(site / name)), *unmarked(body_of(unpacked / name))] for name in pages}
    assert {name: found for name, found in faults.items() if found} == {}
    assert list(unmarked(body_of(site / "index.html"))), "on a Chinese page they need not"


def body_of(page: Path) -> LexborNode:
    body = LexborHTMLParser(page.read_text(encoding="utf-8")).body
    assert body is not None
    return body
