"""The search: the index of each language, and what the script finds in it."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from aeosite.outlets.search import RECEIVER, Section, language_of, to_script

SCRIPT = Path(__file__).parents[1] / "docs" / "assets" / "js" / "search.js"


def content(script: str) -> dict[str, Any]:
    assert script.startswith(f"{RECEIVER}(")
    assert script.endswith(");\n")
    loaded: dict[str, Any] = json.loads(script[len(RECEIVER) + 1 : -3])
    return loaded


# The index


SECTIONS = [
    Section("index.html", "", "首页", "概览"),
    Section("index.html", "a", "一", "甲"),
    Section("en/index.html", "", "Home", "Overview"),
    Section("en/index.html", "a", "One", "First"),
]


def test_splits_by_language_and_lists_each_page_once() -> None:
    assert content(to_script("zh", SECTIONS)) == {
        "lang": "zh",
        "pages": [["index.html", "首页"]],
        "sections": [[0, "", "", "概览"], [0, "a", "一", "甲"]],
    }
    assert content(to_script("en", SECTIONS)) == {
        "lang": "en",
        "pages": [["en/index.html", "Home"]],
        "sections": [[0, "", "", "Overview"], [0, "a", "One", "First"]],
    }


def test_the_scripts_hold_readable_text_without_escapes() -> None:
    text = to_script("zh", [Section("index.html", "", "海关", "“认证” 企业")])
    assert "\\u" not in text
    assert "“认证” 企业" in text


def test_a_page_without_an_entry_of_its_own_is_called_by_its_first_heading() -> None:
    index = content(to_script("zh", [Section("a.html", "x", "第一节", "甲"), Section("a.html", "y", "第二节", "乙")]))
    assert index["pages"] == [["a.html", "第一节"]]
    assert index["sections"] == [[0, "x", "第一节", "甲"], [0, "y", "第二节", "乙"]]


def test_a_language_without_pages_has_an_empty_index() -> None:
    assert content(to_script("en", [Section("a.html", "", "甲", "")])) == {"lang": "en", "pages": [], "sections": []}


@pytest.mark.parametrize(
    ("url", "language"),
    [
        ("en/index.html", "en"),
        ("en/", "en"),
        ("en", "en"),
        ("index.html", "zh"),
        ("", "zh"),
        ("energy.html", "zh"),
        ("a/en/b.html", "zh"),
    ],
)
def test_language_of(url: str, language: str) -> None:
    assert language_of(url) == language


# What the script finds. A section is named by its anchor, the first of a page by the page.

ZH = {
    "lang": "zh",
    "pages": [
        ["index.html", "海关AEO企业指南"],
        ["partners.html", "互认伙伴"],
        ["tiers.html", "认证企业"],
        ["rules.html", "现行规定"],
    ],
    "sections": [
        [0, "", "", "AEO是经认证的经营者。海关对诚信守法、安全水平较高的企业给予信用认证。"],
        [0, "which", "您是哪类企业？", "中小企业、跨境电商、申请企业都能在这里找到答案。"],
        [1, "", "", "已生效的互认安排。伙伴名单与生效日期。"],
        [1, "sg", "新加坡", "项目 内容 AEO 编码 AEOCN加10位编码 境外收发货人代码 SG123456789012 生效日期 2013-03-15"],
        [1, "eu", "欧盟", "AEO编码格式：CN加十位数字。２０１５年１１月１日起实施。"],
        [1, "kr", "韩国", "在报关单备注栏填写。海关总署公告2014年第20号。"],
        [2, "", "", "认证企业分为高级认证企业和认证企业两类。"],
        [2, "benefits", "便利措施", "降低查验率，优先办理通关手续，减少单证审核。"],
        [2, "advanced", "高级认证企业", "平均查验率低于常规企业的20%。设立企业协调员。"],
        [3, "", "", "海关总署令第282号与海关总署公告2026年第34号，2026年4月1日起施行。"],
        [3, "notice", "通知", "署稽发〔2024〕36号推出十六项措施；署企发〔2022〕73号推出惠企措施。"],
        [3, "old", "已废止", "海关总署公告2022年第106号自2026年4月1日起废止。(失信企业) WeChat公众号可查。"],
    ],
}

EN = {
    "lang": "en",
    "pages": [
        ["en/index.html", "China Customs AEO Guide"],
        ["en/partners.html", "Mutual recognition"],
        ["en/tiers.html", "Certified enterprises"],
    ],
    "sections": [
        [0, "", "", "AEO means Authorized Economic Operator. Customs certifies enterprises that comply and are secure."],
        [0, "which", "Which are you?", "Small companies, cross-border e-commerce, applicants."],
        [1, "", "", "The arrangements in force, with dates, in all countries."],
        [1, "sg", "Singapore", "Item Value AEO code AEOCN + 10 digits Overseas code SG123456789012 In force 2013-03-15"],
        [1, "ci", "Côte d’Ivoire", "No arrangement is known."],
        [1, "eu", "European Union", "A company declares the code of the counterparty. Customers key it in."],
        [2, "", "", "Two tiers: advanced certified and certified."],
        [
            2,
            "benefits",
            "Benefits",
            "Fewer inspections, a lower inspection rate, priority at release. Boxes are opened less often.",
        ],
        [2, "criteria", "Criteria", "The criteria of the standard. Self-assessment comes first. C-TPAT members too."],
        [2, "rules", "Rules", "GACC Announcement No. 34 of 2026 and Order No. 282 took effect on 1 April 2026."],
    ],
}

INDEXES = {"zh": ZH, "en": EN}

CASES = [
    # Chinese: any substring, across word boundaries
    ("zh", "证企", "tiers.html", "eu"),
    ("zh", "认证企业", "tiers.html", "sg"),
    ("zh", "级认证企", "advanced", "benefits"),
    ("zh", "新加坡", "sg", "eu"),
    ("zh", "加坡", "sg", "kr"),
    ("zh", "查验", "benefits", "rules.html"),
    ("zh", "企业协调员", "advanced", "benefits"),
    ("zh", "电商", "which", "index.html"),
    ("zh", "税", "", "index.html"),
    # Han with Latin letters or digits, with and without a blank, in query and text
    ("zh", "AEO编码", "sg", "kr"),
    ("zh", "AEO编码", "eu", "kr"),
    ("zh", "AEO 编码", "sg", "kr"),
    ("zh", "aeo编码", "eu", "which"),
    ("zh", "２０１５年", "eu", "sg"),
    ("zh", "2015年11月", "eu", "rules.html"),
    ("zh", "ＡＥＯ编码", "sg", "kr"),
    ("zh", "WeChat公众号", "old", "notice"),
    ("zh", "10位编码", "sg", "eu"),
    # Numbers of documents
    ("zh", "2026年第34号", "rules.html", "kr"),
    ("zh", "2026年第34号", "rules.html", "old"),
    ("zh", "公告2014年第20号", "kr", "old"),
    ("zh", "282号", "rules.html", "old"),
    ("zh", "署稽发〔2024〕36号", "notice", "old"),
    ("zh", "署稽发[2024]36号", "notice", "old"),
    ("zh", "署稽发（2024）36号", "notice", "old"),
    ("zh", "〔2022〕73", "notice", "old"),
    ("zh", "106", "old", "rules.html"),
    # Codes
    ("zh", "SG123456789012", "sg", "eu"),
    ("zh", "sg1234", "sg", "kr"),
    ("zh", "456789", "sg", "kr"),
    ("zh", "aeocn", "sg", "eu"),
    # All terms, in title, heading or text
    ("zh", "新加坡 编码", "sg", "eu"),
    ("zh", "互认 新加坡", "sg", "kr"),
    ("zh", "认证企业 查验", "benefits", "notice"),
    ("zh", "新加坡，编码", "sg", "eu"),
    ("zh", "查验 新加坡", "", "sg"),
    ("zh", "《现行规定》", "rules.html", "sg"),
    ("zh", "失信企业", "old", "which"),
    # Near: most pairs of characters
    ("zh", "降低查验率和单证审核", "benefits", "sg"),
    ("zh", "认证企业有什么便利措施", "benefits", "sg"),
    ("zh", "新加坡的AEO编码", "sg", "kr"),
    ("zh", "海关总署2026年第34号公告", "rules.html", "old"),
    ("zh", "282号令", "rules.html", "old"),
    ("zh", "如何降低查验", "benefits", "kr"),
    ("zh", "什么是AEO", "index.html", "rules.html"),
    ("zh", "怎样减少查验？", "benefits", "sg"),
    # English: a word's start, either number
    ("en", "inspections", "benefits", "sg"),
    ("en", "inspection", "benefits", "rules"),
    ("en", "inspect", "benefits", "rules"),
    ("en", "certif", "en/tiers.html", "sg"),
    ("en", "certifies", "en/index.html", "sg"),
    ("en", "company", "which", "sg"),
    ("en", "companies", "eu", "sg"),
    ("en", "country", "en/partners.html", "eu"),
    ("en", "box", "benefits", "sg"),
    ("en", "boxes", "benefits", "sg"),
    ("en", "criteria", "criteria", "rules"),
    ("en", "dates", "en/partners.html", "sg"),
    ("en", "customs", "en/index.html", "eu"),
    ("en", "spection", "", "benefits"),
    ("en", "ompan", "", "eu"),
    ("en", "SINGAPORE", "sg", "eu"),
    ("en", "ｓｉｎｇａｐｏｒｅ", "sg", "eu"),
    ("en", "cote d'ivoire", "ci", "sg"),
    ("en", "e-commerce", "which", "eu"),
    ("en", "ecommerce", "", "eu"),
    ("en", "cross border", "which", "eu"),
    ("en", "self assessments", "criteria", "rules"),
    ("en", "self-assessments", "criteria", "rules"),
    ("en", "c-tpat", "criteria", "rules"),
    ("en", "34", "rules", "sg"),
    ("en", "34 2026", "rules", "sg"),
    ("en", "order 282", "rules", "en/tiers.html"),
    ("en", "SG123456789012", "sg", "eu"),
    ("en", "123456789012", "sg", "eu"),
    ("en", "2013-03", "sg", "rules"),
    ("en", "singapore code", "sg", "eu"),
    ("en", "recognition singapore", "sg", "eu"),
    ("en", "what is the inspection rate?", "benefits", "sg"),
    ("en", "release inspection", "benefits", "rules"),
    ("en", "release singapore", "", "benefits"),
    ("en", "authorized economic operator", "en/index.html", "sg"),
    ("en", "the", "criteria", "ci"),
]

FIRST = [
    ("zh", "认证企业", "tiers.html"),
    ("zh", "认证", "tiers.html"),
    ("zh", "高级认证企业", "advanced"),
    ("zh", "便利措施", "benefits"),
    ("zh", "互认", "partners.html"),
    ("zh", "2026年第34号", "rules.html"),
    ("zh", "新加坡的AEO编码", "sg"),
    ("zh", "哪类AEO企业", "which"),
    ("zh", "认证企业有什么便利措施", "benefits"),
    ("en", "mutual recognition", "en/partners.html"),
    ("en", "certified", "en/tiers.html"),
    ("en", "singapore", "sg"),
    ("en", "criteria", "criteria"),
    ("en", "customs", "en/index.html"),
]


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """A blank page with the script."""
    page = browser.new_page()
    page.add_script_tag(path=SCRIPT)
    yield page
    page.close()


def found(page: Page, language: str, query: str) -> list[str]:
    """Return the anchors (for the first section of a page: the address) of what a query finds, best first."""
    urls = page.evaluate("([query, index]) => aeoSearch.find(query, index).map((hit) => hit.url)", [query, INDEXES[language]])
    return [url.rpartition("#")[2] for url in urls]


@pytest.mark.parametrize(("language", "query", "expected", "unexpected"), CASES)
def test_finds(page: Page, language: str, query: str, expected: str, unexpected: str) -> None:
    names = found(page, language, query)
    assert expected in names if expected else names == []
    assert unexpected not in names


@pytest.mark.parametrize(("language", "query", "expected"), FIRST)
def test_ranks_first(page: Page, language: str, query: str, expected: str) -> None:
    assert found(page, language, query)[0] == expected


@pytest.mark.parametrize("query", ["", "  ", "？", "，。", "()"])
def test_a_query_without_words_finds_nothing(page: Page, query: str) -> None:
    assert found(page, "zh", query) == []


@pytest.mark.parametrize(
    "query", ["a.*b", "[", "\\", "(认证", "认证)+", "$1", "a|b", "🙂", "𠮷野家", "é" * 100, "<b>认证</b>", "C++"]
)
def test_no_query_breaks_it(page: Page, query: str) -> None:
    found(page, "zh", query)
    found(page, "en", query)


def test_one_page_does_not_fill_the_list(page: Page) -> None:
    pages = [0] * 12 + [1, 2]
    shown = page.evaluate("(pages) => aeoSearch.choose(pages.map((page) => ({page}))).map((hit) => hit.page)", pages)
    assert shown == [0, 0, 0, 1, 2, 0, 0, 0, 0, 0]


def test_exact_hits_come_before_near_ones(page: Page) -> None:
    near = page.evaluate("([query, index]) => aeoSearch.find(query, index).map((hit) => hit.near)", ["高级认证企业", ZH])
    assert near == sorted(near)
    assert not near[0]


def test_the_order_is_the_same_each_time(page: Page) -> None:
    assert found(page, "zh", "企业") == found(page, "zh", "企业")


@pytest.mark.parametrize(
    ("word", "singular"),
    [
        ("inspections", "inspection"),
        ("companies", "company"),
        ("boxes", "box"),
        ("classes", "class"),
        ("measures", "measure"),
        ("criteria", "criteria"),
        ("status", "status"),
        ("process", "process"),
        ("analysis", "analysis"),
        ("days", "day"),
        ("is", "is"),
    ],
)
def test_stem(page: Page, word: str, singular: str) -> None:
    assert page.evaluate("(word) => aeoSearch.stem(word)", word) == singular


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＥＯ 编码", "aeo编码"),
        ("认证 企业", "认证企业"),
        ("第 34 号", "第34号"),
        ("two  words", "two words"),
        ("Côte", "cote"),
        ("〔2024〕", "(2024)"),
        ("a，b", "a,b"),
        ("soft\u00adhyphen\u200b", "softhyphen"),
        ("2013–03", "2013-03"),
    ],
)
def test_fold(page: Page, text: str, folded: str) -> None:
    assert page.evaluate("(text) => aeoSearch.fold(text).s", text) == folded


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("海关AEO 编码", "aeo编码", ["AEO 编码"]),
        ("ＡＥＯ编码与AEO 编码", "AEO编码", ["ＡＥＯ编码", "AEO 编码"]),
        ("高级认证企业", "认证 证企", ["认证企"]),
        ("Fewer inspections, one inspection", "inspections", ["inspections", "inspection"]),
        ("𠮷野家认证", "认证", ["认证"]),
        ("A&B", "b", ["B"]),
        ("降低查验率", "查验率的降低", ["降低查验率"]),
        ("无", "有", []),
    ],
)
def test_marks(page: Page, text: str, query: str, hits: list[str]) -> None:
    script = "([text, query]) => aeoSearch.marks(text, query).map(([start, end]) => text.slice(start, end))"
    assert page.evaluate(script, [text, query]) == hits


def test_an_excerpt_is_cut_around_its_hits(page: Page) -> None:
    text = "前文" * 100 + "这里说到认证企业和查验率" + "后文" * 100
    pieces = page.evaluate("([text, query]) => aeoSearch.excerpt(text, query, 40)", [text, "认证企业 查验"])
    joined = "".join(piece for piece, _ in pieces)
    assert [piece for piece, hit in pieces if hit] == ["认证企业", "查验"]
    assert joined.startswith("…")
    assert joined.endswith("…")
    assert len(joined) <= 42


def test_an_excerpt_of_a_short_text_is_the_text(page: Page) -> None:
    assert page.evaluate("() => aeoSearch.excerpt('Lower rate', 'none', 40)") == [["Lower rate", False]]


# The box

BOX = """<!doctype html><html lang="zh"><title>x</title><body>
<div class="aeo-search" data-aeo-search data-base="." data-loading="载入" data-failed="失败" data-one="找到1处" data-some="找到{n}处"
  data-more="找到{n}处，列出10处" data-none="没有“{q}”" data-advice="换一个词">
  <button type="button" class="aeo-search__open" hidden>搜索</button>
  <form class="aeo-search__form"><input class="aeo-search__input" type="search" aria-label="搜索"></form>
  <button type="button" class="aeo-search__close" hidden>关闭</button>
  <p class="aeo-search__status" role="status"></p><div class="aeo-search__panel" hidden></div>
