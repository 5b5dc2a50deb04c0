"""The readiness check as a reader uses it, and its computing against a second one in Python."""

import calendar
import csv
import functools
import io
import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from reader import Reader

from aeosite.components.readiness_check.second import GENERAL, SPECIFIC, Check, State
from aeosite.model.records import Standard
from aeosite.read.load import load
from project import OWN_FILES

ROOT = Path(__file__).resolve().parents[2]
SCRIPT = OWN_FILES["assets/js/readiness.js"].read_text("utf-8")
PARTS = ("not-met", "basically-met", "unknown", "", "met", "not-applicable", "bonus", "dropped")
MANY = 800

LIKELY = [
    "",
    "0",
    "1",
    "2",
    "3",
    "4",
    "5",
    "6",
    "10",
    "50",
    "51",
    "100",
    "1,000",
    "50000",
    "50000.01",
    "10万",
    "100,000",
    "30万元",
]
UNLIKELY = [
    "１２３",
    "(5)",
    "-3",
    "−2.5",
    "1,23",
    "12.5",
    "abc",
    "3.1234567",
    "1,000,000.5",
    "+7",
    "0.000001",
    "9亿",
    "５ 万 元",
    "9" * 16,
    *(
        "5千万",
        "五千万",
        "5000万元",
        "负20",
        "负二十万",
        "一亿二千万",
        "1亿2000万",
        "三万五",
        "3万5",
        "二百五",
        "一百零五",
        "十五",
        "十万",
    ),
    *(
        "一点五亿",
        "两千",
        "壹佰万圆",
        "人民币5万",
        "萬",
        "零",
        "百万",
        "1万亿",
        "5万5千万",
        "十零五",
        "（五千）",
        "一二",
        "点五",
        "+五",
        "- 三",
        "1亿万",
    ),
]
RESULTS = ["met", "basically-met", "not-met", "not-applicable", "unknown"]

RUN = """([data, states]) => JSON.stringify(JSON.parse(states).map((state) => {
  const { gaps, met, na, bonus, dropped } = aeoReadiness.outcome(data, state);
  const ids = (items) => items.map((item) => item.clause.id);
  const parts = [...gaps.map(([, items]) => ids(items)), ids(met), ids(na), ids(bonus), ids(dropped)];
  const { values, faults } = aeoReadiness.read(data, state);
  const tests = data.groups.flatMap((group) => group.clauses.flatMap((clause) => (clause.groups || []).flat()
    .flatMap((test) => ['yes', 'no'].map((producer) => aeoReadiness.weigh(test, values, producer).is))));
  return { parts, faults, tests, values: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)])) };
}))"""


@functools.cache
def check() -> Check:
    return Check(load(ROOT))


@pytest.fixture(scope="module")
def data(site: Path) -> dict[str, Any]:
    from bs4 import BeautifulSoup

    page = BeautifulSoup((site / "apply" / "readiness.html").read_text("utf-8"), "html.parser")
    loaded: dict[str, Any] = json.loads(page.find(id="readiness-data").string)  # type: ignore[union-attr, arg-type]
    return loaded


@pytest.fixture(scope="module")
def engine(browser: Browser) -> Iterator[Page]:
    """The script without a page."""
    context = browser.new_context()
    page = context.new_page()
    page.evaluate(f"{SCRIPT}; globalThis.aeoReadiness = aeoReadiness; undefined")
    yield page
    context.close()


def some_state(rng: random.Random) -> State:
    """A reader who fills in most, some or few of the figures, now and then strangely."""
    care, full = rng.random(), rng.random()
    figures = {
        name: rng.choice(UNLIKELY) if rng.random() > 0.97 else rng.choice(LIKELY) if care < 0.5 else str(rng.randrange(0, 400000))
        for name in check().figures
        if rng.random() < 0.3 + full
    }
    if rng.random() < 0.1:  # a company in trouble: of its solvency ratios one may hold
        owed = rng.choice(["99", "100", "150"])
        figures |= {
            **dict.fromkeys(check().figures, "0"),
            "total-assets": "100",
            "total-liabilities": owed,
            "current-liabilities": owed,
            "current-assets": rng.choice(["0", "100"]),
            "operating-cash-flow": "-5",
            "revenue": "100",
            "cost-of-sales": rng.choice(["99.5", "90"]),
            "total-profit": "-5",
        }
    clauses = list(check().content.clauses)
    return State(
        tier=rng.choice(["advanced", "certified"]),
        type=rng.choice(["consignor-consignee"] * 9 + ["broker", "other"]),
        producer=rng.choice(["yes", "no", ""]),
        lines={line for line in ("health", "animal-plant", "food-cosmetics", "commodity") if rng.random() < 0.3},
        units={category: rng.choice(["1", "1000", "10000"]) for category in ("financial", "compliance") if rng.random() < 0.3},
        figures=figures,
        choices={id_: rng.choice("0123") for id_ in ("ace26-12", "ce26-11") if rng.random() < 0.5},
        answers={id_: rng.choice(RESULTS) for id_ in rng.sample(clauses, rng.randrange(0, 120))},
    )


