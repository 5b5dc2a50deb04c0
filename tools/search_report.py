"""How well the search of the built site answers: of sets of queries, how often the right place comes first, and what each part brings.

The site's own scripts answer, in Chromium, without a network. Run it with ``make search-report``.
"""

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
SETS: Mapping[str, Path] = {
    "queries": ROOT / "tests" / "search" / "queries.tsv",
    "more": ROOT / "tests" / "search" / "more.tsv",
    "typed": ROOT / "tests" / "site" / "queries.tsv",
}
"""Sets of queries by name."""

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

PARTS: Mapping[str, str] = {
    "all": "",
    "without what people call things": "rows.forEach((row) => { row[6] = ''; row[7] = (row[7] || '').split('|')[0]; })",
    "without the other language": "rows.forEach((row) => { row[7] = ''; })",
    "without traditional characters": "signs.variants = ['', '']",
    "without pinyin": "signs.syllables = {}",
    "without kinds of sections": "rows.forEach((row) => { row[3] = 1; })",
    "without history last": "pages.forEach((page) => { page[3] = 1; })",
    "without rows with a name": "rows.splice(0, rows.length, ...rows.filter((row) => row[2] < 7))",
}
"""What is taken from an index before it is asked, as JavaScript."""

_ANSWER = """([language, queries]) => queries.map((query) =>
  aeoRank.find(query, indexes[language]).hits.slice(0, 10).map((hit) => hit.url.replace(/^en\\//, '')))"""


@dataclass(frozen=True)
class Query:
    """What a reader types, in which language, and a pattern of the places that answer it: ``path#anchor`` below the language."""

    language: str
    text: str
    right: re.Pattern[str]


@dataclass(frozen=True)
class Answer:
    """What came of a query: at which place the right one stood (from 0; None if not among ten), and the places."""

    query: Query
    place: int | None
    found: Sequence[str]


def read_queries(path: Path) -> list[Query]:
    """Return the queries of a file: language, query, place in the last three columns; a place may be a page or ``page#anchor``."""
    lines = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    with_tasks = lines[0][0] == "task"
    if with_tasks:
        return [Query(line[1], line[3], re.compile(line[4])) for line in lines[1:]]
    typed = path.name == SETS["typed"].name and path.parent.name == "site"
    return [Query(language, text, re.compile(_exactly(place) if typed else place)) for language, text, place in lines]


def open_indexes(browser: Browser, site: Path, change: str = "") -> Page:
    """Return a blank page with the script that ranks and the index of each language; ``change`` is done to each index first."""
    page = browser.new_page()
    page.evaluate("window.indexes = {}; window.aeoSearch = {receive: (index) => { indexes[index.lang] = index; }}; null")
    for script in (site / "assets" / "js" / "search-rank.js", site / "search" / "zh.js", site / "search" / "en.js"):
        page.add_script_tag(content=script.read_text(encoding="utf-8"))
    page.evaluate(f"for (const index of Object.values(indexes)) {{ const {{pages, rows, signs}} = index; {change} }}")
    return page


def answers(page: Page, queries: Iterable[Query]) -> list[Answer]:
    """Return what the search answers to each query."""
    made = []
    for language in ("zh", "en"):
        asked = [query for query in queries if query.language == language]
        for query, found in zip(asked, page.evaluate(_ANSWER, [language, [query.text for query in asked]]), strict=True):
            made.append(Answer(query, next((n for n, place in enumerate(found) if query.right.search(place)), None), found))
    return made


def shares(made: Sequence[Answer]) -> tuple[float, float, float, int]:
    """Return the shares (0 to 1) of answers with the right place first, in the first three, in the first ten; how many are empty."""
    within = [sum(answer.place is not None and answer.place < most for answer in made) / max(1, len(made)) for most in (1, 3, 10)]
    return within[0], within[1], within[2], sum(not answer.found for answer in made)


def table(rows: Iterable[tuple[str, Sequence[Answer]]]) -> str:
    """Return a table of shares in per cent, one row a set of answers."""
    lines = [f"{'':44} {'n':>4} {'first':>6} {'three':>6} {'ten':>6} {'empty':>6}"]
    for name, made in rows:
        first, three, ten, empty = shares(made)
        lines.append(f"{name:44} {len(made):4} {first:6.0%} {three:6.0%} {ten:6.0%} {empty:6}")
    return "\n".join(lines)


def _exactly(place: str) -> str:
    return f"^{re.escape(place)}{'$' if '#' in place else '(#|$)'}"


def main() -> int:
    """Print the report of the built site; with ``--parts``, what each part brings as well."""
    site = ROOT / "site"
    if not (site / "search" / "zh.js").exists():
        sys.stderr.write("没有生成的网站，请先运行 make build。 There is no built site; run make build first.\n")
        return 2
    from browser import installed  # beside this file; tests of what is above need no browser of ours

    sets = {name: read_queries(path) for name, path in SETS.items()}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=FLAGS)
        page = open_indexes(browser, site)
        made = {name: answers(page, queries) for name, queries in sets.items()}
        print(table(_by_language(made)))
        for name, of_set in made.items():
            limit = 10 if name == "typed" else 3
            for answer in of_set:
                if answer.place is None or answer.place >= limit:
                    print(
                        f"\n{name}  {answer.query.language}  {answer.query.text!r}  {answer.place}\n    "
                        + "  ".join(answer.found[:4])
                    )
        if "--parts" in sys.argv[1:]:
            print("\n" + table(_parts(browser, site, sets)))
        browser.close()
    return 0


def _by_language(made: Mapping[str, Sequence[Answer]]) -> Iterable[tuple[str, Sequence[Answer]]]:
    for name, of_set in made.items():
        for language in ("zh", "en"):
            yield f"{name} {language}", [answer for answer in of_set if answer.query.language == language]
        yield name, of_set


def _parts(browser: Browser, site: Path, sets: Mapping[str, Sequence[Query]]) -> Iterable[tuple[str, Sequence[Answer]]]:
    for name in ("queries", "more"):
        for part, change in PARTS.items():
            page = open_indexes(browser, site, change)
            yield f"{name}, {part}", answers(page, sets[name])
            page.close()


if __name__ == "__main__":
    sys.exit(main())
