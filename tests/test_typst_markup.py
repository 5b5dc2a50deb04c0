"""Pages as Typst markup: no text is taken for markup, and every element becomes what it should."""

import json
import random
import re
import string

import pytest
import typst

from aeosite.outlets.handbook.convert import Setting, Term, Words, converted, width_of
from aeosite.outlets.handbook.markup import array, call, collapsed, content, dictionary, escaped
from aeosite.outlets.handbook.markup import string as quoted
from aeosite.outlets.handbook.tables import Cell, Row, widths

PAGES = {"index.html": "index.md", "criteria/advanced.html": "criteria/advanced.md", "criteria/index.html": "criteria/index.md"}
SETTING = Setting("zh", "criteria/index.md", "criteria", PAGES, Words("条款", "要求", "English"))


def made(html: str, setting: Setting = SETTING) -> str:
    return converted(html, setting)


def texts(node: object) -> str:
    """Return the text of content that Typst hands back as data."""
    if isinstance(node, dict):
        if node.get("func") == "space":
            return " "
        return str(node["text"]) if node.get("func") in ("text", "symbol") else "".join(map(texts, node.values()))
    return "".join(map(texts, node)) if isinstance(node, list) else ""


def read_back(markups: list[str]) -> list[str]:
    """Return the text of pieces of markup, as Typst reads them."""
    source = "\n".join(f"#metadata([{markup}]) <it>" for markup in markups)
    return [texts(one["value"]) for one in json.loads(typst.query(source.encode(), "<it>"))]


def test_every_character_stands_for_itself() -> None:
    """Single characters, pairs of them, and what Typst would act on at the start of a line or a word."""
    pick = random.Random(7)
    letters = string.punctuation + string.digits + "ab用、 \u00a0“”…—"
    random_ones = ["".join(pick.choices(letters, k=pick.randint(1, 24))) for _ in range(400)]
    known = [
        "= a",
        "- a",
        "+ a",
        "1. a",
        "/ a: b",
        "a -- b",
        "a...",
        "a~b",
        "-?",
        "https://a.b/c",
        "// a",
        "/* a */",
        "#let x = 1",
        "<a>",
        "@a",
        "$x$",
    ]
    given = [*string.punctuation, *known, *random_ones]
    shown = [collapsed(text).strip(" ") for text in given]
    assert read_back([escaped(text) for text in shown]) == shown