def as_script(state: State) -> dict[str, Any]:
    """The same state as the script keeps it."""
    return {
        "set": {"tier": state.tier, "type": state.type, "producer": state.producer},
        "lines": dict.fromkeys(state.lines, "yes"),
        "units": state.units,
        "figures": state.figures,
        "choices": state.choices,
        "answers": state.answers,
    }


def weighed(values: dict[str, Fraction]) -> list[bool | str | None]:
    """Every computed figure of every clause in the order of the page, for a producer and for another enterprise."""
    tables = [f"{id_}-{category}" for id_ in (*GENERAL, SPECIFIC) for category in check().content.get(Standard, id_).categories]
    tests = [
        test
        for table in tables
        for located in check().clauses[table]
        for group in (located.clause.test.groups if located.clause.test else [])
        for test in group.any
        if test.formula
    ]
    return [check().weigh(test, values, producer) for test in tests for producer in ("yes", "no")]


def test_script_and_python_come_to_the_same_result_in_the_same_order(engine: Page, data: dict[str, Any]) -> None:
    rng = random.Random(20260401)
    states = [some_state(rng) for _ in range(MANY)]
    found = json.loads(engine.evaluate(RUN, [data, json.dumps([as_script(state) for state in states])]))
    computed = set()
    for number, (state, ours) in enumerate(zip(states, found, strict=True)):
        parts = check().result(state)
        assert dict(zip(PARTS, ours["parts"], strict=True)) == parts, state
        values, faults = check().read(state)
        assert ours["faults"] == faults, state.figures
        assert ours["values"] == {name: str(int(value * 10**12)) for name, value in values.items()}, state.figures
        if number < MANY / 5:
            assert ours["tests"] == weighed(values), state.figures
        for located in check().asked(state):
            result = check().computed(located, state, values)
            computed |= {(located.id, result)} if located.clause.test and result else set()
    computable = {"ace26-12", "ace26-13", "ace26-14", "ace26-18", "ace26-19", "ace26-23", "ace26-24", "ace26-74"}
    computable |= {"ce26-11", "ce26-12", "ce26-16", "ce26-17", "ce26-21", "ce26-22", "ce26-62"}
    computable |= {f"sp26-{id_}" for id_ in ("hq2", "hq3", "pq1", "pq2", "fc1", "fc2", "ci1", "ci2")}
    assert {id_ for id_, _ in computed} == computable
    for id_ in computable:
        both = {result for clause, result in computed if clause == id_}
        assert {"met", "not-met"} <= both, f"{id_} was only ever {both}: the inputs tell too little"
    assert {"ace26-13", "ace26-14", "ce26-12"} <= {id_ for id_, result in computed if result == "basically-met"}
    assert {id_ for id_, result in computed if result == "not-applicable"} == {"ace26-74", "ce26-62"}


FINANCE = {
    "total-assets": "50,000",
    "total-assets-opening": "46,000",
    "total-liabilities": "42,000",
    "current-assets": "27,000",
    "current-liabilities": "30,000",
    "cash": "4,000",
    "trading-assets": "500",
    "revenue": "80,000",
    "cost-of-sales": "74,400",
    "operating-profit": "640",
    "total-profit": "600",
    "net-profit": "450",
    "interest-expense": "360",
    "operating-cash-flow": "2,100",
}
"""The company of the worked example in apply/financial.md, in thousands."""


