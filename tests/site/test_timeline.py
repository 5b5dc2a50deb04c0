"""The chart of arrangements as a reader sees it: every date known is drawn, every word can be read, nothing depends on scripts."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser

from aeosite.basics.language import REQUIRED, Language
from aeosite.model.records import Partner
from aeosite.read.load import load
from conftest import ROOT

PAGE = {"zh": "recognition/index.html", "en": "en/recognition/index.html"}

LOOK = """() => {
  const plot = document.querySelector('.timeline-plot');
  const box = plot.getBoundingClientRect();
  const texts = [...plot.querySelectorAll('text')];
  const edges = texts.map((text) => text.getBoundingClientRect());
  const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top + 4 < b.bottom && b.top + 4 < a.bottom;
  return {
    signed: plot.querySelectorAll('circle.signed').length,
    inForce: plot.querySelectorAll('circle.in-force').length,
    names: texts.filter((text) => text.getAttribute('x') === '0').map((text) => text.textContent),
    unknown: texts.filter((text) => text.matches('.unknown')).length,
    size: Math.min(...texts.map((text) => parseFloat(getComputedStyle(text).fontSize))),
    outside: edges.filter((edge) => edge.left < box.left - 1 || edge.right > box.right + 1 || edge.bottom > box.bottom + 1).length,
    overlaps: texts.flatMap((text, i) => texts.slice(i + 1).filter((other, j) => overlap(edges[i], edges[i + 1 + j]))
      .map((other) => text.textContent + ' / ' + other.textContent)),
    inks: [...new Set([...plot.querySelectorAll('text')].map((text) => getComputedStyle(text).fill))].length,
    wide: document.documentElement.scrollWidth,
    named: [plot.getAttribute('aria-labelledby'), plot.getAttribute('aria-describedby')].every((id) =>
      document.getElementById(id).closest('svg') === plot && document.getElementById(id).textContent.trim()),
    rows: document.querySelectorAll('.timeline tbody tr').length,
  };
}"""


def look(browser: Browser, page: Path, width: int, **options: Any) -> dict[str, Any]:
    context = browser.new_context(viewport={"width": width, "height": 800}, **options)
    shown = context.new_page()
    shown.goto(f"file://{quote(str(page))}")
    found: dict[str, Any] = shown.evaluate(LOOK)
    context.close()
    return found


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("language", REQUIRED)
def test_every_known_date_is_drawn_and_every_word_can_be_read(
    browser: Browser, unpacked: Path, language: Language, width: int
) -> None:
    partners = [record.data for record in load(ROOT).all(Partner) if not record.data.pilot]
    found = look(browser, unpacked / PAGE[language], width)
    assert found["signed"] == sum(partner.signed is not None for partner in partners)
    assert found["inForce"] == sum(partner.in_force_from is not None for partner in partners)
    assert found["unknown"] == sum(partner.signed is None or partner.in_force_from is None for partner in partners)
    assert sorted(found["names"]) == sorted(partner.name.text.in_(language) for partner in partners), "the pilot is not counted"
    assert found["rows"] == len(partners)
    assert found["size"] >= 12
    assert (found["outside"], found["overlaps"]) == (0, [])
    assert found["wide"] <= width
    assert found["named"]


def test_the_chart_needs_no_script_and_follows_forced_colours(browser: Browser, unpacked: Path) -> None:
    plain = look(browser, unpacked / PAGE["zh"], 1280, java_script_enabled=True, forced_colors="active")
    assert plain["inks"] == 1, "one ink where the reader's system sets the colours"
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{quote(str(unpacked / PAGE['zh']))}")
    assert page.locator(".timeline-plot").is_visible()
    page.locator(".timeline summary").click()
    assert page.locator(".timeline td").first.is_visible()
    context.close()
