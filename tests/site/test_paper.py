"""Paper: pages printed by the browser, read back from the PDF. Letters large enough, words and numbers whole, nothing on it that is for a screen."""

import io
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

PAGES = {
    "index.html": 3,
    "en/index.html": 3,
    "criteria/advanced.html": 14,
    "en/criteria/comparison.html": 12,
    "aeo/measures.html": 32,
    "en/recognition/index.html": 28,
    "en/aeo/declare.html": 6,
    "aeo/declare.html": 6,
    "apply/steps.html": 6,
    "en/statistics.html": 30,
    "policy/library.html": 18,
    "en/enterprises/tiers.html": 5,
    "apply/readiness.html": 3,
    "promotion/survey.html": 1,
    "en/promotion/survey.html": 1,
}
"""What is printed, and the most sheets it may take."""

SMALLEST = 9.0
"""Points."""

SHEET = 673
"""Pixels between the margins of an A4 sheet."""

WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9,.%]*[A-Za-z0-9%]|[A-Za-z0-9]")
ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Run:
    """Letters drawn at once: where on which sheet, and how large, in points."""

    sheet: int
    x: float
    y: float
    size: float
    text: str


@dataclass(frozen=True)
class Printed:
    """A page on paper: its letters in the order they were drawn, the words it has on a screen, the widths of its columns, its fields and buttons."""

    sheets: int
    runs: list[Run]
    words: frozenset[str]
    columns: list[tuple[str, float]]
    fields: int

    def text(self) -> str:
        """Return everything on it, a line of text a line."""
        return "\n".join(line for line in lines_of(self.runs))


def runs_of(pdf: PdfReader) -> Iterator[Run]:
    for number, sheet in enumerate(pdf.pages, 1):
        found: list[Run] = []

        def visit(
            text: str,
            outer: list[float],
            inner: list[float],
            font: object,
            size: float,
            number: int = number,
            found: list[Run] = found,
        ) -> None:
            if not text.strip():
                return
            across = inner[0] * outer[0] + inner[1] * outer[2], inner[0] * outer[1] + inner[1] * outer[3]
            x = inner[4] * outer[0] + inner[5] * outer[2] + outer[4]
            y = inner[4] * outer[1] + inner[5] * outer[3] + outer[5]
            found.append(
                Run(number, x, y, float(size) * (across[0] ** 2 + across[1] ** 2) ** 0.5, unicodedata.normalize("NFKC", text))
            )

        sheet.extract_text(visitor_text=visit)
        yield from found


def lines_of(runs: list[Run]) -> Iterator[str]:
    line, last = "", None
    for run in runs:
        if last and (run.sheet, round(run.y)) != (last.sheet, round(last.y)):
            yield line.strip()
            line = ""
        line, last = line + run.text, run
    yield line.strip()


def broken(lines: list[str], words: frozenset[str]) -> list[str]:
    """Return words of a page that stand half on one line and half on the next."""
    found = []
    for line, following in itertools.pairwise(lines):
        if ADDRESS.search(line) or ADDRESS.search(following):
            continue
        end, start = re.search(rf"(?:{WORD.pattern})$", line), WORD.match(following)
        if end and start and end[0] + start[0] in words and not (end[0] in words and start[0] in words):
            found.append(f"{end[0]}/{start[0]}")
    return found


COLUMNS = """() => [...document.querySelectorAll('table.records :is(th, td)')].filter((cell) => cell.getClientRects().length).map((cell) => {
  const style = getComputedStyle(cell);
  return [cell.textContent.trim().slice(0, 20), (cell.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)) / parseFloat(style.fontSize)];
})"""


FIELDS = ":is(input, select, textarea, button):visible"


def printed_of(page: Page, address: str) -> Printed:
    page.goto(address)
    pdf = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    page.emulate_media(media="print")
    words = frozenset(WORD.findall(page.locator("body").inner_text()))
    columns = [(str(text), float(width)) for text, width in page.evaluate(COLUMNS)]
    return Printed(len(pdf.pages), list(runs_of(pdf)), words, columns, page.locator(FIELDS).count())


