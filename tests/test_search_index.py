"""The search: the index of each language, and what the scripts find in it and show."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from aeosite.outlets.search import RECEIVER, Hit, to_script
from aeosite.outlets.search import Page as SitePage
from aeosite.outlets.search_signs import syllables, variants
from project import OWN_FILES

BOX_SCRIPT, RANK_SCRIPT, TOOLS_SCRIPT = (OWN_FILES[f"assets/js/{name}.js"] for name in ("search", "search-rank", "tools"))


def content(script: str) -> dict[str, Any]:
    assert script.startswith(f"{RECEIVER}(")
    assert script.endswith(");\n")
    loaded: dict[str, Any] = json.loads(script[len(RECEIVER) + 1 : -3])
    return loaded


# The index


def test_lists_each_page_once_and_leaves_out_what_is_empty() -> None:
    pages = [
        SitePage(
            "index.html", "首页", (Hit("", "首页", "概览", 0, "lead"), Hit("a", "一", "甲", 2, also=("壹", "1"), other=("One",)))
        ),
        SitePage("b.html", "乙", (Hit("c", "丙", "", 3, "question"),), "篇", 0.5),
    ]
    index = content(to_script("zh", pages))
    assert index["lang"] == "zh"
    assert index["pages"] == [["index.html", "首页", "", 1], ["b.html", "乙", "篇", 0.5]]
    assert index["rows"] == [[0, "", 0, 0, "", "概览"], [0, "a", 2, 1, "一", "甲", "壹|1", "One"], [1, "c", 3, 2, "丙"]]


def test_the_scripts_hold_readable_text_without_escapes() -> None:
    text = to_script("zh", [SitePage("index.html", "海关", (Hit("", "海关", "“认证” 企业"),))])
    assert "\\u" not in text
    assert "“认证” 企业" in text


def test_a_language_without_pages_has_an_empty_index() -> None:
    index = content(to_script("en", []))
    assert (index["pages"], index["rows"]) == ([], [])


def test_only_traditional_characters_that_mean_one_of_the_guide_are_listed() -> None:
    old, new = variants(frozenset("关互认後a"))
    assert dict(zip(old, new, strict=True)) == {"關": "关", "認": "认"}


def test_a_character_stands_under_each_way_it_is_read() -> None:
    found = syllables(["银行", "行为", "AEO负债率", "率先"])
    assert {read: chars for read, chars in found.items() if set(chars) & set("行率")} == {
        "hang": "行",
        "xing": "行",
        "lv": "率",
        "shuai": "率",
    }


# What the script finds. A section is named by its anchor, the first of a page by the page.

ZH = [
    SitePage(
        "index.html",
        "海关AEO企业指南",
        (
            Hit("", "海关AEO企业指南", "AEO是经认证的经营者。海关对诚信守法、安全水平较高的企业给予信用认证。", 0, "lead"),
            Hit("which", "您是哪类企业？", "中小企业、跨境电商、申请企业都能在这里找到答案。"),
        ),
    ),
    SitePage(
        "partners.html",
        "互认伙伴",
        (
            Hit("", "互认伙伴", "已生效的互认安排。伙伴名单与生效日期。", 0, "lead"),
            Hit("sg", "新加坡", "项目 内容 AEO 编码 AEOCN加10位编码 境外收发货人代码 SG123456789012 生效日期 2013-03-15"),
            Hit("eu", "欧盟", "AEO编码格式：CN加十位数字。２０１５年１１月１日起实施。"),
            Hit("kr", "韩国", "在报关单备注栏填写。海关总署公告2014年第20号。"),
        ),
    ),
    SitePage(
        "tiers.html",
        "认证企业",
        (
            Hit("", "认证企业", "认证企业分为高级认证企业和认证企业两类。", 0, "lead"),
            Hit("benefits", "便利措施", "降低查验率，优先办理通关手续，减少单证审核。"),
            Hit("advanced", "高级认证企业", "平均查验率低于常规企业的20%。设立企业协调员。"),
        ),
    ),
    SitePage(
        "rules.html",
        "现行规定",
        (
            Hit("", "现行规定", "海关总署令第282号与海关总署公告2026年第34号，2026年4月1日起施行。", 0, "lead"),
            Hit("notice", "通知", "署稽发〔2024〕36号推出十六项措施；署企发〔2022〕73号推出惠企措施。"),
            Hit("old", "已废止", "海关总署公告2022年第106号自2026年4月1日起废止。(失信企业) WeChat公众号可查。"),
        ),
    ),
]

EN = [
    SitePage(
        "en/index.html",
        "China Customs AEO Guide",
        (
            Hit(
                "",
                "China Customs AEO Guide",
                "AEO means Authorized Economic Operator. Customs certifies enterprises that comply and are secure.",
                0,
                "lead",
            ),
            Hit("which", "Which are you?", "Small companies, cross-border e-commerce, applicants."),
        ),
    ),
    SitePage(
        "en/partners.html",
        "Mutual recognition",
        (
            Hit("", "Mutual recognition", "The arrangements in force, with dates, in all countries.", 0, "lead"),
            Hit("sg", "Singapore", "Item Value AEO code AEOCN + 10 digits Overseas code SG123456789012 In force 2013-03-15"),
            Hit("ci", "Côte d’Ivoire", "No arrangement is known."),
            Hit("eu", "European Union", "A company declares the code of the counterparty. Customers key it in."),
        ),
    ),
    SitePage(
        "en/tiers.html",
        "Certified enterprises",
        (
            Hit("", "Certified enterprises", "Two tiers: advanced certified and certified.", 0, "lead"),
            Hit(
                "benefits",
                "Benefits",
                "Fewer inspections, a lower inspection rate, priority at release. Boxes are opened less often.",
            ),
            Hit("criteria", "Criteria", "The criteria of the standard. Self-assessment comes first. C-TPAT members too."),
            Hit("rules", "Rules", "GACC Announcement No. 34 of 2026 and Order No. 282 took effect on 1 April 2026."),
        ),
    ),
]

INDEXES = {"zh": content(to_script("zh", ZH)), "en": content(to_script("en", EN))}

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
    ("zh", "税", "", ""),
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
    ("zh", "查验 新加坡", "sg", "eu"),
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
    ("en", "spection", "benefits", "eu"),
    ("en", "ompan", "", ""),
    ("en", "SINGAPORE", "sg", "eu"),
    ("en", "ｓｉｎｇａｐｏｒｅ", "sg", "eu"),
    ("en", "cote d'ivoire", "ci", "sg"),
    ("en", "e-commerce", "which", "eu"),
    ("en", "ecommerce", "which", "eu"),
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
    ("en", "release singapore", "sg", "eu"),
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
    """A blank page with the script that ranks, and the indexes."""
    page = browser.new_page()
    page.add_script_tag(content=RANK_SCRIPT.read_text(encoding="utf-8"))
    page.evaluate("indexes => { window.indexes = indexes; }", INDEXES)
    yield page
    page.close()


def find(page: Page, language: str, query: str) -> dict[str, Any]:
    """Return what a query finds."""
    script = "([language, query]) => { const {hits, count, weak} = aeoRank.find(query, indexes[language]); return {hits, count, weak}; }"
    found: dict[str, Any] = page.evaluate(script, [language, query])
    return found


def found(page: Page, language: str, query: str) -> list[str]:
    """Return the anchors (for the first section of a page: the address) of what a query finds, best first."""
    return [hit["url"].rpartition("#")[2] for hit in find(page, language, query)["hits"]]


@pytest.mark.parametrize(("language", "query", "expected", "unexpected"), CASES)
def test_finds(page: Page, language: str, query: str, expected: str, unexpected: str) -> None:
    names = found(page, language, query)
    if expected:
        assert expected in names
        assert unexpected not in names[: names.index(expected)]
    else:
        assert find(page, language, query)["weak"]


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


def made(page: Page, *pages: SitePage, language: str = "zh") -> None:
    """Put an index of these pages in the place of one language's."""
    page.evaluate("([language, index]) => { indexes[language] = index; }", [language, content(to_script(language, pages))])  # type: ignore[arg-type]


