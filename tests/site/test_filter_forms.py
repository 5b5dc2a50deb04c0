"""The filters over the measures and the partners, in a real browser, beside a reference that works from the records."""

import itertools
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect
from reader import Reader
from test_bars import SETTLED, SHIFTS

from aeosite.basics.language import REQUIRED, Language
from aeosite.components.filter import second as reference
from aeosite.read.content import Content
from aeosite.read.load import load
from conftest import EDITION, ROOT
from project import OWN_FILES

SEED = 20260401
EACH = 700
"""Combinations of answers tried on the measures in each language; on the partners every one is."""

MEASURES = "aeo/measures.html"
PARTNERS = "recognition/index.html"
SORTS = ("", "signed", "signed-desc", "in-force", "in-force-desc", "name")

TYPED = {
    MEASURES: ["查验", "  CARGO ", "２４", "24 小时", "origin, checks", "免", "nothing-is-called-so", "-"],
    PARTNERS: ["新加坡", "xinjiapo", "sing", "SG", "ｓｇ", "Germany", "德国", "uae", "中国 澳门", "korea", "美国", "-"],
}
"""What readers type to find a record: names in either language, parts of them, pinyin, codes, members, nothing that is there."""

TRY = """(combinations) => {
  history.replaceState = () => {};  // a browser refuses thousands in a row; the address has its own tests
  const controls = [...document.querySelectorAll('.filter select, .filter input')];
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((node) => !node.closest('[hidden]'));
  return combinations.map((answers) => {
    for (const control of controls) {
      if (control.type === 'checkbox') control.checked = control.value === answers[control.name];
      else control.value = answers[control.name] || '';
    }
    controls.at(-1).dispatchEvent(new Event('change'));
    return {
      records: shown('.record[data-item]').map((node) => node.dataset.item),
      headings: shown('.aeo-main h3').map((node) => node.id),
      rows: shown('tr[data-item]').map((node) => node.dataset.item),
      parts: shown('.aeo-main h2').map((node) => node.id),
      contents: shown('.aeo-toc a').map((link) => link.hash.slice(1)),
      status: document.querySelector('.filter-status').textContent,
      tables: shown('table.partners').length,
    };
  });
}"""

COUNTS = """() => Object.fromEntries([...document.querySelectorAll('.filter select')].map((select) =>
  [select.name, Object.fromEntries([...select.options].slice(1).map((option) => [option.value, option.textContent]))]))"""


@pytest.fixture(scope="module")
def content() -> Content:
    return load(ROOT)


@pytest.fixture(params=REQUIRED)
def language(request: pytest.FixtureRequest) -> Language:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture
def page(reader: Reader, address: str) -> Iterator[Page]:
    reader.watch(address)
    yield reader.page
    assert reader.outside == []
    assert reader.complaints == []


def url(address: str, language: Language, path: str) -> str:
    return f"{address}/{'en/' if language == 'en' else ''}{path}"


def every(content: Content, path: str) -> int:
    """Return how many records a page lists."""
    return len(items_of(content, path, "zh"))


def items_of(content: Content, path: str, language: Language) -> list[reference.Item]:
    return reference.measures(content, EDITION, language) if path == MEASURES else reference.partners(content, EDITION, language)


def shown(page: Page) -> list[str]:
    """Return the records a reader sees, in order."""
    return page.evaluate("""[...document.querySelectorAll('.record[data-item]')].filter((node) => node.checkVisibility())
        .map((node) => node.dataset.item)""")  # type: ignore[no-any-return]


def query_of(page: Page) -> str:
    return page.evaluate("location.search") or ""


def random_answers(items: list[reference.Item], count: int) -> list[dict[str, str]]:
    """Return combinations of answers: few, many and none, with and without the box, seeded."""
    chance = random.Random(SEED)
    words = reference.values(items)
    return [
        {
            **{name: chance.choice(found) for name, found in words.items() if chance.random() < share},
            "also": chance.choice(["", "all"]),
            "find": chance.choice(["", "", "", "查", "customs", "申报"]),
        }
        for share in (chance.choice([0.2, 0.4, 0.7]) for _ in range(count))
    ]