@pytest.fixture(scope="module")
def papers(browser: Browser, address: str) -> dict[str, Printed]:
    """Every page of the list, printed; each is printed when it is first asked for."""
    context = browser.new_context(viewport={"width": SHEET, "height": 900})

    class Papers(dict[str, Printed]):
        def __missing__(self, path: str) -> Printed:
            page = context.new_page()
            self[path] = printed_of(page, f"{address}/{path}")
            page.close()
            return self[path]

    return Papers()


@pytest.fixture(params=PAGES)
def paper(request: pytest.FixtureRequest, papers: dict[str, Printed]) -> tuple[str, Printed]:
    """One page on paper, and its path."""
    return request.param, papers[request.param]


def test_nothing_is_printed_smaller_than_nine_points(paper: tuple[str, Printed]) -> None:
    small = {(round(run.size, 2), run.text.strip()) for run in paper[1].runs if run.size < SMALLEST - 0.02}
    assert len(paper[1].runs) > 50
    assert sorted(small) == []


def test_words_and_numbers_are_whole_on_paper(paper: tuple[str, Printed]) -> None:
    assert broken(list(lines_of(paper[1].runs)), paper[1].words) == []


def test_a_page_takes_no_more_sheets_than_it_should(paper: tuple[str, Printed]) -> None:
    assert paper[1].sheets <= PAGES[paper[0]]


def test_no_column_is_narrower_than_four_characters(paper: tuple[str, Printed]) -> None:
    assert [cell for cell in paper[1].columns if cell[1] < 4] == []


def test_the_frame_and_addresses_within_the_guide_are_not_printed(paper: tuple[str, Printed]) -> None:
    text = paper[1].text()
    for words in (
        "跳到正文",
        "Skip to",
        "下载离线",
        "Download the offline",
        "无障碍和隐私",
        "Accessibility and privacy",
        ".html#",
        "/index.html)",
    ):
        assert words not in text, words


@pytest.mark.parametrize(
    ("path", "heading"), [("en/aeo/declare.html", "What you hand over"), ("en/recognition/index.html", "Announcement")]
)
def test_the_headings_of_a_table_stand_on_every_sheet_it_takes(path: str, heading: str, papers: dict[str, Printed]) -> None:
    runs = papers[path].runs
    rows = {"en/aeo/declare.html": ("Singapore", "Serbia", "Thailand"), "en/recognition/index.html": ("Singapore", "Serbia")}[
        path
    ]
    lines = [(run.sheet, run.text.strip()) for run in runs]
    headed = {sheet for sheet, text in lines if heading in text}
    table = {max(sheet for sheet, text in lines if text.startswith(row) and sheet <= 5) for row in rows}
    assert len(table) > 1
    assert table <= headed


def test_an_empty_form_is_not_printed(paper: tuple[str, Printed]) -> None:
    assert paper[1].fields == 0


def test_what_the_claim_kit_found_is_printed_without_its_fields(browser: Browser, address: str) -> None:
    page = browser.new_page()
    printed = printed_of(page, f"{address}/aeo/declare.html?direction=import&partner=sg")
    page.close()
    text = printed.text().replace("\n", "")
    assert "境外发货人编码" in text
    assert "货物的方向" not in text
    assert "对方给的AEO编码" not in text


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (["Singapor", "e and"], ["Singapor/e"]),
        (["6,87", "6 enterprises"], ["6,87/6"]),
        (["AEO", "code"], []),
        (["2026", "4"], []),
        (["see https://a.example/Singapor", "e"], []),
    ],
)
def test_a_broken_word_is_one_that_the_page_has_whole(lines: list[str], found: list[str]) -> None:
    assert broken(lines, frozenset({"Singapore", "and", "6,876", "AEO", "code", "2026", "4", "enterprises"})) == found