def test_every_string_is_that_string() -> None:
    pick = random.Random(8)
    given = [
        "".join(pick.choices(string.printable + '\\"用\n', k=12)).replace("\x0b", "").replace("\x0c", "") for _ in range(200)
    ]
    source = "\n".join(f"#metadata({quoted(text)}) <it>" for text in given)
    assert [one["value"] for one in json.loads(typst.query(source.encode(), "<it>"))] == given


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (array([]), "()"),
        (array(["1"]), "(1,)"),
        (array(["1", "2"]), "(1, 2)"),
        (dictionary(), "(:)"),
        (dictionary(short_title="[a]", from_="1"), "(short-title: [a], from: 1)"),
        (call("note", quoted("a"), content("b"), level="2"), '#note(level: 2, "a", [b]);'),
    ],
)
def test_parts_are_put_together(parts: str, expected: str) -> None:
    assert parts == expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>一。</p><p>二。</p>", "一。\n\n二。"),
        ("<p>a\n  b</p>", "a b"),
        ("<p>a <b>b </b>c</p>", "a #strong([b]); c"),
        ("<p>a<br>b</p>", "a#linebreak();b"),
        ("<p>a<sup>2</sup><sub>i</sub></p>", "a#super([2]);#sub([i]);"),
        ("<p><em>a</em><strong>b</strong></p>", "#emph([a]);#strong([b]);"),
        ("<h2 id='x'>一<a class='headerlink' href='#x'>#</a></h2>", '#title(1, "criteria/index.md#x", [一]);'),
        (
            "<h1 id='top'>一</h1><h2>二</h2><h4>三</h4>",
            '#title(1, "criteria/index.md", [一]);\n\n#title(2, "", [二]);\n\n#title(3, "", [三]);',
        ),
        ("<ul><li>a</li><li><p>b</p><p>c</p></li></ul>", "#list([a], [b\n\nc]);"),
        ("<ol start='3'><li>a</li></ol>", "#enum(start: 3, [a]);"),
        ("<ul><li>a<ul><li>b</li></ul></li></ul>", "#list([a\n\n#list([b]);]);"),
        ("<ul class='picture-list'><li>a</li></ul>", "#unmarked([a]);"),
        ("<dl><div><dt>来源</dt><dd>a</dd></div></dl>", "#facts(([来源], [a], true));"),
        (
            "<dl><dt>二〇二六年四月一日</dt><dd>a</dd><dd id='y'>b</dd></dl>",
            '#facts(([二〇二六年四月一日], [a\n\n#at("criteria/index.md#y");b], false));',
        ),
        ("<p><a href='../index.html#who'>a</a></p>", '#to("index.md#who", [a]);'),
        ("<p><a href='advanced.html'>a</a></p>", '#to("criteria/advanced.md", [a]);'),
        ("<p><a href='#x'>a</a></p>", '#to("criteria/index.md#x", [a]);'),
        ("<p><a href='../data/v1/a.json'>a</a></p>", '#file("data/v1/a.json", [a]);'),
        (
            "<p><a href='http://www.customs.gov.cn/'>customs.gov.cn</a></p>",
            '#web("http://www.customs.gov.cn/", [customs\\.gov\\.cn]);',
        ),
        ("<p><a href='http://a.gov.cn/b'>海关</a></p>", '#source("http://a.gov.cn/b", [海关]);'),
        ("<p><a href='tel:12360'>12360</a></p>", '#web("tel:12360", [12360]);'),
        ("<h2><a href='advanced.html'>a</a></h2>", '#title(1, "", [a]);'),
        ("<p class='aside'><a class='permalink' href='#x'>本条链接</a></p>", ""),
        ("<p class='aside'>核对 <a class='permalink' href='#x'>本条链接</a></p>", "#aside([核对]);"),
        ("<p class='hint'>a</p>", "#aside([a]);"),
        ("<p class='open-points'>没有确认：a。</p>", "#open-points([没有确认：a。]);"),
        ("<span class='badge badge--in-force'>现行</span>", '#badge("in-force", [现行]);'),
        ("<span class='evidence evidence--secondary'>依据：间接资料</span>", "#mark([依据：间接资料]);"),
        ("<p><span lang='en'>a</span></p>", '#lang("en", [a]);'),
        ("<p><span lang='zh'>a</span></p>", "a"),
        ("<pre><code>a  b\n c</code></pre>", '#raw(block: true, "a  b\\n c");'),
        ("<p><code>a_b</code></p>", '#raw("a_b");'),
        (
            "<details class='record'><summary><h3 id='m'>a</h3></summary><p>b</p></details>",
            '#record([#title(1, "criteria/index.md#m", [a]);], [b]);',
        ),
        ("<div class='record answer'><p>b</p></div>", "#answer([b]);"),
        ("<div class='admonition warning'><p class='admonition-title'>a</p><p>b</p></div>", '#note("warning", [a], [b]);'),
        ("<details><summary>a</summary><p>b</p></details>", '#note("info", [], [a\n\nb]);'),
        ("<div class='boxes'><section class='box'><p>a</p></section></div>", "#parts([a]);"),
        (
            "<fieldset class='answers'><legend>x</legend><label class='choice'><input type='radio'><span>达标</span></label></fieldset>",
            "#answers([达标]);",
        ),
        ("<blockquote><p>a</p></blockquote>", "#quoted([a]);"),
        ("<hr>", "#rule();"),
        ("<p id='p'>a</p>", '#at("criteria/index.md#p");a'),
    ],
)
def test_an_element_becomes_what_the_template_draws(html: str, expected: str) -> None:
    assert made(html) == expected