def every_answer(items: list[reference.Item]) -> list[dict[str, str]]:
    words = reference.values(items)
    choices = [["", *found] for found in words.values()]
    return [{**dict(zip(words, chosen, strict=True)), "sort": sort} for chosen in itertools.product(*choices) for sort in SORTS]


def check(seen: dict[str, Any], items: list[reference.Item], answers: dict[str, str], parts: list[str]) -> None:
    """Compare what the page shows with what the reference works out."""
    fitting = reference.left(items, answers)
    expected = [item.id for item in reference.in_order(fitting, answers.get("sort", ""))]
    assert seen["records"] == expected
    assert [id_ for id_ in seen["headings"] if id_ in {item.id for item in items}] == expected, "a heading stays with its record"
    assert seen["parts"] == [part for part in parts if part in seen["parts"]]
    assert [link for link in seen["contents"] if link in {item.id for item in items}] == expected, (
        "the contents lead to what is shown"
    )
    numbers = [
        int(number) for number in "".join(c if c.isdigit() else " " for c in seen["status"].partition("。排序")[0]).split()
    ]
    if not fitting:
        assert numbers == []
    elif any(value for name, value in answers.items() if name not in ("sort", "also")):
        assert sorted(numbers) == sorted([len(fitting), len(items)])
    else:
        assert numbers == [len(items)]


def test_every_combination_over_the_measures_leaves_what_the_reference_leaves(
    page: Page, address: str, content: Content, language: Language
) -> None:
    page.goto(url(address, language, MEASURES))
    items = items_of(content, MEASURES, language)
    parts = page.evaluate("[...document.querySelectorAll('.aeo-main h2')].map((node) => node.id)")
    combinations = [*({"find": typed} for typed in TYPED[MEASURES]), *random_answers(items, EACH)]
    for answers, seen in zip(combinations, page.evaluate(TRY, combinations), strict=True):
        check(seen, items, answers, parts)
        stages = {f"stage-{group}" for group in reference.groups(reference.left(items, answers))}
        assert {part for part in seen["parts"] if part.startswith("stage-")} == stages, "a stage without a measure is not shown"
        assert {link for link in seen["contents"] if link.startswith("stage-")} == stages


def test_every_combination_over_the_partners_leaves_what_the_reference_leaves_in_its_order(
    page: Page, address: str, content: Content, language: Language
) -> None:
    page.goto(url(address, language, PARTNERS))
    items = items_of(content, PARTNERS, language)
    parts = page.evaluate("[...document.querySelectorAll('.aeo-main h2')].map((node) => node.id)")
    combinations = [*({"find": typed} for typed in TYPED[PARTNERS]), *every_answer(items)]
    assert len(combinations) > 400
    for answers, seen in zip(combinations, page.evaluate(TRY, combinations), strict=True):
        check(seen, items, answers, parts)
        assert seen["rows"] == seen["records"], "the tables show and sort the same partners"
        kept = set(reference.groups(reference.left(items, answers)))
        assert {part for part in seen["parts"] if part in ("in-force", "signed")} == kept
        assert {part for part in seen["parts"] if part.startswith("list-")} == {f"list-{group}" for group in kept}
        assert seen["tables"] == len(kept)
        assert "pilot" in seen["parts"], "the pilot is no arrangement and is not filtered"


@pytest.mark.parametrize("path", [MEASURES, PARTNERS])
def test_each_choice_says_how_many_it_would_leave(
    page: Page, address: str, content: Content, language: Language, path: str
) -> None:
    page.goto(url(address, language, path))
    items = items_of(content, path, language)
    for answers in [{}, *random_answers(items, 25)]:
        page.evaluate(TRY, [answers])
        for name, options in page.evaluate(COUNTS).items():
            assert name == "sort" or set(options) == set(reference.values(items)[name]), "only words that occur, and all of them"
            for word, text in options.items() if name != "sort" else ():
                count = len(reference.left(items, {**answers, name: word}))
                assert text.endswith(f"（{count}）" if language == "zh" else f" ({count})")