@pytest.mark.parametrize(
    ("figures", "producer", "advanced", "certified"),
    [
        # apply/financial.md: a producer satisfies one solvency ratio, a non-producer none; the certified tier is met by both.
        (FINANCE, "yes", {"ace26-13": "basically-met", "ace26-14": "met"}, {"ce26-12": "met"}),
        (FINANCE, "no", {"ace26-13": "not-met"}, {"ce26-12": "met"}),
        (FINANCE, "", {"ace26-13": None}, {"ce26-12": "met"}),
        ({**FINANCE, "cash": "5,500"}, "yes", {"ace26-13": "met"}, {"ce26-12": "met"}),
        ({**FINANCE, "cash": "5,500"}, "no", {"ace26-13": "basically-met"}, {"ce26-12": "met"}),
        # The mean of two balances, not their sum; a result as soon as it is sure.
        (
            {
                "total-assets": "100",
                "total-assets-opening": "100",
                "total-profit": "1.5",
                "interest-expense": "0",
                "net-profit": "1",
            },
            "",
            {"ace26-14": "met"},
            {},
        ),
        # At the limit is within it; a hair over is not.
        (
            {"total-liabilities": "85", "total-assets": "100", "cash": "2", "trading-assets": "0", "current-liabilities": "10"},
            "yes",
            {"ace26-13": "met"},
            {"ce26-12": "met"},
        ),
        (
            {
                "total-liabilities": "75.000001",
                "total-assets": "100",
                "operating-cash-flow": "-1",
                "current-assets": "1",
                "current-liabilities": "20",
                "cash": "1",
                "trading-assets": "0",
            },
            "no",
            {"ace26-13": "not-met"},
            {"ce26-12": "basically-met"},
        ),
        # apply/compliance.md: fines, violations, findings, recovered duties.
        ({"largest-fine": "8万", "trade-value": "9亿"}, "", {"ace26-18": "met"}, {"ce26-16": "met"}),
        ({"largest-fine": "8万", "trade-value": "6亿"}, "", {"ace26-18": "not-met"}, {"ce26-16": "met"}),
        ({"largest-fine": "12万", "trade-value": "9亿"}, "", {"ace26-18": "not-met"}, {"ce26-16": "not-met"}),
        ({"largest-fine": "12万", "trade-value": "0"}, "", {"ace26-18": "not-met"}, {"ce26-16": None}),
        (
            {"penalties": "4", "violations": "4", "declaration-documents": "5000", "total-fines": "6万"},
            "",
            {"ace26-19": "met"},
            {"ce26-17": "met"},
        ),
        (
            {"penalties": "4", "violations": "4", "declaration-documents": "2000", "total-fines": "6万"},
            "",
            {"ace26-19": "not-met"},
            {"ce26-17": "met"},
        ),
        ({"penalties": "2", "total-fines": "12万"}, "", {"ace26-19": "not-met"}, {"ce26-17": "met"}),
        (
            {"penalties": "6", "violations": "9", "declaration-documents": "0", "total-fines": "1"},
            "",
            {"ace26-19": "not-met"},
            {"ce26-17": None},
        ),
        (
            {"declarations-checked": "40", "declarations-with-findings": "3", "high-quality-findings": "2"},
            "",
            {"ace26-23": "not-met"},
            {"ce26-21": "met"},
        ),
        (
            {"declarations-checked": "120", "declarations-with-findings": "9", "high-quality-findings": "3"},
            "",
            {"ace26-23": "not-met"},
            {"ce26-21": "met"},
        ),
        (
            {"declarations-checked": "120", "declarations-with-findings": "13", "high-quality-findings": "1"},
            "",
            {"ace26-23": "not-met"},
            {"ce26-21": "not-met"},
        ),
        ({"declarations-checked": "0"}, "", {"ace26-23": "met"}, {"ce26-21": "met"}),
        ({"recovered-duties": "8万"}, "", {"ace26-24": "met"}, {"ce26-22": "met"}),
        ({"large-recoveries": "1", "recovered-duties": "24万", "tax-paid": "3亿"}, "", {"ace26-24": "met"}, {"ce26-22": "met"}),
        (
            {"large-recoveries": "1", "recovered-duties": "24万", "tax-paid": "2亿"},
            "",
            {"ace26-24": "not-met"},
            {"ce26-22": "met"},
        ),
        (
            {"large-recoveries": "2", "recovered-duties": "48万", "tax-paid": "2亿"},
            "",
            {"ace26-24": "not-met"},
            {"ce26-22": "met"},
        ),
        # Declarants: all junior, or a share of intermediate, or a share of senior; fewer than five, not applicable.
        ({"declarants": "5", "junior-passed": "5"}, "", {"ace26-74": "met"}, {"ce26-62": "met"}),
        (
            {"declarants": "10", "junior-passed": "9", "intermediate-passed": "2", "senior-passed": "0"},
            "",
            {"ace26-74": "not-met"},
            {"ce26-62": "met"},
        ),
        (
            {"declarants": "20", "junior-passed": "0", "intermediate-passed": "0", "senior-passed": "1"},
            "",
            {"ace26-74": "not-met"},
            {"ce26-62": "met"},
        ),
        ({"declarants": "4"}, "", {"ace26-74": "not-applicable"}, {"ce26-62": "not-applicable"}),
    ],
)
def test_the_examples_of_the_guide_come_out_as_it_says(
    engine: Page,
    data: dict[str, Any],
    figures: dict[str, str],
    producer: str,
    advanced: dict[str, str | None],
    certified: dict[str, str | None],
) -> None:
    for tier, expected in (("advanced", advanced), ("certified", certified)):
        state = as_script(State(tier=tier, type="consignor-consignee", producer=producer, figures=figures))
        found = engine.evaluate(
            "([data, state]) => Object.fromEntries(aeoReadiness.answers(data, state).map((one) => [one.clause.id, one.computed]))",
            [data, state],
        )
        assert {id_: found[id_] for id_ in expected} == expected


