"""Finishing the HTML of a page: tables written in Markdown, links to headings."""

import re

import pytest
from bs4 import BeautifulSoup
from markdown import markdown

from aeosite.basics.fallback import with_languages
from aeosite.basics.language import Language
from aeosite.compose.finish import finish, is_unused
from project import PHRASES

HEADING = '<h2 id="a">甲 &amp; “乙”<a class="headerlink" href="#a" title="本节链接 / Link to this section">#</a></h2>'
TABLE = "| 事项 | 期限 |\n| --- | --- |\n| 申请 | 未确认 |\n| 复核 | 以**原文**为准 |"


def made(text: str, language: Language = "zh", heading: str = HEADING) -> BeautifulSoup:
    html = heading + "\n" + markdown(text, extensions=["tables"])
    return BeautifulSoup(finish(html, PHRASES(language)), "html.parser")


@pytest.mark.parametrize(("language", "title"), [("zh", "本节链接"), ("en", "Link to this section")])
def test_the_link_of_a_heading_is_for_the_pointer_alone_and_in_one_language(language: Language, title: str) -> None:
    link = made("", language).select_one("h2 > a.headerlink")
    assert link is not None
    assert link.attrs == {"class": ["headerlink"], "href": "#a", "title": title, "aria-hidden": "true", "tabindex": "-1"}


def test_the_line_that_opens_a_card_holds_no_link() -> None:
    card = BeautifulSoup(finish(f"<details><summary>\n{HEADING}\n</summary></details>\n{HEADING}", PHRASES("zh")), "html.parser")
    assert [bool(heading.select("a")) for heading in card.select("h2")] == [False, True]


@pytest.mark.parametrize(("language", "name"), [("zh", "表格：甲 & “乙”"), ("en", "Table: 甲 & “乙”")])
def test_a_table_is_a_region_named_by_its_heading(language: Language, name: str) -> None:
    region = made(TABLE, language).select_one("div.table-scroll")
    assert region is not None
    assert (region["role"], region["tabindex"], region["aria-label"]) == ("region", "0", name)


def test_a_second_table_below_a_heading_has_a_name_of_its_own() -> None:
    regions = made(f"{TABLE}\n\n文字\n\n{TABLE}\n\n文字\n\n{TABLE}").select("div.table-scroll")
    assert [region["aria-label"] for region in regions] == ["表格：甲 & “乙”", "表格：甲 & “乙” 2", "表格：甲 & “乙” 3"]


def test_a_quotation_mark_of_a_heading_does_not_end_the_name() -> None:
    region = made(TABLE, heading='<h2 id="a">The "A" tier</h2>').select_one("div.table-scroll")
    assert region is not None
    assert region["aria-label"] == '表格：The "A" tier'


def test_the_cells_of_a_table_name_their_column() -> None:
    table = made(TABLE).table
    assert table is not None
    assert [(cell.name, cell.get("scope")) for cell in table.select("thead tr > *")] == [("th", "col"), ("th", "col")]
    assert [(cell["data-label"], cell.get_text()) for cell in table.select("tbody td")] == [
        ("事项", "申请"),
        ("期限", "未确认"),
        ("事项", "复核"),
        ("期限", "以原文为准"),
    ]


def test_a_column_without_a_heading_holds_the_headings_of_the_rows() -> None:
    table = made("| | 高级 |\n| --- | --- |\n| 审计 | 每年 |").table
    assert table is not None
    assert [cell.name for cell in table.select("thead tr > *")] == ["td", "th"]
    assert [(cell.name, cell.get("scope"), cell.get("data-label")) for cell in table.select("tbody tr > *")] == [
        ("th", "row", None),
        ("td", None, "高级"),
    ]