@pytest.mark.parametrize(
    ("language", "path", "query", "status"),
    [
        ("zh", MEASURES, "", "共68项措施。"),
        ("en", MEASURES, "", "68 measures."),
        ("zh", MEASURES, "goods=cosmetics", "符合条件的有1项，共68项措施。"),
        ("en", MEASURES, "goods=cosmetics", "1 of 68 measures."),
        ("zh", PARTNERS, "region=africa&sort=name", "符合条件的有4个，共31个伙伴。排序：名称。"),
        ("en", PARTNERS, "region=africa&sort=name", "4 of 31 partners. Sorted by name."),
        (
            "zh",
            PARTNERS,
            "region=africa&status=signed",
            "没有同时符合这些条件的伙伴。可以去掉一个条件，按钮上写明去掉后剩下几个。",
        ),
        (
            "en",
            PARTNERS,
            "region=africa&status=signed",
            "No partner meets all of these. Take one away: each button says how many would then be left.",
        ),
    ],
)
def test_the_count_is_announced_in_words(
    page: Page, address: str, language: Language, path: str, query: str, status: str
) -> None:
    page.goto(f"{url(address, language, path)}?{query}")
    region = page.get_by_role("status").and_(page.locator(".filter-status"))
    expect(region).to_have_text(status)


def test_what_is_for_everyone_is_folded_below_what_is_meant_for_the_kind_chosen(
    page: Page, address: str, content: Content, language: Language
) -> None:
    items = items_of(content, MEASURES, language)
    meant, every_one = (reference.left(items, {"type": "importer", **more}) for more in ({}, {"also": "all"}))
    assert 0 < len(meant) < len(every_one) / 2
    page.goto(url(address, language, MEASURES))
    expect(page.locator(".filter-also")).to_be_hidden()
    page.locator("#filter-type").select_option("importer")
    assert shown(page) == [item.id for item in meant]
    expect(page.locator(".filter-also label")).to_contain_text(str(len(every_one) - len(meant)))
    page.locator(".filter-also label").click()
    assert shown(page) == [item.id for item in every_one]
    expect(page.locator(".filter-chosen button")).to_have_count(2)


def test_where_nothing_fits_the_buttons_say_how_to_widen(page: Page, address: str, content: Content) -> None:
    items = items_of(content, PARTNERS, "en")
    africa, signed = (len(reference.left(items, chosen)) for chosen in ({"region": "africa"}, {"status": "signed"}))
    page.goto(url(address, "en", PARTNERS) + "?region=africa&status=signed")
    assert shown(page) == []
    buttons = page.locator(".filter-chosen button")
    expect(buttons).to_have_text(
        [f"Remove Status: Signed ({africa} left)", f"Remove Region: Africa ({signed} left)", "Clear all filters"]
    )
    buttons.nth(1).click()
    assert len(shown(page)) == signed
    assert query_of(page) == "?status=signed"


def test_a_shared_link_gives_the_same_view_and_the_other_language_keeps_it(
    page: Page, address: str, content: Content, language: Language
) -> None:
    page.goto(url(address, language, MEASURES))
    page.get_by_label("Goods" if language == "en" else "商品", exact=True).select_option("food")
    page.locator("#filter-also").check()
    assert query_of(page) == "?goods=food&also=all"
    wanted = [item.id for item in reference.left(items_of(content, MEASURES, language), {"goods": "food", "also": "all"})]
    assert shown(page) == wanted
    page.goto(page.url)
    assert shown(page) == wanted
    page.locator("a.aeo-language").click()
    page.wait_for_load_state()
    assert page.url == url(address, "zh" if language == "en" else "en", MEASURES) + "?goods=food&also=all"
    assert shown(page) == wanted