def test_periods_are_counted_back_by_calendar_years(engine: Page) -> None:
    days = [date(2024, 2, 29), date(2025, 2, 28), date(2028, 2, 29), *(date(2026, 1, 1) + timedelta(n * 13) for n in range(200))]
    cases = [(day, years) for day in days for years in (1, 2, 3, 4)]
    found = engine.evaluate(
        "(cases) => cases.map(([day, years]) => aeoReadiness.back(day, years))", [(str(day), n) for day, n in cases]
    )
    for (day, years), first in zip(cases, found, strict=True):
        leap_day = (day.month, day.day) == (2, 29) and not calendar.isleap(day.year - years)
        assert first == str((day - timedelta(1) if leap_day else day).replace(year=day.year - years)), (day, years)


TEXTS = ["plain", 'a "quoted", cell', "两\n行", "第12条", "Clause 12", "HQ2"]
TAKEN = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "(1)", "（12）", "12", "1/2", "3 May 2026", "1E5", "50%", "＝1", "¥5", " =1"]
"""What a spreadsheet would run, or make a number or a date of."""


@pytest.mark.parametrize("cell", [*TEXTS, *TAKEN])
def test_a_table_is_read_by_a_spreadsheet_and_runs_nothing(engine: Page, cell: str) -> None:
    text = engine.evaluate("(rows) => aeoReadiness.toCsv(rows)", [[cell, "x"]])
    assert text.startswith("\ufeff")
    read = next(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert read == [("'" if cell in TAKEN else "") + cell, "x"]


ONES = "零一二三四五六七八九"


def spelled(number: int) -> str:
    """Write a whole number below 10¹² in Chinese, as it is read aloud."""
    if number == 0:
        return "零"
    said, gap = "", False
    for unit, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        group = number // size % 10**4
        if group == 0:
            gap = bool(said)
            continue
        words, inner = "", (gap or group < 1000) and bool(said)
        for small, worth in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
            digit = group // worth % 10
            if digit:
                words += ("零" if inner else "") + ONES[digit] + small
            inner = not digit and bool(words or inner)
        said, gap = said + words + unit, False
    return said.removeprefix("一") if said.startswith("一十") else said


def test_a_number_written_in_words_is_read_as_it_is_read_aloud(engine: Page) -> None:
    rng = random.Random(5000)
    numbers = [0, 5, 10, 15, 105, 1005, 1050, 10001, 50_000_000, 120_000_000, 100_000_005]
    numbers += [rng.randrange(10 ** rng.randrange(1, 12)) for _ in range(500)]
    assert spelled(50_000_000) == "五千万"
    assert spelled(120_000_105) == "一亿二千万零一百零五"
    run = "(texts) => texts.map((text) => String(aeoReadiness.parse(text, { unit: 'cny' }).value / 10n ** 12n))"
    assert engine.evaluate(run, [spelled(number) for number in numbers]) == [str(number) for number in numbers]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", {}),
        ("2027-1-5", {"date": "2027-01-05"}),
        ("2028-2-29", {"date": "2028-02-29"}),
        ("2027-2-29", {"fault": "day"}),
        ("2027-13-1", {"fault": "day"}),
        ("2027-0-1", {"fault": "day"}),
        ("2027--1", {"fault": "part"}),
        ("0001-01-01", {"fault": "year"}),
        ("1900-1-1", {"fault": "year"}),
        ("2099-1-1", {"fault": "year"}),
        ("27-1-1", {"fault": "year"}),
    ],
)
def test_a_date_one_does_not_plan_for_is_questioned(engine: Page, typed: str, found: dict[str, str]) -> None:
    assert engine.evaluate("(typed) => aeoReadiness.day(typed, '2026-11-23')", typed) == found


# The page


@pytest.fixture
def open_page(reader: Reader, unpacked: Path) -> Page:
    """The page from the unpacked zip with the network denied."""
    reader.page.context.set_offline(True)
    reader.watch(f"file://{quote(str(unpacked))}")
    reader.page.goto(f"file://{quote(str(unpacked))}/apply/readiness.html")
    return reader.page


def choose(page: Page, tier: str = "advanced", type_: str = "consignor-consignee") -> None:
    page.check(f"[name='set.tier'][value='{tier}']")
    page.check(f"[name='set.type'][value='{type_}']")


def date_to(page: Page, year: str, month: str, day: str) -> None:
    for part, typed in zip("ymd", (year, month, day), strict=True):
        page.fill(f"#rc-date-{part}", typed)


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('.readiness .group, .setup > details').forEach((group) => { group.open = true; })")


def checked(page: Page, id_: str) -> str | None:
    found: str | None = page.evaluate(f"document.querySelector(\"[name='answers.{id_}']:checked\")?.value ?? null")
    return found


def shown(page: Page, standard: str) -> int:
    return sum(one.is_visible() for one in page.locator(f".clause[data-of^='{standard}-']").all())


def test_only_the_clauses_of_the_choice_are_shown(open_page: Page) -> None:
    assert [shown(open_page, standard) for standard in ("ace26", "ce26", "sp26")] == [0, 0, 0]
    choose(open_page)
    unfold(open_page)
    assert [shown(open_page, standard) for standard in ("ace26", "ce26", "sp26")] == [74, 0, 0]
    for line, count in (("health", 4), ("animal-plant", 10), ("food-cosmetics", 15), ("commodity", 18)):
        open_page.check(f"[name='lines.{line}']")
        assert shown(open_page, "sp26") == count, "those for brokers are left out"
    choose(open_page, "certified")
    assert [shown(open_page, standard) for standard in ("ace26", "ce26", "sp26")] == [0, 62, 0]


