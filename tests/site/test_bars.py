"""What every page keeps to: how much a first view weighs, what it asks for and stores, and that it serves readers of every kind."""

import functools
import gzip
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request
from test_axe import OPEN, PAGES

from project import OWN_FILES

SCRIPTS = 70_000
"""Bytes that all our scripts may have together, as they are, apart from those loaded on demand."""

ON_DEMAND = {"search-rank.js": 36_000, "report.js": 9_500, "lean-qr.js": 5_100, "quiz.js": 7_400}
"""Bytes of scripts that only a reader who asks loads: one who searches, writes a report, prints it, answers the quiz."""

APART = ON_DEMAND | {"lost.js": 2_000}
"""Those, and the script of the page for addresses that lead nowhere, which no other page loads."""

FIRST_VIEW = 110_000
"""Bytes that the first view of a page may weigh in all, every file compressed as a web server does it."""

SHIFTS = """() => {
  window.shifts = [];
  new PerformanceObserver((list) => list.getEntries().forEach(({value, sources}) =>
    window.shifts.push([value, ...sources.map(({node}) => node && (node.className || node.nodeName))]))
  ).observe({type: 'layout-shift', buffered: true});
}"""

SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0))))"

STORED = "() => [Object.keys(localStorage), Object.keys(sessionStorage), document.cookie]"

# A focus outline of one element of each kind; of a link in the search results, on the box that its ::after draws.
UNMARKED = """(seen) => {
  const kinds = new Map();
  for (const element of document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')) {
    if (!element.checkVisibility({visibilityProperty: true}) || element.tabIndex < 0) continue;
    const kind = [element.tagName, element.type, element.className, element.parentElement.className].join(' ');
    if (!kinds.has(kind) && !seen.includes(kind)) kinds.set(kind, element);
  }
  const drawn = (style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  const bare = [...kinds].filter(([, element]) => {
    element.focus();
    return !drawn(getComputedStyle(element)) && !drawn(getComputedStyle(element, '::after'));
  });
  document.activeElement.blur();
  return [bare.map(([kind]) => kind), [...kinds.keys()]];
}"""

# In forced colours backgrounds go: what is told by its box alone would be lost.
BOXLESS = """() => [...document.querySelectorAll('.badge, button, input, select, textarea, .tool, .card, .box')].filter((element) => {
  if (!element.checkVisibility({visibilityProperty: true}) || /^(checkbox|radio|file|range)$/.test(element.type)) return false;
  const {borderTopStyle: style, borderTopWidth: width} = getComputedStyle(element);
  return style === 'none' || parseFloat(width) < 1;
}).map((element) => element.outerHTML.slice(0, 120))"""

MOVING = """() => [...document.querySelectorAll('*')].flatMap((element) => [null, '::before', '::after'].map((part) => {
  const {transitionDuration, animationName, animationDuration} = getComputedStyle(element, part);
  const times = (transitionDuration + ',' + (animationName === 'none' ? '0s' : animationDuration)).split(',').map(parseFloat);
  return Math.max(...times) > 0.01 ? element.tagName + '.' + element.className + (part || '') : null;
})).filter(Boolean)"""

TEXTS = """() => {
  const article = document.querySelector('article');
  const walker = document.createTreeWalker(article, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const {data, parentElement: element} = walker.currentNode;
    if (data.trim() && element.checkVisibility() && !element.closest('.js-only, .no-js-only, script, [data-aeo-search]')) texts.push(data.trim());
  }
  return texts;
}"""


@dataclass
class Visitor:
    """Two browser pages for the whole sweep, one with scripts and one without, and what the first asked for."""

    page: Page
    plain: Page
    requests: list[Request] = field(default_factory=list)
    marked: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def visitor(browser: Browser) -> Iterator[Visitor]:
    scripted, plain = browser.new_context(), browser.new_context(java_script_enabled=False)
    found = Visitor(scripted.new_page(), plain.new_page())
    found.page.set_default_timeout(30_000)
    found.page.on("request", lambda request: found.requests.append(request))
    found.page.add_init_script(f"({SHIFTS})()")
    yield found
    assert scripted.cookies() == []
    scripted.close()
    plain.close()


@functools.cache
def weight(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 6))


def open_at(visitor: Visitor, url: str, width: int, height: int) -> Page:
    visitor.page.set_viewport_size({"width": width, "height": height})
    visitor.page.goto(url)
    visitor.page.evaluate(SETTLED)
    return visitor.page


