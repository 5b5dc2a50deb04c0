"""Words, numbers and codes stay whole wherever a column can give way, on screen and on paper."""

from pathlib import Path

from playwright.sync_api import Browser
from reader import file_url

BROKEN = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode, parent = text.parentElement;
    const box = parent.getBoundingClientRect();
    if (!parent.closest("table.records, dd, code") || box.width < 3 || box.height < 3) continue;
    for (const word of text.data.matchAll(/[A-Za-z0-9\\u00c0-\\u024f][A-Za-z0-9\\u00c0-\\u024f,.%'’_-]*/g)) {
      if (/[.](html?|cn|gov)/.test(word[0]) || text.data[word.index - 1] === "/") continue;
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].replace(/-.*/, "").length);
      const lines = [...range.getClientRects()].filter((line) => line.width > 0.5);
      if (lines.length > 1 && Math.abs(lines[0].top - lines.at(-1).top) > 4) found.push(word[0]);
    }
  }
  return found;
}"""
"""The words of an article that stand on two lines. Addresses are none: they may break anywhere."""


VIEWS = {"screen": 1280, "print": 680}
"""The media, and how many pixels wide a window or a sheet of A4 is."""


def test_no_word_number_or_code_is_broken_in_a_table(browser: Browser, unpacked: Path) -> None:
    page = browser.new_page()
    broken, wide = {}, []
    for path in sorted(unpacked.rglob("*.html")):
        page.goto(file_url(path))
        for media, width in VIEWS.items() if page.locator("article").count() else ():
            page.emulate_media(media=media)  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": 900})
            name = f"{media}: {path.relative_to(unpacked).as_posix()}"
            if words := page.evaluate(BROKEN):
                broken[name] = words
            if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
                wide.append(name)
    page.close()
    assert broken == {}
    assert wide == []