@pytest.fixture
def own(browser: Browser) -> Iterator[Page]:
    """A page for a test's own index."""
    page = browser.new_page()
    page.add_script_tag(content=RANK_SCRIPT.read_text(encoding="utf-8"))
    page.evaluate("window.indexes = {}")
    yield page
    page.close()


def filler(count: int = 30) -> list[SitePage]:
    """Return pages about other things, so that words are rare or common."""
    words = "海关对企业的管理办法，货物从口岸进出要申报。AEO企业另有规定。"
    return [SitePage(f"f{n}.html", f"其他内容{n}", (Hit("", f"其他内容{n}", words, 0, "lead"),)) for n in range(count)]


def test_one_page_does_not_fill_the_list(own: Page) -> None:
    many = tuple(Hit(f"a{n}", "封条管理", "封条", 2) for n in range(8))
    made(own, SitePage("x.html", "甲", many), SitePage("y.html", "乙", (Hit("b", "其他", "说到封条", 2),)), *filler())
    assert found(own, "zh", "封条")[3] == "b"


def test_what_has_all_of_a_query_comes_before_what_has_some(page: Page) -> None:
    covers = [hit["cover"] for hit in find(page, "zh", "高级认证企业")["hits"]]
    assert covers[0] > 0.9
    assert covers[0] >= covers[-1]