@pytest.mark.parametrize("query", ["tier=nobody&x=1", "goods=&x=1", "also=yes&x=1", "TIER=advanced&x=1"])
def test_words_in_the_address_that_the_form_does_not_know_filter_nothing(
    page: Page, address: str, content: Content, query: str
) -> None:
    page.goto(f"{url(address, 'zh', MEASURES)}?{query}")
    assert len(shown(page)) == every(content, MEASURES)
    expect(page.locator(".filter-chosen button")).to_have_count(0)
    assert "x=1" in query_of(page), "what belongs to others stays"


def test_the_back_button_restores_the_view_that_was_left(page: Page, address: str, content: Content) -> None:
    page.goto(url(address, "zh", PARTNERS))
    page.locator("#filter-region").select_option("oceania")
    page.locator("#filter-sort").select_option("signed-desc")
    assert shown(page) == ["au", "nz"]
    page.goto(url(address, "zh", "about.html"))
    page.go_back()
    assert shown(page) == ["au", "nz"]
    assert page.locator("#filter-region").input_value() == "oceania"
    page.goto(url(address, "zh", "about.html"))
    page.go_back()
    page.locator(".filter-chosen button").last.click()
    assert len(shown(page)) == every(content, PARTNERS)
    assert query_of(page) == "?sort=signed-desc", "the order is no filter"


def test_a_link_to_a_record_that_the_filter_hides_shows_it_and_says_so(
    page: Page, address: str, content: Content, language: Language
) -> None:
    page.goto(url(address, language, MEASURES) + "?stage=tax#n36-09-clean-year")
    expect(page.locator("#n36-09-clean-year")).to_be_in_viewport()
    assert len(shown(page)) == every(content, MEASURES)
    cleared = {
        "zh": f"链接所指的措施被筛选隐藏，已清除筛选。共{every(content, MEASURES)}项措施。",
        "en": "The filters hid the measure you followed a link to",
    }
    expect(page.locator(".filter-status")).to_contain_text(cleared[language])
    assert query_of(page) == ""
    assert page.url.endswith("#n36-09-clean-year")


def test_a_link_to_a_record_that_is_shown_keeps_the_filter(page: Page, address: str, content: Content) -> None:
    page.goto(url(address, "zh", MEASURES) + "?stage=inspection#n36-09-clean-year")
    expect(page.locator("#n36-09-clean-year")).to_be_in_viewport()
    assert query_of(page) == "?stage=inspection"
    assert 0 < len(shown(page)) < every(content, MEASURES)


def test_a_link_inside_the_page_to_a_hidden_record_shows_it_and_back_filters_again(
    page: Page, address: str, content: Content
) -> None:
    page.goto(url(address, "en", MEASURES))
    page.locator("#filter-stage").select_option("recognition")
    before = shown(page)
    page.locator(".record:not([hidden]) summary").first.click()
    link = "document.querySelector('.record:not([hidden]) dd').innerHTML = '<a id=try href=\"#o251-02-origin-checks\">x</a>'"
    page.evaluate(link)
    page.locator("#try").click()
    expect(page.locator("#o251-02-origin-checks")).to_be_in_viewport()
    assert len(shown(page)) == every(content, MEASURES)
    page.go_back()
    expect(page.locator("#filter-stage")).to_have_value("recognition")
    assert shown(page) == before


def test_the_keyboard_alone_filters_widens_and_stays_in_the_form(page: Page, address: str, content: Content) -> None:
    page.goto(url(address, "en", PARTNERS))
    page.locator(".filter-fold summary").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "filter-status"
    page.keyboard.press("Tab")
    page.keyboard.type("Afr")
    assert page.locator("#filter-region").input_value() == "africa"
    assert len(shown(page)) == len(reference.left(items_of(content, PARTNERS, "en"), {"region": "africa"}))
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == f"Remove Region: Africa ({every(content, PARTNERS)} left)"
    page.keyboard.press("Enter")
    assert len(shown(page)) == every(content, PARTNERS)
    assert page.evaluate("document.activeElement.matches('.filter summary')"), "focus is not lost with the button"
    page.keyboard.press("Enter")
    assert not page.locator("#filter-region").is_visible()