@pytest.mark.parametrize("type_", ["broker", "other"])
def test_a_type_whose_standard_is_not_here_is_told_so(open_page: Page, type_: str) -> None:
    choose(open_page, type_=type_)
    unfold(open_page)
    assert [shown(open_page, standard) for standard in ("ace26", "ce26", "sp26")] == [0, 0, 0]
    assert "12360" in open_page.locator(".unavailable").inner_text()
    assert not open_page.locator("[data-do='result']").first.is_visible()


def test_everything_works_from_a_disk_and_nothing_is_asked_of_a_network(open_page: Page, reader: Reader) -> None:
    choose(open_page)
    unfold(open_page)
    date_to(open_page, "2027", "1", "15")
    open_page.fill("#rc-ace26-18-largest-fine", "８万")
    open_page.fill("#rc-ace26-18-trade-value", "9亿")
    clause = open_page.locator(".clause[data-of='ace26-18']")
    assert "0.0089%" in clause.inner_text()
    assert "2026年1月15日至2027年1月15日" in clause.inner_text()
    assert checked(open_page, "ace26-18") == "met"
    open_page.check("[name='answers.ace26-18'][value='not-met']")
    assert "不达标" in clause.locator(".suggestion").inner_text()
    open_page.click(".bar [data-do='result']")
    assert open_page.evaluate("document.activeElement.textContent") == "自查结果"
    gap = open_page.locator(".outcome .found li").first
    assert gap.locator("a").first.get_attribute("href") == "../criteria/advanced.html#ace26-18"
    assert "compliance.html" in (open_page.locator(".outcome .read a").first.get_attribute("href") or "")
    assert "没有查到" in open_page.locator(".outcome").inner_text()
    assert reader.outside == []
    assert reader.complaints == []


def test_a_part_larger_than_its_whole_and_words_for_a_number_are_told(open_page: Page) -> None:
    choose(open_page)
    unfold(open_page)
    for figure, typed, words in (
        ("declarations-checked", "一些", "看不懂"),
        ("declarations-checked", "-4", "不会是负数"),
        ("declarations-checked", "4.5", "整数"),
        ("declarations-checked", "40", ""),
        ("declarations-with-findings", "41", "不应大于"),
    ):
        box = open_page.locator(f"#rc-ace26-23-{figure}")
        box.fill(typed)
        assert words in open_page.locator(f"#rc-ace26-23-{figure}-where .fault").inner_text()
        assert box.get_attribute("aria-invalid") == str(bool(words)).lower()
    assert checked(open_page, "ace26-23") is None