def test_the_order_is_the_same_each_time(page: Page) -> None:
    assert found(page, "zh", "企业") == found(page, "zh", "企业")


def test_history_comes_after_what_is_current(own: Page) -> None:
    text = "资产负债率不超过85%"
    made(
        own,
        SitePage("a.html", "旧", (Hit("old", "资产负债率", text, 2),), "", 0.35),
        SitePage("b.html", "新", (Hit("new", "资产负债率", text, 2),)),
        *filler(),
    )
    assert found(own, "zh", "资产负债率")[:2] == ["new", "old"]


def test_a_question_comes_before_a_figure_of_the_same_words(own: Page) -> None:
    hits = (Hit("figure", "企业数量", "6,876家", 7, "statistic"), Hit("question", "企业数量？", "6,876家", 3, "question"))
    made(own, SitePage("a.html", "数", hits), *filler())
    assert found(own, "zh", "企业数量")[:2] == ["question", "figure"]


def test_a_word_that_stands_everywhere_counts_little(own: Page) -> None:
    hits = (Hit("all", "AEO企业", "AEO企业 AEO企业 AEO企业", 2), Hit("one", "办理", "封条由专人管理", 2))
    made(own, SitePage("a.html", "甲", hits), *filler())
    assert found(own, "zh", "AEO企业封条")[0] == "one"


@pytest.mark.parametrize(
    ("query", "anchor"),
    [
        ("高认", "advanced"),
        ("什么是高认", "advanced"),
        ("高認", "advanced"),
        ("要不要做", "must"),
        ("不做行不行", "must"),
        ("6876", "count"),
        ("6,876", "count"),
        ("6876家", "count"),
        ("7点检查", "seven"),
        ("七点检查", "seven"),
        ("第16条", "sixteen"),
        ("第十六条", "sixteen"),
        ("ISO27001", "iso"),
        ("ISO 27001", "iso"),
        ("ｉｓｏ２７００１", "iso"),
        ("fengtiao", "seal"),
        ("feng tiao", "seal"),
        ("封跳", "seal"),
        ("封條", "seal"),
        ("seal", "seal"),
        ("CTPAT", "us"),
        ("c-tpat", "us"),
    ],
)
def test_readers_words_are_understood(own: Page, query: str, anchor: str) -> None:
    hits = (
        Hit("advanced", "高级认证企业", "信用最高的等级", 7, "term", ("高认", "高级企业"), ("advanced certified enterprise",)),
        Hit("must", "成为AEO是强制的吗？", "由企业自愿申请", 3, "question", ("要不要做", "不做行不行")),
        Hit("count", "数量", "全国有6,876家。", 2),
        Hit("seven", "装货", "用七点检查法检查集装箱", 2),
        Hit("sixteen", "便利", "通知第十六条", 2),
        Hit("iso", "系统", "通过ISO 27001认证的，不能跳过", 2),
        Hit("seal", "封条", "由专人管理", 2, "heading", (), ("seals",)),
        Hit("us", "和美国互认吗？", "没有", 3, "question", ("C-TPAT",)),
    )
    made(own, SitePage("a.html", "甲", hits), *filler())
    assert found(own, "zh", query)[0] == anchor