@pytest.mark.parametrize(("width", "opened"), [(320, False), (390, False), (1280, True)])
def test_the_form_is_folded_on_a_phone_and_open_on_a_desk(page: Page, address: str, width: int, opened: bool) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in (MEASURES, PARTNERS):
        page.goto(url(address, "en", path) + "?direction=both&goods=food")
        assert page.locator(".filter-fold .fields").is_visible() == opened
        page.locator(".filter-fold").evaluate("(fold) => { fold.open = true; }")
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("query", ["", "?region=asia&sort=name", "?region=asia#sg"])
def test_nothing_moves_while_the_page_takes_up_what_the_address_asks(page: Page, address: str, width: int, query: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(f"({SHIFTS})()")
    page.goto(url(address, "zh", PARTNERS) + query)
    page.evaluate(SETTLED)
    assert page.evaluate("window.shifts") == []
    expect(page.locator("#sg")).to_be_visible()


def test_a_page_whose_filters_fail_is_shown_whole(reader: Reader, address: str) -> None:
    reader.page.add_init_script("Intl.Collator = function () { throw new Error('none'); };")
    reader.page.goto(url(address, "zh", PARTNERS) + "?sort=name")
    expect(reader.page.locator("#sg")).to_be_visible()


def test_it_works_from_a_folder_without_a_network_and_keeps_nothing(reader: Reader, unpacked: Path, language: Language) -> None:
    base = f"file://{quote(str(unpacked))}"
    reader.page.context.set_offline(True)
    reader.watch(base)
    reader.page.goto(url(base, language, PARTNERS))
    kept = reader.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])")
    reader.page.locator("#filter-region").select_option("oceania")
    assert shown(reader.page) == ["nz", "au"]
    assert query_of(reader.page) == "?region=oceania"
    reader.page.reload()
    assert shown(reader.page) == ["nz", "au"]
    reader.page.goto(url(base, language, PARTNERS) + "?region=oceania#sg")
    expect(reader.page.locator("#sg")).to_be_in_viewport()
    assert reader.page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])") == kept
    assert (reader.outside, reader.complaints) == ([], [])


@pytest.mark.parametrize(("path", "count"), [(MEASURES, 68), (PARTNERS, 31)])
def test_with_javascript_off_everything_is_listed_and_the_form_is_not_shown(
    browser: Browser, unpacked: Path, path: str, count: int
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{quote(str(unpacked))}/{path}?region=oceania&goods=food")
    records = page.locator(".record[data-item]")
    assert records.count() == count
    assert all(record.is_visible() for record in records.all())
    assert not page.locator(".filter select").first.is_visible()
    expect(page.locator(".filter")).to_contain_text("浏览器没有运行脚本")
    context.close()


def test_the_script_stays_small() -> None:
    assert len(OWN_FILES["assets/js/filter.js"].read_bytes()) <= 8900


def test_the_directory_is_searched_by_province(page: Page, address: str, language: Language) -> None:
    page.goto(url(address, language, "districts/index.html?province=guangdong"))
    shown = page.locator("tr[data-item]:visible")
    expect(shown).to_have_count(8)
    expect(page.locator("#shanghai")).to_be_hidden()
    page.locator("#filter-province").focus()
    page.keyboard.press("Home")
    expect(page.locator("tr[data-item]:visible")).to_have_count(44)
    assert page.url.endswith("districts/index.html")
    for typed, found in {"珠海": ["gongbei"], "0100": ["beijing"], "Xiamen": ["xiamen"], "huangpu 广州": ["huangpu"]}.items():
        page.locator("#filter-find").fill(typed)
        assert page.evaluate("(rows) => rows.map((row) => row.id)", shown.element_handles()) == found
    page.goto(url(address, language, "districts/index.html?province=guangdong#shanghai"))
    expect(page.locator("#shanghai")).to_be_visible()
