"""The sections of a page for search: what stands under each heading, as a reader sees it."""

import pytest

from aeosite.compose.harmless import parsed
from aeosite.compose.sections import Section, sections_of


def found(html: str) -> list[Section]:
    return list(sections_of(parsed(html)))


def test_what_stands_before_the_first_heading_belongs_to_the_title() -> None:
    assert found('<h1 id="top">题</h1><p>甲</p><h2 id="a">一</h2><p>乙</p>') == [
        Section("", "题", "甲"),
        Section("a", "一", "乙", 2),
    ]


def test_sections_keep_their_order_and_a_heading_without_an_id_starts_none() -> None:
    html = '<h2 id="b">乙</h2><p>1</p><h3>no</h3><p>2</p><h2 id="a">甲</h2>'
    assert found(html) == [Section("b", "乙", "1 no 2", 2), Section("a", "甲", "", 2)]


def test_a_heading_in_a_box_ends_with_the_box() -> None:
    html = '<h2 id="a">A</h2><p>1</p><div><h3 id="b">B</h3><p>2</p></div><p>3</p>'
    assert found(html) == [Section("a", "A", "1 3", 2), Section("b", "B", "2", 3)]


def test_a_card_that_opens_goes_on_below_its_heading_and_ends_with_itself() -> None:
    card = '<details><summary><h3 id="b">B</h3><span class="badges">现行</span></summary><p>2</p></details>'
    assert found(f'<h2 id="a">A</h2><p>1</p>{card}<p>3</p>') == [Section("a", "A", "1 3", 2), Section("b", "B", "2", 3)]


def test_a_card_without_a_heading_is_called_by_its_name() -> None:
    card = '<details id="b"><summary><span class="record__name">企业数</span> <b>6,876家</b></summary><p>2</p></details>'
    assert found(f'<h2 id="a">A</h2>{card}<p>3</p>') == [Section("a", "A", "3", 2), Section("b", "企业数", "6,876家 2", 7)]


def test_what_is_left_out_of_search_and_what_nobody_reads_is_left_out() -> None:
    html = (
        '<h2 id="a">A</h2><p>1</p><div data-search-exclude><h3 id="b">B</h3>2</div><script>3</script><svg><title>4</title></svg>'
    )
    assert found(html) == [Section("a", "A", "1", 2)]


def test_the_link_of_a_heading_is_no_word_of_it() -> None:
    assert found('<h2 id="a">甲<a class="headerlink" href="#a">#</a></h2>') == [Section("a", "甲", "", 2)]


ROWS = """<h2 id="list">名录</h2><table><caption>表</caption><thead><tr><th scope="col">海关</th></tr></thead><tbody>
<tr id="a"><th scope="row"><a class="permalink" href="#a">北京海关</a><p>首都</p></th><td>0100</td></tr>
<tr id="b"><th scope="row"><a class="permalink" href="#b">（1）</a></th><td>要求</td></tr>
<tr id="c"><th scope="row">（HQ1）</th><td>另一条</td></tr>
<tr><th scope="row">没有编号</th><td>行</td></tr>
<tr data-item="sg"><th scope="row"><a href="#sg">新加坡</a></th><td>一览</td></tr></tbody></table><p>后</p>"""


def test_a_row_with_an_id_and_a_name_is_a_section_and_another_belongs_to_its_heading() -> None:
    assert found(ROWS) == [
        Section("list", "名录", "要求 · （HQ1） · 另一条 · 没有编号 · 行 · 后", 2, ("b", "c")),
        Section("a", "北京海关", "首都 · 0100", 7),
    ]


def test_what_only_points_elsewhere_and_marks_are_left_out() -> None:
    html = (
        '<h2 id="a">A</h2><ul><li><a href="x">谁可以申请？</a></li><li><a href="y">说明</a>在此</li></ul>'
        '<span class="badge">现行</span><button>复制</button>'
    )
    assert found(html) == [Section("a", "A", "说明在此", 2)]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>一</p><p>二</p>", "一 二"),
        ("<ul><li>one</li><li>two</li></ul>", "one two"),
        ("<dl><dt>谁</dt><dd>企业</dd><dt>何时</dt><dd>现在</dd></dl>", "谁：企业 · 何时：现在"),
        ("<dl><dt>Who</dt><dd>Traders</dd></dl>", "Who: Traders"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "a · b"),
        ("使用<code>AEOCN</code>编码", "使用AEOCN编码"),
        ("H<sub>2</sub>O", "H2O"),
        ("A &amp; B &lt;b&gt; &quot;c&quot; &#39;d&#39; &#8364;", "A & B <b> \"c\" 'd' €"),
        ("&amp;lt;", "&lt;"),
        ("\u200b认证\u200b企业\u200b", "认证企业"),
        ("soft\u00adhyphen\u2060", "softhyphen"),
        ("  a \n\t b\u00a0c\u3000d ", "a b c d"),
        ("<pre><code>x\n  y</code></pre>z", "x y z"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_the_text_is_what_a_reader_sees_on_one_line(html: str, text: str) -> None:
    assert found(html) == [Section("", "", text)]