@pytest.mark.parametrize(
    ("query", "anchor"),
    [
        ("inspecton", "inspect"),
        ("insepction", "inspect"),
        ("inspections", "inspect"),
        ("how are we inspected", "inspect"),
        ("recognise", "mutual"),
        ("recognized", "mutual"),
        ("is there a fee", "fee"),
        ("cost", "fee"),
        ("does the US recognise it", "us"),
        ("feed", "feedback"),
    ],
)
def test_english_forms_and_slips_are_understood(own: Page, query: str, anchor: str) -> None:
    hits = (
        Hit("inspect", "Inspection", "Goods are looked at.", 2),
        Hit("mutual", "Mutual recognition", "Many.", 2),
        Hit("feedback", "Feedback", "Say what is wrong.", 2),
        Hit("rica", "Costa Rica", "An arrangement is signed.", 3, "record"),
        Hit("fee", "Does Customs charge?", "No fee is known.", 3, "question", ("cost", "price")),
        Hit("us", "Is there an agreement with the United States?", "No.", 3, "question", ("US", "USA")),
    )
    made(own, SitePage("en/a.html", "A", hits), language="en")
    names = found(own, "en", query)
    assert names[0] == anchor
    assert not {"fee": {"feedback"}, "cost": {"rica"}}.get(query.split()[-1], set()) & set(names)


@pytest.mark.parametrize("query", ["qzx", "没有的词汇组合", "zzzzzzzz", "999999", "关"])
def test_a_query_with_a_known_character_never_comes_back_empty(own: Page, query: str) -> None:
    hits = (Hit("", "海关AEO指南", "词", 0, "lead"), Hit("q", "xyz 9", "合", 3, "question"))
    made(own, SitePage("a.html", "海关AEO指南", hits), *filler(3))
    assert found(own, "zh", query)


def test_what_fits_badly_is_said_to(page: Page) -> None:
    assert find(page, "zh", "税率优惠")["weak"]
    assert not find(page, "zh", "新加坡")["weak"]


@pytest.mark.parametrize(
    "words",
    [
        "inspection inspections inspected inspecting",
        "company companies",
        "box boxes",
        "class classes",
        "measure measures",
        "apply applies",
        "certify certified certifies",
        "authorise authorize authorised authorized",
        "eligible eligibility",
        "penalty penalties",
        "day days",
    ],
)
def test_forms_of_a_word_have_one_stem(page: Page, words: str) -> None:
    assert len(page.evaluate("(words) => [...new Set(words.split(' ').map(aeoRank.stem))]", words)) == 1


@pytest.mark.parametrize(
    "words", ["fee feedback", "cost costa", "status state", "custom criteria", "process profess", "is i", "use user"]
)
def test_other_words_have_other_stems(page: Page, words: str) -> None:
    assert len(page.evaluate("(words) => [...new Set(words.split(' ').map(aeoRank.stem))]", words)) == 2


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ＡＥＯ 编码", "aeo 编码"),
        ("Côte", "cote"),
        ("〔2024〕", " 2024 "),
        ("a，b", "a,b"),
        ("2013–03", "2013-03"),
        ("關", "关"),
    ],
)
def test_fold_keeps_places(page: Page, text: str, folded: str) -> None:
    script = "(text) => aeoRank.folded(text, aeoRank.folder({variants: ['關', '关']}))"
    assert page.evaluate(script, text) == folded


@pytest.mark.parametrize(
    ("spoken", "number"),
    [("七", "7"), ("十六", "16"), ("二十", "20"), ("两百", "200"), ("一千零五", "1005"), ("三万", "30000"), ("二〇二六", "2026")],
)
def test_chinese_numbers_are_read(page: Page, spoken: str, number: str) -> None:
    assert page.evaluate("(spoken) => aeoRank.inDigits(spoken)", spoken) == number


@pytest.mark.parametrize("number", range(1, 100))
def test_a_number_written_in_chinese_is_read_back(page: Page, number: int) -> None:
    assert page.evaluate("(number) => aeoRank.inDigits(aeoRank.inHan(number))", number) == str(number)


@pytest.mark.parametrize(
    ("a", "b", "near"),
    [
        ("inspection", "inspecton", True),
        ("inspection", "inspectionn", True),
        ("inspection", "inspectoin", True),
        ("inspection", "inspextion", True),
        ("inspection", "inspekton", False),
        ("inspection", "inspect", False),
    ],
)
def test_one_slip(page: Page, a: str, b: str, near: bool) -> None:
    assert page.evaluate("([a, b]) => aeoRank.near(a, b)", [a, b]) is near
    assert page.evaluate("([a, b]) => aeoRank.near(b, a)", [a, b]) is near