@pytest.mark.parametrize(
    ("cell", "whole"),
    [
        ("自2018年5月1日起", ["2018年5月1日"]),
        ("2018年5月和2026年4月1日", ["2018年5月", "2026年4月1日"]),
        ("since 1 April 2026", ["1 April 2026"]),
        ("in 2026, 5 documents", []),
        ("[x](a-2018年5月1日.md)", []),
    ],
)
def test_a_date_in_a_cell_stays_in_one_piece(cell: str, whole: list[str]) -> None:
    table = made(f"| 甲 | 乙 |\n| --- | --- |\n| 丙 | {cell} |")
    assert [part.get_text() for part in table.select("td .unbroken")] == whole


def test_an_alignment_stays() -> None:
    cells = made("| 数 |\n| ---: |\n| 1 |").select("th, td")
    assert [cell["style"] for cell in cells] == ["text-align: right;", "text-align: right;"]


def test_nothing_a_reader_sees_is_lost_or_added() -> None:
    html = f"{HEADING}\n<p>前</p>\n{markdown(TABLE, extensions=['tables'])}\n<p>后</p>"
    before, after = (BeautifulSoup(text, "html.parser").get_text() for text in (html, finish(html, PHRASES("zh"))))
    assert re.sub(r"\s", "", after) == re.sub(r"\s", "", before)


def test_a_table_made_from_records_stays_as_it_is() -> None:
    html = '<table class="records"><thead><tr><th>甲</th></tr></thead></table>'
    assert finish(html, PHRASES("en")) == html


def test_tables_with_the_same_caption_are_told_apart_by_their_headings() -> None:
    def section(anchor: str, caption: str) -> str:
        return (
            f'<h3 id="{anchor}">{anchor}</h3><div class="table-scroll" role="region" aria-labelledby="{anchor}-c" tabindex="0">'
            f'<table class="records"><caption id="{anchor}-c">{caption}</caption></table></div>'
        )

    html = finish("".join([section("a", "数字"), section("b", "数字"), section("c", "日期")]), PHRASES("zh"))
    assert re.findall(r'aria-labelledby="([^"]*)"', html) == ["a a-c", "b b-c", "c-c"]


@pytest.mark.parametrize(
    ("path", "unused"),
    [
        ("assets/javascripts/bundle.a1b2c3d4.min.js", True),
        ("assets/javascripts/lunr/min/lunr.zh.min.js", True),
        ("assets/stylesheets/palette.a1b2c3d4.min.css", True),
        ("assets/stylesheets/main.a1b2c3d4.min.css.map", True),
        ("assets/images/favicon.png", True),
        ("assets/stylesheets/main.a1b2c3d4.min.css", False),
        ("assets/images/favicon.svg", False),
        ("assets/js/search.js", False),
        ("zh/maps.md", False),
    ],
)
def test_what_no_page_uses(path: str, unused: bool) -> None:
    assert is_unused(path) == unused


@pytest.mark.parametrize(
    ("html", "marked"),
    [
        ("<p>the AEO (经认证的经营者) programme</p>", '<p>the AEO (<span lang="zh">经认证的经营者</span>) programme</p>'),
        ('<p lang="zh">海关</p> 关', '<p lang="zh">海关</p> <span lang="zh">关</span>'),
        ('<div lang="zh"><div>海</div>关</div>税', '<div lang="zh"><div>海</div>关</div><span lang="zh">税</span>'),
        ('<a hreflang="zh" href="#">海关</a>', '<a hreflang="zh" href="#"><span lang="zh">海关</span></a>'),
        ('<script>"海关"</script><option>海关</option>', '<script>"海关"</script><option>海关</option>'),
        ('<p title="海关">customs</p>', '<p title="海关">customs</p>'),
        ("<p>《办法》第1条</p>", '<p>《<span lang="zh">办法》第</span>1<span lang="zh">条</span></p>'),
    ],
)
def test_chinese_on_a_page_of_another_language_says_so(html: str, marked: str) -> None:
    assert with_languages(html, "en") == marked
    assert with_languages(html, "zh") == html