@pytest.mark.parametrize("name", [*PAGES, "404.html"])
def test_a_page_keeps_to_the_bars_with_scripts(visitor: Visitor, address: str, site: Path, name: str) -> None:
    visitor.requests.clear()
    page = open_at(visitor, f"{address}/{name}", 1280, 900)
    found: dict[str, Any] = {
        "elsewhere": [one.url for one in visitor.requests if not one.url.startswith((address, "data:")) or one.method != "GET"],
        "fonts": [one.url for one in visitor.requests if one.resource_type == "font"],
        "index": [one.url for one in visitor.requests if "/search/" in one.url or one.url.endswith(tuple(ON_DEMAND))],
        "shifts": page.evaluate("window.shifts"),
        "stored": page.evaluate(STORED),
    }
    files = {site / unquote(urlsplit(one.url).path).lstrip("/") for one in visitor.requests if one.url.startswith(address)}
    page.keyboard.press("Shift")  # from here on the browser shows the focus as for a keyboard
    unmarked, kinds = page.evaluate(UNMARKED, sorted(visitor.marked))
    page = open_at(visitor, f"{address}/{name}", 390, 844)
    found["shifts"] += page.evaluate("window.shifts")
    if not unmarked:
        visitor.marked.update(kinds)
    assert found == {"elsewhere": [], "fonts": [], "index": [], "shifts": [], "stored": [[], [], ""]}
    assert unmarked == [], "no outline shows where the keyboard is"
    assert sum(map(weight, files)) <= FIRST_VIEW


@pytest.mark.parametrize("name", [*PAGES, "404.html"])
def test_a_page_serves_readers_of_every_kind(visitor: Visitor, address: str, name: str) -> None:
    page = open_at(visitor, f"{address}/{name}", 320, 256)  # a window of 1280 × 1024 at 400 %
    page.evaluate(OPEN)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    boxless, moving = page.evaluate(BOXLESS), page.evaluate(MOVING)
    page.emulate_media(forced_colors="none", reduced_motion="no-preference")
    assert (width, boxless, moving) == (320, [], [])


def test_our_scripts_are_few_and_plain() -> None:
    scripts = [path for path in OWN_FILES.values() if path.suffix == ".js"]
    sizes = {script.name: script.stat().st_size for script in scripts}
    assert sum(size for name, size in sizes.items() if name not in APART) <= SCRIPTS
    assert all(sizes[name] <= most for name, most in APART.items())
    for script in scripts:
        text = script.read_text(encoding="utf-8")
        assert "'use strict';" in text, script.name
        assert not re.search(r"^\s*(import|export)\b|fetch\(|XMLHttpRequest|sendBeacon|WebSocket|EventSource", text, re.M), (
            script.name
        )


@pytest.mark.parametrize("name", PAGES)
def test_every_fact_is_on_the_page_without_scripts(visitor: Visitor, address: str, name: str) -> None:
    page = open_at(visitor, f"{address}/{name}", 1280, 900)
    visitor.plain.set_viewport_size({"width": 1280, "height": 900})
    visitor.plain.goto(f"{address}/{name}")
    texts = []
    for one in (page, visitor.plain):
        one.evaluate(OPEN)
        texts.append(Counter(one.evaluate(TEXTS)))
    scripted, plain = texts
    assert sum(plain.values()) > 5
    assert scripted - plain == Counter()


def test_a_page_that_moves_weighs_too_much_or_stores_something_is_found(visitor: Visitor, address: str, site: Path) -> None:
    page = open_at(visitor, f"{address}/about.html", 390, 844)
    page.evaluate("document.querySelector('h1').before(Object.assign(document.createElement('p'), {textContent: 'late'}))")
    page.evaluate(SETTLED)
    page.evaluate(SETTLED)
    assert page.evaluate("window.shifts.length") > 0
    page.evaluate("localStorage.setItem('x', '1')")
    assert page.evaluate(STORED) != [[], [], ""]
    page.evaluate("localStorage.clear()")
    page.add_style_tag(
        content="a { outline: none !important } .badge { border: 0 !important } p { transition: color 1s !important }"
    )
    page.keyboard.press("Shift")
    assert page.evaluate(UNMARKED, [])[0]
    assert page.evaluate(BOXLESS)
    assert page.evaluate(MOVING)
    assert weight(site / "search" / "zh.js") > 50_000