MARKS = """([text, query]) => {
  const index = {...indexes.zh, rows: [...indexes.zh.rows, [0, 'x', 2, 1, '', text]], ready: undefined};
  const {tokens} = aeoRank.find(query, index);
  return aeoRank.marks(text, tokens, aeoRank.prepare(index)).map(([start, end]) => text.slice(start, end));
}"""


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("海关AEO 编码", "aeo编码", ["AEO", "编码"]),
        ("ＡＥＯ编码与AEO 编码", "AEO编码", ["ＡＥＯ编码", "AEO", "编码"]),
        ("高级认证企业", "认证 证企", ["认证企"]),
        ("Fewer inspections, one inspection", "inspections", ["inspections", "inspection"]),
        ("𠮷野家认证", "认证", ["认证"]),
        ("降低查验率", "查验率的降低", ["降低查验率"]),
        ("全国6,876家", "6876", ["6,876"]),
        ("怎样办理", "怎样申请", []),
    ],
)
def test_marks(page: Page, text: str, query: str, hits: list[str]) -> None:
    assert page.evaluate(MARKS, [text, query]) == hits


EXCERPT = """([text, query, width]) => {
  const index = {...indexes.zh, rows: [...indexes.zh.rows, [0, 'x', 2, 1, '', text]], ready: undefined};
  return aeoRank.excerpt(text, aeoRank.find(query, index).tokens, index, width);
}"""


def test_an_excerpt_is_cut_around_its_hits(page: Page) -> None:
    text = "前文" * 100 + "这里说到认证企业和查验率" + "后文" * 100
    pieces = page.evaluate(EXCERPT, [text, "认证企业 查验", 40])
    joined = "".join(piece for piece, _ in pieces)
    assert [piece for piece, hit in pieces if hit] == ["认证企业", "查验"]
    assert joined.startswith("…")
    assert joined.endswith("…")
    assert len(joined) <= 42


def test_an_excerpt_of_a_short_text_is_the_text(page: Page) -> None:
    assert page.evaluate(EXCERPT, ["Lower rate", "互认", 40]) == [["Lower rate", False]]


# The box

BOX = """<!doctype html><html lang="zh"><title>x</title><body>
<div class="aeo-search" data-aeo-search data-base="." data-loading="载入" data-failed="失败" data-one="找到1处" data-some="找到{n}处"
  data-more="找到{n}处，列出10处" data-none="没有“{q}”" data-near="没有完全符合“{q}”的" data-also="也叫：" data-comma="、" data-stop="。"
  data-twin="也搜索英文" data-there="英文页面" data-nothere="英文也没有">
  <button type="button" class="aeo-search__open" hidden>搜索</button>
  <form class="aeo-search__form"><input class="aeo-search__input" type="search" aria-label="搜索"></form>
  <button type="button" class="aeo-search__close" hidden>关闭</button>
  <p class="aeo-search__status" role="status"></p><div class="aeo-search__panel" hidden></div>
  <template class="aeo-search__ways"><ul class="aeo-search__doors"></ul>12360</template>
</div><a href="#x" id="after">后</a><textarea id="field"></textarea><script src="assets/js/tools.js"></script><script src="assets/js/search.js"></script>"""