def test_an_answer_to_the_same_demand_serves_both_tiers_and_another_does_not(open_page: Page) -> None:
    choose(open_page)
    unfold(open_page)
    open_page.check("[name='answers.ace26-01'][value='met']")
    open_page.check("[name='answers.ace26-08'][value='met']")
    choose(open_page, "certified")
    assert checked(open_page, "ce26-01") == "met"
    assert checked(open_page, "ce26-08") is None, "the certified clause asks less"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus."""
    for _ in range(400):
        page.keyboard.press("Tab")
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"Tab never reaches {selector}")


def test_the_whole_check_can_be_done_by_keyboard(open_page: Page) -> None:
    tab_to(open_page, "[name='set.tier']")
    open_page.keyboard.press("Space")
    tab_to(open_page, "[name='set.type']")
    open_page.keyboard.press("Space")
    tab_to(open_page, "[data-do='next']")
    for _ in range(4):
        open_page.keyboard.press("Enter")
        assert open_page.evaluate("document.activeElement.type") == "radio"
        open_page.keyboard.press("Space")
        open_page.keyboard.press("ArrowRight")
        open_page.locator(".bar [data-do='next']").focus()
    assert [checked(open_page, f"ace26-0{n}") for n in (1, 2, 3, 4)] == ["basically-met"] * 4
    tab_to(open_page, ".group:nth-of-type(2) summary")
    open_page.keyboard.press("Enter")
    tab_to(open_page, "#rc-ace26-12-outcome")
    open_page.keyboard.press("ArrowDown")
    assert checked(open_page, "ace26-12") == "met"
    tab_to(open_page, "#rc-ace26-13-cash")
    open_page.keyboard.type("1,000")
    tab_to(open_page, ".finish [data-do='result']")
    open_page.keyboard.press("Enter")
    assert open_page.locator(".outcome li").count() > 60


def test_the_focus_is_never_under_the_bar(open_page: Page) -> None:
    choose(open_page)
    unfold(open_page)
    low = open_page.evaluate("document.querySelector('.readiness .bar').offsetHeight") + 50
    open_page.locator("#rc-ace26-13-cash").focus()
    for _ in range(60):
        open_page.keyboard.press("Shift+Tab")
        box = open_page.evaluate("(({ y }) => y)(document.activeElement.getBoundingClientRect())")
        inside = open_page.evaluate("document.activeElement.closest('.standard') !== null")
        assert not inside or box >= low


def fill_some(page: Page) -> None:
    choose(page)
    unfold(page)
    page.check("[name='set.producer'][value='yes']")
    page.check("[name='lines.food-cosmetics']")
    date_to(page, "2027", "1", "15")
    page.select_option("#rc-ace26-financial-unit", "10000")
    page.fill("#rc-ace26-13-cash", "1,234.5")
    page.select_option("#rc-ace26-12-outcome", "1")
    page.check("[name='answers.ace26-05'][value='basically-met']")
    page.check("[name='answers.sp26-fc1'][value='unknown']")


def entered(page: Page) -> object:
    return page.evaluate("""[...document.querySelectorAll('.readiness [name*="."]')].map((box) =>
        [box.name, /radio|checkbox/.test(box.type) ? box.checked && box.value : box.value])""")


def test_a_saved_file_brings_everything_back(open_page: Page, unpacked: Path, tmp_path: Path) -> None:
    fill_some(open_page)
    before = entered(open_page)
    with open_page.expect_download() as download:
        open_page.evaluate("document.querySelector('.keeping').open = true")
        open_page.click(".keeping [data-do='save']")
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    saved = json.loads(path.read_text("utf-8"))
    assert (saved["kind"], saved["version"], saved["edition"]) == ("aeo-readiness", 1, "2026-11-23")
    open_page.goto("about:blank")
    open_page.goto(f"file://{quote(str(unpacked))}/apply/readiness.html")
    open_page.set_input_files("#rc-file", path)
    expect(open_page.locator(".said")).not_to_be_empty()
    assert entered(open_page) == before


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no json", "不是本工具"),
        ('{"kind":"other","version":1,"state":{}}', "不是本工具"),
        ("null", "不是本工具"),
        ('{"kind":"aeo-readiness","version":2,"state":{}}', "别的版本"),
    ],
)
def test_a_wrong_file_is_told_and_loses_nothing(open_page: Page, tmp_path: Path, text: str, words: str) -> None:
    fill_some(open_page)
    before = entered(open_page)
    path = tmp_path / "wrong.json"
    path.write_text(text, encoding="utf-8")
    open_page.on("dialog", lambda dialog: dialog.accept())
    open_page.set_input_files("#rc-file", path)
    expect(open_page.locator(".said")).to_contain_text(words)
    assert entered(open_page) == before


def test_entries_of_another_edition_are_told_and_kept_and_unreadable_ones_left_out(open_page: Page, tmp_path: Path) -> None:
    state = {
        "set": {"tier": "advanced", "type": "consignor-consignee"},
        "answers": {"ace26-01": "met", "ace27-01": "met", "ace26-02": "<img src=x>", "ace26-12": "not-applicable"},
        "figures": {"cash": 5, "__proto__": "1", "trading-assets": "7"},
    }
    path = tmp_path / "older.json"
    path.write_text(
        json.dumps({"kind": "aeo-readiness", "version": 1, "edition": "2026-01-01", "state": state}), encoding="utf-8"
    )
    open_page.set_input_files("#rc-file", path)
    said = open_page.locator(".said")
    expect(said).to_contain_text("有1项是本版没有的")
    expect(said).to_contain_text("有4项内容读不懂")
    expect(said).to_contain_text("2026-01-01")
    assert checked(open_page, "ace26-01") == "met"
    assert checked(open_page, "ace26-02") is None
    with open_page.expect_download() as download:
        open_page.evaluate("document.querySelector('.keeping').open = true")
        open_page.click(".keeping [data-do='save']")
    again = json.loads(Path(download.value.path()).read_text("utf-8"))["state"]
    assert again["answers"] == {"ace26-01": "met", "ace27-01": "met"}
    assert again["figures"] == {"trading-assets": "7"}


def test_nothing_is_stored_before_the_reader_asks_or_after_clearing(online_page: Page) -> None:
    stored = "JSON.stringify([Object.keys(localStorage).filter((key) => key.startsWith('aeo')), document.cookie])"
    fill_some(online_page)
    online_page.click(".bar [data-do='result']")
    assert online_page.evaluate(stored) == '[[],""]'
    before = entered(online_page)
    unfold(online_page)
    online_page.check("#rc-keep")
    assert online_page.evaluate(stored) == '[["aeo-readiness-1"],""]'
    online_page.reload()
    assert online_page.is_checked("#rc-keep")
    assert entered(online_page) == before
    unfold(online_page)
    online_page.check("[name='answers.ace26-06'][value='met']")
    online_page.reload()
    assert checked(online_page, "ace26-06") == "met"
    unfold(online_page)
    online_page.click("[data-do='forget']")
    assert "已清除" in online_page.locator(".said").inner_text()
    assert online_page.evaluate(stored) == '[[],""]'
    assert checked(online_page, "ace26-06") == "met", "the answers on the page stay"
    unfold(online_page)
    online_page.check("[name='answers.ace26-07'][value='met']")
    assert online_page.evaluate(stored) == '[[],""]'


def test_what_another_version_stored_is_told_and_not_written_over(online_page: Page) -> None:
    newer = '{"kind":"aeo-readiness","version":9,"state":{}}'
    online_page.evaluate("(text) => localStorage.setItem('aeo-readiness-1', text)", newer)
    online_page.reload()
    assert "别的版本" in online_page.locator(".said").inner_text()
    fill_some(online_page)
    assert online_page.evaluate("localStorage.getItem('aeo-readiness-1')") == newer


@pytest.fixture
def online_page(reader: Reader, address: str) -> Page:
    """The page from a server, where storage is the site's own."""
    reader.watch(address)
    reader.page.goto(f"{address}/apply/readiness.html")
    return reader.page


