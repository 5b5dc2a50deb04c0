"""Rules over both languages of a text: they state the same numbers, dates and codes."""

import re
from collections import Counter
from collections.abc import Iterator

from aeosite.basics.facts import facts_of, unmatched
from aeosite.basics.language import REQUIRED, Language, Text
from aeosite.basics.problems import Place, Problem
from aeosite.guide.guide import Guide
from aeosite.read.content import pairs
from aeosite.read.pages import Page
from aeosite.read.parts import Part, parts_of, stated
from aeosite.rules.every_record import every_record
from aeosite.rules.finding import Problems

Difference = tuple[Counter[str], Counter[str]]
"""What only the Chinese and what only the English states."""

_DIGIT = re.compile(r"\d")
_MONTH = re.compile(r"month (\d+)")
_FIX = Text(
    "改正错的一边；两边都对、只是说法不同的，用文字写这个数（如“一年”）。",
    "Correct the side that is wrong; where both are right and only worded differently, write the number in words.",
)


def page_states_the_same_facts(guide: Guide) -> Problems:
    """中英文页面的同一节，数字、百分比、日期、编号相同。
    A section states the same numbers, percentages, dates and codes in both languages."""
    source, target = REQUIRED
    for page in guide.pages():
        if page.language == target and page.path in guide.content.pages[source]:
            yield from _page_faults(guide.content.pages[source][page.path], page)


def record_states_the_same_facts(guide: Guide) -> Problems:
    """记录的同一段文字，中英文的数字、百分比、日期、编号相同。
    A text of a record states the same numbers, percentages, dates and codes in both languages."""
    for record in every_record(guide):
        for where, pair in pairs(record.data):
            if difference := _difference(pair.zh, pair.en):
                here, there = record.place(*where, "en"), record.place(*where, "zh")
                yield Problem(here, "", _message(there, *difference), _FIX)


def _page_faults(source: Page, page: Page) -> Problems:
    theirs = {part.id: part for part in parts_of(source)}
    for part in parts_of(page):
        if part.id in theirs and (found := next(_differing(theirs[part.id], part), None)):
            there, here, difference = found
            yield Problem(page.place(here), "", _message(source.place(there), *difference), _FIX)


def _differing(theirs: Part, ours: Part) -> Iterator[tuple[int, int, Difference]]:
    """Yield the lines of two parts that differ; where the parts have other lines, the first line of each that does."""
    there, here = _lines(theirs), _lines(ours)
    if len(there) == len(here):
        for (theirs_at, zh), (ours_at, en) in zip(there, here, strict=True):
            if difference := _difference(zh, en):
                yield theirs_at, ours_at, difference
    elif whole := _difference(stated(theirs), stated(ours)):
        yield _line_with(theirs, whole[0]), _line_with(ours, whole[1]), whole


def _lines(part: Part) -> list[tuple[int, str]]:
    """Return the lines of a part that are not blank, each with its number in the file."""
    lines = enumerate(stated(part).split("\n"), part.line - part.before)
    return [(max(number, part.line), text) for number, text in lines if text.strip()]


def _line_with(part: Part, facts: Counter[str]) -> int:
    return next((number for number, text in _lines(part) if facts & facts_of(text).typed), part.line)


def _difference(zh: str, en: str) -> Difference | None:
    if not (_DIGIT.search(zh) or _DIGIT.search(en)):
        return None
    there, here = unmatched(facts_of(zh), facts_of(en))
    return (there, here) if there or here else None


def _message(there: Place, theirs: Counter[str], ours: Counter[str]) -> Text:
    place = f"{there.path}:{there.line}"
    return Text(
        f"与中文不一致：英文写有 {_list(ours, REQUIRED[0])}，中文（{place}）写有 {_list(theirs, REQUIRED[0])}，对方都没有。",
        f"The facts differ: only the English has {_list(ours, REQUIRED[1])}; only the Chinese ({place}) has {_list(theirs, REQUIRED[1])}.",
    )


def _list(facts: Counter[str], language: Language) -> str:
    words = [_MONTH.sub(Text(r"\1月", r"month \1").in_(language), word) for word in sorted(facts.elements())]
    return Text("、", ", ").in_(language).join(words) if words else Text("（没有）", "(none)").in_(language)