@pytest.fixture
def box(browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """A page opened from the disk, with a search box, the scripts and two indexes beside it."""
    (tmp_path / "search").mkdir()
    for language, pages in (("zh", ZH), ("en", EN)):
        (tmp_path / "search" / f"{language}.js").write_text(
            to_script(language, pages, [("door.html", "从这里开始")]), encoding="utf-8"
        )  # type: ignore[arg-type]
    (tmp_path / "assets" / "js").mkdir(parents=True)
    for script in (TOOLS_SCRIPT, BOX_SCRIPT, RANK_SCRIPT):
        (tmp_path / "assets" / "js" / script.name).write_bytes(script.read_bytes())
    (tmp_path / "index.html").write_text(BOX, encoding="utf-8")
    (tmp_path / "partners.html").write_text("<!doctype html><title>x</title>", encoding="utf-8")
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((tmp_path / "index.html").as_uri())
    yield page
    context.close()


def status(page: Page, text: str) -> None:
    page.locator(".aeo-search__status").get_by_text(text, exact=True).wait_for(state="attached")


FOCUSED = "() => document.activeElement.textContent || document.activeElement.type"


def test_the_scripts_are_loaded_on_first_use_only(box: Page) -> None:
    requested: list[str] = []
    box.on("request", lambda request: requested.append(request.url.rpartition("/")[2]))
    box.reload()
    assert not {"zh.js", "search-rank.js"} & set(requested)
    box.keyboard.press("Control+k")
    box.keyboard.insert_text("新加坡")
    status(box, "找到1处")
    assert (requested.count("zh.js"), requested.count("search-rank.js"), requested.count("en.js")) == (1, 1, 0)


def test_results_are_links_with_the_way_to_them_and_marks_in_the_excerpt_only(box: Page) -> None:
    box.locator("input").fill("编码格式")
    status(box, "找到2处")
    first = box.locator(".aeo-search__hit").first
    assert first.locator("a").get_attribute("href") == "./partners.html#eu"
    assert first.locator("a").inner_text() == "欧盟"
    assert first.locator(".aeo-search__path").inner_text() == "互认伙伴"
    assert first.locator("mark").all_inner_texts() == ["编码格式"]
    assert box.locator("a mark").count() == 0


def test_it_works_by_keyboard_alone(box: Page) -> None:
    box.keyboard.press("Control+k")
    box.keyboard.insert_text("新加坡")
    status(box, "找到1处")
    box.keyboard.press("ArrowDown")
    assert box.evaluate(FOCUSED) == "新加坡"
    box.keyboard.press("ArrowUp")
    assert box.evaluate(FOCUSED) == "search"
    box.keyboard.press("Enter")
    assert box.evaluate(FOCUSED) == "新加坡"
    box.keyboard.press("Escape")
    assert box.evaluate(FOCUSED) == "search"
    assert box.locator(".aeo-search__panel").is_hidden()
    assert box.locator("input").input_value() == "新加坡"
    assert box.evaluate("location.search") == ""


def test_the_shortcut_leaves_keys_to_who_types_in_a_field(box: Page) -> None:
    box.locator("#field").focus()
    box.keyboard.press("Control+k")
    assert box.evaluate(FOCUSED) == "textarea"
    box.locator("#after").focus()
    box.keyboard.press("Control+k")
    assert box.evaluate(FOCUSED) == "search"


def test_a_search_is_in_the_address_and_comes_back_with_it(box: Page) -> None:
    box.locator("input").fill("新加坡")
    status(box, "找到1处")
    assert box.evaluate("new URLSearchParams(location.search).get('q')") == "新加坡"
    box.keyboard.press("Enter")
    box.keyboard.press("Enter")
    box.wait_for_url("**/partners.html*")
    box.go_back()
    status(box, "找到1处")
    assert box.locator("input").input_value() == "新加坡"
    box.locator("input").fill("")
    box.wait_for_function("location.search === ''")


def test_what_else_the_address_says_is_kept(box: Page) -> None:
    box.goto(box.url.partition("?")[0] + "?goods=food#x")
    box.locator("input").fill("新加坡")
    status(box, "找到1处")
    assert box.evaluate("[new URLSearchParams(location.search).get('goods'), location.hash]") == ["food", "#x"]


def test_leaving_closes_the_results(box: Page) -> None:
    box.locator("input").fill("新加坡")
    status(box, "找到1处")
    box.locator("#after").focus()
    box.locator(".aeo-search__panel").wait_for(state="hidden")
    assert box.evaluate("location.search") == ""


def test_what_fits_badly_says_so_shows_the_query_as_text_and_leads_on(box: Page) -> None:
    box.locator("input").fill("<b>税率</b>")
    status(box, "没有完全符合“<b>税率</b>”的")
    assert box.locator(".aeo-search__panel b").count() == 0
    assert box.locator(".aeo-search__hit").count() > 0
    assert box.locator(".aeo-search__ways-here a").get_attribute("href") == "./door.html"


def test_no_known_character_at_all_leads_on_too(box: Page) -> None:
    box.locator("input").fill("？！")
    status(box, "没有“？！”")
    assert box.locator(".aeo-search__hit").count() == 0
    assert box.locator(".aeo-search__ways-here a").count() == 1


def test_the_pages_of_the_other_language_are_searched_when_asked(box: Page) -> None:
    box.locator("input").fill("Singapore")
    button = box.locator(".aeo-search__twin")
    button.click()
    box.locator(".aeo-search__twins a").first.wait_for()
    assert box.locator(".aeo-search__twins a").first.get_attribute("href") == "./en/partners.html#sg"
    assert box.locator(".aeo-search__twins ol").get_attribute("lang") == "en"
    box.locator("input").fill("Singapor")
    button.wait_for()


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


def test_the_scripts_stay_small() -> None:
    assert len(gzip.compress(BOX_SCRIPT.read_bytes(), mtime=0)) < 4_000
    assert len(gzip.compress(RANK_SCRIPT.read_bytes(), mtime=0)) < 12_000
