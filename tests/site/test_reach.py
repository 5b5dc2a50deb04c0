"""Every page can be reached and is worth reaching: few clicks, no orphan, a summary, a bearable length, sources, a next step."""

import functools
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from aeosite.basics.language import REQUIRED, Language
from aeosite.read.load import load
from aeosite.read.pages import FrontMatter, Page

ROOT = Path(__file__).resolve().parents[2]
HOME = "index.md"
CLICKS = 3
LONGEST = {"zh": 2000, "en": 1200}
"""The most prose of a page: Han characters, English words."""

SUMMARY = {"zh": 25, "en": 15}
"""The least prose of a first paragraph that can stand for its page."""

NAME = {"zh": "海关AEO", "en": "Authorized Economic Operator"}
"""What the title and the description say together, as the acronym alone means other things too."""

WITHOUT_SOURCES = {
    "about.md": "speaks of the guide itself",
    "updates.md": "speaks of the guide itself",
    "policy/library.md": "is the list of the sources",
    "districts/start.md": "speaks of the guide itself",
    "districts/index.md": "rests on the records of the districts, each with its own evidence",
    "promotion/index.md": "rests on the records of events, each with its own evidence",
    "promotion/events.md": "rests on the records of events, each with its own evidence",
    "promotion/data.md": "hands on the records, each with its own evidence",
    "promotion/papers.md": "hands on the pages, each with its own sources",
    "promotion/survey.md": "asks the audience",
    "you-asked.md": "speaks of the guide itself",
    "promotion/quiz.md": "rests on the records of the quiz, each with its own basis",
    "promotion/training.md": "rests on the records of events and training bases, each with its own evidence",
}
"""Pages that rest on no instrument, and why."""

UNSEEN = "[hidden], .js-only, template, script, .headerlink"
EVERY_LANGUAGE = pytest.mark.parametrize("language", REQUIRED)


@functools.cache
def pages(language: Language) -> Mapping[str, Page]:
    return load(ROOT).pages[language]


def front(page: Page) -> FrontMatter:
    assert page.front, f"{page.file} has no front matter"
    return page.front


# What a reader of the built page sees


@dataclass(frozen=True)
class Seen:
    """A built page: what stands in its head, its first paragraph, and the pages of its language that it leads to."""

    title: str
    description: str
    summary: str
    navigation: frozenset[str]
    text: frozenset[str]
    foot: frozenset[str]


def led_to(tree: LexborHTMLParser, place: str, page: str) -> frozenset[str]:
    """The pages that the links in a place lead to, other than the page itself."""
    found = set()
    for link in tree.css(f"{place} a[href]"):
        target = str(link.attributes["href"]).partition("#")[0]
        if target.endswith(".html") and ":" not in target:
            found.add(posixpath.normpath(posixpath.join(posixpath.dirname(page), target)).replace(".html", ".md"))
    return frozenset(found - {page})


def first_paragraph(tree: LexborHTMLParser) -> str:
    """The first paragraph under the top heading, if it stands before the first section."""
    first = tree.css_first("article h1 ~ :is(p, h2)")
    return first.text() if first is not None and first.tag == "p" else ""


def look(file: Path, page: str) -> Seen:
    """Read a built page as a reader without scripts sees it."""
    tree = LexborHTMLParser(file.read_text(encoding="utf-8"))
    for unseen in tree.css(UNSEEN):
        unseen.decompose()
    title, description = tree.css_first("title"), tree.css_first("meta[name=description]")
    navigation, foot = led_to(tree, "nav", page), led_to(tree, ".page-foot", page)
    for part in tree.css(".page-foot"):
        part.decompose()
    return Seen(
        title.text() if title is not None else "",
        str(description.attributes["content"]) if description is not None else "",
        first_paragraph(tree),
        navigation,
        led_to(tree, "article", page),
        foot,
    )


@pytest.fixture(scope="session")
def seen(site: Path) -> Mapping[Language, Mapping[str, Seen]]:
    """Every built page, in both languages."""
    folder = {"zh": site, "en": site / "en"}
    return {lang: {page: look(folder[lang] / page.replace(".md", ".html"), page) for page in pages(lang)} for lang in REQUIRED}


def clicks(start: str, leads: Mapping[str, frozenset[str]]) -> dict[str, int]:
    """How many clicks each page is from the start; pages out of reach are left out."""
    distance = {start: 0}
    waiting = [start]
    for page in waiting:
        for target in sorted(leads.get(page, frozenset()) - distance.keys()):
            distance[target] = distance[page] + 1
            waiting.append(target)
    return distance


