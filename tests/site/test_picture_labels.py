"""Pictures as a reader sees them: every label can be read, none lies on another, the facts are there as text, nothing depends on scripts."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from aeosite.basics.language import REQUIRED, Language

PAGES = {
    "ladder": "enterprises/tiers.html",
    "chips": "recognition/index.html",
    "strip": "apply/steps.html",
    "change": "criteria/changes.html",
    "programme": "enterprises/background.html",
    "boxes": "aeo/declare.html",
    "aeo-year": "aeo/duties.html",
    "figure-chart": "statistics.html",
    "by-year": "statistics.html",
}

LOOK = """(kind) => [...document.querySelectorAll(`.picture.${kind}`)].map((picture) => {
  const seen = (one) => one.getClientRects().length > 0 && one.getBoundingClientRect().width > 0;
  const svg = [...picture.querySelectorAll('svg[role=img]')].find(seen);
  const box = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].filter(seen);
  const edges = texts.map((text) => text.getBoundingClientRect());
  const overlap = (a, b) => a.left + 1 < b.right && b.left + 1 < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom;
  const inner = (one) => [...one.querySelectorAll('*')].filter((each) => each.closest('svg') === null && seen(each));
  return {
    texts: texts.map((text) => text.textContent),
    size: Math.min(...[...texts, ...inner(picture)].map((text) => parseFloat(getComputedStyle(text).fontSize))),
    outside: texts.filter((text, i) => edges[i].left < box.left - 1 || edges[i].right > box.right + 1
      || edges[i].top < box.top - 1 || edges[i].bottom > box.bottom + 1).map((text) => text.textContent),
    overlaps: texts.flatMap((text, i) => texts.slice(i + 1).filter((other, j) => overlap(edges[i], edges[i + 1 + j]))
      .map((other) => text.textContent + ' / ' + other.textContent)),
    clipped: inner(picture).filter((one) => one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).display !== 'inline'
      && !one.closest('.table-scroll')).map((one) => one.textContent.trim().slice(0, 40)),
    named: ['aria-labelledby', 'aria-describedby'].map((name) => document.getElementById(svg.getAttribute(name)))
      .map((one) => one.closest('svg') === svg && one.textContent.trim().length > 3),
    wide: document.documentElement.scrollWidth,
    moving: picture.getAnimations({subtree: true}).length,
    words: picture.textContent,
    inks: new Set(texts.map((text) => getComputedStyle(text).fill)).size,
  };
})"""


def look(browser: Browser, page: Path, kind: str, width: int, **options: Any) -> list[dict[str, Any]]:
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    shown = context.new_page()
    shown.goto(f"file://{quote(str(page))}")
    found: list[dict[str, Any]] = shown.evaluate(LOOK, kind)
    context.close()
    return found


def address(unpacked: Path, kind: str, language: Language) -> Path:
    return unpacked / ("" if language == "zh" else language) / PAGES[kind]


@pytest.mark.parametrize("width", [320, 390, 1000, 1280])
@pytest.mark.parametrize("language", REQUIRED)
@pytest.mark.parametrize("kind", PAGES)
def test_every_label_can_be_read(browser: Browser, unpacked: Path, kind: str, language: Language, width: int) -> None:
    found = look(browser, address(unpacked, kind, language), kind, width)
    assert found, "there is a picture"
    for picture in found:
        assert picture["texts"]
        assert picture["size"] >= 12
        assert (picture["outside"], picture["overlaps"], picture["clipped"]) == ([], [], [])
        assert picture["named"] == [True, True]
        assert picture["wide"] <= width
        assert picture["moving"] == 0


@pytest.mark.parametrize("kind", PAGES)
def test_one_ink_where_the_system_of_the_reader_sets_the_colours(browser: Browser, unpacked: Path, kind: str) -> None:
    for picture in look(browser, address(unpacked, kind, "zh"), kind, 1280, forced_colors="active"):
        assert picture["inks"] == 1


@pytest.mark.parametrize("kind", PAGES)
def test_every_label_is_said_in_the_text_too(browser: Browser, unpacked: Path, kind: str) -> None:
    """What a drawing says is there for those who do not see it: each of its labels stands in the page outside the drawing."""
    for language in REQUIRED:
        for picture in look(browser, address(unpacked, kind, language), kind, 390, java_script_enabled=True):
            assert all(picture["words"].count(text) >= 2 for text in picture["texts"] if not text.isdigit()), picture["texts"]