def test_start_over_asks_first(open_page: Page) -> None:
    fill_some(open_page)
    before = entered(open_page)
    unfold(open_page)
    open_page.once("dialog", lambda dialog: dialog.dismiss())
    open_page.click("[data-do='restart']")
    assert entered(open_page) == before
    open_page.once("dialog", lambda dialog: dialog.accept())
    open_page.click("[data-do='restart']")
    assert checked(open_page, "ace26-05") is None
    assert open_page.input_value("#rc-ace26-13-cash") == ""


def test_the_table_has_a_row_for_every_clause_asked(open_page: Page, tmp_path: Path) -> None:
    fill_some(open_page)
    open_page.click(".bar [data-do='result']")
    with open_page.expect_download() as download:
        open_page.click("[data-do='csv']")
    raw = Path(download.value.path()).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert len(rows) == 1 + 74 + 5
    assert rows[0][2:5] == ["条款", "要求", "回答"]
    by_number = {(row[0], row[2]): row for row in rows[1:]}
    assert len(by_number) == 79
    opinion = next(row for row in rows if row[2] == "第12条")
    assert opinion[4:6] == ["基本达标", "基本达标"]


def test_paper_shows_the_whole_answered_checklist(open_page: Page) -> None:
    fill_some(open_page)
    open_page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = false; })")
    open_page.emulate_media(media="print")
    open_page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert shown(open_page, "ace26") == 74
    assert shown(open_page, "sp26") == 5
    assert not open_page.locator(".readiness .bar").is_visible()


@pytest.mark.parametrize("language", ["", "en/"])
def test_without_scripts_the_page_is_a_checklist_of_every_clause(browser: Browser, unpacked: Path, language: str) -> None:
    context: BrowserContext = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{quote(str(unpacked))}/{language}apply/readiness.html")
    for standard, count in (("ace26", 74), ("ce26", 62), ("sp26", 22)):
        clauses = page.locator(f".clause[data-of^='{standard}-']")
        assert clauses.count() == count
        for clause in clauses.all():
            assert clause.locator("input[type='radio']").first.is_visible()
            assert clause.locator(".ask span").is_visible()
    assert not page.locator(".readiness .setup").is_visible()
    assert not page.locator(".readiness button:visible").count()
    context.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("language", ["", "en/"])
def test_nothing_sticks_out_at_any_width(reader: Reader, unpacked: Path, width: int, language: str) -> None:
    page = reader.page
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"file://{quote(str(unpacked))}/{language}apply/readiness.html")
    fill_some(page)
    page.click(".bar [data-do='result']")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_first_view_is_light(site: Path) -> None:
    import gzip

    own = ["apply/readiness.html", "assets/js/readiness.js", "assets/js/readiness-page.js", "assets/css/readiness.css"]
    assert sum(len(gzip.compress((site / name).read_bytes())) for name in own) < 60_000
    assert sum((site / name).stat().st_size for name in own[1:3]) <= 23_000


def answer_two(page: Page) -> None:
    choose(page)
    unfold(page)
    page.check("[name='answers.ace26-01'][value='met']")
    page.check("[name='answers.ace26-02'][value='not-met']")
    page.fill("#rc-ace26-18-largest-fine", "8万")
    page.fill("#rc-ace26-18-trade-value", "9亿")


def test_coming_back_finds_what_the_controls_show(open_page: Page) -> None:
    """What the browser puts back into the controls is what counts, is shown and can be changed."""
    answer_two(open_page)
    open_page.on("dialog", lambda dialog: dialog.accept())
    home = open_page.url.replace("apply/readiness", "about")
    open_page.goto(home)
    open_page.go_back()
    expect(open_page.locator(".bar .count")).to_have_text("已答3条，共74条")
    unfold(open_page)
    assert shown(open_page, "ace26") == 74
    assert [checked(open_page, f"ace26-{n}") for n in ("01", "02", "18")] == ["met", "not-met", "met"]
    open_page.fill("#rc-ace26-18-largest-fine", "12万")
    assert checked(open_page, "ace26-18") == "not-met", "what was worked out is worked out anew"


