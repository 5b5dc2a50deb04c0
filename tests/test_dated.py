"""The guide on other days: the gate passes whatever the day, and nothing is called in force before it was or after it ended."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from aeosite.basics.cache import Cache
from aeosite.basics.language import REQUIRED
from aeosite.cli import main
from aeosite.compose.article import Press, compose
from aeosite.compose.harmless import parsed
from aeosite.guide.guide import Guide
from aeosite.guide.reads import Kept, Work
from aeosite.guide.versions import versions
from aeosite.model.records import Instrument, Measure
from aeosite.read.content import Content
from aeosite.read.load import load
from aeosite.rules import check_whole, page_checks
from project import AS_OF, ROOT, break_project, press_of

DAYS = [
    date.fromisoformat(day)
    for day in ["2018-12-01", "2019-06-01", "2022-11-01", "2025-01-01", "2026-03-31", "2026-04-01", "2027-06-01", "2027-12-31"]
]
NOW = re.compile("现行规定|current rules", re.I)


Page = tuple[str, str]


@dataclass(frozen=True)
class Pages:
    """The pages of one day as HTML, each parsed once."""

    html: Mapping[Page, str]
    _read: dict[Page, LexborHTMLParser] = field(default_factory=dict)

    def of(self, language: str, path: str) -> LexborHTMLParser:
        page = (language, path)
        if page not in self._read:
            self._read[page] = parsed(self.html[page])
        return self._read[page]


@pytest.fixture(scope="module")
def content() -> Content:
    return load(ROOT)


@pytest.fixture(scope="module")
def days(content: Content) -> Mapping[date, Pages]:
    """Every page as composed on each day, the gate having passed it; what does not turn on the day is composed once."""
    cache = Cache(None)
    return {day: Pages(dict(composed(Guide(content, day, DAYS[-1]), cache))) for day in DAYS}


def composed(guide: Guide, cache: Cache) -> Iterator[tuple[Page, str]]:
    kept, press = Kept(guide, cache), press_of()
    pages = [(language, path) for language in REQUIRED for path in guide.content.pages[language]]
    assert check_whole(guide, cache=cache) == [], f"the gate refuses {guide.as_of}"
    assert not any(kept.all(list(page_checks(guide).values()), 2)), f"the gate refuses a page on {guide.as_of}"
    works = [Work("articles", "/".join(page), partial(html_of, page, press)) for page in pages]
    yield from zip(pages, kept.all(works, 2), strict=True)  # type: ignore[misc]


def html_of(page: Page, press: Press, guide: Guide) -> str:
    made = compose(guide, guide.content.pages[page[0]][page[1]], press)
    assert made.composed.problems == (), f"{page} on {guide.as_of}"
    return made.html


def label(content: Content, language: str) -> str:
    return content.vocabularies["instrument-statuses"]["in-force"].label.in_(language)


def is_in_force(one: Instrument, day: date) -> bool:
    """Worked out anew from the dates of the record: the second opinion."""
    start = one.in_force_from
    ends = [end for end in (one.repealed_on, one.unconfirmed_since) if end]
    lasts = one.valid_until is None or day <= one.valid_until
    return start is not None and start.latest <= day and all(day < end for end in ends) and lasts


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("language", REQUIRED)
def test_no_instrument_is_called_in_force_before_its_start_or_after_its_end(
    language: str, day: date, content: Content, days: Mapping[date, Pages]
) -> None:
    words, seen = label(content, language), set()
    for (of, path), html in days[day].html.items():
        if of == language and ("record instrument" in html or "clauses-about" in html):
            for id_, said in instruments_in(days[day].of(of, path), content, language):
                seen.add(id_)
                expected = is_in_force(content.get(Instrument, id_), day)
                assert (said == words) == expected, f"{path}: {id_} is called {said!r} on {day}"
    assert seen == {record.id for record in content.all(Instrument)}, "every instrument is worded somewhere"


def instruments_in(page: LexborHTMLParser, content: Content, language: str) -> Iterator[tuple[str, str]]:
    """Yield each instrument that a page words by its state, and how."""
    yield from badges(page, "details.record.instrument")
    numbers = {record.data.number.in_(language): record.id for record in content.all(Instrument)}
    for line in page.css("p.clauses-about"):
        cited, badge = line.css_first("a"), line.css_first(".badge")
        assert cited, "a table cites its instrument"
        assert badge, "and says its state"
        yield numbers[cited.text()], badge.text()


def badges(page: LexborHTMLParser, cards: str) -> Iterator[tuple[str, str]]:
    for card in page.css(cards):
        heading, badge = card.css_first("h3"), card.css_first(".badge")
        assert heading, "a card has a heading"
        assert badge, "and says its state"
        yield str(heading.id), badge.text()


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("language", REQUIRED)
def test_the_home_page_calls_current_only_what_is(language: str, day: date, days: Mapping[date, Pages]) -> None:
    worded = [part.text() for part in days[day].of(language, "index.md").css(".rules-now__date, .key-figures__what")]
    assert any(NOW.search(text) for text in worded) == (day >= date(2026, 4, 1)), worded


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_no_measure_applies_before_the_first_of_its_documents_or_after_the_last(
    day: date, content: Content, days: Mapping[date, Pages]
) -> None:
    found = dict(badges(days[day].of("zh", "aeo/measures.md"), "details.record.measure"))
    applies = content.vocabularies["measure-states"]["applies"].label.zh
    assert len(found) == len(content.all(Measure))
    for id_, said in found.items():
        documents = [content.get(Instrument, basis.instrument) for basis in content.get(Measure, id_).basis]
        stands = any(is_in_force(one, day) or one.in_force_from is None for one in documents)
        assert stands or said != applies, f"{id_} on {day}"


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_prose_bound_to_a_record_changes_with_it(day: date, days: Mapping[date, Pages]) -> None:
    for path in ("policy/index.md", "criteria/index.md", "enterprises/tiers.md"):
        html = days[day].html["en", path]
        assert ("not take effect until" in html or "does not apply until" in html) == (day < date(2026, 4, 1)), path


def test_a_link_to_what_is_not_there_yet_leads_to_its_page(days: Mapping[date, Pages]) -> None:
    def links(day: date) -> set[str | None]:
        return {
            link.attributes["href"] for link in days[day].of("en", "aeo/declare.md").css("li > a") if link.text() == "Thailand"
        }

    assert links(DAYS[0]) == {"../recognition/index.html"}
    assert links(DAYS[-1]) == {"../recognition/index.html#th"}


# Passages, and what a dated build says of itself


PASSAGES = "{{ since order-2 }}\n\nAfter 后 {{ cite order-2 }}.\n\n{{ end }}\n\n{{ before order-2 }}\n\nBefore 前 {{ cite order-1 }}.\n\n{{ end }}\n\nAlways 总是.\n"


@pytest.mark.parametrize(("day", "there", "not_there"), [("2026-03-31", "Before", "After"), ("2026-04-01", "After", "Before")])
def test_a_passage_holds_from_the_day_of_its_instrument(day: str, there: str, not_there: str, mini: Path) -> None:
    break_project(
        mini, {"edit": {"docs/*/library.md": [{"from": "{{ instruments }}\n", "to": f"{{{{ instruments }}}}\n\n{PASSAGES}"}]}}
    )
    guide = Guide(load(mini), date.fromisoformat(day))
    html = compose(guide, guide.content.pages["en"]["library.md"], press_of()).html
    assert f"{there} " in html
    assert "Always" in html
    assert f"{not_there} " not in html
    assert "{{" not in html


def test_a_dated_build_says_so_on_every_page_and_keeps_its_edition(mini: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["build", "--root", str(mini), "--edition", "2026-06-01", "--as-of", "2026-03-31", "--only", "website,search"]) == 0
    )
    pages = [path for path in (mini / "site-2026-03-31").rglob("*.html") if path.name != "404.html"]
    assert pages
    for path in pages:
        text = path.read_text("utf-8")
        assert 'class="admonition warning dated"' in text, path
        assert "2026-06-01" in text
    assert not (mini / "site").exists()


def test_an_edition_of_its_own_day_says_nothing(mini: Path) -> None:
    guide = Guide(load(mini), AS_OF, None, AS_OF)
    assert "dated" not in compose(guide, guide.content.pages["en"]["library.md"], press_of()).html


# The versions of a document


def test_versions_reach_back_and_forward_with_the_time_each_was_in_force(mini: Path) -> None:
    content = load(mini)
    for id_ in ("order-1", "order-2"):
        found = versions(content, content.get(Instrument, id_))
        assert [(str(one.instrument.id), str(one.start), str(one.last)) for one in found] == [
            ("order-1", "2020-01-01", "2026-03-31"),
            ("order-2", "2026-04-01", "None"),
        ]
    assert [str(one.instrument.id) for one in versions(content, content.get(Instrument, "ann-sg"))] == ["ann-sg"]


def test_a_card_shows_the_versions_and_marks_the_one_in_force(mini: Path) -> None:
    guide = Guide(load(mini), date(2026, 3, 31))
    page = parsed(compose(guide, guide.content.pages["en"]["library.md"], press_of()).html)
    cards = {str(card.css_first("h3").id): card for card in page.css("details.record.instrument")}  # type: ignore[union-attr]
    assert [(row.text(), row.attributes["class"]) for row in cards["order-2"].css(".versions li")] == [
        ("Order No. 1: in force from 1 January 2020 to 31 March 2026", "versions__in-force"),
        ("Order No. 2: in force from 1 April 2026", "versions__not-yet"),
    ]
    assert cards["ann-sg"].css(".versions") == []