def test_clicks_are_counted_by_the_shortest_way() -> None:
    leads = {"a": frozenset("bc"), "b": frozenset("c"), "c": frozenset("d"), "e": frozenset("a")}
    assert clicks("a", leads) == {"a": 0, "b": 1, "c": 1, "d": 2}


@EVERY_LANGUAGE
def test_every_page_is_within_three_clicks_of_the_home_page(
    seen: Mapping[Language, Mapping[str, Seen]], language: Language
) -> None:
    leads = {page: found.navigation | found.text | found.foot for page, found in seen[language].items()}
    distance = clicks(HOME, leads)
    assert {page: distance.get(page) for page in leads if distance.get(page, CLICKS + 1) > CLICKS} == {}


@EVERY_LANGUAGE
@pytest.mark.parametrize("place", ["navigation", "text"])
def test_no_page_is_an_orphan(seen: Mapping[Language, Mapping[str, Seen]], language: Language, place: str) -> None:
    """Each page is in the navigation of another, and is linked from the text of another; the home page needs the first only."""
    found = frozenset().union(*(getattr(one, place) for one in seen[language].values()))
    assert sorted(seen[language].keys() - found - ({HOME} if place == "text" else set())) == []


@EVERY_LANGUAGE
def test_every_page_opens_with_a_summary(seen: Mapping[Language, Mapping[str, Seen]], language: Language) -> None:
    short = {page: one.summary for page, one in seen[language].items() if amount(one.summary, language) < SUMMARY[language]}
    assert short == {}


# What the Markdown of a page says


_NOT_PROSE = (
    re.compile(r"^\s*\|.*$", re.M),
    re.compile(r"\{\{.*?\}\}"),
    re.compile(r"\{\s*#[^}]*\}"),
    re.compile(r"(?<=\])\([^)]*\)"),
    re.compile(r"^\s*!!! \w+", re.M),
)
"""Tables, what directives show, heading ids, the targets of links, and the sign of a note."""


def prose(body: str) -> str:
    """The body of a page without what is not read as prose."""
    for pattern in _NOT_PROSE:
        body = pattern.sub(" ", body)
    return body


def amount(text: str, language: Language) -> int:
    """How much a reader reads: Han characters in Chinese, words in English."""
    return len(re.findall(r"[\u4e00-\u9fff]" if language == "zh" else r"[A-Za-z0-9][\w'’.,/-]*", text))


@pytest.mark.parametrize(
    ("body", "language", "expected"),
    [
        ("# 海关AEO {#top}\n\n申请[两级对照](../criteria/comparison.md)。\n", "zh", 8),
        ("| 表 | 格 |\n| --- | --- |\n\n一段{{ cite order-282 }}话\n", "zh", 3),
        ('!!! note "Before you use it"\n    Ask [them](a.md#b-c) at 12360.\n', "en", 8),
        ("{{ partners status=in-force }}\n\n## The company's own re-check {#own}\n", "en", 4),
    ],
)
def test_tables_directives_ids_and_targets_are_no_prose(body: str, language: Language, expected: int) -> None:
    assert amount(prose(body), language) == expected


@EVERY_LANGUAGE
def test_no_page_is_longer_than_a_reader_bears(language: Language) -> None:
    sizes = {path: amount(prose(page.body), language) for path, page in pages(language).items()}
    assert {path: size for path, size in sizes.items() if size > LONGEST[language]} == {}


@EVERY_LANGUAGE
def test_every_page_names_its_sources_or_has_a_reason_not_to(language: Language) -> None:
    assert [path for path, page in pages(language).items() if not front(page).sources and path not in WITHOUT_SOURCES] == []


def test_reasons_are_given_for_pages_that_exist() -> None:
    assert sorted(WITHOUT_SOURCES.keys() - pages("zh").keys()) == []


@EVERY_LANGUAGE
def test_every_page_ends_with_a_next_step_elsewhere(language: Language) -> None:
    assert [path for path, page in pages(language).items() if front(page).next in (None, path)] == []


@EVERY_LANGUAGE
def test_title_and_description_say_which_aeo_is_meant(language: Language) -> None:
    said = {path: f"{front(page).title} {front(page).description}" for path, page in pages(language).items()}
    assert [path for path, text in said.items() if NAME[language] not in text] == []


@EVERY_LANGUAGE
def test_the_built_page_carries_its_title_and_description(
    seen: Mapping[Language, Mapping[str, Seen]], language: Language
) -> None:
    asked = {path: front(page) for path, page in pages(language).items()}
    faults = [
        path
        for path, one in seen[language].items()
        if one.description != asked[path].description or not one.title.startswith(asked[path].title)
    ]
    assert faults == []