@pytest.mark.parametrize("html", [
    "<p class='no-print'>a</p>", "<div class='js-only'>a</div>", "<button>a</button>", "<script>a</script>", "<style>a</style>",
    "<select><option>a</option></select>", "<div class='offline-copy'>a</div>", "<!-- a -->", "<svg><text>a</text></svg>",
    "<section class='tool claim'>a</section>", "<div hidden>a</div>", "<nav class='on-this-page'>a</nav>", "<input value='a'>",
])  # fmt: skip
def test_what_is_for_a_screen_is_left_out(html: str) -> None:
    assert made(html) == ""


CLAUSES = """<div class="clauses"><ul><li class="clause" id="c-1"><div class="clause__number"><a class="permalink" href="#c-1">（1）</a></div>
<div class="clause__text"><div class="twins"><div><p>一</p></div><div class="twins__other" lang="en"><p>One</p></div></div></div></li></ul></div>"""


def test_clauses_are_a_table_whose_headings_are_headings() -> None:
    table = made(CLAUSES)
    assert table.startswith(
        "#records([], (3.4em, 1fr), (table.cell([#column-name([条款]);]), table.cell([#column-name([要求]);])), (), ("
    )
    assert '[#at("criteria/index.md#c-1");#row-name([（1）]);]' in table
    assert "One" not in table


def test_clauses_of_both_languages_stand_side_by_side() -> None:
    table = made(CLAUSES, Setting("zh", "a.md", "", {}, Words("条款", "要求", "English"), twins=True))
    assert "[English]" in table
    assert '#lang("en", [One])' in table


def test_a_table_keeps_its_caption_its_headings_its_groups_and_its_places() -> None:
    html = (
        "<table><caption>名</caption><thead><tr><th scope='col'>A</th><th scope='col'><a href='#x'>B</a></th></tr></thead><tbody>"
        "<tr class='group'><th scope='rowgroup' colspan='2'>组</th></tr><tr id='r'><th scope='row'>a</th><td lang='en'>b</td></tr></tbody></table>"
    )
    assert made(html) == (
        '#records([名], (3.15fr, 3.15fr), (table.cell([#column-name([A]);]), table.cell([#column-name([B]);])), (0,), '
        '((table.cell(colspan: 2, [#group-name([组]);]),), '
        '(table.cell([#at("criteria/index.md#r");#row-name([a]);]), table.cell([#lang("en", [b]);]))));'
    )  # fmt: skip


def test_the_name_of_a_row_stands_out_and_what_is_said_below_it_does_not() -> None:
    html = "<table><tr><th scope='row'>a<p class='aside'>b</p></th><td>c</td></tr></table>"
    assert "[#row-name([a]);\n\n#aside([b]);]" in made(html)


def test_a_table_without_rows_is_nothing() -> None:
    assert made("<table><thead><tr><th>A</th></tr></thead></table>") == ""


def test_narrow_columns_get_what_they_need_and_long_ones_share_the_rest() -> None:
    rows = [Row((Cell("", 3.0), Cell("", 80.0), Cell("", 300.0)))]
    first, second, third = widths(rows)
    assert first == "5.60em"
    assert float(second.removesuffix("fr")) < float(third.removesuffix("fr"))


def test_a_han_character_is_twice_as_wide_as_a_letter() -> None:
    assert width_of(" 海关  ab\n") == pytest.approx(2 + 3 * 0.55)


def test_a_term_is_marked_where_it_first_stands_in_the_text() -> None:
    setting = Setting("zh", "a.md", "", {}, SETTING.words, terms=(Term("t", re.compile("认证")),))
    assert (
        made("<h2>认证</h2><p>海关认证。</p><p>认证</p>", setting)
        == '#title(1, "", [认证]);\n\n海关#term-here("t");认证。\n\n认证'
    )


def test_a_heading_says_the_same_in_the_other_language() -> None:
    setting = Setting("zh", "a.md", "", {}, SETTING.words, headings={"x": "One"})
    assert made("<h2 id='x'>一</h2>", setting) == '#title(1, "a.md#x", [一], [One]);'