</div><a href="#x" id="after">后</a><script src="tools.js"></script><script src="search.js"></script>"""


@pytest.fixture
def box(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page opened from the disk, with a search box and an index beside it."""
    (tmp_path / "search").mkdir()
    (tmp_path / "search" / "zh.js").write_text(f"{RECEIVER}({json.dumps(ZH)});", encoding="utf-8")
    for script in (SCRIPT.with_name("tools.js"), SCRIPT):
        (tmp_path / script.name).write_bytes(script.read_bytes())
    (tmp_path / "index.html").write_text(BOX, encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    yield page
    context.close()


def status(page: Page, text: str) -> None:
    page.locator(".aeo-search__status").get_by_text(text, exact=True).wait_for(state="attached")


def test_the_index_is_loaded_on_first_use_only(box: Page) -> None:
    requested: list[str] = []
    box.on("request", lambda request: requested.append(request.url.rpartition("/")[2]))
    box.reload()
    assert "zh.js" not in requested
    box.keyboard.press("Control+k")
    box.keyboard.insert_text("证企")
    status(box, "找到2处")
    assert requested.count("zh.js") == 1


def test_results_are_links_grouped_by_page_with_marks(box: Page) -> None:
    box.locator("input").fill("AEO编码")
    status(box, "找到2处")
    assert box.locator(".aeo-search__title").all_inner_texts() == ["互认伙伴"]
    assert sorted(link.get_attribute("href") or "" for link in box.locator(".aeo-search__link").all()) == [
        "./partners.html#eu",
        "./partners.html#sg",
    ]
    assert "AEO 编码" in box.locator("mark").all_inner_texts()


def test_it_works_by_keyboard_alone(box: Page) -> None:
    box.keyboard.press("Control+k")
    box.keyboard.insert_text("证企")
    status(box, "找到2处")
    focused = "() => document.activeElement.textContent || document.activeElement.type"
    box.keyboard.press("ArrowDown")
    assert box.evaluate(focused) == "认证企业"
    box.keyboard.press("ArrowUp")
    assert box.evaluate(focused) == "search"
    box.keyboard.press("Enter")
    assert box.evaluate(focused) == "认证企业"
    box.keyboard.press("Escape")
    assert box.evaluate(focused) == "search"
    assert box.locator(".aeo-search__panel").is_hidden()
    assert box.locator("input").input_value() == "证企"


def test_leaving_closes_the_results(box: Page) -> None:
    box.locator("input").fill("新加坡")
    status(box, "找到1处")
    box.locator("#after").focus()
    box.locator(".aeo-search__panel").wait_for(state="hidden")


def test_nothing_found_says_so_and_shows_the_query_as_text(box: Page) -> None:
    box.locator("input").fill("<b>税率</b>")
    status(box, "没有“<b>税率</b>”")
    assert box.locator(".aeo-search__advice").inner_text() == "换一个词"
    assert box.locator(".aeo-search__panel b").count() == 0


def test_a_missing_index_is_reported_and_tried_again(box: Page, tmp_path: Path) -> None:
    index = tmp_path / "search" / "zh.js"
    index.rename(index.with_suffix(".away"))
    box.locator("input").fill("新加坡")
    status(box, "失败")
    index.with_suffix(".away").rename(index)
    box.locator("input").fill("新加")
    status(box, "找到1处")


def test_text_still_being_composed_is_not_searched(box: Page) -> None:
    box.locator("input").focus()
    client = box.context.new_cdp_session(box)
    client.send("Input.imeSetComposition", {"text": "xinjia", "selectionStart": 6, "selectionEnd": 6})
    box.wait_for_timeout(100)
    assert box.locator(".aeo-search__status").inner_text() == ""
    client.send("Input.insertText", {"text": "新加坡"})
    status(box, "找到1处")


def test_the_script_stays_small() -> None:
    assert len(gzip.compress(SCRIPT.read_bytes(), mtime=0)) < 6_000