def test_leaving_with_unsaved_answers_asks_and_otherwise_does_not(open_page: Page) -> None:
    asked: list[str] = []
    open_page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    here = open_page.url
    open_page.click("h1")
    open_page.goto(here.replace("apply/readiness", "about"))
    assert asked == []
    open_page.goto(here)
    answer_two(open_page)
    open_page.goto(here.replace("apply/readiness", "about"))
    assert asked == ["beforeunload"]


@pytest.mark.parametrize("where", ["open_page", "online_page"])
def test_the_other_language_takes_the_answers_along(where: str, request: pytest.FixtureRequest) -> None:
    page: Page = request.getfixturevalue(where)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    answer_two(page)
    stored = page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    page.locator("a.aeo-language:visible").first.click()
    page.wait_for_url("**/en/apply/readiness.html")
    expect(page.locator(".bar .count")).to_have_text("3 of 74 answered")
    assert [checked(page, f"ace26-{n}") for n in ("01", "02", "18")] == ["met", "not-met", "met"]
    assert page.evaluate("window.name") == ""
    assert page.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])") == stored
    assert asked == []


def test_every_link_of_the_tool_opens_beside_it_and_says_so(open_page: Page) -> None:
    choose(open_page)
    open_page.click(".bar [data-do='result']")
    links = "[...document.querySelectorAll('.readiness a[href]')]"
    assert open_page.evaluate(f"{links}.length") > 200
    assert (
        open_page.evaluate(f"{links}.filter((a) => a.target !== '_blank' || a.getAttribute('aria-describedby') !== 'rc-beside')")
        == []
    )
    expect(open_page.locator("#rc-beside")).to_contain_text("新标签页")


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_form_is_in_the_first_screen_of_a_phone(reader: Reader, unpacked: Path, language: str) -> None:
    page = reader.page
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"file://{quote(str(unpacked))}/{language}apply/readiness.html")
    assert page.evaluate("document.querySelector(\"[name='set.tier']\").getBoundingClientRect().top") <= 480


def test_start_says_what_is_missing(open_page: Page) -> None:
    open_page.click(".start")
    expect(open_page.locator(".unavailable")).to_contain_text("请先选")
    assert open_page.evaluate("document.activeElement.name") == "set.tier"
    choose(open_page)
    open_page.click(".start")
    assert open_page.evaluate("document.activeElement.name") == "answers.ace26-01"


def test_a_date_is_asked_in_the_words_of_the_page_and_questioned(open_page: Page) -> None:
    choose(open_page)
    unfold(open_page)
    assert open_page.locator(".readiness input[type='date']").count() == 0
    date_to(open_page, "2099", "1", "1")
    expect(open_page.locator("#rc-date-fault")).to_contain_text("年份")
    assert open_page.get_attribute("#rc-date-y", "aria-invalid") == "true"
    assert open_page.locator("[data-of='ace26-18'] .look-back").inner_text() == ""
    open_page.fill("#rc-date-y", "2027")
    expect(open_page.locator("#rc-date-fault")).to_be_empty()
    assert "2027年1月1日" in open_page.locator("[data-of='ace26-18'] .look-back").inner_text()


def test_the_result_comes_first_with_its_counts_and_paper_can_be_read(open_page: Page) -> None:
    answer_two(open_page)
    open_page.click(".bar [data-do='result']")
    assert open_page.locator(".counts li").all_inner_texts()[:5] == ["1 不达标", "0 基本达标", "0 不清楚", "65 未答", "2 达标"]
    open_page.emulate_media(media="print")
    tops = "(s) => document.querySelector(s).getBoundingClientRect().top"
    assert open_page.evaluate(tops, ".outcome") < open_page.evaluate(tops, ".setup") < open_page.evaluate(tops, ".standard")
    small = open_page.evaluate("""[...document.querySelectorAll('.readiness *')].filter((one) =>
        [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()) && one.checkVisibility()
        && parseFloat(getComputedStyle(one).fontSize) < 12.6).map((one) => one.outerHTML.slice(0, 80))""")
    assert small == []


@pytest.mark.parametrize(
    ("path", "words"), [("apply/readiness.html", ".readiness .no-js-only"), ("aeo/declare.html", ".claim .no-js-only")]
)
def test_scripts_that_are_blocked_leave_an_honest_page(reader: Reader, address: str, path: str, words: str) -> None:
    reader.page.route("**/*.js", lambda route: route.abort())
    reader.page.goto(f"{address}/{path}")
    expect(reader.page.locator(words).first).to_be_visible()
    assert not reader.page.locator(".tool .js-only:visible").count()
    if "readiness" in path:
        assert shown(reader.page, "ace26") == 74
