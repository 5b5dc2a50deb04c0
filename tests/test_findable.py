"""What search knows of records and pages, and how that comes into the index: on the miniature project."""

from pathlib import Path

import pytest

from aeosite.basics.cache import Cache
from aeosite.compose.book import Book
from aeosite.gate import open_book
from aeosite.guide.findable import findable, page_words, ways_in
from aeosite.outlets.search import HISTORY, Hit, pages_of
from aeosite.read.settings import read_settings
from project import AS_OF, break_project


@pytest.fixture
def book(mini: Path) -> Book:
    """The miniature project, with words for search in a question, a clause and a page."""
    clause = "        options:\n          - met\n          - not-met\n        counterpart: adv26-01\n"
    break_project(
        mini,
        {
            "edit": {
                "docs/records/faq/who-may-apply.yml": [
                    {"from": "answer:\n", "to": "also:\n  zh: [门槛]\n  en: [sign up]\nanswer:\n"}
                ],
                "docs/records/criteria/cer26-financial.yml": [
                    {"from": clause, "to": f"        also:\n          zh: [负债]\n{clause}"}
                ],
                "docs/zh/criteria.md": [{"from": "reviewed_on: 2026-05-04", "to": "also: [条款]\nreviewed_on: 2026-05-04"}],
            }
        },
    )
    return open_book(read_settings(mini, {}), AS_OF, cache=Cache(None))


def hit(book: Book, language: str, url: str, anchor: str) -> Hit:
    page = next(page for page in pages_of(book, language) if page.url == url)  # type: ignore[arg-type]
    return next(one for one in page.hits if one.anchor == anchor)


def test_records_are_known_by_kind_and_by_what_people_call_them(book: Book) -> None:
    known = findable(book.guide)
    assert {anchor: known[anchor].kind for anchor in ("who-may-apply", "aeo", "sg", "aeo-2025", "class-2026", "cer26-01")} == {
        "who-may-apply": "question",
        "aeo": "term",
        "sg": "record",
        "aeo-2025": "statistic",
        "class-2026": "event",
        "cer26-01": "record",
    }
    assert (known["who-may-apply"].words("zh"), known["who-may-apply"].words("en")) == (("门槛",), ("sign up",))
    assert known["aeo"].words("zh") == ()


def test_a_page_is_called_by_its_own_language_only(book: Book) -> None:
    assert page_words(book.guide, "zh", "criteria.md") == ("条款",)
    assert page_words(book.guide, "en", "criteria.md") == ()


def test_a_question_brings_its_words_and_its_wording_in_the_other_language(book: Book) -> None:
    found = hit(book, "zh", "answers.html", "who-may-apply")
    assert (found.heading, found.kind, found.also, found.other) == ("谁可以申请？", "question", ("门槛",), ("Who may apply?",))
    assert hit(book, "en", "en/answers.html", "who-may-apply").also == ("sign up",)


def test_the_words_of_a_clause_lead_to_its_item(book: Book) -> None:
    assert hit(book, "zh", "criteria.html", "cer26-item-1").also == ("负债",)


def test_the_first_section_of_a_page_has_its_summary_and_its_words(book: Book) -> None:
    found = hit(book, "zh", "criteria.html", "")
    assert (found.heading, found.kind, found.also) == ("认证标准", "lead", ("条款",))
    assert found.text.startswith("两级的条款。")


def test_a_page_stands_in_its_chapter_and_history_weighs_less(book: Book) -> None:
    pages = {page.url: page for page in pages_of(book, "en")}
    assert (pages["en/criteria.html"].chapter, pages["en/index.html"].chapter) == ("Rules", "")
    assert (pages["en/history.html"].weight, pages["en/criteria.html"].weight) == (HISTORY, 1)
    assert list(pages) == sorted(pages)


def test_who_finds_nothing_starts_where_the_home_page_sends_each_audience(book: Book) -> None:
    ways = list(ways_in(book.guide, "zh"))
    assert ("criteria.md", book.guide.content.vocabularies["audiences"]["aeo"].label.zh) in ways
    assert ways[-2:] == [("answers.md", "答案"), ("service.md", "服务")]
