"""Facts of texts, and the property the gate rests on: a digit changed in one language of the real content is one finding."""

import os
import random
import re
from collections import Counter
from dataclasses import replace

import pytest

from aeosite.basics.facts import facts_of, han_number, unmatched
from aeosite.guide.guide import Guide
from aeosite.model.records import MODELS
from aeosite.read.content import pairs
from aeosite.read.pages import Page
from aeosite.rules import parity
from project import AS_OF, ROOT, guide_of

EVERY = bool(os.environ.get("AEOSITE_EVERY"))
"""Whether every digit is changed, and not only a sample."""

DIGIT = re.compile(r"\d")

SAME = [
    ("2026年4月1日", "1 April 2026"),
    ("2026年4月1日", "2026-04-01"),
    ("7月4日至10日", "4 to 10 July"),
    ("3万元", "RMB 30,000"),
    ("4,727.8亿元", "RMB 472.78 billion"),
    ("472,780百万元", "RMB 472,780 million"),
    ("百分之五", "5%"),
    ("0.1%", "0.1 per cent"),
    ("5％", "5 percent"),
    ("第四条", "article 4"),
    ("第21次", "the 21st meeting"),
    ("3年", "three years"),
    ("近1年", "the past year"),
    ("二十三项", "23 items"),
    ("“十四五”规划", "the 14th Five-Year Plan"),
    ("海关总署公告2026年第34号", "GACC Announcement No. 34 of 2026"),
    ("代码AEOCN1234567890", "code AEOCN1234567890"),
]

DIFFERENT = [
    ("2026年4月1日", "1 May 2026"),
    ("3万元", "RMB 300,000"),
    ("5%", "5"),
    ("第34号", "No. 35"),
    ("3年", "four years"),
    ("12360", "12366"),
    ("代码AEOCN1234567890", "code AEOCN1234567891"),
    ("010", "10"),
]


@pytest.mark.parametrize(("zh", "en"), SAME)
def test_the_same_fact_in_two_forms(zh: str, en: str) -> None:
    assert unmatched(facts_of(zh), facts_of(en)) == (Counter(), Counter())


@pytest.mark.parametrize(("zh", "en"), DIFFERENT)
def test_different_facts(zh: str, en: str) -> None:
    assert unmatched(facts_of(zh), facts_of(en)) != (Counter(), Counter())


@pytest.mark.parametrize(("signs", "value"), [("十", 10), ("二十三", 23), ("二〇二六", 2026), ("一百零五", 105), ("两千", 2000)])
def test_chinese_numerals(signs: str, value: int) -> None:
    assert han_number(signs) == value


@pytest.fixture(scope="module")
def guide() -> Guide:
    return guide_of(ROOT, AS_OF)


def chosen(places: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    return places if EVERY else random.Random(11).sample(places, 400)


def other(digit: str) -> str:
    return str((int(digit) + 1) % 10) if digit.isascii() else digit


def test_a_digit_changed_in_a_text_of_a_record_is_seen(guide: Guide) -> None:
    places = [
        (pair.zh, pair.en, language, found.start())
        for model in MODELS
        for record in guide.content.all(model)
        for _, pair in pairs(record.data)
        for language in ("zh", "en")
        for found in DIGIT.finditer(pair.in_(language))
    ]
    missed = []
    for zh, en, language, at in chosen(places):
        texts = {"zh": zh, "en": en}
        texts[language] = texts[language][:at] + other(texts[language][at]) + texts[language][at + 1 :]
        if parity._difference(texts["zh"], texts["en"]) is None:
            missed.append((texts["zh"], texts["en"]))
    count = len(places) if EVERY else 400
    print(f"records: {count} digits, {len(missed)} missed")
    assert len(missed) <= count / (200 if EVERY else 100), missed


def test_a_digit_changed_in_a_page_is_one_finding(guide: Guide) -> None:
    pages = guide.content.pages
    places = [
        (path, language, at) for path in pages["zh"] for language in ("zh", "en") for at in _digits_of(pages[language][path])
    ]
    missed, more = [], []
    for path, language, at in chosen(places):
        both = {tag: pages[tag][path] for tag in ("zh", "en")}
        page = both[language]
        both[language] = replace(page, body=page.body[:at] + other(page.body[at]) + page.body[at + 1 :])
        found = list(parity._page_faults(both["zh"], both["en"]))
        if not found:
            missed.append((path, language, page.body[at - 20 : at + 10]))
        elif len(found) > 1 or both["zh"].file not in found[0].message.en:
            more.append((path, language, found))
    count = len(places) if EVERY else 400
    print(f"pages: {count} digits, {len(missed)} missed")
    assert not more
    assert len(missed) <= count / (200 if EVERY else 100), missed


def _digits_of(page: Page) -> list[int]:
    """Return where digits of the text stand; those of directives, links, ids and items of lists are compared elsewhere."""
    skipped = [
        found.span()
        for found in re.finditer(r"\{\{.*?\}\}|\{ *#[^}]*\}|\]\((?!https?:)[^)]*\)|(?m:^[ \t>]*\d+[.)](?=\s))", page.body)
    ]
    return [
        found.start() for found in DIGIT.finditer(page.body) if not any(start <= found.start() < end for start, end in skipped)
    ]
